"""Study settings: typed, kept in the collection so that they travel with its backups."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from studyapp.collection.changes import Journal
from studyapp.collection.schema import settings as table
from studyapp.errors import UserError


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What the learner can choose, with defaults good enough never to touch them."""

    exam_date: date | None = None
    exam_asked: bool = False
    """Whether the question for the exam date has been answered or put away."""
    minutes_per_day: int | None = None
    """Study time to plan for; None plans by the number of cards alone."""
    days_off: tuple[int, ...] = ()
    """Weekdays without study, 0 for Monday to 6 for Sunday; the plan for the exam leaves them out."""
    new_per_day: int = 20
    reviews_per_day: int = 200
    desired_retention: float = 0.9
    """Share of reviews that should be recalled, 0.7–0.97."""
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds."""
    relearning_steps: tuple[int, ...] = (600,)
    """Seconds."""
    maximum_interval: int = 36500
    """Days."""
    fuzz: bool = True
    """Whether intervals are spread a little, so that cards met together part company."""
    rollover_hour: int = 4
    """Local hour at which a study day begins."""
    ask_confidence: bool = False
    """Whether multiple-choice cards ask how sure the answer is before it is shown."""

    def __post_init__(self) -> None:
        def within(name: str, low: float, high: float, what: str) -> None:
            value = getattr(self, name)
            if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
                raise UserError(f"{what} must be between {low:g} and {high:g}.")

        within("new_per_day", 0, 9999, "New cards a day")
        within("reviews_per_day", 0, 99999, "Reviews a day")
        within("desired_retention", 0.7, 0.97, "Desired retention")
        within("maximum_interval", 1, 36500, "The longest interval in days")
        within("rollover_hour", 0, 23, "The hour at which the day begins")
        if self.minutes_per_day is not None:
            within("minutes_per_day", 1, 1440, "Minutes a day")
        if list(self.days_off) != sorted(set(self.days_off)) or not set(self.days_off) <= set(range(7)):
            raise UserError("Days off must be days of the week, each once.")
        for steps, what in ((self.learning_steps, "Learning steps"), (self.relearning_steps, "Relearning steps")):
            if len(steps) > 10 or any(not 1 <= step < 86400 for step in steps):
                raise UserError(f"{what} must be at most ten, each from a second to less than a day.")


_LABELS = {
    "exam_date": "Change exam date",
    "exam_asked": "Put exam question away",
    "minutes_per_day": "Change minutes a day",
    "days_off": "Change days off",
    "new_per_day": "Change new cards a day",
    "reviews_per_day": "Change reviews a day",
    "desired_retention": "Change desired retention",
    "learning_steps": "Change learning steps",
    "relearning_steps": "Change relearning steps",
    "maximum_interval": "Change longest interval",
    "fuzz": "Change interval spread",
    "rollover_hour": "Change start of day",
    "ask_confidence": "Change question for confidence",
}


class Settings:
    """Reads and changes the study settings; `current` is always what the file says."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self.current = StudySettings()
        self.reload()

    def reload(self) -> None:
        """Read the settings again, after a change or at the start. A value from elsewhere that is not valid is ignored."""
        stored = dict(self._connection.execute(select(table.c.key, table.c.value)).all())
        current = StudySettings()
        for field in fields(StudySettings):
            if field.name in stored:
                try:
                    current = replace(current, **{field.name: _read(field.name, json.loads(stored[field.name]))})
                except (ValueError, TypeError, UserError):
                    continue
        self.current = current

    def change(self, **values: Any) -> None:
        """Change some settings as one undo step. Raises UserError with a sentence for a value out of range."""
        wanted = replace(self.current, **values)
        changed = [name for name in values if getattr(wanted, name) != getattr(self.current, name)]
        if not changed:
            return
        with self._journal.change(_LABELS[changed[0]]) as db:
            for name in changed:
                db.exec_driver_sql(
                    "INSERT INTO settings(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                    (name, json.dumps(_write(getattr(wanted, name)))),
                )


def _write(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name == "exam_date" and value is not None:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
