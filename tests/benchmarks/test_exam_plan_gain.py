"""What the exam plan gains over a perfectly tuned Anki in simulation, in points of recall on the exam morning, and its speed.

python -m pytest tests/benchmarks/test_exam_plan_gain.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from statistics import fmean

import numpy as np
import pytest

from studyapp.domain.exam_plan import Memories, plan_day
from studyapp.domain.scheduling import DEFAULT_PARAMETERS
from tests.benchmarks.exam_world import OURS, TUNED, Course, Result, run

Figure = Callable[..., None]
Remark = Callable[[str], None]
SEEDS = range(7_000, 7_012)
GAINS = {
    ("known", 30): -0.1,
    ("defaults", 30): -0.1,
    ("known", 60): 2.5,
    ("defaults", 60): 1.0,
    ("known", 120): 1.7,
    ("defaults", 120): 1.1,
    ("wrong", 60): 0.0,
}
"""Points at least, with 20 minutes a day."""


def courses(policy: str, belief: str, days: int) -> list[Result]:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(run, [Course(policy, belief, days, 20.0, seed) for seed in SEEDS]))


@pytest.mark.parametrize(("belief", "days"), GAINS)
def test_the_plan_gains_over_tuned_anki(belief: str, days: int, remark: Remark) -> None:
    ours, tuned = (courses(policy, belief, days) for policy in (OURS, TUNED))
    gain = 100 * fmean(one.recall - other.recall for one, other in zip(ours, tuned, strict=True))
    later = 100 * fmean(one.recall_later - other.recall_later for one, other in zip(ours, tuned, strict=True))
    remark(f"{days} days, parameters {belief}: {gain:+.1f} points against tuned Anki, {later:+.1f} after 30 more days")
    assert gain >= GAINS[belief, days]
    assert later >= -0.1
    assert max(one.longest_day for one in ours) <= 20
    if days > 30:
        assert min(one.met for one in ours) == 1


@pytest.mark.parametrize(("cards", "limit"), [(1_200, 1.0), (20_000, 5.0)])
def test_a_day_is_planned_from_nothing_in_time(cards: int, limit: float, figure: Figure) -> None:
    generator = np.random.default_rng(3)
    new = generator.random(cards) < 0.5
    stability = np.where(new, np.nan, np.exp(generator.normal(2, 1.3, cards)))
    difficulty = np.where(new, np.nan, generator.uniform(3, 10, cards))
    weight = 1.7 ** generator.integers(0, 5, cards)
    deck = Memories.of(stability, difficulty, generator.integers(1, 20, cards), weight)
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        plan_day(deck, DEFAULT_PARAMETERS, [cards / 60] * 120)
        seconds.append(time.process_time() - begun)
    figure(f"plan for {cards:,} cards of 5 weights, 120 days, no prices", seconds, f"limit {limit:.0f} s")
    assert min(seconds) <= limit
