"""Tables: rows × columns of texts and numbers, with marked cells, cells that are asked, and totals."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyapp.domain.number_text import needed_decimals, number_text
from studyapp.formats.exhibits.axes import PADDING
from studyapp.formats.exhibits.canvas import Canvas
from studyapp.formats.exhibits.lettering import LEADING, fits_wrapped, text_width, wrapped

_SIZES = ((13.0, 16.0), (12.0, 14.0), (11.0, 10.0), (10.0, 8.0), (9.0, 6.0))
"""Type sizes, and the room left and right of a text together."""
_MOST_LINES = 4
_MOST_TENTHS = 20
_NUMERIC = set("0123456789.,−-+±%$€£×() ")


@dataclass(frozen=True, slots=True)
class _Grid:
    """All texts by row and column, the heads included, and the look of the columns."""

    texts: list[list[str]]
    widths: list[float]
    numeric: list[bool]
    digits: list[float]
    """How wide the widest entry of each column is."""
    size: float
    cell: float
    named: bool
    """Whether the first column holds the names of the rows."""


def draw(canvas: Canvas, data: Mapping[str, Any], top: float) -> float:
    """The table below a height; gives the height of the whole."""
    grid = _grid(canvas, data)
    marked, asked = set(data.get("highlight", ())), set(data.get("hidden", ()))
    left = (canvas.width - sum(grid.widths)) / 2
    height = top + 2
    last = len(grid.texts) - 1
    for row in range(len(grid.texts)):
        tall = _row_height(grid, row, data)
        if row == 0:
            canvas.rect((left, height), (sum(grid.widths), tall), "sel", radius=4)
        elif row == last and data["total_row"]:
            canvas.line((left, height), (left + sum(grid.widths), height), "text", 1.25)
        elif row > 1:
            canvas.line((left, height), (left + sum(grid.widths), height), "border")
        start = left
        for column, width in enumerate(grid.widths):
            place = (row, column + (0 if grid.named else 1))
            is_marked = row > 0 and bool(marked & {place, (row, 0), (0, place[1])})
            if is_marked or place in asked:
                canvas.rect((start + 2, height + 2), (width - 4, tall - 4), "sel", "accent" if is_marked else "line", 4,
                            1.5 if is_marked else 1)  # fmt: skip
            weight = _weight(grid, data, row, column, is_marked or place in asked)
            _cell(canvas, grid, row, column, (start, height), tall, weight)
            start += width
        height += tall
    canvas.line((left, height), (left + sum(grid.widths), height), "border")
    return height + 20


def _grid(canvas: Canvas, data: Mapping[str, Any]) -> _Grid:
    named, texts = "rows" in data, _texts(data)
    columns = list(zip(*texts, strict=True))
    numeric = [not (named and index == 0) and all(map(_is_numeric, column[1:])) for index, column in enumerate(columns)]
    for size, cell in _SIZES:
        wanted, least = _needed(columns, size, cell)
        if sum(least) <= canvas.width - 2 * PADDING:
            break
    else:
        # Numbers that cannot be read are worse than small ones: the picture becomes wider and is shown smaller.
        canvas.width = sum(least) + 2 * PADDING
    widths = _widths(wanted, least, canvas.width - 2 * PADDING)
    digits = [max(text_width(text, size) for text in column[1:]) for column in columns]
    return _Grid(texts, widths, numeric, digits, size, cell, named)


def _texts(data: Mapping[str, Any]) -> list[list[str]]:
    """All texts by row, the heads included; numbers of a column have the same decimals."""
    asked, named, cells = set(data.get("hidden", ())), "rows" in data, data["cells"]
    decimals = [
        needed_decimals(column, 6) if not any(isinstance(cell, str) for cell in column) else None
        for column in zip(*cells, strict=True)
    ]  # fmt: skip
    texts = [[*([data["corner"]] if named else []), *data["columns"]]]
    for row, line in enumerate(cells, 1):
        shown = [
            "?"
            if (row, column + 1) in asked
            else cell
            if isinstance(cell, str)
            else number_text(cell, decimals[column])
            for column, cell in enumerate(line)
        ]
        texts.append([*([data["rows"][row - 1]] if named else []), *shown])
    return texts


def _lines(text: str) -> int:
    return 1 if _is_numeric(text) else _MOST_LINES


def _needed(columns: Sequence[Sequence[str]], size: float, cell: float) -> tuple[list[float], list[float]]:
    """How wide each column should be for its texts, and must be for their longest words in four lines."""
    wanted = [max(text_width(text, size, 600) for text in column) + cell for column in columns]
    least = [max(_least(text, size) for text in column) + cell for column in columns]
    return wanted, least


def _least(text: str, size: float) -> float:
    if _is_numeric(text):
        return text_width(text, size, 600)
    longest, tenths = _tightest(text)
    return text_width(text, size, 600) if tenths is None else text_width(longest, size, 600) * (1 + tenths / 10)


@functools.lru_cache(maxsize=512)
def _tightest(text: str) -> tuple[str, int | None]:
    """The longest word of a text, and by how many tenths more four lines must be wide, in any size; None for too many."""
    words = text.split()
    longest = max(words, key=lambda word: text_width(word, 1, 600), default="")
    if len(words) <= _MOST_LINES:
        return longest, 0

    def fits(tenths: int) -> bool:
        # A hair less, so that what fits here fits in any size.
        room = text_width(longest, 1, 600) * (1 + tenths / 10) * (1 - 1e-9 if tenths else 1)
        return fits_wrapped(text, room, 1, _MOST_LINES, 600)

    found = bisect_left(range(_MOST_TENTHS), True, key=fits)
    return longest, found if found < _MOST_TENTHS else None


def _widths(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Columns as wide as their texts want, with what is left shared; else as near to it as there is room."""
    spare = room - sum(wanted)
    if spare >= 0:
        return [width + spare / len(wanted) for width in wanted]
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


@functools.lru_cache(maxsize=1024)
def _is_numeric(text: str) -> bool:
    return set(text) <= _NUMERIC or text == "?"


def _row_height(grid: _Grid, row: int, data: Mapping[str, Any]) -> float:
    lines = max(
        len(wrapped(text, width - grid.cell, grid.size, _lines(text), _weight(grid, data, row, column, False)))
        for column, (text, width) in enumerate(zip(grid.texts[row], grid.widths, strict=True))
    )
    return max(1, lines) * grid.size * LEADING + (15 if row else 13)


def _weight(grid: _Grid, data: Mapping[str, Any], row: int, column: int, marked: bool) -> int:
    total = (data["total_row"] and row == len(grid.texts) - 1) or (
        data["total_column"] and column == len(grid.widths) - 1
    )
    return 600 if marked or total or row == 0 else 400


def _cell(
    canvas: Canvas, grid: _Grid, row: int, column: int, corner: tuple[float, float], tall: float, weight: int
) -> None:  # fmt: skip
    text, width = grid.texts[row][column], grid.widths[column]
    lines = wrapped(text, width - grid.cell, grid.size, _lines(text), weight)
    token = "text" if row else "muted"
    size = grid.size if row else min(grid.size, 12.0)
    middle = corner[1] + tall / 2
    if not grid.numeric[column]:
        canvas.centred((corner[0] + grid.cell / 2, middle), lines, token, size, weight, "start")
    elif row == 0 or text == "?":
        canvas.centred((corner[0] + width / 2, middle), lines, token, size, weight)
    else:
        # Digits below digits, the column of numbers in the middle of its room.
        canvas.centred((corner[0] + (width + grid.digits[column]) / 2, middle), lines, token, size, weight, "end")
