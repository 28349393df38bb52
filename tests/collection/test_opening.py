"""Opening: creating, coming back, one process at a time, and every file that must be refused and left as it is."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection, check_file, store
from studyapp.collection import collection as module
from studyapp.domain.content import DeckSource
from studyapp.errors import (
    CollectionInUse,
    CollectionUnavailable,
    DamagedCollection,
    DiskFull,
    NewerCollection,
    ReadOnlyCollection,
    UserError,
)

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
Damage = Callable[[bytes], bytes]
PAGE = 4096


@pytest.fixture
def closed(collection: Collection) -> Path:
    """The folder of a collection that is closed."""
    collection.close()
    return collection.folder


def content_of(folder: Path) -> dict[str, bytes]:
    """All files with their bytes; the lock's file is nobody's content."""
    return {
        file.name: file.read_bytes() for file in folder.iterdir() if file.is_file() and file.name != "collection.lock"
    }


def refusal(folder: Path) -> UserError:
    """What opening is refused with; the files must be as they were."""
    before = content_of(folder)
    with pytest.raises(CollectionUnavailable) as caught:
        Collection.open(folder)
    assert content_of(folder) == before
    return caught.value


def test_an_empty_folder_becomes_an_empty_collection(tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "new" / "folder")
    assert set(collection.counts().values()) == {0}
    assert collection.check().problems == ()
    assert collection.outline is None
    assert not collection.needs_check()
    collection.close()
    assert sorted(file.name for file in (tmp_path / "new" / "folder").iterdir()) == ["collection.db", "collection.lock"]


def test_a_collection_comes_back_as_it_was_left(closed: Path, dump: Dump) -> None:
    before = dump(closed)
    collection = Collection.open(closed)
    collection.close()
    assert dump(closed) == before


def test_the_file_can_be_told_from_other_databases(closed: Path) -> None:
    assert (closed / "collection.db").read_bytes()[68:72] == b"STUD"


def test_every_answer_is_synced_by_settings_of_the_connection(collection: Collection) -> None:
    with collection.journal.change("Look") as db:
        settings = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_half_made_file_of_a_killed_start_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "collection.db.new").write_bytes(b"half")
    (tmp_path / "collection.db.new-journal").write_bytes(b"half")
    Collection.open(tmp_path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["collection.db", "collection.lock"]


# One process at a time


def test_a_second_opening_is_refused_with_the_folder_and_what_to_do(collection: Collection) -> None:
    with pytest.raises(CollectionInUse, match=r"is open in another studyapp\. Use that window, or close it") as caught:
        Collection.open(collection.folder)
    assert str(collection.folder) in str(caught.value)


HOLD = """
import sys, time
from pathlib import Path
from studyapp.collection import Collection
collection = Collection.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def other_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another studyapp that has the collection open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def test_a_second_process_is_refused_until_the_first_has_ended(closed: Path) -> None:
    with other_process(closed), pytest.raises(CollectionInUse):
        Collection.open(closed)
    Collection.open(closed).close()


def test_a_killed_process_leaves_no_lock(closed: Path) -> None:
    with other_process(closed) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        Collection.open(closed).close()


def test_a_failed_opening_gives_the_folder_free(closed: Path) -> None:
    file = closed / "collection.db"
    sound = file.read_bytes()
    file.write_bytes(b"")
    refusal(closed)
    file.write_bytes(sound)
    Collection.open(closed).close()


# Damage


def zeroed(page: int) -> Damage:
    return lambda content: content[: page * PAGE] + bytes(PAGE) + content[(page + 1) * PAGE :]


def flipped(start: int, length: int) -> Damage:
    def flip(content: bytes) -> bytes:
        middle = bytes(byte ^ 0xFF for byte in content[start : start + length])
        return content[:start] + middle + content[start + length :]

    return flip


