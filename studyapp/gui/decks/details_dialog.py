"""All that a deck says of itself: description, license, sources, changes."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.domain.content import DeckSource
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import ScrollColumn
from studyapp.gui.widgets.text import Label


class DetailsDialog(QDialog):
    """A page of plain text about one deck."""

    def __init__(self, deck: DeckSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(deck.title)
        size_dialog(self, 560, 520)
        scroll = ScrollColumn(margins=(24, 20))
        scroll.setAccessibleName(f"About {deck.title}")
        scroll.box.setSpacing(theme().length(6))
        scroll.box.addWidget(Label(deck.title, "title", wrap=True))
        facts = [f"Version {deck.version}" if deck.version else "", f"Key {deck.key}", f"Language {deck.language}"]
        scroll.box.addWidget(Label(" · ".join(filter(None, facts)), "note", wrap=True))
        for title, lines in (
            ("Description", [deck.description.strip()]),
            ("License", [deck.licence]),
            ("Authors", list(deck.authors)),
            ("Sources", [f"{name}: {citation}" for name, citation in deck.sources.items()]),
            ("Changes", list(deck.changelog)),
        ):
            self._add(scroll, title, [line for line in lines if line])
        scroll.box.addStretch(1)
        close = Button("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme().length(24), theme().length(8), theme().length(24), theme().length(16))
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self._ring = FocusRing(self)
        close.setFocus()

    @staticmethod
    def _add(scroll: ScrollColumn, title: str, lines: list[str]) -> None:
        if not lines:
            return
        scroll.box.addSpacing(theme().length(10))
        scroll.box.addWidget(Label(title, "subtitle"))
        for line in lines:
            scroll.box.addWidget(Label(line, "body", wrap=True))
