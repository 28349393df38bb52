"""A deck as its author wrote it: plain values, before anything is scheduled.

Every reader in `formats` gives a `DeckSource`, and `collection.content` merges it. `check_note` holds the rules of each
card kind in one place, so that a deck file, an import and the editor refuse the same mistakes with the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from studyapp.domain.blueprint import Outline

Fields = Mapping[str, Any]
"""What a note says, by field name: strings, booleans, numbers, and lists and tables of them (what JSON can hold)."""

COMPETENCIES: Mapping[str, str] = {
    "C1": "Process improvement",
    "C2": "Customer and supplier relations",
    "C3": "Strategic planning and deployment",
    "C4": "Measurement systems",
    "C5": "Motivating and evaluating staff",
    "C6": "Projects and people",
    "C7": "Financial analysis",
    "C8": "Risk",
    "C9": "Knowledge management",
}
"""What a certified manager should be able to do: our numbers with titles in our own words."""


class Kind(StrEnum):
    """What a note asks of the learner."""

    TERM = "term"
    QUESTION = "question"
    CLOZE = "cloze"
    LIST = "list"
    CLASSIFY = "classify"
    CHOICE = "choice"
    NUMERIC = "numeric"
    ESSAY = "essay"
    TEMPLATE = "template"


class Level(StrEnum):
    """Cognitive levels of the revised Bloom taxonomy, lowest first."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYZE = "analyze"
    EVALUATE = "evaluate"
    CREATE = "create"


class Status(StrEnum):
    """How far a note has come: written, read by a second person, or no longer in its deck."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class Depth(StrEnum):
    """How a topic is examined: asked, only to be read and interpreted, or beyond the exam."""

    CORE = "core"
    READ = "read"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class NoteSource:
    """One note: a fact with what is needed to ask for it."""

    key: str
    """Written by hand once, never changed, never used again for another meaning; unique in the deck."""
    kind: Kind
    fields: Fields
    leaf: str | None = None
    """The primary leaf of the outline, such as `IV.C.6`."""
    also: tuple[str, ...] = ()
    """Secondary leaves."""
    level: Level | None = None
    competencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    """`own`, or the id of one of the deck's sources with a place in it: `shewhart-1931, ch. 2`."""
    status: Status = Status.DRAFT
    depth: Depth = Depth.CORE
    prereq: tuple[str, ...] = ()
    """Keys of notes that should be met first."""
    group: str = ""
    """Notes of one sibling group are not introduced on the same day."""
    difficulty: int | None = None
    """The author's guess, 1 (easy) to 5."""
    mock_pool: bool = False
    """Kept for practice exams."""
    place: str = ""
    """File and position for messages, such as `cards/1-leadership.toml` or `row 12`."""


def cite(source: str, sources: Mapping[str, str]) -> str:
    """A note's source for readers: the full citation of the work, then the place in it."""
    name, _, place = (part.strip() for part in source.partition(","))
    if name == "own":
        return "Own words"
    return ", ".join(part for part in (sources.get(name, name), place) if part)


@dataclass(frozen=True, slots=True)
class RefusedNote:
    """A row of a table, or a question of a deck file, that cannot become a note, with the reason."""

    place: str
    text: str
    """The row's first words, to recognise it by."""
    reason: str
    key: str = ""
    """The id of the note, where it has one: what the collection has of it stays."""


@dataclass(frozen=True, slots=True)
class DeckSource:
    """A deck as a reader found it."""

    key: str
    title: str
    notes: tuple[NoteSource, ...]
    version: str = ""
    language: str = "en"
    licence: str = ""
    authors: tuple[str, ...] = ()
    """Who is to be named when the deck is passed on, as the license asks."""
    description: str = ""
    changelog: tuple[str, ...] = ()
    """One sentence a version, newest first."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Source id to its full citation."""
    outline: Outline | None = None
    media: Mapping[str, bytes] = field(default_factory=dict)
    """Bare file name to content."""
    learn: Mapping[str, str] = field(default_factory=dict)
    """Leaf id to its learn note: CommonMark, what to understand before memorizing."""
    retired: tuple[str, ...] = ()
    """Keys that once were in the deck."""
    complete: bool = True
    """Whether notes of the deck that are missing here are meant to be retired. A table of rows is not complete."""
    refused: tuple[RefusedNote, ...] = ()
    checked: bool = field(default=False, compare=False)
    """Whether the fields of all its notes have been checked already, so that it need not be done again."""
