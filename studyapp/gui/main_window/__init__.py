"""The window, which joins the screens."""

from __future__ import annotations

from studyapp.gui.main_window.window import SCREENS, MainWindow

__all__ = ["SCREENS", "MainWindow"]
