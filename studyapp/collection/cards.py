"""Single cards and notes: what is known of one, and what the learner does to it outside of an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from studyapp.collection.changes import Journal
from studyapp.collection.content import give_cards
from studyapp.collection.moments import milliseconds
from studyapp.collection.review import card_state
from studyapp.domain.cards import ordinals, plain_text, question_headline
from studyapp.domain.content import Kind, NoteSource, cite
from studyapp.domain.note_rules import check_note
from studyapp.domain.scheduling import CardState, Rating
from studyapp.errors import UserError

FLAGS = 7
"""Flag colors to choose from; 0 is none."""


@dataclass(frozen=True, slots=True)
class PastReview:
    """One line of a card's history."""

    time: int
    """UTC epoch milliseconds."""
    study_day: int
    rating: Rating
    kind: str
    elapsed_days: int
    scheduled_days: int
    seconds: float


@dataclass(frozen=True, slots=True)
class CardInfo:
    """All that is known of one card."""

    card_id: int
    note_id: int
    key: str
    kind: Kind
    ordinal: int
    headline: str
    deck_title: str
    leaf: str | None
    level: str | None
    competencies: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    """The full citation."""
    status: str
    state: CardState
    flag: int
    suspended: bool
    buried_until: int | None
    added: int
    edited: int
    reviews: tuple[PastReview, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class EditableNote:
    """A note as the editor shows it."""

    note_id: int
    deck_id: int
    key: str
    kind: Kind
    fields: Mapping[str, Any]
    tags: tuple[str, ...]
    leaf: str | None


class Cards:
    """Looks at and changes single cards."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def info(self, card_id: int) -> CardInfo:
        """What is known of a card. Raises UserError if it is gone."""
        row = self._connection.exec_driver_sql(
            "SELECT c.note_id, n.key, t.kind, c.ordinal, n.fields, d.title, n.leaf, n.level, n.competencies, n.tags, n.source,"
            " d.sources, n.status,"
            " c.flag, c.suspended, c.buried_until, n.added, n.edited, c.state, c.step, c.stability, c.difficulty, c.due_day, c.due_at,"
            " c.last_review, c.last_day, c.reps, c.lapses FROM cards c JOIN notes n ON n.id = c.note_id JOIN decks d ON d.id = c.deck_id"
            " JOIN note_types t ON t.id = n.note_type_id WHERE c.id = ?",
            (card_id,),
        ).first()
        if row is None:
            raise UserError("This card is no longer in the collection.")
        past = self._connection.exec_driver_sql(
            "SELECT time, study_day, rating, kind, elapsed_days, scheduled_days, duration FROM reviews WHERE card_id = ?"
            " ORDER BY time DESC, id DESC",
            (card_id,),
        ).all()
        kind = Kind(row[2])
        return CardInfo(
            card_id=card_id, note_id=row[0], key=row[1], kind=kind, ordinal=row[3],
            headline=question_headline(kind, json.loads(row[4]), row[3]),
            deck_title=row[5], leaf=row[6], level=row[7], competencies=tuple(json.loads(row[8])), tags=tuple(json.loads(row[9])),
            source=cite(row[10], json.loads(row[11])), status=row[12], flag=row[13], suspended=bool(row[14]), buried_until=row[15],
            added=row[16], edited=row[17],
            state=card_state(*row[18:]),
            reviews=tuple(
                PastReview(time, day, Rating(rating), sort, elapsed, scheduled, duration / 1000)
                for time, day, rating, sort, elapsed, scheduled, duration in past
            ),
        )  # fmt: skip

    def flag(self, card_id: int, flag: int) -> None:
        """Set a card's flag, 0 to `FLAGS`; the same again takes it away."""
        if not 0 <= flag <= FLAGS:
            raise UserError(f"There are flags 1 to {FLAGS}.")
        with self._journal.change("Flag card" if flag else "Remove flag", card_id) as db:
            db.exec_driver_sql("UPDATE cards SET flag = ? WHERE id = ? AND flag != ?", (flag, card_id, flag))

    def bury(self, card_id: int, today: int) -> None:
        """Keep a card and its siblings out of the queue until the next study day."""
        with self._journal.change("Bury card", card_id) as db:
            db.exec_driver_sql(
                "UPDATE cards SET buried_until = ? WHERE note_id = (SELECT note_id FROM cards WHERE id = ?) AND buried_until IS NOT ?",
                (today, card_id, today),
            )

    def suspend(self, card_id: int, suspended: bool = True) -> None:
        """Keep a card out of the queue until it is taken back in."""
        with self._journal.change("Suspend card" if suspended else "Unsuspend card", card_id) as db:
            db.exec_driver_sql(
                "UPDATE cards SET suspended = ? WHERE id = ? AND suspended != ?", (suspended, card_id, suspended)
            )

    def unsuspend_deck(self, deck_id: int) -> None:
        """Take all suspended cards of a deck back into the queue."""
        with self._journal.change("Unsuspend cards") as db:
            db.exec_driver_sql("UPDATE cards SET suspended = 0 WHERE deck_id = ? AND suspended = 1", (deck_id,))

    def note(self, note_id: int) -> EditableNote:
        """A note for the editor. Raises UserError if it is gone."""
        row = self._connection.exec_driver_sql(
            "SELECT n.deck_id, n.key, t.kind, n.fields, n.tags, n.leaf FROM notes n"
            " JOIN note_types t ON t.id = n.note_type_id WHERE n.id = ?",
            (note_id,),
        ).first()
        if row is None:
            raise UserError("This note is no longer in the collection.")
        deck_id, key, kind, fields, tags, leaf = row
        return EditableNote(note_id, deck_id, key, Kind(kind), json.loads(fields), tuple(json.loads(tags)), leaf)

    def edit(self, note: EditableNote, now: datetime) -> None:
        """Save a note's text and tags. Memories stay; cards follow the text.

        Raises UserError with every mistake in the fields.
        """
        mistakes = [
            (field, sentence)
            for field, sentence in check_note(
                NoteSource(key=note.key, kind=note.kind, fields=note.fields, tags=note.tags), None
            )
            if field.partition("[")[0].partition(".")[0] in {*note.fields, "tags"}
        ]
        if mistakes:
            raise UserError("\n".join(f"{field}: {sentence}" for field, sentence in mistakes))
        fields, tags = json.dumps(note.fields, ensure_ascii=False), json.dumps(note.tags, ensure_ascii=False)
        with self._journal.change("Edit card") as db:
            changed = db.exec_driver_sql(
                "UPDATE notes SET fields = ?, tags = ?, search_text = ?, edited = ?, edited_by_learner = 1"
                " WHERE id = ? AND (fields != ? OR tags != ?)",
                (
                    fields,
                    tags,
                    plain_text(note.kind, note.fields),
                    milliseconds(now),
                    note.note_id,
                    fields,
                    tags,
                ),
            )
            if changed.rowcount:
                give_cards(db, note.note_id, ordinals(note.kind, note.fields))
