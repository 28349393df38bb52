from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.plain_text import plain, shortened


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**bold** and *italic* and `code` and ~~gone~~", "bold and italic and code and gone"),
        ("# Heading\n\n- one\n- two\n\n1. three", "Heading one two three"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        ("[label](https://example.org) ![chart](run.svg)", "label chart"),
        ("<b>bold</b><br>next <img src='x.png' alt=\"chart\"> &amp; end", "bold next chart & end"),
        ("$C_p = 1$ costs $5 and $10", "C_p = 1 costs $5 and $10"),
        ("{{c1::Plan::first}}, {{c2::do}}", "Plan, do"),
        (r"2 \* 3 \_x\_", "2 * 3 _x_"),
        ("snake_case stays, _this_ does not", "snake_case stays, this does not"),
        ("a < b and c > d", "a < b and c > d"),
        ("> quoted\n> text", "quoted text"),
        ("R&D costs 5% - or more", "R&D costs 5% - or more"),
    ],
)
def test_only_the_words_of_a_card_text_are_left(text: str, words: str) -> None:
    assert plain(text) == words


@given(st.text(alphabet=st.sampled_from('ab1 *_`~#->|[]()!<>&;$\\{}c:\n"='), max_size=80))
def test_any_text_gives_one_trimmed_line(text: str) -> None:
    words = plain(text)

    assert words == " ".join(words.split())


@given(st.lists(st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True), max_size=12))
def test_text_without_markup_stays_as_it_is(words: list[str]) -> None:
    assert plain(" ".join(words)) == " ".join(words)


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("short", 12) == "short"
    assert shortened("unbreakable-word", 8) == "unbreak…"
