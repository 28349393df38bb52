"""Reading exams and the questions they can ask: from rows to values, with what does not fit told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.content import LEAST_OPTIONS
from studyapp.collection.exam_values import ExamQuestion
from studyapp.collection.schema import RESERVED
from studyapp.domain.cards import Face, face
from studyapp.domain.content import Depth, Kind, Level, cite
from studyapp.domain.mock_exam import Candidate, ExamKind
from studyapp.domain.tasks import Calculate, Choose, Option
from studyapp.errors import UserError

GONE = "This practice exam is no longer in the collection."
"""Said of an exam that is not there."""

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, StopIteration, UserError)
"""What comes of a note whose text in the file is not what its kind needs."""

_REMOVED = Face(
    "Removed",
    "",
    "This question is no longer in the collection, or can no longer be read. The exam goes on without it.",
    "",
)


class Entry(NamedTuple):
    """A candidate, and what decides in which exams it may stand."""

    candidate: Candidate
    in_mocks: bool


def entries(connection: Connection) -> list[Entry]:
    """All questions that exams can ask: not suspended, not retired with their note or deck."""
    asked: dict[int, tuple[int, int]] = {
        card_id: (times, last)
        for card_id, times, last in connection.exec_driver_sql(
            "SELECT card_id, count(*), max(coalesce(time, 0)) FROM exam_answers WHERE seen = 1 AND card_id IS NOT NULL GROUP BY card_id"
        )
    }
    rows = connection.exec_driver_sql(
        "SELECT c.id, t.kind, n.leaf, n.section, n.level, n.difficulty, n.mock_pool, n.sibling_group, n.deck_id, c.reps, c.last_review,"
        " n.depth, CASE WHEN json_valid(n.fields) THEN json_extract(n.fields, '$.front') END,"
        " CASE WHEN t.kind = 'choice' THEN 9 WHEN json_valid(n.fields) THEN coalesce(json_array_length(n.fields, '$.labels'),"
        " json_array_length(n.fields, '$.wrong') + 1) END FROM notes n"
        " JOIN note_types t ON t.id = n.note_type_id JOIN cards c ON c.note_id = n.id"
        " WHERE t.kind IN ('choice', 'numeric') AND c.ordinal = 0 AND c.suspended = 0 AND c.retired & ~? = 0",
        (RESERVED,),
    ).fetchall()
    return list(_entries(rows, asked))


def _entries(rows: Any, asked: dict[int, tuple[int, int]]) -> Iterator[Entry]:
    levels = {level.value: level for level in Level}
    for card_id, kind, leaf, section, level, hard, mock_pool, group, deck_id, reps, last, depth, front, options in rows:
        if not isinstance(front, str) or (options or 0) < LEAST_OPTIONS:
            continue
        times, moment = asked.get(card_id, (0, 0))
        candidate = Candidate(
            card_id, Kind(kind), leaf or "", section, levels.get(level),
            hard if hard in (1, 2, 3, 4, 5) else None, bool(mock_pool), f"{deck_id} {group}" if group else "",
            reps + times, max(last or 0, moment) or None, " ".join(front.casefold().split()),
        )  # fmt: skip
        yield Entry(candidate, depth == Depth.CORE or (kind == Kind.CHOICE and depth != Depth.STRETCH))


class Stored(NamedTuple):
    """An exam's row with what its answers add up to, as it stands in the file, sound or not."""

    id: int
    kind: Any
    scope: Any
    strict: Any
    started: Any
    finished: Any
    seconds_allowed: Any
    plan: Any
    position: Any
    elapsed: Any
    clock: Any
    spent: Any
    paused: Any
    rows: int
    first: int | None
    last: int | None
    bad: int
    scored: int
    right: int
    answered: int

    @property
    def fault(self) -> str:
        """What cannot be read of it, or nothing."""
        numbers = (self.started, self.strict, self.elapsed, self.clock, self.spent, self.position, self.paused)
        if self.kind not in {kind.value for kind in ExamKind} or not all(isinstance(number, int) for number in numbers):
            return "how it was meant to run cannot be read"
        if not all(value is None or isinstance(value, int) for value in (self.finished, self.seconds_allowed)):
            return "its times cannot be read"
        questions = self._questions()
        if questions is None:
            return "the plan of its questions cannot be read"
        if (self.rows, self.first, self.last) != (questions, 0, questions - 1):
            return f"it should have {questions} questions, but {self.rows} are stored"
        if self.bad:
            return f"{self.bad} of its {questions} answers do not fit their questions"
        return ""

    def _questions(self) -> int | None:
        try:
            questions = json.loads(self.plan)["questions"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return questions if isinstance(questions, int) and questions > 0 else None

    @property
    def damage(self) -> str:
        """The fault as a sentence for the learner."""
        return (
            f"A practice exam in your collection is damaged and was set aside: {self.fault}. Its {self.answered} answers are kept;"
            " a backup from before may hold it whole, or discard it."
        )

    @property
    def minutes(self) -> int | None:
        """Time allowed."""
        return None if self.seconds_allowed is None else self.seconds_allowed // 60

    def time_over(self, elapsed: int) -> bool:
        """Whether a strict exam has run out of time after so many milliseconds by the clock."""
        return bool(self.strict) and self.seconds_allowed is not None and elapsed >= self.seconds_allowed * 1000


def stored(connection: Connection, which: str = "1 = 1", *values: int) -> list[Stored]:
    """Exams with their sums, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT e.id, e.kind, e.scope, e.strict, e.started, e.finished, e.seconds_allowed, e.plan, e.position, e.elapsed, e.clock,"
        " e.spent, e.paused, count(a.id), min(a.position), max(a.position),"
        " coalesce(sum(typeof(a.seed) != 'integer' OR typeof(a.duration) != 'integer' OR typeof(a.options) != 'integer'"
        "  OR a.options < 2 OR (a.picked IS NOT NULL AND (typeof(a.picked) != 'integer' OR a.picked NOT BETWEEN 0 AND a.options - 1))"
        "  OR (a.confidence IS NOT NULL AND a.confidence NOT IN (0, 1, 2))), 0),"
        " coalesce(sum(a.scored = 1), 0), coalesce(sum(a.scored = 1 AND a.correct = 1), 0), coalesce(sum(a.picked IS NOT NULL), 0)"
        f" FROM exams e LEFT JOIN exam_answers a ON a.exam_id = e.id WHERE {which} GROUP BY e.id ORDER BY e.started DESC, e.id DESC",
        values,
    )
    return [Stored(*row) for row in rows]


def question(connection: Connection, exam_id: int, position: int) -> ExamQuestion | None:
    """A question as this exam asks it; None where the exam has no such position."""
    row = connection.exec_driver_sql(
        "SELECT a.seed, a.leaf, c.id, c.note_id, c.deck_id, t.kind, n.fields, n.source, d.sources FROM exam_answers a"
        " LEFT JOIN cards c ON c.id = a.card_id LEFT JOIN notes n ON n.id = c.note_id"
        " LEFT JOIN note_types t ON t.id = n.note_type_id LEFT JOIN decks d ON d.id = c.deck_id"
        " WHERE a.exam_id = ? AND a.position = ?",
        (exam_id, position),
    ).first()
    if row is None:
        return None
    seed, leaf, card_id, note_id, deck_id, kind, fields, source, sources = row
    if card_id is not None:
        try:
            full = cite(source, json.loads(sources))
            return asked(card_id, note_id, deck_id, leaf, full, kind, json.loads(fields), seed)
        except UNREADABLE:
            pass
    return ExamQuestion(card_id or 0, note_id or 0, deck_id or 0, leaf, "", _REMOVED, (), -1, removed=True)


def asked(
    card_id: int, note_id: int, deck_id: int, leaf: str | None, source: str, kind: str, fields: dict[str, Any], seed: int
) -> ExamQuestion:  # fmt: skip
    """A question from its note. Raises ValueError where it has no options with one best among them."""
    shown = face(Kind(kind), fields, 0, seed)
    match shown.task:
        case Choose(options):
            offered = options
        case Calculate(numeric):
            offered = tuple(Option(option.text, option.correct, option.why) for option in numeric.options)
        case _:
            offered = ()
    keys = [place for place, option in enumerate(offered) if option.correct]
    if len(offered) < 2 or len(keys) != 1:
        raise ValueError("a question needs options, one of them right")
    return ExamQuestion(card_id, note_id, deck_id, leaf, source, shown, offered, keys[0])


class Standing(NamedTuple):
    """What decides whether a question may be answered. Times in milliseconds, `seconds_allowed` in seconds."""

    started: int
    finished: int | None
    strict: int
    seconds_allowed: int | None
    elapsed: int
    clock: int
    spent: int
    paused: int
    exam_id: int
    id: int | None
    settled: int | None

    def elapsed_at(self, now: datetime, spent: int = 0) -> int:
        """Milliseconds by the clock since the start; while the clock has gone back, what was `spent` since then."""
        passed = milliseconds(now) - self.clock
        return self.elapsed + (passed if passed >= 0 else spent)

    def time_over(self, now: datetime) -> bool:
        """Whether the time of a strict exam is up."""
        if not self.strict or self.seconds_allowed is None:
            return False
        return self.elapsed_at(now) >= self.seconds_allowed * 1000


def milliseconds(moment: datetime) -> int:
    """UTC epoch milliseconds."""
    return round(moment.timestamp() * 1000)
