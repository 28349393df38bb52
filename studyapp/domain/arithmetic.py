"""What formulas can do: arithmetic, comparisons and functions of numbers and lists, all of bounded size.

Lists are tuples; arithmetic with a list works on each of its numbers. Numbers are compared and rounded by the digits that a
person sees, without the noise of binary fractions.
"""

from __future__ import annotations

import ast
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import accumulate
from operator import mul

Value = float | bool | tuple[float, ...]

LONGEST_LIST = 200
LARGEST_RESULT = 1e15
LARGEST_STEP = 1e307
"""No step of a calculation gives more, so that none is endless; 170! is less."""
LARGEST_FACTORIAL = 170
_SEEN_DIGITS = 13
"""Significant digits that a person sees; the rest is the noise of binary fractions."""
_SURE_DIGITS = 15
"""Significant digits of a decimal number that a binary fraction keeps whatever its size."""
_WITHOUT_NOISE = 1e10
"""Below it `_SEEN_DIGITS` leave some digits behind the place that is rounded to."""
_CLEARLY = 1e-11
"""A share of a number that is more than its noise, and more than the digits that are not seen."""
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for the digits of any number of a calculation."""


class NoValue(Exception):
    """Why a step of a calculation gives nothing, without a full stop."""


def round_half_up(number: float, decimals: int = 0) -> float:
    """Rounded half away from zero, by the decimal digits that a person sees: 2.675 to two decimals is 2.68."""
    seen = as_seen(number, max(0, decimals))
    if decimals >= 0 and seen.is_integer():
        return seen
    rounded = float(Decimal(repr(seen)).quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING))
    return rounded or 0.0


def as_seen(number: float, decimals: int = 0) -> float:
    """The number without the noise of binary fractions: 28.499999999999996 is 28.5.

    What stands behind so many decimals is kept as far as a binary fraction is sure of it, so that halves stay halves.
    """
    if number.is_integer():
        return number
    if abs(number) * 10.0**decimals < _WITHOUT_NOISE:
        return float(f"{number:.{_SEEN_DIGITS}g}")
    whole = len(f"{abs(number):.0f}")
    digits = min(max(_SEEN_DIGITS, whole + decimals + 2), max(_SURE_DIGITS, whole + 1))
    return float(f"{number:.{digits}g}")


def bounded(value: Value) -> Value:
    """The result of a step of a calculation, if it is a number, or numbers, that can be calculated with further."""
    if type(value) is float:
        if not -LARGEST_STEP <= value <= LARGEST_STEP:
            raise NoValue(_TOO_LARGE)
    elif isinstance(value, tuple) and not all(-LARGEST_STEP <= number <= LARGEST_STEP for number in value):
        raise NoValue(_TOO_LARGE)
    return value


def one_number(value: Value) -> float:
    """The value, which must be one number."""
    if type(value) is float:
        return value
    raise NoValue("a list stands where one number belongs" if isinstance(value, tuple) else _CONDITION)


def truth(value: Value) -> bool:
    """The value, which must be a condition."""
    if isinstance(value, bool):
        return value
    raise NoValue("a number stands where a condition belongs, such as a > 0")


_TOO_LARGE = "a step of it becomes too large"
_CONDITION = "a condition stands where a number belongs; write 1 if … else 0"


def whole_number(value: Value, what: str, least: int, most: int) -> int:
    """The value, which must be a whole number within these bounds; `what` names it in the refusal."""
    number = as_seen(one_number(value))
    if not number.is_integer() or not least <= number <= most:
        raise NoValue(f"{what} must be a whole number from {least} to {most}")
    return int(number)


def _numbers(values: Sequence[Value]) -> list[float]:
    """All numbers of numbers and lists."""
    found: list[float] = []
    for value in values:
        if isinstance(value, tuple):
            found.extend(value)
        else:
            found.append(one_number(value))
    if len(found) > LONGEST_LIST:
        raise NoValue(f"more than {LONGEST_LIST} numbers come together")
    return found


def for_each(function: Callable[[float], float], value: Value) -> Value:
    """The function of a number, or of each number of a list."""
    if isinstance(value, tuple):
        return tuple(function(number) for number in value)
    return function(one_number(value))


def pairs(first: Value, second: Value) -> Iterator[tuple[float, float]]:
    """The numbers of two lists side by side."""
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        raise NoValue("two lists are wanted")
    if len(first) != len(second):
        raise NoValue(f"two lists differ in length, {len(first)} and {len(second)}")
    return zip(first, second, strict=True)


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except ValueError:
        raise NoValue("zero or a negative number has no such power") from None


def _floored(number: float) -> float:
    below = math.floor(number)
    if below + 1 - number > _CLEARLY * abs(number):
        return float(below)
    return float(math.floor(as_seen(number)))


def _divided_whole(left: float, right: float) -> float:
    return _floored(left / right)


def _remainder(left: float, right: float) -> float:
    return as_seen(left - right * _divided_whole(left, right)) if abs(right) < LARGEST_RESULT else left % right


ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
    ast.FloorDiv: _divided_whole,
    ast.Mod: _remainder,
    ast.Pow: _power,
}


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(_alike, left, right))
    return _alike(one_number(left), one_number(right))


def _alike(first: float, second: float) -> bool:
    return not _differ(first, second) and as_seen(first) == as_seen(second)


def _less(left: Value, right: Value) -> bool:
    first, second = one_number(left), one_number(right)
    return first < second and (_differ(first, second) or as_seen(first) < as_seen(second))


def _differ(first: float, second: float) -> bool:
    """Whether two numbers differ so much that one need not look at their digits."""
    return abs(first - second) > _CLEARLY * (abs(first) + abs(second))


COMPARISONS: Mapping[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Lt: _less,
    ast.LtE: lambda left, right: not _less(right, left),
    ast.Gt: lambda left, right: _less(right, left),
    ast.GtE: lambda left, right: not _less(left, right),
    ast.Eq: _same,
    ast.NotEq: lambda left, right: not _same(left, right),
}


def _mapped(function: Callable[[float], float], refusal: str = "") -> Callable[[Value], Value]:
    if not refusal:
        return lambda value: for_each(function, value)

    def one(number: float) -> float:
        try:
            return function(number)
        except ValueError:
            raise NoValue(refusal) from None

    return lambda value: for_each(one, value)


def _gathered(function: Callable[[list[float]], float], least: int = 1, refusal: str = "") -> Callable[..., Value]:
    def gathered(*values: Value) -> Value:
        numbers = _numbers(values)
        if len(numbers) < least:
            raise NoValue(refusal)
        return function(numbers)

    return gathered


def _mean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


def _median(numbers: Sequence[float]) -> float:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _mode(numbers: Sequence[float]) -> float:
    seen = [as_seen(number) for number in numbers]
    counts: dict[float, int] = {}
    for number in seen:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    modes = [number for number, count in counts.items() if count == most]
    if len(modes) > 1:
        raise NoValue("several numbers are the most frequent")
    return modes[0]


def _squares(numbers: Sequence[float]) -> float:
    mean = _mean(numbers)
    return math.fsum((number - mean) ** 2 for number in numbers)


def _sample_variance(numbers: Sequence[float]) -> float:
    return _squares(numbers) / (len(numbers) - 1)


def _variance(numbers: Sequence[float]) -> float:
    return _squares(numbers) / len(numbers)


def _round(value: Value, decimals: Value = 0.0) -> Value:
    places = whole_number(decimals, "the number of decimals", -12, 12)
    return for_each(lambda number: round_half_up(number, places), value)


def _dot(first: Value, second: Value) -> Value:
    products = [left * right for left, right in pairs(first, second)]
    return math.fsum(products) if all(map(math.isfinite, products)) else math.inf


def _cumulative(value: Value) -> Value:
    if not isinstance(value, tuple):
        raise NoValue("a number stands where a list belongs")
    return tuple(accumulate(value))


def _count(value: Value, wanted: Value) -> Value:
    number = as_seen(one_number(wanted))
    return float(sum(as_seen(each) == number for each in _numbers([value])))


@functools.lru_cache(maxsize=1024)
def _combinations(chosen: int, drawn: int) -> float:
    return float(math.comb(chosen, drawn))


def _comb(whole: Value, part: Value) -> Value:
    chosen, drawn = (whole_number(each, "comb( )", 0, LARGEST_FACTORIAL) for each in (whole, part))
    return _combinations(chosen, drawn)


_FACTORIALS = [float(number) for number in accumulate(range(1, LARGEST_FACTORIAL + 1), mul, initial=1)]


def _factorial(value: Value) -> Value:
    return _FACTORIALS[whole_number(value, "factorial( )", 0, LARGEST_FACTORIAL)]


def _below(number: float) -> float:
    return math.erfc(-number / math.sqrt(2)) / 2


def _quantile(share: float) -> float:
    if not 0 < share < 1:
        raise NoValue("a share between 0 and 1 is wanted")
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        if _below(middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


_FEW = "at least two numbers are wanted"
_NO_ROOT = "a negative number has no square root"
_NO_LOGARITHM = "only numbers above zero have a logarithm"
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "abs": (1, 1, _mapped(abs)),
    "min": (1, LONGEST_LIST, _gathered(min)),
    "max": (1, LONGEST_LIST, _gathered(max)),
    "sum": (1, LONGEST_LIST, _gathered(math.fsum)),
    "len": (1, 1, _gathered(lambda numbers: float(len(numbers)))),
    "mean": (1, LONGEST_LIST, _gathered(_mean)),
    "median": (1, LONGEST_LIST, _gathered(_median)),
    "mode": (1, LONGEST_LIST, _gathered(_mode)),
    "stdev": (1, LONGEST_LIST, _gathered(lambda numbers: math.sqrt(_sample_variance(numbers)), 2, _FEW)),
    "pstdev": (1, LONGEST_LIST, _gathered(lambda numbers: math.sqrt(_variance(numbers)))),
    "variance": (1, LONGEST_LIST, _gathered(_sample_variance, 2, _FEW)),
    "pvariance": (1, LONGEST_LIST, _gathered(_variance)),
    "sqrt": (1, 1, _mapped(math.sqrt, _NO_ROOT)),
    "exp": (1, 1, _mapped(math.exp)),
    "ln": (1, 1, _mapped(math.log, _NO_LOGARITHM)),
    "log10": (1, 1, _mapped(math.log10, _NO_LOGARITHM)),
    "round": (1, 2, _round),
    "floor": (1, 1, _mapped(_floored)),
    "ceil": (1, 1, _mapped(lambda number: -_floored(-number))),
    "sorted": (1, LONGEST_LIST, lambda *values: tuple(sorted(_numbers(values)))),
    "dot": (2, 2, _dot),
    "product": (1, LONGEST_LIST, _gathered(math.prod)),
    "cumulative": (1, 1, _cumulative),
    "count": (2, 2, _count),
    "comb": (2, 2, _comb),
    "factorial": (1, 1, _factorial),
    "normal_cdf": (1, 1, _mapped(_below)),
    "normal_quantile": (1, 1, _mapped(_quantile)),
}
"""Name to fewest and most arguments and the function."""

STEPS = {"normal_quantile": 120, "round": 20, "floor": 4, "ceil": 4, "mode": 4, "count": 4, "comb": 10, "factorial": 10}
"""Functions that take many times as long as an addition."""
STEPS_OF_REMAINDER = STEPS_OF_COMPARISON = 6
