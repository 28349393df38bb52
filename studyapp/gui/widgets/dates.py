"""Reading a date as a learner types it, in words or in numbers."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QLocale

from studyapp.errors import UserError
from studyapp.gui.widgets.words import locale, qt_date

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_FORM = "d MMM yyyy"
_NO_DATE = "This is no date. Type it like 2 Jan 2027."


def date_in_words(day: date) -> str:
    """`2 Jan 2027`: the form in which a field shows a date, which `read_date` reads again."""
    return locale().toString(qt_date(day), _FORM)


def read_date(text: str) -> date:
    """The date that a text means: 2 Jan 2027, January 2, 2027, 2027-01-02, 02.01.2027, or 1/2/2027 in the locale's order.

    Raises UserError with a sentence for a text that is no date.
    """
    shown = locale().toDate(text.strip(), _FORM)
    if shown.isValid():
        return date(shown.year(), shown.month(), shown.day())
    words = [word for word in _WORDS.findall(text.casefold()) if word not in _ORDINALS]
    # A weekday before the date says nothing more.
    if len(words) == 4 and not words[0].isdigit() and _month(words[0]) is None:
        del words[0]
    months = [place for place, word in enumerate(words) if not word.isdigit()]
    if len(words) != 3 or len(months) > 1:
        raise UserError(_NO_DATE)
    order = _order_with_month(words, months[0]) if months else _order_of_numbers(words, text)
    parts = dict(zip(order, words, strict=True))
    month = _month(parts["M"]) if months else int(parts["M"])
    if month is None or len(parts["y"]) not in (2, 4) or len(parts["d"]) > 2:
        raise UserError(_NO_DATE)
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        raise UserError(_NO_DATE) from None


def _order_with_month(words: list[str], month: int) -> str:
    """Which word is what, where one is the name of a month: the year is last unless four digits stand first."""
    rest = ["y", "d"] if len(words[0]) == 4 and month != 0 else ["d", "y"]
    rest.insert(month, "M")
    return "".join(rest)


def _order_of_numbers(words: list[str], text: str) -> str:
    """Which number is what: four digits are the year; dots put the day before the month; else the locale decides."""
    short = locale().dateFormat(QLocale.FormatType.ShortFormat)
    usual = "".join(sorted("dMy", key=short.find))
    if len(words[0]) == 4:
        return "yMd"
    if len(words[2]) != 4 and usual.startswith("y"):
        return usual
    return "dMy" if "." in text or usual.index("d") < usual.index("M") else "Mdy"


def _month(word: str) -> int | None:
    """The number of a month that is named in English or the learner's language, by at least three letters."""
    for language in (QLocale("en_US"), locale()):
        for month in range(1, 13):
            forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
            names = [
                name(month, form).casefold()
                for form in forms
                for name in (language.monthName, language.standaloneMonthName)
            ]
            if any(name.rstrip(".") == word or (len(word) >= 3 and name.startswith(word)) for name in names):
                return month
    return None
