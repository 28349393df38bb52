"""A simulated world of learners before an exam, and the policies they may study by.

Learners are drawn from a population: parameters of FSRS-6 that were fitted to 49 real users of Anki, of which only the
percentiles and correlations stand here. Chance is drawn once for each card and review, so that policies are compared
under the same luck. A policy orders the day's cards; the world has them studied until the next does not fit any more.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from studyapp.domain import memory_arrays as memory
from studyapp.domain.exam_plan import Memories, Prices, plan_day
from studyapp.domain.exam_value import Indices, card_model
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, LOWER_BOUNDS, UPPER_BOUNDS, Parameters, Rating
from studyapp.domain.study_habits import AVERAGE_HABITS

CARDS = 1_200
_LONGEST = 64
"""Reviews of one card for which chance is drawn."""
_ANSWERS = 7
"""In one session: the first, whose chance decides recall and rating, and up to five more."""

_P10 = (0.048, 0.186, 0.309, 2.27, 6.76, 0.204, 2.01, 0.001, 1.05, 0.0017, 0.602)
_P10 += (1.72, 0.083, 0.176, 2.02, 0.062, 2.13, 0.553, 0.0005, 0.0016, 0.084)
_MEDIAN = (0.193, 1.15, 3.01, 16.6, 6.99, 0.564, 2.20, 0.0149, 1.52, 0.117, 1.01)
_MEDIAN += (1.83, 0.114, 0.310, 2.27, 0.212, 3.00, 0.757, 0.322, 0.139, 0.249)
_P90 = (2.13, 11.1, 19.7, 55.1, 7.27, 0.807, 2.50, 0.091, 1.96, 0.395, 1.40)
_P90 += (1.90, 0.156, 0.476, 2.40, 0.417, 3.50, 1.08, 0.565, 0.225, 0.438)
_LOG_MEANS, _LOG_DEVIATIONS = np.array([-1.41, 0.13, 0.90, 2.51]), np.array([1.46, 1.61, 1.69, 1.51])
_CORRELATIONS = np.array([[1, 0.67, 0.60, 0.53], [0.67, 1, 0.90, 0.69], [0.60, 0.90, 1, 0.67], [0.53, 0.69, 0.67, 1]])
_P90_DEVIATIONS = 1.2816


def learner(seed: int) -> Parameters:
    """A learner of the population: first stabilities log-normal and correlated, the rest skewed and independent."""
    generator = np.random.default_rng(seed)
    mixed = np.linalg.cholesky(_CORRELATIONS) @ generator.standard_normal(4)
    first = np.exp(_LOG_MEANS + _LOG_DEVIATIONS * mixed)
    away = generator.standard_normal(21)[4:] / _P90_DEVIATIONS
    low, middle, high = (np.array(values)[4:] for values in (_P10, _MEDIAN, _P90))
    rest = middle + away * np.where(away > 0, high - middle, middle - low)
    return Parameters(tuple(map(float, np.clip(np.concatenate([first, rest]), LOWER_BOUNDS, UPPER_BOUNDS))))


@dataclass
class _Deck:
    """Memories of all cards as one set of parameters has them."""

    parameters: Parameters
    first_stability: Floats
    """Factor on each card's first stability."""
    stability: Floats
    difficulty: Floats

    def recall(self, cards: Indices, elapsed: Floats) -> Floats:
        return memory.retrievability(self.stability[cards], elapsed, self.parameters.decay)

    def answer(self, cards: Indices, ratings: Indices, elapsed: Floats, new: Floats) -> tuple[Floats, Floats]:
        """Memories after the first answer of a session."""
        first, first_difficulty = memory.initial_memories(self.parameters)
        stability, difficulty, recall = self.stability[cards], self.difficulty[cards], self.recall(cards, elapsed)
        after = np.where(new, first[ratings - 1] * self.first_stability[cards], stability)
        harder = np.where(new, first_difficulty[ratings - 1], difficulty)
        for rating in Rating:
            chosen = ~new & (ratings == rating)
            state = stability[chosen], difficulty[chosen], recall[chosen]
            if rating == Rating.AGAIN:
                after[chosen] = memory.forgotten_stability(*state, self.parameters)
            else:
                after[chosen] = memory.recalled_stability(*state, rating, self.parameters)
            harder[chosen] = memory.next_difficulty(difficulty[chosen], rating, self.parameters)
        return after, harder

    def answer_again(self, state: tuple[Floats, Floats], ratings: Indices, active: Floats) -> tuple[Floats, Floats]:
        """Memories after one more answer on the same day, of those that are active."""
        stability, difficulty = state
        for rating in Rating:
            chosen = active & (ratings == rating)
            same_day = memory.same_day_stability(stability, rating, self.parameters)
            stability = np.where(chosen, same_day, stability)
            difficulty = np.where(chosen, memory.next_difficulty(difficulty, rating, self.parameters), difficulty)
        return stability, difficulty


