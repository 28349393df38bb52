"""Today when there is nothing to study: done, waiting for a learning card, or no deck yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import SectionNumbers, TodayNumbers
from studyapp.gui.widgets.bars import draw_filled_track
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, EmptyState
from studyapp.gui.widgets.painting import Align, Painted, draw_text, per_cent, smooth, text_width
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import clock_time, counted, number, whole_minutes


class Rest(QWidget):
    """A centered column: what was done, what comes, how the sections stand, and a quiet way on."""

    decks_wanted = Signal()
    import_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, numbers: TodayNumbers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = numbers
        column = QWidget()
        column.setMaximumWidth(theme().length(640))
        self._box = QVBoxLayout(column)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().length(24))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme().length(24), 0, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        if numbers.state == "no deck":
            self.button = self._invite()
        else:
            self.button = self._say_done()
        self._box.addStretch(1)

    def _invite(self) -> Button:
        sentence = "Import a deck, or drop its file anywhere on this window. Then your first cards wait here."
        self._box.addWidget(EmptyState("library", "No cards yet", sentence))
        button = Button("Import a deck…", "primary", icon="download", key="Ctrl+O", height=44)
        button.clicked.connect(self.import_wanted)
        self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def _say_done(self) -> Button:
        numbers = self.numbers
        waiting = numbers.state == "waiting"
        icon, title, sentence = _waiting_words(numbers) if waiting else _done_words(numbers)
        self._box.addWidget(EmptyState(icon, title, sentence))
        stats = QHBoxLayout()
        stats.setSpacing(theme().length(24))
        stats.addStretch(1)
        for count, name in _stats(numbers):
            stats.addWidget(Stat(count, name, centered=True))
        stats.addStretch(1)
        self._box.addLayout(stats)
        if numbers.seen and any(section.questions for section in numbers.sections):
            self._box.addWidget(_memory_card(numbers))
        decks = Button("Look at decks", icon="library", height=44)
        decks.clicked.connect(self.decks_wanted)
        ways = [decks]
        if numbers.held_back and not waiting:
            settings = Button("Open Settings", icon="settings", height=44)
            settings.clicked.connect(self.settings_wanted)
            ways.insert(0, settings)
        for way in ways:
            self._box.addWidget(way, 0, Qt.AlignmentFlag.AlignHCenter)
        if not waiting:
            rest = Label("Stopping here is fine. Rest is part of the plan.", "note", wrap=True)
            rest.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._box.addWidget(rest)
        return ways[0]


def _waiting_words(numbers: TodayNumbers) -> tuple[str, str, str]:
    back = numbers.next_learning
    assert back is not None
    learning = numbers.plan.counts.learning
    cards = "1 card you are learning comes" if learning == 1 else f"{number(learning)} cards you are learning come"
    return "clock", "A short break", f"{cards} back from {clock_time(back)} on. Nothing else is left today."


def _done_words(numbers: TodayNumbers) -> tuple[str, str, str]:
    done = numbers.done
    if not done.answers:
        return "check", "Nothing is due today", _tomorrow(numbers)
    minutes = counted(whole_minutes(done.seconds), "minute")
    recalled = f", {number(done.recalled)} of {counted(done.reviews, 'review')} recalled" if done.reviews else ""
    return (
        "check",
        "You are done for today",
        f"{counted(done.cards, 'card')} in {minutes}{recalled}. {_tomorrow(numbers)}",
    )


def _tomorrow(numbers: TodayNumbers) -> str:
    """What keeps new cards back, and what comes."""
    if numbers.cards_tomorrow:
        comes = "The next cards come tomorrow."
    elif numbers.seen:
        comes = "No card comes back tomorrow."
    else:
        comes = "" if numbers.held_back else "No card waits: all are suspended or left their deck."
    return " ".join(filter(None, (numbers.held_back, comes)))


def _stats(numbers: TodayNumbers) -> list[tuple[str, str]]:
    streak, tomorrow = numbers.streak.current, numbers.cards_tomorrow
    found = [
        (number(streak), "day in a row" if streak == 1 else "days in a row"),
        (number(tomorrow), "card tomorrow" if tomorrow == 1 else "cards tomorrow"),
    ]
    if numbers.days_to_exam is not None and numbers.days_to_exam > 0:
        left = numbers.days_to_exam - 1
        found.append((number(left), "day to go tomorrow" if left == 1 else "days to go tomorrow"))
    return found


def _memory_card(numbers: TodayNumbers) -> Card:
    card = Card(spacing=8)
    sections = [section for section in numbers.sections if section.questions]
    questions = sum(section.questions for section in sections)
    recall = sum(section.recall * section.questions for section in sections) / questions
    title = QHBoxLayout()
    title.addWidget(Label("Memory today", "strong"))
    share = Label(f"{per_cent(recall)} of all cards, by weight in the exam", "note", wrap=True)
    share.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    title.addWidget(share, 1)
    card.box.addLayout(title)
    bars = QHBoxLayout()
    bars.setSpacing(theme().length(16))
    for section in sections:
        bars.addWidget(SectionMeter(section), section.questions)
    card.box.addLayout(bars)
    return card


class SectionMeter(Painted):
    """A small bar over code and per cent."""

    def __init__(self, section: SectionNumbers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = section
        sentence = f"{section.name}: {per_cent(section.recall)} remembered"
        self.describe(f"Section {section.code}, {sentence}")
        self.setToolTip(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A bar and a line of text."""
        return QSize(theme().length(60), theme().length(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar, code and per cent."""
        look, painter, width = theme(), smooth(self), self.width()
        draw_filled_track(painter, self, QRectF(0, 0, width, look.length(8)), self._section.recall)
        line = QRectF(0, look.length(11), width, look.length(18))
        code, share = self._section.code, per_cent(self._section.recall)
        small, strong = look.font(11, 500), look.font(11, 600, tabular=True)
        draw_text(painter, self, line, code, small, look.colour("muted"))
        # Where both do not fit, the per cent is in the tool tip.
        if text_width(code, small) + text_width(share, strong) + look.length(4) <= width:
            draw_text(painter, self, line, share, strong, look.colour("text"), Align.AlignRight)
