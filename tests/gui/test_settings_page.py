from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection, StudySettings, backup
from studyapp.errors import UserError
from studyapp.gui.main_window import MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.settings.backups_dialog import BackupsDialog
from studyapp.gui.settings.page import SettingsPage
from studyapp.gui.settings.steps import read_steps, steps_in_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import IconButton
from studyapp.gui.widgets.choices import Switch
from studyapp.gui.widgets.fields import ChoiceField, DateField, NumberField, TextField
from tests.conftest import NOON


@pytest.fixture
def page(qtbot: QtBot, collection: Collection, preferences: Preferences) -> Iterator[SettingsPage]:
    """The Settings page in a window of its own."""
    page = SettingsPage(collection, preferences)
    qtbot.addWidget(page)
    collection.subscribe(page.on_change)
    page.resize(1072, 720)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    yield page
    page.hide()


def field(page: SettingsPage, name: str, kind: type[Any]) -> Any:
    found = page.rows[name].findChild(kind)
    assert found is not None
    return found


def type_date(qtbot: QtBot, page: SettingsPage, text: str) -> DateField:
    """Type a date over what the field has, and press Enter."""
    dates: DateField = field(page, "exam_date", DateField)
    dates.setFocus()
    dates.selectAll()
    qtbot.keyClicks(dates, text)
    qtbot.keyClick(dates, Qt.Key.Key_Return)
    return dates


@pytest.fixture
def shown_page(open_window: MainWindow) -> SettingsPage:
    """Settings in the program's window, where the menu's keys work."""
    open_window.open_screen("settings")
    page = open_window.page
    assert isinstance(page, SettingsPage)
    return page


NUMBERS = {
    "minutes_per_day": 45,
    "new_per_day": 7,
    "reviews_per_day": 90,
    "rollover_hour": 3,
    "maximum_interval": 365,
}


@pytest.mark.parametrize(("name", "value"), NUMBERS.items())
def test_a_number_counts_at_once_and_undo_takes_it_back(
    page: SettingsPage, collection: Collection, name: str, value: int
) -> None:
    before = getattr(collection.settings.current, name)
    number = field(page, name, NumberField)
    number.setValue(value)
    assert getattr(collection.settings.current, name) == value
    collection.undo()
    assert getattr(collection.settings.current, name) == before
    assert number.number() == before


