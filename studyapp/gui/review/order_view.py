"""The exercise of putting a list in order, by dragging or by keyboard."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import Mark, mark_order
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Arrange, Task
from studyapp.gui.card_view import Note, ReadMedia
from studyapp.gui.review.task_view import TaskView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.order import OrderList

_WIDEST = 690

HOW_IT_COUNTS = (
    "All in place: Good, or Easy if you were quick. One pair swapped: Hard. Anything else: Again."
    " You may choose another grade."
)


def mixed(items: Sequence[str], seed: int) -> list[str]:
    """The items in an order that depends on the seed alone and is never the right one, if there are two at least."""
    order, chance = list(items), random.Random(seed)
    while len(order) > 1 and order == list(items):
        chance.shuffle(order)
    return order


class OrderView(TaskView):
    """The rows of a list card, mixed."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(read_media, parent)
        self.rows = OrderList()
        self.rows.setAccessibleName("Rows to put in order")
        self._right: tuple[str, ...] = ()
        self._answer = ""
        self._mark: Mark | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        theme().changed.connect(self._limit_width)
        self._limit_width()

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Show the items mixed."""
        assert isinstance(task, Arrange)
        texts = [plain(item) for item in task.items]
        # Rows are known by their text; markup may be all that tells two apart.
        self._right = tuple(texts if len(set(texts)) == len(texts) else task.items)
        self._answer, self._mark = shown.face.answer, None
        self.rows.set_items(mixed(self._right, shown.seed))

    def check(self) -> Mark:
        """Say of each row where it belongs."""
        self._mark = mark_order(Arrange(self._right), self.rows.items())
        self.rows.show_result(self._right)
        return self._mark

    def draft(self) -> object:
        """The rows as they stand."""
        return self.rows.items()

    def restore(self, draft: object) -> None:
        """Put the rows as they stood, if they are the same ones."""
        if isinstance(draft, list) and sorted(draft) == sorted(self._right):
            self.rows.set_items(draft)

    def focus_first(self) -> None:
        """Choose the first row."""
        self.rows.choose(0)

    def handles(self, event: QKeyEvent) -> bool:
        """Space, which picks elsewhere, must not check by mistake; Enter does."""
        return event.key() == Qt.Key.Key_Space

    def keycaps(self) -> list[tuple[str, str]]:
        """How rows are chosen and moved."""
        return [("↑ ↓", "Choose"), ("Alt+↑ ↓", "Move")]

    def notes(self, *, checked: bool) -> list[Note]:
        """How the order counts, then what became of it."""
        if not checked or self._mark is None:
            return [("How it counts", HOW_IT_COUNTS)]
        return [("Your order", self._mark.sentence), ("Right order", self._answer)]

    def _limit_width(self) -> None:
        self.setMaximumWidth(theme().length(_WIDEST))
