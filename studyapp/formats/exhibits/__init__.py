"""Exhibits as SVG: charts and diagrams in the colors of the design, light and dark, with alternative text.

Each picture is laid out for its width, so that its text keeps its size; the height follows from what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from studyapp.domain.exhibits import Exhibit
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import text_width, wrapped

NARROWEST, WIDEST = 320, 1200
"""Pixels; a picture is never laid out narrower or wider."""

Draw = Callable[[Canvas, Mapping[str, Any], float], float]
"""Draws the data below a height and gives the height of the whole."""

_MODULES = {
    "control": "control",
    "histogram": "histogram",
    "pareto": "pareto",
    "scatter": "scatter",
    "network": "network",
    "bathtub": "bathtub",
    "oc": "oc",
    "gantt": "gantt",
    "cause-effect": "cause_effect",
    "matrix": "matrix",
}
_PADDING = 20
_SIZE, _CAPTION = 13, 12
_LINE = 18


def svg(exhibit: Exhibit, dark: bool, width: int = 616) -> str:
    """The picture of an exhibit, so many pixels wide: only shapes and text, no script and no reference.

    A table with more numbers than there is room for is wider, to be shown smaller.
    """
    module = import_module(f"{__name__}.{_MODULES[exhibit.chart]}")
    canvas = Canvas(min(WIDEST, max(NARROWEST, width)), dark)
    caption = module.caption(exhibit.data) if exhibit.answered and hasattr(module, "caption") else ""
    top, written = _heading(canvas, exhibit.title, caption)
    height = module.draw(canvas, exhibit.data, top)
    if caption and not written:
        height = _caption(canvas, caption, height)
    return canvas.svg(height, exhibit.title, exhibit.alternative)


def _heading(canvas: Canvas, title: str, caption: str) -> tuple[float, bool]:
    """The title, and beside it what the answer adds if there is room; gives the height below which is free, and whether."""
    start = _PADDING + text_width("Exhibit", _SIZE, 600) + 9
    needed = text_width(caption, _CAPTION) + 24
    beside = start + text_width(title, _SIZE) + needed <= canvas.width - _PADDING
    canvas.text((_PADDING, 27), "Exhibit", "text", _SIZE, 600)
    lines = wrapped(title, canvas.width - _PADDING - start, _SIZE, 3)
    for index, line in enumerate(lines):
        canvas.text((start, 27 + index * _LINE), line, "muted", _SIZE)
    if beside:
        canvas.text((canvas.width - _PADDING, 27), caption, "muted", _CAPTION, anchor="end")
    return 41.0 + max(0, len(lines) - 1) * _LINE, beside


def _caption(canvas: Canvas, caption: str, height: float) -> float:
    """What the answer adds, at the bottom, so that nothing above it moves; gives the height of the whole."""
    for line in wrapped(caption, canvas.width - 2 * _PADDING, _CAPTION, 3):
        height += _LINE
        canvas.text((_PADDING, height - 12), line, "text", _CAPTION)
    return height + 2