class World:
    """One learner's course of study; `true` is what happens, `believed` what a scheduler can know of it."""

    def __init__(self, true: Parameters, believed: Parameters, seed: int, hidden: float = 0.0) -> None:
        """`hidden` is the standard deviation of the logarithm of a factor on each card's first stability."""
        generator = np.random.default_rng(seed)
        self._chance = generator.random((CARDS, _LONGEST, _ANSWERS))
        factor = np.exp(hidden * generator.standard_normal(CARDS))
        self.true = _Deck(true, factor, np.full(CARDS, 1.0), np.full(CARDS, 5.0))
        self.believed = _Deck(believed, np.ones(CARDS), np.full(CARDS, 1.0), np.full(CARDS, 5.0))
        self.last_day = np.full(CARDS, -1)
        self._reviews = np.zeros(CARDS, dtype=np.intp)
        self.minutes: list[float] = []

    @property
    def new(self) -> Indices:
        """Cards never studied."""
        return np.flatnonzero(self.last_day < 0)

    @property
    def studied(self) -> Indices:
        """The others."""
        return np.flatnonzero(self.last_day >= 0)

    def study(self, order: Indices, day: int, minutes: float) -> None:
        """Study cards in this order until the next one does not fit into the minutes."""
        spent, left = 0.0, order
        while len(left):
            some, left = left[:128], left[128:]
            states, seconds = self._session(some, day)
            reached = spent + np.cumsum(seconds)
            done = int(np.searchsorted(reached, minutes * 60, side="right"))
            cards = some[:done]
            for deck, (stability, difficulty) in zip((self.true, self.believed), states, strict=True):
                deck.stability[cards], deck.difficulty[cards] = stability[:done], difficulty[:done]
            self.last_day[cards] = day
            self._reviews[cards] += 1
            spent = float(reached[done - 1]) if done else spent
            if done < len(some):
                break
        self.minutes.append(spent / 60)

    def recall(self, day: int) -> float:
        """Mean true recall on this day's morning; cards never studied count 0."""
        studied = self.studied
        return float(self.true.recall(studied, day - self.last_day[studied]).sum()) / CARDS

    def _session(self, cards: Indices, day: int) -> tuple[list[tuple[Floats, Floats]], Floats]:
        habits, chance = AVERAGE_HABITS, self._chance[cards, np.minimum(self._reviews[cards], _LONGEST - 1)]
        new = self.last_day[cards] < 0
        elapsed = np.where(new, 1.0, np.maximum(day - self.last_day[cards], 1)).astype(float)
        recalled = chance[:, 0] < self.true.recall(cards, elapsed)
        ratings = np.where(
            new,
            _drawn(chance[:, 0], np.array(habits.first_ratings)[None]),
            np.where(recalled, 1 + _drawn(chance[:, 1], np.array(habits.recalled_ratings)[None]), 1),
        )
        states = [deck.answer(cards, ratings, elapsed, new) for deck in (self.true, self.believed)]
        learning, reviewing, relearning = (
            np.array(seconds) for seconds in (habits.learning_seconds, habits.review_seconds, habits.relearning_seconds)
        )
        spent = np.where(new, learning[ratings - 1], reviewing[ratings - 1])
        needed = np.where(new, np.where(ratings >= Rating.GOOD, 1, 2), 1)
        passed = np.zeros(len(cards), dtype=np.intp)
        active = np.where(new, ratings < Rating.EASY, ratings == Rating.AGAIN)
        shares, again = np.array(habits.learning_answers), np.array(habits.relearning_answers)
        for place in range(2, _ANSWERS):
            rows = np.minimum(ratings, 3) - 1
            drawn = _drawn(chance[:, place], np.where(new[:, None], shares[rows], again[rows]))
            ratings = np.where(active, drawn, ratings)
            states = [
                deck.answer_again(state, ratings, active)
                for deck, state in zip((self.true, self.believed), states, strict=True)
            ]
            spent += active * np.where(new, learning[ratings - 1], relearning[ratings - 1])
            passed = np.where(active & (ratings == Rating.AGAIN), 0, passed + (active & (ratings >= Rating.GOOD)))
            active = active & (passed < needed) & (ratings < Rating.EASY)
        return states, spent


def _drawn(chance: Floats, shares: Floats) -> Indices:
    """1, 2, 3 … by chance, with these shares."""
    limits = np.cumsum(shares, axis=1) / shares.sum(1, keepdims=True)
    return np.asarray(1 + (chance[:, None] > limits[:, :-1]).sum(1), dtype=np.intp)


Policy = Callable[[World, int, int, float], Indices]
"""(world, day, days in all, minutes) → the day's cards in order."""


