from __future__ import annotations

import pytest

from studyapp.domain.wording import phrase, reading_grade, stem_of, subject_words, words


def test_words_have_no_markup_no_capitals_and_no_signs() -> None:
    assert words("The **X-bar** chart’s limits, at 1.5 $\\sigma$!") == [
        "the",
        "x",
        "bar",
        "chart",
        "limits",
        "at",
        "1.5",
        "sigma",
    ]
    assert words("") == words("— … ?") == []


def test_a_phrase_is_found_by_whole_words_only() -> None:
    assert phrase("Five S") in phrase("Use five-S here")
    assert phrase("art") not in phrase("A chart")


@pytest.mark.parametrize(
    ("one", "other"),
    [("deploys", "deployment"), ("inspected", "inspection"), ("suppliers", "supplier"), ("controlled", "controlling")],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem_of(one)[:6] == stem_of(other)[:6]


def test_common_and_very_short_words_say_nothing_about_the_subject() -> None:
    assert subject_words("Which of these is the best next step for a team?") == {"step", "team"}


def test_long_sentences_of_long_words_take_more_school_than_short_ones() -> None:
    simple = (
        "The team met at noon. They saw the data. They drew a chart. It had one bad point. They asked why it was so."
    )
    hard = (
        "Organizational determination of interdisciplinary accountability necessitates systematically documented "
        "authorization procedures, communicated unambiguously, periodically reevaluated, and continually maintained "
        "throughout the organization."
    )
    assert reading_grade(simple) < 3 < 18 < reading_grade(hard)
    assert reading_grade("Organizational accountability necessitates documentation.") == 0
