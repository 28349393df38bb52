from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.main_window import MainWindow
from studyapp.gui.practice.home import BLOCKED
from studyapp.gui.practice.names import RELAXED, STRICT
from studyapp.gui.practice.open_book import OpenBookView
from studyapp.gui.practice.page import PracticePage
from studyapp.gui.practice.report import ReportView
from studyapp.gui.practice.rules import StrictRules
from studyapp.gui.theme import theme
from tests.conftest import NOON, ClockAt
from tests.gui.mock_deck import mock_deck

Key = Qt.Key


@pytest.fixture
def exam_collection(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection with 420 questions."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(mock_deck()), clock.now())
    yield opened
    opened.close()


@pytest.fixture
def page(window: MainWindow, exam_collection: Collection, qtbot: QtBot) -> Iterator[PracticePage]:
    """The Practice page of the window, its offers counted."""
    window.set_collection(exam_collection)
    window.open_screen("practice")
    page = window.page
    assert isinstance(page, PracticePage)
    assert page.home.counting
    counted(qtbot, page)
    yield page
    window.set_collection(None)


def counted(qtbot: QtBot, page: PracticePage) -> None:
    """Wait until all offers are counted."""
    qtbot.waitUntil(lambda: not page.home.counting)


def enabled(page: PracticePage) -> list[bool]:
    """Whether each Start button can be pressed: mocks, drill, missed, new."""
    home = page.home
    return [card.button.isEnabled() for card in (*home.mocks.values(), home.drill, home.missed, home.new)]


def finish_one(page: PracticePage, kind: ExamKind = ExamKind.MINI, right: bool = False) -> int:
    """Take an exam without looking: every answer right, or every answer wrong."""
    exams = page._collection.exams
    exam_id = exams.start(kind, False, clock.now())
    for position in range(exams.exam(exam_id).questions):
        key = exams.question(exam_id, position).key
        exams.pick(exam_id, position, key if right else (key + 1) % 4, clock.now())
    exams.finish(exam_id, clock.now())
    return exam_id


def test_the_page_offers_three_mocks_and_drills_with_questions_and_time(page: PracticePage) -> None:
    home = page.home
    sizes = [(card.size_words.text(), card.time_words.text()) for card in home.mocks.values()]
    assert sizes == [("180 questions", "4 h 18 min"), ("90 questions", "2 h 9 min"), ("30 questions", "43 min")]
    assert all("new to you" in card.sentence.text() for card in home.mocks.values())
    assert enabled(page) == [True, True, True, True, False, True]
    assert (
        home.missed.sentence.text()
        == "Nothing to repeat today. A missed question is asked until it was right on two days."
    )
    assert "20 questions" in home.new.sentence.text()
    # Nothing is said twice.
    for card in home.mocks.values():
        assert not any(sign.isdigit() for sign in card.sentence.text())
    assert not home.blocked.isVisible()
    assert not home.resume.isVisible()
    assert not home.empty.isVisible()
    assert not page.full_window


def test_while_offers_are_counted_it_says_so_and_nothing_can_be_started(qtbot: QtBot, page: PracticePage) -> None:
    page.home.reload()
    assert enabled(page) == [False] * 6
    assert page.home.mocks[ExamKind.FULL].sentence.text() == "Counting questions…"
    assert page.home.new.sentence.text() == "Counting questions…"
    counted(qtbot, page)
    assert enabled(page)[0]


def test_what_is_published_is_said_and_no_percentage_or_promise(page: PracticePage) -> None:
    words = page.home._published.text()
    assert "not affiliated with ASQ" in words
    assert "are not ASQ’s" in words
    assert "publishes no percentage pass mark" in words
    assert "%" not in words
    assert page.status_text() == "For practice only. Not affiliated with ASQ."


def test_strict_and_relaxed_are_explained_in_a_line(page: PracticePage) -> None:
    home = page.home
    assert home.is_strict
    assert home.mode_words.text() == STRICT
    home.relaxed.click()
    assert not home.is_strict
    assert home.mode_words.text() == RELAXED


def test_a_strict_mock_states_its_rules_first_and_starts_only_then(qtbot: QtBot, page: PracticePage) -> None:
    page.home.mocks[ExamKind.MINI].button.click()
    rules = page.shown
    assert isinstance(rules, StrictRules)
    words = " ".join(sentence for _, sentence in rules.rules)
    for said in (
        "30 questions in 43 min",
        "no pause",
        "runs on when you leave or close",
        "Nothing is marked until the end",
    ):
        assert said in words
    assert page._collection.exams.running(clock.now()) is None
    qtbot.keyClick(page, Key.Key_Escape)
    assert page.shown is page.home
    counted(qtbot, page)
    page.home.mocks[ExamKind.MINI].button.click()
    assert isinstance(page.shown, StrictRules)
    assert page.shown.start.hasFocus()
    page.shown.start.click()
    assert page.runner is not None
    assert page.runner.sitting.exam.strict
    assert page.full_window


@pytest.mark.parametrize(("width", "height", "zoom"), [(900, 600, 1.0), (1280, 800, 2.0), (900, 600, 1.5)])
def test_the_button_that_starts_the_clock_is_always_in_view(
    qtbot: QtBot, window: MainWindow, page: PracticePage, width: int, height: int, zoom: float
) -> None:
    theme().set_zoom(zoom)
    window.resize(width, height)
    page.ask_to_start(ExamKind.MINI, strict=True)
    QApplication.processEvents()
    rules = page.shown
    assert isinstance(rules, StrictRules)
    assert rules.start.visibleRegion().boundingRect() == rules.start.rect()
    # What does not fit scrolls; where all fits nothing does.
    qtbot.waitUntil(lambda: (rules.text.verticalScrollBar().maximum() > 0) == (zoom > 1))


def test_the_foot_of_the_window_names_the_keys_of_find_it_fast(
    qtbot: QtBot, window: MainWindow, page: PracticePage
) -> None:
    page.show_open_book()
    book = page.shown
    assert isinstance(book, OpenBookView)
    book.show_part(1)
    assert window.footer.keys[:2] == (("Space", "Start"), ("Esc", "Back"))
    book.drill.start.click()
    assert window.footer.keys[0] == ("Space", "I have it")
    book.drill.have_it()
    assert window.footer.keys[:2] == (("1", "Found"), ("2", "Not found"))
    book.show_part(2)
    assert window.footer.keys[0] == ("Esc", "Back")


def test_a_relaxed_mock_starts_at_once_and_takes_the_whole_window(window: MainWindow, page: PracticePage) -> None:
    page.home.relaxed.click()
    assert window.sidebar.isVisible()
    page.home.mocks[ExamKind.HALF].button.click()
    assert page.runner is not None
    assert not page.runner.sitting.exam.strict
    assert page.runner.sitting.count == 90
    assert not window.sidebar.isVisible()
    page.leave()
    assert window.sidebar.isVisible()


def test_a_drill_asks_one_section_or_one_topic(qtbot: QtBot, page: PracticePage) -> None:
    drill = page.home.drill
    assert drill.section.count() == 7
    drill.section.setCurrentIndex(3)
    assert (drill.kind, drill.scope) == (ExamKind.SECTION, "IV")
    counted(qtbot, page)
    assert drill.sentence.text().startswith("20 questions")
    drill.leaf.setCurrentIndex(2)
    assert (drill.kind, drill.scope) == (ExamKind.LEAF, "IV.A.2")
    assert not drill.button.isEnabled()
    counted(qtbot, page)
    assert drill.sentence.text().startswith("10 questions")
    drill.button.click()
    runner = page.runner
    assert runner is not None
    assert runner.title == "Drill IV.A.2"
    assert {runner.sitting.question(position).leaf for position in range(runner.sitting.count)} == {"IV.A.2"}
    assert not runner.sitting.exam.strict
    page.leave()
    counted(qtbot, page)
    assert drill.scope == "IV.A.2"


def test_only_new_questions_can_be_asked_for(qtbot: QtBot, page: PracticePage) -> None:
    finish_one(page)
    page.home.fresh.click()
    counted(qtbot, page)
    assert page.home.mocks[ExamKind.FULL].sentence.text().endswith("All are new to you.")


def test_missed_questions_are_counted_and_asked_again(qtbot: QtBot, page: PracticePage) -> None:
    finish_one(page)
    counted(qtbot, page)
    assert page.home.missed.button.isEnabled()
    assert page.home.missed.sentence.text().startswith("30 questions")
    page.home.missed.button.click()
    assert page.runner is not None
    assert page.runner.title == "Missed questions"


def test_an_exam_in_progress_leads_the_page_with_its_time(
    qtbot: QtBot, page: PracticePage, clock_at: ClockAt, window: MainWindow
) -> None:
    page.start(ExamKind.MINI, strict=True)
    runner = page.runner
    assert runner is not None
    runner.choose(2)
    runner.next()
    page.leave()
    counted(qtbot, page)
    card = page.home.resume
    assert card.isVisible()
    assert card.button.hasFocus()
    assert card.title.text() == "Go on with your exam: Mini mock exam"
    assert card.sentence.text().endswith("1 of 30 answered · 0:43:00 left, and the clock runs on")
    assert enabled(page) == [False] * 6
    assert page.home.blocked.isVisible()
    assert page.home.blocked.text() == page.home.new.button.toolTip() == BLOCKED
    clock_at(NOON + timedelta(minutes=10))
    page.home.refresh_time()
    assert "0:33:00 left" in card.sentence.text()
    card.button.click()
    assert page.runner is not None
    assert page.runner.sitting.position == 1


def test_an_exam_in_progress_can_be_discarded_and_brought_back(
    qtbot: QtBot, window: MainWindow, page: PracticePage, exam_collection: Collection
) -> None:
    page.start(ExamKind.MINI, strict=False)
    page.leave()
    page.home.resume.discard_button.click()
    assert not page.home.resume.isVisible()
    assert window._toast is not None
    assert window._toast.text == "Exam discarded."
    counted(qtbot, page)
    assert enabled(page)[0]
    exam_collection.undo()
    counted(qtbot, page)
    assert page.home.resume.isVisible()


def test_an_exam_whose_time_ran_out_meanwhile_is_handed_in_with_a_word(
    qtbot: QtBot, page: PracticePage, clock_at: ClockAt
) -> None:
    page.start(ExamKind.MINI, strict=True)
    runner = page.runner
    assert runner is not None
    runner.choose(0)
    page.leave()
    clock_at(NOON + timedelta(days=1))
    page.home.reload()
    card = page.home.resume
    assert card.title.text() == "Time is up: Mini mock exam"
    assert "1 of 30 answered · what you answered in time counts" in card.sentence.text()
    assert card.button.text() == "Hand in"
    said: list[str] = []
    page.toast.connect(said.append)
    card.button.click()
    assert said == ["Time was up. What you answered in time counts."]
    assert page._collection.exams.running(clock.now()) is None
    assert len(page._collection.exams.past()) == 1


def test_past_exams_are_listed_with_their_results_and_open_their_report(qtbot: QtBot, page: PracticePage) -> None:
    assert page.home.past._nothing.isVisible()
    finish_one(page)
    finish_one(page, ExamKind.MINI, right=True)
    counted(qtbot, page)
    rows = page.home.past.rows
    assert [row._result for row in rows] == ["30 of 30", "0 of 30"]
    assert "diagnostic" in rows[1].words
    assert "diagnostic" not in rows[0].words
    assert rows[0].accessibleName().startswith("Mini mock exam, Today, ")
    wanted: list[int] = []
    page.home.report_wanted.disconnect()
    page.home.report_wanted.connect(wanted.append)
    rows[1].click()
    assert wanted == [rows[1].exam.id]


def test_many_past_exams_are_folded_until_asked_for(qtbot: QtBot, page: PracticePage, clock_at: ClockAt) -> None:
    for number in range(10):
        clock_at(NOON + timedelta(hours=number))
        exams = page._collection.exams
        exam_id = exams.start(ExamKind.LEAF, False, clock.now(), "I.A.1")
        exams.finish(exam_id, clock.now())
    page.home.reload()
    past = page.home.past
    assert len(past.rows) == 8
    assert past.more.text() == "Show all 10"
    past.more.click()
    assert len(past.rows) == 10
    assert not past.more.isVisible()
    counted(qtbot, page)


def test_a_collection_without_questions_says_why_and_offers_import(
    qtbot: QtBot, window: MainWindow, collection: Collection
) -> None:
    window.set_collection(collection)
    notes = collection.journal.driver.execute("SELECT id FROM notes WHERE key = 'choice'").fetchall()
    collection.cards.suspend(
        collection.journal.driver.execute("SELECT id FROM cards WHERE note_id = ?", notes[0]).fetchone()[0]
    )
    window.open_screen("practice")
    page = window.page
    assert isinstance(page, PracticePage)
    counted(qtbot, page)
    assert page.home.empty.isVisible()
    assert "Your decks have none that can be asked" in page.home.empty.sentence.text()
    assert not page.home.mocks[ExamKind.FULL].isVisible()
    commands: list[str] = []
    page.command.disconnect()
    page.command.connect(commands.append)
    assert page.home.invite.hasFocus()
    page.home.invite.click()
    assert commands == ["import"]
    window.set_collection(None)


def test_a_deck_too_small_for_a_mock_says_what_is_missing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, clock_at: ClockAt
) -> None:
    small = Collection.open(tmp_path / "small")
    small.content.merge(small.content.plan(mock_deck(of_a_leaf=2)), clock.now())
    window.set_collection(small)
    window.open_screen("practice")
    page = window.page
    assert isinstance(page, PracticePage)
    counted(qtbot, page)
    full = page.home.mocks[ExamKind.FULL]
    assert full.sentence.text().startswith("Your decks have too few questions for all 180: section I lacks")
    assert "The largest fair exam has" in full.sentence.text()
    assert full.button.isEnabled()
    window.set_collection(None)
    small.close()


