"""What an exhibit shows, in whole sentences made from the same data as its drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studyapp.domain.exhibit_rules import BATHTUB_PHASES
from studyapp.domain.number_text import needed_decimals, number_text

Data = Mapping[str, Any]


def described(chart: str, title: str, data: Data) -> str:
    """The alternative text of an exhibit: its kind, its title, and all that it shows."""
    kind, sentences = _WORDS[chart]
    return " ".join([f"{kind}: {title.rstrip('.')}.", *(sentence for sentence in sentences(data) if sentence)])


def _control(data: Data) -> list[str]:
    points, first, decimals = data["points"], int(data["first"]), int(data["decimals"])
    axis = data["y_label"] or "The values"
    sentences = [f"{axis} for {data['x_label'].lower()} {first} to {first + len(points) - 1}: {_listed(points)}."]
    for name, words in (("center", "The center line"), ("upper", "The upper limit"), ("lower", "The lower limit")):
        line = data.get(name)
        if line is not None and len(set(line)) == 1:
            sentences.append(f"{words} is at {number_text(line[0], decimals)}.")
        elif line is not None:
            sentences.append(f"{words} is, in turn, at {_listed(line, decimals)}.")
    if "zone_lines" in data:
        sentences.append("Thin lines mark one and two thirds of the way from the center line to the limits.")
    if data.get("outside"):
        outside = [first + index for index in data["outside"]]
        sentences.append(f"Outside the limits {_are(len(outside), 'point')} {_listed(outside)}.")
    elif "outside" in data and ("upper" in data or "lower" in data):
        sentences.append("No point lies outside the limits.")
    if data.get("marked"):
        sentences.append(f"Marked {_are(len(data['marked']), 'point')} {_listed(data['marked'])}.")
    return sentences


def _histogram(data: Data) -> list[str]:
    edges, counts = data["edges"], data["counts"]
    decimals = needed_decimals(edges, 6)
    bars = "; ".join(
        f"{number_text(low, decimals)} to {number_text(high, decimals)}: {number_text(count)}"
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
    lines = [
        f"{words} {number_text(data[name])}"
        for name, words in (
            ("lower_spec", "the lower specification limit at"),
            ("target", "the target at"),
            ("upper_spec", "the upper specification limit at"),
        )
        if name in data
    ]
    return [
        f"{data['y_label']} by {data['x_label'] or 'value'}: {bars}.",
        f"Lines mark {_joined(lines)}." if lines else "",
        "A normal curve is drawn over the bars." if "curve" in data else "",
    ]


def _pareto(data: Data) -> list[str]:
    bars = "; ".join(f"{name} {number_text(count)}" for name, count in zip(data["names"], data["counts"], strict=True))
    shares = [f"{number_text(share, 1)}%" for share in data.get("cumulative", ())]
    return [
        f"{data['y_label']}, largest first: {bars}.",
        f"The line of cumulative shares rises so: {', '.join(shares)}." if shares else "",
    ]


def _scatter(data: Data) -> list[str]:
    pairs = "; ".join(f"{number_text(x)}, {number_text(y)}" for x, y in zip(data["x"], data["y"], strict=True))
    sentences = [
        f"{data['y_label'] or 'y'} against {data['x_label'] or 'x'} for {len(data['x'])} points (x, y): {pairs}."
    ]
    if "line" in data:
        sentences.append(f"The fitted line is {line_text(data['line'])}.")
    if "r" in data:
        sentences.append(f"The correlation coefficient is {number_text(data['r'], 2)}.")
    return sentences


def line_text(line: tuple[float, float]) -> str:
    """The equation of a straight line: `y = 1.2 + 0.5 x`."""
    constant, slope = line
    sign = "−" if slope < 0 else "+"
    return f"y = {_three(constant)} {sign} {_three(abs(slope))} x"


def _network(data: Data) -> list[str]:
    sentences = []
    for task in data["tasks"]:
        after = f"after {_joined(task['after'])}" if task["after"] else "at the start"
        sentence = f"{task['name']} takes {amount(task['duration'], data['unit'])}, {after}"
        if task["times"] is not None:
            early = f"{number_text(task['times'].early_start)} to {number_text(task['times'].early_finish)}"
            late = f"{number_text(task['times'].late_start)} to {number_text(task['times'].late_finish)}"
            sentence += f"; earliest {early}, latest {late}, slack {number_text(task['times'].slack)}"
        sentences.append(sentence + ".")
    critical = [task["name"] for task in data["tasks"] if task["critical"]]
    if critical:
        sentences.append(f"Critical: {_joined(critical)}.")
    return sentences


def amount(value: float, unit: str) -> str:
    """A number with its unit, of which there is but one if it is 1: `1 day`, `2 days`."""
    return f"{number_text(value)} {unit.removesuffix('s') if value == 1 else unit}".strip()


def _bathtub(data: Data) -> list[str]:
    sentences = [
        f"{data['y_label']} over {data['x_label'].lower()}: it falls at first, then stays low and level, then rises."
    ]
    if "phases" in data:
        sentences.append(f"The three phases are called {_joined(data['phases'])}.")
    if "marker" in data:
        place = bathtub_phase(data["marker"])
        named = f" ({data['marker_label']})" if data["marker_label"] else ""
        sentences.append(f"A point{named} marks a place where the curve {('falls', 'is level', 'rises')[place]}.")
    return sentences


def bathtub_phase(marker: float) -> int:
    """0, 1 or 2: the part of a bathtub curve that a place in per cent of the whole time lies in."""
    return sum(marker > edge for edge in BATHTUB_PHASES)


def _oc(data: Data) -> list[str]:
    sentences = []
    for index, curve in enumerate(data["curves"]):
        name = plan_text(data["plans"][index]) if data["plans"] else "The curve"
        some = curve[:: max(1, len(curve) // 10)]
        sentences.append(f"{name}: " + "; ".join(f"{number_text(p, 2)}% {number_text(pa, 3)}" for p, pa in some) + ".")
    for name, (p, pa) in data["marked"].items():
        sentences.append(f"{name.upper()} {number_text(p)}%: probability of acceptance {number_text(pa, 3)}.")
    for p, pa in data["readings"]:
        sentences.append(f"Read off at {number_text(p)}%: {number_text(pa, 3)}.")
    return [f"{data['y_label']} against {data['x_label'][0].lower()}{data['x_label'][1:]}.", *sentences]


def plan_text(plan: tuple[int, int]) -> str:
    """A sampling plan in short: `n = 50, c = 1`."""
    return f"n = {plan[0]}, c = {plan[1]}"


def _gantt(data: Data) -> list[str]:
    unit, sentences = data["unit"].lower(), []
    for task in data["tasks"]:
        start, end = number_text(task["start"]), number_text(task["start"] + task["duration"])
        what = f"from {unit} {start} to {end}" if task["duration"] else f"a milestone at {unit} {start}"
        done = f", {number_text(task['done'])}% done" if "done" in task else ""
        after = f", after {_joined(task['after'])}" if data["links_shown"] and task["after"] else ""
        sentences.append(f"{task['name']}: {what}{done}{after}.")
    if "today" in data:
        sentences.append(f"{data['today_label']} is at {unit} {number_text(data['today'])}.")
    return sentences


def _cause_effect(data: Data) -> list[str]:
    sentences = [f"The effect is “{data['effect']}”."]
    for number, category in enumerate(data["categories"], 1):
        name = "A category whose name is asked" if number in data.get("hidden", ()) else category["name"]
        sentences.append(f"{name}: {', '.join(category.get('causes', ())) or 'no causes yet'}.")
    if data.get("highlight"):
        sentences.append(f"Marked: {_joined(data['highlight'])}.")
    return sentences


def _matrix(data: Data) -> list[str]:
    columns, hidden = data["columns"], set(data.get("hidden", ()))
    sentences = []
    for row, cells in enumerate(data["cells"], 1):
        name = data["rows"][row - 1] if "rows" in data else f"Row {row}"
        said = [
            f"{column} {'asked' if (row, place) in hidden else cell_text(cell) or 'empty'}"
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True), 1)
        ]
        sentences.append(f"{name}: {', '.join(said)}.")
    marked = [_place(data, row, column) for row, column in data.get("highlight", ())]
    return [*sentences, f"Marked: {_joined(marked)}." if marked else ""]


def cell_text(cell: str | float) -> str:
    """A cell of a matrix as it is written."""
    return cell if isinstance(cell, str) else number_text(cell)


def _place(data: Data, row: int, column: int) -> str:
    names = [data["rows"][row - 1] if "rows" in data else f"row {row}"] if row else []
    return ", ".join([*names, *([data["columns"][column - 1]] if column else [])])


def _three(value: float) -> str:
    """Three significant digits."""
    return number_text(float(f"{value:.3g}"))


def _listed(values: Sequence[float], decimals: int | None = None) -> str:
    return ", ".join(number_text(value, decimals) for value in values)


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _are(count: int, noun: str) -> str:
    return f"is {noun}" if count == 1 else f"are {noun}s"


_WORDS: Mapping[str, tuple[str, Callable[[Data], list[str]]]] = {
    "control": ("Control chart", _control),
    "histogram": ("Histogram", _histogram),
    "pareto": ("Pareto chart", _pareto),
    "scatter": ("Scatter diagram", _scatter),
    "network": ("Network diagram", _network),
    "bathtub": ("Bathtub curve", _bathtub),
    "oc": ("Operating characteristic curve", _oc),
    "gantt": ("Gantt chart", _gantt),
    "cause-effect": ("Cause-and-effect diagram", _cause_effect),
    "matrix": ("Table", _matrix),
}
