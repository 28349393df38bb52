"""How ready a learner is: memory and application of each leaf and section, a word for both, and what to do next.

Memory is the share of a leaf's cards expected to be recalled on the exam day; a card never met counts 0. Application is
the share of practice questions answered right, recent answers weighing more. The exam itself is scored on a scale that is
not published: nothing here foretells its result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from studyapp.domain.beta import beta_quantile
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.scheduling import retrievability

Status: TypeAlias = Literal["strong", "borderline", "gap", "unknown"]

STRONG, BORDERLINE = 0.75, 0.60
LEAF_ANSWERS, SECTION_ANSWERS = 3, 10
"""Answers without which application is not judged."""
HALF_LIFE_DAYS = 30
"""Days after which an answer weighs half. Preparation takes two to four months: with a month, what was learned since the
last mock shows within weeks, and a leaf still keeps the evidence of the few questions that it is asked in a month."""
EVIDENCE_DAYS = 8 * HALF_LIFE_DAYS
"""Older answers weigh less than half a per cent and are left out."""
PRIOR_ANSWERS = 2.0
"""Answers' worth of belief that a leaf is as the rest of its section, before its own answers count."""
MOST_STEPS = 5

RULES = (
    f"Strong: memory and application together at {STRONG:.0%} or more on average, and neither below {BORDERLINE:.0%}.",
    f"Borderline: {BORDERLINE:.0%} or more on average.",
    f"Gap: below {BORDERLINE:.0%}.",
    f"Not enough evidence: fewer than {LEAF_ANSWERS} practice questions answered in a topic, or {SECTION_ANSWERS} in a section, "
    f"or so long ago that all together weigh less than half as many answers of today. An answer weighs half after "
    f"{HALF_LIFE_DAYS} days.",
)
"""The rules of the four words, for the learner."""


class LeafMemory(NamedTuple):
    """The cards of one leaf: those that can be studied, essays aside."""

    cards: int = 0
    seen: int = 0
    recall: float = 0.0
    """Sum of the cards' retrievabilities on the exam day."""
    recall_now: float = 0.0
    """The same today."""
    new: int = 0
    due: int = 0
    """In learning steps, or due for review today."""
    questions: int = 0
    """Multiple-choice and numeric questions that can be practiced."""

    @property
    def share(self) -> float | None:
        """Expected share of all cards recalled on the exam day, 0–1; None without cards."""
        return self.recall / self.cards if self.cards else None


class Answer(NamedTuple):
    """One answer to a practice question."""

    question: int
    """Which question it was; 0 for one that has new numbers each time or is gone."""
    right: bool
    age_days: float
    """Days since it was given; negative ones, from a clock that went back, count as 0."""


class Evidence(NamedTuple):
    """The answers of one leaf, weighed."""

    right: float = 0.0
    total: float = 0.0
    """Sum of the weights of all answers."""
    answers: int = 0
    """Answers, not weighed."""
    answers_right: int = 0
    questions: int = 0
    """Different questions answered."""
    latest_days: float | None = None
    """Days since the latest answer; None without one."""


class Application(NamedTuple):
    """What is believed of a share of right answers: a beta distribution."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The best guess, 0–1."""
        return self.a / (self.a + self.b)

    @property
    def range(self) -> tuple[float, float]:
        """The 90 % credible interval, 0–1."""
        return _range(round(self.a, 3), round(self.b, 3))


@lru_cache(maxsize=1024)
def _range(a: float, b: float) -> tuple[float, float]:
    return beta_quantile(0.05, a, b), beta_quantile(0.95, a, b)


@dataclass(frozen=True, slots=True)
class LeafReadiness:
    """One leaf as the learner stands in it."""

    leaf: Leaf
    section: str
    questions: float
    """Questions of the exam that are likely to be about it: its section's, shared equally among its leaves."""
    memory: LeafMemory
    evidence: Evidence
    application: Application
    status: Status

    @property
    def value(self) -> float | None:
        """Mean of memory and application, 0–1; None where there is not enough evidence."""
        return None if self.status == "unknown" else self.guess

    @property
    def guess(self) -> float:
        """The same where the evidence is thin: application as in the rest of the section. No cards leave application alone."""
        return _mean(self.memory.share, self.application.mean)


