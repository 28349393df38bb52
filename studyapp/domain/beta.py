"""How sure a share of right answers is: quantiles of the beta distribution, after Press et al., Numerical Recipes, 6.4."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p

_TINY, _PRECISION = 1e-300, 1e-14


@lru_cache(maxsize=4096)
def credible(right: int, total: int, level: float = 0.90) -> tuple[float, float]:
    """The middle `level` (0–1) of what is believed of a share after `right` of `total`, all shares being alike before.

    ValueError where the counts make no sense.
    """
    if not 0 <= right <= total or not 0 < level < 1:
        raise ValueError(f"{right} right of {total} at a level of {level} makes no sense.")
    a, b = right + 1, total - right + 1
    return beta_quantile((1 - level) / 2, a, b), beta_quantile((1 + level) / 2, a, b)


def beta_cumulative(x: float, a: float, b: float) -> float:
    """Probability of at most x, 0–1, under the beta distribution: the regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges quickly only on the near side of the mean.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The x, 0–1, with this cumulative probability; by halving, which cannot miss."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_cumulative(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _away_from_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
