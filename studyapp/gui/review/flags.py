"""The seven flags: a name and a color each, so that none is told by its color alone."""

from __future__ import annotations

FLAG_NAMES = ("None", "Red", "Orange", "Green", "Blue", "Teal", "Gray", "Plain")
"""By number; 0 is no flag."""

_TOKENS = ("text", "again", "hard", "good", "accent", "teal", "muted", "text")


def flag_token(flag: int) -> str:
    """The colour token of a flag."""
    return _TOKENS[flag]
