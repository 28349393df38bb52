"""Backups: whole, sound, rotated, and a way back that throws nothing away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp import clock
from studyapp.collection import Collection, ShownCard, backup
from studyapp.errors import CollectionUnavailable, DamagedCollection, NewerCollection, UserError

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def rows(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_a_backup_of_a_collection_in_use_is_complete(collection: Collection, answer: Callable[..., ShownCard]) -> None:
    answer()
    answer()
    made = backup.make(collection.folder, clock.now())
    assert made.path == collection.folder / "backups" / "collection-20261122-120000.db"
    assert rows(made.path) == rows(collection.file)
    assert backup.backups(collection.folder) == [made]
    content = backup.look_inside(made.path)
    assert (content.sound, content.cards, content.reviews) == (True, 12, 2)
    assert content.last_review == round(clock.now().timestamp() * 1000)
    assert [file.name for file in made.path.parent.iterdir()] == [made.path.name]


def test_a_backup_can_be_made_while_a_change_is_being_written(collection: Collection) -> None:
    with collection.journal.change("Flag all") as db:
        db.exec_driver_sql("UPDATE cards SET flag = 1")
        made = backup.make(collection.folder, clock.now())
    with closing(sqlite3.connect(made.path)) as connection:
        assert connection.execute("SELECT max(flag) FROM cards").fetchone() == (0,)


def test_progress_is_told_and_may_cancel_without_leaving_anything(collection: Collection) -> None:
    told: list[tuple[int, int]] = []
    made = backup.make(collection.folder, clock.now(), lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    made.path.unlink()

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.make(collection.folder, clock.now(), cancel)
    assert list(made.path.parent.iterdir()) == []


def test_a_damaged_collection_is_not_backed_up_over_better_days(collection: Collection) -> None:
    collection.close()
    content = collection.file.read_bytes()
    for damaged in (b"", content[:5000], content[: 9 * 4096] + bytes(4096) + content[10 * 4096 :]):
        collection.file.write_bytes(damaged)
        with pytest.raises(DamagedCollection):
            backup.make(collection.folder, clock.now())
    assert list((collection.folder / "backups").iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CollectionUnavailable, match=r"cannot be (used|read or written)"):
        backup.copy(collection.file, tmp_path / "file" / "copy.db")
    (collection.folder / "backups").write_text("in the way")
    with pytest.raises(CollectionUnavailable, match=r"backups cannot be used"):
        backup.make(collection.folder, clock.now())


def make_empty(folder: Path, *moments: datetime) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    for moment in moments:
        (folder / "backups" / f"collection-{moment:%Y%m%d-%H%M%S}.db").write_bytes(b"")


def test_other_files_in_the_folder_are_no_backups(tmp_path: Path) -> None:
    make_empty(tmp_path, NOON)
    for name in ("collection-1.db", "replaced-20261122-120000.db", "collection-20261122-120000.db.part", "notes.txt"):
        (tmp_path / "backups" / name).write_bytes(b"")
    assert [found.made for found in backup.backups(tmp_path)] == [NOON.replace(tzinfo=None)]


def test_files_with_an_impossible_date_are_passed_over(tmp_path: Path) -> None:
    make_empty(tmp_path, NOON)
    (tmp_path / "backups" / "collection-20261399-996060.db").write_bytes(b"")
    assert len(backup.backups(tmp_path)) == 1


def test_a_backup_is_due_once_a_study_day(tmp_path: Path) -> None:
    today = NOON.date().toordinal()
    assert backup.is_due(tmp_path, today, 4)
    make_empty(tmp_path, NOON.replace(hour=3))  # still Saturday's study day
    assert backup.is_due(tmp_path, today, 4)
    assert not backup.is_due(tmp_path, today - 1, 4)
    make_empty(tmp_path, NOON.replace(hour=4))
    assert not backup.is_due(tmp_path, today, 4)
    assert backup.is_due(tmp_path, today + 1, 4)


def test_rotation_keeps_the_newest_of_ten_days_eight_weeks_and_twelve_months(tmp_path: Path) -> None:
    moments = [NOON - timedelta(days=day, hours=hour) for day in range(800) for hour in (0, 3)]
    make_empty(tmp_path, *moments)
    removed = backup.rotate(tmp_path)
    kept = [found.made for found in backup.backups(tmp_path)]
    assert len(removed) + len(kept) == len(moments)
    assert {moment.hour for moment in kept} == {12}
    days = {moment.date() for moment in kept}
    assert {(NOON - timedelta(days=day)).date() for day in range(10)} <= days
    assert len({day.isocalendar()[:2] for day in days}) >= 8
    assert {(day.year, day.month) for day in days} == {(2026, month) for month in range(1, 12)} | {(2025, 12)}
    assert len(kept) <= 30
    assert backup.rotate(tmp_path) == []


def test_long_absence_rotates_nothing_away(tmp_path: Path) -> None:
    make_empty(tmp_path, *(NOON - timedelta(days=1000 + day) for day in range(10)))
    assert backup.rotate(tmp_path) == []


# The way back


def test_restoring_brings_the_rows_back_and_keeps_what_was_there(
    collection: Collection, answer: Callable[..., ShownCard], dump: Dump
) -> None:
    answer()
    before = dump(collection.folder)
    made = backup.make(collection.folder, clock.now())
    answer()
    later = rows(collection.file)
    collection.close()
    kept = backup.restore(collection.folder, made.path, clock.now())
    assert kept == collection.folder / "backups" / "replaced-20261122-120000.db"
    assert dump(collection.folder) == before
    assert rows(kept) == later
    assert made.path.exists()
    reopened = Collection.open(collection.folder)
    assert reopened.counts()["reviews"] == 1
    reopened.close()


def test_restoring_twice_in_a_second_keeps_both(collection: Collection) -> None:
    made = backup.make(collection.folder, clock.now())
    collection.close()
    first = backup.restore(collection.folder, made.path, clock.now())
    second = backup.restore(collection.folder, made.path, clock.now())
    assert first != second
    assert first and first.exists() and second and second.exists()  # noqa: PT018 - paths or None


@pytest.mark.parametrize("left", [b"", b"broken" * 1000, None])
def test_restoring_works_where_the_collection_is_damaged_or_gone(collection: Collection, left: bytes | None) -> None:
    made = backup.make(collection.folder, clock.now())
    collection.close()
    if left is None:
        collection.file.unlink()
    else:
        collection.file.write_bytes(left)
    kept = backup.restore(collection.folder, made.path, clock.now())
    assert (kept.read_bytes() if kept else None) == left
    Collection.open(collection.folder).close()


def test_a_log_beside_the_replaced_file_goes_with_it(collection: Collection, tmp_path: Path) -> None:
    made = backup.make(collection.folder, clock.now())
    collection.cards.flag(1, 6)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for file in collection.folder.glob("collection.db*"):
        (crashed / file.name).write_bytes(file.read_bytes())
    kept = backup.restore(crashed, made.path, clock.now())
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT flag FROM cards WHERE id = 1").fetchone() == (6,)
    with closing(sqlite3.connect(crashed / "collection.db")) as connection:
        assert connection.execute("SELECT flag FROM cards WHERE id = 1").fetchone() == (0,)


def refused(collection: Collection, chosen: Path, error: type[UserError], words: str) -> None:
    """Restoring is refused with these words, and nothing in the folder has changed."""
    before = {file: file.read_bytes() for file in collection.folder.rglob("*") if file.is_file()}
    with pytest.raises(error, match=words):
        backup.restore(collection.folder, chosen, clock.now())
    assert {file: file.read_bytes() for file in collection.folder.rglob("*") if file.is_file()} == before


def test_a_backup_that_is_damaged_newer_or_none_is_refused(collection: Collection, tmp_path: Path) -> None:
    made = backup.make(collection.folder, clock.now())
    collection.close()
    content = made.path.read_bytes()
    chosen = tmp_path / "chosen.db"
    refused(collection, chosen, UserError, "There is no file")
    refused(collection, tmp_path, UserError, "There is no file")
    chosen.write_bytes(b"")
    refused(collection, chosen, DamagedCollection, r"chosen\.db in .* is damaged: it is empty")
    chosen.write_bytes(content[:-4096])
    refused(collection, chosen, DamagedCollection, "breaks off")
    chosen.write_bytes(content[: 9 * 4096] + bytes(4096) + content[10 * 4096 :])
    refused(collection, chosen, DamagedCollection, r"chosen\.db in .* is damaged")
    assert not backup.look_inside(chosen).sound
    chosen.write_text("front,back\n" * 50)
    refused(collection, chosen, DamagedCollection, "does not begin like a database")
    assert not backup.look_inside(chosen).sound
    assert not backup.look_inside(tmp_path / "none.db").sound
    chosen.write_bytes(content)
    with closing(sqlite3.connect(chosen)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    refused(collection, chosen, NewerCollection, r"chosen\.db in .* was written by a newer studyapp")


def test_a_backup_on_a_medium_that_cannot_be_written_is_enough(collection: Collection, tmp_path: Path) -> None:
    made = backup.make(collection.folder, clock.now())
    collection.close()
    stick = tmp_path / "stick #1?"
    stick.mkdir()
    chosen = stick / "mine 50%.db"
    os.replace(made.path, chosen)
    chosen.chmod(0o444)
    stick.chmod(0o555)
    backup.restore(collection.folder, chosen, clock.now())
    stick.chmod(0o755)
    Collection.open(collection.folder).close()
