"""The head of a running exam: where one is, the time, the pace, and what can be done; below it the pace line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.practice.pacing import LAST_MINUTES, WARNINGS, Pace, clock_words, spoken_time
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.painting import (
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    mirrored,
    per_cent,
    smooth,
    text_width,
)
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

_ROOMY = 1160
"""Width in design pixels from which buttons have their words."""
_NARROW = 820
"""Below this the pace is told by the line alone, and the title is left out."""


class ExamBar(QFrame):
    """60 high, and a line of 4 below it."""

    flag_pressed = Signal()
    pause_pressed = Signal()
    sheet_pressed = Signal()
    calculator_pressed = Signal()
    panel_pressed = Signal()
    """The questions at the right, where there is no room to show them always."""
    finish_pressed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.place = Label(title, "card_title"), Label(style="note")
        self.timer, self.chip = TimeLeft(), PaceChip()
        self.flag = _tool("Flag", "flag", "F", toggle=True)
        self.pause = _tool("Pause", "pause", "P")
        self.sheet = _tool("Formulas", "sigma", "S", toggle=True)
        self.calculator = _tool("Calculator", "calculator", "K", toggle=True)
        self.panel = _tool("Questions", "layout-grid", "G", toggle=True)
        self.finish = Button("Finish…")
        self.line = PaceLine()
        self._tools = (self.flag, self.pause, self.sheet, self.calculator, self.panel, self.finish)
        self._timed, self._low = True, False
        self._position = self._count = 0
        self._row = QHBoxLayout()
        for part in (self.title, self.place):
            self._row.addWidget(part)
        self._row.addStretch(1)
        for tool in (self.timer, self.chip, *self._tools):
            self._row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.line)
        self._connect()
        theme().changed.connect(self._fit)
        self._fit()

    def _connect(self) -> None:
        for button, signal in (
            (self.flag, self.flag_pressed),
            (self.pause, self.pause_pressed),
            (self.sheet, self.sheet_pressed),
            (self.calculator, self.calculator_pressed),
            (self.panel, self.panel_pressed),
            (self.finish, self.finish_pressed),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)

    def show_place(self, position: int, count: int, *, flagged: bool) -> None:
        """Which question is open, from 0, and whether it is flagged."""
        self._position, self._count = position, count
        self._show_words()
        self.flag.setChecked(flagged)
        self.flag.setAccessibleName("Flagged" if flagged else "Flag")

    def show_time(self, left: float | None, spent: float, pace: Pace | None, *, paused: bool) -> None:
        """The time and the pace as they are now."""
        over = spent - pace.allowed if pace is not None else 0.0
        self.timer.show_time(left, spent, over=over, paused=paused)
        self._timed = pace is not None and left is not None and left > 0
        if pace is not None:
            self.chip.show_pace(pace)
        self.line.show_pace(pace)
        self._show_chip()

    def show_progress(self, done: int, count: int) -> None:
        """How far a drill has come, which has no pace."""
        self.line.show_progress(done, count)

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        if low != self._low:
            self._low = low
            self._fit()

    def sizeHint(self) -> QSize:
        """The height of bar and line."""
        height = theme().length(52 if self._low else 60) + self.line.sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = smooth(self)
        painter.fillRect(self.rect(), theme().colour("surface"))

    @property
    def place_words(self) -> str:
        """Which question is open, such as “Question 74 of 180”."""
        return f"Question {number(self._position + 1)} of {number(self._count)}"

    def _show_words(self) -> None:
        short = self.width() < theme().length(_NARROW)
        self.place.setText(f"{number(self._position + 1)} of {number(self._count)}" if short else self.place_words)
        self.place.setAccessibleName(self.place_words)

    def _show_chip(self) -> None:
        self.chip.setVisible(self._timed and self.width() >= theme().length(_NARROW))

    def _fit(self) -> None:
        look = theme()
        roomy = self.width() >= look.length(_ROOMY)
        for button in (self.flag, self.pause, self.sheet, self.calculator, self.panel):
            button.set_short(not roomy)
        self.title.setVisible(self.width() >= look.length(_NARROW))
        self._show_chip()
        self._show_words()
        set_spacing(self._row, (32 if roomy else 16, 8 if self._low else 12), 8)
        self.setFixedHeight(self.sizeHint().height())


class _Tool(Button):
    """A button of the bar, which is only its icon where there is little room."""

    def __init__(self, text: str, icon: str, key: str, *, toggle: bool) -> None:
        super().__init__(text, "toggle" if toggle else "secondary", icon=icon)
        self._words, self._shortcut = text, key
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Key {key}")
        self.setToolTip(f"{text} ({key})")

    def set_words(self, words: str) -> None:
        """Do something else from now on."""
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({self._shortcut})")
        self.setText(words if self.text() else "")
        self.retheme()

    def set_short(self, short: bool) -> None:
        """Show the icon alone, or with its word."""
        text = "" if short else self._words
        if text != self.text():
            self.setText(text)
            self.retheme()

    def _content_width(self) -> int:
        # No room for the gap before a word that is not there.
        return super()._content_width() if self.text() else theme().length(self._icon_size())


def _tool(text: str, icon: str, key: str, *, toggle: bool = False) -> _Tool:
    return _Tool(text, icon, key, toggle=toggle)


class TimeLeft(Painted):
    """A clock, the time in digits of one width, and “left” or “so far”."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time, self._word, self._token = "", "", "text"
        self._told: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown, such as “2:35:50 left”."""
        return f"{self._time} {self._word}"

    def show_time(self, left: float | None, spent: float, *, over: float = 0.0, paused: bool = False) -> None:
        """Seconds left, or over the limit, or without a limit the seconds spent so far."""
        before = self.text
        if left is None:
            self._time, self._word, self._token = clock_words(int(spent)), "so far", "text"
        elif left <= 0 and over > 0:
            self._time, self._word, self._token = clock_words(int(over)), "over time", "again"
        else:
            self._time, self._word = clock_words(left), "paused" if paused else "left"
            self._token = "again" if left < LAST_MINUTES else "text"
            self._warn(left)
        if self.text != before:
            spoken = spoken_time(spent if left is None else left)
            self.describe(f"Time: {spoken} {self._word}")
            if len(self.text) != len(before):
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        look = theme()
        time = text_width("0" * len(self._time), look.font(20, 600, tabular=True))
        return QSize(look.length(24) + time + look.length(8) + text_width(self._word, look.font(13)), look.length(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, time and word."""
        look, painter, height = theme(), smooth(self), self.height()
        side, font = look.length(16), look.font(20, 600, tabular=True)
        draw_icon(painter, self, QRectF(0, 0, side, height), "clock", "muted", 16)
        x = float(look.length(24))
        width = text_width(self._time, font)
        draw_text(painter, self, QRectF(x, 0, width, height), self._time, font, look.colour(self._token))
        x += width + look.length(8)
        word = QRectF(x, look.length(1), self.width() - x, height)
        draw_text(painter, self, word, self._word, look.font(13), look.colour("muted"))

    def _warn(self, left: float) -> None:
        """Tell a screen reader when little time is left, once for each step."""
        step = next((step for step in reversed(WARNINGS) if left <= step), None)
        if step is not None and self._told not in (None, step):
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{spoken_time(step)} left"))
        self._told = step if step is not None else 0.0


