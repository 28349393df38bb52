"""Where the parts of a sorting board stand: the tray on top, its items in rows, and the boxes in columns below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect

from studyapp.gui.theme import theme
from studyapp.gui.widgets.sorting_parts import PADDING, SortBox, SortItem

_GAP, _BOX_GAP, _NARROWEST_BOX = 8, 12, 184
_HELD_HEIGHT = 112
"""Design pixels that a tray keeps when its items leave: two rows. A higher one shrinks, to bring the boxes nearer."""


@dataclass(slots=True)
class Plan:
    """Places in pixels of a board that runs left to right."""

    tray: QRect = field(default_factory=QRect)
    boxes: list[QRect] = field(default_factory=list)
    items: dict[SortItem, QRect] = field(default_factory=dict)
    height: int = 0


def plan_board(
    width: int, items: Sequence[SortItem], tray: Sequence[SortItem], boxes: Sequence[tuple[SortBox, Sequence[SortItem]]]
) -> Plan:
    """Lay out a board so many pixels wide: `tray` and what each box holds, of all `items`."""
    look = theme()
    plan = Plan()
    held = min(look.length(_HELD_HEIGHT), _in_rows(width, items, {}))
    height = max(held, _in_rows(width, tray, plan.items))
    plan.tray = QRect(0, 0, width, height)
    gap = look.length(_BOX_GAP)
    columns = _columns(width, len(boxes))
    box_width = (width - gap * (columns - 1)) // columns
    top = height + gap
    for first in range(0, len(boxes), columns):
        row = boxes[first : first + columns]
        height = 0
        for place, (box, content) in enumerate(row):
            left = place * (box_width + gap)
            height = max(height, _in_box(QRect(left, top, box_width, 0), box, content, plan.items))
        plan.boxes += [QRect(place * (box_width + gap), top, box_width, height) for place in range(len(row))]
        top += height + gap
    plan.height = top - gap
    return plan


def _columns(width: int, boxes: int) -> int:
    """As many as fit, and no more than needed for rows of one length."""
    gap = theme().length(_BOX_GAP)
    fit = max(1, min(boxes, (width + gap) // (theme().length(_NARROWEST_BOX) + gap)))
    rows = max(1, -(-boxes // fit))
    return max(1, -(-boxes // rows))


def _in_rows(width: int, items: Sequence[SortItem], places: dict[SortItem, QRect]) -> int:
    """Put items side by side as long as there is room, and give the height of a tray around them."""
    padding, gap = theme().length(PADDING), theme().length(_GAP)
    room = max(1, width - 2 * padding)
    left, top, row_height = padding, padding, 0
    for item in items:
        wide = min(room, item.natural_width())
        if left > padding and left + wide > padding + room:
            left, top, row_height = padding, top + row_height + gap, 0
        places[item] = QRect(left, top, wide, item.height_for(wide))
        left += wide + gap
        row_height = max(row_height, places[item].height())
    return top + row_height + padding


def _in_box(corner: QRect, box: SortBox, content: Sequence[SortItem], places: dict[SortItem, QRect]) -> int:
    """Put items below one another under the name of a box, and give the height of the box."""
    look = theme()
    padding, gap = look.length(PADDING), look.length(_GAP)
    width = max(1, corner.width() - 2 * padding)
    top = corner.top() + padding + box.head_height(corner.width()) + gap
    for item in content:
        places[item] = QRect(corner.left() + padding, top, width, item.height_for(width))
        top += places[item].height() + gap
    # An empty box has room for one item.
    bottom = top - gap if content else top + look.length(36)
    return bottom + padding - corner.top()
