"""What today's plan for an exam promises, whatever the deck, the learner and the minutes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain import memory_arrays
from studyapp.domain.exam_plan import LONGEST_HORIZON, DayPlan, Memories, plan_day
from studyapp.domain.exam_prices import LOWEST_PRICE
from studyapp.domain.exam_value import CardModel
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, LOWER_BOUNDS, UPPER_BOUNDS, Parameters, Rating
from studyapp.domain.study_habits import AVERAGE_HABITS

NAN = float("nan")
MODEL = CardModel(DEFAULT_PARAMETERS, AVERAGE_HABITS)
NOISE = 0.004
"""Of a forecast: prices are sought, not solved for."""
MINUTES_NOISE = 0.001

numbers = st.one_of(st.floats(0.001, 36_500), st.just(NAN), st.just(float("inf")), st.floats(-10, 1e300))
any_cards = st.lists(
    st.tuples(numbers, numbers, st.one_of(st.integers(0, 400).map(float), numbers), st.one_of(st.just(1.0), numbers)),
    max_size=25,
).map(lambda rows: Memories.of(*(tuple(zip(*rows, strict=True)) if rows else ((), (), (), ()))))
any_minutes = st.lists(st.one_of(st.just(0.0), st.floats(0, 90)), min_size=1, max_size=25)
any_parameters = st.tuples(
    *(st.floats(lower, upper) for lower, upper in zip(LOWER_BOUNDS, UPPER_BOUNDS, strict=True))
).map(Parameters)


def deck(cards: int, share_new: float = 0.5, seed: int = 1, weights: int = 1) -> Memories:
    generator = np.random.default_rng(seed)
    new = generator.random(cards) < share_new
    stability = np.where(new, NAN, np.exp(generator.normal(2, 1.3, cards)))
    difficulty = np.where(new, NAN, generator.uniform(3, 10, cards))
    elapsed = np.where(new, 0, generator.integers(1, 20, cards))
    return Memories.of(stability, difficulty, elapsed, 1.7 ** generator.integers(0, weights, cards))


def reordered(cards: Memories, order: list[int] | np.ndarray[tuple[int], np.dtype[np.intp]]) -> Memories:
    return Memories(*(getattr(cards, name)[order] for name in ("stability", "difficulty", "elapsed_days", "weight")))


def gain_of_studying(cards: Memories, days: int) -> tuple[Floats, Floats]:
    """Rise of recall so many days on by one review today, and its seconds; by the formulas, card by card."""
    recall = memory_arrays.retrievability(cards.stability, cards.elapsed_days, DEFAULT_PARAMETERS.decay)
    decay, shares = DEFAULT_PARAMETERS.decay, np.array(AVERAGE_HABITS.recalled_ratings)
    after = np.zeros_like(recall)
    for rating, share in zip((Rating.HARD, Rating.GOOD, Rating.EASY), shares / shares.sum(), strict=True):
        grown = memory_arrays.recalled_stability(cards.stability, cards.difficulty, recall, rating, DEFAULT_PARAMETERS)
        after += recall * share * memory_arrays.retrievability(grown, days, decay)
    left = memory_arrays.forgotten_stability(cards.stability, cards.difficulty, recall, DEFAULT_PARAMETERS)
    relearned = memory_arrays.same_day_stability(left, Rating.GOOD, DEFAULT_PARAMETERS)
    after += (1 - recall) * memory_arrays.retrievability(relearned, days, decay)
    without = memory_arrays.retrievability(cards.stability, cards.elapsed_days + days, decay)
    return after - without, MODEL.seconds(recall)


def forced_new_cards(cards: Memories, minutes: list[float]) -> int:
    """How many new cards come first whatever they gain, so that all are met by the exam; none where that is out of reach."""
    unmet = np.count_nonzero(cards.new & (cards.weight > 0))
    days = np.count_nonzero(np.array(minutes) * 60 > 10)
    return -(-unmet // days) if days and unmet * 60 < sum(minutes) * 60 - 10 * days else 0


def check(plan: DayPlan, cards: Memories, minutes: list[float]) -> None:
    assert len(set(plan.order.tolist())) == len(plan.order) == len(plan.gain) == len(plan.seconds)
    assert np.isfinite(plan.gain).all()
    assert (plan.seconds > 0).all()
    by_rate = slice(forced_new_cards(cards, minutes), None)
    assert (plan.gain[by_rate] > 0).all()
    assert (np.diff((plan.gain / plan.seconds)[by_rate]) <= 1e-12).all()
    assert cards.new[plan.order[: by_rate.start]].all()
    assert (cards.weight[plan.order] > 0).all()
    studied_today = ~np.isnan(cards.stability) & (cards.elapsed_days < 1)
    assert not studied_today[plan.order].any()
    assert 0 <= plan.planned <= len(plan.order)
    assert plan.seconds[: plan.planned].sum() <= minutes[0] * 60 + 1e-9
    if plan.planned < len(plan.order):
        assert plan.seconds[: plan.planned + 1].sum() > minutes[0] * 60
    assert -1e-9 <= plan.recall <= plan.bound + 1e-9
    assert -1e-9 <= plan.recall_later <= 1
    assert plan.bound <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(any_cards, any_minutes)
def test_any_deck_gets_a_plan_that_keeps_its_promises(cards: Memories, minutes: list[float]) -> None:
    check(plan_day(cards, DEFAULT_PARAMETERS, minutes, effort=4), cards, minutes)


@settings(max_examples=25, deadline=None)
@given(any_parameters)
def test_any_legal_parameters_give_a_plan(parameters: Parameters) -> None:
    cards = deck(30, weights=4)
    check(plan_day(cards, parameters, [10.0] * 12, effort=6), cards, [10.0] * 12)


def test_the_same_input_gives_the_same_plan() -> None:
    cards = deck(200, weights=3)
    one, two = (plan_day(cards, DEFAULT_PARAMETERS, [6.0] * 40) for _ in range(2))
    assert one.order.tolist() == two.order.tolist()
    assert one.gain.tolist() == two.gain.tolist()
    assert (one.recall, one.bound, one.prices) == (two.recall, two.bound, two.prices)


def test_the_order_goes_with_the_cards_when_they_are_shuffled() -> None:
    cards = deck(150, share_new=0.0, weights=3)
    shuffled = np.random.default_rng(5).permutation(150)
    before = plan_day(cards, DEFAULT_PARAMETERS, [6.0] * 30)
    after = plan_day(reordered(cards, shuffled), DEFAULT_PARAMETERS, [6.0] * 30)
    assert shuffled[after.order].tolist() == before.order.tolist()
    assert after.recall == pytest.approx(before.recall, abs=1e-6)


def test_new_cards_of_one_weight_come_in_their_own_order() -> None:
    plan = plan_day(Memories.of([NAN] * 50, [NAN] * 50, [0] * 50), DEFAULT_PARAMETERS, [3.0] * 20)
    assert plan.order.tolist() == list(range(50))


@pytest.mark.parametrize(("cards", "share_new", "days"), [(150, 0.6, 10), (150, 0.6, 45), (300, 1.0, 7)])
def test_more_minutes_never_lower_the_forecast(cards: int, share_new: float, days: int) -> None:
    known = deck(cards, share_new)
    reached = [plan_day(known, DEFAULT_PARAMETERS, [minutes] * days).recall for minutes in (0, 1, 2, 3, 4, 6, 9, 20)]
    assert (np.diff(reached) >= -MINUTES_NOISE).all()
    assert reached[-1] > reached[0] + 0.3


def test_more_days_never_lower_the_forecast_of_new_cards() -> None:
    cards = Memories.of([NAN] * 150, [NAN] * 150, [0] * 150)
    reached = [plan_day(cards, DEFAULT_PARAMETERS, [3.0] * days).recall for days in (3, 7, 15, 30, 60)]
    assert (np.diff(reached) > 0).all()


def test_with_one_day_left_cards_come_by_gain_per_second() -> None:
    cards = deck(60, share_new=0.0)
    plan = plan_day(cards, DEFAULT_PARAMETERS, [4.0])
    gain, seconds = gain_of_studying(cards, 1)
    rate = gain / seconds
    first = plan.order[: plan.planned]
    # The plan's grid of memories is coarse, so near ties may change places.
    best = np.sort(rate)[::-1][: len(first)]
    assert rate[first].sum() == pytest.approx(best.sum(), rel=0.03)
    assert np.corrcoef(np.argsort(np.argsort(-rate))[plan.order], np.arange(len(plan.order)))[0, 1] > 0.97


def test_without_minutes_the_forecast_is_recall_if_all_is_left_alone() -> None:
    cards = deck(80, share_new=0.3)
    plan = plan_day(cards, DEFAULT_PARAMETERS, [0.0] * 14)
    alone = memory_arrays.retrievability(cards.stability, cards.elapsed_days + 14, DEFAULT_PARAMETERS.decay)
    assert plan.planned == 0
    assert plan.recall == pytest.approx(np.nansum(alone) / 80, abs=1e-6)
    assert plan.bound == pytest.approx(plan.recall, abs=1e-6)


def test_on_a_day_off_nothing_is_planned_but_the_order_is_there() -> None:
    cards = deck(80)
    plan = plan_day(cards, DEFAULT_PARAMETERS, [0.0, *[5.0] * 20])
    assert plan.planned == 0
    assert len(plan.order) > 0


def test_days_off_cost_recall_and_their_minutes_elsewhere_bring_most_of_it_back() -> None:
    cards = deck(150, share_new=0.7)
    all_days = plan_day(cards, DEFAULT_PARAMETERS, [4.0] * 28).recall
    weekends_off = plan_day(cards, DEFAULT_PARAMETERS, ([4.0] * 5 + [0.0] * 2) * 4).recall
    made_up = plan_day(cards, DEFAULT_PARAMETERS, ([5.6] * 5 + [0.0] * 2) * 4).recall
    assert weekends_off < made_up - 0.01
    assert made_up == pytest.approx(all_days, abs=0.02)


def test_a_card_studied_today_waits_until_tomorrow() -> None:
    cards = Memories.of([0.5, 0.5, NAN], [7, 7, NAN], [0, 1, 0])
    plan = plan_day(cards, DEFAULT_PARAMETERS, [20.0] * 5)
    assert set(plan.order.tolist()) == {1, 2}
    only = plan_day(Memories.of([0.5] * 3, [7] * 3, [0] * 3), DEFAULT_PARAMETERS, [20.0] * 5)
    assert len(only.order) == only.planned == 0
    assert only.recall > 0.5


def test_the_heavier_of_two_equal_cards_comes_first() -> None:
    for stability, difficulty in ((NAN, NAN), (3.0, 6.0)):
        cards = Memories.of([stability] * 6, [difficulty] * 6, [4] * 6, [1, 1, 5, 1, 2, 1])
        assert plan_day(cards, DEFAULT_PARAMETERS, [2.0] * 15).order[:2].tolist() == [2, 4]


def test_only_the_ratios_of_weights_count() -> None:
    cards = deck(60, weights=3)
    scaled = Memories.of(cards.stability, cards.difficulty, cards.elapsed_days, cards.weight * 1e-200)
    one, two = (plan_day(given, DEFAULT_PARAMETERS, [4.0] * 20) for given in (cards, scaled))
    assert one.order.tolist() == two.order.tolist()
    assert one.recall == pytest.approx(two.recall)


def test_a_card_without_weight_is_not_studied_unless_none_has_any() -> None:
    cards = Memories.of([NAN] * 3, [NAN] * 3, [0] * 3, [0, 1, NAN])
    assert plan_day(cards, DEFAULT_PARAMETERS, [20.0] * 5).order.tolist() == [1]
    nothing = Memories.of([NAN] * 3, [NAN] * 3, [0] * 3, [0, 0, 0])
    assert plan_day(nothing, DEFAULT_PARAMETERS, [20.0] * 5).order.tolist() == [0, 1, 2]


def test_new_cards_are_there_to_study_even_when_time_abounds() -> None:
    for days in (3, 20, 70, 180):
        plan = plan_day(Memories.of([NAN] * 6, [NAN] * 6, [0] * 6), DEFAULT_PARAMETERS, [20.0] * days)
        assert plan.planned == 6


def test_an_empty_deck_has_an_empty_plan() -> None:
    plan = plan_day(Memories.of([], [], []), DEFAULT_PARAMETERS, [20.0] * 5)
    assert (len(plan.order), plan.planned, plan.recall, plan.recall_later, plan.bound) == (0, 0, 0.0, 0.0, 0.0)


def test_an_exam_far_away_is_planned_as_if_it_were_at_the_horizon() -> None:
    cards = deck(40)
    far = plan_day(cards, DEFAULT_PARAMETERS, [1.0] * 10_000, effort=3)
    near = plan_day(cards, DEFAULT_PARAMETERS, [1.0] * LONGEST_HORIZON, effort=3)
    assert far.order.tolist() == near.order.tolist()
    assert len(far.order) > 0


def test_more_than_a_days_minutes_count_as_a_day() -> None:
    cards = deck(40)
    endless, whole = (plan_day(cards, DEFAULT_PARAMETERS, [minutes] * 5) for minutes in (1e300, 1440.0))
    assert endless.order.tolist() == whole.order.tolist()
    assert endless.planned == len(endless.order)


@pytest.mark.parametrize("minutes", [[], [NAN], [20.0, -1.0], [float("inf")]])
def test_minutes_that_are_no_time_are_refused(minutes: list[float]) -> None:
    with pytest.raises(ValueError, match=r"minutes of at least one day|numbers from 0 up"):
        plan_day(deck(5), DEFAULT_PARAMETERS, minutes)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="for every card"):
        Memories.of([1.0, 2.0], [5.0], [1, 1])


def test_memories_that_are_no_numbers_count_as_new_and_others_are_put_into_bounds() -> None:
    cards = Memories.of(
        [NAN, float("inf"), 1e9, 0.0, 5.0], [5, 5, 5, 0, NAN], [3, 3, -2, float("inf"), NAN], [1, -1, NAN, 2, 4]
    )
    assert cards.new.tolist() == [True, True, False, False, True]
    assert cards.stability[2:4].tolist() == [36_500, 0.001]
    assert cards.difficulty[2:4].tolist() == [5, 1]
    assert cards.elapsed_days.tolist() == [3, 3, 0, 36_500, 0]
    assert cards.weight.tolist() == [0.25, 0, 0, 0.5, 1]


def test_yesterdays_prices_change_little_but_the_work() -> None:
    cards = deck(300, share_new=0.4)
    first = plan_day(cards, DEFAULT_PARAMETERS, [6.0] * 30)
    again = plan_day(cards, DEFAULT_PARAMETERS, [6.0] * 30, prices=first.prices, effort=3)
    assert again.recall == pytest.approx(first.recall, abs=NOISE)
    same = set(first.order[: first.planned]) & set(again.order[: again.planned])
    assert len(same) >= 0.9 * first.planned


def test_a_large_deck_is_forecast_like_the_small_one_it_repeats() -> None:
    small = deck(300, share_new=0.4, weights=2)
    large = reordered(small, np.tile(np.arange(300), 10))
    one = plan_day(small, DEFAULT_PARAMETERS, [5.0] * 25)
    ten = plan_day(large, DEFAULT_PARAMETERS, [50.0] * 25)
    assert ten.recall == pytest.approx(one.recall, abs=0.01)
    assert ten.planned == pytest.approx(10 * one.planned, rel=0.1)


def test_cards_added_late_are_met_first_if_time_is_short() -> None:
    known = deck(40, share_new=0.0)
    mixed = Memories.of(
        [*np.full(40, 400.0), *[NAN] * 10], [*known.difficulty, *[NAN] * 10], [*known.elapsed_days, *[0] * 10]
    )
    plan = plan_day(mixed, DEFAULT_PARAMETERS, [4.0] * 3)
    assert (plan.order[: plan.planned] >= 40).all()


def test_gains_are_shares_of_the_whole_result() -> None:
    cards = deck(80, weights=3)
    plan = plan_day(cards, DEFAULT_PARAMETERS, [3.0] * 10)
    share = cards.weight / cards.weight.sum()
    assert (plan.gain <= share[plan.order] * (1 + 0.1)).all()
    assert plan.gain.sum() < 1.1
    assert (plan.gain >= LOWEST_PRICE * share[plan.order] * plan.seconds).all()


def test_plans_do_not_change_what_they_are_given() -> None:
    cards = deck(60)
    copy = replace(cards, stability=cards.stability.copy(), elapsed_days=cards.elapsed_days.copy())
    plan_day(cards, DEFAULT_PARAMETERS, [3.0] * 10)
    assert np.array_equal(cards.stability, copy.stability, equal_nan=True)
    assert np.array_equal(cards.elapsed_days, copy.elapsed_days)
