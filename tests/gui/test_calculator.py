from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp.gui.theme import theme
from studyapp.gui.widgets.calculator import Calculator
from studyapp.gui.widgets.desk_calculator import DeskCalculator

Key = Qt.Key


def pressed(keys: str) -> DeskCalculator:
    """A calculator on which these keys were pressed, which spaces part."""
    calculator = DeskCalculator()
    for key in keys.split():
        calculator.press(key)
    return calculator


@pytest.mark.parametrize(
    ("keys", "display", "line"),
    [
        ("1 2 ÷ 2 5 =", "0.48", "12 ÷ 25 ="),
        ("7 + 8 =", "15", "7 + 8 ="),
        ("7 − 8 =", "−1", "7 − 8 ="),
        (". 5 × 4 =", "2", "0.5 × 4 ="),
        ("0 . 1 + 0 . 2 =", "0.3", "0.1 + 0.2 ="),
        ("1 ÷ 3 =", "0.33333333333", "1 ÷ 3 ="),
        ("1 ÷ 3 × 3 =", "1", "0.33333333333 × 3 ="),
        ("2 + 3 × 4 =", "20", "5 × 4 ="),
        ("2 + 3 = =", "8", "5 + 3 ="),
        ("5 + + 3 =", "8", "5 + 3 ="),
        ("5 + × 3 =", "15", "5 × 3 ="),
        ("5 + =", "10", "5 + 5 ="),
        ("3 = 4", "4", "4"),
        ("3 + 4 = × 2 =", "14", "7 × 2 ="),
        ("1 . . 5", "1.5", "1.5"),
        ("0 0 7", "7", "7"),
        ("1 2 ⌫", "1", "1"),
        ("1 2 ⌫ ⌫ ⌫", "0", "0"),
        ("5 + ⌫ 6", "6", "6"),
        ("5 ± + 8 =", "3", "−5 + 8 ="),
        ("8 − 5 ± =", "13", "8 − −5 ="),
        ("9 √", "3", "√9"),
        ("9 √ + 1 6 √ =", "7", "3 + √16 ="),
        ("2 √ x²", "2", "(√2)²"),
        ("1 2 x² =", "144", "12² ="),
        ("5 ± x²", "25", "(−5)²"),
        ("5 0 %", "0.5", "50 %"),
        ("2 0 0 × 1 0 % =", "20", "200 × 10 % ="),
        ("2 0 0 + 1 0 % =", "220", "200 + 10 % ="),
        ("2 0 0 − 1 0 % =", "180", "200 − 10 % ="),
        ("2 × ( 3 + 4", "4", "2 × ( 3 + 4"),
        ("2 × ( 3 + 4 )", "7", "2 × 7"),
        ("2 × ( 3 + 4 ) =", "14", "2 × 7 ="),
        ("2 × ( 3 + 4 =", "14", "2 × 7 ="),
        ("( 1 + 2 ) × ( 3 + 4 ) =", "21", "3 × 7 ="),
        ("( ( 1 + 2 ) × 3 ) ÷ 9 =", "1", "9 ÷ 9 ="),
        ("5 + 3 ) =", "8", "5 + 3 ="),
        ("1 ÷ 8 0 0 0 0 0 0 0 =", "1.25E−8", "1 ÷ 80000000 ="),
        ("9 9 9 9 9 9 9 9 9 9 9 9 + 1 =", "1E+12", "999999999999 + 1 ="),
        ("1 2 3 4 5 6 7 8 9 0 1 2 3", "123456789012", "123456789012"),
        ("7 C", "0", ""),
    ],
)
def test_keys_give_what_a_desk_calculator_shows(keys: str, display: str, line: str) -> None:
    calculator = pressed(keys)
    assert (calculator.display, calculator.line) == (display, line)
    assert not calculator.failed


@pytest.mark.parametrize(
    ("keys", "line", "reason"),
    [
        ("1 2 ÷ 0 =", "12 ÷ 0 =", "Nothing can be divided by zero."),
        ("0 ÷ 0 =", "0 ÷ 0 =", "0 ÷ 0 has no result."),
        ("5 ÷ ( 3 − 3 ) =", "5 ÷ 0 =", "Nothing can be divided by zero."),
        ("5 ÷ 0 +", "5 ÷ 0 =", "Nothing can be divided by zero."),
        ("2 ± √", "√(−2) =", "A number below zero has no root."),
        ("9 9 9 9 9 9 9 9 9 9 9 x² x² x² x²", "(((99999999999²)²)²)² =", "The number is too large."),
    ],
)
def test_what_has_no_result_shows_error_with_its_line_and_reason(keys: str, line: str, reason: str) -> None:
    calculator = pressed(keys)
    assert (calculator.display, calculator.reason) == ("Error", reason)
    assert calculator.line.startswith(line)
    assert calculator.line.endswith("=")


@pytest.mark.parametrize(("key", "display"), [("7", "7"), ("C", "0"), ("⌫", "0"), ("+", "0"), ("MR", "4")])
def test_the_next_key_after_an_error_begins_anew_and_the_memory_is_kept(key: str, display: str) -> None:
    calculator = pressed("4 M+ 1 ÷ 0 =")
    assert calculator.failed
    calculator.press(key)
    assert (calculator.failed, calculator.display, calculator.has_memory) == (False, display, True)


def test_the_memory_adds_subtracts_recalls_and_clears() -> None:
    calculator = pressed("2 × 3 = M+ 1 0 M+ 4 M−")
    assert calculator.has_memory
    calculator.press("C")
    calculator.press("MR")
    assert calculator.display == "12"
    for key in ["÷", "5", "="]:
        calculator.press(key)
    assert calculator.display == "2.4"
    calculator.press("MC")
    assert not calculator.has_memory
    calculator.press("MR")
    assert calculator.display == "0"


