"""The exercise of explaining: write or think, then mark the own answer by a rubric."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import MOST_POINTS, POINTS_BORDERLINE, POINTS_GOOD, Mark, mark_points
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Task, Write
from studyapp.gui.card_view import CardView, Note, ReadMedia
from studyapp.gui.review.task_view import TaskView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Inset
from studyapp.gui.widgets.long_text import LongText
from studyapp.gui.widgets.points import PointsList
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.verdict import Verdict
from studyapp.gui.widgets.words import counted

HOW_IT_COUNTS = (
    "Each line of the rubric is worth 0, 1 or 2 points: missing, partly there, there. 8 to 10 points are good, 5 to 7 "
    "borderline. You may choose another grade than the one proposed."
)
_WIDEST = 690


class _Draft(NamedTuple):
    text: str
    thought: bool
    lines: tuple[str, ...]
    points: tuple[int | None, ...]


class RubricView(TaskView):
    """A text to write or a thought to think; after it the model answer, and five lines to mark the own one by."""

    accepts_text = True
    keeps_focus = True
    """Until every line has its points."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(read_media, parent)
        self._task: Write | None = None
        self._deck_id = 0
        self._thought, self._checked, self._skipped = False, False, False
        self._restored: tuple[int | None, ...] = ()
        self.text = LongText("Your answer", "Write your answer, or think it through.")
        self.words = Label("", "note")
        self.thought = Button("I thought it through", icon="lightbulb")
        self.own = Label("Your answer", "label_strong")
        self.answer_box = Inset()
        self.answer = CardView(read_media, size=15)
        self.answer_box.box.addWidget(self.answer)
        self.lines = PointsList(MOST_POINTS)
        self.rubric_heading = Label("Mark each line of your answer", "label_strong")
        self.left, self.verdict = Label("", "note"), Verdict()
        self._column, self._foot = QVBoxLayout(self), QHBoxLayout()
        self._build()
        self.text.textChanged.connect(self._follow)
        self.text.submitted.connect(self.submitted)
        self.thought.clicked.connect(self._think)
        self.lines.points_changed.connect(self._mark_anew)
        self.lines.finished.connect(self.passed_on)
        self.lines.focus_moved.connect(self.ready_changed)
        theme().changed.connect(self._dress)
        self._dress()

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.addWidget(self.words, 1)
        self._foot.addWidget(self.thought)
        self._column.addWidget(self.own)
        self._column.addWidget(self.text)
        self._column.addLayout(self._foot)
        for part in (*self._after(), self.left, self.verdict):
            self._column.addWidget(part)

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Show an empty text."""
        assert isinstance(task, Write)
        self._task, self._deck_id = task, shown.deck_id
        self._thought, self._checked, self._skipped, self._restored = False, False, False, ()
        self.keeps_focus = True
        self.text.setReadOnly(False)
        self.text.clear()
        self._show_parts()

    def check(self) -> Mark:
        """Show the model answer and the rubric; nothing has points yet."""
        task = self._task
        assert task is not None
        self._checked = True
        self.text.setReadOnly(True)
        self.answer.show_notes([("Model answer", task.answer)], self._deck_id, "Model answer")
        self.lines.set_lines([plain(line) or line for line in task.rubric], self._restored)
        stops = (self.answer, *self.lines.rows)
        for stop, following in pairwise(stops):
            self.setTabOrder(stop, following)
        self._show_parts()
        return self._mark()

    def draft(self) -> object:
        """The text, and the points of the lines that have some."""
        if self._task is None:
            return None
        points = tuple(self.lines.points()) if self._checked else ()
        draft = _Draft(self.text.toPlainText(), self._thought, self._task.rubric, points)
        return draft if draft.text or draft.thought or any(given is not None for given in points) else None

    def restore(self, draft: object) -> None:
        """Write the text again, and keep points for the check if the rubric is the same."""
        if not isinstance(draft, _Draft) or self._task is None:
            return
        self.text.setPlainText(draft.text)
        self._thought = draft.thought
        self._restored = draft.points if draft.lines == self._task.rubric else ()
        self._follow()

    @property
    def ready(self) -> bool:
        """Whether something is written, or was thought."""
        return self._thought or bool(self.text.toPlainText().strip())

    @property
    def button_text(self) -> str:
        """The model answer comes next, written or not."""
        return "Show answer"

    @property
    def button_key(self) -> str:
        """Enter begins a new line of the text."""
        return "Ctrl+Enter"

    @property
    def remark(self) -> str:
        """Nobody waits."""
        return "Nothing is timed here. Take the time you need."

    def focus_first(self) -> None:
        """Write at once; after the check, mark the first line."""
        if self._checked:
            self.lines.choose_current()
        else:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def handles(self, event: QKeyEvent) -> bool:
        """While lines wait for points, digits are points from everywhere on the page; arrows choose a line."""
        return bool(self.left_to_do) and self.lines.handle_key(event)

    @property
    def left_to_do(self) -> str:
        """Every line has to be marked."""
        return "Mark each line first." if self._checked and not self._skipped and None in self.lines.points() else ""

    @property
    def owns_digits(self) -> bool:
        """A digit that is pressed once too often is no grade."""
        return self._checked and self.lines.has_focus

    def skip(self) -> None:
        """Leave the lines unmarked."""
        self._skipped, self.keeps_focus = True, False

    def last_stop(self) -> QWidget | None:
        """The last line."""
        return self.lines.rows[-1] if self._checked else None

    def keycaps(self) -> list[tuple[str, str]]:
        """How to leave the writing, or how to mark."""
        if self._checked:
            keys = [(f"0–{MOST_POINTS}", "Points"), ("↑ ↓", "Line")]
            return keys if None in self.lines.points() else [("Enter", "Go to grades"), *keys]
        return []

    def notes(self, *, checked: bool) -> list[Note]:
        """How it counts."""
        return [("How it counts", HOW_IT_COUNTS)]

    def result_area(self) -> tuple[int, int]:
        """From the model answer to the last line."""
        return self.answer_box.y(), self.height()

    def prepare_result(self) -> None:
        """Draw the formulas of the model answer."""
        if self._task is not None and not self._checked:
            self.answer.prepare(self._task.answer)

    @property
    def spoken_result(self) -> str:
        """The model answer, and what to do."""
        if self._task is None:
            return ""
        return f"Model answer: {plain(self._task.answer)} Now mark each line with 0 to {MOST_POINTS} points."

    def _think(self) -> None:
        self._thought = True
        self.submitted.emit()

    def _mark(self) -> Mark:
        points = self.lines.points()
        mark = mark_points(points)
        left = points.count(None)
        self.left.setText(f"{counted(left, 'line')} left to mark.")
        half = POINTS_BORDERLINE <= mark.share < POINTS_GOOD
        words = f"{mark.sentence.rstrip('.')}: {band(mark.share)}"
        self.verdict.show_share(0.5 if half else float(mark.share >= POINTS_GOOD), words)
        self.left.setVisible(left > 0)
        self.verdict.setVisible(not left)
        self.keeps_focus = left > 0 and not self._skipped
        return mark

    def _mark_anew(self) -> None:
        self.marked.emit(self._mark())
        if None not in self.lines.points():
            said = f"{self.verdict.text}. Enter goes on to the grades."
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
            self._column.activate()
            bring_into_view(self.verdict)

    def _follow(self) -> None:
        if self._checked:
            return
        written = len(self.text.toPlainText().split())
        self.words.setText(counted(written, "word"))
        self.ready_changed.emit()

    def _after(self) -> tuple[QWidget, ...]:
        return self.answer_box, self.rubric_heading, self.lines

    def _show_parts(self) -> None:
        """What is written, before the check and after it."""
        written = bool(self.text.toPlainText().strip())
        mine: tuple[QWidget, ...] = (self.own, self.text, self.words)
        shown = dict.fromkeys(mine, not self._checked or written) | {self.thought: not self._checked}
        shown |= dict.fromkeys(self._after(), self._checked) | dict.fromkeys((self.left, self.verdict), False)
        # What goes is hidden first: showing a part lays out all that are there.
        for part in sorted(shown, key=shown.__getitem__):
            part.setVisible(shown[part])
        self._follow()
        self._dress()

    def _dress(self) -> None:
        look = theme()
        self._column.setSpacing(look.length(8))
        self.setMaximumWidth(look.length(_WIDEST))
        self.text.setFont(look.font(15))
        self.text.fit()
        # As high as the verdict that takes its place.
        self.left.setContentsMargins(0, look.length(4), 0, look.length(4))


def band(share: float) -> str:
    """What a share of the points means, in a word or two."""
    if share >= POINTS_GOOD:
        return "good"
    return "borderline" if share >= POINTS_BORDERLINE else "not yet"
