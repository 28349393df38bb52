"""One `[[note]]` table: to a note with its mistakes, and back to text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from studyapp.domain.content import Depth, Kind, Level, NoteSource, Status
from studyapp.domain.field_rules import COMMON_FIELDS, FIELD_RULES
from studyapp.domain.note_rules import Mistake, unknown_name
from studyapp.formats import toml_text

_Word = TypeVar("_Word", bound=StrEnum)

_WORDS: Mapping[str, type[StrEnum]] = {"level": Level, "status": Status, "depth": Depth}
_TEXTS = ("leaf", "source", "group")
_LISTS = ("also", "competencies", "tags", "prereq")


def read_note(row: Mapping[str, Any], place: str) -> tuple[NoteSource | None, list[Mistake]]:
    """The note that a table holds and what is wrong with the table's types; no note where its kind is not known."""
    mistakes: list[Mistake] = []
    kind = _word(row, "kind", Kind, mistakes)
    if "kind" not in row:
        mistakes.append(("kind", f"The kind is missing; write one of {', '.join(Kind)}."))
    key = row.get("id", "")
    if "id" not in row:
        mistakes.append(("id", "The id is missing; write one by hand and never change it."))
    elif not isinstance(key, str):
        mistakes.append(("id", "This must be a text in quotes."))
    about = _about(row, mistakes)
    if kind is None or not isinstance(key, str) or "id" not in row:
        return None, mistakes
    fields = {name: value for name, value in row.items() if name not in COMMON_FIELDS}
    return NoteSource(key, kind, fields, **about, place=place), mistakes


def note_lines(note: NoteSource) -> Iterator[str]:
    """A note as TOML, line by line, its keys in the agreed order."""
    yield "[[note]]"
    said: dict[str, object] = {
        "id": note.key,
        "kind": note.kind.value,
        "leaf": note.leaf,
        "also": note.also,
        "level": note.level and note.level.value,
        "competencies": note.competencies,
    }
    order = [rule.name for rule in FIELD_RULES[note.kind]]
    names = sorted(note.fields, key=lambda name: order.index(name) if name in order else len(order))
    rest: dict[str, object] = {
        "source": note.source,
        "tags": note.tags,
        "status": note.status.value if note.status is not Status.DRAFT else None,
        "depth": note.depth.value if note.depth is not Depth.CORE else None,
        "prereq": note.prereq,
        "group": note.group,
        "difficulty": note.difficulty,
        "mock_pool": note.mock_pool or None,
    }
    table = {name: value for name, value in said.items() if value or name in ("id", "kind")}
    table.update((name, note.fields[name]) for name in names)
    table.update((name, value) for name, value in rest.items() if value not in (None, "", ()))
    yield from toml_text.table_lines(table, "note")


def _about(row: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    """What the table says of the note besides its kind's own fields, in the types of NoteSource."""
    about: dict[str, Any] = {}
    for name, words in _WORDS.items():
        word = _word(row, name, words, mistakes)
        if word is not None:
            about[name] = word
    for name in _TEXTS:
        if isinstance(row.get(name, ""), str):
            about.update({name: row[name]} if name in row else {})
        else:
            mistakes.append((name, "This must be a text in quotes."))
    for name in _LISTS:
        value = row.get(name, [])
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            about.update({name: tuple(value)} if name in row else {})
        else:
            mistakes.append((name, "This must be a list of texts in quotes."))
    _read_difficulty(row, about, mistakes)
    return about


def _read_difficulty(row: Mapping[str, Any], about: dict[str, Any], mistakes: list[Mistake]) -> None:
    if type(row.get("difficulty", 0)) is not int:
        mistakes.append(("difficulty", "This must be a whole number from 1 (easy) to 5."))
    elif "difficulty" in row:
        about["difficulty"] = row["difficulty"]
    if not isinstance(row.get("mock_pool", False), bool):
        mistakes.append(("mock_pool", "This must be true or false."))
    elif "mock_pool" in row:
        about["mock_pool"] = row["mock_pool"]


def _word(row: Mapping[str, Any], name: str, words: type[_Word], mistakes: list[Mistake]) -> _Word | None:
    value = row.get(name)
    if name not in row:
        return None
    if not isinstance(value, str):
        mistakes.append((name, "This must be a text in quotes."))
        return None
    try:
        return words(value)
    except ValueError:
        mistakes.append((name, unknown_name(name, value[:40], list(words))))
        return None
