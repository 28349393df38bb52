"""The exercise of sorting items into boxes. Each item in its box is an equal part of the credit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import Mark, mark_sort
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Sort, Task
from studyapp.gui.card_view import Note, ReadMedia
from studyapp.gui.review.task_view import TaskView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.sorting import BOX_KEYS, SortBoard
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.verdict import Verdict
from studyapp.gui.widgets.words import counted

HOW_IT_COUNTS = (
    "Each item in its box counts the same. All of them: Good. Three quarters or more: Hard. Fewer: Again. "
    "You may choose another grade."
)
_HOW_TO = "Choose an item, then press the number of its box, or drag it there."


class SortView(TaskView):
    """Items in a tray, and the boxes they belong in."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(read_media, parent)
        self._task: Sort | None = None
        self._mark: Mark | None = None
        self._warned = False
        self.board = SortBoard()
        self.guide = Label("", "note", wrap=True)
        self.verdict = Verdict()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.guide)
        self._column.addWidget(self.verdict)
        self._column.addWidget(self.board)
        self.board.places_changed.connect(self._follow)
        self.board.entered.connect(self._enter)
        theme().changed.connect(self._dress)
        self._dress()

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Show all items in the tray, in the order in which the task has them."""
        assert isinstance(task, Sort)
        self._task, self._mark, self._warned = task, None, False
        self.board.set_parts(_in_words(task.boxes), _in_words(task.items))
        self.guide.setText(_HOW_TO)
        self.guide.show()
        self.verdict.hide()

    def check(self) -> Mark:
        """Mark the boxes; what is left in the tray counts as wrong."""
        assert self._task is not None
        self._mark = mark_sort(self._task, self.board.places())
        self.board.show_result(self._task.places)
        self.verdict.show_share(self._mark.share, self._mark.sentence)
        # In the place of the guide, so that the board stays where it is.
        self.verdict.setMinimumHeight(self.guide.height() if self.guide.isVisible() else 0)
        self.guide.hide()
        self.verdict.show()
        return self._mark

    def draft(self) -> object:
        """The name of its box for each item that lies in one."""
        if self._task is None:
            return None
        items, boxes = self._task.items, self._task.boxes
        placed = zip(items, self.board.places(), strict=True)
        return {item: boxes[place] for item, place in placed if place is not None} or None

    def restore(self, draft: object) -> None:
        """Put items back into their boxes, as far as there are both still."""
        if self._task is None or not isinstance(draft, dict):
            return
        for number, item in enumerate(self._task.items):
            if draft.get(item) in self._task.boxes:
                self.board.put(number, self._task.boxes.index(draft[item]))

    @property
    def ready(self) -> bool:
        """Whether an item lies in a box."""
        return self._task is not None and self.board.left < len(self._task.items)

    @property
    def remark(self) -> str:
        """How many items are left, and what a second Enter does."""
        if self._warned:
            return self.guide.text()
        return f"{counted(self.board.left, 'item')} left." if self.board.left else "All placed."

    def focus_first(self) -> None:
        """Choose the first item of the tray, or the one that was chosen last."""
        self.board.choose_current()

    def handles(self, event: QKeyEvent) -> bool:
        """The keys of the boxes and of the items work from everywhere on the page."""
        return self._mark is None and self.board.handle_key(event)

    def keycaps(self) -> list[tuple[str, str]]:
        """How to choose and how to place."""
        boxes = len(self._task.boxes) if self._task is not None else 2
        keys = f"1–{boxes}" if boxes <= 9 else f"1–9, A–{BOX_KEYS[boxes - 1]}" if boxes > 10 else "1–9, A"
        return [("↑ ↓ ← →", "Choose"), (keys, "Put in box"), ("⌫", "Take back")]

    def notes(self, *, checked: bool) -> list[Note]:
        """How it counts, before the check."""
        return [] if checked else [("How it counts", HOW_IT_COUNTS)]

    def result_area(self) -> tuple[int, int]:
        """The whole board, its verdict first."""
        return 0, self.height()

    @property
    def spoken_result(self) -> str:
        """Where the items belong that were in another box."""
        if self._task is None or self._mark is None:
            return ""
        wrong = [
            f"{item} belongs in {self._task.boxes[right]}."
            for item, right, given in zip(
                _in_words(self._task.items), self._task.places, self.board.places(), strict=True
            )
            if given != right
        ]
        return " ".join(wrong)

    def _follow(self) -> None:
        self._warned = False
        self.guide.setText(_HOW_TO if self.board.left else "All placed. Enter checks.")
        self.ready_changed.emit()

    def _enter(self) -> None:
        """Check, but not by mistake with items left: then only the second Enter does."""
        if self.board.left and not self._warned:
            self._warned = True
            left = counted(self.board.left, "item is", "items are")
            self.guide.setText(f"{left} not placed yet. Press Enter once more to check without them.")
            self.board.announce(self.guide.text())
            self.ready_changed.emit()
        else:
            self.submitted.emit()

    def _dress(self) -> None:
        self._column.setSpacing(theme().length(8))
        # As high as the verdict that takes its place.
        self.guide.setContentsMargins(0, theme().length(4), 0, theme().length(4))


def _in_words(texts: Sequence[str]) -> list[str]:
    """The texts without markup, unless that is all that tells two apart."""
    shown = [plain(text) for text in texts]
    return shown if len(set(shown)) == len(shown) and all(shown) else list(texts)
