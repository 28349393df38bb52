"""Days of the week as they are written in a field: `Sat Sun`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.errors import UserError

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_weekdays(text: str) -> tuple[int, ...]:
    """The days, 0 for Monday to 6 for Sunday, in their order. Raises UserError with a sentence for a word that is no day."""
    found = set()
    for word in re.findall(r"[^\s,;]+", text):
        day = next((place for place, name in enumerate(_NAMES) if _is_short_for(word, name)), None)
        if day is None:
            raise UserError(f"“{word}” is no day of the week. Write days like Sat Sun.")
        found.add(day)
    if len(found) == len(_NAMES):
        raise UserError("At least one day of the week must be left for study.")
    return tuple(sorted(found))


def weekdays_in_words(days: Sequence[int]) -> str:
    """As `read_weekdays` reads them."""
    return " ".join(_NAMES[day][:3] for day in days)


def _is_short_for(word: str, name: str) -> bool:
    return len(word) >= 3 and name.casefold().startswith(word.casefold().rstrip("."))
