"""The order in which things are offered: mixed by a seed, except where another order would only confuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from studyapp.domain.plain_text import plain
from studyapp.domain.scheduling import uniform
from studyapp.domain.tasks import Option

T = TypeVar("T")

_FIRST_STREAM = 1 << 20
"""The streams of chance below this one belong to scheduling."""

_DIGITS = r"\d[\d,. ]*(?:e[-+]?\d+)?"
_NUMBER = re.compile(rf"[-−+]?[$€£]?\s?({_DIGITS})\s?%?(?:\s?[^\W\d]{{1,12}})?", re.IGNORECASE)
_SEQUENCE = re.compile(r"\w{1,3}(?:\s*[-–—,→>]\s*\w{1,3}){2,}")


def mixed(entries: Sequence[T], seed: int) -> list[T]:
    """The entries in an order that the seed alone decides, each order as likely as any other (Fisher and Yates)."""
    order = list(entries)
    for last in range(len(order) - 1, 0, -1):
        other = int(uniform(seed, _FIRST_STREAM + last) * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order


def in_fair_order(options: Sequence[Option], seed: int) -> list[Option]:
    """Numbers ascending, sequences such as `1-3-2` as their author wrote them, all others mixed."""
    texts = [plain(option.text) for option in options]
    numbers = [_number(text) for text in texts]
    if None not in numbers:
        return [options[place] for place in sorted(range(len(options)), key=lambda place: numbers[place] or 0.0)]
    return list(options) if all(_SEQUENCE.fullmatch(text) for text in texts) else mixed(options, seed)


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    try:
        size = float(re.sub(r"[, ]|\.$", "", found[1].strip())) if found else None
    except ValueError:
        return None
    return -size if size is not None and text.startswith(("-", "−")) else size
