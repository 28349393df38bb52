"""Parameters fitted to a learner: the gradient, the minimum, which answers count, and what is adopted."""

from __future__ import annotations

import random

import fsrs_rs_python
import numpy as np
import pytest

from studyapp.domain import memory_arrays
from studyapp.domain.fitting import Fit, fit
from studyapp.domain.memory_gradient import Histories
from studyapp.domain.minimum import minimum
from studyapp.domain.past_reviews import LONGEST_HISTORY, PastReview, ReviewKind, usable_answers
from studyapp.domain.scheduling import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Memory,
    Parameters,
    Rating,
    initial_memory,
    next_memory,
    retrievability,
)
from tests.domain.review_log import held_out_loss, real_log

LEARN, REVIEW, RELEARN = ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN
CRAM, RESCHEDULE, RESET = ReviewKind.CRAM, ReviewKind.RESCHEDULE, ReviewKind.RESET
DEFAULTS = DEFAULT_PARAMETERS.weights


def learners_parameters(chance: random.Random) -> Parameters:
    return Parameters.from_numbers(weight * chance.lognormvariate(0, 0.3) for weight in DEFAULTS)


def random_cards(seed: int, count: int) -> list[list[tuple[int, int]]]:
    """(days since the answer before, rating)."""
    chance = random.Random(seed)
    return [
        [(chance.choice((0, 0, 1, 2, 5, 20, 200)), chance.choice((1, 2, 3, 3, 4))) for _ in range(chance.randint(1, 9))]
        for _ in range(count)
    ]


