"""Where a function of a few variables within bounds is lowest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studyapp.domain.memory_arrays import Floats

_MOST_STEPS = 200
_MOST_HALVINGS = 25
_ENOUGH = 1e-7
"""A step that lowers the value by less than this share of it is a small one;"""
_SMALL_STEPS = 3
"""after so many in a row, there is nothing left to gain."""


def minimum(
    function: Callable[[Floats], tuple[float, Floats]], start: Floats, lowest: Floats, highest: Floats, scale: Floats
) -> Floats:
    """A local minimum by the BFGS method, with variables held at a bound while they press against it.

    The function gives its value and its gradient; `scale` says how far each variable moves to make a difference.
    """
    point = np.clip(start, lowest, highest)
    value, slope = function(point)
    first = inverse = np.diag(scale**2)
    small_steps = 0
    for step in range(_MOST_STEPS):
        presses = ((point <= lowest) & (slope > 0)) | ((point >= highest) & (slope < 0))
        free = np.where(presses, 0.0, slope)
        direction = np.where(presses, 0.0, -inverse @ free)
        if direction @ free >= 0:
            inverse = first
            direction = -inverse @ free
        found = _along(function, point, value, slope, direction, lowest, highest)
        if found is None:
            break
        new_point, new_value, new_slope = found
        moved, bent = new_point - point, new_slope - slope
        small_steps = small_steps + 1 if value - new_value <= _ENOUGH * abs(value) else 0
        point, value, slope = new_point, new_value, new_slope
        if small_steps == _SMALL_STEPS:
            break
        curvature = float(moved @ bent)
        if curvature > 1e-10 * float(np.linalg.norm(moved) * np.linalg.norm(bent)):
            if step == 0:
                first = inverse = inverse * min(1.0, curvature / float(bent @ inverse @ bent))
            left = np.eye(len(point)) - np.outer(moved, bent) / curvature
            inverse = left @ inverse @ left.T + np.outer(moved, moved) / curvature
    return point


def _along(
    function: Callable[[Floats], tuple[float, Floats]],
    point: Floats,
    value: float,
    slope: Floats,
    direction: Floats,
    lowest: Floats,
    highest: Floats,
) -> tuple[Floats, float, Floats] | None:
    """The first of ever shorter steps that lowers the value as much as the slope promises, nearly; None where none does."""
    length = 1.0
    for _ in range(_MOST_HALVINGS):
        tried = np.clip(point + length * direction, lowest, highest)
        new_value, new_slope = function(tried)
        if new_value <= value + 1e-4 * float(slope @ (tried - point)):
            return tried, new_value, new_slope
        length *= 0.4
    return None
