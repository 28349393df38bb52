"""The exercise of putting a list in order: how its rows are mixed, and which grade an order earns."""

from __future__ import annotations

import random
from collections.abc import Sequence

from studyapp.domain.plain_text import plain
from studyapp.domain.scheduling import Rating
from studyapp.gui.theme import theme
from studyapp.gui.widgets.order import OrderList

_WIDEST = 690

HOW_IT_COUNTS = "All in place: Good. One pair swapped: Hard. Anything else: Again. You may choose another grade."


def mixed(items: Sequence[str], seed: int) -> list[str]:
    """The items in an order that depends on the seed alone and is never the right one, if there are two at least."""
    order, chance = list(items), random.Random(seed)
    while len(order) > 1 and order == list(items):
        chance.shuffle(order)
    return order


def swapped_pair(given: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two items have changed places and all others are in theirs."""
    wrong = [place for place, item in enumerate(given) if item != right[place]]
    return len(wrong) == 2 and given[wrong[0]] == right[wrong[1]]


def earned_grade(given: Sequence[str], right: Sequence[str]) -> Rating:
    """Good for the right order, Hard for one swapped pair, else Again."""
    if list(given) == list(right):
        return Rating.GOOD
    return Rating.HARD if swapped_pair(given, right) else Rating.AGAIN


def result_in_words(given: Sequence[str], right: Sequence[str]) -> str:
    """What became of an order, as a sentence."""
    in_place = sum(item == other for item, other in zip(given, right, strict=True))
    if in_place == len(right):
        return f"All {len(right)} are in place."
    if swapped_pair(given, right):
        return "One pair is swapped."
    return f"{in_place} of {len(right)} are in place." if in_place else f"None of {len(right)} is in place."


class OrderView(OrderList):
    """The rows of a list card, mixed; `check` tells how the learner's order counts."""

    def __init__(self) -> None:
        super().__init__()
        self._right: tuple[str, ...] = ()
        self.setAccessibleName("Rows to put in order")
        theme().changed.connect(self._limit_width)
        self._limit_width()

    def ask(self, items: Sequence[str], seed: int) -> None:
        """Show the items mixed."""
        shown = [plain(item) for item in items]
        # Rows are known by their text; markup may be all that tells two apart.
        self._right = tuple(shown if len(set(shown)) == len(shown) else items)
        self.set_items(mixed(self._right, seed))

    def check(self) -> tuple[Rating, str]:
        """Mark the rows, and give the grade that the order earns with a sentence on it."""
        given = self.items()
        self.show_result(self._right)
        return earned_grade(given, self._right), result_in_words(given, self._right)

    def _limit_width(self) -> None:
        self.setMaximumWidth(theme().length(_WIDEST))
