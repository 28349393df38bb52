"""The only place that reads the time."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def now() -> datetime:
    """The time now in the machine's time zone, which is looked up once."""
    return datetime.now(UTC).astimezone(_zone())


@functools.cache
def _zone() -> ZoneInfo | None:
    """The machine's time zone with its rules for summer time; None where it has no name, only a present offset."""
    # Imported late: the window is painted before anybody asks for the time.
    import warnings
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    with warnings.catch_warnings():
        # A machine without a configured zone runs on UTC, which is what tzlocal gives besides its warning.
        warnings.simplefilter("ignore")
        try:
            return tzlocal.get_localzone()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
