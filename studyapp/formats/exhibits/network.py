"""Network diagrams, activity on node: boxes with times, arrows by predecessors, the critical path thick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyapp.domain.exhibit_words import amount
from studyapp.domain.network_times import TaskTimes, in_order
from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import PADDING
from studyapp.formats.exhibits.canvas import Canvas, Point
from studyapp.formats.exhibits.lettering import LEADING, fits_wrapped, text_width, wrapped
from studyapp.formats.exhibits.network_layout import Layout, network_layout

_NAME, _TIME = 13.0, 11.0
_LINE = 20.0
_WIDEST_BOX = 120.0
_LONG_GAP, _SHORT_GAP = 40.0, 22.0
_SMALLEST = 0.8
"""How small boxes may get before the layers run down instead of across."""


@dataclass(frozen=True, slots=True)
class _Boxes:
    """The size of all boxes, and where they stand."""

    width: float
    height: float
    scale: float
    down: bool
    """Whether the layers run down."""
    left: float
    top: float

    def centre(self, place: tuple[int, float]) -> Point:
        layer, across = place
        if self.down:
            return (
                self.left + self.width / 2 + across * (self.width + _SHORT_GAP * self.scale),
                self.top + self.height / 2 + layer * (self.height + _LONG_GAP * self.scale),
            )
        return (
            self.left + self.width / 2 + layer * (self.width + _LONG_GAP * self.scale),
            self.top + self.height / 2 + across * (self.height + _SHORT_GAP * self.scale),
        )


def caption(data: Mapping[str, Any]) -> str:
    """The critical path, or the critical tasks where there are several paths."""
    critical = [task for task in data["tasks"] if task["critical"]]
    if not critical:
        return ""
    order = in_order({task["name"]: task["after"] for task in data["tasks"]})
    names = sorted((task["name"] for task in critical), key=order.index)
    chain = sum(len(task["critical_after"]) for task in critical) == len(critical) - 1
    return f"Critical path {' → '.join(names)}" if chain else f"Critical: {', '.join(names)}"


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The diagram below a height; gives the height of the whole."""
    tasks = data["tasks"]
    after = {task["name"]: task["after"] for task in tasks}
    layout = network_layout(after, in_order(after))
    boxes = _boxes(canvas, data, layout, top + 6)
    centres = {name: boxes.centre(place) for name, place in layout.places.items()}
    thick: list[tuple[list[Point], bool]] = []
    for task in tasks:
        for index, each in enumerate(task["after"]):
            way = _way(boxes, centres, layout, each, task["name"], _port(index, task["after"], centres, boxes))
            thick.append((way, each in task["critical_after"]))
    for way, critical in sorted(thick, key=lambda pair: pair[1]):
        canvas.arrow(way, "accent" if critical else "muted", 2.5 if critical else 1.25)
    for task in tasks:
        _box(canvas, boxes, centres[task["name"]], task, data)
    passed = [y for way, _ in thick for _, y in way]
    bottom = max(*(y + boxes.height / 2 for _, y in centres.values()), *passed, 0.0)
    return _key(canvas, data, bottom + 16) if data["times_reserved"] else bottom + 20


def _boxes(canvas: Canvas, data: Mapping[str, Any], layout: Layout, top: float) -> _Boxes:
    width, height = _box_size(data)
    room = canvas.width - 2 * PADDING
    along = layout.layers * (width + _LONG_GAP) - _LONG_GAP
    across = layout.rows * (width + _SHORT_GAP) - _SHORT_GAP
    down = room / along < _SMALLEST and across < along
    scale = min(1.0, room / (across if down else along))
    left = PADDING + (room - (across if down else along) * scale) / 2
    return _Boxes(width * scale, height * scale, scale, down, left, top)


def _box_size(data: Mapping[str, Any]) -> tuple[float, float]:
    tasks = data["tasks"]
    names = [task["name"] for task in tasks]
    widest = max(text_width(name, _NAME, 600) for name in names) + 20
    lines = 1 if widest <= _WIDEST_BOX else 2
    if lines == 2:
        widest = next((room for room in range(60, 121, 10) if all(fits_wrapped(name, room - 16, _NAME, 2, 600) for name in names)),
                      _WIDEST_BOX)  # fmt: skip
    name_height = 14 + lines * _NAME * LEADING
    if data["times_reserved"]:
        whole = sum(task["duration"] for task in tasks)
        column = max(
            26.0, max(text_width(number_text(each), _TIME) for each in (whole, *(t["duration"] for t in tasks))) + 10
        )
        return max(widest, 3 * column), name_height + 2 * _LINE
    durations = max(text_width(_duration(task, data), _TIME) for task in tasks) + 20
    return max(widest, durations, 60.0), name_height + _TIME * LEADING


