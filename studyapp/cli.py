"""The same work without a window: import, export, info, check, backup, restore, binder. Never loads Qt.

Exit status: 0 done, 1 refused with a sentence on stderr, 2 not understood (argparse).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from studyapp import clock, formats, paths, preflight
from studyapp.collection import Collection, DeckRow, FolderLock, MergePlan, backup
from studyapp.collection.store import FILE_NAME
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource
from studyapp.domain.coverage import competency_coverage, leaf_coverage, section_coverage, table_lines
from studyapp.domain.deck_rules import check_deck
from studyapp.domain.findings import Severity
from studyapp.errors import CollectionUnavailable, DamagedCollection, UserError
from studyapp.formats.files import whole_characters
from studyapp.formats.rendering import check_rendering
from studyapp.shipped_decks import bring_in_shipped_decks, shipped_outline

_MOST_LINES = 20
"""Rows that were left out are named one by one up to this many."""


def main(argv: Sequence[str]) -> int:
    """Do what the arguments ask for. Exit status as in the module's first words."""
    for stream in (sys.stdout, sys.stderr):
        # Names of files and decks may hold letters that the terminal lacks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    folder = paths.user_folder(getattr(arguments, "data", None))
    try:
        return int(arguments.run(folder, arguments))
    except UserError as error:
        print(f"studyapp: {error}", file=sys.stderr)
        if isinstance(error, DamagedCollection) and arguments.run is not _restore:
            print(
                "“studyapp restore FILE” goes back to a backup; “studyapp backup --list” lists them.", file=sys.stderr
            )
        return 1
    except KeyboardInterrupt:
        print("studyapp: stopped; nothing was changed by what was still going on.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads the output has seen enough; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    data.add_argument("--data", metavar="DIR", type=Path, help="the collection in this folder instead of your own")
    parser = argparse.ArgumentParser(prog="studyapp", parents=[data], allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Path, argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[data], help=help_, description=help_, allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    add = command("import", _import, "Add decks and tables to the collection: all of the files, or none of them.")
    add.add_argument("files", metavar="FILE", nargs="+", type=Path, help="deck folder, .toml, .studydeck, or table")
    add.add_argument("--deck", metavar="NAME", help="the deck that the rows of a table go into")
    add.add_argument("--dry-run", action="store_true", help="only say what would be done")
    give = command("export", _export, "Write a deck to a file, your edits included.")
    give.add_argument("file", metavar="FILE", type=Path, help=f"its name ends in {' or '.join(formats.WRITERS)}")
    give.add_argument("--deck", metavar="NAME", help="title or key of the deck; not needed where there is only one")
    info = command("info", _info, "Count decks, notes, cards, reviews, and cards that are due.")
    info.add_argument("--json", action="store_true", help="for programs")
    check = command("check", _check, "Check that the collection is sound, or that deck files are without mistakes.")
    check.add_argument("files", metavar="FILE", nargs="*", type=Path, help="decks to check, without importing them")
    check.add_argument("--coverage", action="store_true", help="count the decks' notes by leaf, section and competency")
    save = command("backup", _backup, "Make a backup now.")
    save.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to, instead of the backups folder")
    save.add_argument("--list", action="store_true", help="show the backups there are")
    back = command("restore", _restore, "Go back to a backup; the collection as it is now is kept beside the backups.")
    back.add_argument("file", metavar="FILE", type=Path, help="a backup, or its name in the backups folder")
    bind = command(
        "binder", _binder, "Write the open-book binder as a web page: no questions, so that it may go along."
    )
    bind.add_argument("file", metavar="FILE", type=Path, help="its name ends in .html")
    command("doctor", _doctor, "Say what this computer has of what studyapp needs.")
    return parser


@contextmanager
def _opened(folder: Path) -> Iterator[Collection]:
    """The collection as the window opens it: an empty folder gets one with the shipped decks."""
    collection = Collection.open(folder)
    try:
        bring_in_shipped_decks(collection, clock.now())
        yield collection
    finally:
        collection.close()


def _existing_file(folder: Path) -> Path:
    file = folder / FILE_NAME
    if not file.exists() and not backup.backups(folder):
        raise CollectionUnavailable(
            f"There is no collection in {folder} yet. Name its folder with --data, or start one with “studyapp import FILE”."
        )
    return file


# Import


@dataclass(frozen=True, slots=True)
class _Named:
    """A deck and the file it came from."""

    file: Path
    deck: DeckSource


def _import(folder: Path, arguments: argparse.Namespace) -> int:
    if arguments.dry_run and not (folder / FILE_NAME).exists():
        # A trial run must not leave a collection where there was none.
        with TemporaryDirectory(prefix="studyapp-") as empty:
            return _bring_in(Path(empty), arguments)
    return _bring_in(folder, arguments)


def _bring_in(folder: Path, arguments: argparse.Namespace) -> int:
    with _opened(folder) as collection:
        decks, refusals = _read_all(collection, arguments.files, arguments.deck)
        if refusals:
            if len(arguments.files) > 1:
                refusals.append("Nothing was imported; mend or leave out what is named above, then try again.")
            raise UserError("\n".join(refusals))
        plans = _merge_all(collection, decks, dry_run=arguments.dry_run)
    for named, plan in zip(decks, plans, strict=True):
        _report(named, plan, dry_run=arguments.dry_run)
    return 0


def _merge_all(collection: Collection, decks: Sequence[_Named], *, dry_run: bool) -> list[MergePlan]:
    """All of the decks or none: what was merged before a refusal is taken back."""
    plans: list[MergePlan] = []
    try:
        for named in decks:
            plans.append(collection.content.plan(named.deck, collection.outline))
            if not dry_run:
                collection.content.merge(plans[-1], clock.now())
    except BaseException as error:
        while collection.journal.undo_label is not None:
            collection.undo()
        if isinstance(error, UserError):
            raise UserError(f"{named.file.name}: {error}") from error
        raise
    return plans


def _read_all(collection: Collection, files: Sequence[Path], deck_name: str | None) -> tuple[list[_Named], list[str]]:
    decks: list[_Named] = []
    refusals: list[str] = []
    for file in files:
        try:
            found = formats.read_all(file, collection.outline)
            if deck_name is not None:
                found = (_into(collection, file, found, deck_name),)
            decks += (_Named(file, deck) for deck in found)
        except UserError as error:
            refusals.append(str(error))
    return decks, refusals


def _into(collection: Collection, file: Path, decks: Sequence[DeckSource], name: str) -> DeckSource:
    """A table's rows as part of the deck with this title or key, which may be new."""
    title = whole_characters(" ".join(name.split()))
    if not title or len(title) > 200:
        raise UserError("--deck: a deck needs a title of at most 200 characters.")
    if decks[0].complete:
        raise UserError(
            f"{file.name} is a deck with a name of its own, “{decks[0].title}”; import it without --deck, which is for tables."
        )
    if len(decks) > 1:
        raise UserError(f"{file.name} names {len(decks)} decks in a column of its own; import it without --deck.")
    found = _find(collection.decks.all(0), title)
    if found is not None:
        return replace(decks[0], key=found.key, title=found.title)
    return replace(decks[0], key=_key(title), title=title)


def _find(decks: Sequence[DeckRow], name: str) -> DeckRow | None:
    wanted = name.casefold()
    by_title = (deck for deck in decks if deck.title.casefold() == wanted)
    return next(by_title, None) or next((deck for deck in decks if deck.key == wanted), None)


def _key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    # Titles that differ only in other letters must not become one deck.
    return "-".join([*words, hashlib.sha256(title.encode(errors="replace")).hexdigest()[:8]])[-80:].strip("-")


def _report(named: _Named, plan: MergePlan, *, dry_run: bool) -> None:
    parts = [f"{len(plan.added)} new", f"{len(plan.changed)} changed", f"{plan.unchanged} unchanged"]
    optional = ((plan.kept, "kept as you edited them"), (plan.retired, "retired"), (plan.refused, "left out"))
    parts += [f"{len(notes)} {what}" for notes, what in optional if notes]
    words = "would be imported" if dry_run else "imported"
    print(f"{named.file.name}: “{plan.deck.title}” {words}, notes: {', '.join(parts)}.")
    for row in plan.refused[:_MOST_LINES]:
        print(f"{_where(named.file, row.place)}: left out. {row.reason}", file=sys.stderr)
    if len(plan.refused) > _MOST_LINES:
        print(f"{named.file.name}: {len(plan.refused) - _MOST_LINES} more rows left out.", file=sys.stderr)


# Export


def _export(folder: Path, arguments: argparse.Namespace) -> int:
    with _opened(folder) as collection:
        deck = _chosen(collection, arguments.deck)
        formats.write(collection.content.deck(deck.id), arguments.file)
    print(f"“{deck.title}” was written to {arguments.file}, notes: {deck.notes}.")
    return 0


def _chosen(collection: Collection, name: str | None) -> DeckRow:
    decks = collection.decks.all(0)
    titles = ", ".join(f"“{deck.title}”" for deck in decks[:10])
    if not decks:
        raise UserError("There is no deck to export. Import one first.")
    if name is not None:
        found = _find(decks, name)
        if found is None:
            raise UserError(f"There is no deck “{name}”. There are: {titles}.")
        return found
    shipped = [deck for deck in decks if deck.shipped]
    if len(decks) > 1 and len(shipped) != 1:
        raise UserError(f"Which deck? Name it with --deck. There are: {titles}.")
    return (shipped or decks)[0]


def _binder(folder: Path, arguments: argparse.Namespace) -> int:
    from studyapp.formats.binder import BinderContent, Part, binder, write_page

    with _opened(folder) as collection:
        book = collection.open_book
        sheet = (paths.shipped("resources") / "formula-sheet.md").read_text("utf-8")
        today = f"{clock.now():%Y-%m-%d}"
        content = BinderContent(collection.outline, book.entries(), book.references(), sheet, today)
    write_page(binder(content, set(Part)), arguments.file)
    print(f"The binder was written to {arguments.file}.")
    return 0


# Info and check


def _info(folder: Path, arguments: argparse.Namespace) -> int:
    with _opened(folder) as collection:
        decks = collection.decks.all(collection.review.today(clock.now()))
        counts = collection.counts()
    names = ("key", "title", "version", "authors", "notes", "cards", "new", "learning", "due", "suspended")
    kept = "kept_for_mock_exams"
    rows = [
        {name: getattr(deck, name) for name in names} | {"license": deck.licence, kept: deck.reserved} for deck in decks
    ]
    totals = {
        "notes": sum(deck.notes for deck in decks),
        "cards": sum(deck.cards for deck in decks),
        "reviews": counts["reviews"],
        "due": sum(deck.due + deck.learning for deck in decks),
        "new": sum(deck.new for deck in decks),
        kept: sum(deck.reserved for deck in decks),
    }
    if arguments.json:
        print(json.dumps({"folder": str(folder), **totals, "decks": rows}, ensure_ascii=False, indent=2))
        return 0
    print(f"Collection: {folder}")
    print(", ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in totals.items()))
    for deck in decks:
        due = deck.due + deck.learning
        print(
            f"“{deck.title}” ({deck.key}): notes: {deck.notes:,}, cards: {deck.cards:,}, new: {deck.new:,}, due: {due:,},"
            f" kept for mock exams: {deck.reserved:,}"
        )
        terms = {"license": deck.licence, "authors": ", ".join(deck.authors)}
        if any(terms.values()):
            print("  " + ", ".join(f"{name}: {words}" for name, words in terms.items() if words))
    return 0


def _check(folder: Path, arguments: argparse.Namespace) -> int:
    if arguments.files:
        return (_print_coverage if arguments.coverage else _check_decks)(arguments.files)
    if arguments.coverage:
        raise UserError("Whose coverage? Name a deck folder or file after --coverage.")
    _existing_file(folder)
    collection = Collection.open(folder)
    try:
        problems = collection.check().problems
    finally:
        collection.close()
    if problems:
        raise UserError("\n".join(problems))
    print(f"The collection in {folder} is sound.")
    return 0


def _check_decks(files: Sequence[Path]) -> int:
    """What is wrong with decks goes to stderr, what their authors may want to look at to stdout."""
    outline = shipped_outline()
    problems: list[str] = []
    for file in files:
        try:
            for deck in formats.read_all(file, outline):
                problems += [f"{_where(file, row.place)}: {row.reason}" for row in deck.refused]
                print(f"{file.name}: “{deck.title}”, notes: {len(deck.notes)}.")
                problems += _findings(file, deck, deck.outline or outline)
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    return 0


def _where(file: Path, place: str) -> str:
    """A place in a deck, with the deck's file before it unless it begins with that file itself."""
    return place if f"{place}, ".startswith(f"{file.name}, ") else f"{file.name}, {place}"


def _findings(file: Path, deck: DeckSource, outline: Outline | None) -> list[str]:
    """The mistakes that show in the deck as a whole; its advice is printed."""
    places = {note.key: note.place for note in deck.notes}
    mistakes: list[str] = []
    for finding in (*check_deck(deck, outline), *check_rendering(deck)):
        where = [file.name, places.get(finding.key, ""), finding.key, finding.field]
        sentence = f"{', '.join(filter(None, dict.fromkeys(where)))}: {finding.sentence}"
        if finding.severity is Severity.MISTAKE:
            mistakes.append(sentence)
        else:
            print(f"Advice: {sentence}")
    return mistakes


def _print_coverage(files: Sequence[Path]) -> int:
    outline = shipped_outline()
    for file in files:
        for deck in formats.read_all(file, outline):
            used = deck.outline or outline
            if used is None:
                raise UserError(f"{file.name} brings no outline to count its notes by.")
            print(f"{file.name}: “{deck.title}”, notes: {len(deck.notes):,}, outline: {used.name}.")
            for rows in (leaf_coverage(deck, used), section_coverage(deck, used), competency_coverage(deck)):
                print()
                print("\n".join(table_lines(list(rows))))
    return 0


# Backups


def _backup(folder: Path, arguments: argparse.Namespace) -> int:
    if arguments.list:
        for found in backup.backups(folder):
            print(f"{found.path}  {found.made:%Y-%m-%d %H:%M}  {found.size / 1_000_000:.1f} MB")
        return 0
    file = _existing_file(folder)
    if arguments.file is None:
        target = backup.make(folder, clock.now()).path
    else:
        target = arguments.file
        if target.exists():
            raise UserError(f"{target} exists already; nothing was overwritten. Choose another name.")
        backup.copy(file, target)
    content = backup.look_inside(target)
    print(f"Backup made: {target} (cards: {content.cards:,}, reviews: {content.reviews:,}).")
    return 0


def _restore(folder: Path, arguments: argparse.Namespace) -> int:
    chosen = arguments.file
    if not chosen.exists() and (folder / backup.FOLDER / chosen.name).exists():
        chosen = folder / backup.FOLDER / chosen.name
    lock = FolderLock(folder)
    try:
        kept = backup.restore(folder, chosen, clock.now())
    finally:
        lock.release()
    content = backup.look_inside(folder / FILE_NAME)
    print(f"Restored from {chosen}: cards: {content.cards:,}, reviews: {content.reviews:,}.")
    if kept is not None:
        print(f"The collection as it was is kept as {kept}.")
    return 0


def _doctor(_folder: Path, _arguments: argparse.Namespace) -> int:
    print("\n".join(preflight.describe(os.environ)))
    return 0
