"""Kills somebody in a practice exam at random moments, again and again. Run by `test_kill.py`; prints JSON lines.

The parent knows every pick that was acknowledged, and asks after each kill what the file says.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyapp.collection import Collection
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.mock_exam import ExamKind

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONGEST_LIFE = 0.15
"""Seconds; a start takes a third of it."""
OPTIONS = 4
QUESTIONS = 20

Picks = dict[int, int]


def deck() -> DeckSource:
    """Questions for one exam."""
    options = [{"text": f"Option {n}", "correct": n == 1, "rationale": "Because."} for n in range(OPTIONS)]
    notes = tuple(
        NoteSource(f"n-{n}", Kind.CHOICE, {"front": f"Question {n}?", "options": options}, leaf="I.A", mock_pool=True)
        for n in range(QUESTIONS)
    )
    section = Section("I", "Leadership", "Leadership", QUESTIONS, (Leaf("I.A", "Kinds"),))
    outline = Outline("Short", "2026-01-01", "own", "Invented.", 29, 0, (section,))
    return DeckSource("exam", "Exam", notes, version="1", outline=outline)


def begin(folder: Path) -> int:
    """A collection with an exam that has just been started."""
    collection = Collection.open(folder)
    collection.content.merge(collection.content.plan(deck()), START)
    exam_id = collection.exams.start(ExamKind.FULL, True, START)
    collection.close()
    return exam_id


def sit(folder: Path, exam_id: int, round_: int, acknowledge: int) -> None:
    """Open and pick without end; two bytes for each pick that is stored."""
    collection, now = Collection.open(folder), START + timedelta(seconds=round_)
    chance = random.Random(round_)
    while True:
        position, option = chance.randrange(QUESTIONS), chance.randrange(OPTIONS)
        collection.exams.go_to(exam_id, position, now)
        collection.exams.spend(exam_id, position, 0.5, now)
        collection.exams.pick(exam_id, position, option, now)
        os.write(acknowledge, bytes((position, option)))


def killed(folder: Path, exam_id: int, round_: int, life: float) -> Picks:
    """The last acknowledged pick of each question before the kill."""
    reading, writing = os.pipe()
    learner = os.fork()
    if learner == 0:
        os.close(reading)
        try:
            sit(folder, exam_id, round_, writing)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(life)
    os.kill(learner, signal.SIGKILL)
    _, status = os.waitpid(learner, 0)
    with open(reading, "rb") as pipe:
        told = pipe.read()
    if not os.WIFSIGNALED(status):
        raise AssertionError(f"The learner of round {round_} ended by itself.")
    return dict(zip(told[::2], told[1::2], strict=True))


def look(folder: Path, exam_id: int, now: datetime) -> tuple[bool, Picks, dict[str, object]]:
    """Whether the exam goes on, its picks, and what else a later start finds."""
    collection = Collection.open(folder)
    exam = collection.exams.exam(exam_id)
    found = {
        "seconds": sum(item.seconds for item in exam.state),
        "left": collection.exams.seconds_left(exam_id, now),
        "damaged": len(collection.exams.damaged()),
        "problems": collection.check().problems,
    }
    running = collection.exams.running(now) == exam_id
    collection.close()
    return running, {item.position: item.picked for item in exam.state if item.picked is not None}, found


def main(folder: Path, rounds: int, seed: int) -> None:
    """One JSON line a round."""
    chance = random.Random(seed)
    exam_id, before = begin(folder), Picks()
    for round_ in range(rounds):
        told = killed(folder, exam_id, round_, chance.uniform(0, LONGEST_LIFE))
        running, stored, found = look(folder, exam_id, START + timedelta(seconds=round_))
        expected = {**before, **told}
        other = [position for position in {*stored, *expected} if stored.get(position) != expected.get(position)]
        print(json.dumps({"acknowledged": len(told), "running": running, "other": len(other), **found}))
        before = stored


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
