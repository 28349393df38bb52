"""Deletions in card text: `{{c1::answer}}` or `{{c1::answer::hint}}`, several to a number, one inside another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from studyapp.domain.formula import formulas

_OPENING = re.compile(r"\{\{c(\d{1,3})::")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]*?(?<!`)\1(?!`)")

LARGEST_NUMBER = 100
"""Numbers run from 1 to this one."""

DEEPEST = 8
"""Deletions stand at most this deep in one another."""


@dataclass(slots=True)
class Deletion:
    """A part of a text that one card hides."""

    number: int
    parts: list[str | Deletion] = field(default_factory=list)
    hint: str = ""
    literal: bool = False
    """Whether it stands inside a formula or a code span, where no markup is read."""
    in_formula: bool = False


Part = str | Deletion


@dataclass(frozen=True, slots=True)
class ClozeText:
    """A text taken apart at its deletions."""

    parts: tuple[Part, ...]
    numbers: tuple[int, ...]
    """The deletion numbers in use, lowest first."""
    mistakes: tuple[str, ...]
    """What is wrong with the braces, as sentences."""


def parse_cloze(text: str) -> ClozeText:
    """Take a text apart at its deletions. A brace inside an answer is counted, so that `{{c1::\\frac{a}{b}}}` works."""
    return _Parser(text).parse()


def cloze_question(text: str, number: int) -> str:
    """The text with the deletions of one number hidden behind `[…]` or their hint, and all others shown."""
    return _render(parse_cloze(text).parts, number, hide=True)


def cloze_answer(text: str, number: int) -> str:
    """The text with the deletions of one number shown and marked."""
    return _render(parse_cloze(text).parts, number, hide=False)


def cloze_plain(text: str) -> str:
    """The text with every deletion shown and no braces."""
    return _render(parse_cloze(text).parts, 0, hide=False) if "{{c" in text else text


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.numbers: set[int] = set()
        self.mistakes: list[str] = []
        self.formulas = [(formula.start, formula.end) for formula in formulas(text)] if "$" in text else []
        self.code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []

    def parse(self) -> ClozeText:
        parts: list[Part] = []
        while self.position < len(self.text):
            start = self.position
            opening = _OPENING.search(self.text, start)
            if opening is None:
                parts.append(self.text[start:])
                break
            if opening.start() > start:
                parts.append(self.text[start : opening.start()])
            self.position = opening.end()
            parts.append(self._deletion(opening, 1))
        return ClozeText(tuple(parts), tuple(sorted(self.numbers)), tuple(dict.fromkeys(self.mistakes)))

    def _deletion(self, opening: re.Match[str], depth: int) -> Deletion:
        deletion = Deletion(int(opening[1]))
        deletion.in_formula = _inside(opening.start(), self.formulas)
        deletion.literal = deletion.in_formula or _inside(opening.start(), self.code)
        self.numbers.add(deletion.number)
        if not 1 <= deletion.number <= LARGEST_NUMBER:
            self.mistakes.append(f"{opening[0]} has a number outside 1 to {LARGEST_NUMBER}; use c1, c2 and so on.")
        if depth > DEEPEST:
            self.mistakes.append(f"Deletions stand more than {DEEPEST} deep in one another; take them apart.")
            self.position = len(self.text)
            return deletion
        if not self._read_answer(deletion, depth):
            self.mistakes.append(f"{opening[0]} is never closed; end the deletion with }}}}.")
        elif not any(part if isinstance(part, Deletion) else part.strip() for part in deletion.parts):
            self.mistakes.append(f"{opening[0]}}}}} hides nothing; write the answer between :: and }}}}.")
        return deletion

    def _read_answer(self, deletion: Deletion, depth: int) -> bool:
        """Read up to the closing braces; whether they were found."""
        text, start, braces, in_hint = self.text, self.position, 0, False
        while self.position < len(text):
            position = self.position
            sign = text[position]
            opening = _OPENING.match(text, position) if sign == "{" and not in_hint else None
            if opening is not None:
                _append(deletion.parts, text[start:position])
                self.position = opening.end()
                deletion.parts.append(self._deletion(opening, depth + 1))
                start = self.position
                continue
            if sign == "}" and braces == 0 and text.startswith("}}", position):
                self.position = position + 2
                self._finish(deletion, text[start:position], in_hint)
                return True
            if sign == ":" and braces == 0 and not in_hint and text.startswith("::", position):
                _append(deletion.parts, text[start:position])
                in_hint, start, self.position = True, position + 2, position + 2
                continue
            braces = max(0, braces + (sign == "{") - (sign == "}"))
            self.position += 1
        self._finish(deletion, text[start:], in_hint)
        return False

    @staticmethod
    def _finish(deletion: Deletion, rest: str, in_hint: bool) -> None:
        if in_hint:
            deletion.hint = rest.strip()
        else:
            _append(deletion.parts, rest)


def _append(parts: list[Part], text: str) -> None:
    if text:
        parts.append(text)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (position, 0)) - 1
    return index >= 0 and position < spans[index][1]


def _render(parts: tuple[Part, ...] | list[Part], number: int, *, hide: bool) -> str:
    return "".join(_pieces(parts, number, hide))


def _pieces(parts: tuple[Part, ...] | list[Part], number: int, hide: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.number != number:
            yield from _pieces(part.parts, number, hide)
        elif hide:
            yield _hidden(part)
        else:
            shown = "".join(_pieces(part.parts, 0, hide)).strip()
            yield shown if part.literal else f"<mark>{shown}</mark>"


def _hidden(deletion: Deletion) -> str:
    if deletion.in_formula:
        return rf"[\text{{{deletion.hint}}}]" if deletion.hint else r"[\ldots]"
    gap = f"[{deletion.hint or '…'}]"
    return gap if deletion.literal else f"<mark>{gap}</mark>"
