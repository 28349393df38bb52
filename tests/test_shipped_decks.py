"""The shipped decks come in by themselves, once, and again when they are newer; nobody can undo that by accident."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studyapp import clock, formats, paths, shipped_decks
from studyapp.collection import Collection
from studyapp.domain.scheduling import Rating
from studyapp.errors import InvalidDeck
from studyapp.shipped_decks import bring_in_shipped_decks, shipped_outline


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Collection]:
    """A new, empty collection."""
    opened = Collection.open(tmp_path / "collection")
    yield opened
    opened.close()


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped decks that a test may change."""
    folder = tmp_path / "decks"
    shutil.copytree(paths.shipped("decks"), folder)
    monkeypatch.setattr(paths, "shipped", lambda name: folder)
    return folder / "cmqoe"


def set_version(deck: Path, version: str) -> None:
    head = (deck / "deck.toml").read_text(encoding="utf-8")
    changed = re.sub(r'^version = ".*"$', f'version = "{version}"', head, count=1, flags=re.MULTILINE)
    (deck / "deck.toml").write_text(changed, encoding="utf-8")


def test_the_deck_is_there_at_the_first_start_and_cannot_be_undone(fresh: Collection) -> None:
    bring_in_shipped_decks(fresh, clock.now())
    (deck,) = fresh.decks.all(1)
    assert (deck.key, deck.shipped, deck.suspended) == ("cmqoe", True, 0)
    assert deck.notes == len(formats.read(paths.shipped("decks") / "cmqoe").notes)
    assert fresh.journal.undo_label is None
    assert fresh.outline == shipped_outline()
    assert fresh.review.next(clock.now()) is not None
    assert fresh.check().problems == ()


def test_a_second_start_reads_no_cards(fresh: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in_shipped_decks(fresh, clock.now())
    fresh.cards.flag(1, 1)
    monkeypatch.delattr(formats, "read")
    bring_in_shipped_decks(fresh, clock.now())
    assert fresh.journal.undo_label == "Flag card"


@pytest.mark.parametrize(
    ("version", "comes"), [("2026.2", True), ("2026.10", True), ("2027", True), ("2025.9", False), ("2026.1", False)]
)
def test_only_a_newer_edition_comes_in_and_answers_stay(
    fresh: Collection, shipped: Path, version: str, comes: bool
) -> None:
    set_version(shipped, "2026.1")
    bring_in_shipped_decks(fresh, clock.now())
    shown = fresh.review.next(clock.now())
    assert shown is not None
    fresh.review.answer(shown, Rating.EASY, 5, clock.now())
    set_version(shipped, version)
    bring_in_shipped_decks(fresh, clock.now())
    assert fresh.decks.version("cmqoe") == (version if comes else "2026.1")
    assert len(fresh.cards.info(shown.card_id).reviews) == 1
    assert (fresh.journal.undo_label is None) == comes


def test_what_the_learner_wrote_survives_a_newer_edition(fresh: Collection, shipped: Path) -> None:
    bring_in_shipped_decks(fresh, clock.now())
    shown = fresh.review.next(clock.now())
    assert shown is not None
    note = fresh.cards.note(shown.note_id)
    fresh.cards.edit(replace(note, tags=("mine",)), clock.now())
    set_version(shipped, "2026.2")
    bring_in_shipped_decks(fresh, clock.now())
    assert fresh.cards.note(shown.note_id).tags == ("mine",)


def test_a_shipped_deck_with_a_mistake_says_so_and_brings_nothing(fresh: Collection, shipped: Path) -> None:
    (shipped / "cards" / "broken.toml").write_text("[[note]]\nid = 3\n")
    with pytest.raises(InvalidDeck, match=r"cards/broken\.toml"):
        bring_in_shipped_decks(fresh, clock.now())
    assert fresh.counts()["decks"] == 0


def test_the_first_words_of_each_shipped_deck_are_found_without_a_toml_reader() -> None:
    for folder in paths.shipped("decks").glob("*/deck.toml"):
        deck = formats.read(folder.parent)
        assert shipped_decks._key_and_version(folder.parent) == (deck.key, deck.version)


def test_without_decks_nothing_is_brought_and_there_is_no_outline(
    fresh: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path / "none")
    bring_in_shipped_decks(fresh, clock.now())
    assert fresh.counts()["decks"] == 0
    assert shipped_outline() is None
