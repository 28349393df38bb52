from __future__ import annotations

from typing import Any

import pytest

from studyapp.domain.cards import LONGEST_HEADLINE, face, headline, ordinals, plain_text
from studyapp.domain.content import Kind

TERM = {
    "front": "Special cause",
    "back": "A source outside the system.\n",
    "remark": "Not common cause.",
    "hint": "One",
}
CHOICE = {
    "front": "What comes first?",
    "options": [
        {"text": "Vote", "rationale": "Makes losers.", "misconception": "Quick is good."},
        {"text": "Ask", "correct": True, "rationale": "Facts first."},
        {"text": "Wait", "rationale": "Nothing changes."},
    ],
}
CLASSIFY = {"front": "Who?", "boxes": [{"name": "A", "items": ["z", "m"]}, {"name": "B", "items": ["b"]}]}


def test_a_term_is_asked_both_ways_unless_it_says_otherwise() -> None:
    assert ordinals(Kind.TERM, TERM) == (0, 1)
    assert ordinals(Kind.TERM, {**TERM, "reverse": False}) == (0,)


def test_a_term_stands_in_large_letters_and_its_meaning_is_the_answer() -> None:
    shown = face(Kind.TERM, {**TERM, "example": "A worn tool."}, 0)

    assert (shown.label, shown.title, shown.question) == ("Term", "Special cause", "")
    assert shown.answer == "A source outside the system."
    assert (shown.example, shown.remark, shown.hint) == ("A worn tool.", "Not common cause.", "One")


def test_the_reverse_asks_for_the_term_and_keeps_the_hint_to_itself() -> None:
    shown = face(Kind.TERM, TERM, 1)

    assert (shown.label, shown.title) == ("Definition → term", "")
    assert (shown.question, shown.answer) == ("A source outside the system.", "Special cause")
    assert shown.hint == ""


def test_a_question_gives_one_card() -> None:
    fields = {"front": "Why?", "back": "Because.", "hint": "Think."}

    assert ordinals(Kind.QUESTION, fields) == (0,)
    assert face(Kind.QUESTION, fields, 0).question == "Why?"
    assert face(Kind.QUESTION, fields, 0).answer == "Because."
    assert face(Kind.QUESTION, fields, 0).hint == "Think."


def test_a_cloze_gives_one_card_a_number() -> None:
    fields = {"text": "{{c1::Plan}}, {{c3::do}}, {{c1::check}}"}

    assert ordinals(Kind.CLOZE, fields) == (0, 2)
    assert face(Kind.CLOZE, fields, 2).question == "Plan, <mark>[…]</mark>, check"
    assert face(Kind.CLOZE, fields, 2).answer == "Plan, <mark>do</mark>, check"
    assert face(Kind.CLOZE, fields, 0).label == "Fill in"


def test_a_list_says_how_many_items_are_to_be_put_in_order() -> None:
    shown = face(Kind.LIST, {"front": "Stages", "items": ["Forming", "Storming", "Norming"]}, 0)

    assert (shown.label, shown.title) == ("Put in order", "Stages")
    assert shown.question == "Put the three items in order, the first on top."
    assert shown.items == ("Forming", "Storming", "Norming")
    assert shown.answer == "1. Forming\n2. Storming\n3. Norming"


def test_a_long_list_is_counted_in_digits() -> None:
    assert "14 items" in face(Kind.LIST, {"front": "Points", "items": [f"p{n}" for n in range(14)]}, 0).question


def test_sorting_offers_the_items_in_an_order_that_gives_nothing_away() -> None:
    shown = face(Kind.CLASSIFY, CLASSIFY, 0)

    assert shown.question == "Sort into: **A** · **B**\n\n- b\n- m\n- z"
    assert shown.answer == "**A**\n\n- z\n- m\n\n**B**\n\n- b"


def test_the_best_answer_comes_with_a_reason_for_every_option() -> None:
    shown = face(Kind.CHOICE, CHOICE, 0)

    assert shown.question == "What comes first?\n\n- **A** Vote\n- **B** Ask\n- **C** Wait"
    assert shown.answer.startswith("**B** Ask\n\nFacts first.")
    assert "- **A** Makes losers. *Quick is good.*" in shown.answer
    assert "- **C** Nothing changes." in shown.answer


def test_an_essay_shows_a_model_answer_and_how_to_mark_it() -> None:
    shown = face(Kind.ESSAY, {"front": "Advise.", "answer": "Begin.", "rubric": ["a", "b", "c", "d", "e"]}, 0)

    assert (shown.label, shown.question) == ("Explain", "Advise.")
    assert shown.answer == "Begin.\n\n**Mark each line 0, 1 or 2**\n\n1. a\n2. b\n3. c\n4. d\n5. e"


def test_a_text_of_several_lines_stays_inside_its_list_item() -> None:
    shown = face(Kind.CLASSIFY, {"front": "x", "boxes": [{"name": "A", "items": ["one\ntwo"]}]}, 0)

    assert "- one\n  two" in shown.answer


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.TEMPLATE])
def test_kinds_that_cannot_be_drawn_give_no_card(kind: Kind) -> None:
    assert ordinals(kind, {"front": "x", "fields": {}}) == ()


@pytest.mark.parametrize(("kind", "ordinal"), [(Kind.TERM, 2), (Kind.QUESTION, 1), (Kind.NUMERIC, 0)])
def test_a_card_that_the_note_does_not_give_has_no_face(kind: Kind, ordinal: int) -> None:
    with pytest.raises(ValueError, match="gives no card"):
        face(kind, {"front": "x", "back": "y"}, ordinal)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        (Kind.TERM, TERM, "Special cause A source outside the system. Not common cause."),
        (Kind.CLOZE, {"text": "{{c1::**Plan**}} $x$"}, "Plan x"),
        (Kind.LIST, {"front": "Stages", "items": ["*a*", "b"]}, "Stages a b"),
        (Kind.CLASSIFY, CLASSIFY, "Who? A z m B b"),
        (Kind.ESSAY, {"front": "f", "answer": "a", "rubric": ["r"]}, "f a r"),
        (Kind.TEMPLATE, {"note_type": "Basic", "fields": {"F": "one", "B": "two"}}, "one two"),
        (Kind.NUMERIC, {"front": "Mean of {a}?", "unit": "mm"}, "Mean of {a}? mm"),
    ],
)
def test_the_search_index_gets_the_words_of_a_note(kind: Kind, fields: dict[str, Any], words: str) -> None:
    assert plain_text(kind, fields) == words


def test_a_note_is_called_by_its_first_words() -> None:
    assert headline(Kind.TERM, TERM) == "Special cause"
    assert headline(Kind.QUESTION, {"front": "![](x.png)", "back": "the answer"}) == "the answer"
    assert len(headline(Kind.QUESTION, {"front": "word " * 100, "back": ""})) <= LONGEST_HEADLINE
