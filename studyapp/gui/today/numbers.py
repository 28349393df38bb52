"""Everything Today shows, read from the collection at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from studyapp.collection import Collection, DayDone, Plan, SectionMemory, Streak, StudySettings
from studyapp.domain.blueprint import Outline
from studyapp.domain.queue import LEARN_AHEAD_MS, Costs
from studyapp.gui.widgets.words import number

if TYPE_CHECKING:
    from studyapp.collection.exam_planning import ExamPlan

MOST_STEPS = 3
FORECAST_DAYS = 14


class SectionNumbers(NamedTuple):
    """One section of the exam as the learner stands in it."""

    code: str
    """Roman numeral; nothing for cards outside the outline."""
    name: str
    questions: int
    """Scored questions in the exam; 0 outside the outline."""
    cards: int
    seen: int
    recall: float
    """Expected share of all its cards that would be recalled today, 0–1."""


class Step(NamedTuple):
    """Something worth doing next: the new cards of a section."""

    section: str
    name: str
    title: str
    new_cards: int
    questions: int
    all_questions: int


class TodayNumbers(NamedTuple):
    """What Today shows."""

    now: datetime
    today: date
    """The study day, which begins some hours after midnight."""
    plan: Plan
    done: DayDone
    streak: Streak
    reviews: Mapping[date, int]
    forecast: Sequence[int]
    sections: tuple[SectionNumbers, ...]
    steps: tuple[Step, ...]
    first_topics: tuple[str, ...]
    """Titles of the leaves of the first cards."""
    settings: StudySettings
    costs: Costs
    has_deck: bool
    exam_plan: ExamPlan | None
    """The plan that today follows; None while there is none, or it is still being worked out."""

    @property
    def state(self) -> Literal["no deck", "study", "waiting", "done"]:
        """What there is to do now."""
        counts, next_at = self.plan.counts, self.plan.next_learning_at
        if not self.has_deck:
            return "no deck"
        if counts.new or counts.due:
            return "study"
        if not counts.learning:
            return "done"
        late = next_at is not None and next_at > self.now.timestamp() * 1000 + LEARN_AHEAD_MS
        return "waiting" if late else "study"

    @property
    def days_to_exam(self) -> int | None:
        """Days from today to the exam, or None without a date."""
        exam = self.settings.exam_date
        return (exam - self.today).days if exam else None

    @property
    def cards(self) -> int:
        """Cards that can be studied, in all decks."""
        return sum(section.cards for section in self.sections)

    @property
    def seen(self) -> int:
        """Those of them that were met at least once."""
        return sum(section.seen for section in self.sections)

    @property
    def cards_tomorrow(self) -> int:
        """Reviews due tomorrow and the new cards that the day's number and minutes allow."""
        due, settings = self.forecast[1], self.settings
        new = min(settings.new_per_day, self.cards - self.seen)
        if settings.minutes_per_day is not None:
            left = settings.minutes_per_day * 60 - due * self.costs.review
            new = min(new, max(0, int(left // self.costs.new)))
        return due + new

    @property
    def held_back(self) -> str:
        """Which setting keeps all new cards back today, as a sentence; nothing where none does."""
        settings = self.settings
        if self.plan.counts.new or self.done.new or self.seen == self.cards:
            return ""
        if settings.new_per_day == 0:
            return "New cards a day is set to 0, so no new card comes."
        if settings.minutes_per_day is None:
            return ""
        left = settings.minutes_per_day * 60 - self.done.seconds - sum(self.plan.seconds_by_sort[:2])
        sentence = f"Minutes a day is set to {number(settings.minutes_per_day)}, which leaves no room for a new card."
        return sentence if left < self.costs.new else ""

    @property
    def next_learning(self) -> datetime | None:
        """When the next card in its learning steps comes back, in the learner's time zone."""
        at = self.plan.next_learning_at
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.now.tzinfo) if at is not None else None


def read_numbers(collection: Collection, now: datetime) -> TodayNumbers:
    """Ask the collection for all of it."""
    history, outline = collection.history, collection.outline
    collection.review.start(now)
    plan = collection.review.plan(now)
    today = collection.review.today(now)
    memory = history.sections(now)
    sections = _sections(outline, memory)
    titles = (outline.leaf(leaf) if outline else None for leaf in plan.first_leaves)
    return TodayNumbers(
        now=now,
        today=date.fromordinal(today),
        plan=plan,
        done=history.day(now),
        streak=history.streak(now),
        reviews={date.fromordinal(day): count for day, count in history.reviews_per_day(now).items()},
        forecast=history.forecast(now, FORECAST_DAYS),
        sections=sections,
        steps=_steps(sections) if plan.counts.new else (),
        first_topics=tuple(leaf.title for leaf in titles if leaf),
        settings=collection.settings.current,
        costs=collection.review.costs(),
        has_deck=bool(memory) or bool(collection.decks.all(today)),
        exam_plan=collection.review.exam_plan(now),
    )


def _sections(outline: Outline | None, memory: Mapping[str, SectionMemory]) -> tuple[SectionNumbers, ...]:
    """The sections of the outline in its order, then all cards that belong to none of them as one."""
    rows, rest = [], dict(memory)
    for section in outline.sections if outline else ():
        found = rest.pop(section.id, SectionMemory(section.id, 0, 0, 0.0))
        rows.append(
            SectionNumbers(
                section.id,
                section.short_title or section.title,
                section.questions,
                found.cards,
                found.seen,
                found.recall,
            )
        )
    cards = sum(found.cards for found in rest.values())
    if cards:
        recall = sum(found.recall * found.cards for found in rest.values()) / cards
        name = "Other cards" if rows else "All cards"
        rows.append(SectionNumbers("", name, 0, cards, sum(found.seen for found in rest.values()), recall))
    return tuple(rows)


def _steps(sections: Sequence[SectionNumbers]) -> tuple[Step, ...]:
    """Sections whose new cards stand for most of the exam: questions times the share of cards not met."""

    def gain(section: SectionNumbers) -> float:
        return section.questions * (section.cards - section.seen) / section.cards

    total = sum(section.questions for section in sections)
    waiting = [each for each in sections if each.questions and each.seen < each.cards]
    best = sorted(waiting, key=gain, reverse=True)[:MOST_STEPS]
    return tuple(
        Step(each.code, each.name, f"{'Continue' if each.seen else 'Start'} {_in_sentence(each.name)}", each.cards - each.seen,
             each.questions, total)
        for each in best
    )  # fmt: skip


def _in_sentence(name: str) -> str:
    """A section's name after a verb: `supply chain`; an abbreviation keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
