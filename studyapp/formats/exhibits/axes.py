"""The frame of a chart: round ticks, grid, axis texts, and where a value lies in it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import fitted, text_width

PADDING = 20
AXIS_SIZE = 11
_COMPACT_FROM = 1e7
_COMPACT = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_FINEST = 1e-6
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Span:
    """A range of values that is not empty."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Plot:
    """The inside of a chart in pixels, and the values along its sides."""

    left: float
    right: float
    top: float
    bottom: float
    across: Span
    up: Span

    def x(self, value: float) -> float:
        """Pixels from the left edge of the picture."""
        return self.left + (self.right - self.left) * self.across.share(value)

    def y(self, value: float) -> float:
        """Pixels from the top edge of the picture."""
        return self.bottom - (self.bottom - self.top) * self.up.share(value)


def plot_height(width: float) -> float:
    """The height of the inside of a chart for the width of its picture."""
    return min(300.0, max(170.0, width * 0.36))


def roomy(low: float, high: float, room: float = 0.08) -> Span:
    """The range with some room at both ends; values that are all the same get a range around them."""
    size = max(abs(low), abs(high))
    if high - low <= max(size * 1e-9, _NOTHING):
        half = size * 0.1 if size > _NOTHING else 1.0
        return Span(low - half, high + half)
    return Span(low - (high - low) * room, high + (high - low) * room)


def from_zero(high: float, room: float = 0.08) -> Span:
    """From zero to a highest value with some room."""
    return Span(0.0, high * (1 + room) or 1.0)


def ticks(span: Span, most: int) -> list[float]:
    """Round values within the range: multiples of 1, 2, 2.5 or 5 and their tenfolds, at most so many."""
    step = tick_step(span, most)
    first, last = math.ceil(span.low / step - 1e-9), math.floor(span.high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def tick_step(span: Span, most: int) -> float:
    """The distance of ticks."""
    rough = (span.high - span.low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.9999), 10 * power)


def whole_ticks(span: Span, most: int) -> list[float]:
    """Round whole values within the range."""
    return [tick for tick in ticks(span, most) if abs(tick - round(tick)) < 1e-9] or [math.ceil(span.low)]


def tick_texts(values: Sequence[float]) -> list[str]:
    """The values of ticks, all with the same decimals; large ones in millions, billions or trillions."""
    size = max(map(abs, values), default=0.0)
    step = values[1] - values[0] if len(values) > 1 else size or 1.0
    if 0 < step < _FINEST:
        return [f"{value:.12g}".replace("-", "−") for value in values]
    unit, letter = next((pair for pair in _COMPACT if size >= max(pair[0], _COMPACT_FROM)), (1.0, ""))
    return [number_text(value / unit, _step_decimals(step / unit)) + (letter if value else "") for value in values]


def _step_decimals(step: float) -> int:
    return next((decimals for decimals in range(10) if abs(round(step, decimals) - step) < step * 1e-6), 10)


def left_margin(texts: Sequence[str]) -> float:
    """The room that the texts of the upright axis need, from the edge of the picture to the plot."""
    return PADDING + max((text_width(text, AXIS_SIZE) for text in texts), default=0.0) + 8


def upright_axis(canvas: Canvas, plot: Plot, values: Sequence[float], label: str, texts: Sequence[str] = ()) -> None:
    """Grid lines with their values at the left, and above them what they count."""
    for value, text in zip(values, texts or tick_texts(values), strict=True):
        height = plot.y(value)
        canvas.line((plot.left, height), (plot.right, height), "track")
        canvas.centred((plot.left - 8, height), [text], "muted", AXIS_SIZE, anchor="end")
    room = canvas.width - PADDING - plot.left
    canvas.text((plot.left, plot.top - 10), fitted(label, room, AXIS_SIZE), "muted", AXIS_SIZE)


def flat_axis(canvas: Canvas, plot: Plot, values: Sequence[float], label: str, texts: Sequence[str] = ()) -> float:
    """The line at the bottom with values below it and what they are; gives the height below which is free."""
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), "line")
    for value, text in zip(values, texts or tick_texts(values), strict=True):
        place = plot.x(value)
        canvas.line((place, plot.bottom), (place, plot.bottom + 4), "line")
        half = text_width(text, AXIS_SIZE) / 2
        place = min(max(place, half + 4), canvas.width - half - 4)
        canvas.text((place, plot.bottom + 18), text, "muted", AXIS_SIZE, anchor="middle")
    if not label:
        return plot.bottom + 24
    room = plot.right - plot.left
    canvas.text(((plot.left + plot.right) / 2, plot.bottom + 36), fitted(label, room, AXIS_SIZE), "muted", AXIS_SIZE,
                anchor="middle")  # fmt: skip
    return plot.bottom + 42


def most_labels(room: float, texts: Sequence[str]) -> int:
    """How many texts of this length stand side by side."""
    widest = max((text_width(text, AXIS_SIZE) for text in texts), default=10.0)
    return max(1, int(room / (widest + 14)))


def across_ticks(span: Span, room: float) -> list[float]:
    """Ticks of a flat axis, as many as have room for their texts, at most eight."""
    for most in (8, 6, 5, 4, 3, 2):
        values = ticks(span, most)
        if len(values) <= most_labels(room, tick_texts(values)):
            return values
    return ticks(span, 1)[:1]


def apart(heights: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Heights moved as little as needed so that labels at them do not overlap, within low and high."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for _ in range(20):
        for first, second in itertools.pairwise(order):
            lack = distance - (moved[second] - moved[first])
            if lack > 0.01:
                moved[first] -= lack / 2
                moved[second] += lack / 2
        moved = [min(max(each, low), high) for each in moved]
    return moved
