"""What a deck says in an exhibit → values, worked out with the numbers of a question."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from studyapp.domain.exhibit_rules import LARGEST, LONGEST_FILLED, SMALLEST, DataRule, Holds
from studyapp.domain.exhibits import ExhibitMistake, Fill
from studyapp.domain.expression import Expression, ExpressionMistake, Value, parse
from studyapp.domain.number_text import number_text

Values = dict[str, Any]
"""The values of data fields by name; lists are tuples."""
Shown = Callable[[str], bool]
"""Whether what a field such as `limits` rules over is shown now."""


def resolved_table(
    table: Mapping[str, Any], rules: Sequence[DataRule], namespace: Mapping[str, Value], fill: Fill, place: str = ""
) -> dict[str, Any]:
    """The values of a table of data fields; lists become tuples. ExhibitMistake for what is missing or has no value."""
    values: dict[str, Any] = {}
    for rule in rules:
        if rule.name in table:
            values[rule.name] = _resolved(rule, table[rule.name], namespace, fill, place + rule.name)
        elif rule.default is not None:
            values[rule.name] = rule.default
        elif rule.required:
            raise ExhibitMistake(place + rule.name, missing(rule))
    return values


def texts_of(table: Mapping[str, Any], rules: Sequence[DataRule], place: str = "") -> Iterator[tuple[str, str]]:
    """Each text that may have places for numbers, with its field."""
    for rule in rules:
        value, here = table.get(rule.name), place + rule.name
        if rule.holds is Holds.TEXT and isinstance(value, str):
            yield here, value
        elif rule.holds in (Holds.TEXTS, Holds.CELLS) and isinstance(value, list):
            for index, row in enumerate(value, 1):
                cells = enumerate(row, 1) if isinstance(row, list) else [("", row)]
                yield from ((f"{here}[{index}]" + (f"[{at}]" if at else ""), cell) for at, cell in cells
                            if isinstance(cell, str))  # fmt: skip
        elif rule.holds is Holds.TABLES and isinstance(value, list):
            for index, row in enumerate(value, 1):
                if isinstance(row, Mapping):
                    yield from texts_of(row, rule.columns, f"{here}[{index}].")


def missing(rule: DataRule) -> str:
    """What to do about a field that must be there and is not."""
    return f"The field is missing: give {rule.holds.value}."


def refusal(rule: DataRule, value: float) -> str:
    """Why a number cannot stand in a field; nothing for one that can."""
    if not abs(value) <= LARGEST:
        return "The number is too large to be drawn."
    if not rule.low <= value <= rule.high:
        if rule.high == LARGEST:
            return f"The number must be {number_text(rule.low)} or more; it is {number_text(value)}."
        return f"The number must be {number_text(rule.low)} to {number_text(rule.high)}; it is {number_text(value)}."
    if rule.whole and value != int(value):
        return f"The number must be whole; it is {value:g}."
    return ""


def _resolved(rule: DataRule, value: Any, namespace: Mapping[str, Value], fill: Fill, place: str) -> Any:
    match rule.holds:
        case Holds.NUMBER:
            return _number(rule, value, namespace, place)
        case Holds.NUMBERS | Holds.SERIES:
            return _numbers(rule, value, namespace, place)
        case Holds.TEXT:
            return _filled(rule, value, fill, place)
        case Holds.TEXTS:
            return tuple(_filled(rule, text, fill, f"{place}[{at}]") for at, text in enumerate(value, 1))
        case Holds.TABLES:
            rows = enumerate(value, 1)
            return tuple(resolved_table(row, rule.columns, namespace, fill, f"{place}[{at}].") for at, row in rows)
        case Holds.CELLS:
            return tuple(
                tuple(
                    _filled(rule, cell, fill, f"{place}[{at}][{across}]") if isinstance(cell, str) else float(cell)
                    for across, cell in enumerate(row, 1)
                )
                for at, row in enumerate(value, 1)
            )
        case Holds.PLACES:
            rows = enumerate(value, 1)
            return tuple(
                tuple(int(_number(rule, each, namespace, f"{place}[{at}]")) for each in row) for at, row in rows
            )
    return value


def _filled(rule: DataRule, text: str, fill: Fill, place: str) -> str:
    """A text with its numbers, which must still have room: a list of numbers may be long."""
    filled = fill(text)
    if len(filled) > LONGEST_FILLED * rule.longest:
        sentence = f"Shorten the text: {len(filled)} characters with its numbers, and there is room for {rule.longest}."
        raise ExhibitMistake(place, sentence)
    return filled


def _number(rule: DataRule, value: object, namespace: Mapping[str, Value], place: str) -> float:
    found = _worked_out(value, namespace, place)
    if isinstance(found, tuple):
        raise ExhibitMistake(place, "The expression gives a list where one number is wanted.")
    return _drawable(rule, found, place)


def _numbers(rule: DataRule, value: object, namespace: Mapping[str, Value], place: str) -> tuple[float, ...]:
    if isinstance(value, list):
        return tuple(_number(rule, each, namespace, f"{place}[{index}]") for index, each in enumerate(value, 1))
    found = _worked_out(value, namespace, place)
    if not isinstance(found, tuple):
        return (_drawable(rule, found, place),)
    return _in_range(rule, found, place)


def _worked_out(value: Any, namespace: Mapping[str, Value], place: str) -> float | tuple[float, ...]:
    """The value of a number or an expression."""
    if isinstance(value, str):
        try:
            value = parsed(value, frozenset(namespace)).value(namespace)
        except ExpressionMistake as mistake:
            raise ExhibitMistake(place, str(mistake)) from mistake
    if isinstance(value, bool):
        raise ExhibitMistake(place, "The expression gives true or false where a number is wanted.")
    return tuple(map(float, value)) if isinstance(value, tuple) else float(value)


def _in_range(rule: DataRule, values: tuple[float, ...], place: str) -> tuple[float, ...]:
    if not rule.least <= len(values) <= rule.most:
        raise ExhibitMistake(place, f"The list has {len(values)} numbers; {rule.least} to {rule.most} are wanted.")
    return tuple(_drawable(rule, value, place) for value in values)


def _drawable(rule: DataRule, value: float, place: str) -> float:
    if refused := refusal(rule, value):
        raise ExhibitMistake(place, refused)
    return value if abs(value) >= SMALLEST else 0.0


@functools.lru_cache(maxsize=1024)
def parsed(text: str, names: frozenset[str]) -> Expression:
    """An expression, read once; ExpressionMistake."""
    return parse(text, names)


def check_same_length(values: Values, first: str, second: str) -> None:
    """ExhibitMistake unless two lists have as many entries."""
    one, other = len(values[first]), len(values[second])
    if one != other:
        raise ExhibitMistake(
            second, f"There are {one} entries in {first} and {other} in {second}; give as many of both."
        )


def check_unique(names: Sequence[str], field: str, column: str = "") -> None:
    """ExhibitMistake if a name is there twice."""
    for index, name in enumerate(names, 1):
        if name in names[: index - 1]:
            raise ExhibitMistake(f"{field}[{index}]{column}", f"“{name}” is there twice; give each its own name.")


def span(lines: Sequence[Iterable[float]]) -> tuple[float, float]:
    """The lowest and the highest of all values."""
    values = [value for line in lines for value in line]
    return min(values), max(values)
