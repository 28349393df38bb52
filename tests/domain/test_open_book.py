from __future__ import annotations

import pytest

from studyapp.domain.asking import asks
from studyapp.domain.content import DeckSource, Kind
from studyapp.domain.open_book import (
    LeafReference,
    StatementEntry,
    StepsEntry,
    TableEntry,
    TermEntry,
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


@pytest.mark.parametrize(
    "front",
    [
        "Name the father of PDCA.",
        "**Name** the father of PDCA",
        "[PDCA] Name its father",
        "PDCA: who is its father",
        "Which tool shows the vital few",
        "What holds the gains",
        "Why a process drifts",
        "How are limits set",
        "List seven wastes",
        "List Deming’s points",
        "Explain takt",
        "Describe a charter",
        "Identify tools of planning",
        "State what takt is",
        "Define takt.",
        "Complete: plan, do, check, …",
        "Match tools with their uses",
        "Put steps in order",
        "Sort tools into groups",
        "Q: the father of PDCA",
        "The father of PDCA. Answer: Shewhart",
    ],
)
def test_a_term_whose_front_asks_or_sets_a_task_without_a_mark_stays_out(front: str) -> None:
    assert binder_entry(Kind.TERM, {"front": front, "back": "Shewhart"}) is None


@pytest.mark.parametrize(
    "front",
    [
        "5 whys",
        "What-if analysis",
        "How–how diagram",
        "Sort",
        "Define",
        "Define phase (DMAIC)",
        "State of statistical control",
        "List price",
        "Match rate",
        "Put option",
        "Complete block design",
        "Order qualifier",
        "Explained variation",
        "Whole-system view",
    ],
)
def test_a_headword_that_only_begins_like_a_question_or_an_order_stays(front: str) -> None:
    assert isinstance(binder_entry(Kind.TERM, {"front": front, "back": "A thing."}), TermEntry)


@pytest.mark.parametrize(
    "meaning",
    [
        "How far the results are reached.",
        "What is left of a risk once it has been treated.",
        "When demand rises, stock runs out.",
        "A: few items of high value, B: those between, C: the rest.",
        "Seven wastes; name the set you use.",
        "Order the data first; say which way.",
    ],
)
def test_a_meaning_may_begin_with_the_words_of_a_question(meaning: str) -> None:
    assert isinstance(binder_entry(Kind.TERM, {"front": "Takt", "back": meaning}), TermEntry)


@pytest.mark.parametrize(
    "text",
    [
        "Why does a process drift: {{c1::wear}}",
        "What is the pace of demand: {{c1::takt}}.",
        "Name the father of PDCA: {{c1::Shewhart}}",
        "Give two examples of waste: {{c1::motion, waiting}}",
        "Which tool shows the vital few: {{c1::Pareto}}",
        "Question: who began it. {{c1::Shewhart}}",
        "Q: the pace of demand\n\nA: {{c1::takt}}",
    ],
)
def test_a_sentence_with_a_gap_that_asks_without_a_mark_stays_out(text: str) -> None:
    assert binder_entry(Kind.CLOZE, {"text": text}) is None


@pytest.mark.parametrize(
    "front",
    [
        "Put the steps of DMAIC in order",
        "[DMAIC] Put the steps in order.",
        "Arrange the steps",
        "Which step follows which",
    ],
)
def test_a_list_or_a_grouping_whose_title_sets_a_task_stays_out(front: str) -> None:
    assert binder_entry(Kind.LIST, {"front": front, "items": ["Define", "Measure"]}) is None
    assert binder_entry(Kind.CLASSIFY, {"front": front.removeprefix("[DMAIC] "), "boxes": BOXES}) is None


@pytest.mark.parametrize(
    "front", ["How much say people have, least first", "What a charter holds", "ADKAR: what a person needs, in order"]
)
def test_a_title_that_says_what_the_items_are_stays(front: str) -> None:
    items = ["Identify the constraint", "Describe the problem", "When it is broken, start again"]
    assert isinstance(binder_entry(Kind.LIST, {"front": front, "items": items}), StepsEntry)


@pytest.mark.parametrize("item", ["Which tool shows the vital few", "How is it set", "Answer: Pareto"])
def test_an_item_that_asks_without_a_mark_keeps_its_list_out(item: str) -> None:
    assert binder_entry(Kind.LIST, {"front": "Tools", "items": ["Pareto chart", item]}) is None


@pytest.mark.parametrize(
    "remark",
    [
        "Explain why. Answer: because",
        "Explain why.",
        "It helps. Describe how.",
        "It helps. **Answer:** it does",
        "- Q: who\n- A: Shewhart",
        "Name three.",
        "It helps. Name three.",
    ],
)
def test_a_remark_that_sets_a_task_without_a_mark_is_left_out_and_the_rest_stays(remark: str) -> None:
    fields = {"front": "Takt", "back": "The pace of demand.", "remark": remark}
    assert binder_entry(Kind.TERM, fields) == TermEntry("", "Takt", "The pace of demand.")


def test_no_note_of_a_deck_becomes_a_question(small_deck: DeckSource) -> None:
    made = {note.key: binder_entry(note.kind, note.fields, note.leaf or "", note.tags) for note in small_deck.notes}
    assert {key for key, entry in made.items() if entry} == {"leadership", "cpk", "manager", "pdca", "signal"}
    assert not any(asks(str(entry)) for entry in made.values())


def test_a_note_alone_leads_nowhere() -> None:
    assert not LeafReference("I.A", note="Read it twice").leads_somewhere
    assert LeafReference("I.A", note="Read it twice")
    assert LeafReference("I.A", place="tab 3").leads_somewhere
    assert not LeafReference("I.A")
