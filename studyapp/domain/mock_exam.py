"""Practice exams put together by the outline's numbers: which questions, in which order, for how long.

All choices come from the seed and the candidates, so that the same exam can be put together again.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind, Level
from studyapp.domain.scheduling import uniform

PACE_SECONDS = 86.0
"""Seconds a question in the real exam: 258 minutes for 180."""


class ExamKind(StrEnum):
    """The sorts of practice exam."""

    FULL = "full"
    HALF = "half"
    MINI = "mini"
    LEAF = "leaf"
    SECTION = "section"
    MISSED = "missed"
    NEW = "new"


MOCKS = (ExamKind.FULL, ExamKind.HALF, ExamKind.MINI)
"""Kinds that follow the blueprint and have a time; the others are drills."""

DRILL_LENGTHS: Mapping[ExamKind, int] = {
    ExamKind.LEAF: 10,
    ExamKind.SECTION: 20,
    ExamKind.MISSED: 20,
    ExamKind.NEW: 20,
}
"""Questions in a drill at most."""

SHORTEST_MOCK = 10
"""Questions below which shares by section say nothing."""

LEVEL_MIX: Mapping[Level, float] = {
    Level.REMEMBER: 0.05,
    Level.UNDERSTAND: 0.15,
    Level.APPLY: 0.30,
    Level.ANALYZE: 0.20,
    Level.EVALUATE: 0.25,
    Level.CREATE: 0.05,
}
"""Share of each cognitive level that a mock aims at."""

DIFFICULTY_MIX: Mapping[int, float] = {1: 0.10, 2: 0.25, 3: 0.30, 4: 0.25, 5: 0.10}
"""Share of each author's difficulty that a mock aims at; a question without one counts as 3."""

LEAST_NUMERIC, NUMERIC_AIM, MOST_NUMERIC = 0.08, 0.10, 0.12
"""Shares of numeric questions in a mock."""


class Candidate(NamedTuple):
    """A question that an exam may ask, and what is known of it."""

    card_id: int
    kind: Kind
    leaf: str
    section: str
    level: Level | None
    difficulty: int | None
    mock_pool: bool
    group: str
    """Sibling group, or nothing; questions of one group never meet in an exam."""
    times_shown: int
    last_shown: int | None
    """UTC epoch milliseconds."""
    stem_key: str
    """Equal for questions that ask the same."""


class PlannedItem(NamedTuple):
    """One question of an exam before it is asked."""

    card_id: int
    seed: int
    """Fixes the order of its options and its numbers."""
    scored: bool


class Assembly(NamedTuple):
    """A practice exam put together."""

    items: tuple[PlannedItem, ...]
    minutes: int
    missing: Mapping[str, int]
    """Questions that could not be found, by section; empty when the exam is complete."""


class Blueprint(NamedTuple):
    """How many questions of each section a mock has."""

    scored: Mapping[str, int]
    unscored: Mapping[str, int]
    minutes: int

    @property
    def questions(self) -> int:
        """Scored and unscored questions together."""
        return sum(self.scored.values()) + sum(self.unscored.values())

    def wanted(self, section: str) -> int:
        """Scored and unscored questions of one section."""
        return self.scored[section] + self.unscored[section]


