"""Memory and application week by week, as two lines; arrows go from week to week and say both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studyapp.domain.readiness import TrendPoint
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import (
    NBSP,
    Align,
    Painted,
    draw_box,
    draw_text,
    mirrored,
    per_cent,
    plain_tip,
    smooth,
)
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import locale, qt_date

Value = Callable[[TrendPoint], float | None]
_LINES: tuple[tuple[str, str, Value], ...] = (
    ("accent", "memory", lambda point: point.memory),
    ("teal", "application", lambda point: point.application),
)
_LEAST = 2
"""Points that make a line."""


def point_sentence(point: TrendPoint) -> str:
    """One week in words."""
    day = locale().toString(qt_date(date.fromordinal(point.day)), "d MMMM yyyy")
    parts = [f"{name} {per_cent(value)}" for _, name, of in _LINES if (value := of(point)) is not None]
    if point.application is None:
        parts.append("application not known yet")
    return f"{day}: {', '.join(parts)}"


class TrendChart(Painted):
    """The lines: memory in full, application dashed, so that color is not the only sign."""

    focus_radius = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[TrendPoint, ...] = ()
        self._place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe("Memory and application week by week")

    def show_points(self, points: Sequence[TrendPoint]) -> None:
        """Show these weeks, oldest first."""
        self._points, self._place = tuple(points), None
        words = "; ".join(point_sentence(point) for point in (points[0], points[-1])) if points else ""
        self.describe("Memory and application week by week", words)
        self.update()

    def sizeHint(self) -> QSize:
        """Lines over a row of dates."""
        return QSize(theme().length(240), theme().length(190))

    def parts(self) -> list[tuple[QRectF, str]]:
        """The column of each week with its sentence."""
        if not self._points:
            return []
        plot = self._plot()
        width = plot.width() / max(1, len(self._points) - 1)
        return [
            (mirrored(self, QRectF(self._x(place) - width / 2, 0, width, self.height())), point_sentence(point))
            for place, point in enumerate(self._points)
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between weeks; all other keys belong to the page."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._points:
            event.ignore()
            return
        if self.isRightToLeft():
            step = -step
        last = len(self._points) - 1
        self._place = last if self._place is None else min(last, max(0, self._place + step))
        shape, sentence = self.parts()[self._place]
        self.setAccessibleDescription(sentence)
        QToolTip.showText(
            self.mapToGlobal(QPoint(round(shape.center().x()), self.height() // 2)), plain_tip(sentence), self
        )
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No week is chosen any more."""
        super().focusOutEvent(event)
        self._place = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, lines and dates."""
        if not self._points:
            return
        look, painter, plot = theme(), smooth(self), self._plot()
        for tick in range(0, 101, 25):
            y = plot.bottom() - plot.height() * tick / 100
            painter.fillRect(mirrored(self, QRectF(plot.left(), y, plot.width(), 1)), look.colour("track"))
            label = QRectF(0, y - look.length(9), look.length(38), look.length(18))
            draw_text(painter, self, label, f"{tick}{NBSP}%", look.font(11, tabular=True), look.colour("muted"))
        for token, _, value in _LINES:
            self._draw_line(painter, token, value)
        self._draw_dates(painter, plot)

    def _draw_line(self, painter: QPainter, token: str, value: Value) -> None:
        look = theme()
        found = [(place, share) for place, point in enumerate(self._points) if (share := value(point)) is not None]
        at = [QPointF(self._x(place), self._y(share)) for place, share in found]
        pen = QPen(look.colour(token), 2)
        if token == "teal":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        for start, end in pairwise(at):
            painter.drawLine(self._mirrored(start), self._mirrored(end))
        for (place, share), point in zip(found, at, strict=True):
            radius = look.length(5 if place == self._place else 3)
            dot = mirrored(self, QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius))
            ring = look.colour("text" if place == self._place else "surface")
            draw_box(painter, dot, radius if token == "accent" else 1, look.colour(token), ring, 1)
            if place == found[-1][0]:
                above = -20 if token == "accent" or share < 0.9 else 4
                words = QRectF(
                    point.x() - look.length(48), point.y() + look.length(above), look.length(52), look.length(17)
                )
                draw_text(
                    painter,
                    self,
                    words,
                    per_cent(share),
                    look.font(12, 600, tabular=True),
                    look.colour(token),
                    Align.AlignRight,
                )

    def _draw_dates(self, painter: QPainter, plot: QRectF) -> None:
        look, last = theme(), len(self._points) - 1
        step = max(1, round(last * look.length(64) / max(1.0, plot.width()) + 0.5))
        for place in range(last, -1, -step):
            words = locale().toString(qt_date(date.fromordinal(self._points[place].day)), "d MMM")
            width = look.length(60)
            left = min(self._x(place) - width / 2, self.width() - width)
            align = Align.AlignRight if place == last else Align.AlignHCenter
            shape = QRectF(left, plot.bottom() + look.length(4), width, look.length(17))
            draw_text(painter, self, shape, words, look.font(11), look.colour("muted"), align)

    def _plot(self) -> QRectF:
        look = theme()
        left, end = look.length(46), look.length(8)
        return QRectF(
            left, look.length(20), max(10, self.width() - left - end), max(10, self.height() - look.length(44))
        )

    def _x(self, place: int) -> float:
        plot = self._plot()
        return plot.left() + plot.width() * place / max(1, len(self._points) - 1)

    def _y(self, share: float) -> float:
        plot = self._plot()
        return plot.bottom() - plot.height() * share

    def _mirrored(self, point: QPointF) -> QPointF:
        return mirrored(self, QRectF(point.x(), point.y(), 0, 0)).topLeft()


class TrendKey(Painted):
    """What the lines are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe("Full line: memory; dashed line: application")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().length(180), theme().length(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a piece of each line with its name."""
        look, painter, x = theme(), smooth(self), 0.0
        middle = self.height() / 2
        for token, name, _ in _LINES:
            pen = QPen(look.colour(token), 2)
            pen.setStyle(Qt.PenStyle.DashLine if token == "teal" else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            ends = [mirrored(self, QRectF(at, middle, 0, 0)).topLeft() for at in (x, x + look.length(20))]
            painter.drawLine(*ends)
            x += look.length(26)
            draw_text(
                painter, self, QRectF(x, 0, look.length(90), self.height()), name, look.font(12), look.colour("text")
            )
            x += look.length(82)


class TrendCard(Card):
    """The chart with its sentence; before there are two weeks of answers only the sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 14), spacing=6)
        self.words, self.chart, self._key = Label(style="note", wrap=True), TrendChart(), TrendKey()
        for part in (Label("Trend", "card_title"), self.words, self._key, self.chart):
            self.box.addWidget(part)
        self.box.addStretch(1)
        self.show_words("Reading your answers…")

    def show_words(self, words: str) -> None:
        """Say why there is no line."""
        self.words.setText(words)
        self.chart.hide()
        self._key.hide()

    def show_points(self, points: Sequence[TrendPoint], when: str) -> None:
        """Show the weeks, or that there are too few."""
        if len(points) < _LEAST:
            self.show_words("The line begins a week after your first answer. Until then there is nothing to compare.")
            return
        self.words.setText(
            f"What you would recall {when}, had you stopped in that week, and how you did in practice then."
        )
        self.chart.show_points(points)
        self.chart.show()
        self._key.show()
