"""Work that would make the window wait, done beside it: with progress, with cancel, and no error lost."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Result = TypeVar("Result")

_SECONDS_BETWEEN_REPORTS = 0.05


class Cancelled(Exception):
    """Raised inside the work when it has been cancelled; it never reaches the learner."""


class Progress:
    """Given to the work: call it with (done, total, text) now and then. It raises Cancelled when nobody waits any more."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._last = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Tell how far the work is. Reports that follow closely are left out, but for the last one."""
        self.check()
        now = time.monotonic()
        if done >= total or now - self._last >= _SECONDS_BETWEEN_REPORTS:
            self._last = now
            self._job.progressed.emit(done, total, text)

    def check(self) -> None:
        """Raise Cancelled if the work has been cancelled."""
        if self._job.cancelled:
            raise Cancelled


class Job(QObject):
    """One piece of work under way."""

    progressed = Signal(int, int, str)
    """Done, total, and what is being done."""
    ended = Signal()
    """The work is over: done, failed or cancelled."""
    _returned = Signal(object, object)

    def __init__(
        self,
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None,
        on_cancel: Callable[[], None] | None,
    ) -> None:
        super().__init__()
        self._on_result, self._on_error, self._on_cancel = on_result, on_error, on_cancel
        self._cancel = threading.Event()
        self._abandoned = False
        self._returned.connect(self._end)

    @property
    def cancelled(self) -> bool:
        """Whether the work has been told to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Tell the work to stop at its next report."""
        self._cancel.set()

    def abandon(self) -> None:
        """Stop, and tell nobody: the one who asked is gone."""
        self._abandoned = True
        self._cancel.set()

    def give(self, result: object, error: BaseException | None) -> None:
        """Hand over what came out, from the worker's thread."""
        self._returned.emit(result, error)

    @Slot(object, object)
    def _end(self, result: object, error: BaseException | None) -> None:
        _running.discard(self)
        self.ended.emit()
        if self._abandoned:
            return
        if isinstance(error, Cancelled):
            if self._on_cancel:
                self._on_cancel()
        elif error is None:
            self._on_result(result)
        elif self._on_error:
            self._on_error(error)
        else:
            # On the main thread the crash hook decides what the learner sees.
            raise error


class _Run(QRunnable):
    def __init__(self, job: Job, work: Callable[[Progress], object]) -> None:
        super().__init__()
        self._job, self._work = job, work

    def run(self) -> None:
        try:
            result = self._work(Progress(self._job))
        except BaseException as error:  # noqa: BLE001 - handed to the main thread, which raises it there
            self._job.give(None, error)
        else:
            self._job.give(result, None)


_running: set[Job] = set()


def run_in_background(
    owner: QObject,
    work: Callable[[Progress], Result],
    on_result: Callable[[Result], None],
    on_error: Callable[[BaseException], None] | None = None,
    on_cancel: Callable[[], None] | None = None,
) -> Job:
    """Do `work` in another thread and call one of the others on the main thread.

    Without `on_error` an error is raised on the main thread, where the crash hook shows it. When `owner` is destroyed
    the work is cancelled and nothing is called.
    """
    job = Job(on_result, on_error, on_cancel)
    _running.add(job)
    # Weak, because the job may be long over, and half taken apart, when its owner goes.
    watched = weakref.ref(job)
    owner.destroyed.connect(lambda: _abandon(watched))
    QThreadPool.globalInstance().start(_Run(job, work))
    return job


def _abandon(watched: weakref.ref[Job]) -> None:
    job = watched()
    if job is not None:
        job.abandon()


def with_progress(window: QWidget, text: str, work: Callable[[Callable[[int, int], None]], Result]) -> Result:
    """Do work that belongs on this thread, such as writing to the collection, behind a dialog with progress and cancel.

    The work is given a function to call with (done, total). Raises Cancelled, out of that function, when it is canceled.
    """
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from studyapp.gui.widgets.progress import ProgressDialog

    flags = QEventLoop.ProcessEventsFlag
    progress = ProgressDialog(window, text)

    def report(done: int, total: int) -> None:
        progress.show_progress(done, total)
        # Without this nobody could see the progress or press Cancel. Until the progress is shown and keeps the window
        # shut, keys and clicks wait, for they could change the collection.
        QCoreApplication.processEvents(flags.AllEvents if progress.isVisible() else flags.ExcludeUserInputEvents)
        if progress.wasCanceled():
            raise Cancelled

    try:
        return work(report)
    finally:
        progress.end()


def finish_all() -> None:
    """Cancel all work and wait until it has stopped, before the window closes."""
    for job in list(_running):
        job.abandon()
    QThreadPool.globalInstance().waitForDone()
