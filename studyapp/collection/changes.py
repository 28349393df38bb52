"""One transaction = one undo step = one notice. Undo is written here once, for every table.

Temporary triggers note what each row was before it changed (after sqlite.org/undoredo.html). Undo goes backwards through the
rows of a step, which makes the triggers note the redo. Features write no undo code. What follows from it: never
INSERT OR REPLACE (it skips delete triggers), no NUL in text (`quote()` stops there), one process per file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.faults import explained
from studyapp.collection.schema import UNDOABLE, metadata
from studyapp.errors import NothingToUndo

Progress = Callable[[int, int], None]
"""Called with (done, total) inside a transaction; raises to cancel, and then nothing of it is kept."""


class Changes(NamedTuple):
    """What has just been written, so that each screen knows whether it concerns it."""

    label: str
    """The user's word for the step, such as “Answer card”."""
    tables: frozenset[str]
    kind: Literal["do", "undo", "redo"] = "do"
    card_id: int | None = None
    """The card the step was about, to show it again."""


class _Step(NamedTuple):
    """What one user action has noted: the rows from `first` to `last` of the log."""

    label: str
    first: int
    last: int
    card_id: int | None

    @property
    def rows(self) -> int:
        return self.last - self.first + 1


class Journal:
    """Opens transactions, and takes them back one by one for as long as the collection is open."""

    def __init__(self, connection: Connection, file: Path, notify: Callable[[Changes], None]) -> None:
        self._connection = connection
        self._file = file
        self._notify = notify
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._open = False
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._driver = driver
        self._install()

    def _install(self) -> None:
        self._driver.execute(
            "CREATE TEMP TABLE undo_log"
            " (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, action TEXT NOT NULL, id INTEGER NOT NULL, was TEXT)"
        )
        for name in UNDOABLE:
            was = "'('||" + "||','||".join(f"quote(old.{column})" for column in _columns(name)) + "||')'"
            for action, row, before in (("INSERT", "new", "NULL"), ("UPDATE", "old", was), ("DELETE", "old", was)):
                self._driver.execute(
                    f"CREATE TEMP TRIGGER undo_{name}_{action.lower()} AFTER {action} ON main.{name} BEGIN"
                    f" INSERT INTO undo_log(tbl, action, id, was) VALUES('{name}', '{action}', {row}.id, {before}); END"
                )

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection that `change` gives, without SQLAlchemy around it: the short way of an answer to the disk."""
        return self._driver

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self._redo[-1].label if self._redo else None

    @contextmanager
    def change(self, label: str, card_id: int | None = None, undoable: bool = True) -> Iterator[Connection]:
        """Everything written inside is on disk when the block ends, as one undo step, or not at all.

        Screens hear of it after the commit. A block that changes nothing leaves no step, and one that is not `undoable` neither:
        it must write only to tables whose rows no other step overwrites when it is undone.
        """
        step, tables = None, frozenset[str]()
        with self._transaction():
            first = self._next_seq()
            yield self._connection
            tables, last = self._written_since(first)
            if tables and undoable:
                step = _Step(label, first, last, card_id)
            elif tables:
                self._driver.execute("DELETE FROM undo_log WHERE seq >= ?", (first,))
        if step:
            for undone in self._redo:
                self._drop(undone)
            self._redo.clear()
            self._undo.append(step)
        elif tables and self._redo:
            self._let_go_of_redo(tables)
        if tables:
            self._notify(Changes(label, tables, "do", card_id))

    def let_go(self, label: str) -> None:
        """Take the steps with this label out of what can be undone: what came of them is worth more than the way back."""
        for step in [step for step in self._undo if step.label == label]:
            self._undo.remove(step)
            self._drop(step)

    @property
    def undo_rows(self) -> int:
        """How many rows undo would touch: a large step is worth showing progress."""
        return self._undo[-1].rows if self._undo else 0

    @property
    def redo_rows(self) -> int:
        """How many rows redo would touch."""
        return self._redo[-1].rows if self._redo else 0

    def undo(self, progress: Progress | None = None) -> Changes:
        """Take the last step back. Raises NothingToUndo, and whatever `progress` raises to cancel; then nothing changes."""
        if not self._undo:
            raise NothingToUndo("There is nothing to undo.")
        return self._reverse(self._undo, self._redo, "undo", progress)

    def redo(self, progress: Progress | None = None) -> Changes:
        """Do the last undone step again. Raises as `undo` does."""
        if not self._redo:
            raise NothingToUndo("There is nothing to redo.")
        return self._reverse(self._redo, self._undo, "redo", progress)

    def forget(self) -> None:
        """Let go of all steps: what has been done so far can no longer be taken back."""
        self._driver.execute("DELETE FROM undo_log")
        self._undo.clear()
        self._redo.clear()

    def _let_go_of_redo(self, tables: frozenset[str]) -> None:
        """Drop undone steps that would write older rows over new ones, and those that could only be redone after them."""
        marks = ",".join("?" * len(tables))
        for place in reversed(range(len(self._redo))):
            step = self._redo[place]
            if self._driver.execute(
                f"SELECT 1 FROM undo_log WHERE seq BETWEEN ? AND ? AND tbl IN ({marks}) LIMIT 1",
                (step.first, step.last, *tables),
            ).fetchone():
                for undone in self._redo[: place + 1]:
                    self._drop(undone)
                del self._redo[: place + 1]
                return

    def _drop(self, step: _Step) -> None:
        self._driver.execute("DELETE FROM undo_log WHERE seq BETWEEN ? AND ?", (step.first, step.last))

    def _reverse(
        self, source: list[_Step], target: list[_Step], kind: Literal["undo", "redo"], progress: Progress | None
    ) -> Changes:
        step, done = source[-1], 0
        with self._transaction():
            # Children may come back before their parents.
            self._driver.execute("PRAGMA defer_foreign_keys = ON")
            noted = self._driver.execute(
                "SELECT tbl, action, id, was FROM undo_log WHERE seq BETWEEN ? AND ? ORDER BY seq DESC",
                (step.first, step.last),
            ).fetchall()
            first = self._next_seq()
            for table, action, rows in _runs(noted):
                if progress:
                    progress(done, len(noted))
                self._take_back(table, action, rows)
                done += len(rows)
            tables, last = self._written_since(first)
            self._drop(step)
        source.pop()
        target.append(_Step(step.label, first, last, step.card_id))
        changes = Changes(step.label, tables, kind, step.card_id)
        self._notify(changes)
        return changes

    def _take_back(self, table: str, action: str, rows: dict[int, str]) -> None:
        if action == "INSERT":
            self._driver.executemany(f"DELETE FROM {table} WHERE id = ?", [(row_id,) for row_id in rows])
            return
        columns, before = _columns(table), ",".join(rows.values())
        if action == "DELETE":
            self._driver.execute(f"INSERT INTO {table}({','.join(columns)}) VALUES {before}")
        else:
            sets = ",".join(
                f"{column} = was.column{number}" for number, column in enumerate(columns, 1) if column != "id"
            )
            place = columns.index("id") + 1
            self._driver.execute(
                f"UPDATE {table} SET {sets} FROM (VALUES {before}) was WHERE {table}.id = was.column{place}"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._open:
            raise RuntimeError("A change is already open: one user action is one change.")
        with explained(self._file):
            self._driver.execute("BEGIN IMMEDIATE")
            self._open = True
            try:
                yield
                self._driver.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back by itself after some errors, such as a full disk.
                if self._driver.in_transaction:
                    self._driver.execute("ROLLBACK")
                raise
            finally:
                self._open = False

    def _next_seq(self) -> int:
        return int(self._driver.execute("SELECT coalesce(max(seq), 0) + 1 FROM undo_log").fetchone()[0])

    def _written_since(self, first: int) -> tuple[frozenset[str], int]:
        rows = self._driver.execute(
            "SELECT tbl, max(seq) FROM undo_log WHERE seq >= ? GROUP BY tbl", (first,)
        ).fetchall()
        return frozenset(row[0] for row in rows), max((row[1] for row in rows), default=0)


# Rows that are taken back by one statement: preparing it costs many times what a row does.
_ROWS_AT_ONCE, _TEXT_AT_ONCE = 200, 200_000


def _runs(noted: Iterable[tuple[str, str, int, str | None]]) -> Iterator[tuple[str, str, dict[int, str]]]:
    """Neighbors of one table and action together, as id → what the row was; no row is in a run twice."""
    run: dict[int, str] = {}
    kind, size = ("", ""), 0
    for table, action, row_id, was in noted:
        if run and (kind != (table, action) or row_id in run or len(run) == _ROWS_AT_ONCE or size > _TEXT_AT_ONCE):
            yield *kind, run
            run, size = {}, 0
        kind = (table, action)
        run[row_id] = was or ""
        size += len(run[row_id])
    if run:
        yield *kind, run


def _columns(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].columns]
