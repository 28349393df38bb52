"""Puts practice exams together: which questions, in which order.

All choices come from the seed and the candidates, so that the same exam can be put together again.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind, Level
from studyapp.domain.exam_mix import (
    MOCKS_AHEAD,
    SEEN,
    LeafPool,
    Pool,
    Sort,
    difficulty_of,
    level_of,
    mix_aims,
    pairs,
    pools_of,
)
from studyapp.domain.mock_exam import (
    DRILL_LENGTHS,
    LEAST_NUMERIC,
    MOCKS,
    MOST_NUMERIC,
    NUMERIC_AIM,
    PACE_SECONDS,
    SHORTEST_MOCK,
    Assembly,
    Blueprint,
    Candidate,
    ExamKind,
    PlannedItem,
    blueprint,
    whole_length,
)
from studyapp.domain.scheduling import uniform


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
    pools = pools_of(candidates, plan, seed)
    most = MOCKS_AHEAD * whole_length(ExamKind.FULL, outline) / plan.questions
    chosen = _Chosen(plan, seed, *mix_aims(pools, plan, most))
    chosen.take_numeric(pools)
    chosen.fill(pools)
    missing = {section: lack for section in plan.scored if (lack := plan.wanted(section) - chosen.count(section))}
    unscored = _unscored(chosen.items.values(), plan, seed) if not missing else frozenset[int]()
    return Assembly(_mixed(chosen.items.values(), unscored, seed), plan.minutes, missing)


def largest_fair(candidates: Sequence[Candidate], outline: Outline, most: int | None = None) -> int:
    """The greatest number of questions, up to `most`, for which every section has its share; 0 below `SHORTEST_MOCK`.

    With seed 0 an exam of this length can be put together for certain.
    """
    high = whole_length(ExamKind.FULL, outline) if most is None else most
    low, limits = SHORTEST_MOCK - 1, _Limits(candidates, [section.id for section in outline.sections])
    # Counting is quick and rules most lengths out; only putting it together proves one.
    while high > low and not limits.allow(blueprint(outline, high)):
        high -= 1
    length = high
    while low < high:
        found = assemble(candidates, ExamKind.FULL, 0, outline=outline, questions=length)
        if not found.missing:
            low = length
            length = (low + high + 1) // 2
            continue
        high = length - 1
        plan = blueprint(outline, length)
        least = min(1 - lack / plan.wanted(section) for section, lack in found.missing.items())
        length = min(high, max(low + 1, int(least * length)))
    return low if low >= SHORTEST_MOCK else 0


class _Limits:
    """How many questions any sections together can have at most: by Hall's theorem, for stems and for sibling groups alone."""

    def __init__(self, candidates: Iterable[Candidate], sections: Sequence[str]) -> None:
        self._sections = sections
        bits = {section: 1 << place for place, section in enumerate(sections)}
        everything = (1 << len(sections)) - 1
        self._subsets = range(1, everything + 1) if len(sections) <= _MOST_SUBSETS else (*bits.values(), everything)
        self._any: dict[int, int] = dict.fromkeys(self._subsets, len(bits) * 10**9)
        self._choice = dict(self._any)
        asked = [(one, bits[one.section]) for one in candidates if one.section in bits]
        for which in (0, -1):
            for numeric_too, most in ((True, self._any), (False, self._choice)):
                touched: dict[str, int] = defaultdict(int)
                for one, bit in asked:
                    if numeric_too or one.kind is not Kind.NUMERIC:
                        touched[_names(one)[which]] |= bit
                alike = Counter(touched.values())
                for subset in self._subsets:
                    most[subset] = min(most[subset], sum(count for mask, count in alike.items() if mask & subset))

    def allow(self, plan: Blueprint) -> bool:
        """Whether nothing speaks against a mock of this plan."""
        numeric, wanted = math.floor(MOST_NUMERIC * plan.questions), [plan.wanted(one) for one in self._sections]
        for subset in self._subsets:
            together = sum(number for place, number in enumerate(wanted) if subset >> place & 1)
            if together > min(self._any[subset], self._choice[subset] + numeric):
                return False
        return True


