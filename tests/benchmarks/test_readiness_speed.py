"""How quick readiness is with 100,000 cards and 1,000,000 reviews.

python -m pytest tests/benchmarks/test_readiness_speed.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.blueprint import Leaf, Outline, Section

Figure = Callable[..., None]
OUTLINE = Outline(
    "Outline", "2026", "own", "", 258, 15,
    tuple(Section(code, code, code, 23, (Leaf(f"{code}.A.1", code),)) for code in ("I", "II", "III", "IV", "V", "VI", "VII")),
)  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_memory_of_all_topics_is_read_within_150_ms(large: Collection, figure: Figure) -> None:
    now = clock.now()
    found = large.readiness.read(now, OUTLINE)
    assert found is not None
    assert found.readiness.cards == 100_000
    seconds = [timed(lambda: large.readiness.read(now, OUTLINE)) for _ in range(15)]
    figure("readiness of all topics", seconds, "limit: median 150 ms")
    assert median(seconds) <= 0.150


def test_the_trend_is_read_beside_the_window(large: Collection, figure: Figure) -> None:
    now = clock.now()
    seconds = [timed(lambda: large.readiness.trend(now, OUTLINE)) for _ in range(3)]
    figure("trend of 12 weeks, 2,200 reviews a day", seconds, "in a worker: no limit")
    assert len(large.readiness.trend(now, OUTLINE)) == 13
