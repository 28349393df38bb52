from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.content import Kind
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Arrange
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.order_view import OrderView, mixed
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.order import OrderList, OrderRow

RIGHT = ["Plan", "Do", "Check", "Act"]
Press = Callable[..., None]


@pytest.fixture
def page(open_window: MainWindow) -> ReviewPage:
    """The review screen at the list card of the small deck, its rows not yet checked."""
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and page.shown.kind is not Kind.LIST:
        page.show_answer()
        page.answer(Rating.EASY)
    assert isinstance(page.card.view, OrderView)
    return page


def rows_of(page: ReviewPage) -> OrderList:
    """The rows of the exercise that is shown."""
    assert isinstance(page.card.view, OrderView)
    return page.card.view.rows


@pytest.fixture
def press(qtbot: QtBot, open_window: MainWindow) -> Press:
    """Presses a key where the focus is."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or open_window, key, modifier)

    return press


def row(page: ReviewPage, text: str) -> OrderRow:
    """The row that says this."""
    return next(row for row in rows_of(page).findChildren(OrderRow) if row.text == text)


def arrange(page: ReviewPage, wanted: list[str]) -> None:
    """Put the rows into an order."""
    for place, text in enumerate(wanted):
        rows_of(page).move_row(rows_of(page).items().index(text), place)
    assert rows_of(page).items() == wanted


@pytest.mark.parametrize("items", [["a", "b"], RIGHT, list("abcdefghij")])
def test_rows_are_mixed_by_the_seed_and_never_in_the_right_order(items: list[str]) -> None:
    orders = [mixed(items, seed) for seed in range(200)]
    assert all(sorted(order) == sorted(items) and order != items for order in orders)
    assert orders == [mixed(items, seed) for seed in range(200)]
    assert len(items) == 2 or len({tuple(order) for order in orders}) > 10


def test_the_exercise_by_keyboard_alone(
    page: ReviewPage, press: Press, collection: Collection, clock_at: Callable[[datetime], None]
) -> None:
    order = rows_of(page)
    for place, text in enumerate(RIGHT):
        for _ in RIGHT:
            press(Qt.Key.Key_Up)
        at = order.items().index(text)
        for _ in range(at):
            press(Qt.Key.Key_Down)
        for _ in range(at - place):
            press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order.items() == RIGHT
    clock_at(clock.now() + timedelta(seconds=20))
    press(Qt.Key.Key_Return)
    assert page.revealed
    assert page.bar.grades[Rating.GOOD].proposed
    assert page.bar.grades[Rating.GOOD].hasFocus()
    answers, shown = collection.counts()["reviews"], page.shown
    assert shown is not None
    press(Qt.Key.Key_Space)
    assert collection.counts()["reviews"] == answers + 1
    assert collection.cards.info(shown.card_id).reviews[0].rating is Rating.GOOD


def test_the_exercise_by_dragging(page: ReviewPage, qtbot: QtBot) -> None:
    order = rows_of(page)
    first, last = order.items()[0], order.items()[-1]
    qtbot.waitUntil(lambda: row(page, last).y() > row(page, first).y() > -1)

    def middle(text: str) -> QPoint:
        return order.mapFromGlobal(row(page, text).mapToGlobal(row(page, text).rect().center()))

    below = middle(last) + QPoint(0, row(page, last).height() // 3)
    qtbot.mousePress(order, Qt.MouseButton.LeftButton, pos=middle(first))
    qtbot.mouseMove(order, middle(first) + QPoint(0, 30))
    qtbot.mouseMove(order, below)
    qtbot.mouseRelease(order, Qt.MouseButton.LeftButton, pos=below)
    assert order.items()[-1] == first


def test_after_the_check_rows_are_marked_and_the_right_order_is_told(page: ReviewPage, press: Press) -> None:
    assert "All in place: Good, or Easy if you were quick." in page.card.notes.toPlainText()
    arrange(page, ["Do", "Plan", "Check", "Act"])
    press(Qt.Key.Key_Return)
    assert page.status_text() == "Hard is proposed: nearly right."
    assert row(page, "Do").accessibleDescription() == "belongs at 2"
    assert row(page, "Check").accessibleDescription() == "in place"
    assert page.bar.grades[Rating.HARD].proposed
    told = page.card.notes.toPlainText()
    assert "One pair is swapped." in told
    assert [told.index(text) for text in RIGHT] == sorted(told.index(text) for text in RIGHT)
    assert "Some write Study for Check." in told
    assert page.keycaps()[0] == ("Space", "Hard")


def test_checked_rows_cannot_be_moved(page: ReviewPage, press: Press) -> None:
    press(Qt.Key.Key_Return)
    before = rows_of(page).items()
    rows_of(page).choose(0)
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert rows_of(page).items() == before


def test_another_grade_than_the_proposed_one_can_be_given(
    page: ReviewPage, press: Press, collection: Collection
) -> None:
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4)
    assert collection.cards.info(shown.card_id).reviews[0].rating is Rating.EASY


def test_undo_gives_the_same_mixed_rows_to_do_again(page: ReviewPage, press: Press) -> None:
    mixed_rows = rows_of(page).items()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.revealed
    assert rows_of(page).items() == mixed_rows


def test_a_flag_leaves_the_order_as_it_was_arranged(page: ReviewPage) -> None:
    arrange(page, ["Act", "Check", "Do", "Plan"])
    page.flag(2)
    assert rows_of(page).items() == ["Act", "Check", "Do", "Plan"]


def test_the_rows_follow_theme_and_zoom(page: ReviewPage, qtbot: QtBot) -> None:
    height = rows_of(page).findChildren(OrderRow)[0].height()
    theme().set_scheme("dark")
    theme().set_zoom(1.5)
    qtbot.waitUntil(lambda: rows_of(page).findChildren(OrderRow)[0].height() >= 1.4 * height)
    assert page.card.view is not None
    assert page.card.view.maximumWidth() == theme().length(690)


def test_items_that_differ_in_markup_only_can_be_ordered(page: ReviewPage, qtbot: QtBot) -> None:
    view = OrderView(lambda _deck, _name: None)
    qtbot.addWidget(view)
    assert page.shown is not None
    view.ask(Arrange(("*a*", "a")), page.shown)
    assert view.rows.items() == ["a", "*a*"]
    assert view.check().sentence == "One pair is swapped."


def test_an_edit_of_the_note_keeps_the_rows_where_they_were_put(page: ReviewPage, collection: Collection) -> None:
    arrange(page, ["Act", "Check", "Do", "Plan"])
    assert page.shown is not None
    note = collection.cards.note(page.shown.note_id)
    collection.cards.edit(replace(note, fields={**note.fields, "front": "The cycle of improvement"}), clock.now())
    assert "The cycle of improvement" in page.card.text.toPlainText()
    assert rows_of(page).items() == ["Act", "Check", "Do", "Plan"]
    assert not page.revealed


def test_a_quick_right_order_is_proposed_as_easy_and_a_slow_one_as_hard(
    page: ReviewPage, press: Press, clock_at: Callable[[datetime], None]
) -> None:
    arrange(page, RIGHT)
    now = clock.now()
    clock_at(now + timedelta(seconds=49))
    press(Qt.Key.Key_Return)
    assert page.bar.grades[Rating.HARD].proposed
    assert page.status_text() == "Hard is proposed: right, but it took long."
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    arrange(page, RIGHT)
    clock_at(now + timedelta(seconds=49 + 12))
    press(Qt.Key.Key_Return)
    assert page.bar.grades[Rating.EASY].proposed


def test_space_on_a_row_checks_nothing(page: ReviewPage, press: Press) -> None:
    press(Qt.Key.Key_Space)
    assert not page.revealed
