"""FSRS-6 over arrays does to each memory what `scheduling` does to one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain import memory_arrays, scheduling
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.scheduling import (
    LOWER_BOUNDS,
    MAX_STABILITY,
    MIN_STABILITY,
    UPPER_BOUNDS,
    Memory,
    Parameters,
    Rating,
)

EXACT = 1e-9
any_parameters = st.tuples(
    *(st.floats(lower, upper) for lower, upper in zip(LOWER_BOUNDS, UPPER_BOUNDS, strict=True))
).map(Parameters)
any_memories = st.lists(
    st.builds(Memory, st.floats(MIN_STABILITY, MAX_STABILITY), st.floats(1, 10)), min_size=1, max_size=20
)


def arrays(memories: list[Memory]) -> tuple[Floats, Floats]:
    return np.array([memory.stability for memory in memories]), np.array([memory.difficulty for memory in memories])


@settings(max_examples=150, deadline=None)
@given(any_memories, st.sampled_from(Rating), st.integers(0, 4000), any_parameters)
def test_arrays_agree_with_single_cards(
    memories: list[Memory], rating: Rating, days: int, parameters: Parameters
) -> None:
    stability, difficulty = arrays(memories)
    recall = memory_arrays.retrievability(stability, days, parameters.decay)
    if days == 0:
        after = memory_arrays.same_day_stability(stability, rating, parameters)
    elif rating == Rating.AGAIN:
        after = memory_arrays.forgotten_stability(stability, difficulty, recall, parameters)
    else:
        after = memory_arrays.recalled_stability(stability, difficulty, recall, rating, parameters)
    expected = [scheduling.next_memory(memory, rating, days, parameters) for memory in memories]
    wanted, harder = arrays(expected)
    assert after == pytest.approx(wanted, rel=EXACT)
    assert memory_arrays.next_difficulty(difficulty, rating, parameters) == pytest.approx(harder, rel=EXACT)
    one_by_one = [scheduling.retrievability(memory.stability, days, parameters.decay) for memory in memories]
    assert recall == pytest.approx(np.array(one_by_one), rel=EXACT)


@given(any_parameters)
def test_first_memories_agree(parameters: Parameters) -> None:
    stability, difficulty = memory_arrays.initial_memories(parameters)
    expected = [scheduling.initial_memory(rating, parameters) for rating in Rating]
    assert stability.tolist() == [memory.stability for memory in expected]
    assert difficulty.tolist() == [memory.difficulty for memory in expected]
