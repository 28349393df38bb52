from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp.gui.card_view.options import ConfidenceRow, OptionList
from studyapp.gui.theme import theme

TEXTS = ("Ask the people who do the work.", "Take a **vote**.", r"Work out $\bar{x} \pm 3s$.", "Wait.")


@pytest.fixture
def options(qtbot: QtBot) -> Iterator[OptionList]:
    """Four options in a window."""
    window = QWidget()
    column = QVBoxLayout(window)
    options = OptionList(lambda _deck, _name: None)
    column.addWidget(options)
    column.addStretch(1)
    options.ask(TEXTS)
    qtbot.addWidget(window)
    window.resize(700, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield options
    window.close()


def test_one_option_can_be_picked_and_the_pick_can_be_changed(options: OptionList, qtbot: QtBot) -> None:
    assert options.choice is None
    with qtbot.waitSignal(options.chosen) as said:
        options.choose(2)
    assert said.args == [2]
    options.choose(1)
    assert options.choice == 1
    assert [row.isChecked() for row in options.rows] == [False, True, False, False]
    options.clear()
    assert options.choice is None


@pytest.mark.parametrize("index", [-1, 4, 25])
def test_an_option_that_is_not_offered_cannot_be_picked(options: OptionList, qtbot: QtBot, index: int) -> None:
    with qtbot.assertNotEmitted(options.chosen):
        options.choose(index)
    assert options.choice is None


def test_a_click_anywhere_on_the_row_picks_it_and_a_second_click_leaves_it(options: OptionList, qtbot: QtBot) -> None:
    row = options.rows[3]
    qtbot.waitUntil(lambda: row.y() > options.rows[2].y())
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().center())
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().topLeft())
    assert options.choice == 3


def test_arrows_move_the_focus_without_picking_and_space_picks(options: OptionList, qtbot: QtBot) -> None:
    options.focus_choice()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert options.choice is None
    assert options.rows[2].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert options.choice == 2
    tab_stops = [row for row in options.rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tab_stops == [options.rows[2]]


def test_the_result_stays_where_the_options_were_and_locks_them(options: OptionList, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: options.rows[3].y() > options.rows[2].y() > 0)
    texts_at = [row.view.y() for row in options.rows]
    options.choose(1)
    remarks = [[("", "Facts first.")], [("Tempting", "It is quick."), ("", "*Quick is good.*")], [("", "No data.")], []]
    options.show_result(0, 1, remarks)
    assert [row.result for row in options.rows] == ["key", "wrong", "other", "other"]
    assert [row.view.y() for row in options.rows] == texts_at
    assert "Facts first." in options.rows[0].view.toPlainText()
    assert options.rows[1].view.toPlainText().split("\n") == [
        "Take a vote.",
        "Tempting",
        "It is quick.",
        "Quick is good.",
    ]
    assert options.rows[0].accessibleDescription() == "the best answer. Facts first."
    assert options.rows[1].accessibleDescription().startswith("your answer, not the best one. Tempting It is quick.")
    qtbot.waitUntil(lambda: options.rows[1].height() > options.rows[3].height())
    options.choose(3)
    qtbot.mouseClick(options.rows[3], Qt.MouseButton.LeftButton)
    assert options.choice == 1
    options.ask(TEXTS[:3])
    assert options.choice is None
    assert not options.locked


def test_the_same_rows_serve_questions_with_fewer_or_more_options(options: OptionList) -> None:
    options.choose(3)
    options.ask(("Yes", "No", "Never"))
    assert options.count == 3
    assert [row.isVisible() for row in options.rows] == [True, True, True, False]
    options.choose(3)
    assert options.choice is None
    options.ask(("a", "b", "c", "d", "e"), picked=4)
    assert options.choice == 4
    assert [row.letter for row in options.rows] == list("ABCDE")
    assert all(row.isVisible() for row in options.rows)


def test_no_row_is_lower_than_its_text_at_any_zoom_and_width(options: OptionList, qtbot: QtBot) -> None:
    window = options.window()
    options.ask((*TEXTS, "long " * 60))
    for zoom in (1.0, 2.0):
        theme().set_zoom(zoom)
        for width in (700, 360):
            window.resize(width, 1600)
            qtbot.waitUntil(
                lambda: all(row.rect().contains(row.view.geometry()) and row.height() >= 64 for row in options.rows)
            )


def test_an_option_is_a_radio_button_to_a_screen_reader(options: OptionList) -> None:
    options.choose(1)
    said = QAccessible.queryAccessibleInterface(options.rows[1])
    assert said.role() == QAccessible.Role.RadioButton
    assert said.text(QAccessible.Text.Name) == "B: Take a vote."
    assert said.state().checked
    assert options.rows[1].accessibleDescription() == "Chosen"


def test_how_sure_one_is_can_be_said_and_taken_back(qtbot: QtBot) -> None:
    row = ConfidenceRow()
    qtbot.addWidget(row)
    assert row.choice is None
    with qtbot.waitSignal(row.chosen) as said:
        row.buttons[2].click()
    assert said.args == [2]
    row.buttons[0].click()
    assert row.choice == 0
    row.buttons[0].click()
    assert row.choice is None
    row.set_choice(1)
    assert row.buttons[1].isChecked()
