from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exhibit_distributions import accepted
from studyapp.domain.exhibit_rules import DATA_RULES
from studyapp.domain.exhibits import CHARTS, Exhibit, ExhibitMistake, check_exhibit, exhibit, exhibit_texts
from studyapp.domain.network_times import in_order, task_times
from studyapp.domain.number_text import needed_decimals, number_text

CONTROL = {
    "chart": "control", "title": "Shafts", "points": [24.5, 24.9, 24.3, 25.5], "center": 24.6, "upper": 25.2924,
    "lower": 23.9076, "limits": "answer",
}  # fmt: skip
TASKS = [
    {"name": "A", "duration": 3},
    {"name": "B", "duration": 4, "after": ["A"]},
    {"name": "C", "duration": 2, "after": ["A"]},
    {"name": "D", "duration": 5, "after": ["B", "C"]},
    {"name": "E", "duration": 1, "after": ["C"]},
]
SOUND: dict[str, dict[str, Any]] = {
    "control": CONTROL,
    "histogram": {"data": [1, 2, 2, 3, 3, 3, 4, 4, 5], "upper_spec": 6},
    "pareto": {"names": ["Late", "Other", "Wrong"], "counts": [5, 9, 6]},
    "scatter": {"x": [1, 2, 3], "y": [2, 4, 7]},
    "network": {"tasks": TASKS},
    "bathtub": {"marker": 50},
    "oc": {"n": 50, "c": 1},
    "gantt": {"tasks": TASKS, "today": 4},
    "cause-effect": {"effect": "Late", "categories": [{"name": "People", "causes": ["New"]}, {"name": "Methods"}]},
    "matrix": {"columns": ["Q1", "Q2"], "rows": ["Sales"], "cells": [[1, "two"]]},
}


def spec(chart: str, **fields: Any) -> dict[str, Any]:
    return {"chart": chart, "title": "Title", **SOUND[chart], **fields}


def mistakes(chart: str, **fields: Any) -> dict[str, str]:
    return dict(check_exhibit(spec(chart, **fields), ()))


def drawn(chart: str, answered: bool = True, **fields: Any) -> Exhibit:
    table = {name: value for name, value in spec(chart, **fields).items() if value is not None}
    assert list(check_exhibit(table, ())) == []
    return exhibit(table, {}, answered)


def test_every_chart_has_rules_and_a_sound_example_of_it_has_no_mistakes() -> None:
    assert tuple(DATA_RULES) == CHARTS == tuple(SOUND)
    for chart in CHARTS:
        assert mistakes(chart) == {}, chart
        for answered in (False, True):
            words = drawn(chart, answered).alternative
            assert "Title" in words or "Shafts" in words
            assert words.endswith(".")


def test_a_chart_that_does_not_exist_is_named_with_the_nearest_one() -> None:
    assert dict(check_exhibit({"chart": "contrl", "title": "T"}, ())) == {
        "chart": "There is no such chart: did you mean “control”?"
    }
    assert "name one of control, histogram" in dict(check_exhibit({"title": "T"}, ()))["chart"]
    assert "chart" in dict(check_exhibit({"chart": ["control"], "title": "T"}, ()))


