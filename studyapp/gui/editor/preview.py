"""The cards of a note as they will look, both sides at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from studyapp.domain.cards import Face, face, ordinals
from studyapp.domain.content import Kind
from studyapp.domain.exhibits import Exhibit
from studyapp.domain.tasks import Calculate
from studyapp.gui.card_view import CardView, ReadMedia, answer_notes
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Inset
from studyapp.gui.widgets.text import Label

if TYPE_CHECKING:
    from studyapp.gui.card_view.exhibit_view import ExhibitView

MOST_CARDS = 12
"""Cards that are drawn; a cloze can give a hundred."""


class Preview(QScrollArea):
    """Shows each card of a note in a frame, one below the other."""

    focus_radius = 8

    def __init__(self, read_media: ReadMedia) -> None:
        super().__init__()
        self._read_media = read_media
        self._cards: list[_PreviewCard] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview")
        body = QWidget()
        body.setAutoFillBackground(False)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, theme().length(12), 0)
        self._column.setSpacing(theme().length(12))
        self._message = Label("", "note", wrap=True)
        self._column.addWidget(self._message)
        self._column.addStretch(1)
        self.setWidget(body)

    @property
    def texts(self) -> list[str]:
        """What the shown cards say."""
        return [card.text.toPlainText() for card in self._cards if not card.isHidden()]

    def show_note(self, kind: Kind, fields: Mapping[str, Any], deck_id: int) -> None:
        """Show the cards that these fields, which have no mistakes, give."""
        numbers = ordinals(kind, fields)
        self._message.setText(_remark(len(numbers)))
        self._message.setVisible(bool(self._message.text()))
        for place, ordinal in enumerate(numbers[:MOST_CARDS]):
            if place == len(self._cards):
                self._add()
            self._cards[place].show_face(partial(face, kind, fields, ordinal), deck_id)
        for card in self._cards[min(len(numbers), MOST_CARDS) :]:
            card.hide()

    def show_nothing(self) -> None:
        """Say that there is nothing to show while there are mistakes."""
        self._message.setText("The cards show here as soon as the fields on the left are in order.")
        self._message.show()
        for card in self._cards:
            card.hide()

    def _add(self) -> None:
        card = _PreviewCard(self._read_media)
        self._cards.append(card)
        self._column.insertWidget(self._column.count() - 1, card)


class _PreviewCard(Card):
    """Both sides of one card, its exhibit as it is answered, and its notes."""

    def __init__(self, read_media: ReadMedia) -> None:
        super().__init__(padding=(20, 16))
        self._make: Callable[[int], Face] | None = None
        self._deck_id, self._seed = 0, 0
        self.text, self._notes = CardView(read_media, size=15), CardView(read_media, size=13, token="muted")
        self.other_numbers = Button("Other numbers", "link", icon="refresh-cw")
        self.other_numbers.clicked.connect(self._draw_again)
        self.exhibit: ExhibitView | None = None
        self._notes_box = Inset(padding=(16, 12))
        self._notes_box.box.addWidget(self._notes)
        self.box.addWidget(self.text)
        self.box.addWidget(self.other_numbers, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self._notes_box)

    def show_face(self, make: Callable[[int], Face], deck_id: int) -> None:
        """Show the card that `make` gives for a seed."""
        self._make, self._deck_id, self._seed = make, deck_id, 0
        self._show(make(0))
        self.show()

    def _draw_again(self) -> None:
        if self._make is not None:
            self._seed += 1
            self._show(self._make(self._seed))

    def _show(self, shown: Face) -> None:
        notes = answer_notes(shown)
        self.text.show_face(shown, self._deck_id, answer=True)
        self.other_numbers.setVisible(isinstance(shown.task, Calculate))
        self._show_exhibit(shown.exhibit_answer)
        self._notes.show_notes(notes, self._deck_id, "Notes")
        self._notes_box.setVisible(bool(notes))

    def _show_exhibit(self, exhibit: Exhibit | None) -> None:
        if self.exhibit is None:
            if exhibit is None:
                return
            from studyapp.gui.card_view.exhibit_view import ExhibitView

            self.exhibit = ExhibitView()
            self.box.insertWidget(1, self.exhibit)
        self.exhibit.show_exhibit(exhibit)
        self.exhibit.setVisible(exhibit is not None)


def _remark(cards: int) -> str:
    if cards == 0:
        return "Notes of this kind give no cards yet."
    return f"The first {MOST_CARDS} of {cards} cards." if cards > MOST_CARDS else ""
