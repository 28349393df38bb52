from __future__ import annotations

import math
import statistics
import time
from decimal import InvalidOperation
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.domain.expression import (
    FUNCTION_NAMES,
    LONGEST_TEXT,
    Expression,
    ExpressionMistake,
    Value,
    as_seen,
    check_name,
    parse,
    round_half_up,
)

DATA = (2.0, 4.0, 4.0, 5.0, 10.0)
NAMES: dict[str, Value] = {"a": 7.0, "b": 2.0, "zero": 0.0, "x": DATA, "flag": True}


def value(text: str, names: dict[str, Value] = NAMES) -> Value:
    return parse(text, names).value(names)


def refusal(text: str) -> str:
    with pytest.raises(ExpressionMistake) as caught:
        value(text)
    assert str(caught.value) == caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", 7),
        ("-2**2", -4),
        ("2**3**2", 512),
        ("a // b", 3),
        ("-7 // 2", -4),
        ("a % b", 1),
        ("-7 % 3", 2),
        ("0.3 // 0.1", 3),
        ("0.3 % 0.1", 0),
        ("1.5e3 + .5", 1500.5),
        ("a if a > b else 1 / zero", 7),
        ("x[0] + x[4]", 12),
        ("x[b]", 4),
        ("abs(-3)", 3),
        ("min(x)", 2),
        ("max(3, b, x)", 10),
        ("sum(x)", 25),
        ("len(x)", 5),
        ("mean(x)", 5),
        ("median(x)", 4),
        ("median([4, 1, 3, 2])", 2.5),
        ("mode(x)", 4),
        ("max(x) - min(x)", 8),
        ("variance(x)", 9),
        ("stdev(x)", 3),
        ("pvariance(x)", 7.2),
        ("pstdev(x)", math.sqrt(7.2)),
        ("mean(abs(x - mean(x)))", 2),
        ("sum((x - mean(x))**2)", 36),
        ("sqrt(2)", math.sqrt(2)),
        ("exp(1)", math.e),
        ("ln(exp(2))", 2),
        ("log10(1000)", 3),
        ("floor(2.9)", 2),
        ("floor(-2.1)", -3),
        ("ceil(2.1)", 3),
        ("ceil(3 * 0.1 / 0.1)", 3),
        ("floor(0.1 * 3 * 10)", 3),
        ("dot(x, x)", 161),
        ("product([2, 3, 4])", 24),
        ("count(x, 4)", 2),
        ("comb(10, 3)", 120),
        ("factorial(5)", 120),
        ("factorial(170) / factorial(169)", 170),
        ("normal_cdf(0)", 0.5),
        ("normal_cdf(1.96)", 0.9750021048517795),
        ("normal_quantile(0.975)", 1.959963984540054),
        ("round(normal_quantile(1 - 3.4 / 1000000) + 1.5, 2)", 6),
        ("round(2.675, 2)", 2.68),
        ("round(0.285 * 100)", 29),
        ("round(-0.5)", -1),
        ("round(2.5)", 3),
        ("round(1234, -2)", 1200),
        ("round(1250, -2)", 1300),
    ],
)  # fmt: skip
def test_arithmetic_gives_what_paper_gives(text: str, result: float) -> None:
    assert value(text) == pytest.approx(result, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2 == 0.3", True),
        ("0.1 + 0.2 <= 0.3", True),
        ("0.1 + 0.2 > 0.3", False),
        ("1 <= b < 2", False),
        ("1 < b <= 2 != 3", True),
        ("a > b and not zero > 0", True),
        ("a < b or b == 2", True),
        ("zero == 0 or 1 / zero > 1", True),
        ("flag", True),
        ("sorted(x) == x", True),
        ("x + 0.1 != x", True),
        ("x * 3 / 3 == x", True),
    ],
)
def test_conditions_compare_numbers_as_people_read_them(text: str, result: bool) -> None:
    assert value(text) is result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[a, b, 1]", (7, 2, 1)),
        ("x + 1", (3, 5, 5, 6, 11)),
        ("1 - x", (-1, -3, -3, -4, -9)),
        ("x * x", (4, 16, 16, 25, 100)),
        ("-x", (-2, -4, -4, -5, -10)),
        ("sorted(3, 1, [2])", (1, 2, 3)),
        ("cumulative(x)", (2, 6, 10, 15, 25)),
        ("round([1.25, 2.675], 2)", (1.25, 2.68)),
        ("sqrt([4, 9])", (2, 3)),
        ("x if a > b else [1]", DATA),
    ],
)
def test_arithmetic_with_a_list_works_on_each_of_its_numbers(text: str, result: tuple[float, ...]) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a ^ b", "write ** for a power"),
        ("a = b", "write == to compare"),
        ("a × b", "write * for times"),
        ("a − b", "write the hyphen"),
        ("x²", "write **2"),
        ("a ≤ b", "write <="),
        ("2a", "put a sign"),
        ("2 a", "missing sign or bracket"),
        ("1,000", "thousands as 1000"),
        ("{a}", "without braces"),
        ("a +", "missing sign or bracket"),
        ("(a", "missing sign or bracket"),
        ("a b", "missing sign or bracket"),
        ("007", "missing sign or bracket"),
        ("a\n+ b", "on one line"),
        ("a; b", "one value"),
        ("bb", "did you mean “b”"),
        ("mena(x)", "did you mean “mean”"),
        ("mean", "write mean( )"),
        ("a(3)", "is not a function"),
        ("(1)(2)", "write * for times"),
        ("min()", "needs something"),
        ("sqrt(1, 2)", "needs one argument"),
        ("dot(x)", "needs 2 arguments"),
        ("round(1, 2, 3)", "needs 1 or 2 arguments"),
        ("[]", "at least one number"),
        ("a / zero", "divides by zero"),
        ("a // zero", "divides by zero"),
        ("a % zero", "divides by zero"),
        ("zero ** -1", "no such power"),
        ("(-8) ** 0.5", "no such power"),
        ("sqrt(-1)", "no square root"),
        ("ln(0)", "logarithm"),
        ("stdev(1)", "two numbers"),
        ("mode(1, 2)", "several numbers"),
        ("x[5]", "from 0 to 4"),
        ("x[-1]", "from 0 to 4"),
        ("x[0.5]", "whole number"),
        ("x[1e9]", "from 0 to 4"),
        ("a[0]", "where a list belongs"),
        ("cumulative(a)", "where a list belongs"),
        ("x + [1, 2]", "differ in length"),
        ("[x, 1]", "a list stands"),
        ("x < 1", "a list stands"),
        ("(a > b) + 1", "write 1 if"),
        ("a and b", "where a condition belongs"),
        ("1 if a else 2", "where a condition belongs"),
        ("not a", "where a condition belongs"),
        ("normal_quantile(0)", "between 0 and 1"),
        ("normal_quantile(1)", "between 0 and 1"),
        ("comb(171, 2)", "from 0 to 170"),
        ("comb(10, 2.5)", "whole number"),
        ("factorial(171)", "from 0 to 170"),
        ("factorial(-1)", "from 0 to 170"),
        ("factorial(20)", "below 10¹⁵"),
        ("comb(170, 85)", "below 10¹⁵"),
        ("round(1, 99)", "from -12 to 12"),
    ],
)
def test_what_has_no_value_says_why(text: str, words: str) -> None:
    assert words in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "9.0**9**9**9",
        "1e308 * 10",
        "1e999",
        "9" * 400,
        "10**15 * 10",
        "exp(1000)",
        "exp(700) * exp(700) - exp(700) * exp(700)",
        "factorial(170) * factorial(170)",
        "(" * 240 + "1" + ")" * 240,
        "[" * 200 + "1" + "]" * 200,
        "-" * 450 + "1",
        "not " * 100 + "flag",
        "x" + "[0]" * 150,
        "abs(" * 90 + "1" + ")" * 90,
        "1" + "-(1" * 100 + ")" * 100,
        "1" + "+1/(1" * 60 + ")" * 60,
        "[1][" * 60 + "0" + "]" * 60,
        "1" * 501,
        "[" + "1," * 240 + "1]",
        "sum([" + ",".join(["1"] * 150) + "], [" + ",".join(["1"] * 60) + "])",
        "sum(x for x in x)",
        "[i for i in x]",
        "sum(*x)",
        "round(ndigits=2)",
        "a.real",
        "x.__class__",
        "(1).__class__",
        "__import__",
        "_a",
        "a if (b := 3) else 1",
        "lambda: 1",
        "f'{a}'",
        "'a' * 10**9",
        '"a"',
        "b'a'",
        "x[0:2]",
        "x[0, 1]",
        "x[...]",
        "{1, 2}",
        "{}",
        "(1, 2)",
        "()",
        "a is b",
        "a in x",
        "a not in x",
        "~1",
        "1 << 100",
        "a & b",
        "a | b",
        "x @ x",
        "True",
        "None",
        "1j",
        "0x10",
        "1_000",
        "await a",
        "(yield a)",
        "print(a)",
        "eval(a)",
        "open(a)",
        "getattr(a, b)",
        "sum.x",
        "а + 1",  # a Cyrillic letter
        "ａ + 1",  # a full-width letter that Python would take for a
        "ſum(x)",  # a long s that Python would take for s
        "a\u00a0+ 1",
        "a\x00",
        "a #b",
        "a\\\n+ 1",
        "\ud800",
        "import os",
        "a = 1",
        "del a",
        "*x",
        "**x",
    ],
)  # fmt: skip
def test_an_attack_is_refused_at_once(text: str) -> None:
    before = time.perf_counter()
    with pytest.raises(ExpressionMistake):
        value(text)
    # A millisecond of work; a bound that is missing would let it run for minutes.
    assert time.perf_counter() - before < 10


