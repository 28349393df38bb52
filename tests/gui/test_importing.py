from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studyapp import formats
from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.gui.importing.importer import Importer
from studyapp.gui.importing.plan_table import PlanModel
from studyapp.gui.importing.preview_dialog import PreviewDialog, Tile
from studyapp.gui.importing.problems_dialog import ProblemsDialog
from studyapp.gui.main_window import MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON

TABLE = "front,back,leaf\nTakt time,Time per unit of demand,IV.B.1\nPoka-yoke,Makes an error hard,IV.B.1\n"
BAD_DECK = """
[deck]
key = "bad"
title = "Bad deck"

[[note]]
id = "one"
kind = "tern"
front = "Kano"

[[note]]
id = "two"
kind = "question"
front = "Who?"
leaf = "IX.A.1"
"""


@pytest.fixture
def importer(qtbot: QtBot, collection: Collection, preferences: Preferences) -> Iterator[Importer]:
    """An importer over an empty window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    yield Importer(window, collection, preferences)
    QApplication.closeAllWindows()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text(TABLE, "utf-8")
    return path


def wait_for(
    qtbot: QtBot, importer: Importer, kind: type[PreviewDialog] | type[ProblemsDialog]
) -> PreviewDialog | ProblemsDialog:
    qtbot.waitUntil(lambda: isinstance(importer.dialog, kind))
    assert isinstance(importer.dialog, PreviewDialog | ProblemsDialog)
    return importer.dialog


def preview(qtbot: QtBot, importer: Importer) -> PreviewDialog:
    dialog = wait_for(qtbot, importer, PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    return dialog


def problems(qtbot: QtBot, importer: Importer) -> ProblemsDialog:
    dialog = wait_for(qtbot, importer, ProblemsDialog)
    assert isinstance(dialog, ProblemsDialog)
    return dialog


def tiles(dialog: PreviewDialog) -> list[str]:
    return [tile.accessibleName() for tile in dialog.findChildren(Tile)]


def rows(model: PlanModel) -> list[list[object]]:
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def test_a_table_is_previewed_before_anything_is_written(
    importer: Importer, collection: Collection, table: Path, qtbot: QtBot
) -> None:
    before = collection.counts()
    importer.open([table])
    dialog = preview(qtbot, importer)
    assert tiles(dialog)[:3] == [
        "2 new, will be added", "0 changed, new wording, memory kept", "0 unchanged, nothing to do"
    ]  # fmt: skip
    assert [row[1:] for row in rows(dialog.table.lines)] == [
        ["Takt time", "question", "IV.B.1", "new"],
        ["Poka-yoke", "question", "IV.B.1", "new"],
    ]
    assert dialog.import_button.text() == "Import 2 notes"
    assert collection.counts() == before
    dialog.reject()
    assert collection.counts() == before


def test_enter_imports_as_one_step_that_can_be_undone(
    importer: Importer, collection: Collection, table: Path, qtbot: QtBot
) -> None:
    before = collection.counts()
    importer.open([table])
    dialog = preview(qtbot, importer)
    assert dialog.focusWidget() is dialog.import_button
    with qtbot.waitSignal(importer.toast_with_undo) as told:
        qtbot.keyClick(dialog.import_button, Qt.Key.Key_Return)
    assert told.args == ["terms: 2 notes added."]
    assert collection.counts()["notes"] == before["notes"] + 2
    collection.undo()
    assert collection.counts() == before


def test_the_same_file_again_changes_nothing_and_says_so(
    importer: Importer, collection: Collection, table: Path, qtbot: QtBot
) -> None:
    importer.open([table])
    with qtbot.waitSignal(importer.finished):
        preview(qtbot, importer).accept()
    before = collection.journal.undo_label
    with qtbot.waitSignal(importer.toast) as told:
        importer.open([table])
    assert told.args == ["terms is up to date: 2 notes unchanged."]
    assert importer.dialog is None
    assert collection.journal.undo_label == before


def test_refused_rows_come_first_with_their_reasons(
    importer: Importer, collection: Collection, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(TABLE + "Kano model,Three kinds of needs,V.B.99\nLot,,IV.B.1\n", "utf-8")
    importer.open([path])
    dialog = preview(qtbot, importer)
    assert "2 refused, see the reasons below" in tiles(dialog)
    reasons = {str(row[1]): str(row[4]) for row in rows(dialog.table.lines)[:2]}
    assert "V.B.99" in reasons["Kano model"]
    assert "back" in reasons["Lot"]
    dialog.table.lines.show_only_refused(True)
    assert dialog.table.lines.rowCount() == 2
    with qtbot.waitSignal(importer.toast_with_undo) as told:
        dialog.accept()
    assert told.args == ["mixed: 2 notes added, 2 rows refused."]
    assert collection.counts()["decks"] == 2


def test_a_file_of_which_no_row_can_be_used_cannot_be_imported(
    importer: Importer, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("front,back\nLot,\n", "utf-8")
    importer.open([path])
    dialog = preview(qtbot, importer)
    assert not dialog.import_button.isEnabled()
    assert dialog.cancel_button.text() == "Close"


def test_a_bad_deck_lists_all_mistakes_to_be_copied(
    importer: Importer, collection: Collection, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(BAD_DECK, "utf-8")
    before = collection.counts()
    importer.open([path])
    dialog = problems(qtbot, importer)
    text = dialog.mistakes.toPlainText()
    for part in ("bad.toml", "“one”", "“kind”", "“two”", "“back”", "IX.A.1"):
        assert part in text
    dialog.copy_button.click()
    assert "“kind”" in QGuiApplication.clipboard().text()
    assert collection.counts() == before
    with qtbot.waitSignal(importer.finished):
        dialog.accept()


def test_a_file_that_is_no_deck_costs_one_sentence_and_the_next_one_still_comes(
    importer: Importer, tmp_path: Path, table: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(bytes(range(256)) * 40)
    importer.open([path, table])
    dialog = problems(qtbot, importer)
    assert "photo.csv" in dialog.mistakes.toPlainText()
    dialog.accept()
    assert preview(qtbot, importer).windowTitle() == "Import terms"


def test_the_folder_of_a_deck_can_be_imported(
    importer: Importer, collection: Collection, small_deck: DeckSource, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "deck.toml").write_text('[deck]\nkey = "folder"\ntitle = "A folder"\nversion = "1"\n', "utf-8")
    (folder / "cards").mkdir()
    (folder / "cards" / "one.toml").write_text(
        '[[note]]\nid = "who"\nkind = "question"\nfront = "Who?"\nback = "You."\nsource = "own"\n', "utf-8"
    )
    importer.open([folder])
    dialog = preview(qtbot, importer)
    assert (dialog.windowTitle(), tiles(dialog)[0]) == ("Import A folder", "1 new, will be added")


def test_a_new_wording_is_announced_and_the_learners_own_stays(
    importer: Importer, collection: Collection, small_deck: DeckSource, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "small.studydeck"
    formats.write(small_deck, path)
    shown = collection.review.next(NOON)
    assert shown is not None
    note = collection.cards.note(shown.note_id)
    collection.cards.edit(replace(note, fields={**note.fields, "remark": "Mine."}), NOON)
    first = [each for each in small_deck.notes if each.key == note.key]
    changed = replace(first[0], fields={**first[0].fields, "remark": "Theirs."})
    other = next(each for each in small_deck.notes if each.key == "trust")
    reworded = replace(other, fields={**other.fields, "remark": "New."})
    notes = tuple({changed.key: changed, "trust": reworded}.get(each.key, each) for each in small_deck.notes)
    formats.write(replace(small_deck, notes=notes), path)
    importer.open([path])
    told = tiles(preview(qtbot, importer))
    assert told == [
        "0 new, will be added", "1 changed, new wording, memory kept", "8 unchanged, nothing to do",
        "1 kept, your wording stays",
    ]  # fmt: skip


def press_cancel_when_shown(qtbot: QtBot, importer: Importer) -> Callable[[], None]:
    def press() -> None:
        for progress in importer.parent().findChildren(QProgressDialog):
            progress.findChild(QPushButton).click()

    return press


def test_a_canceled_merge_leaves_nothing(
    importer: Importer, collection: Collection, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "large.csv"
    path.write_text("front,back\n" + "".join(f"Term {n},Meaning {n}\n" for n in range(2000)), "utf-8")
    before = collection.counts()
    importer.open([path])
    dialog = preview(qtbot, importer)
    # The press waits in the queue of events until the merge first looks at it.
    QTimer.singleShot(0, press_cancel_when_shown(qtbot, importer))
    with qtbot.waitSignal(importer.toast) as told:
        dialog.accept()
    assert told.args == ["The import of large was canceled. Nothing was changed."]
    assert collection.counts() == before
    assert collection.journal.undo_label != "Import large"


def test_canceled_reading_leaves_nothing_and_goes_on(
    importer: Importer, collection: Collection, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "large.csv"
    path.write_text("front,back\n" + "".join(f"Term {n},Meaning {n}\n" for n in range(20000)), "utf-8")
    before = collection.counts()
    with qtbot.waitSignal(importer.finished):
        importer.open([path])
        press_cancel_when_shown(qtbot, importer)()
    assert importer.dialog is None
    assert collection.counts() == before


def test_a_deck_of_a_stranger_cannot_pose_as_markup(importer: Importer, collection: Collection, qtbot: QtBot) -> None:
    deck = DeckSource(
        key="odd",
        title="<h1>Big</h1>",
        notes=(NoteSource("a", Kind.QUESTION, {"front": "<b>Who?</b>", "back": "You"}),),
    )
    dialog = PreviewDialog("odd.csv", collection.content.plan(deck), importer.parent())  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert "Import “<h1>Big</h1>”" in [label.text() for label in dialog.findChildren(Label)]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(Label))


def test_files_dropped_anywhere_on_the_window_are_previewed(open_window: MainWindow, table: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    arguments = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPointF(500, 300).toPoint(), *arguments)
    QApplication.sendEvent(open_window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(open_window, QDropEvent(QPointF(500, 300), *arguments))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))
    with qtbot.waitSignal(open_window.findChild(Importer).finished):
        QApplication.activeModalWidget().accept()  # type: ignore[attr-defined]


def test_choosing_files_remembers_their_folder(
    importer: Importer, preferences: Preferences, table: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, folder: str, filters: str) -> tuple[list[str], str]:
        asked.extend((folder, filters))
        return [str(table)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    importer.choose()
    assert asked[0] == str(Path.home())
    assert all(f"*{suffix}" in asked[1] for suffix in formats.SUFFIXES)
    assert preferences.last_folder == table.parent
    assert preview(qtbot, importer).windowTitle() == "Import terms"
