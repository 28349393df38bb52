"""What one card's memory is worth with some days left to an exam, when each second of study has a price.

A card just studied waits until it is best to study it again, or never; that is decided by working backward from the
exam morning over a grid of memories (stability and difficulty). The price of a second stands for what the other cards
would gain from it. With soft choices (a small temperature) the expected study time is a smooth function of the prices,
so that prices can be found at which it fits the learner's minutes; see `exam_prices`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studyapp.domain import memory_arrays as memory
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import Parameters, Rating
from studyapp.domain.study_habits import Four, StudyHabits

Indices: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]
Singles: TypeAlias = NDArray[np.float32]
"""Tables are in single precision: half the memory to walk through, and far finer than the grid."""

LONGEST_STEPS = 5
"""Further answers on one day after which a card is put away for the day; fsrs-rs counts so, too."""
NEVER = -1e3
"""Worth of what cannot be done: less than any card could lose."""
_STABILITIES, _DIFFICULTIES = 24, 4
_SHORT_WAITS, _WAIT_GROWTH = 8, 1.2
_RECALLED = (Rating.HARD, Rating.GOOD, Rating.EASY)
_OUTCOMES = (*_RECALLED, Rating.AGAIN)


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
    """How cards of one learner move over the grid of memories. A node is difficulty × stabilities + stability."""

    def __init__(self, parameters: Parameters, habits: StudyHabits) -> None:
        self.parameters = parameters
        self.log_stabilities = np.linspace(np.log(0.02), np.log(4000.0), _STABILITIES)
        self.difficulties = np.linspace(1.0, 10.0, _DIFFICULTIES)
        difficulty, stability = np.meshgrid(self.difficulties, np.exp(self.log_stabilities), indexing="ij")
        self.stability, self.difficulty = stability.ravel(), difficulty.ravel()
        self.nodes = len(self.stability)
        self.recalled_shares = np.array(habits.recalled_ratings) / sum(habits.recalled_ratings)
        self.recalled_seconds = float(self.recalled_shares @ np.array(habits.review_seconds[1:]))
        same_day = [
            self.corners(
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

    def corners(self, stability: Floats, difficulty: Floats) -> tuple[Indices, Floats]:
        """The four nodes around each memory and their weights, shape (…, 4)."""
        at, above = between(self.log_stabilities, np.log(stability))
        beside, right = between(self.difficulties, difficulty)
        first = beside * _STABILITIES + at
        corners = np.stack([first, first + 1, first + _STABILITIES, first + _STABILITIES + 1], -1)
        weights = np.stack([(1 - above) * (1 - right), above * (1 - right), (1 - above) * right, above * right], -1)
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
        return Reviews(np.concatenate(corners, -1), np.concatenate(shares, -1), self.seconds(recall))

    def seconds(self, recall: Floats) -> Floats:
        """Expected seconds of a review at this retrievability, relearning included."""
        return np.asarray(recall * self.recalled_seconds + (1 - recall) * self.forgotten_seconds)


@lru_cache(maxsize=4)
def card_model(parameters: Parameters, habits: StudyHabits) -> CardModel:
    """The model of these cards, kept for the next plan."""
    return CardModel(parameters, habits)


class ExamValues:
    """Values of memories with 1 … `days` days left, for prices that may change, and the study time they lead to.

    Cards of several weights are worked out side by side, since the same second is dearer to a card of less weight.
    Axes are in the order days left, wait, difficulty, weight, stability. Matrices are multiplied in small pieces: large
    products would wake all cores, which costs more than it saves.
    """

    def __init__(self, model: CardModel, is_open: Bools, weights: int) -> None:
        """`is_open[n]`: whether there is time on the day with n days left, n from 0 (the exam morning) up."""
        self.model, self.is_open, self.days, self.weights = model, is_open, len(is_open) - 1, weights
        self.waits = waits(self.days)
        grid = (_DIFFICULTIES, _STABILITIES)
        stability, difficulty = model.stability.reshape(grid), model.difficulty.reshape(grid)
        recall = memory.retrievability(stability, self.waits[:, None, None].astype(float), model.parameters.decay)
        self._seconds = model.seconds(recall).astype(np.float32)[:, :, None]
        self._moves = self._stability_moves(stability, difficulty, recall)
        # On the grid the next difficulty hangs on the difficulty alone, so it moves by one small matrix per rating.
        self._difficulty_moves = [self._next_difficulties(rating) for rating in _OUTCOMES]
        self._relearned = model.relearned.astype(np.float32).reshape(_DIFFICULTIES, _STABILITIES, -1)
        self._relearned_back = model.relearned.T.astype(np.float32).reshape(_DIFFICULTIES, _STABILITIES, -1)
        left = np.arange(self.days + 1)[:, None, None].astype(float)
        self._recall = memory.retrievability(stability, left, model.parameters.decay).astype(np.float32)
        self._recall_later = memory.retrievability(stability, left + 30, model.parameters.decay).astype(np.float32)
        shape = (_DIFFICULTIES, weights, _STABILITIES)
        self._studied = np.zeros((self.days + 1, len(self.waits), *shape), np.float32)
        """[n, wait]: worth of studying with n days left a memory that has waited so long, less the price of its time."""
        self._chosen = np.zeros((self.days + 1, len(self.waits) + 1, *shape), np.float32)
        """[n, 0]: share of memories just studied with n days left that are left alone; [n, 1 + wait] that wait so long."""
        self.worth = np.zeros((self.days + 1, weights, 2 * model.nodes), np.float32)
        """[n, weight, node]: worth of a memory just studied with n days left; in the second half one to be relearned."""
        self.introduction = np.zeros((self.days + 1, weights))
        """[n, weight]: worth of a new card introduced with n days left, before the price of its time."""
        days_left = np.arange(self.days + 1)
        self._reached = np.searchsorted(self.waits, days_left).tolist()
        """[n]: how many of the waits end before the exam when they begin with n days left."""
        self._ended = np.searchsorted(self.waits, self.days - days_left, side="right").tolist()
        """[n]: how many of the waits can end with n days left."""
        self._places = np.arange(len(self.waits) + 1)

    def work_out(self, prices: Floats, softness: float) -> None:
        """Work backward from the exam. `prices[n, weight]` is that of a second with n days left, per unit of recall."""
        nodes = self.model.nodes
        dear = prices.astype(np.float32)[:, :, None]
        for n in range(1, self.days + 1):
            reached = self._reached[n]
            options = np.empty((reached + 1, _DIFFICULTIES, self.weights, _STABILITIES), np.float32)
            options[0] = self._recall[n, :, None]
            options[1:] = self._studied[n - self.waits[:reached], self._places[:reached]]
            worth, self._chosen[n, : reached + 1] = soft_best(options, softness)
            relearned = (self._relearned @ self._by_weight(worth)).transpose(0, 2, 1)
            by_weight = worth.transpose(1, 0, 2).reshape(self.weights, nodes)
            self.worth[n, :, :nodes] = by_weight
            self.worth[n, :, nodes:] = relearned.transpose(1, 0, 2).reshape(self.weights, nodes)
            ended = self._ended[n]
            if self.is_open[n]:
                self._studied[n, :ended] = self._outcomes(worth, relearned, ended) - dear[n] * self._seconds[:ended]
            else:
                self._studied[n] = NEVER
        self.introduction = self.worth[:, :, :nodes] @ self.model.introduced

    def expect(self, mass: Floats, seconds: Floats) -> tuple[Floats, Floats]:
        """Follow memories to the exam: adds to `seconds[n]`; gives recall summed on the exam morning and 30 days on.

        `mass[n, weight, node]` counts memories whose study with n days left leads to a node as in `worth`. The sums
        are one for each weight. Once only after `work_out`.
        """
        nodes, shape = self.model.nodes, (self.weights, _DIFFICULTIES, _STABILITIES)
        counts = mass.astype(np.float32)
        for n in range(self.days, 0, -1):
            here = counts[n, :, :nodes].reshape(shape).transpose(1, 0, 2)
            forgotten = counts[n, :, nodes:].reshape(shape).transpose(1, 0, 2)
            ended = self._ended[n]
            if ended and self.is_open[n]:
                arrived = self._chosen[n + self.waits[:ended], self._places[1 : ended + 1]]
                seconds[n] += float((arrived.sum(2) * self._seconds[:ended, :, 0]).sum())
                more, more_forgotten = self._arrivals(arrived)
                here, forgotten = here + more, forgotten + more_forgotten
            here = here + (self._relearned_back @ self._by_weight(forgotten)).transpose(0, 2, 1)
            self._chosen[n, : self._reached[n] + 1] *= here
        left_alone = self._chosen[:, 0]
        recalled = np.einsum("ndws,nds->w", left_alone, self._recall, dtype=float)
        return recalled, np.einsum("ndws,nds->w", left_alone, self._recall_later, dtype=float)

    def _outcomes(self, worth: Singles, relearned: Singles, ended: int) -> Singles:
        """[wait, difficulty, weight, stability]: worth expected from studying memories that have waited."""
        after = np.empty((_DIFFICULTIES, self.weights, len(_OUTCOMES), _STABILITIES), np.float32)
        for place, moves in enumerate(self._difficulty_moves):
            source = relearned if _OUTCOMES[place] == Rating.AGAIN else worth
            after[:, :, place] = (moves @ source.reshape(_DIFFICULTIES, -1)).reshape(source.shape)
        return after.reshape(_DIFFICULTIES, self.weights, -1) @ self._moves[:ended].transpose(0, 1, 3, 2)

    def _arrivals(self, arrived: Singles) -> tuple[Singles, Singles]:
        """Where memories that were studied after their waits are then: recalled ones, and forgotten ones."""
        after = (arrived @ self._moves[: len(arrived)]).sum(0)
        after = after.reshape(_DIFFICULTIES, self.weights, len(_OUTCOMES), _STABILITIES)
        moved = [
            (moves.T @ after[:, :, place].reshape(_DIFFICULTIES, -1)).reshape(after[:, :, place].shape)
            for place, moves in enumerate(self._difficulty_moves)
        ]
        return moved[0] + moved[1] + moved[2], moved[3]

    def _by_weight(self, values: Singles) -> Singles:
        """(difficulty, weight, stability) → (node, weight)."""
        return values.transpose(0, 2, 1).reshape(-1, self.weights)

    def _stability_moves(self, stability: Floats, difficulty: Floats, recall: Floats) -> Singles:
        """[wait, difficulty, stability, outcome × next stability]: probabilities of outcomes and where they lead."""
        model = self.model
        moves = np.zeros((len(self.waits), _DIFFICULTIES, _STABILITIES, len(_OUTCOMES), _STABILITIES), np.float32)
        wait, beside, at = np.ogrid[: len(self.waits), :_DIFFICULTIES, :_STABILITIES]
        for place, rating in enumerate(_OUTCOMES):
            if rating == Rating.AGAIN:
                after = memory.forgotten_stability(stability, difficulty, recall, model.parameters)
                share = 1 - recall
            else:
                after = memory.recalled_stability(stability, difficulty, recall, rating, model.parameters)
                share = recall * model.recalled_shares[place]
            below, above = between(model.log_stabilities, np.log(after))
            moves[wait, beside, at, place, below] = share * (1 - above)
            moves[wait, beside, at, place, below + 1] = share * above
        return moves.reshape(*moves.shape[:3], len(_OUTCOMES) * _STABILITIES)

    def _next_difficulties(self, rating: Rating) -> Singles:
        difficulties = self.model.difficulties
        at, right = between(difficulties, memory.next_difficulty(difficulties, rating, self.model.parameters))
        moves = np.zeros((_DIFFICULTIES, _DIFFICULTIES), np.float32)
        rows = np.arange(_DIFFICULTIES)
        moves[rows, at] = 1 - right
        moves[rows, at + 1] = right
        return moves


def waits(days: int) -> Indices:
    """The numbers of days after which a card may be studied again: each of the first eight, then wider apart."""
    found = list(range(1, _SHORT_WAITS + 1))
    reach = float(_SHORT_WAITS)
    while (reach := reach * _WAIT_GROWTH) < days:
        found.append(max(round(reach), found[-1] + 1))
    return np.array([wait for wait in found if wait < days], dtype=np.intp)


def soft_best(options: NDArray[np.floating], softness: float) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The best of the first axis, softened upward, and the shares with which each option is chosen."""
    best = options.max(0)
    shares = np.exp((options - best) / softness)
    total = shares.sum(0)
    return best + softness * np.log(total), shares / total


