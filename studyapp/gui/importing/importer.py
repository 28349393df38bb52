"""The way of a file into the collection: read beside the window, look at the plan, merge as one step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from studyapp import clock, formats
from studyapp.collection import Collection, MergePlan
from studyapp.domain.content import DeckSource
from studyapp.errors import UserError
from studyapp.gui.importing.preview_dialog import PreviewDialog
from studyapp.gui.importing.problems_dialog import ProblemsDialog
from studyapp.gui.preferences import Preferences
from studyapp.gui.widgets.progress import ProgressDialog
from studyapp.gui.widgets.words import counted
from studyapp.gui.worker import Cancelled, Job, run_in_background, with_progress


@dataclass(frozen=True, slots=True)
class _Read:
    """One deck of a file that has been read."""

    name: str
    deck: DeckSource


class Importer(QObject):
    """Imports files one after another; at most one dialog is open."""

    toast = Signal(str)
    toast_with_undo = Signal(str)
    finished = Signal()
    """The last file has been dealt with."""

    def __init__(self, parent: QWidget, collection: Collection, preferences: Preferences) -> None:
        super().__init__(parent)
        self._window, self._collection, self._preferences = parent, collection, preferences
        self._paths: deque[Path] = deque()
        self._decks: deque[_Read] = deque()
        self._job: Job | None = None
        self.dialog: QDialog | None = None
        """The dialog that is open now."""

    def choose(self) -> None:
        """Ask for files and import them."""
        patterns = " ".join(f"*{suffix}" for suffix in formats.SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, "Import", str(self._preferences.last_folder), f"Decks and tables ({patterns});;All files (*)"
        )
        if chosen:
            paths = [Path(name) for name in chosen]
            self._preferences.last_folder = paths[0].parent
            self.open(paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Import these files and deck folders, one after another, after those that are still under way."""
        self._paths.extend(paths)
        self._go_on()

    def _go_on(self) -> None:
        if self._job is not None or self.dialog is not None:
            return
        if self._decks:
            self._preview(self._decks.popleft())
        elif self._paths:
            self._read(self._paths.popleft())
        else:
            self.finished.emit()

    def _read(self, path: Path) -> None:
        outline = self._collection.outline
        progress = ProgressDialog(self._window, f"Reading {path.name}…")
        job = self._job = run_in_background(
            self,
            lambda report: formats.read_all(path, outline, report),
            lambda decks: self._have_read([_Read(path.name, deck) for deck in decks]),
            lambda error: self._could_not_read(path, error),
            self._go_on_after_read,
        )
        job.progressed.connect(lambda done, total, _text: progress.show_progress(done, total))
        # Before the outcome is handled, which may open the next dialog.
        job.ended.connect(lambda: self._end_read(progress))
        progress.canceled.connect(job.cancel)

    def _end_read(self, progress: ProgressDialog) -> None:
        self._job = None
        progress.end()

    def _go_on_after_read(self) -> None:
        self._go_on()

    def _have_read(self, decks: Sequence[_Read]) -> None:
        self._decks.extend(decks)
        self._go_on()

    def _could_not_read(self, path: Path, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._complain(path.name, error)

    def _complain(self, name: str, error: UserError) -> None:
        self._open_dialog(ProblemsDialog(name, error, self._window), lambda _result: None)

    def _preview(self, read: _Read) -> None:
        title = read.deck.title
        content, outline = self._collection.content, self._collection.outline
        try:
            plan = with_progress(
                self._window,
                f"Comparing {title}…",
                lambda report: content.plan(read.deck, outline, progress=report),
            )
        except Cancelled:
            self._tell_canceled(title)
            self._go_on()
            return
        if plan.is_empty and not plan.refused and not plan.kept:
            self.toast.emit(f"{title} is up to date: {counted(plan.unchanged, 'note')} unchanged.")
            self._go_on()
        else:
            self._open_dialog(
                PreviewDialog(read.name, plan, self._window),
                lambda result: self._merge(read.name, plan) if result == QDialog.DialogCode.Accepted else None,
            )

    def _merge(self, name: str, plan: MergePlan) -> None:
        content, title = self._collection.content, plan.deck.title
        try:
            with_progress(
                self._window, f"Importing {title}…", lambda report: content.merge(plan, clock.now(), progress=report)
            )
        except Cancelled:
            self._tell_canceled(title)
        except UserError as error:
            self._complain(name, error)
        else:
            self.toast_with_undo.emit(_done_words(plan))

    def _tell_canceled(self, title: str) -> None:
        self.toast.emit(f"The import of {title} was canceled. Nothing was changed.")

    def _open_dialog(self, dialog: QDialog, then: Callable[[int], None]) -> None:
        self.dialog = dialog

        def closed(result: int) -> None:
            self.dialog = None
            dialog.deleteLater()
            then(result)
            self._go_on()

        dialog.finished.connect(closed)
        dialog.open()


def _done_words(plan: MergePlan) -> str:
    """`312 notes added, 14 changed.`"""
    parts = [f"{counted(len(plan.added), 'note')} added"] if plan.added else []
    parts += [f"{counted(len(plan.changed), 'note')} changed"] if plan.changed else []
    parts += [f"{counted(len(plan.retired), 'note')} retired"] if plan.retired else []
    parts += [f"{counted(len(plan.refused), 'row')} refused"] if plan.refused else []
    return f"{plan.deck.title}: {', '.join(parts)}."
