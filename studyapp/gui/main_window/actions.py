"""What the menus do that belongs to no single screen: files, backups, undo, colors and text size, help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.gui.theme import read_scheme, theme

if TYPE_CHECKING:
    from studyapp.collection import BackupFile, Changes, Collection, Progress
    from studyapp.gui.importing.importer import Importer
    from studyapp.gui.main_window.window import MainWindow
    from studyapp.gui.preferences import Preferences

_ZOOM_STEP = 0.1
_MANY_ROWS = 5000


class WindowActions:
    """Carries out actions for a window. Dialogs and what they need are imported when they are first asked for."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window = window
        self._preferences = preferences
        self._importer: Importer | None = None
        self._by_name: dict[str, Callable[[], object]] = {
            "import": self._choose_import,
            "export": self._export,
            "backup": self._back_up,
            "restore": self._choose_backup,
            "undo": self.undo,
            "redo": self.redo,
            "system": lambda: self._set_scheme("system"),
            "light": lambda: self._set_scheme("light"),
            "dark": lambda: self._set_scheme("dark"),
            "zoom_in": lambda: self._zoom(theme().zoom + _ZOOM_STEP),
            "zoom_out": lambda: self._zoom(theme().zoom - _ZOOM_STEP),
            "zoom_reset": lambda: self._zoom(1.0),
            "reports": self._show_reports,
            "keys": self._show_keys,
            "news": lambda: self.show_help("whats-new"),
            "licences": lambda: self.show_help("licences"),
            "about": self._show_about,
        }

    def __getitem__(self, name: str) -> Callable[[], object]:
        """The action of this name."""
        return self._by_name[name]

    def forget_collection(self) -> None:
        """Let go of what was made for the collection that is being closed."""
        if self._importer is not None:
            self._importer.deleteLater()
            self._importer = None

    @property
    def _collection(self) -> Collection | None:
        return self._window.collection

    # Files

    def import_files(self, paths: Sequence[Path]) -> None:
        """Read these files and show what importing them would do."""
        if self._collection is None:
            self._window.warn(
                "Nothing can be imported before your collection is open. Open it first, then drop the files again."
            )
            return
        self._shown_importer(self._collection).open(list(paths))

    def _choose_import(self) -> None:
        if self._collection is not None:
            self._shown_importer(self._collection).choose()

    def _shown_importer(self, collection: Collection) -> Importer:
        if self._importer is None:
            from studyapp.gui.importing.importer import Importer

            self._importer = Importer(self._window, collection, self._preferences)
            self._importer.toast.connect(self._window.tell)
            self._importer.toast_with_undo.connect(self._window.tell_with_undo)
        return self._importer

    def _export(self) -> None:
        from studyapp.gui.decks.page import DecksPage

        self._window.open_screen("decks")
        if isinstance(self._window.page, DecksPage):
            self._window.page.choose_export()

    def _choose_backup(self) -> None:
        from studyapp.gui.settings.page import SettingsPage

        self._window.open_screen("settings")
        if isinstance(self._window.page, SettingsPage):
            self._window.page.show_backups()

    def _back_up(self) -> None:
        from studyapp import clock
        from studyapp.collection import backup
        from studyapp.gui.worker import run_in_background

        if self._collection is None:
            return
        folder, now = self._collection.folder, clock.now()

        def told(made: BackupFile) -> None:
            self._window.tell(f"Backup made: {made.path.name}")

        run_in_background(self._window, lambda progress: backup.make(folder, now, progress), told)

    # Steps back and forth

    def undo(self) -> None:
        """Take the last step back."""
        if self._collection is not None:
            journal = self._collection.journal
            self._step(f"Undoing {journal.undo_label}…", journal.undo_rows, self._collection.undo)

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        if self._collection is not None:
            journal = self._collection.journal
            self._step(f"Redoing {journal.redo_label}…", journal.redo_rows, self._collection.redo)

    def _step(self, text: str, rows: int, step: Callable[[Progress | None], Changes]) -> None:
        """Undo or redo; a step of many rows, such as a large import, shows progress and can be canceled."""
        if rows <= _MANY_ROWS:
            step(None)
            return
        from studyapp.gui.worker import Cancelled, with_progress

        try:
            with_progress(self._window, text, step)
        except Cancelled:
            self._window.tell("Canceled. Nothing was changed.")

    # Look

    def _set_scheme(self, name: str) -> None:
        self._preferences.scheme = read_scheme(name)
        theme().set_scheme(self._preferences.scheme)

    def _zoom(self, zoom: float) -> None:
        theme().set_zoom(round(zoom, 2))
        self._preferences.zoom = theme().zoom
        self._window.tell(f"Text size {theme().zoom:.0%}")

    # Dialogs and help

    def edit_note(self, note_id: int) -> None:
        """Open the editor."""
        from studyapp.gui.editor.dialog import EditorDialog

        if self._collection is not None:
            EditorDialog(self._collection, note_id, self._window).open()

    def show_card_info(self, card_id: int) -> None:
        """Show all that is known of a card."""
        from studyapp.gui.review.card_info import CardInfoDialog

        if self._collection is not None:
            CardInfoDialog(self._collection, card_id, self._window).open()

    def report_card(self, note_id: int, ordinal: int = 0) -> None:
        """Open the form that says what is wrong with a card."""
        from studyapp.gui.card_reports import ReportCardDialog

        if self._collection is not None:
            ReportCardDialog(self._collection, note_id, ordinal, self._window).open()

    def _show_reports(self) -> None:
        from studyapp.gui.card_reports import CardReportsDialog

        if self._collection is not None:
            CardReportsDialog(self._collection, self._window).open()

    def show_learn_note(self, leaf: str) -> None:
        """Show what to understand about a leaf, or say that its decks tell nothing."""
        from studyapp.gui.card_view.learn_dialog import LearnDialog

        if self._collection is None:
            return
        note, outline = self._collection.decks.learn_note(leaf), self._collection.outline
        known = outline.leaf(leaf) if outline else None
        title = f"{leaf} {known.title}" if known else leaf
        if note is None:
            self._window.tell(f"There is no learn note on {title}.")
        else:
            LearnDialog(title, note.text, note.deck_id, self._collection.media.read, self._window).open()

    def show_help(self, topic: str) -> None:
        """Open a help page."""
        from studyapp.gui.help.page import HelpPage

        self._window.open_screen("help")
        if isinstance(self._window.page, HelpPage):
            self._window.page.show_topic(topic)

    def _show_keys(self) -> None:
        from studyapp.gui.help.keys import KeysSheet

        KeysSheet(self._window.menu.keys(), self._window).open()

    def _show_about(self) -> None:
        from studyapp.gui.help.about import AboutBox

        AboutBox(self._preferences.folder, self._window).open()
