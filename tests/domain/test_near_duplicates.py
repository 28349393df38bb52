from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.near_duplicates import near_duplicates
from studyapp.domain.scheduling import uniform

texts = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.lists(st.sampled_from("rstu"), max_size=12), max_size=8
)


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + 3]) for start in range(max(1, len(words) - 2))}


@given(texts, st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_exactly_the_pairs_that_a_comparison_of_all_with_all_finds_are_found(
    found_in: dict[str, list[str]], alike: float
) -> None:
    expected = {}
    keys = [key for key, words in found_in.items() if words]
    for number, first in enumerate(keys):
        for second in keys[number + 1 :]:
            one, other = shingles(found_in[first]), shingles(found_in[second])
            if (part := len(one & other) / len(one | other)) >= alike:
                expected[frozenset((first, second))] = part
    found = {frozenset((first, second)): part for first, second, part in near_duplicates(found_in, alike)}
    assert found == pytest.approx(expected)


def test_a_few_changed_words_are_seen_and_another_order_of_all_words_is_not() -> None:
    text = "a plant makes parts in two shifts and the night shift has twice the scrap which tool comes first"
    stem = text.split()
    changed = [*stem[:4], "three", *stem[5:]]
    assert [pair[:2] for pair in near_duplicates({"one": stem, "other": changed})] == [("one", "other")]
    assert list(near_duplicates({"one": stem, "other": stem[::-1]})) == []


def test_a_copy_is_found_among_many_texts_of_the_same_words() -> None:
    vocabulary = [f"word{number}" for number in range(2_000)]
    texts = {
        str(key): [vocabulary[int(uniform(key, place) ** 2 * 2_000)] for place in range(35)] for key in range(1_000)
    }
    texts["copy"] = [*texts["17"][:20], "changed", *texts["17"][21:]]
    assert [pair[:2] for pair in near_duplicates(texts)] == [("17", "copy")]
