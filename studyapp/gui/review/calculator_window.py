"""The calculator as a small window beside the card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.calculator import Calculator
from studyapp.gui.widgets.frames import set_spacing

_WIDTH = 340


class CalculatorWindow(QDialog):
    """Stays open until it is closed with its key or Esc, and then gives the focus back."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Calculator")
        self.calculator = Calculator()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.calculator)
        QShortcut(QKeySequence(key), self).activated.connect(self.reject)
        theme().changed.connect(self._dress)
        self._dress()

    def open_at(self, corner: QWidget) -> None:
        """Show the window inside the lower right corner of a part of the screen, ready for digits."""
        self.adjustSize()
        place = corner.mapToGlobal(corner.rect().bottomRight())
        gap = theme().length(24)
        self.move(place.x() - self.width() - gap, place.y() - self.height() - gap)
        self.show()
        self.activateWindow()
        self.calculator.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter belongs to the calculation."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()

    def _dress(self) -> None:
        set_spacing(self._column, (16, 16), 0)
        self.setMinimumWidth(theme().length(_WIDTH))
