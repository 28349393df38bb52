"""The plan for the exam: what it starts from, and that studying follows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from studyapp.collection import Collection, Scope
from studyapp.collection.exam_planning import ExamPlan, PlanStart, card_weights, work_out
from studyapp.domain.content import Kind
from studyapp.domain.scheduling import Rating
from tests.collection.conftest import Answer
from tests.conftest import NOON, ClockAt

TODAY = NOON.date().toordinal()


def plan_for(collection: Collection, *, days: int = 30, minutes: int = 20) -> PlanStart:
    collection.settings.change(exam_date=NOON.date() + timedelta(days=days), minutes_per_day=minutes)
    start = collection.exam_planning.start(NOON, collection.outline)
    assert start is not None
    return start


def unhindered() -> None:
    pass


def followed(collection: Collection, *, days: int = 30, minutes: int = 20) -> ExamPlan:
    plan = work_out(plan_for(collection, days=days, minutes=minutes), unhindered)
    collection.follow(plan)
    return plan


def test_a_plan_starts_from_every_card_that_counts_for_the_exam(collection: Collection) -> None:
    start = plan_for(collection, days=30)
    assert (start.today, start.exam_day) == (TODAY, TODAY + 30)
    assert start.minutes == (20.0,) * 30
    essays = 1
    assert len(start.card_ids) == collection.counts()["cards"] - essays
    assert set(start.stability) == {None}
    assert sum(start.weight) == pytest.approx(1)


@pytest.mark.parametrize(
    "settings",
    [
        {"exam_date": None, "minutes_per_day": 20},
        {"exam_date": NOON.date() + timedelta(days=9), "minutes_per_day": None},
        {"exam_date": NOON.date(), "minutes_per_day": 20},
        {"exam_date": NOON.date() - timedelta(days=3), "minutes_per_day": 20},
    ],
)
def test_without_minutes_or_an_exam_to_come_there_is_nothing_to_plan(
    collection: Collection, settings: dict[str, object]
) -> None:
    collection.settings.change(**settings)
    assert collection.exam_planning.start(NOON, collection.outline) is None


def test_suspended_cards_are_not_planned(collection: Collection) -> None:
    before = plan_for(collection)
    collection.cards.suspend(before.card_ids[0], True)
    after = plan_for(collection)
    assert set(after.card_ids) == set(before.card_ids[1:])


def test_where_every_card_is_suspended_there_is_nothing_to_plan(collection: Collection) -> None:
    for card_id in plan_for(collection).card_ids:
        collection.cards.suspend(card_id, True)
    assert collection.exam_planning.start(NOON, collection.outline) is None


def test_a_card_weighs_its_leafs_share_of_the_exam(collection: Collection) -> None:
    assert collection.outline is not None
    weights = card_weights(["I.A.1", "I.A.1", "I.A.2", "IV.C.7", "IV.B.1", None], collection.outline)
    scale = 12.5 / weights[2]
    assert [weight * scale for weight in weights[:5]] == pytest.approx([6.25, 6.25, 12.5, 15.5, 15.5])
    assert weights[5] == pytest.approx(sum(weights[:5]) / 5)
    assert card_weights(["X.1", None], None) == [0.5, 0.5]


def test_what_was_studied_today_is_taken_from_todays_minutes(collection: Collection, answer: Answer) -> None:
    plan_for(collection)
    shown = answer(seconds=30.0)
    start = plan_for(collection)
    assert start.minutes[0] == pytest.approx(19.5)
    place = list(start.card_ids).index(shown.card_id)
    assert start.elapsed_days[place] == 0
    assert start.stability[place] is not None


def test_studying_follows_the_plan_and_not_the_day_limits(collection: Collection) -> None:
    plan = followed(collection)
    collection.settings.change(new_per_day=0)
    collection.follow(plan)
    assert collection.review.exam_plan(NOON) is plan
    shown = collection.review.next(NOON)
    assert shown is not None
    assert shown.card_id in plan.order
    assert collection.review.plan(NOON).counts.new > 0


def test_a_part_of_the_cards_is_studied_in_the_plans_order_too(collection: Collection) -> None:
    followed(collection)
    shown = collection.review.next(NOON, Scope(leaf="IV.C.7"))
    assert shown is not None
    assert shown.leaf == "IV.C.7"


def test_a_plan_ends_with_its_day_and_with_what_it_was_made_for(collection: Collection, clock_at: ClockAt) -> None:
    plan = followed(collection)
    tomorrow = NOON + timedelta(days=1)
    assert collection.review.exam_plan(tomorrow) is None
    collection.settings.change(minutes_per_day=25)
    assert collection.review.exam_plan(NOON) is None
    collection.settings.change(minutes_per_day=20)
    assert collection.review.exam_plan(NOON) is plan
    collection.settings.change(exam_date=date(2027, 5, 5))
    assert collection.review.exam_plan(NOON) is None


def test_a_card_comes_before_it_is_due_where_the_exam_gains_by_it(collection: Collection, clock_at: ClockAt) -> None:
    collection.settings.change(minutes_per_day=60, new_per_day=100)
    while (shown := collection.review.next(NOON)) is not None:
        collection.review.answer(shown, Rating.EASY, 5.0, NOON)
    later = NOON + timedelta(days=2)
    clock_at(later)
    collection.review.start(later)
    assert collection.review.plan(later).counts.due == 0
    collection.settings.change(exam_date=later.date() + timedelta(days=1), minutes_per_day=60)
    start = collection.exam_planning.start(later, collection.outline)
    assert start is not None
    collection.follow(work_out(start, unhindered))
    assert collection.review.plan(later).counts.due > 0


def test_too_few_minutes_are_told_with_those_that_would_do(collection: Collection) -> None:
    plan = work_out(plan_for(collection, days=1, minutes=1), unhindered)
    assert plan.new_cards == 11
    assert plan.minutes_to_meet_all == 7
    assert 0 < plan.recall < 0.3


def test_a_plan_says_where_most_is_gained(collection: Collection) -> None:
    plan = followed(collection)
    assert plan.first_section in {"I", "IV"}
    assert plan.first_new > 0
    assert plan.first_reviews == 0


def test_planning_can_be_stopped(collection: Collection) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        work_out(plan_for(collection), stop)


def test_days_off_get_no_minutes(collection: Collection) -> None:
    collection.settings.change(days_off=(5, 6))
    start = plan_for(collection, days=9)
    assert NOON.date().weekday() == 6
    assert start.minutes == (0, 20, 20, 20, 20, 20, 0, 0, 20)
    plan = work_out(start, unhindered)
    collection.follow(plan)
    assert collection.review.exam_plan(NOON) is plan
    collection.settings.change(days_off=())
    assert collection.review.exam_plan(NOON) is None


def test_what_an_exam_has_brought_forward_comes_before_the_plan(collection: Collection, answer: Answer) -> None:
    reviewed = answer(Rating.EASY)
    plan = work_out(plan_for(collection, days=200), unhindered)
    with collection.journal.change("Bring forward") as db:
        # As `exam_followup` does it: a place below 0 for a new card, due since it was last seen for any other.
        fresh = db.exec_driver_sql("SELECT max(id) FROM cards WHERE state = 0 AND suspended = 0").scalar_one()
        db.exec_driver_sql("UPDATE cards SET position = -1 WHERE id = ?", (fresh,))
        db.exec_driver_sql("UPDATE cards SET due_day = last_day WHERE id = ?", (reviewed.card_id,))
    collection.follow(plan._replace(order=tuple(card for card in plan.order if card not in (fresh, reviewed.card_id))))
    tomorrow = NOON + timedelta(days=1)
    collection.follow(plan._replace(today=TODAY + 1, order=()))
    collection.review.start(tomorrow)
    first = collection.review.next(tomorrow)
    assert first is not None
    assert first.card_id in {fresh, reviewed.card_id}
    assert collection.review.plan(tomorrow).counts == (1, 0, 1)


def test_essays_come_when_they_are_due_and_where_their_leaf_is_studied(collection: Collection) -> None:
    plan = followed(collection, minutes=60)
    leaf = Scope(leaf="I.A.1")
    kinds = []
    while (shown := collection.review.next(NOON, leaf)) is not None:
        kinds.append(shown.kind)
        collection.review.answer(shown, Rating.EASY, 5.0, NOON)
        if shown.kind == Kind.ESSAY:
            essay = shown
    assert kinds[-1] == Kind.ESSAY
    assert essay.outcomes[3].days > 0
    later = NOON + timedelta(days=essay.outcomes[3].days + 1)
    collection.follow(plan._replace(today=later.date().toordinal(), order=()))
    shown = collection.review.next(later)
    assert shown is not None
    assert shown.kind == Kind.ESSAY