WORDS = ("a", "b", "x", "zero", "flag", "1", "2.5", "1e9", "9", "+", "-", "*", "/", "//", "%", "**", "(", ")", "[", "]",
         ",", "<", "==", "and", "or", "not", "if", "else", "for", "in", "is", "lambda", ".", ":=", *FUNCTION_NAMES)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
@example("a" * LONGEST_TEXT)
@example("0 if 1else 2")
@example("1if flag else 2")
@example("1or 2")
def test_any_text_gives_a_value_or_a_sentence(text: str) -> None:
    try:
        found = value(text)
    except ExpressionMistake:
        return
    numbers = found if isinstance(found, tuple) else (found,)
    assert all(isinstance(number, float | bool) and abs(number) <= 1e15 for number in numbers)


@st.composite
def formulas(draw: st.DrawFn, depth: int = 4) -> tuple[str, Fraction | None]:
    """A formula of whole numbers, and what it gives in exact fractions, or None where it divides by zero."""
    if depth == 0 or draw(st.booleans()):
        number = draw(st.integers(0, 20))
        return str(number), Fraction(number)
    (left, first), (right, second) = draw(formulas(depth - 1)), draw(formulas(depth - 1))
    sign = draw(st.sampled_from("+-*/"))
    if first is None or second is None or (sign == "/" and second == 0):
        return f"({left}){sign}({right})", None
    result = {"+": first + second, "-": first - second, "*": first * second}.get(sign)
    return f"({left}){sign}({right})", first / second if result is None else result


