"""Reading exams and the questions they can ask: from rows to values, with what does not fit told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.content import LEAST_OPTIONS
from studyapp.collection.exam_values import ExamQuestion
from studyapp.collection.moments import milliseconds
from studyapp.collection.schema import RESERVED, metadata
from studyapp.domain.cards import Face, face
from studyapp.domain.content import Depth, Kind, Level, cite
from studyapp.domain.mock_exam import Candidate, ExamKind
from studyapp.domain.tasks import Calculate, Choose, Option
from studyapp.errors import UserError

GONE = "This practice exam is no longer in the collection."
"""Said of an exam that is not there."""

DISCARDED = "discarded"
"""`exams.kind` of what is left of a discarded exam: which questions were seen in it, and when. It is in no list."""

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
            "SELECT card_id, count(*), max(CASE typeof(time) WHEN 'integer' THEN time ELSE 0 END) FROM exam_answers"
            " WHERE seen = 1 AND typeof(card_id) = 'integer' GROUP BY card_id"
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
    plan: Any
    """These three as text, or as bytes that are none."""
    strict: Any
    started: Any
    finished: Any
    seconds_allowed: Any
    position: Any
    elapsed: Any
    clock: Any
    spent: Any
    paused: Any
    seed: Any
    """These ten as whole numbers, nothing, or text that says what else stands there."""
    texts: bytes
    """The texts of all answers."""
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
        numbers = (self.strict, self.elapsed, self.spent, self.position, self.paused, self.seed)
        if self.kind not in _KINDS or not isinstance(self.scope, str) or not all(map(_is_count, numbers)):
            return "how it was meant to run cannot be read"
        limits = (self.finished, self.seconds_allowed)
        if not (
            _is_moment(self.started)
            and _is_moment(self.clock)
            and all(one is None or _is_moment(one) for one in limits)
        ):
            return "its times cannot be read"
        questions = self._questions()
        if questions is None:
            return "the plan of its questions cannot be read"
        if (self.rows, self.first, self.last) != (questions, 0, questions - 1):
            return f"it should have {questions} questions, but {self.rows} are stored"
        if self.bad:
            return f"{self.bad} of its {questions} answers do not fit their questions"
        if isinstance(_text(self.texts), bytes):
            return "the text of its answers cannot be read"
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
    def moment(self) -> int:
        """When it began, 0 where that cannot be read."""
        return self.started if _is_moment(self.started) else 0

    @property
    def minutes(self) -> int | None:
        """Time allowed."""
        return None if self.seconds_allowed is None else self.seconds_allowed // 60

    @property
    def taken(self) -> float:
        """Seconds that it took: by the clock of the wall, at most those allowed, where that is what counts; else those counted."""
        if self.strict and self.seconds_allowed is not None:
            return float(min(self.elapsed / 1000, self.seconds_allowed))
        return float(self.spent / 1000)

    def time_over(self, elapsed: int) -> bool:
        """Whether a strict exam has run out of time after so many milliseconds by the clock."""
        return bool(self.strict) and self.seconds_allowed is not None and elapsed >= self.seconds_allowed * 1000


_KINDS = frozenset(kind.value for kind in ExamKind)
_LAST_MOMENT = 253_402_214_400_000
"""Milliseconds at which the calendar of the program ends."""
_TEXT_COLUMNS = ("kind", "scope", "plan")
_NUMBER_COLUMNS = (
    "strict", "started", "finished", "seconds_allowed", "position", "elapsed", "clock", "spent", "paused", "seed",
)  # fmt: skip
_ITEM_TEXTS = ("answer", "leaf", "level")


def _is_count(number: object) -> bool:
    return isinstance(number, int) and number >= 0


def _is_moment(number: object) -> bool:
    return isinstance(number, int) and 0 <= number <= _LAST_MOMENT


def _text(raw: object) -> object:
    """Text from its bytes; what is no text stays as it is."""
    try:
        return raw.decode() if isinstance(raw, bytes) else raw
    except UnicodeDecodeError:
        return raw


def _whole(column: str, least: int = 0, most: str = "", *, missing: bool = False) -> str:
    """An SQL condition that holds where a column is no whole number in its limits."""
    wrong = f"typeof({column}) != 'integer' OR {column} < {least}" + (f" OR {column} > {most}" if most else "")
    return f"({column} IS NOT NULL AND ({wrong}))" if missing else f"({wrong})"


_BAD = " OR ".join(
    (
        _whole("a.seed"), _whole("a.duration"), _whole("a.options", 2), _whole("a.position"),
        _whole("a.time", missing=True), _whole("a.card_id", missing=True),
        _whole("a.picked", most="a.options - 1", missing=True), _whole("a.first_picked", missing=True),
        _whole("a.confidence", most="2", missing=True),
        *(_whole(f"a.{flag}", most="1") for flag in ("scored", "flagged", "seen", "settled")),
        *(_whole(f"a.{flag}", most="1", missing=True) for flag in ("correct", "first_correct")),
        *(f"typeof(a.{column}) NOT IN ('text', 'null')" for column in _ITEM_TEXTS),
        "(a.picked IS NOT NULL AND (a.correct IS NULL OR a.answer IS NULL))",
        f"a.level NOT IN ({', '.join(repr(level.value) for level in Level)})",
    )
)  # fmt: skip
"""Holds for an answer that cannot be what was written."""


def stored(connection: Connection, which: str = "1 = 1", *values: int) -> list[Stored]:
    """Exams with their sums, newest first. Whatever stands in their rows can be read: numbers only where they are some."""
    texts = ", ".join(f"CAST(e.{column} AS BLOB)" for column in _TEXT_COLUMNS)
    numbers = ", ".join(
        f"CASE WHEN typeof(e.{column}) IN ('integer', 'null') THEN e.{column} ELSE typeof(e.{column}) END"
        for column in _NUMBER_COLUMNS
    )
    said = " || ' ' || ".join(f"coalesce(a.{column}, '')" for column in _ITEM_TEXTS)
    place = "CASE typeof(a.position) WHEN 'integer' THEN a.position END"
    rows = connection.exec_driver_sql(
        f"SELECT e.id, {texts}, {numbers}, CAST(coalesce(group_concat({said}, ' '), '') AS BLOB), count(a.id), min({place}),"
        f" max({place}), coalesce(sum(coalesce({_BAD}, 0)), 0), coalesce(sum(a.scored = 1), 0),"
        " coalesce(sum(a.scored = 1 AND a.correct = 1), 0), coalesce(sum(a.picked IS NOT NULL), 0)"
        f" FROM exams e LEFT JOIN exam_answers a ON a.exam_id = e.id WHERE {which} AND e.kind IS NOT '{DISCARDED}'"
        " GROUP BY e.id ORDER BY e.started DESC, e.id DESC",
        values,
    )
    return [Stored(row[0], _text(row[1]), _text(row[2]), _text(row[3]), *row[4:]) for row in rows]


def sound(connection: Connection) -> str:
    """The ids of the exams that can be read, as they stand behind IN in SQL."""
    return "(" + ", ".join(str(exam.id) for exam in stored(connection) if not exam.fault) + ")"


def discard(connection: Connection, exam_id: int) -> None:
    """Take an exam away but for the questions seen in it, inside the caller's transaction."""
    seen = "SELECT 1 FROM exam_answers WHERE exam_id = ? AND seen = 1 AND card_id IS NOT NULL"
    if connection.exec_driver_sql(seen, (exam_id,)).first() is None:
        connection.exec_driver_sql("DELETE FROM exams WHERE id = ?", (exam_id,))
        return
    connection.exec_driver_sql(
        "DELETE FROM exam_answers WHERE exam_id = ? AND (seen IS NOT 1 OR card_id IS NULL)", (exam_id,)
    )
    connection.exec_driver_sql(
        "UPDATE exam_answers SET picked=NULL, answer=NULL, correct=NULL, first_picked=NULL, first_correct=NULL, confidence=NULL,"
        " flagged=0, settled=0, duration=0 WHERE exam_id = ?",
        (exam_id,),
    )
    connection.exec_driver_sql("UPDATE exams SET kind=? WHERE id = ?", (DISCARDED, exam_id))


