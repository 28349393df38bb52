"""Walks through the whole program: the real window on a real folder, by keyboard, from the first start to the next."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QAccessible, QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock, formats
from studyapp.app import Application, Program, hand_over, server_name
from studyapp.collection import Collection, backup
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import State
from studyapp.gui.decks.page import DecksPage
from studyapp.gui.importing.preview_dialog import PreviewDialog
from studyapp.gui.main_window import MainWindow
from studyapp.gui.recovery.page import RecoveryPage
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from studyapp.gui.today.page import TodayPage
from studyapp.gui.widgets.menus import MENUS
from studyapp.gui.widgets.progress import ProgressDialog
from studyapp.gui.widgets.toast import Toast

Start = Callable[..., Program]


@pytest.fixture
def start(qapp: Application, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program as `studyapp --data FOLDER` does and waits until it has read its collection.

    What a first start leaves was made once for all tests, unless the test is on that.
    """
    running: list[Program] = []
    is_prepared = request.node.get_closest_marker("first_start") is None

    def begin(folder: Path | None = None, files: list[Path] | None = None) -> Program:
        moments: list[str] = []
        if is_prepared and folder is None and not (tmp_path / "data").exists():
            shutil.copytree(request.getfixturevalue("first_start"), tmp_path / "data")
        program = Program(qapp, folder or tmp_path / "data", files or [], moments.append)
        running.append(program)
        qtbot.waitUntil(lambda: moments[:1] == ["painted"] and moments[1:] in (["opened"], ["refused"]), timeout=30_000)
        program.window.activateWindow()
        return program

    yield begin
    for program in running:
        end(program)


def end(program: Program) -> None:
    program.close()


