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

from studyapp.domain import memory_arrays as memory
from studyapp.domain.exam_value import CardModel, ExamValues, Indices, Reviews, soft_best
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import MAX_DIFFICULTY, MAX_STABILITY, MIN_DIFFICULTY, MIN_STABILITY, Parameters
from studyapp.domain.study_habits import AVERAGE_HABITS, StudyHabits

LONGEST_HORIZON = 365
"""Days beyond which an exam is planned as if it were this far away."""
LOWEST_PRICE = 2e-5
"""Recall per second below which study is not worth the time: 20 seconds must bring 0.04 % of one card."""
_HIGHEST_PRICE = 0.5
_CLOSED_PRICE = 1e4
"""Of a second on a day off: more than any card is worth."""
_SOFTNESS = 4e-3
"""Of choices while prices are sought, in units of recall: enough for study time to change smoothly with prices."""
_DECIDED = 2e-4
"""Softness once prices are known."""
_KNOTS = 3
"""Prices are a curve through so many points over the logarithm of the days left."""
_SAMPLE = 1_500
"""Studied cards from which prices are worked out; a larger deck stands in for itself by an even sample."""
_CLASS_STEP = 1.6
"""Cards whose weights differ by less than this factor share one table of values."""
_MOST_CLASSES = 5
_CHUNK = 2_000
_UNUSED_SECONDS = 10.0
"""Of each day: it ends when the next card does not fit any more."""


@dataclass(frozen=True, slots=True)
class Memories:
    """The deck's cards as arrays of one length; cards not to be shown (suspended, buried) are left out by the caller."""

    stability: Floats
    """Days; NaN for a card never studied."""
    difficulty: Floats
    """1–10; NaN for a card never studied."""
    elapsed_days: Floats
    """Whole study days since the last review, 0 for a card already studied today; any number for a new card."""
    weight: Floats
    """What recalling the card is worth on the exam; only the ratios count. New cards of equal weight come in their order."""

    @classmethod
    def of(
        cls,
        stability: Sequence[float] | Floats,
        difficulty: Sequence[float] | Floats,
        elapsed_days: Sequence[float] | Floats,
        weight: Sequence[float] | Floats | None = None,
    ) -> Memories:
        """Arrays from any sequences, put into legal bounds; weights are equal where none are given."""
        strength = np.asarray(stability, dtype=float)
        new = ~(np.isfinite(strength) & np.isfinite(np.asarray(difficulty, dtype=float)))
        elapsed = np.nan_to_num(np.asarray(elapsed_days, dtype=float), nan=0.0, posinf=MAX_STABILITY, neginf=0.0)
        weights = np.ones_like(strength) if weight is None else np.nan_to_num(np.asarray(weight, dtype=float))
        return cls(
            np.where(new, np.nan, np.clip(strength, MIN_STABILITY, MAX_STABILITY)),
            np.where(new, np.nan, np.clip(np.asarray(difficulty, dtype=float), MIN_DIFFICULTY, MAX_DIFFICULTY)),
            np.maximum(np.floor(elapsed), 0.0),
            np.maximum(weights, 0.0),
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """A price curve that a plan ended with; given to the next day's plan it saves most of the work."""

    days: int
    logarithms: tuple[float, ...]
    """At evenly spaced points over the logarithm of the days left, from 1 to `days`."""

    def at(self, days_left: Floats) -> Floats:
        """Prices of a second with so many days left."""
        knots = np.linspace(0.0, np.log(max(self.days, 1)), len(self.logarithms))
        return np.asarray(np.exp(np.interp(np.log(np.maximum(days_left, 1.0)), knots, self.logarithms)))


FIRST_GUESS = Prices(90, (-4.0, -4.45, -5.0))


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Today's cards, best first, and what the plan as a whole is expected to reach."""

    order: Indices
    """Indices of the cards worth studying today, the highest gain per second first; it goes on beyond the minutes."""
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
    minutes: Sequence[float],
    *,
    habits: StudyHabits = AVERAGE_HABITS,
    prices: Prices | None = None,
    effort: int = 40,
) -> DayPlan:
    """What to study today.

    `minutes[0]` is today's study time, `minutes[-1]` that of the last day before the exam morning; 0 is a day off. A card
    is studied once a day. `prices` are those of yesterday's plan, `effort` the most rounds of work on them. Raises
    ValueError without a day to study on, or for minutes that are no time. Deterministic; no clock, no chance.
    """
    available = np.asarray(minutes, dtype=float)
    if available.ndim != 1 or not len(available):
        raise ValueError("A plan needs the minutes of at least one day.")
    if not np.isfinite(available).all() or (available < 0).any():
        raise ValueError("Minutes must be numbers from 0 up.")
    available = available[:LONGEST_HORIZON]
    weight = cards.weight / cards.weight.sum() if cards.weight.sum() > 0 else np.zeros_like(cards.weight)
    course = _Course(cards, weight, CardModel(parameters, habits), available)
    found = course.find_prices(prices or FIRST_GUESS, effort)
    order, gain, seconds = course.today(found)
    planned = int(np.searchsorted(np.cumsum(seconds), available[0] * 60, side="right"))
    return DayPlan(order, gain, seconds, planned, course.recall, course.recall_later, course.bound, found)


