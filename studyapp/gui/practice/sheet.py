"""The formula sheet beside a question: all formulas of the exam, and a search over them.

Setting a formula takes some 10 ms and there are hundreds of them, so they are made ready one line at a time, and each
part is shown when its formulas are there.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from studyapp.gui.card_view import CardView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.text import Label
from studyapp.paths import shipped

_PART = re.compile(r"^(?=## )", re.MULTILINE)
_RULE = re.compile(r"[\s|:-]+")
_HEADING = re.compile(r"#+ +(.+)")
_PAIR = 2


@cache
def formula_sheet() -> str:
    """The sheet as CommonMark with formulas."""
    return (shipped("resources") / "formula-sheet.md").read_text("utf-8")


def sheet_parts(text: str) -> list[str]:
    """The sheet cut at its second-level headings; its first part may be an introduction."""
    return [narrowed(part.strip()) for part in _PART.split(text) if part.strip()]


def narrowed(part: str) -> str:
    """A part for a narrow column: tables of names and formulas become lists, headings bold lines."""
    lines: list[str] = []
    table: list[list[str]] = []
    for line in [*part.splitlines(), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
            continue
        lines += _as_list(table)
        table = []
        heading = _HEADING.fullmatch(line)
        lines.append(f"**{heading[1]}**" if heading else line)
    return "\n".join(lines).strip()


def _as_list(table: Sequence[Sequence[str]]) -> list[str]:
    if not table:
        return []
    head, *rows = table
    rows = [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]
    if len(head) != _PAIR:
        rule = ["---"] * len(head)
        return ["", *(f"| {' | '.join(row)} |" for row in (head, rule, *rows)), ""]
    return ["", *(line for name, formula in rows for line in (f"- {name}:", "", f"  {formula}", ""))]


class FormulaSheet(QWidget):
    """Shows the parts of the sheet one after another as they get ready."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self.parts = [_Part(part) for part in sheet_parts(text or formula_sheet())]
        self._to_draw: deque[tuple[_Part, str | None]] = deque()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a formula")
        self.search.setAccessibleName("Find a formula")
        self.search.setClearButtonEnabled(True)
        self.nothing = Label(style="note", wrap=True)
        self.nothing.hide()
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in self.parts:
            self._column.addWidget(part)
            part.outdated.connect(self._draw_again)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("Formula sheet")
        self.area.setWidget(body)
        self.area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row in (self.search, self.nothing):
            self._rows.addWidget(row)
        self._rows.addWidget(self.area, 1)
        self.search.textChanged.connect(lambda: self._find(anew=True))
        self.search.returnPressed.connect(lambda: self._find(anew=False))
        self._drawing = QTimer(self, interval=0)
        self._drawing.timeout.connect(self._draw_next)
        theme().changed.connect(self._dress)
        self._dress()
        self._draw_again()

    @property
    def complete(self) -> bool:
        """Whether all parts are shown as they should be now."""
        return not self._to_draw

    def _draw_again(self) -> None:
        self._to_draw.clear()
        for part in self.parts:
            if not part.is_current:
                self._to_draw += [(part, line) for line in part.text.splitlines() if "$" in line]
                self._to_draw.append((part, None))
        self._drawing.start()

    def _draw_next(self) -> None:
        if not self._to_draw:
            self._drawing.stop()
            return
        part, line = self._to_draw.popleft()
        if line is not None:
            part.prepare(line)
            return
        part.show_ready()
        if self.search.text() and not any(view.textCursor().hasSelection() for view in self.parts):
            self._find(anew=True)

    def _find(self, *, anew: bool) -> None:
        """Show the next place that has the words, from the top where they are new."""
        words = self.search.text().strip()
        found = self._next_place(words, anew) if words else None
        self.nothing.setText("Still looking…" if self._to_draw else "No formula has these words.")
        self.nothing.setVisible(bool(words) and found is None)
        for view in self.parts:
            if view is not found:
                view.moveCursor(QTextCursor.MoveOperation.Start)
        if found is not None:
            place = found.y() + found.cursorRect().center().y()
            self.area.ensureVisible(0, place, 0, self.area.viewport().height() // 3)

    def _next_place(self, words: str, anew: bool) -> CardView | None:
        here = next((n for n, view in enumerate(self.parts) if view.textCursor().hasSelection()), 0)
        begin = 0 if anew else here
        for place, view in enumerate(self.parts[begin:] + self.parts[: begin + 1]):
            if anew or place > 0:
                view.moveCursor(QTextCursor.MoveOperation.Start)
            if view.find(words):
                return view
        return None

    def _dress(self) -> None:
        self._rows.setSpacing(theme().length(8))
        self._column.setSpacing(theme().length(12))


class _Part(CardView):
    """One part of the sheet. It draws itself only when its formulas are ready for the width, colors and size of now."""

    outdated = Signal()

    def __init__(self, text: str) -> None:
        self.text = text
        self._ready_for: tuple[int, bool, float] | None = None
        super().__init__(lambda _deck, _name: None, size=14)

    @property
    def is_current(self) -> bool:
        """Whether what is shown is as it should be now."""
        return self._ready_for == self._now()

    def show_ready(self) -> None:
        """Show the text: its formulas have been made ready."""
        self._ready_for = self._now()
        self.show_text(self.text, 0, "Formulas")

    def _render(self) -> None:
        if self.is_current:
            super()._render()
        elif self._ready_for is not None:
            self._ready_for = None
            self.outdated.emit()

    def _now(self) -> tuple[int, bool, float]:
        return self._column(), theme().dark, theme().zoom
