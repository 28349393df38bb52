"""What to study today so that most of the deck's weight is remembered on the exam morning.

The days left to the exam compete for the learner's minutes. Each day gets a price for a second of study, the prices at
which the time that pays adds up to the minutes there are: a Lagrangian relaxation of the whole course of study, whose
value is also an upper bound on what any plan can be expected to reach. A card's gain today is the worth of studying it
now less that of the best later plan for it, and today's order is by gain per second (the index policy of restless
bandits, Whittle 1988). Prices are worked out anew each day from the memories as they are, so missed and extra days,
more or fewer minutes and new cards need no rules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from studyapp.domain.exam_course import Course, Indexes, Memories
from studyapp.domain.exam_prices import FIRST_GUESS, LOWEST_PRICE, Prices, find_prices
from studyapp.domain.exam_value import Indices, card_model
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import Parameters
from studyapp.domain.study_habits import AVERAGE_HABITS, StudyHabits

__all__ = ["LONGEST_HORIZON", "DayPlan", "Memories", "Prices", "plan_day"]

LONGEST_HORIZON = 200
"""Days beyond which an exam is planned as if it were this far away."""
_DECIDED = 2e-4
"""Softness of choices once prices are known, in units of recall."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Today's cards, best first, and what the plan as a whole is expected to reach."""

    order: Indices
    """Indices of the cards worth studying today, the highest gain per second first; it goes on beyond the minutes.

    Before them come the new cards without which not all would be met by the exam, where the minutes allow it.
    """
    gain: Floats
    """Expected rise of the result, 0–1 of all weight, by studying each of `order` today instead of at its best later time."""
    seconds: Floats
    """Expected seconds for each of `order`."""
    planned: int
    """How many of `order` are expected to fit into today's minutes."""
    recall: float
    """Expected weighted recall on the exam morning, 0–1; a card never studied counts 0."""
    recall_later: float
    """The same 30 days after the exam without any study."""
    bound: float
    """No plan can be expected to reach more on the exam morning, as far as the memory model is right, 0–1."""
    prices: Prices = field(repr=False)


def plan_day(
    cards: Memories,
    parameters: Parameters,
    minutes: Sequence[float] | Floats,
    *,
    habits: StudyHabits = AVERAGE_HABITS,
    prices: Prices | None = None,
    effort: int = 40,
) -> DayPlan:
    """What to study today.

    `minutes[0]` is today's study time, `minutes[-1]` that of the last day before the exam morning; 0 is a day off. A card
    is studied once a day. `prices` are those of yesterday's plan, `effort` about the most rounds of work on them. Raises
    ValueError without a day to study on, or for minutes that are no time. Deterministic; no clock, no chance.
    """
    available = np.asarray(minutes, dtype=float)
    if available.ndim != 1 or not len(available):
        raise ValueError("A plan needs the minutes of at least one day.")
    if not np.isfinite(available).all() or (available < 0).any():
        raise ValueError("Minutes must be numbers from 0 up.")
    # A day has no more.
    available = np.minimum(available[:LONGEST_HORIZON], 1440.0)
    if not len(cards.stability):
        nothing = np.zeros(0)
        return DayPlan(nothing.astype(np.intp), nothing, nothing, 0, 0.0, 0.0, 0.0, prices or FIRST_GUESS)
    course = Course(cards, card_model(parameters, habits), available)
    curve, price, expected = find_prices(course, prices, effort)
    today = course.indexes(price, _DECIDED)
    order = _order(course, today)
    seconds = today.seconds[order]
    planned = int(np.searchsorted(np.cumsum(seconds), available[0] * 60, side="right"))
    # Where the time that pays is not quite the time there is, the difference counts at its price.
    idle = float(price @ (course.seconds - expected.seconds)) * course.price_unit
    recall = min(expected.recall + idle, today.bound)
    gain = (course.weight * today.gain)[order]
    return DayPlan(order, gain, seconds, planned, recall, expected.recall_later, today.bound, curve)


def _order(course: Course, today: Indexes) -> Indices:
    """The cards worth studying today by gain per second, after the new cards that have to be met today."""
    rate = course.weight * today.gain / today.seconds
    order = np.argsort(-rate, kind="stable")
    new = course.cards.new & (course.weight > 0)
    first = order[new[order]][: _new_cards_due(course)]
    worth_it = today.gain > LOWEST_PRICE * today.seconds
    worth_it[first] = False
    return np.concatenate([first, order[worth_it[order]]])


def _new_cards_due(course: Course) -> int:
    """How many new cards keep an even pace to the exam, as long as all of them can be met; the plan is mostly ahead of it."""
    unmet = len(course.new_cards)
    days = int(np.count_nonzero(course.seconds))
    if unmet * course.model.introduction_seconds > course.seconds.sum():
        return 0
    return -(-unmet // max(days, 1))
