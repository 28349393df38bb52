from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.exam_values import ItemStatistic
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.main_window import MainWindow
from studyapp.gui.practice.page import PracticePage
from studyapp.gui.practice.statistics import StatisticsView
from studyapp.gui.practice.statistics_table import (
    QUESTION,
    RIGHT,
    SHOWN,
    TELLS,
    TIME,
    TOPIC,
    StatisticsModel,
    headline_words,
    is_often_missed,
    tells_words,
)
from studyapp.gui.theme import theme
from tests.conftest import NOON, ClockAt
from tests.gui.taken_exams import exam_deck, take

Key = Qt.Key
Order = Qt.SortOrder


@pytest.fixture
def learner(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """Five drills of one topic, ten questions each: the first two are always missed, the others in the last one only."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(exam_deck()), clock.now())
    yield opened
    opened.close()


def shown(qtbot: QtBot, collection: Collection, width: int = 1100) -> StatisticsView:
    """The statistics once they are counted."""
    view = StatisticsView(collection)
    qtbot.addWidget(view)
    view.resize(width, 700)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(lambda: view.model is not None)
    return view


def column(view: StatisticsView, number: int) -> list[str]:
    """What a column says, from the top."""
    model = view.table.model()
    return [str(model.data(model.index(row, number))) for row in range(model.rowCount())]


def test_without_answers_it_says_so_and_leads_back(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner)
    assert view.empty.isVisible()
    assert view.empty.title.text() == "No answers yet"
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def test_each_question_stands_with_times_shown_right_and_mean_time(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, ExamKind.LEAF, scope="IV.A.2", wrong={0}, seconds=lambda place: 10.0 + place)
    first = learner.exams.question(exam_id, 0).note_id
    view = shown(qtbot, learner)
    assert view.all.text() == "All 9"
    assert view.missed.text() == "Most missed 1"
    assert view._header.beside.text() == "from 9 answers"
    assert set(column(view, TOPIC)) == {"IV.A.2"}
    assert set(column(view, SHOWN)) == {"1"}
    assert sorted(column(view, RIGHT)) == ["0 (0\u00a0%)", *["1 (100\u00a0%)"] * 8]
    assert "10\u00a0s" in column(view, TIME)
    assert set(column(view, TELLS)) == {"too early"}
    view.missed.click()
    assert column(view, RIGHT) == ["0 (0\u00a0%)"]
    view.table.selectRow(0)
    assert view.selected is not None
    assert view.selected.note_id == first


def test_columns_sort_and_what_has_no_value_comes_last(qtbot: QtBot) -> None:
    items = [
        ItemStatistic(1, "b", "I.A", 5, 4, 30.0, None),
        ItemStatistic(2, "a", None, 7, 1, 90.0, -0.4),
        ItemStatistic(3, "c", "VII.B", 2, 2, 60.0, 0.5),
    ]
    view = QPushButton()
    qtbot.addWidget(view)
    model = StatisticsModel(items, {}, view)

    def order(number: int, direction: Order) -> list[int]:
        model.sort(number, direction)
        return [model.item(row).note_id for row in range(3)]

    up, down = Order.AscendingOrder, Order.DescendingOrder
    assert order(QUESTION, up) == [2, 1, 3]
    assert order(TOPIC, up) == [1, 3, 2]
    assert order(TOPIC, down) == [3, 1, 2]
    assert order(SHOWN, down) == [2, 1, 3]
    assert order(RIGHT, up) == [2, 1, 3]
    assert order(TIME, down) == [2, 3, 1]
    assert order(TELLS, up) == [2, 3, 1]
    assert order(TELLS, down) == [3, 2, 1]


def test_a_click_on_a_heading_sorts_and_the_filter_keeps_the_order(qtbot: QtBot, learner: Collection) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2", wrong={1, 2}, seconds=lambda place: 10.0 + place)
    view = shown(qtbot, learner)
    view.table.sortByColumn(TIME, Order.DescendingOrder)
    assert column(view, TIME)[0] == "18\u00a0s"
    view.missed.click()
    assert column(view, TIME) == ["12\u00a0s", "11\u00a0s"]


def test_discrimination_is_told_in_plain_words() -> None:
    said = [tells_words(value) for value in (None, 0.45, 0.3, 0.2, 0.05, -0.05, -0.1, -0.6)]
    assert said == ["too early", "clearly", "clearly", "somewhat", "hardly", "hardly", "backwards", "backwards"]


def test_the_words_for_discrimination_are_explained_on_the_page(qtbot: QtBot, learner: Collection) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2")
    words = shown(qtbot, learner)._words.text()
    for word in ("Clearly", "Hardly", "Backwards", "needs 5 answers"):
        assert word in words


def test_after_five_answers_a_question_that_is_wrong_on_good_days_reads_backwards(
    qtbot: QtBot, learner: Collection
) -> None:
    backwards = 0
    for day in range(6):
        now = NOON - timedelta(days=10 - day)
        exam_id = learner.exams.start(ExamKind.LEAF, False, now, "IV.A.2")
        for position in range(learner.exams.exam(exam_id).questions):
            asked = learner.exams.question(exam_id, position)
            backwards = backwards or asked.note_id
            good_day = day % 2 == 0
            right = good_day != (asked.note_id == backwards)
            learner.exams.pick(exam_id, position, asked.key if right else (asked.key + 1) % len(asked.options), now)
        learner.exams.finish(exam_id, now)
    view = shown(qtbot, learner)
    view.table.sortByColumn(TELLS, Order.AscendingOrder)
    assert view.model is not None
    assert view.model.item(0).note_id == backwards
    assert column(view, TELLS)[0] == "backwards (−1.00)"
    assert column(view, TELLS)[1].startswith("clearly (")


def test_changing_numbers_are_shown_as_dots() -> None:
    item = ItemStatistic(1, "A cutter runs {gross} of {hours:2} hours; the set is {1, 2}.", None, 1, 1, 1.0, None)
    assert headline_words(item) == "A cutter runs … of … hours; the set is {1, 2}."


def test_often_missed_means_not_right_every_second_time() -> None:
    assert [is_often_missed(ItemStatistic(1, "", None, 4, right, 1.0, None)) for right in (0, 2, 3)] == [
        True, True, False,
    ]  # fmt: skip


def test_from_a_question_its_note_is_edited_or_reported(qtbot: QtBot, learner: Collection) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2")
    view = shown(qtbot, learner)
    assert view.table.hasFocus()
    assert not view.edit.isEnabled()
    assert not view.report.isEnabled()
    qtbot.keyClick(view.table, Key.Key_Down)
    assert view.selected is not None
    note_id = view.selected.note_id
    with qtbot.waitSignal(view.edit_requested) as edited:
        qtbot.keyClick(view.table, Key.Key_Return)
    with qtbot.waitSignal(view.report_card_requested) as reported:
        view.report.click()
    assert edited.args == reported.args == [note_id]
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view.table, Key.Key_Escape)


def test_the_page_opens_the_statistics_and_hands_on_the_note(
    qtbot: QtBot, window: MainWindow, learner: Collection
) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2")
    window.set_collection(learner)
    window.open_screen("practice")
    page = window.page
    assert isinstance(page, PracticePage)
    page.show_statistics()
    view = page.shown
    assert isinstance(view, StatisticsView)
    qtbot.waitUntil(lambda: view.model is not None)
    assert view.table.hasFocus()
    qtbot.keyClick(view.table, Key.Key_Escape)
    assert page.shown is page.home
    window.set_collection(None)


@pytest.mark.parametrize(("width", "zoom"), [(1100, 1.0), (836, 1.0), (1152, 2.0), (600, 1.0)])
def test_no_column_is_hidden_and_where_there_is_no_room_the_table_scrolls(
    qtbot: QtBot, learner: Collection, width: int, zoom: float
) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2")
    theme().set_zoom(zoom)
    view = shown(qtbot, learner, width)
    QApplication.processEvents()
    table = view.table
    header = table.horizontalHeader()
    assert not any(table.isColumnHidden(each) for each in (QUESTION, TOPIC, SHOWN, RIGHT, TIME, TELLS))
    assert header.sectionSize(QUESTION) >= theme().length(200)
    assert (table.horizontalScrollBar().maximum() > 0) == (header.length() > table.viewport().width())
    assert (header.length() > table.viewport().width()) == (width / zoom < 800)
    # A row has room for two lines, and what is below the table can be scrolled to.
    assert table.rowHeight(0) >= 2 * table.fontMetrics().height()
    assert view._words.isVisible()
    inside = view.body.widget()
    assert inside is not None
    assert inside.height() - view.body.viewport().height() == view.body.verticalScrollBar().maximum()
    assert view._words.mapTo(inside, view._words.rect().bottomLeft()).y() < inside.height()


@pytest.mark.parametrize("width", [836, 1100])
def test_the_question_takes_the_width_that_the_other_columns_leave(
    qtbot: QtBot, learner: Collection, width: int
) -> None:
    take(learner, NOON, ExamKind.LEAF, scope="IV.A.2", wrong={0})
    table = shown(qtbot, learner, width).table
    QApplication.processEvents()
    header = table.horizontalHeader()
    others = [number for number in (TOPIC, SHOWN, RIGHT, TIME, TELLS) if not table.isColumnHidden(number)]
    assert all(
        header.sectionSize(number) <= max(60, table.sizeHintForColumn(number), header.sectionSizeHint(number))
        for number in others
    )
    assert header.length() == header.viewport().width()
    assert header.sectionSize(QUESTION) > max(header.sectionSize(number) for number in others)
