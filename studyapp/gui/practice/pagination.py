"""Where the pages of a long document end: between paragraphs and rows, never between a heading and its text.

Qt's own pages break inside of table rows and leave headings alone at the foot. So a document is laid out as one long column,
and cut here. Lengths are pixels of the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

_EDGE = 5.0
"""What lies above the text of a row and belongs to it."""


class Strip(NamedTuple):
    """A part of the column that is not cut."""

    top: float
    bottom: float
    leads: bool
    """Whether it must not be the last of a page, as a heading."""


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    """All paragraphs, also those in cells."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def strips(document: QTextDocument, height: float) -> list[Strip]:
    """The paragraphs and table rows from top to bottom; a paragraph that is higher than a page comes line by line."""
    found: list[Strip] = []
    row = (-1, -1)
    for block in blocks(document):
        if block.length() <= 1:
            # Qt puts an empty paragraph behind each table, at a place inside of it.
            continue
        shape = document.documentLayout().blockBoundingRect(block)
        table = QTextCursor(block).currentTable()
        if table is not None:
            place = table.firstPosition(), table.cellAt(block.position()).row()
            if place == row:
                above = found.pop()
                found.append(Strip(min(above.top, shape.top()), max(above.bottom, shape.bottom()), above.leads))
            else:
                found.append(Strip(shape.top(), shape.bottom(), place[1] == 0 and table.rows() > 1))
            row = place
        elif shape.height() > height:
            lines = (block.layout().lineAt(number).rect() for number in range(block.layout().lineCount()))
            found += [Strip(shape.top() + line.top(), shape.top() + line.bottom(), False) for line in lines]
        else:
            found.append(Strip(shape.top(), shape.bottom(), block.blockFormat().headingLevel() > 0))
    return found


def pages(column: Sequence[Strip], height: float) -> list[tuple[float, float]]:
    """Top and bottom of each page in the column, none higher than `height`."""
    cut: list[tuple[float, float]] = []
    start, first = 0.0, 0
    for number, strip in enumerate(column):
        if strip.bottom - start <= height:
            continue
        begin = number
        while begin > first and column[begin - 1].leads:
            begin -= 1
        if begin == first:
            begin = number
        if begin > first:
            edge = _above(column, begin)
            cut.append((start, min(edge, start + height)))
            start, first = edge, begin
        while strip.bottom - start > height:
            cut.append((start, start + height))
            start += height
    if column:
        cut.append((start, max(column[-1].bottom, start)))
    return cut


def page_of(cut: Sequence[tuple[float, float]], place: float) -> int:
    """The page on which a place of the column is, from 0."""
    return next((number for number, (_, bottom) in enumerate(cut) if place < bottom), len(cut) - 1)


def _above(column: Sequence[Strip], number: int) -> float:
    """Where the page before a strip ends."""
    before, strip = column[number - 1], column[number]
    return max(before.bottom, strip.top - _EDGE) if strip.top > before.bottom else strip.top