def anki(world: World, day: int, days: int, minutes: float, *, paced: bool, tuned: bool) -> Indices:
    """FSRS at a desired retention of 0.9, due cards by lowest recall.

    As it comes: 20 new cards a day among the reviews. Paced: as many as meet all cards in three quarters of the time.
    Tuned, too: new cards first, and any spare time goes to reviewing ahead.
    """
    new = world.new[: math.ceil(CARDS / (0.75 * days)) if paced else 20]
    studied = world.studied
    elapsed = (day - world.last_day[studied]).astype(float)
    decay = world.believed.parameters.decay
    factor = 0.9 ** (-1 / decay) - 1
    interval = world.believed.stability[studied] / factor * (0.9 ** (-1 / decay) - 1)
    is_due = elapsed >= np.maximum(1, np.round(interval))
    lowest_first = np.argsort(world.believed.recall(studied, elapsed), kind="stable")
    due = studied[lowest_first][is_due[lowest_first]]
    if tuned:
        return np.concatenate([new, due, studied[lowest_first][~is_due[lowest_first]]])
    places = [(np.arange(len(cards)) + 0.5) / max(len(cards), 1) for cards in (due, new)]
    return np.concatenate([due, new])[np.argsort(np.concatenate(places), kind="stable")]


def greedy(world: World, day: int, days: int, minutes: float) -> Indices:
    """By the rise of recall at the exam for each second, as if there were no day after this."""
    model = card_model(world.believed.parameters, AVERAGE_HABITS)
    reached = memory.retrievability(model.stability, days - day, model.parameters.decay)
    value = np.concatenate([reached, model.relearned @ reached])
    new, studied = world.new, world.studied
    elapsed = (day - world.last_day[studied]).astype(float)
    reviews = model.reviews(world.believed.stability[studied], world.believed.difficulty[studied], elapsed)
    without = world.believed.recall(studied, elapsed + days - day)
    rates = ((value[reviews.corners] * reviews.shares).sum(-1) - without) / reviews.seconds
    first = np.full(len(new), float(reached @ model.introduced) / model.introduction_seconds)
    return np.concatenate([studied, new])[np.argsort(-np.concatenate([rates, first]), kind="stable")]


class ExamPlan:
    """The app's plan, made anew each day."""

    def __init__(self) -> None:
        self.prices: Prices | None = None
        self.seconds: list[float] = []
        """Of planning, one for each day."""
        self.forecast = self.bound = math.nan
        """Of the first day."""

    def __call__(self, world: World, day: int, days: int, minutes: float) -> Indices:
        """Today's order."""
        begun = time.process_time()
        stability, difficulty = world.believed.stability.copy(), world.believed.difficulty.copy()
        stability[world.new] = difficulty[world.new] = math.nan
        plan = plan_day(
            Memories.of(stability, difficulty, day - world.last_day),
            world.believed.parameters,
            [minutes] * (days - day),
            prices=self.prices,
            effort=40 if self.prices is None else 8,
        )
        self.seconds.append(time.process_time() - begun)
        if self.prices is None:
            self.forecast, self.bound = plan.recall, plan.bound
        self.prices = plan.prices
        return plan.order


TUNED = "tuned Anki"
OURS = "exam plan"
POLICIES: dict[str, Callable[[], Policy]] = {
    "Anki's defaults": lambda: partial(anki, paced=False, tuned=False),
    "paced Anki": lambda: partial(anki, paced=True, tuned=False),
    TUNED: lambda: partial(anki, paced=True, tuned=True),
    "greedy": lambda: greedy,
    OURS: ExamPlan,
}
BELIEFS = ("known", "defaults", "wrong")
"""What the scheduler knows: the learner's parameters; the defaults only; and the defaults, with first stabilities that
differ from card to card by a factor of exp(N(0, 0.5)) besides."""


@dataclass(frozen=True)
class Course:
    """One learner's course of study by one policy."""

    policy: str
    belief: str
    days: int
    minutes: float
    seed: int


@dataclass(frozen=True)
class Result:
    """What became of it."""

    recall: float
    """On the exam morning, over all cards, 0–1."""
    recall_later: float
    """30 days later without study."""
    minutes: float
    longest_day: float
    """Minutes."""
    met: float
    """Share of the cards that were studied at all."""
    forecast: float
    bound: float
    planning: tuple[float, ...]
    """Seconds for each day."""


def run(course: Course) -> Result:
    """Simulate it."""
    true = learner(course.seed)
    believed = true if course.belief == "known" else DEFAULT_PARAMETERS
    world = World(true, believed, course.seed, hidden=0.5 if course.belief == "wrong" else 0.0)
    policy = POLICIES[course.policy]()
    for day in range(course.days):
        world.study(policy(world, day, course.days, course.minutes), day, course.minutes)
    forecast, bound, planning = math.nan, math.nan, ()
    if isinstance(policy, ExamPlan):
        forecast, bound, planning = policy.forecast, policy.bound, tuple(policy.seconds)
    return Result(
        world.recall(course.days),
        world.recall(course.days + 30),
        sum(world.minutes),
        max(world.minutes),
        len(world.studied) / CARDS,
        forecast,
        bound,
        planning,
    )
