from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.number_template import MOST_WORK
from studyapp.domain.numeric import (
    NumericMistake,
    NumericQuestion,
    check_numeric,
    mark_number,
    numeric_question,
    read_number,
    with_unit,
)
from studyapp.domain.numeric_trials import STEPS_OF_A_DECK, Trials

MEAN: dict[str, Any] = {
    "title": "Mean of {n} parts",
    "front": "The parts measure {parts} mm. What is their mean, to two decimals?",
    "parameters": {
        "parts": {"min": 4.0, "max": 6.0, "step": 0.05, "count": 5},
        "n": {"choices": [5]},
    },
    "values": {"total": "sum(parts)"},
    "constraints": ["mean(parts) != median(parts)"],
    "answer": "mean(parts)",
    "unit": "mm",
    "wrong": [
        {"expression": "median(parts)", "why": "This is the median."},
        {"expression": "total / (n - 1)", "why": "{total} is divided by n − 1."},
        {"expression": "max(parts) - min(parts)", "why": "This is the range."},
        {"expression": "total", "why": "This is the sum."},
        {"expression": "max(parts)", "why": "This is the largest part."},
    ],
    "solution": "$\\frac{ {total} }{ {n} }$ = {answer} mm",
}

NET_PRESENT_VALUE: dict[str, Any] = {
    "front": "An outlay of \\${outlay} brings \\${flow} a year for {years} years. Net present value at {rate}%?",
    "parameters": {
        "outlay": {"choices": [10000]},
        "flow": {"choices": [4000]},
        "years": {"choices": [4]},
        "rate": {"choices": [10]},
    },
    "values": {"r": "rate / 100", "factor": "(1 - (1 + r)**-years) / r"},
    "answer": "flow * factor - outlay",
    "unit": "$",
    "wrong": [
        {"expression": "years * flow - outlay", "why": "The flows are not discounted."},
        {"expression": "flow * factor", "why": "The outlay is forgotten."},
    ],
}


def note(**changes: Any) -> dict[str, Any]:
    sound = {"front": "{a}?", "parameters": {"a": {"min": 1, "max": 9}}, "answer": "a"}
    return {**sound, **changes}


def fixed(answer: str, **numbers: Any) -> dict[str, Any]:
    """A note whose parameters have one choice each."""
    parameters = {name: {"choices": [number]} for name, number in numbers.items() if not isinstance(number, str)}
    values = {name: formula for name, formula in numbers.items() if isinstance(formula, str)}
    return {"front": "?", "parameters": parameters or {"k": {"choices": [1]}}, "values": values, "answer": answer}


def test_a_question_has_its_numbers_filled_in() -> None:
    question = numeric_question(MEAN, 7)

    numbers = [float(text) for text in question.stem.removeprefix("The parts measure ").split(" mm")[0].split(", ")]
    assert question.title == "Mean of 5 parts"
    assert len(numbers) == 5
    assert all(4 <= number <= 6 for number in numbers)
    assert question.answer == pytest.approx(sum(numbers) / 5, abs=0.005 + 1e-9)
    assert question.solution.endswith(f"= {question.answer_text} mm")
    assert (question.unit, question.decimals, question.tolerance, question.typed) == ("mm", 2, 0.005, True)


def test_the_same_seed_gives_the_same_question_whatever_the_order_of_the_table() -> None:
    turned = {**MEAN, "parameters": dict(reversed(MEAN["parameters"].items()))}

    assert numeric_question(MEAN, 12345) == numeric_question(turned, 12345)
    assert numeric_question(MEAN, 1) == numeric_question(json.loads(json.dumps(MEAN)), 1)
    assert len({numeric_question(MEAN, seed).stem for seed in range(50)}) > 45


def test_a_seed_gives_the_same_numbers_on_every_computer() -> None:
    question = numeric_question(note(parameters={"a": {"min": 0, "max": 999}, "b": {"min": 0, "max": 1, "step": 0.01}},
                                     front="{a} {b}"), 2026)  # fmt: skip

    assert question.stem == "890 0.18"


def test_each_number_of_a_range_is_drawn() -> None:
    drawn = {
        numeric_question(note(parameters={"a": {"min": -0.2, "max": 0.3, "step": 0.1}}), s).stem for s in range(99)
    }

    assert drawn == {"−0.2?", "−0.1?", "0.0?", "0.1?", "0.2?", "0.3?"}


