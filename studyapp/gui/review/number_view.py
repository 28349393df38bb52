"""The exercise of working out a number and typing it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import Mark
from studyapp.domain.number_reading import read_number
from studyapp.domain.numeric import NumericOption, NumericQuestion, mark_number, with_unit
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Calculate, Task
from studyapp.gui.card_view import CardView, Note, ReadMedia
from studyapp.gui.review.task_view import TaskView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.fields import TextField
from studyapp.gui.widgets.painting import text_width
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.verdict import Verdict

_FIELD_WIDTH, _FIELD_HEIGHT = 160, 38
_WIDEST_UNIT = 112
_DECIMALS = ("A whole number", "One decimal", "Two decimals", "Three decimals", "Four decimals", "Five decimals")
_EXAMPLES = (12.3456789012, 47.1828182845)
_IN_FRONT = ("$", "€", "£")
_NUMBER_KEYS = "0123456789.,-−"
_MOST_PATHS = 3
"""Usual mistakes that are told besides the learner's own."""


class NumberView(TaskView):
    """A field beside its unit; after the check what is right, how it is worked out, and where a wrong number comes from."""

    beside = True
    accepts_text = True

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(read_media, parent)
        self._question: NumericQuestion | None = None
        self._deck_id = 0
        self._right: bool | None = None
        self._path: NumericOption | None = None
        self._warned = False
        self.field = _AnswerField()
        self.heading = Label("Your answer", "label_strong")
        self.unit_before, self.unit = Label("", "card_title"), Label("", "card_title")
        self.unit_below = Label("", "strong", wrap=True)
        self.verdict = Verdict()
        self.guide = Label("", "note", wrap=True)
        self.solution = CardView(read_media, size=14)
        self.often_seen = CardView(read_media, size=13, token="muted")
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._build()
        self.field.textEdited.connect(self._follow)
        self.field.entered.connect(self._enter)
        theme().changed.connect(self._dress)
        self._dress()

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._row.setContentsMargins(0, 0, 0, 0)
        beside: tuple[QWidget, ...] = (self.unit_before, self.field, self.unit, self.verdict)
        for part in beside:
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._column.addWidget(self.heading)
        self._column.addLayout(self._row)
        below: tuple[QWidget, ...] = (self.unit_below, self.guide, self.solution, self.often_seen)
        for part in below:
            self._column.addWidget(part)

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Show an empty field with the unit of the answer."""
        assert isinstance(task, Calculate)
        self._question, self._deck_id = task.question, shown.deck_id
        self._right, self._path, self._warned = None, None, False
        unit = plain(task.question.unit)
        long = text_width(unit, theme().font(16, 600)) > theme().length(_WIDEST_UNIT)
        place = self.unit_before if unit in _IN_FRONT else self.unit_below if long else self.unit
        for label in (self.unit_before, self.unit, self.unit_below):
            label.setText(unit if label is place else "")
            label.setVisible(bool(label.text()))
        for part in (self.verdict, self.solution, self.often_seen):
            part.hide()
        # Not clear(), which Ctrl+Z would take back in the field instead of undoing the last answer.
        self.field.setText("")
        self.field.setReadOnly(False)
        self.field.setAccessibleName(f"Your answer in {unit}" if unit else "Your answer")
        self._say(_wanted(task.question))
        self._dress()

    def check(self) -> Mark:
        """Lock the field; an empty one counts as not known."""
        question = self._question
        assert question is not None
        self._right, self._path = mark_number(question, self.field.text())
        self.field.setReadOnly(True)
        self.verdict.show_share(float(self._right), "Right" if self._right else "Wrong")
        self.verdict.show()
        self._say(f"The answer is {_answer(question)}.")
        for part, notes in ((self.solution, self._explanations()), (self.often_seen, self._usual_mistakes())):
            part.show_notes(notes, self._deck_id, notes[-1][0] if notes else "")
            part.setVisible(bool(notes))
        self._dress()
        if self._right:
            return Mark(1.0, "Right.")
        return Mark(0.0, f"The answer is {_answer(question)}." if self.field.text().strip() else "No number was typed.")

    def draft(self) -> object:
        """The text in the field."""
        return self.field.text() or None

    def restore(self, draft: object) -> None:
        """Type the text again."""
        if isinstance(draft, str):
            self.field.setText(draft)
            self._follow()

    @property
    def ready(self) -> bool:
        """Whether something is typed."""
        return bool(self.field.text().strip())

    @property
    def objection(self) -> str:
        """What is expected, where the text is no number."""
        question = self._question
        if question is None or not self.ready or read_number(self.field.text()) is not None:
            return ""
        return f"Type a number, such as {_example(question)}."

    def focus_first(self) -> None:
        """Type at once."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)

    def handles(self, event: QKeyEvent) -> bool:
        """A number that is typed elsewhere on the page goes into the field."""
        part = event.text() and event.text() in _NUMBER_KEYS
        if self._right is not None or not part or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self.focus_first()
        self.field.insert(event.text())
        self._follow()
        return True

    def result_area(self) -> tuple[int, int]:
        """Field, answer and solution."""
        return 0, self.height()

    def prepare_result(self) -> None:
        """Draw the formulas of the solution."""
        if self._question is not None and self._right is None:
            self.solution.prepare(self._question.solution)

    @property
    def spoken_result(self) -> str:
        """The right answer, where a wrong one comes from, and the solution."""
        if self._question is None or self._right is None:
            return ""
        answer = f"{self.verdict.text}. {self.guide.text()}"
        notes = (*self._explanations(), *self._usual_mistakes())
        return " ".join([answer, *(f"{heading}: {plain(text)}" for heading, text in notes)])

    def _explanations(self) -> list[Note]:
        """Where the learner's number comes from, and the worked solution."""
        question, path = self._question, self._path
        notes: list[Note] = []
        if path is not None and path.why:
            notes.append((f"Your number comes from a usual mistake: {plain(path.text)}", path.why))
        if question is not None and question.solution:
            notes.append(("Worked solution", question.solution))
        return notes

    def _usual_mistakes(self) -> list[Note]:
        """What else goes wrong often."""
        wrong = self._question.wrong if self._question is not None else ()
        others = [path for path in wrong if path.why and path is not self._path][:_MOST_PATHS]
        told = "\n".join(f"- {_as_text(path.text)}: {_one_line(path.why)}" for path in others)
        return [("Often seen", told)] if told else []

    def _follow(self) -> None:
        """Take back a complaint as soon as something is typed, and show what is typed."""
        self._warned = False
        if self.field.hasFocus():
            bring_into_view(self.field)
        if self._question is not None:
            self._say(_wanted(self._question))
        self.ready_changed.emit()

    def _enter(self) -> None:
        """Check; but a text that is no number stays to be mended, and an empty field must be meant."""
        question = self._question
        if question is None:
            return
        sentence = self.objection
        if not self.ready and not self._warned:
            self._warned = True
            sentence = f"Type a number, such as {_example(question)}. Enter once more shows the answer."
        if sentence:
            self._say(sentence, wrong=True)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        else:
            self.submitted.emit()

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.guide.setText(sentence)
        self.guide.set_token("again" if wrong else "muted")
        self.field.setAccessibleDescription(sentence)

    def _dress(self) -> None:
        look = theme()
        self._column.setSpacing(look.length(8))
        self._row.setSpacing(look.length(8))
        self.field.setFixedWidth(look.length(_FIELD_WIDTH))
        self.field.show_result(self._right)


