"""Has the memory model fitted to the learner beside the window, and puts it in force while nobody is answering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from studyapp.gui.worker import Cancelled, Job, run_in_background, with_progress

if TYPE_CHECKING:
    from studyapp.collection import Changes, Collection
    from studyapp.collection.parameter_fits import FitResult
    from studyapp.gui.main_window.exam_planner import ExamPlanner

_SOON_MS, _LATER_MS = 1_000, 60_000
_BREATH_MS = 50


class ParameterFitter(QObject):
    """One for each collection that the window shows. Looks once a study day whether there is enough to fit to."""

    fitted = Signal(str)
    """Scheduling has changed, in a sentence for the learner."""
    ready = Signal()
    """A fit is worked out; it is put in force at once, or when nobody is answering any more."""

    def __init__(
        self, collection: Collection, planner: ExamPlanner, is_answering: Callable[[], bool], window: QWidget
    ) -> None:
        super().__init__(window)
        self._collection, self._planner, self._is_answering = collection, planner, is_answering
        self._window = window
        self._job: Job | None = None
        self._result: FitResult | None = None
        self._untold: FitResult | None = None
        self._day = 0
        self._clock = QTimer(self, interval=_SOON_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    @property
    def is_at_work(self) -> bool:
        """Whether a fit is being worked out, put in force or told, or waits for that."""
        return self._job is not None or self._result is not None or self._untold is not None

    def on_change(self, changes: Changes) -> None:
        """Drop what rests on parameters that are no longer in force."""
        if "parameters" in changes.tables:
            self._drop()

    def look(self) -> None:
        """Do what there is to do now: put a result in force, or begin a fit once the plan for the exam is made."""
        from studyapp import clock

        today = self._collection.review.today(clock.now())
        if self._result is not None:
            # The buttons of a card that is shown promise what they said when it came.
            if not self._is_answering() and QApplication.activeModalWidget() is None:
                self._settle(self._result)
        elif self._job is None and today != self._day and not self._planner.is_at_work:
            self._day = today
            if self._collection.parameter_fits.wanted(clock.now()):
                self._begin()
        waiting = self._result is not None or self._day != today
        self._clock.setInterval(_SOON_MS if waiting else _LATER_MS)

    def stop(self) -> None:
        """Drop what is under way, and look no more: the collection is about to be closed."""
        self._clock.stop()
        self._drop()

    def _drop(self) -> None:
        self._result = self._untold = None
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _begin(self) -> None:
        from studyapp.collection.parameter_fits import work_out

        start = self._collection.parameter_fits.start()
        self._job = run_in_background(self, lambda progress: work_out(start, progress.check), self._have)

    def _have(self, result: FitResult) -> None:
        self._job, self._result = None, result
        self.ready.emit()
        self.look()

    def _settle(self, result: FitResult) -> None:
        from studyapp import clock

        self._result = None
        fits, now = self._collection.parameter_fits, clock.now()
        if result.fit.adopted:
            try:
                with_progress(
                    self._window, "Fitting scheduling to you…", lambda report: fits.adopt(result, now, report)
                )
            except Cancelled:
                return
        # Both steps have all that is shown read again: one after the other, the window would stand still for too long.
        self._untold = result
        QTimer.singleShot(_BREATH_MS, self, self._tell)

    def _tell(self) -> None:
        from studyapp import clock
        from studyapp.gui.widgets.words import counted

        result, self._untold = self._untold, None
        if result is None:
            return
        self._collection.parameter_fits.remember(result, clock.now())
        if result.fit.adopted:
            reviews = counted(result.fit.held_out_reviews, "review")
            self.fitted.emit(
                f"Scheduling now fits your memory: it predicts your latest {reviews} better than before. Due days stay."
            )
