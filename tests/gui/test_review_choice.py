from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Calculate, Choose
from studyapp.gui.card_view.reasons import TEMPTING
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.choice_view import ChoiceView
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme

Press = Callable[..., None]
ClockAt = Callable[[datetime], None]

VOTE, ASK, WAIT, GUESS = "Take a vote", "Ask those who do it", "Wait a week", "Go by your feeling"
FIELDS = {
    "front": "What comes **first**?",
    "options": [
        {"text": VOTE, "rationale": "Makes losers.", "misconception": "Quick is good."},
        {"text": ASK, "correct": True, "rationale": r"Facts first: $n > 1$."},
        {"text": WAIT, "rationale": "Nothing changes."},
        {"text": GUESS, "rationale": "No evidence.", "misconception": "Experience is data."},
    ],
    "remark": "A question costs nothing.",
}


@pytest.fixture
def choices(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection with one choice."""
    opened = Collection.open(tmp_path / "choices")
    note = NoteSource(key="first", kind=Kind.CHOICE, fields=FIELDS, level=Level.APPLY, source="own")
    opened.content.merge(opened.content.plan(DeckSource(key="c", title="Choices", notes=(note,))), clock.now())
    yield opened
    opened.close()


@pytest.fixture
def page(window: MainWindow, choices: Collection) -> Iterator[ReviewPage]:
    """The review screen with the choice."""
    window.set_collection(choices)
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


def view_of(page: ReviewPage) -> ChoiceView:
    """The exercise that is shown."""
    assert isinstance(page.card.view, ChoiceView)
    return page.card.view


def letter_of(page: ReviewPage, text: str) -> str:
    """The letter under which a text is offered now."""
    assert page.shown is not None
    assert isinstance(page.shown.face.task, Choose)
    return "abcd"[[option.text for option in page.shown.face.task.options].index(text)]


def said_below(page: ReviewPage, text: str) -> str:
    """All that the row of an option says."""
    return view_of(page).options.rows["abcd".index(letter_of(page, text))].view.toPlainText()


def ratings(collection: Collection) -> list[Rating]:
    """The ratings of the only card, newest first."""
    return [review.rating for review in collection.cards.info(1).reviews]


def test_a_letter_picks_space_checks_and_space_takes_the_proposal(
    page: ReviewPage, press: Press, choices: Collection, clock_at: ClockAt
) -> None:
    assert page.bar.show_button.text() == "Show answer"
    clock_at(clock.now() + timedelta(seconds=60))
    press(letter_of(page, ASK))
    assert page.bar.show_button.text() == "Check"
    assert not page.revealed
    press(Qt.Key.Key_Space)
    assert page.revealed
    assert page.bar.grades[Rating.GOOD].hasFocus()
    assert page.status_text() == "Good is proposed: right, in your usual time."
    press(Qt.Key.Key_Space)
    assert ratings(choices) == [Rating.GOOD]


def test_digits_pick_before_the_answer_and_grade_after_it(page: ReviewPage, press: Press, choices: Collection) -> None:
    digit = str("abcd".index(letter_of(page, WAIT)) + 1)
    press(digit)
    assert view_of(page).options.choice == int(digit) - 1
    assert not page.revealed
    press(Qt.Key.Key_Return)
    assert page.bar.grades[Rating.AGAIN].proposed
    press("2")
    assert ratings(choices) == [Rating.HARD]


def test_letters_beyond_the_options_belong_to_the_page(page: ReviewPage, press: Press, qtbot: QtBot) -> None:
    page.edit_requested.disconnect()
    with qtbot.waitSignal(page.edit_requested):
        press("e")
    press("5")
    assert view_of(page).options.choice is None
    assert not page.revealed


def test_the_answer_without_a_pick_counts_as_not_known(page: ReviewPage, press: Press) -> None:
    press(Qt.Key.Key_Space)
    assert page.revealed
    assert page.bar.grades[Rating.AGAIN].proposed
    assert page.status_text() == "Again is proposed: not right yet."
    assert TEMPTING in said_below(page, VOTE) or TEMPTING in said_below(page, GUESS)


def test_a_wrong_pick_shows_the_key_every_reason_and_why_it_tempts(page: ReviewPage, press: Press) -> None:
    rows = view_of(page).options.rows
    order = [row.view.toPlainText() for row in rows]
    press(letter_of(page, GUESS), Qt.Key.Key_Return)
    assert [row.view.toPlainText().split("\n")[0] for row in rows] == order
    assert {row.result for row in rows} == {"key", "wrong", "other"}
    assert rows["abcd".index(letter_of(page, ASK))].result == "key"
    assert rows["abcd".index(letter_of(page, GUESS))].result == "wrong"
    assert said_below(page, GUESS) == f"{GUESS}\n{TEMPTING}\nNo evidence.\nExperience is data."
    assert "Makes losers." in said_below(page, VOTE)
    assert TEMPTING not in said_below(page, VOTE)
    assert "Nothing changes." in said_below(page, WAIT)
    assert "A question costs nothing." in page.card.notes.toPlainText()


def test_a_right_pick_still_explains_the_option_that_tempts(page: ReviewPage, press: Press) -> None:
    press(letter_of(page, ASK), Qt.Key.Key_Return)
    texts = [row.view.toPlainText() for row in view_of(page).options.rows]
    explained = [text for text in texts if TEMPTING in text]
    assert len(explained) == 1
    assert explained[0] == next(text for text in texts if text.startswith((VOTE, GUESS)))
    results = [row.result for row in view_of(page).options.rows]
    assert sorted(results) == ["key", "other", "other", "tempting"]


def test_how_sure_one_was_is_asked_only_if_wanted_and_a_right_guess_is_hard(
    page: ReviewPage, press: Press, choices: Collection
) -> None:
    assert not view_of(page).confidence.isVisible()
    choices.settings.change(ask_confidence=True)
    page.start(page._session.scope)  # type: ignore[arg-type]
    assert view_of(page).confidence.isVisible()
    press(letter_of(page, ASK))
    row = view_of(page).confidence
    assert page.card.area.viewport().rect().contains(row.mapTo(page.card.area.viewport(), row.rect().bottomLeft()))
    press(Qt.Key.Key_F4)
    assert row.choice == 2
    press(Qt.Key.Key_F2)
    assert row.choice == 0
    assert ("F2–F4", "How sure") in page.keycaps()
    press(Qt.Key.Key_Return)
    assert page.revealed
    assert page.status_text() == "Hard is proposed: right, but a guess."


@pytest.mark.parametrize(("width", "height", "zoom"), [(900, 600, 1.0), (900, 600, 2.0), (1280, 800, 2.0)])
@pytest.mark.parametrize("asks_confidence", [False, True])
def test_what_a_key_picks_is_scrolled_into_view(
    page: ReviewPage,
    press: Press,
    window: MainWindow,
    choices: Collection,
    width: int,
    height: int,
    zoom: float,
    asks_confidence: bool,
) -> None:
    note = choices.cards.note(1)
    stem = "The team has heard of it twice and the customer once. " * 5
    choices.cards.edit(replace(note, fields={**note.fields, "front": stem}), clock.now())
    choices.settings.change(ask_confidence=asks_confidence)
    theme().set_zoom(zoom)
    window.resize(width, height)
    page.start(page._session.scope)  # type: ignore[arg-type]
    QApplication.processEvents()
    seen = page.card.area.viewport()
    assert page.card.area.verticalScrollBar().maximum() > 0
    for letter in "dabcad":
        press(letter)
        row = view_of(page).options.rows["abcd".index(letter)]
        assert row.isChecked()
        assert seen.rect().contains(row.mapTo(seen, row.rect().topLeft()))
        assert seen.rect().contains(row.mapTo(seen, row.rect().bottomLeft())) or row.height() > seen.height()


def test_undo_brings_the_card_back_with_its_options_in_the_same_order(
    page: ReviewPage, press: Press, choices: Collection
) -> None:
    assert page.shown is not None
    before = page.shown.face
    press(letter_of(page, VOTE), Qt.Key.Key_Space, "1")
    assert ratings(choices) == [Rating.AGAIN]
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.shown is not None
    assert page.shown.face == before
    assert view_of(page).options.choice is None
    assert not page.revealed


@pytest.mark.parametrize("revealed", [False, True])
def test_an_edit_keeps_the_pick_and_what_was_shown(
    page: ReviewPage, press: Press, choices: Collection, revealed: bool
) -> None:
    press(letter_of(page, VOTE))
    if revealed:
        press(Qt.Key.Key_Space)
    note = choices.cards.note(1)
    choices.cards.edit(replace(note, fields={**note.fields, "front": "What is first?"}), clock.now())
    assert "What is first?" in page.card.text.toPlainText()
    assert view_of(page).options.choice == "abcd".index(letter_of(page, VOTE))
    assert page.revealed is revealed
    assert (TEMPTING in said_below(page, VOTE)) is revealed


def test_theme_zoom_and_size_leave_the_pick_alone(page: ReviewPage, press: Press, window: MainWindow) -> None:
    press(letter_of(page, WAIT))
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    window.resize(900, 600)
    assert view_of(page).options.choice == "abcd".index(letter_of(page, WAIT))


def test_an_answer_of_a_choice_counts_three_minutes_at_most(
    page: ReviewPage, press: Press, choices: Collection, clock_at: ClockAt
) -> None:
    clock_at(clock.now() + timedelta(hours=1))
    press(letter_of(page, ASK), Qt.Key.Key_Space)
    assert page.status_text() == "Hard is proposed: right, but it took long."
    press(Qt.Key.Key_Space)
    assert choices.cards.info(1).reviews[0].seconds == 180


def test_a_numeric_question_with_labels_offers_them_and_shows_its_solution(
    page: ReviewPage, press: Press, choices: Collection
) -> None:
    note = NoteSource(
        key="which",
        kind=Kind.NUMERIC,
        source="own",
        fields={
            "front": "Rework costs {a}, scrap {b}. Which costs more?",
            "parameters": {"a": {"min": 1, "max": 9, "step": 1}, "b": {"min": 11, "max": 19, "step": 1}},
            "answer": "1 if a > b else 2",
            "labels": ["Rework", "Scrap", "Neither"],
            "wrong": [
                {"expression": "1", "why": "Reads only the first."},
                {"expression": "3", "why": "Does not look."},
            ],
            "solution": "{b} is more than {a}.",
        },
    )
    choices.content.merge(choices.content.plan(DeckSource(key="n", title="N", notes=(note,))), clock.now())
    press(letter_of(page, ASK), Qt.Key.Key_Space, "4")
    assert page.shown is not None
    assert isinstance(page.shown.face.task, Calculate)
    press("b", Qt.Key.Key_Space)
    assert page.bar.grades[Rating.EASY].proposed
    assert "Worked solution" in page.card.notes.toPlainText()
    assert "Reads only the first." in view_of(page).options.rows[0].view.toPlainText()
