"""Pareto charts: bars in descending order and the line of cumulative shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import (
    PADDING,
    Plot,
    Span,
    left_margin,
    plot_height,
    tick_texts,
    ticks,
    upright_axis,
)
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import LEADING, fits_wrapped, fitted, text_width, wrapped

_SIZE = 11
_LONGEST_TURNED = 130.0
_TURNED_MARGIN = 84.0


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    names, counts = data["names"], data["counts"]
    # With a line, its scale ends where all counts together do.
    up = Span(0.0, (data["total"] if data["line_reserved"] else max(counts)) * 1.08)
    grid = ticks(up, 6)
    left = left_margin(tick_texts(grid))
    right = canvas.width - PADDING - (text_width("100%", _SIZE) + 8 if data["line_reserved"] else 0)
    top += 28
    bottom = top + plot_height(canvas.width)
    turned = not _fit_upright(names, (right - left) / len(names))
    left = max(left, _TURNED_MARGIN) if turned else left
    plot = Plot(left, right, top, bottom, Span(0, len(names)), up)
    upright_axis(canvas, plot, grid, data["y_label"])
    slot = (right - left) / len(names)
    counted = all(_has_room(plot, data, index, slot) for index in range(len(counts)))
    for index, count in enumerate(counts):
        _bar(canvas, plot, index, count, slot)
        if counted:
            first = index == 0 and data["line_reserved"]
            # The line starts in the middle of the first bar and goes to the right.
            at = (plot.x(index + 0.5) - (7 if first else 0), plot.y(count) - 5)
            canvas.text(at, number_text(count), "text", _SIZE, 600, "end" if first else "middle")
    if "cumulative" in data:
        _line(canvas, plot, data["cumulative"], data["total"], counts, slot)
    canvas.line((left, bottom), (right, bottom), "line")
    tails = [""] * len(names) if counted else [f", {number_text(count)}" for count in counts]
    turned = turned or not _fit_upright([name + tail for name, tail in zip(names, tails, strict=True)], slot)
    below = (_names_turned if turned else _names)(canvas, plot, names, tails, slot)
    return bottom + below + 16


def _bar(canvas: Canvas, plot: Plot, index: int, count: float, slot: float) -> None:
    gap = min(12.0, slot * 0.2)
    height = plot.y(count)
    canvas.rect((plot.x(index) + gap / 2, height), (slot - gap, plot.bottom - height), "h3", radius=min(2.0, slot / 8))


def _has_room(plot: Plot, data: Mapping[str, Any], index: int, slot: float) -> bool:
    """Whether the count fits above its bar, and the line of shares stays away from it."""
    counts = data["counts"]
    width = text_width(number_text(counts[index]), _SIZE, 600)
    if not data["line_reserved"]:
        return width <= slot
    if index == 0:
        return width + 7 <= slot / 2
    half = min(0.5, width / 2 / slot)
    nearest = plot.y(sum(counts[:index]) + counts[index] * (1 - half))
    return width <= slot and plot.y(counts[index]) - nearest > _SIZE * 2


def _line(
    canvas: Canvas, plot: Plot, shares: Sequence[float], total: float, counts: Sequence[float], slot: float
) -> None:  # fmt: skip
    for per_cent in (0, 20, 40, 60, 80, 100):
        height = plot.y(total * per_cent / 100)
        canvas.centred((plot.right + 8, height), [f"{per_cent}%"], "muted", _SIZE, anchor="start")
    places = [(plot.x(index + 0.5), plot.y(total * share / 100)) for index, share in enumerate(shares)]
    canvas.polyline(places, "teal", 2)
    for index, (place, share) in enumerate(zip(places, shares, strict=True)):
        canvas.circle(place, 3.5 if slot > 24 else 2.5, "teal", "sunken", 1)
        text = f"{number_text(share, 1 if share < 99.95 else 0)}%"
        # The first point is the top of the first bar, whose count stands there.
        if index and text_width(text, _SIZE) + 6 <= slot and plot.y(counts[index]) - place[1] > 30:
            canvas.text((place[0], place[1] - 9), text, "teal", _SIZE, 600, "middle")


def _fit_upright(names: Sequence[str], slot: float) -> bool:
    return all(fits_wrapped(name, slot - 6, _SIZE, 3) for name in names)


def _names(canvas: Canvas, plot: Plot, names: Sequence[str], tails: Sequence[str], slot: float) -> float:
    """The names below the bars, broken into lines; gives the height they take."""
    most = 1
    for index, (name, tail) in enumerate(zip(names, tails, strict=True)):
        lines = wrapped(name + tail, slot - 6, _SIZE, 3)
        most = max(most, len(lines))
        for row, line in enumerate(lines):
            at = (plot.x(index + 0.5), plot.bottom + 17 + row * _SIZE * LEADING)
            canvas.text(at, line, "muted", _SIZE, anchor="middle")
    return 8 + most * _SIZE * LEADING


def _names_turned(canvas: Canvas, plot: Plot, names: Sequence[str], tails: Sequence[str], slot: float) -> float:
    """The names turned, where there is no room for lines; a long name is cut, never the count behind it."""
    turn = 40.0 if slot >= 24 else 62.0
    longest = 0.0
    for index, (name, tail) in enumerate(zip(names, tails, strict=True)):
        # A name may not leave the picture at its left.
        room = min(_LONGEST_TURNED, (plot.x(index + 0.5) - 8) / math.cos(math.radians(turn)))
        text = fitted(name, room - text_width(tail, _SIZE), _SIZE) + tail
        longest = max(longest, text_width(text, _SIZE))
        canvas.text((plot.x(index + 0.5) + 4, plot.bottom + 15), text, "muted", _SIZE, anchor="end", turn=-turn)
    return 15 + longest * math.sin(math.radians(turn))
