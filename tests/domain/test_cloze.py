from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.cloze import LARGEST_NUMBER, cloze_answer, cloze_plain, cloze_question, parse_cloze


def test_the_asked_deletion_is_hidden_and_the_others_are_shown() -> None:
    text = "{{c1::Plan}}, {{c2::do}}, {{c1::check}}, act"

    assert cloze_question(text, 1) == "<mark>[…]</mark>, do, <mark>[…]</mark>, act"
    assert cloze_answer(text, 1) == "<mark>Plan</mark>, do, <mark>check</mark>, act"
    assert cloze_plain(text) == "Plan, do, check, act"


def test_a_hint_stands_in_the_gap() -> None:
    assert cloze_question("after {{c1::storming::second stage}}", 1) == "after <mark>[second stage]</mark>"


def test_a_deletion_inside_another_is_hidden_with_it_and_alone() -> None:
    text = "{{c1::the {{c2::mean}} of means}}"

    assert cloze_question(text, 1) == "<mark>[…]</mark>"
    assert cloze_question(text, 2) == "the <mark>[…]</mark> of means"
    assert cloze_answer(text, 1) == "<mark>the mean of means</mark>"


def test_braces_of_a_formula_do_not_end_a_deletion() -> None:
    assert cloze_question(r"{{c1::$\frac{a}{b}$}} is it", 1) == "<mark>[…]</mark> is it"
    assert cloze_answer(r"{{c1::$\frac{a}{b}$}} is it", 1) == r"<mark>$\frac{a}{b}$</mark> is it"


def test_inside_a_formula_the_gap_is_written_as_a_formula() -> None:
    assert cloze_question(r"$C_p = \frac{{{c1::T}}}{6\sigma}$", 1) == r"$C_p = \frac{[\ldots]}{6\sigma}$"
    assert cloze_answer(r"$C_p = {{c1::x}}$", 1) == "$C_p = x$"
    assert cloze_question(r"$C_p = {{c1::x::ratio}}$", 1) == r"$C_p = [\text{ratio}]$"


def test_inside_code_no_tag_is_written() -> None:
    assert cloze_question("`print({{c1::x}})`", 1) == "`print([…])`"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{c1::open", "never closed"),
        ("{{c1::}}", "hides nothing"),
        ("{{c0::x}}", f"outside 1 to {LARGEST_NUMBER}"),
        ("{{c101::x}}", f"outside 1 to {LARGEST_NUMBER}"),
        ("{{c1::" * 9 + "x" + "}}" * 9, "deep"),
    ],
)
def test_each_mistake_in_the_braces_is_a_sentence(text: str, words: str) -> None:
    mistakes = parse_cloze(text).mistakes

    assert any(words in sentence for sentence in mistakes)


def test_numbers_are_listed_once_and_in_order() -> None:
    assert parse_cloze("{{c3::a}} {{c1::b}} {{c3::c}}").numbers == (1, 3)


@given(st.text(alphabet="{}c1:a$`\\ \n", max_size=60))
def test_no_text_is_too_odd_to_be_taken_apart(text: str) -> None:
    cloze = parse_cloze(text)

    assert cloze_plain(text) == text or cloze.numbers


@given(st.text(alphabet=st.characters(exclude_characters="{}$`:")), st.text(alphabet="abc ", min_size=1))
def test_text_around_a_deletion_stays_as_it_is(around: str, answer: str) -> None:
    assert cloze_plain(f"{around}{{{{c1::{answer}}}}}{around}") == f"{around}{answer}{around}"


def test_a_text_with_thousands_of_openings_is_given_up_early() -> None:
    cloze = parse_cloze("{{c1::" * 10_000)

    assert cloze.mistakes
    assert cloze.numbers == (1,)
