"""What a numeric note calculates: its parameters are drawn, its values, constraints, answer and wrong paths follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from studyapp.domain.expression import Expression, ExpressionMistake, Value, check_name, parse
from studyapp.domain.number_places import written
from studyapp.domain.scheduling import uniform

MOST_DRAWS = 200
"""Tries to meet the constraints with one seed."""
MOST_PARAMETERS, MOST_VALUES, MOST_CONSTRAINTS = 40, 40, 20
MOST_IN_LIST, MOST_CHOICES, MOST_STEPS = 60, 1000, 1_000_000
MOST_WORK = 20_000
"""Steps of one calculation, lists counted by their length."""
_WORK_OF_ALL_DRAWS = 400_000
_STEPS_OF_DRAWING = 8
_STREAMS = 1 << 13
"""Random numbers that one try may use."""

Mistake = tuple[str, str]
"""A field of the note and a sentence on what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, or a list of numbers, that is drawn."""

    name: str
    low: Decimal
    step: Decimal
    steps: int
    """How many numbers there are to draw from, where there are no choices."""
    choices: tuple[float, ...]
    count: int
    """Numbers in the list; 0 for a single number."""
    decimals: int
    """With which it is always written."""

    def drawn(self, seed: int, stream: int) -> Value:
        """One number or list; streams from `stream` on are used."""
        if self.count:
            return tuple(self._one(uniform(seed, stream + place)) for place in range(self.count))
        return self._one(uniform(seed, stream))

    def _one(self, chance: float) -> float:
        if self.choices:
            return self.choices[int(chance * len(self.choices))]
        return float(self.low + int(chance * self.steps) * self.step)


@dataclass(frozen=True, slots=True)
class Draw:
    """Numbers that meet the constraints, and what follows from them."""

    values: Mapping[str, Value]
    """Parameters and values by name."""
    answer: float
    wrong: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why drawn numbers give no question."""

    field: str
    sentence: str
    calculated: bool = False
    """Whether a formula outside the constraints had no value: the deck should keep such numbers out."""


