from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import FrameType

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import CardState, Outcome, Rating
from studyapp.domain.tasks import Arrange, Choose, Sort, Write
from studyapp.gui.card_view import CardView
from studyapp.gui.card_view.exhibit_view import ExhibitView
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.intervals import delay_in_words, outcome_interval
from studyapp.gui.review.order_view import OrderView
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.review.rest import RestState, WaitingState
from studyapp.gui.theme import theme

Keys = Callable[..., None]
ClockAt = Callable[[datetime], None]
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def page(open_window: MainWindow) -> ReviewPage:
    """The review screen, opened in the window, with its first card."""
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    return page


@pytest.fixture
def press(qtbot: QtBot, open_window: MainWindow) -> Keys:
    """Presses keys where the focus is, as a learner does."""

    def press(*keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            qtbot.keyClick(QApplication.focusWidget() or open_window, key, modifier)

    return press


def rows(collection: Collection) -> list[tuple[object, ...]]:
    """All that answers, flags and buryings write, as the file on disk has it."""
    with sqlite3.connect(collection.file) as connection:
        cards = connection.execute("SELECT * FROM cards ORDER BY id").fetchall()
        reviews = connection.execute("SELECT * FROM reviews ORDER BY id").fetchall()
    connection.close()
    return [*cards, *reviews]


def shown_key(page: ReviewPage, collection: Collection) -> str:
    """The key of the note whose card is shown."""
    return collection.cards.note(page.shown.note_id).key if page.shown else ""


def study_until(page: ReviewPage, collection: Collection, key: str) -> None:
    """Grade cards Easy until a card of this note is shown."""
    while shown_key(page, collection) != key:
        assert page.shown is not None, f"no card of {key} came"
        page.show_answer()
        page.answer(Rating.EASY)


def put_in_order(page: ReviewPage, press: Keys) -> None:
    """Sort the rows of an order exercise with the arrow keys."""
    assert isinstance(page.card.view, OrderView)
    assert page.shown is not None
    assert isinstance(page.shown.face.task, Arrange)
    right, order = list(page.shown.face.task.items), page.card.view.rows
    for place, item in enumerate(right):
        at = order.items().index(item)
        press(*[Qt.Key.Key_Up] * len(right))
        press(*[Qt.Key.Key_Down] * at)
        press(*[Qt.Key.Key_Up] * (at - place), modifier=ALT)
    assert order.items() == right


def show_solved(page: ReviewPage, press: Keys) -> None:
    """Do what the card asks, rightly, and show the answer, all with the keyboard."""
    assert page.shown is not None
    match page.shown.face.task:
        case Arrange():
            put_in_order(page, press)
            press(Qt.Key.Key_Return)
        case Sort(places=places):
            press(*[str(place + 1) for place in places], Qt.Key.Key_Return)
        case Choose() as task:
            press("abcde"[task.key], Qt.Key.Key_Space)
        case Write(rubric=rubric):
            press(Qt.Key.Key_Return, modifier=CTRL)
            press(*["2"] * len(rubric), Qt.Key.Key_Return)
        case _:
            press(Qt.Key.Key_Space)
    assert page.revealed


def grade(page: ReviewPage, press: Keys, key: str) -> None:
    """Answer the card rightly, then give a grade of one's own."""
    show_solved(page, press)
    press(key)


def test_the_keyboard_alone_studies_the_whole_day_with_every_kind_of_card_and_leaves(
    page: ReviewPage, collection: Collection, press: Keys, open_window: MainWindow
) -> None:
    cards = 0
    while page.shown is not None:
        show_solved(page, press)
        press(Qt.Key.Key_Space)
        cards += 1
        assert cards < 50
    answers = collection.counts()["reviews"]
    assert answers >= 10
    assert cards == answers
    rest = page.rest
    assert isinstance(rest, RestState)
    assert rest.state.title.text() == "You are done for today"
    assert rest.state.sentence.text().startswith("10 cards today, 10 new. The next cards come tomorrow at 4:00")
    assert page.status_text() == "10 of 10 done"
    press(Qt.Key.Key_Space)
    assert open_window.page.title == "Today"


def test_a_question_with_an_exhibit_keeps_both_in_place_and_answers_below_them(
    page: ReviewPage, collection: Collection, qtbot: QtBot
) -> None:
    spec = {"chart": "pareto", "title": "Causes", "names": ["a", "b", "c"], "counts": [5, 3, 2], "line": "answer"}
    note = NoteSource("q", Kind.QUESTION, {"front": "Which cause first?", "back": "Cause a.", "exhibit": spec})
    collection.content.merge(collection.content.plan(DeckSource("x", "Exhibits", (note,))), clock.now())
    deck = next(deck for deck in collection.decks.all(0) if deck.title == "Exhibits")
    page.start(Scope(deck.id))
    (exhibit,) = page.card.findChildren(ExhibitView)
    qtbot.waitUntil(lambda: exhibit.height() > 100 and exhibit.width() < page.card.area.viewport().width() - 264)
    asked = page.card.text.toPlainText(), exhibit.geometry()
    page.show_answer()
    QApplication.processEvents()
    assert (page.card.text.toPlainText(), exhibit.geometry()) == asked
    answer = next(
        view for view in page.card.findChildren(CardView) if view.isVisible() and "Cause a." in view.toPlainText()
    )
    assert answer.mapTo(page, answer.rect().topLeft()).y() >= exhibit.mapTo(page, exhibit.rect().bottomLeft()).y()
    assert page.bar.grades[Rating.GOOD].proposed
    page.answer(Rating.GOOD)
    page.start(Scope())
    assert not exhibit.isVisible()


def test_number_keys_save_the_grade_that_they_name(page: ReviewPage, collection: Collection, press: Keys) -> None:
    for key in ("1", "2", "3", "4"):
        press(Qt.Key.Key_Return, key)
    with sqlite3.connect(collection.file) as connection:
        assert [row[0] for row in connection.execute("SELECT rating FROM reviews ORDER BY id")] == [1, 2, 3, 4]
    connection.close()


def test_number_keys_do_nothing_before_the_answer_is_shown(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    press("3", "1")
    assert collection.counts()["reviews"] == 0


def test_what_a_button_says_is_what_is_saved(page: ReviewPage, collection: Collection, press: Keys) -> None:
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_Space)
    assert page.bar.grades[Rating.EASY].accessibleName() == f"Easy, next in {outcome_interval(shown.outcomes[3])}"
    press("4")
    assert collection.cards.info(shown.card_id).state.due_day == shown.outcomes[3].card.due_day


def test_undo_of_every_step_gives_the_first_state_back_and_shows_each_card_again(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    before = rows(collection)
    seen: list[int] = []
    while page.shown is not None and len(seen) < 14:
        seen.append(page.shown.card_id)
        grade(page, press, "2" if len(seen) % 3 else "4")
    for card_id in reversed(seen):
        press(Qt.Key.Key_Z, modifier=CTRL)
        assert page.shown is not None
        assert page.shown.card_id == card_id
        assert not page.revealed
    assert rows(collection) == before
    assert page.status_text() == "0 of 10 done"


def test_redo_answers_again_and_goes_on(page: ReviewPage, collection: Collection, press: Keys) -> None:
    press(Qt.Key.Key_Space, "4", Qt.Key.Key_Space, "4")
    after, third = rows(collection), page.shown
    press(Qt.Key.Key_Z, Qt.Key.Key_Z, modifier=CTRL)
    press(Qt.Key.Key_Z, modifier=CTRL | SHIFT)
    press(Qt.Key.Key_Y, modifier=CTRL)
    assert rows(collection) == after
    assert third is not None
    assert page.shown is not None
    assert page.shown.card_id == third.card_id
    assert page.status_text() == "2 of 10 done"


def test_undo_from_another_screen_brings_the_card_back(page: ReviewPage, open_window: MainWindow, press: Keys) -> None:
    first = page.shown
    press(Qt.Key.Key_Space, "4")
    open_window.open_screen("today")
    press(Qt.Key.Key_Z, modifier=CTRL)
    open_window.open_screen("review")
    assert first is not None
    assert page.shown is not None
    assert page.shown.card_id == first.card_id


def test_space_and_enter_press_the_button_that_has_the_focus(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        press(Qt.Key.Key_Space)
        assert page.bar.grades[Rating.GOOD].hasFocus()
        press(Qt.Key.Key_Backtab, Qt.Key.Key_Backtab)
        assert page.bar.grades[Rating.AGAIN].hasFocus()
        press(key)
    with sqlite3.connect(collection.file) as connection:
        assert [row[0] for row in connection.execute("SELECT rating FROM reviews ORDER BY id")] == [1, 1]
    connection.close()


def test_a_key_that_is_held_down_does_not_run_through_the_cards(page: ReviewPage, collection: Collection) -> None:
    for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Space, " "), (Qt.Key.Key_3, "3")):
        page.show_answer()
        focus = QApplication.focusWidget()
        assert focus is not None
        repeat = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, autorep=True)
        QApplication.sendEvent(focus, repeat)
    assert collection.counts()["reviews"] == 0