@given(formulas())
def test_formulas_give_what_exact_fractions_give(formula: tuple[str, Fraction | None]) -> None:
    text, exact = formula
    if exact is None:
        with pytest.raises(ExpressionMistake, match=r"divides by zero|becomes too large"):
            value(text)
    else:
        assert value(text) == pytest.approx(float(exact), rel=1e-6, abs=1e-6)


@given(st.lists(st.integers(-1000, 1000).map(lambda whole: whole / 10), min_size=2, max_size=50))
def test_statistics_agree_with_the_standard_library(data: list[float]) -> None:
    names: dict[str, Value] = {"x": tuple(data)}

    for name in ("mean", "median", "stdev", "pstdev", "variance", "pvariance"):
        assert value(f"{name}(x)", names) == pytest.approx(getattr(statistics, name)(data), rel=1e-9, abs=1e-9)
    if len(statistics.multimode(data)) == 1:
        assert value("mode(x)", names) == statistics.mode(data)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_halves_are_rounded_away_from_zero(whole: int, decimals: int) -> None:
    number = (whole + 0.5) / 10**decimals

    expected = math.copysign((abs(2 * whole + 1) + 1) // 2 / 10**decimals, 2 * whole + 1)
    assert round_half_up(number, decimals) == expected


@given(st.floats(-1e12, 1e12))
def test_what_is_seen_differs_only_by_noise(number: float) -> None:
    assert as_seen(number) == pytest.approx(number, rel=1e-12)
    assert as_seen(as_seen(number)) == as_seen(number)


@given(st.floats(0.0001, 0.9999))
def test_the_normal_quantile_undoes_the_normal_distribution(share: float) -> None:
    names: dict[str, Value] = {"p": share}

    assert value("normal_cdf(normal_quantile(p))", names) == pytest.approx(share, abs=1e-12)
    assert value("normal_quantile(p)", names) == pytest.approx(statistics.NormalDist().inv_cdf(share), abs=1e-8)


def test_an_expression_knows_which_names_it_needs() -> None:
    expression = parse("a * x[0] + sum([1, 2, 3])", ["a", "b", "x"])

    assert isinstance(expression, Expression)
    assert expression.names == {"a", "x"}
    assert expression.longest_list == 3
    with pytest.raises(ExpressionMistake, match="“x” has none"):
        expression.value({"a": 1.0})


def test_only_names_of_the_note_are_known() -> None:
    with pytest.raises(ExpressionMistake, match="no parameter or value “a”"):
        parse("a", [])


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("+".join("1" * 250), 250),
        ("1" + "-1" * 249, -248),
        ("*".join("1" * 250), 1),
        ("1" + "*2/2" * 120, 1),
        ("2*a" + "+1*a" * 100, 204),
        ("[1, 2][1]" + "+[3, 4]" * 60, (182, 242)),
    ],
)
def test_a_sum_or_product_of_many_parts_is_no_nesting(text: str, result: float | tuple[float, ...]) -> None:
    assert parse(text, ["a"]).value({"a": 2.0}) == result


