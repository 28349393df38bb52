from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.field_rules import FIELD_RULES
from studyapp.domain.note_rules import LARGEST_TEXT, check_fields, check_key, check_note, nearest

OUTLINE = Outline(
    "O", "2026-07-01", "own", "", 10, 0, (Section("IV", "Tools", "Tools", 5, (Leaf("IV.C.6", "Variation"),)),)
)
NOTE = NoteSource("special-cause", Kind.QUESTION, {"front": "Why?", "back": "Because."}, leaf="IV.C.6", source="own")

SOUND: dict[Kind, dict[str, Any]] = {
    Kind.TERM: {"front": "a", "back": "b", "reverse": False, "hint": ""},
    Kind.QUESTION: {"front": "a", "back": "b"},
    Kind.CLOZE: {"text": "{{c1::a}} {{c2::b::hint}}"},
    Kind.LIST: {"front": "a", "items": ["x", "y"]},
    Kind.CLASSIFY: {"front": "a", "boxes": [{"name": "A", "items": ["x"]}, {"name": "B", "items": ["y"]}]},
    Kind.CHOICE: {
        "front": "a",
        "options": [
            {"text": "x", "correct": True, "rationale": "r"},
            {"text": "y", "rationale": "r"},
            {"text": "z", "rationale": "r", "misconception": "m"},
        ],
    },
    Kind.NUMERIC: {
        "front": "{a} and {total}",
        "parameters": {"a": {"min": 1, "max": 3, "step": 0.5}, "b": {"choices": [1, 2]}},
        "values": {"total": "a + b"},
        "answer": "total",
        "decimals": 2,
        "tolerance": 0.01,
        "wrong": [{"expression": "a", "why": "forgot b"}],
    },
    Kind.ESSAY: {"front": "a", "rubric": ["1", "2", "3", "4", "5"], "answer": "b"},
    Kind.TEMPLATE: {
        "note_type": "Basic",
        "fields": {"F": "", "B": "x"},
        "templates": [{"name": "Card 1", "front": "{{F}}", "back": "{{B}}"}],
    },
}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sound_note_of_each_kind_has_no_mistake(kind: Kind) -> None:
    assert check_fields(kind, SOUND[kind]) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_each_required_field_is_missed(kind: Kind) -> None:
    required = [rule.name for rule in FIELD_RULES[kind] if rule.required]

    assert {field for field, _ in check_fields(kind, {})} == set(required)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_wrong_type_is_found(kind: Kind) -> None:
    wrong = {rule.name: object() for rule in FIELD_RULES[kind]}

    assert {field for field, _ in check_fields(kind, wrong)} == set(wrong)


