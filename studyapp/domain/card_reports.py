"""What a learner has to say about a card that is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.content import Kind

LONGEST_COMMENT = 4000
"""Characters."""


class Reason(StrEnum):
    """What is the matter with a card."""

    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    OFF_TOPIC = "off-topic"
    TYPO = "typo"
    DUPLICATE = "duplicate"
    OTHER = "other"


REASON_WORDS = {
    Reason.WRONG: "What it says is wrong",
    Reason.AMBIGUOUS: "More than one answer is right",
    Reason.UNCLEAR: "It is hard to understand",
    Reason.OUTDATED: "It is out of date",
    Reason.OFF_TOPIC: "It does not belong to its topic",
    Reason.TYPO: "Spelling, formula or picture",
    Reason.DUPLICATE: "Another card asks the same",
    Reason.OTHER: "Something else",
}
"""Each reason as it is offered."""


@dataclass(frozen=True, slots=True)
class CardReport:
    """One report with what is needed to find the card again."""

    id: int
    note_id: int
    deck_key: str
    deck_title: str
    deck_version: str
    note_key: str
    kind: Kind
    leaf: str
    headline: str
    reason: Reason
    comment: str
    time: int
    """UTC epoch milliseconds."""
    exported: int | None
    """When it was last written to a file, or None."""
