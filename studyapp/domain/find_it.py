"""Which topic to look up next, to become quick at finding things in one's own books, and how quick one is.

What has never been looked up comes first; after that what was not found or found slowly. Leaves that carry more of the
exam come more often. Pure: the same past and seed give the same topic everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from studyapp.domain.blueprint import Leaf, Outline
from studyapp.domain.scheduling import uniform

ROUND = 10
"""Look-ups to a round."""
SLOW = 43.0
"""Seconds: half of the 86 that a question has. Finding a place should leave the other half for thinking."""
LONGEST = 600.0
"""Seconds that count at most; whoever needs longer has not found it."""

_NOT_FOUND = 4.0
"""How much more often a leaf comes that was not found than one that was found in the time called slow."""
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Lookup:
    """One search in the books."""

    leaf: str
    time: int
    """UTC epoch milliseconds."""
    seconds: float
    found: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to look up."""

    leaf: str
    title: str
    topic: str
    """One topic of the leaf, or nothing where the outline names none."""


@dataclass(frozen=True, slots=True)
class LookupSummary:
    """How finding went."""

    lookups: int
    found: int
    median: float | None
    """Seconds of those that were found; None where none was."""
    slowest: tuple[Lookup, ...]
    """The last look-up of each leaf that was found slowly, slowest first."""
    not_found: tuple[str, ...]
    """Leaves whose last look-up failed, in the order of the look-ups."""
    without_reference: tuple[str, ...] = ()
    """Leaves that were looked up and have no reference yet, in the order of the look-ups."""


def questions_per_leaf(outline: Outline) -> dict[str, float]:
    """How many questions of the exam a leaf carries: its section's, spread evenly."""
    return {leaf.id: section.questions / len(section.leaves) for section in outline.sections for leaf in section.leaves}


def next_prompt(outline: Outline, past: Sequence[Lookup], asked: Collection[str], seed: int) -> Prompt | None:
    """The next topic, or None for an outline without leaves.

    `past` is every look-up, oldest first; leaves in `asked`, those of this round, do not come again while others are left.
    """
    leaves = list(outline.leaves())
    if not leaves:
        return None
    last = {lookup.leaf: lookup for lookup in past}
    times = Counter(lookup.leaf for lookup in past)
    choice = [leaf for leaf in leaves if leaf.id not in asked] or leaves
    unseen = [leaf for leaf in choice if leaf.id not in last]
    weights = questions_per_leaf(outline)
    if unseen:
        chosen = _drawn(unseen, [weights[leaf.id] for leaf in unseen], uniform(seed, len(past)))
    else:
        needs = [weights[leaf.id] * need(last[leaf.id]) for leaf in choice]
        chosen = _drawn(choice, needs, uniform(seed, len(past)))
    topic = chosen.topics[(seed + times[chosen.id]) % len(chosen.topics)] if chosen.topics else ""
    return Prompt(chosen.id, chosen.title, topic)


def need(lookup: Lookup) -> float:
    """How much a leaf needs to be looked up again: 1 where it was found in just the time called slow."""
    if not lookup.found:
        return _NOT_FOUND
    return min(_NOT_FOUND, max(_LEAST, lookup.seconds / SLOW))


def summarize(
    lookups: Sequence[Lookup], with_reference: Collection[str] | None = None, slowest: int = 3
) -> LookupSummary:
    """How these look-ups went, oldest first; `with_reference` are the leaves for which the learner has noted a place."""
    last: Mapping[str, Lookup] = {lookup.leaf: lookup for lookup in lookups}
    found = [lookup.seconds for lookup in lookups if lookup.found]
    slow = sorted(
        (each for each in last.values() if each.found and each.seconds > SLOW), key=lambda each: -each.seconds
    )
    missing = () if with_reference is None else tuple(leaf for leaf in last if leaf not in with_reference)
    return LookupSummary(
        len(lookups),
        len(found),
        median(found) if found else None,
        tuple(slow[:slowest]),
        tuple(leaf for leaf, lookup in last.items() if not lookup.found),
        missing,
    )


def _drawn(leaves: Sequence[Leaf], weights: Iterable[float], chance: float) -> Leaf:
    """One of the leaves, each as likely as its weight says; `chance` is 0 to 1."""
    bounds = list(accumulate(weights))
    wanted = chance * bounds[-1]
    return next((leaf for leaf, bound in zip(leaves, bounds, strict=True) if wanted < bound), leaves[-1])
