"""The numeric templates of the shipped deck: each answer worked out anew, and what makes a fair question of it."""

from __future__ import annotations

import functools
import importlib
import math
import statistics
import tomllib
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from studyapp.domain import numeric
from studyapp.domain.expression import parse, round_half_up
from studyapp.domain.number_places import NumberedText, written
from studyapp.domain.number_reading import read_number
from studyapp.domain.number_template import Draw
from studyapp.formats.exhibits import svg
from tests.decks.numeric_oracles_1 import CONSTANTS, western_electric
from tests.decks.numeric_oracles_2 import chance_of_acceptance, internal_rate_of_return, net_present_value

FOLDER = Path(__file__).parents[2] / "decks" / "cmqoe" / "cards"
SEEDS = range(500)
SHOWN_SEEDS = range(12)
_ABOUT = ("id", "kind", "leaf", "also", "level", "depth", "competencies", "tags", "source", "status", "prereq", "group",
          "difficulty", "mock_pool")  # fmt: skip

_modules = [
    importlib.import_module(f"tests.decks.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("numeric_oracles_*.py"))
]
ORACLES = {key: oracle for module in _modules for key, oracle in module.ORACLES.items()}
SIGNED = {key for module in _modules for key in module.SIGNED}


def _templates() -> dict[str, dict[str, Any]]:
    """Every numeric note of the deck by its id."""
    notes: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        if '\nkind = "numeric"' in text:
            notes |= {note["id"]: note for note in tomllib.loads(text)["note"] if note["kind"] == "numeric"}
    return notes


NOTES = _templates()
every_template = pytest.mark.parametrize("key", NOTES)


def fields(key: str) -> dict[str, Any]:
    return {name: value for name, value in NOTES[key].items() if name not in _ABOUT}


@functools.cache
def template(key: str) -> numeric._Note:
    return numeric._Note(fields(key))


@functools.cache
def drawn(key: str) -> list[tuple[Draw, tuple[numeric.NumericOption, ...]]]:
    """The numbers and the options of every seed."""
    return [template(key).drawn(seed) for seed in SEEDS]


@functools.cache
def questions(key: str) -> list[numeric.NumericQuestion]:
    return [numeric.numeric_question(fields(key), seed) for seed in SHOWN_SEEDS]


def test_every_template_is_worked_out_a_second_way_and_no_oracle_is_left_over() -> None:
    assert set(ORACLES) == set(NOTES)


@every_template
def test_a_template_has_no_mistakes(key: str) -> None:
    assert list(numeric.check_numeric(fields(key))) == []


@every_template
def test_the_answer_is_that_of_the_independent_computation(key: str) -> None:
    decimals = template(key).decimals
    for draw, options in drawn(key):
        right = float(ORACLES[key](draw.values))
        shown = round_half_up(draw.answer, decimals)
        assert abs(shown - right) <= 0.5 * 10.0**-decimals + 1e-9 * max(1, abs(right)), (
            dict(draw.values),
            shown,
            right,
        )
        assert [option.value for option in options if option.correct] == [shown]


@every_template
def test_options_are_three_to_five_apart_from_each_other_and_in_order(key: str) -> None:
    for _, options in drawn(key):
        values = [option.value for option in options]
        assert 3 <= len(options) <= 5
        assert values == sorted(set(values))
        assert len({option.text for option in options}) == len(options)
        assert all(math.isfinite(value) and (value >= 0 or key in SIGNED) for value in values)


def places(key: str) -> Counter[int]:
    return Counter([option.correct for option in options].index(True) for _, options in drawn(key))


@every_template
def test_the_place_of_the_answer_tells_nothing(key: str) -> None:
    assert max(places(key).values()) <= 0.6 * len(SEEDS), f"{places(key)}: add wrong paths on the other side."


def test_the_answer_is_about_as_often_in_each_of_four_places() -> None:
    pooled: Counter[int] = Counter()
    for key in NOTES:
        if not template(key).labels:
            pooled += places(key)
    assert set(pooled) == {0, 1, 2, 3}
    assert all(0.15 <= count / pooled.total() <= 0.35 for count in pooled.values()), pooled


@every_template
def test_at_least_three_wrong_paths_are_named_and_each_option_says_what_is_wrong_with_it(key: str) -> None:
    assert len(NOTES[key]["wrong"]) >= 3
    for question in questions(key):
        for option in question.options:
            assert option.correct or option.why
            assert not (option.correct and option.why)


@every_template
def test_the_numbers_of_the_question_are_shown_as_they_are_calculated_with(key: str) -> None:
    names = template(key).template.names
    text = NumberedText(NOTES[key]["front"], names)
    for draw, _ in drawn(key):

        def write(name: str, decimals: int | None, in_formula: bool, values: Mapping[str, Any] = draw.values) -> str:
            shown = written(values[name], template(key).template.decimals.get(name) if decimals is None else decimals)
            whole = isinstance(values[name], tuple)
            for number, text in zip(values[name], shown.split(", "), strict=True) if whole else [(values[name], shown)]:
                said = read_number(text)
                assert said is not None
                assert abs(said - number) <= 1e-9 * max(1, abs(number)), (name, number, text)
            return shown

        text.filled(write)


@every_template
def test_the_worked_solution_comes_to_the_answer(key: str) -> None:
    for question in questions(key):
        solution = question.solution.replace("{,}", ",").replace("-", "−")
        assert question.answer_text.replace("-", "−") in solution
        assert "{" not in solution.replace("\\frac{", "").split("$")[0]


@every_template
def test_the_exhibit_can_be_drawn_before_and_after_the_answer(key: str) -> None:
    for question in questions(key):
        assert (question.exhibit is None) == (question.exhibit_answer is None) == ("exhibit" not in NOTES[key])
        for exhibit in (question.exhibit, question.exhibit_answer):
            if exhibit is not None:
                assert exhibit.alternative
                for dark in (False, True):
                    ElementTree.fromstring(svg(exhibit, dark))


@every_template
def test_a_template_has_enough_different_questions(key: str) -> None:
    assert len({str(sorted(draw.values.items())) for draw, _ in drawn(key)}) >= 5


@every_template
def test_a_template_is_kept_for_daily_study_and_says_how_to_round(key: str) -> None:
    note = NOTES[key]
    assert not note.get("mock_pool", False)
    assert note["depth" if "depth" in note else "kind"] in ("numeric", "read", "stretch")
    if "labels" not in note and note["decimals"]:
        words = {1: "one decimal", 2: "two decimals", 3: "three decimals", 4: "four decimals"}
        assert words[note["decimals"]] in note["front"]


def test_a_third_of_the_templates_have_an_exhibit() -> None:
    assert sum("exhibit" in note for note in NOTES.values()) >= len(NOTES) / 3


# Values that were worked out by hand beforehand


@pytest.mark.parametrize(
    ("key", "numbers", "answer"),
    [
        ("n-sample-standard-deviation", {"pattern": 0, "factor": 1, "center": 5}, 3.0),
        ("n-cp", {"cp": 2, "sigma": 1, "lsl": 4, "share": 0.25}, 2.0),
        ("n-cpk", {"cpk": 1, "ratio": 3, "sigma": 1, "center": 13, "side": 1}, 1.0),
        ("n-dpmo", {"defects": 25, "units": 500, "opportunities": 10}, 5000),
        ("n-sigma-level", {"row": 6}, 6.0),
        ("n-oee", {"planned": 500, "ideal": 0.25, "availability": 0.9, "performance": 0.8, "quality": 0.95}, 68.4),
        ("n-takt-time", {"takt": 120, "demand": 225, "pause": 30}, 120),
        ("n-lead-time-little", {"days": 3, "rate": 40}, 3.0),
        ("n-npv-equal-savings", {"outlay": 10000, "flow": 4000, "rate": 10}, 2679),
        ("n-discounted-payback", {"outlay": 10000, "flow": 4000, "rate": 10}, 3.02),
        ("n-internal-rate-of-return", {"low": 21, "gap": 1, "a": 162, "b": 25}, 21.9),
        ("n-pert-mean", {"m": 7, "lo": 3, "hi": 9}, 8.0),
        ("n-pert-deviation", {"m": 7, "lo": 3, "span": 12}, 2.0),
        ("n-network-duration", {"a": 3, "b": 4, "c": 2, "d": 5, "e": 1}, 12),
        ("n-network-slack", {"a": 3, "b": 4, "c": 2, "d": 5, "e": 1}, 2),
        ("n-cost-variance", {"bac": 200, "done": 40, "pv": 100, "ac": 90}, -10),
        ("n-cost-performance-index", {"pv": 100, "ev": 80, "ac": 90}, 0.89),
        ("n-schedule-performance-index", {"bac": 200, "due": 50, "done": 40, "ac": 90}, 0.80),
        ("n-estimate-at-completion", {"bac": 200, "pv": 100, "ev": 80, "ac": 90}, 225),
        ("n-to-complete-index", {"bac": 200, "pv": 100, "ev": 80, "ac": 90}, 1.091),
        ("n-mtbf", {"mtbf": 190, "mttr": 10, "failures": 6, "units": 4}, 190),
        ("n-availability", {"mtbf": 190, "wait": 4, "repair": 6}, 95.0),
        ("n-acceptance-one-defective", {"n": 50, "percent": 2}, 0.736),
        ("n-average-outgoing-quality", {"lot": 1000, "n": 50, "percent": 2, "pa": 0.7358}, 1.398),
        ("n-average-total-inspection", {"lot": 1000, "n": 50, "pa": 0.7358}, 301),
        ("n-exponential-reliability", {"row": 1, "mtbf": 500}, 0.8187),
        ("n-series-reliability", {"r1": 0.95, "r2": 0.95, "r3": 0.95}, 0.8574),
        ("n-redundant-pumps", {"a": 0.95, "b": 0.9}, 0.9405),
        ("n-customer-lifetime-value", {"m": 200, "keep": 80, "rate": 10}, 533.33),
        ("n-net-promoter-score", {"people": 200, "ten": 40, "nine": 20, "middle": 25}, 45),
    ],
)  # fmt: skip
def test_a_template_gives_a_value_that_was_checked_beforehand(
    key: str, numbers: dict[str, float], answer: float
) -> None:
    fixed = {name: {"choices": [value]} for name, value in numbers.items()}
    assert set(fixed) == set(NOTES[key]["parameters"])
    assert numeric.numeric_question(fields(key) | {"parameters": fixed}, 1).answer == answer


@pytest.mark.parametrize(
    ("key", "numbers", "beside"),
    [
        ("n-discounted-payback", {"outlay": 10000, "flow": 4000, "rate": 10}, 2.5),  # without discounting
        ("n-network-slack", {"a": 3, "b": 4, "c": 2, "d": 5, "e": 1}, 6),  # of the last activity
        ("n-cost-variance", {"bac": 200, "done": 40, "pv": 100, "ac": 90}, -20),  # of the schedule
        ("n-estimate-at-completion", {"bac": 200, "pv": 100, "ev": 80, "ac": 90}, -25),  # the variance at completion
        ("n-mtbf", {"mtbf": 190, "mttr": 10, "failures": 6, "units": 4}, 10),  # the mean time to repair
        ("n-redundant-pumps", {"a": 0.95, "b": 0.9}, 0.99),  # of the pumps alone
    ],
)
def test_what_a_wrong_path_takes_for_the_answer_was_checked_beforehand_too(
    key: str, numbers: dict[str, float], beside: float
) -> None:
    fixed = {name: {"choices": [value]} for name, value in numbers.items()}
    question = numeric.numeric_question(fields(key) | {"parameters": fixed}, 1)
    assert beside in [path.value for path in question.wrong]


def test_the_independent_computations_agree_with_values_that_were_checked_beforehand() -> None:
    flows = [-10_000, 4_000, 4_000, 4_000, 4_000]
    assert internal_rate_of_return(flows) == pytest.approx(21.86, abs=0.005)
    assert net_present_value(Fraction(1, 10), [Fraction(flow) for flow in flows]) == pytest.approx(2679.46, abs=0.005)
    assert chance_of_acceptance(50, 1, Fraction(2, 100)) == pytest.approx(0.7358, abs=0.00005)


def test_the_language_of_formulas_agrees_with_checked_statistics() -> None:
    data = {"x": (2.0, 4.0, 4.0, 5.0, 10.0)}
    expected = {"mean(x)": 5, "median(x)": 4, "mode(x)": 4, "max(x) - min(x)": 8, "variance(x)": 9, "stdev(x)": 3,
                "pstdev(x)": math.sqrt(7.2)}  # fmt: skip
    for text, value in expected.items():
        assert parse(text, ["x"]).value(data) == pytest.approx(value)


def test_control_chart_constants_follow_from_the_normal_distribution() -> None:
    below = statistics.NormalDist().cdf
    step = 0.05
    grid = [below(-6 + step * place) for place in range(241)]
    for n, (d2, d3, c4, a2, a3, d_low, d_high, b_low, b_high) in CONSTANTS.items():
        mean = step * sum(1 - share**n - (1 - share) ** n for share in grid)
        square = 2 * step**2 * sum(
            (1 - high**n - (1 - low) ** n + (high - low) ** n) * (0.5 if low == high else 1)
            for place, low in enumerate(grid) for high in grid[place:]
        )  # fmt: skip
        spread = math.sqrt(square - mean**2)
        center = math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)
        rest = 3 * math.sqrt(1 - center**2) / center
        exact = (mean, spread, center, 3 / (mean * math.sqrt(n)), 3 / (center * math.sqrt(n)),
                 max(0, 1 - 3 * spread / mean), 1 + 3 * spread / mean, max(0, 1 - rest), 1 + rest)  # fmt: skip
        assert (d2, d3, c4, a2, a3, d_low, d_high, b_low, b_high) == pytest.approx(exact, abs=0.0015)


def test_the_second_reading_of_control_charts_knows_each_western_electric_rule() -> None:
    assert western_electric([0, 0.5, 3.1]) == 3
    assert western_electric([2.1, -0.5, 2.1]) == 3
    assert western_electric([2.1, -2.1, 0.5]) == 0
    assert western_electric([1.1, 1.1, -0.5, 1.1, 1.1]) == 5
    assert western_electric([0.1] * 7) == 0
    assert western_electric([-0.1] * 8) == 8
