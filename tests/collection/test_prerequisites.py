"""A note that builds on others is introduced after them, and nothing waits for what never comes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating


def introduced_by_day(collection: Collection, a_day: int, days: int) -> list[list[int]]:
    """The notes that are introduced on each day when all new cards of the day are studied and nothing else is."""
    collection.settings.change(new_per_day=a_day, reviews_per_day=0, minutes_per_day=None)
    order = []
    for day in range(days):
        now, today = clock.now() + timedelta(days=day), []
        collection.review.start(now)
        while (shown := collection.review.next(now)) is not None:
            collection.review.answer(shown, Rating.EASY, 5, now)
            today.append(shown.note_id)
        order.append(today)
        if not order[-1]:
            break
    return order


def all_of_a_day(collection: Collection, now: datetime) -> list[int]:
    """The notes of all new cards of a day, which then count as studied: quicker than to answer thousands of cards."""
    collection.review.start(now)
    cards = collection.review._queue_for(now, Scope()).upcoming(100)
    with closing(sqlite3.connect(collection.file)) as connection:
        note = dict(connection.execute("SELECT id, note_id FROM cards").fetchall())
        connection.executemany("UPDATE cards SET state = 2, due_day = 999999 WHERE id = ?", [(card,) for card in cards])
        connection.commit()
    return [note[card] for card in cards]


def with_prerequisites(
    collection: Collection, prereq: dict[str, tuple[str, ...]], key: str = "chain"
) -> dict[str, int]:
    """Merge a deck of notes, in this order, each with those it builds on; gives the id of each."""
    notes = tuple(
        NoteSource(note, Kind.QUESTION, {"front": f"{note}?", "back": "A"}, prereq=basics)
        for note, basics in prereq.items()
    )
    collection.content.merge(collection.content.plan(DeckSource(key, key, notes)), clock.now())
    with closing(sqlite3.connect(collection.file)) as connection:
        found = connection.execute("SELECT key, id FROM notes WHERE key IN (SELECT value FROM json_each(?))",
                                   (json.dumps(list(prereq)),))  # fmt: skip
        return dict(found.fetchall())


def pairs(collection: Collection, query: str) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(collection.file)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def empty(tmp_path: Path, clock_at: Callable[[datetime], None]) -> Iterator[Collection]:
    """A collection without a deck, at noon."""
    opened = Collection.open(tmp_path / "empty")
    yield opened
    opened.close()


def test_a_note_whose_prerequisite_came_with_a_later_edition_waits_for_it(empty: Collection) -> None:
    many = {f"n-{number}": ("basic",) for number in range(700)}
    with_prerequisites(empty, many)
    ids = with_prerequisites(empty, {**many, "basic": ("root",), "root": ()})
    (day,) = introduced_by_day(empty, 3, 1)
    assert day == [ids["root"], ids["basic"], ids["n-0"]]


def test_a_prerequisite_that_cannot_come_holds_nothing_back(empty: Collection) -> None:
    keys = {
        "gone": (),
        "away": (),
        "kept": (),
        "a": ("gone",),
        "b": ("away",),
        "c": ("nowhere",),
        "e": ("kept",),
    }
    ids = with_prerequisites(empty, keys)
    cards = {note: card for card, note in pairs(empty, "SELECT id, note_id FROM cards")}
    empty.cards.suspend(cards[ids["away"]])
    empty.cards.bury(cards[ids["kept"]], empty.review.today(clock.now()))
    with_prerequisites(empty, {key: basics for key, basics in keys.items() if key != "gone"})
    days = introduced_by_day(empty, 20, 2)
    assert days == [[ids[key] for key in "abc"], [ids["kept"], ids["e"]]]


def test_a_prerequisite_that_was_studied_on_an_earlier_day_is_enough(empty: Collection) -> None:
    ids = with_prerequisites(empty, {"basic": (), "next": ("basic",), "last": ("next",)})
    assert introduced_by_day(empty, 1, 3) == [[ids["basic"]], [ids["next"]], [ids["last"]]]


def test_a_part_is_studied_without_what_stands_outside_of_it(empty: Collection) -> None:
    notes = (
        NoteSource("basic", Kind.QUESTION, {"front": "B?", "back": "A"}, leaf="I.A.1"),
        NoteSource("top", Kind.QUESTION, {"front": "T?", "back": "A"}, leaf="II.A.1", prereq=("basic",)),
    )
    empty.content.merge(empty.content.plan(DeckSource("d", "D", notes)), clock.now())
    shown = empty.review.next(clock.now(), Scope(section="II"))
    assert shown is not None
    assert shown.face.question == "T?"
    assert empty.review.plan(clock.now()).counts.new == 2


def test_in_the_shipped_deck_no_note_is_introduced_before_one_that_it_builds_on(
    first_start: Path, tmp_path: Path, clock_at: Callable[[datetime], None]
) -> None:
    shutil.copytree(first_start, tmp_path / "data")
    collection = Collection.open(tmp_path / "data")
    collection.settings.change(new_per_day=20, reviews_per_day=0, minutes_per_day=None)
    days = [all_of_a_day(collection, clock.now())]
    while days[-1]:
        days.append(all_of_a_day(collection, clock.now() + timedelta(days=len(days))))
    # A sibling comes later; what counts is the first card of a note.
    came = list(dict.fromkeys(note for day in days for note in day))
    place = {note: number for number, note in enumerate(came)}
    prereq = pairs(
        collection,
        "SELECT n.id, b.id FROM notes n, json_each(n.prereq) p JOIN notes b ON b.deck_id = n.deck_id AND b.key = p.value",
    )
    waiting = pairs(collection, "SELECT id, note_id FROM cards WHERE retired = 0 AND suspended = 0 AND state = 0")
    collection.close()
    assert waiting == [], "nothing waits for ever"
    both = [(note, basic) for note, basic in prereq if note in place and basic in place]
    assert len(both) > 500
    assert [(note, basic) for note, basic in both if place[basic] > place[note]] == []
