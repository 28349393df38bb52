"""Texts that say nearly the same, found by the runs of words that they share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

SHINGLE = 3
"""Words in one run."""

ALIKE = 0.5
"""Share of common runs from which two texts count as nearly the same."""


def near_duplicates(texts: Mapping[str, Sequence[str]], alike: float = ALIKE) -> Iterator[tuple[str, str, float]]:
    """Pairs of keys whose texts, given as their words, share at least this part of their runs of three words, with the part.

    The part is Jaccard's index. Two texts can only reach it if they share one of their rarest runs, so only those are
    looked up (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007): no pair is missed, and
    thousands of texts take a fraction of a second. Texts of fewer than three words are alike only if they are the same.
    """
    runs = {key: _runs(text) for key, text in texts.items() if text}
    frequency = Counter(run for each in runs.values() for run in each)
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in sorted(runs, key=lambda key: len(runs[key])):
        own = runs[key]
        # The lowest overlap with any text that is alike is that part of the own length.
        rarest = sorted(own, key=lambda run: (frequency[run], run))[: len(own) - math.ceil(alike * len(own)) + 1]
        shorter = dict.fromkeys(other for run in rarest for other in holders[run])
        for other in shorter:
            shared = len(own & runs[other])
            part = shared / (len(own) + len(runs[other]) - shared)
            if part >= alike:
                yield other, key, part
        for run in rarest:
            holders[run].append(key)


def _runs(text: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(text) < SHINGLE:
        return frozenset({tuple(text)})
    return frozenset(tuple(text[start : start + SHINGLE]) for start in range(len(text) - SHINGLE + 1))
