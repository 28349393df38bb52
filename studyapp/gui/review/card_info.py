"""All that is known of one card, in words, and its history as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studyapp import clock
from studyapp.collection import CardInfo, Collection, PastReview
from studyapp.domain.scheduling import State, retrievability
from studyapp.gui.review.flags import FLAG_NAMES
from studyapp.gui.review.grade_bar import RATING_NAMES
from studyapp.gui.review.intervals import days_in_words, delay_in_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.painting import NBSP, per_cent
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import clock_time, locale, number, short_date

Fact = tuple[str, str]
Index = QModelIndex | QPersistentModelIndex

_STATES = {
    State.NEW: "New, never answered",
    State.LEARNING: "Learning",
    State.REVIEW: "Review",
    State.RELEARNING: "Learning again after a lapse",
}
_KINDS = {"learn": "Learning", "review": "Review", "relearn": "Relearning"}
_COLUMNS = ("Date", "Grade", "Kind", "Days since", "Next in", "Seconds")


def facts(info: CardInfo, collection: Collection, now: datetime) -> Iterator[Fact]:
    """What there is to say about a card, as names with values in words; names without a value are left out."""
    for name, value in (*_scheduling(info, collection, now), *_content(info, collection, now)):
        if value:
            yield name, value


def _scheduling(info: CardInfo, collection: Collection, now: datetime) -> Iterator[Fact]:
    state, today = info.state, collection.review.today(now)
    yield "State", _STATES[state.state]
    yield "Put away", _put_away(info, today)
    yield "Due", _due(info, today, now)
    if state.state == State.REVIEW and state.due_day is not None and state.last_day is not None:
        yield "Interval", days_in_words(state.due_day - state.last_day)
    if state.memory is not None:
        stability = days_in_words(state.memory.stability) if state.memory.stability >= 0.95 else "less than a day"
        elapsed = max(0, today - (state.last_day or today))
        recall = retrievability(state.memory.stability, elapsed, collection.parameters.current.decay)
        yield "Stability", f"{stability} until recall falls to {per_cent(0.9)}"
        yield "Recall now", per_cent(recall)
        yield "Difficulty", f"{locale().toString(state.memory.difficulty, 'f', 1)} on a scale of 1 to 10"
    yield "Answers", number(state.reps)
    yield "Lapses", number(state.lapses)


def _content(info: CardInfo, collection: Collection, now: datetime) -> Iterator[Fact]:
    leaf = collection.outline.leaf(info.leaf) if collection.outline else None
    yield "Flag", FLAG_NAMES[info.flag] if info.flag else ""
    yield "Deck", info.deck_title
    yield "Outline", f"{leaf.id} {leaf.title}" if leaf else info.leaf or ""
    yield "Level", (info.level or "").capitalize()
    yield "Competencies", ", ".join(info.competencies)
    yield "Tags", ", ".join(info.tags)
    yield "Kind", f"{info.kind.capitalize()}, card {info.ordinal + 1}"
    yield "Source", info.source
    yield "Status", info.status.capitalize()
    yield "Added", short_date(_local(info.added, now).date())
    yield "Edited", short_date(_local(info.edited, now).date()) if info.edited != info.added else ""
    yield "Key", info.key


def _put_away(info: CardInfo, today: int) -> str:
    if info.suspended:
        return "Suspended"
    return "Buried until tomorrow" if info.buried_until is not None and info.buried_until >= today else ""


def _due(info: CardInfo, today: int, now: datetime) -> str:
    state = info.state
    if state.due_at is not None:
        seconds = state.due_at / 1000 - now.timestamp()
        return f"In {delay_in_words(seconds)}" if seconds > 0 else "Now"
    if state.due_day is None:
        return ""
    if state.due_day <= today:
        return "Today" if state.due_day == today else f"Since {short_date(date.fromordinal(state.due_day))}"
    return f"{short_date(date.fromordinal(state.due_day))}, in {days_in_words(state.due_day - today)}"


def _local(milliseconds: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)


class HistoryModel(QAbstractTableModel):
    """The answers to a card, newest first."""

    def __init__(self, reviews: tuple[PastReview, ...], now: datetime) -> None:
        super().__init__()
        self._lines = [_history_line(review, now) for review in reviews]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One row an answer."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Six columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        return self._lines[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None


def _history_line(review: PastReview, now: datetime) -> tuple[str, ...]:
    moment = _local(review.time, now)
    return (
        f"{short_date(moment.date())}, {clock_time(moment)}",
        f"{int(review.rating)} {RATING_NAMES[review.rating]}",
        _KINDS.get(review.kind, review.kind.capitalize()),
        number(review.elapsed_days),
        days_in_words(review.scheduled_days) if review.scheduled_days else "the same day",
        f"{round(review.seconds)}{NBSP}s",
    )


class CardInfoDialog(QDialog):
    """Shows what is known of a card. Raises UserError if it is gone."""

    def __init__(self, collection: Collection, card_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = clock.now()
        info = collection.cards.info(card_id)
        self.facts = dict(facts(info, collection, now))
        self.setWindowTitle("Card info")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.length(24), look.length(20), look.length(24), look.length(20))
        column.setSpacing(look.length(12))
        column.addWidget(Label(info.headline, "card_title", wrap=True))
        column.addWidget(self._facts_area(), 5)
        column.addWidget(Label("History" if info.reviews else "No answers yet.", "strong"))
        self.history = self._history_table(info, now)
        if info.reviews:
            column.addWidget(self.history, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = Button("Close")
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.close_button.setFocus()
        self.resize(look.length(720), look.length(720))

    def _facts_area(self) -> QScrollArea:
        look, body = theme(), QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.length(24))
        grid.setVerticalSpacing(look.length(6))
        for line, (name, value) in enumerate(self.facts.items()):
            shown = Label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name}: {value}")
            grid.addWidget(Label(name, "secondary"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, line, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(self.facts), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName("Facts")
        area.setAccessibleDescription("; ".join(f"{name}: {value}" for name, value in self.facts.items()))
        area.setWidget(body)
        body.setAutoFillBackground(False)
        return area

    def _history_table(self, info: CardInfo, now: datetime) -> QTableView:
        table = QTableView(self)
        model = HistoryModel(info.reviews, now)
        model.setParent(table)
        table.setModel(model)
        table.setAccessibleName("History")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme().length(34))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setStyleSheet(f"QTableView::item {{ padding: 0 {theme().length(8)}px; }}")
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setVisible(bool(info.reviews))
        return table
