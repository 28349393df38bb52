"""How quick the collection is with 100,000 cards and 1,000,000 reviews.

    python -m pytest tests/benchmarks/test_collection_speed.py

Where a limit is a ratio, both sides are measured in turn in the same run, on the same disk and the same rows.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating

Figure = Callable[..., None]
ANSWERS = 600


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * len(seconds))]


@pytest.fixture
def ample(large: Collection) -> Iterator[Collection]:
    """The large collection with a day that does not end soon."""
    large.settings.change(reviews_per_day=5000)
    yield large
    large.settings.change(reviews_per_day=200)


def test_the_queue_of_a_day_is_built_within_60_ms(large: Collection, figure: Figure) -> None:
    now = clock.now()
    scopes = [Scope(), Scope(deck_id=1)] * 12
    seconds = [timed(lambda scope=scope: large.review.plan(now, scope)) for scope in scopes]
    figure("queue build, 200 reviews and 20 new a day", seconds, "limit: median 60 ms")
    large.settings.change(reviews_per_day=99999)
    everything = [timed(lambda scope=scope: large.review.plan(now, scope)) for scope in scopes]
    figure(f"queue build, all {large.review.plan(now).counts.due:,} that are due", everything, "no limit")
    large.settings.change(reviews_per_day=200)
    assert median(seconds) <= 0.060


def test_the_next_card_is_there_within_1_ms(ample: Collection, figure: Figure) -> None:
    now = clock.now()
    ample.review.start(now)
    seconds = []
    for _ in range(ANSWERS):
        seconds.append(timed(lambda: ample.review.next(now)))
        shown = ample.review.next(now)
        assert shown is not None
        ample.review.answer(shown, Rating.GOOD, 5, now)
    figure("next card", seconds, "limit: median 1 ms")
    assert median(seconds) <= 0.001


class Raw:
    """The two statements of an answer and nothing else: sqlite3, a log, every commit synced."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.number = 0

    def answer(self) -> None:
        self.number += 1
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        execute(
            "UPDATE cards SET state=?, step=?, due_day=?, due_at=?, stability=?, difficulty=?, last_review=?, last_day=?, reps=?,"
            " lapses=?, buried_until=NULL WHERE id=?",
            (2, 0, 740_000 + self.number % 50, None, 12.5 + self.number, 5.5, 1_763_000_000_000 + self.number, 739_900, 12, 1,
             self.number * 137 % 90_000 + 1),
        )  # fmt: skip
        execute(
            "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
            " state_before, stability_before, difficulty_before, parameters_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (self.number * 137 % 90_000 + 1, 1_763_000_000_000 + self.number, 60, 739_900, 3, "review", 12, 13, 5000, 2, 12.5, 5.5, 1),
        )  # fmt: skip
        execute("COMMIT")


def test_an_answer_costs_hardly_more_than_its_two_statements(
    ample: Collection, large_file: Path, tmp_path: Path, figure: Figure, remark: Callable[[str], None]
) -> None:
    shutil.copy(large_file, tmp_path / "raw.db")
    raw = Raw(tmp_path / "raw.db")
    now = clock.now()
    ample.review.start(now)
    ours, theirs = [], []
    for number in range(ANSWERS):
        shown = ample.review.next(now)
        assert shown is not None
        rating = Rating.GOOD if number % 8 else Rating.AGAIN
        ours.append(timed(lambda shown=shown, rating=rating: ample.review.answer(shown, rating, 5, now)))
        theirs.append(timed(raw.answer))
    raw.connection.close()
    figure("answer, durable", ours, "limit: 1.5 × raw, median and p99; median 1 ms more")
    figure("the same two statements in raw sqlite3", theirs, "")
    ratio, worst = median(ours) / median(theirs), p99(ours) / p99(theirs)
    remark(
        f"{'answer : raw':52} median {ratio:.2f}   p99 {worst:.2f}   ours: {1000 * (median(ours) - median(theirs)):.3f} ms"
    )
    assert median(ours) - median(theirs) <= 0.001
    assert ratio <= 1.5
    assert worst <= 1.5


def test_an_answer_is_undone_within_5_ms(ample: Collection, figure: Figure) -> None:
    now = clock.now()
    ample.review.start(now)
    for _ in range(200):
        shown = ample.review.next(now)
        assert shown is not None
        ample.review.answer(shown, Rating.GOOD, 5, now)
    seconds = [timed(ample.undo) for _ in range(200)]
    figure("undo of an answer", seconds, "limit: median 5 ms")
    assert median(seconds) <= 0.005


def test_ten_thousand_notes_are_merged_within_a_second(tmp_path: Path, figure: Figure) -> None:
    notes = tuple(
        NoteSource(f"n-{n}", Kind.TERM, {"front": f"Term {n}", "back": f"What term {n} means, in a sentence of its own."},
                   leaf="I.A.1", tags=("glossary",), source="own")
        for n in range(10_000)
    )  # fmt: skip
    deck = DeckSource("ten-thousand", "Ten thousand", notes)
    seconds, again = [], []
    for run in range(3):
        collection = Collection.open(tmp_path / str(run))
        seconds.append(timed(lambda c=collection: c.content.merge(c.content.plan(deck), clock.now())))
        again.append(timed(lambda c=collection: c.content.merge(c.content.plan(deck), clock.now())))
        collection.close()
    figure("plan and merge of 10,000 notes, 20,000 cards", seconds, "limit: median 1 s")
    figure("the same once more, nothing changed", again, "no limit")
    assert median(seconds) <= 1.0


def test_numbers_of_the_first_screen(large: Collection, figure: Figure) -> None:
    now, history = clock.now(), large.history
    questions: dict[str, Callable[[], object]] = {
        "done today": lambda: history.day(now),
        "streak": lambda: history.streak(now),
        "answers a day, a year": lambda: history.reviews_per_day(now),
        "forecast of two weeks": lambda: history.forecast(now),
        "memory by section": lambda: history.sections(now),
        "list of decks": lambda: large.decks.all(large.review.today(now)),
    }
    for name, question in questions.items():
        figure(name, [timed(question) for _ in range(5)], "no limit")
    tomorrow = timed(lambda: large.review.plan(now + timedelta(days=1)))
    assert tomorrow < 1
