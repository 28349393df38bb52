"""Open-book preparation: where the learner finds each leaf, how quickly, and what goes into the binder."""

from __future__ import annotations

import json
import math
from datetime import datetime

from sqlalchemy import Connection

from studyapp.collection.changes import Journal
from studyapp.collection.moments import milliseconds
from studyapp.domain.content import Kind
from studyapp.domain.find_it import LONGEST, Lookup, LookupSummary, summarize
from studyapp.domain.open_book import Entry, LeafReference, binder_entry
from studyapp.errors import UserError

LONGEST_WORK, LONGEST_PLACE, LONGEST_NOTE = 200, 100, 4000
"""Characters of the parts of a reference."""


class OpenBook:
    """Keeps references and look-ups."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def reference(self, leaf: str) -> LeafReference:
        """Where the learner finds a leaf; an empty reference where nothing is noted."""
        row = self._connection.exec_driver_sql(
            "SELECT leaf, work, place, note FROM leaf_references WHERE leaf = ?", (leaf,)
        ).first()
        return LeafReference(*row) if row else LeafReference(leaf)

    def references(self) -> dict[str, LeafReference]:
        """All that is noted, by leaf."""
        rows = self._connection.exec_driver_sql("SELECT leaf, work, place, note FROM leaf_references").all()
        return {row[0]: LeafReference(*row) for row in rows}

    def works(self) -> tuple[str, ...]:
        """The books that are named, the most used first."""
        rows = self._connection.exec_driver_sql(
            "SELECT work FROM leaf_references WHERE work != '' GROUP BY work ORDER BY count(*) DESC, work"
        ).all()
        return tuple(row[0] for row in rows)

    def set_reference(self, leaf: str, work: str, place: str, note: str, now: datetime) -> None:
        """Note where a leaf is found, or with three empty texts nowhere. Raises UserError for a text that is too long."""
        wanted = LeafReference(leaf, _line(work), _line(place), note.replace("\x00", "").strip())
        for text, longest, name in (
            (wanted.work, LONGEST_WORK, "book"),
            (wanted.place, LONGEST_PLACE, "tab or page"),
            (wanted.note, LONGEST_NOTE, "note"),
        ):
            if len(text) > longest:
                raise UserError(f"The {name} has {len(text):,} characters; at most {longest:,} can be kept.")
        if wanted == self.reference(leaf):
            return
        with self._journal.change("Edit reference") as db:
            if wanted:
                db.exec_driver_sql(
                    "INSERT INTO leaf_references(leaf, work, place, note, edited) VALUES (?, ?, ?, ?, ?) ON CONFLICT(leaf) DO UPDATE"
                    " SET work = excluded.work, place = excluded.place, note = excluded.note, edited = excluded.edited",
                    (leaf, wanted.work, wanted.place, wanted.note, milliseconds(now)),
                )
            else:
                db.exec_driver_sql("DELETE FROM leaf_references WHERE leaf = ?", (leaf,))

    def record_lookup(self, leaf: str, seconds: float, found: bool, now: datetime) -> Lookup:
        """Keep how long a search in the books took; more than ten minutes count as ten."""
        kept = min(max(seconds, 0.0), LONGEST) if math.isfinite(seconds) else LONGEST
        lookup = Lookup(leaf, milliseconds(now), kept, found)
        with self._journal.change("Look up") as db:
            db.exec_driver_sql(
                "INSERT INTO lookups(leaf, time, seconds, found) VALUES (?, ?, ?, ?)",
                (leaf, lookup.time, lookup.seconds, int(found)),
            )
        return lookup

    def lookups(self) -> tuple[Lookup, ...]:
        """Every search, oldest first."""
        rows = self._connection.exec_driver_sql("SELECT leaf, time, seconds, found FROM lookups ORDER BY id").all()
        return tuple(Lookup(leaf, time, seconds, bool(found)) for leaf, time, seconds, found in rows)

    def lookup_summary(self) -> LookupSummary:
        """How all searches went."""
        found = {leaf for leaf, reference in self.references().items() if reference.leads_somewhere}
        return summarize(self.lookups(), found)

    def entries(self) -> tuple[Entry, ...]:
        """What the learner's decks say without asking anything: for the binder. In the order of the decks."""
        rows = self._connection.exec_driver_sql(
            "SELECT t.kind, n.fields, coalesce(n.leaf, ''), n.tags FROM notes n JOIN decks d ON d.id = n.deck_id"
            " JOIN note_types t ON t.id = n.note_type_id"
            " WHERE n.status != 'retired' AND d.removed = 0 AND t.kind IN ('term', 'cloze', 'list', 'classify') ORDER BY d.id, n.id"
        ).all()
        made = (
            binder_entry(Kind(kind), json.loads(fields), leaf, json.loads(tags)) for kind, fields, leaf, tags in rows
        )
        return tuple(entry for entry in made if entry is not None)


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.replace("\x00", "").split())
