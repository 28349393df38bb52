"""The journal: one transaction is one undo step is one notice, whatever was done and however often."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Changes, Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating
from studyapp.errors import NothingToUndo

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]


class Learner:
    """Does at random what a learner can do. Steps that change nothing are part of life."""

    def __init__(self, collection: Collection, deck: DeckSource, seed: int) -> None:
        self.collection = collection
        self.deck = deck
        self.chance = random.Random(seed)
        self.now = clock.now()
        self.done: set[str] = set()

    def step(self) -> None:
        """One random deed."""
        self.now += timedelta(minutes=self.chance.choice((1, 7, 300, 1500)))
        deeds = (self.answer, self.answer, self.answer, self.flag, self.bury, self.suspend, self.edit, self.settings,
                 self.merge, self.merge_more, self.rename, self.unsuspend, self.remove)  # fmt: skip
        deed = self.chance.choice(deeds)
        deed()
        self.done.add(deed.__name__)

    def card(self) -> int | None:
        connection = sqlite3.connect(self.collection.file)
        ids = [row[0] for row in connection.execute("SELECT id FROM cards ORDER BY id")]
        connection.close()
        return self.chance.choice(ids) if ids else None

    def deck_id(self) -> int | None:
        decks = self.collection.decks.all(1)
        return self.chance.choice(decks).id if decks else None

    def answer(self) -> None:
        self.collection.review.start(self.now)
        shown = self.collection.review.next(self.now)
        if shown is not None:
            self.collection.review.answer(shown, self.chance.choice(list(Rating)), self.chance.uniform(0, 90), self.now)

    def flag(self) -> None:
        if (card := self.card()) is not None:
            self.collection.cards.flag(card, self.chance.randrange(8))

    def bury(self) -> None:
        if (card := self.card()) is not None:
            self.collection.cards.bury(card, self.collection.review.today(self.now))

    def suspend(self) -> None:
        if (card := self.card()) is not None:
            self.collection.cards.suspend(card, self.chance.random() < 0.6)

    def unsuspend(self) -> None:
        if (deck := self.deck_id()) is not None:
            self.collection.cards.unsuspend_deck(deck)

    def edit(self) -> None:
        if (card := self.card()) is None:
            return
        note = self.collection.cards.note(self.collection.cards.info(card).note_id)
        fields = dict(note.fields)
        if note.kind is Kind.CLOZE:
            fields["text"] = self.chance.choice(
                ("{{c1::One}}.", "{{c1::One}} {{c2::two}} {{c3::three}}.", "It's {{c2::'two'}}.")
            )
        else:
            fields["front"] = f"It's “{self.chance.random()}” – 'quoted'\n\n— é 漢字"
        self.collection.cards.edit(replace(note, fields=fields), self.now)

    def settings(self) -> None:
        self.collection.settings.change(
            new_per_day=self.chance.randrange(30), minutes_per_day=self.chance.choice((None, 20, 45))
        )

    def merge(self) -> None:
        notes = self.chance.sample(self.deck.notes, self.chance.randrange(1, len(self.deck.notes)))
        self._merge(replace(self.deck, notes=tuple(notes)))

    def merge_more(self) -> None:
        note = NoteSource(key=f"row-{self.chance.randrange(9)}", kind=Kind.TERM,
                          fields={"front": str(self.chance.random()), "back": "B"})  # fmt: skip
        self._merge(DeckSource("more", "More", (note,), complete=False, media={"a.png": self.chance.randbytes(2)}))

    def _merge(self, deck: DeckSource) -> None:
        self.collection.content.merge(self.collection.content.plan(deck, self.collection.outline), self.now)

    def rename(self) -> None:
        if (deck := self.deck_id()) is not None:
            self.collection.decks.rename(deck, f"Deck {self.chance.randrange(5)}")

    def remove(self) -> None:
        if (deck := self.deck_id()) is not None and self.chance.random() < 0.3:
            self.collection.decks.remove(deck)


@pytest.mark.parametrize("seed", range(2))
def test_three_hundred_random_steps_are_undone_and_redone_to_the_same_rows(
    collection: Collection, small_deck: DeckSource, dump: Dump, seed: int
) -> None:
    learner = Learner(collection, small_deck, seed)
    collection.journal.forget()
    steps: list[Changes] = []
    collection.subscribe(steps.append)
    states = [dump(collection.folder)]
    for _ in range(300):
        before = len(steps)
        learner.step()
        if len(steps) > before:
            states.append(dump(collection.folder))
        else:
            assert dump(collection.folder) == states[-1]
    assert len(learner.done) == 11
    assert len(states) > 150
    for state in reversed(states[:-1]):
        collection.undo()
        assert dump(collection.folder) == state
    with pytest.raises(NothingToUndo):
        collection.undo()
    for state in states[1:]:
        collection.redo()
        assert dump(collection.folder) == state
    assert collection.check().problems == ()


@pytest.mark.parametrize("seed", range(2))
def test_a_walk_to_and_fro_with_new_steps_in_between_always_comes_back(
    collection: Collection, small_deck: DeckSource, dump: Dump, seed: int
) -> None:
    learner = Learner(collection, small_deck, 100 + seed)
    collection.journal.forget()
    past, future = [dump(collection.folder)], []
    for _ in range(300):
        move = learner.chance.random()
        if move < 0.4:
            label = collection.journal.undo_label
            learner.step()
            state = dump(collection.folder)
            if state != past[-1] or collection.journal.undo_label != label:
                past.append(state)
                future = []
        elif move < 0.75 and len(past) > 1:
            collection.undo()
            future.append(past.pop())
        elif future:
            collection.redo()
            past.append(future.pop())
        assert dump(collection.folder) == past[-1]
    while collection.journal.undo_label is not None:
        collection.undo()
        past.pop()
    assert dump(collection.folder) == past[0]


def test_a_notice_names_the_step_its_tables_and_its_card(collection: Collection) -> None:
    heard: list[Changes] = []
    collection.subscribe(heard.append)
    collection.cards.flag(3, 2)
    collection.undo()
    collection.redo()
    assert heard == [
        Changes("Flag card", frozenset({"cards"}), "do", 3),
        Changes("Flag card", frozenset({"cards"}), "undo", 3),
        Changes("Flag card", frozenset({"cards"}), "redo", 3),
    ]


def test_what_changes_nothing_leaves_no_step_and_no_notice(collection: Collection) -> None:
    collection.cards.flag(1, 4)
    collection.journal.forget()
    heard: list[Changes] = []
    collection.subscribe(heard.append)
    collection.cards.flag(1, 4)
    collection.cards.suspend(1, False)
    collection.decks.rename(1, "Small deck")
    collection.settings.change(new_per_day=20)
    collection.cards.edit(collection.cards.note(1), clock.now())
    assert heard == []
    assert collection.journal.undo_label is None


def test_what_changes_nothing_keeps_what_can_be_redone(collection: Collection) -> None:
    collection.cards.flag(1, 4)
    collection.undo()
    collection.cards.flag(1, 0)
    assert collection.journal.redo_label == "Flag card"


def test_a_new_step_lets_go_of_what_was_undone_and_of_nothing_else(collection: Collection) -> None:
    for flag in (1, 2, 3):
        collection.cards.flag(1, flag)
    for back in (True, True, True, False, False, True):
        (collection.undo if back else collection.redo)()
    collection.cards.flag(1, 7)
    assert collection.journal.redo_label is None
    collection.undo()
    assert collection.cards.info(1).flag == 1
    collection.undo()
    assert collection.cards.info(1).flag == 0


def test_a_block_that_fails_is_rolled_back_whole_and_leaves_the_journal_usable(
    collection: Collection, dump: Dump
) -> None:
    before, label = dump(collection.folder), collection.journal.undo_label

    def fail_halfway() -> None:
        with collection.journal.change("Fail") as db:
            db.exec_driver_sql("UPDATE cards SET flag = 5")
            db.exec_driver_sql("DELETE FROM notes WHERE id = 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert dump(collection.folder) == before
    assert collection.journal.undo_label == label
    collection.cards.flag(1, 3)
    collection.undo()
    assert dump(collection.folder) == before


def test_a_change_inside_a_change_is_a_mistake_of_the_program(collection: Collection) -> None:
    with pytest.raises(RuntimeError, match="already open"), collection.journal.change("Outer"):
        collection.cards.flag(1, 3)
    assert collection.cards.info(1).flag == 0


def test_forgotten_steps_cannot_be_undone_or_redone(collection: Collection) -> None:
    collection.cards.flag(1, 1)
    collection.cards.flag(1, 2)
    collection.undo()
    collection.journal.forget()
    assert (collection.journal.undo_label, collection.journal.redo_label) == (None, None)
    with pytest.raises(NothingToUndo):
        collection.undo()
    with pytest.raises(NothingToUndo):
        collection.redo()
    collection.cards.flag(1, 3)
    collection.undo()
    assert collection.cards.info(1).flag == 1


def test_steps_end_with_the_session(collection: Collection) -> None:
    collection.cards.flag(1, 1)
    collection.close()
    reopened = Collection.open(collection.folder)
    assert reopened.journal.undo_label is None
    assert reopened.cards.info(1).flag == 1
    reopened.close()


def test_undo_of_settings_is_felt_at_once(collection: Collection) -> None:
    collection.settings.change(new_per_day=7)
    collection.undo()
    assert collection.settings.current.new_per_day == 20
    collection.redo()
    assert collection.settings.current.new_per_day == 7
