"""What an answer does to a card: memory, steps, due days, fuzz, and clocks that misbehave."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.scheduling import (
    DAY_SECONDS,
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS,
    MAX_STABILITY,
    MIN_STABILITY,
    UPPER_BOUNDS,
    CardState,
    Memory,
    Outcome,
    Parameters,
    Rating,
    SchedulingOptions,
    State,
    fuzz_range,
    initial_memory,
    interval_for,
    memory_from_sm2,
    next_memory,
    outcomes,
    replay,
    retrievability,
    uniform,
)

AGAIN, HARD, GOOD, EASY = Rating
TODAY = 740_000
NOW = 1_750_000_000_000
PLAIN = SchedulingOptions(fuzz=False)

any_parameters = st.tuples(
    *(st.floats(lower, upper) for lower, upper in zip(LOWER_BOUNDS, UPPER_BOUNDS, strict=True))
).map(Parameters)
any_memory = st.builds(Memory, st.floats(MIN_STABILITY, MAX_STABILITY), st.floats(1, 10))
any_rating = st.sampled_from(Rating)
any_days = st.integers(0, 40_000)
any_steps = st.lists(st.integers(1, 3 * DAY_SECONDS), max_size=3).map(lambda steps: tuple(sorted(steps)))
any_options = st.builds(
    SchedulingOptions,
    any_parameters,
    st.floats(0.7, 0.99),
    any_steps,
    any_steps,
    st.integers(1, 36_500),
    st.booleans(),
)


def review_card(stability: float = 20.0, days: int = 20) -> CardState:
    """A review card that is due today."""
    return CardState(
        state=State.REVIEW,
        memory=Memory(stability, 5.0),
        due_day=TODAY,
        last_review=NOW - days * DAY_SECONDS * 1000,
        last_day=TODAY - days,
        reps=5,
        lapses=1,
    )


def shown(card: CardState, options: SchedulingOptions = PLAIN, seed: int = 1) -> list[tuple[State, int, int, int]]:
    """State, step, seconds and days of each of the four outcomes now."""
    found = outcomes(card, NOW, TODAY, options, seed)
    return [(outcome.card.state, outcome.card.step, outcome.delay, outcome.days) for outcome in found]


# Memory


@given(any_parameters, st.floats(MIN_STABILITY, MAX_STABILITY), any_days, any_days)
@settings(deadline=None)
def test_retrievability_is_a_probability_that_only_falls(
    parameters: Parameters, stability: float, days: int, more: int
) -> None:
    recall = retrievability(stability, days, parameters.decay)
    assert 0 < recall <= 1
    assert retrievability(stability, days + more, parameters.decay) <= recall
    assert retrievability(stability, stability, parameters.decay) == pytest.approx(0.9)
    assert retrievability(stability, -days, parameters.decay) == 1


@given(any_parameters, st.floats(MIN_STABILITY, MAX_STABILITY), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
@settings(deadline=None)
def test_a_higher_desired_retention_means_a_shorter_interval(
    parameters: Parameters, stability: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    interval = interval_for(stability, low, parameters.decay)
    assert interval >= interval_for(stability, high, parameters.decay) > 0
    assert retrievability(stability, interval, parameters.decay) == pytest.approx(low)
    assert interval_for(stability, 0.9, parameters.decay) == pytest.approx(stability)


@given(any_parameters, st.none() | any_memory, any_rating, any_days)
@settings(deadline=None)
def test_no_answer_leads_outside_the_legal_range(
    parameters: Parameters, memory: Memory | None, rating: Rating, days: int
) -> None:
    after = next_memory(memory, rating, days, parameters)
    assert MIN_STABILITY <= after.stability <= MAX_STABILITY
    assert 1 <= after.difficulty <= 10


@given(any_parameters, any_memory, any_days)
@settings(deadline=None)
def test_a_better_answer_never_means_less_stability(parameters: Parameters, memory: Memory, days: int) -> None:
    _, hard, good, easy = (next_memory(memory, rating, days, parameters) for rating in Rating)
    assert memory.stability <= hard.stability <= good.stability <= easy.stability
    assert hard.difficulty >= good.difficulty >= easy.difficulty


@given(any_parameters, any_memory, st.integers(1, 40_000))
@settings(deadline=None)
def test_forgetting_after_a_day_leaves_at_most_the_stability_there_was(
    parameters: Parameters, memory: Memory, days: int
) -> None:
    most = memory.stability / math.exp(parameters.weights[17] * parameters.weights[18])
    assert next_memory(memory, AGAIN, days, parameters).stability <= max(most, MIN_STABILITY)


def test_a_spoilt_memory_is_read_as_the_nearest_legal_one() -> None:
    spoilt = next_memory(Memory(-3.0, 99.0), GOOD, 5, DEFAULT_PARAMETERS)
    assert spoilt == next_memory(Memory(MIN_STABILITY, 10.0), GOOD, 5, DEFAULT_PARAMETERS)


def test_the_first_answer_gives_the_initial_memory() -> None:
    assert [next_memory(None, rating, 0, DEFAULT_PARAMETERS) for rating in Rating] == [
        initial_memory(rating, DEFAULT_PARAMETERS) for rating in Rating
    ]
    assert initial_memory(GOOD, DEFAULT_PARAMETERS).stability == 2.3065


def test_a_history_without_answers_cannot_be_replayed() -> None:
    with pytest.raises(ValueError, match="without answers"):
        replay([], DEFAULT_PARAMETERS)


@pytest.mark.parametrize(
    ("ease", "interval", "retention"), [(math.nan, 10, 0.9), (2.5, math.inf, 0.9), (2.5, 10, 0), (2.5, 10, 1)]
)
def test_senseless_sm2_numbers_are_refused(ease: float, interval: float, retention: float) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        memory_from_sm2(ease, interval, DEFAULT_PARAMETERS, retention)


@given(any_options, st.lists(st.tuples(st.integers(-3, 400), st.integers(0, 3)), min_size=1, max_size=12))
@settings(deadline=None)
def test_replaying_the_log_gives_the_memory_that_the_answers_gave(
    options: SchedulingOptions, answers: list[tuple[int, int]]
) -> None:
    card, log, day = CardState(), [], TODAY
    for days, pressed in answers:
        day += days  # Now and then the clock goes back.
        outcome = outcomes(card, NOW + day, day, options, seed=7)[pressed]
        log.append((day, outcome.rating))
        card = outcome.card
    assert card.memory == replay(log, options.parameters)
    assert card.reps == len(log)


# Parameters and options


def test_parameters_outside_the_legal_range_are_refused_by_name() -> None:
    weights = list(DEFAULT_PARAMETERS.weights)
    weights[20] = 0.9
    with pytest.raises(ValueError, match=r"w20 is 0\.9; it must be from 0\.1 to 0\.8"):
        Parameters(tuple(weights))
    with pytest.raises(ValueError, match="21 parameters, but 2 were given"):
        Parameters((0.1, 0.2))


def test_parameters_from_elsewhere_are_clipped_to_the_legal_range() -> None:
    assert Parameters.from_numbers([1e9] * 21).weights == UPPER_BOUNDS
    assert Parameters.from_numbers([-1e9] * 21).weights == LOWER_BOUNDS
    assert Parameters.from_numbers([-1e9] * 17).weights == (*LOWER_BOUNDS[:20], 0.5)
    assert Parameters.from_numbers(DEFAULT_PARAMETERS.weights) == DEFAULT_PARAMETERS


def test_fsrs_5_parameters_keep_their_forgetting_curve() -> None:
    upgraded = Parameters.from_numbers(DEFAULT_PARAMETERS.weights[:19])
    assert upgraded.weights == (*DEFAULT_PARAMETERS.weights[:19], 0.0, 0.5)
    assert upgraded.decay == 0.5


@pytest.mark.parametrize("numbers", [[], [1.0] * 18, [1.0] * 34, [math.nan] * 21, [math.inf] * 17])
def test_other_lists_of_numbers_are_no_parameters(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="FSRS parameters"):
        Parameters.from_numbers(numbers)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"desired_retention": 1.0}, r"Desired retention is 1\.0; it must be from 0\.5 to 0\.99"),
        ({"desired_retention": math.nan}, "Desired retention is nan"),
        ({"maximum_interval": 0}, "longest interval is 0 days"),
        ({"maximum_interval": 40_000}, "must be from 1 to 36500"),
        ({"learning_steps": (60, 0)}, "learning step is 0 seconds"),
        ({"relearning_steps": (-5,)}, "learning step is -5 seconds"),
    ],
)
def test_senseless_options_are_refused_with_a_sentence(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        SchedulingOptions(**wrong)  # type: ignore[arg-type]


# Steps


def test_a_new_card_goes_through_its_learning_steps() -> None:
    assert shown(CardState()) == [
        (State.LEARNING, 0, 60, 0),
        (State.LEARNING, 0, 330, 0),
        (State.LEARNING, 1, 600, 0),
        (State.REVIEW, 0, 0, 8),
    ]
    after_good = outcomes(CardState(), NOW, TODAY, PLAIN, 1)[2].card
    assert (after_good.due_day, after_good.due_at) == (TODAY, NOW + 600_000)
    assert shown(after_good) == [
        (State.LEARNING, 0, 60, 0),
        (State.LEARNING, 1, 600, 0),
        (State.REVIEW, 0, 0, 2),
        (State.REVIEW, 0, 0, 4),
    ]


def test_a_forgotten_review_card_is_relearned_and_counts_as_one_lapse() -> None:
    forgotten = outcomes(review_card(), NOW, TODAY, PLAIN, 1)[0].card
    assert (forgotten.state, forgotten.lapses, forgotten.reps) == (State.RELEARNING, 2, 6)
    again, hard, good, easy = outcomes(forgotten, NOW, TODAY, PLAIN, 1)
    assert (again.card.state, again.delay, again.card.lapses) == (State.RELEARNING, 600, 2)
    assert (hard.card.state, hard.delay) == (State.RELEARNING, 900)
    assert (good.card.state, easy.card.state) == (State.REVIEW, State.REVIEW)
    assert 1 <= good.days < easy.days
    assert {outcome.card.lapses for outcome in (again, hard, good, easy)} == {2}


def test_a_new_card_that_is_not_known_is_no_lapse() -> None:
    assert outcomes(CardState(), NOW, TODAY, PLAIN, 1)[0].card.lapses == 0


def test_without_steps_every_answer_leads_to_a_review_on_another_day() -> None:
    options = SchedulingOptions(learning_steps=(), relearning_steps=(), fuzz=False)
    assert shown(CardState(), options) == [(State.REVIEW, 0, 0, days) for days in (1, 1, 2, 8)]
    again, *_ = outcomes(review_card(), NOW, TODAY, options, 1)
    assert (again.card.state, again.card.lapses, again.card.due_at) == (State.REVIEW, 2, None)
    assert again.days >= 1


def test_a_card_beyond_the_steps_there_are_now_leaves_them() -> None:
    card = CardState(State.LEARNING, 5, Memory(3.0, 5.0), TODAY, NOW, NOW, TODAY, 5)
    assert [state for state, *_ in shown(card)] == [State.LEARNING, State.REVIEW, State.REVIEW, State.REVIEW]


def test_a_step_of_a_day_or_more_counts_study_days() -> None:
    options = SchedulingOptions(learning_steps=(600, DAY_SECONDS, 2 * DAY_SECONDS), fuzz=False)
    card = CardState(State.LEARNING, 1, Memory(3.0, 5.0), TODAY, None, NOW - 1, TODAY, 1)
    again, hard, good, _ = outcomes(card, NOW, TODAY, options, 1)
    assert (again.card.due_day, again.card.due_at) == (TODAY, NOW + 600_000)
    assert (hard.card.due_day, hard.card.due_at, hard.delay, hard.days) == (TODAY + 1, None, DAY_SECONDS, 0)
    assert (good.card.due_day, good.card.due_at, good.card.step) == (TODAY + 2, None, 2)


def test_half_a_day_more_than_a_whole_step_is_rounded_to_days() -> None:
    options = SchedulingOptions(learning_steps=(DAY_SECONDS, 2 * DAY_SECONDS))
    hard = outcomes(CardState(), NOW, TODAY, options, 1)[1]
    assert (hard.delay, hard.card.due_day) == (2 * DAY_SECONDS, TODAY + 2)


def test_a_card_left_in_its_steps_overnight_is_answered_as_a_day_later() -> None:
    card = CardState(State.LEARNING, 1, Memory(2.3065, 2.1), TODAY - 1, NOW - 1000, NOW - 601_000, TODAY - 1, 1)
    good = outcomes(card, NOW, TODAY, PLAIN, 1)[2]
    assert good.elapsed_days == 1
    assert good.card.memory == next_memory(card.memory, GOOD, 1, DEFAULT_PARAMETERS)


# Intervals


def test_a_better_answer_waits_at_least_a_day_longer() -> None:
    *_, hard, good, easy = outcomes(review_card(stability=1.0, days=0), NOW, TODAY, PLAIN, 1)
    assert (hard.days, good.days, easy.days) == (1, 2, 3)


def test_the_longest_interval_holds_for_all_answers() -> None:
    options = SchedulingOptions(maximum_interval=7)
    assert [days for *_, days in shown(review_card(stability=500.0, days=500), options)] == [0, 7, 7, 7]


@given(any_options, st.none() | any_memory, st.sampled_from(State), st.integers(0, 3), any_days, st.integers())
@settings(deadline=None, max_examples=300)
def test_the_four_outcomes_are_in_order(
    options: SchedulingOptions, memory: Memory | None, state: State, step: int, days: int, seed: int
) -> None:
    card = CardState(state, step, memory, TODAY, None, NOW - 1, TODAY - days, 3, 1)
    found = outcomes(card, NOW, TODAY, options, seed)
    assert [outcome.rating for outcome in found] == list(Rating)
    for outcome in found:
        assert_sane(card, outcome, options)
    reviews = [outcome for outcome in found if outcome.card.state == State.REVIEW]
    for lower, higher in pairwise(reviews):
        differ = lower.rating != AGAIN and lower.card.memory != higher.card.memory
        assert higher.days >= min(lower.days + differ, options.maximum_interval)


def assert_sane(before: CardState, outcome: Outcome, options: SchedulingOptions) -> None:
    """An outcome agrees with itself and lies after what was before."""
    after = outcome.card
    assert after.memory is not None
    assert after.last_day is not None
    assert after.last_review is not None
    assert after.due_day is not None
    assert after.last_day >= (before.last_day or 0)
    assert before.last_review is None or after.last_review > before.last_review
    assert after.due_day >= after.last_day
    assert after.due_at is None or after.due_at > after.last_review
    assert outcome.elapsed_days >= 0
    assert math.isfinite(after.memory.stability)
    assert math.isfinite(after.memory.difficulty)
    if after.state == State.REVIEW:
        assert 1 <= outcome.days <= options.maximum_interval
        assert (outcome.days, outcome.delay, after.due_at) == (after.due_day - after.last_day, 0, None)
    else:
        assert after.state in (State.LEARNING, State.RELEARNING)
        assert (outcome.days, outcome.delay > 0) == (0, True)


# Fuzz


def test_the_same_seed_gives_the_same_days_and_others_spread_them() -> None:
    fuzzed = SchedulingOptions()
    card = review_card(stability=60.0, days=60)
    first, last = fuzz_range(interval_for(outcome_memory(card).stability, 0.9, DEFAULT_PARAMETERS.decay), 1, 36_500)
    found = [outcomes(card, NOW, TODAY, fuzzed, seed)[2].days for seed in range(2000)]
    assert found == [outcomes(card, NOW, TODAY, fuzzed, seed)[2].days for seed in range(2000)]
    assert (min(found), max(found)) == (first, last)
    expected = len(found) / (last - first + 1)
    assert all(0.6 * expected < found.count(days) < 1.4 * expected for days in range(first, last + 1))


def outcome_memory(card: CardState) -> Memory:
    """What Good makes of a review card today."""
    memory = outcomes(card, NOW, TODAY, PLAIN, 1)[2].card.memory
    assert memory is not None
    return memory


def test_what_a_later_look_shows_is_what_the_button_saves() -> None:
    card = review_card(stability=60.0, days=60)
    at_first = outcomes(card, NOW, TODAY, SchedulingOptions(), seed=42)
    later = outcomes(card, NOW + 90_000, TODAY, SchedulingOptions(), seed=42)
    assert [outcome.card.due_day for outcome in later] == [outcome.card.due_day for outcome in at_first]


def test_the_next_answer_of_a_card_has_other_fuzz() -> None:
    card = review_card(stability=300.0, days=300)
    found = {outcomes(replace(card, reps=reps), NOW, TODAY, SchedulingOptions(), seed=42)[2].days for reps in range(20)}
    assert len(found) > 10


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (1.0, (1, 1)),
        (2.49, (2, 2)),
        (2.5, (2, 4)),
        (7.0, (5, 9)),
        (17.0, (14, 20)),
        (37.0, (33, 41)),
        (100.0, (93, 107)),
    ],
)
def test_fuzz_ranges_are_those_of_anki(interval: float, expected: tuple[int, int]) -> None:
    assert fuzz_range(interval, 1, 1000) == expected


def test_fuzz_stays_within_the_shortest_and_longest_interval() -> None:
    assert fuzz_range(100.0, 101, 1000) == (101, 108)
    assert fuzz_range(100.0, 1, 99) == (92, 99)
    assert fuzz_range(2.0, 3, 3) == (3, 3)
    assert fuzz_range(50.0, 8, 7) == (7, 7)


def test_fuzz_never_turns_a_grown_interval_into_a_shorter_one() -> None:
    card = replace(review_card(days=100), memory=Memory(86.0, 9.9))
    assert shown(card)[1][3] == 102
    for seed in range(200):
        assert all(outcome.days > 100 for outcome in outcomes(card, NOW, TODAY, SchedulingOptions(), seed)[1:])


def test_uniform_numbers_are_even_and_repeatable() -> None:
    found = [uniform(seed, stream) for seed in range(-50, 50) for stream in range(100)]
    assert found == [uniform(seed, stream) for seed in range(-50, 50) for stream in range(100)]
    assert len(set(found)) == len(found)
    assert all(0 <= number < 1 for number in found)
    tenths = [sum(tenth <= 10 * number < tenth + 1 for number in found) for tenth in range(10)]
    assert all(900 < count < 1100 for count in tenths)


# Clocks that misbehave


def test_a_clock_that_went_back_is_taken_to_stand_still() -> None:
    card = replace(review_card(), last_review=NOW, last_day=TODAY, due_day=TODAY + 20)
    for outcome in outcomes(card, NOW - 86_400_000, TODAY - 1, PLAIN, 1):
        assert_sane(card, outcome, PLAIN)
        assert outcome.elapsed_days == 0
        assert (outcome.card.last_review, outcome.card.last_day) == (NOW + 1, TODAY)
        assert outcome.card.memory == next_memory(card.memory, outcome.rating, 0, DEFAULT_PARAMETERS)


def test_two_answers_in_one_millisecond_keep_their_order() -> None:
    first = outcomes(CardState(), NOW, TODAY, PLAIN, 1)[2].card
    second = outcomes(first, NOW, TODAY, PLAIN, 1)[2].card
    assert (first.last_review, second.last_review) == (NOW, NOW + 1)


@pytest.mark.parametrize(
    "when",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(2100, 2, 28, tzinfo=UTC),
        datetime.fromtimestamp(NOW / 1000 + 400 * DAY_SECONDS, UTC),
        datetime.fromtimestamp(NOW / 1000 - DAY_SECONDS, UTC),
    ],
)
@pytest.mark.parametrize("state", list(State))
def test_absurd_dates_give_sane_results(when: datetime, state: State) -> None:
    card = CardState() if state == State.NEW else replace(review_card(), state=state)
    options = SchedulingOptions()
    now_ms, today = round(when.timestamp() * 1000), when.toordinal()
    for outcome in outcomes(card, now_ms, today, options, 1):
        assert_sane(card, outcome, options)
        for later in outcomes(outcome.card, NOW, TODAY, options, 1):  # The clock is set right again.
            assert_sane(outcome.card, later, options)
