"""How much work it is to set a formula, judged before it is set: nested LaTeX can take exponential time."""

from __future__ import annotations

import re

LONGEST_FORMULA = 400
"""Characters of LaTeX."""
MOST_WORK = 160
"""Signs on the base line, or fewer in nested parts: some 100 ms of setting."""
DEEPEST_GROUP = 6

_TOKEN = re.compile(
    r"%[^\n]+|\\(?:begin|end)\s*\{[A-Za-z]+\*?\}|\\(?:text[a-z]*|mbox|operatorname\*?)\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+|\\\S|\d+(?:\.\d+)?|'+\s*\^|\S"
)
_REFUSED = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewenvironment|newenvironment|[egx]?def|let|DeclareMathOperator)"
)
# What comes after one of these is measured again and again.
_COSTLY = re.compile(
    r"'+\s*\^|\\(?:[bBpvV]?matrix|smallmatrix|array|cases|substack|split|align|eqalign(?:no)?|displaylines|bra|ket|braket|brac[ek]"
    r"|choose|[hv]?phantom|math(?:[crl]lap|clap|inner|strut|choice)|[lr]lap|clap|x[a-zA-Z]+|prescript|sideset|smash|skew"
    r"|pmod|pod|mod|(?:La)?TeX|idotsint|[dt]?binom|overparen|underparen|[a-z]*withdelims|class|style|href|root|raise|lower"
    r"|shove(?:left|right)|move(?:left|right)|vcenter)"
)
_OPENING = ("{", "\\left", "\\beg")
_CLOSING = {"}": "{", "]": "[", "\\right": "\\left", "\\end": "\\beg"}


def is_quickly_set(latex: str) -> bool:
    """Whether a formula is short, flat and balanced enough to be set in about a tenth of a second."""
    if len(latex) > LONGEST_FORMULA:
        return False
    nesting = _Nesting()
    work = 0.0
    for token in _TOKEN.findall(latex):
        if _REFUSED.fullmatch(token) or not nesting.follow(token) or nesting.depth > DEEPEST_GROUP:
            return False
        if token not in ("{", "}", "^", "_") and token[0] != "%":
            # Words are set letter by letter, and commands that are not known are words.
            work += (1 + len(token) / (16 if "{" in token else 6)) * 2**nesting.depth
    return work <= MOST_WORK and not nesting.groups


class _Nesting:
    """How many times over the next sign is measured, as a power of two."""

    def __init__(self) -> None:
        self.depth = 0
        self.groups: list[tuple[str, int]] = []
        """What the open groups begin with, and the depth around each."""
        self.before = ""

    def follow(self, token: str) -> bool:
        """Take the next token; False if it closes what is not open."""
        kind = token[:4] if token.startswith(("\\begin", "\\end")) else token
        if kind in _OPENING or (kind == "[" and self.before == "\\sqrt"):
            self.groups.append((kind, self.depth))
            self.depth += 2 if kind == "\\beg" else 1
        opening = _CLOSING.get(kind)
        if opening and self.groups and self.groups[-1][0] == opening:
            self.depth = self.groups.pop()[1]
        elif opening and kind != "]":
            return False
        if _COSTLY.fullmatch(token):
            self.depth += 3
        self.before = token
        return True
