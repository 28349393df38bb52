"""One setting: its name, what it does, its field, and a sentence where a value cannot be."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.text import Label

_BESIDE = 460
"""Width in design pixels from which the field stands beside the words."""
_BUTTONS = 300
"""Width in design pixels below which two buttons stand above each other."""


class SettingRow(QWidget):
    """Words at the left, the field at the right or, where it is narrow, below."""

    def __init__(self, name: str, explanation: str, *fields: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self._explanation = name, Label(explanation, "note", wrap=True)
        self._error = Label(style="note", token="again", wrap=True)
        self._error.hide()
        self._fields = fields
        title = Label(name, "strong", wrap=True)
        title.setBuddy(fields[0])
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (title, self._explanation, self._error):
            words.addWidget(label)
        words.addStretch(1)
        self._side_by_side = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for field in fields:
            self._side_by_side.addWidget(field)
        side = QVBoxLayout()
        side.addLayout(self._side_by_side)
        side.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(words, 1)
        self._box.addLayout(side)
        fields[0].setAccessibleDescription(explanation)

    @property
    def error(self) -> str:
        """The sentence that is shown now, or nothing."""
        return self._error.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with the value, or take that back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._fields[0].setAccessibleDescription(sentence or self._explanation.text())

    def explain(self, explanation: str) -> None:
        """Say something else about the setting as it is now."""
        self._explanation.setText(explanation)
        if not self.error:
            self._fields[0].setAccessibleDescription(explanation)

    def matches(self, words: str) -> bool:
        """Whether a search for these words should show this setting."""
        text = f"{self.name} {self._explanation.text()}".casefold()
        return all(word in text for word in words.casefold().split())

    def fit(self, width: int) -> None:
        """Arrange for a width in design pixels."""
        beside = width >= _BESIDE
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(theme().length(24 if beside else 4))
        field = self._fields[0]
        if isinstance(field, QPushButton):
            below = width < _BUTTONS
            self._side_by_side.setDirection(
                QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
            )
            return
        if beside:
            # With a button behind it, both together are as wide as a field alone.
            field.setFixedWidth(theme().length(200 if len(self._fields) == 1 else 154))
        else:
            field.setMinimumWidth(0)
            field.setMaximumWidth(16777215)
