"""Histograms: bars side by side, specification limits, and a normal curve."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from studyapp.domain.number_text import needed_decimals, number_text
from studyapp.formats.exhibits.axes import (
    PADDING,
    Plot,
    Span,
    flat_axis,
    from_zero,
    left_margin,
    most_labels,
    plot_height,
    roomy,
    tick_texts,
    ticks,
    upright_axis,
    whole_ticks,
)
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import fitted, text_width

_LABEL, _LANE = 12, 15
_SPECS = (("lower_spec", "LSL", "again"), ("target", "Target", "good"), ("upper_spec", "USL", "again"))


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    edges, counts = data["edges"], data["counts"]
    highest = max([*counts, *(y for _, y in data.get("curve", ()))]) or 1.0
    up = from_zero(highest, 0.14)
    grid = whole_ticks(up, 5) if all(count == int(count) for count in counts) else ticks(up, 5)
    top += 28
    label_height = top - 10
    left, right = left_margin(tick_texts(grid)), canvas.width - PADDING - 6
    # One bar alone would be a wall.
    across = roomy(data["reserve"][0], data["reserve"][1], room=0.05 if len(counts) > 1 else 1.0)
    lanes = _lanes(canvas, data, left, right, across)
    top += (8 + _LANE * (1 + max(lane for *_, lane in lanes))) if data["specs_reserved"] and lanes else 0
    plot = Plot(left, right, top, top + plot_height(canvas.width), across, up)
    upright_axis(canvas, plot, grid, "")
    canvas.text((left, label_height), fitted(data["y_label"], right - left, 11), "muted", 11)
    for low, high, count in zip(edges, edges[1:], counts, strict=False):
        _bar(canvas, plot, low, high, count, data["values_shown"])
    if "curve" in data:
        canvas.polyline([(plot.x(x), plot.y(y)) for x, y in data["curve"]], "text", 2)
    for text, token, place, middle, lane in lanes:
        canvas.line((place, plot.top - 8), (place, plot.bottom), token, 1.5, "9 5")
        canvas.text((middle, plot.top - 14 - lane * _LANE), text, token, _LABEL, 600, "middle")
    values, texts = _edge_ticks(plot, edges)
    return flat_axis(canvas, plot, values, data["x_label"], texts) + 10


def _bar(canvas: Canvas, plot: Plot, low: float, high: float, count: float, valued: bool) -> None:
    left, right, height = plot.x(low), plot.x(high), plot.y(count)
    if count:
        canvas.rect((left + 0.75, height), (right - left - 1.5, plot.bottom - height), "h3", radius=1.5)
    if valued and text_width(number_text(count), 11, 600) <= right - left + 2:
        canvas.text(((left + right) / 2, height - 5), number_text(count), "text", 11, 600, "middle")


def _lanes(
    canvas: Canvas, data: Mapping[str, Any], left: float, right: float, across: Span
) -> list[tuple[str, str, float, float, int]]:
    """Each limit: its text, color, place, middle of its text, and line of text; texts that would touch take two lines."""
    placed = []
    ends, lane = -math.inf, 0
    for name, word, token in sorted((spec for spec in _SPECS if spec[0] in data), key=lambda spec: data[spec[0]]):
        text, place = f"{word} {number_text(data[name])}", left + (right - left) * across.share(data[name])
        half = text_width(text, _LABEL, 600) / 2
        middle = min(max(place, half + 8), canvas.width - half - 8)
        lane = (lane + 1) % len(_SPECS) if middle - half < ends + 6 else 0
        ends = max(ends, middle + half)
        placed.append((text, token, place, middle, lane))
    return placed


def _edge_ticks(plot: Plot, edges: tuple[float, ...]) -> tuple[list[float], list[str]]:
    """The edges of the bars, or of every second or third bar where there is no more room."""
    decimals = needed_decimals(edges, 6)
    texts = [number_text(edge, decimals) for edge in edges]
    room = plot.x(edges[-1]) - plot.x(edges[0])
    step = next(step for step in range(1, len(edges) + 1) if (len(edges) - 1) / step <= most_labels(room, texts))
    return list(edges[::step]), texts[::step]
