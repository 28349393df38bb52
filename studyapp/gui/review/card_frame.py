"""The card on the review screen: its text, its exercise, its exhibit, and the notes beside or below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.exhibits import Exhibit
from studyapp.domain.grading import Mark
from studyapp.gui.card_view import WIDEST_TEXT, CardView, Note, ReadMedia, answer_notes
from studyapp.gui.review.task_view import TaskView, view_class
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import Card, Inset, set_spacing

_NOTES_WIDTH = 264
_ANSWER_WIDTH = 372
"""Of an exercise that stands beside the stem."""
_WIDE_WINDOW = 1000
"""Design pixels of the window from which on parts stand beside the text."""
_SETTLED_MS = 50
"""After this all parts of an answer have their places."""
_GLANCE_MS = 60
"""After this the learner is reading, and the answer can be made ready."""


class CardFrame(Card):
    """Shows one card, question side first."""

    ready_changed = Signal()
    """What can be checked, or the words for it, may have changed."""
    submitted = Signal()
    """The learner asks for the check from inside the exercise."""
    marked = Signal(object)
    """A new Mark after the check."""
    passed_on = Signal()
    """The learner goes on from the exercise to the grades."""

    def __init__(self, read_media: ReadMedia) -> None:
        super().__init__(padding=(1, 1))
        self._read_media = read_media
        self._shown: ShownCard | None = None
        self._hint_shown, self._low, self._checked = False, False, False
        self._views: dict[type[TaskView], TaskView] = {}
        self._view: TaskView | None = None
        self.text = CardView(read_media)
        self.notes = CardView(read_media, size=13, token="muted")
        self._notes_box = Inset()
        self._notes_box.box.addWidget(self.notes)
        self._below: _Below | None = None
        self._build()
        self._while_reading = QTimer(self, singleShot=True, interval=_GLANCE_MS)
        self._while_reading.timeout.connect(self._prepare_answer)
        # Rows grow inside one another: how far one can scroll is known only after some rounds of layout.
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self._bring_answer_into_view)
        self.area.verticalScrollBar().rangeChanged.connect(self._follow_layout)
        theme().changed.connect(self._set_lengths)
        self._set_lengths()

    def _prepare_answer(self) -> None:
        if self._view is not None:
            self._view.prepare_result()
        elif self._shown is not None:
            self.text.prepare(self._shown.face.answer)

    def _build(self) -> None:
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._column = QVBoxLayout()
        # The stem, and at its right an exercise that stands beside it.
        self._head = QHBoxLayout()
        self._head.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        # What is filled only by cards that have it: the exhibit, and an exercise below the stem.
        self._middle, self._exercise = QVBoxLayout(), QVBoxLayout()
        for part in (self._head, self._middle, self._exercise):
            self._column.addLayout(part)
        self._column.addStretch(1)
        self._row.addLayout(self._column, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        self.area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self.box.addWidget(self.area)
        self._place_parts()

    @property
    def view(self) -> TaskView | None:
        """The exercise of the card shown, if it has one."""
        return self._view

    @property
    def has_hidden_hint(self) -> bool:
        """Whether the card has a hint that is not shown yet."""
        return self._shown is not None and bool(self._shown.face.hint) and not self._hint_shown

    @property
    def hint_shown(self) -> bool:
        """Whether the learner has asked for the hint."""
        return self._hint_shown

    @property
    def spoken(self) -> str:
        """What a screen reader says of the answer that is shown."""
        if self._view is not None:
            return self._view.spoken_result
        answer = self._below.answer if self._below is not None and self._below.answer.isVisibleTo(self) else self.text
        return answer.accessibleDescription()

    def ask(self, shown: ShownCard, *, draft: object = None, asks_confidence: bool = False) -> None:
        """Show a card's question side, with what the learner has already done on it."""
        self._shown, self._hint_shown, self._checked = shown, False, False
        self.text.show_face(shown.face, shown.deck_id, answer=False)
        self._take_view(shown)
        if self._view is not None and shown.face.task is not None:
            self._view.asks_confidence = asks_confidence
            self._view.ask(shown.face.task, shown)
            if draft is not None:
                self._view.restore(draft)
        self._show_below(shown.face.exhibit, answer=False)
        self._show_notes(self._view.notes(checked=False) if self._view is not None else [])
        self._place_parts()
        self._fit_exhibit()
        self._while_reading.start()
        self._settling.stop()
        self.area.verticalScrollBar().setValue(0)

    def draft(self) -> object:
        """What the learner has done on the card so far."""
        return self._view.draft() if self._view is not None else None

    def handles(self, event: QKeyEvent) -> bool:
        """Let the exercise use a key."""
        return self._view is not None and (not self._checked or self._view.keeps_focus) and self._view.handles(event)

    def reveal(self) -> Mark | None:
        """Show the answer side; the mark of a card that has an exercise."""
        shown, view = self._shown, self._view
        assert shown is not None
        self._checked = True
        mark = view.check() if view is not None else None
        plain_below = view is None and shown.face.exhibit is not None
        if view is None and not plain_below:
            self.text.show_face(shown.face, shown.deck_id, answer=True)
        self._show_below(shown.face.exhibit_answer, answer=plain_below)
        notes = view.notes(checked=True) if view is not None else []
        self._show_notes([*notes, *answer_notes(shown.face, shown.source, hint=self._hint_shown)])
        if view is None:
            (self._below.answer if self._below is not None and plain_below else self.text).fade_in_answer()
        self._settling.start()
        return mark

    def last_stop(self) -> QWidget:
        """The part after which Tab goes to the grades."""
        stop = self._view.last_stop() if self._view is not None else None
        return stop or self.notes

    def show_hint(self) -> None:
        """Show the hint beside the question."""
        if self._shown is not None and self.has_hidden_hint:
            self._hint_shown = True
            before = self._view.notes(checked=False) if self._view is not None else []
            self._show_notes([("Hint", self._shown.face.hint), *before])

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        self._low = low
        self._set_lengths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put parts beside or below the text as there is room."""
        super().resizeEvent(event)
        self._place_parts()
        self._fit_exhibit()

    def _take_view(self, shown: ShownCard) -> None:
        """Take the exercise that fits the card into use, and put the one before it away."""
        wanted = view_class(shown.face.task) if shown.face.task is not None else None
        if self._view is not None and type(self._view) is not wanted:
            self._view.hide()
            self._view = None
        if wanted is None or self._view is not None:
            return
        if wanted not in self._views:
            view = self._views[wanted] = wanted(self._read_media)
            view.ready_changed.connect(self.ready_changed)
            view.submitted.connect(self.submitted)
            view.marked.connect(self.marked)
            view.passed_on.connect(self.passed_on)
            if view.beside:
                self._head.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._exercise.addWidget(view)
        self._view = self._views[wanted]
        self._view.show()

    def _show_below(self, exhibit: Exhibit | None, *, answer: bool) -> None:
        if self._below is None:
            if exhibit is None and not answer:
                return
            self._below = _Below(self._read_media)
            self._middle.addWidget(self._below)
        self._below.show_parts(self._shown if answer else None, exhibit)

    def _show_notes(self, notes: Sequence[Note]) -> None:
        # The room of notes that come with the answer is kept, so that no exercise or exhibit changes its width.
        exhibit = self._shown is not None and self._shown.face.exhibit is not None
        kept = not self._view.beside if self._view is not None else exhibit
        policy = self._notes_box.sizePolicy()
        policy.setRetainSizeWhenHidden(kept and self._is_wide)
        self._notes_box.setSizePolicy(policy)
        self._notes_box.setVisible(bool(notes))
        # A widget that is hidden does not tell its layout of its new policy.
        self._row.update()
        self.notes.show_notes(notes, self._shown.deck_id if self._shown else 0, "Notes")

    @property
    def _is_wide(self) -> bool:
        return self.window().width() >= theme().length(_WIDE_WINDOW)

    def _place_parts(self) -> None:
        view_beside = self._view is not None and self._view.beside
        self._place_view(view_beside and self._is_wide)
        beside = self._is_wide and not view_beside
        if beside and self._row.indexOf(self._notes_box) < 0:
            self._column.removeWidget(self._notes_box)
            self._row.addWidget(self._notes_box, 0, Qt.AlignmentFlag.AlignTop)
        elif not beside and self._column.indexOf(self._notes_box) < 0:
            self._row.removeWidget(self._notes_box)
            self._column.insertWidget(self._column.count() - 1, self._notes_box)
        width = theme().length(_NOTES_WIDTH)
        self._notes_box.setMinimumWidth(width if beside else 0)
        self._notes_box.setMaximumWidth(width if beside else theme().length(WIDEST_TEXT))

    def _place_view(self, beside: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(direction)
        for view in self._views.values():
            if view.beside:
                view.setFixedWidth(theme().length(_ANSWER_WIDTH)) if beside else _let_grow(view)

    def _set_lengths(self) -> None:
        set_spacing(self._row, (20, 8) if self._low else (32, 24), 24)
        self._keep_width()
        self._column.setSpacing(theme().length(16))
        self._head.setSpacing(theme().length(24))
        self._place_parts()

    def _keep_width(self) -> None:
        """Let the scroll bar take its room from the margin, so that nothing moves aside when it comes."""
        bar, margins = self.area.verticalScrollBar(), self._row.contentsMargins()
        margins.setRight(margins.left() - (bar.sizeHint().width() if bar.maximum() > 0 else 0))
        if margins != self._row.contentsMargins():
            self._row.setContentsMargins(margins)

    def _fit_exhibit(self) -> None:
        """Show the whole exhibit below the question, where that is possible; the answer leaves it as it is."""
        if self._below is None or self._below.exhibit.exhibit is None or self._checked:
            return
        self._row.activate()
        foot = self._row.contentsMargins().bottom()
        self._below.exhibit.fit(self._below.width(), self.area.viewport().height() - self._below.y() - foot)

    def _follow_layout(self) -> None:
        self._keep_width()
        self._fit_exhibit()
        if self._settling.isActive():
            self._bring_answer_into_view()

    def _bring_answer_into_view(self) -> None:
        area = self._answer_area()
        if area is not None:
            bar, margin = self.area.verticalScrollBar(), theme().length(8)
            # No further than needed, and never past the beginning of the answer.
            bar.setValue(max(bar.value(), min(area[0] - margin, area[1] + margin - bar.pageStep())))

    def _answer_area(self) -> tuple[int, int] | None:
        """Top and bottom of the answer inside the scrolled body."""
        if self._view is not None:
            area, y = self._view.result_area(), self._view.y()
            return (y + area[0], y + area[1]) if area is not None else None
        if self._below is not None and self._below.answer.isVisible():
            answer = self._below.answer.geometry().translated(self._below.pos())
            return answer.top(), answer.bottom()
        return self.text.y() + self.text.answer_top, self.text.geometry().bottom()


class _Below(QWidget):
    """What stands below question or exercise: the exhibit, and the answer of a question that has one."""

    def __init__(self, read_media: ReadMedia) -> None:
        super().__init__()
        from studyapp.gui.card_view.exhibit_view import ExhibitView

        self.exhibit, self.answer = ExhibitView(), CardView(read_media)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.exhibit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.answer)

    def show_parts(self, answered: ShownCard | None, exhibit: Exhibit | None) -> None:
        """Show an exhibit, and the answer of the card that is answered."""
        self.exhibit.show_exhibit(exhibit)
        self.exhibit.setVisible(exhibit is not None)
        self.answer.setVisible(answered is not None)
        if answered is not None:
            self.answer.show_answer(answered.face, answered.deck_id)
        self.setVisible(exhibit is not None or answered is not None)


_ANY_WIDTH = 16777215


def _let_grow(view: QWidget) -> None:
    view.setMinimumWidth(0)
    view.setMaximumWidth(_ANY_WIDTH)
