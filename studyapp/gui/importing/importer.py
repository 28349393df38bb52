"""The way of a file into the collection: read beside the window, look at the plan, merge as one step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog, QWidget

from studyapp import clock, formats
from studyapp.collection import Collection, MergePlan, Progress
from studyapp.domain.content import DeckSource
from studyapp.errors import UserError
from studyapp.gui.importing.preview_dialog import PreviewDialog
from studyapp.gui.importing.problems_dialog import ProblemsDialog
from studyapp.gui.preferences import Preferences
from studyapp.gui.theme import theme
from studyapp.gui.widgets.words import counted
from studyapp.gui.worker import Cancelled, Job, run_in_background

Outcome = TypeVar("Outcome")
_ALL_EVENTS = QEventLoop.ProcessEventsFlag.AllEvents
_NO_INPUT = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
_PATIENCE_MS = 300
"""What is done sooner shows no progress."""


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
        progress = _progress_dialog(self._window, f"Reading {path.name}…")
        job = self._job = run_in_background(
            self,
            lambda report: formats.read_all(path, outline, report),
            lambda decks: self._have_read([_Read(path.name, deck) for deck in decks]),
            lambda error: self._could_not_read(path, error),
            self._go_on_after_read,
        )
        job.progressed.connect(lambda done, total, _text: _show_progress(progress, done, total))
        # Before the outcome is handled, which may open the next dialog.
        job.ended.connect(lambda: self._end_read(progress))
        progress.canceled.connect(job.cancel)

    def _end_read(self, progress: QProgressDialog) -> None:
        self._job = None
        _close(progress)

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
        plan = self._with_progress(
            f"Comparing {title}…",
            title,
            lambda report: self._collection.content.plan(read.deck, self._collection.outline, progress=report),
        )
        if plan is None:
            self._go_on()
        elif plan.is_empty and not plan.refused and not plan.kept:
            self.toast.emit(f"{title} is up to date: {counted(plan.unchanged, 'note')} unchanged.")
            self._go_on()
        else:
            self._open_dialog(
                PreviewDialog(read.name, plan, self._window),
                lambda result: self._merge(read.name, plan) if result == QDialog.DialogCode.Accepted else None,
            )

    def _merge(self, name: str, plan: MergePlan) -> None:
        def merge(report: Progress) -> bool:
            self._collection.content.merge(plan, clock.now(), progress=report)
            return True

        try:
            if self._with_progress(f"Importing {plan.deck.title}…", plan.deck.title, merge):
                self.toast_with_undo.emit(_done_words(plan))
        except UserError as error:
            self._complain(name, error)

    def _with_progress(self, text: str, title: str, work: Callable[[Progress], Outcome]) -> Outcome | None:
        """Do work on this thread, where the collection is, behind a dialog with progress and cancel; None if canceled."""
        progress = _progress_dialog(self._window, text)

        def report(done: int, total: int) -> None:
            _show_progress(progress, done, total)
            # Without this nobody could see the progress or press Cancel. Until the progress is shown and keeps the
            # window shut, keys and clicks wait, for they could change the collection.
            QCoreApplication.processEvents(_ALL_EVENTS if progress.isVisible() else _NO_INPUT)
            if progress.wasCanceled():
                raise Cancelled

        try:
            return work(report)
        except Cancelled:
            self.toast.emit(f"The import of {title} was canceled. Nothing was changed.")
            return None
        finally:
            _close(progress)

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


def _progress_dialog(window: QWidget, text: str) -> QProgressDialog:
    """Modal, so that nothing else is changed meanwhile; hidden while the work is quick."""
    progress = QProgressDialog(text, "Cancel", 0, 0, window)
    progress.setWindowModality(Qt.WindowModality.ApplicationModal)
    progress.setMinimumDuration(_PATIENCE_MS)
    progress.setMinimumWidth(theme().length(420))
    progress.setAutoClose(False)
    progress.setAutoReset(False)
    progress.setAccessibleName(text)
    return progress


def _show_progress(progress: QProgressDialog, done: int, total: int) -> None:
    progress.setMaximum(total)
    progress.setValue(done)


def _close(progress: QProgressDialog) -> None:
    # Closing counts as pressing Cancel.
    progress.blockSignals(True)
    progress.reset()
    progress.close()
    progress.deleteLater()
