"""Learning steps as a learner writes them: `30s 1m 10m 1h`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.errors import UserError

_STEP = re.compile(r"(\d{1,5})(s|m|h)?", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def read_steps(text: str) -> tuple[int, ...]:
    """The steps in seconds; a number alone is minutes. Raises UserError that names the word it does not know."""
    steps = []
    for word in text.replace(",", " ").split():
        match = _STEP.fullmatch(word)
        if match is None:
            raise UserError(f"“{word}” is not a step. Write numbers with s, m or h, such as 1m 10m.")
        steps.append(int(match[1]) * _SECONDS[(match[2] or "m").lower()])
    return tuple(steps)


def steps_in_words(steps: Sequence[int]) -> str:
    """Each step in the largest unit that gives a whole number."""
    return " ".join(_step_in_words(step) for step in steps)


def _step_in_words(seconds: int) -> str:
    for unit in ("h", "m"):
        if seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"
