from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from studyapp.gui.practice.navigator import Navigator, NavigatorLegend, Tile
from studyapp.gui.practice.pacing import Pace, clock_words, length_words, spoken_time
from studyapp.gui.theme import theme

Key = Qt.Key
TILES = [Tile(answered=True), Tile(skipped=True, flagged=True), *[Tile()] * 28]


@pytest.fixture
def navigator(qtbot: QtBot) -> Navigator:
    """Thirty questions, the third open."""
    navigator = Navigator()
    qtbot.addWidget(navigator)
    navigator.resize(334, 80)
    navigator.show_tiles(TILES, 2)
    navigator.show()
    qtbot.waitExposed(navigator)
    navigator.activateWindow()
    navigator.setFocus()
    return navigator


def test_twelve_tiles_of_25_by_21_stand_in_a_row(navigator: Navigator) -> None:
    first, twelfth, next_row = navigator.place(0), navigator.place(11), navigator.place(12)
    assert (first.width(), first.height()) == (25, 21)
    assert (twelfth.top(), twelfth.right()) == (0, 333)
    assert (next_row.left(), next_row.top()) == (0, 24)
    assert navigator.heightForWidth(334) == 3 * 21 + 2 * 3


@pytest.mark.parametrize(("width", "columns"), [(324, 12), (250, 9), (100, 3), (20, 1)])
def test_narrow_panels_have_fewer_tiles_in_a_row_and_none_is_cut(
    navigator: Navigator, width: int, columns: int
) -> None:
    navigator.resize(width, 800)
    rows = [navigator.place(position).top() for position in range(30)]
    assert rows.count(0) == columns
    places = [navigator.place(position) for position in range(30)]
    assert max(place.right() for place in places) < max(width, 25)
    assert not any(one.intersects(other) for n, one in enumerate(places) for other in places[n + 1 :])


def test_arrows_move_and_enter_opens(qtbot: QtBot, navigator: Navigator) -> None:
    opened: list[int] = []
    navigator.chosen.connect(opened.append)
    for key, position in (
        (Key.Key_Right, 3), (Key.Key_Left, 2), (Key.Key_Down, 14), (Key.Key_Down, 26), (Key.Key_Down, 26), (Key.Key_Up, 14),
        (Key.Key_Home, 0), (Key.Key_Left, 0), (Key.Key_Up, 0), (Key.Key_End, 29), (Key.Key_Right, 29),
    ):  # fmt: skip
        qtbot.keyClick(navigator, key)
        assert navigator.pointed == position
    assert opened == []
    qtbot.keyClick(navigator, Key.Key_Return)
    qtbot.keyClick(navigator, Key.Key_Home)
    qtbot.keyClick(navigator, Key.Key_Space)
    assert opened == [29, 0]


def test_right_to_left_the_first_tile_is_at_the_right_and_arrows_follow_the_eye(
    qtbot: QtBot, navigator: Navigator
) -> None:
    navigator.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert navigator.place(0).right() == 333
    qtbot.keyClick(navigator, Key.Key_Left)
    assert navigator.pointed == 3


def test_a_click_opens_the_tile_under_the_pointer_and_nothing_beside_it(qtbot: QtBot, navigator: Navigator) -> None:
    opened: list[int] = []
    navigator.chosen.connect(opened.append)
    qtbot.mouseClick(navigator, Qt.MouseButton.LeftButton, pos=navigator.place(17).center())
    qtbot.mouseClick(navigator, Qt.MouseButton.LeftButton, pos=QPoint(300, navigator.place(29).center().y()))
    qtbot.mouseClick(navigator, Qt.MouseButton.RightButton, pos=navigator.place(4).center())
    assert opened == [17]


def test_the_focus_begins_at_the_open_question(navigator: Navigator) -> None:
    navigator.clearFocus()
    navigator.set_current(20)
    navigator.setFocus()
    assert navigator.pointed == 20
    assert navigator.accessibleDescription() == "Question 21 of 30, not seen yet, this question"


def test_every_state_is_told_in_words(navigator: Navigator) -> None:
    assert navigator.words(0) == "Question 1 of 30, answered"
    assert navigator.words(1) == "Question 2 of 30, skipped, flagged"
    assert navigator.words(2) == "Question 3 of 30, not seen yet, this question"
    navigator.set_tile(4, Tile(answered=True, flagged=True))
    assert navigator.words(4) == "Question 5 of 30, answered, flagged"


