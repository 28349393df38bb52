"""The large collection, made once a day and kept in the temporary folder, and the figures at the end of the run."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest

from studyapp.collection import Collection, schema

GENERATOR = Path(__file__).with_name("generate.py")
SCHEMA = f"{zlib.crc32(Path(schema.__file__).read_bytes()):08x}"
"""A collection that was made with other tables is made anew."""
_FIGURES: list[str] = []

Figure = Callable[..., None]


def percentile(seconds: Sequence[float], share: float) -> float:
    """The time that this share of all stayed below."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


@pytest.fixture
def figure() -> Figure:
    """Notes a row of times for the end of the run."""

    def note(name: str, seconds: Sequence[float], limit: str) -> None:
        _FIGURES.append(
            f"{name:52} median {1000 * median(seconds):8.3f} ms   p99 {1000 * percentile(seconds, 0.99):8.3f} ms   {limit}"
        )

    return note


@pytest.fixture
def remark() -> Callable[[str], None]:
    """Notes a sentence for the end of the run."""
    return _FIGURES.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, kept or missed."""
    if _FIGURES:
        terminalreporter.section("figures")
        for line in _FIGURES:
            terminalreporter.write_line(line)


def made(cards: int, reviews: int) -> Path:
    """The folder of a generated collection."""
    stamp = f"{datetime.now(UTC):%Y%m%d}-{hashlib.sha256(GENERATOR.read_bytes()).hexdigest()[:8]}"
    folder = Path(tempfile.gettempdir()) / f"studyapp-benchmark-{stamp}-{SCHEMA}-{cards}-{reviews}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, GENERATOR, folder, str(cards), str(reviews)], check=True)
        (folder / "complete").touch()
    return folder


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the large collection's file for this run: 100,000 cards, 1,000,000 reviews."""
    copy = tmp_path_factory.mktemp("large") / "collection.db"
    shutil.copy(made(100_000, 1_000_000) / "collection.db", copy)
    return copy


@pytest.fixture(scope="session")
def large(large_file: Path) -> Iterator[Collection]:
    """The large collection, open."""
    opened = Collection.open(large_file.parent)
    yield opened
    opened.close()


@pytest.fixture
def medium_folder(tmp_path: Path) -> Path:
    """The folder of a copy of a collection of 10,000 cards and 100,000 reviews."""
    shutil.copy(made(10_000, 100_000) / "collection.db", tmp_path / "collection.db")
    return tmp_path
