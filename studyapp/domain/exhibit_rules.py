"""The data fields of each chart, as data: what a deck may say, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

LARGEST = 1e12
"""No number of an exhibit is larger than this, in either direction."""
SMALLEST = 1e-12
"""What is nearer to zero is drawn as zero."""
LONGEST_FILLED = 2
"""With its numbers filled in, a text may have so many times the characters that it may be written with."""
MOST_POINTS, MOST_CATEGORIES, MOST_TASKS, MOST_CELLS = 60, 20, 12, 12

BATHTUB_PHASES = (24.0, 72.0)
"""Where the second and the third part of a bathtub curve begin, in per cent of the whole time."""

WHEN = ("always", "answer", "never")


class Holds(Enum):
    """What a data field holds."""

    NUMBER = "a number or an expression in quotes"
    NUMBERS = "a list of numbers or expressions, or one expression that gives a list"
    SERIES = "a number, a list of numbers, or an expression"
    TEXT = "a text in quotes"
    TEXTS = "a list of texts"
    WORD = "one of a few words"
    FLAG = "true or false"
    TABLES = "a list of tables"
    CELLS = "a list of rows, each a list of texts and numbers"
    PLACES = "a list of places, each [row, column]"


@dataclass(frozen=True, slots=True)
class DataRule:
    """One data field of a chart."""

    name: str
    holds: Holds
    required: bool = False
    default: Any = None
    """The value of a missing field; None leaves it out."""
    least: int = 1
    """Fewest entries of a list."""
    most: int = MOST_POINTS
    """Most entries of a list."""
    low: float = -LARGEST
    high: float = LARGEST
    whole: bool = False
    """Whether numbers must be whole."""
    longest: int = 60
    """Most characters of a text."""
    words: tuple[str, ...] = ()
    shown_by: str = ""
    """The field that says when this one is shown; nothing for always."""
    columns: tuple[DataRule, ...] = ()
    """The fields of each table of a list."""


def _number(name: str, *, required: bool = False, low: float = -LARGEST, high: float = LARGEST, whole: bool = False,
            shown_by: str = "", default: float | None = None) -> DataRule:  # fmt: skip
    return DataRule(
        name, Holds.NUMBER, required, default, low=low, high=high, whole=whole, shown_by=shown_by
    )  # fmt: skip


def _numbers(name: str, *, required: bool = False, least: int = 1, most: int = MOST_POINTS, low: float = -LARGEST,
             high: float = LARGEST, whole: bool = False, shown_by: str = "") -> DataRule:  # fmt: skip
    return DataRule(name, Holds.NUMBERS, required, None, least, most, low, high, whole, shown_by=shown_by)


def _text(name: str, default: str | None = None, *, required: bool = False, longest: int = 60) -> DataRule:
    return DataRule(name, Holds.TEXT, required, default, longest=longest)


def _texts(name: str, most: int, *, required: bool = False, least: int = 1, longest: int = 60,
           shown_by: str = "") -> DataRule:  # fmt: skip
    return DataRule(name, Holds.TEXTS, required, None, least, most, longest=longest, shown_by=shown_by)


def _when(name: str, default: str) -> DataRule:
    return DataRule(name, Holds.WORD, default=default, words=WHEN)


def _flag(name: str) -> DataRule:
    return DataRule(name, Holds.FLAG, default=False)


def _limit(name: str, shown_by: str) -> DataRule:
    return DataRule(name, Holds.SERIES, shown_by=shown_by)


COMMON_RULES = (
    _text("title", required=True, longest=120),
    _text("alt", "", longest=2000),
)

DATA_RULES: Mapping[str, tuple[DataRule, ...]] = {
    "control": (
        _numbers("points", required=True),
        _limit("center", "center_line"),
        _limit("upper", "limits"),
        _limit("lower", "limits"),
        _when("center_line", "always"),
        _when("limits", "always"),
        _when("zones", "never"),
        _numbers("marked", low=1, whole=True, shown_by="marks"),
        _when("marks", "answer"),
        _number("first", low=0, high=100_000, whole=True, default=1),
        _number("decimals", low=0, high=6, whole=True),
        _text("x_label", "Subgroup"),
        _text("y_label", ""),
    ),
    "histogram": (
        _numbers("data", most=200),
        _number("bins", low=1, high=MOST_CATEGORIES, whole=True),
        _numbers("counts", most=MOST_CATEGORIES, low=0),
        _numbers("edges", least=2, most=MOST_CATEGORIES + 1),
        _when("values", "never"),
        _number("lower_spec", shown_by="specs"),
        _number("upper_spec", shown_by="specs"),
        _number("target", shown_by="specs"),
        _when("specs", "always"),
        _when("normal", "never"),
        _text("x_label", ""),
        _text("y_label", "Count"),
    ),
    "pareto": (
        _texts("names", MOST_CATEGORIES, required=True, longest=40),
        _numbers("counts", required=True, most=MOST_CATEGORIES, low=0),
        _when("line", "always"),
        _text("y_label", "Count"),
    ),
    "scatter": (
        _numbers("x", required=True),
        _numbers("y", required=True),
        _when("fit", "never"),
        _when("correlation", "never"),
        _text("x_label", ""),
        _text("y_label", ""),
    ),
    "network": (
        DataRule("tasks", Holds.TABLES, True, most=MOST_TASKS, columns=(
            _text("name", required=True, longest=24),
            _number("duration", required=True, low=0, high=1_000_000),
            _texts("after", MOST_TASKS, least=0, longest=24),
        )),
        _when("times", "answer"),
        _when("critical", "answer"),
        _text("unit", "", longest=20),
    ),
    "bathtub": (
        _number("marker", low=0, high=100, shown_by="mark"),
        _text("marker_label", "", longest=40),
        _when("mark", "always"),
        _texts("phases", 3, least=3, longest=30, shown_by="labels"),
        _when("labels", "always"),
        _text("x_label", "Time in use"),
        _text("y_label", "Failure rate"),
    ),
    "oc": (
        DataRule("n", Holds.SERIES, most=3, low=1, high=2000, whole=True),
        DataRule("c", Holds.SERIES, most=3, low=0, high=50, whole=True),
        _numbers("p", least=2, low=0, high=100),
        _numbers("pa", least=2, low=0, high=1),
        _number("aql", low=0, high=100, shown_by="marks"),
        _number("ltpd", low=0, high=100, shown_by="marks"),
        _when("marks", "always"),
        _numbers("read", most=3, low=0, high=100, shown_by="reading"),
        _when("reading", "answer"),
        _number("highest", low=0.01, high=100),
        _text("x_label", "Percent nonconforming in the lot"),
        _text("y_label", "Probability of acceptance"),
    ),
    "gantt": (
        DataRule("tasks", Holds.TABLES, True, most=MOST_TASKS, columns=(
            _text("name", required=True, longest=40),
            _number("start", low=0, high=1_000_000),
            _number("duration", required=True, low=0, high=1_000_000),
            _number("done", low=0, high=100),
            _texts("after", MOST_TASKS, least=0, longest=40),
        )),
        _number("today", low=0, high=1_000_000),
        _text("today_label", "Today", longest=20),
        _when("links", "never"),
        _when("progress", "always"),
        _text("unit", "Week", longest=20),
    ),
    "cause-effect": (
        _text("effect", required=True),
        DataRule("categories", Holds.TABLES, True, least=2, most=8, columns=(
            _text("name", required=True, longest=30),
            _texts("causes", 6, least=0, longest=40),
        )),
        _numbers("hidden", most=8, low=1, high=8, whole=True),
        _texts("highlight", 12, longest=40, shown_by="highlights"),
        _when("highlights", "answer"),
    ),
    "matrix": (
        _texts("columns", MOST_CELLS, required=True),
        _texts("rows", MOST_CELLS),
        _text("corner", ""),
        DataRule("cells", Holds.CELLS, True, most=MOST_CELLS),
        DataRule("highlight", Holds.PLACES, most=MOST_CELLS * MOST_CELLS, shown_by="highlights"),
        _when("highlights", "answer"),
        DataRule("hidden", Holds.PLACES, most=MOST_CELLS * MOST_CELLS),
        _flag("total_row"),
        _flag("total_column"),
    ),
}  # fmt: skip
"""The fields of each chart by its name, besides `chart`, `title` and `alt`."""
