"""The quiet strip that asks once for the exam date and the minutes a day, and takes no for an answer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
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

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(16, 8), spacing=8, horizontal=True)
        self.exam = DateField("Exam date", "no date yet", today)
        self.minutes = NumberField("Minutes a day", 1, 1440, unit=" min", none_text="any time")
        self.minutes.setSingleStep(5)
        self.save, self.skip = Button("Save"), Button("Not now", "quiet")
        self._fields, self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        for text, field in (("When is your exam?", self.exam), ("Minutes a day", self.minutes)):
            label = Label(text, "strong" if field is self.exam else "secondary")
            label.setBuddy(field)
            field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            pair = QHBoxLayout()
            pair.addWidget(label)
            pair.addWidget(field)
            pair.addSpacing(theme().length(8))
            self._fields.addLayout(pair)
        self._fields.addStretch(1)
        self._buttons.addWidget(self.save)
        self._buttons.addWidget(self.skip)
        self.box.addLayout(self._fields, 1)
        self.box.addLayout(self._buttons)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeading)
        self.setAccessibleName("When is your exam?")
        self.save.clicked.connect(self._save)
        self.skip.clicked.connect(self.skipped)

    def set_width(self, width: int) -> None:
        """Put the buttons under the fields, and the fields under each other, as a width in design pixels asks for."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.box.setDirection(across if width >= 700 else down)
        self._fields.setDirection(across if width >= 580 else down)

    def _save(self) -> None:
        # Not every system takes the focus, and with it the typing, from a field when a button is pressed.
        self.exam.interpretText()
        self.minutes.interpretText()
        self.saved.emit(self.exam.day(), self.minutes.number())
