"""What stands on top of the Practice page: the exam in progress, and exams that cannot be read any more."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studyapp.collection.exam_values import DamagedExam, Exam
from studyapp.gui.practice.names import exam_name
from studyapp.gui.practice.pacing import clock_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Disc
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import moment_in_words, number

_ROOMY = 620
"""Width in design pixels from which there is room for the large icon."""


class ResumeCard(Card):
    """Go on with the exam in progress, or throw it away."""

    resume = Signal()
    discard = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(24, 18), spacing=16, horizontal=True)
        self.title, self.sentence = Label(style="card_title", wrap=True), Label(style="secondary", wrap=True)
        self.button = Button("Go on", "primary", icon="play", height=44)
        self.discard_button = Button("Discard", "quiet")
        words = QVBoxLayout()
        words.setSpacing(theme().length(2))
        words.addStretch(1)
        for part in (self.title, self.sentence):
            words.addWidget(part)
        words.addStretch(1)
        self._disc = Disc("clipboard-check", size=44)
        self.box.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addLayout(words, 1)
        self.box.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.discard_button.setAutoDefault(False)
        self.button.clicked.connect(self.resume)
        self.discard_button.clicked.connect(self.discard)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words before ornament where there is little room."""
        super().resizeEvent(event)
        self._disc.setVisible(self.width() >= theme().length(_ROOMY))

    def show_exam(self, exam: Exam, left: float | None, now: datetime) -> None:
        """Show how far an exam is, and the seconds it has left."""
        answered = sum(item.picked is not None for item in exam.state)
        over = exam.strict and left is not None and left <= 0
        name = exam_name(exam.kind, exam.scope)
        self.title.setText(f"Time is up: {name}" if over else f"Go on with your exam: {name}")
        assert now.tzinfo is not None
        began = moment_in_words(datetime.fromtimestamp(exam.started / 1000, now.tzinfo), now.date())
        parts = [f"Begun {began[:1].lower()}{began[1:]}", f"{number(answered)} of {number(exam.questions)} answered"]
        if over:
            parts.append("what you answered in time counts")
        elif left is not None:
            parts.append(f"{clock_words(left)} left" + (", and the clock runs on" if exam.strict else ""))
        self.sentence.setText(" · ".join(parts))
        self.button.setText("Hand in" if over else "Go on")
        self.button.set_icon("" if over else "play")
        self.discard_button.setAccessibleName(f"Discard {name}")
        self.setAccessibleName(f"{self.title.text()}. {self.sentence.text()}")


class DamagedCard(Card):
    """An exam that was set aside because it cannot be read."""

    discard = Signal()

    def __init__(self, exam: DamagedExam, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(24, 14), spacing=16, horizontal=True)
        self.exam_id = exam.id
        self.sentence = Label(exam.sentence, "body", wrap=True)
        button = self.discard_button = Button("Discard", height=32)
        button.setAutoDefault(False)
        button.clicked.connect(self.discard)
        self.box.addWidget(Disc("triangle-alert", "hard", "border_bg", 40), 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.sentence, 1)
        self.box.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(exam.sentence)