def test_a_damaged_exam_is_set_aside_and_named(qtbot: QtBot, page: PracticePage, exam_collection: Collection) -> None:
    page.start(ExamKind.MINI, strict=False)
    page.leave()
    exam_collection.journal.driver.execute("UPDATE exams SET plan = 'nonsense'")
    page.home.reload()
    counted(qtbot, page)
    assert not page.home.resume.isVisible()
    (card,) = page.home.damaged
    assert "cannot be read" in card.sentence.text()
    assert enabled(page)[0]
    card.discard_button.click()
    assert page.home.damaged == []


def test_undoing_the_start_leads_home(qtbot: QtBot, page: PracticePage, exam_collection: Collection) -> None:
    page.start(ExamKind.MINI, strict=False)
    assert page.runner is not None
    exam_collection.undo()
    QApplication.processEvents()
    assert page.runner is None
    assert page.shown is page.home
    assert not page.home.resume.isVisible()


def test_an_edited_question_is_shown_as_it_reads_now(page: PracticePage, exam_collection: Collection) -> None:
    page.start(ExamKind.MINI, strict=False)
    runner = page.runner
    assert runner is not None
    runner.choose(1)
    note_id = runner.sitting.question().note_id
    note = exam_collection.cards.note(note_id)
    fields = {**note.fields, "front": "What reads differently now?"}
    exam_collection.cards.edit(replace(note, fields=fields), clock.now())
    assert "What reads differently now?" in runner.card.stem.accessibleDescription()
    assert runner.card.options.choice == 1


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("width", [900, 1280])
def test_no_word_of_the_page_is_wider_than_the_window(
    window: MainWindow, page: PracticePage, zoom: float, width: int
) -> None:
    theme().set_zoom(zoom)
    window.resize(width, 700)
    QApplication.processEvents()
    bar = page.home.body.horizontalScrollBar()
    inside = page.home.body.widget()
    assert inside is not None
    assert bar.maximum() == 0
    assert inside.minimumSizeHint().width() <= page.home.body.viewport().width()


