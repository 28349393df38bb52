from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.scheduling import Rating
from studyapp.errors import UserError
from studyapp.gui.review.card_info import CardInfoDialog

ClockAt = Callable[[datetime], None]


def answer(collection: Collection, rating: Rating, seconds: float = 7) -> int:
    """Grade the next card; its id."""
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.review.answer(shown, rating, seconds, clock.now())
    return shown.card_id


@pytest.fixture
def info(qtbot: QtBot, collection: Collection) -> Callable[[int], CardInfoDialog]:
    """Opens the dialog for a card."""

    def open_info(card_id: int) -> CardInfoDialog:
        dialog = CardInfoDialog(collection, card_id)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_info


def test_a_new_card_says_what_is_known(collection: Collection, info: Callable[[int], CardInfoDialog]) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    dialog = info(shown.card_id)
    assert dialog.facts == {
        "State": "New, never answered", "Answers": "0", "Lapses": "0", "Deck": "Small deck",
        "Outline": "I.A.1 Kinds of leadership", "Level": "Understand", "Competencies": "C1", "Tags": "glossary",
        "Kind": "Term, card 1", "Source": "A handbook, first edition, ch. 1", "Status": "Draft", "Added": "Sun 22 Nov 2026",
        "Key": "leadership",
    }  # fmt: skip
    assert not dialog.history.isVisible()


def test_a_card_in_review_tells_its_memory_in_words(
    collection: Collection, info: Callable[[int], CardInfoDialog], clock_at: ClockAt
) -> None:
    card_id = answer(collection, Rating.EASY)
    state = collection.cards.info(card_id).state
    assert state.due_day is not None
    assert state.last_day is not None
    days = state.due_day - state.last_day
    clock_at(clock.now() + timedelta(days=2))
    facts = info(card_id).facts
    assert facts["State"] == "Review"
    assert facts["Interval"] == f"{days} days"
    assert facts["Due"].endswith(f", in {days - 2} days")
    assert facts["Stability"] == "8 days until recall falls to 90\u00a0%"
    assert 90 < int(facts["Recall now"].removesuffix("\u00a0%")) < 100
    assert facts["Difficulty"] == "1.0 on a scale of 1 to 10"


def test_steps_flags_and_absence_are_told(
    collection: Collection, info: Callable[[int], CardInfoDialog], clock_at: ClockAt
) -> None:
    card_id = answer(collection, Rating.GOOD)
    assert info(card_id).facts["Due"] == "In 10 min"
    collection.cards.flag(card_id, 3)
    collection.cards.bury(card_id, collection.review.today(clock.now()))
    facts = info(card_id).facts
    assert (facts["State"], facts["Flag"], facts["Put away"]) == ("Learning", "Green", "Buried until tomorrow")
    collection.cards.suspend(card_id)
    assert info(card_id).facts["Put away"] == "Suspended"
    clock_at(clock.now() + timedelta(minutes=11))
    assert info(card_id).facts["Due"] == "Now"


def test_an_overdue_card_says_since_when(
    collection: Collection, info: Callable[[int], CardInfoDialog], clock_at: ClockAt
) -> None:
    card_id = answer(collection, Rating.EASY)
    clock_at(clock.now() + timedelta(days=60))
    assert info(card_id).facts["Due"].startswith("Since ")


def test_the_history_lists_every_answer_newest_first(
    collection: Collection, info: Callable[[int], CardInfoDialog], clock_at: ClockAt, qtbot: QtBot
) -> None:
    begin = clock.now()
    card_id = answer(collection, Rating.EASY, 4)
    clock_at(begin + timedelta(days=30))
    while (shown := collection.review.next(clock.now())) is not None and shown.card_id != card_id:
        collection.review.answer(shown, Rating.EASY, 1, clock.now())
    answer(collection, Rating.AGAIN, 12)
    dialog = info(card_id)
    model = dialog.history.model()
    table = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    assert [line[1:] for line in table] == [
        ["1 Again", "Review", "30", "the same day", "12\u00a0s"],
        ["4 Easy", "Learning", "0", table[1][4], "4\u00a0s"],
    ]
    assert table[1][0].startswith("Sun 22 Nov 2026, 12:00")
    header = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert header == ["Date", "Grade", "Kind", "Days since", "Next in", "Seconds"]
    reached = set()
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {dialog.history, dialog.close_button} <= reached
    assert all(widget is not None and (widget.accessibleName() or widget is dialog.close_button) for widget in reached)


def test_escape_closes_it(collection: Collection, info: Callable[[int], CardInfoDialog], qtbot: QtBot) -> None:
    dialog = info(answer(collection, Rating.GOOD))
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_card_that_is_gone_is_said_in_a_sentence(collection: Collection) -> None:
    with pytest.raises(UserError, match="no longer in the collection"):
        CardInfoDialog(collection, 999)
