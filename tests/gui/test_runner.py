from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.main_window import MainWindow
from studyapp.gui.practice.page import PracticePage
from studyapp.gui.practice.runner import Runner
from studyapp.gui.practice.sheet import FormulaSheet, narrowed, sheet_parts
from studyapp.gui.theme import theme
from tests.conftest import NOON, ClockAt
from tests.gui.mock_deck import mock_deck
from tests.gui.taken_exams import exam_deck

Key = Qt.Key
Press = Callable[..., None]
Start = Callable[..., Runner]


class Time:
    """The program's clock, which goes on only when it is told to."""

    def __init__(self, stand_at: ClockAt) -> None:
        self._stand_at, self.now = stand_at, NOON

    def passes(self, seconds: float) -> datetime:
        """So much later."""
        self.now += timedelta(seconds=seconds)
        self._stand_at(self.now)
        return self.now


@pytest.fixture
def time(clock_at: ClockAt) -> Time:
    return Time(clock_at)


@pytest.fixture
def exam_collection(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection with 420 questions."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(mock_deck()), clock.now())
    yield opened
    opened.close()


@pytest.fixture
def page(window: MainWindow, exam_collection: Collection) -> Iterator[PracticePage]:
    """The Practice page of the window."""
    window.set_collection(exam_collection)
    window.open_screen("practice")
    assert isinstance(window.page, PracticePage)
    yield window.page
    window.set_collection(None)


@pytest.fixture
def start(page: PracticePage, time: Time) -> Start:
    """Starts an exam and gives its runner."""

    def start(kind: ExamKind = ExamKind.MINI, strict: bool = False, scope: str = "") -> Runner:
        page.start(kind, strict, scope)
        runner = page.runner
        assert runner is not None
        QApplication.processEvents()
        return runner

    return start


@pytest.fixture
def press(qtbot: QtBot, window: MainWindow) -> Press:
    """Presses a key where the focus is."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)

    return press


def stored(page: PracticePage, runner: Runner) -> list[int | None]:
    """The answers that are on disk."""
    return [item.picked for item in page._collection.exams.exam(runner.sitting.id).state]


# Questions and answers


def test_letters_and_digits_choose_enter_goes_on_and_backspace_back(
    page: PracticePage, start: Start, press: Press
) -> None:
    runner = start()
    for key, option in ((Key.Key_B, 1), (Key.Key_4, 3), (Key.Key_A, 0), (Key.Key_C, 2)):
        press(key)
        assert runner.card.options.choice == option
        assert stored(page, runner)[0] == option
    press(Key.Key_Return)
    assert runner.sitting.position == 1
    assert runner.card.options.choice is None
    press(Key.Key_D)
    press(Key.Key_Right)
    assert runner.sitting.position == 2
    press(Key.Key_Backspace)
    press(Key.Key_Left)
    assert (runner.sitting.position, runner.card.options.choice) == (0, 2)
    press(Key.Key_Left)
    assert runner.sitting.position == 0
    assert stored(page, runner)[:3] == [2, 3, None]
    assert runner.bar.place.text() == "Question 1 of 30"


def test_a_letter_that_names_no_option_does_nothing(page: PracticePage, start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_E)
    press(Key.Key_5)
    press(Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert stored(page, runner)[0] is None


def test_an_answer_can_be_changed_until_it_is_handed_in(page: PracticePage, start: Start, press: Press) -> None:
    runner = start(strict=True)
    press(Key.Key_A)
    press(Key.Key_Return)
    press(Key.Key_Backspace)
    press(Key.Key_B)
    runner.review()
    runner.go_on()
    press(Key.Key_D)
    assert stored(page, runner)[0] == 3


def test_a_click_on_an_option_picks_it_and_keys_still_work(
    qtbot: QtBot, page: PracticePage, start: Start, press: Press
) -> None:
    runner = start()
    qtbot.mouseClick(runner.card.options.rows[2], Qt.MouseButton.LeftButton)
    assert stored(page, runner)[0] == 2
    qtbot.mouseClick(runner.bar.flag, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(runner.card.confidence.buttons[2], Qt.MouseButton.LeftButton)
    press(Key.Key_Return)
    assert runner.sitting.position == 1
    item = page._collection.exams.exam(runner.sitting.id).state[0]
    assert (item.flagged, item.confidence) == (True, 2)


def test_the_navigator_shows_answered_skipped_and_flagged(start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_A)
    press(Key.Key_F)
    press(Key.Key_Return)
    press(Key.Key_Return)
    tiles = runner.panel.navigator.tiles
    assert [tile.words for tile in tiles[:4]] == ["answered, flagged", "skipped", "not seen yet", "not seen yet"]
    assert runner.panel.legend.accessibleName() == "1 answered, 1 skipped, 1 flagged"
    press(Key.Key_Backspace)
    press(Key.Key_B)
    assert tiles[1].words == "answered"
    assert runner.bar.flag.isChecked() is False
    press(Key.Key_Backspace)
    assert runner.bar.flag.isChecked() is True
    press(Key.Key_F)
    assert tiles[0].words == "answered"


def test_g_leads_to_the_navigator_and_from_there_to_any_question(start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_G)
    assert runner.panel.navigator.hasFocus()
    press(Key.Key_Down)
    press(Key.Key_Right)
    press(Key.Key_Return)
    assert runner.sitting.position == 13
    assert not runner.panel.navigator.hasFocus()
    press(Key.Key_B)
    assert runner.card.options.choice == 1
    press(Key.Key_Return)
    assert runner.sitting.position == 14
    press(Key.Key_G)
    press(Key.Key_Escape)
    assert not runner.panel.navigator.hasFocus()


def test_confidence_is_kept_and_can_be_taken_back(page: PracticePage, start: Start) -> None:
    runner = start()
    runner.card.confidence.buttons[1].click()
    runner.next()
    assert runner.card.confidence.choice is None
    runner.back()
    assert runner.card.confidence.choice == 1
    runner.card.confidence.buttons[1].click()
    assert page._collection.exams.exam(runner.sitting.id).state[0].confidence is None


# Strict and relaxed


def test_a_strict_exam_has_no_pause_and_shows_no_answer(start: Start, press: Press) -> None:
    runner = start(strict=True)
    assert not runner.bar.pause.isVisible()
    assert not runner.card.reveal.isVisible()
    press(Key.Key_A)
    press(Key.Key_W)
    press(Key.Key_P)
    assert not runner.card.revealed
    assert runner.still is None
    assert not runner.sitting.paused


def test_in_relaxed_mode_the_answer_is_shown_with_reasons_and_is_final_then(
    page: PracticePage, start: Start, press: Press
) -> None:
    runner = start()
    question = runner.sitting.question()
    wrong = (question.key + 1) % 4
    runner.choose(wrong)
    press(Key.Key_W)
    assert runner.card.revealed
    rows = runner.card.options.rows
    assert (rows[question.key].result, rows[wrong].result) == ("key", "wrong")
    assert question.options[wrong].rationale in rows[wrong].accessibleDescription()
    assert "Habit." in rows[wrong].accessibleDescription()
    assert "Limits come from the data." in runner.card.explanation.accessibleDescription()
    press(Key.Key_A)
    press(Key.Key_B)
    assert stored(page, runner)[0] == wrong
    press(Key.Key_Return)
    assert not runner.card.revealed
    press(Key.Key_Backspace)
    assert runner.card.revealed


def test_a_pause_stops_the_clock_and_hides_the_question(start: Start, press: Press, time: Time) -> None:
    runner = start()
    time.passes(1)
    runner.tick()
    assert runner.bar.timer.text == "0:42:59 left"
    press(Key.Key_P)
    assert runner.still is not None
    assert not runner.card.isVisible()
    assert runner.bar.timer.text == "0:42:59 paused"
    time.passes(600)
    runner.tick()
    assert runner.sitting.seconds_left(time.now) == 43 * 60 - 1
    press(Key.Key_B)
    assert runner.card.options.choice is None
    press(Key.Key_Return)
    assert runner.card.isVisible()
    time.passes(2)
    runner.tick()
    assert runner.bar.timer.text == "0:42:57 left"


def test_a_paused_exam_is_still_paused_when_it_is_resumed(page: PracticePage, start: Start, time: Time) -> None:
    exam_id = start().sitting.id
    page.runner.pause()  # type: ignore[union-attr]
    page.leave()
    page.resume(exam_id)
    runner = page.runner
    assert runner is not None
    assert runner.still is not None
    runner.still.button.click()
    assert not runner.sitting.paused


# Time


def test_seconds_are_written_to_the_question_that_was_open(page: PracticePage, start: Start, time: Time) -> None:
    runner = start()
    for _ in range(3):
        time.passes(1)
        runner.tick()
    time.passes(0.5)
    runner.next()
    time.passes(1)
    runner.tick()
    seconds = [item.seconds for item in page._collection.exams.exam(runner.sitting.id).state]
    assert seconds[:3] == [3.5, 1.0, 0.0]


def test_a_computer_that_slept_was_not_thinking_but_a_strict_clock_ran_on(start: Start, time: Time) -> None:
    relaxed = start()
    time.passes(3600)
    relaxed.tick()
    assert relaxed.sitting.seconds_spent() == 5.0
    assert relaxed.bar.timer.text == "0:42:55 left"


def test_a_strict_clock_runs_on_while_the_computer_sleeps_or_the_window_is_elsewhere(
    window: MainWindow, page: PracticePage, start: Start, time: Time
) -> None:
    runner = start(strict=True)
    time.passes(600)
    runner.tick()
    assert runner.bar.timer.text == "0:33:00 left"
    window.open_screen("today")
    time.passes(600)
    window.open_screen("practice")
    assert page.runner is runner
    assert runner.bar.timer.text == "0:23:00 left"
    assert runner.sitting.seconds_spent() == 5.0


def test_when_time_is_up_a_strict_exam_is_handed_in_and_says_so(
    page: PracticePage, start: Start, time: Time, press: Press
) -> None:
    runner = start(strict=True)
    press(Key.Key_B)
    time.passes(43 * 60 - 1)
    runner.tick()
    assert not runner.is_over
    time.passes(1)
    runner.tick()
    assert runner.is_over
    assert runner.still is not None
    assert runner.still.state.title.text() == "Time is up"
    assert "1 of 30 questions answered" in runner.still.state.sentence.text()
    press(Key.Key_C)
    assert page._collection.exams.running(time.now) is None
    (past,) = page._collection.exams.past()
    assert past.id == runner.sitting.id
    wanted: list[int] = []
    runner.finished.disconnect()
    runner.finished.connect(wanted.append)
    runner.still.button.click()
    assert wanted == [runner.sitting.id]


def test_a_relaxed_exam_goes_on_past_its_time_and_says_so_once(qtbot: QtBot, start: Start, time: Time) -> None:
    runner = start()
    said: list[str] = []
    runner.toast.connect(said.append)
    for _ in range(43 * 60 // 5 + 2):
        time.passes(5)
        runner.tick()
    assert runner.bar.timer.text == "0:00:10 over time"
    assert said == ["The time is used up. In relaxed mode you can go on, or finish when you like."]
    runner.choose(1)
    assert runner.card.options.choice == 1
    assert not runner.is_over


def test_the_pace_line_has_a_tick_where_the_clock_asks_to_be(start: Start, time: Time, press: Press) -> None:
    runner = start(strict=True)
    for _ in range(6):
        press(Key.Key_A)
        press(Key.Key_Return)
    time.passes(3 * 86)
    runner.tick()
    assert runner.bar.line.shares == (6 / 30, 3 / 30)
    assert runner.bar.chip.text == "4 min ahead of pace"
    time.passes(9 * 86)
    runner.tick()
    assert runner.bar.chip.text == "9 min behind pace"


def test_a_drill_has_no_limit_and_shows_the_time_so_far(start: Start, time: Time, press: Press) -> None:
    runner = start(ExamKind.SECTION, scope="IV")
    press(Key.Key_A)
    for _ in range(70):
        time.passes(1)
        runner.tick()
    assert runner.title == "Drill IV"
    assert runner.bar.timer.text == "0:01:10 so far"
    assert not runner.bar.chip.isVisible()
    assert runner.bar.line.shares == (1 / 20, None)
    assert not runner.bar.pause.isVisible()


# Handing in


def test_after_the_last_question_comes_the_review_and_then_the_report_is_wanted(
    page: PracticePage, start: Start, press: Press, time: Time
) -> None:
    runner = start()
    wanted: list[int] = []
    runner.finished.disconnect()
    runner.finished.connect(wanted.append)
    for position in range(30):
        if position not in (3, 7):
            press(Key.Key_A)
        if position == 5:
            press(Key.Key_F)
        assert runner.card.next.text() == ("Review answers" if position == 29 else "Next")
        press(Key.Key_Return)
    view = runner.hand_in_view
    assert view.isVisible()
    assert view.sentence.text().startswith("28 of 30 questions answered.")
    assert {name: link.text() for name, link in view.links.items()} == {
        "skipped": "2 skipped: go to question 4",
        "flagged": "1 flagged: go to question 6",
    }
    view.links["skipped"].click()
    assert runner.sitting.position == 3
    press(Key.Key_C)
    runner.open(7)
    press(Key.Key_C)
    runner.review()
    assert view.sentence.text() == "All 30 questions are answered."
    assert view.hand_in.hasFocus()
    view.hand_in.click()
    assert wanted == [runner.sitting.id]
    assert page._collection.exams.past()[0].questions == 30


def test_the_review_leads_back_with_go_on_or_escape(start: Start, press: Press) -> None:
    runner = start()
    runner.bar.finish.click()
    assert runner.hand_in_view.go_on.hasFocus()
    press(Key.Key_Return)
    assert runner.card.isVisible()
    runner.review()
    press(Key.Key_Escape)
    assert runner.card.isVisible()
    assert runner.sitting.position == 0


def test_the_review_leads_to_any_question_by_its_navigator(start: Start) -> None:
    runner = start()
    runner.review()
    assert runner.hand_in_view.links["unseen"].text() == "29 not seen yet: go to question 2"
    runner.hand_in_view.navigator.chosen.emit(20)
    assert (runner.sitting.position, runner.card.isVisible()) == (20, True)


# Tools


def test_k_opens_the_calculator_which_takes_digits_while_letters_still_choose(
    page: PracticePage, start: Start, press: Press, qtbot: QtBot, window: MainWindow
) -> None:
    runner = start()
    press(Key.Key_K)
    calculator = runner.panel.calculator
    assert calculator.hasFocus()
    assert runner.bar.calculator.isChecked()
    for key in (Key.Key_1, Key.Key_2, Key.Key_Slash, Key.Key_4, Key.Key_Return):
        press(key)
    assert calculator.display == "3"
    assert (runner.sitting.position, stored(page, runner)[0]) == (0, None)
    press(Key.Key_B)
    assert stored(page, runner)[0] == 1
    press(Key.Key_Escape)
    assert calculator.display == "0"
    press(Key.Key_Escape)
    assert not calculator.hasFocus()
    assert runner.panel.shows_calculator
    press(Key.Key_2)
    assert stored(page, runner)[0] == 1
    press(Key.Key_1)
    assert stored(page, runner)[0] == 0
    press(Key.Key_K)
    assert not runner.panel.shows_calculator


def test_what_the_calculator_holds_stays_from_question_to_question(start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_K)
    press(Key.Key_7)
    runner.next()
    assert runner.panel.calculator.display == "7"
    assert runner.panel.calculator.hasFocus()


def test_s_shows_the_formulas_in_place_of_the_questions(qtbot: QtBot, start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_S)
    sheet = runner.panel.sheet
    assert sheet is not None
    assert sheet.search.hasFocus()
    assert not runner.panel.navigator.isVisible()
    assert not sheet.complete
    press(Key.Key_Escape)
    press(Key.Key_S)
    assert not sheet.isVisible()
    assert runner.panel.navigator.isVisible()


def test_the_formula_sheet_is_drawn_part_by_part_and_searched_as_a_whole(qtbot: QtBot) -> None:
    text = (
        "# Formulas\n\nIn our words.\n\n## Capability\n\n$C_p$ is the index.\n\n## Reliability\n\nThe bathtub curve.\n"
    )
    assert sheet_parts(text) == [
        "**Formulas**\n\nIn our words.",
        "**Capability**\n\n$C_p$ is the index.",
        "**Reliability**\n\nThe bathtub curve.",
    ]
    sheet = FormulaSheet(text=text)
    qtbot.addWidget(sheet)
    sheet.resize(330, 200)
    sheet.show()
    sheet.search.setText("bathtub")
    assert sheet.nothing.text() == "Still looking…"
    qtbot.waitUntil(lambda: sheet.complete)
    assert sheet.parts[2].textCursor().selectedText() == "bathtub"
    assert sheet.nothing.isHidden()
    sheet.search.setText("index")
    assert sheet.parts[1].textCursor().selectedText() == "index"
    assert not sheet.parts[2].textCursor().hasSelection()
    qtbot.keyClick(sheet.search, Key.Key_Return)
    assert sheet.parts[1].textCursor().selectedText() == "index"
    sheet.search.setText("no such words")
    assert sheet.nothing.text() == "No formula has these words."
    assert not sheet.nothing.isHidden()
    sheet.search.setText("")
    assert sheet.nothing.isHidden()


def test_tables_of_names_and_formulas_become_lists_and_others_stay() -> None:
    pairs = "## Mean\n\n| What | Formula |\n|---|---|\n| Mean | $\\bar{x}$ |\n| Range | a \\| b |\n"
    assert narrowed(pairs) == "**Mean**\n\n\n- Mean:\n\n  $\\bar{x}$\n\n- Range:\n\n  a \\| b"
    constants = "| n | d2 | d3 |\n|---|---|---|\n| 2 | 1.128 | 0.853 |\n"
    assert narrowed(constants) == "| n | d2 | d3 |\n| --- | --- | --- |\n| 2 | 1.128 | 0.853 |"


def test_the_formula_sheet_is_drawn_anew_for_other_colors_and_widths(qtbot: QtBot) -> None:
    sheet = FormulaSheet(text="## One\n\n$a$\n\n## Two\n\n$b$\n")
    qtbot.addWidget(sheet)
    sheet.resize(330, 300)
    sheet.show()
    qtbot.waitUntil(lambda: sheet.complete)
    before = sheet.grab().toImage()
    theme().set_scheme("dark")
    assert not sheet.complete
    qtbot.waitUntil(lambda: sheet.complete)
    assert sheet.grab().toImage() != before
    sheet.resize(280, 300)
    qtbot.waitUntil(lambda: sheet.complete and all(part.is_current for part in sheet.parts))


def test_below_1000_pixels_the_questions_are_a_panel_that_opens_and_closes(
    window: MainWindow, start: Start, press: Press
) -> None:
    runner = start()
    assert runner.panel.isVisible()
    assert not runner.bar.panel.isVisible()
    window.resize(920, 620)
    QApplication.processEvents()
    assert not runner.panel.isVisible()
    runner.bar.panel.click()
    assert runner.panel.isVisible()
    assert runner.card.isVisible()
    runner.bar.panel.click()
    assert not runner.panel.isVisible()
    press(Key.Key_K)
    assert runner.panel.calculator.isVisible()
    press(Key.Key_K)
    assert not runner.panel.isVisible()


def test_at_twice_the_size_the_panel_takes_the_place_of_the_question_where_both_do_not_fit(
    window: MainWindow, start: Start, press: Press
) -> None:
    theme().set_zoom(2.0)
    window.resize(1000, 800)
    runner = start()
    press(Key.Key_G)
    assert runner.panel.isVisible()
    assert not runner.card.isVisible()
    press(Key.Key_End)
    press(Key.Key_Return)
    assert runner.card.isVisible()
    assert runner.sitting.position == 29


@pytest.mark.parametrize("zoom", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("strict", [True, False])
def test_no_part_of_the_bar_is_cut_at_any_size(
    window: MainWindow, start: Start, time: Time, zoom: float, strict: bool
) -> None:
    theme().set_zoom(zoom)
    window.resize(900, 600)
    runner = start(ExamKind.FULL, strict)
    runner.open(129)
    for _ in range(4):
        time.passes(1000 if strict else 5)
        runner.tick()
    bar = runner.bar
    for width in (900, 940, 1000, 1060, 1120, 1200, 1280):
        window.resize(width, 600)
        QApplication.processEvents()
        parts = [
            bar.timer,
            bar.place,
            bar.title,
            bar.chip,
            bar.flag,
            bar.pause,
            bar.sheet,
            bar.calculator,
            bar.panel,
            bar.finish,
        ]
        shown = sorted((part for part in parts if part.isVisible()), key=lambda part: part.x())
        assert bar.width() == width
        assert bar.timer in shown
        assert bar.place in shown
        assert all(part.width() >= part.sizeHint().width() for part in shown), (width, zoom)
        assert all(one.geometry().right() < other.x() for one, other in pairwise(shown)), (width, zoom)
        assert shown[0].x() >= 0
        assert shown[-1].geometry().right() < width
        assert bar.place.text() in ("Question 130 of 180", "130 of 180")
        assert bar.place.fontMetrics().horizontalAdvance(bar.place.text()) <= bar.place.width()


def test_in_little_room_buttons_of_the_bar_are_icons_with_names(window: MainWindow, start: Start) -> None:
    theme().set_zoom(2.0)
    window.resize(900, 600)
    bar = start(ExamKind.FULL).bar
    QApplication.processEvents()
    for button, name in ((bar.flag, "Flag"), (bar.calculator, "Calculator"), (bar.finish, "Finish…")):
        assert (button.text(), button.accessibleName()) == ("", name)
        assert button.toolTip().startswith(name)


def test_the_pace_is_not_told_in_the_first_minutes_and_skipped_questions_do_not_count(
    start: Start, press: Press, time: Time
) -> None:
    runner = start(strict=True)
    for _ in range(20):
        press(Key.Key_Return)
    time.passes(5)
    runner.tick()
    assert not runner.bar.chip.isVisible()
    time.passes(300)
    runner.tick()
    assert runner.bar.chip.isVisible()
    assert runner.bar.chip.text == "5 min behind pace"


@pytest.mark.parametrize("zoom", [1.75, 2.0])
def test_where_the_calculator_has_no_room_it_gets_a_window_with_keys_of_full_size(
    window: MainWindow, page: PracticePage, start: Start, press: Press, qtbot: QtBot, zoom: float
) -> None:
    theme().set_zoom(zoom)
    window.resize(900, 600)
    runner = start()
    press(Key.Key_K)
    own, calculator = runner.desk.calculator_window, runner.panel.calculator
    assert own.isVisible()
    assert runner.card.isVisible()
    assert calculator.isVisible()
    qtbot.waitUntil(calculator.hasFocus)
    assert calculator.key("7").height() >= theme().length(28)
    assert own.rect().contains(calculator.geometry())
    press(Key.Key_7)
    assert calculator.display == "7"
    press(Key.Key_B)
    assert stored(page, runner)[0] == 1
    qtbot.keyClick(own, Key.Key_K)
    assert not own.isVisible()
    assert not runner.bar.calculator.isChecked()
    theme().set_zoom(1.0)
    window.resize(1280, 800)
    QApplication.processEvents()
    runner.desk.toggle_calculator()
    assert not own.isVisible()
    assert runner.panel.calculator.isVisible()
    assert calculator.display == "7"


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_the_formulas_never_open_behind_the_calculator(
    window: MainWindow, start: Start, press: Press, zoom: float
) -> None:
    theme().set_zoom(zoom)
    window.resize(900, 600)
    runner = start()
    runner.desk.toggle_calculator()
    runner.desk.toggle_sheet()
    QApplication.processEvents()
    sheet = runner.panel.sheet
    assert sheet is not None
    assert sheet.isVisible()
    assert sheet.search.hasFocus()
    assert sheet.search.isVisible()
    assert not runner.desk.calculator_window.isVisible()
    assert runner.bar.calculator.isChecked() == runner.panel.calculator.isVisible()


@pytest.mark.parametrize("zoom", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("place", [129, 179])
def test_the_foot_of_the_question_is_never_cut(
    window: MainWindow, start: Start, qtbot: QtBot, zoom: float, place: int
) -> None:
    theme().set_zoom(zoom)
    window.resize(900, 600)
    runner = start(ExamKind.FULL)
    runner.open(place)
    card = runner.card
    if zoom < 2:
        runner.desk.toggle_sheet()
        qtbot.waitUntil(lambda: not card._glance.isActive())
    QApplication.processEvents()
    buttons = [card.back, card.reveal, card.next]
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert all(one.geometry().right() < other.x() for one, other in pairwise(buttons))
    assert card.next.geometry().right() <= card.width()
    sure = list(card.confidence.buttons.values())
    assert all(one.geometry().right() < other.x() for one, other in pairwise(sure))


def test_in_the_smallest_window_all_options_are_in_view_and_a_cut_question_names_its_key(
    window: MainWindow, start: Start, press: Press
) -> None:
    window.resize(900, 600)
    runner = start()
    QApplication.processEvents()
    assert not runner.card.is_cut
    assert ("PgDn", "Scroll") not in runner.keycaps()
    assert runner.card.options.rows[0].height() == 44
    theme().set_zoom(1.5)
    QApplication.processEvents()
    assert ("PgDn", "Scroll") in runner.keycaps()
    bar = runner.card.area.verticalScrollBar()
    press(Key.Key_PageDown)
    assert bar.value() > 0
    press(Key.Key_PageUp)
    assert bar.value() == 0


def with_exhibit(runner: Runner) -> int:
    """The first question that has an exhibit."""
    exams = runner._collection.exams
    return next(n for n in range(runner.sitting.count) if exams.question(runner.sitting.id, n).face.exhibit is not None)


def test_beside_an_exhibit_options_are_in_view_in_a_low_window(
    window: MainWindow, start: Start, press: Press, exam_collection: Collection
) -> None:
    exam_collection.content.merge(exam_collection.content.plan(exam_deck()), clock.now())
    window.resize(900, 600)
    runner = start(ExamKind.HALF)
    runner.open(with_exhibit(runner))
    QApplication.processEvents()
    card = runner.card
    assert card.exhibit is not None
    view = card.area.viewport()
    tops = [row.mapTo(view, QPoint(0, 0)) for row in card.options.rows[: card.options.count]]
    assert all(top.y() + 44 <= view.height() for top in tops)
    assert tops[0].x() > card.exhibit.mapTo(view, QPoint(card.exhibit.width(), 0)).x()
    assert not card.more_below.isVisible()


def test_where_no_option_is_in_view_it_is_said_that_options_follow(
    window: MainWindow, start: Start, press: Press, exam_collection: Collection
) -> None:
    exam_collection.content.merge(exam_collection.content.plan(exam_deck()), clock.now())
    theme().set_zoom(2.0)
    window.resize(1280, 800)
    runner = start(ExamKind.HALF)
    runner.open(with_exhibit(runner))
    QApplication.processEvents()
    card = runner.card
    assert card.more_below.isVisible()
    card.more_below.click()
    assert not card.more_below.isVisible()
    assert not card.options.rows[0].visibleRegion().isEmpty()


def test_the_formulas_have_room_or_the_calculator_gives_way(
    window: MainWindow, start: Start, press: Press, qtbot: QtBot
) -> None:
    window.resize(900, 600)
    runner = start()
    press(Key.Key_K)
    press(Key.Key_Escape)
    press(Key.Key_S)
    QApplication.processEvents()
    assert runner.panel.sheet is not None
    assert runner.panel.sheet.isVisible()
    assert runner.panel.sheet.height() >= 280
    assert not runner.panel.calculator.isVisible()


def test_f2_f3_and_f4_say_how_sure_one_is_and_take_it_back(page: PracticePage, start: Start, press: Press) -> None:
    runner = start()
    for key, sure in ((Key.Key_F2, 0), (Key.Key_F3, 1), (Key.Key_F4, 2), (Key.Key_F4, None)):
        press(key)
        assert page._collection.exams.exam(runner.sitting.id).state[0].confidence == sure
        assert runner.card.confidence.choice == sure
    assert ("F2–F4", "How sure") in runner.keycaps()
    runner.choose(0)
    runner.reveal()
    press(Key.Key_F2)
    assert page._collection.exams.exam(runner.sitting.id).state[0].confidence is None


def test_at_twice_the_size_the_foot_of_the_window_still_names_enter(window: MainWindow, start: Start) -> None:
    theme().set_zoom(2.0)
    window.resize(900, 600)
    runner = start(strict=True)
    QApplication.processEvents()
    assert runner.status_text() == "Saved as you go."
    assert runner.keycaps()[0] == ("Enter", "Next")


# Leaving


def test_escape_asks_and_leaving_keeps_the_exam(page: PracticePage, start: Start, press: Press) -> None:
    runner = start(strict=True)
    press(Key.Key_B)
    press(Key.Key_Escape)
    box = page.window().findChild(QMessageBox)
    assert box is not None
    assert "the clock runs on: 0:43:00 left" in box.informativeText()
    box.button(QMessageBox.StandardButton.NoButton)
    leave = next(button for button in box.findChildren(QPushButton) if button.text() == "Leave")
    leave.click()
    assert page.runner is None
    assert page.home.resume.isVisible()
    assert stored(page, runner)[0] == 1


def test_staying_changes_nothing(page: PracticePage, start: Start, press: Press) -> None:
    runner = start()
    press(Key.Key_Escape)
    box = page.window().findChild(QMessageBox)
    assert box is not None
    stay = next(button for button in box.findChildren(QPushButton) if button.text() == "Go on")
    stay.click()
    assert page.runner is runner


def test_another_screen_keeps_the_exam_and_a_toast_says_so(
    window: MainWindow, page: PracticePage, start: Start, time: Time
) -> None:
    runner = start()
    time.passes(2)
    window.open_screen("today")
    assert window._toast is not None
    assert window._toast.text == "Your answers and your time are kept. Practice brings you back to this question."
    assert page._collection.exams.exam(runner.sitting.id).state[0].seconds == 2.0
    time.passes(100)
    window.open_screen("practice")
    assert page.runner is runner
    assert runner.sitting.seconds_spent() == 2.0


def test_closing_the_window_writes_the_last_seconds(
    window: MainWindow, page: PracticePage, start: Start, time: Time
) -> None:
    runner = start()
    time.passes(3)
    assert page.can_leave()
    QApplication.sendEvent(window, QCloseEvent())
    window.close()
    assert page._collection.exams.exam(runner.sitting.id).state[0].seconds == 3.0


def test_an_exam_goes_on_at_its_question_with_the_right_time_in_a_new_window(
    page: PracticePage, start: Start, press: Press, time: Time, exam_collection: Collection, qtbot: QtBot
) -> None:
    runner = start(strict=True)
    for _ in range(5):
        press(Key.Key_C)
        press(Key.Key_Return)
    press(Key.Key_F)
    time.passes(1200)
    fresh = PracticePage(exam_collection)
    qtbot.addWidget(fresh)
    fresh.resize(1200, 760)
    fresh.show()
    fresh.resume(runner.sitting.id)
    again = fresh.runner
    assert again is not None
    assert again.sitting.position == 5
    assert again.bar.timer.text == "0:23:00 left"
    assert [tile.words for tile in again.panel.navigator.tiles[4:7]] == [
        "answered",
        "not seen yet, flagged",
        "not seen yet",
    ]
    fresh.close()


def test_an_exam_that_is_discarded_elsewhere_leads_home(page: PracticePage, start: Start, time: Time) -> None:
    runner = start()
    page._collection.exams.discard(runner.sitting.id, time.now)
    QApplication.processEvents()
    runner_or_none = page.runner
    if runner_or_none is not None:
        runner.choose(1)
        QApplication.processEvents()
    assert page.runner is None
    assert page.home.isVisible()


def test_a_full_disk_is_said_and_the_answer_is_not_shown_as_saved(
    page: PracticePage, start: Start, press: Press, exam_collection: Collection
) -> None:
    runner = start()
    press(Key.Key_A)
    said: list[str] = []
    runner.toast.connect(said.append)
    pages = exam_collection.journal.driver.execute("PRAGMA page_count").fetchone()[0]
    exam_collection.journal.driver.execute("PRAGMA query_only = ON")
    press(Key.Key_B)
    exam_collection.journal.driver.execute("PRAGMA query_only = OFF")
    assert pages > 0
    assert len(said) == 1
    assert runner.card.options.choice == 0
    assert stored(page, runner)[0] == 0


def test_every_control_of_an_exam_has_a_name(start: Start) -> None:
    runner = start()
    runner.desk.toggle_calculator()
    for widget in (*runner.findChildren(QPushButton), runner.panel.navigator, runner.panel.calculator):
        assert widget.accessibleName() or widget.text(), widget
    assert runner.bar.timer.accessibleName() == "Time: 43 minutes left"
    assert runner.bar.chip.accessibleName() == "Pace: on pace"
