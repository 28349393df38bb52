from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope, ShownCard
from studyapp.domain.numeric import NumericOption, NumericQuestion
from studyapp.domain.tasks import Calculate
from studyapp.gui.review.number_view import NumberView
from studyapp.gui.theme import theme

QUESTION = NumericQuestion(
    title="Find the upper control limit",
    stem="Give the upper limit to two decimals.",
    answer=25.29,
    answer_text="25.29",
    unit="mm",
    decimals=2,
    tolerance=0.01,
    options=(),
    wrong=(
        NumericOption("25.47 mm", 25.47, False, "This takes $A_2$ for subgroups of four."),
        NumericOption("27.14 mm", 27.14, False, "This takes $D_4$, which belongs to the range chart."),
    ),
    typed=True,
    solution=r"$24.60 + 0.577 \times 1.20 = 25.29$",
)


@pytest.fixture
def shown(collection: Collection) -> ShownCard:
    """Some card; the view takes its deck from it."""
    card = collection.review.next(clock.now(), Scope())
    assert card is not None
    return card


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What holds the exercise."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def view(qtbot: QtBot, window: QWidget, shown: ShownCard) -> NumberView:
    """The exercise in a window, as wide as its column, the focus in the field."""
    view = NumberView(lambda deck, name: None)
    column = QVBoxLayout(window)
    column.addWidget(view)
    column.addStretch(1)
    window.resize(396, 480)
    view.ask(Calculate(QUESTION), shown)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.focus_first()
    return view


def ask(view: NumberView, shown: ShownCard, **changes: object) -> None:
    view.ask(Calculate(replace(QUESTION, **changes)), shown)  # type: ignore[arg-type]


