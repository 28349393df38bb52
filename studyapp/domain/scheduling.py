"""The spaced-repetition module: FSRS-6 memory states and what each answer does to a card.

The formulas are those of FSRS-6 as published at github.com/open-spaced-repetition (wiki, “The Algorithm”). Elapsed time
is counted in study days, whole numbers that were fixed when an answer was written, never in spans of 24 hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Rating(IntEnum):
    """How well a card was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card stands in its life."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Memory(NamedTuple):
    """What FSRS knows of one memory."""

    stability: float
    """Days until retrievability has fallen to 0.9."""
    difficulty: float
    """1 (easy) to 10."""


@dataclass(frozen=True, slots=True)
class CardState:
    """The scheduling part of a card."""

    state: State = State.NEW
    step: int = 0
    """Index of the current learning or relearning step."""
    memory: Memory | None = None
    due_day: int | None = None
    """Study day (proleptic Gregorian ordinal) from which it is due; None while new."""
    due_at: int | None = None
    """UTC epoch milliseconds; only inside learning and relearning steps, and None there for steps of whole days."""
    last_review: int | None = None
    """UTC epoch milliseconds."""
    last_day: int | None = None
    """Study day of the last review."""
    reps: int = 0
    lapses: int = 0


class Outcome(NamedTuple):
    """What one rating would do: shown on its button, and saved as it is when the button is pressed."""

    rating: Rating
    card: CardState
    """The card after the answer."""
    delay: int
    """Seconds until the card is due inside (re)learning steps, else 0."""
    days: int
    """Study days until the card is due, 0 inside steps."""
    elapsed_days: int
    """Study days since the last review, 0 for a first one."""


MIN_STABILITY, MAX_STABILITY = 0.001, 36500.0
MIN_DIFFICULTY, MAX_DIFFICULTY = 1.0, 10.0
DAY_SECONDS = 86_400
_BEFORE_REVIEW = (State.NEW, State.LEARNING)

# One line each: first stabilities, difficulty, recall, forgetting, Hard and Easy, same-day answers, decay.
LOWER_BOUNDS = (
    *(0.001, 0.001, 0.001, 0.001),
    *(1.0, 0.001, 0.001, 0.001),
    *(0.0, 0.0, 0.001),
    *(0.001, 0.001, 0.001, 0.0),
    *(0.0, 1.0),
    *(0.0, 0.0, 0.0),
    0.1,
)
UPPER_BOUNDS = (
    *(100.0, 100.0, 100.0, 100.0),
    *(10.0, 4.0, 4.0, 0.75),
    *(4.5, 0.8, 3.5),
    *(5.0, 0.25, 0.9, 4.0),
    *(1.0, 6.0),
    *(2.0, 2.0, 0.8),
    0.8,
)
_FSRS_5_DECAY = 0.5


@dataclass(frozen=True, slots=True)
class Parameters:
    """The 21 weights of FSRS-6. Raises ValueError where their number or one of them is not legal."""

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != len(LOWER_BOUNDS):
            raise ValueError(f"FSRS-6 has 21 parameters, but {len(self.weights)} were given.")
        for index, (weight, lower, upper) in enumerate(zip(self.weights, LOWER_BOUNDS, UPPER_BOUNDS, strict=True)):
            if not lower <= weight <= upper:
                raise ValueError(f"FSRS parameter w{index} is {weight}; it must be from {lower} to {upper}.")

    @classmethod
    def from_numbers(cls, numbers: Iterable[float]) -> Parameters:
        """Parameters from 17 (FSRS-4.5), 19 (FSRS-5) or 21 numbers, upgraded and clipped; ValueError for anything else.

        The upgrade is the one that fsrs-rs makes.
        """
        weights = [float(number) for number in numbers]
        if not all(math.isfinite(weight) for weight in weights):
            raise ValueError("FSRS parameters must be finite numbers.")
        if len(weights) == 17:
            weights[4] += 2 * weights[5]
            weights[5] = math.log(max(3 * weights[5] + 1, MIN_STABILITY)) / 3
            weights[6] += 0.5
            weights += [0.0, 0.0]
        if len(weights) == 19:
            weights += [0.0, _FSRS_5_DECAY]
        if len(weights) != len(LOWER_BOUNDS):
            raise ValueError(f"FSRS parameters are 17, 19 or 21 numbers, but {len(weights)} were given.")
        return cls(tuple(map(_clamp, weights, LOWER_BOUNDS, UPPER_BOUNDS)))

    @property
    def decay(self) -> float:
        """How steeply the forgetting curve falls, as a positive number."""
        return self.weights[20]


