"""A learner's own times and ratings, drawn towards the average."""

from __future__ import annotations

import pytest

from studyapp.domain.scheduling import Rating, State
from studyapp.domain.study_habits import AVERAGE_HABITS, Answers, learned_habits


def test_without_answers_the_average_learner_is_assumed() -> None:
    habits = learned_habits([], learning_steps=2, relearning_steps=1)
    assert habits.review_seconds == pytest.approx(AVERAGE_HABITS.review_seconds)
    assert habits.first_ratings == pytest.approx(AVERAGE_HABITS.first_ratings, abs=1e-3)
    assert habits.recalled_ratings == pytest.approx(AVERAGE_HABITS.recalled_ratings)


def test_many_answers_outweigh_the_average() -> None:
    slow = [Answers(State.REVIEW, Rating.GOOD, 3000, 40.0), Answers(State.REVIEW, Rating.EASY, 1000, 20.0)]
    habits = learned_habits(slow, learning_steps=2, relearning_steps=1)
    assert habits.review_seconds[Rating.GOOD - 1] == pytest.approx(40, rel=0.02)
    assert habits.review_seconds[Rating.AGAIN - 1] == AVERAGE_HABITS.review_seconds[0]
    assert habits.recalled_ratings[1] == pytest.approx(0.75, abs=0.02)
    assert sum(habits.recalled_ratings) == pytest.approx(1)


def test_a_few_answers_change_little() -> None:
    habits = learned_habits([Answers(State.NEW, Rating.EASY, 3, 60.0)], learning_steps=3, relearning_steps=0)
    assert habits.learning_seconds[3] == pytest.approx((3 * 60 + 30 * 10.71) / 33)
    assert habits.first_ratings[3] < 0.2
    assert (habits.learning_steps, habits.relearning_steps) == (3, 0)


def test_new_cards_and_those_in_their_steps_share_their_times() -> None:
    answers = [Answers(State.NEW, Rating.GOOD, 300, 30.0), Answers(State.LEARNING, Rating.GOOD, 300, 10.0)]
    assert learned_habits(answers, learning_steps=2, relearning_steps=1).learning_seconds[2] == pytest.approx(
        20, rel=0.03
    )
