"""What the checks of a whole deck report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding has to be mended or only looked at."""

    MISTAKE = "mistake"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has found in a deck."""

    key: str
    """The note's, or nothing where the deck as a whole is meant."""
    field: str
    """Such as `options[2].text`, or nothing."""
    sentence: str
    severity: Severity
    rule: str
    """The rule's name, such as `same-question`."""


def mistake(rule: str, key: str, field: str, sentence: str) -> Finding:
    """A finding that has to be mended."""
    return Finding(key, field, sentence, Severity.MISTAKE, rule)


def advice(rule: str, key: str, field: str, sentence: str) -> Finding:
    """A finding to look at: sometimes it is meant so."""
    return Finding(key, field, sentence, Severity.ADVICE, rule)
