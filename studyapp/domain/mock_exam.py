"""What a practice exam is made of by the outline's numbers: its kinds, lengths, shares and mixes. `exam_assembly` puts one together."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind, Level

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
    ExamKind.MISSED: 180,
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
