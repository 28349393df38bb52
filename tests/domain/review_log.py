"""The log of a real learner, cut after so many next-day reviews, for our fit and for the reference's."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import fsrs_rs_python
import numpy as np

from studyapp.domain.memory_gradient import Histories
from studyapp.domain.past_reviews import PastReview

LOG = Path(__file__).parents[1] / "data" / "review-log-py-fsrs.csv"
ROLLOVER = timedelta(hours=10)
"""The learner's night: between 6 and 15 o'clock UTC there is no review."""


@dataclass(frozen=True)
class ReviewLog:
    """Reviews of one learner."""

    cards: list[list[tuple[float, PastReview]]]
    """(seconds since 1970, review) of each card, oldest first."""

    def __post_init__(self) -> None:
        assert all(card == sorted(card) for card in self.cards)

    @property
    def histories(self) -> list[list[PastReview]]:
        return [[review for _, review in card] for card in self.cards]

    @property
    def arrays(self) -> Histories:
        return Histories([list(zip(gaps(card), (r.rating for r in card), strict=True)) for card in self.histories])

    @property
    def times(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Of all answers in the order of `arrays`."""
        return np.array([time for card in self.cards for time, _ in card])

    def next_day_times(self) -> list[float]:
        """Of all next-day reviews, sorted."""
        return sorted(self.times[self.arrays.is_target].tolist())

    def until(self, time: float) -> ReviewLog:
        """What was known at that time."""
        cards = [[(then, review) for then, review in card if then <= time] for card in self.cards]
        return ReviewLog([card for card in cards if card])

    def reference_items(self) -> list[fsrs_rs_python.FSRSItem]:
        """One item for each next-day review, in the order of time, as the reference wants them."""
        items = []
        for card, history in zip(self.cards, self.histories, strict=True):
            days = gaps(history)
            steps = [fsrs_rs_python.FSRSReview(r.rating, gap) for r, gap in zip(history, days, strict=True)]
            items += [
                (time, fsrs_rs_python.FSRSItem(steps[: index + 1]))
                for index, (time, _) in enumerate(card)
                if days[index] > 0
            ]
        return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def gaps(history: Sequence[PastReview]) -> list[int]:
    """Study days between each review and the one before."""
    return [0, *(later.day - earlier.day for earlier, later in pairwise(history))][: len(history)]


@cache
def real_log() -> ReviewLog:
    cards: dict[str, list[tuple[float, PastReview]]] = defaultdict(list)
    with LOG.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            time = datetime.fromisoformat(row["review_time"])
            review = PastReview((time - ROLLOVER).toordinal(), int(row["review_rating"]))
            cards[row["card_id"]].append((time.timestamp(), review))
    return ReviewLog([sorted(card) for card in cards.values()])


def held_out_loss(log: ReviewLog, weights: Sequence[float], after: float) -> float:
    """Log loss of the next-day reviews after this time, each predicted from all that came before it."""
    arrays = log.arrays
    asked = arrays.is_target & (log.times > after)
    return arrays.loss(np.array(weights), asked) / int(asked.sum())
