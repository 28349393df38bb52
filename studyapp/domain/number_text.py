"""Numbers as they are written for people: few digits, commas between thousands, a real minus sign."""

from __future__ import annotations

from studyapp.domain.arithmetic import round_half_up

_SIGNIFICANT = 6
_COMMAS_FROM = 10_000


def number_text(value: float, decimals: int | None = None) -> str:
    """A number with so many decimals, or with as many as it needs, at most six significant digits: `−12,500`, `0.05`."""
    if decimals is None:
        decimals = needed_decimals((value,))
        if value and abs(value) < 1e-9:
            return _short(value)
    rounded = round_half_up(float(value), decimals)
    comma = "," if abs(rounded) >= _COMMAS_FROM else ""
    return f"{rounded:{comma}.{decimals}f}".replace("-", "−")


def needed_decimals(values: tuple[float, ...], most: int = 12) -> int:
    """How many decimals write all the numbers to six significant digits, at most so many."""
    return max((_decimals_of(value, most) for value in values), default=0)


def _decimals_of(value: float, most: int) -> int:
    digits = f"{abs(value):.{_SIGNIFICANT - 1}e}"
    mantissa, exponent = digits.split("e")
    fraction = len(mantissa.replace(".", "").rstrip("0")) - 1 - int(exponent)
    return min(most, max(0, fraction)) if value else 0


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
