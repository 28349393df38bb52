"""The words of the shipped deck are spelled as in US English, or stand in `accepted-words.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studyapp.domain.content import Kind, NoteSource
from studyapp.formats import read
from tests.decks.spelling import ACCEPTED, KNOWN, unknown_words, words_in

DECK = read(Path(__file__).parents[2] / "decks" / "cmqoe")

NOT_READ = {"parameters", "values", "constraints", "answer", "expression", "labels", "exhibit"}
"""Fields of numeric notes that hold formulas."""


def words_of(note: NoteSource) -> Iterator[str]:
    """The words of a note."""
    for text in _texts(note.fields, note.kind):
        yield from words_in(text)


def _texts(value: object, kind: Kind) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, entry in value.items():
            if kind is not Kind.NUMERIC or name not in NOT_READ:
                yield from _texts(entry, kind)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _texts(entry, kind)


def test_every_word_is_spelled_as_in_us_english() -> None:
    unknown = {note.key: words for note in DECK.notes if (words := unknown_words(words_of(note)))}
    assert unknown == {}


def test_every_word_of_the_learn_notes_is_spelled_as_in_us_english() -> None:
    unknown = {leaf: words for leaf, text in DECK.learn.items() if (words := unknown_words(words_in(text)))}
    assert unknown == {}


def test_the_list_holds_only_words_that_the_deck_needs_and_the_dictionary_lacks() -> None:
    used = {word.casefold() for note in DECK.notes for word in words_of(note)}
    used |= {word.casefold() for text in DECK.learn.values() for word in words_in(text)}
    used |= {word.removesuffix("'s") for word in used}
    assert [word for word in ACCEPTED if word.casefold() not in used] == []
    assert sorted(KNOWN.known(ACCEPTED)) == []
    assert sorted(set(ACCEPTED), key=str.casefold) == ACCEPTED
