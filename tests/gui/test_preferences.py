from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studyapp.gui.preferences import Preferences, within


def test_choices_are_there_again_at_the_next_start(preferences: Preferences, tmp_path: Path) -> None:
    preferences.scheme = "dark"
    preferences.zoom = 1.5
    preferences.last_folder = tmp_path
    preferences.keep_place(QWidget())
    again = Preferences(preferences.folder)
    assert (again.scheme, again.zoom, again.last_folder) == ("dark", 1.5, tmp_path)


def test_a_new_folder_has_defaults(preferences: Preferences) -> None:
    assert (preferences.scheme, preferences.zoom, preferences.last_folder) == ("system", 1.0, Path.home())


@pytest.mark.parametrize("zoom", ["huge", "-3", "99", "nan", ""])
def test_a_value_that_makes_no_sense_counts_as_not_set(tmp_path: Path, zoom: str) -> None:
    (tmp_path / "window.ini").write_text(
        f"[General]\nscheme=purple\nzoom={zoom}\nlast_folder=/nowhere/at/all\ngeometry=x\n"
    )
    preferences = Preferences(tmp_path)
    assert (preferences.scheme, preferences.zoom, preferences.last_folder) == ("system", 1.0, Path.home())


def test_a_file_of_noise_does_not_stop_the_start(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "window.ini").write_bytes(bytes(range(256)) * 20)
    window = QWidget()
    qtbot.addWidget(window)
    Preferences(tmp_path).place(window)
    assert window.width() > 0


def test_the_window_comes_back_where_it_was(preferences: Preferences, qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    first.setGeometry(40, 50, 500, 400)
    preferences.keep_place(first)
    preferences.place(second)
    assert second.geometry() == QRect(40, 50, 500, 400)


def test_a_window_from_a_screen_that_is_gone_is_brought_back(preferences: Preferences, qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    first.setGeometry(5000, 4000, 500, 400)
    preferences.keep_place(first)
    preferences.place(second)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(second.geometry())


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        (QRect(10, 10, 100, 100), QRect(10, 10, 100, 100)),
        (QRect(-50, 10, 100, 100), QRect(0, 10, 100, 100)),
        (QRect(750, 590, 100, 100), QRect(700, 500, 100, 100)),
        (QRect(0, 0, 2000, 2000), QRect(0, 0, 800, 600)),
    ],
)
def test_a_window_is_moved_and_only_where_needed_shrunk(wanted: QRect, got: QRect) -> None:
    assert within(wanted, QRect(0, 0, 800, 600)) == got
