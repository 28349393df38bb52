"""The decks and how much of each waits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.changes import Journal
from studyapp.collection.schema import DECK_REMOVED, RESERVED
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.errors import UserError

if TYPE_CHECKING:
    from studyapp.collection.deck_parts import Parts


class DeckRow(NamedTuple):
    """One deck in the list."""

    id: int
    key: str
    title: str
    version: str
    description: str
    licence: str
    shipped: bool
    notes: int
    cards: int
    new: int
    """Cards never met, whatever the day's limit."""
    learning: int
    due: int
    suspended: int
    reserved: int = 0
    """Questions kept for practice exams that have never been met; they are in no other count of cards."""
    authors: tuple[str, ...] = ()


class LearnNote(NamedTuple):
    """What to understand about a leaf before memorizing."""

    leaf: str
    deck_id: int
    """Whose pictures it may show."""
    text: str
    """CommonMark with formulas."""


class Decks:
    """Lists, renames and removes decks."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def all(self, today: int) -> list[DeckRow]:
        """All decks with what is due on a study day."""
        counts = {
            deck_id: (cards, new, learning, due, suspended)
            for deck_id, cards, new, learning, due, suspended in self._connection.exec_driver_sql(
                "SELECT deck_id, count(*), sum(state = 0 AND suspended = 0), sum(state IN (1, 3) AND suspended = 0),"
                " sum(state = 2 AND suspended = 0 AND due_day <= ?), sum(suspended) FROM cards WHERE retired = 0 GROUP BY deck_id",
                (today,),
            )
        }
        reserved: dict[int, int] = dict(
            self._connection.exec_driver_sql(
                "SELECT deck_id, count(*) FROM cards c WHERE retired = ? AND reps = 0 AND NOT EXISTS"
                " (SELECT 1 FROM exam_answers a WHERE a.card_id = c.id AND a.seen = 1) GROUP BY deck_id",
                (RESERVED,),
            ).all()
        )
        rows = self._connection.exec_driver_sql(
            "SELECT d.id, d.key, d.title, d.version, d.description, d.licence, d.shipped, d.authors,"
            " (SELECT count(*) FROM notes n WHERE n.deck_id = d.id AND n.status != 'retired') FROM decks d"
            " WHERE d.removed = 0 ORDER BY d.shipped DESC, d.title"
        ).all()
        found = []
        for id_, key, title, version, description, licence, shipped, authors, notes in rows:
            count, kept = counts.get(id_, (0, 0, 0, 0, 0)), reserved.get(id_, 0)
            row = DeckRow(id_, key, title, version, description, licence, bool(shipped), notes, *count, reserved=kept)
            found.append(row._replace(authors=tuple(json.loads(authors))))
        return found

    def parts(self, deck_id: int | None, today: int) -> Parts:
        """Sections, competencies and leaves of a deck, or of all decks, with what is due on a study day."""
        from studyapp.collection.deck_parts import count_parts

        return count_parts(self._connection, self.outline(), deck_id, today)

    def has_parts(self, deck_id: int) -> bool:
        """Whether any card of a deck tells its section or a competency, so that a part of it can be studied."""
        found = self._connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM notes n JOIN cards c ON c.note_id = n.id WHERE n.deck_id = ? AND c.retired = 0"
            " AND (n.section != '' OR n.competencies != '[]'))",
            (deck_id,),
        ).scalar()
        return bool(found)

    def version(self, key: str) -> str | None:
        """The version of a deck, or None if it is not there."""
        return self._connection.exec_driver_sql("SELECT version FROM decks WHERE key = ?", (key,)).scalar()

    def outline(self) -> Outline | None:
        """The exam outline in force: that of the first deck that brings one."""
        return outline_from(
            self._connection.exec_driver_sql(
                "SELECT outline FROM decks WHERE outline IS NOT NULL ORDER BY removed, id LIMIT 1"
            ).scalar()
        )

    def learn_note(self, leaf: str) -> LearnNote | None:
        """What to understand about a leaf before memorizing: of the first deck that says it, or None."""
        row = self._connection.exec_driver_sql(
            "SELECT l.deck_id, l.text FROM learn_notes l JOIN decks d ON d.id = l.deck_id"
            " WHERE l.leaf = ? AND d.removed = 0 ORDER BY l.deck_id LIMIT 1",
            (leaf,),
        ).first()
        return LearnNote(leaf, *row) if row is not None else None

    def rename(self, deck_id: int, title: str) -> None:
        """Give a deck another title. Raises UserError for an empty one."""
        title = " ".join(title.split())
        if not title or len(title) > 200:
            raise UserError("A deck needs a title of at most 200 characters.")
        with self._journal.change("Rename deck") as db:
            db.exec_driver_sql("UPDATE decks SET title = ? WHERE id = ? AND title != ?", (title, deck_id, title))

    def remove(self, deck_id: int) -> None:
        """Put a deck out of sight and its cards out of every queue. Answers and memories stay, so it can come back."""
        with self._journal.change("Remove deck") as db:
            db.exec_driver_sql("UPDATE decks SET removed = 1 WHERE id = ? AND removed = 0", (deck_id,))
            db.exec_driver_sql(
                "UPDATE cards SET retired = retired | ? WHERE deck_id = ? AND retired & ? = 0",
                (DECK_REMOVED, deck_id, DECK_REMOVED),
            )

    def bring_back(self, deck_id: int) -> None:
        """Show a removed deck again, its cards where they were."""
        with self._journal.change("Bring back deck") as db:
            show_deck(db, deck_id)

    def removed(self) -> list[tuple[int, str]]:
        """Id and title of the removed decks."""
        rows = self._connection.exec_driver_sql("SELECT id, title FROM decks WHERE removed = 1 ORDER BY title").all()
        return [(deck_id, title) for deck_id, title in rows]

    def is_removed(self, key: str) -> bool:
        """Whether the learner has removed the deck with this key."""
        found = self._connection.exec_driver_sql("SELECT removed FROM decks WHERE key = ?", (key,)).scalar()
        return bool(found)


def show_deck(db: Connection, deck_id: int) -> None:
    """Bring a deck back into sight, inside the caller's transaction; nothing is written where it is in sight."""
    db.exec_driver_sql("UPDATE decks SET removed = 0 WHERE id = ? AND removed = 1", (deck_id,))
    db.exec_driver_sql(
        "UPDATE cards SET retired = retired & ~? WHERE deck_id = ? AND retired & ?",
        (DECK_REMOVED, deck_id, DECK_REMOVED),
    )


def outline_from(text: str | None) -> Outline | None:
    """An outline from its JSON text in the table of decks, or None from nothing."""
    if not text:
        return None
    raw = json.loads(text)
    sections = tuple(
        Section(
            **{
                **section,
                "leaves": tuple(Leaf(**{**leaf, "topics": tuple(leaf["topics"])}) for leaf in section["leaves"]),
            }
        )
        for section in raw["sections"]
    )
    return Outline(**{**raw, "sections": sections})