@dataclass(frozen=True, slots=True)
class SectionReadiness:
    """One section: the means over its leaves."""

    section: Section
    leaves: tuple[LeafReadiness, ...]
    memory: float | None
    """0–1; None where no leaf has cards."""
    application: Application
    evidence: Evidence
    status: Status

    @property
    def value(self) -> float | None:
        """Mean of memory and application, 0–1; None where there is not enough evidence."""
        return None if self.status == "unknown" else _mean(self.memory, self.application.mean)


@dataclass(frozen=True, slots=True)
class Readiness:
    """All sections, and their means weighted as the exam is."""

    sections: tuple[SectionReadiness, ...]
    memory: float | None
    """Of the sections that have cards, 0–1."""
    application: float | None
    """Of the sections that have enough evidence, 0–1."""
    value: float | None
    """The whole, 0–1; None until every section has enough evidence."""
    outside: int = 0
    """Cards that belong to no leaf of the outline and are not counted."""
    counts: Mapping[Status, int] = field(default_factory=dict)
    """Leaves by status."""

    @property
    def leaves(self) -> tuple[LeafReadiness, ...]:
        """All leaves in the outline's order."""
        return tuple(leaf for section in self.sections for leaf in section.leaves)

    @property
    def answers(self) -> int:
        """Practice questions answered."""
        return sum(section.evidence.answers for section in self.sections)

    @property
    def seen(self) -> int:
        """Cards met."""
        return sum(leaf.memory.seen for leaf in self.leaves)

    @property
    def cards(self) -> int:
        """Cards that count."""
        return sum(leaf.memory.cards for leaf in self.leaves)

    def leaf(self, leaf_id: str) -> LeafReadiness | None:
        """The leaf with this id, or None."""
        return next((each for each in self.leaves if each.leaf.id == leaf_id), None)


def forgetting_curve(decay: float) -> Callable[[float, float], float]:
    """`scheduling.retrievability` for one decay, as a function of stability and elapsed days: a third of the time for many cards."""
    factor, power = retrievability(1.0, 1.0, decay) ** (-1 / decay) - 1, -decay

    def recall(stability: float, elapsed_days: float) -> float:
        return (1.0 + factor * elapsed_days / stability) ** power if elapsed_days > 0 else 1.0

    return recall


def weigh(answers: Iterable[Answer]) -> Evidence:
    """Weigh a leaf's answers by age.

    All answers to one question count together as one answer, as heavy as the latest: asked again, it is recognized and no
    longer worked out. A question with new numbers each time counts each time.
    """
    right = total = 0.0
    count = count_right = fresh = 0
    latest: float | None = None
    asked_again: dict[int, list[float]] = {}
    for question, was_right, days in answers:
        age = max(0.0, days)
        weight = 0.5 ** (age / HALF_LIFE_DAYS)
        count += 1
        count_right += was_right
        latest = age if latest is None else min(latest, age)
        if question:
            sums = asked_again.setdefault(question, [0.0, 0.0, 0.0])
            sums[0] += weight * was_right
            sums[1] += weight
            sums[2] = max(sums[2], weight)
        else:
            fresh += 1
            right += weight * was_right
            total += weight
    for was_right_sum, weights, heaviest in asked_again.values():
        right += heaviest * was_right_sum / weights
        total += heaviest
    return Evidence(right, total, count, count_right, fresh + len(asked_again), latest)


def assess(
    outline: Outline, memories: Mapping[str, LeafMemory], evidence: Mapping[str, Evidence], outside: int = 0
) -> Readiness:
    """Put memory and evidence of each leaf, by its id, together; `outside` are cards of no leaf of the outline."""
    sections = tuple(_section(section, memories, evidence) for section in outline.sections)
    counts: dict[Status, int] = {"strong": 0, "borderline": 0, "gap": 0, "unknown": 0}
    for section in sections:
        for leaf in section.leaves:
            counts[leaf.status] += 1
    known = [section for section in sections if section.value is not None]
    return Readiness(
        sections=sections,
        memory=_weighted((section.section.questions, section.memory) for section in sections),
        application=_weighted((section.section.questions, section.application.mean) for section in known),
        value=_weighted((section.section.questions, section.value) for section in sections)
        if len(known) == len(sections)
        else None,
        outside=outside,
        counts=counts,
    )


def judge(memory: float | None, application: float, evidence: Evidence, least: int) -> Status:
    """The word for a leaf or section that needs `least` answers. Whole per cents are compared, as they are shown."""
    if evidence.questions < least or evidence.total < least / 2:
        return "unknown"
    together = round(_mean(memory, application), 2)
    weaker = round(application if memory is None else min(memory, application), 2)
    if together >= STRONG and weaker >= BORDERLINE:
        return "strong"
    return "borderline" if together >= BORDERLINE else "gap"


