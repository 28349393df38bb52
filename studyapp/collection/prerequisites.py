"""Which notes are to be introduced before others: those that these build on and that were never studied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

_CHUNK = 400


class Prerequisites:
    """Looks notes up by deck and key, each once. Made for one queue: it remembers what it has found.

    Notes that nothing can introduce hold nothing back: unknown, retired and suspended ones, and those outside of `tests`,
    which are conditions in SQL on a note, each with its one value.
    """

    def __init__(self, connection: Connection, tests: Mapping[str, str]) -> None:
        self._connection = connection
        self._tests = tests
        self._outstanding: dict[tuple[int, str], int | None] = {}

    def of(self, notes: Iterable[tuple[int, int, str]]) -> dict[int, tuple[int, ...]]:
        """For each note the ids of those to be introduced before it; it is given as its id, its deck's and a list in JSON."""
        # Several cards of a note tell the same.
        wanted = {
            note_id: [(deck_id, key) for key in json.loads(prereq)]
            for note_id, deck_id, prereq in dict.fromkeys(notes)
            if prereq != "[]"
        }
        self._look_up({place for places in wanted.values() for place in places} - self._outstanding.keys())
        found = {}
        for note_id, places in wanted.items():
            ids = (self._outstanding[place] for place in places)
            found[note_id] = tuple(basic for basic in ids if basic is not None and basic != note_id)
        return found

    def _look_up(self, places: Iterable[tuple[int, str]]) -> None:
        rows = sorted(places)
        tests = "".join(f" AND {test}" for test in self._tests)
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            self._outstanding.update(dict.fromkeys(chunk))
            found = self._connection.exec_driver_sql(
                # The cross join keeps the order, and each + an index away: others would read whole tables for each note.
                f"WITH wanted(deck, name) AS (VALUES {', '.join(['(?, ?)'] * len(chunk))})"
                " SELECT deck_id, key, id FROM wanted CROSS JOIN notes ON deck_id = deck AND key = name WHERE"
                " EXISTS (SELECT 1 FROM cards WHERE note_id = notes.id AND +suspended = 0 AND +retired = 0)"
                f" AND NOT EXISTS (SELECT 1 FROM cards WHERE note_id = notes.id AND state != 0){tests}",
                (*(value for place in chunk for value in place), *self._tests.values()),
            )
            self._outstanding.update({(deck_id, key): note_id for deck_id, key, note_id in found})
