"""How an answer is marked, and which grade it earns.

A kind that marks itself gives a share of credit; share, time and confidence together propose a grade. The learner has
the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Arrange, Calculate, Choose, Sort, Task, Write

if TYPE_CHECKING:
    from studyapp.domain.numeric import NumericQuestion

CHOICE_SECONDS = 86.0
"""The exam gives 258 minutes for 180 questions."""
NUMERIC_SECONDS = 90.0
ARRANGE_SECONDS = 6.0
"""For each item."""
SORT_SECONDS = 5.0
"""For each item."""

MOST_POINTS = 2
"""Points that one line of a rubric can earn."""

_NEARLY = 0.75
"""Share of credit from which an answer that is not quite right counts as Hard."""
POINTS_GOOD, POINTS_BORDERLINE = 0.8, 0.5
"""Shares of the points from which an essay is good, or borderline."""
_SLOW, _QUICK = 2.0, 0.5
"""Multiples of the usual time."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer was worth."""

    share: float
    """Credit, 0 to 1."""
    sentence: str
    """The result in words, such as `4 of 6 are in their box.`"""

    @property
    def right(self) -> bool:
        """Whether nothing was missing."""
        return self.share >= 1.0


def mark_choice(task: Choose, picked: int | None) -> Mark:
    """Mark the option with this index; None stands for no answer."""
    if picked is None:
        return Mark(0.0, "No option was picked.")
    return Mark(1.0, "Right.") if task.options[picked].correct else Mark(0.0, "Not the best answer.")


def mark_order(task: Arrange, given: Sequence[str]) -> Mark:
    """Mark an order. Credit is the share of items in place, but one swapped pair in any list is nearly right."""
    right = task.items
    in_place = sum(item == other for item, other in zip(given, right, strict=True))
    if in_place == len(right):
        return Mark(1.0, f"All {len(right)} are in place.")
    share = in_place / len(right)
    if _one_pair_swapped(given, right):
        return Mark(max(share, _NEARLY), "One pair is swapped.")
    # So many out of place that it is more than one pair: not nearly right, however long the list.
    share = min(share, _NEARLY - 0.01)
    return Mark(
        share, f"{in_place} of {len(right)} are in place." if in_place else f"None of {len(right)} is in place."
    )


def mark_sort(task: Sort, places: Sequence[int | None]) -> Mark:
    """Mark boxes, one index for each item, None for an item that lies in no box. Each right one is an equal part."""
    hits = sum(given == right for given, right in zip(places, task.places, strict=True))
    total = len(task.places)
    if hits == total:
        return Mark(1.0, f"All {total} are in their box.")
    if not hits:
        return Mark(0.0, f"None of {total} is in its box.")
    return Mark(
        hits / total, f"{hits} of {total} {'is' if hits == 1 else 'are'} in {'its' if hits == 1 else 'their'} box."
    )


def mark_pick(question: NumericQuestion, picked: int | None) -> Mark:
    """Mark the offered answer with this index; None stands for no answer."""
    if picked is None:
        return Mark(0.0, "No option was picked.")
    return Mark(1.0, "Right.") if question.options[picked].correct else Mark(0.0, "Not right.")


def mark_points(points: Sequence[int | None], most: int = MOST_POINTS) -> Mark:
    """Mark an essay by the points of each line of its rubric, `most` each; None for a line that is not marked yet."""
    earned, total = sum(given or 0 for given in points), most * len(points)
    return Mark(earned / total if total else 0.0, f"{earned} of {total} points.")


def expected_seconds(task: Task) -> float | None:
    """How long an answer usually takes; None for an essay, where time says nothing."""
    match task:
        case Choose():
            return CHOICE_SECONDS
        case Calculate():
            return NUMERIC_SECONDS
        case Arrange(items):
            return ARRANGE_SECONDS * len(items)
        case Sort(items=items):
            return SORT_SECONDS * len(items)
        case Write():
            return None


def proposed(
    share: float, seconds: float, expected: float | None, *, sure: bool | None = None, hinted: bool = False
) -> tuple[Rating, str]:
    """The grade for a share of credit after so many seconds, and why.

    `expected` is None for an essay, which its writer marks by points; points have thresholds of their own.
    `sure` is False for a guess and None if nobody asked; `hinted` says that the hint was shown.
    """
    if expected is None:
        return _proposed_for_points(share, hinted)
    if share < _NEARLY:
        return Rating.AGAIN, "not right yet." if not share else "part of it is right."
    if share < 1.0:
        return Rating.HARD, "nearly right."
    if sure is False:
        return Rating.HARD, "right, but a guess."
    if hinted:
        return Rating.HARD, "right, with the hint."
    if seconds > _SLOW * expected:
        return Rating.HARD, "right, but it took long."
    if seconds <= _QUICK * expected:
        return Rating.EASY, "right, and quick."
    return Rating.GOOD, "right, in your usual time."


def _proposed_for_points(share: float, hinted: bool) -> tuple[Rating, str]:
    if share < POINTS_BORDERLINE:
        return Rating.AGAIN, "much of it is missing." if share else "not there yet."
    if share < POINTS_GOOD:
        return Rating.HARD, "borderline."
    if hinted:
        return Rating.HARD, "good, with the hint."
    return Rating.GOOD, "all of it is there." if share >= 1.0 else "most of it is there."


def proposal_in_words(rating: Rating, reason: str) -> str:
    """The proposal as a sentence: `Good is proposed: right, in your usual time.`"""
    return f"{rating.name.title()} is proposed: {reason}"


def _one_pair_swapped(given: Sequence[str], right: Sequence[str]) -> bool:
    wrong = [place for place, item in enumerate(given) if item != right[place]]
    return len(wrong) == 2 and given[wrong[0]] == right[wrong[1]]
