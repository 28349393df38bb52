"""The words of texts that learners read, and which of them neither the dictionary nor `accepted-words.txt` has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spellchecker import SpellChecker

from studyapp.domain.cloze import cloze_plain
from studyapp.domain.formula import formulas

ACCEPTED = (Path(__file__).parent / "accepted-words.txt").read_text(encoding="utf-8").split()
KNOWN = SpellChecker(language="en", distance=1)

_ACCEPTED = {word.casefold() for word in ACCEPTED}
_WORD = re.compile(r"(?<![\w.])[^\W\d_]{3,}(?:'[a-z]+)?(?![\w])")


def words_in(text: str) -> Iterator[str]:
    """The words of a text in which a letter is small: abbreviations are not spelled."""
    shown = cloze_plain(text)
    for formula in reversed(formulas(shown)):
        shown = f"{shown[: formula.start]} {shown[formula.end :]}"
    shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|(?<!\w)\{\w+(?::\d+)?\}|&\w+;|</?\w+[^>]*>", r" \1 ", shown)
    for word in _WORD.findall(shown.replace("’", "'")):
        # Signs such as ² count as letters of a unit.
        if word.replace("'", "").isalpha() and not word.removesuffix("'s").isupper():
            yield word


def unknown_words(words: Iterable[str]) -> list[str]:
    """Those of the words that are not spelled as in US English and are not accepted either."""
    unknown = []
    for word in words:
        forms = {word.casefold(), word.casefold().removesuffix("'s")}
        if not forms & _ACCEPTED and not KNOWN.known(forms):
            unknown.append(word)
    return unknown
