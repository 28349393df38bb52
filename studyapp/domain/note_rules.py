"""The rules of each card kind, as data, and the check that every way into the collection goes through."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from studyapp.domain.blueprint import Outline
from studyapp.domain.cloze import parse_cloze
from studyapp.domain.content import COMPETENCIES, Kind, NoteSource
from studyapp.domain.field_rules import COMMON_FIELDS, FIELD_RULES, FieldRule, Shape
from studyapp.domain.numeric_trials import Trials

LONGEST_KEY = 80
LARGEST_TEXT = 64 * 1024
"""Bytes of UTF-8 in one text of a note."""

KEY_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Between and before digits, and behind them as in 5!, signs are part of a number.
_PUNCTUATION = re.compile(r"[.,;:…“”\"](?!\d)|(?<=\D)[!?](?!\d)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑–](?=[^\W\d_])")

Mistake = tuple[str, str]
"""A field, such as `options[2].rationale`, and a sentence on what is wrong with it."""


def check_note(
    note: NoteSource,
    outline: Outline | None = None,
    sources: Mapping[str, str] | None = None,
    *,
    trials: Trials | bool = True,
) -> list[Mistake]:
    """All mistakes of a note, none if it is sound.

    With an outline its leaves must exist. With the sources of a deck it must name one of them, or be `own`.
    """
    said = check_fields(note.kind, note.fields, trials=trials)
    return [*said, *check_place(note, outline), *_check_source(note, sources)]


def check_fields(kind: Kind, fields: Mapping[str, Any], *, trials: Trials | bool = True) -> list[Mistake]:
    """All mistakes in what a note of this kind says; `trials` draws the numbers of a numeric note some times."""
    rules = FIELD_RULES[kind]
    mistakes = list(_check_table(rules, fields, "", (*(rule.name for rule in rules), *COMMON_FIELDS), kind))
    if not mistakes:
        check = partial(_check_numeric, trials=trials) if kind is Kind.NUMERIC else _KIND_CHECKS.get(kind, _no_check)
        mistakes.extend(check(fields))
        if "exhibit" in fields and kind is not Kind.NUMERIC:
            mistakes.extend(_check_exhibit(fields["exhibit"]))
    return mistakes


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def unknown_name(what: str, name: str, known: Sequence[str]) -> str:
    """A sentence on a name that is not known, with the nearest one that is."""
    near = nearest(name[:80], known)
    return f"There is no {what} “{name[:80]}”; " + (
        f"did you mean “{near}”?" if near else f"known: {', '.join(known)}."
    )


def check_text(text: str) -> str:
    """What is wrong with a text as a text, as a sentence, or nothing."""
    if "\x00" in text:
        return "The text contains a NUL character; delete it."
    if text.isascii():
        size = len(text)
    else:
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            return "The text contains half a character (a lone surrogate); type it again."
    return f"The text is longer than {LARGEST_TEXT // 1024} kB; split the note." if size > LARGEST_TEXT else ""


def _check_table(
    rules: tuple[FieldRule, ...], table: Mapping[str, Any], prefix: str, known: Sequence[str], kind: Kind | None = None
) -> Iterator[Mistake]:
    names = {rule.name for rule in rules}
    for name in table:
        if name not in names:
            what = f"field of a {kind} note called" if kind else "field"
            yield f"{prefix}{name}", unknown_name(what, name, [each for each in known if each not in table])
    for rule in rules:
        if rule.name in table:
            yield from _check_value(rule, table[rule.name], f"{prefix}{rule.name}")
        elif rule.required:
            yield f"{prefix}{rule.name}", f"The field is missing; add it. {rule.explanation}"


def _check_value(rule: FieldRule, value: object, name: str) -> Iterator[Mistake]:
    match rule.shape, value:
        case Shape.TEXT, str():
            yield from _check_string(value, name, may_be_empty=not rule.required)
        case Shape.FLAG, bool():
            pass
        case Shape.NUMBER, int() | float() if not isinstance(value, bool):
            if not abs(value) <= 1e15:
                yield name, "The number is too large; use one below 10¹⁵."
        case Shape.WHOLE, int() if not isinstance(value, bool):
            if value < rule.least or (rule.most is not None and value > rule.most):
                yield name, f"The number must be from {rule.least} to {rule.most}."
        case ((Shape.TEXTS | Shape.ROWS), list() | tuple()):
            yield from _check_list(rule, value, name)
        case ((Shape.NAMED_TEXTS | Shape.PARAMETERS), Mapping()):
            yield from _check_named(rule, value, name)
        case Shape.EXHIBIT, Mapping():
            pass
        case _:
            yield name, f"This must be {rule.shape.value}. {rule.explanation}"


def _check_string(value: object, name: str, *, may_be_empty: bool = False) -> Iterator[Mistake]:
    if not isinstance(value, str):
        yield name, "This must be a text in quotes."
    elif wrong := check_text(value):
        yield name, wrong
    elif not may_be_empty and not value.strip():
        yield name, "The text is empty; fill it in."


def _check_list(rule: FieldRule, values: Sequence[object], name: str) -> Iterator[Mistake]:
    if len(values) < rule.least:
        yield name, f"There must be at least {rule.least}, but here {_is_or_are(len(values))} {len(values)}."
    if rule.most is not None and len(values) > rule.most:
        yield name, f"There must be at most {rule.most}, but here are {len(values)}."
        return
    for number, value in enumerate(values, 1):
        place = f"{name}[{number}]"
        if rule.shape is Shape.TEXTS:
            yield from _check_string(value, place)
        elif isinstance(value, Mapping):
            yield from _check_table(rule.columns, value, f"{place}.", [column.name for column in rule.columns])
        else:
            yield place, f"This must be a table with {_listed([column.name for column in rule.columns])}."


def _check_named(rule: FieldRule, values: Mapping[object, object], name: str) -> Iterator[Mistake]:
    if rule.required and not values:
        yield name, f"The table is empty; fill it in. {rule.explanation}"
    for key, value in values.items():
        place = f"{name}.{key}"
        if not isinstance(key, str) or not key.strip() or check_text(key):
            yield name, "Every entry needs a name."
        elif rule.shape is Shape.NAMED_TEXTS:
            yield from _check_string(value, place, may_be_empty=True)
        else:
            yield from _check_parameter(value, place)


def _check_parameter(value: object, place: str) -> Iterator[Mistake]:
    # What calculates is read only where a deck has numeric notes.
    from studyapp.domain.number_template import check_parameter

    return check_parameter(value, place)


def _check_cloze(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    cloze = parse_cloze(fields["text"])
    for sentence in cloze.mistakes:
        yield "text", sentence
    if not cloze.numbers:
        yield "text", "Nothing is hidden; put {{c1::…}} around what the learner has to fill in."


def _check_items(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    yield from _check_unique(fields["items"], "items")


def _check_boxes(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    yield from _check_unique([box["name"] for box in fields["boxes"]], "boxes")
    yield from _check_unique([item for box in fields["boxes"] for item in box["items"]], "boxes")


def _check_options(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    options = fields["options"]
    correct = sum(bool(option.get("correct", False)) for option in options)
    if correct != 1:
        yield "options", f"Exactly one option must be correct, but {correct or 'none'} {_is_or_are(correct)}."
    seen: dict[str, str] = {}
    for option in options:
        text = option["text"]
        if (first := seen.setdefault(_told_apart(text), text)) is not text:
            same = " ".join(text.split()) == " ".join(first.split())
            differ = "is there twice" if same else f"differs from “{first[:60]}” only in case, spaces or punctuation"
            yield "options", f"“{text[:60]}” {differ}; each option must say something of its own."


def _told_apart(text: str) -> str:
    """What of an option tells it from others: no case, spaces or punctuation, but all that numbers and formulas mean."""
    text = " ".join(text.split())
    if "$" in text or "![" in text or "<" in text:
        return text
    bare = _PUNCTUATION.sub("", text.casefold().replace("’", "'"))
    return " ".join(_HYPHEN.sub(" ", bare).split()) or text


def _check_numeric(fields: Mapping[str, Any], *, trials: Trials | bool) -> Iterator[Mistake]:
    from studyapp.domain.numeric import check_numeric

    if len(fields.get("labels", ())) == 1:
        yield "labels", "There must be at least 2, but here is 1."
    else:
        yield from check_numeric(fields, trials=trials)


def _check_exhibit(spec: Mapping[str, Any]) -> Iterator[Mistake]:
    from studyapp.domain.exhibits import check_exhibit

    for field, sentence in check_exhibit(spec, ()):
        yield f"exhibit.{field}" if field else "exhibit", sentence


def _check_template(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    yield from _check_unique([template["name"] for template in fields["templates"]], "templates")


def _no_check(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    return iter(())


_KIND_CHECKS = {
    Kind.CLOZE: _check_cloze,
    Kind.LIST: _check_items,
    Kind.CLASSIFY: _check_boxes,
    Kind.CHOICE: _check_options,
    Kind.TEMPLATE: _check_template,
}


def _check_unique(texts: Sequence[str], name: str) -> Iterator[Mistake]:
    seen: set[str] = set()
    for text in texts:
        same = " ".join(text.split())
        if same in seen:
            yield name, f"“{same[:60]}” is there twice; each may be there once."
        seen.add(same)


def check_key(key: str) -> str:
    """What is wrong with the id of a note or a deck, as a sentence, or nothing."""
    if not KEY_FORM.fullmatch(key):
        return f"“{key[:80]}” cannot be an id; use small letters, digits and single hyphens, as in special-cause."
    return f"The id is longer than {LONGEST_KEY} characters; shorten it." if len(key) > LONGEST_KEY else ""


def check_place(note: NoteSource, outline: Outline | None = None) -> Iterator[Mistake]:
    """All mistakes in what a note says about itself: id, leaves, competencies and the like."""
    if wrong := check_key(note.key):
        yield "id", wrong
    yield from _check_leaves(note, outline)
    for competency in note.competencies:
        if competency not in COMPETENCIES:
            yield "competencies", f"There is no competency “{competency[:40]}”; they are C1 to C9."
    for name in ("also", "competencies", "tags", "prereq"):
        yield from _check_unique(getattr(note, name), name)
        for value in getattr(note, name):
            yield from _check_string(value, name)
    yield from _check_string(note.source, "source", may_be_empty=True)
    yield from _check_string(note.group, "group", may_be_empty=True)
    if note.key in note.prereq:
        yield "prereq", "The note names itself; a note cannot come before itself."
    if note.difficulty is not None and not 1 <= note.difficulty <= 5:
        yield "difficulty", "The difficulty is a whole number from 1 (easy) to 5."


def _check_leaves(note: NoteSource, outline: Outline | None) -> Iterator[Mistake]:
    if note.leaf is not None and note.leaf in note.also:
        yield "also", f"“{note.leaf}” is the primary leaf already; leave it out here."
    if outline is None:
        return
    if note.leaf is not None and outline.leaf(note.leaf) is None:
        yield "leaf", _no_such_leaf(note.leaf)
    for leaf in note.also:
        if outline.leaf(leaf) is None:
            yield "also", _no_such_leaf(leaf)


def _no_such_leaf(leaf: str) -> str:
    return f"There is no leaf “{leaf[:40]}” in the outline; write it as in IV.C.6."


def _check_source(note: NoteSource, sources: Mapping[str, str] | None) -> Iterator[Mistake]:
    if sources is None:
        return
    source, _, _ = note.source.partition(",")
    if not source.strip():
        yield "source", "The source is missing; write own, or the id of one of the deck's sources with a place in it."
    elif source.strip() != "own" and source.strip() not in sources:
        yield "source", unknown_name("source", source.strip(), ["own", *sources])


def _is_or_are(count: int) -> str:
    return "is" if count <= 1 else "are"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
