"""How much work goes into trying out the numeric notes of a deck, so that no deck can hold up an import."""

from __future__ import annotations

STEPS_OF_A_DECK = 50_000_000
"""Some seconds; an ordinary note takes about 50,000."""


class Trials:
    """The steps of calculation that one deck may still take; when they are used up, each note is tried but twice."""

    __slots__ = ("left",)

    def __init__(self, steps: int = STEPS_OF_A_DECK) -> None:
        self.left = steps
