"""Practice exams: every pick, flag and second is on disk before the next; an exam is finished exactly once.

In strict mode time runs by the clock from the start on, whether the program is open or not; a clock that is set back does not give
any of it back, and one that was wrong for a moment does not use it up. What happens inside an exam is no undo step; starting,
finishing and discarding one are, until an answer is given or the report has shown the best ones. Of a discarded exam only which
questions were seen is kept: they are not new any more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from studyapp.collection import exam_items, exam_results
from studyapp.collection.changes import Changes, Journal
from studyapp.collection.content import LEAST_OPTIONS
from studyapp.collection.decks import Decks
from studyapp.collection.exam_followup import Followup
from studyapp.collection.exam_items import DISCARDED, GONE, Entry, Standing, Stored
from studyapp.collection.exam_offers import Choice, offered
from studyapp.collection.exam_values import (
    DamagedExam,
    Exam,
    ExamQuestion,
    ExamSummary,
    ItemState,
    ItemStatistic,
    Offer,
)
from studyapp.collection.moments import milliseconds
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.review import Review
from studyapp.domain.exam_report import CONFIDENCES, ExamReport
from studyapp.domain.mock_exam import MOCKS, ExamKind, PlannedItem
from studyapp.domain.scheduling import uniform
from studyapp.errors import UserError

START, FINISH = "Start practice exam", "Finish practice exam"
_TRIALS = 4
"""Seeds that are tried before the one with which the offer was proved."""
LONGEST_HEARTBEAT = 60.0
"""Seconds that count at most at a time: who leaves the desk is not answering."""


_TIMES = ("started", "finished", "strict", "seconds_allowed", "elapsed", "clock", "spent", "paused")
_STANDING = (
    f"SELECT {', '.join(f'CAST(e.{column} AS INTEGER)' for column in _TIMES)}, e.id, a.id, CAST(a.settled AS INTEGER), "
    + " AND ".join(f"typeof(e.{column}) IN ('integer', 'null')" for column in _TIMES)
    + " FROM exams e LEFT JOIN exam_answers a ON a.exam_id = e.id AND a.position = ?"
    f" WHERE e.id = ? AND e.kind IS NOT '{DISCARDED}'"
)
"""The columns of a `Standing`, and whether the exam's own are what they should be."""


