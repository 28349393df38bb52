from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Calculate
from studyapp.gui.main_window import MainWindow
from studyapp.gui.practice import report_words as words
from studyapp.gui.practice.page import PracticePage
from studyapp.gui.practice.report import ReportView
from studyapp.gui.theme import theme
from tests.conftest import NOON, ClockAt
from tests.gui.taken_exams import exam_deck, take

Key = Qt.Key
EARLY = NOON - timedelta(days=20)


@pytest.fixture
def learner(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection with questions for every kind of exam."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(exam_deck()), clock.now())
    yield opened
    opened.close()


def shown(qtbot: QtBot, collection: Collection, exam_id: int, width: int = 1100, height: int = 760) -> ReportView:
    """A report that has been read."""
    view = ReportView(collection, exam_id)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(lambda: view.stack.currentWidget() is not view.loading)
    return view


def texts(view: ReportView) -> str:
    """All words of the labels that are shown."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def figures(view: ReportView) -> list[tuple[str, str]]:
    """Name and description of each figure."""
    return [(stat.accessibleName(), stat.accessibleDescription()) for stat in view.figures.stats]


def test_a_report_says_that_it_is_being_read_and_then_shows_what_came_out(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong=range(4), changed={0, 9}, sure={0, 1, 10, 11, 12, 13})
    view = ReportView(learner, exam_id)
    qtbot.addWidget(view)
    view.resize(1100, 760)
    view.show()
    assert view.stack.currentWidget() is view.loading
    assert view.report is None
    assert view.keycaps() == [("Esc", "Back")]
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.body)
    assert view.title.text() == "Mini mock exam"
    assert view.subtitle.text() == "Sunday 22 November 2026, 30 questions in 20 minutes (43 allowed), strict"
    assert figures(view) == [
        ("26 of 30 right, 87\u00a0%", "likely range 73–93\u00a0%"),
        ("40\u00a0s on a question", "pace is 1\u00a0min 26\u00a0s"),
        ("2 changed answers", "1 to right, 1 to wrong"),
        ("67\u00a0% right when “sure”", "92\u00a0% right when “guess”"),
    ]
    assert view.status_text() == "A practice exam shows what to study. It does not predict the scaled score."


def test_an_exam_that_is_gone_or_running_is_an_error_with_a_way_back(qtbot: QtBot, learner: Collection) -> None:
    running = learner.exams.start(ExamKind.MINI, False, NOON)
    for exam_id, sentence in ((running, "still running"), (999, "no longer in the collection")):
        view = shown(qtbot, learner, exam_id)
        assert "This report cannot be shown" in texts(view)
        assert sentence in texts(view)
        with qtbot.waitSignal(view.closed):
            (back,) = [button for button in view.findChildren(QPushButton) if button.isVisible()]
            back.click()


def test_only_the_first_mock_is_called_diagnostic(qtbot: QtBot, learner: Collection) -> None:
    first, second = take(learner, EARLY), take(learner, NOON, wrong={1})
    assert words.DIAGNOSTIC in texts(shown(qtbot, learner, first))
    assert words.DIAGNOSTIC not in texts(shown(qtbot, learner, second))


def test_what_is_published_is_said_and_nothing_is_passed_or_failed(qtbot: QtBot, learner: Collection) -> None:
    said = texts(shown(qtbot, learner, take(learner, NOON, wrong=range(5))))
    assert "550 of 750" in said
    assert "not affiliated with ASQ" in said
    rest = said.replace(
        "The real exam reports a scaled score: 550 of 750 passes. No percentage that passes is published", ""
    )
    assert "pass" not in rest.lower()
    assert "fail" not in said.lower()


def test_sections_stand_with_their_ranges_and_open_into_topics(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(3)))
    chart = view.results
    assert [row.code for row in chart.rows()] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert chart.rows()[0].name == "Part I"
    assert view.report is not None
    first = view.report.sections[0]
    sentence = f"I Part I: {first.right} of {first.total} right, {round(100 * first.share)}\u00a0%, likely range "
    assert chart.parts()[0][1].startswith(sentence)
    assert all(part.low < part.share < part.high or part.share in (0, 1) for part in view.report.sections)
    before = chart.sizeHint().height()
    chart.setFocus()
    qtbot.keyClick(chart, Key.Key_Down)
    assert chart.accessibleDescription().endswith("Space shows its topics")
    qtbot.keyClick(chart, Key.Key_Space)
    leaves = [row for row in chart.rows() if row.is_leaf]
    assert {row.code.partition(".")[0] for row in leaves} == {"I"}
    assert sum(row.tally.total for row in leaves) == first.total
    assert chart.sizeHint().height() > before
    qtbot.keyClick(chart, Key.Key_Down)
    qtbot.keyClick(chart, Key.Key_Left)
    assert not any(row.is_leaf for row in chart.rows())
    assert chart.chosen == 0
    place = chart.parts()[1][0].center().toPoint()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert {row.code.partition(".")[0] for row in chart.rows() if row.is_leaf} == {"II"}


def test_the_trend_marks_mocks_of_the_same_kind_and_does_not_overstate(qtbot: QtBot, learner: Collection) -> None:
    take(learner, EARLY, wrong=range(10))
    take(learner, EARLY + timedelta(days=5), ExamKind.HALF, wrong=range(30))
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(7)))
    marks = view.trend._marks
    assert [(mark.kind, mark.alike, mark.current) for mark in marks] == [
        ("mini", True, False), ("half", False, False), ("mini", True, True),
    ]  # fmt: skip
    assert "since the mini mock of 2 November; the ranges overlap, so it may be chance." in texts(view)
    view.trend.setFocus()
    qtbot.keyClick(view.trend, Key.Key_Right)
    assert view.trend.accessibleDescription().startswith("Mini mock exam, 2 November: 20 of 30 right, 67\u00a0%")


def test_a_drill_has_no_trend_and_no_word_of_the_scaled_score(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, ExamKind.LEAF, scope="IV.A.2", wrong={0}))
    assert view.title.text() == "Drill IV.A.2 Topic 2 of part IV"
    assert not view._trend_card.isVisible()
    assert "550" not in texts(view)
    assert [row.code for row in view.results.rows()] == ["IV", "IV.A.2"]


def test_missed_questions_come_first_with_what_was_picked_what_is_best_and_why(
    qtbot: QtBot, learner: Collection
) -> None:
    exam_id = take(learner, NOON, wrong={2, 5}, skipped={8}, sure={5}, flagged={5})
    view = shown(qtbot, learner, exam_id)
    assert [row.item.position for row in view.list.rows] == [2, 5, 8]
    row = view.list.rows[1]
    asked = learner.exams.question(exam_id, 5)
    key = asked.options[asked.key]
    assert row.said.best == plain(key.text)
    assert row.said.picked == plain(asked.options[(asked.key + 1) % len(asked.options)].text)
    assert row.said.why
    row.setFocus()
    assert row.accessibleName().startswith("Question 6, wrong: ")
    for part in ("You: ", "Best: ", asked.leaf or "", "sure", "flagged", "40\u00a0s"):
        assert part in row.accessibleDescription()
    assert view.list.rows[2].words.startswith("No answer. Best: ")


def test_filters_show_sure_but_wrong_flagged_unscored_and_every_question(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, ExamKind.HALF, wrong={1, 4, 7}, sure={4, 30}, flagged={30, 31})
    view = shown(qtbot, learner, exam_id)
    listing = view.list
    assert [button.text() for button in listing.filters.values() if button.isVisible()] == [
        "Missed 3", "Sure but wrong 1", "Flagged 2", "All questions 90",
    ]  # fmt: skip
    listing.filters["sure"].click()
    assert [row.item.position for row in listing.rows] == [4]
    listing.filters["flagged"].click()
    assert [row.item.position for row in listing.rows] == [30, 31]
    listing.filters["every"].click()
    assert len(listing.rows) == 5
    assert listing.more.text() == "Show all 90"
    listing.more.click()
    assert [row.item.position for row in listing.rows] == list(range(90))
    assert not listing.more.isVisible()


def test_a_section_can_be_looked_at_alone(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(12)))
    names = [view.list.section.itemText(place) for place in range(view.list.section.count())]
    assert names[0] == "All sections"
    assert [name.rpartition(" ")[0] for name in names[1:]] == [
        f"Part {code}" for code in ("I", "II", "III", "IV", "V", "VI", "VII")
    ]
    assert sum(int(name.rpartition(" ")[2]) for name in names[1:]) == 12
    for _ in range(view.list.section.findData("IV")):
        qtbot.keyClick(view.list.section, Key.Key_Down)
    assert view.list.rows
    assert {(row.item.leaf or "").partition(".")[0] for row in view.list.rows} == {"IV"}


def test_unscored_questions_stand_apart_and_are_explained(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, ExamKind.FULL, wrong=range(20)))
    assert view.report is not None
    assert figures(view)[0][0].split(" right")[0].endswith("of 165")
    said = texts(view)
    assert "15 of the questions were unscored" in said
    assert f"Of the unscored questions {view.report.unscored.right} of 15 were right." in said
    view.list.filters["unscored"].click()
    assert words.UNSCORED in texts(view)
    assert view.list.beside.text() == "first 5 of 15"
    assert all("unscored" in row.words for row in view.list.rows)


def test_questions_that_time_ran_out_for_are_named_so(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong={0}, skipped={24}, unseen=range(25, 30), late=True))
    view.list.filters["late"].click()
    assert [row.item.position for row in view.list.rows] == [24]
    assert view.list.rows[0].words.startswith("Time was up. Best: ")
    assert "5 questions that you did not reach stay fresh for another exam." in texts(view)


def test_a_strict_exam_took_the_time_of_the_wall_and_its_questions_that_of_the_learner(
    qtbot: QtBot, learner: Collection
) -> None:
    view = shown(qtbot, learner, take(learner, NOON, unseen=range(2, 30), late=True))
    assert view.subtitle.text().endswith("30 questions in 43 minutes (43 allowed), strict")
    assert figures(view)[1][0] == "40\u00a0s on a question"
    said = texts(view)
    assert (
        "1\u00a0min 20\u00a0s were spent on the questions; the clock ran on for the other 41\u00a0min 40\u00a0s."
        in said
    )


def test_nothing_of_a_question_that_was_not_reached_is_shown(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong={0, 1}, skipped={2}, unseen=range(3, 30), late=True)
    view = shown(qtbot, learner, exam_id)
    listing = view.list
    # One number of missed questions wherever it is told.
    assert view.review_button.text() == "Review the 3 missed"
    assert listing.filters["missed"].text() == "Missed 3"
    assert len(learner.exams.missed(NOON)) == 3
    assert "3 missed questions come back" in texts(view)
    assert listing.filters["unreached"].text() == "Not reached 27"
    asked: list[int] = []
    ask = listing._ask
    listing._ask = lambda position: asked.append(position) or ask(position)  # type: ignore[func-returns-value]
    listing.filters["unreached"].click()
    listing.more.click()
    assert [row.item.position for row in listing.rows] == list(range(3, 30))
    assert words.NOT_REACHED in texts(view)
    view.grab()
    row = listing.rows[0]
    row.setFocus()
    assert row.accessibleName() == "Question 4, not reached"
    assert row.words == f"Not reached; it stays fresh for another exam. {words.leaf_words(row.item, titles(learner))}"
    assert view.keycaps()[0] == ("Enter", "Review missed")
    row.click()
    qtbot.keyClick(row, Key.Key_Right)
    listing.reveal(5)
    assert listing.details == {}
    assert asked == []
    assert all(item.headline == "" for item in view.report.items[3:])  # type: ignore[union-attr]
    with qtbot.waitSignal(view.review_missed):
        qtbot.keyClick(row, Key.Key_Return)


def titles(learner: Collection) -> dict[str, str]:
    assert learner.outline is not None
    return {leaf.id: leaf.title for leaf in learner.outline.leaves()}


def test_where_some_were_answered_right_since_the_button_says_how_many_of_the_missed_are_left(
    qtbot: QtBot, learner: Collection
) -> None:
    exam_id = take(learner, EARLY, ExamKind.LEAF, scope="IV.A.2", wrong={0, 1, 2})
    again = learner.exams.start(ExamKind.MISSED, False, NOON, str(exam_id))
    learner.exams.pick(again, 0, learner.exams.question(again, 0).key, NOON)
    learner.exams.finish(again, NOON)
    view = shown(qtbot, learner, exam_id)
    assert view.review_button.text() == "Review 2 of the 3 missed"
    assert view.list.filters["missed"].text() == "Missed 3"


def test_at_twice_the_size_the_foot_of_the_window_still_names_keys(
    qtbot: QtBot, window: MainWindow, page: PracticePage
) -> None:
    theme().set_zoom(2.0)
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.footer.sentence == words.STATUS_SHORTEST
    assert window.footer.keys[0] == ("Enter", "Review missed")


def test_a_question_opens_in_place_with_reasons_source_and_ways_to_its_note(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong=range(30), changed={3})
    view = shown(qtbot, learner, exam_id)
    position = next(
        place for place in range(5) if not isinstance(learner.exams.question(exam_id, place).face.task, Calculate)
    )
    row = view.list.rows[position]
    assert view.list.details == {}
    row.click()
    details = view.list.details[position]
    asked = learner.exams.question(exam_id, position)
    assert details.stem.accessibleDescription() == plain(asked.face.question)
    results = [each.result for each in details.options.rows]
    assert results[asked.key] == "key"
    assert results[(asked.key + 1) % 4] == "wrong"
    shown_text = "\n".join(each.view.toPlainText() for each in details.options.rows)
    assert "Why the tempting one is wrong" in shown_text
    for option in asked.options:
        assert option.rationale in shown_text
    assert "A handbook, first edition, ch. 3" in details.notes.toPlainText()
    assert "Limits come from the data." in details.notes.toPlainText()
    with qtbot.waitSignal(view.edit_requested) as edited:
        details.edit.click()
    with qtbot.waitSignal(view.report_card_requested) as reported:
        details.report.click()
    assert edited.args == reported.args == [asked.note_id]
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [view]
    assert view.isActiveWindow()
    row.click()
    assert view.list.details == {}


def test_a_right_answer_still_explains_the_tempting_option(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong={1}))
    view.list.filters["every"].click()
    place = next(
        n for n in range(5) if view.list.rows[n].item.right and "service manager" in view.list.rows[n].said.stem
    )
    view.list.open(place)
    assert [each.result for each in view.list.details[place].options.rows].count("tempting") == 1


def test_numbers_are_those_that_were_asked_with_their_solution_and_exhibit(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, ExamKind.HALF, wrong=range(90))
    view = shown(qtbot, learner, exam_id)
    position = next(
        place for place in range(90) if isinstance(learner.exams.question(exam_id, place).face.task, Calculate)
    )
    view.list.reveal(position)
    asked = learner.exams.question(exam_id, position)
    details = view.list.details[position]
    row = next(row for row in view.list.rows if row.item.position == position)
    assert "{" not in row.said.stem
    assert row.said.stem == plain(asked.face.question)
    assert isinstance(asked.face.task, Calculate)
    assert asked.face.task.question.solution in details.notes.toPlainText()
    assert details.exhibit is not None
    assert details.exhibit.exhibit is not None
    assert details.exhibit.exhibit.answered


def test_an_edited_question_names_what_was_picked_then(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong=range(30))
    position = next(
        place for place in range(30) if not isinstance(learner.exams.question(exam_id, place).face.task, Calculate)
    )
    asked = learner.exams.question(exam_id, position)
    note = learner.cards.note(asked.note_id)
    options = [{**option, "text": f"New: {option['text']}"} for option in note.fields["options"]]
    learner.cards.edit(replace(note, fields={**note.fields, "options": options}), NOON + timedelta(hours=2))
    view = shown(qtbot, learner, exam_id)
    view.list.reveal(position)
    assert "The question has been edited since. Then you picked: Option" in texts(view)


def test_a_question_that_is_gone_says_so(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong={0})
    card_id = learner.exams.question(exam_id, 0).card_id
    learner.journal.driver.execute("DELETE FROM cards WHERE id = ?", (card_id,))
    learner.exams._shown.clear()
    view = shown(qtbot, learner, exam_id)
    view.list.open(0)
    details = view.list.details[0]
    assert "no longer in the collection" in details.stem.toPlainText()
    assert not details.edit.isVisible()
    assert not details.options.isVisible()


def test_nothing_missed_is_said_calmly_and_offers_no_repetition(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON))
    assert view.list.title.text() == "All questions"
    assert view.list.calm.text().startswith("Nothing was missed.")
    assert not view.review_button.isVisible()
    assert not view._next_box.isVisible()
    assert view.close_button.hasFocus()


def test_what_happens_now_names_the_recall_cards_that_came_forward(qtbot: QtBot, learner: Collection) -> None:
    exam_id = take(learner, NOON, ExamKind.LEAF, scope="IV.A.2", wrong={0, 1, 2})
    front = learner.journal.driver.execute(
        "SELECT count(*) FROM cards c JOIN notes n ON n.id = c.note_id WHERE n.leaf = 'IV.A.2' AND n.key LIKE 'fact%' AND c.position <"
        " (SELECT min(position) FROM cards c JOIN notes n ON n.id = c.note_id WHERE n.key LIKE 'fact%' AND n.leaf != 'IV.A.2')"
    ).fetchone()[0]
    assert front == 2
    view = shown(qtbot, learner, exam_id)
    assert "3 missed questions come back in Review, with their own spacing." in texts(view)
    assert "2 recall cards behind them were brought forward." in texts(view)
    assert view.review_button.text() == "Review the 3 missed"


def test_questions_that_have_been_mastered_since_are_not_to_be_reviewed_again(
    qtbot: QtBot, learner: Collection
) -> None:
    exam_id = take(learner, EARLY, ExamKind.LEAF, scope="IV.A.2", wrong={0, 1})
    take(learner, NOON, ExamKind.MISSED)
    assert learner.exams.missed(NOON) == ()
    assert not shown(qtbot, learner, exam_id).review_button.isVisible()


def test_keys_walk_the_questions_open_them_and_lead_back(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(7)))
    assert view.review_button.hasFocus()
    assert view.keycaps()[0] == ("Enter", "Review missed")
    qtbot.keyClick(view.review_button, Key.Key_Down)
    assert view.list.rows[0].hasFocus()
    assert view.keycaps()[0] == ("Enter", "Open question")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert list(view.list.details) == [0]
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert len(view.list.rows) == 7
    assert view.list.rows[6].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up)
    assert view.list.rows[5].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Right)
    assert 5 in view.list.details
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Left)
    assert 5 not in view.list.details
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    with qtbot.waitSignal(view.review_missed):
        view.review_button.setFocus()
        qtbot.keyClick(view.review_button, Key.Key_Return)
    with qtbot.waitSignal(view.review_missed):
        qtbot.keyClick(view, Key.Key_Return)


def test_the_slowest_questions_lead_to_themselves(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong={0}, seconds=lambda place: 58.0 if place == 20 else 30.0))
    assert view.slowest[0].text() == "21 (58\u00a0s)"
    view.slowest[0].click()
    assert 20 in view.list.details
    assert view.list.filter == "every"


def test_certainty_and_second_thoughts_are_told(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong={0, 1}, changed={0, 5, 6}, sure={0, 2, 3}))
    assert [(row.name, row.tally.right, row.tally.total) for row in view.calibration.rows()] == [
        ("Guess", 26, 27), ("Sure", 2, 3),
    ]  # fmt: skip
    said = texts(view)
    assert "1 answer that you were sure of was wrong" in said
    assert "Changing answers gained 1 question: 28 right, 27 with your first answers." in said


@pytest.fixture
def page(window: MainWindow, learner: Collection, qtbot: QtBot) -> Iterator[PracticePage]:
    """The report of a mini mock on the Practice page."""
    exam_id = take(learner, NOON, wrong=range(6))
    window.set_collection(learner)
    window.open_screen("practice")
    page = window.page
    assert isinstance(page, PracticePage)
    page.show_report(exam_id)
    qtbot.waitUntil(lambda: isinstance(page.shown, ReportView) and page.shown.report is not None)
    yield page
    window.set_collection(None)


def test_on_the_page_review_starts_the_missed_questions(page: PracticePage) -> None:
    assert isinstance(page.shown, ReportView)
    assert page.shown.review_button.hasFocus()
    page.shown.review_button.click()
    assert page.runner is not None
    assert page.runner.title == "Missed questions"
    assert page.runner.sitting.count == 6


def test_on_the_page_ctrl_e_exports_the_report_and_not_a_deck(
    qtbot: QtBot, page: PracticePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    said: list[str] = []
    assert isinstance(page.shown, ReportView)
    page.shown.toast.connect(said.append)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert target.read_bytes().startswith(b"%PDF")
    assert said == ["Report written to report.pdf."]
    assert isinstance(page.shown, ReportView)
    assert page.window().windowTitle() == "Practice"  # type: ignore[union-attr]


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("width", [836, 1280])
def test_nothing_is_wider_than_the_window(qtbot: QtBot, learner: Collection, zoom: float, width: int) -> None:
    theme().set_zoom(zoom)
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(6)), width, 560)
    view.list.open(0)
    view.results.open_all()
    QApplication.processEvents()
    inside = view.body.widget()
    assert inside is not None
    assert view.body.horizontalScrollBar().maximum() == 0
    assert inside.minimumSizeHint().width() <= view.body.viewport().width()
    bar = view.list.bar
    assert all(bar.rect().contains(button.geometry()) for button in view.list.filters.values() if button.isVisible())


def test_every_control_has_a_name(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(6)))
    view.list.open(0)
    for button in view.findChildren(QPushButton):
        assert button.accessibleName() or button.text()
    for chart in (view.results, view.trend, view.pace, view.calibration):
        assert chart.accessibleName()
        assert chart.accessibleDescription()
    assert view.accessibleName() == "Report: Mini mock exam"


def test_a_long_list_is_made_of_rows_alone(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, ExamKind.FULL, wrong=range(180)))
    view.list.filters["every"].click()
    view.list.more.click()
    assert len(view.list.rows) == 180
    assert view.list.details == {}
    read = [row for row in view.list.rows if row._said is not None]
    assert len(read) < 40, "questions are read when their row is seen"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (45, "45 s"), (60, "1 min"), (79, "1 min 19 s"), (3600, "1 h"), (7440, "2 h 4 min")],
)
def test_times_read_as_a_person_says_them(seconds: float, said: str) -> None:
    assert words.time_words(seconds).replace("\u00a0", " ") == said


def test_an_edit_shows_at_once_and_the_place_in_the_list_is_kept(
    qtbot: QtBot, page: PracticePage, learner: Collection
) -> None:
    view = page.shown
    assert isinstance(view, ReportView)
    view.list.more.click()
    position = next(row.item.position for row in view.list.rows if "service manager" in row.said.stem)
    view.list.open(position)
    next(row for row in view.list.rows if row.item.position == position).setFocus()
    note = learner.cards.note(learner.exams.question(view.exam_id, position).note_id)
    learner.cards.edit(replace(note, fields={**note.fields, "front": "What reads differently now?"}), NOON)
    assert list(view.list.details) == [position]
    assert view.list.details[position].stem.toPlainText() == "What reads differently now?"
    row = next(row for row in view.list.rows if row.item.position == position)
    assert row.said.stem == "What reads differently now?"
    assert row.hasFocus()
    assert len(view.list.rows) == 6
    assert [link.isVisible() for link in view.slowest] == [True] * 5


def test_tab_reaches_one_row_and_then_what_is_open_below_it(qtbot: QtBot, learner: Collection) -> None:
    view = shown(qtbot, learner, take(learner, NOON, wrong=range(6)))
    first, second = view.list.rows[:2]
    view.list.section.setFocus()
    qtbot.keyClick(view.list.section, Key.Key_Tab)
    assert first.hasFocus()
    qtbot.keyClick(first, Key.Key_Tab)
    assert view.list.more.hasFocus()
    second.setFocus()
    qtbot.keyClick(second, Key.Key_Return)
    details = view.list.details[1]
    qtbot.keyClick(second, Key.Key_Tab)
    assert details.stem.hasFocus()
    details.notes.setFocus()
    qtbot.keyClick(details.notes, Key.Key_Tab)
    assert details.edit.hasFocus()
    view.list.section.setFocus()
    qtbot.keyClick(view.list.section, Key.Key_Tab)
    assert second.hasFocus()