def press(key: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, to whatever has the focus."""
    focused = QApplication.focusWidget() or QApplication.activeWindow()
    assert focused is not None
    if isinstance(key, str):
        QTest.keyClicks(focused, key, modifiers)
    else:
        QTest.keyClick(focused, key, modifiers)


@pytest.mark.first_start
def test_the_first_start_shows_today_with_the_deck_and_is_two_keys_from_the_first_card(start: Start) -> None:
    program = start()

    assert isinstance(program.window.page, TodayPage)
    assert not [
        dialog for dialog in QApplication.topLevelWidgets() if isinstance(dialog, QDialog) and dialog.isVisible()
    ]
    assert program.collection is not None
    assert [deck.title for deck in program.collection.decks.all(0)] == ["CMQ/OE 2026"]
    assert program.collection.journal.undo_label is None

    press(Qt.Key.Key_Space)
    page = program.window.page
    assert isinstance(page, ReviewPage)
    assert page.commands().keys() >= {"show"}
    press(Qt.Key.Key_Space)
    assert page.commands().keys() >= {"again", "good"}


@pytest.mark.first_start
def test_the_window_stays_alive_while_the_first_start_brings_the_deck_in(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, keys, left = list[str](), list[str](), 3
    shown = MainWindow.show_progress

    def show(window: MainWindow, sentence: str) -> None:
        nonlocal left
        shown(window, sentence)
        said.append(sentence)
        if "Preparing" in sentence and left:
            # A key that comes in the middle of the merge is heard before the merge goes on.
            left -= 1
            for key in (Qt.Key.Key_Space, Qt.Key.Key_F1):
                QTest.keyClick(window, key)
            QTimer.singleShot(0, lambda: keys.append(sentence))

    monkeypatch.setattr(MainWindow, "show_progress", show)
    program = start()
    assert said[0] == "Reading the cards that come with studyapp…"
    shares = [int(re.findall(r"(\d+)\s?%", sentence)[0]) for sentence in said[1:]]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 100
    assert len(shares) >= 8
    assert max(after - before for before, after in pairwise(shares)) <= 25
    assert keys == said[1:4]
    assert program.collection is not None
    assert program.collection.counts()["reviews"] == 0
    assert program.collection.check().problems == ()


@pytest.mark.first_start
def test_a_window_that_is_closed_while_the_deck_comes_in_leaves_nothing_half_done(
    start: Start, qapp: Application, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = list[str]()
    shown = MainWindow.show_progress

    def show(window: MainWindow, sentence: str) -> None:
        shown(window, sentence)
        if "Preparing" in sentence and int(re.findall(r"(\d+)\s?%", sentence)[0]) > 60 and not closed:
            closed.append(sentence)
            QTimer.singleShot(0, window.close)

    monkeypatch.setattr(MainWindow, "show_progress", show)
    moments: list[str] = []
    program = Program(qapp, tmp_path / "data", [], moments.append)
    qtbot.waitUntil(lambda: bool(closed) and not program.window.isVisible(), timeout=30_000)
    assert program.collection is not None
    assert program.collection.counts()["notes"] == 0
    assert program.collection.decks.all(0) == []
    end(program)
    assert moments == ["painted"]

    again = start(tmp_path / "data")
    assert again.collection is not None
    assert [deck.title for deck in again.collection.decks.all(0)] == ["CMQ/OE 2026"]
    assert again.collection.check().problems == ()


def test_ten_cards_by_keyboard_are_there_at_the_next_start(start: Start) -> None:
    program = start()
    press(Qt.Key.Key_Space)
    page = program.window.page
    assert isinstance(page, ReviewPage)
    for grade in "3413243314":
        # An exercise that is not done yet warns first.
        while not page.revealed:
            press(Qt.Key.Key_Return)
        press(grade)
    assert program.collection is not None
    assert program.collection.counts()["reviews"] == 10
    end(program)

    again = start()
    assert again.collection is not None
    assert again.collection.counts()["reviews"] == 10
    assert again.collection.check().problems == ()


def test_undo_goes_back_through_all_answers_and_shows_each_card_again(start: Start) -> None:
    program = start()
    collection = program.collection
    assert collection is not None
    press(Qt.Key.Key_Space)
    page = program.window.page
    assert isinstance(page, ReviewPage)
    met = []
    for _ in range(6):
        assert page.shown is not None
        met.append(page.shown.card_id)
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Space)

    for card_id in reversed(met):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert page.shown is not None
        assert page.shown.card_id == card_id
        assert page.shown.state.state is State.NEW

    assert collection.counts()["reviews"] == 0
    assert collection.journal.undo_label is None


def test_a_deck_dropped_on_the_window_comes_in_as_one_step(
    start: Start, qtbot: QtBot, small_deck: DeckSource, tmp_path: Path
) -> None:
    file = tmp_path / "small.studydeck"
    formats.write(small_deck, file)
    program = start()
    window, collection = program.window, program.collection
    assert collection is not None
    before = collection.counts()

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(window, QDropEvent(QPoint(300, 300).toPointF(), *how))
    qtbot.waitUntil(
        lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog) and bool(QApplication.focusWidget())
    )
    qtbot.waitUntil(lambda: QApplication.activeModalWidget().isAncestorOf(QApplication.focusWidget()))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: collection.counts() != before)

    assert collection.journal.undo_label == "Import Small deck"
    assert collection.counts()["notes"] == before["notes"] + len(small_deck.notes)
    window.act("undo")
    assert collection.counts()["notes"] == before["notes"]


def test_a_file_named_at_the_start_is_offered_for_import(
    start: Start, qtbot: QtBot, small_deck: DeckSource, tmp_path: Path
) -> None:
    file = tmp_path / "small.toml"
    formats.write(small_deck if not small_deck.media else without_media(small_deck), file)
    start(files=[file])

    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))


def without_media(deck: DeckSource) -> DeckSource:
    from dataclasses import replace

    notes = tuple(note for note in deck.notes if "scale.svg" not in str(note.fields))
    return replace(deck, notes=notes, media={})


def test_a_second_start_brings_the_first_window_to_the_front_and_hands_its_files_over(
    start: Start, qtbot: QtBot, small_deck: DeckSource, tmp_path: Path
) -> None:
    file = tmp_path / "small.studydeck"
    formats.write(small_deck, file)
    program = start()
    folder = tmp_path / "data"
    qtbot.waitUntil(lambda: program.is_listening)

    second = subprocess.Popen(
        [sys.executable, "-m", "studyapp", "--data", str(folder), str(file)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    _, said = second.communicate()

    assert second.returncode == 0
    assert "already open" in said
    assert str(folder) in said
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))


def test_a_folder_in_use_by_another_process_is_said_and_can_be_tried_again(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    holder = Collection.open(folder)
    program = start(folder)

    page = program.window.page
    assert isinstance(page, RecoveryPage)
    holder.close()
    program.window.retry_requested.emit()
    qtbot.waitUntil(lambda: isinstance(program.window.page, TodayPage), timeout=30_000)
    assert program.collection is not None


def test_a_damaged_collection_is_left_alone_and_a_backup_brings_it_back(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    program = start(folder)
    press(Qt.Key.Key_Space)
    for _ in range(3):
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Space)
    end(program)
    kept = backup.make(folder, clock.now())
    damaged = b"not a database any more" * 400
    (folder / "collection.db").write_bytes(damaged)

    again = start(folder)
    assert isinstance(again.window.page, RecoveryPage)
    assert (folder / "collection.db").read_bytes() == damaged
    again.restore(kept.path)
    assert isinstance(again.window.page, TodayPage)
    assert again.collection is not None
    assert again.collection.counts()["reviews"] == 3


def test_the_theme_turns_dark_and_back_while_every_screen_is_open(start: Start) -> None:
    window = start().window
    for screen in ("today", "review", "practice", "decks", "settings", "help"):
        window.open_screen(screen)
        for scheme in ("dark", "light"):
            window.act(scheme)
            assert window.palette().window().color() == theme().colour("bg")
            assert not window.grab().isNull()


def test_every_action_of_the_menus_can_be_reached_by_keyboard(start: Start) -> None:
    window = start().window
    mnemonics = [title for title in MENUS if "&" in title]
    assert len(mnemonics) == len(MENUS)
    for entries in MENUS.values():
        letters = [entry.text.partition("&")[2][:1].lower() for entry in entries if entry.name]
        assert all(letters)
        assert len(set(letters)) == len(letters), f"two mnemonics are the same in {letters}"
    shortcuts = [key.toString() for action in window.menu.findChildren(QAction) for key in action.shortcuts()]
    assert len(set(shortcuts)) == len(shortcuts)


@pytest.mark.parametrize("screen", ["today", "review", "practice", "decks", "settings", "help"])
def test_tab_and_arrows_reach_every_control_of_a_screen_and_each_has_a_name(start: Start, screen: str) -> None:
    window = start().window
    window.open_screen(screen)
    wanted = {
        widget
        for widget in window.page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    }
    assert wanted or screen == "help"

    reached: set[QWidget] = set()
    for _ in range(400):
        press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in reached and len(reached) > len(wanted):
            break
        reached.add(focused)
        # Buttons of which one is down are one stop of Tab; arrows lead from one to the next.
        for _ in others_of_group(focused):
            press(Qt.Key.Key_Right)
            reached.update(widget for widget in [QApplication.focusWidget()] if widget is not None)

    assert {name(widget) for widget in wanted - reached} == set()
    for widget in wanted | {button for button in window.page.findChildren(QAbstractButton) if button.isVisible()}:
        assert name(widget), f"{widget} on {screen} has no name for a screen reader"


def others_of_group(widget: QWidget) -> list[QAbstractButton]:
    """The buttons that come up when this one is pressed."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return (
        [button for button in group.buttons() if button is not widget]
        if group is not None and group.exclusive()
        else []
    )


