"""Numbers, dates and times in words, as the learner's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QTime

from studyapp.gui.widgets.painting import NBSP


def locale() -> QLocale:
    """The learner's locale; where the system names none, English, as the program speaks."""
    named = QLocale()
    return QLocale("en_US") if named.language() == QLocale.Language.C else named


def number(value: int) -> str:
    """A whole number with the locale's separators."""
    return locale().toString(value)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 card`, `47 cards`; `many` where the plural is more than an s."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def whole_minutes(seconds: float) -> int:
    """Seconds as minutes; a little time counts as one minute."""
    return max(1, round(seconds / 60)) if seconds > 0 else 0


def qt_date(day: date) -> QDate:
    """A date as Qt's own."""
    return QDate(day.year, day.month, day.day)


def day_in_words(day: date) -> str:
    """`Sunday, 22 November`."""
    return locale().toString(qt_date(day), "dddd, d MMMM")


def day_and_month(day: date) -> str:
    """`29 October`."""
    return locale().toString(qt_date(day), "d MMMM")


def short_date(day: date) -> str:
    """`Sat 2 Jan 2027`."""
    return locale().toString(qt_date(day), "ddd d MMM yyyy")


def clock_time(moment: datetime) -> str:
    """The time of day in the locale's short form."""
    return locale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def moment_in_words(moment: datetime, today: date) -> str:
    """`Today, 08:12`, `Yesterday, 21:40` or `15 November 2026, 20:58`."""
    days = (today - moment.date()).days
    names = {0: "Today", 1: "Yesterday"}
    return f"{names.get(days) or locale().toString(qt_date(moment.date()), 'd MMMM yyyy')}, {clock_time(moment)}"


def file_size(size: int) -> str:
    """Bytes in the unit that reads best."""
    return locale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat).replace(" ", NBSP)
