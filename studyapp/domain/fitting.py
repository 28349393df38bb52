"""FSRS-6 parameters fitted to one learner: the most probable ones, given the answers and what other learners are like.

With few answers the fit stays near the standard values, because most learners are near them; each further answer gives
it more freedom. What has been fitted is used only if it would have predicted later answers better than what is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studyapp.domain.memory_arrays import Floats
from studyapp.domain.memory_gradient import Bools, Histories
from studyapp.domain.minimum import minimum
from studyapp.domain.past_reviews import PastReview, usable_histories
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, LOWER_BOUNDS, UPPER_BOUNDS, Parameters

FEWEST_REVIEWS = 400
"""Next-day reviews up to which a fit predicts worse than the standard values too often to be tried."""
HELD_OUT_SHARE = 0.4
"""Share of the next-day reviews, the latest ones, on which a fit to the earlier ones is checked."""
FEWEST_HELD_OUT = 100

# How learners differ, from the fits to 49 of them: a normal distribution whose spread is that between the 10th and the
# 90th percentile; first stabilities by their logarithms, which go together.
_LOG_SPREAD = np.array([1.46, 1.61, 1.69, 1.51])
_LOG_CORRELATION = np.array([[1, 0.67, 0.6, 0.53], [0.67, 1, 0.9, 0.69], [0.6, 0.9, 1, 0.67], [0.53, 0.69, 0.67, 1]])
_SPREAD = np.array(
    [
        *(0.199, 0.235, 0.191, 0.0351),
        *(0.355, 0.153, 0.311),
        *(0.0702, 0.0285, 0.117, 0.148),
        *(0.139, 0.535),
        *(0.206, 0.22, 0.0872),
        0.138,
    ]
)
_PRIOR_WEIGHT = 2.0
"""Answers to the same card tell less than answers to different ones; with each counting half, fits to a few hundred
answers predicted later ones better."""

Days = NDArray[np.int64]
Watch = Callable[[float], None]
"""Given the share of the work that is done, 0–1."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What came of fitting parameters to a learner's answers."""

    parameters: Parameters
    """What to use from now on: the fitted ones where they are adopted, else those in use before."""
    fitted: Parameters | None
    """What was fitted to all answers; None where there were too few."""
    adopted: bool
    next_day_reviews: int
    """Answers on a later day than the card's answer before: what the fit learns from."""
    cards: int
    """Cards these belong to."""
    last_day: int | None
    """Study day of the last answer of all; to be passed as `seen_until` to the next fit if this one is adopted."""
    held_out_reviews: int
    """Next-day reviews of the check."""
    log_loss_before: float | None
    """In the check, of the parameters in use before."""
    log_loss_after: float | None
    """In the check, of parameters fitted only to what came earlier."""
    reason: str
    """Why the fit is adopted or not, in one sentence for the learner."""


class _Stopped(Exception):
    """Nobody waits for the fit any more."""


def fit(
    histories: Sequence[Sequence[PastReview]],
    current: Parameters = DEFAULT_PARAMETERS,
    seen_until: int | None = None,
    keep_going: Callable[[], bool] = lambda: True,
    progress: Watch = lambda _share: None,
) -> Fit | None:
    """Fit parameters to the cards' histories, each oldest first, and check them; None when `keep_going` said no.

    `seen_until` is the last study day of the answers that `current` was fitted to: the check asks only about later ones,
    for `current` would have an unfair advantage with those it has seen. `progress` gets shares from 0 to 1.
    """
    answers = usable_histories(histories)
    cards = Histories([[(answer.elapsed_days, answer.rating) for answer in card] for card in answers])
    days = np.array([answer.day for card in answers for answer in card], dtype=np.int64)
    targets = np.sort(days[cards.is_target])
    last_day = int(days.max()) if len(days) else None
    kept = Fit(current, None, False, len(targets), len(answers), last_day, 0, None, None, "")
    if len(targets) <= FEWEST_REVIEWS:
        return replace(
            kept,
            reason=f"{_reviews(len(targets))} so far came a day or more after the card's last one; a fit takes more than"
            f" {FEWEST_REVIEWS} of them, because with fewer it often predicts worse than the standard parameters.",
        )
    cuts = _cuts(targets, seen_until)
    if cuts is None:
        return replace(
            kept,
            reason="There are too few new reviews since the last fit, or on too few different days, to tell whether new"
            " parameters would predict better.",
        )

    def watch(share: float) -> None:
        if not keep_going():
            raise _Stopped
        progress(share)

    try:
        check, point = _check(cards, days, current, cuts, _part(watch, 0.0, 0.6))
        point = _most_probable(cards, cards.is_target, point, _part(watch, 0.6, 1.0))
        watch(1.0)
    except _Stopped:
        return None
    fitted = Parameters.from_numbers(_weights(point))
    adopted = check.after < check.before
    return replace(
        kept,
        parameters=fitted if adopted else current,
        fitted=fitted,
        adopted=adopted,
        held_out_reviews=check.reviews,
        log_loss_before=check.before,
        log_loss_after=check.after,
        reason=_verdict(check, adopted),
    )


