from __future__ import annotations

from collections import Counter

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.find_it import LONGEST, ROUND, SLOW, Lookup, need, next_prompt, questions_per_leaf, summarize


def outline() -> Outline:
    few = Section(
        "I", "Few", "Few", 24, (Leaf("I.A", "Heavy", topics=("one", "two", "three")), Leaf("I.B", "Heavy too"))
    )
    many = Section("II", "Many", "Many", 6, tuple(Leaf(f"II.{letter}", f"Light {letter}") for letter in "ABCDEF"))
    return Outline("Small", "2026-01-01", "own", "Invented.", 60, 0, (few, many))


LEAVES = [leaf.id for leaf in outline().leaves()]


def looked_up(leaf: str, seconds: float = 10, found: bool = True) -> Lookup:
    return Lookup(leaf, 0, seconds, found)


def test_a_leaf_carries_its_share_of_the_questions_of_its_section() -> None:
    assert questions_per_leaf(outline()) == {"I.A": 12, "I.B": 12} | {f"II.{letter}": 1 for letter in "ABCDEF"}


@pytest.mark.parametrize("seed", range(40))
def test_what_was_never_looked_up_comes_first(seed: int) -> None:
    past = [looked_up(leaf, found=False) for leaf in LEAVES if leaf not in ("II.C", "II.E")]
    prompt = next_prompt(outline(), past, (), seed)
    assert prompt is not None
    assert prompt.leaf in ("II.C", "II.E")


def test_no_leaf_comes_twice_in_a_round_while_others_are_left() -> None:
    past, asked = [], []
    for _ in LEAVES:
        prompt = next_prompt(outline(), past, asked, seed=7)
        assert prompt is not None
        asked.append(prompt.leaf)
        past.append(looked_up(prompt.leaf))
    assert sorted(asked) == sorted(LEAVES)
    again = next_prompt(outline(), past, asked, seed=7)
    assert again is not None
    assert again.leaf in LEAVES


def test_leaves_with_more_questions_come_more_often() -> None:
    drawn = Counter(prompt.leaf for seed in range(600) if (prompt := next_prompt(outline(), (), (), seed)))
    # 12 of 30 questions each.
    assert 0.33 < drawn["I.A"] / 600 < 0.47
    assert 0.33 < drawn["I.B"] / 600 < 0.47


def test_slow_and_failed_leaves_come_again_more_often_than_quick_ones() -> None:
    past = [looked_up(leaf, seconds=1) for leaf in LEAVES if leaf not in ("II.A", "II.B")]
    past += [looked_up("II.A", found=False), looked_up("II.B", seconds=2 * SLOW)]
    drawn = Counter(prompt.leaf for seed in range(600) if (prompt := next_prompt(outline(), past, (), seed)))
    # Needs by weight: 4 and 2 against 2 × 1.2 and 4 × 0.1.
    assert drawn["II.A"] > drawn["II.B"] > 8 * drawn["II.C"] > 0
    assert drawn["I.A"] < drawn["II.B"]


def test_only_the_last_look_up_of_a_leaf_counts() -> None:
    past = [looked_up(leaf, seconds=1) for leaf in LEAVES]
    past.insert(0, looked_up("II.A", found=False))
    drawn = Counter(prompt.leaf for seed in range(300) if (prompt := next_prompt(outline(), past, (), seed)))
    assert drawn["II.A"] < 30


def test_the_same_past_and_seed_give_the_same_topic() -> None:
    past = [looked_up("I.A")]
    assert next_prompt(outline(), past, (), 3) == next_prompt(outline(), past, (), 3)


def test_the_topics_of_a_leaf_take_turns() -> None:
    heavy = Outline("One", "", "", "", 1, 0, (Section("I", "", "", 1, outline().sections[0].leaves[:1]),))
    past: list[Lookup] = []
    topics = []
    for _ in range(3):
        prompt = next_prompt(heavy, past, (), 0)
        assert prompt is not None
        topics.append(prompt.topic)
        past.append(looked_up("I.A"))
    assert topics == ["one", "two", "three"]


def test_an_outline_without_leaves_has_nothing_to_look_up() -> None:
    assert next_prompt(Outline("None", "", "", "", 1, 0, ()), (), (), 0) is None


@pytest.mark.parametrize(
    ("lookup", "wanted"),
    [
        (looked_up("I.A", SLOW), 1.0),
        (looked_up("I.A", SLOW / 2), 0.5),
        (looked_up("I.A", 0), 0.1),
        (looked_up("I.A", LONGEST), 4.0),
        (looked_up("I.A", 1, found=False), 4.0),
    ],
)
def test_the_need_grows_with_the_time_and_is_greatest_where_nothing_was_found(lookup: Lookup, wanted: float) -> None:
    assert need(lookup) == pytest.approx(wanted)


def test_a_round_is_summed_up() -> None:
    seconds = (10, 20, 30, 60, 90, 120, 50, 15, 44)
    lookups = [looked_up(f"L{number}", each) for number, each in enumerate(seconds)] + [
        looked_up("N", 200, found=False)
    ]
    summary = summarize(lookups, {"L0", "L1", "N"})
    assert (summary.lookups, summary.found, summary.median) == (ROUND, 9, 44)
    assert [lookup.leaf for lookup in summary.slowest] == ["L5", "L4", "L3"]
    assert summary.not_found == ("N",)
    assert summary.without_reference == ("L2", "L3", "L4", "L5", "L6", "L7", "L8")


def test_a_leaf_found_later_is_no_longer_among_those_not_found() -> None:
    summary = summarize([looked_up("A", found=False), looked_up("A", 12)])
    assert (summary.not_found, summary.slowest, summary.median) == ((), (), 12)


def test_nothing_looked_up_has_no_median() -> None:
    summary = summarize((), set())
    assert (summary.lookups, summary.median, summary.slowest, summary.without_reference) == (0, None, (), ())