def keep_bytes(connection: Connection, exam_id: int) -> None:
    """Make an exam's rows such that undo can write them back, inside the caller's transaction: text that is none becomes its bytes.

    What points to no card points to nothing.
    """
    connection.exec_driver_sql(
        "UPDATE exam_answers SET card_id = NULL WHERE exam_id = ? AND card_id NOT IN (SELECT id FROM cards)", (exam_id,)
    )
    for table, key in (("exams", "id"), ("exam_answers", "exam_id")):
        for column in [one.name for one in metadata.tables[table].columns]:
            texts = connection.exec_driver_sql(
                f"SELECT id, CAST({column} AS BLOB) FROM {table} WHERE {key} = ? AND typeof({column}) = 'text'",
                (exam_id,),
            ).all()
            for row_id, raw in texts:
                if isinstance(_text(raw), bytes):
                    connection.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", (raw, row_id))


def question(connection: Connection, exam_id: int, position: int) -> ExamQuestion | None:
    """A question as this exam asks it; None where the exam has no such position."""
    row = connection.exec_driver_sql(
        "SELECT CAST(a.seed AS INTEGER), CAST(a.leaf AS BLOB), c.id, c.note_id, c.deck_id, t.kind, n.fields, n.source, d.sources"
        " FROM exam_answers a LEFT JOIN cards c ON c.id = a.card_id LEFT JOIN notes n ON n.id = c.note_id"
        " LEFT JOIN note_types t ON t.id = n.note_type_id LEFT JOIN decks d ON d.id = c.deck_id"
        f" JOIN exams e ON e.id = a.exam_id AND e.kind IS NOT '{DISCARDED}' WHERE a.exam_id = ? AND a.position = ?",
        (exam_id, position),
    ).first()
    if row is None:
        return None
    seed, leaf, card_id, note_id, deck_id, kind, fields, source, sources = row
    leaf = leaf.decode(errors="replace") if leaf is not None else None
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
    """By the clock from the start to the reading `clock`."""
    clock: int
    """The last reading that may have been right."""
    spent: int
    paused: int
    exam_id: int
    id: int | None
    settled: int | None

    def elapsed_at(self, now: datetime, spent: int = 0) -> int:
        """Milliseconds by the clock since the start, of which `spent` certainly passed since the last reading.

        A clock that goes back takes nothing away: time runs on from what it shows then. A jump forward over all that it went back
        is taken for a clock set right again, so the time is that since the start.
        """
        moment = milliseconds(now)
        passed, behind = moment - self.clock, self.elapsed - (self.clock - self.started)
        if passed >= behind > 0:
            return max(self.elapsed + spent, moment - self.started)
        return self.elapsed + (passed if passed >= 0 else spent)

    def believes(self, now: datetime) -> bool:
        """Whether a reading may be kept: one a day after the end of a strict exam may be of a clock that is wrong for a moment.

        If it is right, the next one says the same; if not, the exam goes on from the reading before.
        """
        if not self.strict or self.seconds_allowed is None:
            return True
        return self.elapsed_at(now) <= self.seconds_allowed * 1000 + _DAY

    def time_over(self, now: datetime) -> bool:
        """Whether the time of a strict exam is up."""
        if not self.strict or self.seconds_allowed is None:
            return False
        return self.elapsed_at(now) >= self.seconds_allowed * 1000


_DAY = 86_400_000