def simulated(parameters: Parameters, cards: int, days: int, seed: int) -> list[list[PastReview]]:
    """A learner with these parameters, who sees cards at growing intervals and forgotten ones the next day."""
    chance, histories = random.Random(seed), []
    for _ in range(cards):
        day, history = chance.randrange(days // 2), []
        memory: Memory | None = None
        interval = 0
        while day < days:
            forgot = memory is not None and chance.random() > retrievability(
                memory.stability, interval, parameters.decay
            )
            first = chance.choices(list(Rating), (24, 9, 50, 17))[0]
            rating = Rating.AGAIN if forgot else first if memory is None else chance.choice((Rating.GOOD, Rating.HARD))
            memory = next_memory(memory, rating, interval, parameters)
            history.append(PastReview(day, int(rating)))
            interval = 1 if rating < Rating.GOOD else max(1, round(2.5 * interval * chance.uniform(0.8, 1.5)) or 2)
            day += interval
        histories.append(history)
    return histories


def test_arrays_step_as_single_memories_do() -> None:
    chance = random.Random(1)
    compared = 0
    for _ in range(200):
        parameters = learners_parameters(chance)
        stability = np.array([10 ** chance.uniform(-3, 4) for _ in range(20)])
        difficulty = np.array([chance.uniform(1, 10) for _ in range(20)])
        days = np.array([chance.choice((1, 3, 30, 900)) for _ in range(20)], dtype=np.float64)
        recall = memory_arrays.retrievability(stability, days, parameters.decay)
        for rating in Rating:
            if rating == Rating.AGAIN:
                later = memory_arrays.forgotten_stability(stability, difficulty, recall, parameters)
            else:
                later = memory_arrays.recalled_stability(stability, difficulty, recall, rating, parameters)
            same_day = memory_arrays.same_day_stability(stability, rating, parameters)
            moved = memory_arrays.next_difficulty(difficulty, rating, parameters)
            for index in range(20):
                memory = Memory(float(stability[index]), float(difficulty[index]))
                expected = next_memory(memory, rating, int(days[index]), parameters)
                assert later[index] == pytest.approx(expected.stability, rel=1e-9)
                assert moved[index] == pytest.approx(expected.difficulty, rel=1e-9)
                repeated = next_memory(memory, rating, 0, parameters)
                assert same_day[index] == pytest.approx(repeated.stability, rel=1e-9)
                compared += 1
        first = memory_arrays.initial_memories(parameters)
        for rating in Rating:
            expected = initial_memory(rating, parameters)
            assert (first[0][rating - 1], first[1][rating - 1]) == pytest.approx(expected, rel=1e-9)
    assert compared == 16_000


def test_whole_histories_are_predicted_as_single_memories_are() -> None:
    chance = random.Random(2)
    cards = random_cards(seed=3, count=300)
    histories = Histories(cards)
    for _ in range(5):
        parameters = learners_parameters(chance)
        predicted = histories.recall(np.array(parameters.weights))
        expected = []
        for card in cards:
            memory: Memory | None = None
            for days, rating in card:
                is_first, days = memory is None, 0 if memory is None else days
                expected.append(
                    1.0 if is_first or memory is None else retrievability(memory.stability, days, parameters.decay)
                )
                memory = next_memory(memory, Rating(rating), days, parameters)
        assert predicted == pytest.approx(expected, rel=1e-9)


def test_the_log_loss_is_that_of_the_reference() -> None:
    log = real_log()
    arrays, items = log.arrays, log.reference_items()
    assert (len(arrays), len(items)) == (12_580, 6_372)
    in_time = np.argsort(log.times[arrays.is_target], kind="stable")
    # The reference weighs what it evaluates by recency, however it is asked.
    recency = 0.25 + 0.75 * (np.arange(len(items)) / (len(items) - 1)) ** 3
    importance = np.zeros(len(arrays))
    importance[np.flatnonzero(arrays.is_target)[in_time]] = recency
    chance = random.Random(4)
    for parameters in (DEFAULT_PARAMETERS, learners_parameters(chance), learners_parameters(chance)):
        theirs = fsrs_rs_python.FSRS(list(parameters.weights)).evaluate(items).log_loss
        ours = arrays.loss(np.array(parameters.weights), importance) / recency.sum()
        assert ours == pytest.approx(theirs, abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_is_the_slope_of_the_loss(seed: int) -> None:
    histories = Histories(random_cards(seed, count=200))
    importance = np.random.default_rng(seed).random(len(histories))
    weights = np.array(learners_parameters(random.Random(seed)).weights)
    # Off the bounds and off the kinks that lie on them.
    weights = np.clip(weights, np.array(LOWER_BOUNDS) + 0.01, np.array(UPPER_BOUNDS) - 0.01)
    loss, gradient = histories.loss_and_gradient(weights, importance)
    assert loss == pytest.approx(histories.loss(weights, importance), rel=1e-12)
    for index in range(len(weights)):
        slopes = []
        for step in (1e-6, -1e-6):
            moved = weights.copy()
            moved[index] += step
            slopes.append((histories.loss(moved, importance) - loss) / step)
        assert min(abs(slope - gradient[index]) for slope in slopes) < 1e-3 * max(1, abs(gradient[index])), index


def test_a_minimum_is_found_inside_and_at_the_bounds() -> None:
    def valley(point: memory_arrays.Floats) -> tuple[float, memory_arrays.Floats]:
        x, y = point
        value = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value, np.array([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)])

    start, scale = np.array([-1.2, 1.0]), np.ones(2)
    found = minimum(valley, start, np.full(2, -5.0), np.full(2, 5.0), scale)
    assert found == pytest.approx([1, 1], abs=1e-3)
    bounded = minimum(valley, start, np.full(2, -5.0), np.array([0.5, 5.0]), scale)
    assert bounded == pytest.approx([0.5, 0.25], abs=1e-3)


def shown(history: list[PastReview]) -> list[tuple[int, int]]:
    return [(answer.elapsed_days, answer.rating) for answer in usable_answers(history)]


def test_same_day_answers_stay_in_the_history() -> None:
    history = [PastReview(5, 1), PastReview(5, 3), PastReview(9, 3, REVIEW), PastReview(9, 4, REVIEW)]
    assert shown(history) == [(0, 1), (0, 3), (4, 3), (0, 4)]


def test_a_reset_cuts_off_what_was_before() -> None:
    old = [PastReview(1, 3), PastReview(4, 3, REVIEW)]
    assert shown([*old, PastReview(9, 0, RESET), PastReview(10, 2), PastReview(12, 3, REVIEW)]) == [(0, 2), (2, 3)]
    assert shown([*old, PastReview(9, 0, RESET)]) == []
    assert shown([*old, PastReview(9, 0, RESET), PastReview(12, 3, REVIEW)]) == []


def test_a_card_learned_anew_begins_with_its_last_learning() -> None:
    old = [PastReview(1, 3), PastReview(4, 1, REVIEW), PastReview(4, 3, RELEARN)]
    assert shown([*old, PastReview(9, 1), PastReview(9, 3), PastReview(11, 3, REVIEW)]) == [(0, 1), (0, 3), (2, 3)]


def test_due_days_set_by_hand_and_cramming_are_passed_over() -> None:
    history = [
        *(PastReview(1, 3, CRAM), PastReview(1, 1), PastReview(1, 4, CRAM), PastReview(1, 3)),
        *(PastReview(3, 0, RESCHEDULE), PastReview(4, 1, CRAM), PastReview(6, 3, REVIEW)),
    ]
    assert shown(history) == [(0, 1), (0, 3), (5, 3)]


def test_an_imported_history_without_its_beginning_is_left_out() -> None:
    assert shown([PastReview(1, 3, REVIEW), PastReview(5, 1, REVIEW), PastReview(5, 3, RELEARN)]) == []


def test_impossible_ratings_and_days_that_go_back_do_no_harm() -> None:
    history = [PastReview(8, 3), PastReview(3, 3, REVIEW), PastReview(9, 7, REVIEW), PastReview(10, 1, REVIEW)]
    assert shown(history) == [(0, 3), (0, 3), (2, 1)]


def test_a_gap_of_years_counts_as_it_is() -> None:
    assert shown([PastReview(1, 3), PastReview(2001, 1, REVIEW)]) == [(0, 3), (2000, 1)]


def test_very_long_histories_end_early() -> None:
    assert len(usable_answers([PastReview(day, 3) for day in range(1000)])) == LONGEST_HISTORY


def fitted(
    histories: list[list[PastReview]], current: Parameters = DEFAULT_PARAMETERS, seen_until: int | None = None
) -> Fit:
    found = fit(histories, current, seen_until)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "histories",
    [
        [],
        [[]],
        [[PastReview(1, 3)]],
        [[PastReview(1, 3), PastReview(1, 3)]],
        [[PastReview(5, 1), PastReview(2, 3), PastReview(1, 1)]],
        [[PastReview(day, 1 + day % 2) for day in range(200)]],
    ],
)
def test_too_few_reviews_keep_what_is_in_use(histories: list[list[PastReview]]) -> None:
    current = learners_parameters(random.Random(5))
    found = fitted(histories, current=current)
    assert (found.parameters, found.fitted, found.adopted) == (current, None, False)
    assert "takes more than 400" in found.reason


