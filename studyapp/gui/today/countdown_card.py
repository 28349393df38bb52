"""The card that counts the days to the exam, and how far the new cards have come by then."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import TodayNumbers
from studyapp.gui.widgets.bars import ProgressLine
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import NBSP, per_cent
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, locale, number, qt_date

if TYPE_CHECKING:
    from studyapp.collection.exam_planning import ExamPlan


class CountdownCard(Card):
    """Exam in so many days; calm where there is no date."""

    date_wanted = Signal()
    """The learner wants to set the exam date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._over, self._days = Label(style="secondary"), Label(style="display")
        self._date, self._year = Label(style="strong"), Label(style="secondary")
        self._set_date = Button("Set the date", "link")
        self._set_date.setAccessibleName("Set the exam date")
        self._set_date.clicked.connect(self.date_wanted)
        self._met, self._met_count = Label("Cards met", "label_strong"), Label(style="label")
        self._progress = ProgressLine()
        self._pace = Label(style="note", wrap=True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(0)
        right.setSpacing(0)
        for label in (self._over, self._days):
            left.addWidget(label)
        left.addWidget(self._set_date, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._date, self._year):
            right.addWidget(part, 0, Qt.AlignmentFlag.AlignTrailing)
        right.addStretch(1)
        top, middle = QHBoxLayout(), QHBoxLayout()
        top.addLayout(left, 1)
        top.addLayout(right)
        middle.addWidget(self._met, 1)
        middle.addWidget(self._met_count)
        self.box.addLayout(top)
        self.box.addStretch(1)
        self.box.addSpacing(theme().length(12))
        self.box.addLayout(middle)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self._progress)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self._pace)

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the days left and the cards met."""
        exam, days = numbers.settings.exam_date, numbers.days_to_exam
        self._over.setText(_over(days))
        self._days.setText(_days(days))
        self._date.setText(locale().toString(qt_date(exam), "ddd d MMM").replace(" ", NBSP) if exam else "")
        self._year.setText(str(exam.year) if exam else "")
        self._date.setVisible(exam is not None)
        self._year.setVisible(exam is not None)
        self._set_date.setVisible(exam is None)
        self._met_count.setText(f"{number(numbers.seen)} of {number(numbers.cards)}")
        self._progress.set_progress(numbers.seen, numbers.cards, "Cards met")
        self._pace.setText(_pace(numbers, narrow))


def _over(days: int | None) -> str:
    if days is None:
        return "No exam date yet"
    return "Exam in" if days >= 1 else "Exam"


def _days(days: int | None) -> str:
    if days is None:
        return "At your pace"
    if days >= 1:
        return counted(days, "day")
    return "today" if days == 0 else f"{counted(-days, 'day')} ago"


def _forecast(plan: ExamPlan, narrow: bool) -> str:
    """What the plan is expected to reach, and early what it takes where the minutes do not meet every card."""
    reached = f"Plan: about {per_cent(plan.recall)} remembered on the exam morning."
    if plan.minutes_to_meet_all <= plan.minutes:
        return reached if narrow else f"{reached} A simulation's figure, no forecast of your score."
    needed = f"Meeting every card takes {counted(plan.minutes_to_meet_all, 'minute')} a day, or a later exam."
    return f"{reached} {needed}"


def _pace(numbers: TodayNumbers, narrow: bool) -> str:
    """How many new cards a day meet all of them before the exam."""
    new, days = numbers.cards - numbers.seen, numbers.days_to_exam
    if numbers.exam_plan is not None:
        return _forecast(numbers.exam_plan, narrow)
    if not new:
        return "You have met every card."
    if days is None or days < 1:
        return f"{counted(new, 'new card')} left to meet."
    a_day = counted(ceil(new / days), "new card")
    return f"{a_day} a day meet all." if narrow else f"{a_day} a day meet them all by then."
