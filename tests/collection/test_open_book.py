from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.open_book import LONGEST_NOTE
from studyapp.domain.find_it import LONGEST
from studyapp.domain.open_book import LeafReference, StatementEntry, StepsEntry, TermEntry
from studyapp.errors import UserError


def test_a_reference_is_kept_on_disk(collection: Collection, tmp_path: Path) -> None:
    book = collection.open_book
    book.set_reference("I.A.1", "  The  handbook\n", "Tab 3,\tp. 212 ", " Mind the chart.\nTwice. ", clock.now())
    wanted = LeafReference("I.A.1", "The handbook", "Tab 3, p. 212", "Mind the chart.\nTwice.")
    collection.close()
    again = Collection.open(tmp_path / "collection")
    try:
        assert again.open_book.reference("I.A.1") == wanted
        assert again.open_book.references() == {"I.A.1": wanted}
        assert again.open_book.reference("IV.C.7") == LeafReference("IV.C.7")
    finally:
        again.close()


def test_each_change_of_a_reference_is_one_step_that_can_be_undone(collection: Collection) -> None:
    book, now = collection.open_book, clock.now()
    book.set_reference("I.A.1", "Handbook", "p. 1", "", now)
    book.set_reference("I.A.1", "Handbook", "p. 2", "", now)
    assert collection.journal.undo_label == "Edit reference"
    collection.undo()
    assert book.reference("I.A.1").place == "p. 1"
    collection.undo()
    assert not book.reference("I.A.1")
    collection.redo()
    collection.redo()
    assert book.reference("I.A.1").place == "p. 2"


def test_the_same_again_is_no_step_and_empty_texts_take_the_reference_away(collection: Collection) -> None:
    book, now = collection.open_book, clock.now()
    book.set_reference("I.A.1", "", " ", "", now)
    assert collection.journal.undo_label != "Edit reference"
    book.set_reference("I.A.1", "Handbook", "", "", now)
    changes: list[str] = []
    collection.subscribe(lambda change: changes.append(change.label))
    book.set_reference("I.A.1", "Handbook ", "", "\n", now)
    assert changes == []
    book.set_reference("I.A.1", "", "", "", now)
    assert book.references() == {}
    collection.undo()
    assert book.reference("I.A.1").work == "Handbook"


@pytest.mark.parametrize(
    ("texts", "word"),
    [(("x" * 201, "", ""), "book"), (("", "x" * 101, ""), "tab or page"), (("", "", "x" * (LONGEST_NOTE + 1)), "note")],
)
def test_a_text_that_is_too_long_is_refused_with_its_name(
    collection: Collection, texts: tuple[str, str, str], word: str
) -> None:
    with pytest.raises(UserError, match=rf"^The {word} has .* characters; at most"):
        collection.open_book.set_reference("I.A.1", *texts, clock.now())
    assert collection.open_book.references() == {}


def test_books_are_proposed_the_most_used_first(collection: Collection) -> None:
    for leaf, work in (("a", "Guide"), ("b", "Primer"), ("c", "Primer"), ("d", "")):
        collection.open_book.set_reference(leaf, work, "p. 1", "", clock.now())
    assert collection.open_book.works() == ("Primer", "Guide")


def test_markup_quotes_and_nul_in_a_reference_stay_text(collection: Collection) -> None:
    odd = "O'Neil <b>&\"; DROP TABLE notes"
    collection.open_book.set_reference("I.A.1", odd, "\x00p. 3", "a\x00b", clock.now())
    assert collection.open_book.reference("I.A.1") == LeafReference("I.A.1", odd, "p. 3", "ab")
    collection.undo()
    collection.redo()
    assert collection.open_book.reference("I.A.1").work == odd


def test_look_ups_are_kept_in_their_order_and_bounded(collection: Collection) -> None:
    book, now = collection.open_book, clock.now()
    for seconds, found in ((12.5, True), (-3.0, True), (5000.0, False), (math.inf, False), (math.nan, True)):
        book.record_lookup("I.A.1", seconds, found, now)
        now += timedelta(minutes=1)
    assert [lookup.seconds for lookup in book.lookups()] == [12.5, 0.0, LONGEST, LONGEST, LONGEST]
    assert [lookup.found for lookup in book.lookups()] == [True, True, False, False, True]
    collection.undo()
    assert len(book.lookups()) == 4


def test_all_look_ups_are_summed_up_with_the_leaves_that_lack_a_reference(collection: Collection) -> None:
    book, now = collection.open_book, clock.now()
    book.set_reference("I.A.1", "Handbook", "", "", now)
    book.set_reference("IV.B.1", "", "", "only a note", now)
    book.record_lookup("I.A.1", 20, True, now)
    book.record_lookup("IV.B.1", 80, True, now)
    book.record_lookup("IV.C.7", 90, False, now)
    summary = book.lookup_summary()
    assert (summary.lookups, summary.found, summary.median) == (3, 2, 50)
    assert [lookup.leaf for lookup in summary.slowest] == ["IV.B.1"]
    assert summary.not_found == ("IV.C.7",)
    assert summary.without_reference == ("IV.B.1", "IV.C.7")


def test_the_binder_takes_statements_of_the_decks_in_sight_and_no_questions(collection: Collection) -> None:
    entries = collection.open_book.entries()
    assert [type(entry) for entry in entries] == [TermEntry, TermEntry, StatementEntry, StepsEntry, TermEntry]
    assert [entry.term for entry in entries if isinstance(entry, TermEntry)] == [
        "Leadership",
        "Process capability index",
        "Special cause",
    ]
    (deck,) = collection.decks.all(0)
    collection.decks.remove(deck.id)
    assert collection.open_book.entries() == ()
