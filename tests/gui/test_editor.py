from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.errors import DiskFull, UserError
from studyapp.gui.editor.dialog import EditorDialog
from studyapp.gui.editor.field_form import ELSEWHERE, TextField, next_number
from studyapp.gui.widgets.choices import Switch
from studyapp.gui.widgets.text import Label

Open = Callable[[str], EditorDialog]
CTRL = Qt.KeyboardModifier.ControlModifier


def note_id(collection: Collection, key: str) -> int:
    """The id of the note with this key."""
    for candidate in range(1, 100):
        with suppress(UserError):
            if collection.cards.note(candidate).key == key:
                return candidate
    raise AssertionError(f"there is no note {key}")


@pytest.fixture
def edit(qtbot: QtBot, collection: Collection) -> Iterator[Open]:
    """Opens the editor for a note of the small deck by its key, and closes it when the test ends."""
    opened: list[EditorDialog] = []

    def open_editor(key: str) -> EditorDialog:
        dialog = EditorDialog(collection, note_id(collection, key))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        opened.append(dialog)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_editor
    for dialog in opened:
        dialog.done(0)
        dialog.deleteLater()


def box(dialog: EditorDialog, name: str) -> TextField:
    """The text box of a field."""
    field = dialog.form.editor(name)
    assert isinstance(field, TextField)
    return field


def said(dialog: EditorDialog) -> list[str]:
    """The sentences in sight below the fields and at the foot."""
    return [label.text() for label in dialog.findChildren(Label) if label.isVisible() and label.text()]


