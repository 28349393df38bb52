"""The Readiness page in the real window, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.readiness import Answer, LeafMemory, assess, weigh
from studyapp.domain.scheduling import Rating
from studyapp.errors import DamagedCollection
from studyapp.gui.main_window import MainWindow
from studyapp.gui.practice.page import PracticePage
from studyapp.gui.readiness.page import ReadinessPage
from studyapp.gui.readiness.table import APPLICATION, MEMORY, STATUS_COLUMN, TOPIC, ReadinessTable
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.text import STATUS
from tests.conftest import NOON, ClockAt
from tests.gui.mock_deck import mock_outline
from tests.gui.taken_exams import exam_deck, take

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def learner(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """Three weeks of study and two mocks; the exam is 41 days away."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(exam_deck()), clock.now())
    opened.settings.change(exam_date=NOON.date() + timedelta(days=41), exam_asked=True)
    for day in (21, 14, 7, 1):
        now = NOON - timedelta(days=day)
        opened.review.start(now)
        for _ in range(6):
            shown = opened.review.next(now)
            assert shown is not None
            opened.review.answer(shown, Rating.EASY, 5, now)
            now += timedelta(seconds=30)
    take(opened, NOON - timedelta(days=8), ExamKind.HALF, wrong=range(0, 90, 3))
    take(opened, NOON - timedelta(days=2), ExamKind.HALF, wrong=range(0, 90, 4))
    yield opened
    opened.close()


@pytest.fixture
def study_window(window: MainWindow, learner: Collection) -> Iterator[MainWindow]:
    window.set_collection(learner)
    yield window
    window.set_collection(None)


def opened(window: MainWindow, qtbot: QtBot) -> ReadinessPage:
    """The page once it has its numbers and its trend."""
    qtbot.waitActive(window)
    window.open_screen("readiness")
    page = window.page
    assert isinstance(page, ReadinessPage)
    qtbot.waitUntil(lambda: page.standing is not None or page.way_on.isVisible())
    if page.stack.currentWidget() is page.overview:
        qtbot.waitUntil(lambda: page.overview.trend.words.text() != "Reading your answers…")
        qtbot.waitUntil(lambda: page.overview.detail.practice.text() != "Practice")
    return page


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)