class _Class:
    """Cards of about one weight: their common table of values, and where the studied ones may go."""

    def __init__(self, values: ExamValues, studied: Indices, new: float, share: float, cards: Memories, each: float) -> None:
        self.values, self.studied, self.new, self.share, self.each = values, studied, new, share, each
        """`share` is the weight of one card, 0–1; `each` the number of cards that one of `studied` stands for."""
        self.delays = np.concatenate([[0], values.waits[values.waits < values.days]]).astype(np.intp)
        self.reviews, self.unstudied, self.unstudied_later = _options(values, self.delays, cards, studied)

    def spend(self, prices: Floats, softness: float, seconds: Floats) -> tuple[float, float, float]:
        """Adds expected seconds by days left; gives worth, recall and recall 30 days on, each in units of weight."""
        values, model = self.values, self.values.model
        values.work_out(prices / self.share, softness)
        mass = np.zeros((values.days + 1, 2 * model.nodes))
        net = values.introduction - values.prices * model.introduction_seconds
        net[0] = 0.0
        worth, shares = soft_best(net, softness)
        total = self.new * float(worth)
        introduced = self.new * shares[1:]
        seconds[1:] += introduced * model.introduction_seconds
        mass[1:, : model.nodes] += introduced[:, None] * model.introduced
        recalled = later = 0.0
        if len(self.studied):
            options = np.concatenate([self.unstudied[None], self._studied_worth()])
            best, shares = soft_best(options, softness)
            total += self.each * float(best.sum())
            recalled = self.each * float((shares[0] * self.unstudied).sum())
            later = self.each * float((shares[0] * self.unstudied_later).sum())
            for place, delay in enumerate(self.delays):
                chosen = self.each * shares[place + 1]
                left = values.days - delay
                seconds[left] += float(chosen @ self.reviews.seconds[place])
                weights = (chosen[:, None] * self.reviews.shares[place]).ravel()
                mass[left] += np.bincount(self.reviews.corners[place].ravel(), weights, minlength=2 * model.nodes)
        more, more_later = values.expect(mass, seconds)
        return self.share * total, self.share * (recalled + more), self.share * (later + more_later)

    def _studied_worth(self) -> Floats:
        return _worth(self.values, self.delays, self.reviews)


