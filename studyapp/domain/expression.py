"""The formulas of a deck: a small part of Python's arithmetic, safe on a stranger's deck.

A text is cut into allowed words first, then read by Python's own parser, then turned node by node into functions. What is
not on the list is refused: there are no attributes, texts, loops or names besides the note's own. Size, depth and results
are bounded.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from studyapp.domain.arithmetic import (
    ARITHMETIC,
    COMPARISONS,
    FUNCTIONS,
    LARGEST_RESULT,
    LONGEST_LIST,
    STEPS,
    STEPS_OF_COMPARISON,
    STEPS_OF_REMAINDER,
    NoValue,
    Value,
    as_seen,
    bounded,
    for_each,
    one_number,
    pairs,
    round_half_up,
    truth,
    whole_number,
)

__all__ = [
    "FUNCTION_NAMES",
    "LONGEST_TEXT",
    "Expression",
    "ExpressionMistake",
    "Namespace",
    "Value",
    "as_seen",
    "check_name",
    "parse",
    "round_half_up",
    "unknown_word",
]

Namespace = Mapping[str, Value]

FUNCTION_NAMES = tuple(FUNCTIONS)
LONGEST_TEXT = 500
_DEEPEST = 40
_CHAINS = ((ast.Add, ast.Sub), (ast.Mult, ast.Div))
"""Signs that are worked off from left to right where they follow each other."""

NAME_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORD = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|//|<=|>=|==|!=|[-+*/%<>()\[\],])"
    r"|(?P<space>[ \t]+)"
)
_ADVICE = {
    "^": "write ** for a power",
    "=": "write == to compare",
    "!": "write != for unequal, not for the opposite",
    "&": "write and",
    "|": "write or",
    "×": "write * for times",
    "·": "write * for times",
    "÷": "write / for divided by",
    "−": "write the hyphen - for minus",
    "–": "write the hyphen - for minus",
    "≤": "write <= for at most",
    "≥": "write >= for at least",
    "≠": "write != for unequal",
    "√": "write sqrt( )",
    "²": "write **2 for a square",
    "³": "write **3 for a cube",
    "'": "a formula holds no text",
    '"': "a formula holds no text",
    ".": "a point stands only inside a number",
    "{": "write a name without braces",
    "}": "write a name without braces",
    "\n": "write it on one line",
    ";": "one formula gives one value",
    ":": "one formula gives one value",
}


class ExpressionMistake(ValueError):
    """A formula that is not one, or that has no value; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Expression:
    """A formula that was read."""

    __slots__ = ("_run", "longest_list", "names", "size", "text")

    def __init__(self, text: str, run: _Run, names: frozenset[str], size: int, longest_list: int) -> None:
        self.text = text
        self.names = names
        """The names whose values it needs."""
        self.size = size
        """Steps of one calculation, not counting what lists multiply."""
        self.longest_list = longest_list
        """Numbers in the longest list that is written out in it."""
        self._run = run

    def value(self, namespace: Namespace) -> Value:
        """What it gives with these values of its names; raises ExpressionMistake where it gives nothing."""
        try:
            found = self._run(namespace)
        except ZeroDivisionError:
            raise ExpressionMistake(f"“{self.text}” divides by zero.") from None
        except OverflowError:
            raise ExpressionMistake(f"“{self.text}” becomes too large.") from None
        except NoValue as reason:
            raise ExpressionMistake(f"“{self.text}” has no value: {reason}.") from None
        except (ArithmeticError, ValueError):
            # A deck must not stop a review by a number that no step has foreseen.
            raise ExpressionMistake(f"“{self.text}” cannot be calculated with these numbers.") from None
        for number in found if isinstance(found, tuple) else (found,):
            if not abs(number) <= LARGEST_RESULT:
                raise ExpressionMistake(f"“{self.text}” becomes too large; results stay below 10¹⁵.")
        return found


_Run = Callable[[Namespace], Value]


def parse(text: str, names: Collection[str]) -> Expression:
    """Read a formula that may use these names; raises ExpressionMistake."""
    text = text.strip()
    if not text:
        raise ExpressionMistake("The formula is empty; fill it in.")
    if len(text) > LONGEST_TEXT:
        raise ExpressionMistake(f"The formula is longer than {LONGEST_TEXT} characters; split it into values.")
    _check_words(text)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionMistake(f"“{_short(text)}” is not a formula; look for a missing sign or bracket.") from None
    reader = _Reader(names)
    run = reader.read(tree.body, 0)
    return Expression(text, run, frozenset(reader.used), reader.size, reader.longest_list)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _check_words(text: str) -> None:
    place = 0
    after = ""
    while place < len(text):
        word = _WORD.match(text, place)
        if word is None:
            sign = text[place]
            advice = _ADVICE.get(sign, "it is not part of the language of formulas")
            raise ExpressionMistake(f"“{_short(text)}” is not a formula at “{sign}”: {advice}.")
        kind = word.lastgroup or ""
        if kind == "name" and after == "number":
            raise ExpressionMistake(
                f"“{_short(text)}” is not a formula: put a sign, such as *, before “{_short(word.group())}”."
            )
        if kind == "name" and word.group().startswith("_"):
            raise ExpressionMistake(f"“{_short(word.group())}” cannot be a name; names start with a letter.")
        after = kind
        place = word.end()