@pytest.mark.parametrize(
    ("chart", "fields", "field", "part"),
    [
        ("control", {"points": []}, "points", "1 to 60 entries; there are 0"),
        ("control", {"points": [1] * 61}, "points", "there are 61"),
        ("control", {"points": [1, "2 +"]}, "points[2]", "not a formula"),
        ("control", {"points": [1, True]}, "points[2]", "a number or an expression"),
        ("control", {"points": [1, math.inf]}, "points[2]", "too large"),
        ("control", {"points": [1, 10**400]}, "points[2]", "too large"),
        ("control", {"points": [1, math.nan]}, "points[2]", "too large"),
        ("control", {"points": "1 / 0"}, "points", "zero"),
        ("control", {"points": "1 < 2"}, "points", "true or false"),
        ("control", {"points": ["[1, 2]"]}, "points[1]", "a list where one number is wanted"),
        ("control", {"upper": [1, 2]}, "upper", "4 points and 2 limits"),
        ("control", {"limits": "later"}, "limits", "one of always, answer, never"),
        ("control", {"uper": 3}, "uper", "did you mean “upper”?"),
        ("control", {"marked": [5], "marks": "always"}, "marked[1]", "no point 5; there are 1 to 4"),
        ("control", {"marked": [1.5]}, "marked[1]", "whole"),
        ("control", {"title": "x" * 121}, "title", "Shorten"),
        ("control", {"title": ""}, "title", "empty"),
        ("histogram", {"counts": [1]}, "data", "either data, or counts"),
        ("histogram", {"edges": [1, 1, 5]}, "edges", "ascend"),
        ("histogram", {"edges": [0, 1, 5]}, "edges", "equally wide"),
        ("histogram", {"edges": [0, 2, 4]}, "edges", "value 5 lies outside"),
        ("pareto", {"counts": [1, 2]}, "counts", "3 entries in names and 2 in counts"),
        ("pareto", {"counts": [0, 0, 0]}, "counts", "nothing to draw"),
        ("pareto", {"counts": [1, -1, 0]}, "counts[2]", "0 or more"),
        ("pareto", {"names": ["A", "A", "B"]}, "names[2]", "twice"),
        ("scatter", {"x": [1, 1, 1], "fit": "answer"}, "fit", "no line can be fitted"),
        ("scatter", {"y": [1, 1, 1], "correlation": "answer"}, "correlation", "no correlation"),
        ("network", {"tasks": [{"name": "A", "duration": 1, "after": ["B"]}]}, "tasks[1].after", "no task “B”"),
        ("network", {"tasks": [{"name": "A"}]}, "tasks[1].duration", "missing"),
        ("network", {"tasks": ["A"]}, "tasks[1]", "must be a table"),
        ("network", {"tasks": [{"name": "A", "duration": -1}]}, "tasks[1].duration", "0 to 1,000,000; it is −1"),
        (
            "network",
            {"tasks": [{"name": "A", "duration": 1, "after": ["B"]}, {"name": "B", "duration": 1, "after": ["A"]}]},
            "tasks",
            "wait for each other: A, B",
        ),
        ("bathtub", {"marker": 101}, "marker", "0 to 100"),
        ("bathtub", {"phases": ["A", "B"]}, "phases", "3 entries"),
        ("oc", {"p": [1, 2], "pa": [1, 0]}, "n", "either n and c, or p and pa"),
        ("oc", {"n": [50, 60, 70], "c": [1, 2]}, "c", "3 sample sizes and 2"),
        ("oc", {"n": 3000}, "n", "1 to 2000"),
        ("cause-effect", {"hidden": [3]}, "hidden[1]", "3 is none of them"),
        ("cause-effect", {"highlight": ["Old"]}, "highlight[1]", "no cause “Old”"),
        ("matrix", {"cells": [[1]]}, "cells[1]", "2 columns and 1 cells"),
        ("matrix", {"cells": [[1, 2], [3, 4]]}, "rows", "1 row names and 2 rows"),
        ("matrix", {"highlight": [[2, 1]]}, "highlight[1]", "no place 2, 1"),
        ("matrix", {"highlight": [[1]]}, "highlight[1]", "the row and the column"),
        ("matrix", {"total_row": "yes"}, "total_row", "true or false"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_field(chart: str, fields: dict[str, Any], field: str, part: str) -> None:
    assert part in mistakes(chart, **fields)[field]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"title": "Means", "points": [1, 2]}, "chart"),
        ({"chart": "controll", "title": "Means", "points": [1, 2]}, "chart"),
        ({"chart": "control", "points": [1, 2]}, "title"),
        ({"chart": "control", "title": "Means"}, "points"),
    ],
)
def test_an_exhibit_that_was_never_checked_is_refused_with_its_field(spec: dict[str, Any], field: str) -> None:
    with pytest.raises(ExhibitMistake, match=r"missing|no such chart") as refused:
        exhibit(spec, {}, answered=False)
    assert refused.value.field == field


def test_a_formula_may_use_the_names_of_its_note_only() -> None:
    table = spec("control", points="means", upper="mean(means) + a2 * rbar")
    assert list(check_exhibit(table, {"means", "a2", "rbar"})) == []
    assert set(dict(check_exhibit(table, {"means"}))) == {"upper"}
    shown = exhibit(table, {"means": (1.0, 2.0, 3.0), "a2": 0.5, "rbar": 2.0}, answered=True)
    assert shown.data["points"] == (1.0, 2.0, 3.0)
    assert shown.data["upper"] == (3.0, 3.0, 3.0)


def test_numbers_that_cannot_be_drawn_are_refused_when_they_are_drawn() -> None:
    table = spec("control", points="means")
    with pytest.raises(ExhibitMistake, match="61 numbers; 1 to 60"):
        exhibit(table, {"means": (1.0,) * 61}, answered=False)
    with pytest.raises(ExhibitMistake, match="too large"):
        exhibit(table, {"means": (1e13,)}, answered=False)


