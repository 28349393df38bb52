"""The collection's file: looking at it before SQLite may touch it, creating it whole, opening it with our settings."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from studyapp.collection.faults import damaged_sentence, explain, explained, folder_faults
from studyapp.collection.schema import APPLICATION_ID, SCHEMA_VERSION, create_search_index, metadata
from studyapp.errors import CollectionUnavailable, DamagedCollection, NewerCollection, ReadOnlyCollection

FILE_NAME = "collection.db"
_HEADER = b"SQLite format 3\x00"


def inspect(file: Path) -> None:
    """Refuse a file that is empty, cut short, no database or not ours, before SQLite could make a new one of it.

    Raises DamagedCollection or CollectionUnavailable; the file is only read.
    """
    with folder_faults(file.parent), file.open("rb") as stream:
        header = stream.read(100)
        size = os.fstat(stream.fileno()).st_size
    if size == 0:
        raise DamagedCollection(damaged_sentence(file, "it is empty"))
    if len(header) < 100 or not header.startswith(_HEADER):
        raise DamagedCollection(damaged_sentence(file, "it does not begin like a database"))
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    # Pages that only the write-ahead log holds are not yet in the file.
    if size < pages * page_size and not _has_content(file.with_name(file.name + "-wal")):
        raise DamagedCollection(damaged_sentence(file, f"it breaks off after {size:,} of {pages * page_size:,} bytes"))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise CollectionUnavailable(
            f"{file.name} in {file.parent} is a database of another program. It was left as it is; choose another folder."
        )


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def check_writable(folder: Path) -> None:
    """Make the folder if need be and see that it can be written, so that nobody studies in vain.

    Raises ReadOnlyCollection, DiskFull or CollectionUnavailable.
    """
    with folder_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-test-{os.getpid()}"
        probe.write_bytes(b"studyapp")
        probe.unlink()
    file = folder / FILE_NAME
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        raise ReadOnlyCollection(
            f"{FILE_NAME} in {folder} cannot be written. Give yourself the right to change it, then try again."
        )


def create(file: Path) -> None:
    """Create an empty collection: whole under another name first, so that a kill leaves nothing half-made."""
    fresh = file.with_name(file.name + ".new")
    _sweep(fresh)
    engine = make_engine(fresh, journal="DELETE")
    try:
        with engine.connect() as connection:
            # Nobody needs this file before it is complete: one sync at the end is enough.
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            metadata.create_all(connection)
            create_search_index(connection)
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (SCHEMA_VERSION,))
            connection.exec_driver_sql("COMMIT")
    except BaseException:
        engine.dispose()
        _sweep(fresh)
        raise
    engine.dispose()
    with folder_faults(file.parent):
        move_in_place(fresh, file)


def _sweep(fresh: Path) -> None:
    for leftover in (fresh, fresh.with_name(fresh.name + "-journal")):
        leftover.unlink(missing_ok=True)


def move_in_place(fresh: Path, file: Path) -> None:
    """Give a complete file its name, so that after a power cut there is the old one or the whole new one."""
    with fresh.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(fresh, file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_engine(file: Path, *, journal: str | None = "WAL") -> Engine:
    """An engine whose connections are durable, check foreign keys and speak in our sentences.

    Without a journal mode the file keeps its own, so that looking at it does not change it.
    Transactions are begun and ended by the journal alone (`changes.py`), so SQLAlchemy is in autocommit mode.
    """
    engine = create_engine(
        f"sqlite:///{file}",
        isolation_level="AUTOCOMMIT",
        # A merge of a large deck may run while the window paints; both are on the thread that owns the collection.
        connect_args={"timeout": 5.0, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        with explained(file):
            pragmas = ["synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON"]
            if journal:
                pragmas.insert(0, f"journal_mode = {journal}")
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "handle_error")
    def to_sentence(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, sqlite3.Error):
            sentence = explain(error, file)
            if sentence is not None:
                raise sentence from error

    return engine


def schema_version(connection: Connection, file: Path) -> str:
    """The revision the file was written with.

    Raises NewerCollection for a later one than ours, DamagedCollection where there is none.
    """
    try:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except CollectionUnavailable:
        raise
    except Exception as error:
        raise DamagedCollection(damaged_sentence(file, "its table of versions is missing")) from error
    if not isinstance(version, str) or not version.isdigit():
        raise DamagedCollection(damaged_sentence(file, "its version is unreadable"))
    if int(version) > int(SCHEMA_VERSION):
        raise NewerCollection(
            f"{file.name} in {file.parent} was written by a newer studyapp (schema {version}, this program knows {SCHEMA_VERSION}). "
            "It was left as it is; install the newer version to open it."
        )
    return version


def quick_check(connection: Connection, file: Path) -> None:
    """Let SQLite read every page. Raises DamagedCollection with the first thing it found."""
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if verdict != "ok":
        raise DamagedCollection(damaged_sentence(file, str(verdict).strip().splitlines()[-1]))
