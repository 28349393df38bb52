"""Where things lie: what ships with the program, and the user's own folder."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """The folder `decks` or `resources` as shipped: inside an installed package, or at the top of a checkout."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def user_folder(override: Path | None = None) -> Path:
    """The user's folder: what `--data` names, else `STUDYAPP_DATA`, else the system's place for data of programs."""
    named = override or os.environ.get("STUDYAPP_DATA")
    if named:
        return Path(named).expanduser().absolute()
    # Imported late: nobody who names a folder should pay for it.
    from platformdirs import user_data_dir

    return Path(user_data_dir("studyapp", appauthor=False))