def test_typing_and_ctrl_enter_saves_text_and_tags(edit: Open, collection: Collection, qtbot: QtBot) -> None:
    dialog = edit("leadership")
    assert box(dialog, "front").hasFocus()
    qtbot.keyClicks(box(dialog, "front"), "True ")
    dialog.tags.setText("glossary,  people , people,")
    qtbot.keyClick(box(dialog, "front"), Qt.Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    note = collection.cards.note(note_id(collection, "leadership"))
    assert note.fields["front"] == "True Leadership"
    assert note.tags == ("glossary", "people")
    assert collection.journal.undo_label == "Edit card"
    collection.undo()
    assert collection.cards.note(note.note_id).fields["front"] == "Leadership"


@pytest.mark.parametrize(
    "key", ["leadership", "who-leads", "cpk", "manager", "pdca", "trust", "sort", "choice", "essay"]
)
def test_looking_changes_nothing_whatever_the_kind(edit: Open, collection: Collection, key: str) -> None:
    dialog = edit(key)
    before = collection.journal.undo_label
    assert not dialog.is_changed
    dialog.save()
    assert not dialog.isVisible()
    assert collection.journal.undo_label == before


def test_a_mistake_is_told_under_its_field_as_it_is_typed(edit: Open, collection: Collection, qtbot: QtBot) -> None:
    dialog = edit("who-leads")
    box(dialog, "back").clear()
    assert "The text is empty; fill it in." in said(dialog)
    assert not dialog.save_button.isEnabled()
    qtbot.keyClick(box(dialog, "front"), Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert box(dialog, "back").hasFocus()
    qtbot.keyClicks(box(dialog, "back"), "All")
    assert "The text is empty; fill it in." not in said(dialog)
    assert dialog.save_button.isEnabled()


def test_the_preview_follows_and_shows_each_card(edit: Open, qtbot: QtBot) -> None:
    dialog = edit("leadership")
    assert len(dialog.preview.texts) == 2
    box(dialog, "back").setPlainText("Another *meaning*")
    qtbot.waitUntil(lambda: all("Another meaning" in text for text in dialog.preview.texts))
    reverse = dialog.form.editor("reverse")
    assert isinstance(reverse, Switch)
    reverse.click()
    qtbot.waitUntil(lambda: len(dialog.preview.texts) == 1)
    box(dialog, "back").clear()
    qtbot.waitUntil(lambda: dialog.preview.texts == [])


def test_the_preview_shows_formulas_and_pictures_of_the_deck(edit: Open) -> None:
    (text,) = edit("cpk").preview.texts
    assert text.count("\ufffc") == 2


def test_a_cloze_gets_a_gap_with_the_next_number(edit: Open, collection: Collection, qtbot: QtBot) -> None:
    dialog = edit("manager")
    field = box(dialog, "text")
    cursor = field.document().find("leaders")
    field.setTextCursor(cursor)
    qtbot.keyClick(field, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "{{c3::leaders}}" in field.toPlainText()
    qtbot.waitUntil(lambda: len(dialog.preview.texts) == 3)
    dialog.save()
    assert collection.counts()["cards"] == 13


def test_a_gap_without_selection_waits_for_its_text(edit: Open, qtbot: QtBot) -> None:
    dialog = edit("manager")
    field = box(dialog, "text")
    field.clear()
    assert "The text is empty; fill it in." in said(dialog)
    field.setPlainText("No gap")
    assert any(sentence.startswith("Nothing is hidden;") for sentence in said(dialog))
    field.clear()
    dialog.gap_button.click()
    qtbot.keyClicks(field, "word")
    assert field.toPlainText() == "{{c1::word}}"


@pytest.mark.parametrize(
    ("text", "number"), [("", 1), ("{{c1::a}} {{c4::b}}", 5), ("{{c2::a", 3), ("{{c100::a}}", 100)]
)
def test_the_next_gap_is_one_more_than_the_highest(text: str, number: int) -> None:
    assert next_number(text) == number


def test_list_items_are_lines(edit: Open, collection: Collection) -> None:
    dialog = edit("pdca")
    items = box(dialog, "items")
    assert items.toPlainText() == "Plan\nDo\nCheck\nAct"
    items.setPlainText("Plan\nDo\n\nStudy\nAct\n")
    dialog.save()
    assert collection.cards.note(note_id(collection, "pdca")).fields["items"] == ["Plan", "Do", "Study", "Act"]


def test_the_same_item_twice_is_refused(edit: Open) -> None:
    dialog = edit("pdca")
    box(dialog, "items").setPlainText("Plan\nPlan")
    assert any("is there twice" in sentence for sentence in said(dialog))


def test_parts_that_are_no_text_are_left_to_the_deck_file(edit: Open, collection: Collection) -> None:
    dialog = edit("choice")
    before = collection.cards.note(note_id(collection, "choice")).fields["options"]
    assert ELSEWHERE in said(dialog)
    box(dialog, "front").setPlainText("What follows Plan?")
    dialog.save()
    after = collection.cards.note(note_id(collection, "choice")).fields
    assert (after["front"], after["options"]) == ("What follows Plan?", before)


def test_items_of_several_lines_are_left_to_the_deck_file(edit: Open, collection: Collection) -> None:
    note = NoteSource("lines", Kind.LIST, {"front": "Order", "items": ["a\nb", "c"]}, source="own")
    collection.content.merge(collection.content.plan(DeckSource("lines", "Lines", (note,))), clock.now())
    dialog = edit("lines")
    assert ELSEWHERE in said(dialog)
    box(dialog, "front").setPlainText("New order")
    dialog.save()
    assert collection.cards.note(note_id(collection, "lines")).fields["items"] == ["a\nb", "c"]


NUMERIC = {
    "title": "Sum of {a} and {b}",
    "front": "What is {a} + {b}?",
    "parameters": {"a": {"min": 1, "max": 9}, "b": {"choices": [2, 4]}},
    "values": {"sum_of_both": "a + b"},
    "answer": "sum_of_both",
    "decimals": 1,
    "wrong": [{"expression": "a - b", "why": "This is the difference."}],
    "exhibit": {"chart": "histogram", "title": "Both", "edges": [0, 1, 2], "counts": ["a", "b"]},
}


@pytest.fixture
def numeric(edit: Open, collection: Collection) -> EditorDialog:
    """The editor of a numeric note."""
    note = NoteSource("sum", Kind.NUMERIC, NUMERIC, source="own")
    collection.content.merge(collection.content.plan(DeckSource("sums", "Sums", (note,))), clock.now())
    return edit("sum")


def test_a_numeric_note_shows_its_tables_as_they_are_written(numeric: EditorDialog) -> None:
    shown = {box.accessibleName(): box.toPlainText() for box in numeric.findChildren(TextField) if box.isReadOnly()}

    assert set(shown) == {"Parameters", "Values", "Wrong paths", "Exhibit"}
    assert shown["Parameters"] == "[note.parameters]\na = { min = 1, max = 9 }\nb = { choices = [2, 4] }"
    assert not numeric.is_changed
    assert any("What is " in text for text in numeric.preview.texts)


def test_texts_and_numbers_of_a_numeric_note_are_edited(numeric: EditorDialog, collection: Collection) -> None:
    box(numeric, "decimals").setPlainText("2")
    box(numeric, "tolerance").setPlainText("0,25")
    box(numeric, "constraints").setPlainText("a > 1\n\na < 8")
    box(numeric, "unit").setPlainText("mm")
    numeric.save()

    fields = collection.cards.note(note_id(collection, "sum")).fields
    added = {"decimals": 2, "tolerance": 0.25, "constraints": ["a > 1", "a < 8"], "unit": "mm"}
    assert fields == {**NUMERIC, **added}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("answer", "a - b", "came out equal to the answer"),
        ("answer", "c", "There is no parameter or value “c”"),
        ("decimals", "two", "This must be a whole number"),
        ("front", "{c}?", "There is no parameter or value “c”"),
        ("constraints", "a > 9", "No numbers made a question"),
    ],
)
def test_a_mistake_of_a_numeric_note_is_told_wherever_it_shows(
    numeric: EditorDialog, field: str, text: str, sentence: str
) -> None:
    box(numeric, field).setPlainText(text)

    assert any(sentence in each for each in said(numeric))
    assert not numeric.save_button.isEnabled()


def test_escape_closes_at_once_when_nothing_has_changed(edit: Open, qtbot: QtBot) -> None:
    dialog = edit("trust")
    qtbot.keyClick(box(dialog, "front"), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("answer", "open_after", "text"), [
    ("Save", False, "Now what?"), ("Discard", False, "What does a promise need?"), ("Cancel", True, "What does a promise need?"),
])  # fmt: skip
def test_escape_asks_once_about_unsaved_text(
    edit: Open, collection: Collection, qtbot: QtBot, answer: str, open_after: bool, text: str
) -> None:
    dialog = edit("trust")
    box(dialog, "front").setPlainText("Now what?")
    qtbot.keyClick(box(dialog, "front"), Qt.Key.Key_Escape)
    question = QApplication.activeModalWidget()
    assert isinstance(question, QMessageBox)
    next(button for button in question.buttons() if button.text().replace("&", "") == answer).click()
    assert dialog.isVisible() is open_after
    assert collection.cards.note(note_id(collection, "trust")).fields["front"] == text


def test_a_full_disk_keeps_the_text_in_the_editor(
    edit: Open, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = edit("trust")

    def full(*_: object) -> None:
        raise DiskFull("There is no room left on the disk.")

    monkeypatch.setattr(collection.cards, "edit", full)
    box(dialog, "front").setPlainText("Now what?")
    dialog.save()
    assert dialog.isVisible()
    assert dialog.problem.text() == "There is no room left on the disk."


def test_enter_in_a_box_breaks_the_line_and_in_the_tags_does_nothing(edit: Open, qtbot: QtBot) -> None:
    dialog = edit("trust")
    qtbot.keyClick(box(dialog, "front"), Qt.Key.Key_Return)
    assert box(dialog, "front").toPlainText().startswith("\n")
    qtbot.keyClick(dialog.tags, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_every_field_and_button_has_a_name_and_a_place_in_the_tab_order(edit: Open, qtbot: QtBot) -> None:
    dialog = edit("manager")
    reached = set()
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    for kind in (QAbstractButton, QPlainTextEdit, QLineEdit):
        for control in dialog.findChildren(kind):
            if control.isVisible():
                assert control in reached, control
                assert control.accessibleName() or getattr(control, "text", str)(), control


def test_a_note_that_is_gone_is_said_in_a_sentence(collection: Collection) -> None:
    with pytest.raises(UserError, match="no longer in the collection"):
        EditorDialog(collection, 999)