def unknown_word(what: str, name: str, known: Collection[str]) -> str:
    """A sentence on a name that is not known, with the nearest one that is."""
    near = next(iter(difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.6)), "")
    listed = ", ".join(list(known)[:40]) or "none"
    return f"There is no {what} “{name[:80]}”; " + (f"did you mean “{near}”?" if near else f"known: {listed}.")


class _Reader:
    """Turns the nodes of a syntax tree into functions."""

    def __init__(self, names: Collection[str]) -> None:
        self.known = names
        self.used: set[str] = set()
        self.size = 0
        self.longest_list = 1

    def read(self, node: ast.expr, depth: int) -> _Run:
        self.size += 1
        if depth > _DEEPEST:
            raise ExpressionMistake("The formula is nested too deeply; split it into values.")
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return _constant(number)
            case ast.Name(id=name):
                return self._name(name)
            case ast.List(elts=parts):
                return self._list(parts, depth + 1)
            case ast.Subscript(value=whole, slice=index):
                return _item(self.read(whole, depth + 1), self.read(index, depth + 1))
            case ast.Call():
                return self._call(node, depth + 1)
            case ast.UnaryOp() | ast.BinOp():
                return self._arithmetic(node, depth + 1)
            case ast.Compare():
                return self._compare(node, depth + 1)
            case ast.BoolOp() | ast.IfExp():
                return self._condition(node, depth + 1)
        raise ExpressionMistake(_NOT_ALLOWED.get(type(node), _NOT_ARITHMETIC))

    def _arithmetic(self, node: ast.UnaryOp | ast.BinOp, depth: int) -> _Run:
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                run = self.read(operand, depth)
                return lambda names: not truth(run(names))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return _signed(self.read(operand, depth), -1.0 if isinstance(sign, ast.USub) else 1.0)
            case ast.BinOp():
                return self._chain(node, depth)
        raise ExpressionMistake(_NOT_ARITHMETIC)

    def _chain(self, node: ast.BinOp, depth: int) -> _Run:
        """What is worked off from left to right, such as a sum: however many parts it has, it is one level deep."""
        alike = next((signs for signs in _CHAINS if isinstance(node.op, signs)), ())
        links, first = [node], node.left
        while isinstance(first, ast.BinOp) and isinstance(first.op, alike):
            links.append(first)
            first = first.left
        self.size += len(links) - 1
        steps = []
        for link in reversed(links):
            if type(link.op) not in ARITHMETIC:
                raise ExpressionMistake(_NOT_ARITHMETIC)
            self.size += STEPS_OF_REMAINDER if isinstance(link.op, ast.Mod) else 0
            steps.append((ARITHMETIC[type(link.op)], self.read(link.right, depth)))
        return _from_left(self.read(first, depth), steps)

    def _condition(self, node: ast.BoolOp | ast.IfExp, depth: int) -> _Run:
        if isinstance(node, ast.IfExp):
            test, yes, no = (self.read(part, depth) for part in (node.test, node.body, node.orelse))
            return lambda names: yes(names) if truth(test(names)) else no(names)
        runs = [self.read(part, depth) for part in node.values]
        if isinstance(node.op, ast.And):
            return lambda names: all(truth(run(names)) for run in runs)
        return lambda names: any(truth(run(names)) for run in runs)

    def _name(self, name: str) -> _Run:
        if name not in self.known:
            if name in FUNCTIONS:
                raise ExpressionMistake(f"“{name}” is a function; write {name}( ) with what it is to work on.")
            raise ExpressionMistake(unknown_word("parameter or value", name, self.known))
        self.used.add(name)
        return lambda names: _given(names, name)

    def _list(self, parts: Sequence[ast.expr], depth: int) -> _Run:
        if not parts:
            raise ExpressionMistake("A list needs at least one number.")
        if len(parts) > LONGEST_LIST:
            raise ExpressionMistake(f"A list holds at most {LONGEST_LIST} numbers.")
        self.longest_list = max(self.longest_list, len(parts))
        runs = [self.read(part, depth) for part in parts]
        return lambda names: tuple(one_number(run(names)) for run in runs)

    def _compare(self, node: ast.Compare, depth: int) -> _Run:
        tests = []
        for operator in node.ops:
            if type(operator) not in COMPARISONS:
                raise ExpressionMistake("Numbers are compared by <, <=, >, >=, == and != only.")
            tests.append(COMPARISONS[type(operator)])
        self.size += STEPS_OF_COMPARISON * len(tests)
        runs = [self.read(part, depth) for part in (node.left, *node.comparators)]

        def compare(names: Namespace) -> bool:
            left = runs[0](names)
            for test, run in zip(tests, runs[1:], strict=True):
                right = run(names)
                if not test(left, right):
                    return False
                left = right
            return True

        return compare

    def _call(self, node: ast.Call, depth: int) -> _Run:
        if not isinstance(node.func, ast.Name):
            raise ExpressionMistake("Only a function's name can stand before brackets; write * for times.")
        name = node.func.id
        if name not in FUNCTIONS:
            if name in self.known:
                raise ExpressionMistake(f"“{name}” is not a function; write {name} * ( ), or {name}[0] of a list.")
            raise ExpressionMistake(unknown_word("function", name, FUNCTION_NAMES))
        if node.keywords or any(isinstance(part, ast.Starred) for part in node.args):
            raise ExpressionMistake(f"{name}( ) takes plain numbers and lists, without names or stars.")
        least, most, function = FUNCTIONS[name]
        if not least <= len(node.args) <= most:
            wanted = "something to work on" if most == LONGEST_LIST else _wanted(least, most)
            raise ExpressionMistake(f"{name}( ) needs {wanted}, but got {len(node.args)}.")
        self.size += STEPS.get(name, 0)
        runs = [self.read(part, depth) for part in node.args]
        return lambda names: bounded(function(*[run(names) for run in runs]))


