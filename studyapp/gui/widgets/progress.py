"""The dialog that stands before the window while something takes its time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from studyapp.gui.theme import theme

_PATIENCE_MS = 300
"""What is done sooner shows no progress."""


class ProgressDialog(QProgressDialog):
    """Modal, so that nothing else is changed meanwhile; hidden while the work is quick."""

    def __init__(self, window: QWidget, text: str) -> None:
        super().__init__(text, "Cancel", 0, 0, window)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumDuration(_PATIENCE_MS)
        self.setMinimumWidth(theme().length(420))
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setAccessibleName(text)

    def show_progress(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        self.setMaximum(total)
        self.setValue(done)

    def end(self) -> None:
        """The work is over."""
        # Closing counts as pressing Cancel.
        self.blockSignals(True)
        self.reset()
        self.close()
        self.deleteLater()