def test_a_number_typed_after_one_was_remembered_begins_anew() -> None:
    assert pressed("5 M+ 3").display == "3"
    assert pressed("5 + 3 M+ 2 =").display == "7"


def test_brackets_are_bounded() -> None:
    calculator = pressed("( " * 50 + "1 + 1 =")
    assert calculator.display == "2"


def test_only_a_calculator_with_nothing_to_clear_is_clear() -> None:
    assert pressed("").is_clear
    assert pressed("5 C").is_clear
    assert not pressed("5").is_clear
    assert not pressed("5 ÷ 0 =").is_clear


@pytest.fixture
def calculator(qtbot: QtBot) -> Iterator[Calculator]:
    """A calculator beside a field, with the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    calculator = Calculator()
    column.addWidget(calculator)
    column.addWidget(QLineEdit())
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    calculator.setFocus()
    yield calculator
    window.close()


def test_digits_and_signs_are_typed(qtbot: QtBot, calculator: Calculator) -> None:
    qtbot.keyClicks(calculator, "12*(3+,5)")
    qtbot.keyClick(calculator, Key.Key_Return)
    assert (calculator.display, calculator.line) == ("42", "12 × 3.5 =")
    qtbot.keyClicks(calculator, "9r")
    assert calculator.display == "3"
    qtbot.keyClicks(calculator, "qn")
    assert calculator.display == "−9"
    qtbot.keyClick(calculator, Key.Key_Delete)
    assert calculator.display == "0"
    qtbot.keyClicks(calculator, "45")
    qtbot.keyClick(calculator, Key.Key_Backspace)
    assert calculator.display == "4"
    assert calculator.accessibleDescription() == "4 4"


def test_other_letters_and_escape_on_a_clear_calculator_belong_to_the_screen(qtbot: QtBot) -> None:
    class Screen(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.got: list[int] = []

        def keyPressEvent(self, event: QKeyEvent) -> None:
            self.got.append(event.key())

    screen = Screen()
    qtbot.addWidget(screen)
    calculator = Calculator(screen)
    screen.show()
    qtbot.waitExposed(screen)
    calculator.setFocus()
    qtbot.keyClicks(calculator, "5")
    qtbot.keyClick(calculator, Key.Key_Escape)
    assert calculator.display == "0"
    assert screen.got == []
    qtbot.keyClick(calculator, Key.Key_Escape)
    qtbot.keyClick(calculator, Key.Key_B)
    qtbot.keyClick(calculator, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert screen.got == [Key.Key_Escape, Key.Key_B, Key.Key_Control, Key.Key_1]
    assert calculator.logic.is_clear


def test_it_is_one_tab_stop_and_arrows_and_space_reach_every_key(qtbot: QtBot, calculator: Calculator) -> None:
    qtbot.keyClick(calculator, Key.Key_Down)
    assert calculator.is_pointed("5")
    seen = {"5"}
    for _ in range(6):
        qtbot.keyClick(calculator, Key.Key_Up)
    for row in range(5):
        for _ in range(6):
            qtbot.keyClick(calculator, Key.Key_Left)
        for _ in range(6):
            seen |= {label for label in calculator._keys if calculator.is_pointed(label)}
            qtbot.keyClick(calculator, Key.Key_Right)
        if row < 4:
            qtbot.keyClick(calculator, Key.Key_Down)
    assert seen == set(calculator._keys)
    qtbot.keyClicks(calculator, "8")
    assert not any(calculator.is_pointed(label) for label in calculator._keys)
    qtbot.keyClick(calculator, Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_the_key_that_the_arrows_have_come_to_is_pressed_with_space(qtbot: QtBot, calculator: Calculator) -> None:
    qtbot.keyClicks(calculator, "7")
    qtbot.keyClick(calculator, Key.Key_Up)
    qtbot.keyClick(calculator, Key.Key_Up)
    qtbot.keyClick(calculator, Key.Key_Up)
    qtbot.keyClick(calculator, Key.Key_Right)
    assert calculator.is_pointed("M−")
    qtbot.keyClick(calculator, Key.Key_Space)
    assert calculator.logic.has_memory


def test_a_click_brings_the_keyboard_along(qtbot: QtBot, calculator: Calculator) -> None:
    field = calculator.window().findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.mouseClick(calculator.key("7"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(QApplication.focusWidget(), "5")
    assert calculator.display == "75"
    assert field.text() == ""


def test_every_key_and_the_display_have_a_name(calculator: Calculator) -> None:
    assert all(key.accessibleName() for key in calculator._keys.values())
    calculator.press("5")
    calculator.press("M+")
    assert calculator.accessibleName() == "Calculator"
    assert calculator.accessibleDescription() == "5 5, a number in memory"


def test_an_error_is_read_out_with_its_reason(calculator: Calculator) -> None:
    for key in ["1", "÷", "0", "="]:
        calculator.press(key)
    assert calculator.toolTip() == "Nothing can be divided by zero."
    assert calculator.accessibleDescription() == "1 ÷ 0 = Error"


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_long_number_fits_the_display(calculator: Calculator, zoom: float) -> None:
    theme().set_zoom(zoom)
    calculator.window().resize(theme().length(366), theme().length(400))
    for key in ["1", "÷", "7", "x²", "="]:
        calculator.press(key)
    QApplication.processEvents()
    assert not calculator.grab().isNull()
    assert len(calculator.display) <= 16
