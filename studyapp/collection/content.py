"""Bringing decks in and out: every deck, shipped or imported, goes through `plan` and `merge`.

Notes match by key. Merging updates wording, never memories; nothing is deleted, notes that left a deck are retired. What the
learner has edited stays as edited.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from studyapp.collection.changes import Journal, Progress
from studyapp.collection.decks import outline_from, show_deck
from studyapp.collection.media import Media
from studyapp.collection.moments import milliseconds
from studyapp.collection.schema import LOST_BY_NOTE, RESERVED
from studyapp.domain.blueprint import Outline, section_id
from studyapp.domain.cards import headline, ordinals, plain_text
from studyapp.domain.content import DeckSource, Depth, Fields, Kind, Level, NoteSource, RefusedNote, Status
from studyapp.domain.note_rules import check_note, check_place
from studyapp.domain.numeric_trials import Trials
from studyapp.errors import UserError

_CHUNK = 100
"""Notes between two reports of progress: few enough that a window which waits for them stays alive."""
LEAST_OPTIONS = 3
"""Options below which a question is not asked in an exam."""
_ADDED = "+"
"""Marks the origin of notes that came from a table of rows: the deck's author does not know them."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do, to be looked at before it is done."""

    deck: DeckSource
    deck_exists: bool
    added: tuple[NoteSource, ...]
    changed: tuple[NoteSource, ...]
    unchanged: int
    kept: tuple[NoteSource, ...]
    """Notes that the deck has changed and the learner too: the learner's wording stays."""
    retired: tuple[str, ...]
    """Keys of notes that have left the deck: they leave the queue, their memories stay."""
    refused: tuple[RefusedNote, ...]
    """Rows that cannot come in, each with the reason."""
    learn: tuple[str, ...]
    """Leaves whose learn note is new, has changed or is gone."""
    origins: Mapping[str, str] = field(repr=False)
    """Fingerprints of the added and changed notes, by key."""

    @property
    def is_empty(self) -> bool:
        """Whether merging would change nothing."""
        return self.deck_exists and not (self.added or self.changed or self.retired or self.learn)