def edge(view: NumberView) -> str:
    """The color of the frame of the field, at the middle of its upper side."""
    return view.field.grab().toImage().pixelColor(view.field.width() // 2, 0).name()


@pytest.mark.parametrize("text", ["25.29", "25,29", "25.3", "25.28", " 25.29 mm", "+25.29", "2.529e1"])
def test_right_numbers_are_right_however_they_are_written(qtbot: QtBot, view: NumberView, text: str) -> None:
    qtbot.keyClicks(view.field, text)
    assert view.button_text == "Check"
    with qtbot.waitSignal(view.submitted):
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert view.check().share == 1.0
    assert view.verdict.text == "Right"
    assert edge(view) == theme().colour("good").name()


@pytest.mark.parametrize("text", ["24.000", "25.27", "-25.29"])
def test_wrong_numbers_are_wrong_and_the_answer_is_told(qtbot: QtBot, view: NumberView, text: str) -> None:
    qtbot.keyClicks(view.field, text)
    mark = view.check()
    assert mark.share == 0.0
    assert mark.sentence == "The answer is 25.29 mm."
    assert view.verdict.text == "Wrong"
    assert view.guide.text() == "The answer is 25.29 mm."
    assert edge(view) == theme().colour("again").name()
    assert "Your number comes from" not in view.solution.toPlainText()


@pytest.mark.parametrize("thousands", ["12,500", "12500", "12 500", "12’500", "12.500,0"])
def test_thousands_may_be_separated(qtbot: QtBot, view: NumberView, shown: ShownCard, thousands: str) -> None:
    ask(view, shown, answer=12500.0, answer_text="12,500", decimals=0, tolerance=0.5, unit="$", wrong=())
    view.field.setText(thousands)
    assert view.check().right
    assert view.guide.text() == "The answer is $12,500."


def test_a_known_wrong_path_is_named(qtbot: QtBot, view: NumberView) -> None:
    qtbot.keyClicks(view.field, "25.47")
    view.check()
    told = view.solution.toPlainText()
    assert "Your number comes from a usual mistake: 25.47 mm" in told
    assert "for subgroups of four" in told
    assert told.index("usual mistake") < told.index("Worked solution")
    often = view.often_seen.toPlainText()
    assert "27.14 mm: This takes" in often
    assert "25.47" not in often
    assert "Your number comes from a usual mistake: 25.47 mm" in view.spoken_result


def test_dollars_in_wrong_paths_begin_no_formula(qtbot: QtBot, view: NumberView, shown: ShownCard) -> None:
    paths = (
        NumericOption("$1,200", 1200.0, False, "This leaves out a year."),
        NumericOption("$3,000", 3000.0, False, "This counts $n$ twice."),
    )
    ask(view, shown, unit="$", decimals=0, tolerance=0.5, answer=2400.0, answer_text="2,400", wrong=paths)
    assert view.unit_before.text() == "$"
    assert not view.unit.isVisible()
    view.check()
    often = view.often_seen.toPlainText()
    assert "$1,200: This leaves out a year." in often
    assert "$3,000: This counts" in often


@pytest.mark.parametrize("text", ["about 25", "25.29.1", "x", "25/3"])
def test_what_is_no_number_stays_to_be_mended(qtbot: QtBot, view: NumberView, text: str) -> None:
    qtbot.keyClicks(view.field, text)
    with qtbot.assertNotEmitted(view.submitted):
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert view.field.text() == text
    assert view.guide.text() == view.objection == "Type a number, such as 12.35."
    assert view.field.accessibleDescription() == view.objection
    qtbot.keyClick(view.field, Qt.Key.Key_Backspace)
    assert view.guide.text() == "Two decimals. ± 0.01 is accepted."


def test_the_example_is_never_the_answer(view: NumberView, shown: ShownCard) -> None:
    ask(view, shown, answer=12.35, answer_text="12.35")
    view.field.setText("x")
    assert view.objection == "Type a number, such as 47.18."


def test_enter_in_an_empty_field_must_be_meant(qtbot: QtBot, view: NumberView) -> None:
    assert view.button_text == "Show answer"
    assert view.objection == ""
    with qtbot.assertNotEmitted(view.submitted):
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert "Enter once more shows the answer." in view.guide.text()
    with qtbot.waitSignal(view.submitted):
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    mark = view.check()
    assert mark.share == 0.0
    assert mark.sentence == "No number was typed."


@pytest.mark.parametrize(
    ("decimals", "tolerance", "wanted"),
    [(0, 0.5, "A whole number."), (1, 0.05, "One decimal."), (2, 0.02, "Two decimals. ± 0.02 is accepted."),
     (7, 0.0, "7 decimals.")],
)  # fmt: skip
def test_the_field_says_how_to_round(
    view: NumberView, shown: ShownCard, decimals: int, tolerance: float, wanted: str
) -> None:
    ask(view, shown, decimals=decimals, tolerance=tolerance)
    assert view.guide.text() == wanted
    assert view.field.accessibleDescription() == wanted


def test_screen_readers_hear_the_unit_and_the_result(qtbot: QtBot, view: NumberView) -> None:
    assert view.field.accessibleName() == "Your answer in mm"
    qtbot.keyClicks(view.field, "25.29")
    view.check()
    assert view.spoken_result.startswith("Right. The answer is 25.29 mm. Worked solution: 24.60")
    assert view.verdict.accessibleName() == "Right"


def test_a_checked_field_is_locked_and_keeps_its_place(qtbot: QtBot, view: NumberView) -> None:
    qtbot.keyClicks(view.field, "25")
    before = view.field.geometry()
    view.check()
    qtbot.keyClicks(view.field, "9")
    QApplication.processEvents()
    assert view.field.text() == "25"
    assert view.field.geometry() == before


def test_the_next_question_begins_empty(qtbot: QtBot, view: NumberView, shown: ShownCard) -> None:
    qtbot.keyClicks(view.field, "25.47")
    view.check()
    ask(view, shown, unit="defects per million opportunities")
    assert view.field.text() == ""
    assert not view.field.isReadOnly()
    assert not view.verdict.isVisible()
    assert not view.solution.isVisible()
    assert edge(view) not in (theme().colour("good").name(), theme().colour("again").name())
    assert view.unit_below.text() == "defects per million opportunities"
    qtbot.keyClicks(view.field, "1")
    assert view.field.text() == "1"


def test_numbers_that_are_typed_elsewhere_go_into_the_field(view: NumberView) -> None:
    view.field.clearFocus()

    def typed(text: str) -> bool:
        return view.handles(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))

    assert typed("-")
    assert typed("2")
    assert not typed("e")
    assert not typed("")
    assert view.field.text() == "-2"
    assert view.field.hasFocus()
    view.check()
    assert not typed("3")


def test_a_draft_is_typed_again(qtbot: QtBot, view: NumberView, shown: ShownCard) -> None:
    assert view.draft() is None
    qtbot.keyClicks(view.field, "25.")
    draft = view.draft()
    ask(view, shown)
    with qtbot.waitSignal(view.ready_changed):
        view.restore(draft)
    assert view.field.text() == "25."


def test_typing_and_result_survive_theme_and_zoom(qtbot: QtBot, view: NumberView) -> None:
    qtbot.keyClicks(view.field, "25.47")
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    qtbot.waitUntil(lambda: view.field.width() == theme().length(160))
    assert view.field.text() == "25.47"
    view.check()
    assert edge(view) == theme().colour("again").name()
    theme().set_scheme("light")
    assert edge(view) == theme().colour("again").name()