def name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_exam_strip_goes_away_when_answered_and_its_answer_is_kept(start: Start) -> None:
    program = start()
    collection = program.collection
    assert collection is not None
    assert not collection.settings.current.exam_asked
    collection.settings.change(exam_asked=True, minutes_per_day=25)
    page = program.window.page
    assert isinstance(page, TodayPage)
    program.window.act("undo")
    assert not collection.settings.current.exam_asked
    end(program)
    again = start()
    assert again.collection is not None
    assert again.collection.settings.current.minutes_per_day is None


def test_studying_one_deck_from_the_list_shows_only_its_cards(start: Start, small_deck: DeckSource) -> None:
    program = start()
    collection = program.collection
    assert collection is not None
    collection.content.merge(collection.content.plan(small_deck), clock.now())
    program.window.open_screen("decks")
    page = program.window.page
    assert isinstance(page, DecksPage)
    from studyapp.collection import Scope

    deck = next(deck for deck in collection.decks.all(0) if deck.key == "small")
    page.study_requested.emit(Scope(deck_id=deck.id))
    review = program.window.page
    assert isinstance(review, ReviewPage)
    assert review.shown is not None
    assert review.shown.deck_id == deck.id


def test_two_folders_have_two_names_and_one_folder_one(tmp_path: Path) -> None:
    assert server_name(tmp_path / "a") != server_name(tmp_path / "b")
    assert server_name(tmp_path / "a") == server_name(tmp_path / "b" / ".." / "a")


