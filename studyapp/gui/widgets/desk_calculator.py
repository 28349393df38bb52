"""What a simple desk calculator does when a key is pressed; the widget shows it.

It works from left to right, as such calculators do: 2 + 3 × 4 gives 20. Brackets change that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

DIGITS = 12
"""Most digits that are typed or shown."""
MOST_BRACKETS = 9
_SMALLEST_POWER = -6
# A few digits more than are shown, so that 1 ÷ 3 × 3 is 1.
_CONTEXT = Context(prec=DIGITS + 6, Emax=99, Emin=-99, traps=[DivisionByZero, InvalidOperation, Overflow])
_MINUS = "−"
_OPERATORS = frozenset("+−×÷")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Open:
    """What waits to the left of an open bracket."""

    left: Decimal | None
    operator: str


class DeskCalculator:
    """Keys in, display out. Keys: the digits, `.`, `+ − × ÷ = √ x² % ± ( ) ⌫ C M+ M− MR MC`."""

    def __init__(self) -> None:
        self._memory = ZERO
        self._clear()

    @property
    def display(self) -> str:
        """The number in the display, or “Error”."""
        if self._failed:
            return "Error"
        return self._typed.replace("-", _MINUS) if self._typed else shown(self._value)

    @property
    def line(self) -> str:
        """What has been pressed since the last result, such as “12 ÷ 25 =”."""
        return (
            self._result_line or " ".join([*self._brackets_line(), *self._pending_line(), self._operand_line]).strip()
        )

    @property
    def failed(self) -> bool:
        """Whether the display says “Error”, and why is in `reason`."""
        return bool(self._failed)

    @property
    def reason(self) -> str:
        """Why there is no result, in a sentence; nothing while all is well."""
        return self._failed

    @property
    def has_memory(self) -> bool:
        """Whether the memory holds a number other than 0."""
        return self._memory != ZERO

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing that C would take away."""
        return not self._failed and not self.line and not self._typed and self._value == ZERO

    def press(self, key: str) -> None:
        """Press one key. After an error all keys but those of the memory begin anew."""
        if self._failed and not key.startswith("M"):
            self._clear()
        try:
            self._do(key)
        except DivisionByZero:
            self._fail("Nothing can be divided by zero.")
        except InvalidOperation:
            self._fail("0 ÷ 0 has no result." if key != "√" else "A number below zero has no root.")
        except DecimalException:
            self._fail("The number is too large.")

    def _do(self, key: str) -> None:
        if key.isdigit() or key == ".":
            self._type(key)
        elif key in _OPERATORS:
            self._operate(key)
        else:
            {
                "=": self._finish, "C": self._clear, "⌫": self._erase, "±": self._turn_sign, "√": self._take_root,
                "x²": self._square, "%": self._take_percent, "(": self._open_bracket, ")": self._close_bracket,
                "M+": lambda: self._remember(1), "M−": lambda: self._remember(-1), "MR": self._recall,
                "MC": self._forget,
            }[key]()  # fmt: skip

    def _clear(self) -> None:
        self._typed = ""
        self._value = ZERO
        self._left: Decimal | None = None
        self._operator = ""
        self._again: tuple[str, Decimal] | None = None
        self._stack: list[_Open] = []
        self._has_operand = False
        self._operand_line = ""
        self._result_line = ""
        self._failed = ""

    def _fail(self, reason: str) -> None:
        # Said with what was pressed, so that the learner sees which step it was.
        line = self.line if self._result_line else f"{self.line} ="
        self._clear()
        self._result_line, self._failed = line, reason

    def _type(self, key: str) -> None:
        if self._result_line or (self._has_operand and not self._typed):
            self._begin_operand()
        if key == "." and "." in self._typed:
            return
        if sum(letter.isdigit() for letter in self._typed) >= DIGITS and key != ".":
            return
        typed = {"": "0", "-": "-0"}.get(self._typed, self._typed)
        self._typed = typed + key if key == "." or typed.lstrip("-") != "0" else typed[:-1] + key
        self._value, self._has_operand = Decimal(self._typed), True
        self._operand_line = self.display

    def _begin_operand(self) -> None:
        if self._result_line:
            self._left, self._operator = None, ""
        self._result_line, self._operand_line, self._typed = "", "", ""
        self._value, self._has_operand = ZERO, False

    def _set_operand(self, value: Decimal, line: str) -> None:
        if self._result_line:
            self._left, self._operator, self._result_line = None, "", ""
        self._typed, self._value, self._operand_line, self._has_operand = "", value, line, True

    def _operate(self, operator: str) -> None:
        if self._result_line:
            self._result_line = ""
        elif self._operator and self._has_operand:
            self._value = self._calculated()
        self._left, self._operator = self._value, operator
        self._typed, self._operand_line, self._has_operand = "", "", False

    def _finish(self) -> None:
        while self._stack:
            self._close_bracket()
        if self._result_line and self._again is not None:
            self._operator, operand = self._again
            self._left = self._value
            self._value, self._operand_line = operand, shown(operand)
        elif self._operator and not self._has_operand:
            self._operand_line = shown(self._value)
        line = " ".join([*self._pending_line(), self._operand_line or shown(self._value), "="])
        self._again = (self._operator, self._value) if self._operator else None
        self._result_line = line
        if self._operator:
            self._value = self._calculated()
        self._left, self._operator, self._typed, self._operand_line = None, "", "", ""
        self._has_operand = True

    def _calculated(self) -> Decimal:
        left, right = self._left if self._left is not None else ZERO, self._value
        match self._operator:
            case "+":
                return _CONTEXT.add(left, right)
            case "−":
                return _CONTEXT.subtract(left, right)
            case "×":
                return _CONTEXT.multiply(left, right)
            case _:
                return _CONTEXT.divide(left, right)

    def _erase(self) -> None:
        if self._typed:
            rest = self._typed[:-1]
            self._typed = rest if rest not in ("", "-") else "0"
            self._value = Decimal(self._typed)
            self._operand_line = self.display
        elif not self._result_line and self._operator and not self._has_operand:
            self._value, self._operator = self._left or ZERO, ""
            self._left, self._has_operand, self._operand_line = None, True, shown(self._value)

    def _turn_sign(self) -> None:
        if self._typed:
            self._typed = self._typed[1:] if self._typed.startswith("-") else f"-{self._typed}"
            self._value, self._operand_line = Decimal(self._typed), self._typed.replace("-", _MINUS)
        else:
            value = _CONTEXT.minus(self._value)
            self._set_operand(value, shown(value))

    def _take_root(self) -> None:
        line = f"√{_grouped(self._operand())}"
        self._set_operand_line(line)
        self._set_operand(_CONTEXT.sqrt(self._value), line)

    def _square(self) -> None:
        line = f"{_grouped(self._operand())}²"
        self._set_operand_line(line)
        self._set_operand(_CONTEXT.multiply(self._value, self._value), line)

    def _take_percent(self) -> None:
        """Of the number on the left after + or −, as desk calculators do: 200 + 10 % is 220."""
        line = f"{self._operand()} %"
        share = _CONTEXT.divide(self._value, Decimal(100))
        if self._operator in ("+", "−") and self._left is not None and not self._result_line:
            share = _CONTEXT.multiply(self._left, share)
        self._set_operand(share, line)

    def _operand(self) -> str:
        return self._operand_line if self._operand_line and not self._result_line else shown(self._value)

    def _set_operand_line(self, line: str) -> None:
        """Before the calculation, so that an error names it."""
        if not self._result_line:
            self._operand_line = line

    def _open_bracket(self) -> None:
        if len(self._stack) >= MOST_BRACKETS:
            return
        if self._result_line or (self._has_operand and not self._operator):
            self._begin_operand()
        self._stack.append(_Open(self._left, self._operator))
        self._left, self._operator = None, ""
        self._typed, self._value, self._operand_line, self._has_operand = "", ZERO, "", False

    def _close_bracket(self) -> None:
        if not self._stack:
            return
        if self._operator:
            self._value = self._calculated()
        opened = self._stack.pop()
        self._left, self._operator = opened.left, opened.operator
        self._typed, self._operand_line, self._has_operand = "", shown(self._value), True

    def _remember(self, sign: int) -> None:
        if not self._failed:
            self._memory = _CONTEXT.add(self._memory, self._value * sign)
            if self._typed:
                # The next digit begins a new number.
                self._set_operand(self._value, self._operand_line)

    def _recall(self) -> None:
        if self._failed:
            self._clear()
        self._set_operand(self._memory, shown(self._memory))

    def _forget(self) -> None:
        self._memory = ZERO

    def _brackets_line(self) -> list[str]:
        found = []
        for opened in self._stack:
            if opened.operator:
                found += [shown(opened.left or ZERO), opened.operator]
            found.append("(")
        return found

    def _pending_line(self) -> list[str]:
        return [shown(self._left or ZERO), self._operator] if self._operator else []


def shown(value: Decimal) -> str:
    """A number with at most twelve digits, with a power of ten where plain places would not do."""
    rounded = Context(prec=DIGITS, Emax=999, Emin=-999).plus(value)
    exponent = rounded.adjusted()
    if rounded != ZERO and not _SMALLEST_POWER <= exponent < DIGITS:
        return f"{_plain(rounded.scaleb(-exponent))}E{'+' if exponent > 0 else _MINUS}{abs(exponent)}"
    if exponent < 0:
        # Zeros in front take places of the display as well.
        rounded = rounded.quantize(Decimal(1).scaleb(1 - DIGITS))
    return _plain(rounded)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", _MINUS)


def _grouped(operand: str) -> str:
    """In brackets unless it is a number alone."""
    return (
        operand
        if operand.lstrip(_MINUS).replace(".", "").isdecimal() and not operand.startswith(_MINUS)
        else f"({operand})"
    )
