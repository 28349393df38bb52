from __future__ import annotations

import pytest

from studyapp.errors import UserError
from studyapp.gui.settings.weekdays import read_weekdays, weekdays_in_words


@pytest.mark.parametrize(
    ("text", "days"),
    [("", ()), ("Sat Sun", (5, 6)), ("sunday, Saturday", (5, 6)), ("Tues.; wed Wed", (1, 2)), ("  Fri ", (4,))],
)
def test_days_are_read_however_they_are_written(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days
    assert read_weekdays(weekdays_in_words(days)) == days


@pytest.mark.parametrize("text", ["Su", "Someday", "Sat 5", "Saturdays"])
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(UserError, match="is no day of the week"):
        read_weekdays(text)


def test_a_week_off_leaves_nothing_to_plan() -> None:
    with pytest.raises(UserError, match="At least one day"):
        read_weekdays("Mon Tue Wed Thu Fri Sat Sun")