@given(st.integers(0, 2**63))
@settings(max_examples=150)
def test_any_seed_gives_a_whole_question(seed: int) -> None:
    question = numeric_question(MEAN, seed)

    assert question == numeric_question(MEAN, seed)
    for text in (question.title, question.stem, question.solution, *(path.why for path in question.wrong)):
        assert "{parts}" not in text
        assert "{total}" not in text
        assert "{answer}" not in text
    texts = [option.text for option in question.options]
    values = [option.value for option in question.options]
    assert len(set(texts)) == len(texts) == 4
    assert values == sorted(values)
    assert [option.correct for option in question.options].count(True) == 1
    assert len(question.wrong) == 5
    assert all(option.why for option in question.options if not option.correct)


def test_the_right_option_stands_at_every_place_that_the_wrong_paths_allow() -> None:
    wrong = [{"expression": f"a + {offset}", "why": "w"} for offset in (-3, -2, -1, 1, 2, 3)]
    fields = note(wrong=wrong)

    places = [[option.correct for option in numeric_question(fields, seed).options].index(True) for seed in range(400)]

    assert all(70 < places.count(place) < 130 for place in range(4))
    assert len({tuple(option.value for option in numeric_question(fields, seed).options) for seed in range(400)}) > 80


def test_no_options_are_offered_without_two_wrong_paths() -> None:
    assert numeric_question(note(), 1).options == ()
    assert numeric_question(note(wrong=[{"expression": "a + 1", "why": "w"}]), 1).options == ()
    two = [{"expression": f"a + {number}", "why": "w"} for number in (1, 2)]
    assert len(numeric_question(note(wrong=two), 1).options) == 3


def test_labels_are_offered_in_their_order() -> None:
    fields = note(labels=["Below {a}", "Above {a}", "Neither"], answer="1 if a > 5 else 2",
                  wrong=[{"expression": "3", "why": "It is not {answer}."}])  # fmt: skip
    question = numeric_question(fields, 3)
    a = int(question.stem.removesuffix("?"))

    assert list(check_numeric(fields)) == []
    assert [option.text for option in question.options] == [f"Below {a}", f"Above {a}", "Neither"]
    assert [option.correct for option in question.options] == [a > 5, a <= 5, False]
    assert question.options[2].why == f"It is not {question.answer_text}."
    assert question.answer_text == question.options[int(question.answer) - 1].text
    assert not question.typed


def test_values_are_calculated_in_any_order_they_are_written_in() -> None:
    fields = note(values={"c": "b + 1", "b": "a + 1"}, answer="c", front="{a}")

    question = numeric_question(fields, 4)

    assert question.answer == int(question.stem) + 2


def test_a_condition_guards_what_could_not_be_calculated() -> None:
    fields = note(parameters={"a": {"min": 0, "max": 3}}, values={"b": "6 / a"}, answer="b", constraints=["b > 2"])

    assert list(check_numeric(fields)) == []
    assert {numeric_question(fields, seed).stem for seed in range(60)} == {"1?", "2?"}