def test_texts_are_filled_and_listed_for_the_check_of_their_places() -> None:
    table = spec("matrix", title="Lot {lot}", cells=[["{a}", 2]], corner="{b}")
    assert dict(exhibit_texts(table)) == {
        "title": "Lot {lot}", "columns[1]": "Q1", "columns[2]": "Q2", "rows[1]": "Sales", "corner": "{b}",
        "cells[1][1]": "{a}",
    }  # fmt: skip
    shown = exhibit(table, {}, answered=False, fill=lambda text: text.replace("{a}", "12").replace("{lot}", "7"))
    assert shown.title == "Lot 7"
    assert shown.data["cells"] == (("12", 2.0),)
    assert dict(exhibit_texts(spec("network")))["tasks[2].after[1]"] == "A"


def test_what_belongs_to_the_answer_is_not_in_the_question() -> None:
    asked, answered = drawn("control", answered=False), drawn("control", answered=True)
    assert "upper" not in asked.data
    assert "outside" not in asked.data
    assert "25.29" not in asked.alternative
    assert "outside" not in asked.alternative
    assert "center line is at 24.60" in asked.alternative
    assert answered.data["outside"] == (3,)
    assert "The upper limit is at 25.29." in answered.alternative
    assert "Outside the limits is point 4." in answered.alternative
    assert asked.data["reserve"] == answered.data["reserve"]


def test_zones_do_not_tell_where_hidden_limits_are() -> None:
    assert "zone_lines" not in drawn("control", answered=False, zones="always").data
    zones = drawn("control", zones="always", center=0, upper=3, lower=-3).data["zone_lines"]
    assert [line[0] for line in zones] == [1, -1, 2, -2]


def test_an_own_description_stays_and_the_answer_is_added_to_it() -> None:
    assert drawn("control", answered=False, alt="Own words.").alternative == "Own words."
    answered = drawn("control", answered=True, alt="Own words.").alternative
    assert answered.startswith("Own words. Control chart: ")
    assert "25.29" in answered


def test_data_fall_into_round_bars_and_all_of_them_are_counted() -> None:
    data = drawn("histogram", bins=4).data
    assert data["edges"] == (1, 2, 3, 4, 5)
    assert data["counts"] == (1, 2, 3, 3)
    assert drawn("histogram", data=[7, 7, 7]).data["counts"] == (3,)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200), st.integers(1, 20))
def test_no_data_lose_a_value_in_their_bars(values: list[float], bins: int) -> None:
    data = exhibit({"chart": "histogram", "title": "T", "data": values, "bins": bins}, {}, answered=True).data
    assert sum(data["counts"]) == len(values)
    assert len(data["counts"]) <= 2 * bins + 2


def test_a_normal_curve_has_the_area_of_the_bars() -> None:
    data = drawn("histogram", normal="always", data=None, counts=[1, 6, 15, 20, 15, 6, 1], edges=list(range(8))).data
    curve = data["curve"]
    area = sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(curve))
    assert area == pytest.approx(64, rel=0.02)


def test_a_pareto_chart_sorts_itself_and_leaves_other_at_the_end() -> None:
    data = drawn("pareto").data
    assert data["names"] == ("Wrong", "Late", "Other")
    assert data["cumulative"] == pytest.approx((30, 55, 100))
    assert "cumulative" not in drawn("pareto", answered=False, line="answer").data


def test_a_line_is_fitted_by_least_squares() -> None:
    data = drawn("scatter", x=[1, 2, 3, 4], y=[2, 4, 5, 9], fit="answer", correlation="answer").data
    assert data["line"] == pytest.approx((-0.5, 2.2))
    assert data["r"] == pytest.approx(0.9647638)
    asked = drawn("scatter", answered=False, fit="answer", correlation="answer")
    assert not {"line", "r"} & set(asked.data)


def test_the_critical_path_of_a_project_is_found() -> None:
    tasks = {task["name"]: task for task in drawn("network").data["tasks"]}
    assert [name for name, task in tasks.items() if task["critical"]] == ["A", "B", "D"]
    assert {name: task["times"].slack for name, task in tasks.items()} == {"A": 0, "B": 0, "C": 2, "D": 0, "E": 6}
    assert tasks["D"]["critical_after"] == ("B",)
    asked = drawn("network", answered=False)
    assert not any(task["critical"] or task["times"] for task in asked.data["tasks"])
    assert "slack" not in asked.alternative
    words = drawn("network", unit="days").alternative
    assert "B takes 4 days, after A; earliest 3 to 7" in words
    assert "E takes 1 day, after C" in words
    assert "Critical: A, B and D." in words


