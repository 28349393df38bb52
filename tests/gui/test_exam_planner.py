"""The plan for the exam, from the settings to the words of Today."""

from __future__ import annotations

from datetime import timedelta

from pytestqt.qtbot import QtBot

from studyapp.collection import Collection
from studyapp.gui.main_window import MainWindow
from studyapp.gui.today.page import TodayPage
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON, ClockAt


def today_of(window: MainWindow) -> TodayPage:
    window.open_screen("today")
    assert isinstance(window.page, TodayPage)
    return window.page


def words(page: TodayPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label) if label.isVisible())


def is_planned(page: TodayPage) -> bool:
    return page.numbers is not None and page.numbers.exam_plan is not None


def set_exam(collection: Collection, days: int = 40, minutes: int = 20) -> None:
    collection.settings.change(exam_date=NOON.date() + timedelta(days=days), minutes_per_day=minutes, exam_asked=True)


def test_an_exam_date_and_minutes_bring_a_plan_and_its_reasons(
    qtbot: QtBot, open_window: MainWindow, collection: Collection
) -> None:
    page = today_of(open_window)
    assert "Planned for your exam" not in words(page)
    set_exam(collection)
    qtbot.waitUntil(lambda: is_planned(page), timeout=20_000)
    assert "Planned for your exam: " in words(page)
    assert "remembered on the exam morning." in words(page)


def test_too_few_minutes_are_told_early(qtbot: QtBot, open_window: MainWindow, collection: Collection) -> None:
    page = today_of(open_window)
    set_exam(collection, days=1, minutes=1)
    qtbot.waitUntil(lambda: is_planned(page), timeout=20_000)
    assert "Meeting every card takes 7 minutes a day, or a later exam." in words(page)


def test_a_new_day_is_planned_anew(
    qtbot: QtBot, open_window: MainWindow, collection: Collection, clock_at: ClockAt
) -> None:
    page = today_of(open_window)
    set_exam(collection)
    qtbot.waitUntil(lambda: is_planned(page), timeout=20_000)
    clock_at(NOON + timedelta(days=1))
    page.look_again()
    assert not is_planned(page)
    assert open_window.exam_planner is not None
    open_window.exam_planner.look_at_the_day()
    qtbot.waitUntil(lambda: is_planned(page), timeout=20_000)


def test_without_a_date_nothing_is_planned(open_window: MainWindow, collection: Collection, qtbot: QtBot) -> None:
    page = today_of(open_window)
    set_exam(collection)
    collection.settings.change(exam_date=None)
    assert open_window.exam_planner is not None
    assert not open_window.exam_planner.is_at_work
    assert not is_planned(page)
