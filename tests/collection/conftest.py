"""What the tests of the collection share: its whole content as a value, and one answer without ceremony."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection, ShownCard
from studyapp.domain.scheduling import Rating

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
Answer = Callable[..., ShownCard]


@pytest.fixture
def dump() -> Dump:
    """All rows of all tables of a collection's file, read through a connection of its own."""

    def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(folder / "collection.db")) as connection:
            tables = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'notes_search%' ORDER BY name"
            ).fetchall()
            content = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}
            connection.execute("INSERT INTO notes_search(notes_search, rank) VALUES ('integrity-check', 1)")
            connection.rollback()
            return content

    return rows


@pytest.fixture
def answer(collection: Collection) -> Answer:
    """Answers the next card and gives it back as it was shown."""

    def answer_next(rating: Rating = Rating.GOOD, now: datetime | None = None, seconds: float = 5.0) -> ShownCard:
        moment = now or clock.now()
        shown = collection.review.next(moment)
        assert shown is not None
        collection.review.answer(shown, rating, seconds, moment)
        return shown

    return answer_next
