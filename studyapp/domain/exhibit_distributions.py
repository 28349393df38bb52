"""Exhibits that come from distributions: histograms with a normal curve, operating characteristic curves."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence

from studyapp.domain.exhibit_values import Shown, Values, check_same_length, span
from studyapp.domain.exhibits import ExhibitMistake

_CURVE_STEPS = 60
_LEAST_DEVIATION = 1e-6
"""Of the width of a bar; a narrower curve would be a line of endless height."""


def histogram(values: Values, shown: Shown) -> Values:
    """The bars of a histogram, from data or as they are given, and the normal curve over them."""
    if ("data" in values) == ("counts" in values):
        raise ExhibitMistake("data", "Give either data, or counts with edges.")
    edges = values.get("edges")
    if edges is not None:
        _check_edges(edges)
    data = dict(values)
    if "counts" in values:
        if edges is None or len(edges) != len(values["counts"]) + 1:
            raise ExhibitMistake("edges", "Counts need edges: one more than there are counts.")
        middles = [(low + high) / 2 for low, high in itertools.pairwise(edges)]
        mean, deviation = _weighted(middles, values["counts"])
    else:
        numbers = values.pop("data")
        del data["data"]
        edges = edges or _round_edges(numbers, int(values.get("bins") or 1 + math.ceil(math.log2(len(numbers)))))
        data |= {"edges": edges, "counts": _counted(numbers, edges)}
        mean, deviation = statistics.fmean(numbers), statistics.pstdev(numbers)
    data["reserve"] = span(
        [edges, *((values[name],) for name in ("lower_spec", "upper_spec", "target") if name in values)]
    )
    if shown("normal") and deviation > _LEAST_DEVIATION * (edges[1] - edges[0]):
        data["curve"] = _normal_curve(mean, deviation, sum(data["counts"]) * (edges[1] - edges[0]), data["reserve"])
    data["values_shown"] = shown("values")
    data["specs_reserved"] = values["specs"] != "never"
    return data


def _check_edges(edges: Sequence[float]) -> None:
    widths = [high - low for low, high in itertools.pairwise(edges)]
    if min(widths) <= 0:
        raise ExhibitMistake("edges", "The edges must ascend.")
    if max(widths) - min(widths) > 1e-6 * max(widths):
        raise ExhibitMistake("edges", "The bars must be equally wide: give edges at equal distances.")


def _round_edges(numbers: Sequence[float], bins: int) -> tuple[float, ...]:
    low, high = min(numbers), max(numbers)
    if high - low <= max(1e-9 * max(abs(low), abs(high)), 1e-12):
        half = max(abs(low) * 1e-3, 0.5)
        return (low - half, low + half)
    width = round_step((high - low) / bins)
    first = math.floor(low / width)
    decimals = max(0, math.ceil(-math.log10(width)) + 3)
    return tuple(round(index * width, decimals) for index in range(first, max(first + 1, math.ceil(high / width)) + 1))


def round_step(step: float) -> float:
    """The nearest larger of 1, 2, 2.5, 5 and their tenfolds."""
    power = 10.0 ** math.floor(math.log10(step))
    return next((each * power for each in (1, 2, 2.5, 5) if each * power >= step * 0.999), 10 * power)


def _counted(numbers: Sequence[float], edges: Sequence[float]) -> tuple[float, ...]:
    counts = [0.0] * (len(edges) - 1)
    slack = (edges[1] - edges[0]) * 1e-6
    for number in numbers:
        if not edges[0] - slack <= number <= edges[-1] + slack:
            raise ExhibitMistake("edges", f"The value {number:g} lies outside the edges.")
        place = next(index for index, edge in enumerate(edges[1:]) if number < edge or index == len(counts) - 1)
        counts[place] += 1
    return tuple(counts)


def _weighted(values: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    total = sum(weights)
    if total <= 0:
        return 0.0, 0.0
    mean = sum(map(float.__mul__, values, weights)) / total
    return mean, math.sqrt(
        sum(weight * (value - mean) ** 2 for value, weight in zip(values, weights, strict=True)) / total
    )


def _normal_curve(
    mean: float, deviation: float, area: float, reserve: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    low, high = max(reserve[0], mean - 4 * deviation), min(reserve[1], mean + 4 * deviation)
    steps = [low + (high - low) * step / _CURVE_STEPS for step in range(_CURVE_STEPS + 1)]
    top = area / (deviation * math.sqrt(2 * math.pi))
    return tuple((x, top * math.exp(-(((x - mean) / deviation) ** 2) / 2)) for x in steps)


def oc_curves(values: Values, shown: Shown) -> Values:
    """Operating characteristic curves of sampling plans, or through points, with what is marked on them."""
    if ("p" in values) != ("pa" in values) or ("n" in values) != ("c" in values) or ("n" in values) == ("p" in values):
        raise ExhibitMistake("n", "Give either n and c, or p and pa.")
    plans = _plans(values) if "n" in values else ()
    if plans:
        marks = [values[name] for name in ("aql", "ltpd") if name in values] + list(values.get("read", ()))
        highest = values.get("highest") or _highest(plans, marks)
        # Closer at the start, where the curve bends most.
        steps = [highest * (step / _CURVE_STEPS) ** 1.5 for step in range(_CURVE_STEPS + 1)]
        curves = [tuple((p, accepted(size, number, p / 100)) for p in steps) for size, number in plans]
    else:
        check_same_length(values, "p", "pa")
        highest = values.get("highest") or max(values["p"]) or 1.0
        curves = [tuple(sorted(zip(values["p"], values["pa"], strict=True)))]

    def chance(p: float) -> tuple[float, float]:
        return p, accepted(*plans[0], p / 100) if plans else _between(curves[0], p)

    read = values.get("read", ()) if shown("reading") else ()
    marked = {name: chance(values[name]) for name in ("aql", "ltpd") if name in values and shown("marks")}
    return values | {
        "plans": plans, "highest": highest, "curves": tuple(curves), "marked": marked, "readings": tuple(map(chance, read)),
    }  # fmt: skip


def _plans(values: Values) -> tuple[tuple[int, int], ...]:
    n, c = values["n"], values["c"]
    most = max(len(n), len(c))
    n, c = (each * most if len(each) == 1 else each for each in (n, c))
    if len(n) != len(c):
        raise ExhibitMistake("c", f"There are {len(n)} sample sizes and {len(c)} acceptance numbers.")
    return tuple((int(size), int(number)) for size, number in zip(n, c, strict=True))


def accepted(size: int, number: int, share: float) -> float:
    """The probability that a sample of `size` holds at most `number` nonconforming items (binomial)."""
    if share >= 1:
        return 1.0 if number >= size else 0.0
    term = (1 - share) ** size
    total = term
    for found in range(min(number, size)):
        term *= (size - found) / (found + 1) * share / (1 - share)
        total += term
    return min(1.0, total)


def _highest(plans: Sequence[tuple[int, int]], marks: Sequence[float]) -> float:
    """A round percentage at which hardly a lot is accepted any more."""
    low, high = 0.0, 100.0
    for _ in range(30):
        middle = (low + high) / 2
        if max(accepted(size, number, middle / 100) for size, number in plans) > 0.01:
            low = middle
        else:
            high = middle
    return min(100.0, round_step(max([high, *(1.1 * mark for mark in marks)])))


def _between(curve: Sequence[tuple[float, float]], x: float) -> float:
    for (x0, y0), (x1, y1) in itertools.pairwise(curve):
        if x0 <= x <= x1:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[0][1] if x < curve[0][0] else curve[-1][1]
