"""Daily copies of the collection, and the way back to one.

Copies are made with SQLite's backup call through a connection of their own, so a worker can make them while the window is used.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from studyapp.collection import store
from studyapp.collection.faults import damaged_sentence, explain, folder_faults
from studyapp.errors import DamagedCollection, UserError

FOLDER = "backups"
_NAME = re.compile(r"collection-(\d{8})-(\d{6})\.db")
_STAMP = "%Y%m%d-%H%M%S"
_PAGES_A_STEP = 200


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup, known by its name."""

    path: Path
    made: datetime
    """Local time, as written in the name."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class BackupContent:
    """What a look inside a backup has found."""

    sound: bool
    cards: int
    reviews: int
    last_review: int | None
    """UTC epoch milliseconds."""


def backups(folder: Path) -> list[BackupFile]:
    """All backups of the collection in `folder`, newest first."""
    found = []
    for path in (folder / FOLDER).glob("collection-*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            with suppress(ValueError):  # a date that is none: not one of our names
                made = datetime.strptime(f"{match[1]}-{match[2]}", _STAMP)  # noqa: DTZ007 - names carry local time
                found.append(BackupFile(path, made, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def is_due(folder: Path, today: int, rollover_hour: int) -> bool:
    """Whether this study day has no backup yet."""
    days = {(backup.made - timedelta(hours=rollover_hour)).date().toordinal() for backup in backups(folder)}
    # A backup dated ahead comes from a clock that was wrong and must not keep today's from being made.
    return today not in days


def make(folder: Path, now: datetime, progress: Callable[[int, int], None] | None = None) -> BackupFile:
    """Copy the collection in `folder` to its backups, whole or not at all.

    `progress` is called with (pages done, pages in all) and may raise to cancel. Raises CollectionUnavailable.
    """
    target = folder / FOLDER / f"collection-{now.strftime(_STAMP)}.db"
    with folder_faults(target.parent):
        target.parent.mkdir(exist_ok=True)
    copy(folder / store.FILE_NAME, target, progress)
    return BackupFile(target, now.replace(tzinfo=None, microsecond=0), target.stat().st_size)


def copy(source: Path, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy a collection that may be in use. The target appears when it is complete, sound and on the disk.

    Raises DamagedCollection where the source is not sound, and other CollectionUnavailable.
    """
    store.inspect(source)
    part = target.with_name(target.name + ".part")
    with folder_faults(target.parent):
        part.write_bytes(b"")

    def report(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    try:
        try:
            _copy_pages(source, part, report)
        except sqlite3.Error as error:
            damage = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            raise explain(error, source if damage else target) or error from error
        with folder_faults(target.parent):
            store.move_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def _copy_pages(source: Path, part: Path, report: Callable[[int, int, int], None]) -> None:
    with (
        # Not read-only: the last reader of a collection that nobody has open must be able to clear its log away.
        closing(sqlite3.connect(f"file:{_quoted(source)}?mode=rw", uri=True)) as read,
        closing(sqlite3.connect(part)) as write,
    ):
        read.backup(write, pages=_PAGES_A_STEP, progress=report)
        verdict = write.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise DamagedCollection(damaged_sentence(source, str(verdict).strip().splitlines()[-1]))
        # One plain file: a backup must not need a log beside it.
        write.execute("PRAGMA journal_mode = DELETE")


def rotate(folder: Path, keep_days: int = 10, keep_weeks: int = 8, keep_months: int = 12) -> list[Path]:
    """Remove backups that are no longer needed: the newest of each of the last days, weeks and months with one stays."""
    kept: set[Path] = set()
    for period, count in (("%Y-%m-%d", keep_days), ("%G-%V", keep_weeks), ("%Y-%m", keep_months)):
        newest: dict[str, Path] = {}
        for backup in backups(folder):
            newest.setdefault(backup.made.strftime(period), backup.path)
        kept.update(list(newest.values())[:count])
    removed = [backup.path for backup in backups(folder) if backup.path not in kept]
    for path in removed:
        path.unlink()
    return removed


def look_inside(path: Path) -> BackupContent:
    """Check a backup page by page and count what it holds. Never raises for a damaged one: it is not sound."""
    try:
        store.inspect(path)
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            cards = connection.execute("SELECT count(*) FROM cards WHERE retired = 0").fetchone()[0]
            reviews, last = connection.execute("SELECT count(*), max(time) FROM reviews").fetchone()
    except (sqlite3.Error, UserError):
        return BackupContent(False, 0, 0, None)
    return BackupContent(sound, cards, reviews, last)


def restore(folder: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the collection, which must be closed. Returns where the replaced file was kept.

    Raises DamagedCollection if the backup itself is not sound, NewerCollection if this program is too old for it; then
    nothing is changed.
    """
    if not backup.is_file():
        raise UserError(f"There is no file {backup}. “studyapp backup --list” shows the backups.")
    file = folder / store.FILE_NAME
    fresh = file.with_name(file.name + ".restored")
    copy(backup, fresh)
    try:
        _check_version(fresh, backup)
        return _put_in_place(fresh, file, now)
    finally:
        fresh.unlink(missing_ok=True)


def _check_version(fresh: Path, backup: Path) -> None:
    engine = store.make_engine(fresh, journal=None)
    try:
        with engine.connect() as connection:
            store.schema_version(connection, backup)
    finally:
        engine.dispose()


def _put_in_place(fresh: Path, file: Path, now: datetime) -> Path | None:
    folder, kept = file.parent, None
    with folder_faults(folder):
        if file.exists():
            kept = _free_name(folder / FOLDER / f"replaced-{now.strftime(_STAMP)}.db")
            kept.parent.mkdir(exist_ok=True)
            for suffix in ("-wal", "-shm", ""):
                part = file.with_name(file.name + suffix)
                if part.exists():
                    os.replace(part, kept.with_name(kept.name + suffix))
        store.move_in_place(fresh, file)
    return kept


def _free_name(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _quoted(path: Path) -> str:
    return path.resolve().as_uri().removeprefix("file://")
