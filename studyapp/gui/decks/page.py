"""The Decks page: a list, the chosen deck beside it, and the way in for new ones."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection, DeckRow, Scope
from studyapp.gui.decks.deck_list import DeckList
from studyapp.gui.decks.deck_panel import PART_KEY, DeckPanel
from studyapp.gui.page import Page
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import EmptyState, PageHeader, ScrollColumn
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted
from studyapp.gui.worker import run_in_background

_BESIDE = 760
"""Page width in design pixels from which the chosen deck stands beside the list."""


class DecksPage(Page):
    """The decks of the collection."""

    title = "Decks"
    tables = frozenset({"cards", "decks", "notes", "reviews", "settings"})

    study_requested = Signal(object)
    """Study the cards of a `Scope`."""
    learn_requested = Signal(str)
    """Show the learn note of this leaf."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._last_folder = Path.home()
        self._has_parts = False
        self.list, self.panel = DeckList(), DeckPanel()
        self._header = PageHeader("Decks")
        self.import_button = Button("Import…", icon="download", key="Ctrl+O")
        self.import_button.clicked.connect(lambda: self.command.emit("import"))
        self._header.end.addWidget(self.import_button)
        self._hint = Label("Drop a deck or a table anywhere on this window to import it.", "note", wrap=True)
        self._removed = QVBoxLayout()
        self._empty = self._empty_state()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(0)
        for part in (self.list, self._hint):
            left.addWidget(part)
        right.addWidget(self.panel)
        for side in (left, right):
            side.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right)
        self._scroll = ScrollColumn()
        self._scroll.box.addWidget(self._header)
        self._scroll.box.addLayout(self._columns)
        self._scroll.box.addWidget(self._empty)
        self._scroll.box.addLayout(self._removed)
        self._scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._connect()

    def _connect(self) -> None:
        self.list.deck_chosen.connect(self._show_deck)
        self.list.rows.renamed.connect(self._rename)
        self.list.activated.connect(self._study)
        panel = self.panel
        panel.study.connect(self._study)
        panel.study_part.connect(self.choose_part)
        panel.export.connect(self.choose_export)
        panel.rename.connect(lambda: self.list.edit(self.list.currentIndex()))
        panel.unsuspend.connect(self._unsuspend)
        panel.details.connect(self.show_details)
        panel.remove.connect(self._remove)
        # A list and a button take Enter with Ctrl for Enter; these keys come before them.
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.choose_part)

    def _empty_state(self) -> EmptyState:
        empty = EmptyState("library", "No decks yet", "Import one, or drop its file anywhere on this window.")
        self.invite_button = Button("Import a deck…", "primary", icon="download", key="Ctrl+O", height=44)
        self.invite_button.clicked.connect(lambda: self.command.emit("import"))
        empty.box.addWidget(self.invite_button, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    def reload(self) -> None:
        """Read the decks again."""
        decks = self._collection.decks.all(self._collection.review.today(clock.now()))
        self.list.show_decks(decks)
        for part in (self.list, self.panel, self._hint, self.import_button):
            part.setVisible(bool(decks))
        self._empty.setVisible(not decks)
        self._show_removed()
        self._header.beside.setText(counted(len(decks), "deck") if decks else "")
        self.status_changed.emit()

    def _show_removed(self) -> None:
        """A button for each removed deck, with which it comes back."""
        while (item := self._removed.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for deck_id, title in self._collection.decks.removed():
            button = Button(f"Bring back {title}", "quiet", icon="undo-2")
            button.clicked.connect(lambda _=False, deck_id=deck_id, title=title: self._bring_back(deck_id, title))
            self._removed.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.show()

    def keycaps(self) -> list[tuple[str, str]]:
        """What keys do here."""
        keys = [("Enter", "Study"), ("F2", "Rename")] if self.list.deck() else []
        if keys and self._has_parts:
            keys.insert(1, (PART_KEY, "Study a part"))
        return [*keys, ("Ctrl+O", "Import")]

    def status_text(self) -> str:
        """How many cards there are."""
        return counted(sum(deck.cards for deck in self.list.rows.decks), "card") + " in all decks"

    def choose_part(self) -> None:
        """Open the parts of the chosen deck, to study one of them."""
        from studyapp.gui.decks.parts_dialog import PartsDialog

        deck = self.list.deck()
        if deck is None or not self._has_parts:
            return
        now = clock.now()
        parts = self._collection.decks.parts(deck.id, self._collection.review.today(now))
        new_left = max(0, self._collection.settings.current.new_per_day - self._collection.history.day(now).new)
        dialog = PartsDialog(deck.title, parts, new_left, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.study_requested.connect(self.study_requested)
        dialog.learn_requested.connect(self.learn_requested)
        dialog.open()

    def choose_export(self) -> None:
        """Ask where the chosen deck should be written, and write it."""
        from studyapp.formats import WRITERS

        deck = self.list.deck()
        if deck is None:
            return
        kinds = {".studydeck": "Deck with its pictures", ".toml": "Deck as text"}
        filters = ";;".join(f"{kinds.get(suffix, 'Deck')} (*{suffix})" for suffix in WRITERS)
        proposed = self._last_folder / (_file_name(deck) + next(iter(WRITERS)))
        chosen, kind = QFileDialog.getSaveFileName(self, f"Export {deck.title}", str(proposed), filters)
        if chosen:
            path = Path(chosen)
            suffix = re.search(r"\*(\.\w+)", kind)
            self.export_deck(deck, path if path.suffix in WRITERS or not suffix else Path(chosen + suffix[1]))

    def export_deck(self, deck: DeckRow, path: Path) -> None:
        """Write a deck to a file in the background; a toast says when it is there."""
        from studyapp import formats

        self._last_folder = path.parent
        source = self._collection.content.deck(deck.id)
        run_in_background(
            self,
            lambda _progress: formats.write(source, path),
            lambda _nothing: self.toast.emit(f"{counted(len(source.notes), 'note')} written to {path.name}."),
        )

    def show_details(self) -> None:
        """Open what the chosen deck says of itself."""
        from studyapp.gui.decks.details_dialog import DetailsDialog

        deck = self.list.deck()
        if deck is not None:
            dialog = DetailsDialog(self._collection.content.deck(deck.id), self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up, and give the list the focus."""
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._focus_first()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        self._focus_first()

    def _focus_first(self) -> None:
        (self.list if self.list.rows.decks else self.invite_button).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chosen deck beside the list, or below it."""
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        """Lengths follow the zoom."""
        self._fit()

    def _fit(self) -> None:
        look = theme()
        beside = self.width() >= look.length(_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._columns.setSpacing(look.length(24))
        self.panel.setMinimumWidth(look.length(348) if beside else 0)
        self.panel.setMaximumWidth(look.length(348) if beside else 16777215)

    def _show_deck(self, deck: DeckRow | None) -> None:
        if deck is not None:
            self._has_parts = self._collection.decks.has_parts(deck.id)
            self.panel.show_deck(deck, has_parts=self._has_parts)
        self.status_changed.emit()

    def _study(self) -> None:
        deck = self.list.deck()
        if deck is not None and self.panel.study_button.isEnabled():
            self.study_requested.emit(Scope(deck_id=deck.id))

    def _rename(self, deck_id: int, title: str) -> None:
        self._collection.decks.rename(deck_id, title)
        self.toast_with_undo.emit(f"Renamed to {title}.")

    def _unsuspend(self) -> None:
        deck = self.list.deck()
        if deck is not None:
            self._collection.cards.unsuspend_deck(deck.id)
            self.toast_with_undo.emit(f"{counted(deck.suspended, 'card')} of {deck.title} can come again.")

    def _remove(self) -> None:
        deck = self.list.deck()
        if deck is not None:
            self._collection.decks.remove(deck.id)
            self.toast_with_undo.emit(f"{deck.title} removed. Its answers are kept.")

    def _bring_back(self, deck_id: int, title: str) -> None:
        self._collection.decks.bring_back(deck_id)
        self.toast_with_undo.emit(f"{title} is back, with its answers.")


def _file_name(deck: DeckRow) -> str:
    """The title as the name of a file on every system."""
    return re.sub(r"[^\w.-]+", "-", deck.title).strip("-.") or deck.key
