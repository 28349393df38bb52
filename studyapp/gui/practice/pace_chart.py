"""Time a question in the course of an exam: a bar for each tenth, and a line where the pace of the exam is."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from studyapp.domain.exam_report import Pace
from studyapp.gui.practice.chart import Chart, Look
from studyapp.gui.practice.report_words import time_words
from studyapp.gui.widgets.painting import Align, draw_box, draw_text, mirrored, text_width


class PaceChart(Chart):
    """Mean seconds in each tenth, in the order of the exam."""

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self._tenths: tuple[float, ...] = ()
        self._allowed = 0.0
        self.describe("Time a question in the course of the exam")

    def show_pace(self, pace: Pace) -> None:
        """Show where the time went."""
        self._tenths, self._allowed, self.chosen = pace.by_tenth, pace.allowed, None
        self.setAccessibleDescription("; ".join(self._sentence(place) for place in range(len(self._tenths))))
        self.retheme()

    def sizeHint(self) -> QSize:
        """Bars over one line of words."""
        return QSize(self.look.length(240), self.look.length(124))

    def parts(self) -> list[tuple[QRectF, str]]:
        """The column of each tenth with its time in words."""
        pitch = self._room() / max(1, len(self._tenths))
        return [
            (mirrored(self, QRectF(place * pitch, 0, pitch, self.height())), self._sentence(place))
            for place in range(len(self._tenths))
        ]

    def draw(self, painter: QPainter) -> None:
        """Draw bars, pace and the words at both ends."""
        look = self.look
        base = self.height() - look.length(20)
        painter.fillRect(QRectF(0, base, self.width(), 1), look.colour("border"))
        if not self._tenths:
            return
        highest = max(*self._tenths, self._allowed)
        room = base - look.length(16)
        pitch = self._room() / len(self._tenths)
        gap = min(look.length(6), pitch / 4)
        for place, seconds in enumerate(self._tenths):
            height = room * seconds / highest
            bar = QRectF(place * pitch, base - height, pitch - gap, height)
            token = "text" if self.is_chosen(place) else "hard" if seconds > self._allowed else "h3"
            draw_box(painter, mirrored(self, bar), min(look.length(3), height / 2), look.colour(token))
        self._draw_pace(painter, base - room * self._allowed / highest)
        words = QRectF(0, base + look.length(2), self._room(), look.length(18))
        draw_text(painter, self, words, "Start", look.font(11), look.colour("muted"))
        draw_text(painter, self, words, "End", look.font(11), look.colour("muted"), Align.AlignRight)

    def _draw_pace(self, painter: QPainter, y: float) -> None:
        look = self.look
        pen = QPen(look.colour("line"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        line = mirrored(self, QRectF(0, y, self._room(), 0))
        painter.drawLine(QLineF(line.topLeft(), line.topRight()))
        label = QRectF(
            self._room() + look.length(8),
            y - look.length(9),
            self.width() - self._room() - look.length(8),
            look.length(18),
        )
        draw_text(painter, self, label, self._label(), look.font(11), look.colour("muted"))

    def _label(self) -> str:
        return f"pace {time_words(self._allowed)}"

    def _room(self) -> float:
        """The width of the bars."""
        return max(20, self.width() - text_width(self._label(), self.look.font(11)) - self.look.length(10))

    def _sentence(self, place: int) -> str:
        part = "Tenth" if len(self._tenths) == 10 else "Part"
        return f"{part} {place + 1} of {len(self._tenths)}: {time_words(self._tenths[place])} a question"
