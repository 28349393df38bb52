"""Open-book preparation: the learner's references, finding them fast, and the binder for the exam room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studyapp.collection import Changes, Collection
from studyapp.gui.practice.binder_export import BinderExport
from studyapp.gui.practice.find_it_fast import FindItFast
from studyapp.gui.practice.references import References
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button, IconButton
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Label

TABLES = frozenset({"leaf_references", "lookups", "decks", "notes"})
"""What the view shows."""
_NARROW = 700


class OpenBookView(QWidget):
    """Three parts, one shown at a time."""

    closed = Signal()
    """Back to where the view was opened."""
    toast = Signal(str)
    status_changed = Signal()
    """The keys of the moment have changed."""
    focus_ring = False

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Open-book preparation")
        self.references, self.drill, self.export = (
            References(collection),
            FindItFast(collection),
            BinderExport(collection),
        )
        self.back = IconButton("chevron-left", "Back to practice", key="Esc")
        self.tabs = [Button(name, "toggle", height=32) for name in ("My references", "Find it fast", "Binder")]
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._build()
        self.back.clicked.connect(self.closed)
        self._group.idClicked.connect(self.show_part)
        self.drill.reference_wanted.connect(self._add_reference)
        self.drill.step_changed.connect(self.status_changed)
        self.export.toast.connect(self.toast)
        theme().changed.connect(self._fit)
        self.show_part(0)
        self._fit()

    def show_part(self, number: int) -> None:
        """Show the references (0), the drill (1) or the export (2), as they are now."""
        self.tabs[number].setChecked(True)
        part = (self.references, self.drill, self.export)[number]
        part.reload()
        self.stack.setCurrentWidget(part)
        self.status_changed.emit()

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        own = self.drill.keycaps() if self.stack.currentWidget() is self.drill else []
        return [*own, ("Esc", "Back")]

    def on_change(self, changes: Changes) -> None:
        """Show what another step, an undo or a redo has changed."""
        if changes.kind != "do" and TABLES & changes.tables:
            # The other parts read anew when they are shown.
            self.show_part(self._group.checkedId())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the drill, and Esc to leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.references.save()
            self.closed.emit()
        elif self.stack.currentWidget() is not self.drill or not self.drill.handle_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        if self.stack.currentWidget() is self.references:
            self.references.focus_first()
        elif self.stack.currentWidget() is self.drill:
            self.drill.focus_first()
        else:
            self.export.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the names of the parts beside the title, or below it."""
        super().resizeEvent(event)
        self._fit()

    def _add_reference(self, leaf: str) -> None:
        self.show_part(0)
        self.references.choose(leaf)

    def _build(self) -> None:
        title = QHBoxLayout()
        title.addWidget(self.back)
        title.addWidget(Label("Open-book preparation", "title"), 1)
        self._parts = QHBoxLayout()
        for number, button in enumerate(self.tabs):
            button.setAutoDefault(False)
            self._group.addButton(button, number)
            self._parts.addWidget(button)
        self._parts.addStretch(1)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addLayout(title, 1)
        self._head.addLayout(self._parts)
        for part in (self.references, self.drill, self.export):
            self.stack.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.stack, 1)

    def _fit(self) -> None:
        narrow = self.width() < theme().length(_NARROW)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(below if narrow else beside)
        set_spacing(self._column, (16, 12) if narrow else (32, 20), 12 if narrow else 16)
        self._parts.setSpacing(theme().length(4))
        self._head.setSpacing(theme().length(8))
