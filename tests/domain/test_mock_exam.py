"""Practice exams put together: the outline's numbers exactly, nothing twice, unseen first."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import Kind, Level
from studyapp.domain.exam_assembly import assemble, largest_fair
from studyapp.domain.exam_mix import Lack, aims, lacks
from studyapp.domain.mock_exam import (
    DRILL_LENGTHS,
    LEVEL_MIX,
    MOCKS,
    Candidate,
    ExamKind,
    apportioned,
    blueprint,
    whole_length,
)

WEIGHTS = {"I": 28, "II": 23, "III": 26, "IV": 31, "V": 22, "VI": 19, "VII": 16}
LEAVES = {"I": 14, "II": 11, "III": 21, "IV": 17, "V": 8, "VI": 7, "VII": 4}

OUTLINE = Outline(
    "2026", "2026-01-01", "own", "Numbers only.", 258, 15,
    tuple(
        Section(name, name, name, questions, tuple(Leaf(f"{name}.{n}", f"Leaf {n}") for n in range(1, LEAVES[name] + 1)))
        for name, questions in WEIGHTS.items()
    ),
)  # fmt: skip


def candidate(card_id: int, leaf: str, **fields: Any) -> Candidate:
    plain = Candidate(
        card_id, Kind.CHOICE, leaf, leaf.partition(".")[0], Level.APPLY, 3, True, "", 0, None, f"stem {card_id}"
    )
    return plain._replace(**fields)


def pool(number: int, seed: int = 1, seen: float = 0.0, numeric: float = 0.2) -> list[Candidate]:
    """Questions spread over all leaves, a part of them seen, a part numeric."""
    chance = random.Random(seed)
    leaves = [leaf.id for leaf in OUTLINE.leaves()]
    found = []
    for card_id in range(1, number + 1):
        shown = chance.random() < seen
        found.append(
            candidate(
                card_id, leaves[card_id % len(leaves)],
                kind=Kind.NUMERIC if chance.random() < numeric else Kind.CHOICE,
                level=chance.choice(list(Level)), difficulty=chance.choice((None, 1, 2, 3, 4, 5)),
                times_shown=int(shown), last_shown=chance.randrange(10**12) if shown else None,
            )
        )  # fmt: skip
    return found


def chosen(candidates: list[Candidate], kind: ExamKind = ExamKind.FULL, seed: int = 7, **more: Any) -> list[Candidate]:
    by_id = {one.card_id: one for one in candidates}
    assembly = assemble(candidates, kind, seed, outline=OUTLINE, **more)
    assert assembly.missing == {}
    return [by_id[item.card_id] for item in assembly.items]


def test_the_lengths_times_and_sections_are_those_of_the_exam() -> None:
    full = blueprint(OUTLINE, 180)
    assert (full.scored, full.minutes, full.questions) == (WEIGHTS, 258, 180)
    assert list(full.unscored.values()) == [3, 2, 2, 3, 2, 2, 1]
    half, mini = blueprint(OUTLINE, 90), blueprint(OUTLINE, 30)
    assert (list(half.scored.values()), half.minutes) == ([15, 13, 14, 17, 12, 10, 9], 129)
    assert (list(mini.scored.values()), mini.minutes) == ([5, 4, 5, 6, 4, 3, 3], 43)
    assert [whole_length(kind, OUTLINE) for kind in MOCKS] == [180, 90, 30]


def test_shares_by_largest_remainder_sum_up_and_stay_within_one_of_proportion() -> None:
    for seats in range(400):
        shares = apportioned(WEIGHTS, seats)
        assert sum(shares.values()) == seats
        assert all(abs(shares[name] - weight * seats / 165) < 1 for name, weight in WEIGHTS.items())
    assert apportioned({"I": 0}, 5) == {"I": 0}


@pytest.mark.parametrize("kind", MOCKS)
@pytest.mark.parametrize("seen", [0.0, 0.6, 1.0])
def test_a_mock_has_each_sections_number_exactly_and_nothing_twice(kind: ExamKind, seen: float) -> None:
    candidates = pool(1500, seen=seen)
    wanted = blueprint(OUTLINE, whole_length(kind, OUTLINE))
    questions = chosen(candidates, kind)
    assert Counter(one.section for one in questions) == {name: wanted.wanted(name) for name in WEIGHTS}
    assert len({one.card_id for one in questions}) == len(questions)
    numeric = sum(one.kind is Kind.NUMERIC for one in questions)
    assert 0.08 * len(questions) <= numeric <= 0.12 * len(questions)


def test_unscored_questions_are_spread_over_the_sections_and_cannot_be_told_by_their_place() -> None:
    candidates = {one.card_id: one for one in pool(1500)}
    places: list[int] = []
    for seed in range(20):
        items = assemble(list(candidates.values()), ExamKind.FULL, seed, outline=OUTLINE).items
        unscored = [place for place, item in enumerate(items) if not item.scored]
        sections = Counter(candidates[items[place].card_id].section for place in unscored)
        assert sections == {"I": 3, "II": 2, "III": 2, "IV": 3, "V": 2, "VI": 2, "VII": 1}
        places += unscored
    assert 70 < sum(places) / len(places) < 110


def test_only_the_whole_exam_has_unscored_questions() -> None:
    assert all(item.scored for item in assemble(pool(900), ExamKind.HALF, 3, outline=OUTLINE).items)


def test_leaves_are_spread_evenly_within_a_section() -> None:
    leaves = Counter(one.leaf for one in chosen(pool(2000)))
    assert len(leaves) == sum(LEAVES.values())
    for name in WEIGHTS:
        counts = [count for leaf, count in leaves.items() if leaf.partition(".")[0] == name]
        assert max(counts) - min(counts) <= 2, name


def test_levels_and_difficulties_follow_their_mix() -> None:
    questions = chosen(pool(3000))
    levels = Counter(one.level for one in questions)
    for level, share in LEVEL_MIX.items():
        assert abs(levels[level] / 180 - share) < 0.05, level
    difficulties = Counter(one.difficulty or 3 for one in questions)
    assert set(difficulties) == {1, 2, 3, 4, 5}
    assert difficulties[1] < difficulties[2]


def test_unseen_questions_come_before_those_seen_however_the_mix_suffers() -> None:
    fresh = [candidate(n, f"{name}.1", level=Level.REMEMBER) for n, name in enumerate(list(WEIGHTS) * 40, 1)]
    seen = [one._replace(times_shown=1, last_shown=5) for one in pool(2000, numeric=0.0)]
    seen = [one._replace(card_id=one.card_id + 1000, stem_key=f"seen {one.card_id}") for one in seen]
    assert all(not one.times_shown for one in chosen(fresh + seen))
    numeric = [candidate(9000 + n, "IV.2", kind=Kind.NUMERIC, times_shown=1, last_shown=5) for n in range(30)]
    assert all(not one.times_shown for one in chosen(fresh + seen + numeric))


def test_seen_numeric_questions_take_their_share_of_the_places_for_which_no_unseen_one_is_left() -> None:
    fresh = [candidate(n, f"{name}.1") for n, name in enumerate(list(WEIGHTS) * 40, 1) if name != "IV"]
    fresh += [candidate(5000 + n, "IV.1") for n in range(30)]
    seen = [candidate(7000 + n, "IV.2", times_shown=1, last_shown=n) for n in range(30)]
    numeric = [candidate(9000 + n, "IV.3", kind=Kind.NUMERIC, times_shown=1, last_shown=90) for n in range(30)]
    questions = chosen(fresh + seen + numeric)
    assert sum(one.times_shown for one in questions) == 4
    assert sum(one.kind is Kind.NUMERIC for one in questions) == 4


def test_of_seen_questions_those_seen_longest_ago_come_first() -> None:
    candidates = pool(1500, seen=1.0, numeric=0.0)
    ages = sorted(one.last_shown or 0 for one in candidates)
    questions = chosen(candidates, ExamKind.MINI)
    assert sum((one.last_shown or 0) < ages[300] for one in questions) >= 27


def test_siblings_and_questions_that_ask_the_same_never_meet() -> None:
    candidates = [
        one._replace(group=f"g{one.card_id % 400}", stem_key=f"s{one.card_id % 500}") for one in pool(2000, numeric=0.1)
    ]
    questions = chosen(candidates)
    assert len({one.group for one in questions}) == len({one.stem_key for one in questions}) == 180


def test_the_same_seed_gives_the_same_exam_and_another_seed_another() -> None:
    candidates = pool(1500)
    first, again, other = (assemble(candidates, ExamKind.HALF, seed, outline=OUTLINE) for seed in (1, 1, 2))
    assert first == again
    assert {item.card_id for item in first.items} != {item.card_id for item in other.items}


def test_the_order_follows_no_section() -> None:
    sections = [one.section for one in chosen(pool(1500))]
    repeats = sum(a == b for a, b in pairwise(sections))
    assert repeats < 60


def test_what_the_decks_lack_is_named_by_section() -> None:
    candidates = [one for one in pool(1500) if one.section != "VII"] + [candidate(9000 + n, "VII.1") for n in range(5)]
    assembly = assemble(candidates, ExamKind.FULL, 1, outline=OUTLINE)
    assert assembly.missing == {"VII": 12}
    assert len(assembly.items) == 168


@pytest.mark.parametrize(("number", "numeric"), [(100, 0.0), (120, 0.2), (300, 0.5), (350, 0.1)])
def test_the_largest_fair_mock_can_be_put_together_and_one_more_cannot(number: int, numeric: float) -> None:
    candidates = pool(number, seed=number, numeric=numeric)
    fair = largest_fair(candidates, OUTLINE)
    assert 10 <= fair < 180
    assert assemble(candidates, ExamKind.FULL, 5, outline=OUTLINE, questions=fair).missing == {}
    assert assemble(candidates, ExamKind.FULL, 5, outline=OUTLINE, questions=fair + 1).missing != {}


@pytest.mark.parametrize("seed", range(12))
def test_what_was_found_fair_can_be_put_together_where_siblings_stand_in_several_sections(seed: int) -> None:
    chance = random.Random(seed)
    groups = chance.choice((8, 20, 40))
    candidates = [
        one._replace(
            group=f"g{chance.randrange(groups)}" if chance.random() < 0.4 else "",
            stem_key=f"s{chance.randrange(100)}" if chance.random() < 0.3 else one.stem_key,
        )
        for one in pool(chance.choice((60, 120, 180)), seed=seed, seen=0.3, numeric=chance.choice((0.05, 0.2)))
    ]
    fair = largest_fair(candidates, OUTLINE, 90)
    assert fair >= 10 or len(candidates) == 60
    if not fair:
        return
    assert assemble(candidates, ExamKind.HALF, 0, outline=OUTLINE, questions=fair).missing == {}
    # Another draw hardly ever fails where one succeeds: questions give way to others.
    whole = [not assemble(candidates, ExamKind.HALF, n, outline=OUTLINE, questions=fair).missing for n in range(1, 9)]
    assert sum(whole) >= 6
    for questions in (fair, fair + 1, 90):
        by_id = {one.card_id: one for one in candidates}
        found = assemble(candidates, ExamKind.HALF, 3, outline=OUTLINE, questions=questions)
        asked = [by_id[item.card_id] for item in found.items]
        groups_asked = [one.group for one in asked if one.group]
        assert len(set(groups_asked)) == len(groups_asked)
        assert len({one.stem_key for one in asked}) == len({one.card_id for one in asked}) == len(asked)
        assert len(asked) + sum(found.missing.values()) == questions


def test_a_question_gives_way_to_another_of_its_section_where_a_sibling_is_needed_more() -> None:
    # Section VII has only siblings of questions of section VI, which has others besides.
    plain = [one for one in pool(1500, numeric=0.1) if one.section != "VII"]
    needed = [candidate(5000 + n, "VII.1", group=f"g{n}") for n in range(17)]
    siblings = [
        one._replace(group=f"g{n % 17}") if one.section == "VI" and n % 5 else one for n, one in enumerate(plain)
    ]
    assert len(chosen(siblings + needed)) == 180
    # Two sections that need the same siblings cannot both have them.
    alike = [one._replace(section="VI", leaf="VI.1", card_id=one.card_id + 900) for one in needed]
    both = [one for one in plain if one.section != "VI"] + needed + alike
    assert sum(assemble(both, ExamKind.FULL, 1, outline=OUTLINE).missing.values()) == 17 + 21 - 17


@pytest.mark.parametrize("stems", [150, 179, 5000])
def test_the_largest_fair_mock_of_5000_questions_is_found(stems: int) -> None:
    candidates = [one._replace(stem_key=f"s{one.card_id % stems}") for one in pool(5000)]
    assert largest_fair(candidates, OUTLINE, 179) == min(stems, 179)


def test_the_mix_aims_at_no_more_than_there_is() -> None:
    assert aims({1: 0.5, 2: 0.5}, {1: 100, 2: 100}, 20) == {1: 10, 2: 10}
    assert aims({1: 0.2, 2: 0.4, 3: 0.4}, {1: 2, 2: 50, 3: 50}, 50) == {1: 2, 2: 24, 3: 24}
    assert aims({1: 0.2, 2: 0.4, 3: 0.4}, {3: 50}, 40) == {1: 0, 2: 0, 3: 40}
    # One that falls short leaves its share to the others, which may then fall short too.
    assert aims({1: 0.5, 2: 0.25, 3: 0.25}, {1: 10, 2: 12, 3: 90}, 40) == {1: 10, 2: 12, 3: 18}


def test_levels_and_difficulties_are_mixed_as_far_as_there_are_questions() -> None:
    chance = random.Random(4)
    few = [
        one._replace(level=chance.choice((Level.APPLY, Level.APPLY, Level.ANALYZE, Level.EVALUATE)))
        for one in pool(2000)
    ]
    few = [one._replace(difficulty=chance.choice((2, 3))) for one in few]
    few[:3] = [one._replace(level=Level.REMEMBER, difficulty=5) for one in few[:3]]
    questions = chosen(few)
    levels, difficulties = Counter(one.level for one in questions), Counter(one.difficulty for one in questions)
    # 30, 20 and 25 of a hundred share out what is not there; three questions for four mocks are one for the first at most.
    assert levels[Level.REMEMBER] <= 1
    assert difficulties[5] <= 1
    for level, share in ((Level.APPLY, 0.4), (Level.ANALYZE, 0.267), (Level.EVALUATE, 0.333)):
        assert abs(levels[level] / 180 - share) < 0.05, level
    assert abs(difficulties[2] - 80) < 12


def test_what_is_scarce_is_spread_over_the_mocks_that_unseen_questions_are_enough_for() -> None:
    chance = random.Random(8)
    stock = [
        candidate(
            number, f"{name}.{number % LEAVES[name] + 1}", kind=Kind.NUMERIC if number % 9 == 0 else Kind.CHOICE,
            level=chance.choices((Level.REMEMBER, Level.APPLY, Level.EVALUATE), (2, 80, 18))[0],
            difficulty=chance.choices((2, 3, 4, 5), (30, 50, 18, 2))[0],
        )
        for number, name in enumerate(name for name, weight in WEIGHTS.items() for _ in range(5 * weight))
    ]  # fmt: skip
    mocks = []
    for number in range(4):
        asked = chosen(stock, seed=number)
        assert not any(one.times_shown for one in asked)
        mocks.append(asked)
        taken = {one.card_id for one in asked}
        stock = [one._replace(times_shown=1, last_shown=number) if one.card_id in taken else one for one in stock]
    for rare in (
        [sum(one.level is Level.REMEMBER for one in mock) for mock in mocks],
        [sum(one.difficulty == 5 for one in mock) for mock in mocks],
    ):
        assert max(rare) - min(rare) <= 3
        assert min(rare) >= 1
    evaluate = [sum(one.level is Level.EVALUATE for one in mock) for mock in mocks]
    assert max(evaluate) - min(evaluate) <= 8
    hardness = [sum(one.difficulty or 3 for one in mock) / 180 for mock in mocks]
    assert max(hardness) - min(hardness) < 0.12


def test_what_a_mock_is_short_of_is_named() -> None:
    assert lacks(chosen(pool(3000))) == []
    asked = [candidate(n, "I.1", level=Level.APPLY, difficulty=3) for n in range(180)]
    assert lacks(asked)[0] == Lack(Level.REMEMBER, 0, 9)
    assert [lack.name for lack in lacks(asked)[1:]] == [*list(Level)[1:2], *list(Level)[3:], 1, 2, 4, 5]
    assert Lack(5, 0, 18) in lacks(asked)


def test_too_few_questions_make_no_fair_mock() -> None:
    assert largest_fair(pool(9), OUTLINE) == 0
    assert largest_fair([one for one in pool(2000) if one.section != "II"], OUTLINE) == 0


def test_numeric_questions_fill_a_section_that_has_few_others() -> None:
    candidates = [one for one in pool(1500, numeric=0.0) if one.section != "VI"]
    candidates += [candidate(5000 + n, "VI.1") for n in range(10)]
    candidates += [candidate(6000 + n, f"{name}.1", kind=Kind.NUMERIC) for n, name in enumerate(list(WEIGHTS) * 20)]
    questions = chosen(candidates)
    assert sum(one.kind is Kind.NUMERIC for one in questions if one.section == "VI") >= 11
    assert sum(one.kind is Kind.NUMERIC for one in questions) <= 0.12 * 180


@pytest.mark.parametrize("kind", list(DRILL_LENGTHS))
def test_a_drill_takes_unseen_questions_first_then_the_oldest(kind: ExamKind) -> None:
    fresh = [candidate(n, "I.1") for n in range(4)]
    old = [candidate(100 + n, "I.1", times_shown=1, last_shown=n) for n in range(200)]
    assembly = assemble(old + fresh, kind, 3)
    length = DRILL_LENGTHS[kind]
    assert {item.card_id for item in assembly.items} == {*range(4), *range(100, 100 + length - 4)}
    assert all(item.scored for item in assembly.items)


def test_a_drill_goes_through_the_leaves_in_turn_and_asks_nothing_twice() -> None:
    candidates = [candidate(n, f"I.{n % 4}", group=f"g{n // 2}", stem_key=f"s{n}") for n in range(60)]
    items = assemble(candidates, ExamKind.SECTION, 3).items
    assert len(items) == 20
    assert Counter(candidates[item.card_id].leaf for item in items) == {f"I.{n}": 5 for n in range(4)}
    assert len({candidates[item.card_id].group for item in items}) == 20
    assert assemble([], ExamKind.NEW, 1).items == ()


def test_a_mock_without_an_outline_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="outline"):
        assemble(pool(10), ExamKind.MINI, 1)
