"""Our FSRS-6 against reference values and against both reference libraries."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import fsrs
import fsrs_rs_python
import pytest

from studyapp.domain.scheduling import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS,
    MAX_STABILITY,
    UPPER_BOUNDS,
    CardState,
    Memory,
    Parameters,
    Rating,
    SchedulingOptions,
    State,
    interval_for,
    memory_from_sm2,
    next_memory,
    outcomes,
    replay,
    retrievability,
)

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "fsrs6-vectors.json").read_text(encoding="utf-8"))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

History = list[tuple[int, Rating]]
"""(study day, rating), the first on day 0."""


def vector_parameters(case: dict[str, Any]) -> Parameters:
    return Parameters.from_numbers(VECTORS["parameters"][case["parameters"]])


def test_every_step_of_the_reference_histories_is_reproduced() -> None:
    steps = 0
    for case in VECTORS["cases"]:
        parameters = vector_parameters(case)
        memory: Memory | None = None
        for step in case["steps"]:
            memory = next_memory(memory, Rating(step["rating"]), step["delta_days"], parameters)
            steps += 1
            assert memory.stability == pytest.approx(step["stability"], rel=2e-4)
            assert memory.difficulty == pytest.approx(step["difficulty"], abs=2e-4)
            for retention, days in step["interval"].items():
                interval = interval_for(memory.stability, float(retention), parameters.decay)
                # The reference caps its intervals.
                assert min(interval, MAX_STABILITY) == pytest.approx(days, rel=2e-4)
            for days, recall in step["retrievability"].items():
                assert retrievability(memory.stability, int(days), parameters.decay) == pytest.approx(recall, abs=2e-4)
    assert (len(VECTORS["cases"]), steps) == (240, 1584)


def test_every_reference_conversion_from_sm2_is_reproduced() -> None:
    for case in VECTORS["sm2"]:
        memory = memory_from_sm2(case["ease"], case["interval"], vector_parameters(case), case["retention"])
        assert memory.stability == pytest.approx(case["stability"], rel=2e-4)
        assert memory.difficulty == pytest.approx(case["difficulty"], abs=2e-4)
    assert len(VECTORS["sm2"]) == 16


@pytest.mark.parametrize("count", [17, 19, 21])
def test_older_parameters_are_upgraded_as_the_reference_does(count: int) -> None:
    old = [0.4, 0.6, 2.4, 5.8, 4.93, 0.94, 0.86, 0.01, 1.49, 0.14, 0.94, 2.18, 0.05, 0.34, 1.26, 0.29, 2.61]
    old = [*old, 0.5, 0.6, 0.1, 0.2][:count]
    expected = fsrs_rs_python.check_and_fill_parameters(old)
    assert Parameters.from_numbers(old).weights == pytest.approx(expected, rel=1e-6)


def random_parameters(chance: random.Random) -> Parameters:
    """Anything legal, or, as often, something near the defaults as learners have it."""
    if chance.random() < 0.5:
        return Parameters(tuple(map(chance.uniform, LOWER_BOUNDS, UPPER_BOUNDS)))
    return Parameters.from_numbers(weight * chance.lognormvariate(0, 0.5) for weight in DEFAULT_PARAMETERS.weights)


def random_history(chance: random.Random) -> History:
    """4 to 12 answers; about a third on the day of the one before, the others up to two years later."""
    day, history = 0, []
    for _ in range(chance.randint(4, 12)):
        history.append((day, chance.choice(list(Rating))))
        day += 0 if chance.random() < 0.33 else max(1, round(2 ** chance.uniform(0, 9.5)))
    return history


def random_histories(seed: int, groups: int, each: int) -> Iterator[tuple[Parameters, list[History]]]:
    chance = random.Random(seed)
    for _ in range(groups):
        yield random_parameters(chance), [random_history(chance) for _ in range(each)]


def memories(history: History, parameters: Parameters) -> list[Memory]:
    return [replay(history[: length + 1], parameters) for length in range(len(history))]


def test_random_histories_agree_with_py_fsrs() -> None:
    compared = same_day = histories = 0
    for parameters, group in random_histories(seed=1, groups=200, each=50):
        scheduler = fsrs.Scheduler(parameters.weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        for history in group:
            histories += 1
            card = fsrs.Card(card_id=1, due=NOON)
            memory: Memory | None = None
            last_day = 0
            for day, rating in history:
                memory = next_memory(memory, rating, day - last_day, parameters)
                if memory.stability == MAX_STABILITY:
                    break  # Only we and fsrs-rs stop there.
                card, _ = scheduler.review_card(card, fsrs.Rating(rating), NOON + timedelta(days=day))
                assert memory.stability == pytest.approx(card.stability, rel=1e-9, abs=0)
                assert memory.difficulty == pytest.approx(card.difficulty, rel=1e-9, abs=0)
                same_day += day == last_day
                compared += 1
                last_day = day
    assert histories == 10_000
    assert compared > 60_000
    assert same_day > 20_000


def is_lost_in_single_precision(memory: Memory, rating: Rating, gap: int, parameters: Parameters) -> bool:
    """Whether fsrs-rs, with 7 digits, subtracts two nearly equal numbers and keeps fewer than 4 digits."""
    if gap == 0:
        return False
    w = parameters.weights
    if rating == Rating.AGAIN:
        return math.expm1(w[13] * math.log1p(memory.stability)) < 1e-3
    return (1 - retrievability(memory.stability, gap, parameters.decay)) * min(w[10], 1) < 1e-3


def test_random_histories_agree_with_fsrs_rs() -> None:
    compared = same_day = histories = 0
    for parameters, group in random_histories(seed=2, groups=200, each=50):
        reference = fsrs_rs_python.FSRS(list(parameters.weights))
        for history in group:
            histories += 1
            gaps = [0, *(later - earlier for (earlier, _), (later, _) in pairwise(history))]
            ratings = [rating for _, rating in history]
            item = fsrs_rs_python.FSRSItem(list(map(fsrs_rs_python.FSRSReview, map(int, ratings), gaps)))
            memory: Memory | None = None
            for gap, rating, theirs in zip(gaps, ratings, reference.historical_memory_states(item), strict=True):
                if memory is not None and is_lost_in_single_precision(memory, rating, gap, parameters):
                    break
                memory = next_memory(memory, rating, gap, parameters)
                if memory.stability == MAX_STABILITY:
                    break
                assert memory.stability == pytest.approx(theirs.stability, rel=2e-4)
                assert memory.difficulty == pytest.approx(theirs.difficulty, rel=2e-4)
                same_day += gap == 0
                compared += 1
    assert histories == 10_000
    assert compared > 60_000, compared
    assert same_day > 20_000, same_day


def test_random_replays_reach_the_memory_of_py_fsrs() -> None:
    for parameters, group in random_histories(seed=3, groups=20, each=5):
        scheduler = fsrs.Scheduler(parameters.weights, enable_fuzzing=False)
        for history in group:
            if any(memory.stability == MAX_STABILITY for memory in memories(history, parameters)):
                continue
            logs = [fsrs.ReviewLog(1, fsrs.Rating(rating), NOON + timedelta(days=day), None) for day, rating in history]
            card = scheduler.reschedule_card(fsrs.Card(card_id=1, due=NOON), logs)
            memory = replay(history, parameters)
            assert (memory.stability, memory.difficulty) == pytest.approx((card.stability, card.difficulty), rel=1e-9)


STEPS = [
    ((60, 600), (600,)),
    ((600,), (600,)),
    ((60, 600, 3600), (300, 1200)),
    ((), ()),
    ((60, 600), ()),
    ((), (600,)),
]
THEIR_STATES = {
    fsrs.State.Learning: State.LEARNING,
    fsrs.State.Review: State.REVIEW,
    fsrs.State.Relearning: State.RELEARNING,
}


@pytest.mark.parametrize(("learning", "relearning"), STEPS)
def test_states_steps_and_intervals_are_those_of_py_fsrs(
    learning: tuple[int, ...], relearning: tuple[int, ...]
) -> None:
    chance = random.Random(4)
    ours = SchedulingOptions(learning_steps=learning, relearning_steps=relearning, fuzz=False)
    theirs = fsrs.Scheduler(
        learning_steps=[timedelta(seconds=step) for step in learning],
        relearning_steps=[timedelta(seconds=step) for step in relearning],
        enable_fuzzing=False,
    )
    seen = set()
    for _ in range(60):
        card, their_card, day = CardState(), fsrs.Card(card_id=1, due=NOON), 0
        for _ in range(12):
            time = NOON + timedelta(days=day)
            found = outcomes(card, round(time.timestamp() * 1000), day, ours, seed=1)
            expected = [theirs.review_card(their_card, fsrs.Rating(rating), time)[0] for rating in Rating]
            if found[3].card.memory is None or found[3].card.memory.stability == MAX_STABILITY:
                break  # Only we stop there.
            least = 1
            for outcome, after in zip(found, expected, strict=True):
                seen.add((card.state, outcome.rating, outcome.card.state))
                assert outcome.card.state == THEIR_STATES[after.state]
                assert outcome.card.step == (after.step or 0)
                assert outcome.card.memory is not None
                assert outcome.card.memory.stability == pytest.approx(after.stability, rel=1e-9)
                wait = after.due - time
                if after.state == fsrs.State.Review:
                    # Unlike py-fsrs, a better answer never has the same interval.
                    assert (outcome.days, outcome.delay) == (max(wait.days, least), 0)
                    least = outcome.days + (outcome.rating != Rating.AGAIN)
                else:
                    assert (outcome.days, outcome.delay) == (0, wait.total_seconds())
            pressed = chance.choices(range(4), weights=[3, 2, 4, 1])[0]
            card, their_card = found[pressed].card, expected[pressed]
            day += found[pressed].days + (chance.random() < 0.2)
    assert len({before for before, _, _ in seen}) == 2 + bool(learning) + bool(relearning)
