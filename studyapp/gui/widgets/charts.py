"""Small charts: the year as a heat map and the days to come as bars. Each day says its number in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import (
    Align,
    Painted,
    draw_box,
    draw_text,
    mirrored,
    plain_tip,
    smooth,
    text_width,
)

_WEEKS = 53
_LEVELS = 4


class _DayChart(Painted):
    """A chart of days: one Tab stop, arrows move from day to day and show its sentence."""

    focus_radius = 5

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def steps(self) -> dict[Qt.Key, int]:
        """How many days each arrow key moves."""
        return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to another day and tell its number."""
        step = self.steps().get(Qt.Key(event.key()))
        marks = self.parts()
        if step is None or not marks:
            super().keyPressEvent(event)
            return
        start = len(marks) - 1 if self._chosen is None else self._chosen + step
        self._chosen = min(len(marks) - 1, max(0, start))
        shape, sentence = marks[self._chosen]
        self.setAccessibleDescription(sentence)
        QToolTip.showText(self.mapToGlobal(shape.bottomLeft().toPoint() + QPoint(0, 4)), plain_tip(sentence), self)
        self.update()


class HeatMap(_DayChart):
    """Reviews a day over the last 53 weeks; weeks begin as the locale has them, today is outlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[date, int] = {}
        self._today: date | None = None
        self._first_weekday = QLocale().firstDayOfWeek().value
        self.describe("Reviews a day over the last year")

    def set_counts(self, counts: Mapping[date, int], today: date) -> None:
        """Reviews by day, and which day today is."""
        self._counts, self._today, self._chosen = counts, today, None
        days = self._days()
        total = sum(counts.get(day, 0) for day in days)
        active = sum(1 for day in days if counts.get(day, 0))
        self.describe("Reviews a day over the last year", f"{total} reviews on {active} days")
        self.update()

    def steps(self) -> dict[Qt.Key, int]:
        """Up and down move a day, left and right a week."""
        week = 7 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -7
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -week, Qt.Key.Key_Right: week}

    def sizeHint(self) -> QSize:
        """Month names above seven rows of squares."""
        look = theme()
        return QSize(look.length(32) + _WEEKS * look.length(9), look.length(18 + 7 * 10.5))

    def parts(self) -> list[tuple[QRectF, str]]:
        """The square of each day with its sentence."""
        locale, column, top, side = QLocale(), self._column_width(), theme().length(17), self._side()
        row = theme().length(10.5)
        found = []
        for number, day in enumerate(self._days()):
            week, weekday = divmod(number, 7)
            square = QRectF(theme().length(32) + week * column, top + weekday * row, side, side)
            count = self._counts.get(day, 0)
            reviews = "no reviews" if count == 0 else "1 review" if count == 1 else f"{count} reviews"
            when = locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
            found.append((mirrored(self, square), f"{when}: {reviews}"))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw months, weekdays and days."""
        look, painter, days = theme(), smooth(self), self._days()
        if not days:
            return
        column, side, row, top = self._column_width(), self._side(), look.length(10.5), look.length(17)
        font, muted, locale = look.font(11), look.colour("muted"), QLocale()
        for weekday, day in enumerate(days[:7]):
            if day.isoweekday() not in (1, 3, 5):
                continue
            name = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
            place = QRectF(0, top + weekday * row - (row - side), look.length(30), row)
            draw_text(painter, self, place, name, font, muted)
        self._draw_months(painter, top)
        best = sorted(count for count in self._counts.values() if count)
        radius = min(look.length(2.5), side / 3)
        for number, day in enumerate(days):
            week, weekday = divmod(number, 7)
            square = mirrored(self, QRectF(look.length(32) + week * column, top + weekday * row, side, side))
            fill = look.colour(f"h{_level(self._counts.get(day, 0), best)}")
            chosen = number == self._chosen and self.hasFocus()
            outlined = day == self._today or chosen
            outline = look.colour("accent" if chosen else "text") if outlined else None
            draw_box(painter, square, radius, fill, outline, 2 if chosen else 1.5)

    def _draw_months(self, painter: QPainter, top: int) -> None:
        look, locale, column = theme(), QLocale(), self._column_width()
        taken = 0.0
        for number, day in enumerate(self._days()):
            x = look.length(32) + number // 7 * column
            if day.day != 1 or x < taken:
                continue
            name = locale.standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
            width = text_width(name, look.font(11))
            if x + width <= self.width():
                place = QRectF(x, 0, width, top - look.length(2))
                draw_text(painter, self, place, name, look.font(11), look.colour("muted"))
                taken = x + width + look.length(6)

    def _days(self) -> list[date]:
        if self._today is None:
            return []
        into_week = (self._today.isoweekday() - self._first_weekday) % 7
        first = self._today - timedelta(days=into_week + 7 * (_WEEKS - 1))
        return [first + timedelta(days=number) for number in range((self._today - first).days + 1)]

    def _column_width(self) -> float:
        return (self.width() - theme().length(32)) / _WEEKS

    def _side(self) -> float:
        return min(theme().length(8.5), self._column_width() - theme().length(1.5))


