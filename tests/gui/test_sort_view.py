from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope, ShownCard
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Sort
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.review.sort_view import SortView
from studyapp.gui.theme import theme
from studyapp.gui.widgets.sorting_parts import SortBox, SortItem

TASK = Sort(
    ("Manager", "Leader"), ("Sets the aim", "Keeps the plan", "Wins *people*", "Watches the budget"), (1, 0, 1, 0)
)


@pytest.fixture
def shown(collection: Collection) -> ShownCard:
    """Some card; the view takes its deck and seed from it."""
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
def view(qtbot: QtBot, area: QScrollArea, shown: ShownCard) -> SortView:
    """The exercise in a window that scrolls, its first item chosen."""
    body, view = QWidget(), SortView(lambda deck, name: None)
    column = QVBoxLayout(body)
    column.addWidget(view)
    column.addStretch(1)
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.resize(720, 600)
    view.ask(TASK, shown)
    area.show()
    qtbot.waitExposed(area)
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    view.focus_first()
    return view


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def item(view: SortView, text: str) -> SortItem:
    return next(item for item in view.board.findChildren(SortItem) if item.text == text and not item.isHidden())


def box(view: SortView, name: str) -> SortBox:
    return next(box for box in view.board.findChildren(SortBox) if box.name == name and not box.isHidden())


def chosen() -> str:
    focus = QApplication.focusWidget()
    return focus.text if isinstance(focus, SortItem) else ""


def drag(qtbot: QtBot, view: SortView, text: str, target: QPoint) -> None:
    """Drag an item to a point of the board."""
    start = item(view, text).geometry().center()
    qtbot.mousePress(view.board, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.board, start + QPoint(0, 30))
    qtbot.mouseMove(view.board, target)
    qtbot.mouseRelease(view.board, Qt.MouseButton.LeftButton, pos=target)


def test_number_keys_sort_one_item_after_the_other_and_enter_checks(qtbot: QtBot, view: SortView) -> None:
    with qtbot.waitSignal(view.submitted):
        press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert view.board.places() == [1, 0, 1, 0]
    mark = view.check()
    assert mark.right
    assert view.verdict.text == mark.sentence == "All 4 are in their box."


def test_each_item_in_its_box_is_an_equal_part_of_the_credit(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2)
    assert view.check().share == 0.75
    assert item(view, "Sets the aim").accessibleDescription() == "in Leader, 1 of 3; right"
    assert item(view, "Watches the budget").accessibleDescription() == "in Leader, 3 of 3; wrong, belongs in Manager"
    assert view.spoken_result == "Watches the budget belongs in Manager."


def test_what_is_left_in_the_tray_counts_as_wrong(qtbot: QtBot, view: SortView) -> None:
    assert view.button_text == "Show answer"
    press(qtbot, Qt.Key.Key_2)
    assert view.button_text == "Check"
    assert view.remark == "3 items left."
    assert view.check().share == 0.25
    assert "not placed; wrong, belongs in Leader" in item(view, "Wins people").accessibleDescription()


def test_enter_with_items_left_warns_once_and_then_checks(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_2)
    with qtbot.assertNotEmitted(view.submitted):
        press(qtbot, Qt.Key.Key_Return)
    assert "3 items are not placed yet" in view.guide.text()
    with qtbot.waitSignal(view.submitted):
        press(qtbot, Qt.Key.Key_Return)


def test_a_move_takes_the_warning_back(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_1)
    with qtbot.assertNotEmitted(view.submitted):
        press(qtbot, Qt.Key.Key_Space)


def test_arrows_go_through_tray_and_boxes(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_1)
    assert chosen() == "Wins people"
    press(qtbot, Qt.Key.Key_Home)
    assert chosen() == "Sets the aim"
    press(qtbot, Qt.Key.Key_Down)
    assert chosen() == "Keeps the plan"
    press(qtbot, Qt.Key.Key_Down)
    assert chosen() == "Keeps the plan"
    press(qtbot, Qt.Key.Key_Up)
    assert chosen() in ("Sets the aim", "Wins people")
    press(qtbot, Qt.Key.Key_End)
    assert chosen() == "Keeps the plan"
    press(qtbot, Qt.Key.Key_Left)
    assert chosen() == "Watches the budget"


