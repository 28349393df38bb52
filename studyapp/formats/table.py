"""Tables of cards: CSV, TSV and their like, one row a note, with a header row that names the columns.

The text of a table is plain text: it is escaped, so that no sign in it is taken for markup. A table is never complete: a
note that is missing in it is not meant to be retired. Rows that cannot become notes are refused one by one with a reason.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource, Fields, Kind, Level, NoteSource, RefusedNote
from studyapp.domain.note_rules import KEY_FORM, LARGEST_TEXT, LONGEST_KEY, check_note, unknown_name
from studyapp.errors import UnreadableFile
from studyapp.formats import Progress, text_encoding
from studyapp.formats.escape import escape_markdown
from studyapp.formats.files import LARGEST_TEXT_FILE, read_bytes, shown_name, whole_characters

LARGEST_TABLE = 4 * LARGEST_TEXT_FILE
SHORT_CELL = LARGEST_TEXT // 8
"""Characters that stay within the largest text of a note, whatever they are and however they are escaped."""
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}

COLUMNS: dict[str, tuple[str, ...]] = {
    "front": ("front", "question", "term", "word", "prompt", "text", "side 1"),
    "back": ("back", "answer", "definition", "meaning", "side 2"),
    "leaf": ("leaf", "bok", "bok leaf"),
    "level": ("level", "cognitive level"),
    "source": ("source", "reference"),
    "tags": ("tags", "tag"),
    "deck": ("deck", "deck name"),
    "kind": ("kind", "card kind"),
    "id": ("id", "key"),
    "competencies": ("competencies", "competency"),
    "remark": ("remark", "notes", "comment"),
    "example": ("example",),
    "reverse": ("reverse",),
}
"""The columns that are read, each with the names it may have in the header row, in any case."""

_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
_KINDS = (Kind.TERM, Kind.QUESTION, Kind.CLOZE)
_TERM_HEADERS = ("term", "word", "definition")
_YES = ("true", "yes", "y", "1", "x")
_NO = ("false", "no", "n", "0", "")
_SEPARATOR = re.compile(r"[;,]")
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_ROWS_A_STEP = 2_000


def read_all(path: Path, outline: Outline | None = None, progress: Progress | None = None) -> tuple[DeckSource, ...]:
    """The decks of a table: one for each name in its deck column, or one that is called like the file.

    Raises UnreadableFile if it is no such table, which is said in one sentence.
    """
    name = shown_name(path.name)
    content = read_bytes(path, LARGEST_TABLE)
    try:
        text = text_encoding.decode(content)
    except ValueError as error:
        raise UnreadableFile(f"{name} was not imported: {error}.") from error
    header, rows = _header_and_rows(text, name)
    total = text.count("\n")
    reading = _Reading(header, outline, whole_characters(path.stem.strip() or path.name), all_checked="\x00" in text)
    found = False
    try:
        for number, row in rows:
            found = found or any(row)
            reading.add(number, row)
            if progress and number % _ROWS_A_STEP == 0:
                progress(min(number, total), total)
    except csv.Error as error:
        advice = "check that every quotation mark that opens a cell is closed"
        raise UnreadableFile(f"{name} was not imported: the quotes do not match; {advice}.") from error
    if not found:
        raise UnreadableFile(f"{name} has a header row only; add a row for each card.")
    return reading.decks()


_Rows = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Header:
    columns: tuple[str, ...]
    """The column that each cell belongs to, nothing for one that is not read."""
    kind: Kind
    """What a row is that does not say."""
    row: int


@dataclass(slots=True)
class _Deck:
    title: str
    notes: list[NoteSource] = field(default_factory=list)
    refused: list[RefusedNote] = field(default_factory=list)
    rows: _Rows = field(default_factory=dict)
    """Note key to the row that it came from, and the back of that row."""


class _Refused(Exception):
    """A row that cannot become a note; `str()` is the reason."""


class _Reading:
    """Rows on their way to decks."""

    def __init__(self, header: _Header, outline: Outline | None, title: str, *, all_checked: bool) -> None:
        self.header = header
        self.all_checked = all_checked
        self.outline = outline
        self.title = title
        self.found: dict[str, _Deck] = {}

    def add(self, number: int, row: list[str]) -> None:
        """Take one row; an empty one is passed over."""
        if not any(map(str.strip, row)):
            return
        columns = self.header.columns
        cells = {
            column: cell.strip() if "\r" not in cell else cell.strip().replace("\r\n", "\n").replace("\r", "\n")
            for column, cell in zip(columns, row, strict=False)
            if column and cell
        }
        deck = self._deck(cells.get("deck") or self.title)
        place = f"row {number}"
        try:
            if len(row) != len(columns) and not (len(row) > len(columns) and not any(row[len(columns) :])):
                raise _Refused(_ragged(len(row), len(columns)))
            deck.notes.append(self._note(cells, place, number, deck.rows))
        except _Refused as error:
            first = next((cell for cell in row if cell.strip()), "")
            deck.refused.append(
                RefusedNote(place, shown_name(" ".join(first.split()), 80), shown_name(str(error), 300))
            )

    def decks(self) -> tuple[DeckSource, ...]:
        """The decks with all rows so far."""
        return tuple(
            DeckSource(_slug(deck.title), deck.title, tuple(deck.notes), complete=False, refused=tuple(deck.refused))
            for deck in self.found.values()
        )

    def _deck(self, title: str) -> _Deck:
        deck = self.found.get(title)
        if deck is None:
            deck = self.found[title] = _Deck(" ".join(title.split()))
        return deck

    def _note(self, cells: dict[str, str], place: str, number: int, rows: _Rows) -> NoteSource:
        kind, fields = _content(cells, self.header.kind)
        key = _key(cells, rows)
        note = NoteSource(
            key,
            kind,
            fields,
            leaf=cells.get("leaf") or None,
            level=_level(cells["level"]) if cells.get("level") else None,
            competencies=_several(cells["competencies"].upper()) if cells.get("competencies") else (),
            tags=_several(cells["tags"]) if cells.get("tags") else (),
            source=cells.get("source", ""),
            place=place,
        )
        if self.all_checked or not _is_sound(note, cells):
            self._check(note)
        rows[key] = number, cells.get("back", "")
        return note

    def _check(self, note: NoteSource) -> None:
        mistakes = check_note(note, self.outline)
        if mistakes:
            name, sentence = mistakes[0]
            raise _Refused(f"{name}: {sentence}")


def _header_and_rows(text: str, name: str) -> tuple[_Header, Iterator[tuple[int, list[str]]]]:
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise UnreadableFile(f"{name} is empty; choose a file with a header row and a row for each card.")
    headers = {delimiter: header for delimiter in DELIMITERS if (header := _header(text, delimiter)) is not None}
    if not headers:
        first = shown_name(" ".join(text.strip().split("\n", 1)[0].split()), 60)
        advice = "the first row must name the columns, among them front and back"
        raise UnreadableFile(f"{name} was not imported: {advice}, but it is “{first}”.")
    delimiter = max(headers, key=lambda each: sum(map(bool, headers[each].columns)))
    header = headers[delimiter]
    for column in COLUMNS:
        if header.columns.count(column) > 1:
            raise UnreadableFile(f"{name} was not imported: two columns mean {column}; rename one of them.")
    rows = enumerate(_parsed(text, delimiter), 1)
    return header, itertools.islice(rows, header.row, None)


def _header(text: str, delimiter: str) -> _Header | None:
    """The header row as this delimiter gives it, or None if that names no front and back."""
    try:
        for number, row in enumerate(itertools.islice(_rows(text, delimiter), 100), 1):
            if any(map(str.strip, row)):
                names = [" ".join(cell.split()).casefold().strip("\ufeff") for cell in row]
                columns = tuple(_COLUMN_OF.get(name, "") for name in names)
                sides = "front" in columns and ("back" in columns or "kind" in columns or "text" in names)
                kind = Kind.TERM if any(name in _TERM_HEADERS for name in names) else Kind.QUESTION
                if "back" not in columns and "kind" not in columns:
                    kind = Kind.CLOZE
                return _Header(columns, kind, number) if sides else None
    except csv.Error:
        return None
    return None


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """All rows; where tabs separate and the quotes do not match, quotes are ordinary signs."""
    if delimiter == "\t" and '"' in text:
        try:
            yield from list(_rows(text, delimiter))
        except csv.Error:
            yield from _rows(text, delimiter, quotes=False)
    else:
        yield from _rows(text, delimiter)


def _rows(text: str, delimiter: str, *, quotes: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_TABLE)
    stream = io.StringIO(text, newline="")
    skip = delimiter != "\t"
    if quotes:
        return csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=skip)
    return csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)


def _is_sound(note: NoteSource, cells: dict[str, str]) -> bool:
    """Whether the note can have no mistake, because of how it was made: most rows, and the check takes the most time."""
    unchecked = note.kind is Kind.CLOZE or note.leaf or note.competencies or "id" in cells
    return not unchecked and max(map(len, cells.values())) < SHORT_CELL


def _content(cells: dict[str, str], usual: Kind) -> tuple[Kind, Fields]:
    kind = _kind(cells, usual)
    if kind is Kind.CLOZE:
        if cells.get("back"):
            raise _Refused("A cloze has no back; put the answer between {{c1:: and }} in the front.")
        fields: dict[str, Any] = {"text": escape_markdown(cells.get("front", ""))}
        if cells.get("example"):
            raise _Refused("A cloze has no example; put it into the remark.")
    else:
        for name in ("front", "back"):
            if not cells.get(name):
                raise _Refused(f"The {name} is empty; fill it in.")
        fields = {"front": escape_markdown(cells["front"]), "back": escape_markdown(cells["back"])}
        if kind is Kind.TERM and "reverse" in cells:
            fields["reverse"] = _flag(cells["reverse"])
        if cells.get("example"):
            fields["example"] = escape_markdown(cells["example"])
    if cells.get("remark"):
        fields["remark"] = escape_markdown(cells["remark"])
    return kind, fields


def _kind(cells: dict[str, str], usual: Kind) -> Kind:
    said = cells.get("kind", "").casefold()
    if said:
        if said not in _KINDS:
            raise _Refused(unknown_name("kind for a table", said[:40], _KINDS))
        usual = Kind(said)
    if usual is Kind.QUESTION and _flag(cells.get("reverse", "")):
        if said:
            raise _Refused("Only a term is asked in reverse; write term as its kind, or leave reverse empty.")
        return Kind.TERM
    return usual


def _flag(cell: str) -> bool:
    word = cell.casefold()
    if word not in _YES and word not in _NO:
        raise _Refused("Reverse must be true or false.")
    return word in _YES


def _level(cell: str) -> Level:
    word = cell.casefold().replace("analyse", "analyze")
    if word not in list(Level):
        raise _Refused(unknown_name("level", word[:40], list(Level)))
    return Level(word)


@lru_cache(maxsize=1024)
def _several(cell: str) -> tuple[str, ...]:
    parts = _SEPARATOR.split(cell) if _SEPARATOR.search(cell) else cell.split()
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _key(cells: dict[str, str], rows: _Rows) -> str:
    """The row's id, or one made from its front: the same front gives the same key in every later version of a table."""
    if said := cells.get("id"):
        key = said if KEY_FORM.fullmatch(said) and len(said) <= LONGEST_KEY else _slug(said)
        if key in rows:
            raise _Refused(f"Row {rows[key][0]} has this id already; give each row its own.")
        return key
    front, back = cells.get("front", ""), cells.get("back", "")
    key = _slug(front)
    if key in rows and rows[key][1] != back:
        # The same term with another meaning is another note; the same row again is none.
        key = _slug(f"{front}\n{back}")
    if key in rows:
        raise _Refused(f"Row {rows[key][0]} says the same; leave one of them out.")
    return key


def _slug(text: str) -> str:
    """Small letters and hyphens to recognise the text by, and eight digits that no other text has."""
    same = " ".join(text.split())
    digits = hashlib.blake2b(same.encode("utf-8", "replace"), digest_size=4).hexdigest()
    letters = same if same.isascii() else unicodedata.normalize("NFKD", same)
    words = _NOT_IN_KEY.sub("-", letters[:120].lower()).strip("-")[:60].strip("-")
    return f"{words}-{digits}" if words else digits


def _ragged(cells: int, columns: int) -> str:
    what = "1 cell" if cells == 1 else f"{cells} cells"
    return f"The row has {what}, but the header has {columns}; put quotes around a text that contains the separator."
