from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.escape import escape_markdown
from studyapp.formats.markup import to_html
from tests.formats.shown_words import shown_words

VISIBLE = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab1 *_`~#-+=>|[]()!<&;:$\\{}.\n\"'@/"),
        st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffd"),
    ),
    max_size=60,
)


@settings(max_examples=500, deadline=None)
@given(VISIBLE)
def test_escaped_text_is_shown_exactly_as_it_was(text: str) -> None:
    assert shown_words(escape_markdown(text)) == " ".join(text.split())


@given(st.lists(st.from_regex(r"[a-z|*#-]{1,8}", fullmatch=True), min_size=2, max_size=6))
def test_escaped_lines_stay_lines(lines: list[str]) -> None:
    assert to_html(escape_markdown("\n".join(lines))).count("<br>") == len(lines) - 1


def test_plain_words_are_not_escaped() -> None:
    assert escape_markdown("It costs $5 (or 3.5 %): a - b.") == "It costs $5 (or 3.5 %): a - b."
