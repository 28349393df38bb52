"""How much of every leaf the shipped deck covers, so that no change takes it away unseen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.collection import Collection
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind, Level
from studyapp.domain.coverage import SCENARIO_TAG, Coverage, competency_coverage, leaf_coverage, section_coverage
from studyapp.domain.mock_exam import ExamKind
from studyapp.formats import read
from tests.conftest import NOON

DECK = read(Path(__file__).parents[2] / "decks" / "cmqoe")

RECALL = {"I": 190, "II": 130, "III": 230, "IV": 230, "V": 110, "VI": 90, "VII": 70}
"""Recall notes that a section needs."""
CHOICE = {"I": 112, "II": 92, "III": 104, "IV": 124, "V": 88, "VI": 76, "VII": 64}
"""Multiple-choice notes that a section needs: four times its questions in the exam."""
TERMS, MOCK_POOL, ESSAYS, OF_A_COMPETENCY = 400, 540, 40, 40
APPLIED_SHARE = 0.6

LEAST = """
leaf    recall  choice  apply+  numeric  essay
I.A          23       8       7        0      0
I.B.1        52       8       7        0      0
I.B.2        28       7       6        0      0
I.B.3        32      10       9        0      2
I.B.4        38      10       9        0      2
I.B.5        20       8       7        0      0
I.C.1        12       7       0        0      0
I.C.2         8       7       6        0      0
I.C.3        10       7       6        0      0
I.C.4        16       8       7        0      0
I.C.5         8       8       7        0      2
I.D.1         9       8       7        0      0
I.D.2        16       8       7        0      1
I.D.3        15       8       7        0      1
II.A         20       8       7        0      0
II.B.1       14       9       8        0      1
II.B.2       11       8       7        0      0
II.B.3       13       8       6        0      0
II.B.4       15       9       0        0      0
II.B.5        9       8       7        1      0
II.B.6       16       8       0        0      0
II.C.1       15       8       7        0      1
II.C.2       10       9       8        1      1
II.C.3       19       8       7        1      1
II.C.4       12       9       8        0      2
III.A.1      14       4       4        0      1
III.A.2      18       4       3        0      0
III.A.3      10       4       0        0      0
III.A.4      16       4       4        2      0
III.A.5      28       4       4        9      1
III.A.6      21       4       4        3      0
III.A.7      18       4       3        0      1
III.B.1      16       4       4        1      0
III.B.2      16       4       4        0      0
III.B.3      15       4       4        0      0
III.B.4      13       4       4        0      0
III.C.1      16       4       4        0      1
III.C.2      16       4       4        6      0
III.C.3      16       4       4        6      1
III.C.4      12       4       4        0      0
III.D.1      11       4       4        0      1
III.D.2      16       4       4        0      0
III.D.3      16       4       4        2      2
III.E.1      20       4       3        0      0
III.E.2      17       4       4        1      0
III.E.3      24       4       3        1      0
IV.A.1       14       7       6        5      1
IV.A.2       12       7       6        1      0
IV.A.3       30       8       7        2      1
IV.A.4       16       8       7        0      0
IV.A.5       14       8       7        3      0
IV.B.1       12       7       6        4      1
IV.B.2       20       9       8        5      0
IV.B.3       27       8       7        3      0
IV.B.4       18       6       0        4      0
IV.C.1       13       7       6        0      0
IV.C.2       16       7       0        2      0
IV.C.3       26       8       7       17      1
IV.C.4       16       7       0        3      0
IV.C.5       13       8       7        3      1
IV.C.6       12       7       6        0      0
IV.C.7       15       6       0        6      0
IV.C.8       16       6       0        6      0
V.A.1        13       9       8        0      1
V.A.2        12      10       9        0      1
V.A.3        12      10       9        1      1
V.A.4        12      10       9        0      0
V.B.1        15      10       9        1      0
V.B.2        17      12      11        4      1
V.B.3        13      10      10        0      0
V.B.4        12      10      10        0      1
VI.A         18      10       9        1      1
VI.B         17      10       9        0      1
VI.C         17      10       9        0      0
VI.D         12      10       9        3      0
VI.E         12      10       9        0      1
VI.F         13      10       9        0      1
VI.G         24      10       0        4      0
VII.A        16      16      15        0      1
VII.B        12      16      14        1      1
VII.C        20      16      15        0      1
VII.D        20      16      14        2      1
"""
"""What each leaf has at least, in the columns of `COLUMNS`: a little less than the deck had when it was complete."""
COLUMNS: dict[str, Callable[[Coverage], int]] = {
    "recall": lambda row: row.recall,
    "choice": lambda row: row.choice,
    "apply+": lambda row: sum(row.by_level[list(Level).index(Level.APPLY) :]),
    "numeric": lambda row: row.numeric,
    "essay": lambda row: row.essay,
}


@pytest.fixture
def outline() -> Outline:
    assert DECK.outline is not None
    return DECK.outline


def test_every_leaf_has_recall_notes_and_questions_about_situations(outline: Outline) -> None:
    short = [
        f"{row.name} {row.title}: {row.recall} recall, {row.choice} choice, {row.scenario} scenario"
        for row in leaf_coverage(DECK, outline)
        if row.recall < 5 or row.choice < (5 if row.name.startswith("V") else 3) or row.scenario < 2
    ]
    assert short == []


def test_every_section_has_its_recall_notes(outline: Outline) -> None:
    rows = {row.name: row.recall for row in section_coverage(DECK, outline)}
    assert {name: count for name, count in rows.items() if count < RECALL.get(name, sum(RECALL.values()))} == {}


def test_every_leaf_has_what_it_had_when_the_deck_was_complete(outline: Outline) -> None:
    rows = {row.name: row for row in leaf_coverage(DECK, outline)}
    head, *lines = (line.split() for line in LEAST.strip().splitlines())
    assert [name for name, *_ in lines] == [leaf.id for leaf in outline.leaves()]
    assert head[1:] == list(COLUMNS)
    short = [
        f"{name} {rows[name].title}: {COLUMNS[column](rows[name])} {column} of {least}"
        for name, *leasts in lines
        for column, least in zip(head[1:], leasts, strict=True)
        if COLUMNS[column](rows[name]) < int(least)
    ]
    assert short == []


def test_every_leaf_has_a_learn_note(outline: Outline) -> None:
    assert [f"{leaf.id} {leaf.title}" for leaf in outline.leaves() if not DECK.learn.get(leaf.id, "").strip()] == []


def test_every_section_has_four_questions_for_each_of_the_exam(outline: Outline) -> None:
    rows = {row.name: row.choice for row in section_coverage(DECK, outline)}
    assert {section.id: 4 * section.questions for section in outline.sections} == CHOICE
    assert {name: rows[name] for name, least in CHOICE.items() if rows[name] < least} == {}


def test_most_questions_are_situations_that_ask_to_apply_analyze_or_evaluate(outline: Outline) -> None:
    questions = [note for note in DECK.notes if note.kind is Kind.CHOICE]
    applied = [
        note
        for note in questions
        if SCENARIO_TAG in note.tags and note.level in (Level.APPLY, Level.ANALYZE, Level.EVALUATE)
    ]
    assert len(applied) >= APPLIED_SHARE * len(questions)


def test_three_full_practice_exams_in_a_row_share_no_question(first_start: Path, tmp_path: Path) -> None:
    assert sum(note.kind is Kind.CHOICE and note.mock_pool for note in DECK.notes) >= MOCK_POOL
    shutil.copytree(first_start, tmp_path / "data")
    collection = Collection.open(tmp_path / "data")
    choice = collection.exams._choice(NOON, ExamKind.FULL, "", fresh_only=False)
    collection.close()
    asked: set[int] = set()
    for seed in range(3):
        exam = choice.assemble(seed)
        cards = {item.card_id for item in exam.items}
        assert (len(cards), dict(exam.missing)) == (180, {})
        assert cards & asked == set()
        asked |= cards
        seen = [
            one._replace(times_shown=1, last_shown=seed) if one.card_id in cards else one for one in choice.candidates
        ]
        choice = choice._replace(candidates=tuple(seen))


def test_essays_are_marked_by_five_lines() -> None:
    essays = [note for note in DECK.notes if note.kind is Kind.ESSAY]
    assert len(essays) >= ESSAYS
    assert [note.key for note in essays if len(note.fields["rubric"]) != 5] == []


def test_the_glossary_has_at_least_four_hundred_terms() -> None:
    assert sum(note.kind is Kind.TERM and "glossary" in note.tags for note in DECK.notes) >= TERMS


def test_every_competency_can_be_studied_on_its_own() -> None:
    short = {row.name: row.recall for row in competency_coverage(DECK) if row.recall + row.choice < OF_A_COMPETENCY}
    assert short == {}
