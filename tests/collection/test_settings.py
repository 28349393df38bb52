"""Study settings: what is accepted, what is refused with a sentence, and what survives."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from studyapp.collection import Collection, StudySettings
from studyapp.errors import UserError

OTHER = StudySettings(
    exam_date=date(2027, 3, 6), exam_asked=True, minutes_per_day=45, new_per_day=0, reviews_per_day=99999, desired_retention=0.85,
    learning_steps=(30, 900, 3600), relearning_steps=(), maximum_interval=180, fuzz=False, rollover_hour=0,
)  # fmt: skip


def test_the_defaults_hold_until_something_is_chosen(collection: Collection) -> None:
    assert collection.settings.current == StudySettings()


def test_all_settings_survive_and_are_one_undo_step(collection: Collection) -> None:
    collection.settings.change(**asdict(OTHER))
    assert collection.settings.current == OTHER
    collection.close()
    reopened = Collection.open(collection.folder)
    assert reopened.settings.current == OTHER
    reopened.settings.change(exam_date=None, minutes_per_day=None)
    assert reopened.journal.undo_label == "Change exam date"
    reopened.undo()
    assert reopened.settings.current == OTHER
    reopened.close()


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("new_per_day", -1, "New cards a day must be between 0 and 9999."),
        ("new_per_day", "20", "New cards a day must be between 0 and 9999."),
        ("new_per_day", True, "New cards a day must be between 0 and 9999."),
        ("reviews_per_day", 100_000, "Reviews a day must be between 0 and 99999."),
        ("desired_retention", 0.69, "Desired retention must be between 0.7 and 0.97."),
        ("desired_retention", float("nan"), "Desired retention must be between 0.7 and 0.97."),
        ("maximum_interval", 0, "The longest interval in days must be between 1 and 36500."),
        ("rollover_hour", 24, "The hour at which the day begins must be between 0 and 23."),
        ("minutes_per_day", 0, "Minutes a day must be between 1 and 1440."),
        ("learning_steps", (0,), "Learning steps must be at most ten, each from a second to less than a day."),
        (
            "relearning_steps",
            (60,) * 11,
            "Relearning steps must be at most ten, each from a second to less than a day.",
        ),
    ],
)
def test_a_value_out_of_range_is_refused_with_a_sentence(
    collection: Collection, name: str, wrong: Any, sentence: str
) -> None:
    label = collection.journal.undo_label
    with pytest.raises(UserError) as caught:
        collection.settings.change(**{name: wrong, "fuzz": False})
    assert str(caught.value) == sentence
    assert collection.settings.current == StudySettings()
    assert collection.journal.undo_label == label


def test_an_unknown_setting_is_a_mistake_of_the_program(collection: Collection) -> None:
    with pytest.raises(TypeError):
        collection.settings.change(colour="blue")


@pytest.mark.parametrize("stored", ["-5", '"many"', "[1]", "{", "1e999", "null"])
def test_a_stored_value_that_is_not_valid_is_ignored(collection: Collection, stored: str) -> None:
    collection.settings.change(rollover_hour=6)
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.execute("INSERT INTO settings(key, value) VALUES ('new_per_day', ?)", (stored,))
        connection.execute("INSERT INTO settings(key, value) VALUES ('from_a_later_version', '1')")
        connection.commit()
    collection.settings.reload()
    assert collection.settings.current == StudySettings(rollover_hour=6)


def test_a_change_that_cannot_be_written_is_not_felt(collection: Collection) -> None:
    with collection.journal.change("Forbid") as db:
        db.exec_driver_sql("CREATE TRIGGER no BEFORE INSERT ON settings BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(Exception, match="no"):
        collection.settings.change(new_per_day=3)
    assert collection.settings.current.new_per_day == 20


def test_settings_are_stored_as_json(collection: Collection) -> None:
    collection.settings.change(exam_date=date(2027, 3, 6), learning_steps=(60,))
    with closing(sqlite3.connect(collection.file)) as connection:
        stored = {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM settings")}
    assert stored == {"exam_date": "2027-03-06", "learning_steps": [60]}
