"""One leaf in full: memory, application, what they rest on, and what can be done."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.domain.readiness import LeafReadiness
from studyapp.gui.readiness.range_bar import RangeBar
from studyapp.gui.readiness.words import range_words, remark, rule_of, share_words, when_words, worth_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Divider, Inset
from studyapp.gui.widgets.painting import NBSP, Align, plain_tip
from studyapp.gui.widgets.text import Badge, Label
from studyapp.gui.widgets.words import counted, day_and_month, number

_BESIDE, _ANY = 296, 16_777_215
_FACTS = ("Cards met", "Waiting now", "Practice answers", "Last practiced")


class _Measure(QWidget):
    """Memory or application: name, value, what it means, and a bar."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.name, self.value = Label(style="strong", wrap=True), Label(style="leaf", token=token)
        self.words, self.bar = Label(style="note", wrap=True), RangeBar(token)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().length(4))
        column.addLayout(line)
        column.addWidget(self.words)
        column.addWidget(self.bar)

    def show(self, name: str, share: float | None, likely: tuple[float, float] | None, words: str) -> None:  # type: ignore[override]
        """Show a share of 0–1."""
        self.name.setText(name)
        self.value.setText(share_words(share))
        self.words.setText(words)
        self.bar.show_share(name, share, likely, f"{share_words(share)}, {words}")


class LeafDetail(Card):
    """Shows a leaf; each button says what it begins."""

    study_wanted = Signal()
    practice_wanted = Signal()
    learn_wanted = Signal()
    cards_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 16), spacing=8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.code, self.badge = Label(style="label_strong"), Badge("unknown")
        self.title, self.worth = Label(style="leaf", wrap=True), Label(style="note", wrap=True)
        self.memory, self.application = _Measure("accent"), _Measure("teal")
        self.facts = {name: Label(style="strong") for name in _FACTS}
        self.remark = Label(style="note", wrap=True, token="text")
        self.practice = Button("Practice", "primary", icon="target", height=40)
        self.study, self.learn = Button("Study", icon="book-open"), Button("Learn note", icon="lightbulb")
        self.cards = Button("Cards and questions", icon="file-text")
        self._build()
        for button, signal in (
            (self.practice, self.practice_wanted), (self.study, self.study_wanted), (self.learn, self.learn_wanted),
            (self.cards, self.cards_wanted),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(signal)

    def set_beside(self, beside: bool, narrow: bool) -> None:
        """A column beside the map, or two columns below a section."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in (self._measures, self._actions):
            row.setDirection(down if beside or narrow else across)
        look = theme()
        self.setMinimumWidth(look.length(_BESIDE) if beside else 0)
        self.setMaximumWidth(look.length(_BESIDE) if beside else _ANY)

    def show_leaf(self, leaf: LeafReadiness, exam: date | None, today: date, has_note: bool) -> None:
        """Show this leaf."""
        memory, evidence, when = leaf.memory, leaf.evidence, when_words(exam)
        self.setAccessibleName(f"{leaf.leaf.id} {leaf.leaf.title}")
        self.code.setText(leaf.leaf.id)
        self.badge.set_status(leaf.status)
        self.badge.setToolTip(plain_tip(rule_of(leaf.status)))
        self.title.setText(leaf.leaf.title)
        self.worth.setText(f"Worth {worth_words(leaf.questions)}")
        self.memory.show(f"Memory {when}", memory.share, None, _memory_explained(leaf))
        if evidence.answers:
            few = ", few answers so far" if evidence.total < 10 else ""
            said = f"likely {range_words(leaf.application)}{few}"
            self.application.show("Application", leaf.application.mean, leaf.application.range, said)
        else:
            self.application.show("Application", None, None, "no practice answers yet")
        self.facts["Cards met"].setText(f"{number(memory.seen)} of {number(memory.cards)}" if memory.cards else "none")
        waiting = [f"{number(count)} {word}" for count, word in ((memory.due, "due"), (memory.new, "new")) if count]
        self.facts["Waiting now"].setText(", ".join(waiting) or "nothing")
        self.facts["Practice answers"].setText(
            f"{number(evidence.answers_right)} of {number(evidence.answers)} right" if evidence.answers else "none"
        )
        last = evidence.latest_days
        self.facts["Last practiced"].setText(
            "never" if last is None else "today" if last < 0.5 else day_and_month(today - timedelta(days=round(last)))
        )
        self.remark.setText(remark(leaf))
        self.study.setEnabled(bool(memory.new or memory.due))
        self.study.setToolTip("" if self.study.isEnabled() else "Nothing of this topic waits to be studied now")
        self.learn.setEnabled(has_note)
        self.learn.setToolTip("" if has_note else "Your decks have no learn note on this topic")
        self.cards.setEnabled(bool(memory.cards or memory.questions))
        self.show_offer(None, "")

    def show_offer(self, questions: int | None, problem: str) -> None:
        """How many questions a drill has; None while they are not counted yet, 0 with the reason why there is none."""
        self.practice.setText(f"Practice {counted(questions, 'question')}" if questions else "Practice")
        self.practice.setEnabled(bool(questions))
        self.practice.setToolTip(plain_tip(problem) if problem else "")
        self.practice.setAccessibleDescription(problem or "Key P")
        self.practice.retheme()

    def _build(self) -> None:
        head, grid = QHBoxLayout(), QGridLayout()
        head.addWidget(self.code)
        head.addStretch(1)
        head.addWidget(self.badge)
        self._measures = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._measures.setSpacing(theme().length(12))
        for measure in (self.memory, self.application):
            self._measures.addWidget(measure, 1, Align.AlignTop)
        for row, (name, value) in enumerate(self.facts.items()):
            grid.addWidget(Label(name, "note"), row, 0)
            grid.addWidget(value, row, 1)
            value.setAlignment(Align.AlignRight | Align.AlignVCenter)
        grid.setColumnStretch(0, 1)
        inset = Inset(padding=(12, 10))
        inset.box.addWidget(self.remark)
        self.box.addLayout(head)
        for part in (self.title, self.worth, Divider()):
            self.box.addWidget(part)
        self.box.addLayout(self._measures)
        self.box.addWidget(Divider())
        self.box.addLayout(grid)
        self.box.addWidget(inset)
        self.box.addStretch(1)
        self._actions = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._actions.setSpacing(theme().length(8))
        self._actions.addWidget(self.practice, 1)
        pair = QHBoxLayout()
        pair.setSpacing(theme().length(8))
        for button in (self.study, self.learn):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            pair.addWidget(button)
        self._actions.addLayout(pair, 1)
        self._actions.addWidget(self.cards, 1)
        self.box.addLayout(self._actions)


def _memory_explained(leaf: LeafReadiness) -> str:
    memory = leaf.memory
    if not memory.cards:
        return "no cards"
    if not memory.seen:
        return "none of its cards met; a card never met counts 0"
    of_seen = round(100 * memory.recall / memory.seen)
    return f"{round(100 * memory.seen / memory.cards)}{NBSP}% of the cards met, {of_seen}{NBSP}% of them recalled without further study"
