"""Reads decks and tables of cards into plain values, and writes them. No SQL, no collection, no window.

A file's content decides how it is read, not the ending of its name. The modules of the formats are imported when they
are needed, because showing a card needs none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource
from studyapp.errors import UnreadableFile, UserError

Progress = Callable[[int, int], None]
"""Takes how many steps of how many are done; it may raise to cancel."""

Reader = Callable[[Path, Outline | None, Progress | None], tuple[DeckSource, ...]]
Writer = Callable[[DeckSource, Path], None]

_FIRST_BYTES = 64 * 1024
_TOML_LINE = r"\[{1,2}[A-Za-z0-9_\"'. -]+\]{1,2}\s*(?:#.*)?|[A-Za-z0-9_-]+\s*=.*"


def read(path: Path, outline: Outline | None = None, progress: Progress | None = None) -> DeckSource:
    """The deck in a folder or file; UserError if it is none, or InvalidDeck with all its mistakes.

    A deck that brings no outline is checked against the given one.
    """
    decks = read_all(path, outline, progress)
    if len(decks) > 1:
        names = ", ".join(deck.title for deck in decks[:3])
        more = f" and {len(decks) - 3} more" if len(decks) > 3 else ""
        raise UnreadableFile(f"{_shown(path)} has cards of {len(decks)} decks ({names}{more}); import them one by one.")
    return decks[0]


def read_all(path: Path, outline: Outline | None = None, progress: Progress | None = None) -> tuple[DeckSource, ...]:
    """All decks in a folder or file: several where a table has a column that names the deck, else one."""
    return _reader_for(path)(path, outline, progress)


def write(deck: DeckSource, path: Path) -> None:
    """Write a deck in the format that the name's ending asks for; either the whole file or none of it is written."""
    writer = WRITERS.get(path.suffix.casefold())
    if writer is None:
        raise UserError(f"{_shown(path)} was not written: its name must end in {' or '.join(WRITERS)}.")
    writer(deck, path)


def _read_text(path: Path, outline: Outline | None, progress: Progress | None) -> tuple[DeckSource, ...]:
    from studyapp.formats import decktext

    return (decktext.read_file(path, outline, progress),)


def _read_folder(path: Path, outline: Outline | None, progress: Progress | None) -> tuple[DeckSource, ...]:
    from studyapp.formats import decktext

    return (decktext.read_folder(path, outline, progress),)


def _read_package(path: Path, outline: Outline | None, progress: Progress | None) -> tuple[DeckSource, ...]:
    from studyapp.formats import package

    return (package.read(path, outline, progress),)


def _read_table(path: Path, outline: Outline | None, progress: Progress | None) -> tuple[DeckSource, ...]:
    from studyapp.formats import table

    return table.read_all(path, outline, progress)


def _write_text(deck: DeckSource, path: Path) -> None:
    from studyapp.formats import decktext

    decktext.write(deck, path)


def _write_package(deck: DeckSource, path: Path) -> None:
    from studyapp.formats import package

    package.write(deck, path)


READERS: Mapping[str, Reader] = {
    ".toml": _read_text,
    ".studydeck": _read_package,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".txt": _read_table,
}
WRITERS: Mapping[str, Writer] = {".studydeck": _write_package, ".toml": _write_text}
SUFFIXES = tuple(READERS)
"""Endings of file names that a file dialog offers and a drop accepts."""


def _reader_for(path: Path) -> Reader:
    """The reader that the content of a file asks for."""
    start = _first_bytes(path)
    if start is None:
        return _read_folder
    if start.startswith(b"PK"):
        return _read_package
    if start.startswith(b"SQLite format 3\x00"):
        raise UnreadableFile(f"{_shown(path)} is a database, not a deck; export a deck from the program it belongs to.")
    text = start.decode("utf-8-sig", errors="ignore")
    first = next((line for line in map(str.strip, text.split("\n")) if line and not line.startswith("#")), "")
    if re.fullmatch(_TOML_LINE, first) or path.suffix.casefold() == ".toml":
        return _read_text
    return _read_table


def _first_bytes(path: Path) -> bytes | None:
    """The beginning of a file, None for a folder."""
    from studyapp.formats.files import open_file, why_unreadable

    try:
        if path.is_dir():
            return None
        with open_file(path) as file:
            return file.read(_FIRST_BYTES)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{_shown(path)} {why_unreadable(error)}") from error


def _shown(path: Path) -> str:
    from studyapp.formats.files import shown_name

    return shown_name(path.name)
