"""How a learner answers: shares of the ratings and seconds per answer, on which a plan's arithmetic of time rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from studyapp.domain.scheduling import Rating, State

Four = tuple[float, float, float, float]
"""Values for Again, Hard, Good and Easy."""


@dataclass(frozen=True, slots=True)
class StudyHabits:
    """Averages over 10,000 users of Anki, as fsrs-rs states them (`SimulatorConfig::default`), until the learner's own are known."""

    first_ratings: Four = (0.24, 0.094, 0.495, 0.171)
    """Shares of the first answers of all, 0–1."""
    recalled_ratings: tuple[float, float, float] = (0.224, 0.631, 0.145)
    """Shares of Hard, Good and Easy among reviews that were recalled, 0–1."""
    learning_answers: tuple[Four, Four, Four] = (
        (0.3686, 0.0628, 0.5108, 0.0577),
        (0.0442, 0.4553, 0.4457, 0.0549),
        (0.0519, 0.047, 0.8462, 0.055),
    )
    """Shares of the next answer in the learning steps after Again, Hard and Good."""
    relearning_answers: tuple[Four, Four, Four] = (
        (0.2157, 0.0643, 0.6595, 0.0604),
        (0.05, 0.4638, 0.4475, 0.0387),
        (0.1057, 0.1434, 0.7266, 0.0244),
    )
    """The same in the relearning steps."""
    learning_seconds: Four = (19.58, 18.79, 13.78, 10.71)
    """Seconds per answer of a card that is being learned."""
    review_seconds: Four = (19.38, 17.59, 12.38, 8.94)
    """Seconds per answer of a review."""
    relearning_seconds: Four = (16.44, 15.25, 12.32, 8.03)
    """Seconds per answer of a card that is being relearned."""
    learning_steps: int = 2
    """Steps a new card passes on its first day."""
    relearning_steps: int = 1
    """Steps a forgotten card passes on the same day."""


AVERAGE_HABITS = StudyHabits()

_PRIOR_ANSWERS = 30
"""As if so many answers of each rating had been seen to take the average learner's time."""
_PRIOR_SHARES = 100
"""As if so many answers had been seen with the average learner's shares."""


class Answers(NamedTuple):
    """A learner's answers of one rating to cards in one state."""

    state: State
    """Of the card before the answer."""
    rating: Rating
    answers: int
    seconds: float
    """On average."""


def learned_habits(answers: Iterable[Answers], *, learning_steps: int, relearning_steps: int) -> StudyHabits:
    """A learner's own habits, drawn towards the average the fewer answers there are."""
    average = AVERAGE_HABITS
    found = list(answers)

    def seconds(states: tuple[State, ...], defaults: Four) -> Four:
        again, hard, good, easy = (_seconds(found, states, rating, defaults[rating - 1]) for rating in Rating)
        return again, hard, good, easy

    def shares(state: State, ratings: tuple[Rating, ...], defaults: tuple[float, ...]) -> list[float]:
        counts = [
            sum(each.answers for each in found if (each.state, each.rating) == (state, rating)) for rating in ratings
        ]
        total = sum(counts) + _PRIOR_SHARES
        return [(count + _PRIOR_SHARES * share) / total for count, share in zip(counts, defaults, strict=True)]

    again, hard, good, easy = shares(State.NEW, tuple(Rating), average.first_ratings)
    recalled_hard, recalled_good, recalled_easy = shares(
        State.REVIEW, (Rating.HARD, Rating.GOOD, Rating.EASY), average.recalled_ratings
    )
    return replace(
        average,
        first_ratings=(again, hard, good, easy),
        recalled_ratings=(recalled_hard, recalled_good, recalled_easy),
        learning_seconds=seconds((State.NEW, State.LEARNING), average.learning_seconds),
        review_seconds=seconds((State.REVIEW,), average.review_seconds),
        relearning_seconds=seconds((State.RELEARNING,), average.relearning_seconds),
        learning_steps=learning_steps,
        relearning_steps=relearning_steps,
    )


def _seconds(answers: list[Answers], states: tuple[State, ...], rating: Rating, default: float) -> float:
    chosen = [each for each in answers if each.state in states and each.rating == rating]
    count = sum(each.answers for each in chosen)
    spent = sum(each.answers * each.seconds for each in chosen)
    return (spent + _PRIOR_ANSWERS * default) / (count + _PRIOR_ANSWERS)