@pytest.mark.parametrize("name", ["a", "A1", "x_bar", "sigma_within", "a" * 40])
def test_plain_names_are_taken(name: str) -> None:
    assert check_name(name) == ""


@pytest.mark.parametrize("name", ["", "1a", "_a", "a-b", "é", "a" * 41, "if", "lambda", "mean", "answer", "a\n"])
def test_other_names_are_refused(name: str) -> None:
    assert check_name(name) != ""


ENDLESS = "1e15**20*1e15**20"


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        f"a + 0*round({ENDLESS},2)",
        f"sum([{ENDLESS},-{ENDLESS}])+a",
        f"mean([{ENDLESS},-{ENDLESS}])+a",
        f"a+({ENDLESS}-{ENDLESS})//1",
        f"a+({ENDLESS}-{ENDLESS})%1",
        f"floor({ENDLESS}-{ENDLESS})",
        f"ceil({ENDLESS}-{ENDLESS})",
        f"1 if {ENDLESS} > {ENDLESS} else 2",
        "1 / (x * 1e15**20 * 1e15**20)[0]",
        "cumulative([1e15**20*1e6, -1e15**20*1e6])[1] + product([1e15**15, 1e15**15])",
        "dot([1e15**15, 1e15**15], [1e15**15, -1e15**15])",
        "stdev([1e15**15, -1e15**15])",
        "median([exp(709), exp(709)])",
    ],
)
def test_a_step_that_becomes_endless_is_told_as_too_large(text: str) -> None:
    assert "too large" in refusal(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a + round(a*1e15**2, -2)/1e15/1e15", 14),
        ("round(factorial(170), -12) / factorial(170)", 1),
        ("round(factorial(170), 12) / factorial(170)", 1),
        ("floor(factorial(170)) / factorial(169)", 170),
    ],
)
def test_large_steps_on_the_way_to_a_small_result_are_calculated(text: str, result: float) -> None:
    assert value(text) == pytest.approx(result, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("broken", [ValueError("math domain error"), ArithmeticError(), InvalidOperation()])
def test_a_number_that_no_step_has_foreseen_gives_a_sentence(broken: Exception) -> None:
    def fail(names: object) -> Value:
        raise broken

    with pytest.raises(ExpressionMistake, match="“a” cannot be calculated with these numbers"):
        Expression("a", fail, frozenset(), 1, 1).value({})


@given(st.lists(st.sampled_from(["a", "x", "1e15", "0.1", "0", "7"]), min_size=2, max_size=6), st.data())
def test_no_formula_of_large_numbers_ends_in_anything_but_a_value_or_a_sentence(
    parts: list[str], data: st.DataObject
) -> None:
    text = parts[0]
    for part in parts[1:]:
        sign = data.draw(st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]))
        text = data.draw(
            st.sampled_from([f"({text}){sign}{part}", f"{part}{sign}({text})", f"({text})**20*({text})**20"])
        )
        function = data.draw(st.sampled_from(["", *FUNCTION_NAMES]))
        text = f"{function}({text})" if function else text
    sentence, found = "", None
    try:
        found = parse(text, NAMES).value(NAMES)
    except ExpressionMistake as mistake:
        sentence = mistake.sentence
    if found is None:
        assert sentence.endswith(".")
        assert ": ." not in sentence
    else:
        assert all(abs(number) <= 1e15 for number in (found if isinstance(found, tuple) else (found,)))


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [
        (12345678901234.5, 0, 12345678901235),
        (123456789012345.5, 0, 123456789012346),
        (-12345678901234.5, 0, -12345678901235),
        (12345678901234.4, 0, 12345678901234),
        (1234567890123.5, 0, 1234567890124),
        (12345678901.235, 2, 12345678901.24),
        (1234567890.1235, 3, 1234567890.124),
        (2.0**53, 0, 2.0**53),
        (2.0**53 - 1, 2, 2.0**53 - 1),
        (2.0**53 - 1, -1, 9007199254740990),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.285 * 100, 0, 29),
        (12345.6 * 1.1, 12, 13580.16),
        (0.1 + 0.2, 12, 0.3),
        (1e300, -2, 1e300),
    ],
)
def test_rounding_keeps_the_digits_that_a_number_has(number: float, decimals: int, rounded: float) -> None:
    assert round_half_up(number, decimals) == rounded


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("floor(12345678901234.5)", 12345678901234),
        ("12345678901234.5 // 1", 12345678901234),
        ("12345678901234.5 % 1", 0.5),
        ("1 if 12345678901234.5 > 12345678901233.5 else 0", 1),
        ("ceil(1234567890123.25)", 1234567890124),
        ("floor(12345678901233.998)", 12345678901234),
    ],
)
def test_large_numbers_are_not_taken_for_their_neighbors(text: str, result: float) -> None:
    assert value(text) == result


