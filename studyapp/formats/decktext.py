"""Our own deck format: TOML text that people write, review and keep in version control.

A deck is a folder with `deck.toml`, `outline.toml`, `cards/*.toml`, `learn/*.md` and `media/*`, or one `.toml` file with all
of it but the media. Every mistake in all of its files is collected and raised together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource, NoteSource
from studyapp.errors import UnreadableFile, UserError
from studyapp.formats import Progress, toml_text
from studyapp.formats.deck_reading import DECK_LISTS, DECK_TEXTS, DeckReading, is_card_file, learn_file
from studyapp.formats.files import (
    LARGEST_TEXT_FILE,
    LARGEST_TOML,
    MIB,
    read_bytes,
    shown_name,
    why_unreadable,
    write_whole,
)
from studyapp.formats.media import LARGEST_MEDIA, LARGEST_MEDIUM
from studyapp.formats.note_text import note_lines
from studyapp.formats.outline_text import outline_lines


def read_folder(
    folder: Path, outline: Outline | None = None, progress: Progress | None = None, *, shipped: bool = False
) -> DeckSource:
    """The deck in a folder, held to the author's rules: source and leaf given, published ids kept.

    A deck that is `shipped` with the program has tests of its own, so numeric notes are not tried out at every first start.
    Raises InvalidDeck with all mistakes, or UnreadableFile where there is no deck.
    """
    return read_files(_folder_files(folder), folder.resolve().name, outline, progress, authored=True, shipped=shipped)


def read_file(path: Path, outline: Outline | None = None, progress: Progress | None = None) -> DeckSource:
    """The deck in one `.toml` file, or in the folder whose `deck.toml` this is."""
    if path.name.casefold() == "deck.toml" and (path.parent / "cards").is_dir():
        return read_folder(path.parent, outline, progress)
    content = read_bytes(path, LARGEST_TEXT_FILE)
    return DeckReading(path.name, outline, progress).single({path.name: content})


def read_files(
    files: Mapping[str, bytes],
    name: str,
    outline: Outline | None = None,
    progress: Progress | None = None,
    *,
    authored: bool = False,
    shipped: bool = False,
) -> DeckSource:
    """The deck in the files of a deck folder, given by their names in it; `name` is the folder's or package's."""
    if "deck.toml" not in files:
        raise UnreadableFile(f"{shown_name(name)} has no deck.toml, so it is no deck; choose a deck's folder or file.")
    return DeckReading(name, outline, progress, authored=authored, shipped=shipped).folder(files)


def to_files(deck: DeckSource) -> dict[str, bytes]:
    """The files of a deck's folder: what `read_files` turns back into the same deck."""
    files = {"deck.toml": _joined(_head_lines(deck))}
    if deck.outline is not None:
        files["outline.toml"] = _joined(outline_lines(deck.outline))
    retired = deck.retired
    for place, notes in _by_file(deck.notes):
        files[place] = _joined(_card_lines(notes, retired))
        retired = ()
    if any(len(content) > LARGEST_TOML for content in files.values()):
        files = {name: content for name, content in files.items() if not is_card_file(name)}
        files.update(_parts(deck))
    files.update((learn_file(leaf), _joined([text])) for leaf, text in sorted(deck.learn.items()))
    files.update((f"media/{name}", content) for name, content in sorted(deck.media.items()))
    return files


def write(deck: DeckSource, path: Path) -> None:
    """Write a deck without media as one `.toml` file; UserError if it has media or cannot be written."""
    if deck.media:
        raise UserError(f"{deck.title} has pictures, which one .toml file cannot hold; save it as a .studydeck file.")
    outline = ["", *outline_lines(deck.outline)] if deck.outline is not None else []
    retired = _retired_lines(deck.retired)
    learn = ["", "[learn]", *toml_text.table_lines(dict(deck.learn), "learn")] if deck.learn else []
    lines = [*retired, *_head_lines(deck), *outline, *learn, "", *_card_lines(deck.notes, ())]
    content = _joined(lines)
    if len(content) > LARGEST_TOML:
        what = f"larger than {LARGEST_TOML // MIB} MiB, which one .toml file cannot hold"
        raise UserError(f"{deck.title} is {what}; save it as a .studydeck file.")
    write_whole(path, content)


