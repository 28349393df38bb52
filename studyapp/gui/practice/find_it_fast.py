"""“Find it fast”: a topic is named, the clock runs while the learner looks it up in the real books."""

from __future__ import annotations

from enum import Enum, auto
from time import monotonic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.find_it import LONGEST, ROUND, SLOW, Lookup, Prompt, next_prompt, summarize
from studyapp.domain.open_book import LeafReference
from studyapp.gui.theme import theme
from studyapp.gui.widgets.bars import ProgressLine
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Inset, ScrollColumn
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number

_TICK_MS = 200
TIGHT = 480
"""Width in design pixels below which cards have little padding."""


class Step(Enum):
    """Where a round is."""

    READY = auto()
    SEARCHING = auto()
    JUDGING = auto()
    DONE = auto()


class FindItFast(QWidget):
    """Rounds of ten look-ups. Space starts and stops the clock, 1 and 2 say whether it was found."""

    reference_wanted = Signal(str)
    """Note where this leaf is found."""
    step_changed = Signal()
    """Other keys lead on."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.step = Step.READY
        self.prompt: Prompt | None = None
        self.round: list[Lookup] = []
        self._began = self._took = 0.0
        self.progress, self.place = ProgressLine(), Label(style="note")
        self.intro = Label(
            "Lay your books on the desk as you will have them in the exam. A topic is named, the clock runs: find the place, "
            f"then press Space. Up to {SLOW:.0f} seconds leave half of a question’s time for thinking.",
            "secondary",
            wrap=True,
        )
        self.topic, self.leaf = Label(style="display", wrap=True), Label(style="lead", wrap=True)
        self.time = Label(style="number")
        self.reference = _Reference()
        self.start = Button("Start", "primary", icon="timer", key="Space", height=44)
        self.stop = Button("I have it", "primary", key="Space", height=44)
        self.found, self.not_found = (
            Button("Found", "primary", key="1", height=44),
            Button("Not found", key="2", height=44),
        )
        self.again = Button("Next round", "primary", key="Space", height=44)
        self.summary = _Summary()
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._show_time)
        self._build()
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self.have_it)
        self.found.clicked.connect(lambda: self.judge(True))
        self.not_found.clicked.connect(lambda: self.judge(False))
        self.again.clicked.connect(self.new_round)
        self.summary.reference_wanted.connect(self.reference_wanted)
        theme().changed.connect(self._dress)
        self._dress()
        self._show_step()

    # What the learner does

    def begin(self) -> None:
        """Name a topic and let the clock run."""
        outline = self._collection.outline
        if self.step is not Step.READY or outline is None:
            return
        if self.prompt is None:
            asked = {lookup.leaf for lookup in self.round}
            past = self._collection.open_book.lookups()
            self.prompt = next_prompt(outline, past, asked, seed=len(past))
        if self.prompt is not None:
            self._began = monotonic()
            self._go_to(Step.SEARCHING)

    def have_it(self) -> None:
        """Stop the clock."""
        if self.step is Step.SEARCHING:
            self._took = monotonic() - self._began
            self._go_to(Step.JUDGING)

    def judge(self, found: bool) -> None:
        """Keep whether it was the right place, and go on."""
        if self.step is not Step.JUDGING or self.prompt is None:
            return
        lookup = self._collection.open_book.record_lookup(self.prompt.leaf, self._took, found, clock.now())
        self.round.append(lookup)
        self.prompt = None
        if len(self.round) >= ROUND:
            self._go_to(Step.DONE)
        else:
            self.step = Step.READY
            self.begin()

    def new_round(self) -> None:
        """Begin again with other topics."""
        self.round.clear()
        self.prompt = None
        self.step = Step.READY
        self.begin()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Space, 1 and 2, which no button with the focus has used. Whether the key belongs here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Space:
                {
                    Step.READY: self.begin,
                    Step.SEARCHING: self.have_it,
                    Step.JUDGING: _nothing,
                    Step.DONE: self.new_round,
                }[self.step]()
            case Qt.Key.Key_1 | Qt.Key.Key_2 if self.step is Step.JUDGING:
                self.judge(event.key() == Qt.Key.Key_1)
            case _:
                return False
        return True

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys that lead on from here."""
        if self.step is Step.JUDGING:
            return [("1", "Found"), ("2", "Not found")]
        button = {Step.READY: self.start, Step.SEARCHING: self.stop, Step.DONE: self.again}[self.step]
        return [("Space", button.text())] if not button.isHidden() else []

    def reload(self) -> None:
        """A look-up may have been undone."""
        kept = self._collection.open_book.lookups()
        if any(lookup not in kept for lookup in self.round):
            self.round = [lookup for lookup in self.round if lookup in kept]
            if self.step is Step.DONE:
                self.step = Step.READY
        self._show_step()

    def focus_first(self) -> None:
        """Put the keyboard on what leads on."""
        for button in (self.start, self.stop, self.found, self.again):
            if button.isVisibleTo(self):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def hideEvent(self, event: QHideEvent) -> None:
        """A search that is left does not count; its topic comes again."""
        super().hideEvent(event)
        if self.step in (Step.SEARCHING, Step.JUDGING):
            self._go_to(Step.READY)

    # What is shown

    def _go_to(self, step: Step) -> None:
        had_focus = any(part.hasFocus() for part in (self.start, self.stop, self.found, self.not_found, self.again))
        self.step = step
        self._show_step()
        if had_focus:
            self.focus_first()

    def _show_step(self) -> None:
        step = self.step
        searching, judging, done = step is Step.SEARCHING, step is Step.JUDGING, step is Step.DONE
        self._ticking.start() if searching else self._ticking.stop()
        topics = self._collection.outline is not None and next(self._collection.outline.leaves(), None) is not None
        if not topics:
            self.intro.setText("No deck here brings an outline of the exam, so there are no topics to look up.")
        self.intro.setVisible(step is Step.READY)
        for part in (self.topic, self.leaf, self.time):
            part.setVisible(searching or judging)
        self.reference.setVisible(judging)
        self.start.setVisible(step is Step.READY and topics)
        self.stop.setVisible(searching)
        self.found.setVisible(judging)
        self.not_found.setVisible(judging)
        self.again.setVisible(done)
        self.summary.setVisible(done)
        self.summary.stats.setVisible(done)
        self._show_place()
        if searching or judging:
            self._show_prompt()
        if done:
            self._show_summary()
        self.step_changed.emit()

    def _show_place(self) -> None:
        done = len(self.round)
        self.place.setText(f"{number(min(done + (self.step is not Step.DONE), ROUND))} of {number(ROUND)}")
        self.progress.set_progress(done, ROUND, "Look-ups of this round")

    def _show_prompt(self) -> None:
        prompt = self.prompt
        assert prompt is not None
        self.topic.setText(_capital(prompt.topic or prompt.title))
        self.leaf.setText(f"{prompt.leaf}  {prompt.title}")
        self._show_time()
        if self.step is Step.JUDGING:
            self.reference.show_reference(self._collection.open_book.reference(prompt.leaf))

    def _show_time(self) -> None:
        seconds = self._took if self.step is Step.JUDGING else monotonic() - self._began
        self.time.setText(clock_text(seconds))
        self.time.set_token("text" if seconds <= SLOW else "hard")

    def _show_summary(self) -> None:
        noted = self._collection.open_book.references()
        places = {leaf for leaf, reference in noted.items() if reference.leads_somewhere}
        outline = self._collection.outline
        titles = {leaf.id: leaf.title for leaf in outline.leaves()} if outline else {}
        self.summary.show_round(self.round, places, titles, self._collection.open_book.lookup_summary().median)

    def _build(self) -> None:
        card = self._card = Card(padding=(32, 24), spacing=12)
        self._top = QHBoxLayout()
        self._top.addWidget(Label("Find it fast", "card_title"), 1)
        self._top.addWidget(self.place)
        card.box.addLayout(self._top)
        card.box.addWidget(self.progress)
        for part in (self.intro, self.topic, self.leaf, self.time, self.reference, self.summary.stats):
            card.box.addWidget(part)
        self._buttons = QHBoxLayout()
        for button in (self.start, self.stop, self.found, self.not_found, self.again):
            button.setAutoDefault(False)
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        card.box.addLayout(self._buttons)
        card.box.addWidget(self.summary)
        scroll = ScrollColumn(widest=720, margins=(0, 0))
        scroll.box.addWidget(card)
        scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less padding where there is little room."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        self._card.set_padding(32 if self.width() >= theme().length(TIGHT) else 16, 24)
        self._buttons.setSpacing(theme().length(8))
        self._top.setSpacing(theme().length(8))


