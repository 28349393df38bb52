"""Words as the checks of a deck see them: without markup and inflection, with a simple measure of how hard they read."""

from __future__ import annotations

import re

from studyapp.domain.plain_text import plain

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_ENDINGS = re.compile(
    r"(?:ization|isation|ations?|ments?|ingly|ings?|ness|ions?|ives?|ized|izes?|ers?|ors?|edly|ed|es|ly|al|s|e|y)$"
)

_COMMON = """\
a about above after again all also among an and any are as at be because been before being below best better
between both but by can case could did do does done down each either else every few first for found from get
give given gives go goes good had has have he her here him his how i if in into is it its just keep kept last
least less let like made make makes many may me might more most much must my need needs new next no not now of
off often on once one only or other our out over own part people per put right s same say says she should show
shows so some still such t take takes than that the their them then there these they thing things this those
three through to too two under until up upon us use used uses using was way we well were what when where whether
which while who whom whose why will with without work would yet you your
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that say nothing about the subject."""


def words(text: str) -> list[str]:
    """The words and numbers of a card text in small letters, without its markup."""
    return _WORD.findall(plain(text).replace("’", "'").replace("'s ", " ").casefold())


def phrase(text: str) -> str:
    """The words between single spaces, one space around them: `phrase(a) in phrase(b)` finds whole words only."""
    return f" {' '.join(words(text))} "


def stem_of(word: str) -> str:
    """The word without its usual English endings, at least four letters of it: `deploys` and `deployment` are one."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 4 else word.removesuffix("s")


def subject_words(text: str) -> set[str]:
    """The stems of all words that say something about the subject."""
    return {stem_of(word) for word in words(text) if word not in COMMON_WORDS and (len(word) > 2 or word.isdigit())}


def reading_grade(text: str) -> float:
    """Years of school that reading the text takes, by the Flesch–Kincaid formula (1975); 0 for fewer than 20 words.

    Syllables are guessed from groups of vowels, so the grade is good for comparing texts, not for a single one.
    """
    shown = plain(text)
    found = re.findall(r"[^\W\d_]+", shown)
    if len(found) < 20:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(shown)))
    syllables = sum(_syllables(word.casefold()) for word in found)
    return 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)
