"""Operating characteristic curves: how likely a lot is accepted, by its percent nonconforming."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from studyapp.domain.exhibit_words import plan_text
from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import (
    PADDING,
    Plot,
    Span,
    across_ticks,
    apart,
    flat_axis,
    left_margin,
    plot_height,
    tick_texts,
    upright_axis,
)
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import text_width

Curve = tuple[tuple[float, float], ...]

_CURVES = (("accent", ""), ("teal", "9 5"), ("hard", "3 4"))
_SIZE = 12
_NEAR = 90
"""Pixels; the labels of marks that are nearer may touch."""
_MARKS = {"aql": ("AQL", "good"), "ltpd": ("LTPD", "again")}


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    up, across = Span(0, 1.14), Span(0, data["highest"])
    grid = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    left = left_margin(tick_texts(grid))
    top += 28
    plot = Plot(left, canvas.width - PADDING - 10, top, top + plot_height(canvas.width), across, up)
    upright_axis(canvas, plot, grid, data["y_label"])
    for index, curve in enumerate(data["curves"]):
        token, dash = _CURVES[index]
        inside = [(plot.x(p), plot.y(pa)) for p, pa in curve if p <= data["highest"]]
        canvas.polyline(inside, token, 2.25, dash)
    _key(canvas, plot, data["plans"])
    marks = [
        (f"{_MARKS[name][0]} {number_text(p)}%", _MARKS[name][1], p, pa) for name, (p, pa) in data["marked"].items()
    ]
    marks += [(f"{number_text(p)}%", "hard", p, pa) for p, pa in data["readings"]]
    marks.sort(key=lambda mark: mark[2])
    heights = [plot.y(pa) - 14 for *_, pa in marks]
    if any(plot.x(second[2]) - plot.x(first[2]) < _NEAR for first, second in pairwise(marks)):
        heights = apart(heights, 30, plot.top - 6, plot.bottom - 16)
    for (word, token, p, pa), height in zip(marks, heights, strict=True):
        _mark(canvas, plot, (p, pa), word, token, height, data["curves"][0])
    values = across_ticks(across, plot.right - plot.left)
    return flat_axis(canvas, plot, values, data["x_label"]) + 10


def _key(canvas: Canvas, plot: Plot, plans: tuple[tuple[int, int], ...]) -> None:
    """Which curve is which, in the free corner at the top right."""
    texts = [plan_text(plan) for plan in plans]
    widest = max((text_width(text, _SIZE) for text in texts), default=0.0)
    if texts:
        canvas.rect((plot.right - widest - 40, plot.top - 2), (widest + 44, 19 * len(texts) + 8), "sunken")
    for index, text in enumerate(texts):
        token, dash = _CURVES[index]
        height, start = plot.top + 12 + index * 19, plot.right - widest
        canvas.line((start - 32, height), (start - 8, height), token, 2.25, dash)
        canvas.centred((start, height), [text], "text", _SIZE, anchor="start")


def _mark(
    canvas: Canvas, plot: Plot, at: tuple[float, float], word: str, token: str, height: float, curve: Curve
) -> None:
    place, pa = (plot.x(at[0]), plot.y(at[1])), at[1]
    canvas.polyline([(plot.left, place[1]), place, (place[0], plot.bottom)], token, 1.25, "5 4")
    canvas.circle(place, 4.5, token, "sunken", 1.5)
    lines = [word, f"Pa {number_text(pa, 3)}"]
    widest = max(text_width(line, 11, 600) for line in lines)
    # The curve falls, so its upper right is free, unless the picture ends there.
    if place[0] + 10 + widest <= plot.right:
        canvas.centred((place[0] + 10, height), lines, token, 11, 600, "start")
    else:
        behind = [plot.y(y) for x, y in curve if plot.x(x) >= place[0] - widest - 16]
        canvas.centred((place[0] - 6, min(height, *behind, plot.bottom) - 20), lines, token, 11, 600, "end")
