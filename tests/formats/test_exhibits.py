from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.exhibits import CHARTS, check_exhibit, exhibit
from studyapp.formats.exhibits import svg
from studyapp.formats.exhibits.axes import Span, apart, roomy, tick_texts, ticks
from studyapp.formats.exhibits.canvas import DARK, LIGHT
from studyapp.formats.exhibits.lettering import fits_wrapped, fitted, text_width, wrapped
from studyapp.formats.exhibits.network_layout import network_layout

SPACE = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "desc", "rect", "line", "polyline", "polygon", "circle", "path", "text"}


def tasks(*rows: tuple[str, float, str]) -> list[dict[str, Any]]:
    return [{"name": name, "duration": duration, "after": list(after)} for name, duration, after in rows]


TEN = tasks(("A", 3, ""), ("B", 4, "A"), ("C", 2, "A"), ("D", 5, "B"), ("E", 1, "C"), ("F", 4, "C"), ("G", 6, "DE"),
            ("H", 2, "FA"), ("I", 3, "GH"), ("J", 1, "I"))  # fmt: skip
LONG = "A name that is rather long to be read"
EXAMPLES: list[dict[str, Any]] = [
    {"chart": "control", "points": [24.5, 24.9, 24.3, 25.4, 24.6], "center": 24.6, "upper": 25.29, "lower": 23.91,
     "limits": "answer", "zones": "answer", "marked": [2], "y_label": "Mean, mm"},
    {"chart": "control", "points": [0.04, 0.05, 0.09], "center": 0.05, "upper": [0.08, 0.09, 0.1], "lower": 0,
     "first": 21, "zones": "always"},
    {"chart": "control", "points": [index * 37% 61 * 1e7 for index in range(60)], "center": 3e8, "upper": 3.1e8},
    {"chart": "control", "points": [5]},
    {"chart": "control", "points": [5, 5, 5], "center": 5, "upper": 5, "lower": 5},
    {"chart": "histogram", "data": [1, 2, 2, 3, 3, 3, 4, 4, 5], "values": "always", "normal": "answer", "lower_spec": 0,
     "upper_spec": 6, "target": 3, "x_label": "Weight, g"},
    {"chart": "histogram", "counts": [1, 4, 9], "edges": [9.9, 10, 10.1, 10.2], "lower_spec": 10.01, "upper_spec": 10.02,
     "target": 10.015},
    {"chart": "histogram", "data": [7, 7]},
    {"chart": "histogram", "counts": [0, 0], "edges": [-1e12, 0, 1e12]},
    {"chart": "pareto", "names": ["Wrong size", "Damaged in transit", "Late", "Other"], "counts": [42, 88, 17, 30],
     "line": "answer"},
    {"chart": "pareto", "names": [f"{LONG} {number}" for number in range(20)], "counts": [10**min(number, 12) for number in range(20)]},
    {"chart": "pareto", "names": ["A"], "counts": [1], "line": "never"},
    {"chart": "scatter", "x": [180, 185, 190, 195], "y": [52, 53.5, 53, 55.2], "fit": "answer", "correlation": "answer",
     "x_label": "Temperature", "y_label": "Hardness"},
    {"chart": "scatter", "x": [1e-9], "y": [-1e12]},
    {"chart": "network", "tasks": TEN, "unit": "days"},
    {"chart": "network", "tasks": [{"name": f"Task number {number} of all", "duration": 1e6} for number in range(12)]},
    {"chart": "network", "tasks": [{"name": f"T{number}", "duration": 5, "after": [f"T{number - 1}"] if number else []}
                                   for number in range(12)], "times": "never"},
    {"chart": "bathtub", "marker": 50, "marker_label": "Today", "labels": "answer"},
    {"chart": "bathtub", "marker": 100, "marker_label": LONG},
    {"chart": "bathtub", "marker": 0, "marker_label": LONG, "phases": ["Infant mortality", "Random failures", "Wear-out"]},
    {"chart": "oc", "n": [50, 100, 50], "c": [1, 2, 0], "aql": 1, "ltpd": 8, "read": [3]},
    {"chart": "oc", "n": 1, "c": 0, "aql": 100, "highest": 100},
    {"chart": "oc", "p": [0, 0], "pa": [1, 1], "aql": 0},
    {"chart": "gantt", "tasks": [{"name": LONG, "duration": 2, "done": 100}, {"name": "B", "duration": 3, "after": [LONG]},
                                 {"name": "Go", "duration": 0, "after": ["B"]}], "today": 4, "links": "answer"},
    {"chart": "gantt", "tasks": [{"name": "Nothing", "duration": 0}]},
    {"chart": "cause-effect", "effect": LONG, "hidden": [2], "categories": [
        {"name": f"Category {number}", "causes": [f"{LONG} {cause}"[:40] for cause in range(6)]} for number in range(6)]},
    {"chart": "cause-effect", "effect": "Late", "categories": [{"name": "People"}, {"name": "Methods", "causes": ["No template"]},
                                                               {"name": "Machines"}], "highlight": ["No template"]},
    {"chart": "matrix", "columns": ["Q1", "Q2"], "rows": ["Sales", "Total"], "cells": [[1, 2.5], [12500, "380"]],
     "total_row": True, "total_column": True, "hidden": [[2, 2]], "highlight": [[1, 1]]},
    {"chart": "matrix", "columns": [f"Column {number}" for number in range(12)], "rows": [LONG] * 12,
     "cells": [[row * column * 12345 for column in range(12)] for row in range(12)]},
    {"chart": "matrix", "columns": ["A"], "cells": [[""]]},
]  # fmt: skip
NAMED = [pytest.param({"title": "A title of usual length", **each}, id=f"{each['chart']}-{number}")
         for number, each in enumerate(EXAMPLES)]  # fmt: skip


