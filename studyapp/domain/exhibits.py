"""Exhibits: the charts and diagrams that a note asks about, as plain values that `formats.exhibits` draws.

A deck may come from a stranger, so every list is short, every text bounded and every number finite. What belongs to the
answer is not in an exhibit that is asked: neither its drawing nor its alternative text can give it away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studyapp.errors import UserError

if TYPE_CHECKING:
    from studyapp.domain.expression import Value

CHARTS = (
    "control", "histogram", "pareto", "scatter", "network", "bathtub", "oc", "gantt", "cause-effect", "matrix",
)  # fmt: skip

Mistake = tuple[str, str]
"""A field within the exhibit, such as `points[3]`, and a sentence about what is wrong and what to do."""
Fill = Callable[[str], str]
"""Writes numbers into the places that a text has for them."""


class ExhibitMistake(UserError):
    """What an exhibit says cannot be drawn. `field` is the field within the exhibit, such as `points[3]`."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field, self.sentence = field, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One chart or diagram, ready to be drawn."""

    chart: str
    """What is drawn, one of `CHARTS`."""
    title: str
    alternative: str
    """What it shows, in words, for those who cannot see it; it does not give the answer away before it is asked."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Numbers, texts and lists of them, by field name: only what is shown."""
    answered: bool = False
    """Whether what belongs to the answer is drawn too, such as control limits."""


def check_exhibit(spec: Mapping[str, Any], names: Collection[str]) -> Iterator[Mistake]:
    """What is wrong with a note's exhibit, whose expressions may use `names`; what numbers do wrong shows when drawn.

    An exhibit without names is prepared once, so that all its mistakes are found.
    """
    from studyapp.domain.exhibit_check import check_table, unknown_chart
    from studyapp.domain.exhibit_rules import COMMON_RULES, DATA_RULES

    chart = spec.get("chart")
    rules = DATA_RULES.get(chart) if isinstance(chart, str) else None
    if rules is None:
        yield "chart", unknown_chart(chart)
        return
    table = {name: value for name, value in spec.items() if name != "chart"}
    found = list(check_table(table, (*COMMON_RULES, *rules), names))
    yield from found
    if not found and not names:
        try:
            exhibit(spec, {}, answered=True)
        except ExhibitMistake as mistake:
            yield mistake.field, str(mistake)


def exhibit(spec: Mapping[str, Any], namespace: Mapping[str, Value], answered: bool, fill: Fill = str) -> Exhibit:
    """The exhibit of a note, with its numbers; ExhibitMistake if they, or what `check_exhibit` finds, cannot be drawn."""
    from studyapp.domain.exhibit_check import unknown_chart
    from studyapp.domain.exhibit_data import prepared
    from studyapp.domain.exhibit_rules import COMMON_RULES, DATA_RULES
    from studyapp.domain.exhibit_values import resolved_table
    from studyapp.domain.exhibit_words import described

    chart = spec.get("chart")
    if not isinstance(chart, str) or chart not in DATA_RULES:
        raise ExhibitMistake("chart", unknown_chart(chart))
    common = resolved_table(spec, COMMON_RULES, namespace, fill)
    values = resolved_table(spec, DATA_RULES[chart], namespace, fill)
    title, alternative = common["title"], common["alt"]
    try:
        data = prepared(chart, values, answered)
        if answered or not alternative:
            alternative = f"{alternative} {described(chart, title, data)}".strip()
    except (ArithmeticError, ValueError):
        # A deck must not stop a review by numbers that no chart has foreseen.
        raise ExhibitMistake("", "The chart cannot be drawn with these numbers; give others.") from None
    return Exhibit(chart, title, alternative, data, answered)


def exhibit_texts(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text of an exhibit that may have places for numbers, with its field."""
    from studyapp.domain.exhibit_rules import COMMON_RULES, DATA_RULES
    from studyapp.domain.exhibit_values import texts_of

    return texts_of(spec, (*COMMON_RULES, *DATA_RULES.get(str(spec.get("chart")), ())))
