"""The study settings as rows: each field reads one setting and says so when the learner has changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from studyapp.collection import StudySettings
from studyapp.domain.scheduling import interval_for
from studyapp.errors import UserError
from studyapp.gui.settings.row import SettingRow
from studyapp.gui.settings.steps import read_steps, steps_in_words
from studyapp.gui.settings.weekdays import read_weekdays, weekdays_in_words
from studyapp.gui.widgets.buttons import IconButton
from studyapp.gui.widgets.choices import Switch
from studyapp.gui.widgets.fields import DateField, NumberField, TextField
from studyapp.gui.widgets.painting import NBSP
from studyapp.gui.widgets.words import locale

USUAL_RETENTION = StudySettings().desired_retention


class StudyFields(QObject):
    """All rows of the study settings, by the name of their setting."""

    changed = Signal(str, object)
    """A setting's name and its new value."""

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self.rows: dict[str, SettingRow] = {}
        self._readers: dict[str, Callable[[StudySettings], None]] = {}
        self._shown: StudySettings | None = None
        self._add_date(today)
        self._add_number("minutes_per_day", "Minutes a day", _MINUTES, 1, 1440, unit=" min", none_text="any time")
        self._add_written("days_off", "Days off", _DAYS_OFF, read_weekdays, weekdays_in_words)
        self._add_number("new_per_day", "New cards a day", _NEW, 0, 9999)
        self._add_number("reviews_per_day", "Reviews a day", _REVIEWS, 0, 99999)
        self._add_number("rollover_hour", "Day starts at", _ROLLOVER, 0, 23, unit=":00")
        self._add_retention()
        self._add_written("learning_steps", "Learning steps", _LEARNING, read_steps, steps_in_words)
        self._add_written("relearning_steps", "Relearning steps", _RELEARNING, read_steps, steps_in_words)
        self._add_number("maximum_interval", "Longest interval", _LONGEST, 1, 36500, unit=" days")
        self._add_switch("fuzz", "Interval spread", "Spread intervals", _SPREAD)
        self._add_switch("ask_confidence", "How sure are you?", "Ask how sure I am", _CONFIDENCE)

    def show_settings(self, settings: StudySettings, decay: float) -> None:
        """Show what the collection has; `decay` is that of the forgetting curve.

        What was refused stays to be mended, unless its setting has got another value since.
        """
        before, self._shown = self._shown, settings
        for name, read in self._readers.items():
            row = self.rows[name]
            if not row.error or before is None or getattr(before, name) != getattr(settings, name):
                read(settings)
                row.show_error("")
        self.rows["desired_retention"].explain(retention_words(settings.desired_retention, decay))

    def forget_refused(self, names: Iterable[str]) -> None:
        """Show these settings as they are where what was typed last was refused."""
        for name in names:
            if self._shown is not None and self.rows[name].error:
                self._readers[name](self._shown)
                self.rows[name].show_error("")

    def _add_date(self, today: Callable[[], date]) -> None:
        field = DateField("Exam date", today)
        clear = IconButton("x", "Clear the exam date", size=16)
        field.chosen.connect(lambda day: self.changed.emit("exam_date", day))
        self.rows["exam_date"] = row = SettingRow("Exam date", _EXAM, field, clear)
        field.refused.connect(row.show_error)
        field.textChanged.connect(lambda text: clear.setEnabled(bool(text)))
        clear.setEnabled(False)

        def empty() -> None:
            field.clear()
            field.take()
            field.setFocus()

        clear.clicked.connect(empty)
        self._readers["exam_date"] = lambda settings: field.set_day(settings.exam_date)

    def _add_number(
        self, key: str, name: str, explanation: str, low: int, high: int, *, unit: str = "", none_text: str = ""
    ) -> None:
        field = NumberField(name, low, high, unit=unit, none_text=none_text)
        field.chosen.connect(lambda number: self.changed.emit(key, number))
        self.rows[key] = SettingRow(name, explanation, field)
        self._readers[key] = lambda settings: field.set_number(getattr(settings, key))

    def _add_retention(self) -> None:
        field = NumberField("Desired retention", 70, 97, unit=f"{NBSP}%")
        field.chosen.connect(lambda per_cent: self.changed.emit("desired_retention", per_cent / 100))
        self.rows["desired_retention"] = SettingRow("Desired retention", "", field)
        self._readers["desired_retention"] = lambda settings: field.set_number(round(settings.desired_retention * 100))

    def _add_written(
        self,
        key: str,
        name: str,
        explanation: str,
        understand: Callable[[str], tuple[int, ...]],
        in_words: Callable[[Sequence[int]], str],
    ) -> None:
        field = TextField(name)
        self.rows[key] = row = SettingRow(name, explanation, field)

        def read() -> None:
            try:
                value = understand(field.text())
            except UserError as error:
                row.show_error(str(error))
            else:
                self.changed.emit(key, value)
                if not row.error:
                    field.setText(in_words(value))

        field.editingFinished.connect(read)
        self._readers[key] = lambda settings: field.setText(in_words(getattr(settings, key)))

    def _add_switch(self, key: str, name: str, text: str, explanation: str) -> None:
        switch = Switch(text)
        switch.clicked.connect(lambda on: self.changed.emit(key, on))
        self.rows[key] = SettingRow(name, explanation, switch)
        self._readers[key] = lambda settings: switch.setChecked(getattr(settings, key))


def retention_words(retention: float, decay: float) -> str:
    """What a desired retention means, and what it costs against the usual one."""
    meaning = "Share of reviews you want to recall."
    if round(retention, 2) == USUAL_RETENTION:
        return f"{meaning} The usual choice: about one review in ten is forgotten."
    factor = interval_for(1.0, retention, decay) / interval_for(1.0, USUAL_RETENTION, decay)
    times = locale().toString(factor, "f", 1 if factor >= 1 else 2)
    effect = "less work, more forgotten" if retention < USUAL_RETENTION else "more work, less forgotten"
    return f"{meaning} Cards come back after {times} times the interval of 90{NBSP}%: {effect}."


_EXAM = "With minutes a day, each day is planned for it. Leave it open to study without an end."
_MINUTES = "The time a plan for the exam fills. Without an exam date only new cards are held back by it."
_DAYS_OFF = "Days of the week that a plan for the exam leaves free. Write them like Sat Sun."
_NEW = "At most so many cards are met for the first time on one day."
_REVIEWS = "At most so many due cards come on one day; the rest waits, most forgotten first."
_ROLLOVER = "Studying after midnight counts for the evening before until this hour."
_LEARNING = "Pauses before a new card is due on another day. Write them like 1m 10m; none sends it on at once."
_RELEARNING = "Pauses after you forgot a card."
_LONGEST = "No card stays away longer than this."
_SPREAD = "Moves due days a little, so that cards met together do not come back together."
_CONFIDENCE = "Asks at multiple-choice cards before the answer is shown. A right guess is then proposed as Hard."
