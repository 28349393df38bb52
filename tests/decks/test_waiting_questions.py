"""The multiple-choice questions that wait for the practice exams fit the deck and keep the rules of good questions."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from studyapp import formats, paths
from studyapp.domain.content import DeckSource, Kind, NoteSource, Status

FOLDER = paths.shipped("decks") / "cmqoe"


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> DeckSource:
    """The shipped deck with the waiting questions among its cards."""
    whole = tmp_path_factory.mktemp("deck") / "cmqoe"
    shutil.copytree(FOLDER, whole)
    for file in (whole / "questions").glob("*.toml"):
        shutil.copy(file, whole / "cards")
    return formats.read(whole)


@pytest.fixture(scope="module")
def questions(deck: DeckSource) -> list[NoteSource]:
    return [note for note in deck.notes if note.kind is Kind.CHOICE]


def test_every_section_has_questions_and_each_was_read_twice(questions: list[NoteSource]) -> None:
    sections = {(note.leaf or "").partition(".")[0] for note in questions}
    assert sections == {"I", "II", "III", "IV", "V", "VI", "VII"}
    assert {note.status for note in questions} == {Status.REVIEWED}


def test_each_question_has_four_options_with_reasons_and_named_misconceptions(questions: list[NoteSource]) -> None:
    for note in questions:
        options = note.fields["options"]
        assert len(options) == 4, note.key
        assert [bool(option.get("correct")) for option in options].count(True) == 1, note.key
        assert all(option["rationale"] for option in options), note.key
        assert all(option.get("misconception") for option in options if not option.get("correct")), note.key


def test_neither_place_nor_length_tells_the_answer(questions: list[NoteSource]) -> None:
    places: Counter[int] = Counter()
    longest = 0
    for note in questions:
        lengths = [len(option["text"]) for option in note.fields["options"]]
        place = next(number for number, option in enumerate(note.fields["options"]) if option.get("correct"))
        places[place] += 1
        longest += lengths[place] > max(length for number, length in enumerate(lengths) if number != place)
    expected = len(questions) / 4
    # Chi-squared with three degrees of freedom, one chance in a hundred.
    assert sum((places[place] - expected) ** 2 / expected for place in range(4)) < 11.34
    assert longest <= 0.3 * len(questions)


def test_no_two_questions_are_the_same(questions: list[NoteSource]) -> None:
    stems = Counter(" ".join(note.fields["front"].casefold().split()) for note in questions)
    assert [stem for stem, count in stems.items() if count > 1] == []
