"""The exercise of picking the best answer, by letter, number, arrows or mouse; each option then tells its reason."""

from __future__ import annotations

from string import ascii_lowercase
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import Mark, mark_choice, mark_pick
from studyapp.domain.tasks import Calculate, Choose, Option, Task
from studyapp.gui.card_view import Note, ReadMedia
from studyapp.gui.card_view.options import CONFIDENCE, ConfidenceRow, OptionList
from studyapp.gui.card_view.reasons import option_remarks, tempting_option
from studyapp.gui.review.task_view import TaskView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.scrolling import bring_into_view

WIDEST = 690

_DIGITS = "12345"
_CONFIDENCE_KEYS = {Qt.Key.Key_F2: "F2", Qt.Key.Key_F3: "F3", Qt.Key.Key_F4: "F4"}
"""From a guess to sure."""
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class _Draft(NamedTuple):
    texts: tuple[str, ...]
    picked: int | None
    confidence: int | None


class ChoiceView(TaskView):
    """The options of a choice, or of a numeric question whose answers are offered."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(read_media, parent)
        self._task: Choose | Calculate | None = None
        self._deck_id = 0
        self._offered: tuple[Option, ...] = ()
        self.options, self.confidence = OptionList(read_media), ConfidenceRow()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.options)
        self._column.addWidget(self.confidence)
        self.options.chosen.connect(self._follow)
        for value, key in enumerate(_CONFIDENCE_KEYS.values()):
            self.confidence.buttons[value].set_key(key)
        self._dress()
        theme().changed.connect(self._dress)

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Offer the options in the order of the task."""
        assert isinstance(task, Choose | Calculate)
        self._task, self._deck_id, self._offered = task, shown.deck_id, _offered(task)
        self.options.ask([option.text for option in self._offered], shown.deck_id)
        self.confidence.set_choice(None)
        self.confidence.setEnabled(True)
        self.confidence.setVisible(self.asks_confidence)

    def check(self) -> Mark:
        """Mark the pick and show the reason of every option."""
        task, picked = self._task, self.options.choice
        assert task is not None
        key = next(place for place, option in enumerate(self._offered) if option.correct)
        tempting = tempting_option(self._offered, key, picked)
        self.options.show_result(key, picked, option_remarks(self._offered, key, tempting), tempting=tempting)
        self.confidence.setEnabled(False)
        return mark_choice(task, picked) if isinstance(task, Choose) else mark_pick(task.question, picked)

    def draft(self) -> object:
        """The pick, with the texts it was one of."""
        texts = tuple(option.text for option in self._offered)
        return _Draft(texts, self.options.choice, self.confidence.choice)

    def restore(self, draft: object) -> None:
        """Pick the same text again, if it is still offered."""
        if not isinstance(draft, _Draft):
            return
        self.confidence.set_choice(draft.confidence)
        texts = [option.text for option in self._offered]
        if draft.picked is not None and draft.picked < len(draft.texts) and draft.texts[draft.picked] in texts:
            self.options.choose(texts.index(draft.texts[draft.picked]))

    @property
    def ready(self) -> bool:
        """Whether an option is picked."""
        return self.options.choice is not None

    @property
    def button_key(self) -> str:
        """Space does it too."""
        return "Space"

    @property
    def remark(self) -> str:
        """What to do, until it is done."""
        return "" if self.ready else "Pick an answer first, or see it: that counts as not known."

    @property
    def sure(self) -> bool | None:
        """True for sure, False for a guess."""
        return {2: True, 0: False}.get(self.confidence.choice if self.confidence.choice is not None else 1)

    def focus_first(self) -> None:
        """Leave the focus with the button: letters pick wherever it is."""

    def handles(self, event: QKeyEvent) -> bool:
        """A letter or a digit picks its option before the result is shown."""
        text = event.text().lower()
        if self.asks_confidence and not self.options.locked and self._say_how_sure(event):
            return True
        if self.options.locked or event.modifiers() & ~_PLAIN or len(text) != 1:
            return False
        place = max(ascii_lowercase.find(text), _DIGITS.find(text))
        if not 0 <= place < self.options.count:
            return False
        self.options.choose(place)
        return True

    def keycaps(self) -> list[tuple[str, str]]:
        """The letters, and how sure one is."""
        last = ascii_lowercase[max(0, self.options.count - 1)].upper()
        return [(f"A–{last}", "Choose"), *([("F2–F4", "How sure")] if self.asks_confidence else [])]

    def notes(self, *, checked: bool) -> list[Note]:
        """The worked solution of a numeric question."""
        if not checked or not isinstance(self._task, Calculate):
            return []
        return [("Worked solution", self._task.question.solution)] if self._task.question.solution else []

    def result_area(self) -> tuple[int, int]:
        """From the upper to the lower one of pick and key."""
        rows = [row.geometry() for row in self.options.rows[: self.options.count] if row.result in ("key", "wrong")]
        top = self.options.y()
        return top + min(row.top() for row in rows), top + max(row.bottom() for row in rows)

    def prepare_result(self) -> None:
        """Draw the formulas of the reasons."""
        for row, option in zip(self.options.rows, self._offered, strict=False):
            row.view.prepare(option.rationale)
            row.view.prepare(option.misconception)

    @property
    def spoken_result(self) -> str:
        """Which option is best, and why."""
        said = []
        for row in self.options.rows[: self.options.count]:
            if row.result in ("key", "wrong"):
                said.append(f"{row.accessibleName()}, {row.accessibleDescription()}")
        if self.confidence.choice is not None:
            said.append(f"You said: {CONFIDENCE[self.confidence.choice]}.")
        return " ".join(said)

    def _say_how_sure(self, event: QKeyEvent) -> bool:
        keys = list(_CONFIDENCE_KEYS)
        if event.modifiers() or event.key() not in keys:
            return False
        self.confidence.set_choice(keys.index(Qt.Key(event.key())))
        bring_into_view(self.confidence)
        return True

    def _follow(self, picked: int) -> None:
        """What was picked should be seen and, where there is room, that the learner is asked how sure they are."""
        if self.asks_confidence:
            bring_into_view(self.confidence)
        bring_into_view(self.options.rows[picked])
        self.ready_changed.emit()

    def _dress(self) -> None:
        self._column.setSpacing(theme().length(16))
        self.setMaximumWidth(theme().length(WIDEST))


def _offered(task: Choose | Calculate) -> tuple[Option, ...]:
    if isinstance(task, Choose):
        return task.options
    return tuple(Option(option.text, option.correct, option.why) for option in task.question.options)
