"""Merging decks: wording is updated, memories never; nothing is deleted, and what the learner wrote stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection, MergePlan, Scope, ShownCard
from studyapp.collection.content import introduction_order
from studyapp.domain.content import DeckSource, Kind, NoteSource, RefusedNote, Status
from studyapp.domain.scheduling import Rating
from studyapp.errors import UserError

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def question(key: str, front: str = "Why?", **more: object) -> NoteSource:
    return NoteSource(key, Kind.QUESTION, {"front": front, "back": "Because."}, **more)  # type: ignore[arg-type]


def cloze(text: str) -> NoteSource:
    return NoteSource("gap", Kind.CLOZE, {"text": text})


def deck(*notes: NoteSource, **more: object) -> DeckSource:
    return DeckSource("mine", "Mine", notes, **more)  # type: ignore[arg-type]


def merge(collection: Collection, source: DeckSource) -> MergePlan:
    plan = collection.content.plan(source, collection.outline)
    collection.content.merge(plan, clock.now())
    return plan


def value(collection: Collection, query: str, *values: object) -> object:
    with closing(sqlite3.connect(collection.file)) as connection:
        row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def cards_of(collection: Collection, key: str) -> dict[int, bool]:
    """Ordinals of a note's cards and whether each is in use."""
    with closing(sqlite3.connect(collection.file)) as connection:
        rows = connection.execute(
            "SELECT ordinal, retired FROM cards JOIN notes ON notes.id = note_id WHERE key = ? ORDER BY ordinal", (key,)
        )
        return {ordinal: not retired for ordinal, retired in rows}


def summary(plan: MergePlan) -> tuple[list[str], list[str], int, list[str], list[str], list[str]]:
    def keys(notes: tuple[NoteSource, ...]) -> list[str]:
        return [note.key for note in notes]

    return (keys(plan.added), keys(plan.changed), plan.unchanged, keys(plan.kept), list(plan.retired),
            [row.place for row in plan.refused])  # fmt: skip


def test_the_first_merge_adds_and_the_second_has_nothing_to_do(
    collection: Collection, small_deck: DeckSource, dump: Dump
) -> None:
    before = dump(collection.folder)
    plan = merge(collection, small_deck)
    assert summary(plan) == ([], [], 10, [], [], [])
    assert plan.is_empty
    assert dump(collection.folder) == before
    assert collection.journal.undo_label == "Import Small deck"
    collection.undo()
    assert collection.counts()["notes"] == 0


def test_a_plan_writes_nothing(collection: Collection, small_deck: DeckSource, dump: Dump) -> None:
    before = dump(collection.folder)
    plan = collection.content.plan(deck(question("a")))
    assert not plan.is_empty
    assert not plan.deck_exists
    assert dump(collection.folder) == before


def test_a_plan_tells_what_each_note_will_do(collection: Collection) -> None:
    merge(collection, deck(question("same"), question("better"), question("edited"), question("gone")))
    note = collection.cards.note(int(str(value(collection, "SELECT id FROM notes WHERE key = 'edited'"))))
    collection.cards.edit(replace(note, fields={"front": "Mine?", "back": "Mine."}), clock.now())
    later = deck(
        question("same", place="another place"), question("better", "Why not?"), question("edited", "Theirs?"), question("new"),
        question("bad", ""), question("new", "Twice?", place="row 9"), refused=(RefusedNote("row 3", "x", "ragged"),),
    )  # fmt: skip
    plan = merge(collection, later)
    assert summary(plan) == (["new"], ["better"], 1, ["edited"], ["gone"], ["row 3", "bad", "row 9"])
    assert "stands in the file more than once" in plan.refused[2].reason
    assert value(collection, "SELECT fields FROM notes WHERE key = 'edited'") == '{"front": "Mine?", "back": "Mine."}'
    assert collection.cards.note(note.note_id).fields["front"] == "Mine?"
    assert summary(merge(collection, later))[:5] == ([], [], 3, ["edited"], [])


def test_better_wording_keeps_the_memory(collection: Collection) -> None:
    merge(collection, deck(question("a")))
    scope_card = int(str(value(collection, "SELECT max(id) FROM cards")))
    shown = None
    collection.settings.change(new_per_day=100)
    while shown is None or shown.card_id != scope_card:
        shown = collection.review.next(clock.now())
        assert shown is not None
        collection.review.answer(shown, Rating.EASY, 3, clock.now())
    before = collection.cards.info(scope_card)
    merge(collection, deck(question("a", "Better?")))
    after = collection.cards.info(scope_card)
    assert after.headline == "Better?"
    assert (after.state, after.reviews) == (before.state, before.reviews)


