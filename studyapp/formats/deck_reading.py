"""Deck files on their way to a deck: every mistake in all of them is collected and raised together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource, Kind, NoteSource, RefusedNote
from studyapp.domain.field_rules import FIELD_RULES
from studyapp.domain.note_rules import Mistake, check_key, check_note, check_text, unknown_name
from studyapp.domain.numeric_trials import Trials
from studyapp.errors import InvalidDeck, Problem
from studyapp.formats import Progress, toml_text
from studyapp.formats.files import LARGEST_TOML, MIB, decode_utf8, shown_name
from studyapp.formats.media import check_medium, image_addresses, media_name
from studyapp.formats.note_text import read_note
from studyapp.formats.outline_text import read_outline

MOST_PROBLEMS = 1_000
MOST_ENTRIES = 2_000
"""Fields of one note, those of its rows included."""
MOST_REASONS = 5
"""Mistakes that are told of one refused note."""
EXAM_TAG = "exam"
"""Notes with this tag are about the exam as a whole and need no leaf."""

DECK_TEXTS = ("key", "title", "version", "language", "licence", "description")
DECK_LISTS = ("authors", "changelog")
_ASKED: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(rule.name for rule in FIELD_RULES[kind]) for kind in (Kind.CHOICE, Kind.NUMERIC)
}
_HEAD_TABLES = ("deck", "source")
_OUTLINE_TABLES = ("outline", "section")
_CARD_TABLES = ("retired", "note")
_ALL_TABLES = (*_HEAD_TABLES, *_OUTLINE_TABLES, "learn", *_CARD_TABLES)
_LEARN_FILE = re.compile(r"learn/([^/]+)\.md")
_LEAF = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


def is_card_file(name: str) -> bool:
    """Whether a file of a deck's folder holds notes."""
    folder, _, file = name.partition("/")
    return folder == "cards" and file.endswith(".toml") and media_name(file) == file


def learn_file(leaf: str) -> str:
    """The file of a deck's folder that holds the learn note of a leaf."""
    return f"learn/{leaf}.md"


