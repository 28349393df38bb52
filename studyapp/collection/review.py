"""Studying: which card now, what each answer would do, and the answer on disk.

The four outcomes are computed when a card is shown, and the answer stores the one picked: what the button said is saved.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from studyapp.collection.changes import Changes, Journal
from studyapp.collection.moments import milliseconds
from studyapp.collection.parameters import ParameterSets
from studyapp.collection.prerequisites import Prerequisites
from studyapp.collection.settings import Settings
from studyapp.domain.content import Kind, cite
from studyapp.domain.day import day_end, study_day
from studyapp.domain.queue import DEFAULT_COSTS, Candidate, Costs, Counts, DoneToday, Limits, StudyQueue, build_queue
from studyapp.domain.scheduling import (
    CardState,
    Memory,
    Outcome,
    Rating,
    SchedulingOptions,
    State,
    outcomes,
    retrievability,
)
from studyapp.errors import StaleCard

if TYPE_CHECKING:
    from studyapp.collection.exam_planning import ExamPlan
    from studyapp.domain.cards import Face

_LONGEST_ANSWERS = {Kind.CHOICE: 180.0, Kind.NUMERIC: 300.0, Kind.ESSAY: 1800.0}
_LONGEST_ANSWER = 60.0

# New cards that are looked at to fill a day: enough to mix the sections, few enough to be quick.
_NEW_CANDIDATES = 600


def longest_answer(kind: Kind) -> float:
    """Seconds an answer counts at most: who leaves the desk is not studying."""
    return _LONGEST_ANSWERS.get(kind, _LONGEST_ANSWER)


class Scope(NamedTuple):
    """Which cards a session draws from: all of them, or those for which all that is named here is true."""

    deck_id: int | None = None
    section: str = ""
    leaf: str = ""
    """Cards whose first leaf it is."""
    competency: str = ""
    """A name of `domain.content.COMPETENCIES`."""

    @property
    def part(self) -> str:
        """The leaf, competency or section, as `IV.C.7`, `C4` or `IV`; nothing for whole decks."""
        return self.leaf or self.competency or self.section


EVERYTHING = Scope()
"""All cards."""


class ShownCard(NamedTuple):
    """A card as it is put before the learner, with all that its screen shows."""

    card_id: int
    note_id: int
    deck_id: int
    kind: Kind
    ordinal: int
    face: Face
    leaf: str | None
    source: str
    """The full citation."""
    state: CardState
    outcomes: tuple[Outcome, Outcome, Outcome, Outcome]
    """Again, Hard, Good, Easy."""
    retrievability: float | None
    """0–1 at the time shown; None for a card without memory."""
    flag: int
    shown_at: int
    """UTC epoch milliseconds."""
    day: int
    """Study day the outcomes were computed for."""
    seed: int
    """Decides numbers and orders of the face: the same for the same card after the same number of reviews."""


class Plan(NamedTuple):
    """What today holds."""

    counts: Counts
    seconds: float
    """Expected study time for what is left."""
    seconds_by_sort: tuple[float, float, float]
    """Expected seconds for due, learning and new cards."""
    first_leaves: tuple[str, ...]
    """Leaves of the first cards, at most three, without repeats."""
    next_learning_at: int | None
    """UTC epoch milliseconds of the next learning card when only waiting ones are left."""


class Review:
    """Today's cards, one by one."""

    def __init__(self, connection: Connection, journal: Journal, settings: Settings, parameters: ParameterSets) -> None:
        self._connection = connection
        self._journal = journal
        self._settings = settings
        self._parameters = parameters
        self._queue: StudyQueue | None = None
        self._scope = Scope()
        self._day = 0
        self._answer: tuple[int, CardState, int] | None = None
        self._costs: Costs | None = None
        self._exam_plan: ExamPlan | None = None

    def follow(self, plan: ExamPlan) -> None:
        """Study by this plan on its day, as long as date and minutes are those that were planned for."""
        self._exam_plan = plan
        self._queue = None

    def exam_plan(self, now: datetime) -> ExamPlan | None:
        """The plan that today follows, or None."""
        plan, settings = self._exam_plan, self._settings.current
        fits = (
            plan is not None
            and plan.today == self.today(now)
            and settings.exam_date == date.fromordinal(plan.exam_day)
            and (settings.minutes_per_day, settings.days_off) == (plan.minutes, plan.days_off)
        )
        return plan if fits else None

    def options(self) -> SchedulingOptions:
        """The scheduling options as the settings and the fitted parameters say."""
        settings = self._settings.current
        return SchedulingOptions(
            parameters=self._parameters.current,
            desired_retention=settings.desired_retention,
            learning_steps=settings.learning_steps,
            relearning_steps=settings.relearning_steps,
            maximum_interval=settings.maximum_interval,
            fuzz=settings.fuzz,
        )

    def today(self, now: datetime) -> int:
        """The study day of a moment."""
        return study_day(now, self._settings.current.rollover_hour)

    def plan(self, now: datetime, scope: Scope = EVERYTHING) -> Plan:
        """What is left to study today. Starts a fresh queue when the scope or, with nothing left, the day has changed."""
        queue = self._queue_for(now, scope)
        costs = self.costs()
        counts = queue.counts
        return Plan(
            counts=counts,
            seconds=queue.seconds,
            seconds_by_sort=(counts.due * costs.review, counts.learning * costs.learning, counts.new * costs.new),
            first_leaves=self._first_leaves(queue.upcoming(12)),
            next_learning_at=queue.waiting_until(),
        )

    def next(self, now: datetime, scope: Scope = EVERYTHING) -> ShownCard | None:
        """The card to show now, or None when nothing is due at this moment."""
        queue = self._queue_for(now, scope)
        while (card_id := queue.next(milliseconds(now))) is not None:
            shown = self._show(card_id, now)
            if shown is not None:
                return shown
            queue.remove(card_id)
        return None

    def waiting_until(self) -> int | None:
        """UTC epoch milliseconds at which the next learning card comes, when only waiting ones are left."""
        return self._queue.waiting_until() if self._queue else None

    def answer(self, shown: ShownCard, rating: Rating, seconds: float, now: datetime) -> None:
        """Store the answer: card and review in one durable transaction.

        `seconds` is the time from question to grade. Raises StaleCard if the card changed since it was shown.
        """
        outcome = shown.outcomes[rating - 1]
        before, after = shown.state, outcome.card
        answered_at = max(milliseconds(now), after.last_review or 0)
        due_at = answered_at + outcome.delay * 1000 if after.due_at is not None else None
        after = replace(after, last_review=answered_at, due_at=due_at)
        memory = after.memory
        assert memory is not None
        kind = {State.NEW: "learn", State.LEARNING: "learn", State.REVIEW: "review", State.RELEARNING: "relearn"}[
            before.state
        ]
        offset = now.utcoffset()
        assert offset is not None
        self._answer = (shown.card_id, after, self._day_end_ms(now))
        try:
            with self._journal.change("Answer card", shown.card_id):
                updated = self._journal.driver.execute(
                    "UPDATE cards SET state=?, step=?, due_day=?, due_at=?, stability=?, difficulty=?, last_review=?, last_day=?,"
                    " reps=?, lapses=?, buried_until=NULL WHERE id=? AND last_review IS ? AND reps=? AND retired=0",
                    (int(after.state), after.step, after.due_day, after.due_at, memory.stability, memory.difficulty,
                     after.last_review, after.last_day, after.reps, after.lapses, shown.card_id, before.last_review, before.reps),
                )  # fmt: skip
                if updated.rowcount != 1:
                    raise StaleCard(
                        "This card has changed since it was shown, so the answer was not saved. Here is the card as it is now."
                    )
                self._journal.driver.execute(
                    "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
                    " state_before, stability_before, difficulty_before, parameters_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    (shown.card_id, answered_at, int(offset.total_seconds()) // 60, shown.day, int(rating), kind,
                     outcome.elapsed_days, outcome.days, int(1000 * min(max(seconds, 0.0), longest_answer(shown.kind))), int(before.state),
                     before.memory.stability if before.memory else None, before.memory.difficulty if before.memory else None,
                     self._parameters.current_id),
                )  # fmt: skip
        finally:
            self._answer = None

    def on_change(self, changes: Changes) -> None:
        """Take an answer into the queue once it is on disk; after any other change of what is due, forget the queue."""
        if self._answer is not None:
            if self._queue:
                self._queue.answered(*self._answer)
        elif changes.tables & {"cards", "notes", "decks", "settings", "parameters", "reviews"}:
            self._queue = None
            self._costs = None

    def bring_back(self, card_id: int, now: datetime) -> None:
        """Show this card next: its answer has just been undone."""
        self._queue_for(now, self._scope).put_first(card_id)

    def costs(self) -> Costs:
        """Expected seconds a card, learned from this learner's last 1,000 answers, sensible before there are 50."""
        if self._costs is None:
            self._costs = self._learned_costs()
        return self._costs

    def _learned_costs(self) -> Costs:
        defaults = DEFAULT_COSTS
        rows = self._connection.exec_driver_sql(
            "SELECT state_before, count(*), avg(duration) / 1000.0, count(DISTINCT card_id) FROM"
            " (SELECT state_before, duration, card_id FROM reviews WHERE kind != 'exam' ORDER BY id DESC LIMIT 1000) GROUP BY state_before"
        ).all()
        found = {State(state): (count, seconds, cards) for state, count, seconds, cards in rows}
        if sum(count for count, _, _ in found.values()) < 50:
            return defaults

        def learned(states: tuple[State, ...], default: float, introduced: State | None = None) -> float:
            chosen = [found[state] for state in states if state in found]
            answers, seconds = sum(c for c, _, _ in chosen), sum(c * s for c, s, _ in chosen)
            cards = found.get(introduced, (0, 0.0, 0))[0] if introduced is not None else answers
            # Shrunk towards the default as if twenty cards had been seen to take that long.
            return (seconds + 20 * default) / (cards + 20) if answers else default

        return Costs(
            new=learned((State.NEW, State.LEARNING), defaults.new, introduced=State.NEW),
            review=learned((State.REVIEW, State.RELEARNING), defaults.review, introduced=State.REVIEW),
            learning=learned((State.LEARNING, State.RELEARNING), defaults.learning),
        )

    def _queue_for(self, now: datetime, scope: Scope) -> StudyQueue:
        today = self.today(now)
        finished = self._queue is not None and self._queue.counts == Counts(0, 0, 0)
        if self._queue is None or scope != self._scope or (finished and today != self._day):
            self._queue = self._build(now, scope, today)
            self._scope, self._day = scope, today
        return self._queue

    def start(self, now: datetime, scope: Scope = EVERYTHING) -> None:
        """Begin a session: today's queue anew. A session that runs past the rollover keeps the queue it began with."""
        if self._day != self.today(now):
            self._queue = None
        self._queue_for(now, scope)

    def _day_end_ms(self, now: datetime) -> int:
        assert now.tzinfo is not None
        return milliseconds(day_end(self.today(now), now.tzinfo, self._settings.current.rollover_hour))

    def _build(self, now: datetime, scope: Scope, today: int) -> StudyQueue:
        settings = self._settings.current
        done = self._done(today)
        plan = self.exam_plan(now)
        planned = self._planned(plan, scope, today) if plan is not None else None
        return build_queue(
            self._candidates(scope, today, done, planned),
            today=today,
            day_end_ms=self._day_end_ms(now),
            limits=Limits(
                new=settings.new_per_day,
                reviews=settings.reviews_per_day,
                seconds=settings.minutes_per_day * 60.0 if settings.minutes_per_day is not None else None,
            ),
            done=done,
            costs=self.costs(),
            seed=today,
            planned=planned,
        )

    def _planned(self, plan: ExamPlan, scope: Scope, today: int) -> list[int]:
        """Cards in the order of the plan. Those that a practice exam has brought forward go before it."""
        forward = self._connection.exec_driver_sql(
            "SELECT id FROM cards WHERE (state = 0 AND position < 0) OR (state = 2 AND due_day <= last_day)"
            " ORDER BY state DESC, position, id"
        )
        # The exam has no essays, so no plan has them: they come when they are due. Who studies a part has chosen it: there
        # all that is due or new comes, if only after what the plan would have chosen.
        is_part = scope != EVERYTHING
        others = self._connection.exec_driver_sql(
            "SELECT c.id FROM cards c JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id"
            " WHERE (t.kind = ? OR ?) AND ((c.state = 2 AND c.due_day <= ?) OR (c.state = 0 AND ?))"
            " ORDER BY c.state DESC, c.due_day, c.position",
            (Kind.ESSAY.value, is_part, today, is_part),
        )
        # A part of the cards may have its first ones far down the plan.
        order = plan.order[: None if is_part else _NEW_CANDIDATES]
        return list(dict.fromkeys((*forward.scalars(), *order, *others.scalars())))

    def _candidates(self, scope: Scope, today: int, done: DoneToday, planned: Sequence[int] | None) -> list[Candidate]:
        where = "suspended = 0 AND retired = 0 AND (buried_until IS NULL OR buried_until < ?)"
        values: list[int | str] = [today]
        if scope.deck_id is not None:
            where += " AND deck_id = ?"
            values.append(scope.deck_id)
        tests = _tests_of_notes(scope)
        if tests:
            where += f" AND note_id IN (SELECT id FROM notes WHERE {' AND '.join(tests)})"
            values += tests.values()

        columns = "id, note_id, state, due_day, due_at, stability, last_day, position"

        def select(which: str, *more: int | str, first: tuple[int, ...] = (), also: str = "") -> list[Any]:
            return list(
                self._connection.exec_driver_sql(
                    "SELECT c.id, c.note_id, n.sibling_group, n.section, c.state, c.due_day, c.due_at, c.stability, c.last_day, c.position"
                    f"{also} FROM ({which}) c JOIN notes n ON n.id = c.note_id",
                    (*first, *values, *more),
                ).fetchall()
            )

        steps = select(f"SELECT {columns} FROM cards WHERE {where} AND state IN (1, 3)")
        chosen = "id IN (SELECT value FROM json_each(?))"
        # Only as many as the day can hold, one a note, most forgotten first: elapsed days by stability order like
        # retrievability does. The product scatters cards that are equally forgotten.
        room = max(0, self._settings.current.reviews_per_day - done.reviews) + len(done.notes) + len(steps)
        if planned is not None:
            due = select(f"SELECT {columns} FROM cards WHERE {where} AND state = 2 AND {chosen}", json.dumps(planned))
        else:
            due = select(
                f"SELECT {columns}, max((? - last_day) / stability) AS forgotten FROM cards WHERE {where} AND state = 2"
                " AND due_day <= ? GROUP BY note_id ORDER BY forgotten DESC, id * 2654435761 % 4294967296 LIMIT ?",
                today, room, first=(today,),
            )  # fmt: skip
        unseen, told = f"SELECT {columns} FROM cards WHERE {where} AND state = 0", ", n.deck_id, n.prereq"
        if planned is None:
            fresh = select(f"{unseen} ORDER BY position, ordinal LIMIT ?", _NEW_CANDIDATES, also=told)
        else:
            fresh = select(f"{unseen} AND {chosen}", json.dumps(planned), also=told)
        prerequisites, after = Prerequisites(self._connection, tests), dict[int, tuple[int, ...]]()
        added = fresh
        while added:
            found = prerequisites.of((row[1], row[-2], row[-1]) for row in added)
            after |= found
            # Those that come later in the order of introduction must be there to come first.
            missing = {basic for basics in found.values() for basic in basics} - {row[1] for row in fresh}
            added = select(f"{unseen} AND note_id IN ({', '.join(map(str, missing))})", also=told) if missing else []
            fresh = [*fresh, *added]
        decay = self._parameters.current.decay
        return [
            Candidate(
                card_id, note_id, group, section, State(state), due_day, due_at,
                retrievability(stability, max(0, today - last_day), decay) if stability else 0.0,
                position, after.get(note_id, ()),
            )
            for card_id, note_id, group, section, state, due_day, due_at, stability, last_day, position, *_ in (*steps, *due, *fresh)
        ]  # fmt: skip

    def _done(self, today: int) -> DoneToday:
        rows = self._connection.exec_driver_sql(
            "SELECT r.state_before, r.duration, c.note_id, n.sibling_group FROM reviews r"
            " JOIN cards c ON c.id = r.card_id JOIN notes n ON n.id = c.note_id WHERE r.study_day = ? AND r.kind != 'exam'",
            (today,),
        ).fetchall()
        return DoneToday(
            new=sum(1 for row in rows if row[0] == State.NEW),
            reviews=sum(1 for row in rows if row[0] == State.REVIEW),
            seconds=sum(row[1] for row in rows) / 1000,
            notes=frozenset(row[2] for row in rows),
            groups=frozenset(row[3] for row in rows if row[3] and row[0] == State.NEW),
        )

    def _first_leaves(self, card_ids: list[int]) -> tuple[str, ...]:
        leaves: dict[str, None] = {}
        for card_id in card_ids:
            leaf = self._connection.exec_driver_sql(
                "SELECT n.leaf FROM cards c JOIN notes n ON n.id = c.note_id WHERE c.id = ?", (card_id,)
            ).scalar()
            if leaf:
                leaves[leaf] = None
        return tuple(leaves)[:3]

    def _show(self, card_id: int, now: datetime) -> ShownCard | None:
        from studyapp.domain.cards import face

        row = self._connection.exec_driver_sql(
            "SELECT c.note_id, c.deck_id, t.kind, c.ordinal, n.fields, n.leaf, n.source, d.sources, c.state, c.step,"
            " c.stability, c.difficulty, c.due_day, c.due_at, c.last_review, c.last_day, c.reps, c.lapses, c.flag FROM cards c"
            " JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id JOIN decks d ON d.id = c.deck_id"
            " WHERE c.id = ? AND c.suspended = 0 AND c.retired = 0",
            (card_id,),
        ).first()
        if row is None:
            return None
        note_id, deck_id, kind, ordinal, fields, leaf, source, sources, *scheduling, flag = row
        state = card_state(*scheduling)
        today = self.today(now)
        options = self.options()
        seed = card_id * 1_000_003 + state.reps
        return ShownCard(
            card_id=card_id,
            note_id=note_id,
            deck_id=deck_id,
            kind=Kind(kind),
            ordinal=ordinal,
            face=face(Kind(kind), json.loads(fields), ordinal, seed),
            leaf=leaf,
            source=cite(source, json.loads(sources)),
            state=state,
            outcomes=outcomes(state, milliseconds(now), today, options, seed=seed),
            retrievability=(
                retrievability(
                    state.memory.stability, max(0, today - (state.last_day or today)), options.parameters.decay
                )
                if state.memory
                else None
            ),
            flag=flag,
            shown_at=milliseconds(now),
            day=today,
            seed=seed,
        )


def _tests_of_notes(scope: Scope) -> dict[str, str]:
    """What is asked of a card's note: conditions in SQL, each with its one value."""
    # The column holds a list as JSON text: a name in its quotes is found there and nowhere else.
    competency = f'"{scope.competency}"' if scope.competency else ""
    tests = {"section = ?": scope.section, "leaf = ?": scope.leaf, "instr(competencies, ?)": competency}
    return {test: value for test, value in tests.items() if value}


def card_state(
    state: int, step: int, stability: float | None, difficulty: float | None, due_day: int | None, due_at: int | None,
    last_review: int | None, last_day: int | None, reps: int, lapses: int,
) -> CardState:  # fmt: skip
    """The scheduling part of a card from its columns."""
    memory = Memory(stability, difficulty) if stability is not None and difficulty is not None else None
    return CardState(State(state), step, memory, due_day, due_at, last_review, last_day, reps, lapses)
