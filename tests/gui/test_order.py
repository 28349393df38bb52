from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp.collection import Collection
from studyapp.domain.scheduling import Rating
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.order_view import OrderView, earned_grade, mixed, result_in_words
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.order import OrderRow

RIGHT = ["Plan", "Do", "Check", "Act"]
Press = Callable[..., None]


@pytest.fixture
def page(open_window: MainWindow) -> ReviewPage:
    """The review screen at the list card of the small deck, its rows not yet checked."""
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and not page.shown.face.items:
        page.show_answer()
        page.answer(Rating.EASY)
    assert page.card.is_order
    return page


@pytest.fixture
def press(qtbot: QtBot, open_window: MainWindow) -> Press:
    """Presses a key where the focus is."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or open_window, key, modifier)

    return press


def row(page: ReviewPage, text: str) -> OrderRow:
    """The row that says this."""
    return next(row for row in page.card.order.findChildren(OrderRow) if row.text == text)


def arrange(page: ReviewPage, wanted: list[str]) -> None:
    """Put the rows into an order."""
    for place, text in enumerate(wanted):
        page.card.order.move_row(page.card.order.items().index(text), place)
    assert page.card.order.items() == wanted


@pytest.mark.parametrize("items", [["a", "b"], RIGHT, list("abcdefghij")])
def test_rows_are_mixed_by_the_seed_and_never_in_the_right_order(items: list[str]) -> None:
    orders = [mixed(items, seed) for seed in range(200)]
    assert all(sorted(order) == sorted(items) and order != items for order in orders)
    assert orders == [mixed(items, seed) for seed in range(200)]
    assert len(items) == 2 or len({tuple(order) for order in orders}) > 10


@pytest.mark.parametrize(
    ("given", "grade", "words"),
    [
        (["Plan", "Do", "Check", "Act"], Rating.GOOD, "All 4 are in place."),
        (["Do", "Plan", "Check", "Act"], Rating.HARD, "One pair is swapped."),
        (["Act", "Do", "Check", "Plan"], Rating.HARD, "One pair is swapped."),
        (["Do", "Check", "Plan", "Act"], Rating.AGAIN, "1 of 4 are in place."),
        (["Do", "Plan", "Act", "Check"], Rating.AGAIN, "None of 4 is in place."),
    ],
)
def test_the_order_earns_its_grade(given: list[str], grade: Rating, words: str) -> None:
    assert earned_grade(given, RIGHT) is grade
    assert result_in_words(given, RIGHT) == words


def test_the_exercise_by_keyboard_alone(page: ReviewPage, press: Press, collection: Collection) -> None:
    order = page.card.order
    for place, text in enumerate(RIGHT):
        for _ in RIGHT:
            press(Qt.Key.Key_Up)
        at = order.items().index(text)
        for _ in range(at):
            press(Qt.Key.Key_Down)
        for _ in range(at - place):
            press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order.items() == RIGHT
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
    order = page.card.order
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
    assert "All in place: Good." in page.card.notes.toPlainText()
    arrange(page, ["Do", "Plan", "Check", "Act"])
    press(Qt.Key.Key_Return)
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
    before = page.card.order.items()
    page.card.order.choose(0)
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.card.order.items() == before


def test_another_grade_than_the_proposed_one_can_be_given(
    page: ReviewPage, press: Press, collection: Collection
) -> None:
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4)
    assert collection.cards.info(shown.card_id).reviews[0].rating is Rating.EASY


def test_undo_gives_the_same_mixed_rows_to_do_again(page: ReviewPage, press: Press) -> None:
    mixed_rows = page.card.order.items()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.card.is_order
    assert not page.revealed
    assert page.card.order.items() == mixed_rows


def test_a_flag_leaves_the_order_as_it_was_arranged(page: ReviewPage) -> None:
    arrange(page, ["Act", "Check", "Do", "Plan"])
    page.flag(2)
    assert page.card.order.items() == ["Act", "Check", "Do", "Plan"]


def test_the_rows_follow_theme_and_zoom(page: ReviewPage, qtbot: QtBot) -> None:
    height = page.card.order.findChildren(OrderRow)[0].height()
    theme().set_scheme("dark")
    theme().set_zoom(1.5)
    qtbot.waitUntil(lambda: page.card.order.findChildren(OrderRow)[0].height() >= 1.4 * height)
    assert page.card.order.maximumWidth() == theme().length(690)


def test_items_that_differ_in_markup_only_can_be_ordered(qtbot: QtBot) -> None:
    view = OrderView()
    qtbot.addWidget(view)
    view.ask(["*a*", "a"], 1)
    assert view.items() == ["a", "*a*"]
    assert view.check() == (Rating.HARD, "One pair is swapped.")
