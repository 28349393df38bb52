"""The head of a running exam: where one is, the time, the pace, and what can be done; below it the pace line."""

from __future__ import annotations

from typing import Literal, NamedTuple

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

PaceLength = Literal["long", "short", "none"]
_LONGEST_PACE = "88 min ahead of pace"
"""Room kept for the pace, so that nothing in the bar jumps when the pace changes."""


class _Fit(NamedTuple):
    """What the bar shows, from all of it to what no exam can do without."""

    chip: PaceLength
    title: bool = True
    word: bool = True
    """Whether the time has “left” behind it."""
    buttons: bool = False
    """Whether buttons have their words."""
    tight: bool = False
    """Whether parts are short and close together."""


_FITS = (
    _Fit("long", buttons=True),
    _Fit("short", buttons=True),
    _Fit("none", buttons=True),
    _Fit("long"),
    _Fit("short"),
    _Fit("none"),
    _Fit("none", title=False),
    _Fit("none", title=False, tight=True),
    _Fit("none", title=False, word=False, tight=True),
)


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
        self.finish = _tool("Finish…", "circle-check")
        self.line = PaceLine()
        self._tools = (self.flag, self.pause, self.sheet, self.calculator, self.panel, self.finish)
        self._timed = self._told = False
        self._low = False
        self._shown = _FITS[0]
        self._position = self._count = 0
        self._row = QHBoxLayout()
        for part in (self.title, self.place):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self.chip.hide()
        for tool in (self.timer, self.chip, *self._tools):
            self._row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.line)
        self._connect()
        theme().changed.connect(self.fit)
        self.fit()

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
        self.fit()
        self.flag.setChecked(flagged)
        self.flag.setAccessibleName("Flagged" if flagged else "Flag")

    def show_time(self, left: float | None, spent: float, pace: Pace | None, *, paused: bool) -> None:
        """The time and the pace as they are now."""
        over = spent - pace.allowed if pace is not None else 0.0
        self.timer.show_time(left, spent, over=over, paused=paused)
        self._timed = pace is not None and left is not None and left > 0
        self._told = pace is not None and pace.is_told
        if pace is not None:
            self.chip.show_pace(pace)
        self.line.show_pace(pace)
        self.fit()

    def show_progress(self, done: int, count: int) -> None:
        """How far a drill has come, which has no pace."""
        self.line.show_progress(done, count)

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        if low != self._low:
            self._low = low
            self.fit()

    def sizeHint(self) -> QSize:
        """The height of bar and line."""
        height = theme().length(52 if self._low else 60) + self.line.sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = smooth(self)
        painter.fillRect(self.rect(), theme().colour("surface"))

    @property
    def place_words(self) -> str:
        """Which question is open, such as “Question 74 of 180”."""
        return f"Question {number(self._position + 1)} of {number(self._count)}"

    def minimumSizeHint(self) -> QSize:
        """Any width: what has no room is left out."""
        return QSize(0, self.sizeHint().height())

    def fit(self) -> None:
        """Leave out what has no room, so that no part is cut."""
        shown = next((fit for fit in _FITS if self._needed(fit) <= self.width()), _FITS[-1])
        self._shown = shown
        for button in self._tools:
            button.set_short(not shown.buttons and (button is not self.finish or shown.tight))
            button.set_tight(shown.tight)
        self.title.setVisible(shown.title)
        self.timer.set_short(word=shown.word, icon=shown.word)
        self.chip.set_short(shown.chip == "short")
        self.chip.setVisible(self._timed and self._told and shown.chip != "none")
        self.place.setText(self._place_text(shown))
        self.place.setAccessibleName(self.place_words)
        set_spacing(self._row, (self._side(shown), 8 if self._low else 12), self._gap(shown))
        self.setFixedHeight(self.sizeHint().height())

    def _place_text(self, fit: _Fit) -> str:
        return self.place_words.removeprefix("Question ") if fit.tight else self.place_words

    @staticmethod
    def _gap(fit: _Fit) -> int:
        return 4 if fit.tight else 8

    @staticmethod
    def _side(fit: _Fit) -> int:
        return 32 if fit.buttons else 12 if fit.tight else 16

    def _needed(self, fit: _Fit) -> int:
        """Pixels that the bar takes with these parts."""
        look = theme()
        tools = [tool for tool in self._tools if not tool.isHidden()]
        widths = [
            tool.width_of(word=fit.buttons or (tool is self.finish and not fit.tight), tight=fit.tight)
            for tool in tools
        ]
        # The last digits of a count are narrower than others.
        widths.append(text_width(self._place_text(fit), self.place.font()) + look.length(4))
        widths.append(self.timer.width_of(word=fit.word, icon=fit.word))
        if fit.title:
            widths.append(self.title.sizeHint().width())
        if self._timed and fit.chip != "none":
            widths.append(self.chip.width_of(short=fit.chip == "short"))
        return sum(widths) + len(widths) * look.length(self._gap(fit)) + 2 * look.length(self._side(fit))