def between(nodes: Floats, values: Floats) -> tuple[Indices, Floats]:
    """Index of the node below each value and how far it is on the way to the next, for evenly spaced nodes."""
    place = np.clip((values - nodes[0]) / (nodes[1] - nodes[0]), 0, len(nodes) - 1 - 1e-9)
    below = place.astype(np.intp)
    return below, place - below


def _steps(
    same_day: list[tuple[Indices, Floats]], answers: tuple[Four, Four, Four], seconds: Four
) -> Callable[[int, int, int, int], tuple[Floats, float]]:
    """Gives (last rating, steps passed, answers left, steps needed) → moves over the grid, and expected seconds."""
    shares = np.array(answers) / np.sum(answers, axis=1, keepdims=True)
    nowhere = np.eye(len(same_day[0][0]))

    @cache
    def rest_of_day(rating: int, passed: int, left: int, needed: int) -> tuple[Floats, float]:
        if passed >= needed or rating == Rating.EASY or left == 0:
            return nowhere, 0.0
        moves, spent = np.zeros_like(nowhere), 0.0
        for following in Rating:
            step = passed + 1 if following >= Rating.GOOD else 0 if following == Rating.AGAIN else passed
            after, more = rest_of_day(following, step, left - 1, needed)
            share = float(shares[rating - 1, following - 1])
            corners, weights = same_day[following - 1]
            moves += share * (weights[:, :, None] * after[corners]).sum(1)
            spent += share * (seconds[following - 1] + more)
        return moves, spent

    return rest_of_day
