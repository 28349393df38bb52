"""Exams that have been taken, invented for tests of their reports."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection as Group
from dataclasses import replace
from datetime import datetime, timedelta

from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource
from studyapp.domain.mock_exam import MOCKS, ExamKind
from tests.gui.mock_deck import mock_deck

EXHIBIT = {
    "chart": "control",
    "title": "Fill weights",
    "points": ["a", "a + b", "a - b", "a + 1", "a"],
    "limits": "answer",
}


def exam_deck(of_a_leaf: int = 8) -> DeckSource:
    """Questions for every kind of exam: multiple choice with a source, numbers with an exhibit, and facts behind them."""
    deck = mock_deck(of_a_leaf)
    leaves = list(dict.fromkeys(note.leaf for note in deck.notes if note.leaf))
    notes = [replace(note, source="handbook, ch. 3") for note in deck.notes]
    notes += [_numeric(leaf) for leaf in leaves[:20]]
    notes += [_fact(leaf, number) for leaf in leaves for number in (1, 2)]
    return replace(deck, notes=tuple(notes), sources={"handbook": "A handbook, first edition"})


def _numeric(leaf: str) -> NoteSource:
    fields = {
        "front": "Each of {a} machines fills {b} bags. How many bags are that, to no decimals?",
        "parameters": {"a": {"min": 12, "max": 40, "step": 1}, "b": {"min": 3, "max": 9, "step": 1}},
        "answer": "a * b", "decimals": 0, "unit": "bags", "solution": "{a} × {b} = {answer}",
        "wrong": [{"expression": "a + b", "why": "Added."}, {"expression": "a * b + 10 * b", "why": "Ten more."},
                  {"expression": "a * b - a", "why": "One short."}],
        "exhibit": EXHIBIT,
    }  # fmt: skip
    key = f"bags-{leaf.lower().replace('.', '-')}"
    return NoteSource(key, Kind.NUMERIC, fields, leaf=leaf, level=Level.APPLY, source="own")


def _fact(leaf: str, number: int) -> NoteSource:
    key = f"fact-{leaf.lower().replace('.', '-')}-{number}"
    return NoteSource(key, Kind.QUESTION, {"front": f"What is {key}?", "back": "A fact."}, leaf=leaf, source="own")


def take(
    collection: Collection,
    now: datetime,
    kind: ExamKind = ExamKind.MINI,
    *,
    wrong: Group[int] = (),
    skipped: Group[int] = (),
    unseen: Group[int] = (),
    changed: Group[int] = (),
    flagged: Group[int] = (),
    sure: Group[int] = (),
    scope: str = "",
    strict: bool | None = None,
    seconds: Callable[[int], float] = lambda _position: 40.0,
    late: bool = False,
) -> int:
    """A finished exam; positions say what was done otherwise than answering right. `late` lets a strict one run out of time."""
    exams = collection.exams
    exam_id = exams.start(kind, kind in MOCKS if strict is None else strict, now, scope)
    for position in range(exams.exam(exam_id).questions):
        if position in unseen:
            continue
        exams.go_to(exam_id, position, now)
        exams.spend(exam_id, position, seconds(position), now)
        if position in skipped:
            continue
        asked = exams.question(exam_id, position)
        other = (asked.key + 1) % len(asked.options)
        if position in changed:
            exams.pick(exam_id, position, asked.key if position in wrong else other, now)
        exams.pick(exam_id, position, other if position in wrong else asked.key, now)
        exams.set_confidence(exam_id, position, 2 if position in sure else 0, now)
        if position in flagged:
            exams.set_flag(exam_id, position, True, now)
    minutes = exams.exam(exam_id).minutes or 0
    exams.finish(exam_id, now + timedelta(minutes=minutes + 5 if late else 20))
    return exam_id
