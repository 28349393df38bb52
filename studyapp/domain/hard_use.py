"""Whether a learner seems to press Hard instead of Again for cards that were forgotten, which misleads every schedule.

Anki's manual names it as the one habit that FSRS cannot adapt to, for Hard is taken as recalled with effort
(docs.ankiweb.net/deck-options.html, “FSRS”). No published test for it is known to us; the sign looked for here is our own:
Again is pressed far less often than cards should be forgotten, and Hard often enough to make up for it. How often cards
should be forgotten is taken from the standard parameters, because fitted ones would have learned the habit.

Only a habit that is nearly complete shows. Where some forgotten cards get Hard and others Again, the answers look the
same as those of a learner with difficult cards: recall after Hard, compared with after Good, tells the two apart no better
than chance, in simulated learners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studyapp.domain.beta import credible
from studyapp.domain.memory_gradient import Histories
from studyapp.domain.past_reviews import PastReview, usable_histories
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Rating

_FEWEST_LAPSES = 10
"""Lapses that must have been expected before their absence says anything."""
_AGAIN_LEFT = 0.5
"""Share of the expected lapses that are answered with Again, below which it is hardly ever pressed."""


@dataclass(frozen=True, slots=True)
class HardUse:
    """How Again and Hard are used in reviews on a later day, and what that suggests."""

    reviews: int
    again: int
    hard: int
    expected_again: float
    """How many reviews should have been forgotten."""
    warning: str | None
    """A sentence for the learner; None where all seems well or little is known."""


def hard_use(histories: Sequence[Sequence[PastReview]]) -> HardUse:
    """Look for the sign in the cards' histories, each oldest first."""
    cards = Histories([[(a.elapsed_days, a.rating) for a in card] for card in usable_histories(histories)])
    rating = cards.rating[cards.is_target]
    reviews = len(rating)
    again, hard = (int(np.count_nonzero(rating == pressed)) for pressed in (Rating.AGAIN, Rating.HARD))
    recall = cards.recall(np.array(DEFAULT_PARAMETERS.weights))[cards.is_target]
    expected = float((1 - recall).sum())
    warning = None
    # The upper bound, so that a few lucky reviews raise no suspicion.
    if (
        expected >= _FEWEST_LAPSES
        and credible(again, reviews)[1] < _AGAIN_LEFT * expected / reviews
        and again + hard >= expected
    ):
        warning = (
            f"You press Again in {again / reviews:.0%} of reviews and Hard in {hard / reviews:.0%}, where about"
            f" {expected / reviews:.0%} should be forgotten. If you press Hard for cards you had forgotten, press Again"
            " for them: Hard means “I knew it, with effort”, and makes the next interval longer."
        )
    return HardUse(reviews, again, hard, expected, warning)
