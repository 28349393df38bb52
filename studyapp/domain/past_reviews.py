"""Which of a card's past answers tell how memory works: the rules by which Anki picks what FSRS is fitted to.

(github.com/ankitects/anki, `rslib/src/scheduler/fsrs/params.rs`, `reviews_for_fsrs`.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class ReviewKind(StrEnum):
    """What an entry in a card's history is."""

    LEARN = "learn"
    REVIEW = "review"
    RELEARN = "relearn"
    CRAM = "cram"
    """Answered outside the schedule, such as in a practice exam."""
    RESCHEDULE = "reschedule"
    """A due day that was set by hand; nobody answered."""
    RESET = "reset"
    """The card was made new again; nobody answered."""


class PastReview(NamedTuple):
    """One entry in a card's history."""

    day: int
    """Study day (proleptic Gregorian ordinal)."""
    rating: int
    """1 (Again) to 4 (Easy); of no account where nobody answered."""
    kind: ReviewKind = ReviewKind.LEARN
    """Where kinds are not known, LEARN throughout keeps the whole history."""


class Answer(NamedTuple):
    """One answer of a history that can be fitted to."""

    elapsed_days: int
    """Study days since the answer before, 0 for the first."""
    rating: int
    """1 (Again) to 4 (Easy)."""
    day: int
    """Study day."""


LONGEST_HISTORY = 256
"""Answers of one card that are looked at; fsrs-rs leaves out what comes later, too."""


def usable_answers(history: Sequence[PastReview]) -> list[Answer]:
    """What a card's history, oldest first, has to say about memory; nothing where its beginning is unknown.

    The last time it was learned counts, and what came after it: a reset, or being learned anew, cuts off what was before.
    Cramming, due days set by hand and impossible ratings are passed over. A day before the last one counts as the same day.
    """
    start = _start_of_last_learning(history)
    if start is None:
        return []
    answers: list[Answer] = []
    for review in history[start:]:
        if _is_answer(review):
            last = answers[-1].day if answers else review.day
            day = max(review.day, last)
            answers.append(Answer(day - last, review.rating, day))
    return answers[:LONGEST_HISTORY]


def usable_histories(histories: Iterable[Sequence[PastReview]]) -> list[list[Answer]]:
    """The histories with at least one answer on a later day than the one before; the others tell nothing."""
    found = map(usable_answers, histories)
    return [answers for answers in found if any(answer.elapsed_days for answer in answers)]


def _is_answer(review: PastReview) -> bool:
    return 1 <= review.rating <= 4 and review.kind in (ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN)


def _start_of_last_learning(history: Sequence[PastReview]) -> int | None:
    """Where the last unbroken run of learning answers begins; None where there is none since the last reset."""
    start = None
    for index in range(len(history) - 1, -1, -1):
        review = history[index]
        if review.kind == ReviewKind.CRAM:
            continue
        if review.kind == ReviewKind.LEARN and _is_answer(review):
            start = index
        elif start is not None or review.kind == ReviewKind.RESET:
            break
    return start