def _section(
    section: Section, memories: Mapping[str, LeafMemory], evidence: Mapping[str, Evidence]
) -> SectionReadiness:
    found = {leaf.id: evidence.get(leaf.id, Evidence()) for leaf in section.leaves}
    whole = _added(found.values())
    leaves = tuple(
        _leaf(leaf, section, memories.get(leaf.id, LeafMemory()), found[leaf.id], whole) for leaf in section.leaves
    )
    shares = [leaf.memory.share for leaf in leaves if leaf.memory.share is not None]
    memory = math.fsum(shares) / len(shares) if shares else None
    # The mean over the leaves, as sure as so many answers make it.
    mean = math.fsum(leaf.application.mean for leaf in leaves) / len(leaves) if leaves else 0.5
    size = whole.total + PRIOR_ANSWERS
    application = Application(mean * size, (1 - mean) * size)
    return SectionReadiness(section, leaves, memory, application, whole, judge(memory, mean, whole, SECTION_ANSWERS))


def _leaf(leaf: Leaf, section: Section, memory: LeafMemory, own: Evidence, whole: Evidence) -> LeafReadiness:
    elsewhere = (1 + whole.right - own.right) / (2 + whole.total - own.total)
    application = Application(
        PRIOR_ANSWERS * elsewhere + own.right, PRIOR_ANSWERS * (1 - elsewhere) + own.total - own.right
    )
    status = judge(memory.share, application.mean, own, LEAF_ANSWERS)
    return LeafReadiness(leaf, section.id, section.questions / len(section.leaves), memory, own, application, status)


def _added(parts: Iterable[Evidence]) -> Evidence:
    found = list(parts)
    latest = [each.latest_days for each in found if each.latest_days is not None]
    return Evidence(
        math.fsum(each.right for each in found), math.fsum(each.total for each in found), sum(each.answers for each in found),
        sum(each.answers_right for each in found), sum(each.questions for each in found), min(latest, default=None),
    )  # fmt: skip


def _mean(memory: float | None, application: float) -> float:
    return application if memory is None else (memory + application) / 2


def _weighted(parts: Iterable[tuple[int, float | None]]) -> float | None:
    """The mean of what is known, by weight; None where nothing is."""
    known = [(weight, value) for weight, value in parts if value is not None]
    total = sum(weight for weight, _ in known)
    return math.fsum(weight * value for weight, value in known) / total if total else None


Action: TypeAlias = Literal["learn", "study", "practice"]


class Step(NamedTuple):
    """Something worth doing next."""

    leaf: LeafReadiness
    action: Action
    gain: float
    """Exam questions that it is about, times what is missing to being sure of them."""


def next_steps(readiness: Readiness, learn_notes: frozenset[str], most: int = MOST_STEPS) -> tuple[Step, ...]:
    """What to do first: the leaves that are not strong, by weight times gap, each with the action that its weaker side asks for."""
    steps = []
    for leaf in readiness.leaves:
        action = _action(leaf, leaf.leaf.id in learn_notes) if leaf.status != "strong" else None
        if action is not None:
            steps.append(Step(leaf, action, leaf.questions * (1 - leaf.guess)))
    return tuple(sorted(steps, key=lambda step: -step.gain)[:most])


def _action(leaf: LeafReadiness, has_note: bool) -> Action | None:
    memory = leaf.memory
    if has_note and memory.cards and not memory.seen:
        return "learn"
    waits, share = bool(memory.new or memory.due), memory.share
    if waits and share is not None and (share <= leaf.application.mean or not memory.questions):
        return "study"
    if memory.questions:
        return "practice"
    return "study" if waits else "learn" if has_note and not memory.cards else None


class TrendPoint(NamedTuple):
    """What was known at the end of one study day."""

    day: int
    """Study day."""
    memory: float | None
    """Expected share of all cards recalled on the exam day, had nothing been studied after this day; weighted, 0–1."""
    application: float | None
    """0–1; None where there was not enough evidence."""
    answers: int
    """Practice answers that counted."""


def trend_days(today: int, first: int | None, weeks: int) -> Sequence[int]:
    """The study days that the trend shows: today and each week before, back to the first answer of all, at most so many."""
    if first is None:
        return ()
    return [today - 7 * back for back in range(weeks, -1, -1) if today - 7 * back >= first]
