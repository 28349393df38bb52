"""Studying: what comes when, what an answer writes, and what no clock and no second window can break."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studyapp import clock
from studyapp.collection import Collection, Scope, ShownCard
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.queue import DEFAULT_COSTS, Counts
from studyapp.domain.scheduling import Rating, State
from studyapp.errors import StaleCard

Answer = Callable[..., ShownCard]
BERLIN = ZoneInfo("Europe/Berlin")


def stored(collection: Collection, query: str, *values: object) -> dict[str, Any]:
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute(query, values).fetchone())


def add_questions(collection: Collection, count: int, **more: Any) -> None:
    notes = tuple(NoteSource(f"q-{n}", Kind.QUESTION, {"front": f"Q{n}?", "back": "A"}, **more) for n in range(count))
    deck = DeckSource("questions", "Questions", notes)
    collection.content.merge(collection.content.plan(deck), clock.now())


def study_all(collection: Collection, now: datetime, rating: Rating = Rating.GOOD) -> list[ShownCard]:
    """Answer until nothing is left to show at this moment."""
    seen = []
    collection.review.start(now)
    while (shown := collection.review.next(now)) is not None and len(seen) < 1000:
        collection.review.answer(shown, rating, 5, now)
        seen.append(shown)
    return seen


def test_a_card_is_shown_with_all_its_screen_needs(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    assert (shown.kind, shown.ordinal, shown.leaf, shown.source) == (
        Kind.TERM,
        0,
        "I.A.1",
        "A handbook, first edition, ch. 1",
    )
    assert shown.face.title or shown.face.question
    assert [outcome.rating for outcome in shown.outcomes] == list(Rating)
    assert (shown.state.state, shown.retrievability, shown.flag) == (State.NEW, None, 0)
    assert shown.day == datetime(2026, 11, 22).toordinal()  # noqa: DTZ001 - a calendar date
    assert collection.review.next(clock.now()) == shown


@pytest.mark.parametrize("rating", list(Rating))
def test_what_the_button_said_is_what_is_saved(collection: Collection, rating: Rating) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    answered = clock.now() + timedelta(seconds=8)
    collection.review.answer(shown, rating, 7.25, answered)
    outcome = shown.outcomes[rating - 1]
    after = collection.cards.info(shown.card_id).state
    assert after.memory == outcome.card.memory
    assert (after.state, after.step, after.due_day, after.reps, after.lapses) == (
        outcome.card.state, outcome.card.step, outcome.card.due_day, 1, 0,
    )  # fmt: skip
    # A step runs from the answer, not from the moment the card was shown.
    now_ms = round(answered.timestamp() * 1000)
    assert after.last_review == now_ms
    assert after.due_at == (now_ms + outcome.delay * 1000 if outcome.delay else None)
    row = stored(collection, "SELECT * FROM reviews")
    expected = {
        "card_id": shown.card_id, "time": now_ms, "tz_offset": 60, "study_day": shown.day, "rating": rating, "kind": "learn",
        "elapsed_days": 0, "scheduled_days": outcome.days, "duration": 7250, "state_before": 0, "stability_before": None,
        "difficulty_before": None, "parameters_id": 1, "source": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_a_later_answer_remembers_the_memory_before_it(collection: Collection, answer: Answer) -> None:
    first = answer(Rating.EASY)
    tomorrow = clock.now() + timedelta(days=30)
    collection.review.start(tomorrow)
    for shown in study_all(collection, tomorrow, Rating.AGAIN):
        if shown.card_id == first.card_id:
            break
    row = stored(collection, "SELECT * FROM reviews WHERE card_id = ? ORDER BY id LIMIT 1 OFFSET 1", first.card_id)
    memory = first.outcomes[3].card.memory
    assert memory is not None
    assert (row["stability_before"], row["difficulty_before"]) == (memory.stability, memory.difficulty)
    assert (row["kind"], row["state_before"], row["elapsed_days"]) == ("review", State.REVIEW, 30)
    assert collection.cards.info(first.card_id).state.lapses == 1
    assert shown.retrievability is not None
    assert 0 < shown.retrievability < 1


def test_time_away_from_the_desk_counts_a_minute_at_most(collection: Collection, answer: Answer) -> None:
    answer(seconds=3600)
    answer(seconds=-5)
    assert stored(collection, "SELECT max(duration) AS most, min(duration) AS least FROM reviews") == {
        "most": 60_000,
        "least": 0,
    }


@pytest.mark.parametrize(
    ("kind", "fields", "longest"),
    [
        (Kind.CHOICE, {"front": "Q?", "options": [
            {"text": "a", "correct": True, "rationale": "r"}, {"text": "b", "rationale": "r"},
            {"text": "c", "rationale": "r"}]}, 180),
        (Kind.NUMERIC, {"front": "{a} + {a}?", "answer": "a + a", "parameters": {"a": {"min": 1, "max": 9, "step": 1}},
                        "decimals": 0, "solution": "Add.", "wrong": [
                            {"expression": "a", "why": "Only one."}, {"expression": "a + 20", "why": "Too many."}]}, 300),
        (Kind.ESSAY, {"front": "Q?", "answer": "A", "rubric": ["a", "b", "c", "d", "e"]}, 1800),
    ],
)  # fmt: skip
def test_kinds_that_take_longer_may_count_longer(
    collection: Collection, kind: Kind, fields: dict[str, Any], longest: int
) -> None:
    deck = DeckSource("long", "Long", (NoteSource("k", kind, fields),))
    collection.content.merge(collection.content.plan(deck), clock.now())
    deck_id = next(deck.id for deck in collection.decks.all(0) if deck.title == "Long")
    collection.review.start(clock.now(), Scope(deck_id))
    shown = collection.review.next(clock.now(), Scope(deck_id))
    assert shown is not None
    collection.review.answer(shown, Rating.GOOD, 7200, clock.now())
    assert collection.cards.info(shown.card_id).reviews[0].seconds == longest


def test_a_numeric_card_has_new_numbers_after_each_review_and_undo_gives_the_old_ones_back(
    collection: Collection,
) -> None:
    fields = {
        "front": "{a} mm and {b} mm: what is the sum?", "answer": "a + b", "unit": "mm", "solution": "{a} + {b}",
        "parameters": {"a": {"min": 1, "max": 999, "step": 1}, "b": {"min": 1, "max": 999, "step": 1}},
        "wrong": [{"expression": "a - b", "why": "Subtracts."}, {"expression": "a * b", "why": "Multiplies."}],
    }  # fmt: skip
    deck = DeckSource("sums", "Sums", (NoteSource("sum", Kind.NUMERIC, fields),))
    collection.content.merge(collection.content.plan(deck), clock.now())
    scope = Scope(next(deck.id for deck in collection.decks.all(0) if deck.title == "Sums"))

    def show(now: datetime) -> ShownCard:
        collection.review.start(now, scope)
        shown = collection.review.next(now, scope)
        assert shown is not None
        return shown

    first = show(clock.now())
    assert first.seed == first.card_id * 1_000_003
    assert show(clock.now()).face == first.face
    collection.review.answer(first, Rating.AGAIN, 5, clock.now())
    second = show(clock.now() + timedelta(minutes=5))
    assert second.card_id == first.card_id
    assert second.seed == first.seed + 1
    assert second.face.question != first.face.question
    collection.undo()
    assert show(clock.now()).face == first.face


def test_an_answer_to_a_card_that_was_answered_meanwhile_is_refused(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.review.answer(shown, Rating.GOOD, 5, clock.now())
    with pytest.raises(StaleCard, match="the answer was not saved"):
        collection.review.answer(shown, Rating.EASY, 5, clock.now())
    assert collection.counts()["reviews"] == 1
    assert collection.cards.info(shown.card_id).state.reps == 1


def test_an_answer_to_a_card_that_is_gone_is_refused(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.decks.remove(shown.deck_id)
    with pytest.raises(StaleCard):
        collection.review.answer(shown, Rating.GOOD, 5, clock.now())
    assert collection.counts()["reviews"] == 0


def test_an_answer_that_cannot_be_written_leaves_the_card_in_the_queue(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    counts = collection.review.plan(clock.now()).counts
    with collection.journal.change("Forbid") as db:
        db.exec_driver_sql("CREATE TRIGGER no BEFORE INSERT ON reviews BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(Exception, match="no"):
        collection.review.answer(shown, Rating.GOOD, 5, clock.now())
    assert collection.review.next(clock.now()) == shown
    assert collection.review.plan(clock.now()).counts == counts


# Limits, siblings, scope


def test_new_cards_stop_at_the_limit_of_the_day(collection: Collection) -> None:
    collection.settings.change(new_per_day=3)
    assert collection.review.plan(clock.now()).counts == Counts(3, 0, 0)
    assert len({shown.card_id for shown in study_all(collection, clock.now(), Rating.EASY)}) == 3
    assert collection.review.plan(clock.now()).counts == Counts(0, 0, 0)
    tomorrow = clock.now() + timedelta(days=1)
    assert collection.review.plan(tomorrow).counts.new == 3
    collection.settings.change(new_per_day=5)
    assert collection.review.plan(clock.now()).counts.new == 2


def test_reviews_stop_at_the_limit_of_the_day(collection: Collection) -> None:
    add_questions(collection, 10)
    collection.settings.change(new_per_day=100)
    study_all(collection, clock.now(), Rating.EASY)
    later = clock.now() + timedelta(days=300)
    collection.settings.change(new_per_day=0, reviews_per_day=4)
    assert collection.review.plan(later).counts.due == 4
    assert len(study_all(collection, later)) == 4
    assert collection.review.plan(later + timedelta(days=1)).counts.due == 4


def test_minutes_a_day_hold_new_cards_back(collection: Collection) -> None:
    add_questions(collection, 50)
    collection.settings.change(minutes_per_day=5, new_per_day=100)
    plan = collection.review.plan(clock.now())
    assert plan.counts.new == int(300 // DEFAULT_COSTS.new)
    assert plan.seconds == pytest.approx(plan.counts.new * DEFAULT_COSTS.new)
    assert plan.seconds_by_sort == (0, 0, plan.seconds)


def test_siblings_come_on_another_day(collection: Collection) -> None:
    first = study_all(collection, clock.now(), Rating.EASY)
    assert len({shown.note_id for shown in first}) == len({shown.card_id for shown in first}) == 10
    tomorrow = study_all(collection, clock.now() + timedelta(days=1), Rating.EASY)
    assert {(shown.kind, shown.ordinal) for shown in tomorrow} == {(Kind.TERM, 1), (Kind.CLOZE, 1)}


def test_a_buried_card_and_its_siblings_come_back_the_next_day(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.cards.bury(shown.card_id, collection.review.today(clock.now()))
    collection.cards.bury(shown.card_id, collection.review.today(clock.now()))
    assert collection.journal.undo_label == "Bury card"
    following = collection.review.next(clock.now())
    assert following is not None
    assert following.note_id != shown.note_id
    assert shown.note_id not in {card.note_id for card in study_all(collection, clock.now())}
    tomorrow = clock.now() + timedelta(days=1)
    assert shown.note_id in {card.note_id for card in study_all(collection, tomorrow)}
    collection.cards.bury(shown.card_id, collection.review.today(tomorrow))


def test_a_suspended_card_stays_away_until_it_is_taken_back(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    collection.cards.suspend(shown.card_id)
    assert collection.cards.info(shown.card_id).suspended
    for day in range(3):
        assert shown.card_id not in {card.card_id for card in study_all(collection, clock.now() + timedelta(days=day))}
    collection.cards.unsuspend_deck(shown.deck_id)
    later = study_all(collection, clock.now() + timedelta(days=3))
    assert shown.card_id in {card.card_id for card in later}


def test_a_card_suspended_elsewhere_is_passed_over(collection: Collection) -> None:
    shown = collection.review.next(clock.now())
    assert shown is not None
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.execute("UPDATE cards SET suspended = 1")
        connection.commit()
    assert collection.review.next(clock.now()) is None


def test_a_session_can_be_of_one_deck_or_one_section(collection: Collection) -> None:
    add_questions(collection, 3)
    scope = Scope(deck_id=2)
    assert collection.review.plan(clock.now(), scope).counts.new == 3
    shown = collection.review.next(clock.now(), scope)
    assert shown is not None
    assert shown.deck_id == 2
    section = Scope(section="IV")
    leaves = set()
    while (shown := collection.review.next(clock.now(), section)) is not None:
        leaves.add(shown.leaf)
        collection.review.answer(shown, Rating.EASY, 5, clock.now())
    assert leaves == {"IV.B.1", "IV.C.7"}
    assert collection.review.plan(clock.now()).counts.new == 9


def leaves_met(collection: Collection, scope: Scope) -> list[tuple[int, str | None]]:
    """Deck and leaf of the cards that a session of this scope shows, each answered once."""
    met = []
    while (shown := collection.review.next(clock.now(), scope)) is not None:
        met.append((shown.deck_id, shown.leaf))
        collection.review.answer(shown, Rating.EASY, 5, clock.now())
    return met


def test_a_session_can_be_of_one_leaf(collection: Collection) -> None:
    add_questions(collection, 2, leaf="I.A.2")
    assert leaves_met(collection, Scope(1, leaf="I.A.2")) == [(1, "I.A.2")] * 3
    assert leaves_met(collection, Scope(leaf="I.A.2")) == [(2, "I.A.2")] * 2
    assert leaves_met(collection, Scope(leaf="I.A")) == []
    tomorrow = clock.now() + timedelta(days=1)
    assert collection.review.plan(tomorrow, Scope(leaf="I.A.2")).counts.new == 1  # the other half of the cloze


@pytest.mark.parametrize(("named", "among"), [(("C4",), True), (("C2", "C4"), True), (("C2",), False), ((), False)])
def test_a_session_can_be_of_one_competency(collection: Collection, named: tuple[str, ...], among: bool) -> None:
    add_questions(collection, 2, leaf="II.C.3", competencies=named)
    assert leaves_met(collection, Scope(2, competency="C4")) == [(2, "II.C.3")] * (2 if among else 0)
    assert leaves_met(collection, Scope(competency="C")) == []
    assert {deck_id for deck_id, _ in leaves_met(collection, Scope(competency="C1"))} == {1}


def test_what_a_scope_names_narrows_each_other(collection: Collection) -> None:
    add_questions(collection, 3, leaf="IV.C.7", competencies=("C4",))
    assert collection.review.plan(clock.now(), Scope(section="IV", competency="C4")).counts.new == 3
    assert collection.review.plan(clock.now(), Scope(section="IV", leaf="IV.C.7")).counts.new == 5
    assert collection.review.plan(clock.now(), Scope(1, competency="C4")).counts.new == 0


@pytest.mark.parametrize("scope", [Scope(section="I"), Scope(leaf="I.A.1"), Scope(competency="C1")])
def test_the_limits_of_the_day_hold_in_every_part(collection: Collection, scope: Scope) -> None:
    collection.settings.change(new_per_day=2)
    assert len(leaves_met(collection, Scope(section="IV"))) == 2
    assert collection.review.plan(clock.now(), scope).counts.new == 0
    collection.settings.change(new_per_day=3)
    assert collection.review.plan(clock.now(), scope).counts.new == 1
    collection.settings.change(new_per_day=20, minutes_per_day=1)
    shown = collection.review.plan(clock.now(), scope).counts.new
    assert shown <= int(60 // DEFAULT_COSTS.new)


def test_today_names_the_leaves_that_come_first(collection: Collection) -> None:
    leaves = collection.review.plan(clock.now()).first_leaves
    assert len(set(leaves)) == len(leaves) == 3
    assert leaves[0] == "I.A.1"


# Steps and undo


def test_a_card_in_steps_comes_again_when_its_time_has_come(collection: Collection) -> None:
    collection.settings.change(new_per_day=1)
    now = clock.now()
    shown = collection.review.next(now)
    assert shown is not None
    collection.review.answer(shown, Rating.AGAIN, 5, now)
    assert collection.review.waiting_until() == round(now.timestamp() * 1000) + 60_000
    plan = collection.review.plan(now)
    assert plan.next_learning_at == collection.review.waiting_until()
    assert plan.counts == Counts(0, 1, 0)
    again = collection.review.next(now + timedelta(minutes=1))
    assert again is not None
    assert again.card_id == shown.card_id
    collection.review.answer(again, Rating.GOOD, 5, now + timedelta(minutes=1))
    last = collection.review.next(now + timedelta(minutes=11))
    assert last is not None
    collection.review.answer(last, Rating.GOOD, 5, now + timedelta(minutes=11))
    assert collection.review.next(now + timedelta(minutes=30)) is None
    assert collection.review.waiting_until() is None
    assert collection.cards.info(shown.card_id).state.state is State.REVIEW


def test_without_a_session_nothing_waits(collection: Collection) -> None:
    assert collection.review.waiting_until() is None


def test_any_number_of_answers_is_taken_back_and_each_card_shown_again(collection: Collection) -> None:
    before = collection.review.plan(clock.now()).counts
    seen = []
    for _ in range(8):
        shown = collection.review.next(clock.now())
        assert shown is not None
        collection.review.answer(shown, Rating.AGAIN, 5, clock.now())
        seen.append(shown)
    for shown in reversed(seen):
        changes = collection.undo()
        assert changes.card_id == shown.card_id
        collection.review.bring_back(shown.card_id, clock.now())
        again = collection.review.next(clock.now())
        assert again is not None
        assert (again.card_id, again.state, again.outcomes) == (shown.card_id, shown.state, shown.outcomes)
    assert collection.review.plan(clock.now()).counts == before
    assert collection.counts()["reviews"] == 0


# Days and clocks


def test_the_day_begins_at_the_hour_that_was_chosen(collection: Collection) -> None:
    early = datetime(2026, 11, 23, 3, 59, tzinfo=BERLIN)
    late = datetime(2026, 11, 23, 4, 1, tzinfo=BERLIN)
    assert collection.review.today(late) - collection.review.today(early) == 1
    collection.settings.change(rollover_hour=0)
    assert collection.review.today(late) == collection.review.today(early)


def test_an_easy_card_of_an_evening_is_due_by_days_not_hours(collection: Collection) -> None:
    collection.settings.change(fuzz=False, new_per_day=1)
    evening = datetime(2026, 11, 22, 23, 50, tzinfo=BERLIN)
    shown = collection.review.next(evening)
    assert shown is not None
    collection.review.answer(shown, Rating.EASY, 5, evening)
    days = shown.outcomes[3].days
    day_before = evening + timedelta(days=days - 1)
    collection.settings.change(new_per_day=0)
    assert collection.review.plan(day_before).counts.due == 0
    morning = datetime(2026, 11, 22, 4, 1, tzinfo=BERLIN) + timedelta(days=days)
    assert collection.review.plan(morning).counts.due == 1


def test_a_session_past_the_rollover_keeps_the_queue_it_began_with(collection: Collection) -> None:
    collection.settings.change(new_per_day=2)
    night = datetime(2026, 11, 23, 3, 55, tzinfo=BERLIN)
    collection.review.start(night)
    assert collection.review.plan(night).counts.new == 2
    first = collection.review.next(night)
    assert first is not None
    after = night + timedelta(minutes=10)
    collection.review.answer(first, Rating.EASY, 5, after)
    assert collection.review.plan(after).counts.new == 1
    assert stored(collection, "SELECT study_day FROM reviews")["study_day"] == collection.review.today(night)
    second = collection.review.next(after)
    assert second is not None
    collection.review.answer(second, Rating.EASY, 5, after)
    # With nothing left the new day begins by itself.
    assert collection.review.plan(after).counts.new == 1


def test_a_new_session_on_a_new_day_begins_anew(collection: Collection) -> None:
    collection.settings.change(new_per_day=2)
    collection.review.start(clock.now())
    tomorrow = clock.now() + timedelta(days=1)
    collection.review.start(tomorrow)
    shown = collection.review.next(tomorrow)
    assert shown is not None
    assert shown.day == collection.review.today(tomorrow)


MOMENTS = {
    "a day back": timedelta(days=-1),
    "400 days back": timedelta(days=-400),
    "400 days on": timedelta(days=400),
    "1970": datetime(1970, 1, 2, tzinfo=UTC) - datetime(2026, 11, 22, 11, tzinfo=UTC),
    "after 2038": datetime(2038, 1, 20, tzinfo=UTC) - datetime(2026, 11, 22, 11, tzinfo=UTC),
    "2100": datetime(2100, 3, 1, tzinfo=UTC) - datetime(2026, 11, 22, 11, tzinfo=UTC),
    "the same moment": timedelta(0),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_clock_that_jumps_gives_no_absurd_interval(collection: Collection, name: str) -> None:
    now = clock.now()
    study_all(collection, now, Rating.EASY)
    moved = now + MOMENTS[name]
    collection.review.start(moved)
    answered: dict[int, int] = {}
    for _ in range(30):
        shown = collection.review.next(moved)
        if shown is None:
            break
        collection.review.answer(shown, Rating.HARD, 5, moved)
        answered[shown.card_id] = answered.get(shown.card_id, 0) + 1
    study_all(collection, now + timedelta(days=500), Rating.GOOD)
    assert collection.check().problems == ()
    with closing(sqlite3.connect(collection.file)) as connection:
        rows = connection.execute(
            "SELECT elapsed_days, scheduled_days, time, card_id FROM reviews ORDER BY id"
        ).fetchall()
        cards = connection.execute(
            "SELECT stability, difficulty, due_day - last_day FROM cards WHERE state = 2"
        ).fetchall()
    assert all(elapsed >= 0 and scheduled >= 0 for elapsed, scheduled, _, _ in rows)
    assert all(
        0.001 <= stability <= 36500 and 1 <= difficulty <= 10 and days >= 1 for stability, difficulty, days in cards
    )
    # No card's history runs backwards.
    for card_id in {row[3] for row in rows}:
        times = [row[2] for row in rows if row[3] == card_id]
        assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("zone", "start"),
    [("Europe/Berlin", (2026, 3, 28)), ("Europe/Berlin", (2026, 10, 24)), ("America/New_York", (2026, 3, 7)),
     ("Australia/Lord_Howe", (2026, 4, 4)), ("Pacific/Apia", (2011, 12, 29))],
)  # fmt: skip
def test_a_change_of_the_clocks_is_a_day_like_any_other(
    collection: Collection, zone: str, start: tuple[int, int, int]
) -> None:
    local = ZoneInfo(zone)
    collection.settings.change(new_per_day=2)
    moment = datetime(*start, 12, tzinfo=local)
    days = []
    for hours in range(0, 73):
        now = (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(local)
        days.append(collection.review.today(now))
    assert days == sorted(days)
    assert 3 <= len(set(days)) <= 4
    study_all(collection, moment, Rating.GOOD)
    study_all(collection, moment + timedelta(days=2), Rating.GOOD)
    assert collection.check().problems == ()


def test_a_journey_across_the_date_line_moves_no_answer(collection: Collection) -> None:
    there = timezone(timedelta(hours=13))
    here = timezone(timedelta(hours=-10))
    now = datetime(2026, 11, 22, 9, tzinfo=there)
    study_all(collection, now, Rating.EASY)
    day = stored(collection, "SELECT max(study_day) AS day FROM reviews")["day"]
    landed = (now + timedelta(hours=9)).astimezone(here)
    assert collection.review.today(landed) == day - 1
    assert stored(collection, "SELECT DISTINCT tz_offset FROM reviews")["tz_offset"] == 780
    for shown in study_all(collection, landed, Rating.GOOD):
        last_day = shown.state.last_day or day - 1
        assert all(outcome.card.due_day is not None and outcome.card.due_day >= last_day for outcome in shown.outcomes)
    assert collection.check().problems == ()


# Expected time


def test_expected_times_are_learned_from_the_answers(collection: Collection) -> None:
    assert collection.review.costs() == DEFAULT_COSTS
    add_questions(collection, 60)
    collection.settings.change(new_per_day=100, learning_steps=())
    seen = 0
    while (shown := collection.review.next(clock.now())) is not None:
        collection.review.answer(shown, Rating.GOOD, 8, clock.now())
        seen += 1
    later = clock.now() + timedelta(days=100)
    collection.review.start(later)
    reviewed = 0
    while (shown := collection.review.next(later)) is not None and reviewed < 40:
        if shown.state.state is State.REVIEW:
            reviewed += 1
        else:
            seen += 1
        collection.review.answer(shown, Rating.GOOD, 4 if shown.state.state is State.REVIEW else 8, later)
    collection.settings.change(new_per_day=99)
    costs = collection.review.costs()
    assert costs.new == pytest.approx((8 * seen + 20 * DEFAULT_COSTS.new) / (seen + 20))
    assert costs.review == pytest.approx((4 * reviewed + 20 * DEFAULT_COSTS.review) / (reviewed + 20))
    assert costs.learning == DEFAULT_COSTS.learning


def test_fitted_parameters_are_used_and_named_by_the_reviews(collection: Collection) -> None:
    weights = list(collection.parameters.current.weights)
    weights[3] = weights[3] * 2
    with collection.journal.change("Fit") as db:
        db.exec_driver_sql("INSERT INTO parameters(weights, added, origin) VALUES (?, 0, 'fitted')", (str(weights),))
    assert collection.parameters.current_id == 2
    shown = collection.review.next(clock.now())
    assert shown is not None
    memory = shown.outcomes[3].card.memory
    assert memory is not None
    assert memory.stability == pytest.approx(weights[3])
    collection.review.answer(shown, Rating.EASY, 5, clock.now())
    assert stored(collection, "SELECT parameters_id FROM reviews")["parameters_id"] == 2
    collection.undo()
    collection.undo()
    assert collection.parameters.current_id == 1
