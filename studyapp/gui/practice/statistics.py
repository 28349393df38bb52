"""What the learner's own answers say of each question: shown, right, time, and whether it tells good days from bad ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from studyapp.collection import Changes, Collection
from studyapp.collection.exam_values import ItemStatistic
from studyapp.domain.exam_report import LEAST_ANSWERS
from studyapp.gui.practice.statistics_table import StatisticsModel, StatisticsTable, is_often_missed
from studyapp.gui.practice.wrapping_row import WrappingRow
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.focus import has_keyboard
from studyapp.gui.widgets.frames import EmptyState, LoadingState, PageHeader, ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number

EXPLANATION = (
    "“Tells apart” compares a question with the rest of the exam in which it was asked. Clearly: you tend to get it right in the "
    "exams that go well and wrong in the others, as a good question should. Hardly: it says little. Backwards: it goes wrong "
    f"when all else goes well, so look at its wording and its key. It needs {LEAST_ANSWERS} answers."
)
_TABLES = frozenset({"cards", "decks", "exams", "notes"})
_NARROW = 620
_LEAST_TABLE = 215
"""Height in design pixels that the table has at least; below it the page scrolls to the explanation."""


class StatisticsView(QWidget):
    """The table with its filter, and the ways from a question to its note."""

    focus_ring = False
    closed = Signal()
    status_changed = Signal()
    """The keys of the moment have changed."""
    edit_requested = Signal(int)
    """Edit the note with this id."""
    report_card_requested = Signal(int)
    """Report what is wrong with the note with this id."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.model: StatisticsModel | None = None
        self.stack, self.table = QStackedWidget(), StatisticsTable()
        self.all, self.missed = Button("", "toggle", height=32), Button("", "toggle", height=32)
        self.edit = Button("Edit note", icon="pencil", height=32)
        self.report = Button("Report this card", icon="message-square-warning", height=32)
        self.close_button = Button("Close", "quiet", icon="x")
        self.empty = EmptyState(
            "chart-column", "No answers yet", "Finish an exam or a drill, and each of its questions is listed here."
        )
        self._build()
        self._connect()
        self.setAccessibleName("Question statistics")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QTimer.singleShot(0, self, self.reload)

    def reload(self) -> None:
        """Read the answers again."""
        items = self._collection.exams.statistics()
        outline = self._collection.outline
        titles = {leaf.id: leaf.title for leaf in outline.leaves()} if outline else {}
        self.model = StatisticsModel(items, titles, self)
        self.table.show_model(self.model)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.model.modelReset.connect(self._show_selected)
        often = sum(is_often_missed(item) for item in items)
        for button, words, count in ((self.all, "All", len(items)), (self.missed, "Most missed", often)):
            button.setText(f"{words} {number(count)}")
            button.retheme()
        self._header.beside.setText(f"from {counted(sum(item.shown for item in items), 'answer')}")
        self._filter(self.missed.isChecked())
        self._fit()
        had = has_keyboard(self)
        self.stack.setCurrentWidget(self.body if items else self._empty_page)
        self._bar.place()
        self.status_changed.emit()
        if had:
            self.focus_first()

    def on_change(self, changes: Changes) -> None:
        """Something was edited elsewhere: read again."""
        if self.model is not None and changes.tables & _TABLES:
            self.reload()

    @property
    def selected(self) -> ItemStatistic | None:
        """The question that is chosen in the table."""
        rows = self.table.selectionModel().selectedRows() if self.model is not None else []
        return self.model.item(rows[0].row()) if rows and self.model is not None else None

    def focus_first(self) -> None:
        """Give the keyboard to the table, or to the way back where there is none."""
        shown = self.stack.currentWidget() is self.body
        (self.table if shown else self._back).setFocus(Qt.FocusReason.OtherFocusReason)

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        shown = self.stack.currentWidget() is self.body
        return [("↑ ↓", "Question"), ("Enter", "Edit note"), ("Esc", "Back")] if shown else [("Esc", "Back")]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back, Enter to the note."""
        item = self.selected
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.edit_requested.emit(item.note_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on, once there is something to look at."""
        if self.model is not None:
            self.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns where there is no room."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self._header = PageHeader("Question statistics")
        self._header.end.addWidget(self.close_button)
        self._bar = WrappingRow()
        group = QButtonGroup(self)
        for button in (self.all, self.missed):
            group.addButton(button)
        self.all.setChecked(True)
        self.missed.setToolTip("Not right at least every second time")
        for button in (self.all, self.missed, self.edit, self.report):
            button.setAutoDefault(False)
            self._bar.add(button)
        self.body = ScrollColumn(widest=10_000, margins=(0, 0))
        self._column = self.body.box
        for part in (self._header, self._bar):
            self._column.addWidget(part)
        self._column.addWidget(self.table, 1)
        self._words = Label(EXPLANATION, "note", wrap=True)
        self._column.addWidget(self._words)
        self._empty_page = QWidget()
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._empty_page)
        self._back = Button("Back to Practice", "primary", height=44)
        self.empty.box.addSpacing(theme().length(8))
        self.empty.box.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addStretch(2)
        for page in (LoadingState("Counting your answers…"), self.body, self._empty_page):
            self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        theme().changed.connect(self._fit)
        self._fit()

    def _connect(self) -> None:
        for button in (self.close_button, self._back):
            button.clicked.connect(self.closed)
        self.all.clicked.connect(lambda: self._filter(False))
        self.missed.clicked.connect(lambda: self._filter(True))
        self.edit.clicked.connect(lambda: self._emit(self.edit_requested))
        self.report.clicked.connect(lambda: self._emit(self.report_card_requested))
        self.table.doubleClicked.connect(lambda _index: self._emit(self.edit_requested))

    def _emit(self, signal: SignalInstance) -> None:
        item = self.selected
        if item is not None:
            signal.emit(item.note_id)

    def _filter(self, often_missed: bool) -> None:
        if self.model is not None:
            self.model.show_often_missed(often_missed)
        self._show_selected()

    def _show_selected(self) -> None:
        for button in (self.edit, self.report):
            button.setEnabled(self.selected is not None)

    def _fit(self) -> None:
        set_spacing(self._column, (32 if self.width() >= theme().length(_NARROW) else 16, 20), 14)
        self.table.setMinimumHeight(theme().length(_LEAST_TABLE))
