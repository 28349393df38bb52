"""The Practice page before and after an exam: what can be practiced now, the exam in progress, and past ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.exam_values import Offer
from studyapp.domain.mock_exam import MOCKS, ExamKind
from studyapp.errors import UserError
from studyapp.gui.practice.names import PUBLISHED, RELAXED, STRICT
from studyapp.gui.practice.offer_card import DrillPicker, DrillRow, MockCard
from studyapp.gui.practice.past_list import PastList
from studyapp.gui.practice.resume_card import DamagedCard, ResumeCard
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.choices import Switch
from studyapp.gui.widgets.frames import Card, Divider, EmptyState, PageHeader, ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label

_NARROW = 860
"""Page width in design pixels below which the columns stand below one another."""
_TIGHT = 640
BLOCKED = "One exam at a time: nothing else can be started before you finish or discard the one above."
"""Why no button starts anything while an exam is in progress."""


class PracticeHome(QWidget):
    """Offers, the exam in progress, past exams, and open-book preparation."""

    start_wanted = Signal(object, bool, str, bool)
    """Kind, strict, scope, and whether only questions never met are wanted."""
    resume_wanted = Signal(int)
    discard_wanted = Signal(int)
    report_wanted = Signal(int)
    statistics_wanted = Signal()
    open_book_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._running: int | None = None
        self._questions = 0
        self._to_count: deque[Callable[[], None]] = deque()
        self._focus_wanted = False
        self.resume = ResumeCard()
        self.damaged: list[DamagedCard] = []
        self.mocks = {kind: MockCard(kind) for kind in MOCKS}
        self.strict, self.relaxed = Button("Strict", "toggle", height=32), Button("Relaxed", "toggle", height=32)
        self.blocked = Label(BLOCKED, "secondary", wrap=True)
        self.mode_words = Label(STRICT, "note", wrap=True)
        self.fresh = Switch("Only questions I have never met")
        self.drill, self.missed, self.new = DrillPicker(), DrillRow("Missed questions"), DrillRow("New questions")
        self.past = PastList()
        self.open_book = Button("Open-book preparation…", icon="book-open")
        self.empty = EmptyState("clipboard-check", "No exam questions yet", "")
        self.invite = Button("Import a deck…", "primary", icon="download", key="Ctrl+O", height=44)
        self._build()
        self._connect()
        self._counting = QTimer(self, interval=0)
        self._counting.timeout.connect(self._count_next)
        theme().changed.connect(self._fit)
        self._fit()

    def _build(self) -> None:
        self._header = PageHeader("Practice")
        self.body = ScrollColumn()
        self._offers = QWidget()
        offers = self._offers_column = QVBoxLayout(self._offers)
        offers.setContentsMargins(0, 0, 0, 0)
        self._mock_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for card in self.mocks.values():
            self._mock_row.addWidget(card, 1)
        offers.addWidget(self.blocked)
        offers.addWidget(self._mode())
        offers.addLayout(self._mock_row)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._drills(), 1)
        self._columns.addWidget(self.past, 1)
        offers.addLayout(self._columns)
        self.empty.box.addSpacing(theme().length(8))
        self.empty.box.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignHCenter)
        self._published = Label(PUBLISHED, "label", wrap=True)
        self._damaged = QVBoxLayout()
        self._header.end.addWidget(self.open_book)
        self.body.box.addWidget(self._header)
        self.body.box.addWidget(self.resume)
        self.body.box.addLayout(self._damaged)
        for part in (self._offers, self.empty):
            self.body.box.addWidget(part)
        self.body.box.addWidget(self._published)
        self.body.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)

    def _mode(self) -> QWidget:
        box = QWidget()
        self._mode_grid = QGridLayout(box)
        self._mode_grid.setContentsMargins(0, 0, 0, 0)
        self._mode_grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().length(4))
        self._modes = QButtonGroup(self)
        for button in (self.strict, self.relaxed):
            button.setAutoDefault(False)
            self._modes.addButton(button)
            buttons.addWidget(button)
        self.strict.setChecked(True)
        self._mode_grid.addLayout(buttons, 0, 0)
        self._mode_grid.addWidget(self.mode_words, 0, 1)
        self._mode_grid.addWidget(self.fresh, 0, 2)
        return box

    def _drills(self) -> Card:
        card = Card(padding=(24, 18), spacing=14)
        card.box.addWidget(Label("Drills, without a clock", "card_title"))
        for row in (self.drill, self.missed, self.new):
            card.box.addWidget(row)
            if row is not self.new:
                card.box.addWidget(Divider())
        card.box.addStretch(1)
        return card

    def _connect(self) -> None:
        for kind, card in self.mocks.items():
            card.start.connect(lambda kind=kind: self._start(kind))
        self.missed.start.connect(lambda: self._start(ExamKind.MISSED))
        self.new.start.connect(lambda: self._start(ExamKind.NEW))
        self.drill.start.connect(lambda: self._start(self.drill.kind, self.drill.scope))
        self.drill.chosen.connect(self._count_drill)
        self._modes.buttonClicked.connect(self._show_mode)
        self.fresh.toggled.connect(self._count_all)
        self.resume.resume.connect(lambda: self._with_running(self.resume_wanted.emit))
        self.resume.discard.connect(lambda: self._with_running(self.discard_wanted.emit))
        self.past.report.connect(self.report_wanted)
        self.past.statistics.connect(self.statistics_wanted)
        self.open_book.clicked.connect(self.open_book_wanted)
        self.invite.clicked.connect(self.import_wanted)

    @property
    def is_strict(self) -> bool:
        """Whether mock exams start in strict mode."""
        return self.strict.isChecked()

    @property
    def counting(self) -> bool:
        """Whether offers are still being counted."""
        return bool(self._to_count)

    def reload(self) -> None:
        """Read what is running, what is past, and begin to count what can be offered."""
        exams, now = self._collection.exams, clock.now()
        self._running = exams.running(now)
        if self._running is not None:
            exam = exams.exam(self._running)
            self.resume.show_exam(exam, exams.seconds_left(self._running, now), now)
        self.resume.setVisible(self._running is not None)
        self.blocked.setVisible(self._running is not None)
        self._explain_buttons()
        self._show_damaged()
        self.past.show_exams(exams.past(), now)
        self.drill.show_outline(self._collection.outline)
        self._count_all()

    def status_text(self) -> str:
        """Whose exams these are."""
        return "For practice only. Not affiliated with ASQ."

    def focus_first(self) -> None:
        """Give the focus to what leads on."""
        wanted = [self.resume.button, *(card.button for card in self.mocks.values()), self.invite, self.open_book]
        first = next((button for button in wanted if button.isVisible() and button.isEnabled()), None)
        # Nothing can be pressed before it is counted.
        self._focus_wanted = first is None or self.counting
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            # A button that was switched off on the way has passed the focus on, and the page has followed it.
            self.body.verticalScrollBar().setValue(0)

    def _explain_buttons(self) -> None:
        """Say at each button why it cannot be pressed while an exam is in progress."""
        why = BLOCKED if self._running is not None else ""
        mocks = [card.button for card in self.mocks.values()]
        for button in (*mocks, self.drill.button, self.missed.button, self.new.button):
            button.setToolTip(why)
            button.setAccessibleDescription(why)

    def refresh_time(self) -> None:
        """Show the time left of the exam in progress as it is now."""
        if self._running is not None and self.resume.isVisible():
            exams, now = self._collection.exams, clock.now()
            self.resume.show_exam(exams.exam(self._running), exams.seconds_left(self._running, now), now)

    def _show_mode(self) -> None:
        self.mode_words.setText(STRICT if self.is_strict else RELAXED)

    def _start(self, kind: ExamKind, scope: str = "") -> None:
        strict = self.is_strict and kind in MOCKS
        fresh = self.fresh.isChecked() and kind not in (ExamKind.MISSED, ExamKind.NEW)
        self.start_wanted.emit(kind, strict, scope, fresh)

    def _with_running(self, tell: Callable[[int], None]) -> None:
        if self._running is not None:
            tell(self._running)

    # Offers are counted one by one, so that the page is there at once.

    def _count_all(self) -> None:
        self._questions = 0
        for card in self.mocks.values():
            card.show_counting()
        self.missed.show_offer(None, startable=False)
        self.new.show_offer(None, startable=False)
        self.drill.show_counting()
        self._to_count.clear()
        for kind in MOCKS:
            self._to_count.append(partial(self._count_mock, kind))
        self._to_count += [
            partial(self._count_row, self.missed, ExamKind.MISSED),
            partial(self._count_row, self.new, ExamKind.NEW),
            self._show_drill_offer,
            self._show_whether_empty,
        ]
        if self.isVisible():
            self._counting.start()

    def _count_drill(self) -> None:
        self.drill.show_counting()
        self._to_count.append(self._show_drill_offer)
        if self.isVisible():
            self._counting.start()

    def _count_next(self) -> None:
        if self._to_count:
            self._to_count.popleft()()
        if not self._to_count:
            self._counting.stop()
            if self._focus_wanted and self.isVisible():
                self.focus_first()

    def _count_mock(self, kind: ExamKind) -> None:
        offer, problem = self._offer(kind)
        card = self.mocks[kind]
        if offer is None:
            card.show_problem(problem)
            return
        self._questions = max(self._questions, offer.questions)
        card.show_offer(offer, startable=self._running is None)
        self._choose_primary()

    def _count_row(self, row: DrillRow, kind: ExamKind) -> None:
        offer, problem = self._offer(kind)
        self._questions = max(self._questions, offer.questions if offer is not None else 0)
        row.show_offer(offer, startable=self._running is None, problem=problem)

    def _show_drill_offer(self) -> None:
        if not self.drill.scope:
            self.drill.show_offer(None, startable=False, problem="No deck here brings an outline of the exam.")
            return
        offer, problem = self._offer(self.drill.kind, self.drill.scope)
        self._questions = max(self._questions, offer.questions if offer is not None else 0)
        self.drill.show_offer(offer, startable=self._running is None, problem=problem)

    def _offer(self, kind: ExamKind, scope: str = "") -> tuple[Offer | None, str]:
        """What this kind offers, or None and the reason in a sentence."""
        fresh = self.fresh.isChecked() and kind not in (ExamKind.MISSED, ExamKind.NEW)
        try:
            return self._collection.exams.offer(clock.now(), kind, scope, fresh), ""
        except UserError as error:
            return None, str(error)

    def _show_whether_empty(self) -> None:
        """Without any question there is one thing to do: bring some."""
        nothing = not self._questions and not self.fresh.isChecked() and not self.past.rows and self._running is None
        sentence = self.mocks[ExamKind.FULL].sentence.text()
        if nothing:
            self.empty.sentence.setText(
                "Practice exams are made of multiple-choice and numeric questions. Your decks have none that can be asked. "
                "Import a deck that brings some."
            )
            self.empty.setAccessibleDescription(sentence)
        self.empty.setVisible(nothing)
        self._offers.setVisible(not nothing)

    def _choose_primary(self) -> None:
        """One button leads: that of the largest mock there is, unless an exam is in progress."""
        startable = [card for card in self.mocks.values() if card.button.isEnabled()]
        for card in self.mocks.values():
            leads = bool(startable) and card is startable[0] and self._running is None
            card.button.set_kind("primary" if leads else "secondary")

    def _show_damaged(self) -> None:
        for old in self.damaged:
            self._damaged.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.damaged = [DamagedCard(exam) for exam in self._collection.exams.damaged()]
        for card in self.damaged:
            card.discard.connect(lambda exam_id=card.exam_id: self.discard_wanted.emit(exam_id))
            self._damaged.addWidget(card)
            card.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on counting."""
        super().showEvent(event)
        if self._to_count:
            self._counting.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for the numbers, and the collection may be about to close."""
        super().hideEvent(event)
        self._counting.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside or below one another."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        look = theme()
        narrow, tight = self.width() < look.length(_NARROW), self.width() < look.length(_TIGHT)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(below if narrow else beside)
        self._mock_row.setDirection(below if tight else beside)
        for part in (self.mode_words, self.fresh):
            self._mode_grid.removeWidget(part)
        self._mode_grid.addWidget(self.mode_words, *((1, 0, 1, 3) if narrow else (0, 1)))
        self._mode_grid.addWidget(self.fresh, *((2, 0, 1, 3) if tight else (0, 2)))
        self._mode_grid.setHorizontalSpacing(look.length(16))
        self._mode_grid.setVerticalSpacing(look.length(6))
        self.drill.set_narrow(tight)
        self.open_book.setText("Open book…" if tight else "Open-book preparation…")
        self.open_book.retheme()
        set_spacing(self.body.box, (20, 16) if narrow else (32, 20), 16)
        for layout in (self._offers_column, self._mock_row, self._columns):
            layout.setSpacing(look.length(16))
