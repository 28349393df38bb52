"""Kills a learner at random moments, again and again, and looks at what is left. Run by `test_kill.py`; prints JSON lines.

One process has loaded everything and forks for each round, so that a round costs milliseconds and the kill falls into the
start as often as into the studying.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import Rating

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONGEST_LIFE = 0.15
"""Seconds; a start takes a fifth of it."""
ROUNDS_A_FOLDER = 10

DECK = DeckSource(
    "killed",
    "Killed",
    tuple(NoteSource(f"n-{n}", Kind.QUESTION, {"front": f"Question {n}?", "back": f"Answer {n}."}) for n in range(40)),
    version="1",
)


def study(folder: Path, round_: int, acknowledge: int) -> None:
    """Open, bring the deck in if it is missing, and answer without end; one byte for each answer that is stored."""
    now = START + timedelta(days=round_)
    collection = Collection.open(folder)
    if collection.decks.version(DECK.key) is None:
        collection.content.merge(collection.content.plan(DECK), now)
    chance = random.Random(round_)
    while True:
        shown = collection.review.next(now)
        if shown is None:
            now += timedelta(days=1)
            collection.review.start(now)
            continue
        collection.review.answer(shown, chance.choice(list(Rating)), 4.0, now)
        os.write(acknowledge, b".")


def killed_learner(folder: Path, round_: int, life: float) -> int:
    """How many answers a learner was told are stored before the kill."""
    reading, writing = os.pipe()
    learner = os.fork()
    if learner == 0:
        os.close(reading)
        try:
            study(folder, round_, writing)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(life)
    os.kill(learner, signal.SIGKILL)
    _, status = os.waitpid(learner, 0)
    with open(reading, "rb") as pipe:
        acknowledged = len(pipe.read())
    if not os.WIFSIGNALED(status):
        raise AssertionError(f"The learner of round {round_} ended by itself.")
    return acknowledged


def reviews_stored(folder: Path) -> int:
    """Reviews in the file, read before anything could mend it; none where the kill came before there was a file."""
    if not (folder / "collection.db").exists():
        return 0
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM reviews").fetchone()[0])


def look(folder: Path) -> dict[str, object]:
    """What a later start finds."""
    collection = Collection.open(folder)
    problems = collection.check().problems
    counts = collection.counts()
    collection.close()
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        repetitions = connection.execute("SELECT coalesce(sum(reps), 0) FROM cards").fetchone()[0]
    return {"problems": problems, "counts": counts, "integrity": integrity, "repetitions": repetitions}


def main(folder: Path, rounds: int, seed: int) -> None:
    """One JSON line a round."""
    chance = random.Random(seed)
    for round_ in range(rounds):
        home = folder / str(round_ // ROUNDS_A_FOLDER)
        home.mkdir(exist_ok=True)
        before = reviews_stored(home)
        # Every first start in a folder is short, so that creating the file and the first import are hit.
        life = chance.uniform(0, LONGEST_LIFE if round_ % ROUNDS_A_FOLDER else LONGEST_LIFE / 3)
        acknowledged = killed_learner(home, round_, life)
        stored = reviews_stored(home) - before
        print(json.dumps({"life": life, "acknowledged": acknowledged, "stored": stored, **look(home)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
