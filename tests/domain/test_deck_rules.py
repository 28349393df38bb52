from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource
from studyapp.domain.deck_rules import check_deck
from studyapp.domain.findings import Finding, Severity

LEAVES = (
    Leaf("IV.C.6", "Variation", "apply"),
    Leaf("IV.C.7", "Capability", "apply", "unknown"),
    Leaf("IV.C.8", "Life"),
)
OUTLINE = Outline("O", "2026-07-01", "own", "", 10, 0, (Section("IV", "Tools", "Tools", 5, LEAVES),))
STEM = (
    "A plant makes gears in two shifts. The night shift scraps twice as many gears as the day shift, on the same "
    "machines and from the same steel. Which tool should the supervisor take first?"
)


def ask(key: str, front: str = "", back: str = "", **more: Any) -> NoteSource:
    fields = {"front": front or f"What about {key}?", "back": back or f"About {key} there is a lot"}
    return NoteSource(key, Kind.QUESTION, fields, **more)


def choice(key: str, front: str, **more: Any) -> NoteSource:
    texts = ("Stratified histogram", "Network diagram", "Affinity diagram")
    options = [{"text": text, "rationale": "r", "misconception": "m"} for text in texts]
    options[0]["correct"] = True
    return NoteSource(key, Kind.CHOICE, {"front": front, "options": options}, **{"leaf": "IV.C.8", **more})


def check(*notes: NoteSource, outline: Outline | None = OUTLINE, **more: Any) -> list[Finding]:
    return list(check_deck(DeckSource("d", "D", notes, **more), outline))


def test_a_sound_deck_has_no_findings() -> None:
    assert check(ask("pareto"), ask("fishbone", leaf="IV.C.6", level=Level.APPLY), choice("shift", STEM)) == []


# The same question


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        (ask("a", "What is takt?"), ask("b", "what is **takt** ?"), "front"),
        (ask("a", "Takt"), NoteSource("b", Kind.TERM, {"front": "Takt", "back": "Pace"}), "front"),
        (
            NoteSource("a", Kind.TERM, {"front": "Takt", "back": "The pace of demand"}),
            NoteSource("b", Kind.TERM, {"front": "Pace", "back": "The pace of demand."}),
            "back",
        ),
        (
            NoteSource("a", Kind.CLOZE, {"text": "Takt is {{c1::pace}}"}),
            NoteSource("b", Kind.CLOZE, {"text": "Takt is {{c1::demand}}"}),
            "text",
        ),
        (choice("a", STEM), choice("b", STEM), "front"),
    ],
)  # fmt: skip
def test_two_notes_that_ask_the_same_are_a_mistake(one: NoteSource, other: NoteSource, field: str) -> None:
    found = [finding for finding in check(one, other) if finding.rule == "same-question"]
    assert [(finding.key, finding.field, finding.severity) for finding in found] == [("b", field, Severity.MISTAKE)]
    assert "“a”" in found[0].sentence


def test_what_looks_alike_and_asks_something_else_is_let_pass() -> None:
    sort = [{"name": "In", "items": ["x"]}, {"name": "Out", "items": ["y"]}]
    swapped = [{"name": "In", "items": ["z"]}, {"name": "Out", "items": ["v"]}]
    numeric = {"front": "What is the mean?", "parameters": {"a": {"min": 1, "max": 3}}, "answer": "a", "decimals": 0}
    assert not check(
        ask("a", "What is shown? ![chart](a.svg)"),
        ask("b", "What is shown? ![chart](b.svg)"),
        NoteSource("c", Kind.TERM, {"front": "Takt", "back": "The pace", "reverse": False}),
        NoteSource("d", Kind.TERM, {"front": "Beat", "back": "The pace", "reverse": False}),
        NoteSource("e", Kind.CLASSIFY, {"front": "Sort these", "boxes": sort}),
        NoteSource("f", Kind.CLASSIFY, {"front": "Sort these", "boxes": swapped}),
        NoteSource("g", Kind.NUMERIC, {**numeric, "exhibit": {"chart": "histogram"}}, group="means", leaf="IV.C.8"),
        NoteSource("h", Kind.NUMERIC, {**numeric, "exhibit": {"chart": "control"}}, group="means", leaf="IV.C.8"),
        NoteSource("i", Kind.TEMPLATE, {"note_type": "Basic", "fields": {"Front": "Takt"}, "templates": []}),
    )


