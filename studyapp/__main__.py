"""The way in: the window, or with a command the same work without one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from studyapp import __version__, preflight

COMMANDS = {
    "import": "add decks and tables to the collection",
    "export": "write a deck to a file",
    "info": "count notes, cards and reviews",
    "check": "check that the collection is sound",
    "backup": "make a backup now",
    "restore": "go back to a backup",
    "binder": "write the open-book binder as a web page",
    "doctor": "say what this computer has of what studyapp needs",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for. Exit status: 0 done, 1 refused with a sentence, 2 not understood."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _first_word(arguments) in COMMANDS:
        from studyapp import cli

        return cli.main(arguments)
    # The plain start is the common one, and it need not wait for argparse to load.
    data, files = _window_arguments(arguments) if arguments else (None, [])
    return _open_window(data, files)


def _first_word(arguments: list[str]) -> str | None:
    rest = iter(arguments)
    for argument in rest:
        if argument == "--data":
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return None


def _window_arguments(arguments: list[str]) -> tuple[Path | None, list[Path]]:
    import argparse

    commands = "\n".join(f"  {name:9} {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="studyapp",
        usage="studyapp [--data DIR] [FILE ...]\n       studyapp [--data DIR] COMMAND ...",
        description="Flashcards for the CMQ/OE exam. Opens the window; files named are imported there.",
        epilog=f"commands, which open no window (“studyapp COMMAND --help” says more):\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"studyapp {__version__}")
    parser.add_argument("--data", metavar="DIR", type=Path, help="keep the collection in this folder")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="a deck or table to import")
    parsed = parser.parse_args(arguments)
    for file in parsed.files:
        if not file.exists():
            parser.error(f"“{file}” is neither a command nor a file that exists.")
    return parsed.data, [file.absolute() for file in parsed.files]


def _open_window(data: Path | None, files: list[Path]) -> int:
    reason = preflight.obstacle(os.environ)
    if reason:
        print(f"studyapp: {reason}", file=sys.stderr)
        return 1
    try:
        from PySide6 import QtWidgets  # noqa: F401 - asked here, where its absence can still be told in a sentence
    except ImportError as error:
        print(f"studyapp: Qt for Python cannot be loaded ({error}). Install studyapp again.", file=sys.stderr)
        return 1
    quicken_start()
    from studyapp.app import run

    return run(data, files)


def quicken_start() -> None:
    """Spare the imports that follow Qt's what only delays them; `app` turns the garbage collector on again.

    While modules load there is no garbage, yet collecting it takes 30 ms until the numbers are on the screen.
    WORKAROUND: Shiboken searches the source of each module for “PySide6”, for a feature we do not use; that costs
    SQLAlchemy's import 60 ms and 20 MB (measured with PySide6 6.11.3).
    """
    gc.disable()
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False


if __name__ == "__main__":
    sys.exit(main())
