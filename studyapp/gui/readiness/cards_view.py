"""All cards and questions of one topic, in place of the map; Esc goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.readiness import LeafCard
from studyapp.domain.blueprint import Leaf
from studyapp.gui.readiness.cards_table import ASKS, CardsModel
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted

_LEAST_ASKS, _LEAST_TABLE, _NARROW = 220, 280, 800


class CardsView(QWidget):
    """The table of a topic's cards."""

    closed = Signal()
    info_requested = Signal(int)
    """Show all that is known of this card id."""

    def __init__(self, collection: Collection, leaf: Leaf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection, self.leaf = collection, leaf
        self._title, self._count = Label(f"{leaf.id} {leaf.title}", "title", wrap=True), Label(style="secondary")
        self.back = Button("Back", "quiet", icon="x")
        self.info = Button("Card info", icon="info")
        self.table = QTableView()
        self.model: CardsModel | None = None
        self._body = ScrollColumn(widest=10_000, margins=(0, 0))
        self._column = self._body.box
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self.info)
        row.addWidget(self.back)
        self._note = Label(
            "Questions that wait for their first practice exam are not listed, so that they stay new.",
            "note",
            wrap=True,
        )
        self._column.addWidget(self._title)
        self._column.addLayout(row)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self._note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self._prepare()
        self.back.clicked.connect(self.closed)
        self.info.clicked.connect(self._show_info)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Cards of {leaf.id} {leaf.title}")
        theme().changed.connect(self._dress)
        self.reload()

    def reload(self) -> None:
        """Read the cards again; the chosen one stays chosen."""
        before, now = self.card, clock.now()
        settings = self._collection.settings.current
        exam = settings.exam_date
        ahead = exam if exam is not None and exam.toordinal() > self._collection.review.today(now) else None
        cards = self._collection.readiness.cards(self.leaf.id, now)
        self._count.setText(counted(len(cards), "card"))
        old, self.model = self.model, CardsModel(cards, ahead, self)
        self.table.setModel(self.model)
        if old is not None:
            old.deleteLater()
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ASKS, QHeaderView.ResizeMode.Fixed)
        rows = [row for row in range(len(cards)) if before is not None and cards[row].card_id == before.card_id]
        self.table.selectRow(rows[0] if rows else 0)
        self.info.setEnabled(bool(cards))
        self._dress()

    @property
    def card(self) -> LeafCard | None:
        """The chosen card."""
        row = self.table.currentIndex().row() if self.model is not None else -1
        return self.model.card(row) if self.model is not None and 0 <= row < self.model.rowCount() else None

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the table."""
        return [("↑ ↓", "Card"), ("Enter", "Card info"), ("Esc", "Back")]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tells of the card, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._show_info()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._dress()

    def _show_info(self) -> None:
        card = self.card
        if card is not None:
            self.info_requested.emit(card.card_id)

    def _prepare(self) -> None:
        table = self.table
        table.setAccessibleName("Cards of the topic")
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.setSortingEnabled(True)
        table.doubleClicked.connect(lambda _index: self._show_info())

    def _dress(self) -> None:
        look = theme()
        set_spacing(self._column, (32 if self.width() > look.length(_NARROW) else 16, 20), 10)
        self.table.setMinimumHeight(look.length(_LEAST_TABLE))
        end = look.length(18)
        self.table.setStyleSheet(
            f"QTableView::item {{ padding: 0 {look.length(8)}px; }}"
            f"QHeaderView::section {{ padding: {look.length(6)}px {end}px {look.length(6)}px {look.length(8)}px; }}"
        )
        self.table.verticalHeader().setDefaultSectionSize(look.length(48))
        QTimer.singleShot(0, self, self._share_width)

    def _share_width(self) -> None:
        header = self.table.horizontalHeader()
        if header.count():
            others = header.length() - header.sectionSize(ASKS)
            header.resizeSection(ASKS, max(theme().length(_LEAST_ASKS), header.viewport().width() - others))