def test_backspace_takes_an_item_back_to_its_place_in_the_tray(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_End, Qt.Key.Key_Backspace)
    assert view.board.places() == [None] * 4
    press(qtbot, Qt.Key.Key_Home)
    assert chosen() == "Sets the aim"


def test_letters_are_the_keys_of_the_tenth_to_twelfth_box(qtbot: QtBot, view: SortView, shown: ShownCard) -> None:
    boxes = tuple(f"Box {number}" for number in range(1, 13))
    view.ask(Sort(boxes, ("a", "b", "c", "d"), (0, 9, 10, 11)), shown)
    view.focus_first()
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_C)
    assert view.check().right


def test_a_letter_without_a_box_is_left_to_the_page(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_C, Qt.Key.Key_3)
    assert view.board.places() == [None] * 4


def test_the_board_is_one_tab_stop(view: SortView) -> None:
    stops = [part for part in view.findChildren(SortItem) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [item(view, "Sets the aim")]


def test_items_are_dragged_into_boxes_between_them_and_back(qtbot: QtBot, view: SortView) -> None:
    drag(qtbot, view, "Wins people", box(view, "Manager").geometry().center())
    assert view.board.places() == [None, None, 0, None]
    drag(qtbot, view, "Wins people", box(view, "Leader").geometry().center())
    assert view.board.places() == [None, None, 1, None]
    drag(qtbot, view, "Wins people", box(view, "").geometry().center())
    assert view.board.places() == [None] * 4


def test_an_item_that_is_dropped_beside_the_boxes_goes_back(qtbot: QtBot, view: SortView) -> None:
    before = item(view, "Wins people").geometry()
    drag(qtbot, view, "Wins people", QPoint(300, view.board.height() + 30))
    assert view.board.places() == [None] * 4
    assert item(view, "Wins people").geometry() == before


def test_a_dragged_item_frames_the_box_it_would_land_in(qtbot: QtBot, view: SortView) -> None:
    target, start = box(view, "Leader"), item(view, "Sets the aim").geometry().center()

    def edge() -> str:
        return target.grab().toImage().pixelColor(target.width() // 2, 1).name()

    accent = theme().colour("accent").name()
    assert edge() != accent
    qtbot.mousePress(view.board, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.board, start + QPoint(0, 30))
    qtbot.mouseMove(view.board, target.geometry().center())
    assert edge() == accent
    press(qtbot, Qt.Key.Key_Escape)
    assert edge() != accent
    assert view.board.places() == [None] * 4


def test_pressing_an_item_and_then_a_box_needs_no_dragging(qtbot: QtBot, view: SortView) -> None:
    qtbot.mouseClick(view.board, Qt.MouseButton.LeftButton, pos=item(view, "Wins people").geometry().center())
    assert chosen() == "Wins people"
    qtbot.mouseClick(view.board, Qt.MouseButton.LeftButton, pos=box(view, "Leader").geometry().center())
    assert view.board.places() == [None, None, 1, None]


def test_dragging_at_the_edge_scrolls(qtbot: QtBot, area: QScrollArea, view: SortView, shown: ShownCard) -> None:
    view.ask(Sort(("a", "b"), tuple(f"Item {n} " + "words " * 12 for n in range(60)), (0, 1) * 30), shown)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    start = item(view, view.board.findChildren(SortItem)[-60].text).geometry().center()
    qtbot.mousePress(view.board, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.board, start + QPoint(0, 30))
    qtbot.mouseMove(view.board, QPoint(100, 590))
    qtbot.waitUntil(lambda: bar.value() > 100)
    press(qtbot, Qt.Key.Key_Escape)


def test_checked_items_cannot_be_moved(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_1)
    view.check()
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_Backspace)
    drag(qtbot, view, "Wins people", box(view, "Manager").geometry().center())
    assert view.board.places() == [0, None, None, None]


def test_result_and_guide_take_the_same_room(qtbot: QtBot, view: SortView) -> None:
    qtbot.waitUntil(lambda: view.board.y() > 0)
    top = view.board.y()
    view.check()
    qtbot.waitUntil(view.verdict.isVisible)
    QApplication.processEvents()
    assert view.board.y() == top


def test_screen_readers_hear_item_place_and_boxes(qtbot: QtBot, view: SortView) -> None:
    first = item(view, "Sets the aim")
    interface = QAccessible.queryAccessibleInterface(first)
    assert interface.text(QAccessible.Text.Name) == "Sets the aim"
    said = interface.text(QAccessible.Text.Description)
    assert said == "not placed; item 1 of 4. Boxes: 1 Manager, 2 Leader"
    press(qtbot, Qt.Key.Key_2)
    assert first.accessibleDescription().startswith("in Leader, 1 of 1")
    assert box(view, "Leader").accessibleDescription() == "Sets the aim"
    assert box(view, "Manager").accessibleDescription() == "empty"


def test_a_draft_is_put_back_as_far_as_the_card_still_has_it(qtbot: QtBot, view: SortView, shown: ShownCard) -> None:
    assert view.draft() is None
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1)
    draft = view.draft()
    view.ask(Sort(("Leader", "Other"), ("Keeps the plan", "Sets the aim"), (1, 0)), shown)
    assert view.board.places() == [None, None]
    view.restore(draft)
    assert view.board.places() == [None, 0]


