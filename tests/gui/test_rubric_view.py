from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope, ShownCard
from studyapp.domain.grading import Mark
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Write
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.review.rubric_view import RubricView, band
from studyapp.gui.theme import theme
from studyapp.gui.widgets.points import PointsRow

LINES = ("Aim", "**People** who come along", "Means", "Time", "Result")
TASK = Write(LINES, "To get somewhere *together*.")
NONE: list[int | None] = [None] * 5


@pytest.fixture
def shown(collection: Collection) -> ShownCard:
    """Some card; the view takes its deck from it."""
    card = collection.review.next(clock.now(), Scope())
    assert card is not None
    return card


@pytest.fixture
def area(qtbot: QtBot) -> QScrollArea:
    """What scrolls the exercise."""
    area = QScrollArea()
    qtbot.addWidget(area)
    return area


@pytest.fixture
def view(qtbot: QtBot, area: QScrollArea, shown: ShownCard) -> RubricView:
    """The exercise in a window that scrolls, the focus in the text."""
    body, view = QWidget(), RubricView(lambda deck, name: None)
    column = QVBoxLayout(body)
    column.addWidget(view)
    column.addStretch(1)
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.resize(720, 400)
    view.ask(TASK, shown)
    area.show()
    qtbot.waitExposed(area)
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    view.focus_first()
    return view


def check(view: RubricView) -> Mark:
    """Check as the page does."""
    mark = view.check()
    view.focus_first()
    return mark


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def rows(view: RubricView) -> list[PointsRow]:
    return [row for row in view.lines.findChildren(PointsRow) if not row.isHidden()]


def test_words_are_counted_while_the_answer_is_written(qtbot: QtBot, view: RubricView) -> None:
    assert view.words.text() == "0 words"
    assert not view.ready
    qtbot.keyClicks(view.text, "First the aim, then ")
    assert view.words.text() == "4 words"
    assert view.ready
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(view.text, "people")
    assert view.text.toPlainText() == "First the aim, then \npeople"


def test_ctrl_enter_asks_for_the_check(qtbot: QtBot, view: RubricView) -> None:
    qtbot.keyClicks(view.text, "Aim")
    with qtbot.waitSignal(view.submitted):
        qtbot.keyClick(view.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view.text.toPlainText() == "Aim"


def test_thinking_it_through_is_enough(qtbot: QtBot, view: RubricView) -> None:
    with qtbot.waitSignal(view.submitted):
        qtbot.mouseClick(view.thought, Qt.MouseButton.LeftButton)
    assert view.ready
    check(view)
    assert not view.text.isVisible()
    assert "To get somewhere together." in view.answer.toPlainText()
    assert rows(view)[0].hasFocus()


def test_the_own_text_stands_above_the_model_answer_and_is_locked(qtbot: QtBot, view: RubricView) -> None:
    qtbot.keyClicks(view.text, "My own words")
    check(view)
    qtbot.keyClicks(view.text, "x")
    assert view.text.isVisible()
    assert view.text.toPlainText() == "My own words"
    assert view.text.geometry().bottom() < view.answer_box.y()


def test_digits_mark_one_line_after_the_other(qtbot: QtBot, view: RubricView) -> None:
    assert check(view) == Mark(0.0, "0 of 10 points.")
    marks: list[Mark] = []
    view.marked.connect(marks.append)
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0)
    assert view.left.text() == "1 line left to mark."
    assert view.keeps_focus
    press(qtbot, Qt.Key.Key_2)
    assert view.lines.points() == [2, 1, 2, 0, 2]
    assert [mark.share for mark in marks] == pytest.approx([0.2, 0.3, 0.5, 0.5, 0.7])
    assert view.verdict.text == "7 of 10 points: borderline"
    assert not view.left.isVisible()
    assert not view.keeps_focus
    assert view.lines.has_focus
    with qtbot.waitSignal(view.passed_on):
        press(qtbot, Qt.Key.Key_Return)
    assert view.verdict.accessibleName() == view.verdict.text


