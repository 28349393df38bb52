"""Choose a part of a deck to study it on its own: a section, a competency or a leaf."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection import Part, Parts
from studyapp.gui.decks.part_list import PartList, part_words, waits
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.fields import TextField
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted

LEARN_KEY = "Ctrl+L"


class PartsDialog(QDialog):
    """A search field over the parts; Enter studies the one that is chosen."""

    study_requested = Signal(object)
    """Study the cards of a `Scope`; the dialog has closed."""
    learn_requested = Signal(str)
    """Show the learn note of this leaf; the dialog stays."""

    def __init__(self, deck: str, parts: Parts, new_left: int, parent: QWidget | None = None) -> None:
        """`deck` is its title, `new_left` the most new cards that today has room for."""
        super().__init__(parent)
        self.setWindowTitle(f"Study a part of {deck}")
        size_dialog(self, 600, 640)
        self.field = _SearchField()
        self.list = PartList(parts)
        self.nothing = Label(style="secondary", wrap=True)
        self.learn_button = Button("Learn note", key=LEARN_KEY)
        self.close_button = Button("Close")
        self.study_button = Button("Study", "primary", icon="play")
        self._build(new_left)
        self.field.textChanged.connect(self._find)
        self.field.stepped.connect(self._step)
        self.list.part_chosen.connect(self._show_part)
        self.list.doubleClicked.connect(lambda _: self.study())
        self.learn_button.clicked.connect(self.learn)
        QShortcut(QKeySequence(LEARN_KEY), self).activated.connect(self.learn)
        self.close_button.clicked.connect(self.reject)
        self.study_button.clicked.connect(self.study)
        self._ring = FocusRing(self)
        self._find("")
        self.field.setFocus()

    def study(self) -> None:
        """Close, and study the chosen part."""
        part = self.list.part()
        if part is not None and waits(part):
            self.accept()
            self.study_requested.emit(part.scope)

    def learn(self) -> None:
        """Show the learn note of the chosen leaf."""
        part = self.list.part()
        if part is not None and part.learn:
            self.learn_requested.emit(part.id)

    def event(self, event: QEvent) -> bool:
        """Take the keyboard back when a learn note that lay over the parts has closed: it went to the blocked window."""
        if event.type() == QEvent.Type.WindowUnblocked:
            self.activateWindow()
        return super().event(event)

    def _build(self, new_left: int) -> None:
        look = theme()
        head, foot, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(look.length(24), look.length(20), look.length(24), look.length(8))
        head.setSpacing(look.length(8))
        head.addWidget(Label("Study a part", "title"))
        room = (
            f"at most {counted(new_left, 'more new card')} today"
            if new_left
            else "the new cards of today have been met"
        )
        head.addWidget(Label(f"The limits of the day hold here, too: {room}.", "note", wrap=True))
        head.addSpacing(look.length(4))
        head.addWidget(self.field)
        head.addWidget(self.nothing)
        sides = QHBoxLayout()
        sides.setContentsMargins(look.length(12), 0, look.length(12), 0)
        sides.addWidget(self.list)
        set_spacing(foot, (24, 12), 8)
        foot.addWidget(self.learn_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.study_button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(sides, 1)
        column.addLayout(foot)

    def _find(self, typed: str) -> None:
        self.list.narrow(typed)
        found = self.list.part() is not None
        self.nothing.setText("" if found else f"No section, competency or leaf has “{typed.strip()}”.")
        self.nothing.setVisible(not found)

    def _step(self, by: int, pages: int) -> None:
        self.list.step(by + pages * self.list.page())
        part = self.list.part()
        if part is not None:
            said = f"{part.id} {part.title}, {part_words(part)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, said))

    def _show_part(self, part: Part | None) -> None:
        self.study_button.setEnabled(part is not None and waits(part))
        self.learn_button.setEnabled(part is not None and part.learn)


_STEPS = {
    Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_PageDown: (0, 1), Qt.Key.Key_PageUp: (0, -1),
}  # fmt: skip
"""Parts and pages that a key goes down."""


class _SearchField(TextField):
    """Typing finds; arrows and page keys choose in the list below, so that the hands stay where they are."""

    stepped = Signal(int, int)
    """Parts and pages to go down."""

    def __init__(self) -> None:
        super().__init__("Find a part")
        self.setPlaceholderText("Find a part, such as IV.C, C4 or risk")
        self.setAccessibleDescription("Arrow keys choose a part, Enter studies it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose in the list, or type."""
        step = next((step for key, step in _STEPS.items() if key == event.key()), None)
        if step is not None:
            self.stepped.emit(*step)
        else:
            super().keyPressEvent(event)