def test_cards_follow_the_text_of_a_cloze_and_come_back_with_their_memory(collection: Collection) -> None:
    merge(collection, deck(cloze("{{c1::One}} and {{c2::two}}.")))
    assert cards_of(collection, "gap") == {0: True, 1: True}
    second = int(
        str(
            value(
                collection, "SELECT cards.id FROM cards JOIN notes ON notes.id = note_id WHERE key='gap' AND ordinal=1"
            )
        )
    )
    collection.cards.flag(second, 3)
    merge(collection, deck(cloze("{{c1::One}} and {{c3::three}}.")))
    assert cards_of(collection, "gap") == {0: True, 1: False, 2: True}
    merge(collection, deck(cloze("{{c1::One}}, {{c2::two}}.")))
    assert cards_of(collection, "gap") == {0: True, 1: True, 2: False}
    assert collection.cards.info(second).flag == 3
    assert collection.check().problems == ()


def test_a_note_that_leaves_its_deck_is_retired_and_comes_back(collection: Collection) -> None:
    merge(collection, deck(question("a"), question("b")))
    assert merge(collection, deck(question("a"))).retired == ("b",)
    assert cards_of(collection, "b") == {0: False}
    assert collection.decks.all(1)[0].title == "Mine"
    assert collection.decks.all(1)[0].notes == 1
    assert merge(collection, deck(question("a"))).is_empty
    assert summary(merge(collection, deck(question("a"), question("b"))))[1] == ["b"]
    assert cards_of(collection, "b") == {0: True}


def test_a_note_the_learner_edited_comes_back_in_the_learners_words(collection: Collection) -> None:
    merge(collection, deck(question("a"), question("b")))
    note = collection.cards.note(int(str(value(collection, "SELECT id FROM notes WHERE key = 'b'"))))
    collection.cards.edit(replace(note, fields={"front": "Mine?", "back": "Mine."}), clock.now())
    merge(collection, deck(question("a")))
    assert summary(merge(collection, deck(question("a"), question("b"))))[3] == ["b"]
    assert cards_of(collection, "b") == {0: True}
    assert collection.cards.note(note.note_id).fields["front"] == "Mine?"
    merge(collection, deck(question("a")))
    merge(collection, deck(question("a"), question("b", status=Status.RETIRED)))
    assert cards_of(collection, "b") == {0: False}


def test_a_note_can_be_retired_by_name_or_by_its_status(collection: Collection) -> None:
    merge(collection, deck(question("a"), question("b"), question("c")))
    assert merge(collection, deck(question("a"), complete=False, retired=("b", "never-there"))).retired == ("b",)
    merge(collection, deck(question("a"), question("b", status=Status.RETIRED), question("c")))
    assert cards_of(collection, "b") == {0: False}
    merge(collection, deck(question("new", status=Status.RETIRED), complete=False))
    assert cards_of(collection, "new") == {0: False}


def test_a_table_adds_rows_and_says_nothing_of_the_rest(collection: Collection, small_deck: DeckSource) -> None:
    row = DeckSource("small", "small", (question("mine"),), complete=False)
    plan = merge(collection, row)
    assert summary(plan) == (["mine"], [], 0, [], [], [])
    found = collection.decks.all(1)[0]
    assert (found.title, found.version, found.notes) == ("Small deck", "2026.1", 11)
    assert collection.outline == small_deck.outline
    # The author of the deck does not know the row, so a new edition does not retire it.
    assert summary(merge(collection, replace(small_deck, version="2026.2"))) == ([], [], 10, [], [], [])
    assert cards_of(collection, "mine") == {0: True}
    assert summary(merge(collection, row))[2] == 1


def test_what_a_note_builds_on_is_met_first(collection: Collection) -> None:
    notes = (question("c", prereq=("b", "elsewhere")), question("b", prereq=("a",)), question("z"), question("a"))
    merge(collection, deck(*notes))
    with closing(sqlite3.connect(collection.file)) as connection:
        rows = connection.execute(
            "SELECT key FROM cards JOIN notes ON notes.id = note_id WHERE notes.deck_id = 2 ORDER BY position"
        ).fetchall()
    assert [row[0] for row in rows] == ["a", "b", "c", "z"]


def test_notes_that_build_on_each_other_in_a_circle_all_come_in(collection: Collection) -> None:
    plan = merge(
        collection, deck(question("a", prereq=("b",)), question("b", prereq=("c",)), question("c", prereq=("a",)))
    )
    assert sorted(note.key for note in plan.added) == ["a", "b", "c"]