def test_passes_forward_and_backward_give_early_and_late_times() -> None:
    after = {"A": (), "B": ("A",), "C": ("A",), "D": ("B", "C")}
    times = task_times({"A": 3.0, "B": 4.0, "C": 2.0, "D": 5.0}, after)
    assert (times["C"].early_start, times["C"].early_finish) == (3, 5)
    assert (times["C"].late_start, times["C"].late_finish) == (5, 7)
    assert times["D"].late_finish == 12
    assert in_order({"B": ("A",), "A": (), "C": ("C",)}) == ("A", "B")


def test_a_gantt_task_without_a_start_follows_those_it_waits_for() -> None:
    data = drawn("gantt").data
    assert [task["start"] for task in data["tasks"]] == [0, 3, 3, 7, 5]
    assert data["end"] == 12
    assert "D: from week 7 to 12." in drawn("gantt").alternative


@pytest.mark.parametrize(
    ("size", "number", "share", "chance"),
    [(50, 1, 0.02, 0.735771), (10, 0, 0.1, 0.348678), (20, 20, 0.5, 1), (5, 1, 1, 0), (5, 5, 1, 1), (2000, 50, 0.9, 0)],
)
def test_a_lot_is_accepted_with_the_binomial_probability(size: int, number: int, share: float, chance: float) -> None:
    assert accepted(size, number, share) == pytest.approx(chance, abs=1e-6)
    exact = sum(math.comb(size, found) * share**found * (1 - share) ** (size - found) for found in range(number + 1))
    assert accepted(size, number, share) == pytest.approx(exact, abs=1e-9)


def test_an_oc_curve_shows_its_marks_and_reads_off_with_the_answer() -> None:
    asked, answered = (drawn("oc", each, aql=1, ltpd=8, read=[3]) for each in (False, True))
    assert asked.data["marked"]["aql"] == pytest.approx((1, 0.910565), abs=1e-6)
    assert asked.data["readings"] == ()
    assert answered.data["readings"][0][1] == pytest.approx(0.555280, abs=1e-6)
    assert "Read off at 3%: 0.555." in answered.alternative
    through = drawn("oc", n=None, c=None, p=[4, 0, 2], pa=[0.4, 1, 0.8], read=[3])
    assert through.data["curves"] == (((0, 1), (2, 0.8), (4, 0.4)),)
    assert through.data["readings"] == ((3, pytest.approx(0.6)),)


def test_names_and_cells_that_are_asked_are_not_in_the_description() -> None:
    hidden = drawn("cause-effect", answered=False, hidden=[1])
    assert "People" not in hidden.alternative
    assert "People" in drawn("cause-effect", hidden=[1]).alternative
    asked = drawn("matrix", answered=False, hidden=[[1, 2]], highlight=[[1, 1]])
    assert asked.alternative == "Table: Title. Sales: Q1 1, Q2 asked."
    assert drawn("matrix", hidden=[[1, 2]], highlight=[[1, 1]]).alternative == (
        "Table: Title. Sales: Q1 1, Q2 two. Marked: Sales, Q1."
    )


def test_the_phases_of_a_bathtub_curve_are_named_when_they_may_be() -> None:
    asked = drawn("bathtub", answered=False, labels="answer", marker_label="Today")
    assert "Useful life" not in asked.alternative
    assert "A point (Today) marks a place where the curve is level." in asked.alternative
    assert "Early failures, Useful life and Wear-out" in drawn("bathtub").alternative


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(12500, None, "12,500"), (9999, None, "9999"), (-0.05, None, "−0.05"), (24.6, 2, "24.60"), (1 / 3, None, "0.333333"),
     (-0.001, 2, "0.00"), (0, None, "0"), (1e-10, None, "1e−10"), (1234567.8, None, "1,234,568")],
)  # fmt: skip
def test_numbers_are_written_for_people(value: float, decimals: int | None, text: str) -> None:
    assert number_text(value, decimals) == text


def test_decimals_are_as_many_as_the_numbers_need() -> None:
    assert needed_decimals((24.5, 24.55, 3.0)) == 2
    assert needed_decimals((1 / 3,), 3) == 3
    assert needed_decimals(()) == 0


@given(st.sampled_from(CHARTS), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "causes", "after"]), inner), max_leaves=6,
), st.data())  # fmt: skip
def test_nothing_a_deck_may_say_breaks_the_check(chart: str, value: object, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["title", "alt", *(rule.name for rule in DATA_RULES[chart])]))
    for field, sentence in check_exhibit(spec(chart, **{name: value}), ()):
        assert isinstance(field, str)
        assert sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(800 + 0.577 * 15, 2, "808.66"), (2.675, 2, "2.68"), (-0.5, 0, "−1"), (12500.0, None, "12,500"), (3, 1, "3.0")],
)
def test_numbers_are_rounded_as_the_question_rounds_them(value: float, decimals: int | None, text: str) -> None:
    assert number_text(value, decimals) == text
