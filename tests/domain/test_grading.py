from __future__ import annotations

import pytest

from studyapp.domain.grading import (
    Mark,
    expected_seconds,
    mark_choice,
    mark_order,
    mark_points,
    mark_sort,
    proposal_in_words,
    proposed,
)
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Arrange, Choose, Option, Sort, Write

CHOICE = Choose((Option("a", False, "no"), Option("b", True, "yes"), Option("c", False, "no")))
PDCA = Arrange(("Plan", "Do", "Check", "Act"))
BOXES = Sort(("A", "B"), ("one", "two", "three", "four"), (0, 1, 0, 1))


def test_only_the_best_option_counts() -> None:
    assert mark_choice(CHOICE, 1) == Mark(1.0, "Right.")
    assert mark_choice(CHOICE, 2) == Mark(0.0, "Not the best answer.")
    assert mark_choice(CHOICE, None) == Mark(0.0, "No option was picked.")
    assert mark_choice(CHOICE, 1).right
    assert not mark_choice(CHOICE, 0).right


@pytest.mark.parametrize(
    ("given", "grade", "words"),
    [
        (["Plan", "Do", "Check", "Act"], Rating.GOOD, "All 4 are in place."),
        (["Do", "Plan", "Check", "Act"], Rating.HARD, "One pair is swapped."),
        (["Act", "Do", "Check", "Plan"], Rating.HARD, "One pair is swapped."),
        (["Do", "Check", "Plan", "Act"], Rating.AGAIN, "1 of 4 are in place."),
        (["Do", "Plan", "Act", "Check"], Rating.AGAIN, "None of 4 is in place."),
    ],
)
def test_an_order_earns_its_grade(given: list[str], grade: Rating, words: str) -> None:
    mark = mark_order(PDCA, given)
    assert mark.sentence == words
    assert proposed(mark.share, 24, expected_seconds(PDCA))[0] is grade


def test_three_out_of_place_in_a_long_list_are_not_nearly_right() -> None:
    items = tuple("abcdefghijklmnop")
    mark = mark_order(Arrange(items), ["b", "c", "a", *items[3:]])
    assert 0.7 < mark.share < 0.75
    assert proposed(mark.share, 10, 96.0)[0] is Rating.AGAIN


@pytest.mark.parametrize(
    ("places", "share", "words"),
    [
        ([0, 1, 0, 1], 1.0, "All 4 are in their box."),
        ([0, 1, 0, 0], 0.75, "3 of 4 are in their box."),
        ([0, None, None, None], 0.25, "1 of 4 is in its box."),
        ([1, 0, 1, 0], 0.0, "None of 4 is in its box."),
    ],
)
def test_each_item_in_its_box_is_an_equal_part_of_the_credit(
    places: list[int | None], share: float, words: str
) -> None:
    assert mark_sort(BOXES, places) == Mark(share, words)


def test_the_points_of_a_rubric_add_up_and_lines_without_a_mark_count_nothing() -> None:
    assert mark_points([2, 2, 2, 2, 2]) == Mark(1.0, "10 of 10 points.")
    assert mark_points([2, 1, None, 0, 2]) == Mark(0.5, "5 of 10 points.")
    assert mark_points([]) == Mark(0.0, "0 of 0 points.")


def test_how_long_an_answer_usually_takes_depends_on_its_kind() -> None:
    assert expected_seconds(CHOICE) == 86
    assert expected_seconds(PDCA) == 24
    assert expected_seconds(BOXES) == 20
    assert expected_seconds(Write(("a",), "")) is None


@pytest.mark.parametrize(
    ("share", "seconds", "sure", "hinted", "rating", "reason"),
    [
        (0.0, 10, None, False, Rating.AGAIN, "not right yet."),
        (0.0, 10, True, False, Rating.AGAIN, "not right yet."),
        (0.74, 10, None, False, Rating.AGAIN, "part of it is right."),
        (0.75, 10, None, False, Rating.HARD, "nearly right."),
        (1.0, 86, None, False, Rating.GOOD, "right, in your usual time."),
        (1.0, 172, True, False, Rating.GOOD, "right, in your usual time."),
        (1.0, 172.1, True, False, Rating.HARD, "right, but it took long."),
        (1.0, 43, None, False, Rating.EASY, "right, and quick."),
        (1.0, 43, True, False, Rating.EASY, "right, and quick."),
        (1.0, 43.1, True, False, Rating.GOOD, "right, in your usual time."),
        (1.0, 10, False, False, Rating.HARD, "right, but a guess."),
        (1.0, 10, True, True, Rating.HARD, "right, with the hint."),
    ],
)
def test_share_time_and_confidence_propose_a_grade(
    share: float, seconds: float, sure: bool | None, hinted: bool, rating: Rating, reason: str
) -> None:
    assert proposed(share, seconds, 86.0, sure=sure, hinted=hinted) == (rating, reason)


@pytest.mark.parametrize(
    ("points", "hinted", "rating", "reason"),
    [
        (10, False, Rating.GOOD, "all of it is there."),
        (8, False, Rating.GOOD, "most of it is there."),
        (8, True, Rating.HARD, "good, with the hint."),
        (7, False, Rating.HARD, "borderline."),
        (5, True, Rating.HARD, "borderline."),
        (4, False, Rating.AGAIN, "much of it is missing."),
        (0, False, Rating.AGAIN, "not there yet."),
    ],
)
def test_the_points_of_an_essay_propose_a_grade_whatever_time_it_took(
    points: int, hinted: bool, rating: Rating, reason: str
) -> None:
    assert proposed(points / 10, 5000, None, hinted=hinted) == (rating, reason)


def test_the_proposal_is_a_sentence() -> None:
    assert proposal_in_words(*proposed(1.0, 86, 86)) == "Good is proposed: right, in your usual time."