def _duration(task: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    return amount(task["duration"], data["unit"])


def _port(index: int, after: Sequence[str], centres: Mapping[str, Point], boxes: _Boxes) -> float:
    """How far from the middle of its side an arrow ends, so that arrows do not end in one point."""
    axis = 0 if boxes.down else 1
    ranks = sorted(range(len(after)), key=lambda each: centres[after[each]][axis])
    return (ranks.index(index) - (len(after) - 1) / 2) * min(12.0, 40.0 / len(after)) * boxes.scale


def _way(
    boxes: _Boxes, centres: Mapping[str, Point], layout: Layout, start: str, end: str, port: float
) -> list[Point]:  # fmt: skip
    (x0, y0), (x1, y1) = centres[start], centres[end]
    if boxes.down:
        half, first, last = boxes.height / 2, (x0, y0 + boxes.height / 2), (x1 + port, y1 - boxes.height / 2 - 1)
    else:
        half, first, last = boxes.width / 2, (x0 + boxes.width / 2, y0), (x1 - boxes.width / 2 - 1, y1 + port)
    way = [first]
    for place in layout.ways[start, end]:
        x, y = boxes.centre(place)
        # Straight through the layer, beside its boxes.
        way += [(x, y - half), (x, y + half)] if boxes.down else [(x - half, y), (x + half, y)]
    return [*way, last]


def _box(canvas: Canvas, boxes: _Boxes, centre: Point, task: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    (x, y), scale = centre, boxes.scale
    left, top, width, height = x - boxes.width / 2, y - boxes.height / 2, boxes.width, boxes.height
    critical = task["critical"]
    token, thickness = ("accent", 2.5) if critical else ("line", 1.25)
    canvas.rect((left, top), (width, height), "sel" if critical else "surface", token, 4, thickness)
    lines = wrapped(task["name"], width - 8, _NAME * scale, 2, 600)
    if not data["times_reserved"]:
        shift = _TIME * scale * LEADING / 2
        canvas.centred((x, y - shift), lines, "text", _NAME * scale, 600)
        canvas.centred((x, y + shift * len(lines) + 2), [_duration(task, data)], "muted", _TIME * scale)
        return
    line, third = _LINE * scale, width / 3
    canvas.centred((x, y), lines, "text", _NAME * scale, 600)
    cells = _cells(task["duration"], task["times"])
    for row, height_of in ((0, top + line / 2), (1, top + height - line / 2)):
        edge = top + line if row == 0 else top + height - line
        canvas.line((left, edge), (left + width, edge), token, 1)
        for column in (1, 2):
            place = left + column * third
            canvas.line(
                (place, edge - line if row == 0 else edge), (place, edge if row == 0 else edge + line), token, 1
            )
        for column, text in enumerate(cells[row]):
            middle = row == 0 and column == 1
            canvas.centred((left + (column + 0.5) * third, height_of), [text], "text" if middle else "muted", _TIME * scale,
                           600 if middle else 400)  # fmt: skip


def _cells(duration: float, times: TaskTimes | None) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    if times is None:
        return ("", number_text(duration), ""), ("", "", "")
    return (
        (number_text(times.early_start), number_text(duration), number_text(times.early_finish)),
        (number_text(times.late_start), number_text(times.slack), number_text(times.late_finish)),
    )


def _key(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """What the cells of a box mean; gives the height of the whole."""
    unit = f", in {data['unit']}" if data["unit"] else ""
    texts = [
        f"Top: early start, duration, early finish{unit}.",
        "Bottom: late start, slack, late finish.",
    ]
    room = canvas.width - 2 * PADDING
    whole = " ".join(texts)
    for line in (
        [whole]
        if text_width(whole, _TIME) <= room
        else [part for text in texts for part in wrapped(text, room, _TIME, 2)]
    ):
        top += _TIME * LEADING
        canvas.text((PADDING, top), line, "muted", _TIME)
    return top + 16