class PaceChip(Painted):
    """Ahead of the pace or behind it, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._behind = "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What the chip says."""
        return self._text

    def show_pace(self, pace: Pace) -> None:
        """Show another pace."""
        if (pace.words, pace.is_behind) == (self._text, self._behind):
            return
        self._text, self._behind = pace.words, pace.is_behind
        self.describe(f"Pace: {self._text}")
        self.setToolTip("The exam leaves 86 seconds for each question.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """24 high."""
        look = theme()
        return QSize(text_width(self._text, look.font(13, 500)) + look.length(18), look.length(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        ground, token = ("border_bg", "hard") if self._behind else ("sel", "accent")
        draw_box(painter, shape, look.length(6), look.colour(ground))
        words = shape.adjusted(look.length(8), 0, 0, 0)
        draw_text(painter, self, words, self._text, look.font(13, 500), look.colour(token))


class PaceLine(Painted):
    """How far the exam has come, with a tick where the clock says the learner should be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = 0.0
        self._due: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def shares(self) -> tuple[float, float | None]:
        """Done and due, 0 to 1 each; due is None without a clock."""
        return self._done, self._due

    def show_pace(self, pace: Pace | None) -> None:
        """Show another pace; without one there is no tick."""
        if pace is None:
            self._due = None
            self.update()
            return
        self._done, self._due = pace.share_done, pace.share_due
        self.describe(
            "Progress", f"{per_cent(self._done)} done, the clock asks for {per_cent(self._due)}: {pace.words}"
        )
        self.setToolTip(
            f"{pace.done} of {pace.questions} done, {pace.words}. The tick is where the clock asks you to be."
        )
        self.update()

    def show_progress(self, done: int, count: int) -> None:
        """Questions done of all, without a clock."""
        self._done, self._due = done / count if count else 0.0, None
        self.describe("Progress", f"{done} of {count} done")
        self.setToolTip(f"{done} of {count} done")
        self.update()

    def sizeHint(self) -> QSize:
        """Line of 4 and room for the tick below it."""
        return QSize(theme().length(200), theme().length(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, progress and tick."""
        look, painter = theme(), smooth(self)
        thick, width = look.length(4), self.width()
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.fillRect(0, 0, width, thick, look.colour("track"))
        painter.fillRect(mirrored(self, QRectF(0, 0, width * self._done, thick)), look.colour("accent"))
        if self._due is not None:
            tick = QRectF(min(width * self._due, width - look.length(2)), 0, look.length(2), self.height())
            painter.fillRect(mirrored(self, tick), look.colour("text"))
