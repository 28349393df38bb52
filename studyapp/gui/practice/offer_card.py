"""The cards of the Practice page that start something: a mock exam, a drill, missed and new questions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.collection.exam_values import Offer
from studyapp.domain.blueprint import Outline
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.practice.names import KIND_NAMES
from studyapp.gui.practice.pacing import length_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted

COUNTING = "Counting questions…"


class MockCard(Card):
    """One size of mock exam: questions, time, what the decks allow, and the button that starts it."""

    start = Signal()

    def __init__(self, kind: ExamKind, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 18), spacing=6)
        self.kind = kind
        self.title, self.size_words = Label(KIND_NAMES[kind], "card_title"), Label(style="stat")
        self.time_words = Label(style="secondary")
        self.sentence = Label(COUNTING, "note", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.button = Button("Start")
        self.button.setAccessibleName(f"Start {KIND_NAMES[kind].lower()}")
        for part in (self.title, self.size_words, self.time_words):
            self.box.addWidget(part)
        self.box.addSpacing(theme().length(4))
        self.box.addWidget(self.sentence, 1)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self.start)
        # All three are equally wide, whatever their words.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_counting()

    def show_counting(self) -> None:
        """Nothing is known yet."""
        self._show("", "", COUNTING, startable=False)

    def show_offer(self, offer: Offer, *, startable: bool) -> None:
        """Show what is offered."""
        size = counted(offer.questions, "question") if offer.questions else ""
        time = length_words(offer.minutes) if offer.questions else ""
        self._show(size, time, offer.sentence, startable=startable and offer.questions > 0)

    def show_problem(self, sentence: str) -> None:
        """Say why nothing can be offered."""
        self._show("", "", sentence, startable=False)

    def _show(self, size: str, time: str, sentence: str, *, startable: bool) -> None:
        for label, words in ((self.size_words, size), (self.time_words, time)):
            label.setText(words)
            label.setVisible(bool(words))
        self.sentence.setText(sentence)
        self.button.setEnabled(startable)
        self.setAccessibleName(". ".join(filter(None, (KIND_NAMES[self.kind], size, time, sentence))))


class DrillRow(QWidget):
    """A name, a sentence and a button: missed questions, new questions."""

    start = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.sentence = Label(title, "strong"), Label(COUNTING, "note", wrap=True)
        self.button = Button("Start", height=32)
        self.button.setAccessibleName(f"Start {title[:1].lower()}{title[1:]}")
        self.button.clicked.connect(self.start)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.title, self.sentence):
            words.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().length(16))
        self._row.addLayout(words, 1)
        self._row.addWidget(self.button)

    def show_offer(self, offer: Offer | None, *, startable: bool, problem: str = "") -> None:
        """Show what is offered; None while it is being counted or cannot be told."""
        self.sentence.setText(offer.sentence if offer is not None else problem or COUNTING)
        self.button.setEnabled(offer is not None and startable and offer.questions > 0)


class DrillPicker(QWidget):
    """Picks a section and, if wanted, one of its leaves."""

    chosen = Signal()
    """Another section or leaf is picked: ask what it offers."""
    start = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline: Outline | None = None
        self.section, self.leaf = QComboBox(), QComboBox()
        self.section.setAccessibleName("Section")
        self.leaf.setAccessibleName("Topic")
        for combo in (self.section, self.leaf):
            # Long titles are cut rather than making the page wider than the window.
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(12)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sentence = Label(COUNTING, "note", wrap=True)
        self.button = Button("Start", height=32)
        self.button.setAccessibleName("Start drill")
        self._pickers = QHBoxLayout()
        for combo in (self.section, self.leaf):
            self._pickers.addWidget(combo, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme().length(16))
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().length(8))
        column.addWidget(Label("One section or topic", "strong"))
        column.addLayout(self._pickers)
        column.addLayout(foot)
        self.section.currentIndexChanged.connect(self._fill_leaves)
        self.leaf.currentIndexChanged.connect(lambda: self.chosen.emit())
        self.button.clicked.connect(self.start)

    @property
    def kind(self) -> ExamKind:
        """Whether a leaf or a whole section is picked."""
        return ExamKind.LEAF if self.leaf.currentData() else ExamKind.SECTION

    @property
    def scope(self) -> str:
        """The id of the leaf or section that is picked; nothing without an outline."""
        return str(self.leaf.currentData() or self.section.currentData() or "")

    def show_outline(self, outline: Outline | None) -> None:
        """Offer the sections and leaves of an outline; what was picked stays picked."""
        if outline is self._outline and self.section.count():
            return
        section, leaf = self.section.currentData(), self.leaf.currentData()
        self._outline = outline
        self.section.blockSignals(True)
        self.section.clear()
        for each in outline.sections if outline is not None else ():
            self.section.addItem(f"{each.id} · {each.title}", each.id)
        self.section.setCurrentIndex(max(0, self.section.findData(section)))
        self.section.blockSignals(False)
        for combo in (self.section, self.leaf):
            combo.setEnabled(outline is not None)
        self._fill_leaves()
        self.leaf.setCurrentIndex(max(0, self.leaf.findData(leaf)))

    def show_counting(self) -> None:
        """What is picked is being counted."""
        self.sentence.setText(COUNTING)
        self.button.setEnabled(False)

    def show_offer(self, offer: Offer | None, *, startable: bool, problem: str = "") -> None:
        """Show what is offered for what is picked; None where it cannot be told, with the reason."""
        self.sentence.setText(offer.sentence if offer is not None else problem)
        self.button.setEnabled(offer is not None and startable and offer.questions > 0)

    def set_narrow(self, narrow: bool) -> None:
        """Put the fields below one another where there is no room."""
        direction = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._pickers.setDirection(direction)

    def _fill_leaves(self) -> None:
        section = self._outline.section_of(self.section.currentData()) if self._outline is not None else None
        self.leaf.blockSignals(True)
        self.leaf.clear()
        if section is not None:
            self.leaf.addItem(f"All {counted(len(section.leaves), 'topic')}", "")
            for leaf in section.leaves:
                self.leaf.addItem(f"{leaf.id}  {leaf.title}", leaf.id)
        self.leaf.blockSignals(False)
        self.chosen.emit()