class Content:
    """Plans and merges decks, and gives them back as their author would write them."""

    def __init__(self, connection: Connection, journal: Journal, media: Media) -> None:
        self._connection = connection
        self._journal = journal
        self._media = media

    def plan(self, deck: DeckSource, outline: Outline | None = None, *, progress: Progress | None = None) -> MergePlan:
        """Compare a deck with the collection. Reads only.

        `outline` is the one in force for notes of a deck that brings none; notes that break a rule are refused with a reason.
        """
        outline = deck.outline or outline
        deck_id = self._deck_id(deck.key)
        existing = self._existing(deck_id)
        added, changed, kept, unchanged = [], [], [], 0
        refused = list(deck.refused)
        origins: dict[str, str] = {}
        seen: set[str] = set()
        trials = Trials()
        for number, note in enumerate(deck.notes):
            if progress and number % _CHUNK == 0:
                progress(number, len(deck.notes))
            mistakes = [*check_place(note, outline)] if deck.checked else check_note(note, outline, trials=trials)
            if note.key in seen:
                mistakes = [("id", "This note stands in the file more than once."), *mistakes]
            if mistakes:
                reason = " ".join(f"{field}: {sentence}" if field else sentence for field, sentence in mistakes)
                refused.append(RefusedNote(note.place or note.key, headline(note.kind, note.fields), reason))
                continue
            seen.add(note.key)
            old = existing.get(note.key)
            fingerprint = origins[note.key] = _fingerprint(note)
            if old is None:
                added.append(note)
            elif old.said == fingerprint and old.is_whole(note):
                unchanged += 1
            elif old.edited_by_learner:
                kept.append(note)
            else:
                changed.append(note)
        own = {key for key, old in existing.items() if old.from_author}
        # A note that could not be read this time has not left its deck.
        named = {note.key for note in deck.notes} | {row.key for row in deck.refused}
        gone = own - named if deck.complete else set(deck.retired) & existing.keys()
        retired = tuple(sorted(key for key in gone if existing[key].status != Status.RETIRED))
        return MergePlan(
            deck,
            deck_id is not None and not self._is_removed(deck_id),
            tuple(added),
            tuple(changed),
            unchanged,
            tuple(kept),
            retired,
            tuple(refused),
            self._changed_learn(deck, deck_id),
            origins,
        )

    def merge(self, plan: MergePlan, now: datetime, *, shipped: bool = False, progress: Progress | None = None) -> None:
        """Do what the plan says: one transaction, one undo step.

        Media are written under names made from their content before the transaction, so a failure leaves nothing that is seen.
        Raises UserError when there is nothing to bring in, and whatever `progress` raises to cancel.
        """
        deck = plan.deck
        if plan.refused and not (plan.added or plan.changed or plan.unchanged or plan.kept):
            first = plan.refused[0]
            raise UserError(
                f"Nothing was imported: none of {len(plan.refused)} rows can be used. {first.place}: {first.reason}"
            )
        report = progress or (lambda done, total: None)
        total = len(plan.added) + len(plan.changed)
        stored_media = self._media.store(deck.media)
        with self._journal.change(f"Import {deck.title}") as db:
            deck_id = self._merge_deck(db, deck, now, shipped)
            show_deck(db, deck_id)
            types = self._note_types(db)
            mark = "" if deck.complete else _ADDED
            origins = {key: mark + fingerprint for key, fingerprint in plan.origins.items()}
            self._media.record(db, deck_id, stored_media)
            self._add(db, plan.added, deck_id, types, origins, now, lambda done: report(done, total))
            self._update(
                db, plan.changed, deck_id, types, origins, now, lambda done: report(len(plan.added) + done, total)
            )
            for leaf in plan.learn:
                self._set_learn(db, deck_id, leaf, deck.learn.get(leaf))
            for note in plan.kept:
                self._bring_back(db, note, deck_id)
            for key in plan.retired:
                db.exec_driver_sql("UPDATE notes SET status = 'retired' WHERE deck_id = ? AND key = ?", (deck_id, key))
                db.exec_driver_sql(
                    "UPDATE cards SET retired = retired | ? WHERE note_id = (SELECT id FROM notes WHERE deck_id = ? AND key = ?)",
                    (LOST_BY_NOTE, deck_id, key),
                )
            report(total, total)

    def deck(self, deck_id: int) -> DeckSource:
        """A deck as it stands now, the learner's edits included, to be written to a file."""
        row = self._connection.exec_driver_sql(
            "SELECT key, title, version, language, licence, description, sources, changelog, outline, authors FROM decks WHERE id = ?",
            (deck_id,),
        ).one()
        notes = self._connection.exec_driver_sql(
            "SELECT n.key, t.kind, n.fields, n.leaf, n.also, n.level, n.competencies, n.tags, n.source, n.status, n.depth, n.prereq,"
            " n.sibling_group, n.difficulty, n.mock_pool FROM notes n JOIN note_types t ON t.id = n.note_type_id"
            " WHERE n.deck_id = ? ORDER BY n.id",
            (deck_id,),
        ).all()
        return DeckSource(
            key=row[0], title=row[1], version=row[2], language=row[3], licence=row[4], description=row[5],
            sources=json.loads(row[6]), changelog=tuple(json.loads(row[7])), outline=outline_from(row[8]),
            authors=tuple(json.loads(row[9])),
            notes=tuple(_note(*note) for note in notes), media=self._media.contents(deck_id),
            learn=self._learn(deck_id),
        )  # fmt: skip

    def _deck_id(self, key: str) -> int | None:
        return self._connection.exec_driver_sql("SELECT id FROM decks WHERE key = ?", (key,)).scalar()

    def _learn(self, deck_id: int | None) -> dict[str, str]:
        rows = self._connection.exec_driver_sql(
            "SELECT leaf, text FROM learn_notes WHERE deck_id = ? ORDER BY id", (deck_id,)
        )
        return dict(rows.all())

    def _changed_learn(self, deck: DeckSource, deck_id: int | None) -> tuple[str, ...]:
        have = self._learn(deck_id)
        changed = [leaf for leaf, text in deck.learn.items() if have.get(leaf) != text]
        return (*changed, *(have.keys() - deck.learn.keys() if deck.complete else ()))

    def _set_learn(self, db: Connection, deck_id: int, leaf: str, text: str | None) -> None:
        if text is None:
            db.exec_driver_sql("DELETE FROM learn_notes WHERE deck_id = ? AND leaf = ?", (deck_id, leaf))
        else:
            db.exec_driver_sql(
                "INSERT INTO learn_notes(deck_id, leaf, text) VALUES (?,?,?)"
                " ON CONFLICT(deck_id, leaf) DO UPDATE SET text = excluded.text",
                (deck_id, leaf, text),
            )

    def _is_removed(self, deck_id: int) -> bool:
        return bool(self._connection.exec_driver_sql("SELECT removed FROM decks WHERE id = ?", (deck_id,)).scalar())

    def _existing(self, deck_id: int | None) -> dict[str, _Existing]:
        rows = self._connection.exec_driver_sql(
            "SELECT key, origin, status, edited_by_learner, EXISTS (SELECT 1 FROM cards WHERE note_id = notes.id) FROM notes"
            " WHERE deck_id = ?",
            (deck_id,),
        ).all()
        return {
            key: _Existing(origin, status, bool(edited), bool(has_cards))
            for key, origin, status, edited, has_cards in rows
        }

    def _merge_deck(self, db: Connection, deck: DeckSource, now: datetime, shipped: bool) -> int:
        outline = json.dumps(asdict(deck.outline)) if deck.outline else None
        # Rows of a table say nothing about the deck they go into.
        update = _UPDATE_DECK if deck.complete else "DO NOTHING"
        db.exec_driver_sql(
            "INSERT INTO decks(key, title, version, language, licence, description, sources, changelog, outline, shipped, added,"
            f" authors) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(key) {update}",
            (deck.key, deck.title, deck.version, deck.language, deck.licence, deck.description, json.dumps(dict(deck.sources)),
             json.dumps(deck.changelog), outline, int(shipped), milliseconds(now), _list(deck.authors)),
        )  # fmt: skip
        return int(db.exec_driver_sql("SELECT id FROM decks WHERE key = ?", (deck.key,)).scalar_one())

    def _note_types(self, db: Connection) -> dict[str, int]:
        for kind in Kind:
            db.exec_driver_sql(
                "INSERT INTO note_types(kind, name) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM note_types WHERE name = ?)",
                (kind.value, kind.value, kind.value),
            )
        return dict(db.exec_driver_sql("SELECT name, id FROM note_types").all())

    def _add(
        self, db: Connection, notes: Sequence[NoteSource], deck_id: int, types: dict[str, int], origins: Mapping[str, str], now: datetime,
        report: Callable[[int], None],
    ) -> None:  # fmt: skip
        note_id = int(db.exec_driver_sql("SELECT coalesce(max(id), 0) FROM notes").scalar_one())
        last = int(db.exec_driver_sql("SELECT coalesce(max(position), 0) FROM cards").scalar_one())
        position = {note.key: last + place for place, note in enumerate(introduction_order(notes), 1)}
        moment = milliseconds(now)
        for start in range(0, len(notes), _CHUNK):
            report(start)
            note_rows, card_rows = [], []
            for note in notes[start : start + _CHUNK]:
                note_id += 1
                note_rows.append(
                    (note_id, deck_id, note.key, *_columns(note, types), origins[note.key], moment, moment)
                )
                retired = RESERVED if note.mock_pool and can_be_examined(note.kind, note.fields) else 0
                retired |= LOST_BY_NOTE if note.status is Status.RETIRED else 0
                card_rows += [
                    (note_id, deck_id, ordinal, position[note.key], retired)
                    for ordinal in ordinals(note.kind, note.fields)
                ]
            db.exec_driver_sql(
                f"INSERT INTO notes(id, deck_id, key, {_COLUMNS}, origin, added, edited) VALUES ({_marks(note_rows)})",
                note_rows,
            )
            if card_rows:
                db.exec_driver_sql(
                    "INSERT INTO cards(note_id, deck_id, ordinal, position, retired) VALUES (?,?,?,?,?)", card_rows
                )

    def _update(
        self, db: Connection, notes: Sequence[NoteSource], deck_id: int, types: dict[str, int], origins: Mapping[str, str], now: datetime,
        report: Callable[[int], None],
    ) -> None:  # fmt: skip
        assignments = ", ".join(f"{column.strip()} = ?" for column in _COLUMNS.split(","))
        for done, note in enumerate(notes):
            if done % _CHUNK == 0:
                report(done)
            db.exec_driver_sql(
                f"UPDATE notes SET {assignments}, origin = ?, edited = ?, edited_by_learner = 0 WHERE deck_id = ? AND key = ?",
                (*_columns(note, types), origins[note.key], milliseconds(now), deck_id, note.key),
            )
            note_id = db.exec_driver_sql(
                "SELECT id FROM notes WHERE deck_id = ? AND key = ?", (deck_id, note.key)
            ).scalar_one()
            wanted = () if note.status is Status.RETIRED else ordinals(note.kind, note.fields)
            give_cards(db, note_id, wanted)

    def _bring_back(self, db: Connection, note: NoteSource, deck_id: int) -> None:
        """Take a note back into the queue, in the learner's wording, when the deck has it again."""
        if note.status is Status.RETIRED:
            return
        row = db.exec_driver_sql(
            "SELECT n.id, t.kind, n.fields FROM notes n JOIN note_types t ON t.id = n.note_type_id"
            " WHERE n.deck_id = ? AND n.key = ? AND n.status = 'retired'",
            (deck_id, note.key),
        ).first()
        if row is not None:
            db.exec_driver_sql("UPDATE notes SET status = ? WHERE id = ?", (note.status.value, row[0]))
            give_cards(db, row[0], ordinals(Kind(row[1]), json.loads(row[2])))


