"""What an exam has shown: shares with their uncertainty, changed answers, confidence, pace; unscored questions apart."""

from __future__ import annotations

from math import comb
from typing import Any

import pytest

from studyapp.domain.beta import beta_cumulative, beta_quantile, credible
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.exam_report import (
    DIAGNOSTIC_NOTE,
    SCORE_NOTE,
    ReportItem,
    Result,
    Sitting,
    discrimination,
    grade,
    report,
)
from studyapp.domain.mock_exam import ExamKind

OUTLINE = Outline(
    "Two", "2026-01-01", "own", "", 258, 15,
    (
        Section("I", "Leadership", "Leadership", 20, (Leaf("I.A", "Kinds"), Leaf("I.B", "Roles"))),
        Section("II", "Strategy", "Strategy", 10, (Leaf("II.A", "Plans"),)),
    ),
)  # fmt: skip
SITTING = Sitting(1, ExamKind.FULL, "", True, 0, 9_000_000, 258, 600.0, 900.0)


def item(position: int, result: Result = Result.RIGHT, **fields: Any) -> ReportItem:
    plain: dict[str, Any] = {
        "position": position, "card_id": position, "note_id": position, "headline": f"Question {position}", "leaf": "I.A",
        "level": "apply", "scored": True, "result": result, "picked": 0 if result in (Result.RIGHT, Result.WRONG) else None,
        "picked_text": "", "first_picked": 0, "first_right": result is Result.RIGHT, "confidence": None, "flagged": False,
        "seconds": 60.0,
    }  # fmt: skip
    return ReportItem(**{**plain, **fields})


@pytest.mark.parametrize(("right", "total", "low", "high"), [
    (0, 0, 0.05, 0.95),
    # One-sided closed forms: 1 − 0.95^(1/(n+1)) and so on.
    (0, 10, 1 - 0.95 ** (1 / 11), 1 - 0.05 ** (1 / 11)),
    (10, 10, 0.05 ** (1 / 11), 0.95 ** (1 / 11)),
    # Tables of the F distribution: 0.05 and 0.95 quantiles of Beta(2, 2), roots of 3x² − 2x³ = 0.05 and 0.95.
    (1, 2, 0.1353503, 0.8646497),
])  # fmt: skip
def test_the_interval_has_its_known_values(right: int, total: int, low: float, high: float) -> None:
    assert credible(right, total) == pytest.approx((low, high), abs=1e-7)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (3, 7), (29, 4), (121, 46), (900, 120)])
def test_the_cumulative_beta_is_the_tail_of_the_binomial(a: int, b: int) -> None:
    n = a + b - 1
    for x in (0.02, 0.3, 0.5, 0.77, 0.98):
        tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
        assert beta_cumulative(x, a, b) == pytest.approx(tail, abs=1e-11)
    assert (beta_cumulative(0, a, b), beta_cumulative(1, a, b)) == (0, 1)


def test_quantiles_turn_the_cumulative_around() -> None:
    for right, total in ((0, 5), (3, 30), (120, 165), (165, 165)):
        low, high = credible(right, total)
        assert beta_cumulative(low, right + 1, total - right + 1) == pytest.approx(0.05, abs=1e-9)
        assert beta_cumulative(high, right + 1, total - right + 1) == pytest.approx(0.95, abs=1e-9)
        assert 0 < low < high < 1
    assert beta_quantile(0.5, 40, 40) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("right", "total", "level"), [(3, 2, 0.9), (-1, 2, 0.9), (1, 2, 1.0)])
def test_counts_that_make_no_sense_are_refused(right: int, total: int, level: float) -> None:
    with pytest.raises(ValueError, match="no sense"):
        credible(right, total, level)


def test_unscored_questions_count_in_no_share_and_are_reported_apart() -> None:
    items = [item(0), item(1, Result.WRONG, leaf="II.A"), item(2, scored=False), item(3, Result.WRONG, scored=False)]
    seen = report(SITTING, items, (), OUTLINE)
    assert (seen.whole.right, seen.whole.total, seen.whole.share) == (1, 2, 0.5)
    assert (seen.unscored.right, seen.unscored.total) == (1, 2)
    assert [(part.id, part.title, part.right, part.total) for part in seen.sections] == [
        ("I", "Leadership", 1, 1), ("II", "Strategy", 0, 1)]  # fmt: skip
    assert any("2 of the questions were unscored" in note for note in seen.notes)
    assert len(seen.items) == 4


def test_leaves_and_levels_are_told_apart_in_the_outlines_order() -> None:
    items = [
        item(0, leaf="II.A", level="create"),
        item(1, leaf="I.B", level="remember"),
        item(2, leaf="X.9", level=None),
    ]
    seen = report(SITTING, items, (), OUTLINE)
    assert [(part.id, part.title) for part in seen.leaves] == [("I.B", "Roles"), ("II.A", "Plans"), ("X.9", "X.9")]
    assert [part.title for part in seen.levels] == ["Remember", "Create", ""]


