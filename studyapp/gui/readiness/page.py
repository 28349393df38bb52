"""The Readiness page: a map or a table of all topics, one of them in full, what to do first, and the trend."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Changes, Collection, Scope
from studyapp.collection.readiness import Standing, read_trend
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.readiness import Step, TrendPoint
from studyapp.errors import UserError
from studyapp.gui.page import Page
from studyapp.gui.readiness.cards_view import CardsView
from studyapp.gui.readiness.overview import Overview
from studyapp.gui.readiness.words import FOOTER
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.focus import has_keyboard
from studyapp.gui.widgets.frames import EmptyState, LoadingState
from studyapp.gui.worker import Job, run_in_background

_COUNT_AFTER_MS = 120
"""Pause after which the questions of a chosen topic are counted: not for each one that an arrow key passes."""


class ReadinessPage(Page):
    """Stacks what there is to show: loading, the overview, the cards of a topic, or why there is nothing."""

    title = "Readiness"
    tables = frozenset({"cards", "decks", "exams", "learn_notes", "notes", "parameters", "reviews", "settings"})
    focus_ring = False

    study_requested = Signal(object)
    """Study the cards of a `Scope`."""
    drill_requested = Signal(str)
    """Practice questions of this leaf."""
    learn_requested = Signal(str)
    """Show the learn note of this leaf."""
    info_requested = Signal(int)
    """Show all that is known of this card id."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.standing: Standing | None = None
        self.overview = Overview()
        self.loading = LoadingState("Reading your answers…")
        self.empty = EmptyState("layout-grid", "", "")
        self.way_on = Button("", "primary", height=44)
        self._way_on_to = "import"
        self.cards: CardsView | None = None
        self._trend: Job | None = None
        self.stack = QStackedWidget()
        self._empty_page = QWidget()
        self._build()
        self._connect()
        self._reader = QTimer(self, singleShot=True, interval=0)
        self._reader.timeout.connect(self._read)
        self._counter = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._counter.timeout.connect(self._count_questions)

    def reload(self) -> None:
        """Read where the learner stands; the first time the page is there before the numbers."""
        if self.standing is None:
            self._reader.start()
        else:
            self._read()

    def on_change(self, changes: Changes) -> None:
        """Something was answered, edited or undone: read again."""
        super().on_change(changes)
        if self.cards is not None and self.isVisible() and self.tables & changes.tables:
            self.cards.reload()

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        shown = self.stack.currentWidget()
        if shown is self.cards and self.cards is not None:
            return self.cards.keycaps()
        if shown is not self.overview:
            return []
        keys = [("Enter", "Cards"), ("P", "Practice")]
        return [("↑ ↓", "Topic"), *keys] if self.overview.is_table else [("← →", "Topic"), ("↑ ↓", "Line"), *keys]

    def status_text(self) -> str:
        """What readiness is and is not."""
        return FOOTER if self.standing is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P practices the chosen topic, S studies it, L shows its learn note, T turns between map and table, Esc goes back."""
        detail = self.overview.detail
        buttons = {
            Qt.Key.Key_P: detail.practice, Qt.Key.Key_S: detail.study, Qt.Key.Key_L: detail.learn,
            Qt.Key.Key_T: self.overview.map_button if self.overview.is_table else self.overview.table_button,
        }  # fmt: skip
        button = buttons.get(Qt.Key(event.key())) if not event.modifiers() else None
        if self.cards is not None and event.key() == Qt.Key.Key_Escape:
            self.close_cards()
        elif button is not None and self.stack.currentWidget() is self.overview:
            button.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.stack.currentWidget() is self.overview:
            self.open_cards(self.overview.current)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up; a new day may have begun."""
        super().showEvent(event)
        standing = self.standing
        if standing is not None and self._collection.review.today(clock.now()) != standing.today:
            self.reload()
        if self.overview.current:
            # It was stopped if the page was left too soon.
            self._counter.start()
        if not has_keyboard(self):
            self._focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits any more, and the collection may be about to close."""
        super().hideEvent(event)
        self._counter.stop()
        if self._reader.isActive():
            self._reader.stop()
            self._stale = True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        self._focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the detail beside the map or below a section."""
        super().resizeEvent(event)
        self.overview.fit(self.width())

    def retheme(self) -> None:
        """Columns depend on the zoom."""
        self.overview.fit(self.width())

    def open_cards(self, leaf_id: str) -> None:
        """Show the cards and questions of a leaf in place of the map."""
        found = self.standing.readiness.leaf(leaf_id) if self.standing is not None else None
        if found is None or self.cards is not None:
            return
        self.cards = CardsView(self._collection, found.leaf)
        self.cards.closed.connect(self.close_cards)
        self.cards.info_requested.connect(self.info_requested)
        self.stack.addWidget(self.cards)
        self.stack.setCurrentWidget(self.cards)
        self.cards.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.status_changed.emit()

    def close_cards(self) -> None:
        """Back to the map."""
        if self.cards is None:
            return
        cards, self.cards = self.cards, None
        self._show_overview_or_why_not()
        self.stack.removeWidget(cards)
        cards.hide()
        cards.deleteLater()
        self._focus_first()
        self.status_changed.emit()

    def _build(self) -> None:
        middle = QVBoxLayout(self._empty_page)
        self.empty.box.addSpacing(theme().length(8))
        self.empty.box.addWidget(self.way_on, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addStretch(2)
        for part in (self.loading, self.overview, self._empty_page):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _connect(self) -> None:
        overview, detail = self.overview, self.overview.detail
        overview.leaf_chosen.connect(self._show_leaf)
        overview.opened.connect(self.open_cards)
        overview.steps.chosen.connect(self._take_step)
        overview.view_changed.connect(self.status_changed)
        detail.study_wanted.connect(lambda: self.study_requested.emit(Scope(leaf=overview.current)))
        detail.practice_wanted.connect(lambda: self.drill_requested.emit(overview.current))
        detail.learn_wanted.connect(lambda: self.learn_requested.emit(overview.current))
        detail.cards_wanted.connect(lambda: self.open_cards(overview.current))
        self.way_on.clicked.connect(self._go_on)

    def _read(self) -> None:
        now = clock.now()
        had = has_keyboard(self) or QApplication.focusWidget() in (None, self)
        try:
            self.standing = self._collection.readiness.read(now, self._collection.outline)
        except UserError as error:
            self._say("Readiness cannot be read", str(error), "Try again", "")
            if had:
                self._focus_first()
            return
        if self.standing is not None:
            self.overview.show_standing(self.standing)
            self._start_trend()
        if self.cards is None:
            self._show_overview_or_why_not()
            self.overview.fit(self.width())
            if had and not has_keyboard(self.overview):
                self._focus_first()
        self.status_changed.emit()

    def _show_overview_or_why_not(self) -> None:
        standing = self.standing
        if standing is None:
            self._say(
                "No outline to stand in", "Readiness is told topic by topic, and none of your decks brings an outline of the exam. "
                "Import a deck that does.", "Import a deck…", "import",
            )  # fmt: skip
        elif not standing.readiness.cards and not standing.readiness.answers:
            self._say(
                "No cards yet", "The outline is there, but no deck has cards on its topics. Import a deck that does.",
                "Import a deck…", "import",
            )  # fmt: skip
        elif not standing.readiness.seen and not standing.readiness.answers:
            self._say(
                "Nothing answered yet", "Study some cards or take a practice exam. From then on you see here, topic by topic, what "
                "you will remember on the exam day and what you can apply.", "Study", "study",
            )  # fmt: skip
        else:
            self.stack.setCurrentWidget(self.overview)

    def _say(self, title: str, sentence: str, way_on: str, to: str) -> None:
        self.empty.title.setText(title)
        self.empty.sentence.setText(sentence)
        self.empty.setAccessibleName(title)
        self.empty.setAccessibleDescription(sentence)
        self.way_on.setText(way_on)
        self.way_on.retheme()
        self._way_on_to = to
        self.stack.setCurrentWidget(self._empty_page)
        self.status_changed.emit()

    def _go_on(self) -> None:
        if self._way_on_to == "study":
            self.study_requested.emit(Scope())
        elif self._way_on_to:
            self.command.emit(self._way_on_to)
        else:
            self._read()

    def _start_trend(self) -> None:
        if self._trend is not None:
            self._trend.abandon()
        collection, now, outline = self._collection, clock.now(), self._collection.outline
        assert outline is not None
        file, settings, parameters = collection.file, collection.settings, collection.parameters

        def shown(points: tuple[TrendPoint, ...]) -> None:
            self._trend = None
            self.overview.show_trend(points)

        def failed(error: BaseException) -> None:
            self._trend = None
            if not isinstance(error, UserError):
                raise error
            self.overview.trend.show_words(str(error))

        self._trend = run_in_background(
            self, lambda progress: read_trend(file, settings, parameters, now, outline, progress.check), shown, failed
        )

    def _show_leaf(self, leaf_id: str) -> None:
        standing = self.standing
        found = standing.readiness.leaf(leaf_id) if standing is not None else None
        if found is None or standing is None:
            return
        today = date.fromordinal(standing.today)
        self.overview.detail.show_leaf(found, standing.exam, today, leaf_id in standing.learn_notes)
        if self.isVisible():
            self._counter.start()

    def _count_questions(self) -> None:
        try:
            offer = self._collection.exams.offer(clock.now(), ExamKind.LEAF, self.overview.current)
        except UserError as error:
            self.overview.detail.show_offer(0, str(error))
            return
        self.overview.detail.show_offer(offer.questions, "" if offer.questions else offer.sentence)

    def _take_step(self, step: Step) -> None:
        leaf_id = step.leaf.leaf.id
        self.overview.choose(leaf_id)
        if step.action == "study":
            self.study_requested.emit(Scope(leaf=leaf_id))
        elif step.action == "practice":
            self.drill_requested.emit(leaf_id)
        else:
            self.learn_requested.emit(leaf_id)

    def _focus_first(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.overview:
            self.overview.focus_first()
        elif shown is self._empty_page:
            self.way_on.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.cards is not None:
            self.cards.table.setFocus(Qt.FocusReason.OtherFocusReason)
