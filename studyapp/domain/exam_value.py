"""What one card's memory is worth with some days left to an exam, when each second of study has a price.

A card just studied waits until it is best to study it again, or never; that is decided by working backward from the
exam morning over a grid of memories (stability and difficulty). The price of a second stands for what the other cards
would gain from it. With soft choices (a small temperature) the expected study time is a smooth function of the prices,
so that prices can be found at which it fits the learner's minutes; see `exam_plan`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from studyapp.domain import memory_arrays as memory
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import Parameters, Rating
from studyapp.domain.study_habits import Four, StudyHabits

LONGEST_STEPS = 5
"""Further answers on one day after which a card is put away for the day; fsrs-rs counts so, too."""
_STABILITIES, _DIFFICULTIES = 28, 5
_RECALLED = (Rating.HARD, Rating.GOOD, Rating.EASY)
Indices = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Reviews:
    """Where reviews lead: corners of the grid with their probabilities, and expected seconds."""

    corners: Indices
    """Shape (…, 16): nodes of the grid; those from the number of nodes on stand for “forgotten, not yet relearned”."""
    shares: Floats
    """Shape (…, 16)."""
    seconds: Floats
    """Shape (…)."""


class CardModel:
    """How cards of one learner move over the grid of memories."""

    def __init__(self, parameters: Parameters, habits: StudyHabits) -> None:
        self.parameters, self.habits = parameters, habits
        self.log_stabilities = np.linspace(np.log(0.02), np.log(4000.0), _STABILITIES)
        self.difficulties = np.linspace(1.0, 10.0, _DIFFICULTIES)
        stability, difficulty = np.meshgrid(np.exp(self.log_stabilities), self.difficulties, indexing="ij")
        self.stability, self.difficulty = stability.ravel(), difficulty.ravel()
        self.nodes = len(self.stability)
        self.recalled_shares = np.array(habits.recalled_ratings) / sum(habits.recalled_ratings)
        self.recalled_seconds = float(self.recalled_shares @ np.array(habits.review_seconds[1:]))
        same_day = [
            self._moves(
                memory.same_day_stability(self.stability, rating, parameters),
                memory.next_difficulty(self.difficulty, rating, parameters),
            )
            for rating in Rating
        ]
        relearn = _steps(same_day, habits.relearning_answers, habits.relearning_seconds)
        self.relearned, seconds = relearn(Rating.AGAIN, 0, LONGEST_STEPS, habits.relearning_steps)
        """(nodes, nodes): from the moment of forgetting to the end of the day."""
        self.forgotten_seconds = habits.review_seconds[0] + seconds
        learn = _steps(same_day, habits.learning_answers, habits.learning_seconds)
        self.introduced = np.zeros(self.nodes)
        """(nodes,): the memory of a new card at the end of its first day."""
        self.introduction_seconds = 0.0
        first_shares = np.array(habits.first_ratings) / sum(habits.first_ratings)
        corners, shares = self.corners(*memory.initial_memories(parameters))
        for rating in Rating:
            needed = max(habits.learning_steps - (rating >= Rating.GOOD), 0)
            moves, seconds = learn(rating, 0, LONGEST_STEPS, needed)
            row = shares[rating - 1] @ moves[corners[rating - 1]]
            self.introduced += first_shares[rating - 1] * row
            self.introduction_seconds += first_shares[rating - 1] * (habits.learning_seconds[rating - 1] + seconds)
        # On the grid the next difficulty hangs on the difficulty alone, so it moves by one small matrix per rating.
        self.difficulty_moves = np.stack([self._difficulty_moves(rating) for rating in (*_RECALLED, Rating.AGAIN)])

    def corners(self, stability: Floats, difficulty: Floats) -> tuple[Indices, Floats]:
        """The four nodes around each memory and their weights, shape (…, 4)."""
        at, above = _between(self.log_stabilities, np.log(stability))
        beside, right = _between(self.difficulties, difficulty)
        first = at * _DIFFICULTIES + beside
        corners = np.stack([first, first + 1, first + _DIFFICULTIES, first + _DIFFICULTIES + 1], -1)
        weights = np.stack([(1 - above) * (1 - right), (1 - above) * right, above * (1 - right), above * right], -1)
        return corners, weights

    def reviews(self, stability: Floats, difficulty: Floats, elapsed_days: Floats) -> Reviews:
        """Reviews of these memories after so many days, at least one; the three arrays broadcast together."""
        stability, difficulty, elapsed_days = np.broadcast_arrays(stability, difficulty, elapsed_days)
        recall = memory.retrievability(stability, elapsed_days, self.parameters.decay)
        corners, shares = [], []
        for rating, share in zip(_RECALLED, self.recalled_shares, strict=True):
            after = memory.recalled_stability(stability, difficulty, recall, rating, self.parameters)
            nodes, weights = self.corners(after, memory.next_difficulty(difficulty, rating, self.parameters))
            corners.append(nodes)
            shares.append(weights * (recall * share)[..., None])
        after = memory.forgotten_stability(stability, difficulty, recall, self.parameters)
        nodes, weights = self.corners(after, memory.next_difficulty(difficulty, Rating.AGAIN, self.parameters))
        corners.append(nodes + self.nodes)
        shares.append(weights * (1 - recall)[..., None])
        seconds = recall * self.recalled_seconds + (1 - recall) * self.forgotten_seconds
        return Reviews(np.concatenate(corners, -1), np.concatenate(shares, -1), seconds)

    def _moves(self, stability: Floats, difficulty: Floats) -> Floats:
        corners, weights = self.corners(stability, difficulty)
        moves = np.zeros((self.nodes, self.nodes))
        np.add.at(moves, (np.arange(self.nodes)[:, None], corners), weights)
        return moves

    def _difficulty_moves(self, rating: Rating) -> Floats:
        at, right = _between(self.difficulties, memory.next_difficulty(self.difficulties, rating, self.parameters))
        moves = np.zeros((_DIFFICULTIES, _DIFFICULTIES))
        rows = np.arange(_DIFFICULTIES)
        moves[rows, at] += 1 - right
        moves[rows, at + 1] += right
        return moves


class ExamValues:
    """Values of memories with 1 … `days` days left, for prices that may change, and the study time they lead to."""

    def __init__(self, model: CardModel, days: int) -> None:
        self.model, self.days = model, days
        self.waits = waits(days)
        stability, difficulty = model.stability, model.difficulty
        recall = memory.retrievability(stability, self.waits[:, None].astype(float), model.parameters.decay)
        targets, shares = [], []
        nodes_by_difficulty = np.tile(np.arange(_DIFFICULTIES), _STABILITIES)
        for place, rating in enumerate((*_RECALLED, Rating.AGAIN)):
            if rating == Rating.AGAIN:
                after = memory.forgotten_stability(stability, difficulty, recall, model.parameters)
                share = 1 - recall
            else:
                after = memory.recalled_stability(stability, difficulty, recall, rating, model.parameters)
                share = recall * model.recalled_shares[place]
            at, above = _between(model.log_stabilities, np.log(after))
            first = place * model.nodes + at * _DIFFICULTIES + nodes_by_difficulty
            targets += [first, first + _DIFFICULTIES]
            shares += [share * (1 - above), share * above]
        self._targets, self._shares = np.stack(targets, -1), np.stack(shares, -1)
        self._seconds = recall * model.recalled_seconds + (1 - recall) * model.forgotten_seconds
        left = np.arange(days + 1)[:, None].astype(float)
        self._recall = memory.retrievability(stability, left, model.parameters.decay)
        self._recall_later = memory.retrievability(stability, left + 30, model.parameters.decay)

    def work_out(self, prices: Floats, softness: float) -> None:
        """Work backward from the exam. `prices[n]` is that of a second on the day with n days left, per unit of recall."""
        model, days, reached = self.model, self.days, self.waits
        nodes = model.nodes
        self.prices, self.softness = prices, softness
        self.worth = np.zeros((days + 1, 2 * nodes))
        """[n, node]: worth of a memory just studied with n days left; in the second half one not yet relearned."""
        self._choice: list[Floats] = [np.zeros((0, nodes))] * (days + 1)
        studied = np.zeros((days + 1, len(reached), nodes))
        for n in range(1, days + 1):
            possible = np.flatnonzero(reached < n)
            options = np.concatenate([self._recall[n][None], studied[n - reached[possible], possible]])
            worth, self._choice[n] = soft_best(options, softness)
            relearned = model.relearned @ worth
            self.worth[n, :nodes], self.worth[n, nodes:] = worth, relearned
            if n < days:
                plain = worth.reshape(_STABILITIES, _DIFFICULTIES)
                outcomes = np.stack([plain, plain, plain, relearned.reshape(_STABILITIES, _DIFFICULTIES)])
                moved = (outcomes @ model.difficulty_moves.transpose(0, 2, 1)).ravel()
                studied[n] = (moved[self._targets] * self._shares).sum(-1) - prices[n] * self._seconds
        self.introduction = self.worth[:, :nodes] @ model.introduced
        """[n]: worth of a new card introduced with n days left, before the price of its time."""

    def expect(self, mass: Floats, seconds: Floats) -> tuple[float, float]:
        """Follow memories to the exam: adds to `seconds[n]`, gives the recall summed on the exam morning and 30 days on.

        `mass[n, node]` counts memories whose study with n days left leads to a node as in `worth`.
        """
        model, days, reached = self.model, self.days, self.waits
        nodes = model.nodes
        moved = np.zeros((days + 1, 4 * nodes))
        recalled = later = 0.0
        for n in range(days, 0, -1):
            outcomes = moved[n].reshape(4, _STABILITIES, _DIFFICULTIES) @ model.difficulty_moves
            outcomes = outcomes.reshape(4, nodes)
            forgotten = mass[n, nodes:] + outcomes[3]
            here = mass[n, :nodes] + outcomes[:3].sum(0) + forgotten @ model.relearned
            shares = self._choice[n] * here
            recalled += float(shares[0] @ self._recall[n])
            later += float(shares[0] @ self._recall_later[n])
            possible = np.flatnonzero(reached < n)
            if len(possible):
                left = n - reached[possible]
                seconds[left] += (shares[1:] * self._seconds[possible]).sum(1)
                targets = left[:, None, None] * (4 * nodes) + self._targets[possible]
                weights = shares[1:, :, None] * self._shares[possible]
                lowest, highest = int(left.min()), int(left.max())
                span = np.bincount(
                    (targets - lowest * 4 * nodes).ravel(),
                    weights.ravel(),
                    minlength=(highest - lowest + 1) * 4 * nodes,
                )
                moved[lowest : highest + 1] += span.reshape(-1, 4 * nodes)
        return recalled, later


def waits(days: int) -> Indices:
    """The numbers of days after which a card may be studied again: each of the first dozen, then wider apart."""
    found = list(range(1, min(days, 12) + 1))
    reach = 12.0
    while (reach := reach * 1.13) < days:
        found.append(max(round(reach), found[-1] + 1))
    return np.array([wait for wait in found if wait <= days], dtype=np.intp)


def soft_best(options: Floats, softness: float) -> tuple[Floats, Floats]:
    """The best of the first axis, softened upward, and the shares with which each option is chosen."""
    best = options.max(0)
    shares = np.exp((options - best) / softness)
    total = shares.sum(0)
    return best + softness * np.log(total), shares / total


def _between(nodes: Floats, values: Floats) -> tuple[Indices, Floats]:
    """Index of the node below each value and how far it is on the way to the next, for evenly spaced nodes."""
    place = np.clip((values - nodes[0]) / (nodes[1] - nodes[0]), 0, len(nodes) - 1 - 1e-9)
    below = place.astype(np.intp)
    return below, place - below


def _steps(
    same_day: list[Floats], answers: tuple[Four, Four, Four], seconds: Four
) -> Callable[[int, int, int, int], tuple[Floats, float]]:
    """Gives (last rating, steps passed, answers left, steps needed) → moves over the grid, and expected seconds."""
    shares = np.array(answers) / np.sum(answers, axis=1, keepdims=True)
    nowhere = np.eye(len(same_day[0]))

    @cache
    def rest_of_day(rating: int, passed: int, left: int, needed: int) -> tuple[Floats, float]:
        if passed >= needed or rating == Rating.EASY or left == 0:
            return nowhere, 0.0
        moves, spent = np.zeros_like(nowhere), 0.0
        for following in Rating:
            step = passed + 1 if following >= Rating.GOOD else 0 if following == Rating.AGAIN else passed
            after, more = rest_of_day(following, step, left - 1, needed)
            share = float(shares[rating - 1, following - 1])
            moves += share * (same_day[following - 1] @ after)
            spent += share * (seconds[following - 1] + more)
        return moves, spent

    return rest_of_day
