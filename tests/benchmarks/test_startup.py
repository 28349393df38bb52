"""How long until the window is there, beside the least window that Qt can open.

    python -m pytest tests/benchmarks/test_startup.py

Both are started in turn, with compiled files in place as an installation has them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from studyapp.cli import main
from studyapp.shipped_decks import read_shipped_deck

Figure = Callable[..., None]
SCRIPT = Path(__file__).with_name("startup.py")
STARTS = 10
FIRST_STARTS = 5
READINGS = 7


def start(what: str, folder: Path) -> dict[str, float]:
    """The times of one start."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, str(SCRIPT), what, repr(time.monotonic()), str(folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return {name: float(value) for name, value in json.loads(done.stdout).items()}


def test_the_window_is_there_almost_as_soon_as_an_empty_one(
    tmp_path: Path, figure: Figure, remark: Callable[[str], None]
) -> None:
    assert main(["--data", str(tmp_path), "info"]) == 0
    for what in ("app", "bare", "sqlalchemy"):
        start(what, tmp_path)
    starts, bare, loading = [], [], []
    for _ in range(STARTS):
        starts.append(start("app", tmp_path))
        bare.append(start("bare", tmp_path)["painted"])
        loading.append(start("sqlalchemy", tmp_path)["import"])
    painted, opened = [found["painted"] for found in starts], [found["opened"] for found in starts]
    memory = median(found["mebibytes"] for found in starts)
    ratio = median(painted) / median(bare)
    figure("first paint", painted, f"limit: 1.6 × a bare window; {ratio:.2f}")
    figure("first paint of a bare window", bare, "")
    figure("Today with its numbers", opened, "limit: first paint, SQLAlchemy and 100 ms")
    figure("loading SQLAlchemy with its SQLite dialect", loading, "")
    remark(f"{'memory when idle':52} {memory:.1f} MiB   limit: 110 MiB")
    assert ratio <= 1.6
    assert median(opened) <= median(painted) + median(loading) + 0.1
    assert memory <= 110


def test_the_first_start_brings_the_deck_in_within_two_seconds_and_stays_alive(
    tmp_path: Path, figure: Figure, remark: Callable[[str], None]
) -> None:
    start("first", tmp_path / "compiled")
    starts = [start("first", tmp_path / str(number)) for number in range(FIRST_STARTS)]
    waits = [found["opened"] - found["painted"] for found in starts]
    figure("first start: from first paint to the first cards", waits, "limit: median 2 s")
    figure("first start: longest time without events", [found["longest"] for found in starts], "limit: median 100 ms")
    remark(f"{'load while this was measured':52} {os.getloadavg()[0]:.1f}")
    assert median(waits) <= 2.0
    assert median(found["longest"] for found in starts) <= 0.1


def test_all_text_of_the_shipped_deck_is_read_within_half_a_second(
    figure: Figure, remark: Callable[[str], None]
) -> None:
    folder = Path(__file__).parents[2] / "decks" / "cmqoe"
    seconds = []
    for _ in range(READINGS):
        # Of the processor, because the worker that reads shares it with the window.
        began = time.process_time()
        read_shipped_deck(folder)
        seconds.append(time.process_time() - began)
    figure("reading the shipped deck, processor time", seconds, "limit: median 500 ms")
    remark(f"{'load while this was measured':52} {os.getloadavg()[0]:.1f}")
    assert median(seconds) <= 0.5
