"""Numbers as people type them: with thousands and decimals in either notation, a currency, a percent sign or a unit."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from studyapp.domain.formula import formulas

LONGEST = 60

_FORM = re.compile(
    r"(?P<sign>[-+]?) ?[$€£¥]? ?(?P<inner>-?)"
    r"(?P<digits>[0-9]+(?:[ .,'][0-9]+)*[.,]?|[.,][0-9]+)"
    r"(?:[eE](?P<exponent>[-+]?[0-9]{1,3}))?"
    r"(?P<unit> ?[^\W\d_][^0-9]*| ?[%‰°$€£¥/][^0-9]*)?"
)
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-"})
_SPACE = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ .,'])[0-9]{3})(?:(?P=mark)[0-9]{3})*")

_SIGNS: Mapping[str, re.Pattern[str]] = {
    "%": re.compile(r"%|\bper ?cent\b", re.IGNORECASE),
    "‰": re.compile(r"‰|\bper ?mille\b", re.IGNORECASE),
    "°": re.compile(r"°|\bdegrees?\b", re.IGNORECASE),
    "$": re.compile(r"\$|\bdollars?\b|\bUSD\b", re.IGNORECASE),
    "€": re.compile(r"€|\beuros?\b|\bEUR\b", re.IGNORECASE),
    "£": re.compile(r"£|\bpounds?\b|\bGBP\b", re.IGNORECASE),
    "¥": re.compile(r"¥|\byen\b|\byuan\b|\bJPY\b|\bCNY\b", re.IGNORECASE),
}
"""What a unit is recognised by that stands as a sign beside a number."""


def unit_signs(text: str) -> set[str]:
    """The signs that say a unit in a typed number or a unit, or that its words stand for: `%`, `‰`, `°` and currencies."""
    if "$" in text:
        # A formula stands between dollar signs that mean no money.
        for formula in reversed(formulas(text)):
            text = text[: formula.start] + text[formula.end :]
    return {sign for sign, form in _SIGNS.items() if form.search(text)}


def read_number(text: str) -> float | None:
    """The number that a text says, or None: `1,234.5`, `1 234,5`, `−3`, `45 %` (is 45), `$1,200`, `2.5e3`, `3 days`."""
    if len(text) > LONGEST:
        return None
    form = _FORM.fullmatch(_SPACE.sub(" ", text.translate(_MINUS).replace("’", "'").strip()))
    if form is None or (form["sign"] and form["inner"]):
        return None
    digits = _plain_digits(form["digits"])
    if digits is None:
        return None
    number = float(f"{digits}e{form['exponent'] or 0}")
    if not math.isfinite(number):
        return None
    return -number if "-" in (form["sign"], form["inner"]) else number


def _plain_digits(text: str) -> str | None:
    """Digits with a decimal point only, or None where the marks fit no notation."""
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        mark = "." if point > comma else ","
        return _joined(text, mark) if text.count(mark) == 1 else None
    mark = "." if point >= 0 else ","
    if mark not in text:
        return _whole(text)
    if text.count(mark) > 1:
        return _whole(text)
    # “1,234” is twelve hundred and more, “0,285” and “12,5” are not.
    if mark == "," and _GROUPED.fullmatch(text) and not text.startswith("0"):
        return _whole(text)
    return _joined(text, mark)


def _joined(text: str, mark: str) -> str | None:
    before, _, after = text.partition(mark)
    whole = _whole(before) if before else "0"
    if whole is None or (after and not after.isdigit()):
        return None
    return f"{whole}.{after or 0}"


def _whole(text: str) -> str | None:
    if text.isdigit():
        return text
    return re.sub(r"[ .,']", "", text) if _GROUPED.fullmatch(text) else None
