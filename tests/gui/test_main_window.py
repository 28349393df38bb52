from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection
from studyapp.collection.backup import backups
from studyapp.errors import DamagedCollection
from studyapp.gui.main_window import SCREENS, MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.theme import theme
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.menus import ALWAYS, MENUS
from studyapp.gui.widgets.sidebar import SidebarFacts
from studyapp.gui.widgets.toast import Toast

NAMES = [screen.name for screen in SCREENS]
CONTROL = Qt.KeyboardModifier.ControlModifier


def toast(window: MainWindow) -> Toast:
    found = window.findChild(Toast)
    assert isinstance(found, Toast)
    return found


def dialog(window: MainWindow) -> QDialog:
    return next(found for found in window.findChildren(QDialog) if found.isVisible())


def facts(window: MainWindow) -> str:
    return str(window.findChild(SidebarFacts).accessibleName())


def test_the_window_is_painted_before_a_collection_is_open(window: MainWindow) -> None:
    assert window.page.title == "Today"
    assert window.footer.sentence == "Opening your collection…"
    enabled = {name for name in NAMES if window.sidebar.item(name).isEnabled()}
    assert enabled == {"today", "help"}
    actions = {entry.name for entries in MENUS.values() for entry in entries if entry.name}
    assert {name for name in actions if window.menu.action(name).isEnabled()} == ALWAYS


@pytest.mark.parametrize("name", NAMES)
def test_each_screen_opens_by_sidebar_menu_and_key(open_window: MainWindow, qtbot: QtBot, name: str) -> None:
    other = "help" if name != "help" else "today"
    screen = next(screen for screen in SCREENS if screen.name == name)
    ways = (
        lambda: qtbot.mouseClick(open_window.sidebar.item(name), Qt.MouseButton.LeftButton),
        lambda: open_window.menu.action(name).trigger(),
    )
    for way in ways:
        open_window.open_screen(other)
        way()
        assert open_window.page.title == screen.title
        assert open_window.page.isVisible()
        assert open_window.windowTitle() == screen.title
    assert QKeySequence(screen.key) in open_window.menu.action(name).shortcuts()


