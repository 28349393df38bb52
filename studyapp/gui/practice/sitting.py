"""One exam while it is taken: what is on disk, kept at hand, and every step written before it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from studyapp.collection import Collection
from studyapp.collection.exam_values import Exam, ExamQuestion, ItemState
from studyapp.gui.practice.navigator import Tile
from studyapp.gui.practice.pacing import Pace

_LONGEST_BEAT = 5.0
"""Seconds that one beat counts at most: a computer that slept, or stood still, did not think about the question."""


class Counts(NamedTuple):
    """Where the learner stands."""

    answered: int
    skipped: int
    """Looked at and left without an answer; the question that is open counts only once it has been left."""
    flagged: int
    unseen: int

    @property
    def unanswered(self) -> int:
        """Without an answer, looked at or not."""
        return self.skipped + self.unseen


class Sitting:
    """Reads and writes one running exam. `now` always comes from the caller."""

    def __init__(self, collection: Collection, exam_id: int, now: datetime) -> None:
        self._exams = collection.exams
        self._exam = self._exams.exam(exam_id)
        self._questions: dict[int, ExamQuestion] = {}
        self._items = list(self._exam.state)
        self.position = self._exam.position
        self.paused = self._exam.paused
        self._beat_at = now
        self._beating = False

    @property
    def exam(self) -> Exam:
        """The exam as it was when it was opened; what has changed since is in `item`."""
        return self._exam

    @property
    def id(self) -> int:
        """The exam's number."""
        return self._exam.id

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self._items)

    @property
    def is_timed(self) -> bool:
        """Whether there is a limit of time."""
        return self._exam.minutes is not None

    def item(self, position: int | None = None) -> ItemState:
        """The state of a question, or of the one that is open."""
        return self._items[self.position if position is None else position]

    def question(self, position: int | None = None) -> ExamQuestion:
        """A question as it is asked; read once and kept."""
        place = self.position if position is None else position
        if place not in self._questions:
            self._questions[place] = self._exams.question(self.id, place)
        return self._questions[place]

    def read_again(self) -> None:
        """Questions may have been edited meanwhile."""
        self._questions.clear()

    def tile(self, position: int) -> Tile:
        """What the navigator shows of a question."""
        item = self._items[position]
        skipped = item.picked is None and item.seen and position != self.position
        return Tile(item.picked is not None, skipped, item.flagged)

    def tiles(self) -> list[Tile]:
        """What the navigator shows."""
        return [self.tile(position) for position in range(self.count)]

    def counts(self) -> Counts:
        """Where the learner stands."""
        answered = skipped = flagged = 0
        for item in self._items:
            answered += item.picked is not None
            skipped += item.picked is None and item.seen and item.position != self.position
            flagged += item.flagged
        return Counts(answered, skipped, flagged, self.count - answered - skipped)

    def pick(self, option: int | None, now: datetime) -> None:
        """Answer the open question, or take the answer back. Raises UserError when it is too late."""
        self._exams.pick(self.id, self.position, option, now)
        self._note(self.item()._replace(picked=option, seen=True))

    def set_confidence(self, confidence: int | None, now: datetime) -> None:
        """How sure the learner is of the open question."""
        self._exams.set_confidence(self.id, self.position, confidence, now)
        self._note(self.item()._replace(confidence=confidence))

    def toggle_flag(self, now: datetime) -> None:
        """Flag the open question, or take the flag away."""
        on = not self.item().flagged
        self._exams.set_flag(self.id, self.position, on, now)
        self._note(self.item()._replace(flagged=on))

    def settle(self, now: datetime) -> None:
        """The answer of the open question has been shown: it is final."""
        self._exams.settle(self.id, self.position, now)
        self._note(self.item()._replace(settled=True))

    def go_to(self, position: int, now: datetime) -> None:
        """Open another question; the time so far belongs to the one before."""
        self.beat(now)
        self._exams.go_to(self.id, position, now)
        self.position = position
        self._note(self.item()._replace(seen=True))

    def start_beating(self, now: datetime) -> None:
        """The learner is at the exam from now on."""
        self._beat_at, self._beating = now, True

    def stop_beating(self, now: datetime) -> None:
        """The learner has left the exam: time until now is written, time from now on is not."""
        self.beat(now)
        self._beating = False

    def beat(self, now: datetime) -> None:
        """Write the seconds since the last beat to the open question."""
        if not self._beating or self.paused:
            return
        seconds = min(_LONGEST_BEAT, max(0.0, (now - self._beat_at).total_seconds()))
        self._beat_at = now
        if seconds > 0:
            self._exams.spend(self.id, self.position, seconds, now)
            self._note(self.item()._replace(seconds=self.item().seconds + seconds))

    def pause(self, now: datetime) -> None:
        """Stop the time of a relaxed exam."""
        self.beat(now)
        self._exams.pause(self.id, now)
        self.paused = True

    def resume(self, now: datetime) -> None:
        """Let the time run on."""
        self._exams.resume(self.id, now)
        self.paused, self._beat_at = False, now

    def seconds_left(self, now: datetime) -> float | None:
        """Time left as the collection knows it, right also after sleep or a crash; None without a limit."""
        return self._exams.seconds_left(self.id, now)

    def seconds_spent(self) -> float:
        """Time on all questions."""
        return sum(item.seconds for item in self._items)

    def pace(self, now: datetime) -> Pace | None:
        """How far the exam has come against the clock; None without a limit of time."""
        left = self.seconds_left(now)
        if left is None or not self._exam.minutes:
            return None
        allowed = self._exam.minutes * 60.0
        # A question that was only looked at still has to be answered.
        return Pace(self.counts().answered, self.count, allowed - left, allowed)

    def finish(self, now: datetime) -> None:
        """Hand in."""
        self.stop_beating(now)
        self._exams.finish(self.id, now)

    def _note(self, item: ItemState) -> None:
        self._items[item.position] = item
