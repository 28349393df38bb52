"""The fields of a note as a form: a text box or a switch for each, and below it what is wrong with what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from studyapp.domain.cloze import LARGEST_NUMBER, parse_cloze
from studyapp.domain.content import Kind
from studyapp.domain.field_rules import FIELD_RULES, FieldRule, Shape
from studyapp.domain.number_reading import read_number
from studyapp.formats import toml_text
from studyapp.gui.theme import theme
from studyapp.gui.widgets.choices import Switch
from studyapp.gui.widgets.text import Label

_NAMES: Mapping[tuple[Kind, str], str] = {
    (Kind.TERM, "front"): "Term",
    (Kind.TERM, "back"): "Meaning",
    (Kind.TERM, "reverse"): "Ask for the term too",
    (Kind.QUESTION, "front"): "Question",
    (Kind.QUESTION, "back"): "Answer",
    (Kind.CLOZE, "text"): "Text with gaps",
    (Kind.LIST, "front"): "What is put in order",
    (Kind.LIST, "items"): "Items in their right order, one a line",
    (Kind.CHOICE, "front"): "Question",
    (Kind.CLASSIFY, "front"): "What is sorted",
    (Kind.NUMERIC, "front"): "Problem",
    (Kind.NUMERIC, "answer"): "Formula of the answer",
    (Kind.NUMERIC, "constraints"): "Constraints, one a line",
    (Kind.NUMERIC, "labels"): "Labels, one a line",
    (Kind.NUMERIC, "typed"): "Typed in daily review",
    (Kind.NUMERIC, "wrong"): "Wrong paths",
    (Kind.ESSAY, "front"): "Task",
    (Kind.ESSAY, "answer"): "Model answer",
    (Kind.ESSAY, "rubric"): "Lines to mark the answer by, one a line",
}
_LINES = {
    "title": 1,
    "unit": 1,
    "decimals": 1,
    "tolerance": 1,
    "front": 2,
    "back": 4,
    "text": 5,
    "items": 7,
    "rubric": 5,
    "solution": 4,
}
_ESSAY_LINES = 5
_MOST_LINES = 8
_PLAIN = (Shape.TEXT, Shape.NUMBER, Shape.WHOLE)
ELSEWHERE = (
    "The other parts of this card are written in its deck file: export the deck, change the file and import it again."
)


class TextField(QPlainTextEdit):
    """A box for CommonMark; Tab leaves it."""

    focus_radius = 8

    def __init__(self, text: str, name: str, explanation: str, lines: int) -> None:
        super().__init__(text)
        self._lines = lines
        self.setAccessibleName(name)
        self.setAccessibleDescription(explanation)
        self.setPlaceholderText(explanation)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme().length(8))
        theme().changed.connect(self._set_height)
        self._set_height()

    def _set_height(self) -> None:
        self.setFont(theme().font(14))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme().length(20))


class FieldForm(QWidget):
    """Edits those fields of a note that are texts, numbers, lists of lines and switches; tables are only shown."""

    changed = Signal()

    def __init__(self, kind: Kind, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self._kind, self._fields = kind, dict(fields)
        self._editors: dict[str, TextField | Switch] = {}
        self._mistakes: dict[str, Label] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().length(4))
        left_out = [rule for rule in FIELD_RULES[kind] if not self._add(rule) and rule.name in fields]
        for rule in left_out:
            self._show(rule)
        if left_out:
            self._column.addWidget(Label(ELSEWHERE, "note", wrap=True))

    def editor(self, name: str) -> TextField | Switch:
        """The box or switch of a field."""
        return self._editors[name]

    def fields(self) -> dict[str, Any]:
        """All fields as they would be saved: those the note had, and those that have got something to say."""
        found = dict(self._fields)
        for rule in FIELD_RULES[self._kind]:
            if rule.name in self._editors:
                value = self._value(rule)
                if rule.name in found or rule.required or value not in ("", rule.default):
                    found[rule.name] = value
        return found

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Write under each field what is wrong with it, by field name."""
        for name, label in self._mistakes.items():
            label.setText(mistakes.get(name, ""))
            label.setVisible(name in mistakes)

    def focus_on(self, name: str) -> None:
        """Give the focus to a field."""
        if name in self._editors:
            self._editors[name].setFocus()

    def make_gap(self) -> None:
        """Hide what is selected in the text of a cloze behind the next number."""
        box = self._editors["text"]
        assert isinstance(box, TextField)
        cursor = box.textCursor()
        selected = cursor.selectedText().replace("\u2029", "\n")
        number = next_number(box.toPlainText())
        cursor.insertText(f"{{{{c{number}::{selected}}}}}")
        if not selected:
            cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.MoveAnchor, 2)
        box.setTextCursor(cursor)
        box.setFocus()

    def _add(self, rule: FieldRule) -> bool:
        name, value = self._name(rule), self._fields.get(rule.name, rule.default)
        editor: TextField | Switch
        if rule.shape is Shape.FLAG:
            editor = Switch(name)
            editor.setChecked(bool(value))
            editor.toggled.connect(self.changed)
        elif rule.shape in _PLAIN or (rule.shape is Shape.TEXTS and _is_lines(value)):
            lines = _ESSAY_LINES if (self._kind, rule.name) == (Kind.ESSAY, "answer") else _LINES.get(rule.name, 2)
            editor = TextField(_as_text(value), name, rule.explanation, lines)
            editor.textChanged.connect(self.changed)
            self._add_label(name, editor)
        else:
            return False
        self._editors[rule.name] = editor
        self._add_with_mistake(rule, editor)
        return True

    def _show(self, rule: FieldRule) -> None:
        """A part that is written in the deck file, as it stands there."""
        name = self._name(rule)
        text = "\n".join(toml_text.table_lines({rule.name: self._fields[rule.name]}, "note")).strip()
        box = TextField(text, name, rule.explanation, min(_MOST_LINES, text.count("\n") + 1))
        box.setReadOnly(True)
        self._add_label(name, box)
        self._add_with_mistake(rule, box)

    def _name(self, rule: FieldRule) -> str:
        return _NAMES.get((self._kind, rule.name), rule.name.replace("_", " ").capitalize())

    def _add_label(self, name: str, editor: TextField) -> None:
        label = Label(name, "label_strong")
        label.setBuddy(editor)
        self._column.addWidget(label)

    def _add_with_mistake(self, rule: FieldRule, editor: QWidget) -> None:
        mistake = Label("", "label", token="again", wrap=True)
        mistake.hide()
        self._mistakes[rule.name] = mistake
        self._column.addWidget(editor)
        self._column.addWidget(mistake)
        self._column.addSpacing(theme().length(6))

    def _value(self, rule: FieldRule) -> Any:
        editor, before = self._editors[rule.name], self._fields.get(rule.name)
        if isinstance(editor, Switch):
            return editor.isChecked()
        text = editor.toPlainText()
        if rule.shape is Shape.TEXTS:
            lines = [line for line in text.split("\n") if line.strip()]
            if before is not None and lines == list(before):
                return before
            return lines or (rule.default if before is None else [])
        if rule.shape in (Shape.NUMBER, Shape.WHOLE):
            return before if before is not None and text == _as_text(before) else _as_number(text, rule)
        return before if before is not None and text == before else text.strip()


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _as_number(text: str, rule: FieldRule) -> object:
    """What is typed as a number; a text that is none stays one, so that the check names it."""
    text = text.strip().replace("−", "-")
    if not text:
        return rule.default
    try:
        return int(text)
    except ValueError:
        number = read_number(text)
        return text if number is None else number


def next_number(text: str) -> int:
    """The number for another deletion: one more than the highest, 1 for the first."""
    numbers = parse_cloze(text).numbers
    # An unfinished deletion has a number, too.
    begun = [int(number) for number in re.findall(r"\{\{c(\d{1,3})::", text)]
    return min(LARGEST_NUMBER, max([0, *numbers, *begun]) + 1)


def _is_lines(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(line, str) and "\n" not in line for line in value)