def test_changed_answers_are_told_by_where_they_led() -> None:
    items = [
        item(0, first_picked=1, first_right=False),
        item(1, Result.WRONG, first_picked=2, first_right=True),
        item(2, Result.WRONG, first_picked=2, first_right=False),
        item(3),
        item(4, Result.UNANSWERED, first_picked=1, first_right=True),
    ]
    changed = report(SITTING, items, (), OUTLINE).changed
    assert (changed.wrong_to_right, changed.right_to_wrong, changed.wrong_to_wrong) == (1, 1, 1)
    assert (changed.first_right, changed.right) == (3, 2)


def test_confidence_is_set_against_what_came_out() -> None:
    items = [item(0, confidence=2), item(1, Result.WRONG, confidence=2), item(2, confidence=0), item(3),
             item(4, Result.UNANSWERED, confidence=2)]  # fmt: skip
    calibration = report(SITTING, items, (), OUTLINE).calibration
    assert [(part.title, part.right, part.total) for part in calibration] == [("Guess", 1, 1), ("Sure", 1, 2)]


def test_pace_counts_the_questions_that_took_longer_than_the_exam_allows() -> None:
    items = [item(n, Result.RIGHT if n % 2 else Result.WRONG, seconds=20.0 * n) for n in range(11)]
    pace = report(SITTING, items, (), OUTLINE).pace
    assert (pace.allowed, pace.over, pace.slowest) == (86.0, 6, (10, 9, 8, 7, 6))
    assert (pace.mean, pace.median) == (110.0, 110.0)
    assert (pace.mean_right, pace.mean_wrong) == (100.0, 120.0)
    assert pace.by_tenth == tuple(20.0 * n for n in range(1, 11))
    assert report(SITTING, [item(0, seconds=0.0)], (), OUTLINE).pace.mean == 0


def test_the_first_mock_is_diagnostic_and_later_ones_stand_beside_it() -> None:
    first = report(SITTING, [item(0)], (), OUTLINE)
    assert first.diagnostic
    assert first.notes[0] == DIAGNOSTIC_NOTE
    before = grade(1, ExamKind.MINI, 5, [item(0), item(1, Result.WRONG), item(2, scored=False)], OUTLINE)
    assert (before.whole.right, before.whole.total, before.sections[0].total) == (1, 2, 2)
    second = report(SITTING, [item(0)], (before,), OUTLINE)
    assert not second.diagnostic
    assert second.earlier == (before,)
    assert DIAGNOSTIC_NOTE not in second.notes


def test_the_report_says_what_is_published_and_never_a_percentage_to_pass() -> None:
    seen = report(SITTING, [item(0), item(1, Result.OUT_OF_TIME)], (), OUTLINE)
    assert SCORE_NOTE in seen.notes
    assert "550 of 750" in SCORE_NOTE
    assert "%" not in " ".join(seen.notes)
    assert (seen.unanswered, seen.out_of_time) == (1, 1)
    assert "1 question without an answer counts as wrong." in seen.notes
    drill = report(Sitting(1, ExamKind.LEAF, "I.A", False, 0, 9, None, 60.0, 60.0), [item(0)], (), None)
    assert not drill.diagnostic
    assert SCORE_NOTE not in drill.notes
    assert drill.sections[0].title == "I"


def test_questions_not_reached_are_none_of_the_missed_though_they_count_as_wrong() -> None:
    items = [item(0), item(1, Result.WRONG), item(2, Result.OUT_OF_TIME), item(3, Result.NOT_REACHED, seconds=0.0)]
    seen = report(SITTING, items, (), OUTLINE)
    assert [each.missed for each in items] == [False, True, True, False]
    assert (seen.missed, seen.not_reached, seen.out_of_time, seen.unanswered) == (2, 1, 1, 2)
    assert (seen.whole.right, seen.whole.total) == (1, 4)
    assert (seen.taken, seen.seconds) == (900.0, 600.0)


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    answers = [(True, 0.9), (True, 0.8), (False, 0.4), (False, 0.5), (True, 0.7), (False, 0.6)]
    # By hand: both means are 1/2 and 0.65, Σ(x−½)(y−0.65) = 0.45, variances 1.5 and 0.175.
    assert discrimination(answers) == pytest.approx(0.45 / (1.5 * 0.175) ** 0.5)
    assert discrimination([(not right, share) for right, share in answers]) == pytest.approx(
        -0.45 / (1.5 * 0.175) ** 0.5
    )


@pytest.mark.parametrize("answers", [
    [(True, 0.5), (False, 0.6), (True, 0.7), (True, 0.8)],
    [(True, share / 10) for share in range(6)],
    [(share % 2 == 0, 0.5) for share in range(6)],
])  # fmt: skip
def test_few_or_equal_answers_say_nothing_of_discrimination(answers: list[tuple[bool, float]]) -> None:
    assert discrimination(answers) is None
