"""Putting rows in order: by dragging, or with Alt and the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, aligned, draw_box, draw_icon, draw_text, mirrored, smooth

_TEXT_LEFT = 74
_HINT_WIDTH = 84


class OrderRow(Painted):
    """One row: grip, number, text. It belongs to an `OrderList`, which moves it."""

    focus_radius = 10

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        self._place, self._rows, self._right_place = 0, 0, 0
        self._heights: dict[int, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_text(self, text: str) -> None:
        """Be another row."""
        self.text = text
        self.retheme()

    def retheme(self) -> None:
        """Take up new sizes."""
        self._heights.clear()
        super().retheme()

    def set_place(self, place: int, rows: int, right_place: int = 0) -> None:
        """The row is number `place` of `rows`, and belongs at `right_place` (0 while that is not told)."""
        self._place, self._rows, self._right_place = place, rows, right_place
        result = "" if not right_place else "in place" if right_place == place else f"belongs at {right_place}"
        self.describe(f"{place} of {rows}: {self.text}", result or "Alt and up or down arrow moves it")
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Long texts take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """56, or more where the text needs it."""
        # Qt asks for several widths, again and again, until a layout has settled.
        if width not in self._heights:
            self._heights[width] = self._measured_height(width)
        return self._heights[width]

    def _measured_height(self, width: int) -> int:
        look = theme()
        room = QRectF(0, 0, max(40, width - look.length(_TEXT_LEFT + 16 + _HINT_WIDTH)), 10_000)
        text = QFontMetricsF(look.font(15)).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text)
        return max(look.length(56), int(text.height()) + look.length(28))

    def sizeHint(self) -> QSize:
        """As wide as the design's rows at most."""
        width = theme().length(420)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row; the chosen one is tinted and says how to move it."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        chosen = self.hasFocus() and not self._right_place
        token = "accent" if chosen else "text"
        fill = "sel" if chosen else "hover" if self.underMouse() and not self._right_place else "surface"
        draw_box(painter, shape, look.length(10), look.colour(fill), look.colour("accent" if chosen else "border"))
        grip = QRectF(look.length(14), 0, look.length(18), shape.height())
        draw_icon(painter, self, grip, "grip-vertical", "accent" if chosen else "muted", 16)
        number = QRectF(look.length(38), 0, look.length(22), shape.height())
        font = look.font(15, 600, tabular=True)
        draw_text(painter, self, number, str(self._place), font, look.colour(token), Align.AlignHCenter)
        text = shape.adjusted(look.length(_TEXT_LEFT), 0, -look.length(16 + _HINT_WIDTH), 0)
        painter.setFont(look.font(15, 500 if chosen else 400))
        painter.setPen(look.colour("text"))
        flags = aligned(self, Align.AlignLeft) | Align.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(mirrored(self, text), int(flags), self.text)
        hint = QRectF(text.right(), 0, look.length(_HINT_WIDTH), shape.height())
        if self._right_place:
            self._draw_result(painter, hint)
        elif chosen:
            draw_text(painter, self, hint, "Alt + ↑ ↓", look.font(12, 500), look.colour("accent"), Align.AlignRight)

    def _draw_result(self, painter: QPainter, place: QRectF) -> None:
        look = theme()
        right = self._right_place == self._place
        icon = QRectF(place.right() - look.length(18), 0, look.length(18), place.height())
        draw_icon(painter, self, icon, "circle-check" if right else "circle-alert", "good" if right else "again", 18)
        if not right:
            word = place.adjusted(0, 0, -look.length(24), 0)
            font, colour = look.font(12, 600), look.colour("again")
            draw_text(painter, self, word, f"is {self._right_place}", font, colour, Align.AlignRight)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be tinted while chosen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the tint."""
        super().focusOutEvent(event)
        self.update()


class OrderList(QWidget):
    """Rows to be put in order. One Tab stop; ↑ ↓ choose a row, Alt+↑ ↓ or the mouse move it."""

    order_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[OrderRow] = []
        self._current = 0
        self._pressed_at: QPointF | None = None
        self._target: int | None = None
        self._locked = False
        self._column = QVBoxLayout(self)
        self._mark = _DropMark(self)
        self._dress()
        theme().changed.connect(self._dress)

    def set_items(self, items: Sequence[str]) -> None:
        """Show these rows, and let them be moved."""
        self._make_rows(len(items))
        for row, text in zip(self._rows, items, strict=True):
            row.set_text(text)
        self._locked, self._current = False, 0
        self._renumber()

    def _make_rows(self, count: int) -> None:
        """Have so many rows. Those that there are serve again: making one takes about a millisecond."""
        for row in self._rows[count:]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[count:]
        while len(self._rows) < count:
            row = OrderRow("", self)
            self._rows.append(row)
            self._column.addWidget(row)
            # A row that waits for the event loop to show it cannot take the focus.
            row.show()

    def items(self) -> list[str]:
        """The texts in the order they stand in now."""
        return [row.text for row in self._rows]

    def show_result(self, right: Sequence[str]) -> None:
        """Lock the rows and say of each where it belongs."""
        self._locked = True
        for place, row in enumerate(self._rows, 1):
            row.set_place(place, len(self._rows), right.index(row.text) + 1)

    def choose(self, number: int) -> None:
        """Give the row the focus; 0 is the first."""
        if self._rows:
            self._current = min(len(self._rows) - 1, max(0, number))
            self._keep_one_tab_stop()
            self._rows[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def move_row(self, source: int, target: int) -> None:
        """Move a row to another place; both count from 0."""
        target = min(len(self._rows) - 1, max(0, target))
        if self._locked or source == target or not self._rows:
            return
        row = self._rows.pop(source)
        self._rows.insert(target, row)
        self._column.removeWidget(row)
        self._column.insertWidget(target, row)
        self._renumber()
        self.choose(target)
        self.order_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Alt and arrows move; everything else belongs to the page."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        current = self._focused()
        if step is None or current is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_row(current, current + step)
        else:
            self.choose(current + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick up the row under the pointer."""
        number = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._pressed_at = event.position()
            self.choose(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would land."""
        if self._pressed_at is None or self._locked:
            return
        way = (event.position() - self._pressed_at).manhattanLength()
        if self._target is None and way < QApplication.startDragDistance():
            return
        self._target = sum(1 for row in self._rows if row.geometry().center().y() < event.position().y())
        self._show_mark(self._target)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the row."""
        target, self._target, self._pressed_at = self._target, None, None
        self._mark.hide()
        if target is not None:
            self.move_row(self._current, target - 1 if target > self._current else target)

    def _dress(self) -> None:
        gap = theme().length(10)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)

    def _show_mark(self, target: int) -> None:
        gap = self._column.spacing()
        below = target == len(self._rows)
        row = self._rows[target - 1 if below else target].geometry()
        edge = row.bottom() + gap / 2 if below else row.top() - gap / 2
        top = min(max(0, round(edge) - 1), self.height() - 2)
        self._mark.setGeometry(0, top, self.width(), 2)
        self._mark.raise_()
        self._mark.show()

    def _row_at(self, point: QPointF) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.geometry().contains(point.toPoint())), None)

    def _focused(self) -> int | None:
        return next((number for number, row in enumerate(self._rows) if row.hasFocus()), None)

    def _renumber(self) -> None:
        for place, row in enumerate(self._rows, 1):
            row.set_place(place, len(self._rows))
        self._keep_one_tab_stop()

    def _keep_one_tab_stop(self) -> None:
        for number, row in enumerate(self._rows):
            policy = Qt.FocusPolicy.StrongFocus if number == self._current else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(policy)


class _DropMark(Painted):
    """The line that shows where a dragged row will land."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        smooth(self).fillRect(self.rect(), theme().colour("accent"))
