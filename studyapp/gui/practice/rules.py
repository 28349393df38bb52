"""The page before a strict mock exam: what it asks of the learner, and the button that starts the clock."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection.exam_values import Offer
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.practice.names import KIND_NAMES
from studyapp.gui.practice.pacing import length_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, ScrollColumn
from studyapp.gui.widgets.painting import Painted, draw_icon, smooth
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number


class StrictRules(QWidget):
    """States the rules once; nothing has started yet."""

    accepted = Signal()
    refused = Signal()

    def __init__(self, kind: ExamKind, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = (
            ("clock", f"{number(offer.questions)} questions in {length_words(offer.minutes)}: 86 seconds for each."),
            ("pause", "There is no pause. The clock is that of the wall: it runs on when you leave or close studyapp."),
            ("eye-off", "Nothing is marked until the end. You can change every answer until you hand in."),
            ("flag", "Flag what you want to come back to. A question without an answer counts as wrong."),
            (
                "circle-check",
                "Every answer is saved at once. If the computer stops, come back: the time left will be right.",
            ),
            ("book-open", "The exam is open book. Keep your books and your formula sheet at hand."),
        )
        self.start, self.back = Button("Start the clock", "primary", height=44), Button("Back", height=44)
        card = Card(padding=(32, 28), spacing=14)
        card.box.addWidget(Label(f"{KIND_NAMES[kind]}, strict", "title", wrap=True))
        card.box.addWidget(Label("As on exam day. Before you start:", "secondary", wrap=True))
        for icon, sentence in self.rules:
            row = QHBoxLayout()
            row.setSpacing(theme().length(12))
            row.addWidget(_Icon(icon), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(sentence, wrap=True), 1)
            card.box.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().length(8))
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.start)
        card.box.addSpacing(theme().length(8))
        card.box.addLayout(buttons)
        scroll = ScrollColumn(widest=620, margins=(16, 24))
        scroll.box.addStretch(1)
        scroll.box.addWidget(card)
        scroll.box.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.start.clicked.connect(self.accepted)
        self.back.clicked.connect(self.refused)


class _Icon(Painted):
    """A small icon at the height of a line of text; it says nothing that is not also written beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(theme().length(20), theme().length(20))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        draw_icon(smooth(self), self, QRectF(self.rect()), self._name, "accent", 18)