def test_a_tile_explains_itself_in_a_tool_tip(navigator: Navigator) -> None:
    place = navigator.place(1).center()
    QApplication.sendEvent(navigator, QHelpEvent(QEvent.Type.ToolTip, place, navigator.mapToGlobal(place)))
    assert "Question 2 of 30, skipped, flagged" in QToolTip.text()


def test_states_look_different(navigator: Navigator) -> None:
    navigator.clearFocus()
    looks = []
    for tile in (
        Tile(),
        Tile(answered=True),
        Tile(skipped=True),
        Tile(flagged=True),
        Tile(answered=True, flagged=True),
    ):
        navigator.set_tile(7, tile)
        looks.append(navigator.grab(navigator.place(7)).toImage())
    navigator.set_current(7)
    looks.append(navigator.grab(navigator.place(7)).toImage())
    assert not any(one == other for n, one in enumerate(looks) for other in looks[n + 1 :])


def test_other_keys_belong_to_the_screen_and_an_empty_navigator_takes_none(qtbot: QtBot, navigator: Navigator) -> None:
    navigator.show_tiles([], 0)
    qtbot.keyClick(navigator, Key.Key_Right)
    qtbot.keyClick(navigator, Key.Key_Return)
    assert navigator.pointed == 0
    assert navigator.heightForWidth(334) == 1


def test_the_legend_tells_its_numbers(qtbot: QtBot) -> None:
    legend = NavigatorLegend()
    qtbot.addWidget(legend)
    legend.show_counts(70, 3, 5)
    assert legend.accessibleName() == "70 answered, 3 skipped, 5 flagged"
    theme().set_scheme("dark")
    assert not legend.grab().isNull()


@pytest.mark.parametrize(
    ("done", "used", "words", "behind"),
    [
        (73, 102 * 60 + 10, "2 min ahead of pace", False),
        (73, 104 * 60 + 38, "on pace", False),
        (73, 104 * 60 + 38 + 44, "on pace", False),
        (73, 104 * 60 + 38 + 46, "1 min behind pace", True),
        (0, 600, "10 min behind pace", True),
        (180, 0, "258 min ahead of pace", False),
    ],
)
def test_the_pace_is_86_seconds_a_question(done: int, used: float, words: str, behind: bool) -> None:
    pace = Pace(done, 180, used, 258 * 60.0)
    assert (pace.words, pace.is_behind) == (words, behind)
    assert pace.share_done == done / 180
    assert pace.share_due == min(1.0, used / 15480)


@pytest.mark.parametrize(
    ("done", "used", "told", "brief"),
    [
        (0, 2, False, "on pace"), (9, 12, False, "+13 min"), (40, 299, False, "+52 min"), (0, 299, False, "−5 min"),
        (0, 300, True, "−5 min"), (40, 300, True, "+52 min"),
    ],
)  # fmt: skip
def test_quick_first_answers_say_nothing_of_the_pace_before_five_minutes(
    done: int, used: float, told: bool, brief: str
) -> None:
    pace = Pace(done, 180, used, 258 * 60.0)
    assert (pace.is_told, pace.brief) == (told, brief)


def test_in_a_short_exam_the_pace_is_told_after_a_tenth_of_its_time() -> None:
    assert [Pace(2, 10, used, 840.0).is_told for used in (83, 84)] == [False, True]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(9350, "2:35:50"), (0, "0:00:00"), (-5, "0:00:00"), (0.2, "0:00:01"), (59.999, "0:01:00"), (36000, "10:00:00")],
)
def test_the_time_reads_like_a_clock_and_a_begun_second_counts(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (9350, "2 hours 35 minutes"),
        (3600, "1 hour"),
        (300, "5 minutes"),
        (60, "1 minute"),
        (59, "59 seconds"),
        (1, "1 second"),
    ],
)
def test_the_time_is_spoken_in_words(seconds: float, words: str) -> None:
    assert spoken_time(seconds) == words


@pytest.mark.parametrize(("minutes", "words"), [(258, "4 h 18 min"), (43, "43 min"), (120, "2 h"), (0, "0 min")])
def test_a_length_is_told_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert length_words(minutes) == words