@pytest.mark.parametrize("rating", Rating)
def test_always_the_same_answer_can_be_fitted(rating: Rating) -> None:
    histories = [[PastReview(start + 3 * step, int(rating)) for step in range(8)] for start in range(100)]
    found = fitted(histories)
    assert found.fitted is not None
    assert found.next_day_reviews == 700
    assert found.log_loss_before is not None


def test_one_card_answered_on_very_many_days_can_be_fitted() -> None:
    found = fitted([[PastReview(10 * day, 1 + day % 4) for day in range(5000)]])
    assert found.next_day_reviews == LONGEST_HISTORY - 1


def test_gaps_of_centuries_can_be_fitted() -> None:
    histories = [[PastReview(100_000 * step, 3 - 2 * (step % 2)) for step in range(6)] for _ in range(100)]
    assert fitted(histories).fitted is not None


def test_reviews_of_a_single_day_after_learning_cannot_be_checked() -> None:
    found = fitted([[PastReview(1, 3), PastReview(5, 3)] for _ in range(900)])
    assert (found.adopted, found.fitted) == (False, None)
    assert "on too few different days" in found.reason


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), -1.0])
def test_parameters_that_make_no_sense_never_reach_a_fit(broken: float) -> None:
    with pytest.raises(ValueError, match=r"w3|finite"):
        Parameters((*DEFAULTS[:3], broken, *DEFAULTS[4:]))


