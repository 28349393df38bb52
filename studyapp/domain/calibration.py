"""Whether cards are remembered as often as predicted: figures, groups with their intervals, and what they mean in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studyapp.domain.beta import credible
from studyapp.domain.memory_arrays import Floats
from studyapp.domain.memory_gradient import Bools, Histories
from studyapp.domain.past_reviews import PastReview, usable_histories
from studyapp.domain.scheduling import Parameters

FEWEST_REVIEWS = 100
"""Below this many reviews nothing is said of a learner's memory."""
_RECALL_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
_INTERVAL_EDGES = (1, 2, 4, 8, 15, 31, 91, 366)
"""First days of the groups of intervals."""
_SURE = 1e-7
"""Predictions are taken to be at least this far from 0 and 1, for one sure error would make the log loss infinite."""
_A_LITTLE = 0.05


@dataclass(frozen=True, slots=True)
class Predictions:
    """Reviews on a later day than the answer before, with what was predicted and what happened; arrays of one length.

    ValueError where the arrays differ in length, or a prediction is no number from 0 to 1.
    """

    predicted: Floats
    """Recall, 0–1: for an honest picture, as it was predicted before the answer."""
    recalled: Bools
    interval: Floats
    """Days since the answer before, 1 or more."""
    reviews: Floats
    """Study days on which the card has been answered, this one counted."""
    lapses: Floats
    """How often the card had been forgotten on a later day before."""

    def __post_init__(self) -> None:
        if len({len(self.predicted), len(self.recalled), len(self.interval), len(self.reviews), len(self.lapses)}) > 1:
            raise ValueError("Predictions, outcomes, intervals, reviews and lapses must be as many.")
        if not np.all((self.predicted >= 0) & (self.predicted <= 1)):
            raise ValueError("Predicted recall must be from 0 to 1.")

    @classmethod
    def of(cls, histories: Sequence[Sequence[PastReview]], parameters: Parameters) -> Predictions:
        """What these parameters would have predicted for the answers of these histories, each oldest first."""
        answers = usable_histories(histories)
        cards = Histories([[(answer.elapsed_days, answer.rating) for answer in card] for card in answers])
        asked = cards.is_target
        first = np.arange(len(cards)) - cards.position
        days = np.cumsum(asked) - np.cumsum(asked)[first] + 1.0
        lapsed = asked & ~cards.recalled
        lapses = np.cumsum(lapsed) - lapsed - np.cumsum(lapsed)[first]
        recall = cards.recall(np.array(parameters.weights))
        return cls(
            recall[asked],
            cards.recalled[asked],
            cards.elapsed[asked],
            np.asarray(days[asked], dtype=np.float64),
            np.asarray(lapses[asked], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Reviews that have something in common."""

    first: float
    """Where the group begins: predicted recall 0–1, or days."""
    end: float | None
    """Where the next begins; None for the last."""
    reviews: int
    recalled: int
    predicted: float
    """Mean predicted recall, 0–1."""
    low: float
    high: float
    """Bounds of the recall, 0–1, that is believed with 90 % after these reviews."""

    @property
    def observed(self) -> float:
        """Share that was recalled, 0–1."""
        return self.recalled / self.reviews


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well predictions fit what happened."""

    reviews: int
    overall: Group | None
    """All reviews together; None where there are none, as with the two figures."""
    log_loss: float | None
    rmse_bins: float | None
    by_recall: tuple[Group, ...]
    """By predicted recall."""
    by_interval: tuple[Group, ...]
    """By days since the answer before."""
    sentences: tuple[str, ...]


def calibration(predictions: Predictions) -> Calibration:
    """All that can be said about these predictions."""
    count = len(predictions.predicted)
    if not count:
        return Calibration(0, None, None, None, (), (), (_too_few(0),))
    overall = _group(predictions, np.ones(count, dtype=np.bool_), 0.0, None)
    loss = log_loss(predictions.predicted, predictions.recalled)
    error = rmse_bins(predictions)
    sentences = _sentences(overall, loss, error) if count >= FEWEST_REVIEWS else (_too_few(count),)
    by_recall = _groups(predictions, predictions.predicted, _RECALL_EDGES[:-1], _RECALL_EDGES[-1])
    by_interval = _groups(predictions, predictions.interval, _INTERVAL_EDGES, None)
    return Calibration(count, overall, loss, error, by_recall, by_interval, sentences)


def log_loss(predicted: Floats, recalled: Bools) -> float:
    """Mean negative log likelihood of what happened: 0 would be perfect, 0.693 is tossing a coin. ValueError for none."""
    if not len(predicted):
        raise ValueError("Without predictions there is no log loss.")
    happened = np.where(recalled, predicted, 1 - predicted)
    return float(-np.log(np.clip(happened, _SURE, 1 - _SURE)).mean())


def rmse_bins(predictions: Predictions) -> float:
    """Root mean square gap, 0–1, of predicted and observed recall in groups of like interval, reviews and lapses.

    The groups are those of srs-benchmark (github.com/open-spaced-repetition/srs-benchmark, `get_bin`) and fsrs-rs;
    ValueError for none.
    """
    if not len(predictions.predicted):
        raise ValueError("Without predictions there is no error.")
    bins = np.stack(
        [
            _logarithmic(predictions.interval, 3.62),
            _logarithmic(predictions.reviews, 1.89),
            _logarithmic(predictions.lapses, 1.73),
        ]
    )
    _, place = np.unique(bins, axis=1, return_inverse=True)
    sizes = np.bincount(place.ravel())
    gaps = np.bincount(place.ravel(), predictions.predicted - predictions.recalled)
    return float(np.sqrt((gaps**2 / sizes).sum() / sizes.sum()))


def _logarithmic(counts: Floats, base: float) -> NDArray[np.int64]:
    """Number of the group that begins at a power of the base; −1 for zero."""
    logarithm = np.floor(np.log(np.maximum(counts, 1)) / np.log(base)).astype(np.int64)
    return np.where(counts > 0, logarithm, -1)


def _groups(
    predictions: Predictions, values: Floats, edges: Sequence[float], highest: float | None
) -> tuple[Group, ...]:
    """The groups that are not empty, lowest first."""
    place = np.searchsorted(edges, values, side="right") - 1
    ends = (*edges[1:], highest)
    return tuple(
        _group(predictions, place == index, float(edge), end)
        for index, (edge, end) in enumerate(zip(edges, ends, strict=True))
        if np.any(place == index)
    )


def _group(predictions: Predictions, members: Bools, first: float, end: float | None) -> Group:
    reviews, recalled = int(np.count_nonzero(members)), int(np.count_nonzero(predictions.recalled[members]))
    return Group(
        first, end, reviews, recalled, float(predictions.predicted[members].mean()), *credible(recalled, reviews)
    )


def _too_few(count: int) -> str:
    return (
        f"There {'is' if count == 1 else 'are'} {count} review{'' if count == 1 else 's'} on a later day so far; from"
        f" {FEWEST_REVIEWS} on, predictions are compared with what you remember."
    )


def _sentences(overall: Group, loss: float, error: float) -> tuple[str, str, str]:
    gap = overall.observed - overall.predicted
    facts = f"{overall.observed:.0%} of {overall.reviews:,} reviews, where {overall.predicted:.0%} were predicted."
    if overall.low <= overall.predicted <= overall.high:
        memory = f"You remember about as much as predicted: {facts}"
    else:
        much = "a little" if abs(gap) < _A_LITTLE else "clearly"
        memory = f"You remember {much} {'more' if gap > 0 else 'less'} than predicted: {facts}"
    knowing = _surprise_of_share(overall.observed)
    if loss < knowing:
        worth = "the predictions tell your cards apart, which your average alone would not"
    else:
        worth = "so far your average alone, the same for every card, would predict no worse"
    return (
        memory,
        f"Log loss is {loss:.3f}, against {knowing:.3f} for your average recall (less is better): {worth}.",
        f"Among reviews of a kind, predicted and observed recall are typically {100 * error:.1f} percentage points apart"
        " (RMSE in bins).",
    )


def _surprise_of_share(share: float) -> float:
    """Log loss of predicting the same share for all, when that share was recalled."""
    return float(-sum(part * np.log(part) for part in (share, 1 - share) if part > 0))