@dataclass(frozen=True, slots=True)
class _Existing:
    origin: str
    status: str
    edited_by_learner: bool
    has_cards: bool

    def is_whole(self, note: NoteSource) -> bool:
        """Whether the note is in the queue or out of it as the deck wants, with cards if its kind has some.

        An earlier program gave no cards to kinds that it could not ask.
        """
        if note.status is Status.RETIRED or self.status == Status.RETIRED:
            return self.status == note.status
        return self.has_cards or not ordinals(note.kind, note.fields)

    @property
    def said(self) -> str:
        """The fingerprint of what the note said when it came in."""
        return self.origin.removeprefix(_ADDED)

    @property
    def from_author(self) -> bool:
        """Whether the note came with its deck, so that it has left the deck when the deck no longer has it."""
        return not self.origin.startswith(_ADDED)


def give_cards(db: Connection, note_id: int, wanted: Sequence[int]) -> None:
    """Make a note's cards those of its text: new ones are added, lost ones retired with their memory, found ones come back.

    Questions of the mock pool that were never met are kept for practice exams, and let go when they leave the pool.
    """
    mock_pool, kind, fields = db.exec_driver_sql(
        "SELECT n.mock_pool, t.kind, n.fields FROM notes n JOIN note_types t ON t.id = n.note_type_id WHERE n.id = ?",
        (note_id,),
    ).one()
    reserved = bool(mock_pool) and can_be_examined(Kind(kind), json.loads(fields))
    rows = db.exec_driver_sql("SELECT ordinal, retired, state FROM cards WHERE note_id = ?", (note_id,)).all()
    for ordinal, retired, state in rows:
        kept = retired & RESERVED if reserved and state else RESERVED * reserved
        after = retired & ~(LOST_BY_NOTE | RESERVED) | kept | (0 if ordinal in wanted else LOST_BY_NOTE)
        if after != retired:
            db.exec_driver_sql(
                "UPDATE cards SET retired = ? WHERE note_id = ? AND ordinal = ?", (after, note_id, ordinal)
            )
    have = {ordinal for ordinal, _, _ in rows}
    for ordinal in wanted:
        if ordinal not in have:
            db.exec_driver_sql(
                "INSERT INTO cards(note_id, deck_id, ordinal, retired, position) SELECT id, deck_id, ?, ?,"
                " coalesce((SELECT min(position) FROM cards WHERE note_id = ?), (SELECT coalesce(max(position), 0) + 1 FROM cards))"
                " FROM notes WHERE id = ?",
                (ordinal, RESERVED * reserved, note_id, note_id),
            )


