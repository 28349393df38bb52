"""What a finished exam does to daily study: missed questions come back in their own rhythm, the facts behind them come forward."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from studyapp.collection.exam_items import UNREADABLE
from studyapp.collection.moments import milliseconds
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.review import Review, card_state, longest_answer
from studyapp.collection.schema import RESERVED
from studyapp.domain.content import Kind
from studyapp.domain.scheduling import Rating, State, outcomes, retrievability

EXAM_REVIEW = "exam"
"""`reviews.kind` of an answer that was given in an exam: in the history, but no part of a day's work."""

MOST_RECALL_CARDS = 3
"""Recall cards that come forward for a leaf where a missed question names none."""

_RECALL = ", ".join(f"'{kind.value}'" for kind in (Kind.TERM, Kind.QUESTION, Kind.CLOZE, Kind.LIST, Kind.CLASSIFY))


class _Missed(NamedTuple):
    """A question that was seen and not answered right."""

    card_id: int
    seconds: float
    kind: Kind
    deck_id: int
    leaf: str | None
    prereq: tuple[str, ...]


class _Recall(NamedTuple):
    """A recall card that may come forward."""

    card_id: int
    note_id: int
    position: int
    is_new: bool
    remembered: float


class Followup:
    """Writes what a finished exam means for daily study, inside the caller's transaction.

    A note or card whose stored values are damaged is left alone and told in the log: the result of the exam is worth more.
    """

    def __init__(self, connection: Connection, review: Review, parameters: ParameterSets) -> None:
        self._connection = connection
        self._review = review
        self._parameters = parameters

    def bring_in(self, db: Connection, exam_id: int, now: datetime) -> None:
        """Grade the missed questions Again and bring the recall cards behind them forward."""
        missed = self._missed(exam_id)
        for question in missed:
            self._grade_again(db, question, now)
        self._bring_forward(db, self._recall_cards(missed, self._review.today(now)), self._review.today(now))

    def brought_forward(self, exam_id: int, now: datetime) -> int:
        """How many recall cards stand behind the missed questions of a finished exam, as far as both are still there."""
        return len(self._recall_cards(self._missed(exam_id), self._review.today(now)))

    def _missed(self, exam_id: int) -> list[_Missed]:
        rows = self._connection.exec_driver_sql(
            "SELECT c.id, a.duration / 1000.0, t.kind, n.deck_id, CAST(n.leaf AS BLOB), CAST(n.prereq AS BLOB) FROM exam_answers a"
            " JOIN cards c ON c.id = a.card_id JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id"
            " WHERE a.exam_id = ? AND a.seen = 1 AND a.correct = 0 ORDER BY a.position",
            (exam_id,),
        )
        return [
            _Missed(
                card_id, seconds, Kind(kind), deck_id, leaf.decode(errors="replace") if leaf else None, _keys(prereq, card_id)
            )
            for card_id, seconds, kind, deck_id, leaf, prereq in rows
        ]  # fmt: skip

    def _grade_again(self, db: Connection, missed: _Missed, now: datetime) -> None:
        row = db.exec_driver_sql(
            "SELECT state, step, stability, difficulty, due_day, due_at, last_review, last_day, reps, lapses FROM cards WHERE id = ?",
            (missed.card_id,),
        ).one()
        today, offset = self._review.today(now), now.utcoffset()
        assert offset is not None
        try:
            before = card_state(*row)
            again = outcomes(
                before, milliseconds(now), today, self._review.options(), missed.card_id * 1_000_003 + before.reps
            )[0]
            after = again.card
            if after.memory is None or not math.isfinite(after.memory.stability + after.memory.difficulty):
                raise ValueError("its memory is no number")
        except UNREADABLE as fault:
            _tell(
                "Card %s was missed in an exam, but its memory is damaged and stays as it is: %s", missed.card_id, fault
            )
            return
        db.exec_driver_sql(
            "UPDATE cards SET state=?, step=?, due_day=?, due_at=?, stability=?, difficulty=?, last_review=?, last_day=?, reps=?,"
            " lapses=?, retired = retired & ~? WHERE id=?",
            (int(after.state), after.step, after.due_day, after.due_at, after.memory.stability, after.memory.difficulty,
             after.last_review, after.last_day, after.reps, after.lapses, RESERVED, missed.card_id),
        )  # fmt: skip
        seconds = min(missed.seconds, longest_answer(missed.kind))
        db.exec_driver_sql(
            "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
            " state_before, stability_before, difficulty_before, parameters_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (missed.card_id, after.last_review, int(offset.total_seconds()) // 60, today, int(Rating.AGAIN), EXAM_REVIEW,
             again.elapsed_days, again.days, int(1000 * seconds), int(before.state),
             before.memory.stability if before.memory else None, before.memory.difficulty if before.memory else None,
             self._parameters.current_id),
        )  # fmt: skip

    def _recall_cards(self, missed: Sequence[_Missed], today: int) -> list[_Recall]:
        """Those that the missed notes name; where one names none, the least remembered of its leaf, one a note."""
        found: dict[int, _Recall] = {}
        leaves: dict[str, None] = {}
        for question in missed:
            named = self._recall("n.deck_id = ? AND n.key", question.prereq, today, question.deck_id)
            found.update((card.card_id, card) for cards in named.values() for card in cards)
            if not named and question.leaf:
                leaves[question.leaf] = None
        for cards in self._recall("n.leaf", tuple(leaves), today).values():
            notes: dict[int, _Recall] = {}
            for card in sorted(cards, key=lambda card: (card.remembered, card.position, card.card_id)):
                notes.setdefault(card.note_id, card)
            found.update((card.card_id, card) for card in list(notes.values())[:MOST_RECALL_CARDS])
        return list(found.values())

    def _recall(self, which: str, names: Sequence[str], today: int, *first: int) -> dict[str, list[_Recall]]:
        """Recall cards of the notes whose column is one of the names, by leaf."""
        if not names:
            return {}
        decay = self._parameters.current.decay
        rows = self._connection.exec_driver_sql(
            "SELECT CAST(n.leaf AS BLOB), c.id, c.note_id, c.position, c.state, c.stability, c.last_day"
            " FROM notes n JOIN cards c ON c.note_id = n.id"
            f" JOIN note_types t ON t.id = n.note_type_id WHERE {which} IN ({','.join('?' * len(names))})"
            f" AND c.retired = 0 AND t.kind IN ({_RECALL})",
            (*first, *names),
        )
        found: dict[str, list[_Recall]] = defaultdict(list)
        for leaf, card_id, note_id, position, state, stability, last_day in rows:
            try:
                remembered = retrievability(stability, max(0, today - last_day), decay) if stability else 0.0
                recall = _Recall(card_id, note_id, _place(position), State(state) is State.NEW, float(remembered))
            except UNREADABLE as fault:
                _tell("Card %s is not brought forward, since what is stored of it is damaged: %s", card_id, fault)
                continue
            found[(leaf or b"").decode(errors="replace")].append(recall)
        return found

    def _bring_forward(self, db: Connection, cards: Iterable[_Recall], today: int) -> None:
        """First among the new cards, or due since the day they were last seen; suspended and buried ones come back.

        No other card has a place below 0 or is due so early: a plan for the exam knows by that which come first.
        """
        new = sorted((card for card in cards if card.is_new), key=lambda card: (card.position, card.card_id))
        front = db.exec_driver_sql(
            "SELECT min(0, coalesce(min(position), 0)) FROM cards WHERE state = 0 AND typeof(position) = 'integer' AND position > ?",
            (-_FURTHEST,),
        ).scalar_one()
        place = {card.card_id: front - len(new) + number for number, card in enumerate(new)}
        for card in cards:
            db.exec_driver_sql(
                "UPDATE cards SET suspended = 0, buried_until = NULL, position = coalesce(?, position),"
                " due_day = CASE state WHEN 2 THEN min(due_day, ?, coalesce(last_day, ?)) ELSE due_day END WHERE id = ?",
                (place.get(card.card_id), today, today, card.card_id),
            )


_FURTHEST = 1 << 53
"""No place among the new cards is further away than this."""


def _tell(sentence: str, *values: object) -> None:
    # Loading it takes time at every start, and there is hardly ever anything to tell.
    import logging

    logging.getLogger(__name__).warning(sentence, *values)


def _keys(prereq: bytes | None, card_id: int) -> tuple[str, ...]:
    """The notes that a note names; none where that cannot be read."""
    try:
        keys = json.loads(prereq or b"[]")
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            return tuple(keys)
    except (ValueError, RecursionError):
        pass
    _tell("What the note of card %s builds on is damaged; cards of its leaf are brought forward instead.", card_id)
    return ()


def _place(position: object) -> int:
    if not isinstance(position, int) or abs(position) > _FURTHEST:
        raise ValueError(f"its place is {position!r}")
    return position