@pytest.mark.parametrize(
    ("text", "parameter", "filled"),
    [
        ("{a}", {"choices": [0.5, 0.5]}, "0.5"),
        ("{a}", {"min": 2, "max": 2, "step": 0.05}, "2.00"),
        ("{a:1}", {"choices": [2.25]}, "2.3"),
        ("{a:0}", {"choices": [2.5]}, "3"),
        ("{a}", {"choices": [9999]}, "9999"),
        ("{a}", {"choices": [1234567.5]}, "1,234,567.5"),
        ("{a}", {"choices": [-12500]}, "−12,500"),
        ("$x = {a}$", {"choices": [-12500]}, "$x = -12{,}500$"),
        ("$10^{a}$", {"choices": [12]}, "$10^{12}$"),
        (r"$\frac{a}{b} x_{a} {a}$", {"choices": [12]}, r"$\frac{a}{b} x_{a} 12$"),
        (r"$\frac{ {a} }{ {half} }$", {"choices": [12]}, r"$\frac{ 12 }{ 6 }$"),
        ("$10^{n}$ {a}", {"choices": [12]}, "$10^{n}$ 12"),
        ("\\${a} and \\${a}", {"choices": [10000]}, "\\$10,000 and \\$10,000"),
        ("${a}–${a}", {"choices": [10000]}, "$10,000–$10,000"),
        ("{a}", {"choices": [2], "count": 3}, "2, 2, 2"),
        ("{third}", {"choices": [1]}, "0.333333"),
        ("{third}", {"choices": [1e6]}, "333,333"),
        ("{third}", {"choices": [3]}, "1"),
        ("{third:2}", {"choices": [3]}, "1.00"),
        ("{third}", {"choices": [0.00001]}, "0.00000333333"),
        ("{half}", {"choices": [2469135]}, "1,234,568"),
        ("{zero}", {"choices": [3]}, "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(text: str, parameter: dict[str, Any], filled: str) -> None:
    values = {"third": "a / 3", "half": "a / 2", "zero": "-(a - a)"}
    fields = note(front=text, parameters={"a": parameter}, values=values, answer="1")

    assert list(check_numeric(fields)) == []
    assert numeric_question(fields, 1).stem == filled


def test_a_rounded_answer_is_written_with_all_its_decimals() -> None:
    question = numeric_question(fixed("a * b", a=0.285, b=100), 1)
    assert (question.answer, question.answer_text) == (28.5, "28.50")

    question = numeric_question({**fixed("a", a=-12345.675), "unit": "$"}, 1)
    assert (question.answer, question.answer_text) == (-12345.68, "−12,345.68")


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [("12", "days", "12 days"), ("45", "%", "45%"), ("3.00", "$", "$3.00"), ("−3", "$", "−$3"), ("7", "", "7")],
)
def test_a_unit_stands_where_it_belongs(number: str, unit: str, text: str) -> None:
    assert with_unit(number, unit) == text


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (fixed("mean([2, 4, 4, 5, 10])"), 5),
        (fixed("median([2, 4, 4, 5, 10])"), 4),
        (fixed("mode([2, 4, 4, 5, 10])"), 4),
        (fixed("max(x) - min(x)", x="[2, 4, 4, 5, 10]"), 8),
        (fixed("variance([2, 4, 4, 5, 10])"), 9),
        (fixed("stdev([2, 4, 4, 5, 10])"), 3),
        ({**fixed("pstdev([2, 4, 4, 5, 10])"), "decimals": 3}, 2.683),
        (fixed("(usl - lsl) / (6 * sigma)", usl=16, lsl=4, sigma=1), 2),
        (fixed("min(usl - mu, mu - lsl) / (3 * sigma)", usl=16, lsl=4, mu=13, sigma=1), 1),
        (fixed("d / (u * o) * 1000000", d=25, u=500, o=10), 5000),
        (fixed("normal_quantile(1 - dpmo / 1000000) + 1.5", dpmo=5000), 4.08),
        (fixed("normal_quantile(1 - dpmo / 1000000) + 1.5", dpmo=3.4), 6),
        (NET_PRESENT_VALUE, 2679.46),
        (fixed("outlay / flow", outlay=10000, flow=4000), 2.5),
        (fixed("sum([flow / 1.1, flow / 1.1**2, flow / 1.1**3])", flow=4000), 9947.41),
        (fixed("(o + 4 * m + p) / 6", o=4, m=7, p=16), 8),
        (fixed("(p - o) / 6", o=4, p=16), 2),
        (fixed("max(b, c) + a + d", a=3, b=4, c=2, d=5), 12),
        ({**fixed("ev / ac", ev=80, ac=90), "decimals": 3}, 0.889),
        (fixed("bac / (ev / ac)", bac=200, ev=80, ac=90), 225),
        ({**fixed("(bac - ev) / (bac - ac)", bac=200, ev=80, ac=90), "decimals": 3}, 1.091),
        ({**fixed("product([a, p, q])", a=0.9, p=0.8, q=0.95), "decimals": 3}, 0.684),
        (fixed("minutes / demand", minutes=450, demand=225), 2),
        (fixed("wip / rate", wip=120, rate=40), 3),
        (fixed("mtbf / (mtbf + mttr)", mtbf=190, mttr=10), 0.95),
        ({**fixed("(1 - p)**n + n * p * (1 - p)**(n - 1)", n=50, p=0.02), "decimals": 4}, 0.7358),
        ({**fixed("sum([comb(n, 0) * q**n, comb(n, 1) * (1 - q) * q**(n - 1)]) * 0.02 * 950 / 1000", n=50, q=0.98),
          "decimals": 5}, 0.01398),
        ({**fixed("n + (1 - pa) * (lot - n)", n=50, lot=1000, pa=0.7358), "decimals": 0}, 301),
        ({**fixed("exp(-t / mtbf)", t=100, mtbf=500), "decimals": 4}, 0.8187),
        ({**fixed("r**3", r=0.95), "decimals": 4}, 0.8574),
        (fixed("1 - (1 - r)**2", r=0.9), 0.99),
        (fixed("m * r / (1 + d - r)", m=200, r=0.8, d=0.1), 533.33),
        (fixed("p - d", p=60, d=15), 45),
    ],
)  # fmt: skip
def test_checked_values_come_out(fields: dict[str, Any], answer: float) -> None:
    assert list(check_numeric(fields)) == []
    assert numeric_question(fields, 1).answer == answer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5), ("1 234,5", 1234.5), ("1.234,5", 1234.5), ("1'234.50", 1234.5), ("1’234.5", 1234.5),
        ("1,234", 1234), ("1.234", 1.234), ("1,234,567", 1234567), ("1.234.567", 1234567), ("10 000", 10000),
        ("12,5", 12.5), ("0,285", 0.285), ("1,2345", 1.2345), (".5", 0.5), (",5", 0.5), ("5.", 5), ("0", 0),
        ("−3", -3), ("-3", -3), ("– 3", -3), ("+3", 3), ("45 %", 45), ("45%", 45), ("$1,200", 1200), ("-$5", -5),
        ("$-5", -5), ("1200 $", 1200), ("€ 3", 3), ("2.5e3", 2500), ("2,5E-3", 0.0025), ("3 days", 3), ("12mm", 12),
        ("5 mm²", 5), ("20 °C", 20), ("3 m/s", 3), ("  7 ", 7), ("1\u202f200", 1200), ("1\u00a0200,5", 1200.5),
        ("12345.678", 12345.678),
    ],
)  # fmt: skip
def test_a_number_is_read_in_any_usual_notation(text: str, number: float) -> None:
    assert read_number(text) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "-", "$", "%", "--3", "-$-5", "1.2.3", "1,23,4", "1,234.5.6", "1234,567.8", "1 2", "1,2 3", "3/4",
     "3 days 4 hours", "1e400", "1e9999", "nan", "inf", "0x10", "1_000", "٣", "½", "1" * 61, "5\n6", "3+4", "=5"],
)  # fmt: skip
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert read_number(text) is None


