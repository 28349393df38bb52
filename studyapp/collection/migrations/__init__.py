"""Steps from each past schema to today's, run by Alembic. The file is copied to the backups first."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config

from studyapp.collection import store
from studyapp.collection.faults import folder_faults


def upgrade(file: Path) -> None:
    """Bring a collection to today's schema: on a copy, which takes the file's place when it is complete and sound.

    The file as it was stays beside the backups. Raises CollectionUnavailable; then the file is as it was.
    """
    from studyapp.collection.backup import FOLDER, copy

    working = file.with_name(file.name + ".upgraded")
    copy(file, working)
    engine = store.make_engine(working, journal="DELETE")
    try:
        with engine.connect() as connection:
            before = store.schema_version(connection, working)
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            store.quick_check(connection, working)
    finally:
        engine.dispose()
    kept = file.parent / FOLDER / f"before-upgrade-from-{before}.db"
    with folder_faults(file.parent):
        kept.parent.mkdir(exist_ok=True)
    copy(file, kept)
    with folder_faults(file.parent):
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        os.replace(working, file)
        store.sync_folder(file.parent)