def test_a_key_turns_to_its_screen(open_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(open_window)
    qtbot.keyClick(open_window, Qt.Key.Key_5, CONTROL)
    assert open_window.page.title == "Decks"
    qtbot.keyClick(open_window, Qt.Key.Key_F1)
    assert open_window.page.title == "Help"


def test_pages_are_built_when_they_are_first_visited(open_window: MainWindow) -> None:
    assert open_window.stack.count() == 1
    open_window.open_screen("decks")
    decks = open_window.page
    open_window.open_screen("today")
    open_window.open_screen("decks")
    assert open_window.page is decks
    assert open_window.stack.count() == 2


def test_every_action_has_words_a_mnemonic_and_is_in_one_menu(window: MainWindow) -> None:
    for menu in window.menu.findChildren(QMenu):
        texts = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
        mnemonics = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(set(mnemonics)) == len(mnemonics), texts
    titles = [title[title.index("&") + 1] for title in MENUS]
    assert len(set(titles)) == len(titles)


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [
        key.toString()
        for menu in window.menu.findChildren(QMenu)
        for action in menu.actions()
        for key in action.shortcuts()
    ]
    keys += [entry.page_key for entries in MENUS.values() for entry in entries if entry.page_key]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_control_of_every_screen_has_a_name(open_window: MainWindow) -> None:
    for name in NAMES:
        open_window.open_screen(name)
        for widget in open_window.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
                said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert said, f"{name}: {widget}"


def test_tab_reaches_the_sidebar_and_the_page(open_window: MainWindow, qtbot: QtBot) -> None:
    reached: set[QWidget] = set()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {open_window.sidebar.item(name) for name in NAMES} <= reached
    assert any(open_window.page.isAncestorOf(widget) for widget in reached)


def test_the_window_has_its_icon_and_ring_once_it_can_be_used(
    window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    assert window.findChild(FocusRing) is None
    window.set_collection(collection)
    qtbot.waitUntil(lambda: window.findChild(FocusRing) is not None)
    assert not window.windowIcon().pixmap(32, 32).isNull()
    window.set_collection(None)


def test_a_narrow_window_shows_icons_only(window: MainWindow) -> None:
    window.resize(990, 700)
    assert window.sidebar.rail
    window.resize(1010, 700)
    assert not window.sidebar.rail


def test_zoom_counts_for_what_is_narrow(window: MainWindow) -> None:
    theme().set_zoom(1.5)
    assert window.sidebar.rail


def test_the_window_never_gets_too_small(window: MainWindow) -> None:
    window.resize(100, 100)
    assert (window.width(), window.height()) == (900, 600)


def test_zoom_and_colors_are_changed_at_once_and_kept(window: MainWindow, preferences: Preferences) -> None:
    window.act("zoom_in")
    window.act("zoom_in")
    window.act("zoom_out")
    window.act("dark")
    assert theme().zoom == pytest.approx(1.1)
    assert theme().dark
    assert window.menu.action("dark").isChecked()
    window.close()
    again = Preferences(preferences.folder)
    assert (again.scheme, again.zoom) == ("dark", pytest.approx(1.1))
    window.act("zoom_reset")
    assert theme().zoom == 1.0


def test_undo_names_its_step_and_takes_it_back(open_window: MainWindow, collection: Collection) -> None:
    assert collection.journal.undo_label is not None
    collection.settings.change(new_per_day=7)
    undo, redo = open_window.menu.action("undo"), open_window.menu.action("redo")
    assert undo.text() == "&Undo “Change new cards a day”"
    undo.trigger()
    assert collection.settings.current.new_per_day == 20
    assert toast(open_window).text == "Undone: Change new cards a day"
    assert redo.text() == "&Redo “Change new cards a day”"
    redo.trigger()
    assert collection.settings.current.new_per_day == 7


def test_undo_cannot_be_chosen_when_there_is_nothing_to_undo(open_window: MainWindow, collection: Collection) -> None:
    collection.journal.forget()
    collection.settings.change(new_per_day=7)
    assert open_window.menu.action("undo").isEnabled()
    open_window.act("undo")
    assert not open_window.menu.action("undo").isEnabled()


def test_the_days_to_the_exam_stand_at_the_foot_of_the_sidebar(open_window: MainWindow, collection: Collection) -> None:
    assert facts(open_window) == ""
    collection.settings.change(exam_date=date(2027, 1, 2))
    assert facts(open_window) == "Exam in 41 days"
    collection.settings.change(exam_date=date(2026, 11, 23))
    assert facts(open_window) == "Exam in 1 day"
    collection.settings.change(exam_date=date(2026, 11, 22))
    assert facts(open_window) == "Exam today"
    collection.settings.change(exam_date=date(2026, 11, 21))
    assert facts(open_window) == ""


def test_the_footer_always_names_the_key_to_all_keys(open_window: MainWindow) -> None:
    for name in NAMES:
        open_window.open_screen(name)
        assert open_window.footer.keys[-1] == ("?", "All keys")
        assert len(open_window.footer.keys) <= 5


def test_study_begins_from_menu_and_today(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.act("study")
    assert open_window.page.title == "Review"
    assert open_window.menu.action("show").isEnabled()
    open_window.open_screen("today")
    assert not open_window.menu.action("show").isEnabled()
    qtbot.keyClick(open_window.page, Qt.Key.Key_Space)
    assert open_window.page.title == "Review"


def test_keys_nobody_wants_go_to_the_page_wherever_the_focus_is(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.act("study")
    open_window.sidebar.item("decks").setFocus()
    qtbot.keyClick(open_window.sidebar.item("decks"), Qt.Key.Key_F)
    assert toast(open_window).isVisible()
    assert open_window.page.title == "Review"


def test_space_on_a_sidebar_item_opens_it_and_grades_nothing(
    open_window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    open_window.act("study")
    open_window.sidebar.item("decks").setFocus()
    qtbot.keyClick(open_window.sidebar.item("decks"), Qt.Key.Key_Space)
    assert open_window.page.title == "Decks"
    assert collection.counts()["reviews"] == 0


def test_a_backup_is_made_in_the_background(open_window: MainWindow, collection: Collection, qtbot: QtBot) -> None:
    open_window.act("backup")
    qtbot.waitUntil(lambda: len(backups(collection.folder)) == 1)
    qtbot.waitUntil(lambda: toast(open_window).text.startswith("Backup made: collection-"))


def test_help_pages_open_from_the_menu(window: MainWindow) -> None:
    for name, words in (("news", "0.3.0"), ("licences", "Open Font License")):
        window.open_screen("today")
        window.act(name)
        assert words in window.page.findChild(QTextBrowser).toPlainText()


def test_all_keys_are_on_one_sheet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    qtbot.keyClick(window, "?")
    sheet = dialog(window)
    said = {widget.accessibleName() for widget in sheet.findChildren(QWidget)}
    for key in ("Ctrl+1", "Space", "Ctrl+Z", "F1", "?", "@"):
        assert f"Key {key}" in said
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_about_says_version_license_and_what_the_program_is_not(window: MainWindow, preferences: Preferences) -> None:
    window.act("about")
    texts = " ".join(label.text() for label in dialog(window).findChildren(QWidget) if hasattr(label, "text"))
    for words in ("Version 0.3.0", "MIT", "Not affiliated with ASQ", str(preferences.folder)):
        assert words in texts
    dialog(window).reject()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Drop on the middle of the window; whether it was taken."""
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(500, 300), action, mime, left, none)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(500, 300), action, mime, left, none))
    return enter.isAccepted()


def test_a_file_dropped_anywhere_is_read_for_import(open_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    table = tmp_path / "words.csv"
    table.write_text("front,back\nLeader,One who leads\n", "utf-8")
    open_window.open_screen("help")
    assert drop(open_window, files(table))
    qtbot.waitUntil(lambda: any(found.isVisible() for found in open_window.findChildren(QDialog)))
    dialog(open_window).reject()


def test_nothing_can_be_dropped_before_the_collection_is_open(window: MainWindow, tmp_path: Path) -> None:
    assert not drop(window, files(tmp_path / "words.csv"))
    window.import_files([tmp_path / "words.csv"])
    assert "before your collection is open" in toast(window).text


def test_text_is_not_a_file(open_window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not drop(open_window, mime)


def test_a_collection_that_cannot_be_opened_leaves_recovery_and_help(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.show_recovery(DamagedCollection("The collection is damaged."), tmp_path)
    assert window.page.isVisible()
    assert not window.sidebar.item("decks").isEnabled()
    assert not window.menu.action("import").isEnabled()
    window.open_screen("help")
    assert window.page.title == "Help"
    window.open_screen("today")
    with qtbot.waitSignal(window.retry_requested):
        window.page.retry_requested.emit()  # type: ignore[attr-defined]


def test_the_window_lets_go_of_a_collection(open_window: MainWindow) -> None:
    open_window.open_screen("decks")
    open_window.set_collection(None)
    assert open_window.page.title == "Today"
    assert open_window.footer.sentence == "Opening your collection…"
    assert open_window.stack.count() == 1


def test_a_hidden_page_catches_up_when_it_is_shown(open_window: MainWindow, collection: Collection) -> None:
    open_window.open_screen("decks")
    open_window.open_screen("today")
    deck = collection.decks.all(collection.review.today(_noon()))[0]
    collection.decks.rename(deck.id, "Another title")
    open_window.open_screen("decks")
    assert any("Another title" in index for index in _listed(open_window))


def _noon():  # type: ignore[no-untyped-def]
    from studyapp import clock

    return clock.now()


def _listed(window: MainWindow) -> list[str]:
    model = window.page.list.model()  # type: ignore[attr-defined]
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