class _Tool(Button):
    """A button of the bar, which is only its icon where there is little room."""

    def __init__(self, text: str, icon: str, key: str, *, toggle: bool) -> None:
        super().__init__(text, "toggle" if toggle else "secondary", icon=icon)
        self._words, self._tight = text, False
        self._icon, self._either = icon, not key
        if self._either:
            # Only what has no key has its word as long as there is room, and its icon in place of it.
            self.set_icon("")
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Key {key}" if key else "")
        self.setToolTip(f"{text} ({key})" if key else text)

    def set_short(self, short: bool) -> None:
        """Show the icon alone, or with its word."""
        text = "" if short else self._words
        if text != self.text():
            self.setText(text)
            self.set_icon(self._icon if short or not self._either else "")

    def set_tight(self, tight: bool) -> None:
        """Have less air beside the icon."""
        if tight != self._tight:
            self._tight = tight
            self.retheme()

    def width_of(self, *, word: bool, tight: bool) -> int:
        """Pixels that the button takes with or without its word."""
        look = theme()
        side, air = look.length(self._icon_size()), look.length(16 if tight else 32)
        if not word:
            return side + air
        return air + text_width(self._words, self._font()) + (0 if self._either else side + look.length(8))

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        return QSize(self.width_of(word=bool(self.text()), tight=self._tight), super().sizeHint().height())

    def _content_width(self) -> int:
        # No room for the gap before a word that is not there.
        return super()._content_width() if self.text() else theme().length(self._icon_size())


def _tool(text: str, icon: str, key: str = "", *, toggle: bool = False) -> _Tool:
    return _Tool(text, icon, key, toggle=toggle)


class TimeLeft(Painted):
    """A clock, the time in digits of one width, and “left” or “so far”."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time, self._word, self._token = "", "", "text"
        self._told: float | None = None
        self._shows_word = self._shows_icon = True
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

    def set_short(self, *, word: bool, icon: bool) -> None:
        """Leave out “left”, or the clock; the time itself is always there."""
        if (word, icon) != (self._shows_word, self._shows_icon):
            self._shows_word, self._shows_icon = word, icon
            self.updateGeometry()
            self.update()

    def width_of(self, *, word: bool, icon: bool) -> int:
        """Pixels that the time takes with or without its word and the clock."""
        look = theme()
        time = text_width("0" * len(self._time), look.font(20, 600, tabular=True))
        before = look.length(24) if icon else 0
        return before + time + (look.length(8) + text_width(self._word, look.font(13)) + 1 if word else 0)

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        return QSize(self.width_of(word=self._shows_word, icon=self._shows_icon), theme().length(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, time and word."""
        look, painter, height = theme(), smooth(self), self.height()
        side, font = look.length(16), look.font(20, 600, tabular=True)
        x = 0.0
        if self._shows_icon:
            draw_icon(painter, self, QRectF(0, 0, side, height), "clock", "muted", 16)
            x = float(look.length(24))
        width = text_width(self._time, font)
        draw_text(painter, self, QRectF(x, 0, width, height), self._time, font, look.colour(self._token))
        if self._shows_word:
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
        self._text, self._brief, self._behind, self._short = "", "", False, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What the chip says."""
        return self._brief if self._short else self._text

    def show_pace(self, pace: Pace) -> None:
        """Show another pace."""
        if (pace.words, pace.is_behind) == (self._text, self._behind):
            return
        self._text, self._brief, self._behind = pace.words, pace.brief, pace.is_behind
        self.describe(f"Pace: {self._text}")
        self.setToolTip("The exam leaves 86 seconds for each question.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """24 high."""
        look = theme()
        return QSize(text_width(self.text, look.font(13, 500)) + look.length(18), look.length(24))

    def set_short(self, short: bool) -> None:
        """Say it in full, or as “+6 min”."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def width_of(self, *, short: bool) -> int:
        """Pixels to keep for the chip, whatever the pace becomes."""
        font = theme().font(13, 500)
        texts = ("+888 min", self._brief) if short else (_LONGEST_PACE, self._text)
        return max(text_width(text, font) for text in texts) + theme().length(18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        ground, token = ("border_bg", "hard") if self._behind else ("sel", "accent")
        draw_box(painter, shape, look.length(6), look.colour(ground))
        words = shape.adjusted(look.length(8), 0, 0, 0)
        draw_text(painter, self, words, self.text, look.font(13, 500), look.colour(token))


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
        told = f"{per_cent(self._done)} done, the clock asks for {per_cent(self._due)}"
        self.describe("Progress", f"{told}: {pace.words}" if pace.is_told else told)
        done = f"{pace.done} of {pace.questions} done" + (f", {pace.words}" if pace.is_told else "")
        self.setToolTip(f"{done}. The tick is where the clock asks you to be.")
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
