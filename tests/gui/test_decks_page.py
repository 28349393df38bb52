from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studyapp import formats
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.gui.decks.details_dialog import DetailsDialog
from studyapp.gui.decks.page import DecksPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON


@pytest.fixture
def page(qtbot: QtBot, collection: Collection) -> Iterator[DecksPage]:
    """The Decks page in a window of its own, with two decks."""
    fields = {"front": "Who?", "back": "You."}
    deck = DeckSource(
        key="own", title="Own <b>cards</b>", notes=(NoteSource("who", Kind.QUESTION, fields),), licence="CC0-1.0",
        description="Typed in an evening.", changelog=("1: first",), sources={"notebook": "My notebook"},
    )  # fmt: skip
    collection.content.merge(collection.content.plan(deck), NOON)
    page = DecksPage(collection)
    qtbot.addWidget(page)
    collection.subscribe(page.on_change)
    page.resize(1072, 720)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    yield page
    page.hide()


def choose(page: DecksPage, title: str) -> None:
    row = [deck.title for deck in page.list.rows.decks].index(title)
    page.list.setCurrentIndex(page.list.rows.index(row, 0))


def words(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisible()]


def test_the_decks_are_listed_with_the_counts_of_the_collection(page: DecksPage, collection: Collection) -> None:
    rows = collection.decks.all(collection.review.today(NOON))
    assert list(page.list.rows.decks) == rows
    role = Qt.ItemDataRole.AccessibleTextRole
    told = [page.list.rows.index(row, 0).data(role) for row in range(2)]
    assert told == ["Own <b>cards</b>, 1 new, 0 of 1 card met", "Small deck, 12 new, 0 of 12 cards met"]
    choose(page, "Small deck")
    assert "Version 2026.1 · 10 notes · 12 cards" in words(page)


def test_arrows_choose_a_deck_and_enter_studies_it(page: DecksPage, collection: Collection, qtbot: QtBot) -> None:
    assert QApplication.focusWidget() is page.list
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    deck = page.list.deck()
    assert deck is not None
    assert deck.title == "Small deck"
    with qtbot.waitSignal(page.study_requested) as asked:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args == [Scope(deck_id=deck.id)]


def test_tab_leaves_the_list_for_the_buttons_of_the_deck(page: DecksPage, qtbot: QtBot) -> None:
    seen = [QApplication.focusWidget()]
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    panel = page.panel
    for button in (panel.study_button, panel.export_button, panel.rename_button, panel.details_button, panel.remove_button,
                   page.import_button):  # fmt: skip
        assert button in seen
    assert seen.count(page.list) == 1


def test_f2_renames_a_deck_and_undo_takes_it_back(page: DecksPage, collection: Collection, qtbot: QtBot) -> None:
    choose(page, "Small deck")
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    editor = page.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Leadership and tools")
    with qtbot.waitSignal(page.toast_with_undo):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    deck = page.list.deck()
    assert deck is not None
    assert deck.title == "Leadership and tools"
    collection.undo()
    assert "Small deck" in [each.title for each in page.list.rows.decks]


def test_an_empty_title_renames_nothing(page: DecksPage, collection: Collection) -> None:
    index = page.list.rows.index(1, 0)
    assert not page.list.rows.setData(index, "   ")
    assert collection.journal.undo_label != "Rename deck"


def test_a_removed_deck_comes_back_with_undo(page: DecksPage, collection: Collection, qtbot: QtBot) -> None:
    choose(page, "Small deck")
    with qtbot.waitSignal(page.toast_with_undo) as told:
        page.panel.remove_button.click()
    assert told.args == ["Small deck removed. Its answers are kept."]
    assert [deck.title for deck in page.list.rows.decks] == ["Own <b>cards</b>"]
    collection.undo()
    assert len(page.list.rows.decks) == 2


def test_without_decks_the_page_offers_to_import_one(page: DecksPage, qtbot: QtBot) -> None:
    page.panel.remove_button.click()
    page.panel.remove_button.click()
    assert "No decks yet" in words(page)
    assert not page.list.isVisible()


