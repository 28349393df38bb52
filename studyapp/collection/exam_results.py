"""Looking back on exams: summaries, reports, missed questions, what the answers say of each question. Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from studyapp.collection.exam_items import Stored, sound, stored
from studyapp.collection.exam_values import ExamSummary, ItemStatistic
from studyapp.domain.beta import credible
from studyapp.domain.blueprint import Outline
from studyapp.domain.cards import headline
from studyapp.domain.content import Kind
from studyapp.domain.exam_report import ExamReport, Grade, ReportItem, Result, Sitting, discrimination, grade
from studyapp.domain.exam_report import report as reported
from studyapp.domain.mock_exam import MOCKS, ExamKind
from studyapp.domain.scheduling import Rating

GONE = "A question that is no longer in the collection"


def past(connection: Connection) -> tuple[ExamSummary, ...]:
    """Finished exams that are sound, newest first."""
    finished = [exam for exam in stored(connection, "e.finished IS NOT NULL") if not exam.fault]
    finished.sort(key=lambda exam: (exam.finished, exam.id), reverse=True)
    first = next((exam.id for exam in reversed(finished) if exam.kind in MOCKS), None)
    return tuple(
        ExamSummary(
            exam.id, ExamKind(exam.kind), exam.scope, bool(exam.strict), exam.started, exam.finished, exam.rows,
            exam.scored, exam.right, *credible(exam.right, exam.scored), exam.taken, exam.id == first,
        )
        for exam in finished
    )  # fmt: skip


def report(connection: Connection, exam: Stored, outline: Outline | None) -> ExamReport:
    """What a finished exam has shown, beside the mocks finished before it."""
    before = [
        other
        for other in stored(connection, "e.finished IS NOT NULL")
        if other.kind in MOCKS and not other.fault and (other.finished, other.id) < (exam.finished, exam.id)
    ]
    before.sort(key=lambda other: (other.finished, other.id), reverse=True)
    sitting = Sitting(
        exam.id, ExamKind(exam.kind), exam.scope, bool(exam.strict), exam.started, exam.finished, exam.minutes, exam.spent / 1000,
        exam.taken,
    )  # fmt: skip
    return reported(sitting, _items(connection, exam), _grades(connection, before, outline), outline)


def _grades(connection: Connection, exams: Sequence[Stored], outline: Outline | None) -> list[Grade]:
    return [
        grade(exam.id, ExamKind(exam.kind), exam.finished, _items(connection, exam, named=False), outline)
        for exam in exams
    ]


def _items(connection: Connection, exam: Stored, *, named: bool = True) -> list[ReportItem]:
    """The questions of an exam; reading what each is called costs several times the rest."""
    called = _headlines(connection, exam.id) if named else {}
    rows = connection.exec_driver_sql(
        "SELECT a.position, a.card_id, c.note_id, a.leaf, a.level, a.scored, a.correct, a.picked, a.answer, a.first_picked,"
        " a.first_correct, a.confidence, a.flagged, a.duration, a.seen FROM exam_answers a LEFT JOIN cards c ON c.id = a.card_id"
        " WHERE a.exam_id = ? ORDER BY a.position",
        (exam.id,),
    )
    open_ = Result.OUT_OF_TIME if exam.time_over(exam.elapsed) else Result.UNANSWERED
    return [
        ReportItem(
            position=position, card_id=card_id, note_id=note_id, leaf=leaf, level=level, scored=bool(scored),
            headline=called.get(note_id, GONE) if seen else "",
            result=(open_ if seen else Result.NOT_REACHED) if picked is None else Result.RIGHT if correct else Result.WRONG,
            picked=picked, picked_text=answer or "", first_picked=first_picked,
            first_right=None if first_correct is None else bool(first_correct), confidence=confidence,
            flagged=bool(flagged), seconds=duration / 1000,
        )
        for position, card_id, note_id, leaf, level, scored, correct, picked, answer, first_picked, first_correct, confidence, flagged,
        duration, seen in rows
    ]  # fmt: skip


def _headlines(connection: Connection, exam_id: int) -> dict[int, str]:
    rows = connection.exec_driver_sql(
        "SELECT n.id, t.kind, n.fields FROM exam_answers a JOIN cards c ON c.id = a.card_id JOIN notes n ON n.id = c.note_id"
        " JOIN note_types t ON t.id = n.note_type_id WHERE a.exam_id = ?",
        (exam_id,),
    )
    return {note_id: _headline(kind, fields) for note_id, kind, fields in rows}


def _headline(kind: str, fields: str) -> str:
    try:
        return headline(Kind(kind), json.loads(fields))
    except (ValueError, TypeError):
        return GONE


RIGHT_DAYS = 2
"""Days on which a missed question must be answered right before it is no longer asked for that."""


def missed(connection: Connection, today: int, day_of: Callable[[int], int]) -> tuple[int, ...]:
    """Cards missed in a finished, sound exam that are to be asked again today, the latest missed first.

    A right answer puts a question off to another day; right on `RIGHT_DAYS` days since it was last missed, it is done.
    Answers in daily review count as those in exams. `day_of` tells the study day of a moment in UTC epoch milliseconds.
    """
    answers: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for card_id, moment, position, correct in connection.exec_driver_sql(
        "SELECT a.card_id, e.finished, a.position, a.correct FROM exam_answers a JOIN exams e ON e.id = a.exam_id"
        f" WHERE e.finished IS NOT NULL AND a.seen = 1 AND a.card_id IN (SELECT id FROM cards) AND e.id IN {sound(connection)}"
    ):
        answers[card_id].append((moment, position, bool(correct)))
    missed_once = {card_id: given for card_id, given in answers.items() if not all(right for _, _, right in given)}
    reviewed: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for card_id, moment, rating in connection.exec_driver_sql(
        f"SELECT card_id, time, rating FROM reviews WHERE kind != 'exam' AND rating != {int(Rating.HARD)}"
        " AND card_id IN (SELECT card_id FROM exam_answers WHERE seen = 1)"
    ):
        reviewed[card_id].append((moment, rating != Rating.AGAIN))
    waiting = []
    for card_id, given in missed_once.items():
        events = sorted([(moment, right) for moment, _, right in given] + reviewed[card_id])
        last = max(place for place, (_, right) in enumerate(events) if not right)
        days = {day_of(moment) for moment, right in events[last + 1 :]}
        if len(days) < RIGHT_DAYS and today not in days:
            waiting.append((*max((moment, position) for moment, position, right in given if not right), card_id))
    return tuple(card_id for *_, card_id in sorted(waiting, reverse=True))


def statistics(connection: Connection) -> tuple[ItemStatistic, ...]:
    """What the answers of finished, sound exams say of each question that is still there, most shown first."""
    rows = connection.exec_driver_sql(
        "SELECT c.note_id, a.exam_id, coalesce(a.correct, 0), a.duration / 1000.0 FROM exam_answers a JOIN exams e ON e.id = a.exam_id"
        f" JOIN cards c ON c.id = a.card_id WHERE e.finished IS NOT NULL AND a.seen = 1 AND e.id IN {sound(connection)}"
    ).all()
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    answers: dict[int, list[tuple[int, bool, float]]] = defaultdict(list)
    for note_id, exam_id, correct, seconds in rows:
        totals[exam_id][0] += correct
        totals[exam_id][1] += 1
        answers[note_id].append((exam_id, bool(correct), seconds))
    notes = connection.exec_driver_sql(
        "SELECT n.id, t.kind, n.fields, n.leaf FROM notes n JOIN note_types t ON t.id = n.note_type_id WHERE n.id IN"
        " (SELECT c.note_id FROM exam_answers a JOIN cards c ON c.id = a.card_id WHERE a.seen = 1)"
    )
    found = []
    for note_id, kind, fields, leaf in notes:
        if given := answers.get(note_id):
            elsewhere = [
                (right, (totals[exam_id][0] - right) / (totals[exam_id][1] - 1))
                for exam_id, right, _ in given
                if totals[exam_id][1] > 1
            ]
            found.append(
                ItemStatistic(
                    note_id, _headline(kind, fields), leaf, len(given), sum(right for _, right, _ in given),
                    sum(seconds for _, _, seconds in given) / len(given), discrimination(elsewhere),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.shown, item.headline)))
