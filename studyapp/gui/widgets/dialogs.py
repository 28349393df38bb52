"""Sizes of dialogs: as designed, but never larger than the screen at any zoom."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from studyapp.gui.theme import theme

_MARGIN = 48
"""Pixels left free for the frame of the window."""


def size_dialog(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog a size in design pixels, or what the screen has."""
    room = dialog.screen().availableSize()
    dialog.resize(
        min(theme().length(width), room.width() - _MARGIN), min(theme().length(height), room.height() - _MARGIN)
    )