DEFAULT_PARAMETERS = Parameters(
    (
        *(0.212, 1.2931, 2.3065, 8.2956),
        *(6.4133, 0.8334, 3.0194, 0.001),
        *(1.8722, 0.1666, 0.796),
        *(1.4835, 0.0614, 0.2629, 1.6483),
        *(0.6014, 1.8729),
        *(0.5425, 0.0912, 0.0658),
        0.1542,
    )
)


def retrievability(stability: float, elapsed_days: float, decay: float) -> float:
    """Probability of recall, over 0 to 1, after this many days; 0.9 when they equal the stability."""
    return float((1 + _curve_factor(decay) * max(0.0, elapsed_days) / stability) ** -decay)


def interval_for(stability: float, desired_retention: float, decay: float) -> float:
    """Days, not rounded, until retrievability has fallen to the desired retention (over 0, under 1)."""
    return float(stability / _curve_factor(decay) * (desired_retention ** (-1 / decay) - 1))


def initial_memory(rating: Rating, parameters: Parameters) -> Memory:
    """The memory after the first answer of all."""
    return _memory(parameters.weights[rating - 1], _initial_difficulty(rating, parameters))


def next_memory(memory: Memory | None, rating: Rating, elapsed_days: int, parameters: Parameters) -> Memory:
    """The memory after an answer this many study days after the last one; None stands for a card never answered."""
    if memory is None:
        return initial_memory(rating, parameters)
    stability = _clamp(memory.stability, MIN_STABILITY, MAX_STABILITY)
    difficulty = _clamp(memory.difficulty, MIN_DIFFICULTY, MAX_DIFFICULTY)
    if elapsed_days < 1:
        grown = _same_day_stability(stability, rating, parameters)
    else:
        recall = retrievability(stability, elapsed_days, parameters.decay)
        next_stability = _forgotten_stability if rating == Rating.AGAIN else _recalled_stability
        grown = next_stability(stability, difficulty, recall, rating, parameters)
    return _memory(grown, _next_difficulty(difficulty, rating, parameters))


def replay(reviews: Iterable[tuple[int, Rating]], parameters: Parameters) -> Memory:
    """The memory after a card's whole history of (study day, rating), oldest first; ValueError when it is empty.

    A day earlier than the one before comes from a clock that went back, and counts as the same day.
    """
    memory: Memory | None = None
    last_day: int | None = None
    for day, rating in reviews:
        reached = day if last_day is None else max(day, last_day)
        memory = next_memory(memory, rating, 0 if last_day is None else reached - last_day, parameters)
        last_day = reached
    if memory is None:
        raise ValueError("A card without answers has no memory to replay.")
    return memory


def memory_from_sm2(ease: float, interval: float, parameters: Parameters, retention: float = 0.9) -> Memory:
    """A memory for a card whose history is lost, from SM-2's ease factor and interval in days; as fsrs-rs does it.

    `retention` is the recall at which the old scheduler showed cards. ValueError where a number makes no sense.
    """
    if not (math.isfinite(ease) and math.isfinite(interval) and 0 < retention < 1):
        raise ValueError("Ease and interval must be finite, and retention between 0 and 1.")
    w = parameters.weights
    stability = max(interval, MIN_STABILITY) / interval_for(1.0, retention, parameters.decay)
    growth = math.exp(w[8]) * stability ** -w[9] * math.expm1((1 - retention) * w[10])
    return _memory(stability, 11 - (ease - 1) / growth)


