"""The card on the review screen: its text, the rows of an order exercise, and the notes beside or below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.scheduling import Rating
from studyapp.gui.card_view import WIDEST_TEXT, CardView, Note, ReadMedia, answer_notes
from studyapp.gui.review.order_view import HOW_IT_COUNTS, OrderView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import Card, Inset, set_spacing

_NOTES_WIDTH = 264
_WIDE_WINDOW = 1000
"""Design pixels of the window from which on the notes stand beside the text."""
_GLANCE_MS = 60
"""After this the learner is reading, and the answer can be made ready."""


class CardFrame(Card):
    """Shows one card, question side first."""

    def __init__(self, read_media: ReadMedia) -> None:
        super().__init__(padding=(1, 1))
        self._shown: ShownCard | None = None
        self._hint_shown, self._low = False, False
        self.text = CardView(read_media)
        self.order = OrderView()
        self.notes = CardView(read_media, size=13, token="muted")
        self._notes_box = Inset()
        self._notes_box.box.addWidget(self.notes)
        self._build()
        self._while_reading = QTimer(self, singleShot=True, interval=_GLANCE_MS)
        self._while_reading.timeout.connect(self._prepare_answer)
        self._scroll_to_answer = QTimer(self, singleShot=True, interval=0)
        self._scroll_to_answer.timeout.connect(self._bring_answer_into_view)
        theme().changed.connect(self._set_lengths)
        self._set_lengths()

    def _prepare_answer(self) -> None:
        if self._shown is not None:
            self.text.prepare_answer(self._shown.face)

    def _build(self) -> None:
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._column = QVBoxLayout()
        self._column.addWidget(self.text)
        self._column.addWidget(self.order)
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
        self._place_notes()

    @property
    def is_order(self) -> bool:
        """Whether the card shown is an order exercise."""
        return self._shown is not None and bool(self._shown.face.items)

    @property
    def has_hidden_hint(self) -> bool:
        """Whether the card has a hint that is not shown yet."""
        return self._shown is not None and bool(self._shown.face.hint) and not self._hint_shown

    def ask(self, shown: ShownCard) -> None:
        """Show a card's question side."""
        self._shown, self._hint_shown = shown, False
        self.text.show_face(shown.face, shown.deck_id, answer=False)
        self.order.setVisible(self.is_order)
        if self.is_order:
            self.order.ask(shown.face.items, shown.card_id + shown.state.reps)
        self._show_notes([("How it counts", HOW_IT_COUNTS)] if self.is_order else [])
        self._while_reading.start()
        self.area.verticalScrollBar().setValue(0)

    def reveal(self) -> Rating:
        """Show the answer side, and give the grade to propose."""
        shown = self._shown
        assert shown is not None
        if self.is_order:
            grade, sentence = self.order.check()
            self._show_notes([("Your order", sentence), ("Right order", shown.face.answer), *self._answer_notes(shown)])
            return grade
        self.text.show_face(shown.face, shown.deck_id, answer=True)
        self._show_notes(self._answer_notes(shown))
        self.text.fade_in_answer()
        self._scroll_to_answer.start()
        return Rating.GOOD

    def show_hint(self) -> None:
        """Show the hint beside the question."""
        if self._shown is not None and self.has_hidden_hint:
            self._hint_shown = True
            self._show_notes([("Hint", self._shown.face.hint)])

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        self._low = low
        self._set_lengths()

    def scroll_by(self, pages: float) -> None:
        """Scroll by so many views, down or, if negative, up."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the notes beside or below the text as there is room."""
        super().resizeEvent(event)
        self._place_notes()

    def _answer_notes(self, shown: ShownCard) -> list[Note]:
        return answer_notes(shown.face, shown.source, hint=self._hint_shown)

    def _show_notes(self, notes: Sequence[Note]) -> None:
        self._notes_box.setVisible(bool(notes))
        self.notes.show_notes(notes, self._shown.deck_id if self._shown else 0, "Notes")

    def _place_notes(self) -> None:
        beside = self.window().width() >= theme().length(_WIDE_WINDOW)
        if beside and self._row.indexOf(self._notes_box) < 0:
            self._column.removeWidget(self._notes_box)
            self._row.addWidget(self._notes_box, 0, Qt.AlignmentFlag.AlignTop)
        elif not beside and self._column.indexOf(self._notes_box) < 0:
            self._row.removeWidget(self._notes_box)
            self._column.insertWidget(self._column.count() - 1, self._notes_box)
        width = theme().length(_NOTES_WIDTH)
        self._notes_box.setMinimumWidth(width if beside else 0)
        self._notes_box.setMaximumWidth(width if beside else theme().length(WIDEST_TEXT))

    def _set_lengths(self) -> None:
        set_spacing(self._row, (20, 12) if self._low else (32, 24), 24)
        self._column.setSpacing(theme().length(16))
        self._place_notes()

    def _bring_answer_into_view(self) -> None:
        bar, margin = self.area.verticalScrollBar(), theme().length(8)
        top, bottom = self.text.y() + self.text.answer_top, self.text.geometry().bottom()
        # No further than needed, and never past the beginning of the answer.
        bar.setValue(max(bar.value(), min(top - margin, bottom + margin - bar.pageStep())))
