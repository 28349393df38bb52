from __future__ import annotations

from typing import Any

import pytest

from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.findings import Severity
from studyapp.domain.recall_rules import check_recall


def note(kind: Kind, **fields: Any) -> NoteSource:
    return NoteSource("n", kind, fields)


def rules(*notes: NoteSource, english: bool = True) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in check_recall(notes, english=english)]


BOXES = [{"name": "Scrap", "items": ["Scrap of castings"]}, {"name": "Delay", "items": ["Late lots"]}]


@pytest.mark.parametrize(
    ("given_away", "field"),
    [
        (note(Kind.TERM, front="Takt time", back="The takt time of a line"), "back"),
        (note(Kind.TERM, front="Span of control (of a manager)", back="How wide the span of control is"), "back"),
        (note(Kind.QUESTION, front="Who drew the control chart of Shewhart?", back="Shewhart."), "front"),
        (note(Kind.LIST, front="Plan, do, check, act: the cycle", items=["Plan", "Do"]), "front"),
        (note(Kind.CLASSIFY, front="Sort", boxes=BOXES), "boxes[1].items"),
        (note(Kind.CLOZE, text="{{c1::Deming}} taught the Deming cycle"), "text"),
    ],
)
def test_an_answer_in_its_own_question_is_a_mistake(given_away: NoteSource, field: str) -> None:
    (finding,) = check_recall([given_away])
    assert (finding.rule, finding.field, finding.severity) == ("answer-in-question", field, Severity.MISTAKE)


@pytest.mark.parametrize(
    "fine",
    [
        note(Kind.QUESTION, front="Which comes first, check or act?", back="Check"),
        note(Kind.QUESTION, front="4 shifts run. How many crews?", back="4"),
        note(Kind.QUESTION, front="What does a chart show?", back="Art"),
        note(Kind.CLOZE, text="{{c1::Four}} shifts at {{c2::4}} sites and 4 lines"),
        note(Kind.CLOZE, text="{{c1::Deming}} and {{c1::Deming}}’s cycle"),
        note(Kind.TERM, front="Yield (final)", back="The final share of good units"),
    ],
)
def test_words_that_give_nothing_away_are_let_pass(fine: NoteSource) -> None:
    assert rules(fine) == []


def test_a_term_that_is_not_asked_for_may_stand_in_its_meaning_but_better_does_not() -> None:
    circular = note(Kind.TERM, front="Takt time", back="The takt time of a line", reverse=False)
    (finding,) = check_recall([circular])
    assert (finding.rule, finding.severity) == ("defined-by-itself", Severity.ADVICE)


def test_long_answers_are_advice_and_what_stands_below_the_answer_does_not_count() -> None:
    sixteen, twenty_one = " ".join(["word"] * 16), " ".join(["word"] * 21)
    assert rules(note(Kind.QUESTION, front="What?", back=sixteen)) == [("long-answer", "back")]
    assert rules(note(Kind.QUESTION, front="What?", back=f"Short.\n\n{twenty_one}")) == []
    assert rules(note(Kind.TERM, front="It", back=sixteen)) == []
    assert rules(note(Kind.TERM, front="It", back=twenty_one)) == [("long-answer", "back")]
    assert rules(note(Kind.CLOZE, text=f"It is {{{{c1::so {{{{c2::{sixteen}}}}}}}}}")) == [("long-answer", "text")]
    assert rules(note(Kind.LIST, front="It", items=["a", sixteen])) == [("long-answer", "items")]


def test_a_long_list_needs_a_cloze_of_its_items() -> None:
    steps = note(Kind.LIST, front="The steps", items=["Define", "Measure", "Analyze", "Improve", "Control"])
    cloze = note(Kind.CLOZE, text="First define, then {{c1::measure}}, then {{c2::analyze}} …")
    other = note(Kind.CLOZE, text="{{c1::Plan}} and define")
    assert rules(steps) == rules(steps, other) == [("long-list", "items")]
    assert rules(steps, cloze) == []
    assert rules(note(Kind.LIST, front="The steps", items=["Plan", "Do", "Check", "Act"])) == []


def test_a_question_for_yes_or_no_is_advice_in_english() -> None:
    closed = note(Kind.QUESTION, front="A point is outside. Is the process stable?", back="No: it shows a signal.")
    assert rules(closed) == [("yes-or-no", "front")]
    assert rules(closed, english=False) == []
    assert rules(note(Kind.QUESTION, front="What is a stable process?", back="One without signals.")) == []


def test_kinds_that_are_not_recalled_are_left_alone() -> None:
    essay = note(Kind.ESSAY, front="Explain why.", answer="Explain why. " * 30, rubric=["a"] * 5)
    assert rules(essay) == []