def test_nearly_the_same_stem_is_a_mistake_for_questions_with_options_and_advice_for_others() -> None:
    changed = STEM.replace("gears", "rings", 1).replace("two", "three")
    (finding,) = check(choice("a", STEM), choice("b", changed))
    assert (finding.key, finding.rule, finding.severity) == ("b", "near-duplicate", Severity.MISTAKE)
    assert "“a”" in finding.sentence
    (finding,) = check(ask("a", STEM), ask("b", changed))
    assert (finding.rule, finding.severity) == ("near-duplicate", Severity.ADVICE)


def test_siblings_of_one_group_may_be_alike() -> None:
    changed = STEM.replace("two", "three")
    assert check(choice("a", STEM, group="shifts"), choice("b", changed, group="shifts")) == []


# Order and levels


def test_notes_that_wait_for_each_other_are_named_in_their_circle() -> None:
    circle = (ask("a", prereq=("c",)), ask("b", prereq=("a",)), ask("c", prereq=("b",)), ask("d", prereq=("a",)))
    (finding,) = check(*circle)
    assert (finding.rule, finding.severity) == ("prereq", Severity.MISTAKE)
    assert all(key in finding.sentence for key in ("a", "b", "c"))
    assert "→" in finding.sentence


def test_a_prerequisite_must_be_in_the_deck_or_have_been_there() -> None:
    note = ask("a", prereq=("gone",))
    (finding,) = check(note)
    assert (finding.key, finding.field) == ("a", "prereq")
    assert "“gone”" in finding.sentence
    assert check(note, retired=("gone",)) == []
    assert check(note, complete=False) == []  # rows of a table join a deck that may have it


def test_a_group_of_one_is_advice() -> None:
    (finding,) = check(ask("a", group="twins"), ask("b", group="twin"), ask("c", group="twin"))
    assert (finding.key, finding.rule, finding.severity) == ("a", "lonely-group", Severity.ADVICE)


def test_a_level_above_what_its_leaf_is_examined_at_is_a_mistake() -> None:
    high = ask("a", leaf="IV.C.6", level=Level.EVALUATE)
    (finding,) = check(high)
    assert (finding.rule, finding.field, finding.severity) == ("level", "level", Severity.MISTAKE)
    assert check(high, outline=None) == []
    assert check(replace(high, level=Level.APPLY)) == []


def test_a_leaf_without_a_known_level_allows_all_levels() -> None:
    assert check(*(ask(leaf[-1], leaf=leaf, level=Level.CREATE) for leaf in ("IV.C.7", "IV.C.8"))) == []


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.NUMERIC])
def test_a_question_without_a_leaf_is_advice_since_no_practice_exam_can_take_it(kind: Kind) -> None:
    note = choice("a", STEM, leaf=None)
    if kind is Kind.NUMERIC:
        note = replace(note, kind=kind, fields={"front": STEM, "parameters": {}, "answer": "1", "decimals": 0})
    (finding,) = check(note)
    assert (finding.key, finding.field, finding.rule, finding.severity) == ("a", "leaf", "no-leaf", Severity.ADVICE)
    assert check(replace(note, leaf="IV.C.8")) == []
    assert check(note, outline=None) == []
    assert check(ask("recall")) == []


# The rest of the rules is reached


def test_rules_of_recall_questions_and_reading_are_applied() -> None:
    hard = "Organizational determination of interdisciplinary accountability necessitates documentation " * 3
    notes = (
        ask("recall", "Why ask why?", "Ask why"),
        ask("hard", f"{hard}: why?"),
        replace(choice("option", STEM), fields={**choice("option", "Which is **NOT** it?").fields, "front": "Which is NOT it?"}),
    )  # fmt: skip
    assert {finding.rule for finding in check(*notes)} == {"answer-in-question", "reading", "negative-unmarked"}
    assert {finding.rule for finding in check(*notes, language="de")} == {"answer-in-question"}
