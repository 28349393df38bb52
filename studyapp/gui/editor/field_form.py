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
    (Kind.ESSAY, "front"): "Task",
    (Kind.ESSAY, "answer"): "Model answer",
    (Kind.ESSAY, "rubric"): "Lines to mark the answer by, one a line",
}
_LINES = {"front": 2, "back": 4, "text": 5, "items": 7, "rubric": 5, "answer": 5, "solution": 4}
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
    """Edits those fields of a note that are texts, lists of lines and switches; all others stay as they are."""

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
                value = self._value(rule.name)
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
        name = _NAMES.get((self._kind, rule.name), rule.name.replace("_", " ").capitalize())
        value = self._fields.get(rule.name, rule.default)
        editor: TextField | Switch
        if rule.shape is Shape.FLAG:
            editor = Switch(name)
            editor.setChecked(bool(value))
            editor.toggled.connect(self.changed)
        elif rule.shape is Shape.TEXT or (rule.shape is Shape.TEXTS and _is_lines(value)):
            text = (value or "") if rule.shape is Shape.TEXT else "\n".join(value)
            editor = TextField(text, name, rule.explanation, _LINES.get(rule.name, 2))
            editor.textChanged.connect(self.changed)
            label = Label(name, "label_strong")
            label.setBuddy(editor)
            self._column.addWidget(label)
        else:
            return False
        mistake = Label("", "label", token="again", wrap=True)
        mistake.hide()
        self._editors[rule.name], self._mistakes[rule.name] = editor, mistake
        self._column.addWidget(editor)
        self._column.addWidget(mistake)
        self._column.addSpacing(theme().length(6))
        return True

    def _value(self, name: str) -> Any:
        editor, before = self._editors[name], self._fields.get(name)
        if isinstance(editor, Switch):
            return editor.isChecked()
        text = editor.toPlainText()
        if isinstance(before, (list, tuple)):
            lines = [line for line in text.split("\n") if line.strip()]
            return before if lines == list(before) else lines
        return before if before is not None and text == before else text.strip()


def next_number(text: str) -> int:
    """The number for another deletion: one more than the highest, 1 for the first."""
    numbers = parse_cloze(text).numbers
    # An unfinished deletion has a number, too.
    begun = [int(number) for number in re.findall(r"\{\{c(\d{1,3})::", text)]
    return min(LARGEST_NUMBER, max([0, *numbers, *begun]) + 1)


def _is_lines(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(line, str) and "\n" not in line for line in value)
