"""Predicted and observed recall: figures, groups, words, and Hard pressed for forgotten cards."""

from __future__ import annotations

import math
import random

import fsrs_rs_python
import numpy as np
import pytest

from studyapp.domain.beta import credible
from studyapp.domain.calibration import FEWEST_REVIEWS, Calibration, Predictions, calibration, log_loss, rmse_bins
from studyapp.domain.hard_use import hard_use
from studyapp.domain.past_reviews import PastReview
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Memory, Parameters, Rating, next_memory, retrievability
from tests.domain.review_log import real_log


def predictions(predicted: list[float], recalled: list[bool], interval: float = 3) -> Predictions:
    same = np.ones(len(predicted))
    return Predictions(np.array(predicted), np.array(recalled, dtype=np.bool_), interval * same, 2 * same, 0 * same)


def shares(predicted: float, recalled: int, reviews: int) -> Predictions:
    return predictions([predicted] * reviews, [index < recalled for index in range(reviews)])


@pytest.mark.parametrize("stretch", [1.0, 1.3])
def test_both_figures_are_those_of_the_reference(stretch: float) -> None:
    weights = [stretch * weight for weight in DEFAULT_PARAMETERS.weights[:4]] + [*DEFAULT_PARAMETERS.weights[4:]]
    log = real_log().until(real_log().next_day_times()[599])
    ours = calibration(Predictions.of(log.histories, Parameters(tuple(weights))))
    # The reference lets later reviews weigh more. Repeating them evens that out: twice as often, half of it is left.
    reference, items = fsrs_rs_python.FSRS(weights), log.reference_items()
    some, twice = reference.evaluate(items * 100), reference.evaluate(items * 200)
    assert ours.reviews == 600
    assert ours.log_loss == pytest.approx(2 * twice.log_loss - some.log_loss, abs=1e-4)
    assert ours.rmse_bins == pytest.approx(2 * twice.rmse_bins - some.rmse_bins, abs=1e-4)


def test_log_loss_is_the_mean_surprise() -> None:
    assert log_loss(np.array([0.5, 0.5]), np.array([True, False])) == pytest.approx(math.log(2))
    assert log_loss(np.array([0.9, 0.2]), np.array([True, False])) == pytest.approx(-math.log(0.9 * 0.8) / 2)


def test_a_sure_error_is_costly_but_not_infinitely_so() -> None:
    assert 10 < log_loss(np.array([1.0]), np.array([False])) < 20
    assert log_loss(np.array([0.0]), np.array([False])) == pytest.approx(0, abs=1e-6)


def test_rmse_in_bins_is_the_gap_where_all_reviews_are_alike() -> None:
    assert rmse_bins(shares(0.8, recalled=70, reviews=100)) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("interval", "days", "lapses"),
    [((3, 4), (2, 2), (0, 0)), ((3, 3), (3, 4), (0, 0)), ((3, 3), (2, 2), (0, 1)), ((3, 3), (8, 8), (1, 2))],
)
def test_bins_keep_different_intervals_days_and_lapses_apart(
    interval: tuple[int, int], days: tuple[int, int], lapses: tuple[int, int]
) -> None:
    columns = (np.repeat(np.array(pair, dtype=np.float64), 50) for pair in (interval, days, lapses))
    # In one bin the two gaps, of opposite sign, would cancel.
    predicted, recalled = np.full(100, 0.5), np.repeat([True, False], 50)
    assert rmse_bins(Predictions(predicted, recalled, *columns)) == pytest.approx(0.5)


def test_reviews_in_one_bin_are_taken_together() -> None:
    recalled = np.repeat([True, False], 50)
    interval, days = np.repeat([4.0, 13.0], 50), np.repeat([4.0, 6.0], 50)
    assert rmse_bins(Predictions(np.full(100, 0.5), recalled, interval, days, np.zeros(100))) == pytest.approx(0)


def test_a_history_becomes_its_later_day_reviews() -> None:
    history = [
        PastReview(1, 1),
        PastReview(1, 3),
        PastReview(3, 1),
        PastReview(3, 3),
        PastReview(4, 3),
        PastReview(9, 1),
    ]
    found = Predictions.of([[PastReview(1, 3), PastReview(2, 1)], history], DEFAULT_PARAMETERS)
    assert found.interval.tolist() == [1, 2, 1, 5]
    assert found.recalled.tolist() == [False, False, True, False]
    assert found.reviews.tolist() == [2, 2, 3, 4]
    assert found.lapses.tolist() == [0, 0, 1, 1]


def test_groups_hold_every_review_once_with_its_interval_of_belief() -> None:
    chance = random.Random(1)
    predicted = [chance.uniform(0.3, 1) for _ in range(2000)] + [0.0, 1.0]
    found = calibration(predictions(predicted, [chance.random() < share for share in predicted]))
    assert sum(group.reviews for group in found.by_recall) == 2002
    assert [group.first for group in found.by_recall] == [0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]
    for group in found.by_recall:
        assert group.end is not None
        inside = [share for share in predicted if group.first <= share < group.end or share == group.end == 1]
        assert group.reviews == len(inside)
        assert group.predicted == pytest.approx(float(np.mean(inside)))
        assert (group.low, group.high) == credible(group.recalled, group.reviews)
        assert group.low < group.observed < group.high


