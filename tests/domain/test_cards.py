from __future__ import annotations

from typing import Any

import pytest

from studyapp.domain.cards import LONGEST_HEADLINE, face, headline, ordinals, plain_text
from studyapp.domain.content import Kind
from studyapp.domain.tasks import Arrange, Calculate, Choose, Option, Sort, Write

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
NUMERIC = {
    "title": "Mean of two",
    "front": "Two shafts measure {a} mm and {b} mm. Give the mean to two decimals.",
    "parameters": {"a": {"min": 10, "max": 20, "step": 0.5}, "b": {"min": 30, "max": 40, "step": 0.5}},
    "answer": "(a + b) / 2",
    "unit": "mm",
    "decimals": 2,
    "wrong": [{"expression": "a + b", "why": "Forgets to halve."}, {"expression": "b - a", "why": "Takes the range."}],
    "solution": "Add, then halve: {answer} mm.",
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
    assert shown.task == Arrange(("Forming", "Storming", "Norming"))
    assert shown.answer == "1. Forming\n2. Storming\n3. Norming"


def test_a_long_list_is_counted_in_digits() -> None:
    assert "14 items" in face(Kind.LIST, {"front": "Points", "items": [f"p{n}" for n in range(14)]}, 0).question


def test_sorting_offers_the_items_in_an_order_that_the_seed_decides() -> None:
    shown = face(Kind.CLASSIFY, CLASSIFY, 0)

    assert shown.title == "Who?"
    assert shown.question == "Sort the three items into their boxes: A, B."
    assert shown.answer == "**A**\n\n- z\n- m\n\n**B**\n\n- b"
    orders = set()
    for seed in range(50):
        task = face(Kind.CLASSIFY, CLASSIFY, 0, seed).task
        assert isinstance(task, Sort)
        assert task.boxes == ("A", "B")
        assert dict(zip(task.items, task.places, strict=True)) == {"z": 0, "m": 0, "b": 1}
        orders.add(task.items)
    assert len(orders) == 6


def test_the_best_answer_is_asked_by_its_stem_and_comes_with_a_reason_for_every_option() -> None:
    shown = face(Kind.CHOICE, CHOICE, 0, 3)
    task = shown.task

    assert shown.question == "What comes first?"
    assert isinstance(task, Choose)
    letters = {option.text: "ABC"[place] for place, option in enumerate(task.options)}
    assert task.options[task.key] == Option("Ask", True, "Facts first.")
    assert shown.answer.startswith(f"**{letters['Ask']}** Ask\n\nFacts first.")
    assert f"- **{letters['Vote']}** Vote\n  \n  Makes losers. *Quick is good.*" in shown.answer
    assert f"- **{letters['Wait']}** Wait\n  \n  Nothing changes." in shown.answer


def test_options_are_mixed_by_the_seed_alone() -> None:
    orders = [_texts_of(CHOICE, seed) for seed in range(60)]

    assert orders == [_texts_of(CHOICE, seed) for seed in range(60)]
    assert len(set(orders)) == 6


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["12.5", "3", "1,200"], ("3", "12.5", "1,200")),
        (["0.4 mm", "−2 mm", "10 mm"], ("−2 mm", "0.4 mm", "10 mm")),
        (["$900", "$1,200", "$80"], ("$80", "$900", "$1,200")),
        (["90 %", "9 %", "75 %"], ("9 %", "75 %", "90 %")),
        (["3-1-2", "1-2-3", "2-1-3"], ("3-1-2", "1-2-3", "2-1-3")),
        (["B, A, C", "A, B, C", "C, A, B"], ("B, A, C", "A, B, C", "C, A, B")),
    ],
)
def test_numbers_ascend_and_sequences_stay_as_they_were_written(texts: list[str], shown: tuple[str, ...]) -> None:
    options = [{"text": text, "rationale": "r", "correct": not place} for place, text in enumerate(texts)]

    assert {_texts_of({"front": "x", "options": options}, seed) for seed in range(20)} == {shown}


