"""The tables. Rows never leave this package; everything outside gets frozen dataclasses.

Times are UTC epoch milliseconds, days are study days (`domain.day`), lists and tables inside a cell are JSON text.
Every table has an integer primary key, because undo names a row by it.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

APPLICATION_ID = 0x53545544  # "STUD", so that `file` and we ourselves know a collection
SCHEMA_VERSION = "0003"

LOST_BY_NOTE, DECK_REMOVED, RESERVED = 1, 2, 4
"""Bits of `cards.retired`."""

metadata = MetaData()

decks = Table(
    "decks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("version", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default="en"),
    Column("licence", Text, nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
    Column("sources", Text, nullable=False, server_default="{}"),
    Column("changelog", Text, nullable=False, server_default="[]"),
    Column("outline", Text),
    Column("shipped", Integer, nullable=False, server_default="0"),
    # Out of sight, its answers and memories kept; it can be brought back.
    Column("removed", Integer, nullable=False, server_default="0"),
    Column("added", Integer, nullable=False),
    Column("authors", Text, nullable=False, server_default="[]"),
)

note_types = Table(
    "note_types",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("fields", Text, nullable=False, server_default="[]"),
    Column("templates", Text, nullable=False, server_default="[]"),
    Column("css", Text, nullable=False, server_default=""),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("note_type_id", ForeignKey("note_types.id"), nullable=False),
    Column("fields", Text, nullable=False),
    Column("leaf", Text),
    Column("section", Text, nullable=False, server_default=""),
    Column("also", Text, nullable=False, server_default="[]"),
    Column("level", Text),
    Column("competencies", Text, nullable=False, server_default="[]"),
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("source", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False, server_default="draft"),
    Column("depth", Text, nullable=False, server_default="core"),
    Column("prereq", Text, nullable=False, server_default="[]"),
    Column("sibling_group", Text, nullable=False, server_default=""),
    Column("difficulty", Integer),
    Column("mock_pool", Integer, nullable=False, server_default="0"),
    Column("search_text", Text, nullable=False, server_default=""),
    # Fingerprint of what the deck last said: tells what the author has changed since.
    Column("origin", Text, nullable=False, server_default=""),
    Column("edited_by_learner", Integer, nullable=False, server_default="0"),
    Column("added", Integer, nullable=False),
    Column("edited", Integer, nullable=False),
    UniqueConstraint("deck_id", "key"),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("note_id", ForeignKey("notes.id", ondelete="CASCADE"), nullable=False),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("state", Integer, nullable=False, server_default="0"),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("due_day", Integer),
    Column("due_at", Integer),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("last_review", Integer),
    Column("last_day", Integer),
    Column("reps", Integer, nullable=False, server_default="0"),
    Column("lapses", Integer, nullable=False, server_default="0"),
    Column("flag", Integer, nullable=False, server_default="0"),
    Column("suspended", Integer, nullable=False, server_default="0"),
    # Out of the queue up to and including this study day.
    Column("buried_until", Integer),
    # Out of every queue: LOST_BY_NOTE when the note lost this card (a cloze deletion was removed), DECK_REMOVED with its deck;
    # it comes back with its memory when they do. RESERVED keeps a question for practice exams until one has been missed.
    Column("retired", Integer, nullable=False, server_default="0"),
    UniqueConstraint("note_id", "ordinal"),
    Index("cards_by_state", "suspended", "retired", "state", "due_day"),
    Index("cards_by_deck", "deck_id", "suspended", "retired", "state", "due_day"),
    Index("cards_new", "position", sqlite_where=text("state = 0 AND suspended = 0 AND retired = 0")),
)

parameters = Table(
    "parameters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("weights", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("origin", Text, nullable=False, server_default="default"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("card_id", ForeignKey("cards.id", ondelete="CASCADE"), nullable=False),
    Column("time", Integer, nullable=False),
    Column("tz_offset", Integer, nullable=False),
    # Fixed when written: a later journey or a changed rollover hour never moves history.
    Column("study_day", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("elapsed_days", Integer, nullable=False),
    Column("scheduled_days", Integer, nullable=False),
    Column("duration", Integer, nullable=False),
    Column("state_before", Integer, nullable=False),
    Column("stability_before", Float),
    Column("difficulty_before", Float),
    Column("parameters_id", ForeignKey("parameters.id"), nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Index("reviews_by_card", "card_id", "time"),
    Index("reviews_by_day", "study_day", "rating", "duration", "state_before"),
)

media = Table(
    "media",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    UniqueConstraint("deck_id", "name"),
)

settings = Table(
    "settings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("value", Text, nullable=False),
)

exams = Table(
    "exams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("started", Integer, nullable=False),
    Column("finished", Integer),
    Column("seconds_allowed", Integer),
    # What was put together, to tell a complete exam from a damaged one.
    Column("plan", Text, nullable=False, server_default="{}"),
    Column("scope", Text, nullable=False, server_default=""),
    Column("strict", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False, server_default="0"),
    # Milliseconds by the clock since the start, which a clock set back does not shorten, and the moment they reach up to.
    Column("elapsed", Integer, nullable=False, server_default="0"),
    Column("clock", Integer, nullable=False, server_default="0"),
    # Milliseconds spent on its questions.
    Column("spent", Integer, nullable=False, server_default="0"),
    Column("paused", Integer, nullable=False, server_default="0"),
)

exam_answers = Table(
    "exam_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("exam_id", ForeignKey("exams.id", ondelete="CASCADE"), nullable=False),
    Column("card_id", ForeignKey("cards.id", ondelete="SET NULL")),
    Column("position", Integer, nullable=False),
    Column("scored", Integer, nullable=False, server_default="1"),
    # The picked option as it read then, and whether it was right then: later edits do not change a result.
    Column("answer", Text),
    Column("correct", Integer),
    Column("confidence", Integer),
    Column("flagged", Integer, nullable=False, server_default="0"),
    Column("duration", Integer, nullable=False, server_default="0"),
    Column("time", Integer),
    # Fixes the order of the options and the numbers of a numeric question.
    Column("seed", Integer, nullable=False, server_default="0"),
    Column("options", Integer, nullable=False, server_default="0"),
    Column("picked", Integer),
    Column("first_picked", Integer),
    Column("first_correct", Integer),
    Column("seen", Integer, nullable=False, server_default="0"),
    Column("settled", Integer, nullable=False, server_default="0"),
    Column("leaf", Text),
    Column("level", Text),
    UniqueConstraint("exam_id", "position"),
    Index("exam_answers_by_card", "card_id"),
)

leaf_references = Table(
    "leaf_references",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("leaf", Text, nullable=False, unique=True),
    Column("work", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("edited", Integer, nullable=False),
)

lookups = Table(
    "lookups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("leaf", Text, nullable=False),
    Column("time", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("found", Integer, nullable=False),
    Index("lookups_by_leaf", "leaf", "time"),
)

learn_notes = Table(
    "learn_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deck_id", ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
    Column("leaf", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("deck_id", "leaf"),
)

card_reports = Table(
    "card_reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("note_id", ForeignKey("notes.id", ondelete="CASCADE"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("time", Integer, nullable=False),
    # When it was last written to a file.
    Column("sent", Integer),
    Index("card_reports_by_note", "note_id"),
)

SEARCH_INDEX = (
    """CREATE VIRTUAL TABLE notes_search USING fts5(
        search_text, content='notes', content_rowid='id', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER notes_search_insert AFTER INSERT ON notes BEGIN
        INSERT INTO notes_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER notes_search_delete AFTER DELETE ON notes BEGIN
        INSERT INTO notes_search(notes_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); END""",
    """CREATE TRIGGER notes_search_update AFTER UPDATE OF search_text ON notes BEGIN
        INSERT INTO notes_search(notes_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO notes_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
)


def create_search_index(connection: Connection) -> None:
    """Create the full-text index over `notes.search_text` and the triggers that keep it."""
    for statement in SEARCH_INDEX:
        connection.exec_driver_sql(statement)


UNDOABLE = (
    "decks",
    "note_types",
    "notes",
    "cards",
    "parameters",
    "reviews",
    "media",
    "settings",
    "exams",
    "exam_answers",
    "leaf_references",
    "lookups",
    "learn_notes",
    "card_reports",
)
"""Tables whose changes can be undone: all of them. The search index follows `notes` by its own triggers."""
