"""Where formulas stand in card text: `$…$` in a line, `$$…$$` on its own, prices left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Pandoc's rule: no space after the opening dollar or before the closing one, no digit after the closing one.
_INLINE = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.|\n(?![ \t]*\n))+)(?<!\s)\$(?!\d)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\\n]|\\.|\n(?![ \t]*\n))+)\$\$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula in a text."""

    start: int
    end: int
    """One past its last dollar."""
    latex: str
    display: bool
    """Whether it stands on its own, in `$$`."""


def formula_at(text: str, position: int) -> Formula | None:
    """The formula whose first dollar is at `position`, or None where the dollar is only a dollar."""
    display = text.startswith("$$", position)
    match = (_DISPLAY if display else _INLINE).match(text, position)
    if match is None or not match[1].strip():
        return None
    return Formula(match.start(), match.end(), match[1].strip(), display)


def formulas(text: str) -> list[Formula]:
    """All formulas of a text, in order; `\\$` is a dollar sign."""
    found: list[Formula] = []
    position = text.find("$")
    while position >= 0:
        formula = None if _is_escaped(text, position) else formula_at(text, position)
        if formula is not None:
            found.append(formula)
        step = 2 if formula is None and text.startswith("$$", position) else 1
        position = text.find("$", formula.end if formula else position + step)
    return found


def _is_escaped(text: str, position: int) -> bool:
    before = text[max(0, position - 64) : position]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
