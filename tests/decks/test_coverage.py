"""How much of every leaf the shipped deck covers, so that no change takes it away unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind
from studyapp.domain.coverage import competency_coverage, leaf_coverage, section_coverage
from studyapp.formats import read

DECK = read(Path(__file__).parents[2] / "decks" / "cmqoe")

RECALL = {"I": 190, "II": 130, "III": 230, "IV": 230, "V": 110, "VI": 90, "VII": 70}
"""Recall notes that a section needs."""


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


def test_every_section_has_questions_for_three_exams(outline: Outline) -> None:
    rows = {row.name: row.choice for row in section_coverage(DECK, outline)}
    short = {section.id: rows[section.id] for section in outline.sections if rows[section.id] < 3 * section.questions}
    assert short == {}


def test_the_glossary_has_at_least_four_hundred_terms() -> None:
    assert sum(note.kind is Kind.TERM and "glossary" in note.tags for note in DECK.notes) >= 400


def test_every_competency_can_be_studied_on_its_own() -> None:
    short = {row.name: row.recall for row in competency_coverage(DECK) if row.recall + row.choice < 40}
    assert short == {}
