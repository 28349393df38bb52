"""The decks that come with the program: brought in at the first start, and again when a later program has a newer one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from studyapp import paths
from studyapp.collection import Collection
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource

_PLANNING = 0.3
"""Share of the time of a merge that goes into comparing."""
_HEAD = re.compile(r'^(key|version) = "([^"\n]*)"$', re.MULTILINE)


def bring_in_shipped_decks(collection: Collection, now: datetime) -> None:
    """Merge each shipped deck that the collection lacks or has in an older version; no undo step is left of it.

    Raises InvalidDeck for a shipped deck with mistakes, and CollectionUnavailable.
    """
    for folder in awaited_decks(collection):
        merge_shipped_deck(collection, read_shipped_deck(folder), now)


def awaited_decks(collection: Collection) -> list[Path]:
    """The folders of the shipped decks that the collection lacks or has in an older version; a removed one stays away."""
    found = []
    for folder in _shipped_folders():
        key, version = _key_and_version(folder)
        if _is_newer(version, collection.decks.version(key)) and not collection.decks.is_removed(key):
            found.append(folder)
    return found


def read_shipped_deck(folder: Path) -> DeckSource:
    """The deck in a folder of `awaited_decks`. Raises InvalidDeck for mistakes."""
    from studyapp.formats import decktext

    return decktext.read_folder(folder, shipped=True)


def merge_shipped_deck(
    collection: Collection, deck: DeckSource, now: datetime, progress: Callable[[float], None] | None = None
) -> None:
    """Merge one shipped deck; no undo step is left of it.

    `progress` is told what share is done, 0 to 1, and cancels by raising: then nothing of the deck is there, and the next start
    brings it in.
    """
    report = progress or (lambda _share: None)
    plan = collection.content.plan(deck, progress=lambda done, total: report(_PLANNING * done / max(1, total)))
    collection.content.merge(
        plan, now, shipped=True, progress=lambda done, total: report(_PLANNING + (1 - _PLANNING) * done / max(1, total))
    )
    # Nobody did this, so nobody should undo it.
    collection.journal.forget()


def shipped_outline() -> Outline | None:
    """The exam outline of the shipped decks, to check a deck against that brings none."""
    found = (read_shipped_deck(folder).outline for folder in _shipped_folders() if (folder / "outline.toml").is_file())
    return next(found, None)


def _shipped_folders() -> Iterator[Path]:
    return (file.parent for file in sorted(paths.shipped("decks").glob("*/deck.toml")))


def _key_and_version(folder: Path) -> tuple[str, str]:
    """The first words of a deck. Every start needs them, and loading a TOML reader for two lines would delay the window."""
    head = dict(_HEAD.findall((folder / "deck.toml").read_text(encoding="utf-8")))
    return head["key"], head["version"]


def _is_newer(shipped: str, present: str | None) -> bool:
    return present is None or _numbers(shipped) > _numbers(present)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
