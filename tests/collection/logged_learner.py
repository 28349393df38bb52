"""A collection whose learner has the log of a real one."""

from __future__ import annotations

from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.past_reviews import PastReview
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Memory, Rating, State, next_memory
from tests.conftest import NOON
from tests.domain.review_log import real_log

DAY_MS = 86_400_000


def fill(collection: Collection, next_day_reviews: int) -> None:
    """Bring a deck in and the log up to so many next-day reviews, as if all had been answered here."""
    log = real_log()
    cards = log.until(log.next_day_times()[next_day_reviews - 1]).histories
    notes = tuple(NoteSource(f"log-{n}", Kind.QUESTION, {"front": f"{n}?", "back": f"{n}."}) for n in range(len(cards)))
    collection.content.merge(collection.content.plan(DeckSource("log", "Log", notes)), NOON)
    driver = collection.journal.driver
    ids = driver.execute(
        "SELECT c.id FROM cards c JOIN notes n ON n.id = c.note_id WHERE n.key LIKE 'log-%' ORDER BY c.id"
    ).fetchall()
    with collection.journal.change("Fill"):
        for (card_id,), history in zip(ids, cards, strict=True):
            answer(collection, card_id, history)
    collection.journal.forget()


def answer(collection: Collection, card_id: int, history: list[PastReview]) -> None:
    """Store answers to a card that is new."""
    driver = collection.journal.driver
    memory: Memory | None = None
    last = history[0].day
    for number, review in enumerate(history):
        elapsed = review.day - last if number else 0
        driver.execute(
            "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
            " state_before, stability_before, difficulty_before, parameters_id) VALUES (?,?,0,?,?,?,?,1,5000,?,?,?,1)",
            (
                *(
                    card_id,
                    review.day * DAY_MS + number,
                    review.day,
                    review.rating,
                    "review" if number else "learn",
                    elapsed,
                ),
                *(State.REVIEW if number else State.NEW, *(memory or (None, None))),
            ),
        )
        memory, last = next_memory(memory, Rating(review.rating), elapsed, DEFAULT_PARAMETERS), review.day
    assert memory is not None
    driver.execute(
        "UPDATE cards SET state = 2, due_day = ?, stability = ?, difficulty = ?, last_review = ?, last_day = ?, reps = ?"
        " WHERE id = ?",
        (last + 1, *memory, last * DAY_MS + len(history), last, len(history), card_id),
    )
