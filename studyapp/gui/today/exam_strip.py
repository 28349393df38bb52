"""The quiet strip that asks once for the exam date and the minutes a day, and takes no for an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.fields import DateField, NumberField
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.text import Label


class ExamStrip(Card):
    """A date, a number of minutes, Save and Not now."""

    saved = Signal(object, object)
    """The exam date and the minutes a day, each None where it was left open."""
    skipped = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(16, 8), spacing=4)
        self.exam = DateField("Exam date", today)
        self._error = Label(style="note", token="again", wrap=True)
        self._error.hide()
        self.minutes = NumberField("Minutes a day", 1, 1440, unit=" min", none_text="any time")
        self.minutes.setSingleStep(5)
        self.save, self.skip = Button("Save"), Button("Not now", "quiet")
        self._fields, self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._pairs: list[QBoxLayout] = []
        for text, field in (("When is your exam?", self.exam), ("Minutes a day", self.minutes)):
            label = Label(text, "strong" if field is self.exam else "secondary")
            label.setBuddy(field)
            field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            pair.addWidget(label)
            pair.addWidget(field)
            pair.addStretch(1)
            self._pairs.append(pair)
            self._fields.addLayout(pair)
        self._fields.addStretch(1)
        self._buttons.addWidget(self.save)
        self._buttons.addWidget(self.skip)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(self._fields, 1)
        self._row.addLayout(self._buttons)
        self.box.addLayout(self._row)
        self.box.addWidget(self._error)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeading)
        self.exam.refused.connect(self._show_error)
        self.setAccessibleName("When is your exam?")
        self.save.clicked.connect(self._save)
        self.skip.clicked.connect(self.skipped)

    @property
    def error(self) -> str:
        """Why the date that was typed was not taken, or nothing."""
        return self._error.text()

    def set_width(self, width: int) -> None:
        """Put the buttons under the fields, the fields and then their names above each other, as a width in design pixels asks."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if width >= 760 else down)
        self._row.setSpacing(theme().length(8))
        self._fields.setDirection(across if width >= 600 else down)
        self._fields.setSpacing(theme().length(8))
        for pair in self._pairs:
            pair.setDirection(across if width >= 360 else down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    def _show_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.exam.setAccessibleDescription(sentence)

    def _save(self) -> None:
        # Not every system takes the focus, and with it the typing, from a field when a button is pressed.
        self.minutes.interpretText()
        if self.exam.take():
            self.saved.emit(self.exam.day(), self.minutes.number())
        else:
            self.exam.setFocus()
            self.exam.selectAll()
