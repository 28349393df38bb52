"""What a card asks the learner to do besides remembering, and how it is marked.

Kinds that mark themselves give a share of credit, 0 to 1; `proposed` turns it into a grade that the learner may override.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studyapp.domain.numeric import NumericQuestion


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a multiple-choice question."""

    text: str
    correct: bool
    rationale: str
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick the best option. The options are in the order in which they are shown."""

    options: tuple[Option, ...]

    @property
    def key(self) -> int:
        """Index of the best option."""
        return next(index for index, option in enumerate(self.options) if option.correct)


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put items in order."""

    items: tuple[str, ...]
    """In their right order."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Sort items into boxes."""

    boxes: tuple[str, ...]
    items: tuple[str, ...]
    """In the order in which they are shown."""
    places: tuple[int, ...]
    """Index of the right box of each item."""


@dataclass(frozen=True, slots=True)
class Calculate:
    """Work out a number."""

    question: NumericQuestion


@dataclass(frozen=True, slots=True)
class Write:
    """Explain, then mark the own answer by a rubric, 0 to 2 points a line."""

    rubric: tuple[str, ...]
    answer: str
    """A model answer."""


Task = Choose | Arrange | Sort | Calculate | Write
