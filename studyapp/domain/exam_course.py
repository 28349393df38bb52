"""The days to an exam and the cards to be remembered there: what a price for each day's seconds would lead to.

Prices stand in for the limit on each day's minutes (a Lagrangian relaxation): with them every card can be thought about
alone. What the cards are worth then, and the minutes at their price, is more than any plan can be expected to reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from studyapp.domain import memory_arrays as memory
from studyapp.domain.exam_value import NEVER, Bools, CardModel, ExamValues, Indices, Reviews, soft_best
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import MAX_DIFFICULTY, MAX_STABILITY, MIN_DIFFICULTY, MIN_STABILITY

_SAMPLE = 600
"""Studied cards from which prices are worked out; a larger deck stands in for itself by an even sample."""
_CLASS_STEP = 1.6
"""Cards whose weights differ by less than this factor are worked out as if they had the same."""
_MOST_CLASSES = 4
_LEAST_WEIGHT = 1e-6
"""As a share of the largest."""
_CHUNK = 2_000
_HASTE = 0.002
"""How much less the same first study is worth on a later day: days may be lost to other things."""
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
        """Arrays from any sequences, put into legal bounds; ValueError where their lengths differ.

        Weights are equal where none are given or none is above 0; one that is no number counts as 0, and so does less than
        a millionth of the largest. A card whose memory is not a number counts as new.
        """
        strength, hardness = np.asarray(stability, dtype=float), np.asarray(difficulty, dtype=float)
        elapsed = np.asarray(elapsed_days, dtype=float)
        weights = np.ones_like(strength) if weight is None else np.asarray(weight, dtype=float)
        if strength.ndim != 1 or not strength.shape == hardness.shape == elapsed.shape == weights.shape:
            raise ValueError("Stability, difficulty, elapsed days and weight must be one number each for every card.")
        new = ~(np.isfinite(strength) & np.isfinite(hardness))
        weights = np.maximum(np.nan_to_num(weights, nan=0.0, posinf=0.0, neginf=0.0), 0.0)
        weights = weights / weights.max(initial=0.0) if weights.any() else np.ones_like(weights)
        return cls(
            np.where(new, np.nan, np.clip(strength, MIN_STABILITY, MAX_STABILITY)),
            np.where(new, np.nan, np.clip(hardness, MIN_DIFFICULTY, MAX_DIFFICULTY)),
            np.floor(np.clip(np.nan_to_num(elapsed, nan=0.0), 0.0, MAX_STABILITY)),
            np.where(weights < _LEAST_WEIGHT, 0.0, weights),
        )

    @property
    def new(self) -> Bools:
        """Which cards were never studied."""
        return np.isnan(self.stability)


class Expectation(NamedTuple):
    """What prices lead to."""

    worth: float
    """Of all cards, less the price of their time, 0–1."""
    recall: float
    """On the exam morning, 0–1."""
    recall_later: float
    """30 days on without study, 0–1."""
    seconds: Floats
    """[n]: spent with n days left."""


class Indexes(NamedTuple):
    """What studying each card today brings, at given prices; one entry for each card."""

    gain: Floats
    """Rise of the card's recall, against its best later study; NEVER for a card that cannot be studied today."""
    seconds: Floats
    bound: float
    """What no plan can be expected to exceed, 0–1."""


class _Studied(NamedTuple):
    """Studied cards and what may become of them; the first axis of two is the delay."""

    kind: Indices
    stands_for: Floats
    """How many cards."""
    reviews: Reviews
    """Corners count through the nodes of all classes."""
    barred: Bools
    left_alone: Floats
    """Recall on the exam morning without further study."""
    left_alone_later: Floats


