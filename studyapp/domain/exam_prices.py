"""What a second of study is worth on each day before an exam: the prices at which the time that pays is the time there is.

They are where the bound of `exam_course` is lowest: above them minutes lie idle, below them more study pays than fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from studyapp.domain.exam_course import Course, Expectation
from studyapp.domain.memory_arrays import Floats

LOWEST_PRICE = 2e-5
"""Recall per second below which study is not worth the time: 20 seconds must bring 0.04 % of one card."""
_HIGHEST_PRICE = 0.5
_FAR = 40
"""Days from which on prices are sought more finely: in a shorter course it gains nothing, and they are harder to find."""
_SOFTNESS, _SOFTNESS_FAR = 4e-3, 3e-3
"""Of choices while prices are sought, in units of recall: enough for study time to change smoothly with prices."""
_SMOOTHER = 4
"""How much softer choices are in a first, rough search."""
_KNOTS, _KNOTS_FAR = 3, 5
"""Prices are a curve through so many points over the logarithm of the days left."""
_CLOSE_ENOUGH = 1e-3
"""Slope, as a share of the value, at which the search ends; ten times as much in the smoother search before."""
_LONGEST_STEP = 0.6
"""Of a logarithm of a price."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A price curve that a plan ended with; given to the next day's plan it saves most of the work."""

    days: int
    logarithms: tuple[float, ...]
    """At evenly spaced points over the logarithm of the days left, from 1 to `days`; of an average card's recall a second."""

    def at(self, days_left: Floats) -> Floats:
        """Prices of a second with so many days left."""
        knots = np.linspace(0.0, np.log(max(self.days, 1)), len(self.logarithms))
        return np.asarray(np.exp(np.interp(np.log(np.maximum(days_left, 1.0)), knots, self.logarithms)))


FIRST_GUESS = Prices(90, (-4.0, -4.45, -5.0))


class _Point(NamedTuple):
    """One set of prices: the bound there, its slope, how much each knot weighs, and what comes of them."""

    value: float
    slope: Floats
    scale: Floats
    found: Expectation


def find_prices(course: Course, start: Prices | None, effort: int) -> tuple[Prices, Floats, Expectation]:
    """The curve, its prices [n] with n days left (0 where there is no time), and what they lead to, in about `effort` rounds."""
    knots, softness = (_KNOTS_FAR, _SOFTNESS_FAR) if course.days >= _FAR else (min(_KNOTS, course.days), _SOFTNESS)
    places = np.linspace(0.0, np.log(course.days), knots)
    distance = np.log(np.maximum(np.arange(course.days + 1), 1))
    basis = np.stack([np.interp(distance, places, row) for row in np.eye(knots)], 1)

    def prices(logarithms: Floats) -> Floats:
        return np.where(course.seconds > 0, np.exp(basis @ logarithms), 0.0)

    def bound(softness: float, logarithms: Floats) -> _Point:
        price = prices(logarithms)
        found = course.expect(price, softness)
        dear = price * course.price_unit
        slope = basis.T @ (dear * (course.seconds - found.seconds))
        value = found.worth + float(dear @ course.seconds)
        return _Point(value, slope, basis.T @ (dear * course.seconds), found)

    logarithms = np.log((start or FIRST_GUESS).at(np.exp(places)))
    if start is None:
        # From far away the way down is found more surely over a smoother ground.
        logarithms, _ = _lowest(partial(bound, _SMOOTHER * softness), logarithms, effort // 2, 10 * _CLOSE_ENOUGH)
    logarithms, reached = _lowest(partial(bound, softness), logarithms, effort, _CLOSE_ENOUGH)
    return Prices(course.days, tuple(map(float, logarithms))), prices(logarithms), reached.found


def _lowest(
    function: Callable[[Floats], _Point], start: Floats, effort: int, close_enough: float
) -> tuple[Floats, _Point]:
    """Where a smooth function of a few variables is lowest, by BFGS with at most `effort` evaluations.

    It is close enough where the slope is this share of the value.
    """
    low, high = np.log(LOWEST_PRICE), np.log(_HIGHEST_PRICE)
    point = np.clip(start, low, high)
    here = function(point)
    first = inverse = np.diag(1 / np.maximum(here.scale, 1e-12) / 3)
    used = 1
    while used < effort:
        pressed = ((point <= low) & (here.slope > 0)) | ((point >= high) & (here.slope < 0))
        free = np.where(pressed, 0.0, here.slope)
        if np.abs(free).sum() <= close_enough * max(here.value, 1e-9):
            break
        step = -inverse @ free
        if step @ free >= 0:
            inverse = first
            step = -inverse @ free
        step *= min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
        part = 1.0
        while True:
            tried = np.clip(point + part * step, low, high)
            there = function(tried)
            used += 1
            if there.value <= here.value + 1e-4 * part * (step @ free) or used >= effort or part < 0.05:
                break
            before, after = float(step @ free), float(step @ there.slope)
            part *= min(max(-before / (after - before) if after > before else 0.5, 0.15), 0.7)
        if there.value > here.value:
            break
        moved, turned = tried - point, there.slope - here.slope
        product = float(moved @ turned)
        if product > 1e-14:
            left = np.eye(len(point)) - np.outer(moved, turned) / product
            inverse = left @ inverse @ left.T + np.outer(moved, moved) / product
        point, here = tried, there
    return point, here
