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
_REFUSED = re.compile(r"(?:re|provide)?newcommand|renewenvironment|newenvironment|[egx]?def|let|DeclareMathOperator")
# What comes after one of these is measured again and again.
_COSTLY = re.compile(
    r"[bBpvV]?matrix|smallmatrix|array|cases|substack|split|align|eqalign(?:no)?|displaylines|bra|ket|braket|brac[ek]"
    r"|choose|[hv]?phantom|math(?:[crl]lap|clap|inner|strut|choice)|[lr]lap|clap|x[a-zA-Z]+|prescript|sideset|smash|skew"
    r"|pmod|pod|mod|(?:La)?TeX|idotsint|[dt]?binom|overparen|underparen|[a-z]*withdelims|class|style|href|root|raise|lower"
)
_OPENING = ("{", "\\left")
_CLOSING = {"}": "{", "]": "[", "\\right": "\\left"}


def is_quickly_set(latex: str) -> bool:
    """Whether a formula is short, flat and balanced enough to be set in about a tenth of a second."""
    if len(latex) > LONGEST_FORMULA:
        return False
    groups: list[tuple[str, int]] = []
    depth, work, before = 0, 0.0, ""
    for token in _TOKEN.findall(latex):
        name = token[1:] if token.startswith("\\") else ""
        if _REFUSED.fullmatch(name):
            return False
        if token in _OPENING or name.startswith("begin") or (token == "[" and before == "\\sqrt"):
            groups.append((token if not name.startswith("begin") else "begin", depth))
            depth += 2 if name.startswith("begin") else 1
        opened = _CLOSING.get(token, "begin" if re.match(r"end\s*\{", name) else "")
        if opened and groups and groups[-1][0] == opened:
            depth = groups.pop()[1]
        elif opened and token != "]":
            return False
        if _COSTLY.fullmatch(name) or (token[0] == "'" and token[-1] == "^"):
            depth += 3
        if depth > DEEPEST_GROUP:
            return False
        if token not in ("{", "}", "^", "_") and token[0] != "%":
            work += (1 + len(token) / 16) * 2**depth
        if work > MOST_WORK:
            return False
        before = token
    return not groups
