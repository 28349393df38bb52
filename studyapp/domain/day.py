"""When a study day starts and ends.

A study day is the ordinal of a local date (`date.toordinal`) that begins some hours after midnight, so that studying
late still belongs to the evening. It is fixed when an answer is written and never computed again from the time of the
answer: with the time zone of a later day, a journey or a change of the clocks would move answers to other days, and
with them every memory that is replayed from the history. Days follow the calendar: some have 23 or 25 hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

ROLLOVER_HOUR = 4


def study_day(now: datetime, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The study day that `now` belongs to in its own time zone; ValueError where it has none."""
    zone = now.tzinfo
    if zone is None:
        raise ValueError("A study day needs a time with a time zone.")
    instant = now.astimezone(UTC)
    day = (now.replace(tzinfo=None) - timedelta(hours=rollover_hour)).toordinal()
    # Near a change of the clocks the wall clock can jump past the rollover, or show the time before it once more.
    if instant < day_start(day, zone, rollover_hour):
        return day - 1
    return day + 1 if instant >= day_end(day, zone, rollover_hour) else day


def day_start(day: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> datetime:
    """The instant, in UTC, at which a study day begins; ValueError where the hour is not 0 to 23.

    UTC, because Python ignores changes of the clocks when it subtracts or compares two times of one local zone. A
    rollover that occurs twice counts the first time; one that the clocks skip is moved on by what they skip.
    """
    if not 0 <= rollover_hour <= 23:
        raise ValueError(f"The day starts at hour {rollover_hour}; it must be from 0 to 23.")
    return datetime.combine(date.fromordinal(day), time(rollover_hour), tzinfo=zone).astimezone(UTC)


def day_end(day: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> datetime:
    """The instant, in UTC, at which a study day ends and the next begins."""
    return day_start(day + 1, zone, rollover_hour)