@dataclass(frozen=True, slots=True)
class _Check:
    reviews: int
    before: float
    after: float


def _cuts(targets: Days, seen_until: int | None) -> tuple[int, int, int] | None:
    """The study days after which the two parts of the check begin and the second ends; None where there are too few.

    Each part is predicted by a fit to all that came before it.
    """
    wanted = int(HELD_OUT_SHARE * len(targets))
    if seen_until is not None:
        wanted = min(wanted, int(np.count_nonzero(targets > seen_until)))
    if wanted < FEWEST_HELD_OUT:
        return None
    # A day is never divided.
    first, middle = int(targets[-wanted]) - 1, int(targets[-(wanted // 2)]) - 1
    return (first, middle, int(targets[-1])) if targets[0] <= first else None


def _check(
    cards: Histories, days: Days, current: Parameters, cuts: tuple[int, int, int], watch: Watch
) -> tuple[_Check, Floats]:
    """How the parameters in use and fits to earlier answers predict later ones; and the last of these fits."""
    in_use = np.array(current.weights)
    reviews, before, after, point = 0, 0.0, 0.0, _CENTER
    parts = [(begin, end) for begin, end in pairwise(cuts) if begin < end]
    for index, (begin, end) in enumerate(parts):
        point = _most_probable(cards, days <= begin, point, _part(watch, index / len(parts), (index + 1) / len(parts)))
        asked = (days > begin) & (days <= end) & cards.is_target
        reviews += int(asked.sum())
        before += cards.loss(in_use, asked)
        after += cards.loss(_weights(point), asked)
    return _Check(reviews, before / reviews, after / reviews), point


def _most_probable(cards: Histories, counted: Bools, start: Floats, watch: Watch) -> Floats:
    """The most probable parameters for the answers that are counted, as a point: w0–w3 by their logarithms."""
    evaluations = 0

    def improbability(point: Floats) -> tuple[float, Floats]:
        nonlocal evaluations
        # Most fits take 30 to 60 evaluations; the share only has to grow.
        watch(1 - 0.97**evaluations)
        evaluations += 1
        weights = _weights(point)
        loss, slope = cards.loss_and_gradient(weights, counted)
        slope[:4] *= weights[:4]
        away = point - _CENTER
        pull = _PRIOR_WEIGHT * (_PRECISION @ away)
        return loss + float(away @ pull) / 2, slope + pull

    return minimum(improbability, start, _LOWEST, _HIGHEST, 1 / np.sqrt(np.diag(_PRECISION)))


def _point(weights: Sequence[float]) -> Floats:
    point = np.array(weights)
    point[:4] = np.log(point[:4])
    return point


def _weights(point: Floats) -> Floats:
    weights = point.copy()
    weights[:4] = np.exp(weights[:4])
    return weights


def _precision() -> Floats:
    """Inverse of the prior's covariance."""
    covariance = np.diag(np.concatenate((_LOG_SPREAD, _SPREAD)) ** 2)
    covariance[:4, :4] = np.outer(_LOG_SPREAD, _LOG_SPREAD) * _LOG_CORRELATION
    return np.linalg.inv(covariance)


_CENTER = _point(DEFAULT_PARAMETERS.weights)
_LOWEST, _HIGHEST = _point(LOWER_BOUNDS), _point(UPPER_BOUNDS)
_PRECISION = _precision()


def _part(watch: Watch, start: float, end: float) -> Watch:
    """For a part of the work, which tells its own share."""
    return lambda share: watch(start + share * (end - start))


def _verdict(check: _Check, adopted: bool) -> str:
    found = f"On your latest {_reviews(check.reviews)}, parameters fitted to the earlier ones predict "
    if adopted:
        return f"{found}better than those in use before (log loss {check.after:.3f}, before {check.before:.3f})."
    return f"{found}no better than those in use (log loss {check.after:.3f}, in use {check.before:.3f}); these stay."


def _reviews(number: int) -> str:
    return f"{number:,} review{'' if number == 1 else 's'}"
