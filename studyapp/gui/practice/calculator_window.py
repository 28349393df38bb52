"""The calculator as a small window of its own, for screens that have no room for it beside the question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.calculator import Calculator
from studyapp.gui.widgets.frames import set_spacing

_WIDTH = 300


class CalculatorWindow(QDialog):
    """Stays open until it is closed with K or Esc; it can be moved out of the way. Letters of options still choose."""

    unused = Signal(QKeyEvent)
    """A key that the calculator has no use for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle("Calculator")
        self._calculator: Calculator | None = None
        self._column = QVBoxLayout(self)
        theme().changed.connect(self._dress)
        self._dress()

    def open_with(self, calculator: Calculator, corner: QWidget) -> None:
        """Take the calculator in and show it in the lower end corner of a part of the screen, ready for digits."""
        self._calculator = calculator
        self._column.addWidget(calculator)
        calculator.show()
        self.adjustSize()
        place = corner.mapToGlobal(corner.rect().bottomRight())
        gap = theme().length(8)
        self.move(max(0, place.x() - self.width() - gap), max(0, place.y() - self.height() - gap))
        self.show()
        self.activateWindow()
        calculator.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and K close; other keys belong to the exam."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_K) and not event.modifiers():
            self.reject()
        else:
            self.unused.emit(event)

    def _dress(self) -> None:
        set_spacing(self._column, (12, 12), 0)
        self.setMinimumWidth(theme().length(_WIDTH))
        if self.isVisible():
            self.adjustSize()