def _wanted(least: int, most: int) -> str:
    if least == most:
        return "one argument" if least == 1 else f"{least} arguments"
    return f"{least} or {most} arguments"


_NOT_ARITHMETIC = "Only arithmetic, conditions, lists and the known functions are allowed in formulas."
_NOT_ALLOWED: Mapping[type[ast.AST], str] = {
    ast.ListComp: "Loops are not allowed in formulas; arithmetic with a list works on each of its numbers.",
    ast.GeneratorExp: "Loops are not allowed in formulas; arithmetic with a list works on each of its numbers.",
    ast.Tuple: "A comma stands only in a list or a call; write lists as [a, b] and thousands as 1000.",
}


def _constant(number: int | float) -> _Run:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not value <= LARGEST_RESULT:
        raise ExpressionMistake("A number in the formula is too large; numbers stay below 10¹⁵.")
    return lambda names: value


def _given(names: Namespace, name: str) -> Value:
    try:
        value = names[name]
    except KeyError:
        raise NoValue(f"“{name}” has none") from None
    if type(value) is float or isinstance(value, bool | tuple):
        return value
    if isinstance(value, int):
        return float(value)
    raise NoValue(f"“{name}” is not a number or a list")


def _signed(run: _Run, sign: float) -> _Run:
    return lambda names: for_each(lambda number: sign * number, run(names))


def _from_left(first: _Run, steps: Sequence[tuple[Callable[[float, float], float], _Run]]) -> _Run:
    def run(names: Namespace) -> Value:
        found = first(names)
        for function, other in steps:
            found = bounded(_combined(function, found, other(names)))
        return found

    return run


def _combined(function: Callable[[float, float], float], first: Value, second: Value) -> Value:
    if type(first) is float and type(second) is float:
        return function(first, second)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return tuple(function(*pair) for pair in pairs(first, second))
    if isinstance(first, tuple):
        other = one_number(second)
        return tuple(function(number, other) for number in first)
    other = one_number(first)
    return for_each(lambda number: function(other, number), second)


def _item(whole: _Run, index: _Run) -> _Run:
    def item(names: Namespace) -> Value:
        values = whole(names)
        if not isinstance(values, tuple):
            raise NoValue("a number stands where a list belongs")
        return values[whole_number(index(names), "the place in the list", 0, len(values) - 1)]

    return item


def check_name(name: str) -> str:
    """What is wrong with the name of a parameter or value, as a sentence, or nothing."""
    if not NAME_FORM.fullmatch(name) or len(name) > 40:
        return f"“{name[:40]}” cannot be a name; use a letter, then letters, digits and underscores, 40 at most."
    if keyword.iskeyword(name) or name in FUNCTIONS or name == "answer":
        return f"“{name}” already means something in formulas; choose another name."
    return ""