def _curve_factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay)) - 1


def _initial_difficulty(rating: Rating, parameters: Parameters) -> float:
    return parameters.weights[4] - math.exp(parameters.weights[5] * (rating - 1)) + 1


def _next_difficulty(difficulty: float, rating: Rating, parameters: Parameters) -> float:
    w = parameters.weights
    moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    return w[7] * _initial_difficulty(Rating.EASY, parameters) + (1 - w[7]) * moved


def _same_day_stability(stability: float, rating: Rating, parameters: Parameters) -> float:
    w = parameters.weights
    growth = math.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    return float(stability * (growth if rating == Rating.AGAIN else max(growth, 1.0)))


def _recalled_stability(
    stability: float, difficulty: float, recall: float, rating: Rating, parameters: Parameters
) -> float:
    w = parameters.weights
    bonus = w[15] if rating == Rating.HARD else w[16] if rating == Rating.EASY else 1.0
    growth = math.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * math.expm1((1 - recall) * w[10])
    return float(stability * (1 + growth * bonus))


def _forgotten_stability(
    stability: float, difficulty: float, recall: float, _rating: Rating, parameters: Parameters
) -> float:
    w = parameters.weights
    left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * math.exp((1 - recall) * w[14])
    return float(min(left, stability / math.exp(w[17] * w[18])))


def _memory(stability: float, difficulty: float) -> Memory:
    return Memory(
        _clamp(stability, MIN_STABILITY, MAX_STABILITY),
        _clamp(difficulty, MIN_DIFFICULTY, MAX_DIFFICULTY),
    )


def _clamp(value: float, lower: float, upper: float) -> float:
    return min(max(value, lower), upper)


@dataclass(frozen=True, slots=True)
class SchedulingOptions:
    """How answers become due days. Raises ValueError with a sentence where a value makes no sense."""

    parameters: Parameters = DEFAULT_PARAMETERS
    desired_retention: float = 0.9
    """Recall at which a review becomes due."""
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds."""
    relearning_steps: tuple[int, ...] = (600,)
    """Seconds."""
    maximum_interval: int = 36_500
    """Study days."""
    fuzz: bool = True
    """Whether due days are spread a little, so that cards learned together do not stay together."""

    def __post_init__(self) -> None:
        if not 0.5 <= self.desired_retention <= 0.99:
            raise ValueError(f"Desired retention is {self.desired_retention}; it must be from 0.5 to 0.99.")
        if not 1 <= self.maximum_interval <= MAX_STABILITY:
            raise ValueError(f"The longest interval is {self.maximum_interval} days; it must be from 1 to 36500.")
        for seconds in (*self.learning_steps, *self.relearning_steps):
            if not 1 <= seconds <= 365 * DAY_SECONDS:
                raise ValueError(f"A learning step is {seconds} seconds; it must be from 1 second to 365 days.")


def outcomes(
    card: CardState, now_ms: int, today: int, options: SchedulingOptions, seed: int
) -> tuple[Outcome, Outcome, Outcome, Outcome]:
    """What Again, Hard, Good and Easy would do to a card answered now, in UTC milliseconds, on this study day.

    The seed decides the fuzz: with the same card and seed the numbers are the same, so a button can show what it saves.
    A clock that went back is taken to stand still: no answer lies before the last one, nothing is due before it.
    """
    last_review = now_ms if card.last_review is None else max(now_ms, card.last_review + 1)
    day = today if card.last_day is None else max(today, card.last_day)
    elapsed = 0 if card.last_day is None else day - card.last_day
    chance = uniform(seed, card.reps)
    found: list[Outcome] = []
    for rating in Rating:
        memory = next_memory(card.memory, rating, elapsed, options.parameters)
        step = _next_step(card, rating, options)
        delay, days = 0, 0
        if step is None:
            days = _days(card, memory, found[-1] if found else None, options, chance)
            state, index, due_day, due_at = State.REVIEW, 0, day + days, None
        else:
            state = State.LEARNING if card.state in _BEFORE_REVIEW else State.RELEARNING
            index, seconds = step
            whole_days, delay = _whole_days(seconds)
            due_day, due_at = day + whole_days, None if whole_days else last_review + delay * 1000
        lapses = card.lapses + (card.state == State.REVIEW and rating == Rating.AGAIN)
        after = CardState(state, index, memory, due_day, due_at, last_review, day, card.reps + 1, lapses)
        found.append(Outcome(rating, after, delay, days, elapsed))
    again, hard, good, easy = found
    return again, hard, good, easy


def _next_step(card: CardState, rating: Rating, options: SchedulingOptions) -> tuple[int, int] | None:
    """Index and seconds of the step the answer leads to; None where the card leaves its steps or stays out of them."""
    if card.state == State.REVIEW and rating != Rating.AGAIN:
        return None
    steps = options.learning_steps if card.state in _BEFORE_REVIEW else options.relearning_steps
    if steps and rating == Rating.AGAIN:
        return 0, steps[0]
    # A card may stand beyond the last step when there used to be more of them.
    if rating == Rating.EASY or card.step >= len(steps):
        return None
    if rating == Rating.HARD:
        return card.step, _hard_delay(steps, card.step)
    following = card.step + 1
    return (following, steps[following]) if following < len(steps) else None


def _hard_delay(steps: tuple[int, ...], step: int) -> int:
    """Between Again and Good on the first step, where its own delay would be the same as Again's."""
    if step > 0:
        return steps[step]
    return steps[0] * 3 // 2 if len(steps) == 1 else (steps[0] + steps[1]) // 2