def test_every_control_of_the_page_has_a_name(page: PracticePage) -> None:
    for button in page.home.findChildren(QPushButton):
        assert button.accessibleName() or button.text(), button
    assert page.home.mocks[ExamKind.FULL].button.accessibleName() == "Start full mock exam"


def test_the_focus_begins_at_the_largest_mock_and_tab_leads_on(qtbot: QtBot, page: PracticePage) -> None:
    assert page.home.mocks[ExamKind.FULL].button.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert page.home.mocks[ExamKind.HALF].button.hasFocus()


def test_handing_in_opens_the_report_and_undo_brings_the_exam_back(
    qtbot: QtBot, window: MainWindow, page: PracticePage, exam_collection: Collection
) -> None:
    page.start(ExamKind.MINI, strict=False)
    runner = page.runner
    assert runner is not None
    runner.choose(1)
    runner.review()
    runner.hand_in_view.hand_in.click()
    assert isinstance(page.shown, ReportView)
    assert page.shown.exam_id == runner.sitting.id
    assert window.sidebar.isVisible()
    exam_collection.undo()
    assert page.shown is page.home
    counted(qtbot, page)
    assert page.home.resume.isVisible()
    assert "1 of 30 answered" in page.home.resume.sentence.text()
    exam_collection.redo()
    counted(qtbot, page)
    assert not page.home.resume.isVisible()
    assert len(page.home.past.rows) == 1


def test_after_the_report_of_a_strict_exam_the_menu_offers_no_undo(
    qtbot: QtBot, window: MainWindow, page: PracticePage
) -> None:
    page.start(ExamKind.MINI, strict=True)
    runner = page.runner
    assert runner is not None
    runner.choose(1)
    runner.review()
    runner.hand_in_view.hand_in.click()
    qtbot.waitUntil(lambda: isinstance(page.shown, ReportView) and page.shown.report is not None)
    assert not window.menu.action("undo").isEnabled()


def test_open_book_preparation_opens_from_the_page_and_escape_leads_back(qtbot: QtBot, page: PracticePage) -> None:
    page.home.open_book.click()
    assert isinstance(page.shown, OpenBookView)
    assert not page.full_window
    qtbot.keyClick(page.shown, Key.Key_Escape)
    assert page.shown is page.home
