"""All topics as a table that sorts by any column: the same numbers as the map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studyapp.domain.readiness import LeafReadiness
from studyapp.gui.readiness.words import leaf_sentence, range_words, rule_of, share_words, status_word
from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import plain_tip
from studyapp.gui.widgets.text import STATUS
from studyapp.gui.widgets.words import locale, number

Index = QModelIndex | QPersistentModelIndex
Order = Qt.SortOrder
TOPIC, STATUS_COLUMN, READY, MEMORY, APPLICATION, ANSWERS, MET, WORTH = range(8)
COLUMNS = ("Topic", "Status", "Ready", "Memory", "Application", "Right", "Cards met", "Questions")
_RANK = {"gap": 0, "unknown": 1, "borderline": 2, "strong": 3}
_LEAST_TOPIC = 220
"""Design pixels in which a topic can be told from others."""


class ReadinessModel(QAbstractTableModel):
    """One row a leaf."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._leaves: list[LeafReadiness] = []
        self._sorted: list[LeafReadiness] = []
        self._order: tuple[int, Order] = (TOPIC, Order.AscendingOrder)
        self._when = ""

    def show_leaves(self, leaves: Sequence[LeafReadiness], when: str) -> None:
        """Show these leaves, given in the outline's order."""
        self.beginResetModel()
        self._leaves, self._when = list(leaves), when
        self._sort()
        self.endResetModel()

    def leaf(self, row: int) -> LeafReadiness:
        """The leaf of a row."""
        return self._sorted[row]

    def row_of(self, leaf_id: str) -> int:
        """The row of a leaf; -1 where there is none."""
        return next((row for row, leaf in enumerate(self._sorted) if leaf.leaf.id == leaf_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a leaf."""
        return 0 if parent is not None and parent.isValid() else len(self._sorted)

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
            return _side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words and numbers; the status with its icon and in its color."""
        leaf, column = self._sorted[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _text(leaf, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{leaf_sentence(leaf, self._when)}. {rule_of(leaf.status)}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column) | Qt.AlignmentFlag.AlignVCenter
        if column == STATUS_COLUMN:
            icon, token, _, _ = STATUS[leaf.status]
            if role == Qt.ItemDataRole.DecorationRole:
                return theme().icon(icon, token, 14)
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme().colour(token)
        return None

    def sort(self, column: int, order: Order = Order.AscendingOrder) -> None:
        """Sort by a column; equal ones keep the outline's order. What is not known comes last."""
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._sorted[index.row()].leaf.id) for index in self.persistentIndexList()]
        self._order = (column, order)
        self._sort()
        for index, leaf_id in kept:
            self.changePersistentIndex(index, self.index(self.row_of(leaf_id), index.column()))
        self.layoutChanged.emit()

    def _sort(self) -> None:
        column, order = self._order
        if column == TOPIC:
            self._sorted = list(self._leaves) if order == Order.AscendingOrder else self._leaves[::-1]
            return
        known = [leaf for leaf in self._leaves if _value(leaf, column) is not None]
        unknown = [leaf for leaf in self._leaves if _value(leaf, column) is None]
        known.sort(key=lambda leaf: _value(leaf, column) or 0.0, reverse=order == Order.DescendingOrder)
        self._sorted = known + unknown


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeading if column in (TOPIC, STATUS_COLUMN) else Qt.AlignmentFlag.AlignTrailing


def _text(leaf: LeafReadiness, column: int) -> str:
    memory, evidence = leaf.memory, leaf.evidence
    match column:
        case 0:
            return f"{leaf.leaf.id} {leaf.leaf.title}"
        case 1:
            return status_word(leaf.status)
        case 2:
            return share_words(leaf.value)
        case 3:
            return share_words(memory.share)
        case 4:
            if not evidence.answers:
                return "–"
            return f"{share_words(leaf.application.mean)} ({range_words(leaf.application)})"
        case 5:
            return f"{number(evidence.answers_right)} of {number(evidence.answers)}"
        case 6:
            return f"{number(memory.seen)} of {number(memory.cards)}"
        case _:
            return locale().toString(leaf.questions, "f", 1)


def _value(leaf: LeafReadiness, column: int) -> float | None:
    """What a column is sorted by; None where it is not known."""
    memory, evidence = leaf.memory, leaf.evidence
    applied = leaf.application.mean if evidence.answers else None
    values: dict[int, float | None] = {
        STATUS_COLUMN: _RANK[leaf.status],
        READY: leaf.value,
        MEMORY: memory.share,
        APPLICATION: applied,
        ANSWERS: evidence.answers,
        MET: memory.seen / memory.cards if memory.cards else None,
        WORTH: leaf.questions,
    }
    return values[column]


class ReadinessTable(QTableView):
    """The table; the topic takes the room that is left, and enough to be read: then it scrolls."""

    focus_radius = 8
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ReadinessModel(self)
        self.setModel(self.rows)
        self.setAccessibleName("Table of topics")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(TOPIC, Order.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TOPIC, QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.leaf(index.row()).leaf.id))
        self.rows.modelReset.connect(self._share_width)
        self._dress()
        theme().changed.connect(self._dress)

    def show_leaves(self, leaves: Sequence[LeafReadiness], when: str, chosen: str) -> None:
        """Show these leaves, this one chosen."""
        self.rows.show_leaves(leaves, when)
        self.choose(chosen)

    def choose(self, leaf_id: str) -> None:
        """Choose a leaf without telling of it."""
        row = self.rows.row_of(leaf_id)
        if row >= 0 and row != self.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            blocked = self.selectionModel().blockSignals(True)
            self.selectionModel().setCurrentIndex(self.rows.index(row, max(0, self.currentIndex().column())), flags)
            self.selectionModel().blockSignals(blocked)
            self.viewport().update()
            self.scrollTo(self.rows.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the cards; letters belong to the page."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(self.rows.leaf(row).leaf.id)
        elif event.text().isalpha() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.rows.leaf(index.row()).leaf.id)

    def _share_width(self) -> None:
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(TOPIC)
        header.resizeSection(TOPIC, max(theme().length(_LEAST_TOPIC), header.viewport().width() - others))

    def _dress(self) -> None:
        look = theme()
        end = look.length(18)
        self.setStyleSheet(
            f"QTableView::item {{ padding: 0 {look.length(8)}px; }}"
            f"QHeaderView::section {{ padding: {look.length(6)}px {end}px {look.length(6)}px {look.length(8)}px; }}"
        )
        self.setIconSize(QSize(look.length(14), look.length(14)))
        self.verticalHeader().setDefaultSectionSize(look.length(34))
        self.horizontalHeader().setMinimumSectionSize(look.length(56))
        # The columns have their new widths once the style is taken up.
        QTimer.singleShot(0, self, self._share_width)
