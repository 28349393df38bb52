"""How ready the learner is: what cards, answers and exams say of each leaf of the outline. Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from studyapp.collection import store
from studyapp.collection.exam_followup import EXAM_REVIEW
from studyapp.collection.exam_items import sound
from studyapp.collection.moments import milliseconds
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.schema import RESERVED
from studyapp.collection.settings import Settings
from studyapp.domain.blueprint import Outline
from studyapp.domain.cards import question_headline
from studyapp.domain.content import Kind
from studyapp.domain.day import study_day
from studyapp.domain.readiness import (
    EVIDENCE_DAYS,
    Answer,
    Evidence,
    LeafMemory,
    Readiness,
    TrendPoint,
    assess,
    forgetting_curve,
    trend_days,
    weigh,
)
from studyapp.domain.scheduling import Rating, State, retrievability

TREND_WEEKS = 12
_QUESTIONS = (Kind.CHOICE.value, Kind.NUMERIC.value)
_DAY_MS = 86_400_000


class Standing(NamedTuple):
    """Where the learner stands at one moment."""

    readiness: Readiness
    today: int
    """Study day."""
    exam: date | None
    """The day that memory is foretold for; None where no exam is ahead, and it is told for today."""
    certainty: str
    """How sure the weights of the outline are, in a sentence."""
    learn_notes: frozenset[str]
    """Leaves that a deck has a learn note on."""


class LeafCard(NamedTuple):
    """One card or practice question of a leaf."""

    card_id: int
    note_id: int
    kind: Kind
    headline: str
    state: State
    suspended: bool
    reserved: bool
    """Whether it is asked in practice only, until it has been missed there."""
    due_day: int | None
    recall_now: float | None
    """Probability of recall today, 0–1; None while it has never been studied."""
    recall_exam: float | None
    """The same on the exam day."""
    answers: int
    """Answers in finished practice exams and drills."""
    right: int


class ReadinessReader:
    """Questions to the cards, the review log and the exams."""

    def __init__(self, connection: Connection, settings: Settings, parameters: ParameterSets) -> None:
        self._connection = connection
        self._settings = settings
        self._parameters = parameters

    def read(self, now: datetime, outline: Outline | None) -> Standing | None:
        """Where the learner stands now; None without an outline to stand in."""
        if outline is None:
            return None
        today, target = self._days(now)
        memories = self._memories(today, target)
        known = {leaf.id for leaf in outline.leaves()}
        outside = sum(memory.cards for leaf, memory in memories.items() if leaf not in known)
        evidence = {leaf: weigh(answers) for leaf, answers in self._answers(now).items()}
        exam = date.fromordinal(target) if target > today else None
        return Standing(
            assess(outline, memories, evidence, outside), today, exam, outline.certainty, self._learn_notes()
        )

    def trend(
        self, now: datetime, outline: Outline, weeks: int = TREND_WEEKS, check: Callable[[], None] = lambda: None
    ) -> tuple[TrendPoint, ...]:
        """What was known at the end of today and of each of so many weeks before, read back from the review log.

        Cards and outline are those of today, so that a deck that has grown does not look like forgetting. `check` may raise to stop it.
        """
        today, target = self._days(now)
        days = trend_days(today, self._first_day(), weeks)
        if not days:
            return ()
        memories = self._memories(today, target)
        check()
        before = self._earlier_recall(days[0], target)
        check()
        answers = self._answers(now, extra_days=7 * weeks)
        points = []
        for day in days:
            check()
            then = dict(memories)
            for leaf, change in before(day).items():
                then[leaf] = then[leaf]._replace(recall=max(0.0, then[leaf].recall + change))
            evidence = {leaf: _as_of(given, today - day) for leaf, given in answers.items()}
            found = assess(outline, then, evidence)
            points.append(TrendPoint(day, found.memory, found.application, found.answers))
        return tuple(points)

    def cards(self, leaf: str, now: datetime) -> tuple[LeafCard, ...]:
        """The cards of a leaf that study or practice can ask, essays among them; questions kept for a first mock are left out."""
        today, target = self._days(now)
        decay = self._parameters.current.decay
        answered = {
            card_id: (count, right)
            for card_id, count, right in self._connection.exec_driver_sql(
                "SELECT a.card_id, count(*), sum(a.correct = 1) FROM exam_answers a JOIN cards c ON c.id = a.card_id"
                " JOIN notes n ON n.id = c.note_id WHERE n.leaf = ? AND a.picked IS NOT NULL AND a.exam_id IN"
                f" (SELECT id FROM exams WHERE finished IS NOT NULL AND id IN {sound(self._connection)}) GROUP BY a.card_id",
                (leaf,),
            )
        }
        rows = self._connection.exec_driver_sql(
            "SELECT c.id, n.id, t.kind, n.fields, c.ordinal, c.state, c.suspended, c.retired, c.due_day, c.stability, c.last_day"
            " FROM notes n JOIN note_types t ON t.id = n.note_type_id JOIN cards c ON c.note_id = n.id WHERE n.leaf = ?"
            " AND (c.retired = 0 OR (c.retired = ? AND (n.mock_pool = 0 OR c.id IN (SELECT card_id FROM exam_answers WHERE seen = 1))))"
            " ORDER BY c.position, c.ordinal",
            (leaf, RESERVED),
        ).fetchall()
        found = []
        for card_id, note_id, kind, fields, ordinal, state, suspended, retired, due, stability, last in rows:
            recalls = [
                retrievability(stability, max(0, day - last), decay) if stability and last is not None else None
                for day in (today, target)
            ]
            found.append(
                LeafCard(
                    card_id, note_id, Kind(kind), _headline(kind, fields, ordinal), State(state), bool(suspended),
                    bool(retired), due, recalls[0], recalls[1], *answered.get(card_id, (0, 0)),
                )
            )  # fmt: skip
        return tuple(found)

    def _days(self, now: datetime) -> tuple[int, int]:
        """Today, and the day that memory is foretold for: the exam's, or today where none is ahead."""
        settings = self._settings.current
        today = study_day(now, settings.rollover_hour)
        return today, max(today, settings.exam_date.toordinal()) if settings.exam_date else today

    def _kinds(self) -> dict[int, str]:
        return dict(self._connection.exec_driver_sql("SELECT id, kind FROM note_types").all())

    def _memories(self, today: int, target: int) -> dict[str, LeafMemory]:
        """Memory by leaf. Cards of no leaf are under the empty name."""
        kinds = self._kinds()
        self._teach_recall()
        # CROSS and the plus signs: note by note with its cards by their index, not card by card with its note.
        rows = self._connection.exec_driver_sql(
            "SELECT n.leaf, n.note_type_id, c.retired, count(*), count(c.stability),"
            " sum(CASE WHEN c.stability > 0 THEN recall_after(c.stability, ? - coalesce(c.last_day, ?)) END), sum(c.state = 0),"
            " sum(c.state IN (1, 3) OR (c.state = 2 AND c.due_day <= ?)), sum(n.mock_pool = 0)"
            " FROM notes n CROSS JOIN cards c ON c.note_id = n.id WHERE +c.suspended = 0 AND +c.retired IN (0, ?)"
            " GROUP BY n.leaf, n.note_type_id, c.retired",
            (target, target, today, RESERVED),
        )
        found: dict[str, LeafMemory] = defaultdict(LeafMemory)
        for leaf, type_id, retired, cards, seen, recall, new, due, asked in rows:
            kind, sums = kinds[type_id], found[leaf or ""]
            if kind in _QUESTIONS:
                sums = sums._replace(questions=sums.questions + asked)
            if not retired and kind != Kind.ESSAY:
                sums = sums._replace(
                    cards=sums.cards + cards, seen=sums.seen + seen, recall=sums.recall + (recall or 0.0),
                    new=sums.new + new, due=sums.due + due,
                )  # fmt: skip
            found[leaf or ""] = sums
        return dict(found)

    def _teach_recall(self) -> None:
        """Let SQL ask for the retrievability after some days, by the one formula there is."""
        driver = self._connection.connection.dbapi_connection
        assert driver is not None
        driver.create_function("recall_after", 2, forgetting_curve(self._parameters.current.decay))

    def _answers(self, now: datetime, extra_days: int = 0) -> dict[str, list[Answer]]:
        """Answers to practice questions by leaf: those of finished exams and drills, and of daily review.

        A Hard in review says neither right nor wrong: it was slow, nearly right, guessed or hinted at.
        """
        moment = milliseconds(now)
        oldest = moment - (EVIDENCE_DAYS + extra_days) * _DAY_MS
        found: dict[str, list[Answer]] = defaultdict(list)
        rows = self._connection.exec_driver_sql(
            "SELECT a.leaf, CASE WHEN t.kind = 'choice' THEN a.card_id ELSE 0 END, a.correct,"
            " CASE typeof(a.time) WHEN 'integer' THEN a.time ELSE e.finished END AS given"
            " FROM exam_answers a JOIN exams e ON e.id = a.exam_id LEFT JOIN cards c ON c.id = a.card_id"
            " LEFT JOIN notes n ON n.id = c.note_id LEFT JOIN note_types t ON t.id = n.note_type_id"
            " WHERE e.finished IS NOT NULL AND a.picked IS NOT NULL AND a.leaf IS NOT NULL AND given > ?"
            f" AND e.id IN {sound(self._connection)}",
            (oldest,),
        )
        for leaf, question, correct, given in rows:
            found[leaf].append(Answer(question, bool(correct), (moment - given) / _DAY_MS))
        # From the kinds to their reviews: the log may be a hundred times as long.
        kinds = self._kinds()
        asked = [str(type_id) for type_id, kind in kinds.items() if kind in _QUESTIONS]
        rows = self._connection.exec_driver_sql(
            "SELECT n.leaf, c.id, n.note_type_id, r.rating, r.time FROM notes n CROSS JOIN cards c ON c.note_id = n.id"
            " CROSS JOIN reviews r ON r.card_id = c.id AND r.time > ?"
            f" WHERE n.note_type_id IN ({', '.join(asked)}) AND n.leaf IS NOT NULL"
            f" AND r.kind != '{EXAM_REVIEW}' AND r.rating != {int(Rating.HARD)}",
            (oldest,),
        )
        for leaf, card_id, type_id, rating, given in rows:
            question = card_id if kinds[type_id] == Kind.CHOICE else 0
            found[leaf].append(Answer(question, rating > Rating.AGAIN, (moment - given) / _DAY_MS))
        return found

    def _earlier_recall(self, first: int, target: int) -> Callable[[int], Mapping[str, float]]:
        """How much less, or more, each leaf's cards would be recalled on a day, had study ended at the end of an earlier one.

        Only cards answered since differ. Each review tells the memory that it found.
        """
        curve = forgetting_curve(self._parameters.current.decay)
        log = self._connection.exec_driver_sql(
            "SELECT card_id, time, id, study_day, stability_before, elapsed_days FROM reviews WHERE study_day > ?",
            (first,),
        )
        # Sorted here: SQLite takes ten times as long.
        reviews = sorted(map(tuple, log))
        rows = self._connection.exec_driver_sql(
            "SELECT c.id, n.leaf, c.stability, c.last_day FROM cards c JOIN notes n ON n.id = c.note_id"
            " JOIN note_types t ON t.id = n.note_type_id WHERE c.id IN (SELECT card_id FROM reviews WHERE study_day > ?)"
            " AND +c.suspended = 0 AND +c.retired = 0 AND t.kind != ?",
            (first, Kind.ESSAY.value),
        )
        histories: dict[int, tuple[str, float, list[tuple[int, float]]]] = {
            card_id: (leaf or "", curve(stability, target - last_day) if stability else 0.0, [])
            for card_id, leaf, stability, last_day in rows
        }
        for card_id, _time, _id, day, found, elapsed in reviews:
            if card_id in histories:
                was = curve(found, target - day + elapsed) if found else 0.0
                histories[card_id][2].append((day, was))

        def changes(day: int) -> Mapping[str, float]:
            sums: dict[str, float] = defaultdict(float)
            for leaf, now, past in histories.values():
                was = next((recall for reviewed, recall in past if reviewed > day), None)
                if was is not None:
                    sums[leaf] += was - now
            return sums

        return changes

    def _first_day(self) -> int | None:
        day: int | None = self._connection.exec_driver_sql("SELECT min(study_day) FROM reviews").scalar()
        started = self._connection.exec_driver_sql("SELECT min(finished) FROM exams").scalar()
        # A day too early at most, which no week's step shows.
        exam = started // _DAY_MS + date(1970, 1, 1).toordinal() if isinstance(started, int) else None
        known = [each for each in (day, exam) if each is not None]
        return min(known, default=None)

    def _learn_notes(self) -> frozenset[str]:
        rows = self._connection.exec_driver_sql(
            "SELECT DISTINCT l.leaf FROM learn_notes l JOIN decks d ON d.id = l.deck_id WHERE d.removed = 0"
        )
        return frozenset(rows.scalars())


def read_trend(
    file: Path,
    settings: Settings,
    parameters: ParameterSets,
    now: datetime,
    outline: Outline,
    check: Callable[[], None] = lambda: None,
) -> tuple[TrendPoint, ...]:
    """The trend, read through a connection of its own, for a worker. `check` may raise to stop it."""
    engine = store.make_engine(file)
    try:
        with engine.connect() as connection:
            return ReadinessReader(connection, settings, parameters).trend(now, outline, check=check)
    finally:
        engine.dispose()


def _as_of(answers: list[Answer], days_ago: int) -> Evidence:
    """The evidence as it stood so many days ago."""
    if not days_ago:
        return weigh(answers)
    return weigh(
        answer._replace(age_days=answer.age_days - days_ago)
        for answer in answers
        if days_ago < answer.age_days < days_ago + EVIDENCE_DAYS
    )


def _headline(kind: str, fields: str, ordinal: int) -> str:
    try:
        return question_headline(Kind(kind), json.loads(fields), ordinal)
    except (ValueError, TypeError, KeyError):
        return "A card that cannot be read"
