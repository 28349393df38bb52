"""Every rule of numeric questions: a note that breaks it and one that comes near and does not."""

from __future__ import annotations

from typing import Any

import pytest

from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.deck_rules import check_deck
from studyapp.domain.findings import Severity
from studyapp.domain.numeric import check_numeric
from studyapp.domain.numeric_rules import check_numeric_questions

FRONT = "A line makes {made} parts, {bad} of them bad. What is the share, to two decimals?"


def numeric(front: str = FRONT, **more: Any) -> NoteSource:
    fields = {
        "front": front,
        "parameters": {"made": {"min": 40, "max": 90}, "bad": {"min": 5, "max": 30}},
        "answer": "bad / made",
        "decimals": 2,
        **more,
    }
    return NoteSource("n", Kind.NUMERIC, fields, leaf="I.A")


def rules(*notes: NoteSource, english: bool = True) -> list[str]:
    return [finding.rule for finding in check_numeric_questions(notes, english=english)]


def test_a_good_numeric_question_has_no_finding() -> None:
    assert rules(numeric()) == []


@pytest.mark.parametrize(
    ("front", "more"),
    [
        ("The answer is {bad:3}, to two decimals.", {"answer": "bad"}),
        ("It is {share:3}. Say it to two decimals.", {"answer": "share", "values": {"share": "bad / made"}}),
        ("It is {bad}. Say it to two decimals.", {"answer": "same", "values": {"same": "(bad)"}}),
        ("It is {bad}. Say it to two decimals.", {"answer": "round(bad, 2)"}),
    ],
)
def test_a_question_that_shows_its_answer_is_a_mistake(front: str, more: dict[str, Any]) -> None:
    (finding,) = check_numeric_questions([numeric(front, **more)])
    assert (finding.rule, finding.field, finding.severity) == ("answer-in-question", "front", Severity.MISTAKE)


def test_numbers_that_lead_to_the_answer_are_shown() -> None:
    assert rules(numeric(answer="share", values={"share": "bad / made"})) == []
    assert rules(numeric(answer="a", values={"a": "b", "b": "a"})) == []


def test_labels_that_sum_up_the_others_are_a_mistake() -> None:
    labels = ["The first plan", "The second plan", "All of the above"]
    (finding,) = check_numeric_questions([numeric("Which plan?", labels=labels, answer="1")])
    assert (finding.rule, finding.field) == ("of-the-above", "labels[3]")
    assert rules(numeric("How many?", labels=["None", "Only one", "All three"], answer="1")) == []


@pytest.mark.parametrize(
    ("words", "decimals", "sound"),
    [
        ("to two decimals", 2, True),
        ("to 2 decimal places", 2, True),
        ("to one decimal", 1, True),
        ("to the nearest hundredth", 2, True),
        ("to the nearest cent", 2, True),
        ("to the nearest 0.01", 2, True),
        ("to the nearest 0.001", 3, True),
        ("to one decimal", 2, False),
        ("as a decimal fraction", 2, False),
        ("in percent", 1, False),
        ("in days", 0, True),
    ],
)
def test_the_question_says_to_how_many_decimals(words: str, decimals: int, sound: bool) -> None:
    note = numeric(f"{{bad}} of {{made}} are bad. What is the share, {words}?", decimals=decimals)
    assert rules(note) == ([] if sound else ["rounding"])
    assert rules(note, english=False) == []


def test_two_decimals_are_the_rule_where_a_note_names_none() -> None:
    note = numeric("{bad} of {made} are bad. What is the share?")
    del note.fields["decimals"]
    assert rules(note) == ["rounding"]


def test_a_question_turned_round_must_say_so_and_counts_towards_the_share_of_such_questions() -> None:
    turned = "Which share of {made} parts is not bad if {bad} are, to two decimals?"
    assert rules(numeric(turned)) == ["negative-unmarked"]
    marked = [
        NoteSource(
            f"n{n}", Kind.NUMERIC, numeric(f"{n}. " + turned.replace("not", "**NOT**")).fields, leaf="I.A", group="g"
        )
        for n in range(2)
    ]
    found = [finding.rule for finding in check_deck(DeckSource("d", "Deck", tuple(marked)), None)]
    assert "negative-share" in found
    assert "negative-unmarked" not in found


@pytest.mark.parametrize(("tolerance", "sound"), [(0.01, True), (0.1, True), (0.4, False), (5, False), (1000, False)])
def test_a_tolerance_within_which_one_number_is_always_right_is_a_mistake(tolerance: float, sound: bool) -> None:
    assert [field for field, _ in check_numeric(numeric(tolerance=tolerance).fields)] == (
        [] if sound else ["tolerance"]
    )


def test_an_answer_that_is_always_the_same_may_have_a_tolerance() -> None:
    assert list(check_numeric(numeric(answer="3 + 0 * bad", tolerance=0.2).fields)) == []
    assert list(check_numeric(numeric(answer="0 * bad", tolerance=0.2).fields)) == []
