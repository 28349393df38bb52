"""Giving points to lines, one after the other: by digit, by arrow, or by mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_text, mirrored, smooth
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.wrapped import draw_wrapped, wrapped_height

_SEGMENT_WIDTH, _SEGMENT_HEIGHT = 40, 32
_PADDING, _NUMBER_WIDTH = 16, 28
_HEIGHT = 48
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_HELD_KEYS = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


class PointsRow(Painted):
    """One line with its number, and a segment for each number of points. It belongs to a `PointsList`."""

    focus_moved = Signal()
    """The row has taken the focus, or lost it."""

    focus_radius = 10

    def __init__(self, number: int, text: str, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self.most = text, most
        self._number = number
        self._points: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def points(self) -> int | None:
        """The points given, or None."""
        return self._points

    def set_points(self, points: int | None, rows: int) -> None:
        """Show these points, and say that there are so many rows."""
        self._points = points
        given = f"{points} of {self.most} points" if points is not None else "no points given yet"
        self.describe(f"Line {self._number} of {rows}: {self.text}", f"{given}. Keys 0 to {self.most}")
        self.update()

    def segment_at(self, point: QPointF) -> int | None:
        """The points of the segment under a point of the row, if any."""
        for points in range(self.most + 1):
            if mirrored(self, self._segment(points)).contains(point):
                return points
        return None

    def hasHeightForWidth(self) -> bool:
        """Long lines take more room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """48, or more where the text needs it."""
        look = theme()
        text = wrapped_height(self.text, look.font(14), self._text_width(width))
        return max(look.length(_HEIGHT), text + look.length(24))

    def sizeHint(self) -> QSize:
        """Room for a line of text."""
        width = theme().length(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than the segments and a few words."""
        return QSize(theme().length(160) + self._segments_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw number, text and segments; the row to mark is tinted."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        chosen = self.hasFocus()
        fill, edge = ("sel", "accent") if chosen else ("surface", "border")
        draw_box(painter, shape, look.length(10), look.colour(fill), look.colour(edge))
        number = QRectF(look.length(_PADDING), 0, look.length(_NUMBER_WIDTH), shape.height())
        font = look.font(14, 600, tabular=True)
        draw_text(painter, self, number, str(self._number), font, look.colour("accent" if chosen else "muted"))
        width = self._text_width(self.width())
        height = wrapped_height(self.text, look.font(14), width)
        left = look.length(_PADDING + _NUMBER_WIDTH)
        text = QRectF(left, (shape.height() - height) / 2, width, height)
        draw_wrapped(painter, self, text, self.text, look.font(14), look.colour("text"))
        for points in range(self.most + 1):
            self._draw_segment(painter, points)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be tinted while chosen."""
        super().focusInEvent(event)
        self.update()
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the tint."""
        super().focusOutEvent(event)
        self.update()
        self.focus_moved.emit()

    def _draw_segment(self, painter: QPainter, points: int) -> None:
        look, shape = theme(), self._segment(points)
        given = points == self._points
        place = mirrored(self, shape.adjusted(2, 0, -2, 0))
        fill, edge, token = ("accent", "accent", "onaccent") if given else ("surface", "line", "text")
        draw_box(painter, place, look.length(8), look.colour(fill), look.colour(edge))
        font = look.font(14, 600 if given else 500, tabular=True)
        draw_text(painter, self, shape, str(points), font, look.colour(token), Align.AlignHCenter)

    def _segment(self, points: int) -> QRectF:
        """The place of a segment, left to right."""
        look = theme()
        wide, high = look.length(_SEGMENT_WIDTH), look.length(_SEGMENT_HEIGHT)
        left = self.width() - look.length(8) - self._segments_width() + points * wide
        return QRectF(left, (self.height() - high) / 2, wide, high)

    def _segments_width(self) -> int:
        return (self.most + 1) * theme().length(_SEGMENT_WIDTH)

    def _text_width(self, width: int) -> int:
        look = theme()
        return max(1, width - look.length(2 * _PADDING + _NUMBER_WIDTH) - self._segments_width())


class PointsList(QWidget):
    """Lines that each get 0 to `most` points. One Tab stop; a digit gives points and goes on to the next line."""

    points_changed = Signal()
    finished = Signal()
    """Enter or Space was pressed, and all lines have their points."""
    focus_moved = Signal()
    """A line has taken the focus, or lost it."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._rows: list[PointsRow] = []
        self._current = 0
        self._pressed: tuple[int, int | None] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._dress()
        theme().changed.connect(self._dress)

    def set_lines(self, lines: Sequence[str], points: Sequence[int | None] = ()) -> None:
        """Show these lines, with the points that they have already."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [PointsRow(number, text, self._most, self) for number, text in enumerate(lines, 1)]
        given = list(points) if len(points) == len(lines) else [None] * len(lines)
        for row, has in zip(self._rows, given, strict=True):
            self._column.addWidget(row)
            row.focus_moved.connect(self.focus_moved)
            row.set_points(has, len(lines))
            # A row that waits for the event loop to show it cannot take the focus.
            row.show()
        self._current = next((place for place, has in enumerate(given) if has is None), 0)
        self._keep_one_tab_stop()

    def points(self) -> list[int | None]:
        """The points of each line, None where none are given yet."""
        return [row.points for row in self._rows]

    @property
    def rows(self) -> tuple[PointsRow, ...]:
        """The lines as they are shown."""
        return tuple(self._rows)

    @property
    def has_focus(self) -> bool:
        """Whether a line has the focus."""
        return any(row.hasFocus() for row in self._rows)

    def give(self, line: int, points: int | None) -> None:
        """Give a line its points; lines count from 0."""
        row = self._rows[line]
        if points != row.points and (points is None or 0 <= points <= self._most):
            row.set_points(points, len(self._rows))
            self.points_changed.emit()

    def choose(self, line: int) -> None:
        """Give a line the focus; 0 is the first."""
        if self._rows:
            self._current = min(len(self._rows) - 1, max(0, line))
            self._keep_one_tab_stop()
            self._rows[self._current].setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(self._rows[self._current])

    def choose_current(self) -> None:
        """Give the line that is to be marked next the focus."""
        self.choose(self._current)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Use a key, and tell whether it was one of the list's."""
        if not self._rows or event.modifiers() & _HELD_KEYS:
            return False
        key, text = Qt.Key(event.key()), event.text()
        digit = int(text) if len(text) == 1 and text in "0123456789" else -1
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        if 0 <= digit <= self._most:
            self.give(self._current, digit)
            self._go_on()
        elif across:
            self._step(-across if self.isRightToLeft() else across)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.choose(self._current + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.give(self._current, None)
        elif key in _ENTERS:
            self._enter(held=event.isAutoRepeat())
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use the list's keys; everything else belongs to the page."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        self._pressed = self._segment_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            self.choose(self._pressed[0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give the points of the segment that was pressed, unless the pointer has left it."""
        pressed, self._pressed = self._pressed, None
        if event.button() == Qt.MouseButton.LeftButton and pressed == self._segment_at(event.position()):
            line, points = pressed or (0, None)
            if points is not None:
                self.give(line, points)

    def _segment_at(self, place: QPointF) -> tuple[int, int | None] | None:
        """The line at a point, and the points of the segment there."""
        for line, row in enumerate(self._rows):
            if row.geometry().contains(place.toPoint()):
                return line, row.segment_at(place - QPointF(row.pos()))
        return None

    def _go_on(self) -> None:
        """Choose the next line, or from the last one the first that still waits; with none left, stay."""
        points = self.points()
        if None not in points:
            return
        if self._current + 1 < len(points):
            self.choose(self._current + 1)
        else:
            self.choose(points.index(None))

    def _enter(self, *, held: bool) -> None:
        """Hand over if all lines have points; else go to the first that has none."""
        points = self.points()
        if None in points:
            self.choose(points.index(None))
        elif not held:
            self.finished.emit()

    def _step(self, across: int) -> None:
        """One point more or fewer; the first press gives the least or the most."""
        points, most = self._rows[self._current].points, self._most
        start = -1 if across > 0 else most + 1
        self.give(self._current, min(most, max(0, (start if points is None else points) + across)))

    def _keep_one_tab_stop(self) -> None:
        for number, row in enumerate(self._rows):
            current = number == self._current
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)

    def _dress(self) -> None:
        self._column.setSpacing(theme().length(8))