class DeckReading:
    """One deck being read, with the mistakes found so far."""

    def __init__(
        self,
        name: str,
        outline: Outline | None,
        progress: Progress | None,
        *,
        authored: bool = False,
        shipped: bool = False,
    ) -> None:
        self.name = shown_name(name)
        self.outline = outline
        self.progress = progress
        self.authored = authored
        self.trials = not shipped and Trials()
        self.problems: list[Problem] = []
        self.places: dict[str, str] = {}
        """Note id to the file it stands in."""
        self.notes: list[NoteSource] = []
        self.refused: list[RefusedNote] = []
        self.retired: dict[str, str] = {}
        """Retired id to the file that says so."""
        self.own_outline: Outline | None = None
        self.learn: dict[str, str] = {}

    def folder(self, files: Mapping[str, bytes]) -> DeckSource:
        """The deck in the files of a folder."""
        cards = sorted(name for name in files if is_card_file(name))
        media = {name.removeprefix("media/"): content for name, content in files.items() if name.startswith("media/")}
        head = self._tables("deck.toml", files["deck.toml"], _HEAD_TABLES)
        if "outline.toml" in files:
            self._read_outline("outline.toml", self._tables("outline.toml", files["outline.toml"], _OUTLINE_TABLES))
        sources = self._sources("deck.toml", head)
        for done, name in enumerate(cards):
            if self.progress:
                self.progress(done, len(cards))
            self._read_cards(name, self._tables(name, files[name], _CARD_TABLES), sources)
        for name in sorted(files):
            if found := _LEARN_FILE.fullmatch(name):
                self._read_learn(name, found[1], files[name])
        self._check_media(media)
        self._check_published(files.get("published-ids.txt", b""))
        return self._deck("deck.toml", head, sources, media)

    def single(self, file: Mapping[str, bytes]) -> DeckSource:
        """The deck in one file."""
        ((name, content),) = file.items()
        tables = self._tables(shown_name(name), content, _ALL_TABLES)
        if "outline" in tables or "section" in tables:
            self._read_outline(self.name, tables)
        sources = self._sources(self.name, tables)
        self._read_cards(self.name, tables, sources)
        learn = tables.get("learn", {})
        if not isinstance(learn, Mapping):
            self._report(self.name, "", "learn", "Write the learn notes under [learn], one text a leaf.")
        else:
            for leaf, text in learn.items():
                self._take_learn(self.name, leaf, text)
        self._check_media({})
        return self._deck(self.name, tables, sources, {})

    def _report(self, place: str, note: str, field: str, sentence: str) -> None:
        self.problems.append(Problem(place, shown_name(note, 80), shown_name(field), shown_name(sentence, 500)))
        if len(self.problems) > MOST_PROBLEMS:
            raise InvalidDeck(self.name, _limited(self.problems))

    def _tables(self, place: str, content: bytes, known: tuple[str, ...]) -> dict[str, Any]:
        if len(content) > LARGEST_TOML:
            advice = "split it into several files in the cards folder of a deck"
            self._report(place, "", "", f"The file is larger than {LARGEST_TOML // MIB} MiB; {advice}.")
            return {}
        try:
            tables = toml_text.parse(decode_utf8(content))
        except ValueError as error:
            self._report(place, "", "", str(error))
            return {}
        for name in tables:
            if name not in known:
                self._report(place, "", name, unknown_name("table", shown_name(name), known))
        return tables

    def _read_outline(self, place: str, tables: Mapping[str, Any]) -> None:
        before = len(self.problems)
        if tables or not self.problems:
            found = read_outline(
                tables, lambda where, field, sentence: self._report(place, "", f"{where} {field}".strip(), sentence)
            )
            # A note is not to be blamed for a leaf that is only missing because its outline is broken.
            self.own_outline = found if len(self.problems) == before else None

    def _sources(self, place: str, tables: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        table = tables.get("source", {})
        for identifier, source in table.items() if isinstance(table, Mapping) else ():
            citation = source.get("citation") if isinstance(source, Mapping) and len(source) == 1 else None
            wrong = check_key(identifier) or (check_text(citation) if isinstance(citation, str) else "")
            if not isinstance(citation, str) or wrong:
                self._report(place, "", f"source.{identifier}", wrong or 'A source says one thing: citation = "…".')
            found[identifier] = citation or ""
        if not isinstance(table, Mapping):
            self._report(place, "", "source", "Write each source under [source.its-id].")
        return found

    def _read_cards(self, place: str, tables: Mapping[str, Any], sources: Mapping[str, str]) -> None:
        self._read_retired(place, tables.get("retired", []))
        rows = tables.get("note", [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self._report(place, "", "note", "Write each note under [[note]], with double brackets.")
            return
        outline = self.own_outline or self.outline
        for number, row in enumerate(rows, 1):
            if self.progress and number % 500 == 0:
                self.progress(number, len(rows))
            self._read_note(place, number, row, outline, sources)

    def _read_note(
        self, place: str, number: int, row: Mapping[str, Any], outline: Outline | None, sources: Mapping[str, str]
    ) -> None:
        key = row.get("id")
        label = key if isinstance(key, str) and key else f"note {number}"
        if _entries(row) > MOST_ENTRIES:
            self._report(place, label, "", f"The note has more than {MOST_ENTRIES:,} fields; split it.")
            return
        note, mistakes = read_note(row, place)
        if note is not None:
            mistakes = [
                *mistakes,
                *check_note(note, outline, sources if self.authored else None, trials=self.trials),
            ]
            if self.authored and self.own_outline and note.leaf is None and EXAM_TAG not in note.tags:
                mistakes.append(("leaf", "The leaf is missing; name the one leaf that the note belongs to."))
            if mistakes and _cannot_be_asked(note, mistakes) and len(self.refused) < MOST_PROBLEMS:
                self.refused.append(_refused(note, mistakes))
                mistakes = []
            else:
                self.notes.append(note)
        for field, sentence in mistakes:
            self._report(place, label, field, sentence)
        if isinstance(key, str):
            self._keep_place(place, key)

    def _read_learn(self, place: str, leaf: str, content: bytes) -> None:
        try:
            self._take_learn(place, leaf, decode_utf8(content).replace("\r\n", "\n").strip())
        except ValueError as error:
            self._report(place, "", "", str(error))

    def _take_learn(self, place: str, leaf: str, text: object) -> None:
        """Keep the learn note of a leaf that the outline has."""
        outline = self.own_outline or self.outline
        wrong = check_text(text) if isinstance(text, str) else "This must be a text in quotes."
        if not wrong and not str(text).strip():
            wrong = "The learn note is empty; fill it in or delete it."
        if not wrong and not _LEAF.fullmatch(leaf):
            wrong = "This cannot be a leaf; write it as in IV.C.6."
        if not wrong and outline is not None:
            leaves = [known.id for known in outline.leaves()]
            wrong = "" if leaf in leaves else unknown_name("leaf", leaf, leaves)
        if wrong:
            self._report(place, "", f"learn.{leaf}", wrong)
        else:
            self.learn[leaf] = str(text)

    def _keep_place(self, place: str, key: str) -> None:
        if key in self.places:
            self._report(place, key, "id", f"The id is used in {self.places[key]} already; give this note another.")
        self.places.setdefault(key, place)

    def _read_retired(self, place: str, retired: object) -> None:
        if not isinstance(retired, list) or not all(isinstance(key, str) for key in retired):
            self._report(place, "", "retired", 'This must be a list of ids, as in retired = ["old-id"].')
            return
        for key in retired:
            if wrong := check_key(key):
                self._report(place, "", "retired", wrong)
            elif key in self.retired:
                self._report(place, "", "retired", f"“{key}” is retired in {self.retired[key]} already.")
            self.retired.setdefault(key, place)

    def _check_media(self, media: Mapping[str, bytes]) -> None:
        for name, content in media.items():
            if wrong := check_medium(name, content):
                self._report(f"media/{shown_name(name)}", "", "", wrong)
        for note in self.notes:
            for name, value in note.fields.items():
                self._check_addresses(note.place, note.key, name, value, media)
        for leaf, text in self.learn.items():
            self._check_addresses(learn_file(leaf), "", f"learn.{leaf}", text, media)

    def _check_addresses(self, place: str, note: str, field: str, value: object, media: Mapping[str, bytes]) -> None:
        for address in _addresses(value):
            bare = media_name(address)
            if bare is None:
                sentence = f"“{shown_name(address)}” is no picture of this deck; put the file into media/."
                self._report(place, note, field, sentence)
            elif bare not in media:
                self._report(place, note, field, f"The picture {bare} is missing in media/; add it.")

    def _check_published(self, content: bytes) -> None:
        place = "published-ids.txt"
        try:
            lines = decode_utf8(content).replace("\r\n", "\n").split("\n")
        except ValueError as error:
            self._report(place, "", "", str(error))
            return
        for key in (line.strip() for line in lines):
            if key and not key.startswith("#") and key not in self.places and key not in self.retired:
                sentence = "The note was published and is gone; bring it back or add its id to retired."
                self._report(place, key, "", sentence)

    def _check_references(self) -> None:
        for key, place in self.retired.items():
            if key in self.places:
                self._report(place, key, "retired", f"The note still stands in {self.places[key]}; delete it there.")
        for note in self.notes:
            for key in note.prereq:
                if key not in self.places and key not in self.retired:
                    sentence = f"There is no note “{key}” in this deck; write the id of another note."
                    self._report(note.place, note.key, "prereq", sentence)

    def _deck(
        self, place: str, tables: Mapping[str, Any], sources: Mapping[str, str], media: Mapping[str, bytes]
    ) -> DeckSource:
        head = self._head(place, tables)
        self._check_references()
        if not self.notes and not self.refused and not self.problems:
            self._report(place, "", "", "The deck has no notes; add at least one under [[note]].")
        if self.problems:
            raise InvalidDeck(self.name, _limited(self.problems))
        return DeckSource(
            **head,
            notes=tuple(self.notes),
            sources=dict(sources),
            outline=self.own_outline,
            media=dict(media),
            learn=self.learn,
            retired=tuple(self.retired),
            refused=tuple(self.refused),
            checked=True,
        )

    def _head(self, place: str, tables: Mapping[str, Any]) -> dict[str, Any]:
        table = tables.get("deck")
        if not isinstance(table, Mapping):
            if tables or not self.problems:
                self._report(place, "", "deck", "The table [deck] with key and title is missing; add it.")
            return {}
        known = (*DECK_TEXTS, *DECK_LISTS, "complete")
        head: dict[str, Any] = {}
        for name, value in table.items():
            sentence = _wrong_in_head(name, value, known)
            if sentence:
                self._report(place, "", f"deck.{name}", sentence)
            head[name] = tuple(value) if name in DECK_LISTS and isinstance(value, list) else value
        for name in ("key", "title"):
            if name not in table:
                self._report(place, "", f"deck.{name}", "The field is missing; add it.")
        return head


def _wrong_in_head(name: str, value: object, known: tuple[str, ...]) -> str:
    if name not in known:
        return unknown_name("field", shown_name(name), known)
    if name == "complete":
        return "" if isinstance(value, bool) else "This must be true or false."
    texts = value if name in DECK_LISTS and isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts) or (name in DECK_LISTS and texts is not value):
        return "This must be a list of texts in quotes." if name in DECK_LISTS else "This must be a text in quotes."
    if name == "key" and isinstance(value, str) and (wrong := check_key(value)):
        return wrong
    if name == "title" and isinstance(value, str) and not value.strip():
        return "The title is empty; fill it in."
    return next(filter(None, map(check_text, texts)), "")


def _cannot_be_asked(note: NoteSource, mistakes: Sequence[Mistake]) -> bool:
    """Whether only what a question asks and offers is wrong: the other notes of its deck can do without it."""
    asked = _ASKED.get(note.kind, ("exhibit",))
    return all(re.split(r"[.\[]", field)[0] in asked for field, _ in mistakes)


def _refused(note: NoteSource, mistakes: Sequence[Mistake]) -> RefusedNote:
    from studyapp.domain.cards import headline

    reason = " ".join(f"{shown_name(field)}: {sentence}" for field, sentence in mistakes[:MOST_REASONS])
    return RefusedNote(
        f"{note.place}, note “{shown_name(note.key, 80)}”", headline(note.kind, note.fields), reason, note.key
    )


def _entries(row: Mapping[str, Any]) -> int:
    lists = (value for value in row.values() if isinstance(value, list))
    return len(row) + sum(len(entry) for rows in lists for entry in rows if isinstance(entry, Mapping))


def _addresses(value: object) -> list[str]:
    if isinstance(value, str):
        return image_addresses(value)
    # What TOML gives is a dict, which is told at once; to ask for any mapping takes ten times as long.
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [address for entry in within for address in _addresses(entry)]


def _limited(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [
        *problems[:MOST_PROBLEMS],
        Problem("and", "", "", "more mistakes that are not listed; correct these first."),
    ]
