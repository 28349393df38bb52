"""The plan for the exam: what it starts from is read here, worked out elsewhere, and followed by `Review`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from studyapp.collection.parameters import ParameterSets
from studyapp.collection.settings import Settings
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Kind
from studyapp.domain.day import study_day
from studyapp.domain.scheduling import Parameters, Rating, State
from studyapp.domain.study_habits import Answers, StudyHabits, learned_habits

_ANSWERS_LEARNED_FROM = 3_000
"""The last ones: habits change."""


class PlanStart(NamedTuple):
    """All that a plan for the exam starts from. One entry for each card, in the order in which new cards are introduced."""

    today: int
    """Study day."""
    exam_day: int
    minutes: tuple[float, ...]
    """Study time of each day from today to the last before the exam."""
    minutes_per_day: int
    days_off: tuple[int, ...]
    """Weekdays, 0 for Monday."""
    card_ids: Sequence[int]
    stability: Sequence[float | None]
    """Days; None for a card never studied."""
    difficulty: Sequence[float | None]
    elapsed_days: Sequence[int]
    weight: Sequence[float]
    """Share of the exam's questions, 0–1."""
    sections: Sequence[str]
    """Roman numerals; nothing for cards outside the outline."""
    parameters: Parameters
    habits: StudyHabits


class ExamPlan(NamedTuple):
    """Today's part of the plan, and what the plan is expected to reach."""

    today: int
    exam_day: int
    minutes: int
    """Minutes a day that were planned with."""
    days_off: tuple[int, ...]
    """Weekdays that were left free, 0 for Monday."""
    order: tuple[int, ...]
    """Card ids, the highest gain per minute first; more than the day holds, for a learner who goes on."""
    recall: float
    """Expected recall on the exam morning, weighted as the exam is, 0–1; a card never met counts 0."""
    first_section: str
    """The section from which most of today's gain comes; nothing where none does."""
    first_reviews: int
    """Reviews from that section among today's cards."""
    first_new: int
    """New cards from that section among today's cards."""
    new_cards: int
    """Cards never met so far, of those that count for the exam."""
    minutes_to_meet_all: int
    """Minutes a day that it takes to meet all of them by the exam, reviews left aside."""


class ExamPlanning:
    """Reads what a plan starts from."""

    def __init__(self, connection: Connection, settings: Settings, parameters: ParameterSets) -> None:
        self._connection = connection
        self._settings = settings
        self._parameters = parameters

    def start(self, now: datetime, outline: Outline | None) -> PlanStart | None:
        """What today's plan starts from; None without minutes a day, an exam to come or a card that counts for it."""
        settings = self._settings.current
        today = study_day(now, settings.rollover_hour)
        if settings.exam_date is None or settings.minutes_per_day is None or settings.exam_date.toordinal() <= today:
            return None
        rows = self._connection.exec_driver_sql(
            "SELECT c.id, c.stability, c.difficulty, c.last_day, n.leaf, n.section FROM cards c JOIN notes n ON n.id = c.note_id"
            " JOIN note_types t ON t.id = n.note_type_id WHERE c.suspended = 0 AND c.retired = 0 AND t.kind != ?"
            " ORDER BY c.position, c.ordinal",
            (Kind.ESSAY.value,),  # not in the exam, and minutes each
        ).fetchall()
        if not rows:
            return None
        ids, stability, difficulty, last_days, leaves, sections = zip(*rows, strict=True)
        seconds = self._connection.exec_driver_sql(
            "SELECT coalesce(sum(duration), 0) / 1000.0 FROM reviews WHERE study_day = ? AND kind != 'exam'", (today,)
        ).scalar_one()
        days = settings.exam_date.toordinal() - today
        minutes = [
            # A proleptic Gregorian ordinal of 1 is a Monday.
            0.0 if (day - 1) % 7 in settings.days_off else float(settings.minutes_per_day)
            for day in range(today, today + days)
        ]
        return PlanStart(
            today=today,
            exam_day=settings.exam_date.toordinal(),
            minutes=(max(0.0, minutes[0] - seconds / 60), *minutes[1:]),
            days_off=settings.days_off,
            minutes_per_day=settings.minutes_per_day,
            card_ids=ids,
            stability=stability,
            difficulty=difficulty,
            elapsed_days=[0 if last_day is None else max(0, today - last_day) for last_day in last_days],
            weight=card_weights(leaves, outline),
            sections=sections,
            parameters=self._parameters.current,
            habits=self._habits(),
        )

    def _habits(self) -> StudyHabits:
        settings = self._settings.current
        rows = self._connection.exec_driver_sql(
            "SELECT state_before, rating, count(*), avg(duration) / 1000.0 FROM (SELECT state_before, rating, duration FROM reviews"
            " WHERE kind != 'exam' ORDER BY id DESC LIMIT ?) GROUP BY state_before, rating",
            (_ANSWERS_LEARNED_FROM,),
        )
        return learned_habits(
            [Answers(State(state), Rating(rating), count, seconds) for state, rating, count, seconds in rows],
            learning_steps=len(settings.learning_steps),
            relearning_steps=len(settings.relearning_steps),
        )


def card_weights(leaves: Sequence[str | None], outline: Outline | None) -> list[float]:
    """A card's share of the exam: its section's questions shared among the section's leaves, its leaf's among its cards.

    A card outside the outline counts as much as the average one.
    """
    cards = Counter(leaves)
    share: dict[str | None, float] = {}
    for section in outline.sections if outline else ():
        for leaf in section.leaves:
            if cards[leaf.id]:
                share[leaf.id] = section.questions / len(section.leaves) / cards[leaf.id]
    inside = sum(share[leaf] * cards[leaf] for leaf in share)
    average = inside / sum(cards[leaf] for leaf in share) if share else 1.0
    weights = [share.get(leaf, average) for leaf in leaves]
    total = sum(weights)
    return [weight / total for weight in weights]


def work_out(start: PlanStart, check: Callable[[], None]) -> ExamPlan:
    """Plan today. Slow enough for a worker: a second for a deck of 1,200 cards; `check` may raise to stop it."""
    import numpy as np

    from studyapp.domain.exam_plan import Memories, plan_day
    from studyapp.domain.exam_value import CardModel

    check()
    new = np.array([value is None for value in start.stability])
    cards = Memories.of(
        [np.nan if value is None else value for value in start.stability],
        [np.nan if value is None else value for value in start.difficulty],
        start.elapsed_days,
        start.weight,
    )
    plan = plan_day(cards, start.parameters, start.minutes, habits=start.habits)
    check()
    order = [int(place) for place in plan.order]
    gains: dict[str, float] = defaultdict(float)
    for place, gain in zip(order[: plan.planned], plan.gain, strict=False):
        gains[start.sections[place]] += float(gain)
    first = max(gains, key=lambda section: (gains[section], section), default="")
    chosen = [place for place in order[: plan.planned] if start.sections[place] == first]
    introduction = CardModel(start.parameters, start.habits).introduction_seconds
    days = max(1, sum(minutes > 0 for minutes in start.minutes))
    unmet = int(new.sum())
    return ExamPlan(
        today=start.today,
        exam_day=start.exam_day,
        minutes=start.minutes_per_day,
        days_off=start.days_off,
        order=tuple(start.card_ids[place] for place in order),
        recall=min(max(plan.recall, 0.0), 1.0),
        first_section=first,
        first_reviews=sum(not new[place] for place in chosen),
        first_new=sum(bool(new[place]) for place in chosen),
        new_cards=unmet,
        minutes_to_meet_all=-(-round(unmet * introduction) // (60 * days)),
    )
