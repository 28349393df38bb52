"""What is wrong with what a deck says in an exhibit, found by the rules of its chart without working anything out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from studyapp.domain.exhibit_rules import DataRule, Holds
from studyapp.domain.exhibit_values import missing, parsed, refusal
from studyapp.domain.exhibits import CHARTS, Mistake
from studyapp.domain.expression import ExpressionMistake

_Names = Collection[str]
_Check = Callable[[DataRule, Any, _Names, str], Iterator[Mistake]]


def unknown_chart(chart: object) -> str:
    """Why there is no such chart, and which one may be meant."""
    near = get_close_matches(str(chart or ""), CHARTS, 1)
    hint = f"did you mean “{near[0]}”?" if near else f"name one of {', '.join(CHARTS)}."
    return f"There is no such chart: {hint}" if chart else f"The chart is missing: {hint}"


def check_table(
    table: Mapping[str, Any], rules: Sequence[DataRule], names: Collection[str], place: str = ""
) -> Iterator[Mistake]:
    """What is wrong with a table of data fields, whose expressions may use `names`."""
    known = {rule.name: rule for rule in rules}
    for name, value in table.items():
        if name in known:
            rule = known[name]
            yield from _CHECKS[rule.holds](rule, value, names, place + name)
        else:
            near = get_close_matches(str(name), known, 1)
            hint = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(known)}."
            yield f"{place}{name}", f"There is no such field here: {hint}"
    for rule in rules:
        if rule.required and rule.name not in table:
            yield place + rule.name, missing(rule)


def _check_numbers(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if isinstance(value, str):
        return _check_number(rule, value, names, place)
    return _check_entries(rule, value, names, place, _check_number)


def _check_series(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return (_check_numbers if isinstance(value, list) else _check_number)(rule, value, names, place)


def _check_number(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if isinstance(value, str):
        try:
            parsed(value, frozenset(names))
        except ExpressionMistake as mistake:
            yield place, str(mistake)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield place, "Give a number or an expression in quotes."
    elif refused := refusal(rule, value):
        yield place, refused


def _check_text(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if not isinstance(value, str):
        yield place, "Give a text in quotes."
    elif rule.required and not value.strip() and rule.holds is not Holds.CELLS:
        yield place, "The text is empty."
    elif len(value) > rule.longest:
        yield place, f"Shorten the text: {len(value)} characters, and there is room for {rule.longest}."


def _check_texts(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return _check_entries(rule, value, names, place, _check_text)


def _check_word(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if value not in rule.words:
        yield place, f"Write one of {', '.join(rule.words)}."


def _check_flag(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if not isinstance(value, bool):
        yield place, "Write true or false."


def _check_tables(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return _check_entries(rule, value, names, place, _check_one_table)


def _check_one_table(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if isinstance(value, Mapping):
        yield from check_table(value, rule.columns, names, place + ".")
    else:
        yield place, "This must be a table."


def _check_cells(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return _check_entries(rule, value, names, place, _check_row)


def _check_row(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return _check_entries(rule, value, names, place, _check_cell)


def _check_cell(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return (_check_text if isinstance(value, str) else _check_number)(rule, value, names, place)


def _check_places(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    return _check_entries(rule, value, names, place, _check_place)


def _check_place(rule: DataRule, value: object, names: _Names, place: str) -> Iterator[Mistake]:
    if not isinstance(value, list) or len(value) != 2:
        yield place, "Give two numbers: the row and the column."
    else:
        yield from (mistake for each in value for mistake in _check_number(rule, each, names, place))


def _check_entries(rule: DataRule, value: object, names: _Names, place: str, check: _Check) -> Iterator[Mistake]:
    if not isinstance(value, list):
        yield place, f"Give {rule.holds.value}."
    elif not rule.least <= len(value) <= rule.most:
        wanted = f"{rule.least} to {rule.most}" if rule.least != rule.most else f"{rule.least}"
        yield place, f"Give {wanted} entries; there are {len(value)}."
    else:
        for index, each in enumerate(value, 1):
            yield from check(rule, each, names, f"{place}[{index}]")


_CHECKS: Mapping[Holds, _Check] = {
    Holds.NUMBER: _check_number,
    Holds.NUMBERS: _check_numbers,
    Holds.SERIES: _check_series,
    Holds.TEXT: _check_text,
    Holds.TEXTS: _check_texts,
    Holds.WORD: _check_word,
    Holds.FLAG: _check_flag,
    Holds.TABLES: _check_tables,
    Holds.CELLS: _check_cells,
    Holds.PLACES: _check_places,
}