def test_the_last_digit_goes_back_to_a_line_that_was_left_out(qtbot: QtBot, view: RubricView) -> None:
    check(view)
    press(qtbot, Qt.Key.Key_Down, *[Qt.Key.Key_1] * 4)
    assert view.lines.points() == [None, 1, 1, 1, 1]
    assert rows(view)[0].hasFocus()


@pytest.mark.parametrize(
    ("points", "word"),
    [(10, "good"), (8, "good"), (7, "borderline"), (5, "borderline"), (4, "not yet"), (0, "not yet")],
)
def test_bands_are_told_in_words(points: int, word: str) -> None:
    assert band(points / 10) == word


def test_arrows_choose_lines_and_change_points(qtbot: QtBot, view: RubricView) -> None:
    check(view)
    press(qtbot, Qt.Key.Key_Right)
    assert view.lines.points() == [0, *NONE[1:]]
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.lines.points()[0] == 2
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert view.lines.points()[:2] == [2, 2]
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Backspace)
    assert view.lines.points()[:2] == [None, 2]


def test_segments_can_be_pressed(qtbot: QtBot, view: RubricView) -> None:
    check(view)
    row = rows(view)[2]
    qtbot.waitUntil(lambda: row.y() > 0)
    spots = [x for x in range(row.width()) if row.segment_at(QPoint(x, row.height() // 2).toPointF()) == 1]
    place = row.pos() + QPoint(spots[len(spots) // 2], row.height() // 2)
    qtbot.mouseClick(view.lines, Qt.MouseButton.LeftButton, pos=place)
    assert view.lines.points() == [None, None, 1, None, None]
    assert len(spots) >= 32
    qtbot.mouseClick(view.lines, Qt.MouseButton.LeftButton, pos=rows(view)[0].pos() + QPoint(20, 20))
    assert view.lines.points() == [None, None, 1, None, None]
    assert rows(view)[0].hasFocus()


def test_the_line_to_mark_is_scrolled_into_view(qtbot: QtBot, area: QScrollArea, view: RubricView) -> None:
    check(view)
    area.resize(720, 240)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 100)
    press(qtbot, *[Qt.Key.Key_1] * 4)
    top = rows(view)[4].mapTo(area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= area.viewport().height() - rows(view)[4].height()


def test_screen_readers_hear_line_and_points(qtbot: QtBot, view: RubricView) -> None:
    check(view)
    assert view.spoken_result.startswith("Model answer: To get somewhere together.")
    row = rows(view)[1]
    interface = QAccessible.queryAccessibleInterface(row)
    assert interface.text(QAccessible.Text.Name) == "Line 2 of 5: People who come along"
    assert interface.text(QAccessible.Text.Description) == "no points given yet. Keys 0 to 2"
    view.lines.give(1, 2)
    assert row.accessibleDescription() == "2 of 2 points. Keys 0 to 2"


def test_text_and_points_survive_theme_zoom_and_size(qtbot: QtBot, view: RubricView) -> None:
    qtbot.keyClicks(view.text, "My own words")
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    view.window().resize(480, 700)
    QApplication.processEvents()
    assert view.text.toPlainText() == "My own words"
    check(view)
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1)
    theme().set_zoom(1.0)
    theme().set_scheme("light")
    assert view.lines.points() == [2, 1, None, None, None]
    assert view.text.toPlainText() == "My own words"


def test_a_long_text_grows_to_a_limit_and_is_shown_whole_after_the_check(qtbot: QtBot, view: RubricView) -> None:
    assert view.text.height() == theme().length(160)
    view.text.setPlainText("A line\n" * 60)
    assert view.text.height() == theme().length(280)
    check(view)
    assert view.text.verticalScrollBar().maximum() == 0
    assert view.text.height() > 60 * 14


def test_the_line_that_is_written_stays_in_sight(qtbot: QtBot, area: QScrollArea, view: RubricView) -> None:
    area.resize(720, 160)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    for _ in range(8):
        qtbot.keyClick(view.text, Qt.Key.Key_Return)
    cursor = view.text.viewport().mapTo(area.viewport(), view.text.cursorRect().bottomLeft())
    assert area.verticalScrollBar().value() > 0
    assert 0 <= cursor.y() <= area.viewport().height()


def test_a_draft_keeps_text_and_points(qtbot: QtBot, view: RubricView, shown: ShownCard) -> None:
    assert view.draft() is None
    qtbot.keyClicks(view.text, "My own words")
    check(view)
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_0)
    draft = view.draft()
    view.ask(Write(LINES, "Another model answer."), shown)
    view.restore(draft)
    assert view.text.toPlainText() == "My own words"
    assert check(view).share == 0.2
    assert view.lines.points() == [2, 0, None, None, None]
    view.ask(Write((*LINES[:4], "Outcome"), "Another model answer."), shown)
    view.restore(draft)
    check(view)
    assert view.text.toPlainText() == "My own words"
    assert view.lines.points() == NONE


def test_the_next_card_begins_empty(qtbot: QtBot, view: RubricView, shown: ShownCard) -> None:
    qtbot.keyClicks(view.text, "My own words")
    check(view)
    press(qtbot, *[Qt.Key.Key_2] * 5)
    view.ask(TASK, shown)
    assert view.text.isVisible()
    assert not view.text.isReadOnly()
    assert view.text.toPlainText() == ""
    assert not view.lines.isVisible()
    check(view)
    assert view.lines.points() == NONE


def test_ctrl_z_belongs_to_the_window_while_nothing_is_typed(qtbot: QtBot, view: RubricView) -> None:
    assert not view.text.document().isUndoAvailable()
    qtbot.keyClicks(view.text, "word")
    qtbot.keyClick(view.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.text.toPlainText() == ""


def test_an_essay_is_written_marked_and_graded_in_the_review_by_keyboard_alone(
    qtbot: QtBot, open_window: MainWindow, collection: Collection
) -> None:
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and not isinstance(page.shown.face.task, Write):
        page.show_answer()
        page.answer(Rating.EASY)
    card, view = page.shown, page.card.view
    assert card is not None
    assert isinstance(view, RubricView)
    qtbot.keyClicks(view.text, "e1 f -")
    assert view.text.toPlainText() == "e1 f -"
    qtbot.keyClick(view.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.revealed
    press(qtbot, *[Qt.Key.Key_2] * 5)
    assert view.verdict.text == "10 of 10 points: good"
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_3)
    assert page.shown is card
    assert view.lines.isAncestorOf(QApplication.focusWidget() or page)
    assert page.bar.grades[Rating.GOOD].proposed
    press(qtbot, Qt.Key.Key_Return)
    assert page.bar.grades[Rating.GOOD].hasFocus()
    press(qtbot, Qt.Key.Key_2)
    assert collection.cards.info(card.card_id).reviews[0].rating is Rating.HARD


def test_points_by_arrows_leave_the_focus_with_the_line_until_the_learner_goes_on(
    qtbot: QtBot, open_window: MainWindow
) -> None:
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and not isinstance(page.shown.face.task, Write):
        page.show_answer()
        page.answer(Rating.EASY)
    view = page.card.view
    assert isinstance(view, RubricView)
    page.show_answer()
    press(qtbot, *[Qt.Key.Key_2] * 4, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.lines.points() == [2, 2, 2, 2, 1]
    assert view.lines.isAncestorOf(QApplication.focusWidget() or page)
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert view.lines.points() == [2, 2, 2, 2, 0]
    assert page.bar.grades[Rating.GOOD].proposed


def test_nothing_grades_while_lines_wait_for_marks_but_they_can_be_left_out(
    qtbot: QtBot, open_window: MainWindow
) -> None:
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and not isinstance(page.shown.face.task, Write):
        page.show_answer()
        page.answer(Rating.EASY)
    card = page.shown
    page.show_answer()
    press(qtbot, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert page.shown is card
    assert page.waits_for_marks
    assert not page.bar.grades[Rating.GOOD].isVisible()
    assert "good" not in page.commands()
    qtbot.mouseClick(page.bar.skip_button, Qt.MouseButton.LeftButton)
    assert page.bar.grades[Rating.GOOD].hasFocus()
    press(qtbot, Qt.Key.Key_4)
    assert page.shown is not card