def test_settings_are_there_after_opening_again(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    field(page, "new_per_day", NumberField).setValue(7)
    type_date(qtbot, page, "2 Jan 2027")
    with closing(sqlite3.connect(collection.file)) as connection:
        stored = dict(connection.execute("SELECT key, value FROM settings"))
    assert (stored["new_per_day"], stored["exam_date"], stored["exam_asked"]) == ("7", '"2027-01-02"', "true")


def test_the_exam_date_can_be_cleared(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    type_date(qtbot, page, "2 Jan 2027")
    assert collection.settings.current.exam_date == date(2027, 1, 2)
    clear = next(
        part for part in page.rows["exam_date"].findChildren(QWidget) if part.accessibleName() == "Clear the exam date"
    )
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert collection.settings.current.exam_date is None
    assert field(page, "exam_date", DateField).text() == ""


def test_an_exam_date_from_an_older_time_is_shown_but_cannot_be_chosen(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    collection.settings.change(exam_date=date(2026, 11, 1))
    dates = field(page, "exam_date", DateField)
    assert dates.day() == date(2026, 11, 1)
    qtbot.keyClick(dates, Qt.Key.Key_Return)
    assert page.rows["exam_date"].error == ""
    type_date(qtbot, page, "3 Nov 2026")
    assert dates.text() == "3 Nov 2026"
    assert "past" in page.rows["exam_date"].error
    assert collection.settings.current.exam_date == date(2026, 11, 1)


def test_a_text_that_is_no_date_stays_and_can_be_cleared(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    dates = type_date(qtbot, page, "30 Febr 2027")
    field(page, "new_per_day", NumberField).setValue(7)
    assert dates.text() == "30 Febr 2027"
    assert page.rows["exam_date"].error == "This is no date. Type it like 2 Jan 2027."
    assert collection.settings.current.exam_date is None
    clear = page.rows["exam_date"].findChild(IconButton)
    assert clear is not None
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert (dates.text(), page.rows["exam_date"].error) == ("", "")
    assert not clear.isEnabled()


def test_ctrl_z_in_a_field_takes_the_step_back_and_the_field_shows_it(
    shown_page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    page, before = shown_page, collection.settings.current
    changes: dict[str, tuple[type[Any], str]] = {
        "new_per_day": (NumberField, "7"),
        "learning_steps": (TextField, "5m"),
        "exam_date": (DateField, "30 Dec 2027"),
    }
    for name, (kind, text) in changes.items():
        part = field(page, name, kind)
        part.setFocus()
        part.selectAll()
        shown = part.text()
        qtbot.keyClicks(part, text)
        qtbot.keyClick(part, Qt.Key.Key_Return)
        assert getattr(collection.settings.current, name) != getattr(before, name)
        qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert getattr(collection.settings.current, name) == getattr(before, name)
        assert part.text() == shown
        assert part.hasFocus()
        qtbot.keyClick(part, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert getattr(collection.settings.current, name) != getattr(before, name)


def test_ctrl_z_reaches_the_window_from_choices_and_an_untouched_search(
    shown_page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    for part in (field(shown_page, "scheme", ChoiceField), shown_page.search):
        collection.settings.change(new_per_day=7)
        part.setFocus()
        qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert collection.settings.current.new_per_day == StudySettings().new_per_day


def test_ctrl_z_takes_typing_back_before_it_takes_a_step_back(
    shown_page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    collection.settings.change(reviews_per_day=90)
    search, number = shown_page.search, field(shown_page, "new_per_day", NumberField)
    for part, before in ((search, ""), (number, str(StudySettings().new_per_day))):
        part.setFocus()
        part.selectAll()
        qtbot.keyClicks(part, "5")
        qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert part.text() == before
        assert collection.settings.current.reviews_per_day == 90
    qtbot.keyClick(number, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert collection.settings.current.reviews_per_day == StudySettings().reviews_per_day


def test_retention_says_what_it_costs(page: SettingsPage, collection: Collection) -> None:
    retention = field(page, "desired_retention", NumberField)
    assert "one review in ten" in retention.accessibleDescription()
    retention.setValue(80)
    assert collection.settings.current.desired_retention == pytest.approx(0.8)
    assert "less work, more forgotten" in retention.accessibleDescription()
    retention.setValue(95)
    assert "more work, less forgotten" in retention.accessibleDescription()


def test_a_step_that_is_none_gets_a_sentence_and_saves_nothing(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    steps = field(page, "learning_steps", QLineEdit)
    steps.setText("1m 1x")
    qtbot.keyClick(steps, Qt.Key.Key_Return)
    assert page.rows["learning_steps"].error == "“1x” is not a step. Write numbers with s, m or h, such as 1m 10m."
    assert collection.settings.current.learning_steps == (60, 600)
    steps.setText("1m 48h")
    qtbot.keyClick(steps, Qt.Key.Key_Return)
    assert "less than a day" in page.rows["learning_steps"].error
    assert collection.settings.current.learning_steps == (60, 600)
    steps.setText("30s 5 1h")
    qtbot.keyClick(steps, Qt.Key.Key_Return)
    assert page.rows["learning_steps"].error == ""
    assert collection.settings.current.learning_steps == (30, 300, 3600)
    assert steps.text() == "30s 5m 1h"


@pytest.mark.parametrize("text", ["1m 1x", "1m 48h"])
def test_refused_steps_are_there_to_be_mended_after_another_page(
    shown_page: SettingsPage, open_window: MainWindow, collection: Collection, qtbot: QtBot, text: str
) -> None:
    steps = field(shown_page, "learning_steps", TextField)
    steps.setFocus()
    steps.selectAll()
    qtbot.keyClicks(steps, text)
    open_window.open_screen("today")
    collection.settings.change(new_per_day=7)
    open_window.open_screen("settings")
    assert steps.text() == text
    assert shown_page.rows["learning_steps"].error
    collection.settings.change(learning_steps=(120,))
    assert (steps.text(), shown_page.rows["learning_steps"].error) == ("2m", "")


def test_reset_also_drops_what_was_refused(page: SettingsPage, qtbot: QtBot) -> None:
    steps = field(page, "learning_steps", TextField)
    steps.setText("1x")
    qtbot.keyClick(steps, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.toast):
        page.reset()
    assert (steps.text(), page.rows["learning_steps"].error) == ("1m 10m", "")


@pytest.mark.parametrize("steps", [(), (1,), (90,), (60, 600), (3600, 7200, 86399)])
def test_steps_written_are_read_again(steps: tuple[int, ...]) -> None:
    assert read_steps(steps_in_words(steps)) == steps


@pytest.mark.parametrize("text", ["m", "-1m", "1.5m", "10 min", "1m;2m"])
def test_what_is_no_step_is_named(text: str) -> None:
    with pytest.raises(UserError, match="is not a step"):
        read_steps(text)


def test_the_spread_is_a_switch(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    qtbot.mouseClick(field(page, "fuzz", Switch), Qt.MouseButton.LeftButton)
    assert not collection.settings.current.fuzz


def test_whether_confidence_is_asked_is_a_switch_that_a_reset_leaves_alone(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    assert not collection.settings.current.ask_confidence
    qtbot.mouseClick(field(page, "ask_confidence", Switch), Qt.MouseButton.LeftButton)
    assert collection.settings.current.ask_confidence
    collection.settings.change(new_per_day=3)
    page.reset()
    assert collection.settings.current.new_per_day == StudySettings().new_per_day
    assert collection.settings.current.ask_confidence


def test_reset_is_one_step_and_keeps_exam_and_minutes(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    collection.settings.change(exam_date=date(2027, 1, 2), minutes_per_day=30, new_per_day=3, fuzz=False)
    with qtbot.waitSignal(page.toast_with_undo):
        page.reset()
    settings = collection.settings.current
    assert (settings.new_per_day, settings.fuzz) == (StudySettings().new_per_day, True)
    assert (settings.exam_date, settings.minutes_per_day) == (date(2027, 1, 2), 30)
    collection.undo()
    assert (collection.settings.current.new_per_day, collection.settings.current.fuzz) == (3, False)
    collection.redo()
    with qtbot.waitSignal(page.toast):
        page.reset()


def test_the_theme_is_switched_live_and_kept(page: SettingsPage, preferences: Preferences, qtbot: QtBot) -> None:
    themes = field(page, "scheme", ChoiceField)
    assert themes.currentText() == "Light"
    light = page.grab().toImage().pixelColor(3, 3).lightness()
    themes.setCurrentIndex(2)
    themes.activated.emit(2)
    assert preferences.scheme == theme().scheme == "dark"
    assert page.grab().toImage().pixelColor(3, 3).lightness() < 60 < light
    theme().set_scheme("light")
    assert themes.currentText() == "Light"


def test_the_text_size_is_changed_live_and_kept(page: SettingsPage, preferences: Preferences) -> None:
    sizes = field(page, "zoom", ChoiceField)
    height = page.back_up_button.sizeHint().height()
    sizes.activated.emit(sizes.findData(150))
    sizes.setCurrentIndex(sizes.findData(150))
    sizes.activated.emit(sizes.currentIndex())
    assert preferences.zoom == theme().zoom == 1.5
    assert page.back_up_button.sizeHint().height() == round(height * 1.5)
    theme().set_zoom(1.2)
    assert sizes.currentData() == 120


def test_the_search_shows_what_has_the_words(page: SettingsPage) -> None:
    page.search.setText("retention")
    assert [name for name, row in page.rows.items() if row.isVisible()] == ["desired_retention"]
    page.search.setText("zzz")
    assert not any(row.isVisible() for row in page.rows.values())
    page.search.clear()
    assert all(row.isVisible() for row in page.rows.values())


def test_the_wheel_over_a_field_without_focus_changes_nothing(page: SettingsPage, collection: Collection) -> None:
    before = collection.settings.current
    for name, kind in (("new_per_day", NumberField), ("exam_date", DateField), ("scheme", ChoiceField)):
        part = field(page, name, kind)
        place = QPointF(part.rect().center())
        wheel = QWheelEvent(
            place, part.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(part, wheel)
    assert collection.settings.current == before
    assert theme().scheme == "light"


def test_a_backup_is_made_and_listed(page: SettingsPage, collection: Collection, qtbot: QtBot) -> None:
    assert not page.restore_button.isEnabled()
    with qtbot.waitSignal(page.toast):
        page.back_up_button.click()
    (made,) = backup.backups(collection.folder)
    assert backup.look_inside(made.path).cards == 12
    assert page.restore_button.isEnabled()
    qtbot.waitUntil(page.back_up_button.isEnabled)
    assert "Today, 12:00" in page.back_up_button.accessibleDescription()


def test_going_back_to_a_backup_shows_what_it_holds_first(
    page: SettingsPage, collection: Collection, qtbot: QtBot
) -> None:
    old = backup.make(collection.folder, NOON - timedelta(days=1))
    broken = backup.make(collection.folder, NOON - timedelta(hours=1))
    broken.path.write_bytes(broken.path.read_bytes()[:5000])
    page.show_backups()
    dialog = page.findChild(BackupsDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    qtbot.waitUntil(lambda: dialog.list.content(broken.path) is not None)
    content = dialog.list.content(broken.path)
    assert content is not None
    assert not content.sound
    assert dialog.list.chosen == old.path
    with qtbot.waitSignal(page.restore_requested) as asked:
        dialog.restore_button.click()
    assert asked.args == [old.path]


def test_without_backups_there_is_nothing_to_choose(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.toast) as told:
        page.show_backups()
    assert "no backup yet" in told.args[0]
    assert page.findChild(BackupsDialog) is None


@pytest.mark.parametrize(("width", "zoom"), [(836, 1.0), (1072, 1.0), (1072, 2.0), (836, 2.0)])
def test_every_field_is_seen_whole(page: SettingsPage, width: int, zoom: float) -> None:
    theme().set_zoom(zoom)
    page.resize(width, 600)
    QApplication.processEvents()
    for row in page.rows.values():
        assert row.mapTo(page, row.rect().topRight()).x() < width, row.name


def test_nothing_is_cut_off_at_twice_the_size_in_the_smallest_window(
    shown_page: SettingsPage, open_window: MainWindow
) -> None:
    open_window.resize(900, 600)
    theme().set_zoom(2.0)
    QApplication.processEvents()
    (scroll,) = [area for area in shown_page.findChildren(QScrollArea) if area.isVisible()]
    assert scroll.horizontalScrollBar().maximum() == 0
    assert shown_page.search.mapTo(shown_page, shown_page.search.rect().topRight()).x() < scroll.viewport().width()


def test_everything_that_takes_the_focus_has_a_name(page: SettingsPage) -> None:
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part


def test_tab_reaches_every_setting(page: SettingsPage, qtbot: QtBot) -> None:
    page.search.setFocus()
    reached: set[QWidget] = set()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    for row in page.rows.values():
        assert any(row.isAncestorOf(part) for part in reached), row.name
