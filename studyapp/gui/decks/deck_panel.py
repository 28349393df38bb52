"""The chosen deck and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from studyapp.collection import DeckRow
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Divider
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number

PART_KEY = "Ctrl+Enter"
_LONGEST_DESCRIPTION = 400


class DeckPanel(Card):
    """Counts, description and buttons of one deck."""

    study, study_part, export, rename = Signal(), Signal(), Signal(), Signal()
    unsuspend, details, remove = Signal(), Signal(), Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=8)
        self._title = Label(style="card_title", wrap=True)
        self._facts = Label(style="note", wrap=True)
        self._stats = {name: Stat("0", name) for name in ("new", "learning", "due")}
        self._description = Label(style="body", wrap=True)
        self.study_button = Button("Study this deck", "primary", icon="play", height=44)
        self.part_button = Button("Study a part…", icon="list-checks", key=PART_KEY)
        self.export_button = Button("Export…", icon="upload")
        self.rename_button = Button("Rename", icon="pencil")
        self.details_button = Button("Details", icon="info")
        self.remove_button = Button("Remove", icon="x")
        self.unsuspend_button = Button("Unsuspend all cards", icon="undo-2")
        self._build()
        for button, signal in (
            (self.study_button, self.study), (self.part_button, self.study_part), (self.export_button, self.export),
            (self.rename_button, self.rename), (self.details_button, self.details), (self.remove_button, self.remove),
            (self.unsuspend_button, self.unsuspend),
        ):  # fmt: skip
            button.clicked.connect(signal)

    def _build(self) -> None:
        self.box.addWidget(self._title)
        self.box.addWidget(self._facts)
        row = QHBoxLayout()
        row.setSpacing(theme().length(24))
        for stat in self._stats.values():
            row.addWidget(stat)
        row.addStretch(1)
        self.box.addLayout(row)
        self.box.addWidget(self.study_button)
        self.box.addWidget(self.part_button)
        self.box.addSpacing(theme().length(4))
        self.box.addWidget(self._description)
        self.box.addSpacing(theme().length(4))
        self.box.addWidget(Divider())
        self.box.addSpacing(theme().length(4))
        grid = QGridLayout()
        grid.setSpacing(theme().length(8))
        buttons = (self.export_button, self.rename_button, self.details_button, self.remove_button)
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 2, place % 2)
        self.box.addLayout(grid)
        self.box.addWidget(self.unsuspend_button)

    def show_deck(self, deck: DeckRow, *, has_parts: bool) -> None:
        """Show this deck; only one that has parts can be studied in parts."""
        self._title.setText(deck.title)
        facts = [f"Version {deck.version}"] if deck.version else []
        facts += [counted(deck.notes, "note"), counted(deck.cards, "card")]
        facts += [f"{number(deck.suspended)} suspended"] if deck.suspended else []
        self._facts.setText(" · ".join(facts))
        for name, count in (("new", deck.new), ("learning", deck.learning), ("due", deck.due)):
            self._stats[name].set_values(number(count), name)
        text = deck.description.strip()
        self._description.setText(text if len(text) <= _LONGEST_DESCRIPTION else text[:_LONGEST_DESCRIPTION] + "…")
        self._description.setVisible(bool(text))
        waits = deck.new + deck.learning + deck.due > 0
        self.study_button.setEnabled(waits)
        self.study_button.setToolTip("" if waits else "No card of this deck waits today.")
        self.part_button.setVisible(has_parts)
        self.unsuspend_button.setVisible(deck.suspended > 0)
        self.unsuspend_button.setText(f"Unsuspend {counted(deck.suspended, 'card')}")