@pytest.mark.parametrize(
    ("kind", "change", "field", "words"),
    [
        (Kind.TERM, {"bck": "x"}, "bck", "“example”|known|did you mean"),
        (Kind.TERM, {"front": "  "}, "front", "empty"),
        (Kind.TERM, {"reverse": "yes"}, "reverse", "true or false"),
        (Kind.TERM, {"front": "a\x00"}, "front", "NUL"),
        (Kind.TERM, {"front": "a\ud800"}, "front", "half a character"),
        (Kind.TERM, {"back": "é" * LARGEST_TEXT}, "back", "64 kB"),
        (Kind.CLOZE, {"text": "nothing hidden"}, "text", "Nothing is hidden"),
        (Kind.CLOZE, {"text": "{{c1::open"}, "text", "never closed"),
        (Kind.LIST, {"items": ["one"]}, "items", "at least 2"),
        (Kind.LIST, {"items": ["x", "x"]}, "items", "twice"),
        (Kind.LIST, {"items": ["x", 2]}, "items[2]", "text in quotes"),
        (Kind.LIST, {"items": ["x", ""]}, "items[2]", "empty"),
        (Kind.CLASSIFY, {"boxes": [{"name": "A", "items": ["x"]}]}, "boxes", "at least 2"),
        (Kind.CLASSIFY, {"boxes": ["A", "B"]}, "boxes[1]", "name and items"),
        (Kind.CLASSIFY, {"boxes": [{"name": "A", "items": ["x"]}, {"name": "B"}]}, "boxes[2].items", "missing"),
        (
            Kind.CLASSIFY,
            {"boxes": [{"name": "A", "items": ["x"]}, {"name": "B", "items": ["x"]}]},
            "boxes",
            "twice",
        ),
        (Kind.CHOICE, {"options": SOUND[Kind.CHOICE]["options"] * 2}, "options", "at most 5"),
        (Kind.CHOICE, {"options": [*SOUND[Kind.CHOICE]["options"][1:], {"text": "w", "rationale": "r"}]}, "options",
         "but none is"),
        (Kind.CHOICE, {"options": [{"text": "x", "correct": True, "rationale": "r"}] * 3}, "options", "but 3 are"),
        (Kind.CHOICE, {"options": [{"txt": "x", "rationale": "r"}] * 3}, "options[1].txt", "did you mean “text”"),
        (Kind.NUMERIC, {"front": "{x}"}, "front", "no parameter or value “x”"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 3, "max": 1}}}, "parameters.a.max", "below the lowest"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 1, "max": 3, "step": 0}}}, "parameters.a.step", "more than 0"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 1}}}, "parameters.a", "min, max and step"),
        (Kind.NUMERIC, {"parameters": {"a": {"choices": []}}}, "parameters.a.choices", "list of numbers"),
        (Kind.NUMERIC, {"parameters": {"a": {"choices": ["x"]}}}, "parameters.a.choices", "must be a number"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": float("nan"), "max": 1}}}, "parameters.a.min", "number"),
        (Kind.NUMERIC, {"parameters": {}}, "parameters", "empty"),
        (Kind.NUMERIC, {"values": {"a": "1"}}, "values.a", "already"),
        (Kind.NUMERIC, {"values": {"no name": "1"}}, "values.no name", "cannot be a name"),
        (Kind.NUMERIC, {"values": {"answer": "1"}}, "values.answer", "already means something"),
        (Kind.NUMERIC, {"parameters": {"mean": {"choices": [1]}}}, "parameters.mean", "already means something"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 0.5, "max": 3}}}, "parameters.a.step", "endless"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 0, "max": 1, "step": 1e-9}}}, "parameters.a.step", "larger step"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 0, "max": 1, "count": 61}}}, "parameters.a.count", "1 to 60"),
        (Kind.NUMERIC, {"parameters": {"a": {"min": 0, "max": 1, "count": True}}}, "parameters.a.count", "1 to 60"),
        (Kind.NUMERIC, {"parameters": {"a": {"choices": [1] * 1001}}}, "parameters.a.choices", "at most 1000"),
        (Kind.NUMERIC, {"parameters": {"a": {"choices": [10**400]}}}, "parameters.a.choices", "must be a number"),
        (Kind.NUMERIC, {"parameters": {f"a{n}": {"choices": [1]} for n in range(41)}}, "parameters", "at most 40"),
        (Kind.NUMERIC, {"answer": "total / (b - b)"}, "answer", "divides by zero"),
        (Kind.NUMERIC, {"answer": "toatl"}, "answer", "did you mean “total”"),
        (Kind.NUMERIC, {"answer": "print(total)"}, "answer", "no function “print”"),
        (Kind.NUMERIC, {"answer": "total.real"}, "answer", "a point stands only inside a number"),
        (Kind.NUMERIC, {"answer": "total ^ 2"}, "answer", "write ** for a power"),
        (Kind.NUMERIC, {"answer": "[a, b]"}, "answer", "gives a list"),
        (Kind.NUMERIC, {"answer": "a > b"}, "answer", "gives a condition"),
        (Kind.NUMERIC, {"values": {"total": "other", "other": "total"}}, "values.other", "in a circle"),
        (Kind.NUMERIC, {"values": {"total": "total + 1"}}, "values.total", "in a circle"),
        (Kind.NUMERIC, {"constraints": ["a > 5"]}, "constraints[1]", "No numbers made a question"),
        (Kind.NUMERIC, {"constraints": ["a"]}, "constraints[1]", "a constraint is a condition"),
        (Kind.NUMERIC, {"wrong": [{"expression": "b + a", "why": "w"}]}, "wrong[1].expression", "equal to the answer"),
        (Kind.NUMERIC, {"wrong": [{"expression": "a", "why": "w"}, {"expression": "a + 0", "why": "w"}]},
         "wrong[2].expression", "equal to another wrong path"),
        (Kind.NUMERIC, {"front": "{a} {answer}"}, "front", "no parameter or value “answer”"),
        (Kind.NUMERIC, {"front": "{a + 1}"}, "front", "no place for a number"),
        (Kind.NUMERIC, {"front": "x{a}"}, "front", "before it"),
        (Kind.NUMERIC, {"front": "{a}" + " {a}" * 200}, "front", "more than 200"),
        (Kind.NUMERIC, {"solution": "{anser}"}, "solution", "did you mean “answer”"),
        (Kind.NUMERIC, {"labels": ["x"]}, "labels", "at least 2"),
        (Kind.NUMERIC, {"labels": ["x", "y"], "wrong": []}, "answer", "number of a label, 1 to 2"),
        (Kind.NUMERIC, {"labels": ["{a}", "{a}"], "answer": "1", "wrong": []}, "labels", "came out equal"),
        (Kind.NUMERIC, {"typed": False}, "typed", "at least two wrong paths"),
        (Kind.NUMERIC, {"tolerance": -1}, "tolerance", "below 0"),
        (Kind.NUMERIC, {"exhibit": {"chart": "pie"}}, "exhibit.chart", "no such chart"),
        (Kind.NUMERIC, {"exhibit": {}}, "exhibit.chart", "missing"),
        (Kind.QUESTION, {"exhibit": {"chart": "pie"}}, "exhibit.chart", "no such chart"),
        (Kind.QUESTION, {"exhibit": {"chart": "histogram", "title": "T", "edges": [0, 1], "counts": ["a"]}},
         "exhibit.counts[1]", "“a”"),
        (Kind.NUMERIC, {"decimals": 40}, "decimals", "from 0 to 12"),
        (Kind.NUMERIC, {"decimals": True}, "decimals", "whole number"),
        (Kind.NUMERIC, {"tolerance": float("inf")}, "tolerance", "too large"),
        (Kind.ESSAY, {"rubric": ["1", "2"]}, "rubric", "at least 5"),
        (Kind.TEMPLATE, {"fields": {"F": 3}}, "fields.F", "text in quotes"),
        (Kind.TEMPLATE, {"templates": [SOUND[Kind.TEMPLATE]["templates"][0]] * 2}, "templates", "twice"),
    ],
)  # fmt: skip
def test_each_mistake_names_its_field(kind: Kind, change: dict[str, Any], field: str, words: str) -> None:
    mistakes = check_fields(kind, {**SOUND[kind], **change})

    assert field in [name for name, _ in mistakes]
    assert any(word in sentence for word in words.split("|") for name, sentence in mistakes if name == field)


