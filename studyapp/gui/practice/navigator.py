"""All questions of an exam as small tiles: which are answered, skipped or flagged, and a way to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_text, mirrored, smooth, text_width

_WIDE, _HIGH, _GAP = 25, 21, 3
MOST_COLUMNS = 12
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Tile:
    """What the navigator shows of one question."""

    answered: bool = False
    skipped: bool = False
    """Looked at, and left without an answer."""
    flagged: bool = False

    @property
    def words(self) -> str:
        """Such as “skipped, flagged”."""
        state = "answered" if self.answered else "skipped" if self.skipped else "not seen yet"
        return f"{state}, flagged" if self.flagged else state


class Navigator(Painted):
    """Tiles of 25 × 21, twelve in a row. One Tab stop: arrows move, Enter or Space opens the question."""

    focus_ring = False
    chosen = Signal(int)
    """The position of the question to show, from 0."""
    cursor_moved = Signal()
    """The arrows have gone to another tile, which should be in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._current = self._cursor = 0
        self._kept_places: list[QRect] = []
        self._laid_out_for = (0, 0, 0, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    @property
    def pointed(self) -> int:
        """The position to which the arrows have come."""
        return self._cursor

    @property
    def tiles(self) -> Sequence[Tile]:
        """What is shown of each question."""
        return self._tiles

    def show_tiles(self, tiles: Sequence[Tile], current: int) -> None:
        """Show an exam, at the question with this position."""
        resized = len(tiles) != len(self._tiles)
        self._tiles, self._current, self._cursor = list(tiles), current, current
        if resized:
            self.updateGeometry()
        self._say()
        self.update()

    def set_tile(self, position: int, tile: Tile) -> None:
        """Show another state of one question."""
        if self._tiles[position] != tile:
            self._tiles[position] = tile
            self._say()
            self.update(self.place(position))

    def set_current(self, position: int) -> None:
        """Another question is open."""
        for changed in {self._current, self._cursor, position} & set(range(len(self._tiles))):
            self.update(self.place(changed).adjusted(-1, -1, 1, 1))
        self._current = self._cursor = position
        self._say()

    def place(self, position: int) -> QRect:
        """Where a tile is."""
        return self._places()[position]

    def _places(self) -> list[QRect]:
        """Where all tiles are; kept, because each question asks for many of them."""
        now = (self.width(), len(self._tiles), theme().length(100), self.isRightToLeft())
        if now != self._laid_out_for:
            look, columns, pitch = theme(), self._columns(), self._pitch()
            wide, high, step = look.length(_WIDE), look.length(_HIGH), look.length(_HIGH) + look.length(_GAP)
            self._kept_places = [
                mirrored(self, QRectF(n % columns * pitch, n // columns * step, wide, high)).toAlignedRect()
                for n in range(len(self._tiles))
            ]
            self._laid_out_for = now
        return self._kept_places

    def words(self, position: int) -> str:
        """A question and its state in words."""
        here = ", this question" if position == self._current else ""
        return f"Question {position + 1} of {len(self._tiles)}, {self._tiles[position].words}{here}"

    def parts(self) -> list[tuple[QRectF, str]]:
        """The tiles, each with its words."""
        return [(QRectF(place), self.words(position)) for position, place in enumerate(self._places())]

    def hasHeightForWidth(self) -> bool:
        """Fewer tiles in a row make more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows."""
        rows = -(-len(self._tiles) // self._columns(width)) if self._tiles else 0
        return max(1, rows * theme().length(_HIGH) + max(0, rows - 1) * theme().length(_GAP))

    def sizeHint(self) -> QSize:
        """Twelve tiles wide."""
        width = MOST_COLUMNS * theme().length(_WIDE + _GAP) - theme().length(_GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One tile wide: it can scroll."""
        return QSize(theme().length(_WIDE), self.heightForWidth(max(self.width(), theme().length(_WIDE))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move, Enter and Space open; everything else belongs to the screen."""
        key, last = Qt.Key(event.key()), len(self._tiles) - 1
        steps = dict(_STEPS)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            steps = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1}
        steps |= {Qt.Key.Key_Up: -self._columns(), Qt.Key.Key_Down: self._columns()}
        if not self._tiles or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in steps:
            target = self._cursor + steps[key]
            self._move(target if 0 <= target <= last else self._cursor)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(0 if key == Qt.Key.Key_Home else last)
        elif key in _PRESSES:
            self.chosen.emit(self._cursor)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the question under the pointer."""
        position = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and position is not None:
            self.chosen.emit(position)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring at the open question."""
        super().focusInEvent(event)
        self._move(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles that are in sight."""
        painter, changed = smooth(self), event.region()
        for position, place in enumerate(self._places()):
            if changed.intersects(place.adjusted(-1, -1, 1, 1)):
                self._draw(painter, position, QRectF(place))

    def _draw(self, painter: QPainter, position: int, place: QRectF) -> None:
        look, tile, current = theme(), self._tiles[position], position == self._current
        radius = look.length(4)
        fill = "accent" if current else "sel" if tile.answered else "surface"
        edge = None if tile.answered or current else look.colour("line" if tile.skipped else "border")
        draw_box(painter, place, radius, look.colour(fill), edge, dashed=tile.skipped and not current)
        if tile.answered and not current:
            line = place.adjusted(look.length(4), place.height() - look.length(3), -look.length(4), -1)
            painter.fillRect(line, look.colour("accent"))
        if tile.flagged:
            draw_flag(painter, self, place, "onaccent" if current else "again")
        if position == self._cursor and self.hasFocus():
            draw_box(painter, place.adjusted(-1, -1, 1, 1), radius + 1, None, look.colour("text"), 2)
        token = "onaccent" if current else "text" if tile.answered else "muted"
        weight = 700 if current else 600 if tile.answered else 400
        font = look.font(11 if position < 99 else 10, weight, tabular=True)
        # `place` is mirrored already, and `draw_text` mirrors by itself.
        draw_text(painter, self, mirrored(self, place), str(position + 1), font, look.colour(token), Align.AlignHCenter)

    def _move(self, position: int) -> None:
        self._cursor = position
        self._say()
        self.update()
        self.cursor_moved.emit()
        if self.hasFocus() and self._tiles:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words(position)))

    def _say(self) -> None:
        self.describe("Questions", self.words(self._cursor) if self._tiles else "")

    def _at(self, point: QPoint) -> int | None:
        return next((n for n, place in enumerate(self._places()) if place.adjusted(-1, -1, 1, 1).contains(point)), None)

    def _columns(self, width: int = 0) -> int:
        look, room = theme(), width or self.width()
        # A scroll bar beside twelve tiles costs a pixel of each gap, not a tile of each row.
        least = look.length(_WIDE) + max(1, look.length(_GAP) - 1)
        return min(MOST_COLUMNS, max(1, (room + least - look.length(_WIDE)) // least))

    def _pitch(self) -> float:
        """From one tile to the next: twelve fill the width of the panel, fewer stay together."""
        look, columns = theme(), self._columns()
        if columns == 1:
            return look.length(_WIDE)
        return min((self.width() - look.length(_WIDE)) / (columns - 1), look.length(_WIDE + 2 * _GAP))


def draw_flag(painter: QPainter, widget: QWidget, place: QRectF, token: str) -> None:
    """The corner of a tile that is flagged, in a shape as it lies in the widget."""
    side = theme().length(9)
    right = widget.layoutDirection() != Qt.LayoutDirection.RightToLeft
    corner = place.topRight() if right else place.topLeft()
    inward = QPointF(-side if right else side, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(token))
    painter.drawPolygon(QPolygonF([corner + inward, corner, corner + QPointF(0, side)]))


class NavigatorLegend(Painted):
    """What the tiles mean, with how many there are of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, answered: int, skipped: int, flagged: int) -> None:
        """Show these numbers."""
        self._counts = (answered, skipped, flagged)
        self.describe(f"{answered} answered, {skipped} skipped, {flagged} flagged")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().length(240), theme().length(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw three small tiles with a word and a number each."""
        look, painter, height = theme(), smooth(self), self.height()
        side, font, x = look.length(14), look.font(11, tabular=True), 0.0
        for index, (word, count) in enumerate(zip(("answered", "skipped", "flagged"), self._counts, strict=True)):
            mark = mirrored(self, QRectF(x, (height - side) / 2, side, side))
            if index == 0:
                draw_box(painter, mark, look.length(3), look.colour("sel"))
                line = mark.adjusted(look.length(2), side - look.length(3), -look.length(2), -1)
                painter.fillRect(line, look.colour("accent"))
            elif index == 1:
                draw_box(painter, mark, look.length(3), None, look.colour("line"), dashed=True)
            else:
                draw_flag(painter, self, mark, "again")
            x += side + look.length(6)
            text = f"{word} {count}"
            width = text_width(text, font)
            draw_text(painter, self, QRectF(x, 0, width, height), text, font, look.colour("muted"))
            x += width + look.length(14)
