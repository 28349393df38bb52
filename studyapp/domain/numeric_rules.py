"""Rules of numeric questions, so that nothing but calculating leads to the answer, and everybody rounds alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.domain.content import NoteSource
from studyapp.domain.findings import Finding, mistake
from studyapp.domain.plain_text import plain
from studyapp.domain.question_rules import check_negative, sums_up

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PLACES = {"tenth": 1, "hundredth": 2, "thousandth": 3, "cent": 2}
_DECIMALS = re.compile(
    r"\b(\d{1,2}|[a-z]{2,6}) decimals?\b|\bnearest (?:(tenth|hundredth|thousandth|cent)\b|0?\.(0{0,11})1\b)"
)
_SHOWN = re.compile(r"(?<!\w)\{([A-Za-z]\w*)(?::\d{1,2})?\}")
# A name by itself, also in brackets or rounded.
_NAME_ALONE = re.compile(r"(?:round\()?[( ]*([A-Za-z]\w*)[ )]*(?:, ?\d{1,2} ?\))?")


def check_numeric_questions(notes: Sequence[NoteSource], *, english: bool = True) -> Iterator[Finding]:
    """The findings in numeric notes, each sound on its own; rules that go by English words only if asked for."""
    for note in notes:
        yield from _check_answer_shown(note)
        if english:
            yield from check_negative(note)
            yield from _check_labels(note)
            yield from _check_rounding(note)


def _check_answer_shown(note: NoteSource) -> Iterator[Finding]:
    shown = set(_SHOWN.findall(f"{note.fields.get('title', '')} {note.fields['front']}"))
    values, formula, seen = note.fields.get("values", {}), note.fields["answer"], set[str]()
    while (alone := _NAME_ALONE.fullmatch(formula.strip())) and alone[1] not in seen:
        seen.add(alone[1])
        if alone[1] in shown:
            sentence = f"The question shows {{{alone[1]}}}, which is the answer; take it out or ask for something else."
            yield mistake("answer-in-question", note.key, "front", sentence)
            return
        formula = values.get(alone[1], "")


def _check_labels(note: NoteSource) -> Iterator[Finding]:
    labels = note.fields.get("labels") or ()
    for number, label in enumerate(labels, 1):
        if sums_up(label, labels):
            sentence = "An answer that sums up the others is guessed from one or two of them; write one of its own."
            yield mistake("of-the-above", note.key, f"labels[{number}]", sentence)


def _check_rounding(note: NoteSource) -> Iterator[Finding]:
    decimals = note.fields.get("decimals", 2)
    if note.fields.get("labels") or not decimals:
        return
    said = _DECIMALS.finditer(plain(note.fields["front"]).casefold())
    if decimals not in map(_decimals, said):
        wanted = f"{_NUMBERS[decimals]} decimal{'s' if decimals > 1 else ''}"
        sentence = f"The answer is taken to {wanted}, but the question does not say so; add “to {wanted}”."
        yield mistake("rounding", note.key, "front", sentence)


def _decimals(said: re.Match[str]) -> int:
    """How many decimals “two decimals”, “nearest hundredth” and “nearest 0.01” ask for; 0 if it cannot be told."""
    word, place, zeros = said.groups()
    if word is None:
        return _PLACES[place] if place else len(zeros) + 1
    return int(word) if word.isdigit() else _NUMBERS.index(word) if word in _NUMBERS else 0
