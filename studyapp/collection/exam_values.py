"""What `Collection.exams` gives: plain values, never rows. Moments are UTC epoch milliseconds, positions count from 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studyapp.domain.cards import Face
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.tasks import Option


class Offer(NamedTuple):
    """What starting an exam now would give."""

    questions: int
    """How many it would have: `whole`, or the largest fair number the decks allow; 0 when it cannot be started."""
    minutes: int
    """Time for that many at the pace of the exam."""
    whole: int
    """How many it has where the decks are large enough."""
    missing: Mapping[str, int]
    """Questions that the decks lack for the whole, by section."""
    unseen: int
    """How many of the questions to choose from the learner has never met."""
    sentence: str
    """What is offered, or why nothing is, for the learner."""


class ItemState(NamedTuple):
    """One question of an exam as the navigator shows it."""

    position: int
    picked: int | None
    """Index into the options as they are shown, or None while there is no answer."""
    flagged: bool
    confidence: int | None
    """0 guess, 1 fairly sure, 2 sure."""
    seconds: float
    seen: bool
    settled: bool
    """Whether the answer was revealed, so that it is final."""


class Exam(NamedTuple):
    """One exam, running or finished."""

    id: int
    kind: ExamKind
    scope: str
    """Leaf or section of a drill."""
    strict: bool
    started: int
    finished: int | None
    questions: int
    minutes: int | None
    """Time allowed; None for a drill."""
    position: int
    """The question last looked at."""
    paused: bool
    state: tuple[ItemState, ...]


class ExamQuestion(NamedTuple):
    """One question of an exam as it is asked."""

    card_id: int
    note_id: int
    deck_id: int
    leaf: str | None
    source: str
    """The full citation."""
    face: Face
    options: tuple[Option, ...]
    """In the order in which they are shown, always the same for this exam; choice and numeric alike."""
    key: int
    """Index of the best option; -1 for a question that is gone."""
    removed: bool = False
    """Whether the question is gone or unreadable: the face says so, there are no options, it cannot be answered."""


class ExamSummary(NamedTuple):
    """One finished exam in a list."""

    id: int
    kind: ExamKind
    scope: str
    strict: bool
    started: int
    finished: int
    questions: int
    scored: int
    right: int
    """Of the scored ones."""
    low: float
    high: float
    """90 % credible interval of the share right, 0–1."""
    taken: float
    """Seconds that it took: by the clock of the wall in a strict mock, else those counted on the questions."""
    diagnostic: bool
    """Whether it was the first mock of all."""


class ItemStatistic(NamedTuple):
    """What the learner's own answers say of one question."""

    note_id: int
    headline: str
    leaf: str | None
    shown: int
    right: int
    mean_seconds: float
    discrimination: float | None
    """Correlation of right answers with the rest of the exam, −1 to 1; None before five answers or without variation."""


class DamagedExam(NamedTuple):
    """An exam whose stored questions cannot be read: kept, but set aside."""

    id: int
    kind: str
    started: int
    answered: int
    """Answers that are still there."""
    sentence: str
    """What is wrong with it and what can be done."""
