"""What tests of the window share: the theme as it ships, and a window that is closed when the test ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection
from studyapp.gui.main_window import MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.theme import theme


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The application wears the theme, light and at actual size."""
    theme().apply(qapp, "light", 1.0)


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    """Each test leaves the theme light, at actual size, left to right."""
    yield
    theme().set_scheme("light")
    theme().set_zoom(1.0)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Preferences of a user's folder that is new."""
    return Preferences(tmp_path / "user")


@pytest.fixture
def window(qtbot: QtBot, preferences: Preferences) -> Iterator[MainWindow]:
    """The window as it is first shown: no collection is open yet."""
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.close()


@pytest.fixture
def open_window(window: MainWindow, collection: Collection) -> Iterator[MainWindow]:
    """The window with the small collection."""
    window.set_collection(collection)
    yield window
    window.set_collection(None)
