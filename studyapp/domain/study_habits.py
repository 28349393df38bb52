"""How a learner answers: shares of the ratings and seconds per answer, on which a plan's arithmetic of time rests."""

from __future__ import annotations

from dataclasses import dataclass

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
