"""The parts of a deck that can be studied on their own, and how much of each waits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from studyapp.collection.review import Scope
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import COMPETENCIES


class Part(NamedTuple):
    """One section, leaf or competency."""

    scope: Scope
    title: str
    """Nothing where the outline does not know it."""
    about: str
    """Further words to find it by."""
    cards: int
    new: int
    """Cards never met, whatever the day's limit."""
    learning: int
    due: int
    learn: bool = False
    """Whether there is a learn note about it."""

    @property
    def id(self) -> str:
        """Such as `IV`, `IV.C.7` or `C4`."""
        return self.scope.part


class Parts(NamedTuple):
    """All parts of a deck, in the outline's order. A card counts in its section, its first leaf, and all its competencies."""

    sections: tuple[Part, ...]
    competencies: tuple[Part, ...]
    leaves: tuple[Part, ...]
    """Also those of which the deck has a learn note only."""


_Counts = tuple[int, int, int, int]
"""Cards, new, learning, due."""
_NONE = (0, 0, 0, 0)


def count_parts(connection: Connection, outline: Outline | None, deck_id: int | None, today: int) -> Parts:
    """Read the parts of a deck, or of all decks. The counts leave out suspended cards as those of the deck do."""
    sections: dict[str, _Counts] = {}
    leaves: dict[str, _Counts] = dict.fromkeys(_learn_notes(connection, deck_id), _NONE)
    competencies: dict[str, _Counts] = {}
    of_deck, values = (" AND n.deck_id = ?", (deck_id,)) if deck_id is not None else ("", ())
    # CROSS: note by note with its cards, which is several times as quick as card by card with its note.
    rows = connection.exec_driver_sql(
        "SELECT n.section, n.leaf, n.competencies, count(*), sum(c.state = 0 AND c.suspended = 0),"
        " sum(c.state IN (1, 3) AND c.suspended = 0), sum(c.state = 2 AND c.suspended = 0 AND c.due_day <= ?)"
        f" FROM notes n CROSS JOIN cards c ON c.note_id = n.id WHERE c.retired = 0{of_deck} GROUP BY n.section, n.leaf, n.competencies",
        (today, *values),
    )
    for section, leaf, names, *counts in rows:
        for sums, name in ((sections, section), (leaves, leaf), *((competencies, name) for name in json.loads(names))):
            if name:
                cards, new, learning, due = sums.get(name, _NONE)
                sums[name] = (cards + counts[0], new + counts[1], learning + counts[2], due + counts[3])
    with_note = set(_learn_notes(connection, None))
    titles = _leaf_titles(outline)
    section_titles = (
        {section.id: (section.title, section.short_title) for section in outline.sections} if outline else {}
    )
    return Parts(
        tuple(
            Part(Scope(deck_id, section=name), *section_titles.get(name, ("", "")), *sections[name])
            for name in _ordered(sections, section_titles)
        ),
        tuple(
            Part(Scope(deck_id, competency=name), COMPETENCIES.get(name, ""), "", *competencies[name])
            for name in _ordered(competencies, COMPETENCIES)
        ),
        tuple(
            Part(Scope(deck_id, leaf=name), *titles.get(name, ("", "")), *leaves[name], learn=name in with_note)
            for name in _ordered(leaves, titles)
        ),
    )


def _learn_notes(connection: Connection, deck_id: int | None) -> list[str]:
    """Leaves with a learn note, in a deck or in any."""
    of_deck, values = (" AND d.id = ?", (deck_id,)) if deck_id is not None else ("", ())
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT l.leaf FROM learn_notes l JOIN decks d ON d.id = l.deck_id WHERE d.removed = 0{of_deck}",
        values,
    )
    return list(rows.scalars())


def _leaf_titles(outline: Outline | None) -> dict[str, tuple[str, str]]:
    """Title and further words of each leaf, in the outline's order."""
    if outline is None:
        return {}
    return {leaf.id: (leaf.title, " ".join((leaf.group, *leaf.topics))) for leaf in outline.leaves()}


def _ordered(found: Iterable[str], known: Mapping[str, object]) -> list[str]:
    """Names in the order in which they are known, then the others."""
    place = {name: number for number, name in enumerate(known)}
    return sorted(found, key=lambda name: (place.get(name, len(place)), name))