@given(st.text(max_size=70))
def test_any_text_is_read_or_not(text: str) -> None:
    assert isinstance(read_number(text), float | None)


@given(st.floats(-1e9, 1e9))
def test_a_written_number_is_read_back(number: float) -> None:
    assert read_number(f"{number:,.4f}") == pytest.approx(number, abs=1e-4)
    assert read_number(f"{number:.4f}".replace(".", ",").replace("-", "−")) == pytest.approx(number, abs=1e-4)


def npv() -> NumericQuestion:
    return numeric_question(NET_PRESENT_VALUE, 1)


@pytest.mark.parametrize("text", ["2679.46", "2,679.46", "$2,679.46", "2679.462", "2679.4647", "2 679,46", "2679.465"])
def test_an_answer_within_the_tolerance_is_right(text: str) -> None:
    assert mark_number(npv(), text) == (True, None)


@pytest.mark.parametrize("text", ["2679.45", "2679.5", "2680", "", "?", "-2679.46"])
def test_an_answer_beyond_the_tolerance_is_not(text: str) -> None:
    assert mark_number(npv(), text) == (False, None)


def test_a_wrong_path_is_recognised() -> None:
    right, path = mark_number(npv(), "6,000")

    assert not right
    assert path is not None
    assert path.why == "The flows are not discounted."


@pytest.mark.parametrize(
    ("text", "known"), [("6,000.004", True), ("5999.995", True), ("6,000.007", False), ("6,000.03", False)]
)
def test_a_wrong_path_is_recognised_to_half_a_unit_of_the_last_place(text: str, known: bool) -> None:
    assert (mark_number(npv(), text)[1] is not None) is known