DAMAGES: dict[str, tuple[Damage, str]] = {
    "no bytes": (lambda content: b"", "it is empty"),
    "a few bytes": (lambda content: content[:60], "does not begin like a database"),
    "a text": (lambda content: b"My cards, please keep.\n" * 20, "does not begin like a database"),
    "zeros": (lambda content: bytes(len(content)), "does not begin like a database"),
    "a cut in a page": (lambda content: content[: len(content) // 2 + 100], "breaks off after"),
    "a cut after the first page": (lambda content: content[:PAGE], "breaks off after"),
    "a header with a wrong first byte": (flipped(0, 1), "does not begin like a database"),
    "a header with an impossible page size": (flipped(16, 1), ""),
    "a first page that is no tree": (flipped(100, 8), "is not a sound database"),
    "a zeroed page in the middle": (zeroed(9), ""),
    "flipped bytes in a page": (flipped(9 * PAGE, 12), ""),
    "flipped bytes in the last page": (lambda content: flipped(len(content) - PAGE, 12)(content), ""),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused_and_left_as_it_is(closed: Path, name: str) -> None:
    damage, words = DAMAGES[name]
    file = closed / "collection.db"
    file.write_bytes(damage(file.read_bytes()))
    error = refusal(closed)
    assert isinstance(error, DamagedCollection)
    sentence = str(error)
    assert sentence.startswith(f"collection.db in {closed} is damaged: ")
    assert words in sentence
    assert "It was left as it is." in sentence
    assert "\n" not in sentence


def test_no_zeroed_page_goes_unseen(closed: Path) -> None:
    file = closed / "collection.db"
    sound = file.read_bytes()
    unseen = []
    for page in range(len(sound) // PAGE):
        file.write_bytes(zeroed(page)(sound))
        try:
            Collection.open(closed).close()
            unseen.append(page)
        except DamagedCollection:
            continue
    assert unseen == []


def test_a_damaged_file_in_another_journal_mode_is_not_even_changed_in_its_header(closed: Path) -> None:
    in_delete_mode(closed)
    file = closed / "collection.db"
    file.write_bytes(zeroed(9)(file.read_bytes()))
    assert isinstance(refusal(closed), DamagedCollection)


def test_a_large_file_is_checked_by_a_worker_instead(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = closed / "collection.db"
    check_file(file)
    file.write_bytes(zeroed(9)(file.read_bytes()))
    monkeypatch.setattr(module, "QUICK_CHECK_AT_ONCE", 1000)
    collection = Collection.open(closed)
    assert collection.needs_check()
    with pytest.raises(DamagedCollection):
        check_file(file)
    collection.close()


def test_a_lost_file_is_not_replaced_by_an_empty_one_where_there_are_backups(closed: Path) -> None:
    (closed / "backups").mkdir()
    shutil.move(closed / "collection.db", closed / "backups" / "collection-20261122-120000.db")
    error = refusal(closed)
    assert isinstance(error, DamagedCollection)
    assert "is gone from" in str(error)


def test_a_table_of_versions_that_is_gone_or_senseless_is_damage(closed: Path) -> None:
    execute(closed, "UPDATE alembic_version SET version_num = 'x'")
    assert "its version is unreadable" in str(refusal(closed))
    execute(closed, "DELETE FROM alembic_version")
    assert "its version is unreadable" in str(refusal(closed))
    execute(closed, "DROP TABLE alembic_version")
    assert "its table of versions is missing" in str(refusal(closed))


# Files of others


def execute(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def in_delete_mode(folder: Path) -> None:
    execute(folder, "PRAGMA journal_mode = DELETE")


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    execute(tmp_path, "CREATE TABLE notes (id INTEGER PRIMARY KEY)")
    error = refusal(tmp_path)
    assert type(error) is CollectionUnavailable
    assert "is a database of another program. It was left as it is; choose another folder." in str(error)


@pytest.mark.parametrize("prepare", [in_delete_mode, lambda folder: None], ids=["delete mode", "WAL mode"])
def test_a_newer_collection_is_refused_to_the_byte(closed: Path, prepare: Callable[[Path], None]) -> None:
    execute(closed, "UPDATE alembic_version SET version_num = '0999'", "ALTER TABLE cards ADD COLUMN tomorrow TEXT")
    prepare(closed)
    error = refusal(closed)
    assert isinstance(error, NewerCollection)
    assert "was written by a newer studyapp (schema 0999, this program knows" in str(error)
    assert "install the newer version" in str(error)


# Rights and room


@contextmanager
def without_root() -> Iterator[None]:
    """Rights count for root only when it acts as somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody can enter; the test's own cannot be by others."""
    with tempfile.TemporaryDirectory(prefix="studyapp-test-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o700)


def test_a_folder_without_the_right_to_write_is_refused_at_the_start(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    with (
        without_root(),
        pytest.raises(ReadOnlyCollection, match=r"cannot be written\. Give yourself the right") as caught,
    ):
        Collection.open(public_folder)
    assert str(public_folder) in str(caught.value)
    assert list(public_folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    with without_root(), pytest.raises(ReadOnlyCollection, match="or choose another folder"):
        Collection.open(public_folder / "inner")


def test_a_file_without_the_right_to_write_is_refused_at_the_start(public_folder: Path) -> None:
    Collection.open(public_folder).close()
    (public_folder / "collection.lock").chmod(0o666)
    (public_folder / "collection.db").chmod(0o444)
    before = content_of(public_folder)
    with without_root(), pytest.raises(ReadOnlyCollection, match=r"collection\.db in .* cannot be written"):
        Collection.open(public_folder)
    assert content_of(public_folder) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CollectionUnavailable, match="cannot be used"):
        Collection.open(tmp_path / "file")
    with pytest.raises(CollectionUnavailable, match="cannot be used"):
        Collection.open(tmp_path / "file" / "inner")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "collection.db").mkdir()
    with pytest.raises(CollectionUnavailable, match="cannot be used"):
        Collection.open(tmp_path)


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    collection: Collection, small_deck: DeckSource, dump: Dump
) -> None:
    before = dump(collection.folder)
    with collection.journal.change("Fill the disk") as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    notes = tuple(replace(note, key=f"{note.key}-{n}") for n in range(100) for note in small_deck.notes)
    plan = collection.content.plan(replace(small_deck, key="many", notes=notes))
    with pytest.raises(DiskFull, match=r"is full\. Nothing was lost; free some space and try again"):
        collection.content.merge(plan, clock.now())
    assert dump(collection.folder) == before
    with collection.journal.change("Free some space") as db:
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1000}")
    collection.content.merge(plan, clock.now())
    assert collection.counts()["notes"] == 1010
    assert collection.check().problems == ()


def test_a_database_locked_by_another_program_is_a_sentence(collection: Collection) -> None:
    with collection.journal.change("Wait a moment only") as db:
        db.exec_driver_sql("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(collection.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            CollectionInUse, match=r"Another program is using collection\.db in .* Close it, then try again"
        ):
            collection.cards.flag(1, 2)
        other.execute("ROLLBACK")
    collection.cards.flag(1, 2)
    assert collection.cards.info(1).flag == 2


def test_a_mistake_of_the_program_is_not_dressed_up_as_a_fault_of_the_disk(collection: Collection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.explained(collection.file):
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")


# Check


def test_a_sound_collection_has_no_problems(collection: Collection) -> None:
    assert collection.check().problems == ()


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["DELETE FROM cards WHERE note_id = 1"], "1 notes have no cards."),
        (["UPDATE cards SET stability = -1 WHERE id = 1"], "1 cards have a memory that cannot be."),
        (["UPDATE cards SET state = 2 WHERE id = 1"], "1 cards have a memory that cannot be."),
        (["PRAGMA foreign_keys = OFF", "UPDATE cards SET deck_id = 99 WHERE id = 1"],
         "A row of cards points to a row of decks that is gone."),
        (["DROP TRIGGER notes_search_update", "UPDATE notes SET search_text = 'else' WHERE id = 1"],
         "The search index does not match the notes."),
    ],
)  # fmt: skip
def test_check_finds_what_is_wrong(closed: Path, statements: list[str], sentence: str) -> None:
    execute(closed, *statements)
    collection = Collection.open(closed)
    assert collection.check().problems == (sentence,)
    collection.close()


def test_check_finds_a_lost_picture(collection: Collection) -> None:
    for file in collection.media.folder.iterdir():
        file.unlink()
    assert collection.check().problems == (f"The picture scale.svg is missing from {collection.media.folder}.",)


def test_check_finds_damaged_pages(collection: Collection) -> None:
    collection.close()
    content = collection.file.read_bytes()
    with closing(sqlite3.connect(collection.file)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'reviews_by_day'").fetchone()[0]
    reopened = Collection.open(collection.folder)
    collection.file.write_bytes(content[: (root - 1) * PAGE] + b"\x0a\xff\xff" + content[(root - 1) * PAGE + 3 :])
    assert any("is damaged" in problem for problem in reopened.check().problems)
    reopened.close()
