"""The bathtub curve: failures early, in useful life and by wear-out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from studyapp.domain.exhibit_rules import BATHTUB_PHASES
from studyapp.formats.exhibits.axes import PADDING, Plot, Span, plot_height
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import LEADING, fitted, text_width, wrapped

_STEPS = 80
_SIZE = 12
_ONE_LINE = 480
"""The width from which the names of the phases need one line."""


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The curve below a height; gives the height of the whole."""
    left, right = PADDING + 14.0, canvas.width - PADDING - 6
    canvas.text((left, top + 18), fitted(data["y_label"], right - left, 11), "muted")
    top += 30
    plot = Plot(left, right, top, top + plot_height(canvas.width) * 0.92, Span(0, 100), Span(0, 1.1))
    edges = (0.0, *BATHTUB_PHASES, 100.0)
    canvas.rect((plot.x(edges[1]), top), (plot.x(edges[2]) - plot.x(edges[1]), plot.bottom - top), "surface")
    for edge in edges[1:3]:
        canvas.line((plot.x(edge), top), (plot.x(edge), plot.bottom), "line", 1, "3 4")
    canvas.polyline([(plot.x(step), plot.y(_rate(step))) for step in _along()], "accent", 2.5)
    canvas.arrow([(left, plot.bottom), (left, top - 4)], "line", 1.25)
    canvas.arrow([(left, plot.bottom), (right + 6, plot.bottom)], "line", 1.25)
    if "marker" in data:
        _marker(canvas, plot, data["marker"], data["marker_label"])
    below = plot.bottom + 8
    if data["labels_reserved"]:
        below = _phases(canvas, plot, edges, data.get("phases", ()), below)
    canvas.text((right, below + 12), fitted(data["x_label"], right - left, 11), "muted", anchor="end")
    return below + 26


def _along() -> list[float]:
    return [100 * step / _STEPS for step in range(_STEPS + 1)]


def _rate(time: float) -> float:
    """A failure rate from 0 to 1: it falls, stays and rises; the parts meet without a corner."""
    first, last = BATHTUB_PHASES
    if time < first:
        return 0.18 + 0.82 * (math.exp(-time / first * 3.4) * math.pow(1 - time / first, 1.2))
    if time > last:
        return 0.18 + 0.82 * math.pow((time - last) / (100 - last), 2.4)
    return 0.18


def _marker(canvas: Canvas, plot: Plot, time: float, label: str) -> None:
    place = (plot.x(time), plot.y(_rate(time)))
    canvas.line((place[0], plot.bottom), place, "hard", 1.5, "4 4")
    canvas.circle(place, 6, "hard", "sunken", 2)
    text = fitted(label, (plot.right - plot.left) * 0.6, _SIZE, 600)
    if not text:
        return
    width, height = text_width(text, _SIZE, 600) + 14, 22.0
    # Beside the steep ends, towards the level part, the label stands clear of the curve.
    if time < BATHTUB_PHASES[0]:
        left, top = place[0] + 12, place[1] - height - 2
    elif time > BATHTUB_PHASES[1]:
        left, top = place[0] - 12 - width, place[1] - height - 2
    else:
        left, top = min(max(place[0] - width / 2, plot.left + 6), plot.right - width), place[1] - height - 12
    canvas.rect((left, top), (width, height), "border_bg", radius=5)
    canvas.centred((left + width / 2, top + height / 2), [text], "hard", _SIZE, 600)


def _phases(canvas: Canvas, plot: Plot, edges: tuple[float, ...], names: tuple[str, ...], below: float) -> float:
    # The same room before the answer names the phases.
    deepest = below + 4 + (1 if canvas.width >= _ONE_LINE else 2) * _SIZE * LEADING
    for index, name in enumerate(names):
        low, high = plot.x(edges[index]), plot.x(edges[index + 1])
        lines = wrapped(name, high - low - 8, _SIZE, 3, 600)
        for row, line in enumerate(lines):
            canvas.text(((low + high) / 2, below + 14 + row * _SIZE * LEADING), line, "text", _SIZE, 600, "middle")
        deepest = max(deepest, below + 4 + len(lines) * _SIZE * LEADING)
    return deepest + 4
