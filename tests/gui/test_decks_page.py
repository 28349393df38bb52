from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studyapp import formats
from studyapp.collection import Collection, Part, Parts, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating
from studyapp.gui.card_view.learn_dialog import LearnDialog
from studyapp.gui.decks.details_dialog import DetailsDialog
from studyapp.gui.decks.page import DecksPage
from studyapp.gui.decks.part_list import PartList, part_words
from studyapp.gui.decks.parts_dialog import PartsDialog
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.review.rest import RestState
from studyapp.gui.theme import theme
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, collection: Collection) -> Iterator[DecksPage]:
    """The Decks page in a window of its own, with two decks."""
    fields = {"front": "Who?", "back": "You."}
    deck = DeckSource(
        key="own", title="Own <b>cards</b>", notes=(NoteSource("who", Kind.QUESTION, fields),), licence="CC0-1.0",
        authors=("Bee & Cee", "Dee"),
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
    choose(page, "Small deck")
    seen = [QApplication.focusWidget()]
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    panel = page.panel
    for button in (
        panel.study_button, panel.part_button, panel.export_button, panel.rename_button, panel.details_button,
        panel.remove_button, page.import_button,
    ):  # fmt: skip
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
    for text in (
        "Own <b>cards</b>",
        "Typed in an evening.",
        "CC0-1.0",
        "Bee & Cee",
        "notebook: My notebook",
        "1: first",
    ):
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


# Parts


@pytest.fixture
def parts(page: DecksPage, qtbot: QtBot) -> PartsDialog:
    """The parts of the small deck, opened by keyboard."""
    choose(page, "Small deck")
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.list, Qt.Key.Key_Return, CTRL)
    dialog = opened(page)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def opened(page: QWidget) -> PartsDialog:
    (dialog,) = (dialog for dialog in page.findChildren(PartsDialog) if dialog.isVisible())
    return dialog


def rows(dialog: PartsDialog) -> list[str]:
    return [row if isinstance(row, str) else row.id for row in dialog.list.model().rows]


def chosen(dialog: PartsDialog) -> str:
    part = dialog.list.part()
    return part.id if part is not None else ""


def type_in(qtbot: QtBot, dialog: PartsDialog, text: str) -> None:
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, text)


def test_the_parts_stand_in_three_groups_with_what_waits(parts: PartsDialog) -> None:
    assert rows(parts) == [
        "Sections", "I", "IV", "Competencies", "C1", "Leaves", "I.A.1", "I.A.2", "IV.B.1", "IV.C.7",
    ]  # fmt: skip
    told = parts.list.model().index(9, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "IV.C.7 Process capability, 2 cards · 2 new"
    assert parts.list.model().index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("C1 Process improvement")
    assert "The limits of the day hold here, too: at most 20 more new cards today." in words(parts)


def test_a_part_without_waiting_cards_says_so() -> None:
    part = Part(Scope(1, leaf="I.A.1"), "Title", "", 3, 0, 0, 0)
    assert part_words(part) == "3 cards · nothing waits"
    assert part_words(part._replace(cards=1, learning=1, due=2000)) == "1 card · 1 learning · 2,000 due"
    assert part_words(part._replace(cards=0)) == "learn note only"


def test_typing_finds_a_part_and_enter_studies_it(page: DecksPage, parts: PartsDialog, qtbot: QtBot) -> None:
    assert parts.field.hasFocus()
    type_in(qtbot, parts, "iv.c")
    assert rows(parts) == ["Leaves", "IV.C.7"]
    with qtbot.waitSignal(page.study_requested) as asked:
        qtbot.keyClick(parts.field, Qt.Key.Key_Return)
    assert asked.args == [Scope(1, leaf="IV.C.7")]
    assert not parts.isVisible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("C1", ["C1"]),
        ("iv", ["IV", "IV.B.1", "IV.C.7"]),
        ("proc cap", ["IV.C.7"]),
        ("lead", ["I", "I.A.1", "I.A.2"]),
        ("eading", []),
        ("(", []),
        ("   ", ["I", "IV", "C1", "I.A.1", "I.A.2", "IV.B.1", "IV.C.7"]),
    ],
)
def test_each_typed_word_begins_a_word_of_what_is_found(
    parts: PartsDialog, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    type_in(qtbot, parts, typed)
    assert [row for row in rows(parts) if row not in ("Sections", "Competencies", "Leaves")] == found
    assert chosen(parts) == (found[0] if found else "")
    assert parts.nothing.isVisible() == (not found)
    assert parts.study_button.isEnabled() == bool(found)


@pytest.mark.parametrize(
    ("typed", "found"), [("cpk", ["IV.C.7"]), ("pro", ["IV.B.1", "IV.C.7"]), ("tools", ["IV"]), ("cpk tools", [])]
)
def test_topics_are_searched_where_no_title_has_the_word(qtbot: QtBot, typed: str, found: list[str]) -> None:
    def part(scope: Scope, title: str, about: str) -> Part:
        return Part(scope, title, about, 1, 1, 0, 0)

    cycles = part(Scope(1, leaf="IV.B.1"), "Process cycles", "PDCA tools")
    capability = part(Scope(1, leaf="IV.C.7"), "Process capability", "Measurement Cpk Ppk")
    listed = PartList(Parts((part(Scope(1, section="IV"), "Quality tools", "Tools"),), (), (cycles, capability)))
    qtbot.addWidget(listed)
    listed.narrow(typed)
    assert [row.id for row in listed.model().rows if isinstance(row, Part)] == found


def test_arrows_choose_from_within_the_field_and_go_past_headings(parts: PartsDialog, qtbot: QtBot) -> None:
    seen = [chosen(parts)]
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
    ):
        qtbot.keyClick(parts.field, key)
        seen.append(chosen(parts))
    assert seen == ["I", "IV", "C1", "I.A.1", "C1", "IV.C.7", "I"]
    parts.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(parts.list, Qt.Key.Key_Down)
    assert chosen(parts) == "C1"


