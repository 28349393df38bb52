"""Texts with places for numbers, such as `{cost}` or `{rate:2}`, and numbers as they are written there."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from studyapp.domain.expression import Value, round_half_up, unknown_word
from studyapp.domain.formula import formulas

MOST_PLACES = 200
_COMMAS_FROM = 10_000
_SIGNIFICANT = 6
_MOST_DECIMALS = 12

# Braces that LaTeX needs stand behind a command, a brace or a word: \frac{a}{b}, x_{n}. They are no places.
_BRACES = re.compile(r"(?<![\\{}\w])\{([^{}\n]{0,80})\}")
_PLACE = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,39})(?::([0-9]|1[0-2]))?")
_PLAIN_BRACES = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,39})(?::[0-9]{1,2})?\}")


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    decimals: int | None
    in_formula: bool
    raised: bool
    """Whether it follows `^` in a formula, where a number of several digits needs braces."""


class NumberedText:
    """A text that was read once, to be filled with numbers many times."""

    __slots__ = ("_pieces", "mistakes")

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.mistakes: list[str] = []
        """What is wrong with its places, as sentences."""
        self._pieces: list[str | _Place] = []
        found = list(_BRACES.finditer(text)) if "{" in text else []
        if len(found) > MOST_PLACES:
            self.mistakes.append(f"The text has more than {MOST_PLACES} pairs of braces; shorten it.")
            found = []
        # What is a formula is seen with a digit in each place, as it will be with its numbers.
        spans = _formula_spans(text, found)
        literal_from = 0
        for match in found:
            place = self._place(match, text, known, _is_within(match.start(), spans))
            if place is not None:
                self._add_literal(text[literal_from : match.start()], spans, literal_from, known)
                self._pieces.append(place)
                literal_from = match.end()
        self._add_literal(text[literal_from:], spans, literal_from, known)

    def filled(self, write: Callable[[str, int | None, bool], str]) -> str:
        """The text with what `write` gives for a name, its decimals, and whether it stands in a formula."""
        return "".join(piece if isinstance(piece, str) else _filled(piece, write) for piece in self._pieces)

    def _place(self, match: re.Match[str], text: str, known: Collection[str], in_formula: bool) -> _Place | None:
        form = _PLACE.fullmatch(match[1])
        raised = in_formula and text[match.start() - 1] == "^"
        if form is not None and form[1] in known:
            return _Place(form[1], int(form[2]) if form[2] else None, in_formula, raised)
        if in_formula and (raised or form is None):
            return None
        if form is not None:
            self.mistakes.append(unknown_word("parameter or value", form[1], known))
        else:
            self.mistakes.append(
                f"“{match[0]}” is no place for a number; write {{name}} or {{name:2}}, and calculate under values."
            )
        return None

    def _add_literal(self, text: str, spans: list[tuple[int, int]], offset: int, known: Collection[str]) -> None:
        if not text:
            return
        self._pieces.append(text)
        for match in _PLAIN_BRACES.finditer(text):
            if match[1] in known and not _is_within(offset + match.start(), spans):
                self.mistakes.append(f"“{match[0]}” is filled only with a space or another sign before it; add one.")
                return


def _formula_spans(text: str, found: list[re.Match[str]]) -> list[tuple[int, int]]:
    if "$" not in text:
        return []
    sample, after = [], 0
    for match in found:
        sample += [text[after : match.start()], "0" * len(match[0])]
        after = match.end()
    return [(formula.start, formula.end) for formula in formulas("".join(sample) + text[after:])]


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    after = bisect_right(spans, (position, len(spans) and spans[-1][1]))
    return after > 0 and position < spans[after - 1][1]


def _filled(place: _Place, write: Callable[[str, int | None, bool], str]) -> str:
    text = write(place.name, place.decimals, place.in_formula)
    return f"{{{text}}}" if place.raised else text


def written(value: Value, decimals: int | None = None, *, in_formula: bool = False) -> str:
    """A number or list as people write it, with so many decimals, or with those of six significant digits that count."""
    if isinstance(value, tuple):
        return ", ".join(written(number, decimals, in_formula=in_formula) for number in value)
    shown = _significant(value) if decimals is None else decimals
    rounded = round_half_up(float(value), shown)
    digits = f"{abs(rounded):,.{shown}f}" if abs(rounded) >= _COMMAS_FROM else f"{abs(rounded):.{shown}f}"
    if decimals is None and shown:
        digits = digits.rstrip("0").rstrip(".")
    if in_formula:
        digits = digits.replace(",", "{,}")
    return f"{'-' if in_formula else '−'}{digits}" if rounded < 0 else digits


def _significant(number: float) -> int:
    """Decimals that six significant digits need; whole numbers are written in full."""
    exponent = int(f"{number:.{_SIGNIFICANT - 1}e}".partition("e")[2])
    return min(_MOST_DECIMALS, max(0, _SIGNIFICANT - 1 - exponent))


def writer(
    values: Mapping[str, Value], decimals: Mapping[str, int], ready: Mapping[str, str]
) -> Callable[[str, int | None, bool], str]:
    """What fills a text: values by name, the decimals that some are always written with, and texts that are ready."""

    @functools.cache
    def write(name: str, wanted: int | None, in_formula: bool) -> str:
        if name in ready:
            return ready[name].replace(",", "{,}").replace("−", "-") if in_formula else ready[name]
        return written(values[name], decimals.get(name) if wanted is None else wanted, in_formula=in_formula)

    return write
