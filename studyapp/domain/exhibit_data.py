"""The values of an exhibit → what is drawn: lists that must fit together, what follows from them, what is shown when."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studyapp.domain.exhibit_distributions import histogram, oc_curves
from studyapp.domain.exhibit_rules import DATA_RULES
from studyapp.domain.exhibit_values import Shown, Values, check_same_length, check_unique, span
from studyapp.domain.exhibits import ExhibitMistake
from studyapp.domain.network_times import in_order, task_times
from studyapp.domain.number_text import needed_decimals

_SIGMA_ZONES = (1, 2)


def prepared(chart: str, values: Values, answered: bool) -> Mapping[str, Any]:
    """The data of an exhibit as asked or as answered; ExhibitMistake where values do not fit together."""

    def shown(field: str) -> bool:
        return values[field] == "always" or (answered and values[field] == "answer")

    data = _PREPARE[chart](values, shown)
    hidden = [rule.name for rule in DATA_RULES[chart] if rule.shown_by and not shown(rule.shown_by)]
    if answered:
        hidden.append("hidden")
    return {name: value for name, value in data.items() if name not in hidden}


def _control(values: Values, shown: Shown) -> Values:
    points = values["points"]
    lines: dict[str, tuple[float, ...]] = {
        name: _as_series(values, name, len(points)) for name in ("center", "upper", "lower") if name in values
    }
    data = values | lines | {"reserve": span([points, *lines.values()])}
    if values["zones"] != "never":
        zones = _zones(lines)
        data["reserve"] = span([data["reserve"], *zones])
        # Zones tell where the limits are.
        if shown("zones") and shown("limits"):
            data["zone_lines"] = zones
    if shown("limits"):
        data["outside"] = tuple(
            index for index, point in enumerate(points)
            if ("upper" in lines and point > lines["upper"][index]) or ("lower" in lines and point < lines["lower"][index])
        )  # fmt: skip
    first = int(values["first"])
    for index, number in enumerate(values.get("marked", ()), 1):
        if not first <= number < first + len(points):
            raise ExhibitMistake(
                f"marked[{index}]", f"There is no point {number:g}; there are {first} to {first + len(points) - 1}."
            )
    if "decimals" not in values:
        data["decimals"] = _limit_decimals(points, lines)
    return data


def _as_series(values: Values, name: str, length: int) -> tuple[float, ...]:
    value: tuple[float, ...] = values[name]
    if len(value) not in (1, length):
        raise ExhibitMistake(name, f"There are {length} points and {len(value)} limits; give one each, or one for all.")
    return value if len(value) == length else value * length


def _zones(lines: Mapping[str, tuple[float, ...]]) -> tuple[tuple[float, ...], ...]:
    center, outer = lines.get("center"), lines.get("upper", lines.get("lower"))
    if center is None or outer is None:
        raise ExhibitMistake("zones", "Zones need a center line and a limit.")
    return tuple(
        tuple(middle + side * share / 3 * abs(limit - middle) for middle, limit in zip(center, outer, strict=True))
        for share in _SIGMA_ZONES for side in (1, -1)
    )  # fmt: skip


def _limit_decimals(points: Sequence[float], lines: Mapping[str, tuple[float, ...]]) -> int:
    """As many decimals as the limits need, but few more than the points have."""
    written = [value for line in lines.values() for value in line]
    small = max((abs(value) for value in (*points, *written)), default=0.0) < 1
    most = max(needed_decimals(tuple(points), 6), 3 if small else 2)
    return needed_decimals(tuple(written), most)


def _pareto(values: Values, shown: Shown) -> Values:
    names, counts = values["names"], values["counts"]
    check_same_length(values, "names", "counts")
    check_unique(names, "names")
    total = sum(counts)
    if total <= 0:
        raise ExhibitMistake("counts", "All counts are 0; there is nothing to draw.")
    rest = {"other", "others"}
    pairs = sorted(zip(names, counts, strict=True), key=lambda pair: (pair[0].casefold() in rest, -pair[1]))
    data = values | {
        "names": tuple(name for name, count in pairs),
        "counts": tuple(count for name, count in pairs),
        "total": total,
        "line_reserved": values["line"] != "never",
    }
    if shown("line"):
        data["cumulative"] = tuple(100 * sum(data["counts"][: index + 1]) / total for index in range(len(names)))
    return data


def _scatter(values: Values, shown: Shown) -> Values:
    check_same_length(values, "x", "y")
    x, y = values["x"], values["y"]
    data = dict(values)
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    sxx, syy = (sum((each - mean) ** 2 for each in line) for line, mean in ((x, mean_x), (y, mean_y)))
    sxy = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    if values["fit"] != "never":
        if sxx <= 0:
            raise ExhibitMistake("fit", "All x are equal, so no line can be fitted.")
        if shown("fit"):
            data["line"] = (mean_y - sxy / sxx * mean_x, sxy / sxx)
    if values["correlation"] != "never":
        if sxx <= 0 or syy <= 0:
            raise ExhibitMistake("correlation", "All x or all y are equal, so there is no correlation.")
        if shown("correlation"):
            data["r"] = sxy / (math.sqrt(sxx) * math.sqrt(syy))
    return data


def _network(values: Values, shown: Shown) -> Values:
    tasks = _linked(values["tasks"])
    times = task_times(
        {task["name"]: task["duration"] for task in tasks}, {task["name"]: task["after"] for task in tasks}
    )
    drawn = []
    for task in tasks:
        found = times[task["name"]]
        critical = shown("critical") and found.critical
        links = [each for each in task["after"] if critical and times[each].critical
                 and times[each].early_finish == found.early_start]  # fmt: skip
        times_shown = found if shown("times") else None
        drawn.append(task | {"times": times_shown, "critical": critical, "critical_after": tuple(links)})
    return values | {"tasks": tuple(drawn), "times_reserved": values["times"] != "never"}


def _linked(tasks: Sequence[Values]) -> list[Values]:
    """Tasks with `after` filled in, its names known and without circles."""
    names = [task["name"] for task in tasks]
    check_unique(names, "tasks", ".name")
    linked = [task | {"after": tuple(dict.fromkeys(task.get("after", ())))} for task in tasks]
    for index, task in enumerate(linked, 1):
        for each in task["after"]:
            if each not in names:
                raise ExhibitMistake(f"tasks[{index}].after", f"There is no task “{each}”.")
    order = in_order({task["name"]: task["after"] for task in linked})
    if len(order) < len(names):
        circle = ", ".join(name for name in names if name not in order)
        raise ExhibitMistake("tasks", f"These tasks wait for each other: {circle}.")
    return linked


def _bathtub(values: Values, shown: Shown) -> Values:
    phases = values.get("phases", ("Early failures", "Useful life", "Wear-out"))
    return values | {"phases": phases, "labels_reserved": values["labels"] != "never"}


def _gantt(values: Values, shown: Shown) -> Values:
    tasks = _linked(values["tasks"])
    by_name = {task["name"]: task for task in tasks}
    for name in in_order({task["name"]: task["after"] for task in tasks}):
        task = by_name[name]
        if "start" not in task:
            task["start"] = max(
                (by_name[each]["start"] + by_name[each]["duration"] for each in task["after"]), default=0.0
            )
    if not shown("progress"):
        for task in tasks:
            task.pop("done", None)
    end = max(task["start"] + task["duration"] for task in tasks)
    return values | {
        "tasks": tuple(tasks),
        "end": max(end, values.get("today", 0.0)) or 1.0,
        "links_shown": shown("links"),
    }


def _cause_effect(values: Values, shown: Shown) -> Values:
    categories = values["categories"]
    check_unique([category["name"] for category in categories], "categories", ".name")
    for index, number in enumerate(values.get("hidden", ()), 1):
        if number > len(categories):
            raise ExhibitMistake(
                f"hidden[{index}]", f"There are {len(categories)} categories; {number:g} is none of them."
            )
    causes = [cause for category in categories for cause in category.get("causes", ())]
    for index, cause in enumerate(values.get("highlight", ()), 1):
        if cause not in causes:
            raise ExhibitMistake(f"highlight[{index}]", f"There is no cause “{cause}”.")
    return values


def _matrix(values: Values, shown: Shown) -> Values:
    columns, rows, cells = values["columns"], values.get("rows"), values["cells"]
    if rows is not None and len(rows) != len(cells):
        raise ExhibitMistake("rows", f"There are {len(rows)} row names and {len(cells)} rows of cells.")
    for index, row in enumerate(cells, 1):
        if len(row) != len(columns):
            raise ExhibitMistake(
                f"cells[{index}]", f"There are {len(columns)} columns and {len(row)} cells in this row."
            )
    for name, least in (("highlight", 0), ("hidden", 1)):
        for index, (row_number, column) in enumerate(values.get(name, ()), 1):
            if not (least <= row_number <= len(cells) and least <= column <= len(columns)):
                raise ExhibitMistake(
                    f"{name}[{index}]", f"There is no place {row_number}, {column}; rows and columns count from 1."
                )
    return values


_PREPARE: Mapping[str, Callable[[Values, Shown], Values]] = {
    "control": _control,
    "histogram": histogram,
    "pareto": _pareto,
    "scatter": _scatter,
    "network": _network,
    "bathtub": _bathtub,
    "oc": oc_curves,
    "gantt": _gantt,
    "cause-effect": _cause_effect,
    "matrix": _matrix,
}
