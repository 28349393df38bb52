"""What the learner does to single cards, notes and decks besides answering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from studyapp import clock
from studyapp.collection import FLAGS, Collection, Part, Scope, ShownCard
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating, State
from studyapp.errors import UserError

Answer = Callable[..., ShownCard]


def test_all_that_is_known_of_a_card_is_told(collection: Collection, answer: Answer) -> None:
    shown = answer(Rating.AGAIN, seconds=12.5)
    later = clock.now() + timedelta(minutes=1)
    again = collection.review.next(later)
    while again is not None and again.card_id != shown.card_id:
        collection.review.answer(again, Rating.EASY, 1, later)
        again = collection.review.next(later)
    assert again is not None
    collection.review.answer(again, Rating.GOOD, 3, later)
    info = collection.cards.info(shown.card_id)
    assert (info.key, info.kind, info.ordinal, info.headline) == ("leadership", Kind.TERM, 0, "Leadership")
    assert (info.deck_title, info.leaf, info.level, info.competencies) == ("Small deck", "I.A.1", "understand", ("C1",))
    assert (info.tags, info.source, info.status) == (("glossary",), "A handbook, first edition, ch. 1", "draft")
    assert (info.flag, info.suspended, info.buried_until) == (0, False, None)
    assert info.added == info.edited == round(clock.now().timestamp() * 1000)
    assert info.state.state is State.LEARNING
    assert [(past.rating, past.kind, past.seconds) for past in info.reviews] == [
        (Rating.GOOD, "learn", 3.0),
        (Rating.AGAIN, "learn", 12.5),
    ]


def test_a_card_or_note_that_is_gone_is_a_sentence(collection: Collection) -> None:
    with pytest.raises(UserError, match=r"This card is no longer in the collection\."):
        collection.cards.info(999)
    with pytest.raises(UserError, match=r"This note is no longer in the collection\."):
        collection.cards.note(999)


def test_flags_are_set_changed_and_taken_away(collection: Collection) -> None:
    collection.cards.flag(1, FLAGS)
    assert collection.cards.info(1).flag == FLAGS
    assert collection.journal.undo_label == "Flag card"
    collection.cards.flag(1, 0)
    assert collection.cards.info(1).flag == 0
    assert collection.journal.undo_label == "Remove flag"
    for wrong in (-1, FLAGS + 1):
        with pytest.raises(UserError, match=r"There are flags 1 to 7\."):
            collection.cards.flag(1, wrong)


def test_suspending_and_taking_back_are_steps_of_their_own(collection: Collection) -> None:
    collection.cards.suspend(1)
    assert collection.journal.undo_label == "Suspend card"
    collection.cards.suspend(1, False)
    assert collection.journal.undo_label == "Unsuspend card"
    assert not collection.cards.info(1).suspended


def test_an_edit_keeps_the_memory_and_is_found(collection: Collection, answer: Answer) -> None:
    shown = answer(Rating.EASY)
    before = collection.cards.info(shown.card_id)
    note = collection.cards.note(shown.note_id)
    later = clock.now() + timedelta(minutes=5)
    collection.cards.edit(replace(note, fields={**note.fields, "front": "Führung"}, tags=("mine",)), later)
    after = collection.cards.info(shown.card_id)
    assert (after.headline, after.tags, after.edited - before.edited) == ("Führung", ("mine",), 300_000)
    assert (after.state, after.reviews) == (before.state, before.reviews)
    with collection.journal.change("Search") as db:
        query = "SELECT rowid FROM notes_search WHERE notes_search MATCH ?"
        assert db.exec_driver_sql(query, ("fuhrung",)).scalar() == shown.note_id
        assert db.exec_driver_sql(query, ("leadership",)).scalar() != shown.note_id
    collection.undo()
    assert collection.cards.info(shown.card_id).headline == "Leadership"
    assert collection.check().problems == ()


def test_an_edit_of_a_term_can_add_and_take_away_its_reverse(collection: Collection) -> None:
    note = collection.cards.note(1)
    count = collection.decks.all(1)[0].cards
    collection.cards.edit(replace(note, fields={**note.fields, "reverse": False}), clock.now())
    assert collection.decks.all(1)[0].cards == count - 1
    collection.cards.edit(replace(note, fields=note.fields), clock.now())
    assert collection.decks.all(1)[0].cards == count


def test_an_edit_with_mistakes_names_all_of_them_and_saves_nothing(collection: Collection) -> None:
    note = collection.cards.note(1)
    with pytest.raises(UserError) as caught:
        collection.cards.edit(replace(note, fields={"front": "", "back": "a\x00b"}, tags=("",)), clock.now())
    lines = str(caught.value).split("\n")
    assert [line.partition(":")[0].partition("[")[0] for line in lines] == ["front", "back", "tags"]
    assert collection.cards.note(1) == note


def test_decks_are_listed_with_what_waits(collection: Collection, answer: Answer) -> None:
    shown = answer(Rating.EASY)
    answer(Rating.AGAIN)
    collection.cards.suspend(12)
    today = collection.review.today(clock.now())
    (row,) = collection.decks.all(today)
    assert (row.key, row.title, row.version, row.shipped) == ("small", "Small deck", "2026.1", False)
    assert (row.notes, row.cards, row.new, row.learning, row.due, row.suspended) == (10, 12, 9, 1, 0, 1)
    due_day = collection.cards.info(shown.card_id).state.due_day
    assert due_day is not None
    assert collection.decks.all(due_day)[0].due == 1


def test_an_empty_collection_lists_no_decks_and_a_deck_without_cards_zeros(collection: Collection) -> None:
    essay_only = DeckSource(
        "numbers", "Aaa", (NoteSource("n", Kind.TERM, {"front": "f", "back": "b"}),), retired=("x",)
    )
    collection.content.merge(collection.content.plan(essay_only), clock.now())
    collection.content.merge(
        collection.content.plan(replace(essay_only, notes=(), retired=("n",), complete=False)), clock.now()
    )
    first = collection.decks.all(1)[0]
    assert (first.title, first.notes, first.cards, first.new) == ("Aaa", 0, 0, 0)


def counted(parts: tuple[Part, ...]) -> dict[str, tuple[int, int, int, int]]:
    return {part.id: (part.cards, part.new, part.learning, part.due) for part in parts}


def test_the_parts_of_a_deck_tell_what_waits_in_each(collection: Collection, answer: Answer) -> None:
    first, second = answer(Rating.EASY), answer(Rating.AGAIN)
    assert (first.leaf, second.leaf) == ("I.A.1", "IV.C.7")
    today = collection.review.today(clock.now())
    parts = collection.decks.parts(1, today)
    assert counted(parts.sections) == {"I": (8, 7, 0, 0), "IV": (4, 3, 1, 0)}
    assert counted(parts.leaves) == {
        "I.A.1": (4, 3, 0, 0), "I.A.2": (4, 4, 0, 0), "IV.B.1": (2, 2, 0, 0), "IV.C.7": (2, 1, 1, 0),
    }  # fmt: skip
    assert counted(parts.competencies) == {"C1": (12, 10, 1, 0)}
    due_day = collection.cards.info(first.card_id).state.due_day
    assert due_day is not None
    assert counted(collection.decks.parts(1, due_day).leaves)["I.A.1"] == (4, 3, 0, 1)
    collection.cards.suspend(first.card_id)
    assert counted(collection.decks.parts(1, due_day).leaves)["I.A.1"] == (4, 3, 0, 0)


def test_the_new_cards_of_a_part_are_those_that_its_scope_studies(collection: Collection) -> None:
    collection.settings.change(new_per_day=100)
    parts = collection.decks.parts(1, collection.review.today(clock.now()))
    for part in (*parts.sections, *parts.competencies, *parts.leaves):
        # The other direction of a card comes on another day, so that there are no more than these.
        assert 0 < collection.review.plan(clock.now(), part.scope).counts.new <= part.new
    assert [part.scope for part in parts.sections] == [Scope(1, section="I"), Scope(1, section="IV")]
    assert [part.scope for part in parts.competencies] == [Scope(1, competency="C1")]
    assert parts.leaves[3].scope == Scope(1, leaf="IV.C.7")


def test_parts_have_titles_in_the_order_of_the_outline_and_the_unknown_come_last(collection: Collection) -> None:
    notes = tuple(
        NoteSource(key, Kind.QUESTION, {"front": key, "back": "A"}, leaf=leaf, competencies=names)
        for key, leaf, names in (
            ("a", "IX.A", ("C9", "C2")),
            ("b", "IV.C.7", ("C2",)),
            ("c", "I.A.2", ()),
            ("d", None, ()),
        )
    )
    deck = DeckSource("own", "Own", notes, learn={"IV.B.1": "First understand.", "I.A.2": "Two ways."})
    collection.content.merge(collection.content.plan(deck), clock.now())
    parts = collection.decks.parts(2, 1)
    assert [(part.id, part.title) for part in parts.sections] == [
        ("I", "Leadership"), ("IV", "Quality management tools"), ("IX", ""),
    ]  # fmt: skip
    assert [(part.id, part.title, part.cards) for part in parts.competencies] == [
        ("C2", "Customer and supplier relations", 2), ("C9", "Knowledge management", 1),
    ]  # fmt: skip
    assert [(part.id, part.cards, part.learn) for part in parts.leaves] == [
        ("I.A.2", 1, True), ("IV.B.1", 0, True), ("IV.C.7", 1, False), ("IX.A", 1, False),
    ]  # fmt: skip
    everywhere = collection.decks.parts(None, 1)
    assert counted(everywhere.competencies)["C2"] == (2, 2, 0, 0)
    assert counted(everywhere.leaves)["I.A.2"] == (5, 5, 0, 0)


def test_only_a_deck_that_tells_leaves_or_competencies_has_parts(collection: Collection) -> None:
    for key, more in (("bare", {}), ("able", {"competencies": ("C3",)})):
        note = NoteSource("n", Kind.QUESTION, {"front": "Q", "back": "A"}, **more)
        collection.content.merge(collection.content.plan(DeckSource(key, key, (note,))), clock.now())
    assert [collection.decks.has_parts(deck_id) for deck_id in (1, 2, 3)] == [True, False, True]
    collection.decks.remove(1)
    assert not collection.decks.has_parts(1)
    assert collection.decks.parts(1, 1) == ((), (), ())


def test_a_deck_is_renamed(collection: Collection) -> None:
    collection.decks.rename(1, "  My \n deck ")
    assert collection.decks.all(1)[0].title == "My deck"
    for wrong in ("", " \t ", "x" * 201):
        with pytest.raises(UserError, match=r"A deck needs a title of at most 200 characters\."):
            collection.decks.rename(1, wrong)


def test_a_removed_deck_is_out_of_sight_with_its_cards_and_comes_back_with_its_answers(
    collection: Collection, answer: Answer
) -> None:
    answered = answer()
    collection.cards.suspend(2)
    before = collection.decks.all(1)
    collection.decks.remove(1)
    assert collection.decks.all(1) == []
    assert collection.decks.removed() == [(1, "Small deck")]
    assert collection.decks.is_removed("small")
    assert collection.review.next(clock.now()) is None
    assert collection.history.sections(clock.now()) == {}
    assert collection.counts()["reviews"] == 1
    assert collection.check().problems == ()
    collection.decks.bring_back(1)
    assert collection.decks.all(1) == before
    assert collection.cards.info(answered.card_id).state.reps == 1
