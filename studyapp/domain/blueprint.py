"""The exam outline: sections, leaves, weights and how sure each fact is.

The outline is data. A deck brings it, so that a later body of knowledge (BoK) needs no new program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest numbered topic of the body of knowledge."""

    id: str
    """Such as `IV.C.7`."""
    title: str
    level: str = ""
    """Highest cognitive level at which it is asked, as a word of `content.Level`."""
    level_certainty: str = "recalled"
    """`seen` in a published copy, `recalled`, or `unknown`."""
    group: str = ""
    """Title of the lettered group it stands in, such as `Measurement: assessment and metrics`."""
    topics: tuple[str, ...] = ()
    """Facts about its extent in a few words each; never sentences of the published text."""
    numeric: bool = False
    """Whether it can be asked with numbers."""


@dataclass(frozen=True, slots=True)
class Section:
    """One weighted part of the exam."""

    id: str
    """Roman numeral, such as `IV`."""
    title: str
    short_title: str
    """At most about 22 characters, for bars and tables."""
    questions: int
    """Scored questions in the exam."""
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All sections of one edition of the body of knowledge, with its source."""

    name: str
    effective: str
    """ISO date from which exams use it."""
    source: str
    certainty: str
    """A sentence on how sure weights and titles are."""
    minutes: int
    unscored_questions: int
    sections: tuple[Section, ...]

    def leaves(self) -> Iterator[Leaf]:
        """All leaves in the outline's order."""
        for section in self.sections:
            yield from section.leaves

    def leaf(self, leaf_id: str | None) -> Leaf | None:
        """The leaf with this id, or None."""
        return next((leaf for leaf in self.leaves() if leaf.id == leaf_id), None)

    def section_of(self, leaf_id: str | None) -> Section | None:
        """The section that a leaf id belongs to, or None."""
        return next((section for section in self.sections if section.id == section_id(leaf_id)), None)

    @property
    def questions(self) -> int:
        """Scored questions of the whole exam."""
        return sum(section.questions for section in self.sections)


def section_id(leaf_id: str | None) -> str:
    """`IV` of `IV.C.7`; nothing for a note without a leaf."""
    return leaf_id.partition(".")[0] if leaf_id else ""