class Course:
    """The study days from today, and all cards in classes of about one weight."""

    def __init__(self, cards: Memories, model: CardModel, minutes: Floats) -> None:
        self.cards, self.model, self.days = cards, model, len(minutes)
        self.seconds = np.concatenate([[0.0], np.maximum(minutes[::-1] * 60 - _UNUSED_SECONDS, 0.0)])
        """[n]: there to be used with n days left."""
        self.weight = cards.weight / cards.weight.sum()
        self.price_unit = 1 / np.count_nonzero(self.weight)
        """Prices are kept in recall of an average card per second, whatever the size of the deck."""
        self.kind = _classes(self.weight)
        counts = np.bincount(self.kind[self.kind >= 0])
        self.share = np.bincount(self.kind[self.kind >= 0], self.weight[self.kind >= 0]) / counts
        """[class]: weight of a card, 0–1."""
        self.new_cards = np.flatnonzero(cards.new & (self.kind >= 0))
        self.new = np.bincount(self.kind[self.new_cards], minlength=len(counts)).astype(float)
        self.studied_cards = np.flatnonzero(~cards.new & (self.kind >= 0))
        is_open = self.seconds > 0
        self.values = ExamValues(model, is_open, len(counts))
        self.delays = np.concatenate([[0], self.values.waits])
        self.sample = self._sample()

    def expect(self, prices: Floats, softness: float) -> Expectation:
        """What comes of the prices, in units of `price_unit`, [n] with n days left, with choices of this softness."""
        values, nodes = self.values, self.model.nodes
        dear = prices[:, None] * self.price_unit / self.share
        values.work_out(dear, softness)
        seconds = np.zeros(self.days + 1)
        mass = np.zeros((self.days + 1, len(self.share), 2 * nodes))
        worth, shares = soft_best(self._introductions(dear), softness)
        introduced = self.new * shares
        introduced[0] = 0.0
        seconds += introduced.sum(1) * self.model.introduction_seconds
        mass[:, :, :nodes] = introduced[:, :, None] * self.model.introduced
        total = float((self.share * self.new) @ worth)
        recall = later = 0.0
        sample = self.sample
        if len(sample.kind):
            options = np.concatenate([sample.left_alone[None], self._worth(sample, dear)])
            best, shares = soft_best(options, softness)
            counted = sample.stands_for * self.share[sample.kind]
            total += float(counted @ best)
            recall = float((counted * shares[0]) @ sample.left_alone)
            later = float((counted * shares[0]) @ sample.left_alone_later)
            chosen = sample.stands_for * shares[1:]
            seconds[self.days - self.delays] += (chosen * sample.reviews.seconds).sum(1)
            places = (self.days - self.delays)[:, None, None] * mass[0].size + sample.reviews.corners
            reached = (chosen[..., None] * sample.reviews.shares).ravel()
            mass += np.bincount(places.ravel(), reached, minlength=mass.size).reshape(mass.shape)
        more, more_later = values.expect(mass, seconds)
        return Expectation(total, recall + float(self.share @ more), later + float(self.share @ more_later), seconds)

    def indexes(self, prices: Floats, softness: float) -> Indexes:
        """What each card gains by study today, at prices as in `expect`."""
        values = self.values
        dear = prices[:, None] * self.price_unit / self.share
        values.work_out(dear, softness)
        gain = np.full(len(self.weight), NEVER)
        seconds = np.full(len(self.weight), self.model.introduction_seconds)
        introductions = self._introductions(dear)
        later = introductions[:-1].max(0) * (1 - _HASTE)
        gain[self.new_cards] = (values.introduction[-1] - later)[self.kind[self.new_cards]]
        bound = float(prices @ self.seconds) * self.price_unit
        bound += float((self.share * self.new) @ introductions.max(0))
        for chunk in _chunks(self.studied_cards):
            studied = self._studied(chunk, np.ones(len(chunk)))
            worth = self._worth(studied, dear)
            best_later = np.maximum(studied.left_alone, worth[1:].max(0, initial=NEVER))
            bound += float(self.weight[chunk] @ np.maximum(best_later, worth[0]))
            now = self._reached(studied.reviews.corners[0], studied.reviews.shares[0], self.days)
            gain[chunk] = np.where(self.cards.elapsed_days[chunk] >= 1, now - best_later, NEVER)
            seconds[chunk] = studied.reviews.seconds[0]
        return Indexes(gain, seconds, min(bound, 1.0))

    def _introductions(self, dear: Floats) -> Floats:
        """[n, class]: worth of a new card introduced with n days left, less its time's price; at 0, if it never is."""
        net = self.values.introduction - dear * self.model.introduction_seconds
        net[self.seconds <= 0] = NEVER
        net[0] = 0.0
        return np.asarray(net)

    def _worth(self, studied: _Studied, dear: Floats) -> Floats:
        """[delay, card]: worth of studying each card after each delay, less the price of its time."""
        left = self.days - self.delays
        reached = self._reached(studied.reviews.corners, studied.reviews.shares, left[:, None, None])
        worth = reached - dear[left][:, studied.kind] * studied.reviews.seconds
        return np.where(studied.barred, NEVER, worth)

    def _reached(self, corners: Indices, shares: Floats, left: Indices | int) -> Floats:
        """Expected worth of memories that study with so many days left leads to."""
        return np.asarray((self.values.worth.reshape(self.days + 1, -1)[left, corners] * shares).sum(-1))

    def _studied(self, chosen: Indices, stands_for: Floats) -> _Studied:
        stability, difficulty = self.cards.stability[chosen], self.cards.difficulty[chosen]
        elapsed, kind, decay = self.cards.elapsed_days[chosen], self.kind[chosen], self.model.parameters.decay
        found = self.model.reviews(stability, difficulty, np.maximum(elapsed + self.delays[:, None], 1.0))
        reviews = Reviews(found.corners + (2 * self.model.nodes * kind)[:, None], found.shares, found.seconds)
        barred = np.repeat(self.seconds[self.days - self.delays, None] <= 0, len(chosen), 1)
        # One session a day: a card already studied today can be studied from tomorrow on.
        barred[0] |= elapsed < 1
        left_alone = memory.retrievability(stability, elapsed + self.days, decay)
        later = memory.retrievability(stability, elapsed + self.days + 30, decay)
        return _Studied(kind, stands_for, reviews, barred, left_alone, later)

    def _sample(self) -> _Studied:
        """An even sample of the studied cards, the same whatever order they come in."""
        cards, chosen, counts = self.cards, [], []
        for kind in range(len(self.share)):
            members = self.studied_cards[self.kind[self.studied_cards] == kind]
            keys = (cards.elapsed_days[members], cards.difficulty[members], cards.stability[members])
            members = members[np.lexsort(keys)]
            step = max(1, -(-len(self.studied_cards) // _SAMPLE))
            sample = members[step // 2 :: step] if len(members) > step // 2 else members[:1]
            chosen.append(sample)
            counts.append(np.full(len(sample), len(members) / max(len(sample), 1)))
        return self._studied(np.concatenate(chosen), np.concatenate(counts))


def _classes(weight: Floats) -> Indices:
    """The class of each card, cards of about one weight in one; -1 for a card without any."""
    counted = weight > 0
    logarithms = np.log(weight[counted])
    lowest, highest = float(logarithms.min()), float(logarithms.max())
    number = min(_MOST_CLASSES, 1 + int((highest - lowest) / np.log(_CLASS_STEP)))
    place = np.minimum((logarithms - lowest) / max(highest - lowest, 1e-12) * number, number - 1).astype(np.intp)
    found = np.full(len(weight), -1, dtype=np.intp)
    found[counted] = np.unique(place, return_inverse=True)[1]
    return found


def _chunks(cards: Indices) -> Iterator[Indices]:
    for start in range(0, len(cards), _CHUNK):
        yield cards[start : start + _CHUNK]
