"""The one place that turns SQLite's errors into sentences for the learner."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studyapp.errors import CollectionInUse, CollectionUnavailable, DamagedCollection, DiskFull, ReadOnlyCollection


def explain(error: sqlite3.Error, file: Path) -> CollectionUnavailable | None:
    """The sentence for an SQLite error that is not a mistake of the program, or None if it is one."""
    # The low byte is the primary code; the rest says more than a learner needs.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    folder, name = file.parent, file.name
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(folder)):
        return DiskFull(f"The disk that holds {folder} is full. Nothing was lost; free some space and try again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return ReadOnlyCollection(
            f"{name} in {folder} cannot be written. Give yourself the right to change it, then try again."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CollectionInUse(f"Another program is using {name} in {folder}. Close it, then try again.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedCollection(damaged_sentence(file, "its content is not a sound database"))
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return CollectionUnavailable(
            f"{name} in {folder} cannot be read or written ({error}). Check the disk and the rights, then try again."
        )
    return None


def damaged_sentence(file: Path, what: str) -> str:
    """The sentence for a damaged file: what is wrong, and that it was left alone."""
    return f"{file.name} in {file.parent} is damaged: {what}. It was left as it is."


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Raise the learner's sentence instead of an SQLite error; a mistake of the program passes through."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = explain(error, file)
        if sentence is None:
            raise
        raise sentence from error


@contextmanager
def folder_faults(folder: Path) -> Iterator[None]:
    """Raise the learner's sentence instead of an error of the file system."""
    try:
        yield
    except PermissionError as error:
        raise ReadOnlyCollection(
            f"{folder} cannot be written. Give yourself the right to change it, or choose another folder."
        ) from error
    except OSError as error:
        if _is_full(folder):
            raise DiskFull(f"The disk that holds {folder} is full. Free some space and try again.") from error
        raise CollectionUnavailable(f"{error.filename or folder} cannot be used: {error.strerror or error}.") from error


def _is_full(folder: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(folder).free < 64 * 1024
    except OSError:
        return False