def test_a_long_chain_needs_no_deep_recursion(collection: Collection) -> None:
    notes = [question(f"n-{n}", prereq=(f"n-{n + 1}",)) for n in range(1500)]
    assert [note.key for note in introduction_order(notes)[:2]] == ["n-1499", "n-1498"]


def test_new_cards_come_from_all_sections_from_the_first_day(collection: Collection) -> None:
    leaves = ["I.A.1"] * 40 + ["IV.B.1"] * 40 + ["IV.C.7"] * 20
    merge(collection, deck(*(question(f"n-{n}", leaf=leaf) for n, leaf in enumerate(leaves))))
    collection.settings.change(new_per_day=20)
    sections = []
    while (shown := collection.review.next(clock.now(), Scope(deck_id=2))) is not None:
        sections.append((shown.leaf or "").partition(".")[0])
        collection.review.answer(shown, Rating.EASY, 1, clock.now())
    assert sections.count("I") in (7, 8, 9)
    assert sections.count("IV") == len(sections) - sections.count("I")


def test_a_removed_deck_comes_back_when_its_file_is_imported_again(
    collection: Collection, small_deck: DeckSource, answer: Callable[..., ShownCard]
) -> None:
    answer()
    collection.decks.remove(1)
    plan = collection.content.plan(small_deck)
    assert not plan.is_empty
    collection.content.merge(plan, clock.now())
    assert [row.key for row in collection.decks.all(1)] == ["small"]
    assert collection.counts()["reviews"] == 1


def test_cancelling_leaves_nothing(collection: Collection, dump: Dump) -> None:
    before, label = dump(collection.folder), collection.journal.undo_label
    plan = collection.content.plan(deck(*(question(f"n-{n}") for n in range(1000))))
    told: list[tuple[int, int]] = []

    def cancel(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collection.content.merge(plan, clock.now(), progress=cancel)
    assert told == [(done, 1000) for done in range(0, 501, 100)]
    assert dump(collection.folder) == before
    assert collection.journal.undo_label == label


def test_progress_ends_with_all(collection: Collection) -> None:
    told: list[tuple[int, int]] = []
    merge(collection, deck(*(question(f"n-{n}") for n in range(300))))
    changed = collection.content.plan(deck(*(question(f"n-{n}", "Else?") for n in range(310))))
    collection.content.merge(changed, clock.now(), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 310), (10, 310), (110, 310), (210, 310), (310, 310)]


def test_a_deck_of_which_nothing_can_be_used_is_refused_with_its_first_mistake(
    collection: Collection, dump: Dump
) -> None:
    before = dump(collection.folder)
    with pytest.raises(UserError, match=r"Nothing was imported: none of 2 rows can be used\. row 7: front: .*"):
        merge(collection, deck(question("a", "", place="row 7"), question("b", "", place="row 8")))
    assert dump(collection.folder) == before


def test_a_leaf_is_looked_for_in_the_decks_own_outline_or_in_the_one_in_force(
    collection: Collection, small_deck: DeckSource
) -> None:
    assert merge(collection, deck(question("a", leaf="IV.C.7"))).refused == ()
    plan = collection.content.plan(deck(question("b", leaf="IX.Z.9"), question("c", leaf="I.A.1")), collection.outline)
    assert [note.key for note in plan.added] == ["c"]
    assert "IX.Z.9" in plan.refused[0].reason
    assert value(collection, "SELECT section FROM notes WHERE key = 'a'") == "IV"
    assert collection.outline == small_deck.outline


def test_a_deck_comes_out_as_it_went_in(collection: Collection, small_deck: DeckSource) -> None:
    assert collection.content.deck(1) == small_deck
    rich = replace(
        small_deck, key="rich", title="Rich", version="3", language="de", licence="CC0-1.0", description="Words.",
        changelog=("3: all new.",), authors=("A. Bee", "Cee & sons"),
        notes=(question("q", leaf="I.A.1", also=("I.A.2",), depth=small_deck.notes[0].depth, prereq=("p",), group="g", difficulty=4,
                        mock_pool=True, status=Status.REVIEWED, source="own"),),
    )  # fmt: skip
    merge(collection, rich)
    assert collection.content.deck(2) == rich
    assert collection.decks.version("rich") == "3"
    assert collection.decks.version("none") is None


def test_the_outline_in_force_is_that_of_the_first_deck_and_goes_with_it(
    collection: Collection, small_deck: DeckSource
) -> None:
    assert small_deck.outline is not None
    other = replace(small_deck.outline, name="Other")
    merge(collection, deck(question("a"), outline=other))
    assert collection.outline == small_deck.outline
    collection.decks.remove(1)
    assert collection.outline == other
    collection.undo()
    assert collection.outline == small_deck.outline


