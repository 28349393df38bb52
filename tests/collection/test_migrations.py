"""Schema steps: run on a copy, kept beside the backups, and without effect where they fail."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from studyapp import clock
from studyapp.collection import Collection, migrations, store
from studyapp.collection.schema import SCHEMA_VERSION, metadata
from studyapp.domain.scheduling import DEFAULT_PARAMETERS
from studyapp.errors import DamagedCollection

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]

STEP = '''
"""A step that only this test has."""
from alembic import op
import sqlalchemy as sa
revision = "0004"
down_revision = "0003"
def upgrade():
    with op.batch_alter_table("cards") as cards:
        cards.add_column(sa.Column("mood", sa.Integer, nullable=False, server_default="7"))
    op.execute("UPDATE decks SET title = title || '!'")
'''
FAILING_STEP = STEP + "    raise ZeroDivisionError\n"
DAMAGING_STEP = (
    STEP + "    op.execute('PRAGMA writable_schema = ON')\n    op.execute('UPDATE sqlite_schema SET rootpage = 2')\n"
)

Scripts = Callable[[str], Path]


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """The program's own steps in a folder, and one more."""

    def with_step(step: str) -> Path:
        folder = tmp_path / "100 % steps"
        shutil.copytree(migrations.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0004_test.py").write_text(step)
        return folder

    return with_step


@pytest.fixture
def closed(collection: Collection) -> Path:
    """The folder of a collection that is closed."""
    collection.close()
    return collection.folder


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection,
        opts={"include_name": lambda name, kind, parents: kind != "table" or not str(name).startswith("notes_search")},
    )


def test_tables_of_a_new_file_are_those_of_the_program(collection: Collection) -> None:
    engine = store.make_engine(collection.file)
    with engine.connect() as connection:
        assert compare_metadata(_context(connection), metadata) == []
    engine.dispose()


def test_the_last_step_is_the_version_that_new_files_get(collection: Collection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA_VERSION


def test_a_file_of_today_passes_through_the_steps_unchanged(closed: Path, dump: Dump) -> None:
    before = dump(closed)
    migrations.upgrade(closed / "collection.db")
    assert dump(closed) == before
    Collection.open(closed).close()


FIRST = Path(__file__).parents[1] / "data" / "schema-0001.sql"
QUESTION = json.dumps({
    "front": "What comes first?",
    "options": [{"text": "A plan", "correct": True, "rationale": "It guides."}, {"text": "A guess", "rationale": "It may fail."},
                {"text": "A hope", "rationale": "It may fail too."}],
})  # fmt: skip
SUM = json.dumps({
    "front": "What are {a} and {b} together?", "parameters": {"a": {"min": 2, "max": 9, "step": 1}, "b": {"choices": [20, 30]}},
    "answer": "a + b", "decimals": 0, "wrong": [{"expression": "a * b", "why": "Product."}, {"expression": "b - a", "why": "Less."}],
})  # fmt: skip


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """The folder of a collection as the first version left it: studied, with questions that wait for practice exams."""
    folder = tmp_path / "first"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
        connection.execute("INSERT INTO decks(id, key, title, version, added) VALUES (1, 'old', 'Old deck', '1', 5)")
        connection.executemany(
            "INSERT INTO note_types(id, kind, name) VALUES (?, ?, ?)",
            [(n, kind, kind) for n, kind in enumerate(("term", "choice", "numeric"), 1)],
        )
        connection.executemany(
            "INSERT INTO notes(id, deck_id, key, note_type_id, fields, leaf, section, mock_pool, source, status, search_text, added,"
            " edited) VALUES (?, 1, ?, ?, ?, 'I.A.1', 'I', ?, 'own', 'draft', ?, 5, 5)",
            [
                (1, "word", 1, '{"front": "Word", "back": "A sign."}', 1, "Word"),
                (2, "waiting", 2, QUESTION, 1, "What comes first?"),
                (3, "studied", 2, QUESTION.replace("first", "second"), 1, "What comes second?"),
                (4, "daily", 2, QUESTION.replace("first", "third"), 0, "What comes third?"),
                (5, "sum", 3, SUM, 0, "What are they together?"),
            ],
        )
        connection.executemany(
            "INSERT INTO cards(id, note_id, deck_id, ordinal, position, retired) VALUES (?, ?, 1, ?, ?, ?)",
            [(1, 1, 0, 1, 0), (2, 1, 1, 1, 0), (3, 2, 0, 2, 0), (4, 3, 0, 3, 0), (5, 4, 0, 4, 0)],
        )
        connection.execute(
            "INSERT INTO parameters(id, weights, added) VALUES (1, ?, 0)", (json.dumps(DEFAULT_PARAMETERS.weights),)
        )
        connection.execute(
            "UPDATE cards SET state = 2, due_day = 740000, stability = 9.5, difficulty = 5.5, last_review = 7, last_day = 739990,"
            " reps = 1 WHERE id = 4"
        )
        connection.execute(
            "INSERT INTO reviews VALUES (1, 4, 7, 60, 739990, 3, 'learn', 0, 10, 4000, 0, NULL, NULL, 1, '')"
        )
        connection.commit()
    return folder


def tables(
    file: Path,
) -> dict[str, tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]]:
    """Columns, references and indexes of every table, as SQLite sees them."""
    with closing(sqlite3.connect(file)) as connection:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        ]

        def pragma(what: str, name: str) -> list[tuple[object, ...]]:
            return sorted((row[1:] for row in connection.execute(f"PRAGMA {what}({name})")), key=repr)

        return {
            name: (
                connection.execute(f"PRAGMA table_info({name})").fetchall(),
                pragma("foreign_key_list", name),
                [
                    (*index, *(row[2] for row in connection.execute(f"PRAGMA index_info({index[0]})")))
                    for index in pragma("index_list", name)
                ],
            )
            for name in names
        }


