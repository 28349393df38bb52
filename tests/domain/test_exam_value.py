"""The worth of one card's memory, and where its study leads, against chance played out many times."""

from __future__ import annotations

import numpy as np
import pytest

from studyapp.domain import memory_arrays
from studyapp.domain.exam_value import CardModel, ExamValues, Indices, soft_best, waits
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Memory, Rating, next_memory
from studyapp.domain.study_habits import AVERAGE_HABITS, Four

MODEL = CardModel(DEFAULT_PARAMETERS, AVERAGE_HABITS)
DAYS = 30
OPEN = np.ones(DAYS + 1, dtype=bool)
GRID = 0.03
"""What the coarse grid may cost, in recall."""


def values(price: float, softness: float = 2e-4) -> ExamValues:
    found = ExamValues(MODEL, OPEN, 1)
    found.work_out(np.full((DAYS + 1, 1), price), softness)
    return found


def worth(found: ExamValues, left: int, stability: float, difficulty: float) -> float:
    corners, shares = MODEL.corners(np.array([stability]), np.array([difficulty]))
    return float(found.worth[left, 0, corners[0]] @ shares[0])


def nodes_of(mass_at: int, node: int) -> Floats:
    mass = np.zeros((DAYS + 1, 1, 2 * MODEL.nodes))
    mass[mass_at, 0, node] = 1.0
    return mass


def draw(generator: np.random.Generator, shares: Four | tuple[float, ...]) -> int:
    return int(generator.choice(len(shares), p=np.array(shares) / sum(shares)))


def first_day(generator: np.random.Generator) -> tuple[Memory, float]:
    """A new card's first day as the learning steps have it: two to pass, one after a first Good, none after Easy."""
    rating = Rating(1 + draw(generator, AVERAGE_HABITS.first_ratings))
    memory = next_memory(None, rating, 0, DEFAULT_PARAMETERS)
    seconds = AVERAGE_HABITS.learning_seconds[rating - 1]
    passed, needed = 0, 1 if rating >= Rating.GOOD else 2
    for _ in range(5):
        if passed >= needed or rating == Rating.EASY:
            break
        rating = Rating(1 + draw(generator, AVERAGE_HABITS.learning_answers[rating - 1]))
        memory = next_memory(memory, rating, 0, DEFAULT_PARAMETERS)
        seconds += AVERAGE_HABITS.learning_seconds[rating - 1]
        passed = 0 if rating == Rating.AGAIN else passed + (rating >= Rating.GOOD)
    return memory, seconds


def test_introducing_a_card_costs_and_leaves_what_chance_does_on_average() -> None:
    generator = np.random.default_rng(11)
    days = [first_day(generator) for _ in range(6_000)]
    assert MODEL.introduction_seconds == pytest.approx(np.mean([seconds for _, seconds in days]), rel=0.03)
    stability = np.array([memory.stability for memory, _ in days])
    recall = memory_arrays.retrievability(stability, 10, DEFAULT_PARAMETERS.decay)
    on_the_grid = memory_arrays.retrievability(MODEL.stability, 10, DEFAULT_PARAMETERS.decay)
    assert MODEL.introduced.sum() == pytest.approx(1)
    assert float(MODEL.introduced @ on_the_grid) == pytest.approx(recall.mean(), abs=GRID)


def test_with_one_day_left_a_memory_is_worth_its_recall_on_the_exam_morning() -> None:
    for stability in (0.5, 3.0, 40.0, 900.0):
        expected = float(memory_arrays.retrievability(np.array([stability]), 1, DEFAULT_PARAMETERS.decay)[0])
        assert worth(values(0.0), 1, stability, 5.0) == pytest.approx(expected, abs=GRID)


def test_where_no_second_pays_a_memory_is_worth_its_recall_if_left_alone() -> None:
    for stability in (0.5, 3.0, 40.0, 900.0):
        expected = float(memory_arrays.retrievability(np.array([stability]), DAYS, DEFAULT_PARAMETERS.decay)[0])
        assert worth(values(10.0), DAYS, stability, 5.0) == pytest.approx(expected, abs=GRID)


def test_worth_falls_with_the_price_and_rises_with_stability() -> None:
    dear, cheap = values(0.01), values(0.002)
    assert (cheap.worth >= dear.worth - 1e-6).all()
    by_stability = dear.worth[DAYS, 0, : MODEL.nodes].reshape(len(MODEL.difficulties), -1)
    assert (np.diff(by_stability, axis=1) > -1e-3).all()


def test_cards_of_two_weights_are_worked_out_as_each_alone() -> None:
    together = ExamValues(MODEL, OPEN, 2)
    prices = np.full((DAYS + 1, 2), 0.004)
    prices[:, 1] = 0.012
    together.work_out(prices, 4e-3)
    for place, price in enumerate((0.004, 0.012)):
        alone = values(price, 4e-3)
        assert together.worth[:, place] == pytest.approx(alone.worth[:, 0], abs=1e-5)


def test_nothing_is_studied_on_days_off() -> None:
    is_open = OPEN.copy()
    is_open[[3, 4, 9]] = False
    found = ExamValues(MODEL, is_open, 1)
    found.work_out(np.full((DAYS + 1, 1), 0.001), 4e-3)
    seconds = np.zeros(DAYS + 1)
    mass = np.zeros((DAYS + 1, 1, 2 * MODEL.nodes))
    mass[DAYS, 0, : MODEL.nodes] = MODEL.introduced
    found.expect(mass, seconds)
    assert (seconds[[3, 4, 9]] == 0).all()
    assert (seconds[[1, 2, 5, 6]] > 0).all()


def test_expected_recall_and_time_add_up_to_the_worth() -> None:
    price, softness = 0.004, 1e-4
    found = values(price, softness)
    node = int(np.argmin(np.abs(MODEL.stability - 2.0) + np.abs(MODEL.difficulty - 4.0)))
    seconds = np.zeros(DAYS + 1)
    recall, later = found.expect(nodes_of(DAYS, node), seconds)
    assert float(recall[0]) - price * seconds.sum() == pytest.approx(float(found.worth[DAYS, 0, node]), abs=1e-3)
    assert 0 < float(later[0]) < float(recall[0]) <= 1


def test_expected_time_is_the_slope_of_the_worth() -> None:
    price, softness, step = 0.004, 4e-3, 1e-4
    node = int(np.argmin(np.abs(MODEL.stability - 2.0) + np.abs(MODEL.difficulty - 4.0)))
    seconds = np.zeros(DAYS + 1)
    values(price, softness).expect(nodes_of(DAYS, node), seconds)
    upper, lower = values(price + step, softness), values(price - step, softness)
    slope = float(upper.worth[DAYS, 0, node] - lower.worth[DAYS, 0, node]) / (2 * step)
    assert seconds.sum() == pytest.approx(-slope, rel=0.01)


@pytest.mark.parametrize("days", [1, 2, 8, 9, 30, 200])
def test_waits_begin_with_every_day_and_end_before_the_exam(days: int) -> None:
    found: Indices = waits(days)
    assert found[:8].tolist() == list(range(1, min(days, 9)))
    assert (np.diff(found) > 0).all()
    assert (found < days).all()


def test_soft_choices_turn_into_the_best_one_as_softness_goes() -> None:
    options = np.array([[0.2, 0.9], [0.5, 0.1]])
    best, shares = soft_best(options, 1e-4)
    assert best == pytest.approx([0.5, 0.9])
    assert shares == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0]]))
