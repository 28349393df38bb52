"""The review log as the memory model reads it: what parameters are fitted to, and memories replayed from it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from studyapp.collection.exam_followup import EXAM_REVIEW
from studyapp.domain.past_reviews import PastReview, ReviewKind
from studyapp.domain.scheduling import Memory, Parameters, Rating, next_memory

_KINDS = {kind.value: kind for kind in ReviewKind}
_COUNTED = {ReviewKind.LEARN.value, ReviewKind.REVIEW.value, ReviewKind.RELEARN.value, EXAM_REVIEW}
_BEGINS_LATE = {ReviewKind.REVIEW.value, ReviewKind.RELEARN.value}
_CARDS_A_CHECK = 500


class LoggedReview(NamedTuple):
    """One row of the log."""

    day: int
    """Study day."""
    rating: int
    kind: str
    elapsed_days: int
    found: Memory | None
    """What the card's memory was before; None for a card without one, and where that was not stored."""


Log = Mapping[int, Sequence[LoggedReview]]
"""Reviews by card, oldest first."""


class CardMemory(NamedTuple):
    """What a studied card's memory becomes, and how the card stood when that was worked out."""

    card_id: int
    reps: int
    last_review: int | None
    memory: Memory | None
    """None where its log does not tell: the memory stays as it is."""


def read_log(driver: sqlite3.Connection, card_ids: Iterable[int] | None = None) -> Log:
    """The reviews of these cards, or of all of them; rows that hold no sound numbers are left out."""
    which, values = _of_cards("card_id", card_ids)
    rows = driver.execute(
        "SELECT card_id, study_day, rating, kind, elapsed_days, stability_before, difficulty_before FROM reviews"
        " WHERE typeof(study_day) = 'integer' AND typeof(rating) = 'integer' AND typeof(elapsed_days) = 'integer'"
        f"{which} ORDER BY card_id, time, id",
        values,
    )
    log: dict[int, list[LoggedReview]] = defaultdict(list)
    for card_id, day, rating, kind, elapsed, stability, difficulty in rows:
        known = isinstance(stability, float) and isinstance(difficulty, float)
        found = Memory(stability, difficulty) if known else None
        log[card_id].append(LoggedReview(day, rating, kind, elapsed, found))
    return log


def histories(log: Log) -> list[list[PastReview]]:
    """What parameters can be fitted to; answers in practice exams are marked as given outside the schedule."""
    return [
        [PastReview(review.day, review.rating, _KINDS.get(review.kind, ReviewKind.CRAM)) for review in card]
        for card in log.values()
    ]


def memory_after(reviews: Sequence[LoggedReview], parameters: Parameters) -> Memory | None:
    """The memory after all these reviews; None where they do not tell, as where their beginning is unknown.

    A memory that came with the card, its history lost, is taken as it was before the first review.
    """
    memory: Memory | None = None
    last_day: int | None = None
    for review in reviews:
        if review.kind == ReviewKind.RESET:
            memory, last_day = None, None
        if review.kind not in _COUNTED or not 1 <= review.rating <= 4:
            continue
        if last_day is None:
            if review.found is None and review.kind in _BEGINS_LATE:
                return None
            memory, elapsed, last_day = review.found, review.elapsed_days, review.day
        else:
            # An answer dated before the last one comes from a clock that went back.
            reached = max(review.day, last_day)
            elapsed, last_day = reached - last_day, reached
        memory = next_memory(memory, Rating(review.rating), elapsed, parameters)
    return memory


def studied_cards(
    driver: sqlite3.Connection, card_ids: Iterable[int] | None = None
) -> list[tuple[int, int, int | None]]:
    """Id, number of answers and moment of the last one of these cards, or of all, as far as they have a memory."""
    which, values = _of_cards("id", card_ids)
    return driver.execute(
        f"SELECT id, reps, last_review FROM cards WHERE stability IS NOT NULL{which}", values
    ).fetchall()


def replayed(
    cards: Iterable[tuple[int, int, int | None]], log: Log, parameters: Parameters, check: Callable[[], None]
) -> list[CardMemory]:
    """The memories of studied cards under these parameters; `check` is called now and then and may raise to stop."""
    memories = []
    for number, (card_id, reps, last_review) in enumerate(cards):
        if number % _CARDS_A_CHECK == 0:
            check()
        memories.append(CardMemory(card_id, reps, last_review, memory_after(log.get(card_id, ()), parameters)))
    return memories


def _of_cards(column: str, card_ids: Iterable[int] | None) -> tuple[str, tuple[str, ...]]:
    if card_ids is None:
        return "", ()
    return f" AND {column} IN (SELECT value FROM json_each(?))", (json.dumps(list(card_ids)),)
