"""Which cards a note gives, what each side of a card says, and how a note is called in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from studyapp.domain.cloze import cloze_answer, cloze_question, parse_cloze
from studyapp.domain.content import Fields, Kind
from studyapp.domain.plain_text import plain, shortened

LONGEST_HEADLINE = 120

_NUMBER_WORDS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows. All texts are CommonMark with formulas."""

    label: str
    """What is asked, in a word or two: `Term`, `Put in order`."""
    title: str
    """One line in large letters, or nothing."""
    question: str
    answer: str
    items: tuple[str, ...] = ()
    """The items of a list in their right order."""
    example: str = ""
    remark: str = ""
    hint: str = ""


def ordinals(kind: Kind, fields: Fields) -> tuple[int, ...]:
    """The numbers of the cards that a note gives; none while a kind cannot be studied."""
    match kind:
        case Kind.TERM:
            return (0, 1) if fields.get("reverse", True) else (0,)
        case Kind.CLOZE:
            return tuple(number - 1 for number in parse_cloze(fields["text"]).numbers)
        case Kind.NUMERIC | Kind.TEMPLATE:
            return ()
        case _:
            return (0,)


def face(kind: Kind, fields: Fields, ordinal: int) -> Face:
    """What the card with this number shows; ValueError if the note gives no such card."""
    if ordinal not in ordinals(kind, fields):
        raise ValueError(f"a note of kind {kind} gives no card {ordinal} here")
    return _FACES[kind](fields, ordinal)


def plain_text(kind: Kind, fields: Fields) -> str:
    """All that a note says, without markup, on one line: for the search index."""
    return " ".join(filter(None, (plain(text) for text in _texts(kind, fields))))


def headline(kind: Kind, fields: Fields) -> str:
    """At most 120 characters to recognise a note by."""
    first = next((line for text in _texts(kind, fields) if (line := plain(text))), "")
    return shortened(first, LONGEST_HEADLINE)


def _term(fields: Fields, ordinal: int) -> Face:
    front, back = _said(fields, "front"), _said(fields, "back")
    if ordinal == 0:
        return _with_extras(fields, Face("Term", front, "", back, hint=_said(fields, "hint")))
    # The hint is written for the term's own side; here it would often give the term away.
    return _with_extras(fields, Face("Definition → term", "", back, front))


def _question(fields: Fields, _ordinal: int) -> Face:
    return _with_extras(
        fields, Face("Question", "", _said(fields, "front"), _said(fields, "back"), hint=_said(fields, "hint"))
    )


def _cloze(fields: Fields, ordinal: int) -> Face:
    text = _said(fields, "text")
    return _with_extras(fields, Face("Fill in", "", cloze_question(text, ordinal + 1), cloze_answer(text, ordinal + 1)))


def _list(fields: Fields, _ordinal: int) -> Face:
    items = tuple(item.strip() for item in fields["items"])
    count = _NUMBER_WORDS[len(items)] if len(items) < len(_NUMBER_WORDS) else str(len(items))
    question = f"Put the {count} items in order, the first on top."
    return _with_extras(fields, Face("Put in order", _said(fields, "front"), question, _numbered(items), items))


def _classify(fields: Fields, _ordinal: int) -> Face:
    boxes = fields["boxes"]
    names = [box["name"].strip() for box in boxes]
    items = sorted((item.strip() for box in boxes for item in box["items"]), key=lambda item: plain(item).casefold())
    question = f"Sort into: {' · '.join(f'**{name}**' for name in names)}\n\n{_bulleted(items)}"
    answer = "\n\n".join(f"**{box['name'].strip()}**\n\n{_bulleted(box['items'])}" for box in boxes)
    return _with_extras(fields, Face("Sort", _said(fields, "front"), question, answer))


def _choice(fields: Fields, _ordinal: int) -> Face:
    options = list(zip(ascii_uppercase, fields["options"], strict=False))
    offered = "\n".join(f"- **{letter}** {_indented(option['text'])}" for letter, option in options)
    key = next((letter, option) for letter, option in options if option.get("correct", False))
    others = [(letter, option) for letter, option in options if letter != key[0]]
    reasons = "\n".join(f"- **{letter}** {_indented(_reason(option))}" for letter, option in others)
    answer = f"**{key[0]}** {key[1]['text'].strip()}\n\n{key[1]['rationale'].strip()}\n\n{reasons}"
    return _with_extras(fields, Face("Best answer", "", f"{_said(fields, 'front')}\n\n{offered}", answer))


def _essay(fields: Fields, _ordinal: int) -> Face:
    answer = f"{_said(fields, 'answer')}\n\n**Mark each line 0, 1 or 2**\n\n{_numbered(fields['rubric'])}"
    return _with_extras(fields, Face("Explain", "", _said(fields, "front"), answer))


_FACES: Mapping[Kind, Callable[[Fields, int], Face]] = {
    Kind.TERM: _term,
    Kind.QUESTION: _question,
    Kind.CLOZE: _cloze,
    Kind.LIST: _list,
    Kind.CLASSIFY: _classify,
    Kind.CHOICE: _choice,
    Kind.ESSAY: _essay,
}


def _with_extras(fields: Fields, shown: Face) -> Face:
    return Face(
        shown.label,
        shown.title,
        shown.question,
        shown.answer,
        shown.items,
        _said(fields, "example"),
        _said(fields, "remark"),
        shown.hint,
    )


def _said(fields: Fields, name: str) -> str:
    text: str = fields.get(name, "")
    return text.strip()


def _reason(option: Mapping[str, Any]) -> str:
    misconception = option.get("misconception", "").strip()
    return f"{option['rationale'].strip()} *{misconception}*" if misconception else option["rationale"].strip()


def _numbered(items: Sequence[str]) -> str:
    return "\n".join(f"{number}. {_indented(item, len(str(number)) + 2)}" for number, item in enumerate(items, 1))


def _bulleted(items: Sequence[str]) -> str:
    return "\n".join(f"- {_indented(item)}" for item in items)


def _indented(text: str, columns: int = 2) -> str:
    """The text with its later lines inside the list item that its first line begins."""
    return text.strip().replace("\n", "\n" + " " * columns)


_TEXT_ORDER: Mapping[Kind, tuple[str, ...]] = {
    Kind.TERM: ("front", "back", "example", "remark"),
    Kind.QUESTION: ("front", "back", "example", "remark"),
    Kind.CLOZE: ("text", "remark"),
    Kind.LIST: ("front", "items", "remark"),
    Kind.CLASSIFY: ("front", "boxes", "remark"),
    Kind.CHOICE: ("front", "options", "remark"),
    Kind.NUMERIC: ("front", "unit", "solution"),
    Kind.ESSAY: ("front", "answer", "rubric"),
    Kind.TEMPLATE: ("fields",),
}


def _texts(kind: Kind, fields: Fields) -> Iterable[str]:
    for name in _TEXT_ORDER[kind]:
        yield from _strings(fields.get(name, ""))


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _strings(entry)
