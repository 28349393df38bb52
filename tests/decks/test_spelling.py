"""The words of the shipped deck are spelled as in US English, or stand in `accepted-words.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spellchecker import SpellChecker

from studyapp.domain.cloze import cloze_plain
from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.formula import formulas
from studyapp.formats import read

HERE = Path(__file__).parent
DECK = read(HERE.parents[1] / "decks" / "cmqoe")
ACCEPTED = (HERE / "accepted-words.txt").read_text(encoding="utf-8").split()
KNOWN = SpellChecker(language="en", distance=1)

WORD = re.compile(r"(?<![\w.])[^\W\d_]{3,}(?:'[a-z]+)?(?![\w])")
NOT_READ = {"parameters", "values", "constraints", "answer", "expression", "labels", "exhibit"}
"""Fields of numeric notes that hold formulas."""


def words_of(note: NoteSource) -> Iterator[str]:
    """The words of a note in which a letter is small: abbreviations are not spelled."""
    for text in _texts(note.fields, note.kind):
        shown = cloze_plain(text)
        for formula in reversed(formulas(shown)):
            shown = f"{shown[: formula.start]} {shown[formula.end :]}"
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|(?<!\w)\{\w+(?::\d+)?\}|&\w+;|</?\w+[^>]*>", r" \1 ", shown)
        for word in WORD.findall(shown.replace("’", "'")):
            # Signs such as ² count as letters of a unit.
            if word.replace("'", "").isalpha() and not word.removesuffix("'s").isupper():
                yield word


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
    accepted = {word.casefold() for word in ACCEPTED}
    unknown: dict[str, str] = {}
    for note in DECK.notes:
        for word in words_of(note):
            plain = word.casefold().removesuffix("'s")
            if not ({plain, word.casefold()} & accepted) and not KNOWN.known([word.casefold(), plain]):
                unknown.setdefault(word, note.key)
    assert unknown == {}


def test_the_list_holds_only_words_that_the_deck_needs_and_the_dictionary_lacks() -> None:
    used = {word.casefold() for note in DECK.notes for word in words_of(note)}
    used |= {word.removesuffix("'s") for word in used}
    assert [word for word in ACCEPTED if word.casefold() not in used] == []
    assert sorted(KNOWN.known(ACCEPTED)) == []
    assert sorted(set(ACCEPTED), key=str.casefold) == ACCEPTED