def test_a_percentage_is_taken_for_the_share_that_is_asked() -> None:
    share = numeric_question(fixed("a", a=0.45), 1)
    percent = numeric_question({**fixed("a", a=45), "unit": "%"}, 1)

    assert mark_number(share, "45 %") == mark_number(share, "0.45") == (True, None)
    assert mark_number(percent, "45 %") == mark_number(percent, "45") == (True, None)
    assert mark_number(percent, "0.45") == (False, None)


@pytest.mark.parametrize(
    ("unit", "right", "wrong"),
    [
        ("h", ["5000.5", "5000.5 h", "5,000.5 hours"], ["5000.5%", "5000.5 %", "$5000.5", "5000.5 €", "5000.5 percent", "5000.5‰"]),
        ("$", ["5000.5", "$5,000.5", "5000.5 $", "5000.5 dollars"], ["5000.5%", "€5000.5", "5000.5 £", "5000.5 $ %"]),
        ("thousand dollars", ["5000.5", "$5000.5 thousand"], ["5000.5 €", "5000.5%"]),
        ("€", ["€5000.5", "5000,5 €"], ["$5000.5", "¥5000.5", "5000.5%"]),
        ("%", ["5000.5", "5000.5%", "5000.5 percent"], ["$5000.5", "5000.5‰", "5000.5°"]),
        ("% of sales", ["5000.5%", "5000.5"], ["$5000.5"]),
        ("percent", ["5000.5%", "5000.5"], ["$5000.5"]),
        ("\\$ per part", ["$5000.5"], ["5000.5%"]),
        ("$\\Omega$", ["5000.5"], ["$5000.5", "5000.5%"]),
        ("°C", ["5000.5°", "5000.5 °C"], ["$5000.5", "5000.5%"]),
        ("", ["5000.5", "500,050%", "500050 percent", "5000500‰"], ["5000.5%", "$5000.5", "5000.5 €"]),
    ],
)  # fmt: skip
def test_a_sign_of_another_unit_makes_an_answer_wrong(unit: str, right: list[str], wrong: list[str]) -> None:
    question = numeric_question({**fixed("a", a=5000.5), "unit": unit}, 1)

    assert [text for text in right if mark_number(question, text) != (True, None)] == []
    assert [text for text in wrong if mark_number(question, text) != (False, None)] == []


def test_a_wrong_path_is_not_recognised_by_a_number_of_another_unit() -> None:
    assert mark_number(npv(), "6000%") == (False, None)


def test_the_tolerance_of_the_note_holds() -> None:
    question = numeric_question({**fixed("a", a=100), "tolerance": 2}, 1)

    assert [mark_number(question, text)[0] for text in ("98", "102", "97.9", "102.1")] == [True, True, False, False]


def test_an_exhibit_is_made_from_the_numbers() -> None:
    fields = note(exhibit={"chart": "histogram", "title": "Up to {a}", "edges": [0, "a", "2 * a"], "counts": ["a", 3]})

    question = numeric_question(fields, 5)

    a = int(question.stem.removesuffix("?"))
    assert question.exhibit is not None
    assert question.exhibit_answer is not None
    assert question.exhibit.title == f"Up to {a}"
    assert tuple(question.exhibit.data["counts"]) == (a, 3)
    assert (question.exhibit.answered, question.exhibit_answer.answered) == (False, True)


def test_a_mistake_that_only_some_numbers_make_names_them() -> None:
    [(field, sentence)] = check_numeric(note(answer="1 / (a - 3)"))

    assert field == "answer"
    assert "divides by zero" in sentence
    assert "with a = 3" in sentence


def test_an_exhibit_that_only_some_numbers_spoil_is_found() -> None:
    spec = {"chart": "histogram", "title": "T", "edges": [0, "a", 10], "counts": [1, 2]}

    assert [field for field, _ in check_numeric(note(exhibit=spec))] == ["exhibit.edges"]


def test_all_mistakes_of_the_formulas_are_named_together() -> None:
    fields = note(values={"b": "c"}, constraints=["d > 1"], wrong=[{"expression": "e +", "why": "w"}], answer="f")

    assert [field for field, _ in check_numeric(fields)] == [
        "values.b", "constraints[1]", "answer", "wrong[1].expression",
    ]  # fmt: skip


def test_a_note_that_gives_no_question_says_so() -> None:
    with pytest.raises(NumericMistake, match="No numbers made a question in 200 tries") as caught:
        numeric_question(note(constraints=["a > 9"]), 1)
    assert caught.value.field == "constraints[1]"