def test_enter_in_the_list_studies_once(page: DecksPage, parts: PartsDialog, qtbot: QtBot) -> None:
    asked: list[Scope] = []
    page.study_requested.connect(asked.append)
    parts.list.setFocus()
    qtbot.keyClick(parts.list, Qt.Key.Key_Down)
    qtbot.keyClick(parts.list, Qt.Key.Key_Return)
    assert asked == [Scope(1, section="IV")]


def test_a_double_click_studies_a_part(page: DecksPage, parts: PartsDialog, qtbot: QtBot) -> None:
    place = parts.list.visualRect(parts.list.model().index(4, 0)).center()
    with qtbot.waitSignal(page.study_requested) as asked:
        qtbot.mouseClick(parts.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(parts.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [Scope(1, competency="C1")]


def test_escape_gives_the_keyboard_back_to_the_list(page: DecksPage, parts: PartsDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(parts.field, Qt.Key.Key_Escape)
    assert not parts.isVisible()
    page.activateWindow()
    qtbot.waitUntil(page.list.hasFocus)


def test_only_a_deck_with_parts_offers_them(page: DecksPage, qtbot: QtBot) -> None:
    choose(page, "Own <b>cards</b>")
    qtbot.waitUntil(page.isActiveWindow)
    assert not page.panel.part_button.isVisible()
    assert ("Ctrl+Enter", "Study a part") not in page.keycaps()
    qtbot.keyClick(page.list, Qt.Key.Key_Return, CTRL)
    assert not page.findChildren(PartsDialog)
    choose(page, "Small deck")
    assert ("Ctrl+Enter", "Study a part") in page.keycaps()
    page.panel.part_button.click()
    assert opened(page).windowTitle() == "Study a part of Small deck"
    opened(page).reject()


def test_a_part_in_which_nothing_waits_cannot_be_studied(page: DecksPage, collection: Collection, qtbot: QtBot) -> None:
    while (card := collection.review.next(NOON, Scope(leaf="IV.C.7"))) is not None:
        collection.cards.suspend(card.card_id)
    choose(page, "Small deck")
    page.choose_part()
    dialog = opened(page)
    type_in(qtbot, dialog, "IV.C.7")
    assert not dialog.study_button.isEnabled()
    with qtbot.assertNotEmitted(page.study_requested):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        dialog.list.doubleClicked.emit(dialog.list.currentIndex())
    assert dialog.isVisible()
    dialog.reject()


def test_the_learn_note_of_a_leaf_opens_over_its_parts(
    open_window: MainWindow, collection: Collection, small_deck: DeckSource, qtbot: QtBot
) -> None:
    deck = replace(small_deck, learn={"I.A.2": "Leading and managing are *two* things."})
    collection.content.merge(collection.content.plan(deck), NOON)
    open_window.open_screen("decks")
    page = open_window.page
    assert isinstance(page, DecksPage)
    page.choose_part()
    dialog = opened(page)
    assert not dialog.learn_button.isEnabled()
    type_in(qtbot, dialog, "I.A.2")
    assert dialog.learn_button.isEnabled()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.field, Qt.Key.Key_L, CTRL)
    (note,) = (each for each in open_window.findChildren(LearnDialog) if each.isVisible())
    assert note.windowTitle() == "Learn: I.A.2 Managing and leading"
    assert "Leading and managing are two things." in note.text.toPlainText()
    qtbot.waitUntil(note.isActiveWindow)
    qtbot.keyClick(note.area, Qt.Key.Key_Escape)
    assert not note.isVisible()
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_in(qtbot, dialog, "I.A.1")
    assert not dialog.learn_button.isEnabled()
    dialog.reject()


def test_a_part_is_studied_to_its_end_which_offers_everything_else(
    open_window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    collection.settings.change(new_per_day=6)
    open_window.open_screen("decks")
    page = open_window.page
    assert isinstance(page, DecksPage)
    page.choose_part()
    type_in(qtbot, opened(page), "IV.C.7")
    qtbot.keyClick(opened(page).field, Qt.Key.Key_Return)
    review = open_window.page
    assert isinstance(review, ReviewPage)
    met = []
    while review.shown is not None and len(met) < 10:
        met.append(review.shown.leaf)
        review.show_answer()
        review.answer(Rating.EASY)
    assert met == ["IV.C.7", "IV.C.7"]
    rest = review.rest
    assert isinstance(rest, RestState)
    assert rest.state.title.text() == "Nothing left in IV.C.7 today"
    assert rest.state.sentence.text().endswith("4 cards of today are left elsewhere.")
    assert rest.buttons[1].text() == "Study 4 more cards"
    rest.buttons[1].click()
    assert review.shown is not None
    assert review.shown.leaf != "IV.C.7"


def test_the_end_of_a_part_tells_what_the_limit_of_the_day_holds_back(
    open_window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    collection.settings.change(new_per_day=1)
    first = collection.review.next(NOON)
    assert first is not None
    collection.review.answer(first, Rating.AGAIN, 5, NOON)
    open_window.open_screen("decks")
    page = open_window.page
    assert isinstance(page, DecksPage)
    page.choose_part()
    dialog = opened(page)
    assert "The limits of the day hold here, too: the new cards of today have been met." in words(dialog)
    type_in(qtbot, dialog, "IV")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    review = open_window.page
    assert isinstance(review, ReviewPage)
    rest = review.rest
    assert isinstance(rest, RestState)
    assert rest.state.title.text() == "Nothing left in section IV today"
    assert (
        "4 more cards of section IV come on other days: the new cards of today have all been met. 1 card of today is left"
        in rest.state.sentence.text()
    )


@pytest.mark.parametrize(("scheme", "zoom"), [("light", 1.0), ("dark", 1.0), ("light", 2.0)])
def test_the_parts_can_be_read_at_any_zoom_and_in_both_themes(
    page: DecksPage, qtbot: QtBot, scheme: str, zoom: float
) -> None:
    theme().set_scheme(scheme)
    theme().set_zoom(zoom)
    choose(page, "Small deck")
    page.choose_part()
    dialog = opened(page)
    QApplication.processEvents()
    assert dialog.width() <= dialog.screen().availableSize().width()
    for button in (dialog.learn_button, dialog.close_button, dialog.study_button):
        assert button.width() >= button.sizeHint().width()
        assert dialog.rect().contains(button.geometry())
    assert dialog.list.height() >= 2 * theme().length(52)
    row = dialog.list.visualRect(dialog.list.model().index(1, 0))
    picture = dialog.list.viewport().grab().toImage()
    assert picture.pixelColor(row.right() - 12, row.center().y()) == theme().colour("sel")
    dialog.reject()


def test_everything_in_the_parts_that_takes_the_focus_has_a_name(parts: PartsDialog) -> None:
    for part in parts.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part
