"""Exams of the past: date, kind and result of each, and the way to its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studyapp.collection.exam_values import ExamSummary
from studyapp.gui.practice.names import exam_name
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button, Pressable
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import NBSP, Align, draw_box, draw_icon, draw_text
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import moment_in_words, number

FIRST_SHOWN = 8
"""Rows shown before “Show all”."""


class PastRow(Pressable):
    """One finished exam; pressing it opens its report."""

    focus_radius = 8

    def __init__(self, exam: ExamSummary, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.exam = exam
        self._name = exam_name(exam.kind, exam.scope)
        finished = datetime.fromtimestamp(exam.finished / 1000, _zone(now))
        mode = "strict" if exam.strict else "relaxed"
        first = "diagnostic" if exam.diagnostic else ""
        self._when = " · ".join(filter(None, (moment_in_words(finished, now.date()), mode, first)))
        self._result = f"{number(exam.right)} of {number(exam.scored)}"
        self._range = f"{round(100 * exam.low)}–{round(100 * exam.high)}{NBSP}%"
        self.setAutoDefault(False)
        self.setAccessibleName(f"{self._name}, {self._when}: {self._result} right")
        self.setAccessibleDescription(f"Likely between {self._range}. Opens the report.")
        self.setToolTip(f"{self._result} scored questions right, likely {self._range}. Opens the report.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """All that the row says."""
        return f"{self._name} {self._when} {self._result} {self._range}"

    def sizeHint(self) -> QSize:
        """52 high, any width."""
        return QSize(theme().length(240), theme().length(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name and date at the start, the result at the end."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self.hovered():
            draw_box(painter, shape, look.length(8), look.colour("hover"))
        inner = shape.adjusted(look.length(10), 0, -look.length(8), 0)
        chevron = QRectF(inner.right() - look.length(16), 0, look.length(16), shape.height())
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        draw_icon(painter, self, chevron, "chevron-left" if right_to_left else "chevron-right", "muted", 16)
        numbers = QRectF(inner.right() - look.length(156), 0, look.length(130), shape.height())
        top, bottom = look.length(7), look.length(26)
        line = look.length(20)
        words = QRectF(inner.left(), top, numbers.left() - inner.left() - look.length(12), line)
        draw_text(painter, self, words, self._name, look.font(14, 600), look.colour("text"))
        below = words.translated(0, bottom - top)
        draw_text(painter, self, below, self._when, look.font(13), look.colour("muted"))
        result = QRectF(numbers.left(), top, numbers.width(), line)
        draw_text(
            painter, self, result, self._result, look.font(14, 600, tabular=True), look.colour("text"), Align.AlignRight
        )
        low = result.translated(0, bottom - top)
        draw_text(painter, self, low, self._range, look.font(13, tabular=True), look.colour("muted"), Align.AlignRight)


class PastList(Card):
    """The finished exams, newest first."""

    report = Signal(int)
    """Open the report of the exam with this id."""
    statistics = Signal()
    """Show what the answers say of each question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(14, 18), spacing=2)
        self.rows: list[PastRow] = []
        self._exams: Sequence[ExamSummary] = ()
        self._now: datetime | None = None
        self.statistics_button = Button("Question statistics", "quiet", height=32)
        self.statistics_button.setAutoDefault(False)
        self.more = Button("", "quiet", height=32)
        self.more.setAutoDefault(False)
        title = Label("Past exams", "card_title")
        title.setContentsMargins(theme().length(10), 0, 0, 0)
        self._nothing = Label("Reports of finished exams and drills will be listed here.", "note", wrap=True)
        self._nothing.setContentsMargins(theme().length(10), theme().length(4), 0, theme().length(4))
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.statistics_button)
        self.box.addLayout(top)
        self.box.addWidget(self._nothing)
        self.box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addStretch(1)
        self.more.clicked.connect(self._show_all)
        self.statistics_button.clicked.connect(self.statistics)

    def show_exams(self, exams: Sequence[ExamSummary], now: datetime) -> None:
        """List these exams."""
        self._exams, self._now = exams, now
        self._show(FIRST_SHOWN)

    def _show_all(self) -> None:
        self._show(len(self._exams))
        if len(self.rows) > FIRST_SHOWN:
            self.rows[FIRST_SHOWN].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, most: int) -> None:
        for old in self.rows:
            self.box.removeWidget(old)
            old.hide()
            old.deleteLater()
        assert self._now is not None
        self.rows = [PastRow(exam, self._now) for exam in self._exams[:most]]
        for place, row in enumerate(self.rows):
            row.clicked.connect(lambda _=False, exam_id=row.exam.id: self.report.emit(exam_id))
            self.box.insertWidget(2 + place, row)
            row.show()
        self._nothing.setVisible(not self.rows)
        rest = len(self._exams) - len(self.rows)
        self.more.setVisible(rest > 0)
        self.more.setText(f"Show all {number(len(self._exams))}")
        self.statistics_button.setVisible(bool(self.rows))


def _zone(now: datetime) -> tzinfo:
    zone = now.tzinfo
    assert zone is not None
    return zone