@pytest.mark.parametrize("width", [260, 700, 1100])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("right_to_left", [False, True])
def test_nothing_overlaps_or_sticks_out(
    qtbot: QtBot, view: SortView, shown: ShownCard, width: int, zoom: float, right_to_left: bool
) -> None:
    side = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    texts = tuple(f"{n} " + "Donaudampfschifffahrtsgesellschaft" * (n % 3) + " words" * n for n in range(12))
    view.ask(Sort(tuple(f"A box with a long name, {n}" for n in range(7)), texts, (0, 1, 2) * 4), shown)
    view.window().setLayoutDirection(side)
    view.window().resize(width, 500)
    theme().set_zoom(zoom)
    for number in range(0, 12, 2):
        view.board.put(number, number % 7)
    view.check()
    board = view.board
    qtbot.waitUntil(lambda: board.height() >= board.heightForWidth(board.width()) > 0)
    items = [part for part in board.findChildren(SortItem) if not part.isHidden()]
    boxes = [part for part in board.findChildren(SortBox) if not part.isHidden()]
    assert len(items) == 12
    for parts in (items, boxes):
        for number, part in enumerate(parts):
            assert board.rect().contains(part.geometry())
            assert not any(part.geometry().intersects(other.geometry()) for other in parts[number + 1 :])
    assert all(any(each.geometry().contains(part.geometry()) for each in boxes) for part in items)


def test_the_board_follows_theme_and_zoom(qtbot: QtBot, view: SortView) -> None:
    press(qtbot, Qt.Key.Key_2)
    height = item(view, "Sets the aim").height()
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    qtbot.waitUntil(lambda: item(view, "Sets the aim").height() >= 1.9 * height)
    assert view.board.places() == [1, None, None, None]


def test_a_card_is_sorted_in_the_review_by_keyboard_alone(
    qtbot: QtBot, open_window: MainWindow, collection: Collection
) -> None:
    open_window.open_screen("review")
    page = open_window.page
    assert isinstance(page, ReviewPage)
    while page.shown is not None and not isinstance(page.shown.face.task, Sort):
        page.show_answer()
        page.answer(Rating.EASY)
    card, view = page.shown, page.card.view
    assert card is not None
    assert isinstance(view, SortView)
    task = card.face.task
    assert isinstance(task, Sort)
    for place in task.places:
        press(qtbot, (Qt.Key.Key_1, Qt.Key.Key_2)[place])
    press(qtbot, Qt.Key.Key_Return)
    assert page.revealed
    press(qtbot, Qt.Key.Key_Space)
    rating = collection.cards.info(card.card_id).reviews[0].rating
    assert rating in (Rating.GOOD, Rating.EASY)


def test_space_neither_places_nor_checks(qtbot: QtBot, view: SortView) -> None:
    submitted: list[bool] = []
    view.submitted.connect(lambda: submitted.append(True))
    before = view.board.places()
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert not submitted
    assert view.board.places() == before
