"""What an import would change, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection import MergePlan
from studyapp.gui.importing.plan_table import PlanTable
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import Align, Painted, draw_icon, smooth
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number


class PreviewDialog(QDialog):
    """Counts, the notes in a table, Cancel and Import. Accepted when the learner wants the import."""

    def __init__(self, name: str, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setWindowTitle(f"Import {plan.deck.title}")
        size_dialog(self, 900, 600)
        self.table = PlanTable(plan)
        incoming = len(plan.added) + len(plan.changed)
        works = bool(incoming or plan.retired or (not plan.deck_exists and plan.unchanged))
        self.import_button = Button(_action(incoming, works), "primary", height=44)
        self.import_button.setEnabled(works)
        self.cancel_button = Button("Cancel" if works else "Close", height=44)
        self.import_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        margin = look.length(24)
        column.setContentsMargins(margin, look.length(20), margin, look.length(16))
        column.setSpacing(look.length(12))
        column.addLayout(self._head(name, plan))
        column.addLayout(_tiles(plan))
        if plan.refused:
            column.addLayout(self._filter(plan))
        column.addWidget(self.table, 1)
        column.addLayout(self._foot(works))
        self._ring = FocusRing(self)
        (self.import_button if works else self.cancel_button).setFocus()

    def _head(self, name: str, plan: MergePlan) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(theme().length(2))
        head.addWidget(Label(f"Import “{plan.deck.title}”", "title", wrap=True))
        version = f", version {plan.deck.version}" if plan.deck.version else ""
        known = "brings this deck up to date" if plan.deck_exists else "a new deck"
        head.addWidget(Label(f"{name}{version}: {known}", "secondary", wrap=True))
        return head

    def _filter(self, plan: MergePlan) -> QHBoxLayout:
        row = QHBoxLayout()
        only = Button(f"Only the {number(len(plan.refused))} refused", "toggle", height=32)
        only.toggled.connect(self.table.lines.show_only_refused)
        row.addWidget(only)
        row.addStretch(1)
        return row

    def _foot(self, works: bool) -> QHBoxLayout:
        foot = QHBoxLayout()
        sentence = (
            "One step, one undo: Ctrl+Z takes the whole import back." if works else "There is nothing to bring in."
        )
        foot.addWidget(Label(sentence, "note", wrap=True), 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.import_button)
        return foot


def _action(incoming: int, works: bool) -> str:
    return f"Import {counted(incoming, 'note')}" if incoming or not works else "Update deck"


def _tiles(plan: MergePlan) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme().length(12))
    row.addWidget(Tile("plus", "teal", len(plan.added), "new", "will be added"))
    row.addWidget(Tile("pencil", "accent", len(plan.changed), "changed", "new wording, memory kept"))
    row.addWidget(Tile("check", "muted", plan.unchanged, "unchanged", "nothing to do"))
    if plan.kept:
        row.addWidget(Tile("bookmark", "muted", len(plan.kept), "kept", "your wording stays"))
    if plan.retired:
        row.addWidget(Tile("archive", "muted", len(plan.retired), "retired", "no longer in the deck"))
    if plan.refused:
        row.addWidget(Tile("circle-alert", "again", len(plan.refused), "refused", "see the reasons below"))
    return row


class Tile(Card):
    """An icon, a number with its word, and what it means."""

    def __init__(
        self, icon: str, token: str, count: int, word: str, meaning: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, padding=(14, 10), spacing=10, horizontal=True)
        first = QHBoxLayout()
        first.setSpacing(theme().length(6))
        first.addWidget(Label(number(count), "leaf"), 0, Qt.AlignmentFlag.AlignBottom)
        first.addWidget(Label(word, "body"), 1, Qt.AlignmentFlag.AlignBottom)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(Label(meaning, "label", wrap=True))
        self.box.addWidget(TileIcon(icon, token), 0, Align.AlignVCenter)
        self.box.addLayout(words, 1)
        self.setAccessibleName(f"{count} {word}, {meaning}")


class TileIcon(Painted):
    """The icon of a tile; the word beside it says the same."""

    def __init__(self, icon: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setFixedSize(theme().length(20), theme().length(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        draw_icon(smooth(self), self, QRectF(self.rect()), self._icon, self._token, 18)
