"""The cards and questions of one topic: what each asks, how it stands, and how likely it is recalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from studyapp.collection.readiness import LeafCard
from studyapp.domain.content import Kind
from studyapp.domain.scheduling import State
from studyapp.gui.readiness.words import share_words
from studyapp.gui.widgets.painting import plain_tip
from studyapp.gui.widgets.words import day_and_month

Index = QModelIndex | QPersistentModelIndex
Order = Qt.SortOrder
ASKS, KIND, STATE, DUE, NOW, EXAM, PRACTICE = range(7)
_KINDS = {
    Kind.TERM: "Term", Kind.QUESTION: "Question", Kind.CLOZE: "Cloze", Kind.LIST: "Order", Kind.CLASSIFY: "Sort",
    Kind.CHOICE: "Multiple choice", Kind.NUMERIC: "Numbers", Kind.ESSAY: "Essay",
}  # fmt: skip
_STATES = {
    State.NEW: "New",
    State.LEARNING: "Learning",
    State.REVIEW: "Review",
    State.RELEARNING: "Learning again",
}


def state_words(card: LeafCard) -> str:
    """Where a card stands."""
    if card.suspended:
        return "Suspended"
    return "Practice only" if card.reserved else _STATES[card.state]


class CardsModel(QAbstractTableModel):
    """One row a card."""

    def __init__(self, cards: Sequence[LeafCard], exam: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards = list(cards)
        on_day = f"Recall {day_and_month(exam)}" if exam is not None else "Recall on exam day"
        self.columns = ("Asks", "Kind", "State", "Due", "Recall now", on_day, "Practice")

    def card(self, row: int) -> LeafCard:
        """The card of a row."""
        return self._cards[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a card."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as have names."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        return (
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
            if role == Qt.ItemDataRole.TextAlignmentRole
            else None
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        card = self._cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _text(card, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == ASKS:
            return plain_tip(card.headline)
        return None

    def sort(self, column: int, order: Order = Order.AscendingOrder) -> None:
        """Sort by a column; what has no value comes last. Column -1 keeps the order of the deck."""
        if column < 0:
            return
        self.beginResetModel()
        known = [card for card in self._cards if _value(card, column) is not None]
        unknown = [card for card in self._cards if _value(card, column) is None]
        known.sort(key=lambda card: _value(card, column) or (), reverse=order == Order.DescendingOrder)
        self._cards = known + unknown
        self.endResetModel()


def _text(card: LeafCard, column: int) -> str:
    match column:
        case 0:
            return card.headline
        case 1:
            return _KINDS.get(card.kind, card.kind.value.capitalize())
        case 2:
            return state_words(card)
        case 3:
            return day_and_month(date.fromordinal(card.due_day)) if card.due_day is not None else "–"
        case 4:
            return share_words(card.recall_now)
        case 5:
            return share_words(card.recall_exam)
        case _:
            return f"{card.right} of {card.answers} right" if card.answers else "–"


def _value(card: LeafCard, column: int) -> tuple[float | str, ...] | None:
    values: dict[int, tuple[float | str, ...] | None] = {
        ASKS: (card.headline.casefold(),),
        KIND: (card.kind.value,),
        STATE: (card.suspended, card.reserved, int(card.state)),
        DUE: None if card.due_day is None else (card.due_day,),
        NOW: None if card.recall_now is None else (card.recall_now,),
        EXAM: None if card.recall_exam is None else (card.recall_exam,),
        PRACTICE: (card.right / card.answers, -card.answers) if card.answers else None,
    }
    return values[column]