def whole_length(kind: ExamKind, outline: Outline | None) -> int:
    """Questions of a mock where the decks are large enough, 0 without an outline; for a drill the most it has."""
    if kind not in MOCKS:
        return DRILL_LENGTHS[kind]
    everything = outline.questions + outline.unscored_questions if outline else 0
    return {ExamKind.FULL: everything, ExamKind.HALF: everything // 2, ExamKind.MINI: everything // 6}[kind]


def blueprint(outline: Outline, questions: int) -> Blueprint:
    """The sections' numbers for a mock of this length: by largest remainder; only the whole exam has unscored questions."""
    weights = {section.id: section.questions for section in outline.sections}
    everything = outline.questions + outline.unscored_questions
    minutes = round(outline.minutes * questions / everything) if everything else 0
    if questions == everything:
        return Blueprint(weights, apportioned(weights, outline.unscored_questions), minutes)
    return Blueprint(apportioned(weights, questions), dict.fromkeys(weights, 0), minutes)


def apportioned(weights: Mapping[str, int], seats: int) -> dict[str, int]:
    """Whole numbers in proportion to the weights that sum to `seats`, by largest remainder, the first of equals first."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    shares = {name: divmod(weight * seats, total) for name, weight in weights.items()}
    numbers = {name: whole for name, (whole, _) in shares.items()}
    by_remainder = sorted(shares, key=lambda name: -shares[name][1])
    for name in by_remainder[: seats - sum(numbers.values())]:
        numbers[name] += 1
    return numbers


def assemble(
    candidates: Sequence[Candidate], kind: ExamKind, seed: int, *, outline: Outline | None = None, questions: int | None = None
) -> Assembly:  # fmt: skip
    """Put an exam together from the candidates, of which a drill takes those it is given.

    A mock needs the outline; `questions` makes it shorter than its kind. `missing` says what the candidates could not fill.
    """
    if kind not in MOCKS:
        return _drill(candidates, questions or DRILL_LENGTHS[kind], seed)
    if outline is None:
        raise ValueError("A mock exam follows an outline.")
    plan = blueprint(outline, questions or whole_length(kind, outline))
    chosen = _Chosen(plan, seed)
    pools = _pools(candidates, plan, seed)
    chosen.take_numeric(pools)
    chosen.fill(pools)
    missing = {section: lack for section in plan.scored if (lack := plan.wanted(section) - chosen.count(section))}
    unscored = _unscored(chosen.items, plan, seed) if not missing else frozenset[int]()
    return Assembly(_mixed(chosen.items, unscored, seed), plan.minutes, missing)


def largest_fair(candidates: Sequence[Candidate], outline: Outline, most: int | None = None) -> int:
    """The greatest number of questions, up to `most`, for which every section has its share; 0 below `SHORTEST_MOCK`."""
    most = whole_length(ExamKind.FULL, outline) if most is None else most
    choice, numeric = _distinct(candidates, numeric=False), _distinct(candidates, numeric=True)
    for questions in range(most, SHORTEST_MOCK - 1, -1):
        plan = blueprint(outline, questions)
        # Counting is quick and rules most lengths out; only putting it together proves one.
        lacking = {section: max(0, plan.wanted(section) - choice[section]) for section in plan.scored}
        enough = all(lack <= numeric[section] for section, lack in lacking.items())
        if (
            enough
            and sum(lacking.values()) <= math.floor(MOST_NUMERIC * questions)
            and not assemble(candidates, ExamKind.FULL, 0, outline=outline, questions=questions).missing
        ):
            return questions
    return 0


def _distinct(candidates: Iterable[Candidate], *, numeric: bool) -> Counter[str]:
    """How many questions of each section could stand in one exam together, at most."""
    names = {(one.section, one.group or one.stem_key) for one in candidates if (one.kind is Kind.NUMERIC) == numeric}
    return Counter(section for section, _ in names)


def _drill(candidates: Sequence[Candidate], length: int, seed: int) -> Assembly:
    """Unseen questions first, then those seen longest ago, leaf by leaf in turn."""
    waiting: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda one: _freshness(one, seed)):
        waiting[candidate.leaf].append(candidate)
    taken: list[Candidate] = []
    used: set[str] = set()
    while waiting and len(taken) < length:
        for leaf in sorted(waiting, key=lambda leaf: _freshness(waiting[leaf][0], seed)):
            free = (one for one in waiting[leaf] if used.isdisjoint(_names(one)))
            found = next(free, None) if len(taken) < length else None
            if found is None:
                del waiting[leaf]
                continue
            waiting[leaf] = [one for one in waiting[leaf] if one is not found]
            taken.append(found)
            used.update(_names(found))
            if not waiting[leaf]:
                del waiting[leaf]
    return Assembly(_mixed(taken, frozenset(), seed), round(len(taken) * PACE_SECONDS / 60), {})


def _freshness(candidate: Candidate, seed: int) -> tuple[bool, int, float]:
    return candidate.times_shown > 0, candidate.last_shown or 0, uniform(seed, candidate.card_id)


def _names(candidate: Candidate) -> tuple[str, ...]:
    """What no other question of the exam may be called."""
    stem = f"stem {candidate.stem_key}"
    return (stem, f"group {candidate.group}") if candidate.group else (stem,)


_SEEN = 100.0
"""Cost of a question that has been seen: more than any mix can weigh."""

Pool = dict[str, dict[str, list[tuple[float, Candidate]]]]
"""Section to leaf to its questions, each with the cost of its having been seen."""


def _pools(candidates: Sequence[Candidate], plan: Blueprint, seed: int) -> Pool:
    pools: Pool = {section: defaultdict(list) for section in plan.scored}
    seen = sorted(one.last_shown or 0 for one in candidates if one.times_shown)
    rank = {moment: place / len(seen) for place, moment in enumerate(seen)}
    for one in candidates:
        if one.section in pools:
            chance = uniform(seed, one.card_id)
            # Seen ones only where no unseen one is left: no mix is worth as much.
            stale = _SEEN + 50 * rank[one.last_shown or 0] if one.times_shown else 0.0
            pools[one.section][one.leaf].append((stale + 0.5 * chance, one))
    return pools


@dataclass(slots=True)
class _Chosen:
    """The questions taken so far, with the counts that decide which comes next."""

    plan: Blueprint
    seed: int
    items: list[Candidate] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    sections: Counter[str] = field(default_factory=Counter)
    leaves: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    difficulties: Counter[int] = field(default_factory=Counter)
    numeric: int = 0
    level_room: Mapping[Level, float] = field(init=False)
    difficulty_room: Mapping[int, float] = field(init=False)

    def __post_init__(self) -> None:
        questions = self.plan.questions
        self.level_room = {level: share * questions + 0.5 for level, share in LEVEL_MIX.items()}
        self.difficulty_room = {difficulty: share * questions + 0.5 for difficulty, share in DIFFICULTY_MIX.items()}

    def count(self, section: str) -> int:
        """Questions taken of a section."""
        return self.sections[section]

    def take_numeric(self, pools: Pool) -> None:
        """Take numeric questions first, since few leaves have them: where others do not suffice, then spread by size."""
        aim = round(NUMERIC_AIM * self.plan.questions)
        aim = min(max(aim, math.ceil(LEAST_NUMERIC * self.plan.questions)), self._most_numeric())
        others = _distinct(
            (one for leaves in pools.values() for found in leaves.values() for _, one in found), numeric=False
        )
        pools_left = {
            section: {
                leaf: numeric
                for leaf, found in pools[section].items()
                if (numeric := [pair for pair in found if pair[1].kind is Kind.NUMERIC])
            }
            for section in pools
        }
        taken: Counter[str] = Counter()
        while self.numeric < aim:
            able = [
                section
                for section, leaves in pools_left.items()
                if leaves and taken[section] < self.plan.wanted(section)
            ]
            if not able:
                return
            section = min(
                able,
                key=lambda name: (
                    taken[name] >= self.plan.wanted(name) - others[name],
                    (taken[name] + 1) / self.plan.wanted(name),
                    name,
                ),
            )
            if not self._take(section, pools_left[section], numeric=True):
                pools_left[section] = {}
            taken[section] += 1

    def fill(self, pools: Pool) -> None:
        """Fill every section, always the one that is furthest behind, so that none takes the level mix of the others."""
        open_ = {section for section in pools if self.sections[section] < self.plan.wanted(section)}
        while open_:
            section = min(open_, key=lambda name: (self.sections[name] / self.plan.wanted(name), name))
            if (
                not self._take(section, pools[section], numeric=self.numeric < self._most_numeric())
                or self.sections[section] == self.plan.wanted(section)
            ):  # fmt: skip
                open_.remove(section)

    def _most_numeric(self) -> int:
        return math.floor(MOST_NUMERIC * self.plan.questions)

    def _take(self, section: str, leaves: Mapping[str, list[tuple[float, Candidate]]], *, numeric: bool) -> bool:
        """Take the best question of the leaf that has the fewest so far; False where nothing is left."""
        least_cost, best = math.inf, None
        for leaf in sorted(leaves, key=lambda leaf: (self.leaves[leaf], uniform(self.seed, _number(leaf)))):
            # A leaf where all have been seen gives way to one with an unseen question, but not to one with another seen.
            limit = _SEEN if best is not None else math.inf
            for stale, one in leaves[leaf]:
                if stale >= min(limit, least_cost) or (not numeric and one.kind is Kind.NUMERIC):
                    continue
                cost = stale + self._surplus(one)
                if cost < least_cost and self.used.isdisjoint(_names(one)):
                    least_cost, best = cost, one
            if least_cost < _SEEN:
                break
        if best is None:
            return False
        self._note(section, best)
        return True

    def _surplus(self, one: Candidate) -> float:
        """How full the kind, level and difficulty of a question are already against their share, weighted."""
        level, difficulty = one.level or Level.UNDERSTAND, one.difficulty or 3
        cost = 4 * (self.levels[level] + 1) / self.level_room[level]
        cost += (self.difficulties[difficulty] + 1) / self.difficulty_room[difficulty]
        if one.kind is Kind.NUMERIC:
            cost += 4 * self.numeric / (NUMERIC_AIM * self.plan.questions)
        return min(cost, _SEEN - 1)

    def _note(self, section: str, one: Candidate) -> None:
        self.items.append(one)
        self.used.update(_names(one))
        self.sections[section] += 1
        self.leaves[one.leaf] += 1
        self.levels[one.level or Level.UNDERSTAND] += 1
        self.difficulties[one.difficulty or 3] += 1
        self.numeric += one.kind is Kind.NUMERIC


def _number(leaf: str) -> int:
    return int.from_bytes(leaf.encode()[-8:], "big")


def _unscored(items: Iterable[Candidate], plan: Blueprint, seed: int) -> frozenset[int]:
    """Cards that count for nothing: drawn by lot within each section, like the questions that are only tried out."""
    by_section: dict[str, list[int]] = defaultdict(list)
    for one in sorted(items, key=lambda one: uniform(seed + 1, one.card_id)):
        by_section[one.section].append(one.card_id)
    return frozenset(card for section, cards in by_section.items() for card in cards[: plan.unscored[section]])


def _mixed(items: Iterable[Candidate], unscored: frozenset[int], seed: int) -> tuple[PlannedItem, ...]:
    """The questions in an order that follows nothing, each with a seed of its own."""
    order = sorted(items, key=lambda one: uniform(seed + 2, one.card_id))
    return tuple(
        PlannedItem(one.card_id, int(uniform(seed + 3, one.card_id) * 2**31), one.card_id not in unscored)
        for one in order
    )