_MOST_SUBSETS = 8
"""Sections up to which all their combinations are looked at."""


def _distinct(candidates: Iterable[Candidate]) -> Counter[str]:
    """How many questions of each section could stand in one exam together, at most."""
    names = {(one.section, one.group or one.stem_key) for one in candidates}
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


_LEAST_AIM = 0.05


class _Step(NamedTuple):
    """One link of an exchange: this question comes in, and that one gives way, which leaves its section one short."""

    section: str
    comes: Candidate
    gives_way: Candidate | None
    numeric: int
    """Numeric questions more than before, up to this link."""


@dataclass(slots=True)
class _Chosen:
    """The questions taken so far, with the counts that decide which comes next."""

    plan: Blueprint
    seed: int
    level_aims: Mapping[Level, float]
    difficulty_aims: Mapping[int, float]
    items: dict[int, Candidate] = field(default_factory=dict)
    holders: dict[str, Candidate] = field(default_factory=dict)
    """Who bears a name that nobody else may bear."""
    sections: Counter[str] = field(default_factory=Counter)
    leaves: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    difficulties: Counter[int] = field(default_factory=Counter)
    numeric: int = 0

    def count(self, section: str) -> int:
        """Questions taken of a section."""
        return self.sections[section]

    def take_numeric(self, pools: Pool) -> None:
        """Take numeric questions first, since few leaves have them: where others do not suffice, then spread by size.

        One that has been seen only takes a place for which its section has no unseen question.
        """
        aim = round(NUMERIC_AIM * self.plan.questions)
        aim = min(max(aim, math.ceil(LEAST_NUMERIC * self.plan.questions)), self._most_numeric())
        everything = [one for leaves in pools.values() for _, one in pairs(leaves)]
        others = _distinct(one for one in everything if one.kind is not Kind.NUMERIC)
        unseen = _distinct(one for one in everything if not one.times_shown)
        for_seen = {section: max(0, self.plan.wanted(section) - unseen[section]) for section in pools}
        left = {section: _numeric(leaves) for section, leaves in pools.items()}
        taken: Counter[str] = Counter()
        while self.numeric < aim:
            able = [
                section for section, leaves in left.items() if leaves and taken[section] < self.plan.wanted(section)
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
            dearest = math.inf if for_seen[section] else SEEN
            one = self._best(left[section], numeric=True, dearest=dearest)
            if one is None:
                left[section] = {}
                continue
            self._add(one)
            taken[section] += 1
            for_seen[section] -= one.times_shown > 0

    def fill(self, pools: Pool) -> None:
        """Fill every section, always the one that is furthest behind, so that none takes the level mix of the others."""
        open_ = {section for section in pools if self.sections[section] < self.plan.wanted(section)}
        while open_:
            section = min(open_, key=lambda name: (self.sections[name] / self.plan.wanted(name), name))
            one = self._best(pools[section], numeric=self.numeric < self._most_numeric())
            if one is not None:
                self._add(one)
            elif not self._exchange(section, pools):
                open_.remove(section)
            if self.sections[section] == self.plan.wanted(section):
                open_.discard(section)

    def _exchange(self, section: str, pools: Pool) -> bool:
        """Give a section one more: by a chain of questions that give way to others of their own sections; False without one.

        Breadth first over the sections, as an augmenting path in a matching of places and names.
        """
        way: dict[str, _Step] = {}
        waiting = deque([(section, 0)])
        while waiting:
            here, before = waiting.popleft()
            too_numeric = False
            for _, one in sorted(pairs(pools[here]), key=lambda pair: (pair[0], pair[1].card_id)):
                numeric = before + (one.kind is Kind.NUMERIC)
                blocking = {held.card_id: held for name in _names(one) if (held := self.holders.get(name)) is not None}
                if one.card_id in self.items or len(blocking) > 1:
                    continue
                if not blocking and self.numeric + numeric <= self._most_numeric():
                    if self._apply(here, one, numeric, way):
                        return True
                    continue
                if not blocking and too_numeric:
                    continue
                # One too many of the numeric ones is out of the way with any other of them.
                too_numeric = too_numeric or not blocking
                for held in blocking.values() or [other for other in self.items.values() if other.kind is Kind.NUMERIC]:
                    there = held.section
                    if there not in way and there != section and there != here:
                        after = numeric - (held.kind is Kind.NUMERIC)
                        way[there] = _Step(here, one, held, after)
                        waiting.append((there, after))
        return False

    def _apply(self, last: str, one: Candidate, numeric: int, way: Mapping[str, _Step]) -> bool:
        """Carry out the chain that ends with this question; False, with nothing changed, where its questions bear one name."""
        chain = [_Step(last, one, None, numeric)]
        while chain[-1].section in way:
            chain.append(way[chain[-1].section])
        names = [name for step in chain for name in _names(step.comes)]
        if len(set(names)) < len(names):
            return False
        for step in chain:
            if step.gives_way is not None:
                self._remove(step.gives_way)
        for step in chain:
            self._add(step.comes)
        return True

    def _most_numeric(self) -> int:
        return math.floor(MOST_NUMERIC * self.plan.questions)

    def _best(self, leaves: Mapping[str, LeafPool], *, numeric: bool, dearest: float = math.inf) -> Candidate | None:
        """The best question of the leaf that has the fewest so far; None where nothing is left."""
        least_cost, best = math.inf, None
        for leaf in sorted(leaves, key=lambda leaf: (self.leaves[leaf], uniform(self.seed, _number(leaf)))):
            # A leaf where all have been seen gives way to one with an unseen question, but not to one with another seen.
            limit = SEEN if best is not None else dearest
            for sort, alike in leaves[leaf].items():
                if sort.numeric and not numeric:
                    continue
                surplus = self._surplus(sort)
                for stale, one in alike:
                    if stale >= limit or stale + surplus >= least_cost:
                        break
                    if self.holders.keys().isdisjoint(_names(one)):
                        least_cost, best = stale + surplus, one
                        break
            if least_cost < SEEN:
                break
        return best

    def _surplus(self, sort: Sort) -> float:
        """How full the kind, level and difficulty of a question are already against what is aimed at, weighted.

        Halves as in Sainte-Laguë's way to share out seats, so that what has a small share comes neither first nor last.
        """
        cost = 4 * (self.levels[sort.level] + 0.5) / max(self.level_aims[sort.level], _LEAST_AIM)
        cost += (self.difficulties[sort.difficulty] + 0.5) / max(self.difficulty_aims[sort.difficulty], _LEAST_AIM)
        if sort.numeric:
            cost += 4 * self.numeric / (NUMERIC_AIM * self.plan.questions)
        return min(cost, SEEN - 1)

    def _add(self, one: Candidate) -> None:
        self.items[one.card_id] = one
        self.holders.update(dict.fromkeys(_names(one), one))
        self._count(one, 1)

    def _remove(self, one: Candidate) -> None:
        del self.items[one.card_id]
        for name in _names(one):
            del self.holders[name]
        self._count(one, -1)

    def _count(self, one: Candidate, more: int) -> None:
        self.sections[one.section] += more
        self.leaves[one.leaf] += more
        self.levels[level_of(one)] += more
        self.difficulties[difficulty_of(one)] += more
        self.numeric += more * (one.kind is Kind.NUMERIC)


def _numeric(leaves: Mapping[str, LeafPool]) -> dict[str, LeafPool]:
    """The leaves that have numeric questions, with only those."""
    only = {name: {sort: alike for sort, alike in leaf.items() if sort.numeric} for name, leaf in leaves.items()}
    return {name: leaf for name, leaf in only.items() if leaf}


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
