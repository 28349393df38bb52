"""How well FSRS-6 foretells answers, and which way each of its 21 parameters would have to move to foretell them better.

All histories are walked together, answer by answer; the derivatives are then carried back from the last answers to the
first ones (reverse mode). The formulas are those of `memory_arrays`, which a test holds them to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import MAX_DIFFICULTY, MAX_STABILITY, MIN_DIFFICULTY, MIN_STABILITY

Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]
_LOG_09 = float(np.log(0.9))
_SMALLEST_RISK = 1e-12


@dataclass(frozen=True, slots=True)
class _Step:
    """The k-th answers of all cards that have as many."""

    reviews: Indices
    """Where they stand in the order the histories came in: card after card, oldest answer first."""
    rating: Floats
    elapsed: Floats
    """Study days since the answer before."""
    later: Bools
    """Whether that was on an earlier day."""
    recalled: Indices
    """Positions in this step, as in the next two, of what happened: recalled on a later day,"""
    forgotten: Indices
    """forgotten on a later day,"""
    same_day: Indices
    """answered once more on the same day."""


class Histories:
    """Answers of many cards, laid out so that the k-th answers of all cards are taken together.

    Each card is a sequence of (days since the answer before, rating 1–4), oldest first; the first days are not looked at.
    """

    def __init__(self, cards: Sequence[Sequence[tuple[int, int]]]) -> None:
        lengths = np.array([len(card) for card in cards], dtype=np.intp)
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.intp)
        flat = np.array([answer for card in cards for answer in card], dtype=np.float64).reshape(-1, 2)
        first = np.zeros(len(flat), dtype=np.bool_)
        first[starts[:-1][lengths > 0]] = True
        self.elapsed: Floats = np.where(first, 0.0, np.maximum(flat[:, 0], 0.0))
        self.rating: Floats = flat[:, 1]
        self.card: Indices = np.repeat(np.arange(len(cards)), lengths)
        self.position: Indices = np.arange(len(flat)) - starts[:-1][self.card]
        """How many answers the card had before."""
        self.is_target: Bools = self.elapsed >= 1
        """Whether an answer tells about memory: it came on a later day than the one before."""
        self.recalled: Bools = self.rating > 1
        longest_first = np.argsort(-lengths, kind="stable")
        self.steps = [
            self._step(starts[longest_first[: int(np.count_nonzero(lengths > k))]] + k)
            for k in range(int(lengths.max(initial=0)))
        ]

    def __len__(self) -> int:
        """Answers in all."""
        return len(self.rating)

    def _step(self, reviews: Indices) -> _Step:
        rating, elapsed = self.rating[reviews], self.elapsed[reviews]
        later = elapsed >= 1
        return _Step(
            reviews,
            rating,
            elapsed,
            later,
            np.flatnonzero(later & (rating > 1)),
            np.flatnonzero(later & (rating == 1)),
            np.flatnonzero(~later),
        )

    def recall(self, weights: Floats) -> Floats:
        """Predicted recall, 0–1, just before each answer; 1 where it came on the day of the one before."""
        found = np.ones(len(self))
        for step, walked in zip(self.steps[1:], self._walk(weights), strict=False):
            found[step.reviews] = 1 - walked.risk
        return found

    def loss(self, weights: Floats, importance: Floats | Bools) -> float:
        """Sum of the negative log likelihoods of the answers, each times its importance (one number per answer)."""
        risk = 1 - self.recall(weights)
        return float(_surprise(risk, self.recalled) @ (importance * self.is_target))

    def loss_and_gradient(self, weights: Floats, importance: Floats | Bools) -> tuple[float, Floats]:
        """`loss`, and how it changes with each of the 21 weights."""
        counted = np.asarray(importance * self.is_target, dtype=np.float64)
        walk = self._walk(weights)
        loss = 0.0
        gradient = np.zeros(len(weights))
        stability_slope, difficulty_slope = np.zeros(0), np.zeros(0)
        for step, walked in zip(self.steps[:0:-1], walk[::-1], strict=True):
            counts, recalled = counted[step.reviews], self.recalled[step.reviews]
            loss += float(_surprise(walked.risk, recalled) @ counts)
            stability_slope, difficulty_slope = _padded(stability_slope, step), _padded(difficulty_slope, step)
            risk = np.maximum(walked.risk, _SMALLEST_RISK)
            recall_slope = counts * np.where(recalled, -1 / (1 - walked.risk), 1 / risk)
            stability_slope, difficulty_slope = walked.back(
                step, weights, stability_slope, difficulty_slope, recall_slope, gradient
            )
        if self.steps:
            _first_back(self.steps[0], weights, stability_slope, difficulty_slope, gradient)
        return loss, gradient

    def _walk(self, w: Floats) -> list[_Walked]:
        """What happens at the second answers, the third ones and so on."""
        if not self.steps:
            return []
        first = self.steps[0]
        stability = np.clip(w[:4][first.rating.astype(np.intp) - 1], MIN_STABILITY, MAX_STABILITY)
        difficulty = np.clip(w[4] - np.exp(w[5] * (first.rating - 1)) + 1, MIN_DIFFICULTY, MAX_DIFFICULTY)
        walk = []
        for step in self.steps[1:]:
            walked = _Walked(step, w, stability[: len(step.reviews)], difficulty[: len(step.reviews)])
            walk.append(walked)
            stability = np.clip(walked.raw_stability, MIN_STABILITY, MAX_STABILITY)
            difficulty = np.clip(walked.raw_difficulty, MIN_DIFFICULTY, MAX_DIFFICULTY)
        return walk


def _surprise(risk: Floats, recalled: Bools) -> Floats:
    """Negative log likelihood of each answer, when it was forgotten with this probability."""
    return -np.where(
        recalled, np.log1p(-np.minimum(risk, 1 - _SMALLEST_RISK)), np.log(np.maximum(risk, _SMALLEST_RISK))
    )


def _padded(slope: Floats, step: _Step) -> Floats:
    """The slopes that later answers hand back to these ones: none for cards that end here."""
    return np.concatenate((slope, np.zeros(len(step.reviews) - len(slope))))


def _first_back(step: _Step, w: Floats, stability_slope: Floats, difficulty_slope: Floats, gradient: Floats) -> None:
    """Slopes of the memories after the first answers, handed to the parameters that made them."""
    stability_slope, difficulty_slope = _padded(stability_slope, step), _padded(difficulty_slope, step)
    gradient[:4] += np.bincount(step.rating.astype(np.intp) - 1, stability_slope, minlength=4)
    easier = np.exp(w[5] * (step.rating - 1))
    raw = w[4] - easier + 1
    slope = difficulty_slope * ((raw >= MIN_DIFFICULTY) & (raw <= MAX_DIFFICULTY))
    gradient[4] += slope.sum()
    gradient[5] -= slope @ (easier * (step.rating - 1))


class _Walked:
    """One answer of many cards: the memories before, and what makes the memories after."""

    def __init__(self, step: _Step, w: Floats, stability: Floats, difficulty: Floats) -> None:
        self.stability, self.difficulty = stability, difficulty
        self.factor = np.exp(-_LOG_09 / w[20]) - 1
        self.age = step.elapsed / stability
        self.log_curve = np.log1p(self.factor * self.age)
        self.risk: Floats = -np.expm1(-w[20] * self.log_curve)
        """Probability of having forgotten."""
        self.raw_stability = np.empty_like(stability)
        self._recalled(step, w)
        self._forgotten(step, w)
        self._same_day(step, w)
        self.easy = w[4] - np.exp(3 * w[5]) + 1
        self.moved = difficulty - w[6] * (step.rating - 3) * (10 - difficulty) / 9
        self.raw_difficulty: Floats = w[7] * self.easy + (1 - w[7]) * self.moved

    def _recalled(self, step: _Step, w: Floats) -> None:
        at = step.recalled
        stability, rating = self.stability[at], step.rating[at]
        self.bonus = np.where(rating == 2, w[15], np.where(rating == 4, w[16], 1.0))
        self.scale = np.exp(w[8]) * stability ** -w[9]
        self.spacing = np.expm1(self.risk[at] * w[10])
        self.growth = self.scale * (11 - self.difficulty[at]) * self.spacing
        """Without the bonus."""
        self.raw_stability[at] = stability * (1 + self.growth * self.bonus)

    def _forgotten(self, step: _Step, w: Floats) -> None:
        at = step.forgotten
        stability = self.stability[at]
        self.power = (stability + 1) ** w[13]
        self.kept = w[11] * self.difficulty[at] ** -w[12] * np.exp(self.risk[at] * w[14])
        self.shrink = np.exp(-w[17] * w[18])
        self.left = self.kept * (self.power - 1)
        self.is_capped = self.left > stability * self.shrink
        self.raw_stability[at] = np.where(self.is_capped, stability * self.shrink, self.left)

    def _same_day(self, step: _Step, w: Floats) -> None:
        at = step.same_day
        stability, rating = self.stability[at], step.rating[at]
        raised = np.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        self.stays = (rating > 1) & (raised < 1)
        self.raised = np.where(self.stays, 1.0, raised)
        self.raw_stability[at] = stability * self.raised

    def back(
        self,
        step: _Step,
        w: Floats,
        stability_slope: Floats,
        difficulty_slope: Floats,
        recall_slope: Floats,
        gradient: Floats,
    ) -> tuple[Floats, Floats]:
        """Slopes of the memories before, from those of the memories after; what belongs to the weights is added to theirs."""
        after = stability_slope * ((self.raw_stability >= MIN_STABILITY) & (self.raw_stability <= MAX_STABILITY))
        before, risk_slope = np.zeros_like(after), -recall_slope
        difficulty_before = self._difficulty_back(step, w, difficulty_slope, gradient)
        self._recalled_back(step, w, after, before, difficulty_before, risk_slope, gradient)
        self._forgotten_back(step, w, after, before, difficulty_before, risk_slope, gradient)
        self._same_day_back(step, w, after, before, gradient)
        recall_slope = -risk_slope * (1 - self.risk)
        curve = recall_slope * self.age / (1 + self.factor * self.age)
        factor_slope = (self.factor + 1) * _LOG_09 / w[20] ** 2
        gradient[20] -= recall_slope @ self.log_curve + w[20] * factor_slope * curve.sum()
        before += w[20] * self.factor * curve / self.stability
        return before, difficulty_before

    def _difficulty_back(self, step: _Step, w: Floats, slope: Floats, gradient: Floats) -> Floats:
        slope = slope * ((self.raw_difficulty >= MIN_DIFFICULTY) & (self.raw_difficulty <= MAX_DIFFICULTY))
        total = slope.sum()
        gradient[4] += w[7] * total
        gradient[5] -= w[7] * 3 * np.exp(3 * w[5]) * total
        gradient[7] += slope @ (self.easy - self.moved)
        towards = (step.rating - 3) / 9
        gradient[6] -= (1 - w[7]) * (slope @ (towards * (10 - self.difficulty)))
        return np.asarray((1 - w[7]) * slope * (1 + w[6] * towards))

    def _recalled_back(
        self,
        step: _Step,
        w: Floats,
        after: Floats,
        before: Floats,
        difficulty_before: Floats,
        risk_slope: Floats,
        gradient: Floats,
    ) -> None:
        at = step.recalled
        stability, rating = self.stability[at], step.rating[at]
        slope = after[at] * stability
        gradient[15] += slope[rating == 2] @ self.growth[rating == 2]
        gradient[16] += slope[rating == 4] @ self.growth[rating == 4]
        slope *= self.bonus
        grown = slope * self.growth
        scaled = slope * self.scale * (11 - self.difficulty[at])
        gradient[8] += grown.sum()
        gradient[9] -= grown @ np.log(stability)
        gradient[10] += scaled @ (self.risk[at] * (self.spacing + 1))
        risk_slope[at] += scaled * w[10] * (self.spacing + 1)
        difficulty_before[at] -= slope * self.scale * self.spacing
        before[at] += after[at] * (1 + self.growth * self.bonus * (1 - w[9]))

    def _forgotten_back(
        self,
        step: _Step,
        w: Floats,
        after: Floats,
        before: Floats,
        difficulty_before: Floats,
        risk_slope: Floats,
        gradient: Floats,
    ) -> None:
        at = step.forgotten
        stability, difficulty = self.stability[at], self.difficulty[at]
        capped = after[at] * self.is_capped * self.shrink
        total = capped @ stability
        gradient[17] -= w[18] * total
        gradient[18] -= w[17] * total
        slope = after[at] * ~self.is_capped
        scaled = slope * self.left
        gradient[11] += scaled.sum() / w[11]
        gradient[12] -= scaled @ np.log(difficulty)
        gradient[13] += (slope * self.kept * self.power) @ np.log1p(stability)
        gradient[14] += scaled @ self.risk[at]
        risk_slope[at] += scaled * w[14]
        difficulty_before[at] -= scaled * w[12] / difficulty
        before[at] += capped + slope * self.kept * w[13] * self.power / (stability + 1)

    def _same_day_back(self, step: _Step, w: Floats, after: Floats, before: Floats, gradient: Floats) -> None:
        at = step.same_day
        stability, rating = self.stability[at], step.rating[at]
        raised = after[at] * self.raised
        moves = raised * stability * ~self.stays
        gradient[17] += moves @ (rating - 3 + w[18])
        gradient[18] += w[17] * moves.sum()
        gradient[19] -= moves @ np.log(stability)
        before[at] += raised * np.where(self.stays, 1.0, 1 - w[19])
