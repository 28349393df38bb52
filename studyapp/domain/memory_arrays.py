"""FSRS-6 over arrays: what `scheduling` does to one memory, done to many at once, for planning and statistics.

Stabilities are days, difficulties 1–10, ratings 1–4; all arguments may be arrays that broadcast together.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studyapp.domain.scheduling import (
    MAX_DIFFICULTY,
    MAX_STABILITY,
    MIN_DIFFICULTY,
    MIN_STABILITY,
    Parameters,
    Rating,
    initial_memory,
)

Floats: TypeAlias = NDArray[np.float64]


def retrievability(stability: Floats, elapsed_days: Floats | float, decay: float) -> Floats:
    """Probability of recall after this many days."""
    factor = 0.9 ** (-1 / decay) - 1
    return np.asarray((1 + factor * np.maximum(elapsed_days, 0.0) / stability) ** -decay)


def recalled_stability(
    stability: Floats, difficulty: Floats, recall: Floats, rating: Rating, parameters: Parameters
) -> Floats:
    """Stability after a review on a later day that was recalled, when retrievability was `recall`."""
    w = parameters.weights
    bonus = w[15] if rating == Rating.HARD else w[16] if rating == Rating.EASY else 1.0
    growth = np.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * np.expm1((1 - recall) * w[10])
    return np.asarray(np.clip(stability * (1 + growth * bonus), MIN_STABILITY, MAX_STABILITY))


def forgotten_stability(stability: Floats, difficulty: Floats, recall: Floats, parameters: Parameters) -> Floats:
    """Stability after a review on a later day that was forgotten."""
    w = parameters.weights
    left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * np.exp((1 - recall) * w[14])
    return np.asarray(np.clip(np.minimum(left, stability / np.exp(w[17] * w[18])), MIN_STABILITY, MAX_STABILITY))


def same_day_stability(stability: Floats, rating: Rating, parameters: Parameters) -> Floats:
    """Stability after one more answer on the same day."""
    w = parameters.weights
    growth = np.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    if rating != Rating.AGAIN:
        growth = np.maximum(growth, 1.0)
    return np.asarray(np.clip(stability * growth, MIN_STABILITY, MAX_STABILITY))


def next_difficulty(difficulty: Floats, rating: Rating, parameters: Parameters) -> Floats:
    """Difficulty after an answer."""
    w = parameters.weights
    moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    # Reversion goes to the difficulty of a first Easy before it is clipped.
    easy = w[4] - np.exp(w[5] * 3) + 1
    return np.asarray(np.clip(w[7] * easy + (1 - w[7]) * moved, MIN_DIFFICULTY, MAX_DIFFICULTY))


def initial_memories(parameters: Parameters) -> tuple[Floats, Floats]:
    """Stability and difficulty after a first Again, Hard, Good and Easy: two arrays of four."""
    memories = [initial_memory(rating, parameters) for rating in Rating]
    return np.array([m.stability for m in memories]), np.array([m.difficulty for m in memories])
