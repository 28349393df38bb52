"""What can only be seen with the whole deck in view: notes that ask the same, circles, levels, and habits of its author.

`note_rules.check_note` holds the rules that each note must keep on its own; the checks here take notes that keep them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from studyapp.domain.blueprint import Outline
from studyapp.domain.cloze import cloze_question, parse_cloze
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource
from studyapp.domain.findings import Finding, Severity, advice, mistake
from studyapp.domain.near_duplicates import near_duplicates
from studyapp.domain.numeric_rules import check_numeric_questions
from studyapp.domain.plain_text import plain
from studyapp.domain.question_rules import check_questions
from studyapp.domain.recall_rules import check_recall
from studyapp.domain.wording import reading_grade, words

HARDEST_READING = 18
"""Years of school that a text may take to read."""

_LEVELS = tuple(Level)
_ADDRESS = re.compile(r"!\[[^\[\]]*\]\(([^()]*)\)|<img\b[^<>]*\bsrc\s*=\s*([^\s<>]+)", re.IGNORECASE)
_OPTION_KINDS = (Kind.CHOICE, Kind.NUMERIC)


def check_deck(deck: DeckSource, outline: Outline | None) -> Iterator[Finding]:
    """All findings in a deck whose notes are sound one by one; without an outline no levels are checked."""
    english = deck.language.partition("-")[0] == "en"
    yield from _check_same(deck)
    yield from _check_near(deck)
    yield from _check_prerequisites(deck)
    yield from _check_groups(deck)
    if outline is not None:
        yield from _check_levels(deck, outline)
        yield from _check_leafless(deck)
    yield from check_recall(deck.notes, english=english)
    numeric = [note for note in deck.notes if note.kind is Kind.NUMERIC]
    choices = [note for note in deck.notes if note.kind is Kind.CHOICE]
    yield from check_questions(choices, english=english, numeric=numeric)
    yield from check_numeric_questions(numeric, english=english)
    if english:
        yield from _check_reading(deck)


def asked(note: NoteSource) -> Iterator[tuple[str, str]]:
    """What each card of a note asks, with the field it stands in."""
    match note.kind:
        case Kind.TERM:
            yield "front", note.fields["front"]
            if note.fields.get("reverse", True):
                yield "back", note.fields["back"]
        case Kind.CLOZE:
            for number in parse_cloze(note.fields["text"]).numbers:
                yield "text", cloze_question(note.fields["text"], number)
        case Kind.CLASSIFY:
            boxes = note.fields["boxes"]
            items = sorted(item for box in boxes for item in box["items"])
            yield "front", " · ".join([note.fields["front"], *(box["name"] for box in boxes), *items])
        case Kind.TEMPLATE:
            yield from ()
        case _:
            yield "front", note.fields["front"]


def _check_same(deck: DeckSource) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], str] = {}
    for note in deck.notes:
        for field, text in asked(note):
            pictures = tuple(_ADDRESS.findall(text)) if "![" in text or "<" in text else ()
            same = (plain(text).casefold().rstrip(" ?!.:…"), pictures, repr(note.fields.get("exhibit")))
            if same in seen and same[0]:
                sentence = f"“{seen[same]}” asks the same; change one of them, so that each has one answer."
                yield mistake("same-question", note.key, field, sentence)
            seen.setdefault(same, note.key)


def _check_near(deck: DeckSource) -> Iterator[Finding]:
    notes = {note.key: note for note in deck.notes}
    texts = {note.key: words(_compared(note)) for note in deck.notes if note.kind is not Kind.TEMPLATE}
    for first, second, part in near_duplicates(texts):
        one, other = notes[first], notes[second]
        if texts[first] == texts[second] or (one.group and one.group == other.group):
            # Siblings are alike on purpose: they are kept apart by days, and out of one practice exam.
            continue
        severity = Severity.MISTAKE if one.kind in _OPTION_KINDS and other.kind in _OPTION_KINDS else Severity.ADVICE
        sentence = f"{part:.0%} of it stands in “{first}” too; drop one, or give both the same group."
        yield Finding(second, "text" if other.kind is Kind.CLOZE else "front", sentence, severity, "near-duplicate")


def _compared(note: NoteSource) -> str:
    """The text by which a note is like another: a term by its meaning, since many terms share words."""
    name = {Kind.TERM: "back", Kind.CLOZE: "text"}.get(note.kind, "front")
    return str(note.fields[name])


def _check_prerequisites(deck: DeckSource) -> Iterator[Finding]:
    keys = {note.key for note in deck.notes}
    known = keys | set(deck.retired)
    for note in deck.notes:
        for key in note.prereq:
            if key not in known and deck.complete:
                yield mistake("prereq", note.key, "prereq", f"There is no note “{key}” in this deck.")
    before: Mapping[str, tuple[str, ...]] = {note.key: note.prereq for note in deck.notes}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        sentence = f"These notes wait for each other: {' → '.join(circle)}; take one of the ids out of prereq."
        yield mistake("prereq", circle[-1], "prereq", sentence)


def _check_groups(deck: DeckSource) -> Iterator[Finding]:
    count = Counter(note.group for note in deck.notes)
    for note in deck.notes:
        if note.group and count[note.group] == 1:
            sentence = f"No other note is in the group “{note.group}”; check how it is written."
            yield advice("lonely-group", note.key, "group", sentence)


def _check_levels(deck: DeckSource, outline: Outline) -> Iterator[Finding]:
    highest = {
        leaf.id: Level(leaf.level)
        for leaf in outline.leaves()
        if leaf.level in _LEVELS and leaf.level_certainty != "unknown"
    }
    for note in deck.notes:
        most = highest.get(note.leaf or "")
        if most is not None and note.level is not None and _LEVELS.index(note.level) > _LEVELS.index(most):
            sentence = f"{note.leaf} is examined up to “{most}”, so “{note.level}” is too high."
            yield mistake("level", note.key, "level", sentence)


def _check_leafless(deck: DeckSource) -> Iterator[Finding]:
    for note in deck.notes:
        if note.kind in _OPTION_KINDS and note.leaf is None:
            sentence = (
                "Without a leaf it can never be part of a practice exam; name the leaf of the outline it belongs to."
            )
            yield advice("no-leaf", note.key, "leaf", sentence)


def _check_reading(deck: DeckSource) -> Iterator[Finding]:
    for note in deck.notes:
        for field, text in dict(asked(note)).items():
            if (grade := reading_grade(text)) > HARDEST_READING and note.kind is not Kind.CLASSIFY:
                sentence = f"It reads like a text for {grade:.0f} years of school; take shorter sentences and words."
                yield advice("reading", note.key, field, sentence)