def test_a_shipped_deck_stays_one_when_it_is_imported_again(collection: Collection) -> None:
    collection.content.merge(collection.content.plan(deck(question("a"))), clock.now(), shipped=True)
    merge(collection, deck(question("a", "Else?")))
    assert [(row.key, row.shipped) for row in collection.decks.all(1)] == [("mine", True), ("small", False)]


def test_notes_know_when_they_came_and_changed(collection: Collection) -> None:
    merge(collection, deck(question("a")))
    later = clock.now() + timedelta(hours=1)
    collection.content.merge(collection.content.plan(deck(question("a", "Else?"))), later)
    card = int(str(value(collection, "SELECT max(id) FROM cards")))
    info = collection.cards.info(card)
    assert info.edited - info.added == 3_600_000


# Pictures


def test_pictures_are_read_by_deck_and_name(collection: Collection, small_deck: DeckSource) -> None:
    merge(collection, deck(question("a"), media={"scale.svg": b"<svg/>", "more.png": b"\x89PNG"}))
    assert collection.media.read(1, "scale.svg") == small_deck.media["scale.svg"]
    assert collection.media.read(2, "scale.svg") == b"<svg/>"
    assert collection.media.read(2, "none.png") is None
    assert collection.media.read(9, "scale.svg") is None
    assert collection.media.contents(2) == {"more.png": b"\x89PNG", "scale.svg": b"<svg/>"}


def test_a_picture_can_be_replaced_and_the_change_undone(collection: Collection, small_deck: DeckSource) -> None:
    merge(collection, replace(small_deck, media={"scale.svg": b"<svg>new</svg>"}))
    assert collection.media.read(1, "scale.svg") == b"<svg>new</svg>"
    collection.undo()
    assert collection.media.read(1, "scale.svg") == small_deck.media["scale.svg"]


def test_names_of_pictures_never_become_paths(collection: Collection) -> None:
    merge(collection, deck(question("a"), media={"../../evil.svg": b"<svg/>", "/etc/evil.svg": b"<svg></svg>"}))
    assert all(len(file.name) == 64 for file in collection.media.folder.iterdir())
    assert sorted(file.name for file in collection.folder.iterdir() if "evil" in file.name) == []
    assert collection.media.read(2, "../../evil.svg") == b"<svg/>"


def test_a_lost_picture_is_none_and_named(collection: Collection) -> None:
    for file in collection.media.folder.iterdir():
        file.unlink()
    assert collection.media.read(1, "scale.svg") is None
    assert collection.media.contents(1) == {}
    assert collection.media.missing() == ["scale.svg"]


def test_pictures_that_cannot_be_stored_refuse_the_whole_deck(collection: Collection, dump: Dump) -> None:
    for file in collection.media.folder.iterdir():
        file.unlink()
    collection.media.folder.rmdir()
    collection.media.folder.write_text("in the way")
    before = dump(collection.folder)
    with pytest.raises(UserError, match=r"media.* cannot be used"):
        merge(collection, deck(question("a"), media={"a.svg": b"<svg/>"}))
    assert dump(collection.folder) == before


def test_answers_stay_when_a_deck_is_removed_and_the_removal_undone(
    collection: Collection, answer: Callable[..., ShownCard], dump: Dump
) -> None:
    answer()
    before = dump(collection.folder)
    collection.decks.remove(1)
    assert collection.review.next(clock.now()) is None
    collection.undo()
    assert dump(collection.folder) == before


# Questions that are kept for practice exams


def waiting(key: str, **more: object) -> NoteSource:
    """A question of the mock pool."""
    fields = {
        "front": f"What is best in {key}?",
        "options": [
            {"text": f"This in {key}", "correct": True, "rationale": "It fits."},
            *({"text": f"That {n} in {key}", "rationale": "It does not."} for n in (1, 2)),
        ],
    }
    return replace(NoteSource(key, Kind.CHOICE, fields, mock_pool=True), **more)  # type: ignore[arg-type]


def calculated(key: str, *wrong: str) -> NoteSource:
    fields = {
        "front": "What are {a} and {b} together?", "parameters": {"a": {"min": 2, "max": 9, "step": 1}, "b": {"choices": [20, 30]}},
        "answer": "a + b", "decimals": 0, "wrong": [{"expression": path, "why": "Mixed up."} for path in wrong],
    }  # fmt: skip
    return NoteSource(key, Kind.NUMERIC, fields, mock_pool=True)


def retired(collection: Collection, key: str) -> object:
    return value(collection, "SELECT retired FROM cards JOIN notes n ON n.id = note_id WHERE n.key = ?", key)


