"""The learn notes: one of the right size and form for every leaf of the outline, its formulas and figures in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyapp.domain.formula import formulas
from studyapp.formats import read
from studyapp.formats.formula import is_quickly_set
from studyapp.formats.markup import TOO_LARGE, to_html

DECK = read(Path(__file__).parents[2] / "decks" / "cmqoe")
HEADINGS = ["### Understand first", "### Which one when", "### Traps"]

LINK = re.compile(r"\]\(|\]\[|<\w|https?:|www\.", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.?!:][”)]*$")
NEXT_SENTENCE = re.compile(r"[a-z)][.?!][”)]* +[“(]?[A-Z]")
SHARE = re.compile(r"\d\s*(?:%|percent\b)", re.IGNORECASE)
PASSING = re.compile(r"\bpass(?:es|ed|ing)?\b|\bexams?\b|\bscores?\b", re.IGNORECASE)

every_note = pytest.mark.parametrize("leaf", list(DECK.learn))


def lines(leaf: str) -> list[str]:
    """The lines of a learn note that are neither empty nor headings."""
    return [line for line in DECK.learn[leaf].splitlines() if line and not line.startswith("#")]


def test_every_leaf_of_the_outline_has_its_learn_note() -> None:
    assert DECK.outline is not None
    leaves = [leaf.id for section in DECK.outline.sections for leaf in section.leaves]
    assert len(leaves) == 82
    assert sorted(DECK.learn) == sorted(leaves)


@every_note
def test_a_note_has_between_150_and_300_words(leaf: str) -> None:
    assert 150 <= len(DECK.learn[leaf].split()) <= 300


@every_note
def test_a_note_begins_with_text_and_has_only_the_three_headings_in_their_order(leaf: str) -> None:
    text = DECK.learn[leaf]
    headings = re.findall(r"^#.*$", text, re.MULTILINE)
    assert not text.startswith("#")
    assert headings == [heading for heading in HEADINGS if heading in headings]


@every_note
def test_a_line_of_a_note_is_one_whole_sentence(leaf: str) -> None:
    assert [line for line in lines(leaf) if not SENTENCE_END.search(line) or NEXT_SENTENCE.search(line)] == []


@every_note
def test_a_note_holds_no_links_images_or_tags(leaf: str) -> None:
    assert LINK.findall(DECK.learn[leaf]) == []


@every_note
def test_the_formulas_of_a_note_are_set_quickly_and_no_dollar_is_left_over(leaf: str) -> None:
    text = DECK.learn[leaf]
    found = formulas(text)
    assert [formula.latex for formula in found if not is_quickly_set(formula.latex)] == []
    assert text.count("$") == sum(4 if formula.display else 2 for formula in found)
    assert TOO_LARGE not in to_html(text)


@every_note
def test_no_line_of_a_note_names_a_percentage_for_passing_or_scoring(leaf: str) -> None:
    assert [line for line in lines(leaf) if SHARE.search(line) and PASSING.search(line)] == []
