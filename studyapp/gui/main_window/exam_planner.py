"""Has the plan for the exam worked out beside the window, at the start of a day and when what it rests on has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studyapp.gui.worker import Job, run_in_background

if TYPE_CHECKING:
    from studyapp.collection import Changes, Collection
    from studyapp.collection.exam_planning import ExamPlan

_RESTS_ON = frozenset({"decks", "notes", "parameters", "settings"})
"""Answers are left out: a day's plan holds until the day ends, whatever the answers are."""
_LOOK_AGAIN_MS = 60_000


class ExamPlanner(QObject):
    """One for each collection that the window shows."""

    def __init__(self, collection: Collection, parent: QObject) -> None:
        super().__init__(parent)
        self._collection = collection
        self._job: Job | None = None
        self._day = 0
        # A study day ends while the window is open, and timers stand still while a computer sleeps.
        self._clock = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.look_at_the_day)
        self._clock.start()
        self.plan()

    def on_change(self, changes: Changes) -> None:
        """Plan anew where the change concerns more than today's answers."""
        if _RESTS_ON & changes.tables:
            self.plan()

    def plan(self) -> None:
        """Plan today anew; what was under way is dropped."""
        from studyapp import clock

        self.stop()
        now = clock.now()
        self._day = self._collection.review.today(now)
        settings = self._collection.settings.current
        if settings.exam_date is None or settings.minutes_per_day is None:
            return
        from studyapp.collection.exam_planning import work_out

        start = self._collection.exam_planning.start(now, self._collection.outline)
        if start is not None:
            self._job = run_in_background(self, lambda progress: work_out(start, progress.check), self._follow)

    @property
    def is_at_work(self) -> bool:
        """Whether a plan is being worked out."""
        return self._job is not None

    def stop(self) -> None:
        """Drop what is under way."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _follow(self, plan: ExamPlan) -> None:
        self._job = None
        self._collection.follow(plan)

    def look_at_the_day(self) -> None:
        """Plan anew where a study day has begun since the last plan."""
        from studyapp import clock

        if self._collection.review.today(clock.now()) != self._day:
            self.plan()
