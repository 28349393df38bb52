"""What an accepted exhibit may cost to draw, and that extreme numbers do not stop it. Work is counted, so that a busy
computer changes nothing: one step of the interpreter takes 10 to 15 ns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.exhibit_rules import DATA_RULES
from studyapp.domain.exhibits import Exhibit, ExhibitMistake, check_exhibit, exhibit
from studyapp.formats.exhibits import lettering, matrix, svg
from studyapp.formats.exhibits.network_layout import network_layout

MOST_STEPS = 2_200_000
NARROW = ".".join(["i l"] * 20)[:60]
WORDS = ("a bc " * 500)[:2000]
WIDE = "Ẅ" * 2000

HOSTILE: dict[str, dict[str, Any]] = {
    "network, all after all": {"chart": "network", "unit": WIDE[:20], "tasks": [
        {"name": f"{number} {WORDS}"[:24], "duration": 999_999.37, "after": [f"{before} {WORDS}"[:24] for before in range(number)]}
        for number in range(12)]},
    "network, all after few": {"chart": "network", "unit": WORDS[:20], "tasks": [
        {"name": f"{number} {WIDE}"[:24], "duration": number, "after": [f"{before} {WIDE}"[:24] for before in range(min(number, 6))]}
        for number in range(12)]},
    "network, side by side": {"chart": "network", "tasks": [
        {"name": f"{number} {WORDS}"[:24], "duration": 1, "after": [f"{before} {WORDS}"[:24] for before in range(number % 3, number, 3)]}
        for number in range(12)]},
    "matrix of short words": {"chart": "matrix", "corner": WORDS[:60], "columns": [f"{n} {WORDS}"[:60] for n in range(12)],
        "rows": [f"{n} {WORDS}"[:60] for n in range(12)], "cells": [[f"{r} {c} {WORDS}"[:60] for c in range(12)] for r in range(12)],
        "hidden": [[r, c] for r in range(1, 6) for c in range(1, 13)], "highlight": [[r, c] for r in range(13) for c in range(12)][:144],
        "highlights": "always", "total_row": True, "total_column": True},
    "matrix of narrow words": {"chart": "matrix", "columns": [f"{n} {NARROW}"[:60] for n in range(12)],
        "rows": [f"{n} {NARROW}"[:60] for n in range(12)], "cells": [[f"{r} {c} {NARROW}"[:60] for c in range(12)] for r in range(12)]},
    "matrix of growing words": {"chart": "matrix", "columns": [f"{n} a bb ccc dddd eeeee"[:60] for n in range(12)],
        "cells": [[f"{r} {c} " + "i l i l i l i l i l i l WWWWWW i l i l i l i l i l i l"[:54] for c in range(12)] for r in range(12)]},
    "matrix of numbers": {"chart": "matrix", "columns": [WIDE[:60]] * 12,
        "cells": [[1e12 - 1 / 7 - r * c for c in range(12)] for r in range(12)]},
    "cause and effect": {"chart": "cause-effect", "effect": WORDS[:60], "hidden": list(range(1, 9)), "categories": [
        {"name": f"{n} {WORDS}"[:30], "causes": [f"{n} {c} {WORDS}"[:40] for c in range(6)]} for n in range(8)],
        "highlight": [f"{n} {c} {WORDS}"[:40] for n in range(2) for c in range(6)], "highlights": "always"},
    "cause and effect, wide": {"chart": "cause-effect", "effect": WIDE[:60], "categories": [
        {"name": f"{n} {WIDE}"[:30], "causes": [f"{n} {c} {WIDE}"[:40] for c in range(6)]} for n in range(8)]},
    "pareto": {"chart": "pareto", "names": [f"{n} {WORDS}"[:40] for n in range(20)], "counts": [1e12 / 7 + n for n in range(20)],
        "y_label": WIDE[:60]},
    "pareto, wide": {"chart": "pareto", "names": [f"{n} {WIDE}"[:40] for n in range(20)], "counts": [1.0] * 20},
    "control": {"chart": "control", "points": [n * 1e11 / 7 for n in range(60)], "center": [n * 1e10 / 3 for n in range(60)],
        "upper": [n * 1e10 / 2 + 1 for n in range(60)], "lower": [n * 1e11 / 9 - 1 for n in range(60)], "zones": "always",
        "marked": list(range(1, 61)), "marks": "always", "decimals": 6, "x_label": WORDS[:60], "y_label": WIDE[:60]},
    "histogram": {"chart": "histogram", "data": [n * 1e10 / 7 for n in range(200)], "bins": 20, "normal": "always", "values": "always",
        "lower_spec": 1e9 / 7, "upper_spec": 2e9 / 7, "target": 1.5e9 / 7, "x_label": WIDE[:60]},
    "histogram of counts": {"chart": "histogram", "counts": [1e12 / 3] * 20, "edges": [n * 1e11 for n in range(-10, 11)],
        "normal": "always", "values": "always"},
    "scatter": {"chart": "scatter", "x": [n**2 * 1e8 / 7 for n in range(60)], "y": [n * 1e10 / 3 for n in range(60)], "fit": "always",
        "correlation": "always"},
    "sampling plans": {"chart": "oc", "n": [2000, 1999, 1998], "c": [50, 49, 48], "aql": 1, "ltpd": 2, "read": [0.5, 50, 100],
        "reading": "always"},
    "sampling plans read from points": {"chart": "oc", "p": [n * 100 / 60 for n in range(60)], "pa": [1 - n / 60 for n in range(60)],
        "aql": 1, "ltpd": 99},
    "gantt": {"chart": "gantt", "tasks": [{"name": f"{n} {WORDS}"[:40], "duration": 1e6 / 7, "done": 50,
        "after": [f"{before} {WORDS}"[:40] for before in range(n)]} for n in range(12)], "links": "always", "today": 1e6,
        "today_label": WIDE[:20], "unit": WIDE[:20]},
    "bathtub": {"chart": "bathtub", "marker": 99, "marker_label": WORDS[:40], "phases": [WIDE[:30]] * 3, "x_label": WIDE[:60]},
}  # fmt: skip
HEADED = {name: {"title": WORDS[:120], "alt": WORDS, **spec} for name, spec in HOSTILE.items()}


def steps(work: Callable[[], object]) -> int:
    """How many steps of the interpreter a piece of work takes."""
    count = 0

    def each(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return each

    for cached in (lettering._thousandths, matrix._tightest, matrix._is_numeric):
        cached.cache_clear()
    before = sys.gettrace()
    sys.settrace(each)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HEADED)
@pytest.mark.parametrize("width", [320, 616, 1200])
def test_any_accepted_exhibit_is_made_and_drawn_with_little_work(name: str, width: int) -> None:
    spec = HEADED[name]
    assert list(check_exhibit(spec, ())) == []
    made: list[Exhibit] = []

    assert steps(lambda: made.append(exhibit(spec, {}, True))) < MOST_STEPS
    assert steps(lambda: svg(made[0], False, width)) < MOST_STEPS


def test_the_work_of_a_network_grows_little_with_its_arrows() -> None:
    names = [f"T{number}" for number in range(12)]

    def work(size: int) -> int:
        after = {name: names[:number] for number, name in enumerate(names[:size])}
        return steps(lambda: network_layout(after, names[:size]))

    assert work(12) < 12 * work(6)


NUMBERS = st.sampled_from(
    [0.0, 5e-324, 1e-310, 1e-155, 1e-150, 1e-20, 1e-12, 0.1, 1.0, 1e6, 1e12 - 1, 1e12, -1e-310, -1e-155, -1.0, -1e12]
)
SHARES = st.sampled_from([0.0, 5e-324, 1e-310, 1e-155, 1e-12, 0.1, 1.0])
CHANCES = st.sampled_from([0.0, 5e-324, 1e-155, 0.01, 1.0, 99.999, 100.0])


def lists(numbers: st.SearchStrategy[float], least: int = 1, most: int = 8) -> st.SearchStrategy[list[float]]:
    return st.lists(numbers, min_size=least, max_size=most)


@st.composite
def extreme(draw: st.DrawFn) -> dict[str, Any]:
    """An exhibit of extreme numbers."""
    count = draw(st.integers(1, 8))
    always = {"limits": "always", "zones": "always", "normal": "always", "values": "always", "fit": "always",
              "correlation": "always", "line": "always", "reading": "always", "links": "always"}  # fmt: skip
    many, few = lists(NUMBERS, count, count), lists(SHARES | st.just(1e12), count, count)
    spec: dict[str, Any] = draw(st.sampled_from([
        {"chart": "control", "points": many, "center": NUMBERS, "upper": NUMBERS, "lower": many},
        {"chart": "histogram", "data": many, "bins": st.integers(1, 20).map(float), "target": NUMBERS},
        {"chart": "histogram", "data": many, "lower_spec": NUMBERS},
        {"chart": "histogram", "counts": few, "edges": lists(NUMBERS, count + 1, count + 1).map(sorted)},
        {"chart": "pareto", "names": st.just([str(number) for number in range(count)]), "counts": few},
        {"chart": "scatter", "x": many, "y": many},
        {"chart": "oc", "n": st.sampled_from([1.0, 2000.0]), "c": st.sampled_from([0.0, 50.0]), "read": lists(CHANCES, 1, 3),
         "aql": CHANCES, "highest": CHANCES},
        {"chart": "oc", "p": lists(CHANCES, 2, 2), "pa": lists(SHARES, 2, 2), "ltpd": CHANCES},
        {"chart": "gantt", "tasks": st.lists(st.fixed_dictionaries({"name": st.sampled_from("ABC"), "start": SHARES,
                                                                    "duration": SHARES}), min_size=1, max_size=3), "today": SHARES},
        {"chart": "network", "tasks": st.lists(st.fixed_dictionaries({"name": st.sampled_from("ABC"), "duration": SHARES}),
                                               min_size=1, max_size=3)},
        {"chart": "matrix", "columns": st.just(["c"]), "cells": lists(NUMBERS, 1, 12).map(lambda cells: [[cell] for cell in cells])},
        {"chart": "bathtub", "marker": CHANCES},
    ]))  # fmt: skip
    drawn = {name: value if isinstance(value, str) else draw(value) for name, value in spec.items()}
    rules = {rule.name for rule in DATA_RULES[spec["chart"]]}
    return {"title": "T", **drawn, **{name: when for name, when in always.items() if name in rules}}


@given(extreme(), st.sampled_from([320, 616]))
@settings(max_examples=400)
def test_extreme_numbers_are_refused_or_drawn(spec: dict[str, Any], width: int) -> None:
    if list(check_exhibit(spec, ())):
        return

    for answered in (False, True):
        picture = ElementTree.fromstring(svg(exhibit(spec, {}, answered), False, width))
        for shape in picture.iter():
            places = " ".join(value for name, value in shape.attrib.items() if name not in ("font-family", "d"))
            assert not {"nan", "inf", "-inf"} & set(places.replace(",", " ").split()), shape.attrib


def test_a_text_that_its_numbers_make_too_long_is_refused() -> None:
    spec = {"chart": "matrix", "title": "{p}" * 40, "columns": ["a"], "cells": [[1]]}

    with pytest.raises(ExhibitMistake, match="room for 120") as caught:
        exhibit(spec, {}, False, lambda text: text.replace("{p}", "1, 2, 3, 4, 5, 6, 7, 8"))

    assert caught.value.field == "title"


def test_numbers_that_no_chart_has_foreseen_give_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_values: object) -> None:
        raise OverflowError

    monkeypatch.setattr("studyapp.domain.exhibit_data.prepared", fail)

    with pytest.raises(ExhibitMistake, match="cannot be drawn"):
        exhibit({"chart": "bathtub", "title": "T"}, {}, False)
