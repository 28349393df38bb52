"""Backups to choose from, with what a look inside each has found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from studyapp.collection import BackupContent, BackupFile
from studyapp.gui.theme import theme
from studyapp.gui.widgets.choices import BackupRow
from studyapp.gui.widgets.words import counted, file_size, moment_in_words, number


class _CheckedRow(BackupRow):
    """A backup whose content becomes known after it is shown."""

    def say(self, detail: str, note: str, token: str) -> None:
        """Show what is in it, and its state in a token's colour."""
        self._detail, self._note, self._token = detail, note, token
        self.setAccessibleDescription(", ".join(filter(None, (detail, note))))
        self.update()


class BackupList(QWidget):
    """One of several backups, the newest sound one at first; damaged ones cannot be chosen."""

    changed = Signal()
    """Another backup is chosen, or more is known of them."""

    def __init__(
        self, backups: Sequence[BackupFile], today: date, reviews_now: int | None = None, parent: QWidget | None = None
    ) -> None:
        """`reviews_now` is what the open collection has, to compare with; None where it cannot be asked."""
        super().__init__(parent)
        self._reviews_now = reviews_now
        self._contents: dict[Path, BackupContent] = {}
        self._rows: dict[Path, _CheckedRow] = {}
        self._picked = False
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().length(8))
        for backup in backups:
            row = self._rows[backup.path] = _CheckedRow(
                moment_in_words(backup.made, today), file_size(backup.size), "looking inside…"
            )
            row.clicked.connect(self._pick)
            row.toggled.connect(lambda on: self.changed.emit() if on else None)
            group.addButton(row)
            column.addWidget(row)
        self._choose_first_sound()

    @property
    def chosen(self) -> Path | None:
        """The backup that is chosen, or None where there is none to choose."""
        return next((path for path, row in self._rows.items() if row.isChecked() and row.isEnabled()), None)

    def focus_chosen(self) -> None:
        """Give the focus to the backup that is chosen."""
        path = self.chosen
        if path is not None:
            self._rows[path].setFocus()

    def content(self, path: Path) -> BackupContent | None:
        """What was found in a backup, if it has been looked into."""
        return self._contents.get(path)

    def show_content(self, path: Path, content: BackupContent) -> None:
        """Show what was found in a backup."""
        self._contents[path] = content
        sound = [found.reviews for found in self._contents.values() if found.sound]
        most = self._reviews_now if self._reviews_now is not None else max(sound, default=0)
        for known, found in self._contents.items():
            row = self._rows[known]
            if found.sound:
                row.say(_content_words(found, most), "checked, complete", "good")
            else:
                row.say("It cannot be used.", "damaged", "again")
                row.setEnabled(False)
        if not self._picked:
            self._choose_first_sound()
        self.changed.emit()

    def _pick(self) -> None:
        self._picked = True

    def _choose_first_sound(self) -> None:
        for row in self._rows.values():
            if row.isEnabled():
                row.setChecked(True)
                return


def _content_words(content: BackupContent, most: int) -> str:
    """`1,204 cards, 9,377 reviews, 35 fewer`."""
    words = f"{counted(content.cards, 'card')}, {counted(content.reviews, 'review')}"
    difference = content.reviews - most
    if difference:
        return f"{words}, {number(abs(difference))} {'fewer' if difference < 0 else 'more'}"
    return words
