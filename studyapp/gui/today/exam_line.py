"""The line on Today that an exam is running, with the way back to it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.text import Label

_MOCK_NAMES = {ExamKind.FULL: "full mock", ExamKind.HALF: "half mock", ExamKind.MINI: "mini mock"}


class RunningExam(NamedTuple):
    """An exam that has been begun and not handed in."""

    kind: ExamKind
    strict: bool
    left: float | None
    """Seconds; None without a limit."""

    @property
    def words(self) -> str:
        """Such as “Strict full mock running: 3:12 left”."""
        name = _MOCK_NAMES.get(self.kind, "drill")
        if self.left is None:
            return f"{name.capitalize()} begun"
        state = f"Strict {name} running" if self.strict else f"Relaxed {name} begun"
        if self.left <= 0:
            return f"{state}: time is up"
        # A minute that has begun counts, as on the clock of the exam.
        minutes = -int(-self.left // 60)
        return f"{state}: {minutes // 60}:{minutes % 60:02} left"


class ExamLine(Card):
    """One sentence and one button."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(16, 8), spacing=4)
        self.sentence, self.go_on = Label(style="strong", wrap=True), Button("Go on")
        row = QHBoxLayout()
        row.setSpacing(theme().length(12))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.go_on)
        self.box.addLayout(row)
        self.go_on.setAutoDefault(False)
        self.go_on.clicked.connect(self.wanted)

    def show_exam(self, collection: Collection, exam_id: int, now: datetime) -> None:
        """Say what is running. Raises UserError when the exam is gone."""
        exam = collection.exams.exam(exam_id)
        words = RunningExam(exam.kind, exam.strict, collection.exams.seconds_left(exam_id, now)).words
        self.sentence.setText(words)
        self.setAccessibleName(words)
        self.go_on.setAccessibleDescription(words)