def _whole_days(seconds: int) -> tuple[int, int]:
    """Study days and seconds of a step: from a day on it counts study days, whatever the hour of the answer."""
    if seconds < DAY_SECONDS:
        return 0, seconds
    days = (seconds + DAY_SECONDS // 2) // DAY_SECONDS
    return days, days * DAY_SECONDS


def _days(card: CardState, memory: Memory, lower: Outcome | None, options: SchedulingOptions, chance: float) -> int:
    """Study days until the card is due: never fewer than the next lower rating gives, and more after Hard or Good."""
    interval = interval_for(memory.stability, options.desired_retention, options.parameters.decay)
    shortest = 1
    if lower is not None and lower.days:
        shortest = lower.days + (lower.rating != Rating.AGAIN and lower.card.memory != memory)
    if card.state == State.REVIEW and card.due_day is not None and card.last_day is not None:
        # Fuzz must not turn a grown interval into a shorter one than the last.
        scheduled = card.due_day - card.last_day
        shortest = max(shortest, scheduled + 1) if round(interval) > scheduled else shortest
    longest = options.maximum_interval
    if not options.fuzz:
        return min(max(round(interval), shortest), longest)
    first, last = fuzz_range(interval, shortest, longest)
    return first + int(chance * (last - first + 1))


def fuzz_range(interval: float, shortest: int, longest: int) -> tuple[int, int]:
    """First and last of the days among which fuzz chooses evenly; none below 2.5 days, the shares are Anki's.

    Where `shortest` is beyond `longest`, the latter holds.
    """
    interval = _clamp(interval, shortest, longest)
    if interval < 2.5:
        days = math.floor(interval + 0.5)
        return days, days
    spread = 1.0
    for start, end, share in ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05)):
        spread += share * max(0.0, min(interval, end) - start)
    first = int(_clamp(math.floor(interval - spread + 0.5), shortest, longest))
    last = int(_clamp(math.floor(interval + spread + 0.5), shortest, longest))
    return first, last


def uniform(seed: int, stream: int) -> float:
    """An evenly spread number from 0 to under 1 that is always the same for the same seed and stream (SplitMix64)."""
    mask = 0xFFFF_FFFF_FFFF_FFFF
    mixed = (seed * 0x9E37_79B9_7F4A_7C15 + (stream + 1) * 0xD1B5_4A32_D192_ED03) & mask
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9) & mask
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB) & mask
    return ((mixed ^ (mixed >> 31)) >> 11) / 2**53
