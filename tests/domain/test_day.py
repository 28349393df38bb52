"""Study days around rollovers and changes of the clocks, in zones that are known for trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.day import day_end, day_start, study_day

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # Moves its clocks by half an hour.
    "Asia/Kathmandu",  # 5:45 ahead of UTC.
    "Pacific/Apia",  # Left out 30 December 2011.
    "America/St_Johns",  # Moved its clocks at 00:01 until 2011.
    "America/Sao_Paulo",  # Moved its clocks at midnight until 2019.
]


def local(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[arg-type, misc]


def hours(day: date, zone: str, rollover_hour: int = 4) -> float:
    start = day_start(day.toordinal(), ZoneInfo(zone), rollover_hour)
    return (day_end(day.toordinal(), ZoneInfo(zone), rollover_hour) - start) / timedelta(hours=1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "America/New_York"])
def test_the_day_changes_at_four_in_the_morning(zone: str) -> None:
    assert study_day(local(zone, 2026, 6, 10, 3, 59, 59)) == date(2026, 6, 9).toordinal()
    assert study_day(local(zone, 2026, 6, 10, 4, 0)) == date(2026, 6, 10).toordinal()
    assert study_day(local(zone, 2026, 6, 10, 4, 1)) == date(2026, 6, 10).toordinal()
    assert study_day(local(zone, 2026, 6, 10, 23, 59)) == date(2026, 6, 10).toordinal()


def test_the_rollover_hour_can_be_chosen() -> None:
    late = local("Europe/Berlin", 2026, 6, 10, 1, 30)
    assert study_day(late, rollover_hour=0) == date(2026, 6, 10).toordinal()
    assert study_day(late, rollover_hour=1) == date(2026, 6, 10).toordinal()
    assert study_day(late, rollover_hour=2) == date(2026, 6, 9).toordinal()
    assert study_day(late, rollover_hour=23) == date(2026, 6, 9).toordinal()


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 3, 29), 24),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/New_York", date(2026, 10, 31), 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 23.5),
        ("Asia/Kathmandu", date(2026, 3, 28), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: date, length: float) -> None:
    assert hours(day, zone) == length


def test_every_second_around_a_change_of_the_clocks_belongs_to_the_right_day() -> None:
    before, after = date(2026, 10, 24).toordinal(), date(2026, 10, 25).toordinal()
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=0)) == before
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=1)) == before
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 3, 59)) == before
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 4, 1)) == after


def test_a_rollover_that_the_clocks_skip_happens_when_they_jump() -> None:
    sunday = date(2026, 3, 29).toordinal()
    assert day_start(sunday, ZoneInfo("Europe/Berlin"), 2) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert study_day(local("Europe/Berlin", 2026, 3, 29, 1, 59), 2) == sunday - 1
    assert study_day(local("Europe/Berlin", 2026, 3, 29, 3, 0), 2) == sunday
    assert hours(date(2026, 3, 28), "Europe/Berlin", 2) == 24
    assert hours(date(2026, 3, 29), "Europe/Berlin", 2) == 23


def test_a_rollover_that_occurs_twice_counts_once() -> None:
    sunday = date(2026, 10, 25).toordinal()
    assert day_start(sunday, ZoneInfo("Europe/Berlin"), 2) == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=0), 2) == sunday
    assert study_day(local("Europe/Berlin", 2026, 10, 25, 2, 0, fold=1), 2) == sunday


def test_a_day_does_not_come_back_when_the_clocks_show_the_evening_again() -> None:
    sunday = date(2010, 11, 7).toordinal()
    first_midnight = datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC).astimezone(ZoneInfo("America/St_Johns"))
    assert (first_midnight.hour, first_midnight.day) == (0, 7)
    once_more_eleven = first_midnight.astimezone(UTC) + timedelta(minutes=10)
    assert once_more_eleven.astimezone(ZoneInfo("America/St_Johns")).day == 6
    assert study_day(first_midnight, 0) == sunday
    assert study_day(once_more_eleven.astimezone(ZoneInfo("America/St_Johns")), 0) == sunday


def seconds_of(year: int, month: int, day: int) -> float:
    return datetime(year, month, day, tzinfo=UTC).timestamp()


@given(
    st.floats(seconds_of(2010, 1, 1), seconds_of(2027, 1, 1))
    | st.floats(seconds_of(2011, 12, 28), seconds_of(2012, 1, 2)),
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.sampled_from(ZONES),
    st.integers(0, 23),
)
@settings(deadline=None, max_examples=500)
def test_every_instant_lies_in_its_day_and_days_only_go_forward(
    seconds: float, later: timedelta, zone: str, rollover_hour: int
) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    day = study_day(instant.astimezone(ZoneInfo(zone)), rollover_hour)
    assert day_start(day, ZoneInfo(zone), rollover_hour) <= instant < day_end(day, ZoneInfo(zone), rollover_hour)
    assert study_day((instant + later).astimezone(ZoneInfo(zone)), rollover_hour) >= day


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [1970, 2038, 2100])
def test_far_years_have_days_too(zone: str, year: int) -> None:
    day = study_day(local(zone, year, 1, 19, 12))
    assert day == date(year, 1, 19).toordinal()


def test_a_time_without_a_zone_has_no_study_day() -> None:
    with pytest.raises(ValueError, match="needs a time with a time zone"):
        study_day(datetime(2026, 6, 10, 12, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize("hour", [-1, 24])
def test_a_day_cannot_start_at_an_hour_that_does_not_exist(hour: int) -> None:
    with pytest.raises(ValueError, match=f"starts at hour {hour}; it must be from 0 to 23"):
        study_day(datetime(2026, 6, 10, 12, tzinfo=UTC), hour)