def forgetful() -> Parameters:
    return Parameters((*(weight / 3 for weight in DEFAULTS[:4]), *DEFAULTS[4:20], 0.4))


def test_a_forgetful_learner_gets_own_parameters_that_foretell_other_cards_better() -> None:
    found = fitted(simulated(forgetful(), cards=400, days=100, seed=1))
    assert found.adopted
    assert found.parameters == found.fitted
    assert found.log_loss_after is not None
    assert found.log_loss_before is not None
    assert found.log_loss_after < found.log_loss_before
    assert f"{found.log_loss_after:.3f}" in found.reason
    others = [
        [(r.day - (card[index - 1].day if index else r.day), r.rating) for index, r in enumerate(card)]
        for card in simulated(forgetful(), cards=400, days=100, seed=2)
    ]
    unseen = Histories(others)
    losses = [
        unseen.loss(np.array(parameters.weights), unseen.is_target)
        for parameters in (forgetful(), found.parameters, DEFAULT_PARAMETERS)
    ]
    # At least three quarters of what perfect knowledge of the learner would gain.
    assert losses[1] < losses[0] + (losses[2] - losses[0]) / 4


def test_a_fit_never_replaces_parameters_that_know_the_learner_better() -> None:
    found = fitted(simulated(forgetful(), cards=150, days=60, seed=3), current=forgetful())
    assert not found.adopted
    assert found.parameters == forgetful()
    assert "these stay" in found.reason


def test_a_second_fit_is_checked_on_reviews_that_the_first_has_not_seen() -> None:
    histories = simulated(forgetful(), cards=400, days=140, seed=4)
    earlier = [[review for review in card if review.day < 70] for card in histories]
    first = fitted(earlier)
    assert first.last_day == 69
    nothing_new = fitted(earlier, current=first.parameters, seen_until=first.last_day)
    assert (nothing_new.adopted, nothing_new.held_out_reviews) == (False, 0)
    assert "since the last fit" in nothing_new.reason
    second = fitted(histories, current=first.parameters, seen_until=first.last_day)
    new = sum(review.day > 69 for card in histories for review in card[1:])
    assert 100 <= second.held_out_reviews <= new


def test_the_same_answers_give_the_same_fit() -> None:
    histories = simulated(forgetful(), cards=150, days=60, seed=5)
    assert fitted(histories) == fitted(histories)


def test_progress_grows_to_one_and_a_fit_can_be_cancelled_at_any_time() -> None:
    histories = simulated(forgetful(), cards=150, days=60, seed=6)
    shares: list[float] = []
    assert fit(histories, progress=shares.append) is not None
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 20
    for calls in (0, 5, len(shares) - 1):
        left = iter([True] * calls)
        assert fit(histories, keep_going=lambda left=left: next(left, False)) is None  # type: ignore[misc]


@pytest.mark.parametrize("reviews", [64, 400, 800])
def test_what_is_used_predicts_a_real_learner_no_worse_than_the_standard_parameters(reviews: int) -> None:
    log = real_log()
    time = log.next_day_times()[reviews - 1]
    found = fitted(log.until(time).histories)
    assert found.next_day_reviews == reviews
    assert held_out_loss(log, found.parameters.weights, time) <= held_out_loss(log, DEFAULTS, time)
