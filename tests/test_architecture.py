"""The rules of the house: who may import whom, what may be committed, what is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QObject

import studyapp

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]]
LAYERS, SCREENS, QT, SQL, DOMAIN, ORACLES, TABLES = CONTRACTS

# One forbidden import for each rule that a contract holds: where it is planted, and what it breaks.
PLANTED = [
    ("domain/content.py", "import studyapp.formats", LAYERS),
    ("formats/__init__.py", "import studyapp.collection", LAYERS),
    ("cli.py", "import studyapp.gui", LAYERS),
    ("paths.py", "import studyapp.preflight", LAYERS),
    ("gui/theme.py", "import studyapp.gui.widgets", SCREENS),
    ("gui/today/__init__.py", "import studyapp.gui.settings", SCREENS),
    ("domain/scheduling.py", "import PySide6.QtCore", QT),
    ("preflight.py", "import PySide6", QT),
    ("formats/__init__.py", "import sqlite3", SQL),
    ("gui/main_window/window.py", "import sqlalchemy", SQL),
    ("domain/queue.py", "import time", DOMAIN),
    ("domain/scheduling.py", "import fsrs", ORACLES),
    ("gui/main_window/window.py", "import studyapp.collection.schema", TABLES),
]


def lint_imports(folder: Path) -> tuple[set[str], str]:
    """The contracts that are broken in the package of this folder, and all that the linter said."""
    call = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run(
        [sys.executable, "-c", call],
        cwd=folder,
        env=os.environ | {"COLUMNS": "400", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    broken = {name for name in CONTRACTS if f"{name} BROKEN" in said}
    assert (done.returncode == 0) == (not broken), said
    return broken, said


def files_of_the_project() -> list[Path]:
    """All that is or would be committed; outside a git checkout, all but what the tools leave behind."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [path for path in paths if not path.parts[0].startswith(".") and "__pycache__" not in path.parts]
    return [Path(name) for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_module_keeps_the_import_contracts() -> None:
    broken, said = lint_imports(ROOT)
    assert not broken, said


@pytest.mark.parametrize(("module", "line", "contract"), PLANTED, ids=[f"{m}: {i}" for m, i, _ in PLANTED])
def test_a_forbidden_import_breaks_its_contract_and_no_other(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(ROOT / "studyapp", tmp_path / "studyapp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "studyapp" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    broken, said = lint_imports(tmp_path)
    assert broken == {contract}, said


def test_every_contract_is_broken_once_on_purpose() -> None:
    assert {contract for _, _, contract in PLANTED} == set(CONTRACTS)


def test_no_database_deck_archive_or_spreadsheet_is_committed() -> None:
    binary = {".db", ".sqlite", ".sqlite3", ".anki2", ".anki21", ".apkg", ".colpkg", ".xls", ".xlsx", ".ods"}
    files = files_of_the_project()
    assert Path("pyproject.toml") in files
    assert [str(file) for file in files if file.suffix.lower() in binary] == []


def test_the_wheel_brings_the_modules_decks_and_resources(tmp_path: Path) -> None:
    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = message_from_bytes(archive.read(f"studyapp-{studyapp.__version__}.dist-info/METADATA"))
    files = files_of_the_project()
    modules = {file.as_posix() for file in files if file.parts[0] == "studyapp"}
    data = {f"studyapp/_data/{file.as_posix()}" for file in files if file.parts[0] in {"decks", "resources"}}
    assert "studyapp/__main__.py" in modules
    assert "studyapp/_data/decks/cmqoe/deck.toml" in data
    assert modules | data <= names
    assert metadata["License-Expression"] == "MIT"


def test_the_version_is_the_same_in_the_package_and_the_project() -> None:
    assert PROJECT["project"]["version"] == studyapp.__version__


def test_every_requirement_is_pinned_once_for_this_python_and_within_its_bounds() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"], *PROJECT["build-system"]["requires"]]
    for requirement in map(Requirement, wanted):
        if requirement.marker is None or requirement.marker.evaluate():
            name = canonicalize_name(requirement.name)
            (pin,) = (pin for pin in here if canonicalize_name(pin.name) == name)
            (version,) = (specifier.version for specifier in pin.specifier)
            assert str(pin.specifier) == f"=={version}"
            assert version in requirement.specifier, f"{pin} is outside {requirement}"
    assert not [pin for pin in pins if pin.url]


def test_a_call_into_qt_that_returns_nothing_keeps_the_count_of_nones() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one reference each time and aborts after some 5,500 calls.
    before = sys.getrefcount(None)
    for _ in range(500):
        QObject().setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
