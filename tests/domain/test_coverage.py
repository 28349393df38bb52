from __future__ import annotations

from dataclasses import replace
from typing import Any

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Depth, Kind, Level, NoteSource
from studyapp.domain.coverage import COLUMNS, competency_coverage, leaf_coverage, section_coverage, table_lines

OUTLINE = Outline(
    "O", "2026-07-01", "own", "", 10, 0,
    (
        Section("I", "Leading", "Leading", 5, (Leaf("I.A", "Roles"), Leaf("I.B", "Styles"))),
        Section("II", "Planning", "Planning", 5, (Leaf("II.A", "Plans"),)),
    ),
)  # fmt: skip


def note(kind: Kind, leaf: str | None, **more: Any) -> NoteSource:
    return NoteSource("n", kind, {}, leaf=leaf, **more)


DECK = DeckSource(
    "d", "The deck",
    (
        note(Kind.TERM, "I.A", also=("II.A",), competencies=("C1", "C9")),
        note(Kind.CLOZE, "I.A"),
        note(Kind.CHOICE, "I.A", level=Level.APPLY, tags=("scenario",), mock_pool=True),
        note(Kind.CHOICE, "I.A", level=Level.UNDERSTAND, tags=("scenario",)),
        note(Kind.CHOICE, "I.B", level=Level.APPLY),
        note(Kind.NUMERIC, "I.B", depth=Depth.STRETCH, mock_pool=True),
        note(Kind.ESSAY, "I.B"),
        note(Kind.QUESTION, None),
    ),
)  # fmt: skip


def test_a_note_counts_once_at_its_primary_leaf() -> None:
    first, second, empty = leaf_coverage(DECK, OUTLINE)
    assert (first.name, first.title, first.recall, first.by_kind) == ("I.A", "Roles", 2, (1, 0, 1, 0, 0))
    assert (second.choice, second.numeric, second.by_depth, second.essay) == (1, 1, (0, 0, 1), 1)
    assert not any(empty.counts)


def test_applied_scenarios_ask_for_more_than_understanding() -> None:
    first, second, empty = leaf_coverage(DECK, OUTLINE)
    assert (first.choice, first.by_level[:3], first.scenario, first.applied) == (2, (0, 1, 1), 2, 1)
    assert (first.applied_share, second.applied_share, empty.applied_share) == (0.5, 0.0, 0.0)


def test_sections_add_up_and_all_has_the_notes_without_a_leaf_too() -> None:
    leading, planning, whole = section_coverage(DECK, OUTLINE)
    assert (leading.name, leading.recall, leading.choice) == ("I", 2, 3)
    assert not any(planning.counts)
    assert (whole.name, whole.title, whole.recall, whole.mock_pool) == ("All", "The deck", 3, 1)


def test_a_note_counts_at_each_of_its_competencies() -> None:
    rows = {row.name: row.recall for row in competency_coverage(DECK)}
    assert len(rows) == 9
    assert {name for name, count in rows.items() if count} == {"C1", "C9"}


def test_the_table_has_a_head_and_points_where_there_is_nothing() -> None:
    head, first, *_ = table_lines(list(leaf_coverage(DECK, OUTLINE)))
    assert head.split("  ")[-1] == "learn"
    assert all(column in head for column in COLUMNS)
    assert " ".join(first.split()) == "I.A 2 1 · 1 · · 2 · 1 1 · · · 2 1 50 1 · · · · · · Roles"


def test_a_learn_note_counts_for_its_leaf_its_section_and_the_whole() -> None:
    deck = replace(DECK, learn={"I.A": "Spans."})
    assert {row.name: row.learn for row in leaf_coverage(deck, OUTLINE)}["I.A"] == 1
    assert [row.learn for row in section_coverage(deck, OUTLINE)] == [1, 0, 1]
