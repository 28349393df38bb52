"""What there is to put a practice exam together from, by sort of question, and the mix of sorts that it aims at."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from studyapp.domain.content import Kind, Level
from studyapp.domain.mock_exam import DIFFICULTY_MIX, LEVEL_MIX, Blueprint, Candidate
from studyapp.domain.scheduling import uniform

T = TypeVar("T", Level, int)

MOCKS_AHEAD = 4.0
"""Whole exams, or as many questions in shorter ones, for which scarce questions are kept."""
SEEN = 100.0
"""Cost of a question that has been seen: more than any mix can weigh."""


class Sort(NamedTuple):
    """What decides how well a question fits into the mix."""

    level: Level
    difficulty: int
    numeric: bool


LeafPool = dict[Sort, list[tuple[float, Candidate]]]
"""The questions of a leaf by their sort, each with the cost of its having been seen, the cheapest first."""

Pool = dict[str, dict[str, LeafPool]]
"""Section to leaf to its questions."""


def pools_of(candidates: Sequence[Candidate], plan: Blueprint, seed: int) -> Pool:
    """All candidates of the sections of the plan; the seed decides among those that are alike."""
    pools: Pool = {section: defaultdict(lambda: defaultdict(list)) for section in plan.scored}
    seen = sorted(one.last_shown or 0 for one in candidates if one.times_shown)
    rank = {moment: place / len(seen) for place, moment in enumerate(seen)}
    for one in candidates:
        if one.section in pools:
            chance = uniform(seed, one.card_id)
            # Seen ones only where no unseen one is left: no mix is worth as much.
            stale = SEEN + 50 * rank[one.last_shown or 0] if one.times_shown else 0.0
            pools[one.section][one.leaf][sort_of(one)].append((stale + 0.5 * chance, one))
    for leaves in pools.values():
        for leaf in leaves.values():
            for alike in leaf.values():
                alike.sort(key=_stale)
    return pools


def _stale(pair: tuple[float, Candidate]) -> float:
    return pair[0]


def pairs(leaves: Mapping[str, LeafPool]) -> Iterator[tuple[float, Candidate]]:
    """The questions of these leaves with their costs."""
    return (pair for leaf in leaves.values() for alike in leaf.values() for pair in alike)


def aims(mix: Mapping[T, float], supply: Mapping[T, float], questions: int) -> dict[T, float]:
    """Numbers in the shares of the mix as far as the supply has them; what one lacks is shared out among the others."""
    numbers, left, open_ = dict.fromkeys(mix, 0.0), float(questions), dict(mix)
    while open_:
        scale = left / sum(open_.values())
        short = [name for name, share in open_.items() if supply.get(name, 0) < share * scale]
        if not short:
            return numbers | {name: share * scale for name, share in open_.items()}
        for name in short:
            numbers[name] = supply.get(name, 0)
            left -= numbers[name]
            del open_[name]
    return numbers


def mix_aims(pools: Pool, plan: Blueprint, most_exams: float) -> tuple[dict[Level, float], dict[int, float]]:
    """How many questions of each level and difficulty to aim at: no more than the leaves can give where all have their turn.

    What is scarce is shared out among the exams that the unseen questions are enough for, up to `most_exams`, so that later ones
    are not easier.
    """
    levels: defaultdict[Level, float] = defaultdict(float)
    difficulties: defaultdict[int, float] = defaultdict(float)
    unseen = {section: _by_leaf(leaves, unseen_only=True) for section, leaves in pools.items()}
    counts = {section: sum(map(sum, map(Counter.values, found))) for section, found in unseen.items()}
    for section, leaves in pools.items():
        found = unseen[section] if counts[section] >= plan.wanted(section) else _by_leaf(leaves)
        turns = math.ceil(plan.wanted(section) / max(1, len(found)))
        exams = max(1.0, min(most_exams, counts[section] / max(1, plan.wanted(section))))
        for sorts in found:
            of_level, of_difficulty = Counter[Level](), Counter[int]()
            for sort, count in sorts.items():
                of_level[sort.level] += count
                of_difficulty[sort.difficulty] += count
            for level, count in of_level.items():
                levels[level] += min(count / exams, turns)
            for difficulty, count in of_difficulty.items():
                difficulties[difficulty] += min(count / exams, turns)
    return aims(LEVEL_MIX, levels, plan.questions), aims(DIFFICULTY_MIX, difficulties, plan.questions)


def _by_leaf(leaves: Mapping[str, LeafPool], *, unseen_only: bool = False) -> list[Counter[Sort]]:
    """How many questions of each sort every leaf has that has any."""
    found = []
    for leaf in leaves.values():
        counts = Counter(
            {
                sort: sum(not one.times_shown for _, one in alike) if unseen_only else len(alike)
                for sort, alike in leaf.items()
            }
        )
        if counts.total():
            found.append(counts)
    return found


def level_of(one: Candidate) -> Level:
    """The level of a question; without one it counts as understanding."""
    return one.level or Level.UNDERSTAND


def difficulty_of(one: Candidate) -> int:
    """The difficulty of a question, 1 to 5."""
    return one.difficulty or 3


def sort_of(one: Candidate) -> Sort:
    """The sort of a question."""
    return Sort(level_of(one), difficulty_of(one), one.kind is Kind.NUMERIC)


class Lack(NamedTuple):
    """A level or difficulty of which an exam has clearly fewer questions than its mix plans."""

    name: Level | int
    has: int
    planned: int


def lacks(questions: Iterable[Candidate]) -> list[Lack]:
    """What a mock of these questions is short of: less than half of what is planned, and three at least."""
    asked = list(questions)
    levels, difficulties = Counter(map(level_of, asked)), Counter(map(difficulty_of, asked))
    mixes: list[tuple[Level | int, float, int]] = [(name, LEVEL_MIX[name], levels[name]) for name in LEVEL_MIX]
    mixes += [(hard, DIFFICULTY_MIX[hard], difficulties[hard]) for hard in DIFFICULTY_MIX]
    planned = [(name, round(share * len(asked)), has) for name, share, has in mixes]
    return [Lack(name, has, wanted) for name, wanted, has in planned if 2 * has < wanted and wanted - has >= 3]