def test_suspended_cards_of_a_deck_can_be_taken_back_together(page: DecksPage, collection: Collection) -> None:
    card = collection.review.next(NOON)
    assert card is not None
    collection.cards.suspend(card.card_id)
    choose(page, "Small deck")
    assert page.panel.unsuspend_button.isVisible()
    page.panel.unsuspend_button.click()
    assert not page.panel.unsuspend_button.isVisible()
    assert not collection.cards.info(card.card_id).suspended


@pytest.mark.parametrize("suffix", formats.WRITERS)
def test_an_exported_deck_read_again_changes_nothing(
    page: DecksPage, collection: Collection, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    # One text file cannot hold the picture of the small deck.
    title, notes = ("Small deck", 10) if suffix == ".studydeck" else ("Own <b>cards</b>", 1)
    choose(page, title)
    deck = page.list.deck()
    assert deck is not None
    path = tmp_path / f"deck{suffix}"
    with qtbot.waitSignal(page.toast) as told:
        page.export_deck(deck, path)
    assert told.args == [f"{notes} note{'s' * (notes > 1)} written to deck{suffix}."]
    plan = collection.content.plan(formats.read(path, collection.outline), collection.outline)
    assert (plan.unchanged, plan.added, plan.changed, plan.retired, plan.refused) == (notes, (), (), (), ())


def test_the_details_tell_license_sources_and_changes(page: DecksPage, qtbot: QtBot) -> None:
    choose(page, "Own <b>cards</b>")
    page.panel.details_button.click()
    dialog = page.findChild(DetailsDialog)
    assert dialog is not None
    for text in ("Own <b>cards</b>", "Typed in an evening.", "CC0-1.0", "notebook: My notebook", "1: first"):
        assert text in words(dialog)
    dialog.close()


def test_import_is_asked_of_the_window(page: DecksPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.command) as asked:
        page.import_button.click()
    assert asked.args == ["import"]


@pytest.mark.parametrize(("width", "zoom"), [(836, 1.0), (1072, 1.0), (1072, 2.0)])
def test_nothing_is_cut_at_the_side(page: DecksPage, width: int, zoom: float) -> None:
    theme().set_zoom(zoom)
    page.resize(width, 600)
    QApplication.processEvents()
    for button in (page.panel.study_button, page.panel.remove_button, page.import_button):
        assert button.mapTo(page, button.rect().topRight()).x() < width


def test_everything_that_takes_the_focus_has_a_name(page: DecksPage) -> None:
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part


def test_the_theme_changes_while_the_page_is_shown(page: DecksPage) -> None:
    theme().set_scheme("dark")
    assert page.list.grab().toImage().pixelColor(100, 8).lightness() < 120


def test_an_export_without_an_ending_gets_that_of_the_chosen_kind(
    page: DecksPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def answer(_parent: QWidget, _title: str, path: str, _filters: str) -> tuple[str, str]:
        proposed.append(Path(path).name)
        return str(tmp_path / "mine"), "Deck as text (*.toml)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    choose(page, "Own <b>cards</b>")
    with qtbot.waitSignal(page.toast):
        page.choose_export()
    assert proposed == ["Own-b-cards-b.studydeck"]
    assert (tmp_path / "mine.toml").is_file()


def test_a_removed_deck_can_be_brought_back_later(page: DecksPage, collection: Collection, qtbot: QtBot) -> None:
    def ways_back() -> list[QAbstractButton]:
        buttons = page.findChildren(QAbstractButton)
        return [button for button in buttons if button.isVisible() and button.text() == "Bring back Small deck"]

    collection.decks.remove(1)
    page.reload()
    (back,) = ways_back()
    qtbot.keyClick(back, Qt.Key.Key_Space)
    page.reload()
    assert "Small deck" in [deck.title for deck in page.list.rows.decks]
    assert ways_back() == []
