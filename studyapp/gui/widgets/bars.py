"""Bars: parts of a whole, readiness weighted by questions, and progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import (
    NBSP,
    Align,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    mirrored,
    per_cent,
    smooth,
    text_width,
)
from studyapp.gui.widgets.text import STATUS, Status


class _Bar(Painted):
    """A bar as wide as it may be."""

    _height = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The height of the design, any width."""
        return QSize(theme().length(120), theme().length(self._height))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: how much (any unit), its colour token, and a sentence for the tool tip."""

    amount: float
    token: str
    sentence: str


class StackedBar(_Bar):
    """Parts of a whole side by side: minutes or cards that are due, learning and new."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()

    def set_parts(self, parts: Sequence[Part], name: str) -> None:
        """Show these parts; parts of nothing are left out. `name` says in words what the bar is about."""
        self._parts = tuple(part for part in parts if part.amount > 0)
        self.describe(name, "; ".join(part.sentence for part in self._parts))
        self.update()

    def parts(self) -> list[tuple[QRectF, str]]:
        """Where each part lies, with its sentence."""
        total = sum(part.amount for part in self._parts)
        gap = theme().length(2)
        room = self.width() - gap * (len(self._parts) - 1)
        x, found = 0.0, []
        for part in self._parts:
            width = room * part.amount / total
            found.append((mirrored(self, QRectF(x, 0, width, self.height())), part.sentence))
            x += width + gap
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts inside one rounded outline."""
        painter, shape = smooth(self), QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.setClipPath(outline)
        if not self._parts:
            painter.fillRect(shape, theme().colour("track"))
        for part, (place, _) in zip(self._parts, self.parts(), strict=True):
            painter.fillRect(place, theme().colour(part.token))


class ProgressLine(_Bar):
    """How far something has come: 6 high."""

    _height = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.set_progress(0, 0, "Progress")

    def set_progress(self, done: int, total: int, name: str = "Progress") -> None:
        """So many of so many; of none is an empty line."""
        self._share = min(1.0, done / total) if total else 0.0
        self.describe(name, f"{done} of {total}")
        self.setToolTip(f"{done} of {total}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and progress."""
        painter, shape = smooth(self), QRectF(self.rect())
        draw_filled_track(painter, self, shape, self._share)


def draw_filled_track(painter: QPainter, widget: QWidget, shape: QRectF, share: float, token: str = "accent") -> None:
    """A rounded track, filled from its start for a share of 0 to 1."""
    place = mirrored(widget, shape)
    radius = shape.height() / 2
    draw_box(painter, place, radius, theme().colour("track"))
    if share > 0:
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(place, radius, radius)
        painter.setClipPath(outline)
        filled = QRectF(shape.left(), shape.top(), shape.width() * share, shape.height())
        painter.fillRect(mirrored(widget, filled), theme().colour(token))
        painter.restore()


class WeightedBar(Painted):
    """A section of the exam: its bar is as long as its share of the questions and filled as far as it is ready.

    `questions` of at most `most` (the largest section), `share` 0–1 or None where there is too little evidence.
    """

    def __init__(
        self, code: str, name: str, questions: int, most: int, parent: QWidget | None = None, *, show_name: bool = True
    ) -> None:
        super().__init__(parent)
        self._code, self._name, self._questions, self._most = code, name, questions, most
        self._show_name = show_name
        self._share: float | None = None
        self._status: Status = "unknown"
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(None, "unknown")

    def set_share(self, share: float | None, status: Status, word: str = "") -> None:
        """Show this readiness and its status, in its own word or in `word`."""
        self._share, self._status, self._word = share, status, word or STATUS[status][3]
        ready = per_cent(share) if share is not None else "not known yet"
        sentence = f"{self._name}: {ready}, {self._word.lower()}, {self._questions} questions in the exam"
        self.describe(f"Section {self._code}, {sentence}")
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """A row of 27."""
        return QSize(theme().length(380 + (180 if self._show_name else 0)), theme().length(27))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw code, name, bar, questions, per cent and status."""
        look, painter, height = theme(), smooth(self), self.height()
        small, body, strong = look.font(12, 500), look.font(14), look.font(14, 600, tabular=True)
        draw_text(painter, self, QRectF(0, 0, look.length(26), height), self._code, small, look.colour("muted"))
        start = look.length(206 if self._show_name else 46)
        if self._show_name:
            name = QRectF(look.length(26), 0, start - look.length(34), height)
            draw_text(painter, self, name, self._name, body, look.colour("text"))
        status_left = self.width() - look.length(82)
        end = status_left - look.length(100)
        thick = look.length(10)
        length = max(thick, (end - start) * self._questions / self._most)
        draw_filled_track(painter, self, QRectF(start, (height - thick) / 2, length, thick), self._share or 0.0)
        count = QRectF(end, 0, look.length(46), height)
        questions = f"{self._questions}{NBSP}q"
        draw_text(painter, self, count, questions, look.font(12, tabular=True), look.colour("muted"), Align.AlignRight)
        share = QRectF(end + look.length(46), 0, look.length(44), height)
        if self._share is not None:
            draw_text(painter, self, share, per_cent(self._share), strong, look.colour("text"), Align.AlignRight)
        icon, token, _, _ = STATUS[self._status]
        draw_icon(painter, self, QRectF(status_left, 0, look.length(14), height), icon, token, 14)
        word = QRectF(status_left + look.length(18), 0, look.length(64), height)
        short = self._word if self._status != "unknown" else "Too early"
        draw_text(painter, self, word, short, small, look.colour(token))


class Legend(Painted):
    """What the parts of a stacked bar are: a colored square, a number, a word and a muted remark for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[str, str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Sequence[tuple[str, str, str, str]]) -> None:
        """Token, number, word and remark of each entry; remarks are left out where they do not fit."""
        self._entries = tuple(entries)
        self.describe("; ".join(" ".join(filter(None, entry[1:])) for entry in entries))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().length(240), theme().length(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries from the start of the line."""
        with_remarks = self._draw(None, remarks=True) <= self.width()
        self._draw(smooth(self), remarks=with_remarks)

    def _draw(self, painter: QPainter | None, remarks: bool) -> float:
        look, height, x = theme(), self.height(), 0.0
        fonts = look.font(14, 600, tabular=True), look.font(14), look.font(12)
        tokens = ("text", "text", "muted")
        for token, *words in self._entries:
            side = look.length(10)
            if painter:
                square = mirrored(self, QRectF(x, (height - side) / 2, side, side))
                draw_box(painter, square, look.length(3), look.colour(token))
            x += side + look.length(6)
            for font, colour, word in zip(fonts, tokens, words if remarks else words[:2], strict=False):
                width = text_width(word, font)
                if painter:
                    draw_text(painter, self, QRectF(x, 0, width, height), word, font, look.colour(colour))
                x += width + look.length(8)
            x += look.length(13)
        return x - look.length(21)
