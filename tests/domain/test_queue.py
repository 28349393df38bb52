"""Today's order: limits, siblings apart, sections interleaved, steps when they are due."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.queue import (
    LEARN_AHEAD_MS,
    SECTION_WINDOW,
    Candidate,
    Costs,
    Counts,
    DoneToday,
    Limits,
    StudyQueue,
    build_queue,
)
from studyapp.domain.scheduling import CardState, State

TODAY = 740_000
NOW = 1_750_000_000_000
MINUTE = 60_000
DAY_END = NOW + 600 * MINUTE
SECTIONS = ["I", "II", "III", "IV", "V", "VI", "VII"]
NOTHING_DONE = DoneToday(0, 0, 0.0, frozenset(), frozenset())
NO_LIMITS = Limits(new=10_000, reviews=10_000, seconds=None)
COSTS = Costs(new=40.0, review=12.0, learning=10.0)

AFTER_REVIEW = CardState(State.REVIEW, due_day=TODAY + 5, last_day=TODAY)


def new(card_id: int, **fields: Any) -> Candidate:
    plain = Candidate(card_id, card_id, "", "", State.NEW, None, None, 0.0, card_id)
    return plain._replace(**fields)


def due(card_id: int, retrievability: float = 0.8, **fields: Any) -> Candidate:
    plain = Candidate(card_id, card_id, "", "", State.REVIEW, TODAY, None, retrievability, 0)
    return plain._replace(**fields)


def learning(card_id: int, due_at: int | None, **fields: Any) -> Candidate:
    plain = Candidate(card_id, card_id, "", "", State.LEARNING, TODAY, due_at, 0.9, 0)
    return plain._replace(**fields)


def in_steps(due_at: int) -> CardState:
    return CardState(State.LEARNING, due_day=TODAY, due_at=due_at, last_day=TODAY)


def queue_of(*candidates: Candidate, limits: Limits = NO_LIMITS, done: DoneToday = NOTHING_DONE) -> StudyQueue:
    return build_queue(candidates, today=TODAY, day_end_ms=DAY_END, limits=limits, done=done, costs=COSTS, seed=TODAY)


def answer_all(queue: StudyQueue, now: int = NOW) -> list[int]:
    """The order in which cards come when each is answered for good."""
    order = []
    while (card := queue.next(now)) is not None:
        order.append(card)
        queue.answered(card, AFTER_REVIEW, DAY_END)
    return order


def test_an_empty_queue_has_nothing_to_show_or_wait_for() -> None:
    queue = queue_of()
    assert queue.next(NOW) is None
    assert queue.waiting_until() is None
    assert (queue.counts, queue.seconds) == (Counts(0, 0, 0), 0)


def test_counts_and_seconds_tell_what_is_left() -> None:
    queue = queue_of(new(1), new(2), due(3), due(4), due(5), learning(6, NOW + MINUTE))
    assert queue.counts == Counts(new=2, learning=1, due=3)
    assert queue.seconds == 2 * 40 + 3 * 12 + 1 * 10
    answer_all(queue, NOW + MINUTE)
    assert (queue.counts, queue.seconds) == (Counts(0, 0, 0), 0)


def test_upcoming_cards_are_those_that_will_come_without_those_in_steps() -> None:
    queue = queue_of(due(1, 0.1), due(2, 0.2), due(3, 0.3), due(4, 0.4), learning(5, NOW))
    queue.remove(2)
    queue.put_first(4)
    assert (queue.upcoming(2), queue.upcoming(12)) == ([4, 1], [4, 1, 3])


def test_reviews_come_with_the_lowest_retrievability_first() -> None:
    assert answer_all(queue_of(due(1, 0.9), due(2, 0.3), due(3, 0.7), due(4, 0.5))) == [2, 4, 3, 1]


def test_cards_that_are_not_due_today_stay_out() -> None:
    queue = queue_of(
        due(1, due_day=TODAY + 1),
        due(2, due_day=TODAY - 30),
        learning(3, None, due_day=TODAY + 1),
        learning(4, DAY_END),
    )
    assert queue.counts == Counts(new=0, learning=0, due=1)
    assert answer_all(queue) == [2]


def test_the_order_of_equal_cards_is_the_same_all_day_and_another_tomorrow() -> None:
    cards = [due(card_id) for card_id in range(50)]

    def order(candidates: list[Candidate], seed: int) -> list[int]:
        return answer_all(
            build_queue(
                candidates, today=TODAY, day_end_ms=DAY_END, limits=NO_LIMITS, done=NOTHING_DONE, costs=COSTS, seed=seed
            )
        )

    morning = order(cards, TODAY)
    assert order(cards[::-1], TODAY) == morning
    assert order([card for card in cards if card.card_id not in morning[:20]], TODAY) == morning[20:]
    assert order(cards, TODAY + 1) != morning
    assert morning != sorted(morning)


def test_new_cards_come_in_their_order_spread_evenly_among_reviews() -> None:
    cards = [due(card_id, card_id / 100) for card_id in range(1, 41)] + [new(100 + place) for place in range(8)]
    order = answer_all(queue_of(*cards))
    places = [place for place, card in enumerate(order) if card >= 100]
    assert [order[place] for place in places] == list(range(100, 108))
    assert {later - earlier for earlier, later in pairwise(places)} == {6}
    assert (places[0], len(order) - 1 - places[-1]) == (3, 2)


def test_more_new_cards_than_reviews_are_spread_too() -> None:
    order = answer_all(queue_of(due(1), due(2), *(new(100 + place) for place in range(10))))
    assert [place for place, card in enumerate(order) if card < 100] == [2, 8]


# Limits


def test_the_limits_count_what_was_done_today() -> None:
    cards = [due(card_id, card_id / 100) for card_id in range(1, 21)] + [new(100 + place) for place in range(20)]
    done = DoneToday(new=4, reviews=7, seconds=0.0, notes=frozenset(), groups=frozenset())
    queue = queue_of(*cards, limits=Limits(new=10, reviews=15, seconds=None), done=done)
    assert queue.counts == Counts(new=6, learning=0, due=8)
    order = answer_all(queue)
    assert sorted(card for card in order if card < 100) == list(range(1, 9))
    assert sorted(card for card in order if card >= 100) == list(range(100, 106))


def test_a_limit_that_is_passed_already_lets_nothing_in() -> None:
    done = DoneToday(new=11, reviews=20, seconds=0.0, notes=frozenset(), groups=frozenset())
    assert answer_all(queue_of(new(1), due(2), limits=Limits(10, 15, None), done=done)) == []


@pytest.mark.parametrize(
    ("seconds", "spent", "expected"),
    [(None, 0.0, 30), (1000.0, 0.0, 21), (1000.0, 300.0, 14), (1000.0, 860.0, 0), (1000.0, 5000.0, 0), (159.9, 0.0, 0)],
)
def test_new_cards_fit_into_the_minutes_that_reviews_and_steps_leave(
    seconds: float | None, spent: float, expected: int
) -> None:
    cards = [*(new(100 + place) for place in range(30)), *(due(card_id) for card_id in range(10)), learning(50, NOW)]
    done = DoneToday(new=0, reviews=0, seconds=spent, notes=frozenset(), groups=frozenset())
    queue = queue_of(*cards, limits=Limits(100, 100, seconds), done=done)
    assert queue.counts == Counts(new=expected, learning=1, due=10)


def test_new_cards_that_cost_nothing_are_held_back_by_their_limit_alone() -> None:
    cards = [new(card_id) for card_id in range(5)]
    limits, free = Limits(new=3, reviews=0, seconds=0.0), Costs(new=0.0, review=0.0, learning=0.0)
    queue = build_queue(
        cards, today=TODAY, day_end_ms=DAY_END, limits=limits, done=NOTHING_DONE, costs=free, seed=TODAY
    )
    assert answer_all(queue) == [0, 1, 2]


# Siblings


def test_one_card_of_a_note_comes_a_day_and_due_ones_go_before_new_ones() -> None:
    queue = queue_of(
        new(1, note_id=7, position=0),
        due(2, note_id=7, position=2),
        due(3, 0.1, note_id=7, position=3),
        new(4, note_id=8, position=5),
        new(5, note_id=8, position=4),
        learning(6, NOW, note_id=9),
        due(7, note_id=9),
        new(8, note_id=9),
    )
    assert sorted(answer_all(queue)) == [2, 5, 6]


def test_siblings_of_a_note_answered_today_are_buried_unless_they_are_in_steps() -> None:
    done = NOTHING_DONE._replace(notes=frozenset({7}))
    queue = queue_of(due(1, note_id=7), new(2, note_id=7), learning(3, NOW, note_id=7), due(4, note_id=8), done=done)
    assert sorted(answer_all(queue)) == [3, 4]


def test_one_note_of_a_sibling_group_is_introduced_a_day() -> None:
    done = NOTHING_DONE._replace(groups=frozenset({"spc"}))
    queue = queue_of(
        new(1, group="deming", position=3),
        new(2, group="deming", position=2),
        new(3, group="spc"),
        new(4),
        new(5),
        due(6, group="spc"),
        due(7, group="deming"),
        done=done,
    )
    assert sorted(answer_all(queue)) == [2, 4, 5, 6, 7]


def test_an_answer_buries_the_sibling_that_was_chosen_when_undo_brought_the_card_back() -> None:
    queue = queue_of(new(1, note_id=7, position=0), new(2, note_id=7, position=1), due(3))
    assert queue.counts == Counts(new=1, learning=0, due=1)
    queue.put_first(2)
    assert queue.counts == Counts(new=2, learning=0, due=1)
    queue.answered(2, AFTER_REVIEW, DAY_END)
    assert answer_all(queue) == [3]


# Sections


def test_no_section_comes_twice_running_while_another_is_near() -> None:
    chance = random.Random(5)
    cards = [due(card_id, chance.random(), section=chance.choice(SECTIONS)) for card_id in range(300)]
    cards += [new(1000 + place, section=chance.choice(SECTIONS)) for place in range(40)]
    section = {card.card_id: card.section for card in cards}
    order = answer_all(queue_of(*cards))
    assert sorted(order) == sorted(section)
    # At the very end a section may be all that is left.
    assert all(section[one] != section[other] for one, other in pairwise(order[:-SECTION_WINDOW]))


def test_interleaving_moves_no_review_further_ahead_than_the_window() -> None:
    chance = random.Random(6)
    cards = [due(card_id, card_id / 1000, section=chance.choice(["I", "I", "I", "II"])) for card_id in range(400)]
    for place, card_id in enumerate(answer_all(queue_of(*cards))):
        assert card_id - place < SECTION_WINDOW


def test_a_single_section_comes_by_retrievability() -> None:
    cards = [due(card_id, card_id / 1000, section="IV") for card_id in range(100)]
    assert answer_all(queue_of(*cards)) == list(range(100))


# Steps


def test_a_step_that_is_due_goes_before_everything_else() -> None:
    queue = queue_of(due(1), new(2), learning(3, NOW + 2 * MINUTE), learning(4, NOW + MINUTE))
    assert queue.next(NOW) not in (3, 4)
    assert queue.next(NOW + MINUTE) == 4
    assert queue.next(NOW + 3 * MINUTE) == 4
    queue.answered(4, AFTER_REVIEW, DAY_END)
    assert queue.next(NOW + 3 * MINUTE) == 3


def test_steps_left_from_another_day_and_steps_of_whole_days_come_at_once() -> None:
    queue = queue_of(
        due(1),
        learning(2, NOW + 5 * MINUTE, due_day=TODAY - 1),
        learning(3, None),
        learning(4, NOW + 10**11, due_day=TODAY + 400),  # The clock had been wrong.
    )
    assert [queue.next(NOW)] * 3 == [queue.next(NOW) for _ in range(3)]
    order = answer_all(queue)
    assert order[3] == 1
    assert sorted(order) == [1, 2, 3, 4]


def test_a_card_in_steps_comes_back_when_its_step_is_due() -> None:
    queue = queue_of(*(new(card_id) for card_id in range(1, 4)))
    assert queue.next(NOW) == 1
    queue.answered(1, in_steps(NOW + MINUTE), DAY_END)
    assert queue.counts == Counts(new=2, learning=1, due=0)
    assert queue.next(NOW) == 2
    queue.answered(2, in_steps(NOW + 10 * MINUTE), DAY_END)
    assert queue.next(NOW + MINUTE) == 1
    queue.answered(1, AFTER_REVIEW, DAY_END)
    assert queue.next(NOW + MINUTE) == 3


def test_a_step_beyond_the_end_of_the_day_waits_for_tomorrow() -> None:
    queue = queue_of(new(1))
    queue.answered(1, in_steps(DAY_END), DAY_END)
    assert (queue.next(DAY_END), queue.counts) == (None, Counts(0, 0, 0))
    tomorrow = build_queue(
        [learning(1, DAY_END, due_day=TODAY), due(2)],
        today=TODAY + 1,
        day_end_ms=DAY_END + 1440 * MINUTE,
        limits=NO_LIMITS,
        done=NOTHING_DONE,
        costs=COSTS,
        seed=1,
    )
    assert tomorrow.next(DAY_END - MINUTE) == 1


def test_a_step_of_whole_days_leaves_the_queue() -> None:
    queue = queue_of(new(1))
    queue.answered(1, CardState(State.LEARNING, due_day=TODAY + 1, last_day=TODAY), DAY_END)
    assert queue.next(NOW) is None


def test_steps_come_up_to_twenty_minutes_early_when_nothing_else_is_left() -> None:
    queue = queue_of(learning(1, NOW + LEARN_AHEAD_MS + 1), due(2))
    assert queue.waiting_until() is None
    queue.answered(2, AFTER_REVIEW, DAY_END)
    assert queue.next(NOW) is None
    assert queue.waiting_until() == NOW + LEARN_AHEAD_MS + 1
    assert queue.next(NOW + 1) == 1


def test_the_same_card_does_not_come_twice_running_while_another_can_come() -> None:
    queue = queue_of(learning(1, NOW), learning(2, NOW + 15 * MINUTE))
    queue.answered(1, in_steps(NOW + MINUTE), DAY_END)
    assert queue.next(NOW) == 2  # Ahead, though the other is due earlier.
    assert queue.next(NOW + MINUTE) == 2
    queue.answered(2, in_steps(NOW + 20 * MINUTE), DAY_END)
    assert queue.next(NOW + MINUTE) == 1


def test_a_card_answered_early_waits_for_its_new_step() -> None:
    queue = queue_of(learning(1, NOW + 5 * MINUTE))
    assert queue.next(NOW) == 1
    queue.answered(1, in_steps(NOW + 60 * MINUTE), DAY_END)
    assert queue.next(NOW + 6 * MINUTE) is None
    assert queue.waiting_until() == NOW + 60 * MINUTE


def test_the_only_card_left_may_come_twice_running() -> None:
    queue = queue_of(learning(1, NOW))
    queue.answered(1, in_steps(NOW + MINUTE), DAY_END)
    assert queue.next(NOW) == 1


def test_a_review_goes_between_two_steps_of_one_card() -> None:
    queue = queue_of(learning(1, NOW), due(2))
    queue.answered(1, in_steps(NOW), DAY_END)
    assert queue.next(NOW) == 2


def test_a_card_that_was_removed_does_not_take_the_place_of_the_one_just_answered() -> None:
    queue = queue_of(learning(1, NOW), learning(2, NOW + 2 * MINUTE), learning(3, NOW + 3 * MINUTE))
    queue.answered(1, in_steps(NOW + MINUTE), DAY_END)
    queue.remove(2)
    assert queue.next(NOW + MINUTE) == 3


# Undo and removal


def test_a_removed_card_does_not_come() -> None:
    queue = queue_of(due(1, 0.1), due(2, 0.2), new(3), learning(4, NOW))
    for card in (1, 4, 99):
        queue.remove(card)
    assert queue.counts == Counts(new=1, learning=0, due=1)
    assert sorted(answer_all(queue)) == [2, 3]


def test_undone_cards_come_first_latest_first_as_what_they_were() -> None:
    queue = queue_of(new(1), due(2), due(3))
    counts = [queue.counts]
    order = []
    for _ in range(3):
        card = queue.next(NOW)
        assert card is not None
        order.append(card)
        queue.answered(card, in_steps(NOW + 30 * MINUTE), DAY_END)
        counts.append(queue.counts)
    for card, before in zip(reversed(order), reversed(counts[:-1]), strict=True):
        queue.put_first(card)
        assert queue.next(NOW) == card
        assert queue.counts == before
    assert answer_all(queue) == order


def test_undoing_a_later_step_leaves_the_card_in_its_steps() -> None:
    queue = queue_of(new(1), due(2))
    queue.answered(1, in_steps(NOW + MINUTE), DAY_END)
    queue.answered(1, AFTER_REVIEW, DAY_END)
    queue.put_first(1)
    assert (queue.next(NOW), queue.counts) == (1, Counts(new=0, learning=1, due=1))
    queue.put_first(1)
    assert (queue.next(NOW), queue.counts) == (1, Counts(new=1, learning=0, due=1))


def test_a_removed_card_can_be_put_back_as_what_it_was() -> None:
    queue = queue_of(new(1), due(2))
    queue.remove(1)
    queue.put_first(1)
    assert (queue.next(NOW), queue.counts) == (1, Counts(new=1, learning=0, due=1))


def test_a_card_from_outside_the_queue_can_be_put_first() -> None:
    queue = queue_of(due(1))
    queue.put_first(99)
    assert (queue.next(NOW), queue.counts) == (99, Counts(0, 0, 2))
    queue.answered(99, in_steps(NOW + MINUTE), DAY_END)
    assert (queue.next(NOW), queue.counts) == (1, Counts(0, 1, 1))


# Whole sessions

any_candidates = st.lists(
    st.builds(
        Candidate,
        card_id=st.integers(1, 10_000),
        note_id=st.integers(1, 30),
        group=st.sampled_from(["", "a", "b"]),
        section=st.sampled_from(["", *SECTIONS]),
        state=st.sampled_from(State),
        due_day=st.none() | st.integers(TODAY - 3, TODAY + 1),
        due_at=st.none() | st.integers(NOW - 60 * MINUTE, DAY_END + 60 * MINUTE),
        retrievability=st.floats(0, 1),
        position=st.integers(0, 20),
    ),
    max_size=40,
    unique_by=lambda candidate: candidate.card_id,
)


@given(
    any_candidates,
    st.builds(Limits, st.integers(0, 20), st.integers(0, 20), st.none() | st.floats(0, 2000)),
    st.builds(
        DoneToday,
        st.integers(0, 5),
        st.integers(0, 5),
        st.floats(0, 500),
        st.frozensets(st.integers(1, 30), max_size=4),
        st.frozensets(st.sampled_from(["a", "b"])),
    ),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=300)
def test_a_session_keeps_every_promise(
    candidates: list[Candidate], limits: Limits, done: DoneToday, chance: random.Random
) -> None:
    queue = queue_of(*candidates, limits=limits, done=done)
    known = {candidate.card_id: candidate for candidate in candidates}
    now, stepping, shown = NOW, set[int](), []
    while True:
        card = queue.next(now)
        if card is None:
            due_at = queue.waiting_until()
            if due_at is None:
                break
            now = max(now, due_at)
            continue
        assert queue.next(now) == card
        assert card in stepping or card not in shown, "a card comes again only in its steps"
        shown.append(card)
        stepping.discard(card)
        now += chance.randint(1, 5 * MINUTE)
        if chance.random() < 0.4 and len(shown) < 200:
            queue.answered(card, in_steps(now + 10 * MINUTE), DAY_END)
            if now + 10 * MINUTE < DAY_END:
                stepping.add(card)
        else:
            queue.answered(card, AFTER_REVIEW, DAY_END)
    assert (queue.counts, queue.seconds, stepping) == (Counts(0, 0, 0), 0, set())
    first_time = [known[card] for card in dict.fromkeys(shown)]
    states = Counter(candidate.state for candidate in first_time)
    assert states[State.NEW] <= max(0, limits.new - done.new)
    assert states[State.REVIEW] <= max(0, limits.reviews - done.reviews)
    fresh = [candidate for candidate in first_time if candidate.state in (State.NEW, State.REVIEW)]
    notes = [candidate.note_id for candidate in fresh]
    assert len(set(notes)) == len(notes)
    assert not done.notes.intersection(notes)
    groups = [candidate.group for candidate in fresh if candidate.state == State.NEW and candidate.group]
    assert len(set(groups)) == len(groups)
    assert not done.groups.intersection(groups)
    if limits.seconds is not None and states[State.NEW]:
        planned = done.seconds + states[State.NEW] * COSTS.new + states[State.REVIEW] * COSTS.review
        assert planned <= limits.seconds


def introduced(*candidates: Candidate, limits: Limits = NO_LIMITS) -> list[int]:
    """The notes of today's new cards, in their order."""
    return [card // 10 for card in queue_of(*candidates, limits=limits).upcoming(1000)]


def building(note: int, *after: int, **fields: Any) -> Candidate:
    """A new card of a note that builds on others; a lower number stands earlier in the deck."""
    return new(10 * note, note_id=note, position=note, after=after, **fields)


def test_a_new_note_comes_after_all_that_it_builds_on() -> None:
    assert introduced(building(1, 3), building(2), building(3, 4), building(4)) == [4, 3, 1, 2]
    assert introduced(building(1, 2, 3), building(2), building(3)) == [2, 3, 1]


def test_a_note_waits_for_another_day_while_one_that_it_builds_on_cannot_come() -> None:
    twins = [building(1, group="g"), building(2, group="g"), building(3, 2), building(4, 3), building(5)]
    assert introduced(*twins) == [1, 5]
    assert introduced(building(1, 99), building(2)) == [2], "a buried note comes back tomorrow"


def test_the_limit_cuts_off_the_note_and_not_what_it_builds_on() -> None:
    cards = [building(1, 3), building(2), building(3, 4), building(4)]
    assert introduced(*cards, limits=NO_LIMITS._replace(new=2)) == [4, 3]
    assert introduced(*cards, limits=NO_LIMITS._replace(new=0)) == []


def test_a_circle_of_notes_that_build_on_each_other_is_broken() -> None:
    assert introduced(building(1, 2), building(2, 3), building(3, 1), building(4, 4)) == [3, 2, 1, 4]
    assert introduced(building(1, 2), building(2, 1), limits=NO_LIMITS._replace(new=1)) == [2]


def test_mixing_sections_does_not_put_a_note_before_one_that_it_builds_on() -> None:
    cards = [
        building(1, section="I"),
        building(2, section="I"),
        building(3, 2, section="II"),
        building(4, section="III"),
    ]
    assert introduced(*cards) == [1, 4, 2, 3]


@given(st.lists(st.lists(st.integers(0, 29), max_size=4), min_size=30, max_size=30), st.integers(1, 7))
def test_with_any_prerequisites_every_note_comes_in_the_end(basics: list[list[int]], a_day: int) -> None:
    left, came = set(range(30)), list[int]()
    while left:
        cards = [building(n, *(b for b in basics[n] if b in left), section=SECTIONS[n % 7]) for n in sorted(left)]
        today = introduced(*cards, limits=NO_LIMITS._replace(new=a_day))
        assert len(today) == min(a_day, len(left))
        came += today
        left -= set(today)
    place = {note: number for number, note in enumerate(came)}

    def reaches(start: int, end: int) -> bool:
        seen, open_notes = {start}, [start]
        while open_notes:
            more = set(basics[open_notes.pop()]) - seen
            seen |= more
            open_notes += more
        return end in seen

    reversed_pairs = [(n, b) for n in range(30) for b in basics[n] if place[b] > place[n]]
    assert all(reaches(basic, note) for note, basic in reversed_pairs), "only a circle may be broken"


def planned_queue(
    planned: list[int], *candidates: Candidate, seconds: float, done: DoneToday = NOTHING_DONE
) -> StudyQueue:
    return build_queue(
        candidates,
        today=TODAY,
        day_end_ms=DAY_END,
        limits=Limits(new=0, reviews=0, seconds=seconds),
        done=done,
        costs=COSTS,
        seed=TODAY,
        planned=planned,
    )


def test_a_plan_decides_instead_of_due_days_and_numbers_of_cards() -> None:
    not_due = due(3)._replace(due_day=TODAY + 9)
    queue = planned_queue([3, 1, 2], new(1), due(2), not_due, due(4), seconds=1000)
    assert sorted(answer_all(queue)) == [1, 2, 3]


def test_the_best_of_a_plan_come_when_the_minutes_hold_no_more() -> None:
    cards = [due(card) for card in range(1, 41)]
    order = list(range(40, 0, -1))
    assert answer_all(planned_queue(order, *cards, seconds=10 * COSTS.review)) == order[:10]
    spent = NOTHING_DONE._replace(seconds=8 * COSTS.review)
    assert answer_all(planned_queue(order, *cards, seconds=10 * COSTS.review, done=spent)) == order[:2]


@given(st.integers(0, 2000), st.lists(st.sampled_from("nd"), max_size=60))
def test_a_planned_day_is_over_its_minutes_by_less_than_a_card(seconds: int, sorts: list[str]) -> None:
    cards = [new(place) if sort == "n" else due(place) for place, sort in enumerate(sorts)]
    queue = planned_queue(list(range(len(cards))), *cards, seconds=seconds)
    assert queue.seconds <= seconds + max(COSTS.new, COSTS.review)


def test_a_planned_new_card_comes_after_those_it_builds_on() -> None:
    basic, advanced = new(7), new(1)._replace(after=(7,))
    assert answer_all(planned_queue([1, 7], advanced, basic, seconds=1000)) == [7, 1]


def test_a_plan_shows_one_card_of_a_note_and_none_of_a_note_studied_today() -> None:
    studied = NOTHING_DONE._replace(notes=frozenset({8}))
    twins = [due(1, note_id=9), due(2, note_id=9), due(3, note_id=8)]
    assert answer_all(planned_queue([2, 1, 3], *twins, seconds=1000, done=studied)) == [2]
