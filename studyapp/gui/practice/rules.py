"""The page before a strict mock exam: what it asks of the learner, and the button that starts the clock."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.collection.exam_values import Offer
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.practice.names import KIND_NAMES
from studyapp.gui.practice.pacing import length_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, ScrollColumn, set_spacing
from studyapp.gui.widgets.painting import Painted, draw_icon, smooth
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

_WIDEST, _LOW = 590, 480


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
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.setMaximumWidth(theme().length(_WIDEST))
        self.text = _Text()
        card.box.addWidget(Label(f"{KIND_NAMES[kind]}, strict", "title", wrap=True))
        card.box.addWidget(Label("As on exam day. Before you start:", "secondary", wrap=True))
        for icon, sentence in self.rules:
            row = QHBoxLayout()
            row.setSpacing(theme().length(12))
            row.addWidget(_Icon(icon), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(sentence, wrap=True), 1)
            self.text.box.addLayout(row)
        card.box.addWidget(self.text)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().length(8))
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.start)
        card.box.addSpacing(theme().length(8))
        card.box.addLayout(buttons)
        self._card, self._page = card, QVBoxLayout(self)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card, 1000)
        line.addStretch(1)
        self._page.addStretch(1)
        self._page.addLayout(line, 1000)
        self._page.addStretch(2)
        theme().changed.connect(self._dress)
        self._dress()
        self.start.clicked.connect(self.accepted)
        self.back.clicked.connect(self.refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less air in a low window."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        low = self.height() < theme().length(_LOW)
        set_spacing(self._page, (16, 8 if low else 24), 0)
        self._card.set_padding(20 if low else 32, 14 if low else 28)
        self._card.setMaximumWidth(theme().length(_WIDEST))


class _Text(ScrollColumn):
    """The rules; they scroll where the window is low, so that the buttons below them are always in view."""

    def __init__(self) -> None:
        super().__init__(widest=_WIDEST, margins=(0, 0))
        # The card shows through.
        self.viewport().setAutoFillBackground(False)
        inside = self.widget()
        assert inside is not None
        inside.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """As high as all of the rules at this width."""
        inside = self.widget()
        # High enough with a scroll bar as well: one that has come would else stay because it takes width from the words.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        height = inside.heightForWidth(width) if inside is not None else 0
        return QSize(theme().length(_WIDEST), height)

    def minimumSizeHint(self) -> QSize:
        """Two lines are enough, as the rest scrolls."""
        return QSize(0, theme().length(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _dress(self) -> None:
        super()._dress()
        self.box.setSpacing(theme().length(14))


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
