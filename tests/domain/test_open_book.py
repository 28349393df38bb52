from __future__ import annotations

import pytest

from studyapp.domain.content import DeckSource, Kind
from studyapp.domain.open_book import (
    LeafReference,
    StatementEntry,
    StepsEntry,
    TableEntry,
    TermEntry,
    asks,
    binder_entry,
)

BOXES = [{"name": "Hygiene factor", "items": ["Salary"]}, {"name": "Motivator", "items": ["Achievement", "Growth"]}]
ROWS = (("Hygiene factor", ("Salary",)), ("Motivator", ("Achievement", "Growth")))


def test_a_term_stands_with_its_meaning() -> None:
    fields = {"front": "Leadership", "back": " Giving direction. ", "example": "A talk.", "remark": "Not a rank."}
    entry = binder_entry(Kind.TERM, fields, "I.A")
    assert entry == TermEntry("I.A", "Leadership", "Giving direction.", "A talk.", "Not a rank.")


def test_a_cloze_becomes_a_sentence_without_gaps_or_hints() -> None:
    fields = {"text": "[CPM] The forward pass takes the {{c1::latest::which?}} early finish."}
    assert binder_entry(Kind.CLOZE, fields, "III") == StatementEntry(
        "III", "CPM", "The forward pass takes the latest early finish."
    )


def test_a_list_becomes_steps_under_its_title() -> None:
    fields = {"front": "[Safety] The hierarchy of controls", "items": ["Eliminate ", "Substitute"]}
    entry = binder_entry(Kind.LIST, fields, "I.D.2")
    assert entry == StepsEntry("I.D.2", "Safety: The hierarchy of controls", ("Eliminate", "Substitute"))


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("[Herzberg] Hygiene factor or motivator?", "Herzberg"),
        ("Kraljic matrix: which class of item?", "Kraljic matrix"),
        ("Two kinds of factors", "Two kinds of factors"),
        ("[Herzberg] Two kinds of factors", "Herzberg: Two kinds of factors"),
    ],
)
def test_a_grouping_becomes_a_table_named_after_its_topic(front: str, title: str) -> None:
    assert binder_entry(Kind.CLASSIFY, {"front": front, "boxes": BOXES}, "I.B.4") == TableEntry("I.B.4", title, ROWS)


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("Which cognitive bias is at work?", ()),
        ("Name the sourcing in each case.", ()),
        ("Who? Which: a or b?", ()),
        ("[Herzberg] Hygiene factor or motivator?", ("situation",)),
    ],
)
def test_a_grouping_that_only_asks_or_sorts_cases_is_left_out(front: str, tags: tuple[str, ...]) -> None:
    assert binder_entry(Kind.CLASSIFY, {"front": front, "boxes": BOXES}, "", tags) is None


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.QUESTION, {"front": "Who can lead", "back": "Anyone."}),
        (Kind.CHOICE, {"front": "What comes next", "options": []}),
        (Kind.NUMERIC, {"front": "Work it out"}),
        (Kind.ESSAY, {"front": "Explain", "answer": "", "rubric": []}),
        (Kind.TEMPLATE, {}),
        (Kind.TERM, {"front": "What is it?", "back": "A thing."}),
        (Kind.TERM, {"front": "A grid", "back": "Sorts by two questions: how urgent, how important?"}),
        (Kind.CLOZE, {"text": "Is it {{c1::so}}?"}),
        (Kind.LIST, {"front": "After-action review", "items": ["What was to happen?", "What happened?"]}),
        (Kind.CLASSIFY, {"front": "Levels", "boxes": [{"name": "A", "items": ["Did it help？"]}]}),
    ],
)
def test_whatever_asks_something_never_becomes_an_entry(kind: Kind, fields: dict[str, object]) -> None:
    assert binder_entry(kind, fields) is None


def test_an_example_or_remark_that_asks_is_left_out_and_the_rest_stays() -> None:
    fields = {
        "front": "Open question",
        "back": "Answered in own words.",
        "example": "“Why?”",
        "remark": "Hard to count.",
    }
    assert binder_entry(Kind.TERM, fields) == TermEntry(
        "", "Open question", "Answered in own words.", "", "Hard to count."
    )


def test_no_note_of_a_deck_becomes_a_question(small_deck: DeckSource) -> None:
    made = {note.key: binder_entry(note.kind, note.fields, note.leaf or "", note.tags) for note in small_deck.notes}
    assert {key for key, entry in made.items() if entry} == {"leadership", "cpk", "manager", "pdca", "signal"}
    assert not any(asks(str(entry)) for entry in made.values())


def test_a_note_alone_leads_nowhere() -> None:
    assert not LeafReference("I.A", note="Read it twice").leads_somewhere
    assert LeafReference("I.A", note="Read it twice")
    assert LeafReference("I.A", place="tab 3").leads_somewhere
    assert not LeafReference("I.A")
