"""The sheet of all keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Keycap, Label

Keys = list[tuple[str, list[tuple[str, str]]]]
_COLUMNS = 2


class KeysSheet(QDialog):
    """All actions with their keys, by menu, and the keys of the page that was open."""

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(theme().length(760), theme().length(560))
        body = QWidget()
        grid = QHBoxLayout(body)
        grid.setSpacing(theme().length(40))
        for column in _balanced(keys):
            box = QVBoxLayout()
            box.setSpacing(theme().length(8))
            for title, lines in column:
                box.addWidget(Label(title, "card_title"))
                box.addLayout(_table(lines))
                box.addSpacing(theme().length(12))
            box.addStretch(1)
            grid.addLayout(box, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setAccessibleName("Keyboard shortcuts")
        close = Button("&Close", "primary")
        close.clicked.connect(self.accept)
        column_box = QVBoxLayout(self)
        set_spacing(column_box, (24, 20), 12)
        column_box.addWidget(Label("Keyboard shortcuts", "title"))
        column_box.addWidget(scroll, 1)
        column_box.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        close.setFocus()


def _table(lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(0, 1)
    grid.setVerticalSpacing(theme().length(6))
    for row, (key, does) in enumerate(lines):
        grid.addWidget(Label(does), row, 0)
        grid.addWidget(Keycap(key), row, 1, Qt.AlignmentFlag.AlignTrailing)
    return grid


def _balanced(keys: Keys) -> list[Keys]:
    """The groups in two columns of about the same height."""
    columns: list[Keys] = [[] for _ in range(_COLUMNS)]
    heights = [0] * _COLUMNS
    for group in keys:
        shortest = heights.index(min(heights))
        columns[shortest].append(group)
        heights[shortest] += len(group[1]) + 2
    return columns
