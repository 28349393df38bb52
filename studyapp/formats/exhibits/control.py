"""Control charts: points in their order, center line and limits, zones, and points outside marked by shape and color."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import (
    PADDING,
    Plot,
    Span,
    apart,
    flat_axis,
    left_margin,
    most_labels,
    plot_height,
    roomy,
    tick_texts,
    ticks,
    upright_axis,
)
from studyapp.formats.exhibits.canvas import Canvas, Point
from studyapp.formats.exhibits.lettering import text_width

_LABEL = 12
_LETTER = 16
_LINES = (("center", "text", ""), ("upper", "again", "9 5"), ("lower", "again", "9 5"))


def caption(data: Mapping[str, Any]) -> str:
    """What the limits say about the points."""
    if "outside" not in data or not ("upper" in data or "lower" in data):
        return ""
    outside = [str(int(data["first"]) + index) for index in data["outside"]]
    if not outside:
        return "No point lies outside the limits."
    if len(outside) == 1:
        return f"Point {outside[0]} lies outside the limits."
    if len(outside) > 6:
        return f"{len(outside)} points lie outside the limits."
    return f"Points {', '.join(outside[:-1])} and {outside[-1]} lie outside the limits."


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    plot, grid = _plot(canvas, data, top)
    upright_axis(canvas, plot, grid, data["y_label"])
    _zones(canvas, plot, data)
    _limits(canvas, plot, data)
    _points(canvas, plot, data)
    numbers = _numbers(int(data["first"]), len(data["points"]), plot.right - plot.left)
    bottom = flat_axis(
        canvas,
        plot,
        [number - data["first"] for number in numbers],
        data["x_label"],
        [f"{number}" for number in numbers],
    )
    return bottom + 10


def _plot(canvas: Canvas, data: Mapping[str, Any], top: float) -> tuple[Plot, list[float]]:
    up = roomy(data["reserve"][0], data["reserve"][1], room=0.12)
    grid = ticks(up, 6)
    top += 28 if data["y_label"] else 10
    widest = max(text_width(number_text(value, int(data["decimals"])), _LABEL, 600) for value in data["reserve"])
    right = canvas.width - PADDING - widest - 8 - (_LETTER if data["zones"] != "never" else 0)
    left = left_margin(tick_texts(grid))
    last = len(data["points"]) - 1
    edge = max(0.5, last / 40)
    return Plot(left, right, top, top + plot_height(canvas.width), Span(-edge, last + edge), up), grid


def _zones(canvas: Canvas, plot: Plot, data: Mapping[str, Any]) -> None:
    lines = data.get("zone_lines", ())
    for line in lines:
        canvas.polyline(_steps(plot, line), "line", 1, "2 4")
    if not lines:
        return
    inner, outer = (
        abs(plot.y(lines[0][-1]) - plot.y(lines[1][-1])) / 2,
        abs(plot.y(lines[2][-1]) - plot.y(lines[0][-1])),
    )
    if min(inner, outer) < 13:
        return
    middle = (plot.y(lines[0][-1]) + plot.y(lines[1][-1])) / 2
    for letter, distance in (("C", inner / 2), ("B", inner + outer / 2), ("A", inner + outer * 1.5)):
        for side in (-1, 1):
            place = (canvas.width - PADDING, middle + side * distance)
            canvas.centred(place, [letter], "muted", 11, anchor="end")


def _limits(canvas: Canvas, plot: Plot, data: Mapping[str, Any]) -> None:
    shown = [(token, dash, data[name]) for name, token, dash in _LINES if name in data]
    for token, dash, line in shown:
        canvas.polyline(_steps(plot, line), token, 1.5, dash)
    heights = apart([plot.y(line[-1]) for _, _, line in shown], _LABEL + 3, plot.top - 4, plot.bottom + 4)
    for (token, _, line), height in zip(shown, heights, strict=True):
        text = number_text(line[-1], int(data["decimals"]))
        canvas.centred((plot.right + 8, height), [text], token, _LABEL, 600, "start")


def _steps(plot: Plot, line: Sequence[float]) -> list[Point]:
    """A line at one height, or in steps where each point has its own limit."""
    if len(set(line)) == 1:
        return [(plot.left, plot.y(line[0])), (plot.right, plot.y(line[0]))]
    edges = [plot.left, *(plot.x(index + 0.5) for index in range(len(line) - 1)), plot.right]
    return [
        (edge, plot.y(value))
        for index, value in enumerate(line)
        for edge in (edges[index], edges[index + 1])
    ]  # fmt: skip


def _points(canvas: Canvas, plot: Plot, data: Mapping[str, Any]) -> None:
    places = [(plot.x(index), plot.y(value)) for index, value in enumerate(data["points"])]
    radius = min(3.5, max(1.8, (plot.right - plot.left) / len(places) / 3))
    if len(places) > 1:
        canvas.polyline(places, "accent", 1.5)
    outside = set(data.get("outside", ()))
    for index, place in enumerate(places):
        if index in outside:
            _diamond(canvas, place, radius + 2.5)
        else:
            canvas.circle(place, radius, "accent")
    for number in data.get("marked", ()):
        canvas.circle(places[int(number - data["first"])], radius + 5, "", "hard", 2)


def _diamond(canvas: Canvas, place: Point, half: float) -> None:
    x, y = place
    canvas.polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], "again", "sunken", 1)


def _numbers(first: int, count: int, room: float) -> list[int]:
    """The point numbers that are written: the first, and round ones as far apart as they need."""
    last = first + count - 1
    most = most_labels(room, [str(last)])
    if count <= min(most, 12):
        return list(range(first, last + 1))
    step = next(step for step in (5, 10, 20, 60) if count / step <= most)
    return [first, *(number for number in range(first + 2, last + 1) if number % step == 0)]
