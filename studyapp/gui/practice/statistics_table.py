"""Questions with what the learner's own answers say of each, as a table that sorts by any column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studyapp.collection.exam_values import ItemStatistic
from studyapp.gui.practice.report_words import time_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import per_cent

Index = QModelIndex | QPersistentModelIndex
Order = Qt.SortOrder
QUESTION, TOPIC, SHOWN, RIGHT, TIME, TELLS = range(6)
COLUMNS = ("Question", "Topic", "Shown", "Right", "Mean time", "Tells apart")
_PLACE = re.compile(r"(?<![\w\\{])\{[A-Za-z]\w*(?::\d+)?\}")
_CLEAR, _LITTLE = 0.3, 0.1
_LEAST_QUESTION = 200
"""Design pixels in which two lines of a question can be told from others."""


def tells_words(discrimination: float | None) -> str:
    """How well a question tells good days from bad ones, in plain words."""
    if discrimination is None:
        return "too early"
    if discrimination <= -_LITTLE:
        return "backwards"
    if discrimination < _LITTLE:
        return "hardly"
    return "clearly" if discrimination >= _CLEAR else "somewhat"


def headline_words(item: ItemStatistic) -> str:
    """The question; its numbers, which change each time, as dots."""
    return _PLACE.sub("…", item.headline)


def is_often_missed(item: ItemStatistic) -> bool:
    """Whether it was not right at least every second time."""
    return 2 * item.right <= item.shown


class StatisticsModel(QAbstractTableModel):
    """One row a question."""

    def __init__(self, items: Sequence[ItemStatistic], titles: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._all, self._titles = list(items), titles
        self._items = list(items)
        self._order: tuple[int, Order] = (SHOWN, Order.DescendingOrder)

    def show_often_missed(self, only: bool) -> None:
        """Show what is often missed alone, or all."""
        self.beginResetModel()
        self._items = [item for item in self._all if is_often_missed(item)] if only else list(self._all)
        self._sort()
        self.endResetModel()

    def item(self, row: int) -> ItemStatistic:
        """The question of a row."""
        return self._items[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a question."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as have names."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignLeading if section in (QUESTION, TOPIC, TELLS) else Qt.AlignmentFlag.AlignTrailing
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts; what speaks against a question in its colour."""
        item, column = self._items[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(item, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (QUESTION, TOPIC):
            from studyapp.gui.widgets.painting import plain_tip

            return plain_tip(
                item.headline if column == QUESTION else self._titles.get(item.leaf or "", item.leaf or "")
            )
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (SHOWN, RIGHT, TIME):
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column == TELLS:
            word = tells_words(item.discrimination)
            return theme().colour({"backwards": "again", "too early": "muted"}.get(word, "text"))
        return None

    def sort(self, column: int, order: Order = Order.AscendingOrder) -> None:
        """Sort by a column; equal ones keep their order. What has no value yet comes last."""
        self.beginResetModel()
        self._order = (column, order)
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        column, order = self._order
        known = [item for item in self._items if _value(item, column) is not None]
        unknown = [item for item in self._items if _value(item, column) is None]
        known.sort(key=lambda item: _value(item, column) or 0, reverse=order == Order.DescendingOrder)
        self._items = known + unknown

    @staticmethod
    def _text(item: ItemStatistic, column: int) -> str:
        match column:
            case 0:
                return headline_words(item)
            case 1:
                return item.leaf or ""
            case 2:
                return str(item.shown)
            case 3:
                return f"{item.right} ({per_cent(item.right / item.shown)})"
            case 4:
                return time_words(item.mean_seconds)
            case _:
                word = tells_words(item.discrimination)
                return word if item.discrimination is None else f"{word} ({item.discrimination:.2f})".replace("-", "−")


def _value(item: ItemStatistic, column: int) -> tuple[float | str, ...] | None:
    """What a column is sorted by."""
    values: dict[int, tuple[float | str, ...] | None] = {
        QUESTION: (item.headline.casefold(),),
        TOPIC: (item.leaf,) if item.leaf else None,
        SHOWN: (item.shown,),
        RIGHT: (item.right / item.shown, -item.shown),
        TIME: (item.mean_seconds,),
        TELLS: None if item.discrimination is None else (item.discrimination,),
    }
    return values[column]


class StatisticsTable(QTableView):
    """The table: rows of two lines. The question takes the room that is left, and enough to be read; then the table scrolls."""

    focus_radius = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Questions")
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._dress()
        theme().changed.connect(self._dress)

    def show_model(self, model: StatisticsModel) -> None:
        """Show these questions, most shown first."""
        self.setModel(model)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(SHOWN, Order.DescendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Fixed)
        self._dress()
        model.modelReset.connect(self._share_width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        header = self.horizontalHeader()
        if not header.count():
            return
        others = header.length() - header.sectionSize(QUESTION)
        header.resizeSection(QUESTION, max(theme().length(_LEAST_QUESTION), header.viewport().width() - others))

    def _dress(self) -> None:
        look = theme()
        # Room for the arrow that says how it is sorted.
        end = look.length(20)
        self.setStyleSheet(
            f"QTableView::item {{ padding: 0 {end}px 0 {look.length(8)}px; }}"
            f"QHeaderView::section {{ padding: {look.length(6)}px {end}px {look.length(6)}px {look.length(8)}px; }}"
        )
        self.verticalHeader().setDefaultSectionSize(look.length(50))
        self.horizontalHeader().setMinimumSectionSize(look.length(60))
        # The columns have their new widths once the style is taken up.
        QTimer.singleShot(0, self, self._share_width)