def test_the_notes_of_a_deck_share_what_may_be_tried() -> None:
    hostile = note(
        values={f"v{n}": "+".join(["a % 7"] * 30) for n in range(30)}, constraints=["v0 + v29 > 0 and a > 8"]
    )
    trials = Trials(2_000_000)
    taken = []

    for _ in range(20):
        before = trials.left
        assert list(check_numeric(hostile, trials=trials)) == []
        taken.append(before - trials.left)

    assert taken[0] > 200_000
    assert trials.left < 0
    assert max(taken[-5:]) <= 4 * MOST_WORK + 2_000


def test_a_note_is_tried_at_least_twice_whatever_the_notes_before_it_took() -> None:
    for fields in (
        note(answer="1 / 0"),
        note(answer="1 / (a - a)"),
        note(wrong=[{"expression": "ln(-a)", "why": "w"}]),
    ):
        assert [sentence for _, sentence in check_numeric(fields, trials=Trials(0))]
    used = Trials(0)
    assert list(check_numeric(note(), trials=used)) == []
    assert used.left <= -2 * 9


def test_few_trials_do_not_blame_a_note_whose_numbers_are_rare() -> None:
    rare = note(parameters={"a": {"min": 1, "max": 50}}, constraints=["a == 7"])

    assert list(check_numeric(rare, trials=Trials(0))) == []
    assert [field for field, _ in check_numeric(note(constraints=["a > 9"]))] == ["constraints[1]"]


def test_five_hundred_ordinary_notes_are_all_tried_in_full() -> None:
    first, last = Trials(), Trials(1)

    for trials in (first, last):
        assert list(check_numeric(MEAN, trials=trials)) == []

    full = STEPS_OF_A_DECK - first.left
    assert full == 1 - last.left
    assert 500 * full < STEPS_OF_A_DECK


def test_a_formula_that_fails_for_rare_numbers_still_gives_questions() -> None:
    endless = "sum([1e15**20*1e15**20, -1e15**20*1e15**20])"
    fields = note(parameters={"a": {"min": 1, "max": 100}}, answer=f"a if a != 43 else {endless}")

    for seed in range(300):
        assert numeric_question(fields, seed).answer != 43
    with pytest.raises(NumericMistake, match="too large"):
        numeric_question(note(answer=f"a + {endless}"), 1)


def test_an_exhibit_of_endless_numbers_is_refused_by_its_field() -> None:
    spec = {"chart": "control", "title": "T", "points": "[a, a, round(1e15**3, -2)]"}

    [(field, sentence)] = check_numeric(note(exhibit=spec))

    assert field == "exhibit.points"
    assert "too large" in sentence
    with pytest.raises(NumericMistake, match="too large"):
        numeric_question(note(exhibit=spec), 1)


LIST = {"p": {"min": 1, "max": 9, "count": 60}}


@pytest.mark.parametrize(
    "hostile",
    [
        {"values": {f"v{n}": "normal_quantile(p / 10)" for n in range(3)}, "constraints": ["v0[0] > 9"]},
        {"values": {f"v{n}": "p % 7 + p // 7" for n in range(10)}, "constraints": ["v9[0] > 0", "1 > 2"]},
        {"values": {f"v{n}": "round(p, 2) + sorted(p)" for n in range(9)}, "constraints": ["v8[0] < 0"]},
        {"parameters": {f"p{n}": LIST["p"] for n in range(40)}, "constraints": ["1 > 2"], "answer": "1"},
        {"front": "{p} " * 200, "solution": "$ {p}$ " * 200, "labels": [" {p}" * 200] * 5, "answer": "1"},
        {"front": "{p} " + "$ x" * 20_000, "wrong": [{"expression": "1", "why": " {p}" * 200 + "{" * 60_000}] * 12},
        {"constraints": ["1 > 2 and " + "(" * 200 + "1 > 2" + ")" * 200] * 20},
    ],
)
def test_a_hostile_note_is_judged_in_time(hostile: dict[str, Any]) -> None:
    fields = {"front": "?", "parameters": LIST, "answer": "sum(p)", **hostile}

    before = time.perf_counter()
    mistakes = list(check_numeric(fields))
    # Some hundred milliseconds of work; a bound that is missing would let it run for minutes.
    assert time.perf_counter() - before < 10
    assert mistakes