@dataclass(slots=True)
class Template:
    """The formulas of a numeric note, read."""

    parameters: list[Parameter] = field(default_factory=list)
    values: dict[str, Expression] = field(default_factory=dict)
    """Each after those that it needs."""
    constraints: list[tuple[Expression, list[str]]] = field(default_factory=list)
    """Each with the values that it needs."""
    answer: Expression | None = None
    wrong: list[Expression] = field(default_factory=list)
    offering: int = 0
    """Steps of writing what is offered."""

    @property
    def names(self) -> list[str]:
        """Names of all parameters and values."""
        return [*(parameter.name for parameter in self.parameters), *self.values]

    @property
    def decimals(self) -> dict[str, int]:
        """With how many decimals each parameter is written."""
        return {parameter.name: parameter.decimals for parameter in self.parameters}

    @property
    def work(self) -> int:
        """Steps of one draw."""
        expressions = [*self.values.values(), *(test for test, _ in self.constraints), *self.wrong]
        if self.answer:
            expressions.append(self.answer)
        longest = max((expression.longest_list for expression in expressions), default=1)
        longest = max([longest, *(parameter.count for parameter in self.parameters)])
        drawn = sum(parameter.count or 1 for parameter in self.parameters)
        calculated = sum(expression.size for expression in expressions) * longest
        return calculated + drawn * _STEPS_OF_DRAWING + self.offering

    def writing(self, text: str) -> int:
        """Steps of filling a text with its numbers."""
        longest = max((parameter.count for parameter in self.parameters), default=1)
        longest = max([longest, *(expression.longest_list for expression in self.values.values())])
        return len(text) // 20 + text.count("{") * (4 + longest // 2)

    @property
    def draws(self) -> int:
        """How many draws are tried with one seed; fewer where one takes long."""
        return min(MOST_DRAWS, _WORK_OF_ALL_DRAWS // self.work + 1)

    def draw(self, seed: int, attempt: int) -> Draw | Refusal:
        """The numbers of one try with a seed: always the same, on every computer."""
        values: dict[str, Value] = {}
        stream = attempt * _STREAMS
        for parameter in self.parameters:
            values[parameter.name] = parameter.drawn(seed, stream)
            stream += parameter.count or 1
        for number, (test, needed) in enumerate(self.constraints, 1):
            if sentence := self._unmet(test, needed, values):
                return Refusal(f"constraints[{number}]", sentence)
        return self._calculated(values)

    def _unmet(self, test: Expression, needed: list[str], values: dict[str, Value]) -> str:
        try:
            for name in needed:
                if name not in values:
                    values[name] = self.values[name].value(values)
            met = test.value(values)
        except ExpressionMistake as mistake:
            return mistake.sentence
        if not isinstance(met, bool):
            return f"“{test.text}” is a number; a constraint is a condition, such as a < b."
        return "" if met else f"“{test.text}” was not met."

    def _calculated(self, values: dict[str, Value]) -> Draw | Refusal:
        place = ""
        try:
            for name, expression in self.values.items():
                place = f"values.{name}"
                if name not in values:
                    values[name] = expression.value(values)
            place = "answer"
            assert self.answer is not None
            answer = _single(self.answer, values)
            wrong = []
            for number, path in enumerate(self.wrong, 1):
                place = f"wrong[{number}].expression"
                wrong.append(_single(path, values))
        except ExpressionMistake as mistake:
            return Refusal(place, f"{mistake.sentence} {self._for_instance(values)}", calculated=True)
        return Draw(values, answer, tuple(wrong))

    def _for_instance(self, values: Mapping[str, Value]) -> str:
        drawn = ", ".join(f"{each.name} = {written(values[each.name], each.decimals)}" for each in self.parameters[:6])
        return f"That was with {drawn}. Correct the formula, or keep such numbers out by a constraint."


def _single(expression: Expression, values: Mapping[str, Value]) -> float:
    value = expression.value(values)
    if isinstance(value, bool | tuple):
        what = "a list" if isinstance(value, tuple) else "a condition"
        raise ExpressionMistake(f"“{expression.text}” gives {what}; it must give one number.")
    return value


def read_template(fields: Mapping[str, Any]) -> tuple[Template, list[Mistake]]:
    """What a numeric note calculates, and all mistakes in it; with mistakes nothing can be drawn."""
    template, mistakes = Template(), list(_check_names(fields))
    if mistakes:
        return template, mistakes
    for name in sorted(fields["parameters"]):
        _read_parameter(template, name, fields["parameters"][name], mistakes)
    names = [*fields["parameters"], *fields.get("values", {})]
    template.values = _read_values(fields.get("values", {}), names, mistakes)
    for place, text in _formulas(fields):
        expression = _read(text, names, place, mistakes)
        if expression is None:
            continue
        if place == "answer":
            template.answer = expression
        elif place.startswith("wrong"):
            template.wrong.append(expression)
        else:
            template.constraints.append((expression, _needed(expression, template.values)))
    if not mistakes and template.work > MOST_WORK:
        mistakes.append(("values", "The note calculates too much; use shorter lists or fewer formulas."))
    return template, mistakes


def _formulas(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The formulas besides the values, each after its field."""
    for number, text in enumerate(fields.get("constraints", ()), 1):
        yield f"constraints[{number}]", text
    yield "answer", fields["answer"]
    for number, path in enumerate(fields.get("wrong", ()), 1):
        yield f"wrong[{number}].expression", path["expression"]


def _check_names(fields: Mapping[str, Any]) -> Iterator[Mistake]:
    parameters, values = fields["parameters"], fields.get("values", {})
    for field_name, entries, most in (
        ("parameters", parameters, MOST_PARAMETERS),
        ("values", values, MOST_VALUES),
        ("constraints", fields.get("constraints", ()), MOST_CONSTRAINTS),
    ):
        if len(entries) > most:
            yield field_name, f"There must be at most {most}, but here are {len(entries)}."
            return
    for field_name, entries in (("parameters", parameters), ("values", values)):
        for name in entries:
            if wrong := check_name(name):
                yield f"{field_name}.{name[:40]}", wrong
    for name in sorted(set(parameters) & set(values)):
        yield f"values.{name}", "A parameter has this name already; choose another."


def _read(text: str, names: Collection[str], place: str, mistakes: list[Mistake]) -> Expression | None:
    try:
        return parse(text, names)
    except ExpressionMistake as mistake:
        mistakes.append((place, mistake.sentence))
        return None


def _read_values(values: Mapping[str, str], names: Collection[str], mistakes: list[Mistake]) -> dict[str, Expression]:
    """The values, each after those that it needs."""
    ordered: dict[str, Expression] = {}
    waiting: dict[str, Expression] = {}
    for name, text in values.items():
        if (expression := _read(text, names, f"values.{name}", mistakes)) is not None:
            waiting[name] = expression
    while waiting:
        ready = [name for name, expression in waiting.items() if not (expression.names & waiting.keys())]
        if not ready:
            circle = ", ".join(sorted(waiting)[:8])
            place = f"values.{min(waiting)}"
            mistakes.append((place, f"Values need each other in a circle: {circle}. Calculate one without the others."))
            return ordered
        ordered.update((name, waiting.pop(name)) for name in ready)
    return ordered


def _needed(test: Expression, values: Mapping[str, Expression]) -> list[str]:
    """The values that a condition needs, in the order of `values`."""
    needed, found = set(test.names), set[str]()
    while needed:
        name = needed.pop()
        if name in values and name not in found:
            found.add(name)
            needed |= values[name].names
    return [name for name in values if name in found]


def _read_parameter(template: Template, name: str, said: Mapping[str, Any], mistakes: list[Mistake]) -> None:
    found = list(check_parameter(said, f"parameters.{name}"))
    mistakes.extend(found)
    if found:
        return
    count, choices = said.get("count", 0), tuple(map(float, said.get("choices", ())))
    low, step = (_decimal(said.get(key, 1)) for key in ("min", "step"))
    steps = 0 if choices else int((_decimal(said["max"]) - low) / step) + 1
    decimals = max(map(_decimals, said["choices"] if choices else (said["min"], said.get("step", 1))))
    template.parameters.append(Parameter(name, low, step, steps, choices, count, decimals))


def check_parameter(said: object, place: str) -> Iterator[Mistake]:
    """What is wrong with one parameter, by field."""
    names = set(said) - {"count"} if isinstance(said, Mapping) else set()
    if not isinstance(said, Mapping) or names not in ({"choices"}, {"min", "max"}, {"min", "max", "step"}):
        yield place, "A parameter is a table with min, max and step, or with choices; a list of them has a count too."
        return
    count = said.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_IN_LIST:
        yield f"{place}.count", f"The count is a whole number from 1 to {MOST_IN_LIST}."
    yield from _check_choices(said["choices"], place) if "choices" in names else _check_range(said, place)


def _check_choices(choices: object, place: str) -> Iterator[Mistake]:
    if not isinstance(choices, list | tuple) or not choices:
        yield f"{place}.choices", "This must be a list of numbers to draw from."
    elif len(choices) > MOST_CHOICES:
        yield f"{place}.choices", f"There must be at most {MOST_CHOICES} choices; use min, max and step."
    elif not all(map(_is_number, choices)):
        yield f"{place}.choices", "Every choice must be a number below 10¹⁵ with at most 12 decimals."


def _check_range(said: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    for key in ("min", "max", "step"):
        if key in said and not _is_number(said[key]):
            yield f"{place}.{key}", "This must be a number below 10¹⁵ with at most 12 decimals."
            return
    if "step" not in said and not (isinstance(said["min"], int) and isinstance(said["max"], int)):
        yield f"{place}.step", "The range is endless without a step; add one, such as step = 0.5."
    elif said["min"] > said["max"]:
        yield f"{place}.max", "The highest number is below the lowest."
    elif said.get("step", 1) <= 0:
        yield f"{place}.step", "The step must be more than 0, or the range is endless."
    elif (_decimal(said["max"]) - _decimal(said["min"])) / _decimal(said.get("step", 1)) >= MOST_STEPS:
        yield f"{place}.step", f"The range has more than {MOST_STEPS:,} numbers; use a larger step."


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e15:
        return False
    return _decimals(value) <= 12


def _decimal(value: int | float) -> Decimal:
    return Decimal(repr(value))


def _decimals(value: int | float) -> int:
    exponent = _decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
