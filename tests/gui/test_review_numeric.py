"""Numeric cards on the review screen: new numbers, the hint, the calculator, exhibits, and notes that went wrong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Calculate
from studyapp.gui.card_view.exhibit_view import ExhibitView
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.number_view import NumberView
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme

Press = Callable[..., None]
CTRL = Qt.KeyboardModifier.ControlModifier
FIELDS: dict[str, Any] = {
    "title": "Find the range",
    "front": "The five values are {x}. Give their range to one decimal.",
    "parameters": {"x": {"min": 1, "max": 99, "step": 0.5, "count": 5}},
    "constraints": ["max(x) > min(x) + 5"],
    "answer": "max(x) - min(x)",
    "unit": "mm",
    "decimals": 1,
    "wrong": [
        {"expression": "max(x)", "why": "Forgets the smallest."},
        {"expression": "mean(x)", "why": "Takes the mean."},
    ],
    "solution": "Largest less smallest: {answer}.",
    "hint": "Two values are enough.",
    "remark": "Grows with the size of the sample.",
    "exhibit": {"chart": "control", "title": "Five values", "points": "x", "center": "mean(x)"},
}


@pytest.fixture
def numbers(tmp_path: Path, clock_at: object) -> Iterator[Collection]:
    """A collection with one numeric note."""
    opened = Collection.open(tmp_path / "numbers")
    note = NoteSource(key="range", kind=Kind.NUMERIC, fields=FIELDS, source="own")
    opened.content.merge(opened.content.plan(DeckSource(key="n", title="Numbers", notes=(note,))), clock.now())
    yield opened
    opened.close()


@pytest.fixture
def page(window: MainWindow, numbers: Collection) -> Iterator[ReviewPage]:
    """The review screen with the numeric card."""
    window.set_collection(numbers)
    window.open_screen("review")
    assert isinstance(window.page, ReviewPage)
    yield window.page
    window.set_collection(None)


@pytest.fixture
def press(qtbot: QtBot, window: MainWindow) -> Press:
    """Presses keys where the focus is."""

    def press(*keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)

    return press


def view_of(page: ReviewPage) -> NumberView:
    """The exercise that is shown."""
    assert isinstance(page.card.view, NumberView)
    return page.card.view


def answer_of(page: ReviewPage) -> str:
    """The right answer of the numbers that are shown, as it is written."""
    assert page.shown is not None
    assert isinstance(page.shown.face.task, Calculate)
    return page.shown.face.task.question.answer_text


def exhibit_of(page: ReviewPage) -> ExhibitView:
    """The exhibit that is shown."""
    return next(view for view in page.card.findChildren(ExhibitView) if view.isVisible())


def test_a_typed_number_is_checked_and_graded_with_three_keys_besides_its_digits(
    page: ReviewPage, press: Press, numbers: Collection
) -> None:
    assert view_of(page).field.hasFocus()
    press(*answer_of(page), Qt.Key.Key_Return)
    assert page.revealed
    assert page.status_text() == "Easy is proposed: right, and quick."
    assert page.bar.grades[Rating.EASY].hasFocus()
    press(Qt.Key.Key_Return)
    assert numbers.cards.info(1).reviews[0].rating is Rating.EASY


def test_the_next_review_has_new_numbers_and_undo_brings_the_old_ones_back(page: ReviewPage, press: Press) -> None:
    assert page.shown is not None
    first = page.shown.face
    press("1", Qt.Key.Key_Return, "1")
    assert page.shown is not None
    assert page.shown.face.question != first.question
    assert view_of(page).field.text() == ""
    press(Qt.Key.Key_Z, modifier=CTRL)
    assert page.shown is not None
    assert page.shown.face == first
    assert not page.revealed


def test_the_hint_keeps_a_right_answer_at_hard_and_its_key_works_in_the_field(page: ReviewPage, press: Press) -> None:
    assert page.bar.hint_button.isVisible()
    press("h")
    assert not page.card.hint_shown
    view_of(page).field.clear()
    press(Qt.Key.Key_T, modifier=CTRL)
    assert "Two values are enough." in page.card.notes.toPlainText()
    assert not page.bar.hint_button.isVisible()
    assert view_of(page).field.hasFocus()
    press(*answer_of(page), Qt.Key.Key_Return)
    assert page.status_text() == "Hard is proposed: right, with the hint."


def test_a_text_that_is_no_number_is_not_checked(page: ReviewPage, press: Press) -> None:
    view_of(page).field.setText("about ten")
    page.show_answer()
    assert not page.revealed
    view_of(page).field.clear()
    page.show_answer()
    assert page.revealed
    assert page.bar.grades[Rating.AGAIN].proposed


def test_what_was_typed_survives_theme_zoom_size_and_an_edit(
    page: ReviewPage, press: Press, window: MainWindow, numbers: Collection
) -> None:
    press("1", "2", ".", "5")
    theme().set_scheme("dark")
    theme().set_zoom(1.5)
    window.resize(900, 600)
    page.flag(3)
    assert view_of(page).field.text() == "12.5"
    note = numbers.cards.note(1)
    numbers.cards.edit(replace(note, fields={**note.fields, "title": "Find the spread"}), clock.now())
    assert "Find the spread" in page.card.text.toPlainText()
    assert view_of(page).field.text() == "12.5"


def test_the_answer_stands_beside_the_stem_where_there_is_room_and_below_it_else(
    page: ReviewPage, window: MainWindow, qtbot: QtBot
) -> None:
    stem, view = page.card.text, view_of(page)

    def beside() -> bool:
        return view.x() >= stem.geometry().right() and view.y() < stem.geometry().bottom()

    qtbot.waitUntil(beside)
    window.resize(900, 600)
    qtbot.waitUntil(lambda: view.y() > stem.geometry().bottom() and view.x() == stem.x())
    window.resize(1280, 800)
    qtbot.waitUntil(beside)


def test_nothing_moves_above_the_exhibit_when_the_answer_comes(page: ReviewPage, press: Press, qtbot: QtBot) -> None:
    stem, field = page.card.text, view_of(page).field
    qtbot.waitUntil(lambda: exhibit_of(page).y() >= 0 and field.width() > 0)

    def at(widget: QWidget) -> tuple[int, int]:
        place = widget.mapTo(page.card, widget.rect().topLeft())
        return place.x(), place.y()

    before = at(stem), at(field)
    press("1", Qt.Key.Key_Return)
    assert page.revealed
    QApplication.processEvents()
    assert (at(stem), at(field)) == before
    assert "Largest less smallest" in view_of(page).solution.toPlainText()
    assert "Grows with the size of the sample." in page.card.notes.toPlainText()


def test_the_calculator_opens_over_the_card_takes_digits_and_gives_the_focus_back(
    page: ReviewPage, press: Press, qtbot: QtBot
) -> None:
    press("7")
    press(Qt.Key.Key_K, modifier=CTRL)
    calculator = page.calculator
    assert calculator is not None
    qtbot.waitUntil(calculator.calculator.hasFocus)
    press("6", "*", "7", Qt.Key.Key_Return)
    assert calculator.calculator.display == "42"
    press(Qt.Key.Key_K, modifier=CTRL)
    assert not calculator.isVisible()
    page.window().activateWindow()
    qtbot.waitUntil(view_of(page).field.hasFocus)
    assert view_of(page).field.text() == "7"


def test_the_calculator_goes_with_the_page(page: ReviewPage, window: MainWindow) -> None:
    page.show_calculator()
    assert page.calculator is not None
    assert page.calculator.isVisible()
    window.open_screen("today")
    assert not page.calculator.isVisible()


def test_a_note_that_was_never_checked_says_what_is_wrong_and_can_be_put_away(
    page: ReviewPage, numbers: Collection, press: Press
) -> None:
    broken = {**FIELDS, "answer": "1 / (max(x) - max(x))"}
    with sqlite3.connect(numbers.file) as connection:
        connection.execute("UPDATE notes SET fields = ?", (json.dumps(broken),))
    connection.close()
    page.start(page._session.scope)  # type: ignore[arg-type]
    assert page.card.view is None
    assert "cannot be asked with its numbers" in page.card.text.toPlainText()
    assert "divides by zero" in page.card.text.toPlainText()
    page.suspend()
    assert page.shown is None
