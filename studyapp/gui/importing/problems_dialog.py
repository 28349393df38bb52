"""Why a file was not imported: every mistake, to be scrolled, selected and copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studyapp.errors import InvalidDeck, UserError
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import Disc
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted


class ProblemsDialog(QDialog):
    """A sentence, the list of mistakes, Copy and Close."""

    def __init__(self, name: str, error: UserError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Not imported")
        look = theme()
        many = isinstance(error, InvalidDeck)
        size_dialog(self, 680, 440 if many else 260)
        self.mistakes = QPlainTextEdit()
        self.mistakes.setReadOnly(True)
        self.mistakes.setPlainText(_listed(error))
        self.mistakes.setAccessibleName("What is wrong")
        self.mistakes.setTabChangesFocus(True)
        self.mistakes.document().setDocumentMargin(look.length(10))
        sentence = Label(_sentence(error), "body", wrap=True)
        words = QVBoxLayout()
        words.addWidget(Label(f"{name} was not imported", "title", wrap=True))
        words.addWidget(sentence)
        head = QHBoxLayout()
        head.setSpacing(look.length(16))
        head.addWidget(Disc("circle-alert", "again", "gap_bg", 48))
        head.addLayout(words, 1)
        self.copy_button, close = Button("Copy", icon="copy"), Button("Close", "primary")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(error)))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        margin = look.length(24)
        column.setContentsMargins(margin, margin, margin, look.length(16))
        column.setSpacing(look.length(16))
        column.addLayout(head)
        column.addWidget(self.mistakes, 1)
        column.addLayout(foot)
        self._ring = FocusRing(self)
        close.setFocus()


def _sentence(error: UserError) -> str:
    nothing = "Nothing in your collection has changed."
    if isinstance(error, InvalidDeck):
        return f"It has {counted(len(error.problems), 'mistake')}, listed below. {nothing}"
    return nothing


def _listed(error: UserError) -> str:
    if isinstance(error, InvalidDeck):
        return "\n\n".join(str(problem) for problem in error.problems)
    return str(error)
