"""Makes a large collection as ten years of study would leave it: 100,000 cards, 1,000,000 reviews.

`python tests/benchmarks/generate.py FOLDER [CARDS [REVIEWS]]`. Memories come from replayed random histories, so that due
days, stabilities and lapses lie as they would; the same arguments on the same day give the same collection.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studyapp.collection import Collection
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Rating, interval_for, next_memory

SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII")
UNSEEN = 0.1
"""Share of cards that are new."""
WORDS = """
quality customer process leader supplier audit chart variation capability risk plan team vision mission waste flow cost
defect sample measure improve system change training strategy market design review standard value
""".split()  # noqa: SIM905 - easier to read than thirty quoted words

Row = tuple[object, ...]


def main(folder: Path, cards: int = 100_000, reviews: int = 1_000_000) -> None:
    """Make the collection; an existing one is left as it is."""
    if (folder / "collection.db").exists():
        return
    chance = random.Random(2026)
    create(folder)
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("DELETE FROM cards")
        connection.execute("DELETE FROM notes")
        connection.executemany(
            "INSERT INTO notes(id, deck_id, key, note_type_id, fields, leaf, section, search_text, added, edited)"
            " SELECT ?, 1, ?, id, ?, ?, ?, ?, 0, 0 FROM note_types WHERE name = ?",
            notes(chance, cards),
        )
        histories = list(studied(chance, cards, reviews))
        connection.executemany(
            "INSERT INTO cards(id, note_id, deck_id, ordinal, position, state, step, due_day, stability, difficulty, last_review,"
            " last_day, reps, lapses) VALUES (?,?,1,?,?,?,0,?,?,?,?,?,?,?)",
            (card for card, _ in histories),
        )
        rows = sorted((row for _, past in histories for row in past), key=lambda row: row[1])
        connection.executemany(
            "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
            " state_before, stability_before, difficulty_before, parameters_id) VALUES (?,?,60,?,?,?,?,?,?,?,?,?,1)",
            rows,
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def create(folder: Path) -> None:
    """An empty collection with one deck."""
    collection = Collection.open(folder)
    deck = DeckSource("large", "Large", (NoteSource("one", Kind.TERM, {"front": "One", "back": "1"}),))
    collection.content.merge(collection.content.plan(deck), datetime(2016, 1, 1, tzinfo=UTC))
    collection.close()


def notes(chance: random.Random, cards: int) -> Iterator[Row]:
    """Two cards a note: a term and its reverse."""
    for number in range(cards // 2):
        front = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
        back = " ".join(chance.choices(WORDS, k=14))
        section = chance.choice(SECTIONS)
        fields = json.dumps({"front": front, "back": back})
        yield (number + 1, f"note-{number}", fields, f"{section}.A.1", section, f"{front}\n{back}", "term")


def studied(chance: random.Random, cards: int, reviews: int) -> Iterator[tuple[Row, list[Row]]]:
    """Each card as it stands today with its history."""
    today = datetime.now(UTC).date().toordinal()
    seen = int(cards * (1 - UNSEEN))
    for number in range(cards):
        note, ordinal = number // 2 + 1, number % 2
        if number >= seen:
            yield (number + 1, note, ordinal, note, 0, None, None, None, None, None, 0, 0), []
            continue
        count = reviews // seen + (number < reviews % seen)
        yield history(chance, number + 1, note, ordinal, today, count)


def history(chance: random.Random, card: int, note: int, ordinal: int, today: int, count: int) -> tuple[Row, list[Row]]:
    """A card with `count` answers, the last of them about one interval ago; one card in twelve is overdue."""
    memory, day, lapses = None, 0, 0
    answers = []
    for answer in range(count):
        elapsed = day - answers[-1][0] if answers else 0
        rating = chance.choices(list(Rating), (10, 12, 66, 12))[0]
        before, memory = memory, next_memory(memory, rating, elapsed, DEFAULT_PARAMETERS)
        days = max(1, round(interval_for(memory.stability, 0.9, DEFAULT_PARAMETERS.decay)))
        lapses += answer > 0 and rating is Rating.AGAIN
        answers.append((day, rating, elapsed, days, before))
        day += min(days, 400)
    assert memory is not None
    shift = today - answers[-1][0] - int(chance.uniform(0, 1.09) * answers[-1][3]) - 1
    rows: list[Row] = [
        (card, milliseconds(day + shift, card), day + shift, int(rating), "review" if before else "learn", elapsed, days,
         chance.randrange(2_000, 30_000), 2 if before else 0, before.stability if before else None, before.difficulty if before else None)
        for day, rating, elapsed, days, before in answers
    ]  # fmt: skip
    last = answers[-1][0] + shift
    return (card, note, ordinal, note, 2, last + answers[-1][3], memory.stability, memory.difficulty, milliseconds(last, card), last,
            count, lapses), rows  # fmt: skip


def milliseconds(day: int, card: int) -> int:
    """A moment in the afternoon of a day, another one for each card."""
    return (day - 719_163) * 86_400_000 + 50_400_000 + card * 31 % 14_400_000


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