def can_be_examined(kind: Kind, fields: Fields) -> bool:
    """Whether practice exams can ask such a note, which takes three options; otherwise keeping it for them would hide it."""
    if kind is Kind.NUMERIC:
        return len(fields.get("labels", ()) or (None, *fields.get("wrong", ()))) >= LEAST_OPTIONS
    return kind is Kind.CHOICE


_DECK_UPDATES = {
    **{
        name: f"excluded.{name}"
        for name in ("title", "version", "language", "licence", "description", "sources", "changelog", "authors")
    },
    "outline": "coalesce(excluded.outline, outline)",
    "shipped": "max(shipped, excluded.shipped)",
}
_UPDATE_DECK = (
    f"DO UPDATE SET {', '.join(f'{name} = {value}' for name, value in _DECK_UPDATES.items())}"
    f" WHERE ({', '.join(_DECK_UPDATES)}) IS NOT ({', '.join(_DECK_UPDATES.values())})"
)
_COLUMNS = (
    "note_type_id, fields, leaf, section, also, level, competencies, tags, source, status, depth, prereq, sibling_group, difficulty,"
    " mock_pool, search_text"
)


def _columns(note: NoteSource, types: dict[str, int]) -> tuple[Any, ...]:
    return (
        types[note.kind.value], json.dumps(note.fields, ensure_ascii=False), note.leaf, section_id(note.leaf), _list(note.also),
        note.level.value if note.level else None, _list(note.competencies), _list(note.tags), note.source,
        note.status.value, note.depth.value, _list(note.prereq), note.group, note.difficulty, int(note.mock_pool),
        plain_text(note.kind, note.fields),
    )  # fmt: skip


