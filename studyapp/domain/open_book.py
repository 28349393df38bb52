"""What may lie on the desk of an open-book exam: the learner's references, and what of a deck is no question.

The exam room refuses collections of questions and answers. So only statements go into the binder: terms with their
meaning, sentences without gaps, steps in their order and what belongs together; whatever asks something stays out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from studyapp.domain.asking import asks, headword_asks, item_asks, title_asks
from studyapp.domain.cloze import cloze_plain
from studyapp.domain.content import Fields, Kind

SITUATION = "situation"
"""Tag of notes that sort cases: taken apart from their answers they would be exercises, so they are left out."""

_TOPIC = re.compile(r"\s*\[([^\]\n]+)\](?!\()\s*")


@dataclass(frozen=True, slots=True)
class LeafReference:
    """Where the learner finds a leaf in their own books."""

    leaf: str
    work: str = ""
    """The book, as the learner calls it."""
    place: str = ""
    """Tab or page."""
    note: str = ""
    """The learner's own words, plain text in lines."""

    @property
    def leads_somewhere(self) -> bool:
        """Whether it names a book or a place; a note alone does not."""
        return bool(self.work or self.place)

    def __bool__(self) -> bool:
        return bool(self.work or self.place or self.note)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term and what it means. All texts here and below are CommonMark with formulas."""

    leaf: str
    term: str
    meaning: str
    example: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A sentence that says something, under a topic where its note names one."""

    leaf: str
    topic: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StepsEntry:
    """Items in their order."""

    leaf: str
    title: str
    items: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What belongs together: each heading with its items."""

    leaf: str
    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    remark: str = ""


Entry = TermEntry | StatementEntry | StepsEntry | TableEntry


def binder_entry(kind: Kind, fields: Fields, leaf: str = "", tags: Collection[str] = ()) -> Entry | None:
    """What a note says without asking anything, or None where no honest statement can be made of it."""
    match kind:
        case Kind.TERM:
            return _term(fields, leaf)
        case Kind.CLOZE:
            return _statement(fields, leaf)
        case Kind.LIST:
            return _steps(fields, leaf)
        case Kind.CLASSIFY if SITUATION not in tags:
            return _table(fields, leaf)
        case _:
            return None


def _term(fields: Fields, leaf: str) -> TermEntry | None:
    term, meaning = _said(fields, "front"), _said(fields, "back")
    if headword_asks(term) or asks(meaning):
        return None
    return TermEntry(leaf, term, meaning, _harmless(fields, "example"), _harmless(fields, "remark"))


def _statement(fields: Fields, leaf: str) -> StatementEntry | None:
    topic, text = _split_topic(cloze_plain(_said(fields, "text")))
    if title_asks(topic) or asks(text):
        return None
    return StatementEntry(leaf, topic, text, _harmless(fields, "remark"))


def _steps(fields: Fields, leaf: str) -> StepsEntry | None:
    topic, rest = _split_topic(_said(fields, "front"))
    title = f"{topic}: {rest}" if topic else rest
    items = tuple(item.strip() for item in fields["items"])
    if title_asks(topic) or title_asks(rest) or any(map(item_asks, items)):
        return None
    return StepsEntry(leaf, title, items, _harmless(fields, "remark"))


def _table(fields: Fields, leaf: str) -> TableEntry | None:
    title = _table_title(_said(fields, "front"))
    rows = tuple((box["name"].strip(), tuple(item.strip() for item in box["items"])) for box in fields["boxes"])
    if not title or any(item_asks(name) or any(map(item_asks, items)) for name, items in rows):
        return None
    return TableEntry(leaf, title, rows, _harmless(fields, "remark"))


def _table_title(front: str) -> str:
    """What a table is about: the front if it is a title, else its topic in brackets or before a colon, or nothing."""
    topic, rest = _split_topic(front)
    if not title_asks(topic) and not title_asks(rest) and not front.endswith((".", "!")):
        return f"{topic}: {rest}" if topic and rest else topic or rest
    before = rest.partition(":")[0] if ":" in rest else ""
    title = topic or before.strip()
    return "" if title_asks(title) else title


def _split_topic(text: str) -> tuple[str, str]:
    """`[CPM] The forward pass …` as its topic and the rest."""
    match = _TOPIC.match(text)
    return (match[1].strip(), text[match.end() :].strip()) if match else ("", text.strip())


def _said(fields: Fields, name: str) -> str:
    text: str = fields.get(name, "")
    return text.strip()


def _harmless(fields: Fields, name: str) -> str:
    """An extra text, or nothing if it asks something."""
    text = _said(fields, name)
    return "" if asks(text) else text