def test_a_misspelled_field_names_the_one_that_was_meant() -> None:
    mistakes = check_fields(Kind.TERM, {"front": "a", "bakc": "b"})

    assert ("bakc", "There is no field of a term note called “bakc”; did you mean “back”?") in mistakes
    assert ("back", "The field is missing; add it. What it means.") in mistakes


def test_a_sound_note_passes_with_outline_and_sources() -> None:
    assert check_note(NOTE, OUTLINE, {"book": "A book."}) == []
    assert check_note(replace(NOTE, source="book, p. 3"), OUTLINE, {"book": "A book."}) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"key": "Special Cause"}, "id", "small letters"),
        ({"key": ""}, "id", "small letters"),
        ({"key": "a" * 81}, "id", "longer than 80"),
        ({"leaf": "IV.C.9"}, "leaf", "There is no leaf “IV.C.9”"),
        ({"also": ("IV.C.9",)}, "also", "There is no leaf"),
        ({"also": ("IV.C.6",)}, "also", "already"),
        ({"competencies": ("C10",)}, "competencies", "C1 to C9"),
        ({"competencies": ("C1", "C1")}, "competencies", "twice"),
        ({"tags": ("",)}, "tags", "empty"),
        ({"tags": ("a\x00",)}, "tags", "NUL"),
        ({"prereq": ("special-cause",)}, "prereq", "itself"),
        ({"difficulty": 6}, "difficulty", "1 (easy) to 5"),
        ({"source": ""}, "source", "missing"),
        ({"source": "bok, p. 3"}, "source", "did you mean “book”"),
        ({"group": "\x00"}, "group", "NUL"),
    ],
)
def test_what_a_note_says_about_itself_is_checked(change: dict[str, Any], field: str, words: str) -> None:
    mistakes = check_note(replace(NOTE, **change), OUTLINE, {"book": "A book."})

    assert [name for name, sentence in mistakes if words in sentence] == [field]


