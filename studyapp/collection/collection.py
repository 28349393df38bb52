"""The learner's collection: one SQLite file, and the parts that ask it and change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from filelock import FileLock, Timeout

from studyapp.collection import store
from studyapp.collection.changes import Changes, Journal, Progress
from studyapp.collection.decks import Decks
from studyapp.collection.history import History
from studyapp.collection.media import Media
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.review import Review
from studyapp.collection.schema import SCHEMA_VERSION
from studyapp.collection.settings import Settings
from studyapp.domain.blueprint import Outline
from studyapp.domain.scheduling import DEFAULT_PARAMETERS
from studyapp.errors import CollectionInUse, DamagedCollection, LostCollection

if TYPE_CHECKING:
    from studyapp.collection.card_reports import CardReports
    from studyapp.collection.cards import Cards
    from studyapp.collection.content import Content
    from studyapp.collection.exam_planning import ExamPlan, ExamPlanning
    from studyapp.collection.exams import Exams
    from studyapp.collection.open_book import OpenBook
    from studyapp.collection.parameter_fits import ParameterFits
    from studyapp.collection.readiness import ReadinessReader

LOCK_NAME = "collection.lock"

# Below this a full check costs less than a frame or two; above it a worker does it after the window is up.
QUICK_CHECK_AT_ONCE = 4 * 1024 * 1024


class Soundness(NamedTuple):
    """What “check” has found."""

    problems: tuple[str, ...]
    """One sentence each; none when all is well."""


class FolderLock:
    """The right to use a collection folder: held by the operating system, so a kill leaves nothing behind."""

    def __init__(self, folder: Path) -> None:
        """Raises CollectionInUse when another process holds it, ReadOnlyCollection when the folder cannot be written."""
        store.check_writable(folder)
        self._lock = FileLock(folder / LOCK_NAME)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise CollectionInUse(
                f"The collection in {folder} is open in another studyapp. Use that window, or close it and try again."
            ) from None

    def release(self) -> None:
        """Give the folder free."""
        self._lock.release()


class Collection:
    """Everything the learner has. Made by `open`; used on one thread; `close` gives the file free."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        """Open the collection in a locked folder; `open` is the usual way. Raises CollectionUnavailable and its children."""
        self.folder = folder
        self.file = folder / store.FILE_NAME
        self._lock = lock
        self._listeners: list[Callable[[Changes], None]] = []
        if not self.file.exists():
            self._refuse_lost_file()
            store.create(self.file)
        store.inspect(self.file)
        self._look_and_migrate()
        self._engine = store.make_engine(self.file)
        try:
            self._connection = self._engine.connect()
            self._ensure_parameters()
            self.journal = Journal(self._connection, self.file, self._notify)
            self.settings = Settings(self._connection, self.journal)
            self.parameters = ParameterSets(self._connection)
            self.review = Review(self._connection, self.journal, self.settings, self.parameters)
            self.media = Media(self._connection, folder / "media")
            self.decks = Decks(self._connection, self.journal)
            self.history = History(self._connection, self.settings, self.parameters)
        except BaseException:
            self._engine.dispose()
            raise
        self._outline: Outline | None = None

    @classmethod
    def open(cls, folder: Path) -> Collection:
        """Open the collection in `folder`, creating an empty one in an empty folder.

        Raises CollectionInUse, NewerCollection, DamagedCollection, ReadOnlyCollection or DiskFull, each a sentence; then
        nothing in the folder has been changed.
        """
        lock = FolderLock(folder)
        try:
            return cls(folder, lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file and give the folder free."""
        self._connection.close()
        self._engine.dispose()
        self._lock.release()

    def follow(self, plan: ExamPlan) -> None:
        """Study by this plan for the exam on its day. Nothing is written; the plan can be worked out again."""
        self.review.follow(plan)
        self._notify(Changes("Plan for the exam", frozenset({"plan"})))

    @cached_property
    def content(self) -> Content:
        """Decks in and out. Loaded when first asked for: the window shows today's numbers without it."""
        from studyapp.collection.content import Content

        return Content(self._connection, self.journal, self.media)

    @cached_property
    def cards(self) -> Cards:
        """Single cards and notes. Loaded when first asked for."""
        from studyapp.collection.cards import Cards

        return Cards(self._connection, self.journal)

    @cached_property
    def exams(self) -> Exams:
        """Practice exams. Loaded when first asked for."""
        from studyapp.collection.exams import Exams

        return Exams(self._connection, self.journal, self.review, self.decks, self.parameters)

    @cached_property
    def exam_planning(self) -> ExamPlanning:
        """What the plan for the exam starts from. Loaded when first asked for."""
        from studyapp.collection.exam_planning import ExamPlanning

        return ExamPlanning(self._connection, self.settings, self.parameters)

    @cached_property
    def readiness(self) -> ReadinessReader:
        """How ready the learner is, by leaf and section. Loaded when first asked for."""
        from studyapp.collection.readiness import ReadinessReader

        return ReadinessReader(self._connection, self.settings, self.parameters)

    @cached_property
    def parameter_fits(self) -> ParameterFits:
        """Parameters fitted to the learner. Loaded when first asked for."""
        from studyapp.collection.parameter_fits import ParameterFits

        return ParameterFits(self._connection, self.journal, self.settings, self.parameters, self.file)

    @cached_property
    def open_book(self) -> OpenBook:
        """Open-book preparation. Loaded when first asked for."""
        from studyapp.collection.open_book import OpenBook

        return OpenBook(self._connection, self.journal)

    @cached_property
    def card_reports(self) -> CardReports:
        """Reports about cards. Loaded when first asked for."""
        from studyapp.collection.card_reports import CardReports

        return CardReports(self._connection, self.journal)

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Have `listener` called after each change, undo and redo."""
        self._listeners.append(listener)

    def undo(self, progress: Progress | None = None) -> Changes:
        """Take the last step back. Raises NothingToUndo, and whatever `progress` raises to cancel; then nothing changes."""
        return self.journal.undo(progress)

    def redo(self, progress: Progress | None = None) -> Changes:
        """Do the last undone step again. Raises as `undo` does."""
        return self.journal.redo(progress)

    @property
    def outline(self) -> Outline | None:
        """The exam outline in force."""
        if self._outline is None:
            self._outline = self.decks.outline()
        return self._outline

    def needs_check(self) -> bool:
        """Whether the file was too large to be checked at opening, so that a worker should call `check_file`."""
        return self.file.stat().st_size > QUICK_CHECK_AT_ONCE

    def check(self) -> Soundness:
        """Check the whole file: pages, references, search index, cards against notes, practice exams, pictures."""
        problems = []
        for line in self._connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
            if line != "ok":
                problems.append(f"{self.file.name} is damaged: {line}.")
        broken = self._connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems += [f"A row of {table} points to a row of {parent} that is gone." for table, _, parent, _ in broken]
        orphans = self._connection.exec_driver_sql(
            "SELECT count(*) FROM notes n WHERE status != 'retired' AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.note_id = n.id)"
            " AND n.note_type_id NOT IN (SELECT id FROM note_types WHERE kind IN ('numeric', 'template'))"
        ).scalar_one()
        if orphans:
            problems.append(f"{orphans} notes have no cards.")
        absurd = self._connection.exec_driver_sql(
            "SELECT count(*) FROM cards WHERE (state = 0) != (stability IS NULL) OR stability NOT BETWEEN 0.0009 AND 36500.01"
            " OR difficulty NOT BETWEEN 1 AND 10 OR (state != 0 AND due_day IS NULL)"
        ).scalar_one()
        if absurd:
            problems.append(f"{absurd} cards have a memory that cannot be.")
        try:
            self._connection.exec_driver_sql(
                "INSERT INTO notes_search(notes_search, rank) VALUES ('integrity-check', 1)"
            )
        except DamagedCollection:
            problems.append("The search index does not match the notes.")
        problems += [exam.sentence for exam in self.exams.damaged()]
        problems += [f"The picture {name} is missing from {self.media.folder}." for name in self.media.missing()]
        return Soundness(tuple(problems))

    def counts(self) -> dict[str, int]:
        """Rows by table, for “info”."""
        tables = ("decks", "notes", "cards", "reviews", "media")
        return {
            table: int(self._connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
            for table in tables
        }

    def _notify(self, changes: Changes) -> None:
        if "settings" in changes.tables:
            self.settings.reload()
        if "parameters" in changes.tables:
            self.parameters.reload()
        if "decks" in changes.tables:
            self._outline = None
        self.review.on_change(changes)
        if "exams" in vars(self):
            self.exams.on_change(changes)
        for listener in self._listeners:
            listener(changes)

    def _refuse_lost_file(self) -> None:
        from studyapp.collection.backup import backups

        if backups(self.folder):
            raise LostCollection(f"{self.file.name} is gone from {self.folder}, but there are backups of it.")

    def _ensure_parameters(self) -> None:
        """The default parameters are a row like any other, so that each review can name the set it was scheduled with."""
        import json

        self._connection.exec_driver_sql(
            "INSERT INTO parameters(id, weights, added, origin) SELECT 1, ?, 0, 'default' WHERE NOT EXISTS (SELECT 1 FROM parameters)",
            (json.dumps(DEFAULT_PARAMETERS.weights),),
        )

    def _look_and_migrate(self) -> None:
        engine = store.make_engine(self.file, journal=None)
        try:
            with engine.connect() as connection:
                version = store.schema_version(connection, self.file)
                if self.file.stat().st_size <= QUICK_CHECK_AT_ONCE:
                    store.quick_check(connection, self.file)
        finally:
            engine.dispose()
        if version != SCHEMA_VERSION:
            from studyapp.collection.migrations import upgrade

            upgrade(self.file)


def start_new_file(folder: Path) -> None:
    """Create an empty collection where the file is gone, on the learner's word. Raises CollectionInUse or DiskFull."""
    lock = FolderLock(folder)
    try:
        if not (folder / store.FILE_NAME).exists():
            store.create(folder / store.FILE_NAME)
    finally:
        lock.release()


def check_file(file: Path) -> None:
    """Read every page of a collection through a connection of its own, for a worker. Raises DamagedCollection."""
    engine = store.make_engine(file)
    try:
        with engine.connect() as connection:
            store.quick_check(connection, file)
    finally:
        engine.dispose()
