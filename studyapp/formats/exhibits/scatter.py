"""Scatter diagrams: points, a fitted line, the correlation coefficient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studyapp.domain.exhibit_words import line_text
from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import (
    PADDING,
    Plot,
    Span,
    across_ticks,
    flat_axis,
    left_margin,
    plot_height,
    roomy,
    tick_texts,
    ticks,
    upright_axis,
)
from studyapp.formats.exhibits.canvas import Canvas, Point


def caption(data: Mapping[str, Any]) -> str:
    """The equation and the coefficient."""
    found = [line_text(data["line"])] if "line" in data else []
    if "r" in data:
        found.append(f"r = {number_text(data['r'], 2)}")
    return ", ".join(found)


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    up, across = _span(data["y"]), _span(data["x"])
    grid = ticks(up, 6)
    left = left_margin(tick_texts(grid))
    top += 28 if data["y_label"] else 10
    plot = Plot(left, canvas.width - PADDING - 6, top, top + plot_height(canvas.width), across, up)
    upright_axis(canvas, plot, grid, data["y_label"])
    columns = across_ticks(across, plot.right - plot.left)
    for value in columns:
        canvas.line((plot.x(value), plot.top), (plot.x(value), plot.bottom), "track")
    if "line" in data:
        canvas.polyline(_within(plot, data["line"]), "teal", 2)
    for x, y in zip(data["x"], data["y"], strict=True):
        canvas.circle((plot.x(x), plot.y(y)), 4, "accent", "sunken", 1)
    return flat_axis(canvas, plot, columns, data["x_label"]) + 10


def _span(values: tuple[float, ...]) -> Span:
    return roomy(min(values), max(values))


def _within(plot: Plot, line: tuple[float, float]) -> list[Point]:
    """The part of the line that lies inside the chart."""
    constant, slope = line
    ends = [plot.across.low, plot.across.high]
    if slope:
        crossing = sorted((height - constant) / slope for height in (plot.up.low, plot.up.high))
        ends = [max(ends[0], crossing[0]), min(ends[1], crossing[1])]
    return [(plot.x(x), plot.y(constant + slope * x)) for x in ends]