@given(st.integers(-(2**53), 2**53), st.integers(0, 12))
def test_whole_numbers_are_exact(whole: int, decimals: int) -> None:
    assert as_seen(float(whole)) == round_half_up(float(whole), decimals) == whole


@given(st.integers(0, 10**14 - 1), st.sampled_from([-1, 1]))
def test_halves_of_large_numbers_are_rounded_away_from_zero(whole: int, sign: int) -> None:
    assert round_half_up(sign * (whole + 0.5)) == sign * (whole + 1)


@given(st.floats(-1e15, 1e15))
def test_what_is_seen_stays_what_is_seen(number: float) -> None:
    assert as_seen(as_seen(number)) == as_seen(number)
    assert abs(as_seen(number) - number) <= min(max(abs(number) * 5e-13, 5e-324), 0.07)


NEAR = st.one_of(
    st.floats(-1e15, 1e15),
    st.builds(lambda whole, noise: float(whole) * (1 + noise * 2.0**-53), st.integers(-(10**14), 10**14), st.integers(-60, 60)),
    st.builds(lambda whole, parts, noise: whole / 10**parts * (1 + noise * 1e-13), st.integers(-(10**9), 10**9), st.integers(0, 9),
              st.integers(-40, 40)),
)  # fmt: skip


@given(NEAR, NEAR, st.integers(-40, 40))
def test_numbers_are_compared_and_floored_by_what_is_seen(number: float, other: float, noise: int) -> None:
    for second in (other, number, number * (1 + noise * 1e-13), math.nextafter(number, math.inf)):
        names: dict[str, Value] = {"a": number, "b": second}
        assert value("a < b", names) is (as_seen(number) < as_seen(second))
        assert value("a == b", names) is (as_seen(number) == as_seen(second))
        assert value("a >= b", names) is (as_seen(number) >= as_seen(second))
    assert value("floor(a)", {"a": number}) == math.floor(as_seen(number))
