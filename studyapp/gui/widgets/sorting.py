"""Sorting items into boxes: by keys, by dragging, or by pressing an item and then a box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Painted
from studyapp.gui.widgets.scrolling import area_around, bring_into_view
from studyapp.gui.widgets.sorting_parts import Placing, SortBox, SortItem
from studyapp.gui.widgets.sorting_plan import Plan, plan_board
from studyapp.gui.widgets.words import counted

BOX_KEYS = "123456789ABC"
"""The keys of the boxes, in their order."""
_TRAY = -1
_SCROLL_MS, _SCROLL_MARGIN = 40, 40
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_KEYS = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


class SortBoard(Painted):
    """A tray of items above two to twelve boxes. One Tab stop.

    Arrows choose an item, the key of a box puts it there, Backspace takes it back to the tray.
    """

    places_changed = Signal()
    entered = Signal()
    """Enter was pressed on an item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tray_box = SortBox("", "", self)
        self._boxes: list[SortBox] = []
        self._items: list[SortItem] = []
        self._content: dict[int, list[SortItem]] = {_TRAY: []}
        self._current: SortItem | None = None
        self._locked = False
        self._plans: dict[int, Plan] = {}
        """By width: Qt asks for the heights of several before it settles on one."""
        self._pressed_at: QPointF | None = None
        self._grip = QPoint()
        self._dragged: SortItem | None = None
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_along)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # What is sorted

    def set_parts(self, boxes: Sequence[str], items: Sequence[str]) -> None:
        """Show these boxes, and all items in the tray."""
        self._let_go()
        self._make_parts(min(len(boxes), len(BOX_KEYS)), len(items))
        for box, name in zip(self._boxes, boxes, strict=False):
            box.set_name(name)
        for item, text in zip(self._items, items, strict=True):
            item.set_text(text)
        self._content = {_TRAY: list(self._items), **{number: [] for number in range(len(self._boxes))}}
        self._current = self._items[0] if self._items else None
        self._locked = False
        self._renew()

    def _make_parts(self, boxes: int, items: int) -> None:
        """Have so many boxes and items. Those that there are serve again: making one takes about a millisecond."""
        for part in (*self._boxes[boxes:], *self._items[items:]):
            part.hide()
            part.deleteLater()
        new_boxes = [SortBox(BOX_KEYS[number], "", self) for number in range(len(self._boxes), boxes)]
        new_items = [SortItem("", self) for _ in range(len(self._items), items)]
        self._boxes = [*self._boxes[:boxes], *new_boxes]
        self._items = [*self._items[:items], *new_items]
        for box in new_boxes:
            # Below the items that there were before it.
            box.lower()
        for part in (*new_boxes, *new_items):
            # A part that waits for the event loop to show it cannot take the focus.
            part.show()

    def places(self) -> list[int | None]:
        """The number of the box of each item, counted from 0; None for the tray."""
        return [None if (place := self._place_of(item)) == _TRAY else place for item in self._items]

    @property
    def left(self) -> int:
        """How many items lie in the tray."""
        return len(self._content[_TRAY])

    def put(self, item: int, box: int | None) -> None:
        """Move an item to the end of a box, or back to its place in the tray; all count from 0."""
        place = _TRAY if box is None else box
        moved = self._items[item]
        if self._locked or place not in self._content or self._place_of(moved) == place:
            return
        self._content[self._place_of(moved)].remove(moved)
        self._content[place].append(moved)
        if place == _TRAY:
            self._content[_TRAY].sort(key=self._items.index)
        self._renew()
        self.announce(f"{moved.text}: {self._place_in_words(moved)}. {self._left_in_words()}")
        self.places_changed.emit()

    def show_result(self, right: Sequence[int]) -> None:
        """Lock the items and say of each whether its box is the right one, and which one is."""
        self._let_go()
        self._locked = True
        for item, place in zip(self._items, right, strict=True):
            item.show_placing(Placing(self._place_of(item) == place, self._boxes[place].name))
        self._renew()

    # The keyboard

    def choose(self, number: int) -> None:
        """Give an item the focus; they count from 0 in reading order, the tray first."""
        order = self._reading_order()
        if order:
            self._choose(order[min(len(order) - 1, max(0, number))])

    def choose_current(self) -> None:
        """Give the item that was chosen last the focus. Nothing scrolls: the learner reads from the top."""
        if self._current is not None:
            self._current.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Use a key, and tell whether it was one of the board's."""
        if self._current is None or self._locked or event.modifiers() & _HELD_KEYS:
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._dragged is not None:
            self._let_go()
        elif (box := self._box_of(event.text())) is not None:
            self._put_current(box)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._take_back()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(0 if key == Qt.Key.Key_Home else len(self._items))
        elif key in _ENTERS:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key != Qt.Key.Key_Space:
            # Space, which picks elsewhere, must not check by mistake.
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use the board's keys; everything else belongs to the page."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def _box_of(self, key: str) -> int | None:
        return next((number for number, box in enumerate(self._boxes) if box.key == key.upper()), None)

    def _put_current(self, box: int) -> None:
        """Put the chosen item into a box, and choose the next one of the tray."""
        item = self._current
        if item is None:
            return
        tray = self._content[_TRAY]
        place = tray.index(item) if item in tray else None
        self.put(self._items.index(item), box)
        if place is not None and tray:
            item = tray[min(place, len(tray) - 1)]
        self._choose(item)

    def _take_back(self) -> None:
        if self._current is not None:
            self.put(self._items.index(self._current), None)
            self._choose(self._current)

    def _step(self, way: tuple[int, int]) -> None:
        """Left and right go through all items in reading order; up and down take the nearest one there."""
        across, down = way
        if self._current is None:
            return
        if across:
            across = -across if self.isRightToLeft() else across
            self.choose(self._reading_order().index(self._current) + across)
            return
        here = self._current.geometry()
        beyond = [item for item in self._items if _is_beyond(here, item.geometry(), down)]
        if beyond:
            self._choose(min(beyond, key=lambda item: _distance(here, item.geometry())))

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the item under the pointer, or put the chosen one into the box there."""
        if event.button() != Qt.MouseButton.LeftButton or self._locked:
            return
        item = self._item_at(event.position().toPoint())
        if item is not None:
            self._pressed_at, self._grip = event.position(), event.position().toPoint() - item.pos()
            self._choose(item)
            return
        target = self._place_at(event.position().toPoint())
        if target is not None and target != _TRAY:
            self._put_current(target)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the item along, and show where it would land."""
        if self._pressed_at is None or self._current is None:
            return
        way = (event.position() - self._pressed_at).manhattanLength()
        if self._dragged is None and way < QApplication.startDragDistance():
            return
        if self._dragged is None:
            self._dragged = self._current
            self._dragged.set_dragged(True)
            self._dragged.raise_()
            self._scrolling.start()
        self._drag_to(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the item; between the boxes it goes back to where it was."""
        dragged = self._dragged
        target = self._place_at(event.position().toPoint())
        self._let_go()
        if dragged is not None and target is not None:
            self.put(self._items.index(dragged), None if target == _TRAY else target)
            self._choose(dragged)

    def _drag_to(self, point: QPoint) -> None:
        if self._dragged is not None:
            self._dragged.move(point - self._grip)
            self._show_target(self._place_at(point))

    def _scroll_along(self) -> None:
        """Scroll while the item is held at the edge of what is seen."""
        area = area_around(self)
        body = area.widget() if area is not None else None
        if self._dragged is None or area is None or body is None:
            return
        point = self._dragged.pos() + self._grip
        before = area.verticalScrollBar().value()
        seen = self.mapTo(body, point)
        area.ensureVisible(seen.x(), seen.y(), 0, theme().length(_SCROLL_MARGIN))
        self._drag_to(point + QPoint(0, area.verticalScrollBar().value() - before))

    def _let_go(self) -> None:
        """End a drag; the item is drawn where it belongs."""
        self._pressed_at = None
        self._scrolling.stop()
        self._show_target(None)
        if self._dragged is not None:
            self._dragged.set_dragged(False)
            self._dragged = None
            self._arrange()

    def _show_target(self, target: int | None) -> None:
        for number, box in ((_TRAY, self._tray_box), *enumerate(self._boxes)):
            box.set_target(number == target)

    # Places on the screen

    def hasHeightForWidth(self) -> bool:
        """Narrow boards are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the tray and all rows of boxes."""
        return self._planned(width).height

    def sizeHint(self) -> QSize:
        """Room for three boxes side by side."""
        width = theme().length(616)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: boxes go below one another."""
        return QSize(theme().length(160), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the parts anew."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Change sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def retheme(self) -> None:
        """Take up new colours and sizes."""
        super().retheme()
        self._renew()

    def _planned(self, width: int) -> Plan:
        if width not in self._plans:
            boxes = [(box, self._content[number]) for number, box in enumerate(self._boxes)]
            self._plans[width] = plan_board(width, self._items, self._content[_TRAY], boxes)
        return self._plans[width]

    def _renew(self) -> None:
        """Lay out and describe the parts after a change."""
        self._plans.clear()
        empty = bool(self._items) and not self.left
        self._tray_box.set_message("All placed." if empty else "")
        self._describe()
        self._keep_one_tab_stop()
        self.updateGeometry()
        self._arrange()

    def _arrange(self) -> None:
        plan = self._planned(self.width())
        shapes: list[tuple[QWidget, QRect]] = [(self._tray_box, plan.tray), *zip(self._boxes, plan.boxes, strict=True)]
        for part, shape in (*shapes, *plan.items.items()):
            if part is not self._dragged:
                part.setGeometry(self._on_side(shape))

    def _on_side(self, shape: QRect) -> QRect:
        if not self.isRightToLeft():
            return shape
        return QRect(self.width() - shape.left() - shape.width(), shape.top(), shape.width(), shape.height())

    def _item_at(self, point: QPoint) -> SortItem | None:
        return next((item for item in self._items if item.geometry().contains(point)), None)

    def _place_at(self, point: QPoint) -> int | None:
        if self._tray_box.geometry().contains(point):
            return _TRAY
        return next((number for number, box in enumerate(self._boxes) if box.geometry().contains(point)), None)

    def _place_of(self, item: SortItem) -> int:
        return next(place for place, content in self._content.items() if item in content)

    def _reading_order(self) -> list[SortItem]:
        return [item for place in sorted(self._content) for item in self._content[place]]

    # Focus, and what is said

    def _choose(self, item: SortItem) -> None:
        self._current = item
        self._keep_one_tab_stop()
        item.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._pressed_at is None:
            bring_into_view(item)

    def _keep_one_tab_stop(self) -> None:
        for item in self._items:
            current = item is self._current
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)

    def _describe(self) -> None:
        keys = ", ".join(f"{box.key} {box.name}" for box in self._boxes)
        for item in self._items:
            item.describe(item.text, self._description(item, keys))
        for number, box in enumerate(self._boxes):
            texts = [item.text for item in self._content[number]]
            box.describe(f"Box {box.key}: {box.name}", "; ".join(texts) if texts else "empty")
        self._tray_box.describe("Tray", self._left_in_words())

    def _description(self, item: SortItem, keys: str) -> str:
        place = self._place_in_words(item)
        if self._locked:
            placing = item.placing
            if placing is not None and placing.right:
                return f"{place}; right"
            return f"{place}; wrong, belongs in {placing.belongs_in}" if placing is not None else place
        number = f"item {self._items.index(item) + 1} of {len(self._items)}"
        return f"{place}; {number}. Boxes: {keys}"

    def _place_in_words(self, item: SortItem) -> str:
        place = self._place_of(item)
        if place == _TRAY:
            return "not placed"
        content = self._content[place]
        return f"in {self._boxes[place].name}, {content.index(item) + 1} of {len(content)}"

    def _left_in_words(self) -> str:
        return f"{counted(self.left, 'item')} left" if self.left else "All placed"

    def announce(self, sentence: str) -> None:
        """Let a screen reader say a sentence."""
        event = QAccessibleAnnouncementEvent(self, sentence)
        # The next item takes the focus at once, and would be read instead.
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


def _is_beyond(here: QRect, there: QRect, down: int) -> bool:
    return there.top() > here.bottom() if down > 0 else there.bottom() < here.top()


def _distance(here: QRect, there: QRect) -> float:
    """How far it is up or down, and aside, where aside counts more; centers decide between equals."""
    aside = max(0, there.left() - here.right(), here.left() - there.right())
    away = max(0, there.top() - here.bottom(), here.top() - there.bottom())
    return away + 2 * aside + abs(there.center().x() - here.center().x()) / 100
