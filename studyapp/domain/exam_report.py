"""What an exam has shown: shares with their uncertainty, time, changed answers, confidence. No pass mark: none is published.

Unscored questions count in no share; they are reported apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from studyapp.domain.beta import credible
from studyapp.domain.blueprint import Outline, section_id
from studyapp.domain.content import Level
from studyapp.domain.mock_exam import MOCKS, PACE_SECONDS, ExamKind


class Result(StrEnum):
    """How one question ended."""

    RIGHT = "right"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    OUT_OF_TIME = "out of time"
    """Looked at, and unanswered when the time was over."""
    NOT_REACHED = "not reached"
    """Never looked at, so that it is still new; it counts as wrong."""


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One question of a finished exam. Its text, options and rationales are asked for by position."""

    position: int
    card_id: int | None
    """None for a question that is no longer there."""
    note_id: int | None
    headline: str
    """What it is called; nothing where it was not reached."""
    leaf: str | None
    level: str | None
    scored: bool
    result: Result
    picked: int | None
    """Index into the options as they were shown."""
    picked_text: str
    """The option picked, as it read then; it may have been edited since."""
    first_picked: int | None
    first_right: bool | None
    """Whether the first pick was right; None without a pick."""
    confidence: int | None
    """0 guess, 1 fairly sure, 2 sure."""
    flagged: bool
    seconds: float

    @property
    def right(self) -> bool:
        """Whether it counts as right."""
        return self.result is Result.RIGHT

    @property
    def reached(self) -> bool:
        """Whether the learner has met it. Nothing of what is not reached may be shown: it is to be new in another exam."""
        return self.result is not Result.NOT_REACHED

    @property
    def missed(self) -> bool:
        """Whether it was met and not answered right."""
        return self.reached and not self.right

    @property
    def changed(self) -> bool:
        """Whether another option than the first was picked in the end."""
        return self.picked is not None and self.picked != self.first_picked


@dataclass(frozen=True, slots=True)
class Tally:
    """Right answers in one part of an exam, with the 90 % credible interval of the share."""

    id: str
    """Section or leaf id, level, confidence, or nothing for the whole."""
    title: str
    right: int
    total: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Right answers as a share, 0–1; 0 for none asked."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ChangedAnswers:
    """What changing the first answer has done."""

    wrong_to_right: int
    right_to_wrong: int
    wrong_to_wrong: int
    first_right: int
    """Right answers had the first pick always stood, of all questions."""
    right: int
    """Right answers in the end, of all questions."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time on the questions that were seen, in seconds."""

    allowed: float
    """Seconds a question at the pace of the exam."""
    mean: float
    median: float
    mean_right: float
    mean_wrong: float
    """0 where there are none, as the other means."""
    over: int
    """Questions that took longer than the pace."""
    slowest: tuple[int, ...]
    """Positions of the slowest five, slowest first."""
    by_tenth: tuple[float, ...]
    """Mean seconds in each tenth of the exam in its order; fewer parts for fewer than ten questions."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A finished mock as far as others are compared with it."""

    exam_id: int
    kind: ExamKind
    finished: int
    """UTC epoch milliseconds."""
    whole: Tally
    sections: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class ExamReport:
    """All that a finished exam has shown."""

    exam_id: int
    kind: ExamKind
    scope: str
    strict: bool
    started: int
    finished: int
    """UTC epoch milliseconds."""
    minutes: int | None
    """Time allowed."""
    seconds: float
    """Counted on the questions."""
    taken: float
    """Seconds that the exam took: by the clock of the wall in a strict mock, else those counted on the questions."""
    whole: Tally
    """Scored questions only, as in the sections, leaves and levels."""
    sections: tuple[Tally, ...]
    """In the outline's order; only those that were asked."""
    leaves: tuple[Tally, ...]
    levels: tuple[Tally, ...]
    unscored: Tally
    calibration: tuple[Tally, ...]
    """Answers by confidence: “0”, “1”, “2”; only those that were given, unscored questions too."""
    changed: ChangedAnswers
    pace: Pace
    missed: int
    """Met and not answered right, of all questions."""
    unanswered: int
    """Without an answer, reached or not, of all questions."""
    out_of_time: int
    not_reached: int
    diagnostic: bool
    """Whether this was the first mock of all, which only shows where to begin."""
    earlier: tuple[Grade, ...]
    """Mocks finished before this one, newest first."""
    items: tuple[ReportItem, ...]
    notes: tuple[str, ...]
    """Sentences that belong under the figures: what is left out, what the intervals mean, what is published."""


CONFIDENCES: Mapping[int, str] = {0: "Guess", 1: "Fairly sure", 2: "Sure"}
"""What the learner can say of an answer before it is marked."""

SCORE_NOTE = "The real exam reports a scaled score: 550 of 750 passes. No percentage that passes is published, so none is shown here."
INTERVAL_NOTE = "The range behind a share holds the true share nine times in ten; few questions give a wide one."
DIAGNOSTIC_NOTE = "This was your first practice exam. It shows where to begin, not how you will do."


def tally(id_: str, title: str, items: Iterable[ReportItem]) -> Tally:
    """Right answers among these, with their interval."""
    results = [item.right for item in items]
    return Tally(id_, title, sum(results), len(results), *credible(sum(results), len(results)))


def grade(exam_id: int, kind: ExamKind, finished: int, items: Sequence[ReportItem], outline: Outline | None) -> Grade:
    """What later exams are compared with."""
    scored = [item for item in items if item.scored]
    return Grade(exam_id, kind, finished, tally("", "Whole", scored), _by_section(scored, outline))


@dataclass(frozen=True, slots=True)
class Sitting:
    """When and how an exam was taken."""

    exam_id: int
    kind: ExamKind
    scope: str
    strict: bool
    started: int
    finished: int
    """UTC epoch milliseconds."""
    minutes: int | None
    seconds: float
    """Counted on the questions."""
    taken: float
    """As in the report."""


