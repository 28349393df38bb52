"""The clock gives the time of this machine, in its own time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import studyapp
from studyapp import clock

PRINT_NOW = "from studyapp import clock; now = clock.now(); print(getattr(now.tzinfo, 'key', ''), now.isoformat())"


def now_elsewhere(zone: str) -> tuple[str, datetime]:
    """Name of the zone and time in a process that was started with this TZ; any warning would end it."""
    environment = {**os.environ, "TZ": zone, "PYTHONPATH": str(Path(studyapp.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT_NOW], env=environment, capture_output=True, text=True, check=True
    )
    name, _, time = done.stdout.strip().rpartition(" ")
    return name, datetime.fromisoformat(time)


def test_now_is_the_present_instant_with_a_time_zone() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert now.tzinfo is not None
    assert before <= now <= datetime.now(UTC)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"])
def test_the_time_zone_of_the_environment_is_respected_with_its_rules(zone: str) -> None:
    name, time = now_elsewhere(zone)
    assert name == zone
    assert time.utcoffset() == time.astimezone(ZoneInfo(zone)).utcoffset()
    assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)


def test_a_zone_given_as_a_rule_still_gives_the_right_offset() -> None:
    name, time = now_elsewhere("NPT-5:45")
    assert name == ""
    assert time.utcoffset() == timedelta(hours=5, minutes=45)


def test_an_unknown_zone_does_not_stop_the_clock() -> None:
    _, time = now_elsewhere("Nowhere/Atlantis")
    assert time.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)