class _Course:
    """The days from today to the exam, with all cards sorted into classes of about one weight."""

    def __init__(self, cards: Memories, weight: Floats, model: CardModel, minutes: Floats) -> None:
        self.cards, self.weight, self.model = cards, weight, model
        self.days = len(minutes)
        self.seconds = np.zeros(self.days + 1)
        self.seconds[1:] = np.maximum(minutes[::-1] * 60 - _UNUSED_SECONDS, 0.0)
        self.open = self.seconds > 0
        self.new = np.isnan(cards.stability)
        self.recall = self.recall_later = self.bound = 0.0
        # A card already studied today waits: its first day is tomorrow.
        self.members = [np.flatnonzero(members) for members in _classes(weight)]
        values = ExamValues(model, self.days)
        self.classes = []
        for members in self.members:
            studied = members[~self.new[members]]
            step = max(1, -(-len(studied) // _SAMPLE))
            sample = studied[::step]
            each = len(studied) / len(sample) if len(sample) else 1.0
            share = float(weight[members].mean())
            self.classes.append(
                _Class(values, sample, float(self.new[members].sum()), share, cards, each),
            )

    def find_prices(self, start: Prices, effort: int) -> Prices:
        """The prices at which the time that pays is the time there is: the lowest of the bound, sought by BFGS."""
        knots = min(_KNOTS, self.days)
        places = np.linspace(0.0, np.log(self.days), knots)
        logarithms = np.log(start.at(np.exp(places)))
        if not self.classes or not self.open.any():
            return Prices(self.days, tuple(float(value) for value in logarithms))
        distance = np.log(np.maximum(np.arange(self.days + 1), 1))
        basis = np.stack([np.interp(distance, places, row) for row in np.eye(knots)], 1)
        found = _lowest(lambda point: self._bound(basis, point), logarithms, effort)
        self._bound(basis, found)
        return Prices(self.days, tuple(float(value) for value in found))

    def _bound(self, basis: Floats, logarithms: Floats) -> tuple[float, Floats, Floats]:
        """The bound at these prices, its slope, and the spread of the curve's weight over its points."""
        prices, own = self._prices(basis @ logarithms)
        spent = np.zeros(self.days + 1)
        worth = self.recall = self.recall_later = 0.0
        for part in self.classes:
            more, recall, later = part.spend(prices, _SOFTNESS, spent)
            worth, self.recall, self.recall_later = worth + more, self.recall + recall, self.recall_later + later
        # Where the time that pays is not quite the time there is, the difference counts at its price.
        self.recall += float(own @ (self.seconds - spent))
        self.bound = worth + float(own @ self.seconds)
        slope = basis.T @ (own * (self.seconds - spent))
        return self.bound, slope, basis.T @ (own * self.seconds)

    def _prices(self, logarithms: Floats) -> tuple[Floats, Floats]:
        """Prices per unit of the whole weight: with days off closed, and with nothing on them."""
        own = np.exp(logarithms) * float(self.weight.max())
        own[~self.open] = 0.0
        own[0] = 0.0
        closed = own.copy()
        closed[1:][~self.open[1:]] = _CLOSED_PRICE * float(self.weight.max())
        return closed, own

    def today(self, found: Prices) -> tuple[Indices, Floats, Floats]:
        """Cards worth studying today by gain per second, their gains and seconds."""
        gain = np.full(len(self.weight), -np.inf)
        seconds = np.ones(len(self.weight))
        prices, _ = self._prices(np.log(found.at(np.arange(self.days + 1, dtype=float))))
        for part, members in zip(self.classes, self.members, strict=True):
            values = part.values
            values.work_out(prices / part.share, _DECIDED)
            net = values.introduction - values.prices * self.model.introduction_seconds
            later = max(0.0, float(net[1:-1].max(initial=0.0)))
            fresh = members[self.new[members]]
            gain[fresh] = float(values.introduction[-1]) - later
            seconds[fresh] = self.model.introduction_seconds
            studied = members[~self.new[members] & (self.cards.elapsed_days[members] >= 1)]
            for start in range(0, len(studied), _CHUNK):
                chunk = studied[start : start + _CHUNK]
                reviews, unstudied, _ = _options(values, part.delays, self.cards, chunk)
                worth = _worth(values, part.delays, reviews)
                best_later = np.maximum(unstudied, worth[1:].max(0, initial=-np.inf))
                now = (values.worth[-1][reviews.corners[0]] * reviews.shares[0]).sum(-1)
                gain[chunk] = now - best_later
                seconds[chunk] = reviews.seconds[0]
        gain *= np.where(np.isfinite(gain), self.weight, 1.0)
        rate = gain / seconds
        order = np.argsort(-rate, kind="stable")
        order = order[rate[order] > LOWEST_PRICE * float(self.weight.max(initial=0.0))]
        return order, gain[order], seconds[order]


def _options(
    values: ExamValues, delays: Indices, cards: Memories, chosen: Indices
) -> tuple[Reviews, Floats, Floats]:
    """Reviews of the chosen cards after each delay, and their recall at the exam and 30 days on without any."""
    stability, difficulty = cards.stability[chosen], cards.difficulty[chosen]
    elapsed = cards.elapsed_days[chosen]
    reviews = values.model.reviews(stability, difficulty, np.maximum(elapsed + delays[:, None], 1.0))
    # One session a day: a card already studied today can be studied from tomorrow on.
    reviews.seconds[0][elapsed < 1] = np.inf if not len(chosen) else 1e9
    decay = values.model.parameters.decay
    unstudied = memory.retrievability(stability, elapsed + values.days, decay)
    return reviews, unstudied, memory.retrievability(stability, elapsed + values.days + 30, decay)


def _worth(values: ExamValues, delays: Indices, reviews: Reviews) -> Floats:
    """[delay, card]: worth of studying each card after each delay, less the price of its time."""
    left = values.days - delays
    reached = values.worth[left[:, None, None], reviews.corners]
    return np.asarray((reached * reviews.shares).sum(-1) - values.prices[left][:, None] * reviews.seconds)


def _classes(weight: Floats) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Masks of cards of about one weight; cards without any are in none."""
    counted = weight > 0
    if not counted.any():
        return []
    logarithms = np.log(np.where(counted, weight, 1.0))
    lowest, highest = float(logarithms[counted].min()), float(logarithms[counted].max())
    number = min(_MOST_CLASSES, 1 + int((highest - lowest) / np.log(_CLASS_STEP)))
    place = np.minimum(((logarithms - lowest) / max(highest - lowest, 1e-12) * number).astype(int), number - 1)
    masks = [counted & (place == part) for part in range(number)]
    return [mask for mask in masks if mask.any()]


def _lowest(function, start: Floats, effort: int) -> Floats:  # type: ignore[no-untyped-def]
    """Where a smooth function of a few variables is lowest, by BFGS with at most `effort` evaluations."""
    low, high = np.log(LOWEST_PRICE), np.log(_HIGHEST_PRICE)
    point = np.clip(start, low, high)
    value, slope, scale = function(point)
    inverse = np.diag(1 / np.maximum(scale, 1e-12) / 3)
    used = 1
    while used < effort:
        pressed = ((point <= low) & (slope > 0)) | ((point >= high) & (slope < 0))
        free = np.where(pressed, 0.0, slope)
        if np.abs(free).sum() <= 1e-3 * max(value, 1e-9):
            break
        step = -inverse @ free
        if step @ free >= 0:
            inverse = np.diag(1 / np.maximum(scale, 1e-12) / 3)
            step = -inverse @ free
        step *= min(1.0, 0.6 / np.abs(step).max())
        part = 1.0
        while True:
            tried = np.clip(point + part * step, low, high)
            new_value, new_slope, new_scale = function(tried)
            used += 1
            if new_value <= value + 1e-4 * part * (step @ free) or used >= effort or part < 0.05:
                break
            before, after = step @ free, step @ new_slope
            part *= min(max(-before / (after - before) if after > before else 0.5, 0.15), 0.7)
        if new_value > value:
            break
        moved, turned = tried - point, new_slope - slope
        product = float(moved @ turned)
        if product > 1e-14:
            left = np.eye(len(point)) - np.outer(moved, turned) / product
            inverse = left @ inverse @ left.T + np.outer(moved, moved) / product
        point, value, slope, scale = tried, new_value, new_slope, new_scale
    return point