def report(
    sitting: Sitting, items: Sequence[ReportItem], earlier: Sequence[Grade], outline: Outline | None
) -> ExamReport:
    """All that a finished exam has shown; `earlier` are the mocks finished before it, newest first."""
    scored = [item for item in items if item.scored]
    unscored = [item for item in items if not item.scored]
    diagnostic = sitting.kind in MOCKS and not earlier
    unanswered = [item for item in items if item.picked is None]
    return ExamReport(
        exam_id=sitting.exam_id, kind=sitting.kind, scope=sitting.scope, strict=sitting.strict,
        started=sitting.started, finished=sitting.finished, minutes=sitting.minutes, seconds=sitting.seconds,
        taken=sitting.taken,
        whole=tally("", "Whole", scored),
        sections=_by_section(scored, outline),
        leaves=_by_leaf(scored, outline),
        levels=_grouped(scored, lambda item: item.level or "", {level.value: level.value.capitalize() for level in Level}),
        unscored=tally("", "Unscored", unscored),
        calibration=tuple(
            tally(str(said), title, chosen)
            for said, title in CONFIDENCES.items()
            if (chosen := [item for item in items if item.confidence == said and item.picked is not None])
        ),
        changed=_changed(items),
        pace=_pace(items),
        missed=sum(item.missed for item in items),
        unanswered=len(unanswered),
        out_of_time=sum(item.result is Result.OUT_OF_TIME for item in items),
        not_reached=sum(not item.reached for item in items),
        diagnostic=diagnostic,
        earlier=tuple(earlier),
        items=tuple(items),
        notes=_notes(sitting, unscored, unanswered, diagnostic),
    )  # fmt: skip


def _by_section(items: Sequence[ReportItem], outline: Outline | None) -> tuple[Tally, ...]:
    titles = {section.id: section.title for section in outline.sections} if outline else {}
    return _grouped(items, lambda item: section_id(item.leaf), titles)


def _by_leaf(items: Sequence[ReportItem], outline: Outline | None) -> tuple[Tally, ...]:
    return _grouped(
        items, lambda item: item.leaf or "", {leaf.id: leaf.title for leaf in outline.leaves()} if outline else {}
    )


def _grouped(
    items: Sequence[ReportItem], part: Callable[[ReportItem], str], titles: Mapping[str, str]
) -> tuple[Tally, ...]:
    """Tallies by part, those with a title in the titles' order, then the others by name."""
    groups: dict[str, list[ReportItem]] = {}
    for item in items:
        groups.setdefault(part(item), []).append(item)
    order = [name for name in titles if name in groups] + sorted(name for name in groups if name not in titles)
    return tuple(tally(name, titles.get(name, name), groups[name]) for name in order)


def _changed(items: Sequence[ReportItem]) -> ChangedAnswers:
    turns = [(bool(item.first_right), item.right) for item in items if item.changed]
    return ChangedAnswers(
        wrong_to_right=turns.count((False, True)),
        right_to_wrong=turns.count((True, False)),
        wrong_to_wrong=turns.count((False, False)),
        first_right=sum(bool(item.first_right) for item in items),
        right=sum(item.right for item in items),
    )


def _pace(items: Sequence[ReportItem]) -> Pace:
    timed = [item for item in items if item.seconds > 0]
    seconds = [item.seconds for item in timed]
    parts = [timed[len(timed) * part // 10 : len(timed) * (part + 1) // 10] for part in range(10)]
    return Pace(
        allowed=PACE_SECONDS,
        mean=_mean(seconds),
        median=median(seconds) if seconds else 0.0,
        mean_right=_mean([item.seconds for item in timed if item.right]),
        mean_wrong=_mean([item.seconds for item in timed if not item.right]),
        over=sum(time > PACE_SECONDS for time in seconds),
        slowest=tuple(item.position for item in sorted(timed, key=lambda item: -item.seconds)[:5]),
        by_tenth=tuple(_mean([item.seconds for item in part]) for part in parts if part),
    )


def _mean(numbers: Sequence[float]) -> float:
    return fmean(numbers) if numbers else 0.0


def _notes(
    sitting: Sitting, unscored: Sequence[ReportItem], unanswered: Sequence[ReportItem], diagnostic: bool
) -> tuple[str, ...]:
    notes = []
    if diagnostic:
        notes.append(DIAGNOSTIC_NOTE)
    if unscored:
        notes.append(
            f"{len(unscored)} of the questions were unscored, as in the real exam: they count in no figure of the score, only here."
        )
    if unanswered:
        verb = "question without an answer counts" if len(unanswered) == 1 else "questions without an answer count"
        notes.append(f"{len(unanswered)} {verb} as wrong.")
    notes.append(INTERVAL_NOTE)
    if sitting.kind in MOCKS:
        notes.append(SCORE_NOTE)
    return tuple(notes)


def discrimination(answers: Sequence[tuple[bool, float]]) -> float | None:
    """Point-biserial correlation of a question with the rest of its exams: pairs of right or not and the share right elsewhere.

    None below five answers, or where all were right, all wrong, or the rest always the same.
    """
    if len(answers) < LEAST_ANSWERS:
        return None
    right, rest = fmean(answer for answer, _ in answers), fmean(share for _, share in answers)
    spread = sum((share - rest) ** 2 for _, share in answers)
    if right in (0, 1) or spread < 1e-12:
        return None
    common = sum((answer - right) * (share - rest) for answer, share in answers)
    return float(common / (len(answers) * right * (1 - right) * spread) ** 0.5)


LEAST_ANSWERS = 5
"""Answers to a question below which its discrimination says nothing."""