def test_an_answer_crosses_two_functions_on_its_way_to_the_disk(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    ours: list[str] = []

    def note_stack(statement: str) -> None:
        # SQLite names the statement again for each trigger that it sets off.
        frame: FrameType | None = None if ours else sys._getframe()
        while statement.startswith("UPDATE cards") and frame is not None:
            if "/studyapp/" in frame.f_code.co_filename.replace("\\", "/"):
                ours.append(frame.f_code.co_qualname)
            frame = frame.f_back

    press(Qt.Key.Key_Space)
    collection.journal.driver.set_trace_callback(note_stack)
    press("3")
    collection.journal.driver.set_trace_callback(None)
    assert ours[-2:] == ["ReviewKeys.press", "ReviewPage.keyPressEvent"]
    assert ours[:-2] == ["Review.answer", "ReviewPage.answer"]


def test_the_answer_is_on_disk_before_the_next_card_is_drawn(
    page: ReviewPage, collection: Collection, press: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: list[int] = []
    ask = page.card.ask

    def look_at_disk(shown: object, **more: object) -> None:
        with sqlite3.connect(collection.file) as connection:
            on_disk.append(connection.execute("SELECT count(*) FROM reviews").fetchone()[0])
        connection.close()
        ask(shown, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(page.card, "ask", look_at_disk)
    press(Qt.Key.Key_Space, "3")
    assert on_disk == [1]


def test_a_card_that_has_changed_meanwhile_is_not_answered_and_shown_again(
    page: ReviewPage, collection: Collection, press: Keys, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_Space)
    shown = page.shown
    assert shown is not None
    with sqlite3.connect(collection.file) as connection:
        connection.execute("UPDATE cards SET last_review = 1 WHERE id = ?", (shown.card_id,))
    connection.close()
    with qtbot.waitSignal(page.toast) as said:
        press("3")
    assert "the answer was not saved" in said.args[0]
    assert page.shown is not None
    assert (page.shown.card_id, page.revealed) == (shown.card_id, False)
    assert collection.counts()["reviews"] == 0


def test_the_time_of_an_answer_runs_from_the_question_and_ends_at_a_minute(
    page: ReviewPage, collection: Collection, press: Keys, clock_at: ClockAt
) -> None:
    begin = clock.now()
    for at, seconds in ((0, 12), (20, 500), (900, -30)):
        clock_at(begin + timedelta(seconds=at))
        page.start(Scope())
        press(Qt.Key.Key_Space)
        clock_at(begin + timedelta(seconds=at + seconds))
        press("4")
    with sqlite3.connect(collection.file) as connection:
        assert [row[0] for row in connection.execute("SELECT duration FROM reviews ORDER BY id")] == [12000, 60000, 0]
    connection.close()


def test_flag_bury_and_suspend_can_be_taken_back(page: ReviewPage, collection: Collection, press: Keys) -> None:
    before = rows(collection)
    for key in ("-", "@", "f"):
        shown = page.shown
        assert shown is not None
        press(key)
        assert rows(collection) != before
        assert page.shown is not None
        assert (page.shown.card_id == shown.card_id) is (key == "f")
        press(Qt.Key.Key_Z, modifier=CTRL)
        assert rows(collection) == before
        assert page.shown.card_id == shown.card_id
        assert page.status_text() == "0 of 10 done"


def test_a_toast_takes_a_suspension_back(
    page: ReviewPage, open_window: MainWindow, press: Keys, collection: Collection
) -> None:
    before = rows(collection)
    press("@")
    toast = open_window._toast
    assert toast is not None
    assert toast.text == "Card suspended."
    next(button for button in toast.findChildren(QAbstractButton) if button.text() == "Undo").click()
    assert rows(collection) == before


def test_flags_have_names_and_keys_and_keep_the_answer_open(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    press(Qt.Key.Key_Space)
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_4, modifier=ALT)
    assert collection.cards.info(shown.card_id).flag == 4
    assert page.header.flag_button.accessibleName() == "Flag: Blue"
    assert page.revealed
    press("f")
    assert collection.cards.info(shown.card_id).flag == 0
    page.header.flag_menu.actions()[2].trigger()
    assert collection.cards.info(shown.card_id).flag == 2
    assert page.header.flag_menu.actions()[2].isChecked()


def test_editing_comes_back_to_the_same_card_with_the_new_text(
    page: ReviewPage, collection: Collection, press: Keys, qtbot: QtBot
) -> None:
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_Space, "e")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    press("N", "e", "w", " ")
    press(Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert page.shown is not None
    assert page.shown.card_id == shown.card_id
    assert page.revealed
    assert "New " in page.card.text.toPlainText()
    assert collection.counts()["reviews"] == 0


def test_card_info_opens_with_i(page: ReviewPage, press: Keys) -> None:
    press("i")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "Card info"
    dialog.close()


def test_the_card_stays_when_settings_change_and_shows_the_new_intervals(
    page: ReviewPage, collection: Collection, press: Keys
) -> None:
    press(Qt.Key.Key_Space)
    shown, easy = page.shown, page.bar.grades[Rating.EASY].accessibleName()
    collection.settings.change(desired_retention=0.75)
    assert shown is not None
    assert page.shown is not None
    assert page.shown.card_id == shown.card_id
    assert page.revealed
    assert page.bar.grades[Rating.EASY].accessibleName() != easy


def test_a_hint_is_shown_when_it_is_asked_for(page: ReviewPage, collection: Collection, press: Keys) -> None:
    study_until(page, collection, "who-leads")
    assert page.bar.hint_button.isVisible()
    assert "rank" not in page.card.notes.toPlainText()
    press("h")
    assert "Not a matter of rank." in page.card.notes.toPlainText()
    assert not page.bar.hint_button.isVisible()
    assert not page.revealed


def test_section_and_leaf_of_the_card_are_named(page: ReviewPage, collection: Collection) -> None:
    study_until(page, collection, "cpk")
    assert page.header.section.text() == "IV · Quality management tools"
    assert page.header.leaf.text() == "IV.C.7  Process capability"


def test_example_remark_and_source_stand_beside_the_answer_or_below_it(
    page: ReviewPage, collection: Collection, press: Keys, open_window: MainWindow, qtbot: QtBot
) -> None:
    study_until(page, collection, "leadership")
    press(Qt.Key.Key_Space)
    notes, text = page.card.notes, page.card.text
    assert [line for line in notes.toPlainText().split("\n") if line.strip()] == [
        "Example", "A nurse starts a daily talk.", "Remark", "It is something people do, not a rank.", "Source",
        "A handbook, first edition, ch. 1",
    ]  # fmt: skip
    assert notes.mapTo(page, notes.rect().topLeft()).x() > text.mapTo(page, text.rect().topRight()).x()
    open_window.resize(900, 600)
    qtbot.waitUntil(
        lambda: notes.mapTo(page, notes.rect().topLeft()).y() > text.mapTo(page, text.rect().bottomLeft()).y()
    )


def test_a_long_card_scrolls_by_keyboard_and_opens_at_its_answer(
    page: ReviewPage, collection: Collection, press: Keys, qtbot: QtBot, small_deck: DeckSource
) -> None:
    long = NoteSource("long", Kind.QUESTION, {"front": "Why? " * 600, "back": "Because. " * 1400}, source="own")
    deck = DeckSource("long", "Long", (long,))
    collection.content.merge(collection.content.plan(deck), clock.now())
    deck_id = next(row.id for row in collection.decks.all(0) if row.key == "long")
    page.start(Scope(deck_id=deck_id))
    bar = page.card.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar.value() == page.card.text.y() + page.card.text.answer_top - theme().length(8))
    press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 1000
    assert page.card.area.horizontalScrollBar().maximum() == 0


def test_a_theme_switch_keeps_the_card_and_its_answer(page: ReviewPage, press: Keys) -> None:
    press(Qt.Key.Key_Space)
    shown, text = page.shown, page.card.text.toPlainText()
    for scheme in ("dark", "light"):
        theme().set_scheme(scheme)
        assert page.shown is shown
        assert page.revealed
        assert page.card.text.toPlainText() == text
        picture = page.grab().toImage()
        assert picture.pixelColor(3, 3) == theme().colour("bg")
        corner = page.card.mapTo(page, page.card.rect().center())
        assert picture.pixelColor(corner.x(), page.card.y() + page.card.height() - 20) == theme().colour("surface")


@pytest.mark.parametrize(("width", "height", "zoom"), [(900, 600, 1.0), (900, 600, 2.0), (1280, 800, 1.5)])
def test_every_grade_shows_its_words_at_any_size(
    page: ReviewPage, open_window: MainWindow, press: Keys, width: int, height: int, zoom: float
) -> None:
    theme().set_zoom(zoom)
    open_window.resize(width, height)
    press(Qt.Key.Key_Space)
    assert open_window.width() == width
    for button in page.bar.grades.values():
        assert button.width() >= button.sizeHint().width()
    assert page.card.area.viewport().height() >= 60


@pytest.mark.parametrize(("width", "height", "zoom"), [(900, 600, 1.0), (900, 600, 2.0), (1280, 800, 2.0)])
@pytest.mark.parametrize("key", ["sort", "pdca", "choice", "essay"])
def test_a_card_with_an_exercise_opens_at_the_top_at_any_size(
    page: ReviewPage,
    open_window: MainWindow,
    collection: Collection,
    key: str,
    width: int,
    height: int,
    zoom: float,
) -> None:
    note = next(note for note in map(collection.cards.note, range(1, 11)) if note.key == key)
    stem = "Who does what, and who says so? Think of the plan, the aim and the people. " * 3
    collection.cards.edit(replace(note, fields={**note.fields, "front": stem}), clock.now())
    for other in range(1, 13):
        if collection.cards.info(other).note_id != note.note_id:
            collection.cards.suspend(other)
    theme().set_zoom(zoom)
    open_window.resize(width, height)
    page.start(Scope())
    QApplication.processEvents()
    assert page.shown is not None
    assert page.shown.note_id == note.note_id
    assert page.card.area.verticalScrollBar().maximum() > 0
    assert page.card.area.verticalScrollBar().value() == 0


def test_only_waiting_cards_left_counts_down_and_goes_on_by_itself(
    page: ReviewPage, collection: Collection, press: Keys, clock_at: ClockAt, qtbot: QtBot
) -> None:
    collection.settings.change(learning_steps=(3600,))
    begin = clock.now()
    while page.shown is not None:
        grade(page, press, "1")
    rest = page.rest
    assert isinstance(rest, WaitingState)
    assert rest.sentence == "Next card in 40 min"
    clock_at(begin + timedelta(minutes=39, seconds=20))
    qtbot.waitUntil(lambda: rest.sentence == "Next card in 40 s")
    clock_at(begin + timedelta(minutes=40))
    qtbot.waitUntil(lambda: page.shown is not None)
    assert page.bar.show_button.hasFocus()


def test_a_part_that_is_done_offers_the_rest_of_the_day(page: ReviewPage, press: Keys) -> None:
    page.start(Scope(section="IV"))
    while page.shown is not None:
        assert page.shown.leaf is not None
        assert page.shown.leaf.startswith("IV.")
        press(Qt.Key.Key_Return, "4")
    rest = page.rest
    assert isinstance(rest, RestState)
    assert rest.state.title.text() == "Nothing left in section IV today"
    assert rest.buttons[1].text() == "Study 6 more cards"
    rest.buttons[1].click()
    assert page.shown is not None
    assert page.status_text() == "0 of 6 done"


def test_an_empty_collection_offers_an_import(
    page: ReviewPage, collection: Collection, press: Keys, qtbot: QtBot
) -> None:
    for deck in collection.decks.all(0):
        collection.decks.remove(deck.id)
    rest = page.rest
    assert isinstance(rest, RestState)
    assert rest.state.title.text() == "No cards yet"
    page.command.disconnect()
    with qtbot.waitSignal(page.command, check_params_cb=lambda name: name == "import"):
        press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Z, modifier=CTRL)
    assert page.shown is not None


def test_the_next_day_begins_anew_when_the_screen_is_opened_again(
    page: ReviewPage, open_window: MainWindow, press: Keys, clock_at: ClockAt
) -> None:
    while page.shown is not None:
        grade(page, press, "4")
    open_window.open_screen("today")
    clock_at(clock.now() + timedelta(days=30))
    open_window.open_screen("review")
    assert page.shown is not None
    assert page.bar.show_button.hasFocus()


def test_what_happens_is_announced(page: ReviewPage, press: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def listen(happening: object) -> None:
        if isinstance(happening, QAccessibleAnnouncementEvent):
            said.append(happening.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    press(Qt.Key.Key_Space)
    assert said[0].startswith("Answer shown. Term Leadership")
    press("4")
    assert said[-1] == "Easy, next in 10 days, 9 left"


def test_the_footer_names_the_keys_of_the_moment(page: ReviewPage, press: Keys) -> None:
    assert page.keycaps()[0] == ("Space", "Show answer")
    press(Qt.Key.Key_Space)
    assert page.keycaps()[:3] == [("Space", "Good"), ("1–4", "Grade"), ("Ctrl+Z", "Undo")]
    assert set(page.commands()) == {
        "again",
        "hard",
        "good",
        "easy",
        "flag",
        "bury",
        "suspend",
        "info",
        "learn",
        "report",
        "edit",
    }
    page.commands()["easy"]()
    assert "show" in page.commands()


def test_escape_leaves_and_keeps_the_card(page: ReviewPage, press: Keys, open_window: MainWindow) -> None:
    shown = page.shown
    press(Qt.Key.Key_Escape)
    assert open_window.page.title == "Today"
    open_window.open_screen("review")
    assert page.shown is shown


def test_every_control_has_a_name_and_can_be_reached_by_tab(page: ReviewPage, press: Keys) -> None:
    press(Qt.Key.Key_Space)
    reached: set[QWidget] = set()
    for _ in range(60):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is not None and page.isAncestorOf(focus):
            reached.add(focus)
    for kind in (QAbstractButton, QAbstractScrollArea):
        for control in page.findChildren(kind):
            if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled():
                assert control in reached, control
                assert control.accessibleName() or control.text(), control
    assert len(reached) >= 8


def test_right_to_left_layout_mirrors_the_screen(page: ReviewPage, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.sendPostedEvents()
    page.show_answer()
    assert page.bar.grades[Rating.AGAIN].x() > page.bar.grades[Rating.EASY].x()
    assert page.header.more_button.x() < page.header.section.x()


@pytest.mark.parametrize(
    ("delay", "days", "words"),
    [(60, 0, "1 min"), (600, 0, "10 min"), (5400, 0, "1.5 h"), (0, 1, "1 day"), (0, 8, "8 days"), (0, 29, "29 days"),
     (0, 30, "1 month"), (0, 128, "4.2 months"), (0, 365, "12 months"), (0, 475, "1.3 years"), (0, 7305, "20 years"),
     (2 * 86400, 0, "2 days")],
)  # fmt: skip
def test_intervals_are_said_in_the_unit_that_reads_best(delay: int, days: int, words: str) -> None:
    assert outcome_interval(Outcome(Rating.GOOD, CardState(), delay, days, 0)) == words


def test_a_wait_that_is_over_is_said_as_nothing() -> None:
    assert delay_in_words(-5) == "0 s"
