"""FSRS parameters fitted to the learner: when to try, what comes of it, and the way back to the standard ones.

A worker reads the log and works out all memories (`work_out`, `standard`); what is left for the thread of the collection
is to write them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.changes import Journal, Progress
from studyapp.collection.faults import explained
from studyapp.collection.moments import milliseconds
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.review_log import CardMemory, Log, histories, read_log, replayed, studied_cards
from studyapp.collection.settings import Settings
from studyapp.domain.day import study_day
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Parameters

if TYPE_CHECKING:
    from studyapp.domain.fitting import Fit

FIT, RESET = "Fit scheduling to you", "Reset the memory model"
"""Names of the steps that can be undone."""
FEWEST_REVIEWS = 400
"""Next-day reviews that a fit needs at least: those of `domain.fitting`, which is loaded only to fit."""
_STANDARD = "default"
_LAST_TRY = "parameter_fit"
"""Where `settings` keeps the last try. It is no step that can be undone: undo would have the same fit come back."""
_MOST_NEW, _NEW_SHARE = 100, 0.1
_CARDS_AT_ONCE = 200
_NEXT_DAY = "elapsed_days > 0 AND kind != 'exam'"


@dataclass(frozen=True, slots=True)
class FitFacts:
    """What is remembered of a fit that is in force."""

    day: int
    """Study day on which it was made."""
    reviews: int
    """Next-day reviews it was fitted to."""
    cards: int
    last_day: int
    """Study day of the last answer it has seen."""
    held_out_reviews: int
    log_loss_before: float
    log_loss_after: float


class MemoryModel(NamedTuple):
    """Which parameters are in force, and why."""

    is_standard: bool
    facts: FitFacts | None
    """None for the standard parameters."""
    refused: str
    """Why the last try did not change the parameters, in a sentence; nothing where it did, or none was made."""
    refused_day: int | None
    """Study day of that try."""


class FitStart(NamedTuple):
    """All that a worker needs."""

    file: Path
    parameters: Parameters
    seen_until: int | None


class Restated(NamedTuple):
    """Parameters and what all memories are under them."""

    parameters: Parameters
    memories: list[CardMemory]
    last_review_id: int
    """The newest row of the log that was read."""


class FitResult(NamedTuple):
    """What came of a try."""

    fit: Fit
    restated: Restated
    """Without memories where the fit is not adopted."""


class _Try(NamedTuple):
    day: int
    review_id: int
    """The newest row of the log that it has read."""
    reviews: int
    reason: str
    adopted: bool
    parameters_id: int
    """The set in force after it; where another is, the learner has taken it back."""


class ParameterFits:
    """Decides when to fit, and puts what was fitted in force."""

    def __init__(
        self, connection: Connection, journal: Journal, settings: Settings, parameters: ParameterSets, file: Path
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._settings = settings
        self._parameters = parameters
        self._file = file

    def wanted(self, now: datetime) -> bool:
        """Whether a fit should be tried now: once a day at most, and after enough new answers.

        Enough are 100 next-day reviews or a tenth of those before; 400 where the learner has taken the last fit back.
        """
        tried = self._last_try()
        if tried is not None and tried.day == self._today(now):
            return False
        if tried is None:
            return self._reviews_after(0, FEWEST_REVIEWS + 1)
        taken_back = tried.parameters_id != self._parameters.current_id
        enough = FEWEST_REVIEWS if taken_back else max(1, min(_MOST_NEW, round(tried.reviews * _NEW_SHARE)))
        return self._reviews_after(tried.review_id, enough)

    def start(self) -> FitStart:
        """What a worker starts from."""
        facts = self.model().facts
        return FitStart(self._file, self._parameters.current, facts.last_day if facts else None)

    def adopt(self, result: FitResult, now: datetime, progress: Progress | None = None) -> None:
        """Put parameters in force that a fit has found to be better. Memories follow, due days stay.

        `progress` may raise to cancel, and then nothing is changed.
        """
        fit = result.fit
        facts = FitFacts(
            day=self._today(now),
            reviews=fit.next_day_reviews,
            cards=fit.cards,
            last_day=fit.last_day or 0,
            held_out_reviews=fit.held_out_reviews,
            log_loss_before=fit.log_loss_before or 0.0,
            log_loss_after=fit.log_loss_after or 0.0,
        )
        self._put_in_force(FIT, result.restated, json.dumps(asdict(facts)), now, progress)

    def remember(self, result: FitResult, now: datetime) -> None:
        """Remember what came of a try, after `adopt` where it was adopted: when to try again depends on it."""
        fit = result.fit
        self._write(
            _Try(
                day=self._today(now),
                review_id=result.restated.last_review_id,
                reviews=fit.next_day_reviews,
                reason=fit.reason,
                adopted=fit.adopted,
                parameters_id=self._parameters.current_id,
            )
        )

    def reset(self, standard: Restated, now: datetime, progress: Progress | None = None) -> None:
        """Put the standard parameters in force, the way `adopt` does."""
        self._put_in_force(RESET, standard, _STANDARD, now, progress)
        tried = self._last_try()
        if tried is not None:
            self._write(tried._replace(review_id=standard.last_review_id))

    def model(self) -> MemoryModel:
        """Which parameters are in force, and why."""
        origin = self._connection.exec_driver_sql("SELECT origin FROM parameters ORDER BY id DESC LIMIT 1").scalar()
        is_standard, tried = origin == _STANDARD, self._last_try()
        refused = tried if tried is not None and not tried.adopted else None
        return MemoryModel(
            is_standard,
            None if is_standard else _facts(origin),
            refused.reason if refused else "",
            refused.day if refused else None,
        )

    def _put_in_force(
        self, label: str, restated: Restated, origin: str, now: datetime, progress: Progress | None
    ) -> None:
        with self._journal.change(label):
            driver = self._journal.driver
            driver.execute(
                "INSERT INTO parameters(weights, added, origin) VALUES (?, ?, ?)",
                (json.dumps(restated.parameters.weights), milliseconds(now), origin),
            )
            memories = [
                (memory.memory.stability, memory.memory.difficulty, memory.card_id)
                for memory in self._up_to_date(restated)
                if memory.memory is not None
            ]
            for first in range(0, len(memories), _CARDS_AT_ONCE):
                if progress:
                    progress(first, len(memories))
                driver.executemany(
                    "UPDATE cards SET stability = ?, difficulty = ? WHERE id = ?",
                    memories[first : first + _CARDS_AT_ONCE],
                )

    def _up_to_date(self, restated: Restated) -> list[CardMemory]:
        """The memories, those of cards that were answered while the worker was at work replayed anew."""
        driver, then = self._journal.driver, {memory.card_id: memory for memory in restated.memories}
        fresh, stale = [], []
        for card in studied_cards(driver):
            memory = then.get(card[0])
            if memory is not None and memory[:3] == card:
                fresh.append(memory)
            else:
                stale.append(card)
        log = read_log(driver, [card[0] for card in stale]) if stale else {}
        return fresh + replayed(stale, log, restated.parameters, lambda: None)

    def _today(self, now: datetime) -> int:
        return study_day(now, self._settings.current.rollover_hour)

    def _reviews_after(self, review_id: int, enough: int) -> bool:
        """Whether there are so many next-day reviews after this row of the log; no more rows are read than it takes."""
        found = self._connection.exec_driver_sql(
            f"SELECT count(*) FROM (SELECT 1 FROM reviews WHERE id > ? AND {_NEXT_DAY} LIMIT ?)", (review_id, enough)
        ).scalar_one()
        return int(found) >= enough

    def _last_try(self) -> _Try | None:
        stored = self._connection.exec_driver_sql("SELECT value FROM settings WHERE key = ?", (_LAST_TRY,)).scalar()
        try:
            tried = _Try(**json.loads(stored)) if isinstance(stored, str) else None
        except (ValueError, TypeError):
            return None
        # A value from elsewhere that is not valid is ignored, as with the other settings.
        sound = tried is not None and _is_day(tried.day) and (type(tried.reviews), type(tried.reason)) == (int, str)
        return tried if sound else None

    def _write(self, tried: _Try) -> None:
        with self._journal.change("Remember the last fit", undoable=False) as db:
            db.exec_driver_sql(
                "INSERT INTO settings(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                (_LAST_TRY, json.dumps(tried._asdict())),
            )


def work_out(start: FitStart, check: Callable[[], None]) -> FitResult:
    """Fit parameters to the log and, if they are adopted, work out all memories. For a worker; `check` may raise to stop.

    Raises CollectionUnavailable where the file cannot be read.
    """
    from studyapp.domain.fitting import fit

    cards, log, last_review_id = _read(start.file)
    check()
    made = fit(histories(log), start.parameters, start.seen_until, progress=lambda _share: check())
    assert made is not None  # it is stopped by what `check` raises
    memories = replayed(cards, log, made.parameters, check) if made.adopted else []
    return FitResult(made, Restated(made.parameters, memories, last_review_id))


def standard(file: Path, check: Callable[[], None]) -> Restated:
    """All memories under the standard parameters. For a worker, like `work_out`."""
    cards, log, last_review_id = _read(file)
    return Restated(DEFAULT_PARAMETERS, replayed(cards, log, DEFAULT_PARAMETERS, check), last_review_id)


def _read(file: Path) -> tuple[list[tuple[int, int, int | None]], Log, int]:
    """Studied cards, the log and its newest row, as of one moment; through a connection that is closed right after."""
    with explained(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as driver:
        driver.execute("BEGIN")
        newest = driver.execute("SELECT coalesce(max(id), 0) FROM reviews").fetchone()[0]
        return studied_cards(driver), read_log(driver), newest


def _facts(origin: object) -> FitFacts | None:
    try:
        facts = FitFacts(**json.loads(origin)) if isinstance(origin, str) else None
    except (ValueError, TypeError):
        return None
    if facts is None or not all(isinstance(value, int | float) for value in asdict(facts).values()):
        return None
    return facts if _is_day(facts.day) else None


def _is_day(value: object) -> bool:
    return isinstance(value, int) and 1 <= value <= date.max.toordinal()