def test_without_an_outline_and_sources_any_leaf_and_source_will_do() -> None:
    assert check_note(replace(NOTE, leaf="X.Y", source="a friend")) == []


def test_all_mistakes_are_found_at_once() -> None:
    note = NoteSource(
        "Bad Id", Kind.LIST, {"items": ["x"], "itmes": []}, leaf="I.Z", competencies=("C0",), difficulty=9
    )

    fields = {field for field, _ in check_note(note, OUTLINE, {})}

    assert fields == {"id", "front", "items", "itmes", "leaf", "competencies", "difficulty", "source"}


@pytest.mark.parametrize("key", ["a", "special-cause", "8d-steps", "a" * 80])
def test_kebab_case_ids_are_taken(key: str) -> None:
    assert check_key(key) == ""


@pytest.mark.parametrize("key", ["A", "a--b", "-a", "a-", "a_b", "ä", "a\n", " a"])
def test_other_ids_are_refused(key: str) -> None:
    assert "cannot be an id" in check_key(key)


def test_the_nearest_name_is_offered_only_when_it_is_near() -> None:
    assert nearest("levle", ["level", "leaf"]) == "level"
    assert nearest("zzz", ["level", "leaf"]) == ""


def said(*texts: str) -> list[str]:
    """What is wrong with options of these texts."""
    options = [{"text": text, "rationale": "r", "correct": not place} for place, text in enumerate(texts)]
    return [sentence for _, sentence in check_fields(Kind.CHOICE, {"front": "Which is it?", "options": options})]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Control chart", "control  CHART"),
        ("Control chart", "Control chart."),
        ("Plan, do, check", "Plan do check"),
        ("“Muda”", "Muda"),
        ("Pre-control", "Pre control"),
        ("The customer’s voice", "The customer's voice"),
        ("Stop!", "Stop"),
        ("A", "a"),
        ("5 days.", "5 days"),
    ],
)
def test_options_that_differ_only_in_case_spaces_or_punctuation_are_a_mistake(one: str, other: str) -> None:
    (sentence,) = said(one, other, "Fishbone diagram")
    assert f"“{other}” differs from “{one}” only in case, spaces or punctuation" in sentence


def test_an_option_that_is_there_twice_is_named() -> None:
    (sentence,) = said("Pareto chart", "Pareto  chart", "Fishbone diagram")
    assert "“Pareto  chart” is there twice" in sentence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("0.5", "5"),
        (".5", "5"),
        ("1,200", "12,00"),
        ("3:1", "31"),
        ("5!", "5"),
        ("−5", "5"),
        ("5%", "5"),
        ("≤ 5", "≥ 5"),
        ("$\\sigma$", "$\\Sigma$"),
        ("$n$", "$N$"),
        ("![](a.svg)", "![](b.svg)"),
        ("C", "C++"),
        (":", ";"),
    ],
)
def test_options_that_mean_something_else_are_told_apart(one: str, other: str) -> None:
    assert said(one, other, "Fishbone diagram") == []
