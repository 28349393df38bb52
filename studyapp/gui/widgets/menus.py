"""The menu bar: every action of the program, with its words, its mnemonic and its key."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studyapp.gui.theme import Scheme, theme

Key = QKeySequence.StandardKey
Role = QAction.MenuRole


class Entry(NamedTuple):
    """One action: its name in code, its words, its keys, or the key a page handles itself (`page_key`)."""

    name: str
    text: str
    keys: tuple[Key | str, ...] = ()
    page_key: str = ""
    role: Role = Role.NoRole


SEPARATOR = Entry("", "")
MENUS: dict[str, tuple[Entry, ...]] = {
    "&File": (
        Entry("import", "&Import…", (Key.Open,)),
        Entry("export", "&Export…", ("Ctrl+E",)),
        SEPARATOR,
        Entry("backup", "&Back up now", ("Ctrl+B",)),
        Entry("restore", "&Restore a backup…"),
        SEPARATOR,
        Entry("quit", "&Quit", (Key.Quit, "Ctrl+Q"), role=Role.QuitRole),
    ),
    "&Edit": (
        Entry("undo", "&Undo", (Key.Undo,)),
        Entry("redo", "&Redo", (Key.Redo, "Ctrl+Y")),
        SEPARATOR,
        Entry("edit", "&Edit card", page_key="E"),
    ),
    "&Study": (
        Entry("study", "Study &now", ("Ctrl+Return",)),
        SEPARATOR,
        Entry("show", "Show ans&wer", page_key="Space"),
        Entry("hint", "Show hin&t", page_key="H"),
        Entry("again", "&Again", page_key="1"),
        Entry("hard", "&Hard", page_key="2"),
        Entry("good", "&Good", page_key="3"),
        Entry("easy", "&Easy", page_key="4"),
        SEPARATOR,
        Entry("flag", "&Flag card", page_key="F"),
        Entry("bury", "&Bury until tomorrow", page_key="-"),
        Entry("suspend", "&Suspend card", page_key="@"),
        SEPARATOR,
        Entry("learn", "&Learn note", page_key="L"),
        Entry("info", "Card &info", page_key="I"),
        Entry("report", "Re&port this card…", page_key="R"),
        Entry("reports", "Reporte&d cards…"),
    ),
    "&View": (
        Entry("today", "&Today", ("Ctrl+1",)),
        Entry("review", "&Review", ("Ctrl+2",)),
        Entry("practice", "&Practice", ("Ctrl+3",)),
        Entry("readiness", "R&eadiness", ("Ctrl+4",)),
        Entry("decks", "&Decks", ("Ctrl+5",)),
        Entry("settings", "&Settings", ("Ctrl+,",), role=Role.PreferencesRole),
        SEPARATOR,
        Entry("system", "Colors of the s&ystem"),
        Entry("light", "&Light colors"),
        Entry("dark", "Dar&k colors"),
        SEPARATOR,
        Entry("zoom_in", "Zoom &in", (Key.ZoomIn, "Ctrl+=")),
        Entry("zoom_out", "Zoom &out", (Key.ZoomOut,)),
        Entry("zoom_reset", "&Actual size", ("Ctrl+0",)),
    ),
    "&Help": (
        Entry("help", "&Help", (Key.HelpContents,)),
        Entry("keys", "&Keyboard shortcuts", ("?",)),
        SEPARATOR,
        Entry("news", "&What’s new"),
        Entry("licences", "&Licenses"),
        Entry("about", "&About studyapp", role=Role.AboutRole),
    ),
}
ALWAYS = frozenset({"quit", "today", "help", "keys", "news", "licences", "about", "system", "light", "dark"}) | {
    "zoom_in",
    "zoom_out",
    "zoom_reset",
}
"""Actions that work without a collection."""
OF_PAGE = frozenset(entry.name for entries in MENUS.values() for entry in entries if entry.page_key)
"""Actions that the open page carries out, with keys that it handles itself."""
_SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")


class MenuBar(QMenuBar):
    """Emits `chosen` with the name of the action."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._schemes = QActionGroup(self)
        for title, entries in MENUS.items():
            menu = self.addMenu(title)
            for entry in entries:
                if entry is SEPARATOR:
                    menu.addSeparator()
                else:
                    self._add(menu, entry)
        theme().changed.connect(self._check_scheme)
        self._check_scheme()

    def action(self, name: str) -> QAction:
        """The action of this name."""
        return self._actions[name]

    def set_available(self, names: Collection[str]) -> None:
        """Only these actions can be used now."""
        for name, action in self._actions.items():
            action.setEnabled(name in names)

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name the steps that undo and redo would take; None where there is none."""
        for name, word, label in (("undo", "&Undo", undo), ("redo", "&Redo", redo)):
            action = self._actions[name]
            # An ampersand of a deck's name is not a mnemonic.
            action.setText(f"{word} “{label.replace('&', '&&')}”" if label else word)
            action.setEnabled(label is not None)

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For each menu its title and, for each action, key and words: all there is to press."""
        found = []
        for title, entries in MENUS.items():
            lines = [(self._key_words(entry), entry.text.replace("&", "")) for entry in entries if entry.name]
            found.append((title.replace("&", ""), [line for line in lines if line[0]]))
        return found

    def _add(self, menu: QMenu, entry: Entry) -> None:
        # After a tab stands a key that the menu shows and the page handles: a shortcut would take Space from a button.
        text = f"{entry.text}\t{entry.page_key}" if entry.page_key else entry.text
        action = menu.addAction(text)
        action.setMenuRole(entry.role)
        if entry.keys:
            action.setShortcuts(_sequences(entry.keys))
        if entry.name in _SCHEMES:
            action.setCheckable(True)
            self._schemes.addAction(action)
        action.triggered.connect(lambda _=False, name=entry.name: self.chosen.emit(name))
        self._actions[entry.name] = action

    def _check_scheme(self) -> None:
        self._actions[theme().scheme].setChecked(True)

    def _key_words(self, entry: Entry) -> str:
        if entry.page_key:
            return entry.page_key
        return self._actions[entry.name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _sequences(keys: tuple[Key | str, ...]) -> list[QKeySequence]:
    found: list[QKeySequence] = []
    for key in keys:
        sequences = [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
        found += [sequence for sequence in sequences if sequence not in found]
    return found
