"""Cause-and-effect diagrams: a spine with categories, and their causes on the ribs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studyapp.formats.exhibits.axes import PADDING
from studyapp.formats.exhibits.canvas import Canvas, Point
from studyapp.formats.exhibits.lettering import LEADING, fits_wrapped, fitted, text_width, wrapped

_SIZE, _NAME = 11.0, 12.0
_PILL = 24.0
_SLANT = 0.3
"""How far a rib leans, of its height."""
_SHORTEST_RIB = 76.0
_NARROWEST_SLOT = 108.0
_HEAD = 130.0
_BESIDE = 14.0
"""How far lists stand from an upright spine."""

Category = tuple[str, Sequence[str]]


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The diagram below a height; gives the height of the whole."""
    hidden = set(data.get("hidden", ()))
    categories: list[Category] = [
        ("?" if number in hidden else category["name"], category.get("causes", ()))
        for number, category in enumerate(data["categories"], 1)
    ]
    marked = set(data.get("highlight", ()))
    pairs = (len(categories) + 1) // 2
    if (canvas.width - 2 * PADDING - _HEAD - 30) / pairs < _NARROWEST_SLOT:
        return _upright(canvas, data["effect"], categories, marked, top)
    return _flat(canvas, data["effect"], categories, marked, top)


def _flat(canvas: Canvas, effect: str, categories: list[Category], marked: set[str], top: float) -> float:
    pairs = (len(categories) + 1) // 2
    upper, lower = categories[:pairs], categories[pairs:]
    head_left = canvas.width - PADDING - _HEAD
    slot_guess = (head_left - PADDING - 40) / pairs
    heights = [max(_SHORTEST_RIB, _rib_height(side, slot_guess - 14)) for side in (upper, lower)]
    slant = _SLANT * max(heights)
    slot = (head_left - 14 - PADDING - slant) / pairs
    spine = top + _PILL + heights[0]
    canvas.arrow([(PADDING, spine), (head_left - 1, spine)], "text", 2.5)
    _head(canvas, effect, (head_left, spine))
    for side, names, height in ((-1, upper, heights[0]), (1, lower, heights[1])):
        for index, (name, causes) in enumerate(names):
            joint = PADDING + slant + (index + 1) * slot
            far = (joint - _SLANT * height, spine + side * height)
            canvas.polyline([far, (joint, spine)], "text", 1.75)
            _pill(canvas, name, (far[0], far[1] + side * _PILL / 2), slot - 8)
            _causes(canvas, causes, far, (joint, spine), slot - 14, marked)
    return spine + (heights[1] + _PILL if lower else 30) + 20


def _rib_height(side: Sequence[Category], room: float) -> float:
    return max((sum(_row_height(cause, room) for cause in causes) for _, causes in side), default=0.0) + 26


def _row_height(cause: str, room: float) -> float:
    lines = 1 if fits_wrapped(cause, room, _SIZE, 1) else 2
    return lines * _SIZE * LEADING + 7


def _causes(
    canvas: Canvas, causes: Sequence[str], far: Point, joint: Point, room: float, marked: set[str]
) -> None:  # fmt: skip
    above = far[1] < joint[1]
    height = min(far[1], joint[1]) + (8 if above else 14)
    for cause in causes:
        lines = wrapped(cause, room, _SIZE, 2)
        height += _row_height(cause, room)
        share = (height - far[1]) / (joint[1] - far[1])
        end = far[0] + share * (joint[0] - far[0])
        bold = cause in marked
        token, weight = ("again", 600) if bold else ("muted", 400)
        width = min(room, max(text_width(line, _SIZE, weight) for line in lines) + 4)
        canvas.line((end - width - 4, height), (end, height), "again" if bold else "line", 2 if bold else 1)
        for row, line in enumerate(reversed(lines)):
            canvas.text((end - 8, height - 4 - row * _SIZE * LEADING), line, token, _SIZE, weight, "end")


def _pill(canvas: Canvas, name: str, middle: Point, room: float) -> None:
    text = fitted(name, room - 16, _NAME, 600)
    width = max(36.0, text_width(text, _NAME, 600) + 20)
    canvas.rect((middle[0] - width / 2, middle[1] - _PILL / 2), (width, _PILL), "sel", "accent", 5, 1.25)
    canvas.centred(middle, [text], "text", _NAME, 600)


def _head(canvas: Canvas, effect: str, at: Point) -> None:
    lines = wrapped(effect, _HEAD - 20, 13, 5, 600)
    height = len(lines) * 13 * LEADING + 22
    canvas.rect((at[0], at[1] - height / 2), (_HEAD, height), "surface", "text", 6, 2)
    canvas.centred((at[0] + _HEAD / 2, at[1]), lines, "text", 13, 600)


def _upright(canvas: Canvas, effect: str, categories: list[Category], marked: set[str], top: float) -> float:
    """The same for a narrow picture: the spine runs down, causes stand in lists beside it."""
    middle, room, height = canvas.width / 2, canvas.width / 2 - PADDING - 26, top
    for pair in (categories[index : index + 2] for index in range(0, len(categories), 2)):
        lists = [
            (
                middle + side * _BESIDE,
                _listed(canvas, name, causes, (middle + side * _BESIDE, height), side, room, marked),
            )
            for side, (name, causes) in zip((-1, 1), pair, strict=False)
        ]
        deepest = max(end for _, end in lists)
        for place, end in lists:
            canvas.polyline([(place, end), (place, deepest), (middle, deepest + _BESIDE)], "text", 1.5)
        height = deepest + _BESIDE + 12
    lines = wrapped(effect, canvas.width - 2 * PADDING - 24, 13, 3, 600)
    box = len(lines) * 13 * LEADING + 18
    canvas.arrow([(middle, top + 6), (middle, height + 9)], "text", 2.5)
    canvas.rect((PADDING, height + 10), (canvas.width - 2 * PADDING, box), "surface", "text", 6, 2)
    canvas.centred((middle, height + 10 + box / 2), lines, "text", 13, 600)
    return height + 10 + box + 18


def _listed(
    canvas: Canvas, name: str, causes: Sequence[str], at: Point, side: int, room: float, marked: set[str]
) -> float:  # fmt: skip
    """A category with its causes under it, on one side of a line that starts at a place; gives where the line ends."""
    text = fitted(name, room - 8, _NAME, 600)
    width = max(36.0, text_width(text, _NAME, 600) + 20)
    left = at[0] - width + 6 if side < 0 else at[0] - 6
    canvas.rect((left, at[1]), (width, _PILL), "sel", "accent", 5, 1.25)
    canvas.centred((left + width / 2, at[1] + _PILL / 2), [text], "text", _NAME, 600)
    height = at[1] + _PILL + 4
    for cause in causes:
        bold = cause in marked
        token, weight = ("again", 600) if bold else ("muted", 400)
        lines = wrapped(cause, room, _SIZE, 3, weight)
        tall = len(lines) * _SIZE * LEADING + 6
        middle = height + tall / 2
        canvas.line((at[0], middle), (at[0] + side * 6, middle), "again" if bold else "line", 2 if bold else 1)
        canvas.centred((at[0] + side * 10, middle), lines, token, _SIZE, weight, "end" if side < 0 else "start")
        height += tall
    canvas.line((at[0], at[1] + _PILL), (at[0], height), "text", 1.5)
    return height
