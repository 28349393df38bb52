"""Mocks one after another with their likely ranges; those of the kind of this report are filled and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from studyapp.domain.exam_report import ExamReport, Grade, Tally
from studyapp.gui.practice.chart import Chart, Look
from studyapp.gui.practice.report_words import SHORT_KINDS, day_of, grade_sentence
from studyapp.gui.widgets.painting import NBSP, Align, draw_box, draw_text, mirrored, per_cent
from studyapp.gui.widgets.words import locale, qt_date

MOST_SHOWN = 8
_LEAST_SPAN = 40
"""Per cent that the axis covers at least, so that a small change looks small."""


@dataclass(frozen=True, slots=True)
class TrendMark:
    """One mock."""

    day: date
    kind: str
    """In a word, such as `half`."""
    tally: Tally
    alike: bool
    """Whether it is of the same kind as the one reported."""
    sentence: str
    current: bool = False


class TrendChart(Chart):
    """The last mocks, oldest first."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self._marks: tuple[TrendMark, ...] = ()
        self.describe("Trend")

    def show_marks(self, marks: Sequence[TrendMark]) -> None:
        """Show these mocks; of more than eight the last."""
        self._marks = tuple(marks[-MOST_SHOWN:])
        self.chosen = None
        self.setAccessibleDescription("; ".join(mark.sentence for mark in self._marks))
        self.retheme()

    def sizeHint(self) -> QSize:
        """About as high as the results by section."""
        return QSize(self.look.length(240), self.look.length(194))

    def parts(self) -> list[tuple[QRectF, str]]:
        """The column of each mock with its result in words."""
        plot = self._plot()
        width = plot.width() / max(1, len(self._marks))
        return [
            (mirrored(self, QRectF(plot.left() + place * width, 0, width, self.height())), mark.sentence)
            for place, mark in enumerate(self._shown())
        ]

    def draw(self, painter: QPainter) -> None:
        """Draw the grid, the line and each mock."""
        if not self._marks:
            return
        plot, (low, high) = self._plot(), self._span()
        self._draw_grid(painter, plot, low, high)
        shown = self._shown()
        pitch = plot.width() / len(shown)
        places = [
            QPointF(plot.left() + (place + 0.5) * pitch, self._y(mark.tally.share)) for place, mark in enumerate(shown)
        ]
        alike = [place for place, mark in zip(places, shown, strict=True) if mark.alike]
        painter.setPen(QPen(self.look.colour("accent"), 2))
        for start, end in pairwise(alike):
            painter.drawLine(self._at(start), self._at(end))
        for number, (mark, place) in enumerate(zip(shown, places, strict=True)):
            self._draw_mark(painter, mark, place, pitch, self.is_chosen(number))

    def _shown(self) -> tuple[TrendMark, ...]:
        """As many of the last as there is room for."""
        most = max(2, int(self._plot().width() // self.look.length(58)))
        return self._marks[-most:]

    def _span(self) -> tuple[int, int]:
        """Per cent at the ends of the axis, whole tens."""
        low = floor(10 * min(mark.tally.low for mark in self._marks)) * 10
        high = ceil(10 * max(mark.tally.high for mark in self._marks)) * 10
        missing = max(0, _LEAST_SPAN - (high - low))
        low = max(0, low - 10 * ceil(missing / 20))
        return low, min(100, max(high, low + _LEAST_SPAN))

    def _plot(self) -> QRectF:
        look = self.look
        left, foot, head = look.length(44), look.length(40), look.length(22)
        return QRectF(left, head, max(20, self.width() - left), max(20, self.height() - head - foot))

    def _y(self, share: float) -> float:
        plot, (low, high) = self._plot(), self._span()
        return plot.bottom() - plot.height() * (100 * share - low) / (high - low)

    def _at(self, point: QPointF) -> QPointF:
        return mirrored(self, QRectF(point.x(), point.y(), 0, 0)).topLeft()

    def _draw_grid(self, painter: QPainter, plot: QRectF, low: int, high: int) -> None:
        look = self.look
        step = 20 if (high - low) % 20 == 0 and high - low > 30 else 10
        for tick in range(low, high + 1, step):
            y = self._y(tick / 100)
            painter.fillRect(mirrored(self, QRectF(plot.left(), y, plot.width(), 1)), look.colour("track"))
            label = QRectF(0, y - look.length(9), look.length(38), look.length(18))
            draw_text(painter, self, label, f"{tick}{NBSP}%", look.font(11), look.colour("muted"))

    def _draw_mark(self, painter: QPainter, mark: TrendMark, at: QPointF, pitch: float, chosen: bool) -> None:
        look = self.look
        token = "accent" if mark.alike else "line"
        cap = look.length(4)
        painter.setPen(QPen(look.colour(token), 1.5))
        top, bottom = self._y(mark.tally.high), self._y(mark.tally.low)
        painter.drawLine(self._at(QPointF(at.x(), top)), self._at(QPointF(at.x(), bottom)))
        for y in (top, bottom):
            painter.drawLine(self._at(QPointF(at.x() - cap, y)), self._at(QPointF(at.x() + cap, y)))
        radius = look.length(6 if mark.current or chosen else 5)
        ring = mirrored(self, QRectF(at.x() - radius - 1.5, at.y() - radius - 1.5, 2 * radius + 3, 2 * radius + 3))
        draw_box(painter, ring, radius + 1.5, look.colour("text" if chosen else "surface"))
        dot = mirrored(self, QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        draw_box(painter, dot, radius, look.colour(token if mark.alike else "surface"), look.colour(token), 2)
        self._write(painter, mark, at, pitch)

    def _write(self, painter: QPainter, mark: TrendMark, at: QPointF, pitch: float) -> None:
        look = self.look
        strong = look.font(12, 600, tabular=True)
        words = per_cent(mark.tally.share)
        # Above the range, where neither lines nor other numbers are.
        place = QRectF(at.x() - pitch / 2, self._y(mark.tally.high) - look.length(19), pitch, look.length(17))
        draw_text(painter, self, place, words, strong, look.colour("text"), Align.AlignHCenter)
        foot = self._plot().bottom() + look.length(3)
        row = look.length(17)
        day = QRectF(at.x() - pitch / 2, foot, pitch, row)
        date_words = locale().toString(qt_date(mark.day), "d MMM")
        draw_text(
            painter,
            self,
            day,
            date_words,
            look.font(11, 600 if mark.current else 500),
            look.colour("text"),
            Align.AlignHCenter,
        )
        draw_text(
            painter,
            self,
            day.translated(0, row - 2),
            mark.kind,
            look.font(11),
            look.colour("muted"),
            Align.AlignHCenter,
        )


def trend_marks(report: ExamReport, zone: tzinfo | None) -> list[TrendMark]:
    """The mocks up to a report, oldest first."""
    mocks: list[Grade | ExamReport] = [*reversed(report.earlier), report]
    return [
        TrendMark(
            day_of(mock.finished, zone), SHORT_KINDS[mock.kind], mock.whole, mock.kind is report.kind,
            grade_sentence(mock, zone), mock is report,
        )
        for mock in mocks
    ]  # fmt: skip