def test_an_essay_shows_a_model_answer_and_how_to_mark_it() -> None:
    shown = face(Kind.ESSAY, {"front": "Advise.", "answer": "Begin.", "rubric": ["a", "b", "c", "d", "e"]}, 0)

    assert (shown.label, shown.question) == ("Explain · not part of the exam since 2019", "Advise.")
    assert shown.task == Write(("a", "b", "c", "d", "e"), "Begin.")
    assert shown.answer == "Begin.\n\n**Mark each line 0, 1 or 2**\n\n1. a\n2. b\n3. c\n4. d\n5. e"


def test_a_numeric_card_has_new_numbers_for_every_seed_and_the_same_ones_for_the_same() -> None:
    faces = [face(Kind.NUMERIC, NUMERIC, 0, seed) for seed in range(20)]

    assert faces == [face(Kind.NUMERIC, NUMERIC, 0, seed) for seed in range(20)]
    assert len({shown.question for shown in faces}) > 10
    for shown in faces:
        assert isinstance(shown.task, Calculate)
        assert shown.title == "Mean of two"
        assert f"**{shown.task.question.answer_text} mm**" in shown.answer
        assert "Add, then halve" in shown.answer
        assert "Forgets to halve." in shown.answer


def test_a_numeric_card_that_cannot_be_worked_out_says_so_instead_of_failing() -> None:
    shown = face(Kind.NUMERIC, {**NUMERIC, "answer": "a / (b - b)"}, 0)

    assert shown.task is None
    assert shown.question.startswith("This question cannot be asked with its numbers as they are.")
    assert "suspend the card" in shown.question


def test_an_exhibit_is_shown_with_the_question_and_with_its_answer_parts_after_it() -> None:
    spec = {"chart": "pareto", "title": "Causes", "names": ["a", "b", "c"], "counts": [5, 3, 2], "line": "answer"}
    shown = face(Kind.QUESTION, {"front": "Which first?", "back": "a", "exhibit": spec}, 0)

    assert shown.exhibit is not None
    assert shown.exhibit_answer is not None
    assert (shown.exhibit.chart, shown.exhibit.answered) == ("pareto", False)
    assert shown.exhibit_answer.answered


def test_the_reverse_of_a_term_keeps_its_exhibit_for_the_answer() -> None:
    spec = {"chart": "pareto", "title": "Causes", "names": ["a", "b", "c"], "counts": [5, 3, 2]}
    shown = face(Kind.TERM, {**TERM, "exhibit": spec}, 1)

    assert shown.exhibit is None
    assert shown.exhibit_answer is not None


def test_an_exhibit_that_cannot_be_drawn_says_so_with_the_answer() -> None:
    spec = {"chart": "pareto", "title": "x", "names": ["a", "b"], "counts": ["1 / 0", "2"]}
    shown = face(Kind.QUESTION, {"front": "Q", "back": "A", "exhibit": spec}, 0)

    assert shown.exhibit is None
    assert "The exhibit cannot be drawn." in shown.answer


def test_a_text_of_several_lines_stays_inside_its_list_item() -> None:
    shown = face(Kind.CLASSIFY, {"front": "x", "boxes": [{"name": "A", "items": ["one\ntwo"]}]}, 0)

    assert "- one\n  two" in shown.answer


def test_a_template_gives_no_card_and_a_numeric_note_gives_one() -> None:
    assert ordinals(Kind.TEMPLATE, {"front": "x", "fields": {}}) == ()
    assert ordinals(Kind.NUMERIC, NUMERIC) == (0,)


@pytest.mark.parametrize(("kind", "ordinal"), [(Kind.TERM, 2), (Kind.QUESTION, 1), (Kind.NUMERIC, 1)])
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


def _texts_of(fields: dict[str, Any], seed: int) -> tuple[str, ...]:
    task = face(Kind.CHOICE, fields, 0, seed).task
    assert isinstance(task, Choose)
    return tuple(option.text for option in task.options)
