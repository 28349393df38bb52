"""Looking back and ahead, against a slow count of the same rows."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from studyapp import clock
from studyapp.collection import Collection, ShownCard, Streak
from studyapp.domain.scheduling import Rating, State

Answer = Callable[..., ShownCard]


def live(collection: Collection, days: int, seed: int, skipped: tuple[int, ...] = ()) -> None:
    """Study on each of some days at random."""
    chance = random.Random(seed)
    collection.settings.change(new_per_day=4)
    for day in range(days):
        if day in skipped:
            continue
        now = clock.now() + timedelta(days=day - days + 1)
        collection.review.start(now)
        for _ in range(8):
            shown = collection.review.next(now)
            if shown is None:
                break
            collection.review.answer(shown, chance.choice(list(Rating)), chance.uniform(1, 20), now)
            now += timedelta(minutes=chance.choice((1, 12)))


def rows(collection: Collection, query: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(query).fetchall()


def test_an_empty_history_is_all_zeros(collection: Collection) -> None:
    now = clock.now()
    day = collection.history.day(now)
    assert (day.answers, day.cards, day.new, day.seconds, day.reviews, day.recalled) == (0, 0, 0, 0.0, 0, 0)
    assert collection.history.streak(now) == Streak(0, 0, None)
    assert collection.history.forecast(now) == [0] * 14
    assert collection.history.reviews_per_day(now) == {}


@pytest.mark.parametrize("seed", range(3))
def test_history_agrees_with_a_slow_count(collection: Collection, seed: int) -> None:
    live(collection, 30, seed, skipped=(7, 11, 12, 20))
    collection.cards.suspend(1)
    now, today = clock.now(), collection.review.today(clock.now())
    reviews, cards = rows(collection, "SELECT * FROM reviews"), rows(collection, "SELECT * FROM cards")

    assert len(reviews) > 50
    for ago in range(30):
        done = [row for row in reviews if row["study_day"] == today - ago]
        day = collection.history.day(now - timedelta(days=ago))
        assert day.answers == len(done)
        assert day.cards == len({row["card_id"] for row in done})
        assert day.new == sum(row["state_before"] == State.NEW for row in done)
        assert day.seconds == pytest.approx(sum(row["duration"] for row in done) / 1000)
        assert day.reviews == sum(row["state_before"] == State.REVIEW for row in done)
        assert day.recalled == sum(row["state_before"] == State.REVIEW and row["rating"] > 1 for row in done)

    per_day = Counter(row["study_day"] for row in reviews)
    assert collection.history.reviews_per_day(now) == per_day
    assert collection.history.reviews_per_day(now, 5) == {day: n for day, n in per_day.items() if day > today - 5}

    active = [row for row in cards if not row["suspended"] and not row["retired"]]
    expected = [0] * 10
    for row in active:
        if row["state"] != State.NEW and row["due_day"] < today + 10:
            expected[max(row["due_day"], today) - today] += 1
    assert collection.history.forecast(now, 10) == expected

    parameters = collection.parameters.current
    section_of = {row["id"]: row["section"] for row in rows(collection, "SELECT id, section FROM notes")}
    for section, memory in collection.history.sections(now).items():
        mine = [row for row in active if section_of[row["note_id"]] == section]
        recalled = 0.0
        for row in mine:
            if row["stability"] is not None:
                elapsed, decay = today - row["last_day"], -parameters.weights[20]
                recalled += (1 + (0.9 ** (1 / decay) - 1) * elapsed / row["stability"]) ** decay
        assert (memory.cards, memory.seen) == (len(mine), sum(row["state"] != State.NEW for row in mine))
        assert memory.recall == pytest.approx(recalled / len(mine), abs=0.002)


@pytest.mark.parametrize(
    ("studied", "expected"),
    [
        ((0,), Streak(1, 1, None)),
        ((0, 1, 2), Streak(3, 3, None)),
        ((1, 2), Streak(2, 2, None)),
        ((2, 3), Streak(0, 2, 1)),
        ((0, 1, 3, 4, 5), Streak(2, 3, 2)),
        ((5,), Streak(0, 1, 1)),
        ((-1, 0), Streak(2, 2, None)),
    ],
)
def test_days_in_a_row(collection: Collection, studied: tuple[int, ...], expected: Streak) -> None:
    today = collection.review.today(clock.now())
    for ago in sorted(studied, reverse=True):
        now = clock.now() - timedelta(days=ago)
        collection.review.start(now)
        shown = collection.review.next(now)
        assert shown is not None
        collection.review.answer(shown, Rating.AGAIN, 5, now)
    found = collection.history.streak(clock.now())
    missed = None if expected.last_missed is None else today - expected.last_missed
    assert found == Streak(expected.current, expected.longest, missed)


def test_an_undone_answer_leaves_the_history(collection: Collection, answer: Answer) -> None:
    answer()
    collection.undo()
    assert collection.history.day(clock.now()).answers == 0
    assert collection.history.streak(clock.now()) == Streak(0, 0, None)
