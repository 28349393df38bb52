"""Steps from each past schema to today's, run by Alembic. The file is copied to the backups first."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from studyapp.collection import store
from studyapp.collection.faults import folder_faults

SCRIPTS = Path(__file__).parent


def upgrade(file: Path, scripts: Path = SCRIPTS) -> None:
    """Bring a collection to today's schema: on a copy, which takes the file's place when it is complete and sound.

    The file as it was stays among the backups. Raises CollectionUnavailable; then the file is as it was.
    """
    from studyapp.collection.backup import FOLDER, copy

    working = file.with_name(file.name + ".upgraded")
    copy(file, working)
    try:
        before = _run_steps(working, scripts)
        kept = file.parent / FOLDER / f"before-upgrade-from-{before}.db"
        with folder_faults(file.parent):
            kept.parent.mkdir(exist_ok=True)
        copy(file, kept)
        with folder_faults(file.parent):
            for suffix in ("-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
            store.move_in_place(working, file)
    finally:
        working.unlink(missing_ok=True)


def _run_steps(working: Path, scripts: Path) -> str:
    """Upgrade the copy; returns the revision it had before."""
    engine = store.make_engine(working, journal=None)
    try:
        with engine.connect() as connection:
            before = store.schema_version(connection, working)
            config = Config()
            config.set_main_option("script_location", str(scripts).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        # A new connection believes only what is in the file.
        engine.dispose()
        with engine.connect() as connection:
            store.quick_check(connection, working)
    finally:
        engine.dispose()
    return before