def test_undoing_a_large_import_shows_progress_and_can_be_canceled(start: Start, qtbot: QtBot) -> None:
    program = start()
    collection = program.collection
    assert collection is not None
    before = collection.counts()
    notes = tuple(
        NoteSource(key=f"n{number}", kind=Kind.TERM, fields={"front": f"Term {number}", "back": f"Meaning {number}"})
        for number in range(6000)
    )
    large = DeckSource(key="large", title="Large", notes=notes)
    collection.content.merge(collection.content.plan(large), clock.now())
    canceled = 0

    def cancel() -> None:
        nonlocal canceled
        for dialog in program.window.findChildren(ProgressDialog):
            if dialog.isVisible():
                canceled += 1
                dialog.cancel()

    timer = QTimer(interval=20)
    timer.timeout.connect(cancel)
    timer.start()
    program.window.act("undo")
    timer.stop()
    assert canceled == 1
    assert collection.journal.undo_label == "Import Large"
    assert collection.counts()["notes"] == before["notes"] + 6000

    program.window.act("undo")
    assert collection.counts() == before


def test_two_starts_at_once_leave_one_window(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    folder = tmp_path / "data"
    moments: list[str] = []
    taken: list[Path] = []
    program.import_files = taken.extend  # type: ignore[method-assign]
    # As if it had looked for a window before the first one listened.
    second = Program(program.application, folder, [tmp_path / "deck.toml"], moments.append)
    qtbot.waitUntil(lambda: taken == [tmp_path / "deck.toml"])
    assert moments == ["painted"]
    second.close()


def test_an_older_message_offers_no_way_back_from_a_later_step(start: Start) -> None:
    program = start()
    press(Qt.Key.Key_Space)
    press("-")
    toast = program.window.findChild(Toast)
    assert toast is not None
    assert toast.isVisible()
    press(Qt.Key.Key_Space)
    press("3")
    assert not toast.isVisible()


def test_a_removed_shipped_deck_stays_away_and_its_answers_are_kept(start: Start) -> None:
    program = start()
    collection = program.collection
    assert collection is not None
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Space)
    press("3")
    collection.decks.remove(1)
    end(program)
    again = start()
    assert again.collection is not None
    assert again.collection.decks.all(0) == []
    again.collection.decks.bring_back(1)
    assert again.collection.counts()["reviews"] == 1


def test_files_whose_names_are_no_text_reach_the_open_window(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    taken: list[Path] = []
    program.import_files = taken.extend  # type: ignore[method-assign]
    named = Path(os.fsdecode(b"caf\xe9.csv"))
    assert hand_over(tmp_path / "data", [named])
    qtbot.waitUntil(lambda: taken == [named])


def test_signals_are_as_before_when_the_program_has_ended(start: Start) -> None:
    before = signal.getsignal(signal.SIGINT)
    program = start()
    assert signal.getsignal(signal.SIGINT) is not before
    end(program)
    assert signal.getsignal(signal.SIGINT) is before
