"""Going back to a backup: which one, and what it holds compared with now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection import BackupContent, BackupFile
from studyapp.gui.theme import theme
from studyapp.gui.widgets.backup_list import BackupList
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import ScrollColumn
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted
from studyapp.gui.worker import Progress, run_in_background


class BackupsDialog(QDialog):
    """All backups, each looked into by a worker, and Restore."""

    restore_requested = Signal(object)
    """The path of the chosen backup."""

    def __init__(
        self, backups: Sequence[BackupFile], today: date, cards: int, reviews: int, parent: QWidget | None = None
    ) -> None:
        """`cards` and `reviews` are those of the open collection."""
        super().__init__(parent)
        look = theme()
        self.setWindowTitle("Restore a backup")
        size_dialog(self, 620, 560)
        self.list = BackupList(backups, today, reviews)
        self.restore_button = Button("Restore this backup", "primary", icon="history", height=44)
        cancel = Button("Cancel", height=44)
        now = f"Now you have {counted(cards, 'card')} and {counted(reviews, 'review')}."
        scroll = ScrollColumn(margins=(24, 8))
        scroll.box.addWidget(self.list)
        scroll.box.addStretch(1)
        head, foot, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        side = look.length(24)
        head.setContentsMargins(side, look.length(20), side, 0)
        head.addWidget(Label("Go back to a backup", "title"))
        head.addWidget(Label(f"{now} What is replaced is kept beside the backups.", "secondary", wrap=True))
        foot.setContentsMargins(side, look.length(8), side, look.length(16))
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.restore_button)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.restore_button.clicked.connect(self._restore)
        self.list.changed.connect(self._show_state)
        self._show_state()
        self._look_inside(backups)
        self._ring = FocusRing(self)
        cancel.setFocus()

    def _look_inside(self, backups: Sequence[BackupFile]) -> None:
        for backup in backups:
            run_in_background(self, _look(backup.path), partial(self.list.show_content, backup.path))

    def _show_state(self) -> None:
        path = self.list.chosen
        content = self.list.content(path) if path else None
        self.restore_button.setEnabled(content is not None and content.sound)

    def _restore(self) -> None:
        path: Path | None = self.list.chosen
        if path is not None:
            self.accept()
            self.restore_requested.emit(path)


def _look(path: Path) -> Callable[[Progress], BackupContent]:
    from studyapp.collection.backup import look_inside

    return lambda _progress: look_inside(path)
