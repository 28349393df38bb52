"""The Settings page: groups of rows, a search, and the backups."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import BackupFile, Collection, StudySettings
from studyapp.errors import UserError
from studyapp.gui.page import Page
from studyapp.gui.preferences import Preferences
from studyapp.gui.settings.fields import StudyFields
from studyapp.gui.settings.memory_model import MemoryModelRow
from studyapp.gui.settings.row import SettingRow
from studyapp.gui.theme import read_scheme, theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.fields import ChoiceField, TextField
from studyapp.gui.widgets.frames import Card, PageHeader, ScrollColumn
from studyapp.gui.widgets.painting import NBSP
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, file_size, moment_in_words
from studyapp.gui.worker import run_in_background

_SHOWN_BACKUPS = 4
_SEARCH_BESIDE = 440
"""Width in design pixels from which the search stands beside the title."""
_ANY_WIDTH = 16777215
_KEPT_AT_RESET = ("exam_date", "exam_asked", "minutes_per_day", "days_off", "ask_confidence")
_GROUPS = {
    "Exam and time": ("exam_date", "minutes_per_day", "days_off"),
    "A day's cards": ("new_per_day", "reviews_per_day", "rollover_hour"),
    "Scheduling": (
        *("desired_retention", "learning_steps", "relearning_steps", "maximum_interval", "fuzz"),
        *("memory_model", "reset"),
    ),
    "Answering": ("ask_confidence",),
    "Appearance": ("scheme", "zoom"),
    "Your data": ("folder", "backups"),
}


class SettingsPage(Page):
    """Every setting counts at once; Ctrl+Z takes back those that belong to studying."""

    title = "Settings"
    tables = frozenset({"settings", "parameters"})

    restore_requested = Signal(object)
    """Go back to the backup at this path."""

    def __init__(self, collection: Collection, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection, self._preferences = collection, preferences
        self._study = StudyFields(self._today, self)
        self._study.changed.connect(self._change)
        self.rows: dict[str, SettingRow] = dict(self._study.rows)
        """All settings by name."""
        self._add_other_rows()
        self.search = TextField("Search settings")
        self.search.setPlaceholderText("Search settings")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._nothing = Label("No setting has these words.", "secondary")
        self._nothing.hide()
        self._cards: dict[str, Card] = {}
        self._header = PageHeader("Settings")
        self._scroll = ScrollColumn(widest=880)
        # Large text in a small window: better a second bar than words that are cut off.
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._build()

    def _build(self) -> None:
        self._header.end.addWidget(self.search)
        self._header.beside.hide()
        self._scroll.box.addWidget(self._header)
        self._scroll.box.addWidget(self._nothing)
        for title, names in _GROUPS.items():
            card = self._cards[title] = Card(spacing=16)
            card.box.addWidget(Label(title, "card_title"))
            for name in names:
                card.box.addWidget(self.rows[name])
            self._scroll.box.addWidget(card)
        self._scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def _add_other_rows(self) -> None:
        self._memory_model = self.rows["memory_model"] = MemoryModelRow(self._collection)
        self._memory_model.was_reset.connect(
            lambda: self.toast_with_undo.emit("The standard memory model is in force.")
        )
        self._memory_model.was_standard.connect(
            lambda: self.toast.emit("The standard memory model is in force already.")
        )
        reset = Button("Reset")
        reset.setAccessibleName("Reset to the usual values")
        reset.clicked.connect(self.reset)
        self.rows["reset"] = SettingRow(
            "Usual values", "Sets the day's cards and scheduling back. Exam date and minutes stay.", reset
        )
        self._scheme = ChoiceField("Theme", {"As the system": "system", "Light": "light", "Dark": "dark"})
        self._scheme.chosen.connect(self._set_scheme)
        self.rows["scheme"] = SettingRow("Theme", "Light or dark, or as the system has it.", self._scheme)
        sizes = {f"{size}{NBSP}%": size for size in range(100, 201, 10)}
        self._zoom = ChoiceField("Text size", dict(sizes))
        self._zoom.chosen.connect(self._set_zoom)
        self.rows["zoom"] = SettingRow(
            "Text size", "Text and controls of this window. Ctrl and + or − do the same.", self._zoom
        )
        show = Button("Show folder", icon="folder-open")
        show.clicked.connect(self._show_folder)
        self.rows["folder"] = SettingRow("Data folder", _breakable(self._collection.folder), show)
        self.back_up_button = Button("Back up now", icon="archive")
        self.back_up_button.clicked.connect(self.back_up)
        self.restore_button = Button("Restore…", icon="history")
        self.restore_button.clicked.connect(self.show_backups)
        self.rows["backups"] = SettingRow("Backups", "", self.back_up_button, self.restore_button)

    def reload(self) -> None:
        """Show the settings as they are now."""
        self._study.show_settings(self._collection.settings.current, self._collection.parameters.current.decay)
        self._memory_model.show_model()
        self._show_look()
        self._show_backup_words()

    def retheme(self) -> None:
        """The theme may have been changed by the menu or the keys."""
        self._show_look()
        self._fit()

    def status_text(self) -> str:
        """How changes are taken."""
        return "Changes count at once"

    def keycaps(self) -> list[tuple[str, str]]:
        """What keys do here."""
        return [("Tab", "Next"), ("Ctrl+Z", "Undo")]

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up; backups are made by others too."""
        super().showEvent(event)
        self._show_backup_words()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put fields beside their words, or below."""
        super().resizeEvent(event)
        self._fit()

    def reset(self) -> None:
        """Set limits and scheduling back to the usual values, as one step."""
        usual = StudySettings()
        names = [field.name for field in fields(StudySettings) if field.name not in _KEPT_AT_RESET]
        values = {name: getattr(usual, name) for name in names}
        self._study.forget_refused(names)
        if values == {name: getattr(self._collection.settings.current, name) for name in names}:
            self.toast.emit("All of them have their usual values.")
            return
        self._collection.settings.change(**values)
        self.toast_with_undo.emit("The usual values are set.")

    def back_up(self) -> None:
        """Make a backup in the background."""
        from studyapp.collection import backup

        folder, now = self._collection.folder, clock.now()
        self.back_up_button.setEnabled(False)
        job = run_in_background(self, lambda progress: backup.make(folder, now, progress), self._have_backed_up)
        job.ended.connect(lambda: self.back_up_button.setEnabled(True))

    def show_backups(self) -> None:
        """Open the list of backups to go back to one."""
        from studyapp.gui.settings.backups_dialog import BackupsDialog

        found, counts = self._backups(), self._collection.counts()
        if not found:
            self.toast.emit("There is no backup yet. “Back up now” makes one.")
            return
        dialog = BackupsDialog(found, clock.now().date(), counts["cards"], counts["reviews"], self)
        dialog.restore_requested.connect(self.restore_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, name: str, value: object) -> None:
        row = self.rows[name]
        asked = {"exam_asked": True} if name == "exam_date" else {}
        try:
            self._collection.settings.change(**{name: value}, **asked)
        except UserError as error:
            row.show_error(str(error))
        else:
            row.show_error("")

    def _have_backed_up(self, made: BackupFile) -> None:
        self._show_backup_words()
        self.toast.emit(f"Backup made: {made.path.name}, {file_size(made.size)}.")

    def _set_scheme(self, scheme: object) -> None:
        self._preferences.scheme = read_scheme(scheme)
        theme().set_scheme(self._preferences.scheme)

    def _set_zoom(self, per_cent: int) -> None:
        self._preferences.zoom = per_cent / 100
        theme().set_zoom(per_cent / 100)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._collection.folder)))

    def _show_look(self) -> None:
        self._scheme.set_choice(theme().scheme)
        self._zoom.set_choice(round(theme().zoom * 10) * 10)

    def _show_backup_words(self) -> None:
        found, today = self._backups(), clock.now().date()
        lines = [
            f"{moment_in_words(backup.made, today)}, {file_size(backup.size)}" for backup in found[:_SHOWN_BACKUPS]
        ]
        more = len(found) - _SHOWN_BACKUPS
        lines += [f"and {counted(more, 'older one')}"] if more > 0 else []
        made = "One is made each day you open the app."
        self.rows["backups"].explain("\n".join([made, *lines] if lines else [made, "There is none yet."]))
        self.restore_button.setEnabled(bool(found))

    def _backups(self) -> list[BackupFile]:
        from studyapp.collection.backup import backups

        return backups(self._collection.folder)

    def _today(self) -> date:
        return date.fromordinal(self._collection.review.today(clock.now()))

    def _filter(self, words: str) -> None:
        found = {name: row.matches(words) for name, row in self.rows.items()}
        for name, row in self.rows.items():
            row.setVisible(found[name])
        for title, names in _GROUPS.items():
            self._cards[title].setVisible(any(found[name] for name in names))
        self._nothing.setVisible(not any(found.values()))

    def _fit(self) -> None:
        width = round(min(self.width() / theme().length(1000) * 1000, 880)) - 2 * 32
        row, beside = self._header.layout(), width >= _SEARCH_BESIDE
        assert isinstance(row, QBoxLayout)
        row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.search.setMinimumWidth(theme().length(220) if beside else 0)
        self.search.setMaximumWidth(theme().length(220) if beside else _ANY_WIDTH)
        for setting in self.rows.values():
            setting.fit(width - 2 * 24)


def _breakable(folder: Path) -> str:
    """A path that a line may break after each of its folders."""
    return re.sub(r"([/\\])", "\\1\u200b", str(folder))