def _level(count: int, sorted_counts: Sequence[int]) -> int:
    """0 for nothing, else 1–4 by quarters of the learner's own days."""
    if count <= 0 or not sorted_counts:
        return 0
    from bisect import bisect_left

    return min(_LEVELS, 1 + _LEVELS * bisect_left(sorted_counts, count) // len(sorted_counts))


class HeatKey(Painted):
    """What the colours of the heat map mean: from less to more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe("From less, pale, to more, strong")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two words and five squares."""
        look = theme()
        return QSize(look.length(5 * 13 + 16) + self._words(), look.length(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and squares."""
        look, painter, height = theme(), smooth(self), self.height()
        font, side = look.font(12), look.length(11)
        less = text_width("less", font)
        draw_text(painter, self, QRectF(0, 0, less, height), "less", font, look.colour("muted"))
        x = less + look.length(8)
        for level in range(_LEVELS + 1):
            square = QRectF(x + level * look.length(13), (height - side) / 2, side, side)
            draw_box(painter, mirrored(self, square), look.length(2.5), look.colour(f"h{level}"))
        x += look.length(5 * 13 + 6)
        draw_text(painter, self, QRectF(x, 0, text_width("more", font), height), "more", font, look.colour("muted"))

    def _words(self) -> int:
        font = theme().font(12)
        return text_width("less", font) + text_width("more", font)


class Forecast(_DayChart):
    """Cards a day from today on, as bars; today in full accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        self._first: date | None = None
        self.describe("Cards a day from today on")

    def set_counts(self, counts: Sequence[int], first: date) -> None:
        """Cards of each day, beginning with `first`, which is today."""
        self._counts, self._first, self._chosen = tuple(counts), first, None
        mean = round(sum(counts) / len(counts)) if counts else 0
        self.describe(f"Cards a day over the next {len(counts)} days", f"about {mean} a day")
        self.update()

    def sizeHint(self) -> QSize:
        """Bars over one line of dates."""
        return QSize(theme().length(240), theme().length(118))

    def parts(self) -> list[tuple[QRectF, str]]:
        """The column of each day with its sentence."""
        if self._first is None or not self._counts:
            return []
        locale, width = QLocale(), self.width() / len(self._counts)
        found = []
        for number, count in enumerate(self._counts):
            day = self._first + timedelta(days=number)
            when = locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
            cards = "1 card" if count == 1 else f"{count} cards"
            found.append((mirrored(self, QRectF(number * width, 0, width, self.height())), f"{when}: {cards}"))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, base line and three dates."""
        look, painter = theme(), smooth(self)
        base = self.height() - look.length(20)
        painter.fillRect(QRectF(0, base, self.width(), 1), look.colour("border"))
        highest = max(self._counts, default=0)
        if self._first is None or highest == 0:
            return
        pitch = self.width() / len(self._counts)
        gap = min(look.length(4), pitch / 4)
        for number, count in enumerate(self._counts):
            height = (base - look.length(4)) * count / highest
            bar = mirrored(self, QRectF(number * pitch, base - height, pitch - gap, height))
            chosen = number == self._chosen and self.hasFocus()
            token = "text" if chosen else "accent" if number == 0 else "h3"
            draw_box(painter, bar, min(look.length(3), height / 2), look.colour(token))
        self._draw_dates(painter, base, pitch)

    def _draw_dates(self, painter: QPainter, base: float, pitch: float) -> None:
        look, locale = theme(), QLocale()
        middle, last = len(self._counts) // 2, len(self._counts) - 1
        for number, align in ((0, Align.AlignLeft), (middle, Align.AlignHCenter), (last, Align.AlignRight)):
            assert self._first is not None
            day = self._first + timedelta(days=number)
            text = "Today" if number == 0 else locale.toString(QDate(day.year, day.month, day.day), "d MMM")
            width = look.length(80)
            left = {0: 0.0, middle: number * pitch + pitch / 2 - width / 2, last: self.width() - width}[number]
            font = look.font(11, 600 if number == 0 else 400)
            colour = look.colour("text" if number == 0 else "muted")
            draw_text(
                painter, self, QRectF(left, base + look.length(2), width, look.length(18)), text, font, colour, align
            )
