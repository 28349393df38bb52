"""Scheduling fitted to the learner, from the log to the words of Settings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection
from studyapp.domain.scheduling import DEFAULT_PARAMETERS
from studyapp.gui.main_window import MainWindow
from studyapp.gui.main_window.parameter_fitter import ParameterFitter
from studyapp.gui.settings.memory_model import MemoryModelRow
from studyapp.gui.settings.page import SettingsPage
from studyapp.gui.widgets.toast import Toast
from tests.collection.logged_learner import fill
from tests.conftest import NOON, ClockAt

FIT_MS = 60_000


@pytest.fixture
def fitter(open_window: MainWindow, collection: Collection, qtbot: QtBot) -> ParameterFitter:
    """The window's fitter, with a learner whose reviews are worth a fit."""
    fill(collection, 800)
    qtbot.waitUntil(lambda: open_window.parameter_fitter is not None)
    assert open_window.parameter_fitter is not None
    return open_window.parameter_fitter


def memory_model(window: MainWindow) -> MemoryModelRow:
    window.open_screen("settings")
    assert isinstance(window.page, SettingsPage)
    row = window.page.rows["memory_model"]
    assert isinstance(row, MemoryModelRow)
    return row


def words(row: MemoryModelRow) -> str:
    return "\n".join(label.text() for label in row.findChildren(QLabel) if label.text())


def is_fitted(collection: Collection) -> bool:
    return collection.parameters.current != DEFAULT_PARAMETERS


def test_a_fit_is_told_explained_in_settings_and_reset_there(
    qtbot: QtBot, open_window: MainWindow, collection: Collection, fitter: ParameterFitter
) -> None:
    row = memory_model(open_window)
    assert "The standard values are in force" in words(row)
    qtbot.waitUntil(lambda: is_fitted(collection) and not fitter.is_at_work, timeout=FIT_MS)
    toast = open_window.findChild(Toast)
    assert toast is not None
    assert toast.isVisible()
    assert toast.text.startswith(
        "Scheduling now fits your memory: it predicts your latest 323 reviews better than before."
    )
    assert "Fitted to 800 reviews of yours on 22 November 2026." in words(row)
    assert row.button.isEnabled()
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert not row.button.isEnabled()
    qtbot.waitUntil(lambda: not is_fitted(collection), timeout=FIT_MS)
    assert toast.text == "The standard memory model is in force."
    assert "The standard values are in force" in words(row)
    assert not fitter.is_at_work
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert toast.text == "The standard memory model is in force already."
    assert row.button.isEnabled()


def test_undo_takes_a_fit_back_and_it_does_not_return(
    qtbot: QtBot, open_window: MainWindow, collection: Collection, fitter: ParameterFitter, clock_at: ClockAt
) -> None:
    qtbot.waitUntil(lambda: is_fitted(collection) and not fitter.is_at_work, timeout=FIT_MS)
    open_window.act("undo")
    assert not is_fitted(collection)
    clock_at(NOON + timedelta(days=1))
    fitter.look()
    assert not fitter.is_at_work
    assert "The standard values are in force" in words(memory_model(open_window))


def test_a_fit_waits_until_nobody_is_answering(
    qtbot: QtBot, open_window: MainWindow, collection: Collection, fitter: ParameterFitter
) -> None:
    open_window.open_screen("review")
    fitter.look()
    assert fitter.is_at_work
    with qtbot.waitSignal(fitter.ready, timeout=FIT_MS):
        pass
    fitter.look()
    assert not is_fitted(collection)
    open_window.open_screen("today")
    fitter.look()
    assert is_fitted(collection)
    qtbot.waitUntil(lambda: not fitter.is_at_work)


def test_a_refused_fit_is_explained_and_says_nothing_else(
    qtbot: QtBot, open_window: MainWindow, collection: Collection
) -> None:
    fill(collection, 450)
    row = memory_model(open_window)
    qtbot.waitUntil(lambda: collection.parameter_fits.model().refused != "", timeout=FIT_MS)
    assert "Last tried on 22 November 2026. On your latest 199 reviews, parameters fitted" in words(row)
    assert not is_fitted(collection)
    assert collection.journal.undo_label is None


def test_closing_the_collection_drops_a_fit(
    qtbot: QtBot, open_window: MainWindow, collection: Collection, fitter: ParameterFitter
) -> None:
    fitter.look()
    assert fitter.is_at_work
    open_window.set_collection(None)
    assert open_window.parameter_fitter is None
    assert not fitter.is_at_work


def test_a_few_reviews_start_no_fit(qtbot: QtBot, open_window: MainWindow) -> None:
    qtbot.waitUntil(lambda: open_window.parameter_fitter is not None)
    assert open_window.parameter_fitter is not None
    open_window.parameter_fitter.look()
    assert not open_window.parameter_fitter.is_at_work