def test_questions_of_the_mock_pool_wait_and_are_counted_apart(collection: Collection) -> None:
    before = collection.review.plan(clock.now()).counts.new
    merge(collection, deck(waiting("one"), waiting("two"), question("daily", mock_pool=True)))
    assert [retired(collection, key) for key in ("one", "two", "daily")] == [4, 4, 0]
    row = next(row for row in collection.decks.all(1) if row.title == "Mine")
    assert (row.notes, row.cards, row.new, row.reserved) == (3, 1, 1, 2)
    assert collection.review.plan(clock.now()).counts.new == before + 1
    assert collection.check().problems == ()


def test_waiting_questions_change_nothing_in_the_order_of_the_others(collection: Collection) -> None:
    notes = [question(f"q-{n}", leaf="I.A.1" if n % 3 else "IV.B.1") for n in range(12)]
    mixed = [note for pair in zip(notes, (waiting(f"w-{n}") for n in range(12)), strict=True) for note in pair]
    assert [note.key for note in introduction_order(mixed) if note.key.startswith("q")] == [
        note.key for note in introduction_order(notes)
    ]


def test_an_update_keeps_a_question_waiting(collection: Collection) -> None:
    merge(collection, deck(waiting("one")))
    changed = waiting("one")
    merge(collection, deck(replace(changed, fields={**changed.fields, "front": "What is best now?"})))
    assert retired(collection, "one") == 4
    merge(collection, deck(question("other")))
    assert retired(collection, "one") == 4 | 1
    merge(collection, deck(waiting("one"), question("other")))
    assert retired(collection, "one") == 4
    note = collection.cards.note(int(str(value(collection, "SELECT id FROM notes WHERE key = 'one'"))))
    collection.cards.edit(replace(note, fields={**note.fields, "front": "What is best for me?"}), clock.now())
    assert retired(collection, "one") == 4


def test_a_question_that_enters_or_leaves_the_mock_pool_waits_or_is_let_go(collection: Collection) -> None:
    merge(collection, deck(waiting("one")))
    merge(collection, deck(waiting("one", mock_pool=False)))
    assert retired(collection, "one") == 0
    merge(collection, deck(waiting("one")))
    assert retired(collection, "one") == 4


def test_a_question_that_was_studied_stays_in_daily_study(collection: Collection, small_deck: DeckSource) -> None:
    collection.decks.remove(1)
    merge(collection, deck(waiting("one", mock_pool=False)))
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.review.answer(shown, Rating.GOOD, 5, clock.now())
    merge(collection, deck(waiting("one")))
    assert retired(collection, "one") == 0


def test_a_waiting_question_stays_so_when_its_deck_goes_and_comes_back(collection: Collection) -> None:
    merge(collection, deck(waiting("one")))
    deck_id = int(str(value(collection, "SELECT id FROM decks WHERE key = 'mine'")))
    collection.decks.remove(deck_id)
    assert retired(collection, "one") == 4 | 2
    collection.decks.bring_back(deck_id)
    assert retired(collection, "one") == 4


def test_a_numeric_question_waits_only_if_an_exam_can_offer_three_options(collection: Collection) -> None:
    merge(collection, deck(calculated("two-wrong", "a * b", "b - a"), calculated("one-wrong", "a * b")))
    assert (retired(collection, "two-wrong"), retired(collection, "one-wrong")) == (4, 0)


def test_a_note_that_cannot_be_read_this_time_is_not_retired(collection: Collection) -> None:
    merge(collection, deck(question("a"), question("b")))
    unreadable = RefusedNote("cards/a.toml, note “b”", "b", "front: The text is empty; fill it in.", "b")
    assert merge(collection, replace(deck(question("a")), refused=(unreadable,))).retired == ()
    assert cards_of(collection, "b") == {0: True}


def test_learn_notes_come_change_and_go_with_their_deck(collection: Collection) -> None:
    first = replace(deck(question("a")), learn={"IV.C.7": "Spread *and* center.", "I.A": "Spans."})
    assert set(merge(collection, first).learn) == {"IV.C.7", "I.A"}
    note = collection.decks.learn_note("IV.C.7")
    assert note is not None
    assert note.text == "Spread *and* center."
    assert merge(collection, first).is_empty
    merge(collection, replace(first, learn={"IV.C.7": "Center first."}))
    found = collection.content.deck(note.deck_id)
    assert found.learn == {"IV.C.7": "Center first."}
    assert collection.decks.learn_note("I.A") is None
    collection.undo()
    assert collection.content.deck(note.deck_id).learn == first.learn
    collection.decks.remove(note.deck_id)
    assert collection.decks.learn_note("IV.C.7") is None