def test_a_file_of_the_first_version_gets_the_tables_of_a_new_one(first_version: Path, collection: Collection) -> None:
    Collection.open(first_version).close()
    assert tables(first_version / "collection.db") == tables(collection.file)
    engine = store.make_engine(first_version / "collection.db")
    with engine.connect() as connection:
        assert compare_metadata(_context(connection), metadata) == []
    engine.dispose()
    assert [file.name for file in (first_version / "backups").iterdir()] == ["before-upgrade-from-0001.db"]


def test_what_was_learned_with_the_first_version_stays(first_version: Path, dump: Dump) -> None:
    before = dump(first_version)
    collection = Collection.open(first_version)
    assert collection.check().problems == ()
    after = dump(first_version)
    for table in ("notes", "note_types", "parameters", "reviews", "settings"):
        assert after[table] == before[table], table
    assert after["decks"] == [(*row, "[]") for row in before["decks"]], "no authors are known"
    # Only the question that was never met now waits for a practice exam.
    assert [(row[0], row[-1]) for row in sorted(after["cards"])] == [(1, 0), (2, 0), (3, 4), (4, 0), (5, 0)]
    assert collection.cards.info(4).state.memory == (9.5, 5.5)
    collection.close()


def test_numeric_notes_that_had_no_cards_get_one_with_the_next_edition_of_their_deck(first_version: Path) -> None:
    collection = Collection.open(first_version)
    note = next(note for note in collection.content.deck(1).notes if note.key == "sum")
    deck = replace(collection.content.deck(1), notes=(note,), complete=False)
    plan = collection.content.plan(deck, None)
    assert [changed.key for changed in plan.changed] == ["sum"]
    collection.content.merge(plan, clock.now())
    assert collection.content.plan(deck, None).is_empty
    assert collection.cards.info(6).key == "sum"
    collection.close()


def test_a_step_changes_the_file_and_keeps_the_one_before(closed: Path, dump: Dump, scripts: Scripts) -> None:
    before = dump(closed)
    migrations.upgrade(closed / "collection.db", scripts(STEP))
    after = dump(closed)
    assert after["alembic_version"] == [("0004",)]
    assert after["decks"][0][2] == "Small deck!"
    assert after["notes"] == before["notes"]
    assert sorted(row[:-1] for row in after["cards"]) == sorted(before["cards"])
    assert {row[-1] for row in after["cards"]} == {7}
    kept = closed / "backups" / "before-upgrade-from-0003.db"
    shutil.move(kept, closed / "collection.db")
    assert dump(closed) == before
    assert [path.name for path in closed.iterdir() if "upgraded" in path.name] == []


def test_answers_that_only_the_log_holds_come_along(
    collection: Collection, dump: Dump, scripts: Scripts, tmp_path: Path
) -> None:
    collection.cards.flag(1, 5)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for file in collection.folder.glob("collection.db*"):
        shutil.copy(file, crashed)
    assert (crashed / "collection.db-wal").stat().st_size > 0
    migrations.upgrade(crashed / "collection.db", scripts(STEP))
    with closing(sqlite3.connect(crashed / "collection.db")) as connection:
        assert connection.execute("SELECT flag, mood FROM cards WHERE id = 1").fetchone() == (5, 7)


@pytest.mark.parametrize(("step", "error"), [(FAILING_STEP, ZeroDivisionError), (DAMAGING_STEP, DamagedCollection)])
def test_a_step_that_fails_leaves_the_file_as_it_was(
    closed: Path, scripts: Scripts, step: str, error: type[Exception]
) -> None:
    before = {file.name: file.read_bytes() for file in closed.iterdir() if file.is_file()}
    with pytest.raises(error):
        migrations.upgrade(closed / "collection.db", scripts(step))
    assert {file.name: file.read_bytes() for file in closed.iterdir() if file.is_file()} == before
    Collection.open(closed).close()


def test_opening_an_older_file_upgrades_it(closed: Path, monkeypatch: pytest.MonkeyPatch, scripts: Scripts) -> None:
    folder = scripts(STEP)
    monkeypatch.setattr("studyapp.collection.collection.SCHEMA_VERSION", "0004")
    monkeypatch.setattr("studyapp.collection.store.SCHEMA_VERSION", "0004")
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (folder,))
    collection = Collection.open(closed)
    assert collection.decks.all(1)[0].title == "Small deck!"
    collection.close()
    Collection.open(closed).close()
    assert [file.name for file in (closed / "backups").iterdir()] == ["before-upgrade-from-0003.db"]