def visible_texts(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_key_opens_it_and_every_tile_says_all_it_shows(
    study_window: MainWindow, qtbot: QtBot, learner: Collection
) -> None:
    qtbot.waitActive(study_window)
    qtbot.keyClick(study_window, Key.Key_4, CONTROL)
    page = opened(study_window, qtbot)
    assert page.standing is not None
    leaves = page.standing.readiness.leaves
    assert len(leaves) == 35
    for leaf in leaves:
        tile = page.overview.map.tile(leaf.leaf.id)
        said = QAccessible.queryAccessibleInterface(tile).text(QAccessible.Text.Name)
        assert said.startswith(
            f"{leaf.leaf.id} {leaf.leaf.title}: {STATUS[leaf.status][3].lower()}, memory on 2 January "
        )
        assert f"{leaf.evidence.answers_right} of {leaf.evidence.answers} right" in said
        assert "exam question" in said
        # The rule behind the word is told on hover.
        assert STATUS[leaf.status][3] in tile.toolTip()


def test_a_wider_tile_carries_more_of_the_exam(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    widths = {section.section.section.id: section.tiles[0].width() for section in page.overview.map.sections}
    questions = {
        section.section.section.id: section.section.section.questions for section in page.overview.map.sections
    }
    assert sorted(widths, key=lambda code: widths[code]) == sorted(questions, key=lambda code: questions[code])
    assert widths["IV"] / widths["VII"] == pytest.approx(31 / 16, rel=0.12)


def test_arrows_go_from_tile_to_tile_and_the_detail_follows(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    page.overview.map.choose("II.A.3", focus=True)
    press(qtbot, Key.Key_Right)
    assert page.overview.current == "II.A.4"
    assert page.overview.detail.code.text() == "II.A.4"
    assert page.overview.detail.title.text() == "Topic 4 of part II"
    press(qtbot, Key.Key_Down)
    assert page.overview.current.startswith("III.")
    press(qtbot, Key.Key_Up, Key.Key_Up)
    assert page.overview.current.startswith("I.")
    press(qtbot, Key.Key_Home)
    assert page.overview.current == "I.A.1"
    press(qtbot, Key.Key_Left)
    assert page.overview.current == "I.A.1"
    press(qtbot, Key.Key_End)
    assert page.overview.current == "VII.A.5"
    assert QApplication.focusWidget() is page.overview.map.tile("VII.A.5")


def test_the_map_is_one_tab_stop(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    tiles = [tile for section in page.overview.map.sections for tile in section.tiles]
    assert [tile.leaf.leaf.id for tile in tiles if tile.focusPolicy() & Qt.FocusPolicy.TabFocus.value] == [
        page.overview.current
    ]
    page.overview.focus_first()
    press(qtbot, Key.Key_Tab)
    assert QApplication.focusWidget() not in tiles


def test_the_table_has_the_same_numbers_and_sorts(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    press(qtbot, Key.Key_T)
    table = page.overview.table
    assert table.isVisible()
    assert not page.overview.map.isVisible()
    assert QApplication.focusWidget() is table
    assert page.standing is not None
    assert table.rows.rowCount() == len(page.standing.readiness.leaves)
    table.sortByColumn(MEMORY, Qt.SortOrder.DescendingOrder)
    shares = [table.rows.leaf(row).memory.share or 0 for row in range(table.rows.rowCount())]
    assert shares == sorted(shares, reverse=True)
    table.sortByColumn(TOPIC, Qt.SortOrder.AscendingOrder)
    leaf = table.rows.leaf(0)
    assert table.rows.index(0, TOPIC).data() == f"{leaf.leaf.id} {leaf.leaf.title}"
    assert str(table.rows.index(0, APPLICATION).data()).startswith(f"{round(100 * leaf.application.mean)}\u00a0%")
    table.selectRow(3)
    assert page.overview.current == table.rows.leaf(3).leaf.id
    press(qtbot, Key.Key_Down)
    assert page.overview.detail.code.text() == table.rows.leaf(4).leaf.id
    press(qtbot, Key.Key_T)
    assert page.overview.map.isVisible()
    assert QApplication.focusWidget() is page.overview.map.tile(page.overview.current)


def test_the_table_sorts_the_words_from_gap_to_strong_and_the_unknown_last(qtbot: QtBot) -> None:
    table = ReadinessTable()
    qtbot.addWidget(table)
    answered = weigh([Answer(0, True, 0.0)] * 9)
    memories = {f"IV.A.{n}": LeafMemory(cards=10, seen=10, recall=share) for n, share in ((1, 9), (2, 5), (4, 0))}
    evidence = dict.fromkeys(("IV.A.1", "IV.A.2", "IV.A.4"), answered)
    leaves = assess(mock_outline(), memories, evidence).sections[3].leaves
    table.show_leaves(leaves, "today", "IV.A.1")

    def words(column: int) -> list[str]:
        return [str(table.rows.index(row, column).data()) for row in range(table.rows.rowCount())]

    table.sortByColumn(STATUS_COLUMN, Qt.SortOrder.AscendingOrder)
    assert words(STATUS_COLUMN) == ["Gap", *["Not enough evidence"] * 2, "Borderline", "Strong"]
    for order in Qt.SortOrder:
        table.sortByColumn(MEMORY, order)
        assert words(MEMORY)[-2:] == ["–", "–"]
    assert table.rows.leaf(table.currentIndex().row()).leaf.id == "IV.A.1"


def test_enter_lists_the_cards_and_their_info_opens(
    study_window: MainWindow, qtbot: QtBot, learner: Collection
) -> None:
    page = opened(study_window, qtbot)
    page.overview.map.choose("I.A.1", focus=True)
    press(qtbot, Key.Key_Return)
    assert page.cards is not None
    assert page.cards.model is not None
    assert page.cards.model.rowCount() == len(learner.readiness.cards("I.A.1", NOON))
    assert QApplication.focusWidget() is page.cards.table
    for column in range(page.cards.model.columnCount()):
        page.cards.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    page.cards.table.selectRow(0)
    press(qtbot, Key.Key_Return)
    (info,) = (found for found in study_window.findChildren(QDialog) if found.isVisible())
    assert info.windowTitle() == "Card info"
    info.close()
    study_window.activateWindow()
    page.cards.table.setFocus()
    press(qtbot, Key.Key_Escape)
    assert page.cards is None
    assert QApplication.focusWidget() is page.overview.map.tile("I.A.1")


def test_practice_begins_a_drill_of_the_topic(study_window: MainWindow, qtbot: QtBot, learner: Collection) -> None:
    page = opened(study_window, qtbot)
    page.overview.map.choose("III.A.2", focus=True)
    offer = learner.exams.offer(NOON, ExamKind.LEAF, "III.A.2")
    qtbot.waitUntil(lambda: page.overview.detail.practice.text() == f"Practice {offer.questions} questions")
    press(qtbot, Key.Key_P)
    practice = study_window.page
    assert isinstance(practice, PracticePage)
    assert practice.runner is not None
    assert practice.runner.sitting.exam.scope == "III.A.2"


def test_a_drill_waits_while_an_exam_is_in_progress(
    study_window: MainWindow, qtbot: QtBot, learner: Collection
) -> None:
    page = opened(study_window, qtbot)
    press(qtbot, Key.Key_P)
    practice = study_window.page
    assert isinstance(practice, PracticePage)
    running = practice.runner
    assert running is not None
    study_window.open_screen("readiness")
    page.drill_requested.emit("III.A.2")
    assert practice.runner is running


def test_study_begins_a_session_of_the_topic(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    page.overview.map.choose("III.A.2", focus=True)
    assert page.overview.detail.study.isEnabled()
    press(qtbot, Key.Key_S)
    assert isinstance(study_window.page, ReviewPage)
    assert study_window.page.title == "Review"


def test_next_steps_lead_somewhere(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    steps = page.overview.steps.buttons
    assert 1 <= len(steps) <= 5
    gains = [button.step.gain for button in steps]
    assert gains == sorted(gains, reverse=True)
    chosen = steps[0].step
    with qtbot.waitSignal(page.study_requested if chosen.action == "study" else page.drill_requested):
        steps[0].click()
    assert page.overview.current == chosen.leaf.leaf.id
    assert study_window.page is not page


def test_a_topic_without_a_learn_note_says_so(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    assert not page.overview.detail.learn.isEnabled()
    assert "no learn note" in page.overview.detail.learn.toolTip()


def test_the_page_says_what_it_does_not_know(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    said = visible_texts(page)
    assert "Invented for tests." in said
    assert "ASQ reports a scaled score and publishes no percentage" in said
    assert "not affiliated with ASQ" in said
    assert "ASQ reports a scaled score" in study_window.footer.sentence
    assert "will pass" not in said.casefold()
    assert "550" not in said


def test_the_trend_is_a_line_of_weeks_and_says_each(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    chart = page.overview.trend.chart
    assert chart.isVisible()
    assert len(chart.parts()) == 4
    chart.setFocus()
    press(qtbot, Key.Key_Left)
    last = chart.accessibleDescription()
    assert last.startswith("22 November 2026: memory ")
    assert "application" in last
    press(qtbot, Key.Key_Left)
    assert chart.accessibleDescription().startswith("15 November 2026: memory ")


def test_a_short_log_has_no_line_yet(open_window: MainWindow, qtbot: QtBot, collection: Collection) -> None:
    collection.review.start(NOON)
    shown = collection.review.next(NOON)
    assert shown is not None
    collection.review.answer(shown, Rating.GOOD, 5, NOON)
    qtbot.waitActive(open_window)
    open_window.open_screen("readiness")
    page = open_window.page
    assert isinstance(page, ReadinessPage)
    qtbot.waitUntil(lambda: page.overview.trend.words.text().startswith("The line begins a week after"))
    assert not page.overview.trend.chart.isVisible()
    assert "application not known yet" in visible_texts(page)
    assert page.overview.total.text() == "Overall: too early"


def test_before_the_first_answer_it_says_what_to_do(open_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(open_window, qtbot)
    assert page.empty.title.text() == "Nothing answered yet"
    assert QApplication.focusWidget() is page.way_on
    press(qtbot, Key.Key_Return)
    assert isinstance(open_window.page, ReviewPage)


def test_without_an_outline_it_asks_for_a_deck(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, clock_at: ClockAt
) -> None:
    empty = Collection.open(tmp_path / "empty")
    window.set_collection(empty)
    page = opened(window, qtbot)
    assert "none of your decks brings an outline" in page.empty.sentence.text()
    window.set_collection(None)
    empty.close()


def test_an_answer_elsewhere_is_shown_at_the_next_visit(
    study_window: MainWindow, qtbot: QtBot, learner: Collection
) -> None:
    page = opened(study_window, qtbot)
    assert page.standing is not None
    before = page.standing.readiness.answers
    chosen = page.overview.current
    study_window.open_screen("today")
    take(learner, NOON, ExamKind.LEAF, scope="I.A.1")
    study_window.open_screen("readiness")
    assert page.standing.readiness.answers > before
    assert page.overview.current == chosen


@pytest.mark.parametrize(
    ("width", "height", "zoom"),
    [(900, 600, 1.0), (900, 600, 2.0), (1280, 800, 1.0), (1600, 1000, 1.0), (1600, 1000, 2.0)],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_size(
    study_window: MainWindow, qtbot: QtBot, width: int, height: int, zoom: float, scheme: str
) -> None:
    theme().set_scheme(scheme)  # type: ignore[arg-type]
    theme().set_zoom(zoom)
    study_window.resize(width, height)
    page = opened(study_window, qtbot)
    area = page.overview
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() == 0)
    detail, board = area.detail, area.map
    assert detail.isVisible()
    # Beside the map where there is room, else inside it below the section of the chosen topic.
    assert board.isAncestorOf(detail) == (page.width() < theme().length(880))
    for section in board.sections:
        for tile in section.tiles:
            assert section.rect().contains(tile.geometry())
    press(qtbot, Key.Key_T)
    assert detail.isVisible()
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() == 0)
    assert not study_window.grab().isNull()


def test_in_a_small_window_the_detail_follows_the_section(study_window: MainWindow, qtbot: QtBot) -> None:
    study_window.resize(900, 600)
    page = opened(study_window, qtbot)
    board = page.overview.map
    for leaf_id, place in (("I.A.1", 0), ("V.A.2", 4)):
        board.choose(leaf_id, focus=True)
        assert board.box.indexOf(page.overview.detail) == place + 1
    press(qtbot, Key.Key_Right)
    tile = board.tile("V.A.3")
    qtbot.waitUntil(lambda: not tile.visibleRegion().isEmpty())


def test_from_right_to_left_the_map_is_mirrored(study_window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(study_window, qtbot)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tiles = page.overview.map.sections[0].tiles
    qtbot.waitUntil(lambda: tiles[0].x() > tiles[1].x())
    page.overview.map.choose("I.A.1", focus=True)
    press(qtbot, Key.Key_Left)
    assert page.overview.current == "I.A.2"


def test_every_control_has_a_name(study_window: MainWindow, qtbot: QtBot) -> None:
    page = opened(study_window, qtbot)
    for view in ("map", "table", "cards"):
        if view == "table":
            page.overview.show_table(True)
        elif view == "cards":
            page.open_cards("I.A.1")
        for widget in page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), f"{view}: {widget}"


def test_a_page_that_is_left_at_once_asks_nothing_of_a_closed_collection(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, clock_at: ClockAt, learner: Collection
) -> None:
    window.set_collection(learner)
    window.open_screen("readiness")
    window.open_screen("today")
    page = window.stack.widget(1)
    assert isinstance(page, ReadinessPage)
    qtbot.wait(200)
    assert page.standing is None
    window.open_screen("readiness")
    qtbot.waitUntil(lambda: page.standing is not None)
    window.set_collection(None)


def test_what_cannot_be_read_is_said_with_a_way_to_try_again(
    study_window: MainWindow, qtbot: QtBot, learner: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DamagedCollection("The collection is damaged: a page cannot be read.")

    with monkeypatch.context() as failing:
        failing.setattr(learner.readiness, "read", broken)
        page = opened(study_window, qtbot)
        assert page.empty.title.text() == "Readiness cannot be read"
        assert page.empty.sentence.text() == "The collection is damaged: a page cannot be read."
        assert QApplication.focusWidget() is page.way_on
    press(qtbot, Key.Key_Return)
    assert page.standing is not None
    assert page.stack.currentWidget() is page.overview
