"""What the exam plan reaches in simulation, beside other ways to use the same minutes. Prints the table; ten minutes at most.

.venv/bin/python tests/benchmarks/exam_plan.py [LEARNERS]

Each of 1,200 cards is new at first. Learners are drawn from a population (see `exam_world`) with seeds that nothing was
tuned on, and all policies meet the same luck. Recall is the mean over all cards in points of 100, one never seen counting 0;
"later" is 30 days after the exam without study; differences to tuned Anki are paired, with their standard error in brackets.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from statistics import fmean, stdev

# Each process keeps to one core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from exam_world import BELIEFS, OURS, POLICIES, TUNED, Course, Result, run

FIRST_SEED = 5_000
LEARNERS = 10
SHORT = ((60, 15.0), (120, 14.0))
"""Days and minutes a day of the rows with less time."""


def results(pool: Executor, belief: str, days: int, minutes: float, learners: int) -> dict[str, list[Result]]:
    """What became of the learners by each policy."""
    seeds = range(FIRST_SEED, FIRST_SEED + learners)
    courses = [Course(policy, belief, days, minutes, seed) for policy in POLICIES for seed in seeds]
    found = iter(list(pool.map(run, courses)))
    return {policy: [next(found) for _ in seeds] for policy in POLICIES}


def difference(ours: list[float], others: list[float]) -> str:
    """Mean paired difference in points with its standard error, and the worst learner's."""
    points = [100 * (one - other) for one, other in zip(ours, others, strict=True)]
    return f"{fmean(points):+5.1f} ({stdev(points) / len(points) ** 0.5:.1f})  worst {min(points):+5.1f}"


def print_block(belief: str, days: int, minutes: float, found: dict[str, list[Result]]) -> None:
    """The rows of one setting."""
    print(f"\n{days} days, {minutes:.0f} min a day, parameters: {belief}")
    tuned = found[TUNED]
    for policy, rows in found.items():
        beside = "" if policy == TUNED else difference([row.recall for row in rows], [row.recall for row in tuned])
        later = [100 * (row.recall_later - other.recall_later) for row, other in zip(rows, tuned, strict=True)]
        print(
            f"  {policy:16} {100 * fmean(row.recall for row in rows):5.1f}"
            f"   later {100 * fmean(row.recall_later for row in rows):5.1f}"
            f"   {fmean(row.minutes for row in rows):5.0f} min, longest day {max(row.longest_day for row in rows):5.2f}"
            f"   met {100 * fmean(row.met for row in rows):5.1f} %, least {100 * min(row.met for row in rows):5.1f} %"
            f"   to tuned Anki {beside:26} later {fmean(later):+5.1f}"
        )
    ours = found[OURS]
    first, rest = [row.planning[0] for row in ours], [second for row in ours for second in row.planning[1:]]
    print(
        f"  {'':16} forecast on the first day {100 * fmean(row.forecast for row in ours):5.1f},"
        f" bound {100 * fmean(row.bound for row in ours):5.1f} (both for the parameters believed in);"
        f" planning {fmean(first):.2f} s on the first day, {fmean(rest):.2f} s after, longest {max(first + rest):.2f} s"
    )


def main(learners: int) -> None:
    """Print all of it."""
    begun = time.monotonic()
    print(f"{learners} learners, seeds {FIRST_SEED} to {FIRST_SEED + learners - 1}")
    settings = [(belief, days, 20.0) for days in (30, 60, 120) for belief in BELIEFS]
    settings += [("known", days, minutes) for days, minutes in SHORT]
    with ProcessPoolExecutor() as pool:
        for belief, days, minutes in settings:
            print_block(belief, days, minutes, results(pool, belief, days, minutes, learners))
            sys.stdout.flush()
    print(f"\n{(time.monotonic() - begun) / 60:.1f} minutes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS)
