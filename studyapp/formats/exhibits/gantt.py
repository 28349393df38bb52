"""Gantt charts: bars along a time line, what is done, milestones, links and today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studyapp.domain.number_text import number_text
from studyapp.formats.exhibits.axes import PADDING, Plot, Span, across_ticks, flat_axis
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import fitted, text_width, wrapped

_SIZE = 12
_ROW, _BAR = 34.0, 16.0


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The chart below a height; gives the height of the whole."""
    tasks = data["tasks"]
    column = min(max(text_width(task["name"], _SIZE) for task in tasks), canvas.width * 0.34)
    top += 26 if "today" in data else 8
    left, right = (
        PADDING + column + 14,
        canvas.width - PADDING - (44 if data["progress"] != "never" and any("done" in task for task in tasks) else 8),
    )
    plot = Plot(left, right, top, top + len(tasks) * _ROW, Span(0, data["end"]), Span(0, 1))
    values = across_ticks(plot.across, right - left)
    for value in values:
        canvas.line((plot.x(value), plot.top), (plot.x(value), plot.bottom), "track")
    rows = {task["name"]: plot.top + (index + 0.5) * _ROW for index, task in enumerate(tasks)}
    for task in tasks:
        _row(canvas, plot, task, rows[task["name"]], column)
    if data["links_shown"]:
        _links(canvas, plot, tasks, rows)
    if "today" in data:
        _today(canvas, plot, data["today"], data["today_label"])
    return flat_axis(canvas, plot, values, data["unit"]) + 10


def _row(canvas: Canvas, plot: Plot, task: Mapping[str, Any], middle: float, column: float) -> None:
    canvas.centred((PADDING, middle), wrapped(task["name"], column + 1, _SIZE, 2), "text", _SIZE, anchor="start")
    start, end = plot.x(task["start"]), plot.x(task["start"] + task["duration"])
    if not task["duration"]:
        half = _BAR / 2 - 0.5
        canvas.polygon(
            [(start, middle - half), (start + half, middle), (start, middle + half), (start - half, middle)], "accent"
        )
        return
    corner, size = (start, middle - _BAR / 2), (max(2.0, end - start), _BAR)
    if "done" not in task:
        canvas.rect(corner, size, "h3", radius=3)
        return
    canvas.rect(corner, size, "h1", "h3", 3)
    canvas.rect(corner, (size[0] * task["done"] / 100, _BAR), "h3", radius=3)
    text = f"{number_text(task['done'], 0)}%"
    canvas.centred((canvas.width - PADDING, middle), [text], "muted", 11, anchor="end")


def _links(canvas: Canvas, plot: Plot, tasks: tuple[Mapping[str, Any], ...], rows: Mapping[str, float]) -> None:
    ends = {task["name"]: plot.x(task["start"] + task["duration"]) for task in tasks}
    for task in tasks:
        inside = plot.x(task["start"]) + (min(6.0, (ends[task["name"]] - plot.x(task["start"])) / 2))
        for each in task["after"]:
            height, goal = rows[each], rows[task["name"]]
            edge = goal + (-_BAR / 2 if goal > height else _BAR / 2)
            canvas.arrow(
                [(ends[each], height), (max(inside, ends[each]), height), (max(inside, ends[each]), edge)],
                "muted",
                1.25,
            )


def _today(canvas: Canvas, plot: Plot, today: float, label: str) -> None:
    place = plot.x(today)
    text = fitted(label, canvas.width / 3, 11, 600)
    half = text_width(text, 11, 600) / 2
    canvas.line((place, plot.top - 4), (place, plot.bottom), "hard", 1.75, "6 4")
    canvas.text(
        (min(max(place, PADDING + half), canvas.width - PADDING - half), plot.top - 10), text, "hard", 11, 600, "middle"
    )