class _AnswerField(TextField):
    """The field, in large digits, with a frame in the color of the result."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__("Your answer")

    def show_result(self, right: bool | None) -> None:
        """Frame the field as right or wrong, or not at all."""
        look = theme()
        self.setFont(look.font(20, tabular=True))
        edge = 1 if right is None else 2
        height = look.length(_FIELD_HEIGHT) - 2 * edge
        frame = "" if right is None else f"border: 2px solid {look.colour('good' if right else 'again').name()};"
        self.setStyleSheet(f"QLineEdit {{ min-height: {height}px; max-height: {height}px; {frame} }}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the check, once for each press."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self.isReadOnly():
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.entered.emit()


def _wanted(question: NumericQuestion) -> str:
    """How to round, and what is accepted besides."""
    decimals = question.decimals
    wanted = _DECIMALS[decimals] if decimals < len(_DECIMALS) else f"{decimals} decimals"
    rounding = 0.5 * 10.0**-decimals
    accepted = f" ± {question.tolerance:g} is accepted." if question.tolerance > 1.001 * rounding else ""
    return f"{wanted}.{accepted}"


def _answer(question: NumericQuestion) -> str:
    return with_unit(question.answer_text, plain(question.unit))


def _example(question: NumericQuestion) -> str:
    """A number with the decimals that are asked for, which is not the answer."""
    examples = [f"{number:.{question.decimals}f}" for number in _EXAMPLES]
    return next((example for example in examples if not mark_number(question, example)[0]), examples[0])


def _as_text(number: str) -> str:
    # A dollar sign would begin a formula.
    return number.replace("$", r"\$")


def _one_line(text: str) -> str:
    return " ".join(text.split())
