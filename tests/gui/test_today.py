from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.scheduling import Rating
from studyapp.gui.main_window import MainWindow
from studyapp.gui.theme import theme
from studyapp.gui.today.exam_line import RunningExam
from studyapp.gui.today.exam_strip import ExamStrip
from studyapp.gui.today.page import TodayPage
from studyapp.gui.today.plan_card import PlanCard
from studyapp.gui.today.rest import Rest
from studyapp.gui.today.section_card import MemoryBar
from studyapp.gui.today.steps_card import StepButton
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.text import Label
from tests.conftest import NOON, ClockAt
from tests.gui.mock_deck import mock_deck


@pytest.fixture
def page(qtbot: QtBot, collection: Collection) -> Iterator[TodayPage]:
    """Today in a window of its own, with the small collection."""
    page = TodayPage()
    qtbot.addWidget(page)
    collection.subscribe(page.on_change)
    page.resize(1072, 720)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.set_collection(collection)
    yield page
    page.set_collection(None)


def shown(page: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [child for child in page.findChildren(kind) if child.isVisible()]


def words(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisible()]


def only(page: QWidget, kind: type[QWidget]) -> QWidget:
    (child,) = shown(page, kind)
    return child


def study_slowly_yesterday(collection: Collection) -> None:
    """Answers of a minute each, enough of them for the learner's own times to be known."""
    moment = NOON - timedelta(days=1)
    for _ in range(60):
        card = collection.review.next(moment)
        if card is None:
            break
        collection.review.answer(card, Rating.AGAIN, 60, moment)
        moment += timedelta(minutes=2)
    while (card := collection.review.next(moment)) is not None:
        collection.review.answer(card, Rating.EASY, 60, moment)


def study_all(collection: Collection, rating: Rating = Rating.EASY) -> int:
    answers = 0
    while (card := collection.review.next(clock.now())) is not None:
        collection.review.answer(card, rating, 10, clock.now())
        answers += 1
    return answers


def test_before_the_collection_is_open_the_page_says_that_it_opens(qtbot: QtBot) -> None:
    page = TodayPage()
    qtbot.addWidget(page)
    page.show()
    assert words(page) == ["Opening your collection…"]
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.numbers is None


def test_first_run_needs_one_key_to_start_studying(page: TodayPage, qtbot: QtBot) -> None:
    study = shown(page, PlanCard)[0].findChild(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert QApplication.focusWidget() is study
    with qtbot.waitSignal(page.study_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert asked.args == [Scope()]


def test_space_studies_also_when_nothing_has_the_focus(page: TodayPage, qtbot: QtBot) -> None:
    QApplication.focusWidget().clearFocus()
    with qtbot.waitSignal(page.study_requested):
        qtbot.keyClick(page, Qt.Key.Key_Space)


def test_two_keys_lead_from_the_start_to_the_first_answer(
    open_window: MainWindow, collection: Collection, qtbot: QtBot
) -> None:
    assert isinstance(QApplication.focusWidget(), Button)
    assert QApplication.focusWidget().text() == "Study"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert open_window.page.title == "Review"
    assert collection.review.next(NOON) is not None


def test_the_numbers_are_those_of_the_collection(page: TodayPage, collection: Collection) -> None:
    plan, numbers = collection.review.plan(NOON), page.numbers
    assert numbers is not None
    assert numbers.plan == plan
    assert (plan.counts.new, plan.counts.due) == (10, 0)
    headline = f"{round(plan.seconds / 60)} minutes, {plan.counts.new} cards"
    assert headline in [child.accessibleName() for child in page.findChildren(QWidget)]
    bars = [bar.accessibleName() for bar in shown(page, MemoryBar)]
    cards = {code: memory.cards for code, memory in collection.history.sections(NOON).items()}
    assert bars == [
        f"Section I, Leadership: not started, {cards['I']} cards, 25 questions in the exam",
        f"Section IV, Tools: not started, {cards['IV']} cards, 31 questions in the exam",
    ]


def test_answers_and_undo_change_the_numbers_at_once(page: TodayPage, collection: Collection) -> None:
    card = collection.review.next(NOON)
    assert card is not None
    collection.review.answer(card, Rating.GOOD, 20, NOON)
    numbers = page.numbers
    assert numbers is not None
    assert (numbers.plan.counts.learning, numbers.seen, numbers.streak.current) == (1, 1, 1)
    assert "1 card done in 1 min" in words(page)
    collection.undo()
    numbers = page.numbers
    assert (numbers.plan.counts.learning, numbers.seen, numbers.streak.current) == (0, 0, 0)


def test_a_running_exam_is_named_with_its_time_and_a_way_back(
    page: TodayPage, collection: Collection, qtbot: QtBot, clock_at: ClockAt
) -> None:
    assert page.exam_line is None
    collection.content.merge(collection.content.plan(mock_deck()), clock.now())
    exam_id = collection.exams.start(ExamKind.FULL, strict=True, now=clock.now())
    qtbot.waitUntil(lambda: page.exam_line is not None)
    line = page.exam_line
    assert line is not None
    assert line.isVisible()
    assert line.sentence.text() == "Strict full mock running: 4:18 left"
    clock_at(clock.now() + timedelta(minutes=66))
    page.look_again()
    qtbot.waitUntil(lambda: line.sentence.text() == "Strict full mock running: 3:12 left")
    with qtbot.waitSignal(page.navigate) as wanted:
        line.go_on.click()
    assert wanted.args == ["practice"]
    collection.exams.discard(exam_id, clock.now())
    qtbot.waitUntil(lambda: not line.isVisible())


@pytest.mark.parametrize(
    ("exam", "words"),
    [
        (RunningExam(ExamKind.MINI, False, 61), "Relaxed mini mock begun: 0:02 left"),
        (RunningExam(ExamKind.HALF, True, 0), "Strict half mock running: time is up"),
        (RunningExam(ExamKind.SECTION, False, None), "Drill begun"),
    ],
)
def test_the_line_of_an_exam_says_what_kind_it_is(exam: RunningExam, words: str) -> None:
    assert exam.words == words


def test_the_strip_saves_date_and_minutes_as_one_step(page: TodayPage, collection: Collection, qtbot: QtBot) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    qtbot.keyClicks(strip.exam, "2 January 2027")
    strip.minutes.setValue(30)
    qtbot.mouseClick(strip.save, Qt.MouseButton.LeftButton)
    settings = collection.settings.current
    assert (settings.exam_date, settings.minutes_per_day, settings.exam_asked) == (date(2027, 1, 2), 30, True)
    assert not shown(page, ExamStrip)
    assert "41 days" in words(page)
    assert "of your 30 minutes a day" in words(page)
    collection.undo()
    assert collection.settings.current.exam_date is None
    qtbot.waitUntil(lambda: bool(shown(page, ExamStrip)))


def test_the_strip_can_be_put_away_for_good(page: TodayPage, collection: Collection, qtbot: QtBot) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    qtbot.mouseClick(strip.skip, Qt.MouseButton.LeftButton)
    assert not shown(page, ExamStrip)
    assert (collection.settings.current.exam_date, collection.settings.current.exam_asked) == (None, True)


def test_saving_the_open_strip_sets_no_date(page: TodayPage, collection: Collection, qtbot: QtBot) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    qtbot.mouseClick(strip.save, Qt.MouseButton.LeftButton)
    settings = collection.settings.current
    assert (settings.exam_date, settings.minutes_per_day, settings.exam_asked) == (None, None, True)


def test_tab_goes_from_study_to_the_strip(page: TodayPage, qtbot: QtBot) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    order = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
    assert order == [strip.exam, strip.minutes, strip.save, strip.skip]


def test_a_date_and_minutes_typed_into_the_strip_are_saved_with_enter(
    page: TodayPage, collection: Collection, qtbot: QtBot
) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "30 Dec 2027")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "25")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settings = collection.settings.current
    assert (settings.exam_date, settings.minutes_per_day, settings.exam_asked) == (date(2027, 12, 30), 25, True)
    assert not shown(page, ExamStrip)
    assert QApplication.focusWidget() is only(page, PlanCard).study  # type: ignore[attr-defined]


def test_enter_in_the_date_saves_too(page: TodayPage, collection: Collection, qtbot: QtBot) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    strip.exam.setFocus()
    qtbot.keyClicks(strip.exam, "2027-12-30")
    qtbot.keyClick(strip.exam, Qt.Key.Key_Return)
    assert collection.settings.current.exam_date == date(2027, 12, 30)
    assert not shown(page, ExamStrip)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("next spring", "This is no date. Type it like 2 Jan 2027."),
        ("2 Jan 2020", "This day is past. Type the day of your exam, or clear the field."),
    ],
)
def test_the_strip_stays_open_with_what_is_no_coming_day(
    page: TodayPage, collection: Collection, qtbot: QtBot, text: str, sentence: str
) -> None:
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    strip.exam.setFocus()
    qtbot.keyClicks(strip.exam, text)
    qtbot.mouseClick(strip.save, Qt.MouseButton.LeftButton)
    assert (strip.exam.text(), strip.error) == (text, sentence)
    assert sentence in words(page)
    assert not collection.settings.current.exam_asked
    assert strip.exam.hasFocus()
    qtbot.keyClicks(strip.exam, "30 Dec 2027")
    assert strip.exam.text() == "30 Dec 2027"
    qtbot.keyClick(strip.exam, Qt.Key.Key_Return)
    assert collection.settings.current.exam_date == date(2027, 12, 30)


