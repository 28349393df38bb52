"""Readiness by hand: what answers weigh, which word they earn, what the whole adds up to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.readiness import (
    HALF_LIFE_DAYS,
    RULES,
    Answer,
    Application,
    Evidence,
    LeafMemory,
    assess,
    forgetting_curve,
    judge,
    next_steps,
    trend_days,
    weigh,
)
from studyapp.domain.scheduling import retrievability

FRESH = 0


def outline(*weights: int, leaves: int = 2) -> Outline:
    sections = tuple(
        Section(code, code, code, weight, tuple(Leaf(f"{code}.{n}", f"Topic {code}.{n}") for n in range(leaves)))
        for code, weight in zip(("I", "II", "III"), weights, strict=False)
    )
    return Outline("Outline", "2026", "own", "", 258, 15, sections)


def answers(right: int, wrong: int, days: float = 0) -> Evidence:
    return weigh([Answer(FRESH, number < right, days) for number in range(right + wrong)])


def test_an_answer_weighs_half_after_a_half_life() -> None:
    evidence = weigh(
        [Answer(FRESH, True, 0), Answer(FRESH, False, HALF_LIFE_DAYS), Answer(FRESH, True, 2 * HALF_LIFE_DAYS)]
    )
    assert evidence.total == pytest.approx(1.75)
    assert evidence.right == pytest.approx(1.25)
    assert (evidence.answers, evidence.answers_right, evidence.questions, evidence.latest_days) == (3, 2, 3, 0)


def test_a_clock_that_went_back_makes_no_answer_weigh_more_than_one_of_today() -> None:
    assert weigh([Answer(FRESH, True, -300)]).total == 1.0


def test_the_same_question_asked_again_counts_as_one() -> None:
    again = weigh([Answer(7, False, 30), Answer(7, True, 0), Answer(7, True, 0)])
    assert again.total == pytest.approx(1.0)
    assert again.right == pytest.approx(2 / 2.5)
    assert (again.answers, again.questions) == (3, 1)
    assert weigh([Answer(FRESH, True, 0)] * 3).questions == 3


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.floats(-10, 300)), max_size=30))
def test_weights_stay_in_bounds(given_answers: list[tuple[int, bool, float]]) -> None:
    evidence = weigh(Answer(*each) for each in given_answers)
    assert 0 <= evidence.right <= evidence.total + 1e-9
    assert evidence.total <= evidence.questions + 1e-9
    assert evidence.questions <= evidence.answers == len(given_answers)


@pytest.mark.parametrize(
    ("memory", "application", "word"),
    [
        (0.80, 0.80, "strong"),
        (0.75, 0.75, "strong"),
        (0.746, 0.745, "strong"),  # 75 % as it is shown
        (1.00, 0.55, "borderline"),  # one side alone does not carry the other
        (0.55, 1.00, "borderline"),
        (0.60, 0.60, "borderline"),
        (0.59, 0.59, "gap"),
        (None, 0.80, "strong"),
        (None, 0.30, "gap"),
    ],
)
def test_the_words_follow_their_rules(memory: float | None, application: float, word: str) -> None:
    assert judge(memory, application, answers(5, 0), 3) == word


def test_few_or_old_answers_are_not_enough_evidence() -> None:
    assert judge(0.9, 0.9, answers(2, 0), 3) == "unknown"
    assert judge(0.9, 0.9, answers(3, 0), 3) == "strong"
    assert judge(0.9, 0.9, answers(3, 0, days=HALF_LIFE_DAYS), 3) == "strong"
    assert judge(0.9, 0.9, answers(3, 0, days=HALF_LIFE_DAYS + 1), 3) == "unknown"
    assert judge(0.9, 0.9, weigh([Answer(7, True, 0)] * 5), 3) == "unknown"


def test_each_word_has_its_rule() -> None:
    assert [rule.partition(":")[0] for rule in RULES] == ["Strong", "Borderline", "Gap", "Not enough evidence"]


def test_application_is_smoothed_and_a_leaf_without_answers_follows_its_section() -> None:
    found = assess(outline(10), {}, {"I.0": answers(9, 0)})
    known, unknown = found.leaves
    assert known.application.mean == pytest.approx((9 + 1) / (9 + 2))
    assert unknown.application.mean == pytest.approx(10 / 11)
    assert unknown.status == "unknown"
    low, high = known.application.range
    assert 0.7 < low < known.application.mean < high <= 1.0


def test_the_range_is_that_of_the_beta_distribution() -> None:
    # Quantiles of Beta(5, 6) from tables: 0.2224 and 0.6965.
    assert Application(5, 6).range == pytest.approx((0.2224, 0.6965), abs=5e-4)


def test_more_answers_narrow_the_range() -> None:
    widths = []
    for times in (1, 3, 10):
        leaf = assess(outline(10, leaves=1), {}, {"I.0": answers(2 * times, times)}).leaves[0]
        low, high = leaf.application.range
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_a_section_is_the_mean_of_its_leaves_and_the_whole_is_weighted() -> None:
    memories = {
        "I.0": LeafMemory(cards=10, seen=10, recall=8.0),
        "I.1": LeafMemory(cards=2, seen=1, recall=0.8),
        "II.0": LeafMemory(cards=4, seen=4, recall=2.0),
    }
    evidence = {"I.0": answers(6, 4), "I.1": answers(6, 4), "II.0": answers(10, 0)}
    found = assess(outline(30, 10), memories, evidence)
    first, second = found.sections
    assert first.memory == pytest.approx((0.8 + 0.4) / 2)
    assert second.memory == pytest.approx(0.5)  # a leaf without cards is left out
    assert found.memory == pytest.approx((30 * 0.6 + 10 * 0.5) / 40)
    assert first.value is not None
    assert second.value is not None
    assert found.value == pytest.approx((30 * first.value + 10 * second.value) / 40)
    assert sum(found.counts.values()) == 4


def test_the_whole_is_told_only_when_every_section_has_evidence() -> None:
    found = assess(outline(30, 10), {}, {"I.0": answers(6, 4)})
    assert [section.status for section in found.sections] == ["gap", "unknown"]
    assert found.value is None
    assert found.application == pytest.approx(found.sections[0].application.mean)


def test_nothing_at_all_is_no_error() -> None:
    found = assess(outline(30, 10), {}, {})
    assert (found.memory, found.application, found.value, found.cards, found.answers) == (None, None, None, 0, 0)
    assert next_steps(found, frozenset()) == ()


def test_next_steps_go_by_weight_times_gap_and_name_what_helps_most() -> None:
    memories = {
        "I.0": LeafMemory(cards=10, seen=10, recall=9.5, questions=8),  # strong
        "I.1": LeafMemory(cards=10, seen=0, new=10, questions=8),  # never begun
        "II.0": LeafMemory(cards=10, seen=8, recall=3.0, new=2, due=1, questions=8),  # forgotten
        "II.1": LeafMemory(cards=10, seen=10, recall=9.0, questions=8),  # known but not applied
        "III.0": LeafMemory(cards=10, seen=8, recall=3.0),  # nothing waits and no question
    }
    evidence = {"I.0": answers(9, 1), "I.1": answers(9, 1), "II.0": answers(8, 2), "II.1": answers(2, 8)}
    found = assess(outline(40, 20, 100), memories, evidence)
    steps = next_steps(found, frozenset({"I.1", "II.0"}))
    assert [(step.leaf.leaf.id, step.action) for step in steps] == [
        ("I.1", "learn"),
        ("II.0", "study"),
        ("II.1", "practice"),
    ]
    gains = [step.gain for step in steps]
    assert gains == sorted(gains, reverse=True)
    assert next_steps(found, frozenset())[0].action == "study"
    assert len(next_steps(found, frozenset(), most=1)) == 1


@given(st.floats(0.001, 36500), st.integers(-5, 20_000), st.floats(0.1, 0.8))
def test_the_curve_is_that_of_the_scheduler(stability: float, days: int, decay: float) -> None:
    assert forgetting_curve(decay)(stability, days) == pytest.approx(retrievability(stability, days, decay), rel=1e-9)


def test_the_trend_goes_back_week_by_week_to_the_first_answer() -> None:
    assert trend_days(100, None, 12) == ()
    assert list(trend_days(100, 100, 12)) == [100]
    assert list(trend_days(100, 86, 12)) == [86, 93, 100]
    assert len(trend_days(1000, 1, 12)) == 13
