"""Schema steps: run on a copy, kept beside the backups, and without effect where they fail."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from studyapp.collection import Collection, migrations, store
from studyapp.collection.schema import SCHEMA_VERSION, metadata
from studyapp.errors import DamagedCollection

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]

STEP = '''
"""A step that only this test has."""
from alembic import op
import sqlalchemy as sa
revision = "0002"
down_revision = "0001"
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
        (folder / "versions" / "0002_test.py").write_text(step)
        return folder

    return with_step


@pytest.fixture
def closed(collection: Collection) -> Path:
    """The folder of a collection that is closed."""
    collection.close()
    return collection.folder


def test_tables_of_a_new_file_are_those_of_the_program(collection: Collection) -> None:
    engine = store.make_engine(collection.file)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, parents: kind != "table" or not str(name).startswith("notes_search")
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_last_step_is_the_version_that_new_files_get(collection: Collection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA_VERSION


def test_all_steps_of_the_program_run_on_a_file_of_the_first_version(closed: Path, dump: Dump) -> None:
    before = dump(closed)
    migrations.upgrade(closed / "collection.db")
    assert dump(closed) == before
    Collection.open(closed).close()


def test_a_step_changes_the_file_and_keeps_the_one_before(closed: Path, dump: Dump, scripts: Scripts) -> None:
    before = dump(closed)
    migrations.upgrade(closed / "collection.db", scripts(STEP))
    after = dump(closed)
    assert after["alembic_version"] == [("0002",)]
    assert after["decks"][0][2] == "Small deck!"
    assert after["notes"] == before["notes"]
    assert sorted(row[:-1] for row in after["cards"]) == sorted(before["cards"])
    assert {row[-1] for row in after["cards"]} == {7}
    kept = closed / "backups" / "before-upgrade-from-0001.db"
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
    monkeypatch.setattr("studyapp.collection.collection.SCHEMA_VERSION", "0002")
    monkeypatch.setattr("studyapp.collection.store.SCHEMA_VERSION", "0002")
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (folder,))
    collection = Collection.open(closed)
    assert collection.decks.all(1)[0].title == "Small deck!"
    collection.close()
    Collection.open(closed).close()
    assert [file.name for file in (closed / "backups").iterdir()] == ["before-upgrade-from-0001.db"]