def test_a_strip_put_away_hands_its_focus_to_study(page: TodayPage, qtbot: QtBot) -> None:
    strip, plan = only(page, ExamStrip), only(page, PlanCard)
    assert isinstance(strip, ExamStrip)
    assert isinstance(plan, PlanCard)
    strip.skip.setFocus()
    qtbot.keyClick(strip.skip, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is plan.study


def test_a_strip_put_away_over_a_rest_hands_its_focus_to_the_way_on(
    page: TodayPage, collection: Collection, qtbot: QtBot
) -> None:
    study_all(collection)
    strip = only(page, ExamStrip)
    assert isinstance(strip, ExamStrip)
    strip.exam.setFocus()
    qtbot.keyClick(strip.exam, Qt.Key.Key_Return)
    rest = only(page, Rest)
    assert isinstance(rest, Rest)
    assert QApplication.focusWidget() is rest.button


def test_no_new_cards_by_choice_is_said_with_the_way_to_change_it(
    page: TodayPage, collection: Collection, qtbot: QtBot
) -> None:
    collection.settings.change(new_per_day=0, exam_asked=True)
    said = words(page)
    assert "Nothing is due today" in said
    assert "New cards a day is set to 0, so no new card comes." in said
    assert not any("suspended" in text for text in said)
    rest = only(page, Rest)
    assert isinstance(rest, Rest)
    assert rest.button.text() == "Open Settings"
    with qtbot.waitSignal(page.navigate) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert asked.args == ["settings"]


def test_minutes_without_room_for_a_new_card_are_named(page: TodayPage, collection: Collection) -> None:
    study_slowly_yesterday(collection)
    collection.settings.change(minutes_per_day=1)
    numbers = page.numbers
    assert numbers is not None
    assert numbers.costs.new > 60
    assert any("Minutes a day is set to 1, which leaves no room for a new card." in text for text in words(page))
    assert not any("suspended" in text for text in words(page))


def test_the_best_steps_are_the_sections_that_bring_most(page: TodayPage, qtbot: QtBot) -> None:
    steps = shown(page, StepButton)
    assert [step.accessibleName() for step in steps] == ["Start tools", "Start leadership"]
    assert "for 31 of 56 questions" in steps[0].accessibleDescription()
    with qtbot.waitSignal(page.study_requested) as asked:
        qtbot.mouseClick(steps[0], Qt.MouseButton.LeftButton)
    assert asked.args == [Scope(section="IV")]


def test_no_step_offers_new_cards_that_the_limit_keeps_back(page: TodayPage, collection: Collection) -> None:
    collection.settings.change(new_per_day=1)
    assert shown(page, StepButton)
    card = collection.review.next(NOON)
    assert card is not None
    collection.review.answer(card, Rating.GOOD, 5, NOON)
    assert page.numbers is not None
    assert page.numbers.state == "study"
    assert not shown(page, StepButton)


def test_when_all_is_studied_the_page_says_so_and_what_comes(page: TodayPage, collection: Collection) -> None:
    collection.settings.change(exam_date=date(2027, 1, 2), exam_asked=True)
    answers = study_all(collection)
    assert page.numbers is not None
    assert page.numbers.state == "done"
    said = words(page)
    assert "You are done for today" in said
    assert any(text.startswith(f"{answers} cards in ") for text in said)
    assert "40" in said
    assert "days to go tomorrow" in said
    assert str(page.numbers.cards_tomorrow) in said
    assert page.keycaps() == []


def test_the_rest_leads_to_the_decks(page: TodayPage, collection: Collection, qtbot: QtBot) -> None:
    study_all(collection)
    rest = only(page, Rest)
    assert isinstance(rest, Rest)
    assert QApplication.focusWidget() is rest.button
    with qtbot.waitSignal(page.navigate) as asked:
        qtbot.keyClick(rest.button, Qt.Key.Key_Space)
    assert asked.args == ["decks"]


def test_a_card_in_its_learning_steps_is_waited_for(page: TodayPage, collection: Collection, clock_at: ClockAt) -> None:
    collection.settings.change(learning_steps=(3 * 3600,))
    study_all(collection, Rating.AGAIN)
    assert page.numbers is not None
    assert page.numbers.state == "waiting"
    assert any("back from 3:00" in text for text in words(page))
    clock_at(NOON + timedelta(hours=2, minutes=30))
    page.look_again()
    assert page.numbers.state == "waiting"
    clock_at(NOON + timedelta(hours=2, minutes=50))
    page.look_again()
    assert page.numbers.state == "study"


def test_without_a_deck_the_page_offers_to_import_one(qtbot: QtBot, tmp_path: Path, clock_at: ClockAt) -> None:
    collection = Collection.open(tmp_path / "empty")
    page = TodayPage()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.set_collection(collection)
    rest = only(page, Rest)
    assert isinstance(rest, Rest)
    assert "No cards yet" in words(page)
    assert not shown(page, ExamStrip)
    with qtbot.waitSignal(page.command) as asked:
        qtbot.keyClick(rest.button, Qt.Key.Key_Return)
    assert asked.args == ["import"]
    page.set_collection(None)
    collection.close()


def test_a_new_study_day_begins_by_itself(
    page: TodayPage, collection: Collection, clock_at: ClockAt, qtbot: QtBot
) -> None:
    study_all(collection)
    before = datetime(2026, 11, 23, 3, 59, 59, 900_000, tzinfo=NOON.tzinfo)
    clock_at(before)
    page.reload()
    assert page.numbers is not None
    assert (page.numbers.today, page.numbers.state) == (date(2026, 11, 22), "done")
    clock_at(before + timedelta(milliseconds=200))
    qtbot.waitUntil(lambda: page.numbers.today == date(2026, 11, 23))
    assert page.numbers.done.answers == 0


def test_a_hidden_page_catches_up_when_it_is_shown(page: TodayPage, collection: Collection) -> None:
    page.hide()
    study_all(collection)
    assert page.numbers is not None
    assert page.numbers.state == "study"
    page.show()
    assert page.numbers.state == "done"


def test_cards_of_no_section_are_shown_as_others(page: TodayPage, collection: Collection) -> None:
    fields = {"front": "Who?", "back": "You."}
    deck = DeckSource(key="own", title="Own", notes=(NoteSource("who", Kind.QUESTION, fields),))
    collection.content.merge(collection.content.plan(deck), NOON)
    assert [bar.accessibleName() for bar in shown(page, MemoryBar)][-1] == "Other cards: not started, 1 cards"


@pytest.mark.parametrize("size", [(836, 542), (1072, 742), (1392, 942)])
@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_plan_and_button_are_seen_whole_without_scrolling_sideways(
    page: TodayPage, size: tuple[int, int], zoom: float
) -> None:
    theme().set_zoom(zoom)
    page.resize(*size)
    QApplication.processEvents()
    plan = only(page, PlanCard)
    assert isinstance(plan, PlanCard)
    corner = plan.study.mapTo(page, plan.study.rect().bottomRight())
    assert corner.x() < page.width()
    if zoom == 1.0:
        assert corner.y() < page.height()
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.parentWidget().layout() and part.window() is page:
            assert part.mapTo(page, part.rect().topRight()).x() < page.width(), part


def test_the_theme_changes_while_the_page_is_shown(page: TodayPage) -> None:
    light = page.grab().toImage().pixelColor(5, 5)
    theme().set_scheme("dark")
    dark = page.grab().toImage().pixelColor(5, 5)
    assert (light.lightness() > 200, dark.lightness() < 60) == (True, True)


def test_everything_that_takes_the_focus_has_a_name(page: TodayPage, collection: Collection) -> None:
    def check() -> None:
        for part in page.findChildren(QWidget):
            if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part

    check()
    study_all(collection)
    check()


@pytest.mark.parametrize("state", ["study", "done"])
def test_nothing_is_cut_off_at_twice_the_size_in_the_smallest_window(
    open_window: MainWindow, collection: Collection, state: str
) -> None:
    page = open_window.page
    if state == "done":
        study_all(collection)
    else:
        card = collection.review.next(NOON)
        assert card is not None
        collection.review.answer(card, Rating.GOOD, 5, NOON)
    open_window.resize(900, 600)
    theme().set_zoom(2.0)
    QApplication.processEvents()
    (scroll,) = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    assert scroll.horizontalScrollBar().maximum() == 0