def _note(
    key: str, kind: str, fields: str, leaf: str | None, also: str, level: str | None, competencies: str, tags: str, source: str,
    status: str, depth: str, prereq: str, group: str, difficulty: int | None, mock_pool: int,
) -> NoteSource:  # fmt: skip
    return NoteSource(
        key=key, kind=Kind(kind), fields=json.loads(fields), leaf=leaf, also=tuple(json.loads(also)),
        level=Level(level) if level else None, competencies=tuple(json.loads(competencies)), tags=tuple(json.loads(tags)),
        source=source, status=Status(status), depth=Depth(depth), prereq=tuple(json.loads(prereq)), group=group,
        difficulty=difficulty, mock_pool=bool(mock_pool),
    )  # fmt: skip


def _list(words: tuple[str, ...]) -> str:
    # Most lists are empty, and each call of the encoder costs as much as a row.
    return json.dumps(words, ensure_ascii=False) if words else "[]"


def _marks(rows: Sequence[tuple[Any, ...]]) -> str:
    return ",".join("?" * len(rows[0]))


def _fingerprint(note: NoteSource) -> str:
    """What the author said, in 16 hexadecimal digits; where it stood in the file does not count."""
    said = (
        note.kind, note.fields, note.leaf, note.also, note.level, note.competencies, note.tags, note.source, note.status, note.depth,
        note.prereq, note.group, note.difficulty, note.mock_pool,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def introduction_order(notes: Sequence[NoteSource]) -> list[NoteSource]:
    """The order in which new notes are met: sections mixed, each note after those it builds on."""
    return list(_basics_first(_sections_mixed(notes)))


def _sections_mixed(notes: Sequence[NoteSource]) -> list[NoteSource]:
    """The notes with each section spread evenly over the whole, so that new cards come from all parts of the exam."""
    number: Counter[str] = Counter()
    total = Counter(section_id(note.leaf) for note in notes)
    places = []
    for note in notes:
        section = section_id(note.leaf)
        places.append((number[section] + 0.5) / total[section])
        number[section] += 1
    return [note for _, note in sorted(zip(places, notes, strict=True), key=itemgetter(0))]


def _basics_first(notes: list[NoteSource]) -> Iterator[NoteSource]:
    """The notes in their order, but each after those it builds on. A circle is broken where it is entered."""
    by_key = {note.key: note for note in notes}
    done: set[str] = set()
    for note in notes:
        waiting = [note]
        while waiting:
            top = waiting[-1]
            if top.key in done:
                waiting.pop()
                continue
            missing = [
                by_key[key] for key in top.prereq if key in by_key and key not in done and by_key[key] not in waiting
            ]
            if missing:
                waiting.extend(reversed(missing))
            else:
                done.add(top.key)
                yield waiting.pop()
