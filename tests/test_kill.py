"""Whatever moment the process is killed at, no answer or pick that was acknowledged is lost, and the file is sound.

`STUDYAPP_KILL_ROUNDS` asks for more rounds than the 200 of every day.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOOP = Path(__file__).with_name("kill_loop.py")
EXAM_LOOP = Path(__file__).with_name("kill_exam_loop.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")


def killed(loop: Path, folder: Path, rounds: int) -> list[dict[str, Any]]:
    """What each round has found."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", str(loop), str(folder), str(rounds), "1"],
        capture_output=True, text=True, check=False, cwd=loop.parents[1], env={**os.environ, "PYTHONPATH": str(loop.parents[1])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) == rounds
    return seen


def test_no_acknowledged_answer_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    rounds = int(os.environ.get("STUDYAPP_KILL_ROUNDS", "200"))
    seen = killed(LOOP, tmp_path, rounds)
    for found in seen:
        assert found["acknowledged"] <= found["stored"] <= found["acknowledged"] + 1, found
        assert found["integrity"] == "ok", found
        assert found["problems"] == [], found
        assert found["repetitions"] == found["counts"]["reviews"], found
    # The kills have fallen into the start, into the first import and into the studying.
    assert any(not found["acknowledged"] for found in seen)
    assert any(found["counts"]["notes"] == 0 for found in seen)
    assert any(found["acknowledged"] > 3 for found in seen)


def test_no_acknowledged_pick_of_an_exam_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    rounds = int(os.environ.get("STUDYAPP_KILL_ROUNDS", "100"))
    seen = killed(EXAM_LOOP, tmp_path, rounds)
    for number, found in enumerate(seen):
        assert found["running"], found
        # At most the one pick that was stored but not yet acknowledged is another.
        assert found["other"] <= 1, found
        assert (found["damaged"], found["problems"]) == (0, []), found
        # Strict time is what the clock says, however often the program was killed.
        assert found["left"] == 29 * 60 - number, found
    assert seen[-1]["seconds"] > 0
    assert any(not found["acknowledged"] for found in seen)
    assert any(found["acknowledged"] > 3 for found in seen)
