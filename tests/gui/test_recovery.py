from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection, backup
from studyapp.domain.scheduling import Rating
from studyapp.errors import (
    CollectionInUse,
    CollectionUnavailable,
    DamagedCollection,
    DiskFull,
    NewerCollection,
    ReadOnlyCollection,
    UserError,
)
from studyapp.gui.main_window import MainWindow
from studyapp.gui.recovery.page import RecoveryPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON, ClockAt

Show = Callable[[UserError, Path], RecoveryPage]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows the recovery page for an error and a folder."""

    def show(error: UserError, folder: Path) -> RecoveryPage:
        page = RecoveryPage(error, folder)
        qtbot.addWidget(page)
        page.resize(1072, 720)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        page.setFocus()
        return page

    return show


@pytest.fixture
def damaged(collection: Collection) -> tuple[Path, UserError]:
    """A folder with two backups, the older with one review fewer, and a collection that broke off."""
    backup.make(collection.folder, NOON - timedelta(days=1))
    card = collection.review.next(NOON)
    assert card is not None
    collection.review.answer(card, Rating.GOOD, 5, NOON)
    backup.make(collection.folder, NOON - timedelta(hours=3))
    collection.close()
    collection.file.write_bytes(collection.file.read_bytes()[:5000])
    with pytest.raises(DamagedCollection) as caught:
        Collection.open(collection.folder)
    return collection.folder, caught.value


def words(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisible()]


def ways(page: RecoveryPage) -> list[str]:
    return [button.shown_text() for button in page.buttons]


def test_a_damaged_collection_is_told_with_its_backups(
    show: Show, damaged: tuple[Path, UserError], qtbot: QtBot
) -> None:
    folder, error = damaged
    page = show(error, folder)
    assert "Your collection is damaged" in words(page)
    assert str(error) in words(page)
    assert ways(page) == ["Restore this backup", "Try again", "Open another collection…"]
    files = backup.backups(folder)
    assert page.list is not None
    qtbot.waitUntil(lambda: all(page.list.content(file.path) for file in files))
    rows = page.list.findChildren(QRadioButton)
    assert [row.accessibleName().partition(":")[0] for row in rows] == ["Today, 9", "Yesterday, 12"]
    assert [row.accessibleDescription() for row in rows] == [
        "12 cards, 1 review, checked, complete",
        "12 cards, 0 reviews, 1 fewer, checked, complete",
    ]


def test_the_chosen_backup_is_asked_for_and_can_be_restored(
    show: Show, damaged: tuple[Path, UserError], qtbot: QtBot
) -> None:
    folder, error = damaged
    page = show(error, folder)
    files = backup.backups(folder)
    assert page.list is not None
    assert page.restore_button is not None
    qtbot.waitUntil(lambda: all(page.list.content(file.path) for file in files))
    assert page.list.chosen == files[0].path
    page.list.focus_chosen()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.list.chosen == files[1].path
    with qtbot.waitSignal(page.restore_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == [files[1].path]
    backup.restore(folder, files[1].path, NOON)
    restored = Collection.open(folder)
    assert restored.counts()["reviews"] == 0
    restored.close()


def test_a_damaged_backup_cannot_be_chosen(show: Show, damaged: tuple[Path, UserError], qtbot: QtBot) -> None:
    folder, error = damaged
    newest, older = backup.backups(folder)
    newest.path.write_bytes(b"no database at all")
    page = show(error, folder)
    assert page.list is not None
    qtbot.waitUntil(lambda: page.list.content(newest.path) is not None and page.list.content(older.path) is not None)
    first = page.list.findChildren(QRadioButton)[0]
    assert not first.isEnabled()
    assert first.accessibleDescription() == "It cannot be used., damaged"
    assert page.list.chosen == older.path


def test_a_lost_file_can_also_be_begun_anew(show: Show, collection: Collection, qtbot: QtBot) -> None:
    backup.make(collection.folder, NOON)
    collection.close()
    collection.file.unlink()
    with pytest.raises(DamagedCollection) as caught:
        Collection.open(collection.folder)
    page = show(caught.value, collection.folder)
    assert "Your collection file is gone" in words(page)
    assert ways(page)[-1] == "Start a new collection"
    with qtbot.waitSignal(page.new_collection_requested):
        page.buttons[-1].click()


@pytest.mark.parametrize(
    ("error", "title", "expected"),
    [
        (CollectionInUse("In use."), "Your collection is open elsewhere", ["Try again", "Open another collection…"]),
        (NewerCollection("Newer."), "Your collection needs a newer studyapp", ["Open another collection…"]),
        (ReadOnlyCollection("No."), "Your collection cannot be written", ["Try again", "Open another collection…"]),
        (DiskFull("Full."), "The disk is full", ["Try again", "Open another collection…"]),
        (CollectionUnavailable("?"), "Your collection could not be opened", ["Try again", "Open another collection…"]),
    ],
)
def test_only_what_helps_is_offered(
    show: Show, collection: Collection, error: UserError, title: str, expected: list[str]
) -> None:
    backup.make(collection.folder, NOON)
    page = show(error, collection.folder)
    assert title in words(page)
    assert ways(page) == expected
    assert page.list is None


def test_enter_tries_again(show: Show, collection: Collection, qtbot: QtBot) -> None:
    page = show(CollectionInUse("In use."), collection.folder)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.buttons[0])
    with qtbot.waitSignal(page.retry_requested):
        qtbot.keyClick(page.buttons[0], Qt.Key.Key_Return)


def test_without_a_backup_the_page_says_so(show: Show, tmp_path: Path, clock_at: ClockAt) -> None:
    (tmp_path / "collection.db").write_bytes(b"")
    page = show(DamagedCollection("It is empty."), tmp_path)
    assert "There is no backup in this folder." in words(page)
    assert ways(page) == ["Try again", "Open another collection…"]


def test_the_details_can_be_copied(show: Show, damaged: tuple[Path, UserError], qtbot: QtBot) -> None:
    folder, error = damaged
    page = show(error, folder)
    copy = next(button for button in page.findChildren(Button) if button.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    for part in (str(folder), str(error), "DamagedCollection", backup.backups(folder)[0].path.name):
        assert part in text


def test_the_window_passes_the_choice_on(window: MainWindow, damaged: tuple[Path, UserError], qtbot: QtBot) -> None:
    folder, error = damaged
    window.show_recovery(error, folder)
    page = window.page
    assert isinstance(page, RecoveryPage)
    assert page.restore_button is not None
    qtbot.waitUntil(page.restore_button.isEnabled)
    with qtbot.waitSignal(window.restore_requested) as asked:
        page.restore_button.click()
    assert asked.args == [backup.backups(folder)[0].path]


def test_the_page_can_be_read_in_the_dark_and_everything_has_a_name(
    show: Show, damaged: tuple[Path, UserError]
) -> None:
    folder, error = damaged
    page = show(error, folder)
    theme().set_scheme("dark")
    assert page.grab().toImage().pixelColor(3, 3).lightness() < 60
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part