def drawing(
    spec: dict[str, Any], *, answered: bool = True, dark: bool = False, width: int = 616
) -> ElementTree.Element:
    assert list(check_exhibit(spec, ())) == []
    return ElementTree.fromstring(svg(exhibit(spec, {}, answered), dark, width))


def texts(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return list(picture.iter(f"{SPACE}text"))


def box(text: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text, by its own size and the width that is reckoned with."""
    size = float(text.get("font-size", 0))
    width = text_width(text.text or "", size, int(text.get("font-weight", 400)))
    x, y = float(text.get("x", 0)), float(text.get("y", 0))
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
    return left, y - 0.73 * size, left + width, y + 0.05 * size


def test_the_examples_show_all_charts() -> None:
    assert {each["chart"] for each in EXAMPLES} == set(CHARTS)


@pytest.mark.parametrize("spec", NAMED)
@pytest.mark.parametrize("width", [320, 360, 616, 942])
@pytest.mark.parametrize("answered", [False, True])
def test_no_label_leaves_the_picture_or_covers_another(spec: dict[str, Any], width: int, answered: bool) -> None:
    picture = drawing(spec, answered=answered, width=width)
    right, bottom = float(picture.get("width", 0)), float(picture.get("height", 0))
    upright = [text for text in texts(picture) if not text.get("transform")]
    boxes = [(box(text), text.text) for text in upright]
    for (x0, y0, x1, y1), words in boxes:
        assert x0 >= 0, words
        assert y0 >= 0, words
        assert x1 <= right, words
        assert y1 <= bottom, words
    for (one, first), (other, second) in combinations(boxes, 2):
        apart_across = one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5
        assert apart_across or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5, (first, second)


@pytest.mark.parametrize("spec", NAMED)
def test_a_drawing_is_made_of_shapes_and_text_that_refer_to_nothing(spec: dict[str, Any]) -> None:
    for dark in (False, True):
        picture = drawing(spec, dark=dark)
        assert {element.tag.removeprefix(SPACE) for element in picture.iter()} <= SHAPES
        for element in picture.iter():
            for name, value in element.attrib.items():
                assert name != "style"
                assert "href" not in name
                assert "url" not in value
                assert "nan" not in value
                assert "inf" not in value
        colours = {element.get(name) for element in picture.iter() for name in ("fill", "stroke")} - {None, "none"}
        assert colours <= set((DARK if dark else LIGHT).values())


@pytest.mark.parametrize("spec", NAMED)
def test_shapes_stay_in_the_picture(spec: dict[str, Any]) -> None:
    picture = drawing(spec)
    right, bottom = float(picture.get("width", 0)), float(picture.get("height", 0))
    for element in picture.iter():
        points = [pair.split(",") for pair in element.get("points", "").split()]
        across = [float(x) for x, _ in points] + [float(element.get(name, 0)) for name in ("x", "x1", "x2", "cx")]
        down = [float(y) for _, y in points] + [float(element.get(name, 0)) for name in ("y", "y1", "y2", "cy")]
        assert 0 <= min(across) <= max(across) <= right
        assert 0 <= min(down) <= max(down) <= bottom


def test_title_and_description_are_part_of_the_picture() -> None:
    spec = {"chart": "pareto", "title": "Returns", "names": ["A", "B"], "counts": [3, 1]}
    picture = drawing(spec)
    assert picture.findtext(f"{SPACE}title") == "Returns"
    assert (picture.findtext(f"{SPACE}desc") or "").startswith("Pareto chart: Returns. Count, largest first: A 3; B 1.")


def test_text_of_a_hostile_deck_is_only_text() -> None:
    evil = '<script>&amp;"\' \x00\x08\ud800</text><a href="file:///">x</a>\u202e'
    spec = {"chart": "matrix", "title": evil, "columns": [evil], "rows": [evil], "cells": [[evil]], "corner": "]]>"}
    picture = drawing(spec)
    assert {element.tag.removeprefix(SPACE) for element in picture.iter()} <= SHAPES
    said = "".join(picture.itertext())
    assert "<script>&amp;" in said
    assert "\x00" not in said


def test_limits_are_drawn_dashed_with_their_values_only_with_the_answer() -> None:
    spec = {"title": "T", **EXAMPLES[0]}
    asked, answered = (drawing(spec, answered=each) for each in (False, True))
    words = [[text.text for text in texts(picture)] for picture in (asked, answered)]
    assert {"25.29", "23.91"}.isdisjoint(words[0])
    assert {"25.29", "24.60", "23.91"} <= set(words[1])
    assert "Point 4 lies outside the limits." in words[1]
    dashed = [len(list(picture.findall(f"{SPACE}polyline[@stroke-dasharray]"))) for picture in (asked, answered)]
    assert dashed == [0, 6]


def test_points_outside_the_limits_have_another_shape_and_color() -> None:
    picture = drawing({"title": "T", **EXAMPLES[0]})
    diamonds = picture.findall(f"{SPACE}polygon")
    assert [each.get("fill") for each in diamonds] == [LIGHT["again"]]
    assert len(picture.findall(f"{SPACE}circle[@fill='{LIGHT['accent']}']")) == 4


@pytest.mark.parametrize(
    "spec", [each for each in NAMED if each.id.split("-")[0] in ("control", "pareto", "network", "bathtub")]
)
def test_nothing_moves_when_the_answer_appears(spec: dict[str, Any]) -> None:
    for width in (360, 616):
        places = []
        for answered in (False, True):
            picture = drawing(spec, answered=answered, width=width)
            places.append(
                {(text.text, text.get("x"), text.get("y")) for text in texts(picture) if not text.get("transform")}
            )
        lost = {words for words, _, _ in places[0] - places[1]}
        # A network box has room for the times that the answer writes into it.
        assert not lost


def test_a_critical_path_is_thicker_and_named() -> None:
    picture = drawing({"title": "T", "chart": "network", "tasks": TEN})
    thick = picture.findall(f"{SPACE}rect[@stroke-width='2.5']")
    assert len(thick) == 6
    assert "Critical path A → B → D → G → I → J" in [text.text for text in texts(picture)]
    asked = drawing({"title": "T", "chart": "network", "tasks": TEN}, answered=False)
    assert not asked.findall(f"{SPACE}rect[@stroke-width='2.5']")


def test_a_network_has_its_tasks_behind_those_they_wait_for_and_no_needless_crossing() -> None:
    after = {task["name"]: task["after"] for task in TEN}
    layout = network_layout(after, list(after))
    for name, waits in after.items():
        assert all(layout.places[each][0] < layout.places[name][0] for each in waits)
    assert len(set(layout.places.values())) == len(TEN)
    lines = [
        [layout.places[each], *layout.ways[each, name], layout.places[name]]
        for name, waits in after.items()
        for each in waits
    ]
    steps = [(a, b) for line in lines for a, b in pairwise(line)]
    assert not [pair for pair in combinations(steps, 2) if _cross(*pair)]


def _cross(one: tuple[tuple[int, float], ...], other: tuple[tuple[int, float], ...]) -> bool:
    (a, b), (c, d) = one, other
    return a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0


@given(st.floats(-1e12, 1e12), st.floats(0, 1e12), st.integers(1, 12))
def test_ticks_are_round_few_and_inside(low: float, size: float, most: int) -> None:
    span = roomy(low, low + size)
    values = ticks(span, most)
    assert len(values) <= most + 1
    margin = (span.high - span.low) * 1e-6
    assert all(span.low - margin <= value <= span.high + margin for value in values)
    if len(values) > 1:
        step = values[1] - values[0]
        leading = step / 10 ** math.floor(math.log10(step) + 1e-9)
        assert min(abs(leading - each) for each in (1, 2, 2.5, 5, 10)) < 1e-3
        assert len(set(tick_texts(values))) == len(values)


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (Span(23.7, 25.5), ["24.0", "24.5", "25.0", "25.5"]),
        (Span(0, 1), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (Span(-1.2e7, 1.2e7), ["−10M", "−5M", "0", "5M", "10M"]),
        (Span(0, 1.1e-7), ["0", "2e−08", "4e−08", "6e−08", "8e−08", "1e−07"]),
    ],
)
def test_ticks_are_written_with_the_decimals_of_their_step(span: Span, written: list[str]) -> None:
    assert tick_texts(ticks(span, 6)) == written


def test_labels_are_moved_apart_no_further_than_needed() -> None:
    assert apart([10, 50], 15, 0, 100) == [10, 50]
    low, high = apart([50, 52], 15, 0, 100)
    assert (high - low, (low + high) / 2) == (pytest.approx(15, abs=0.1), pytest.approx(51))
    assert apart([0, 0], 15, 0, 100)[1] == pytest.approx(15, abs=0.2)


def test_text_is_broken_between_words_and_cut_with_an_ellipsis() -> None:
    assert wrapped("one two three", 1000, 12, 2) == ["one two three"]
    assert wrapped("one two three", text_width("one two", 12), 12, 3) == ["one two", "three"]
    assert wrapped("", 100, 12, 2) == []
    assert fitted("incomprehensible", 50, 12).endswith("…")
    assert text_width(fitted("incomprehensible", 50, 12), 12) <= 50
    assert fitted("wide", 1, 12) == ""
    assert fits_wrapped("one two", 100, 12, 1)
    assert not fits_wrapped("one two", 1, 12, 2)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=60),
    st.floats(-1e12, 1e12),
    st.floats(0, 1e12),
    st.sampled_from([320, 616]),
)
def test_any_numbers_can_be_drawn_as_a_control_chart(
    points: list[float], center: float, width: float, wide: int
) -> None:
    spec = {"chart": "control", "title": "T", "points": points, "center": center, "upper": min(1e12, center + width),
            "lower": max(-1e12, center - width), "zones": "always"}  # fmt: skip
    picture = drawing(spec, width=wide)
    assert len(picture.findall(f"{SPACE}circle")) + len(picture.findall(f"{SPACE}polygon")) == len(points)