class _Reference(Inset):
    """Where the learner has noted that the leaf is found."""

    def __init__(self) -> None:
        super().__init__(padding=(16, 12))
        self.words, self.note = Label(wrap=True), Label(style="note", wrap=True)
        self.box.addWidget(self.words)
        self.box.addWidget(self.note)

    def show_reference(self, reference: LeafReference) -> None:
        """Show a reference, or that there is none."""
        place = ", ".join(filter(None, (reference.work, reference.place)))
        self.words.setText(f"Your reference: {place}" if place else "You have noted no reference for this leaf yet.")
        self.note.setText(reference.note)
        self.note.setVisible(bool(reference.note))


class _Summary(QWidget):
    """What a round has shown: `stats` stands for itself above the buttons, the rest below."""

    reference_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.stats, self._lines = QWidget(), QVBoxLayout()
        self._stats = QHBoxLayout(self.stats)
        self._stats.setContentsMargins(0, 0, 0, 0)
        self._parts: list[QWidget] = []
        self.offers: dict[str, Button] = {}
        """For each leaf without a reference the button that leads to it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().length(12))
        self._stats.setSpacing(theme().length(32))
        self._stats.addStretch(1)
        column.addLayout(self._lines)

    @property
    def words(self) -> str:
        """All that is said."""
        stats = [part.accessibleName() for part in self._parts if isinstance(part, Stat)]
        said = [part.text() for part in self._parts if isinstance(part, Label)]
        return "\n".join([*stats, *said, *self.offers])

    def show_round(self, lookups: list[Lookup], places: set[str], titles: dict[str, str], before: float | None) -> None:
        """Show the look-ups of a round; `before` is the median of all rounds in seconds."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        self.offers = {}
        summary = summarize(lookups, places)
        overall = f"all rounds: {before:.0f} s" if before is not None else ""
        self._stat(f"{summary.found} of {summary.lookups}", "found")
        self._stat(f"{summary.median:.0f} s" if summary.median is not None else "–", "median time to find", overall)
        if summary.slowest:
            self._heading("Slowest")
            for lookup in summary.slowest:
                self._line(f"{lookup.leaf}  {titles.get(lookup.leaf, '')}: {clock_text(lookup.seconds)}")
        if summary.not_found:
            self._heading("Not found")
            for leaf in summary.not_found:
                self._line(f"{leaf}  {titles.get(leaf, '')}")
        if summary.without_reference:
            self._heading(f"{counted(len(summary.without_reference), 'leaf', 'leaves')} without a reference")
            for leaf in summary.without_reference:
                self._offer(leaf, f"{leaf}  {titles.get(leaf, '')}")

    def _stat(self, value: str, name: str, comparison: str = "") -> None:
        stat = Stat(value, name, comparison)
        self._stats.insertWidget(self._stats.count() - 1, stat, 0, Qt.AlignmentFlag.AlignTop)
        self._parts.append(stat)

    def _heading(self, text: str) -> None:
        label = Label(text, "subtitle")
        label.setContentsMargins(0, theme().length(8), 0, 0)
        self._add(label)

    def _line(self, text: str) -> None:
        self._add(Label(text, wrap=True))

    def _offer(self, leaf: str, name: str) -> None:
        """A leaf, and the way to note where it is found."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        button = Button("Add reference", "link", height=24)
        button.setAutoDefault(False)
        button.setAccessibleName(f"Add a reference for {name}")
        button.clicked.connect(lambda: self.reference_wanted.emit(leaf))
        line.addWidget(Label(name, wrap=True), 1)
        line.addWidget(button)
        self.offers[leaf] = button
        self._add(row)

    def _add(self, part: QWidget) -> None:
        self._lines.addWidget(part)
        self._parts.append(part)
        part.show()


def clock_text(seconds: float) -> str:
    """`0:07` or `2:35`, at most the ten minutes that are counted."""
    whole = int(min(max(0.0, seconds), LONGEST))
    return f"{whole // 60}:{whole % 60:02}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _nothing() -> None:
    """Space does nothing while found or not found is to be said."""