def _joined(lines: Iterable[str]) -> bytes:
    try:
        return ("\n".join(lines) + "\n").encode()
    except UnicodeEncodeError as error:
        around = error.object[max(0, error.start - 30) : error.start].rpartition("\n")[2]
        raise UserError(
            f"The deck was not written: half a character stands after “{around}”; type it again."
        ) from error


def _head_lines(deck: DeckSource) -> Iterator[str]:
    yield "[deck]"
    said: dict[str, object] = {name: getattr(deck, name) for name in DECK_TEXTS}
    head = {name: value for name, value in said.items() if value or name in ("key", "title", "language")}
    head.update((name, getattr(deck, name)) for name in DECK_LISTS if getattr(deck, name))
    if not deck.complete:
        head["complete"] = False
    yield from toml_text.table_lines(head, "deck")
    for identifier, citation in deck.sources.items():
        yield f"\n[source.{toml_text.key(identifier)}]"
        yield from toml_text.table_lines({"citation": citation}, "source")


def _card_lines(notes: Iterable[NoteSource], retired: tuple[str, ...]) -> Iterator[str]:
    yield from _retired_lines(retired)
    for number, note in enumerate(notes):
        yield from note_lines(note) if number == 0 else ("", *note_lines(note))


def _retired_lines(retired: tuple[str, ...]) -> tuple[str, ...]:
    return (*toml_text.table_lines({"retired": retired}, ""), "") if retired else ()


def _by_file(notes: tuple[NoteSource, ...]) -> list[tuple[str, list[NoteSource]]]:
    """The notes file by file, as they were read where that keeps their order, else all in one file."""
    places = [note.place for note in notes]
    if places != sorted(places) or not all(is_card_file(place) for place in places):
        return [("cards/notes.toml", list(notes))]
    files: dict[str, list[NoteSource]] = {}
    for note in notes:
        files.setdefault(note.place, []).append(note)
    return list(files.items())


def _parts(deck: DeckSource) -> Iterator[tuple[str, bytes]]:
    """All notes in files of a size that is read again, named so that they keep their order."""
    lines, size, number = [*_retired_lines(deck.retired)], 0, 1
    for note in deck.notes:
        of_note = [*note_lines(note), ""]
        room = 2 * sum(map(len, of_note))
        if size and size + room > LARGEST_TOML // 2:
            yield f"cards/notes-{number:04}.toml", _joined(lines)
            lines, size, number = [], 0, number + 1
        lines += of_note
        size += room
    yield f"cards/notes-{number:04}.toml", _joined(lines)


def _folder_files(folder: Path) -> dict[str, bytes]:
    name = shown_name(folder.resolve().name)
    try:
        found = [path for path in (folder / "deck.toml", folder / "outline.toml") if path.is_file()]
        published = folder / "published-ids.txt"
        cards = sorted(path for path in (folder / "cards").glob("*.toml") if not path.name.startswith("."))
        media = sorted(path for path in (folder / "media").glob("*") if path.is_file() and path.name[0] != ".")
        learn = sorted(path for path in (folder / "learn").glob("*.md") if not path.name.startswith("."))
        found += [published] if published.is_file() else []
    except OSError as error:
        raise UnreadableFile(f"{name} {why_unreadable(error)}") from error
    files = {
        path.relative_to(folder).as_posix(): read_bytes(path, LARGEST_TEXT_FILE) for path in [*found, *cards, *learn]
    }
    room = LARGEST_MEDIA
    for path in media:
        content = read_bytes(path, LARGEST_MEDIUM)
        room -= len(content)
        if room < 0:
            raise UnreadableFile(f"The media of {name} are larger than 256 MiB together; make them smaller.")
        files[f"media/{path.name}"] = content
    return files
