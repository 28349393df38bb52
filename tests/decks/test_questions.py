"""The multiple-choice questions of the shipped deck, beyond what `check_deck` asks of every deck."""

from __future__ import annotations

from pathlib import Path

from studyapp.domain.blueprint import section_id
from studyapp.domain.content import Kind, Status
from studyapp.domain.coverage import HIGHER_LEVELS, SCENARIO_TAG
from studyapp.domain.plain_text import plain
from studyapp.formats import read

DECK = read(Path(__file__).parents[2] / "decks" / "cmqoe")
QUESTIONS = [note for note in DECK.notes if note.kind is Kind.CHOICE]


def test_every_section_has_questions() -> None:
    assert DECK.outline is not None
    assert {section_id(note.leaf) for note in QUESTIONS} == {section.id for section in DECK.outline.sections}


def test_each_question_was_read_twice_and_says_how_hard_it_is() -> None:
    assert [note.key for note in QUESTIONS if note.status is not Status.REVIEWED or note.difficulty is None] == []


def test_each_question_has_four_options_with_reasons_and_named_misconceptions() -> None:
    for note in QUESTIONS:
        options = note.fields["options"]
        assert len(options) == 4, note.key
        assert [bool(option.get("correct")) for option in options].count(True) == 1, note.key
        assert all(option["rationale"] for option in options), note.key
        assert all(option.get("misconception") for option in options if not option.get("correct")), note.key


def test_a_question_can_be_read_in_the_time_there_is() -> None:
    too_long = [
        note.key
        for note in QUESTIONS
        if len(plain(note.fields["front"])) > 400 or any(len(plain(o["text"])) > 120 for o in note.fields["options"])
    ]
    assert too_long == []


def test_most_questions_ask_to_apply_what_is_known_to_a_situation() -> None:
    applied = [note for note in QUESTIONS if SCENARIO_TAG in note.tags and note.level in HIGHER_LEVELS]
    assert len(applied) >= 0.6 * len(QUESTIONS)
