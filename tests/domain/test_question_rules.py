"""Every rule of multiple-choice questions: a question that breaks it and one that comes near and does not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest

from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.findings import Finding, Severity
from studyapp.domain.question_rules import check_questions, is_negative

STEM = "A chart shows one point far above the limit. What should the supervisor do first?"
OPTIONS = (
    "Look for what was different",
    "Widen the limits a little",
    "Train the operators again",
    "Wait for a second point",
)


def question(
    front: str = STEM, options: Sequence[str] = OPTIONS, key: int = 0, name: str = "q", **more: Any
) -> NoteSource:
    rows = [
        {
            "text": text,
            "rationale": "Because.",
            **({"correct": True} if place == key else {"misconception": "A mix-up"}),
        }
        for place, text in enumerate(options)
    ]
    return NoteSource(name, Kind.CHOICE, {"front": front, "options": rows}, **more)


def rules(*notes: NoteSource, english: bool = True) -> list[str]:
    return [finding.rule for finding in check_questions(notes, english=english)]


def only(*notes: NoteSource) -> Finding:
    (finding,) = check_questions(notes)
    return finding


def test_a_good_question_has_no_finding() -> None:
    assert rules(question()) == []


def test_a_wrong_option_without_its_misconception_is_named() -> None:
    note = question()
    note.fields["options"][2]["misconception"] = " "
    finding = only(note)
    assert (finding.rule, finding.field, finding.severity) == (
        "misconception",
        "options[3].misconception",
        Severity.ADVICE,
    )


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "Both of these",
        "all of these are correct",
        "All the above",
        "All the options above",
        "None of the options above",
        "None of the listed answers",
        "None of the answers given",
        "None of the other options is right",
        "All are correct",
        "Both are right.",
        "Neither is correct",
        "All of them apply",
        "“Any of the above”",
        "Each of the above",
        "The above options all apply",
        "The options above are all correct",
        "All of them",
        "All three",
        "None of them",
        "Every option listed",
        "Each option is correct",
        "First two options",
        "The last two of the above",
        "Everything listed",
        "There is no correct answer",
        "No right option",
        "More than one of these",
    ],
)
def test_an_option_that_sums_up_the_others_is_a_mistake(text: str) -> None:
    found = [one for one in check_questions([question(options=[*OPTIONS[:3], text])]) if one.rule != "option-length"]
    assert [(one.rule, one.field, one.severity) for one in found] == [
        ("of-the-above", "options[4].text", Severity.MISTAKE)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "All of the records kept",
        "None of the plants",
        "Both of these plants at once",
        "All options",
        "All three shifts",
        "The first two steps",
        "Each answers for the other",
        "There is no correction",
        "Neither",
        "All are sent to the customer",
        "None of the answers to the survey",
    ],
)
def test_all_of_something_else_is_an_option(text: str) -> None:
    assert "of-the-above" not in rules(question(options=[*OPTIONS[:3], text]))


def test_all_three_is_a_number_beside_other_numbers() -> None:
    assert "of-the-above" not in rules(question(options=["None", "One of them", "Only two", "All three"]))


@pytest.mark.parametrize(
    "text", ["1 and 2 only", "Only 1 and 3", "Options 2 and 3", "I and III only", "1, 2 and 3 are correct"]
)
def test_numbers_of_options_are_a_mistake_where_the_question_numbers_nothing(text: str) -> None:
    assert "option-letters" in rules(question(options=[*OPTIONS[:3], text]))
    numbered = "Of steps 1, 2 and 3 (or I, II and III) some are late. Which are they?"
    assert "option-letters" not in rules(question(numbered, [*OPTIONS[:3], text]))


@pytest.mark.parametrize("text", ["1 and 2", "2 and 3 days"])
def test_two_numbers_are_an_answer(text: str) -> None:
    assert "option-letters" not in rules(question(options=["Nobody knows them", text, "Those of the plan"]))


@pytest.mark.parametrize(
    "text",
    [
        "A and B",
        "Both A and C",
        "A, B and C",
        "B and C only",
        "Both (A) and (C)",
        "Options A and C",
        "Neither A nor B",
        "A and C are correct.",
    ],
)
def test_letters_of_options_are_a_mistake_since_options_are_shuffled(text: str) -> None:
    assert rules(question(options=["The first one", "The second one", text])) == ["option-letters"]


def test_letters_that_the_question_itself_uses_are_no_letters_of_options() -> None:
    front = "Tasks A, B and C follow each other; D is free. Which tasks have no slack?"
    assert rules(question(front, ["A and B", "B and C", "A and C", "A and D"])) == []


@pytest.mark.parametrize(
    "front",
    [
        "Which of these is NOT a lean waste?",
        "All of these are wastes EXCEPT which?",
        "Which of these tools does not show time?",
        "A team is slow. Which step would you never take here?",
        "All of the following are tools except:",
        "All of the following are tools, except",
        "All of these except which are tools?",
        "Each of these holds for a charter except for one.",
        "Which of these is not a tool:",
        "A control chart is not:",
        "For a stable process, the limits should not …",
        "The following are wastes, but not:",
        "Which of these isn't a waste?",
        "Which of these can’t be seen on a run chart?",
        "What doesn't a Pareto chart show?",
        "Which tool cannot show time?",
        "Which statement is false?",
        "Which of these statements about capability is incorrect?",
        "Which is the exception?",
        "Three of these belong together. Which is the odd one out?",
        "Each of these fits but one.",
        "All of these are tools apart from one.",
        "These are wastes, with the exception of one.",
    ],
)
def test_a_question_turned_round_must_say_so_in_bold_capitals(front: str) -> None:
    assert "negative-unmarked" in rules(question(front))
    assert is_negative(question(front))


@pytest.mark.parametrize(
    "front",
    [
        "Why did the pilot not show this?",
        "Which question is still open, so that the burrs do not return?",
        "A process that is not stable was charted. Which tool comes next?",
        "Which of the firms that do not export should be asked?",
        "All orders except one came late. Which chart shows that?",
        "When a process is not stable the team should:",
        "A process that is not stable needs:",
        "The process is not stable, so the team should:",
        "The chart does not help because:",
        "The chart doesn't help because:",
        "Which chart shows that the reading is wrong?",
        "Which cause is behind the false alarms?",
        "What is wrong with the chart?",
        "The auditor's record isn't complete. What comes next?",
        "There is nothing but one record left. What is done with it?",
        "Why isn't the pilot enough?",
    ],
)
def test_a_not_in_the_situation_does_not_turn_the_question_round(front: str) -> None:
    assert rules(question(front)) == []


def test_a_marked_negative_is_fine_alone_but_not_as_a_habit() -> None:
    marked = [question(f"Which of these {n} is **NOT** a waste?", name=f"n{n}") for n in range(2)]
    plain = [question(name=f"q{n}") for n in range(8)]
    assert rules(*marked[:1], *plain) == []
    assert "negative-share" in rules(*marked, *plain)


def test_numbers_are_in_ascending_order() -> None:
    finding = only(question(options=["10 days", "9 days", "1,200 days", "11 days"]))
    assert (finding.rule, finding.severity) == ("number-order", Severity.MISTAKE)
    assert rules(question(options=["−90 dollars", "9 dollars", "11.5 dollars", "1,200 dollars"])) == []
    assert rules(question(options=["$25,000", "$30,000", "$60,000"])) == []
    assert rules(question(options=["9 dollars", "−90 dollars", "11 dollars"])) == ["number-order"]
    assert rules(question(options=["−$40", "-$9", "$10"])) == []


def test_numbers_of_different_units_and_ranges_have_no_order() -> None:
    assert rules(question(options=["2 weeks", "1 month", "10 days"])) == []
    assert rules(question(options=["$44 to $58", "$44 to $52", "$40 to $52"])) == []


def test_the_right_option_word_for_word_in_the_question_is_a_mistake() -> None:
    front = "A supervisor looks for what was different that day. What is the right reaction to a signal?"
    finding = only(
        question(front, ["Looks for a second one", "Looks for what was different", "Waits for a second one"], key=1)
    )
    assert (finding.rule, finding.severity) == ("answer-in-question", Severity.MISTAKE)


def test_words_that_wrong_options_share_with_the_question_give_nothing_away() -> None:
    front = "A fishbone diagram and a control chart are at hand. Which shows time?"
    assert rules(question(front, ["Control chart", "Fishbone diagram", "Neither"])) == []


def test_an_option_that_alone_repeats_the_question_is_named_with_its_words() -> None:
    front = "Operators skip the checks when only output counts for their bonus. What will help?"
    finding = only(
        question(
            front,
            [
                "Making the checks count in the bonus",
                "Clearer instructions at stations",
                "A refresher course for the shift",
            ],
        )
    )
    assert (finding.rule, finding.severity) == ("answer-echoed", Severity.ADVICE)
    assert "checks, count, bonus" in finding.sentence


def test_a_word_of_the_last_sentence_in_the_right_option_alone_is_a_clang() -> None:
    options = ["Delphi method", "Brainwriting", "Six thinking hats"]
    finding = only(question("Experts live far apart. Which method fits best?", options))
    assert (finding.rule, finding.severity) == ("clang", Severity.ADVICE)
    assert "“method”" in finding.sentence
    assert rules(question("Experts live far apart. What fits best?", options)) == []


def test_an_absolute_word_in_a_wrong_option_is_advice_unless_the_right_one_has_one_too() -> None:
    wrong = ["Ask the owner", "Never ask the owner at all", "Leave it to the owner"]
    assert rules(question(options=wrong)) == ["absolute-word"]
    assert rules(question(options=["Always ask the owner", *wrong[1:]])) == []


def test_one_option_of_another_length_is_advice() -> None:
    assert rules(question(options=["Wait", "Stop", "Ask", "Look for what was different on that day"])) == [
        "option-length"
    ]
    assert rules(question(options=[*OPTIONS[:3], "Wait"])) == ["option-length"]


@pytest.mark.parametrize("place", ["front", "option"])
@pytest.mark.parametrize(
    "text",
    ["( ", ". ", ".", "is not ", "is not: ", "which a not ", "all of the ", "a, ", "a and ", "both ", "1,", "1 and ", "−", "- ",
     "who, is", "is never ", "which not! ", "except ", "all except ", "but ", "isn't ", "if, ", "i, ", "x", " ", "\n", "**", "*", "_"],
)  # fmt: skip
def test_the_longest_text_of_a_stranger_is_checked_in_no_time(text: str, place: str) -> None:
    long = text * (60_000 // len(text))
    before = time.process_time()
    for odd in (long, f"a {long} b", f"{long}:"):
        list(check_questions([question(odd) if place == "front" else question(options=[*OPTIONS[:3], odd])]))
    assert time.process_time() - before < 6


# Habits of an author


def test_a_right_option_that_is_often_the_longest_is_a_mistake() -> None:
    long = [question(options=["Look for what was different", "Wait a little longer", "Ask somebody else"], key=0)] * 7
    short = [question(options=["Look for what was different", "Wait a little longer", "Ask somebody else"], key=1)] * 13
    assert "key-length" in rules(*long, *short)
    assert "key-length" not in rules(*long[1:], *short, short[0])
    assert "key-length" not in rules(*long, *short[1:])  # nineteen questions are too few to judge by


def test_right_options_in_one_place_are_a_mistake_from_forty_questions_on() -> None:
    uneven = [question(key=min(n % 8, 3), name=f"q{n}") for n in range(40)]
    assert [finding.rule for finding in check_questions(uneven)] == ["key-position"]
    assert rules(*uneven[:39]) == []
    assert rules(*(question(key=n % 4) for n in range(40))) == []


def test_places_are_compared_among_questions_with_the_same_number_of_options() -> None:
    three = [question(options=OPTIONS[:3], key=1)] * 20
    four = [question(key=1)] * 20
    assert rules(*three, *four) == []


def test_combinations_are_allowed_once_or_in_one_question_of_fifty() -> None:
    front = "Which hold? I: it is stable. II: it is capable. III: it is centered."
    combined = question(front, ["I only", "I and II only", "II and III only", "I, II and III"])
    assert rules(combined) == []
    assert "combined-options" in rules(combined, combined, question())


def test_sweeping_words_in_wrong_options_only_are_a_habit() -> None:
    cue = ["Look for what was different", "Stop all of the lines", "Ask every operator", "Wait for a second point"]
    assert "sweeping-words" in rules(*(question(options=cue) for _ in range(15)))
    fair = ["Stop the first of all lines", *cue[1:]]
    assert "sweeping-words" not in rules(*(question(options=fair) for _ in range(15)))


def test_a_deck_in_another_language_is_not_measured_by_english_words() -> None:
    note = question("Was ist NOT?", ["None of the above", "Never", "A and B"])
    assert rules(note, english=False) == ["option-length"]