def test_recall_is_shown_by_interval() -> None:
    days = np.array([1.0, 1, 2, 3, 4, 30, 31, 400, 5000])
    few = np.ones(len(days))
    found = calibration(Predictions(0.9 * few, few > 0, days, 2 * few, 0 * few)).by_interval
    assert [(g.first, g.end, g.reviews) for g in found] == [
        *((1, 2, 2), (2, 4, 2), (4, 8, 1), (15, 31, 1), (31, 91, 1), (366, None, 2))
    ]


def first_sentence(predicted: float, recalled: int, reviews: int = 1000) -> str:
    return calibration(shares(predicted, recalled, reviews)).sentences[0]


def test_words_say_how_memory_compares_with_predictions() -> None:
    assert (
        first_sentence(0.9, 903)
        == "You remember about as much as predicted: 90% of 1,000 reviews, where 90% were predicted."
    )
    assert first_sentence(0.9, 930).startswith("You remember a little more than predicted: 93% of 1,000")
    assert first_sentence(0.9, 865).startswith("You remember a little less than predicted: ")
    assert first_sentence(0.8, 930).startswith("You remember clearly more than predicted: ")
    assert first_sentence(0.9, 700).startswith("You remember clearly less than predicted: ")


def test_the_same_gap_in_few_reviews_is_no_difference() -> None:
    assert first_sentence(0.9, 93, reviews=100).startswith("You remember about as much")


def test_words_say_whether_the_predictions_tell_cards_apart() -> None:
    apart = calibration(predictions([0.9] * 100 + [0.3] * 100, [True] * 90 + [False] * 80 + [True] * 30))
    assert "tell your cards apart" in apart.sentences[1]
    useless = calibration(predictions([0.9, 0.5] * 100, [index % 10 > 1 for index in range(200)]))
    assert "your average alone" in useless.sentences[1]
    assert "predict no worse" in useless.sentences[1]
    assert "percentage points" in useless.sentences[2]


def test_everything_recalled_is_no_error() -> None:
    found = calibration(shares(0.9, recalled=200, reviews=200))
    assert found.log_loss == pytest.approx(-math.log(0.9))
    assert "0.000 for your average recall" in found.sentences[1]


def test_few_or_no_reviews_say_so() -> None:
    none = calibration(predictions([], []))
    assert none == Calibration(0, None, None, None, (), (), none.sentences)
    assert none.sentences == (
        "There are 0 reviews on a later day so far; from 100 on, predictions are compared with what you remember.",
    )
    assert calibration(shares(0.9, 1, 1)).sentences[0].startswith("There is 1 review on")
    assert len(calibration(shares(0.9, 90, FEWEST_REVIEWS)).sentences) == 3
    assert Predictions.of([], DEFAULT_PARAMETERS).predicted.tolist() == []


@pytest.mark.parametrize("share", [float("nan"), -0.1, 1.1])
def test_predictions_that_are_no_shares_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        predictions([0.5, share], [True, True])


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        Predictions(np.ones(2), np.ones(2, dtype=np.bool_), np.ones(2), np.ones(3), np.ones(2))


def test_figures_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no log loss"):
        log_loss(np.ones(0), np.ones(0, dtype=np.bool_))
    with pytest.raises(ValueError, match="no error"):
        rmse_bins(predictions([], []))


def answered(misused: float, seed: int, memory_of: Parameters = DEFAULT_PARAMETERS) -> list[list[PastReview]]:
    """Cards of a learner who presses Hard for this share of the forgotten ones, and for a fifth of those recalled."""
    chance, histories = random.Random(seed), []
    for _ in range(200):
        day, interval, history = chance.randrange(60), 0, []
        true: Memory | None = None
        while day < 120:
            forgot = true is not None and chance.random() > retrievability(true.stability, interval, memory_of.decay)
            rating = Rating.AGAIN if forgot else Rating.HARD if true and chance.random() < 0.2 else Rating.GOOD
            true = next_memory(true, rating, interval, memory_of)
            pressed = Rating.HARD if forgot and chance.random() < misused else rating
            history.append(PastReview(day, int(pressed)))
            interval = 1 if pressed == Rating.AGAIN else max(2, round(1.8 * interval))
            day += interval
        histories.append(history)
    return histories


@pytest.mark.parametrize("seed", range(3))
def test_hard_for_forgotten_cards_is_noticed(seed: int) -> None:
    found = hard_use(answered(1.0, seed))
    assert found.again == 0
    assert found.warning is not None
    assert "press Again for them" in found.warning
    assert "0% of reviews" in found.warning


@pytest.mark.parametrize("seed", range(3))
def test_hard_for_difficult_cards_is_no_misuse(seed: int) -> None:
    found = hard_use(answered(0.0, seed))
    assert found.hard > 100
    assert found.warning is None


def test_a_learner_who_never_presses_hard_is_not_warned() -> None:
    histories = [[PastReview(start, 3), PastReview(start + 3, 3), PastReview(start + 9, 3)] for start in range(300)]
    found = hard_use(histories)
    assert (found.again, found.hard) == (0, 0)
    assert found.expected_again > 10
    assert found.warning is None


def test_little_history_raises_no_suspicion() -> None:
    assert hard_use([]).warning is None
    assert hard_use([[PastReview(1, 3), PastReview(9, 2), PastReview(20, 2)]]).warning is None
