"""How long until a card comes again, in words short enough for a button."""

from __future__ import annotations

from studyapp.domain.scheduling import DAY_SECONDS, Outcome
from studyapp.gui.widgets.words import locale

_MONTH, _YEAR = 365.25 / 12, 365.25


def outcome_interval(outcome: Outcome) -> str:
    """`10 min`, `3 days`, `4.2 months` or `1.3 years` until the card comes again after this answer."""
    return days_in_words(outcome.days) if outcome.days else delay_in_words(outcome.delay)


def delay_in_words(seconds: float) -> str:
    """Seconds as `40 s`, `10 min`, `1.5 h`, or days from one day on."""
    if seconds < 60:
        return f"{max(0, round(seconds))} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{_short(seconds / 3600)} h" if seconds < DAY_SECONDS else days_in_words(round(seconds / DAY_SECONDS))


def days_in_words(days: float) -> str:
    """Days as `1 day`, `8 days`, and in months and years where that reads better."""
    if days < 30:
        return "1 day" if round(days) == 1 else f"{round(days)} days"
    if days < _YEAR:
        return _counted(days / _MONTH, "month")
    return _counted(days / _YEAR, "year")


def _counted(amount: float, unit: str) -> str:
    return f"1 {unit}" if _short(amount) == "1" else f"{_short(amount)} {unit}s"


def _short(amount: float) -> str:
    """One decimal, left out where it is 0, or where the number is large."""
    rounded = round(amount, 1) if amount < 10 else round(amount)
    return locale().toString(float(rounded), "f", 0 if rounded == int(rounded) else 1)