class Exams:
    """Offers, runs, finishes and reports practice exams."""

    def __init__(
        self, connection: Connection, journal: Journal, review: Review, decks: Decks, parameters: ParameterSets
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._decks = decks
        self._review = review
        self._followup = Followup(connection, review, parameters)
        self._shown: dict[tuple[int, int], ExamQuestion] = {}
        self._entries: list[Entry] | None = None
        self._may_go_on: set[int] = set()
        """Exams whose finish can still be undone."""

    def on_change(self, changes: Changes) -> None:
        """Forget what was read of the questions when it may read differently now."""
        self._entries = None
        if changes.kind != "do" or changes.tables & {"cards", "notes", "decks"}:
            self._shown.clear()

    def offer(self, now: datetime, kind: ExamKind, scope: str = "", fresh_only: bool = False) -> Offer:
        """What starting this kind now would give. Reads only.

        `scope` is the leaf or section of a drill, or the id of the exam whose missed questions are to be asked again.
        """
        return self._choice(now, kind, scope, fresh_only).offer

    def start(self, kind: ExamKind, strict: bool, now: datetime, scope: str = "", fresh_only: bool = False) -> int:
        """Put an exam together and begin it; returns its id. Raises UserError when nothing fits or another is running."""
        if self.running(now) is not None:
            raise UserError("A practice exam is still running. Finish or discard it before you start another.")
        before = self._connection.exec_driver_sql("SELECT count(*) FROM exams").scalar_one()
        began, seed = milliseconds(now), int(uniform(milliseconds(now), before) * 2**31)
        choice = self._choice(now, kind, scope, fresh_only, seed)
        if not choice.offer.questions:
            raise UserError(choice.offer.sentence)
        choice, seed, items, options = self._askable(choice, seed)
        allowed = choice.offer.minutes * 60 if kind in MOCKS else None
        with self._journal.change(START) as db:
            exam_id: int = db.exec_driver_sql(
                "INSERT INTO exams(kind, seed, started, seconds_allowed, plan, scope, strict, clock) VALUES (?,?,?,?,?,?,?,?)",
                (kind.value, seed, began, allowed, json.dumps({"questions": len(items)}), scope, int(strict), began),
            ).lastrowid
            about = {entry.card_id: entry for entry in choice.candidates}
            db.exec_driver_sql(
                "INSERT INTO exam_answers(exam_id, card_id, position, scored, seed, options, leaf, level) VALUES (?,?,?,?,?,?,?,?)",
                [
                    (exam_id, item.card_id, position, int(item.scored), item.seed, options[item.card_id],
                     about[item.card_id].leaf or None, about[item.card_id].level)
                    for position, item in enumerate(items)
                ],
            )  # fmt: skip
        self._shown.clear()
        return exam_id

    def running(self, _now: datetime) -> int | None:
        """The exam in progress, also one whose time is over and that waits to be finished; damaged ones are passed over."""
        found = exam_items.stored(self._connection, "e.finished IS NULL")
        return next((exam.id for exam in found if not exam.fault), None)

    def exam(self, exam_id: int) -> Exam:
        """One exam with the state of each question. Raises UserError when it is gone or damaged."""
        exam = self._sound(exam_id)
        rows = self._connection.exec_driver_sql(
            "SELECT a.position, a.picked, a.answer, coalesce(n.edited > a.time, 0), a.flagged, a.confidence, a.duration / 1000.0, a.seen,"
            " a.settled FROM exam_answers a LEFT JOIN cards c ON c.id = a.card_id LEFT JOIN notes n ON n.id = c.note_id"
            " WHERE a.exam_id = ? ORDER BY a.position",
            (exam_id,),
        ).all()
        state = tuple(
            ItemState(
                position, self._shown_pick(exam_id, position, picked, answer) if edited else picked, bool(flagged), confidence,
                seconds, bool(seen), bool(settled),
            )
            for position, picked, answer, edited, flagged, confidence, seconds, seen, settled in rows
        )  # fmt: skip
        return Exam(
            exam.id, ExamKind(exam.kind), exam.scope, bool(exam.strict), exam.started, exam.finished, len(state), exam.minutes,
            min(max(exam.position, 0), len(state) - 1), bool(exam.paused), state,
        )  # fmt: skip

    def question(self, exam_id: int, position: int) -> ExamQuestion:
        """One question as it is asked, also of a finished exam. Never raises for a question that is gone: `removed` says so."""
        place = exam_id, position
        if place not in self._shown:
            found = exam_items.question(self._connection, exam_id, position)
            if found is None:
                raise UserError(GONE)
            self._shown[place] = found
        return self._shown[place]

    def pick(self, exam_id: int, position: int, option: int | None, now: datetime) -> None:
        """Store an answer, or take it back with None. Raises UserError when the exam or the answer is final, or time is over."""
        item = self._open_item(exam_id, position, now)
        asked = self.question(exam_id, position)
        if asked.removed:
            raise UserError("This question is gone, so it cannot be answered.")
        if option is not None and not 0 <= option < len(asked.options):
            raise UserError(f"This question has {len(asked.options)} options.")
        text = asked.options[option].text if option is not None else None
        correct = int(option == asked.key) if option is not None else None
        with self._journal.change("Answer question", asked.card_id, undoable=False):
            self._journal.driver.execute(
                "UPDATE exam_answers SET picked=?, answer=?, correct=?, options=?, seen=1, time=?,"
                " first_correct = CASE WHEN first_picked IS NULL THEN ? ELSE first_correct END,"
                " first_picked = coalesce(first_picked, ?) WHERE id=?",
                (option, text, correct, len(asked.options), milliseconds(now), correct, option, item.id),
            )
            self._tick(item, now)
        if option is not None and self._journal.undo_label is not None:
            # From here on taking the start back would take answers with it.
            self._journal.let_go(START)

    def set_confidence(self, exam_id: int, position: int, confidence: int | None, now: datetime) -> None:
        """Store how sure the learner is: 0 guess, 1 fairly sure, 2 sure, None not said. Raises as `pick` does."""
        if confidence is not None and confidence not in CONFIDENCES:
            raise UserError("How sure you are is 0, a guess, 1, fairly sure, or 2, sure.")
        item = self._open_item(exam_id, position, now)
        with self._journal.change("Say how sure", undoable=False):
            self._journal.driver.execute("UPDATE exam_answers SET confidence=? WHERE id=?", (confidence, item.id))
            self._tick(item, now)

    def set_flag(self, exam_id: int, position: int, on: bool, now: datetime) -> None:
        """Mark a question to come back to, or take the mark away. Does nothing once the exam is finished."""
        item = self._item(exam_id, position)
        if item.finished is not None:
            return
        with self._journal.change("Flag question", undoable=False):
            self._journal.driver.execute("UPDATE exam_answers SET flagged=? WHERE id=?", (int(on), item.id))
            self._tick(item, now)

    def go_to(self, exam_id: int, position: int, now: datetime) -> None:
        """Store which question is looked at, and that it was seen. Does nothing once the exam is finished."""
        item = self._item(exam_id, position)
        if item.finished is not None:
            return
        with self._journal.change("Go to question", undoable=False):
            self._journal.driver.execute(
                "UPDATE exam_answers SET seen=1, time=coalesce(time, ?) WHERE id=?", (milliseconds(now), item.id)
            )
            self._journal.driver.execute("UPDATE exams SET position=? WHERE id=?", (position, exam_id))
            self._tick(item, now)

    def spend(self, exam_id: int, position: int, seconds: float, now: datetime) -> None:
        """Add a few seconds to a question and to the exam; at most 60 count at a time, none while paused, finished or out of time."""
        item = self._item(exam_id, position)
        if item.finished is not None or item.paused or item.time_over(now):
            return
        spent = int(1000 * min(max(seconds, 0.0), LONGEST_HEARTBEAT)) if math.isfinite(seconds) else 0
        with self._journal.change("Spend time", undoable=False):
            self._journal.driver.execute(
                "UPDATE exam_answers SET duration=duration+?, seen=1, time=coalesce(time, ?) WHERE id=?",
                (spent, milliseconds(now), item.id),
            )
            self._tick(item, now, spent)

    def settle(self, exam_id: int, position: int, now: datetime) -> None:
        """Make an answer final because it has been revealed. Raises UserError in strict mode, and as `pick` does."""
        item = self._open_item(exam_id, position, now)
        if item.strict:
            raise UserError("In strict mode answers are shown when the exam is finished.")
        with self._journal.change("Show answer", undoable=False):
            self._journal.driver.execute("UPDATE exam_answers SET settled=1 WHERE id=?", (item.id,))
            self._tick(item, now)

    def pause(self, exam_id: int, now: datetime) -> None:
        """Stop the time of a relaxed exam. Raises UserError in strict mode, where time runs on."""
        self._set_paused(exam_id, True, now)

    def resume(self, exam_id: int, now: datetime) -> None:
        """Let the time of a paused exam run on."""
        self._set_paused(exam_id, False, now)

    def seconds_left(self, exam_id: int, now: datetime) -> float | None:
        """Time left, not below 0. Strict: what the clock has left of it since the start; relaxed: what was not spent; drills: None."""
        exam = self._item(exam_id, None)
        if exam.seconds_allowed is None:
            return None
        used = exam.spent
        if exam.strict:
            used = exam.elapsed if exam.finished is not None else exam.elapsed_at(now)
        return max(0.0, exam.seconds_allowed - used / 1000)

    def finish(self, exam_id: int, now: datetime) -> None:
        """Mark the exam and bring what was missed into daily study, as one undo step. A second call does nothing."""
        if self._sound(exam_id).finished is not None:
            return
        exam = self._item(exam_id, None)
        finished, elapsed = max(milliseconds(now), exam.started), exam.elapsed_at(now)
        if exam.time_over(now):
            assert exam.seconds_allowed is not None
            finished = min(finished, exam.started + exam.seconds_allowed * 1000)
        with self._journal.change(FINISH) as db:
            db.exec_driver_sql(
                "UPDATE exams SET finished=?, elapsed=?, clock=?, paused=0 WHERE id=?",
                (finished, elapsed, milliseconds(now), exam_id),
            )
            db.exec_driver_sql("UPDATE exam_answers SET correct=0 WHERE exam_id=? AND picked IS NULL", (exam_id,))
            self._followup.bring_in(db, exam_id, now)
        self._may_go_on.add(exam_id)

    def discard(self, exam_id: int, now: datetime) -> None:
        """Throw an exam away, running, finished or damaged; it can be undone. The questions seen in it stay seen."""
        with self._journal.change("Keep what is damaged", undoable=False) as db:
            exam_items.keep_bytes(db, exam_id)
        with self._journal.change("Discard practice exam") as db:
            exam_items.discard(db, exam_id)
        self._shown.clear()

    def past(self) -> tuple[ExamSummary, ...]:
        """Finished exams, newest first."""
        return exam_results.past(self._connection)

    def report(self, exam_id: int) -> ExamReport:
        """What a finished exam has shown. Raises UserError when it is not finished, gone or damaged.

        With the report the best answers are known, so from then on nothing up to it can be undone.
        """
        exam = self._sound(exam_id)
        if exam.finished is None:
            raise UserError("This practice exam is still running. Finish it to see its report.")
        if exam_id in self._may_go_on:
            # Steps before it would write older rows over what it has written.
            self._journal.forget()
            self._may_go_on.clear()
        return exam_results.report(self._connection, exam, self._decks.outline())

    def brought_forward(self, exam_id: int, now: datetime) -> int:
        """How many recall cards finishing an exam has brought forward, as far as its missed questions still lead to them."""
        return self._followup.brought_forward(exam_id, now)

    def missed(self, now: datetime) -> tuple[int, ...]:
        """Cards of missed questions that are to be asked again today, until each was right on two days."""
        return exam_results.missed(self._connection, self._review.today(now), self._day_of(now))

    def statistics(self) -> tuple[ItemStatistic, ...]:
        """What the answers of all finished exams say of each question, most shown first."""
        return exam_results.statistics(self._connection)

    def damaged(self) -> tuple[DamagedExam, ...]:
        """Exams that are set aside because what is stored of them cannot be read."""
        return tuple(
            DamagedExam(exam.id, str(exam.kind), exam.moment, exam.answered, exam.damage)
            for exam in exam_items.stored(self._connection)
            if exam.fault
        )  # fmt: skip

    def _missed_of(self, exam_id: str, now: datetime) -> frozenset[int]:
        """Cards to be asked again today: all, or those that one exam missed."""
        missed = self.missed(now)
        if not exam_id:
            return frozenset(missed)
        of_exam = self._connection.exec_driver_sql(
            "SELECT card_id FROM exam_answers WHERE exam_id = ? AND seen = 1 AND correct = 0", (exam_id,)
        )
        return frozenset(missed) & {row[0] for row in of_exam}

    def _day_of(self, now: datetime) -> Callable[[int], int]:
        return lambda moment: self._review.today(datetime.fromtimestamp(moment / 1000, now.tzinfo))

    def _choice(self, now: datetime, kind: ExamKind, scope: str, fresh_only: bool, seed: int = 0) -> Choice:
        missed = self._missed_of(scope, now) if kind is ExamKind.MISSED else frozenset()
        if self._entries is None:
            self._entries = exam_items.entries(self._connection)
        return offered(self._entries, kind, scope, fresh_only, self._decks.outline(), missed, seed)

    def _askable(self, choice: Choice, seed: int) -> tuple[Choice, int, tuple[PlannedItem, ...], dict[int, int]]:
        """The exam's questions, each of which can be asked, with the seed and how many options each has, by card.

        Where some cannot be asked as they are written, what can be made without them takes the place of the choice.
        """
        unusable: set[int] = set()
        # The last seed is the one with which the offer was proved.
        seeds = [*range(seed, seed + _TRIALS), 0]
        while choice.offer.questions:
            for trial in seeds:
                assembly = choice.assemble(trial)
                if len(assembly.items) == choice.offer.questions:
                    break
            options = {item.card_id: self._options(item) for item in assembly.items}
            unfit = {card_id for card_id, count in options.items() if count < LEAST_OPTIONS}
            if not unfit:
                return choice, trial, assembly.items, options
            unusable |= unfit
            choice = choice.without(unusable)
        subject = "1 question" if len(unusable) == 1 else f"{len(unusable)} questions"
        raise UserError(
            f"{subject} cannot be asked as written, and without {'it' if len(unusable) == 1 else 'them'} too few are left."
        )

    def _options(self, item: PlannedItem) -> int:
        """How many options a planned question has; 0 when it cannot be asked."""
        kind, fields = self._connection.exec_driver_sql(
            "SELECT t.kind, n.fields FROM cards c JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id"
            " WHERE c.id = ?",
            (item.card_id,),
        ).one()
        try:
            return len(exam_items.asked(item.card_id, 0, 0, None, "", kind, json.loads(fields), item.seed).options)
        except exam_items.UNREADABLE:
            return 0

    def _shown_pick(self, exam_id: int, position: int, picked: int | None, answer: str | None) -> int | None:
        """Where the picked option stands now that its note was edited; what it counts was decided when it was picked."""
        texts = [option.text for option in self.question(exam_id, position).options]
        if picked is not None and answer in texts:
            return texts.index(answer)
        return picked if picked is not None and picked < len(texts) else None

    def _sound(self, exam_id: int) -> Stored:
        found = exam_items.stored(self._connection, "e.id = ?", exam_id)
        if not found:
            raise UserError(GONE)
        if found[0].fault:
            raise UserError(found[0].damage)
        return found[0]

    def _item(self, exam_id: int, position: int | None) -> Standing:
        """An exam's times, and one of its questions. Raises UserError when they are not there."""
        row = self._journal.driver.execute(_STANDING, (position, exam_id)).fetchone()
        if row is None or (position is not None and row[9] is None):
            raise UserError(GONE)
        if not row[-1]:
            self._sound(exam_id)
        return Standing(*row[:-1])

    def _open_item(self, exam_id: int, position: int, now: datetime) -> Standing:
        """A question that may still be answered. Raises UserError where it may not."""
        item = self._item(exam_id, position)
        if item.finished is not None:
            raise UserError("This practice exam is finished, so its answers are final.")
        if item.time_over(now):
            raise UserError(
                "Time is over: answers can no longer be given or changed. Finish the exam to see the result."
            )
        if item.settled:
            raise UserError("The answer to this question has been shown, so yours is final.")
        return item

    def _tick(self, item: Standing, now: datetime, spent: int = 0) -> None:
        """Take the time by the clock up to now into the exam, inside the caller's transaction; `spent` in milliseconds."""
        if item.believes(now):
            self._journal.driver.execute(
                "UPDATE exams SET elapsed=?, clock=?, spent=spent+? WHERE id=?",
                (item.elapsed_at(now, spent), milliseconds(now), spent, item.exam_id),
            )

    def _set_paused(self, exam_id: int, paused: bool, now: datetime) -> None:
        exam = self._item(exam_id, None)
        if exam.strict and paused:
            raise UserError("A strict exam cannot be paused: time runs on, as in the exam room.")
        if exam.finished is None:
            with self._journal.change("Pause practice exam" if paused else "Resume practice exam", undoable=False):
                self._journal.driver.execute("UPDATE exams SET paused=? WHERE id=?", (int(paused), exam_id))
                self._tick(exam, now)
