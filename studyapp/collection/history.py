"""Looking back and ahead: what was done, what is remembered, what comes. Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from studyapp.collection.parameters import ParameterSets
from studyapp.collection.settings import Settings
from studyapp.domain.day import study_day
from studyapp.domain.scheduling import retrievability


class DayDone(NamedTuple):
    """What one study day has seen."""

    answers: int
    cards: int
    new: int
    """Cards met for the first time."""
    seconds: float
    reviews: int
    """Answers to cards that were due after at least a day."""
    recalled: int
    """Those of them that were not graded Again."""


class Streak(NamedTuple):
    """Days studied in a row."""

    current: int
    """Up to today, or up to yesterday while today has no answer yet."""
    longest: int
    last_missed: int | None
    """The last study day without an answer since the first, or None."""


class SectionMemory(NamedTuple):
    """How much of one section is remembered now."""

    section: str
    cards: int
    seen: int
    recall: float
    """Expected share of all the section's cards that would be recalled today, 0–1; a card never seen counts 0."""


class History:
    """Read-only questions to the review log and the cards."""

    def __init__(self, connection: Connection, settings: Settings, parameters: ParameterSets) -> None:
        self._connection = connection
        self._settings = settings
        self._parameters = parameters

    def _today(self, now: datetime) -> int:
        return study_day(now, self._settings.current.rollover_hour)

    def day(self, now: datetime) -> DayDone:
        """What today has seen so far in daily study; answers in practice exams are reported by them."""
        row = self._connection.exec_driver_sql(
            "SELECT count(*), count(DISTINCT card_id), coalesce(sum(state_before = 0), 0), coalesce(sum(duration), 0) / 1000.0,"
            " coalesce(sum(state_before = 2), 0), coalesce(sum(state_before = 2 AND rating > 1), 0) FROM reviews WHERE study_day = ?"
            " AND kind != 'exam'",
            (self._today(now),),
        ).one()
        return DayDone(*row)

    def reviews_per_day(self, now: datetime, days: int = 371) -> dict[int, int]:
        """Answers on each of the last `days` study days that had any."""
        rows = self._connection.exec_driver_sql(
            "SELECT study_day, count(*) FROM reviews WHERE study_day > ? GROUP BY study_day", (self._today(now) - days,)
        )
        return dict(rows.all())

    def streak(self, now: datetime) -> Streak:
        """Days in a row, the longest run, and the last day missed."""
        # Stepping from day to day along the index is quicker than reading a million reviews.
        days = self._connection.exec_driver_sql(
            "WITH RECURSIVE studied(day) AS (SELECT max(study_day) FROM reviews UNION ALL"
            " SELECT (SELECT max(study_day) FROM reviews WHERE study_day < studied.day) FROM studied WHERE studied.day IS NOT NULL)"
            " SELECT day FROM studied WHERE day IS NOT NULL"
        ).scalars().all()  # fmt: skip
        if not days:
            return Streak(0, 0, None)
        runs: list[list[int]] = []
        for day in days:
            if runs and runs[-1][-1] == day + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        today = self._today(now)
        current = len(runs[0]) if runs[0][0] >= today - 1 else 0
        last_missed = (
            today - 1 if not current and today - 1 > days[-1] else (runs[0][-1] - 1 if len(runs) > 1 else None)
        )
        return Streak(current, max(len(run) for run in runs), last_missed)

    def forecast(self, now: datetime, days: int = 14) -> list[int]:
        """Reviews that fall due on each of the next days, today with all that is overdue. New cards are not in it."""
        today = self._today(now)
        counts = [0] * days
        rows = self._connection.exec_driver_sql(
            "SELECT max(due_day, ?), count(*) FROM cards WHERE suspended = 0 AND retired = 0 AND state IN (1, 2, 3) AND due_day < ?"
            " GROUP BY max(due_day, ?)",
            (today, today + days, today),
        )
        for day, count in rows:
            counts[day - today] = count
        return counts

    def sections(self, now: datetime) -> dict[str, SectionMemory]:
        """Memory by section, cards without a section under the empty name."""
        today, decay = self._today(now), self._parameters.current.decay
        totals: dict[str, list[float]] = {}
        # Two plain scans are several times quicker than a join that looks every note up for each of its cards.
        section_of: dict[int, str] = dict(self._connection.exec_driver_sql("SELECT id, section FROM notes").all())
        rows = self._connection.exec_driver_sql(
            "SELECT note_id, stability, last_day FROM cards NOT INDEXED WHERE suspended = 0 AND retired = 0"
        ).fetchall()
        for note_id, stability, last_day in rows:
            total = totals.setdefault(section_of[note_id], [0, 0, 0.0])
            total[0] += 1
            if stability:
                total[1] += 1
                total[2] += retrievability(stability, max(0, today - last_day), decay)
        return {
            section: SectionMemory(section, int(cards), int(seen), recall / cards)
            for section, (cards, seen, recall) in totals.items()
        }
