"""A simple desk calculator: display, memory, brackets, and keys that also work from the keyboard."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.desk_calculator import DeskCalculator
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_icon, draw_text, smooth, text_width
from studyapp.gui.widgets.text import Label

_COLUMNS = 6


class _Place(NamedTuple):
    key: str
    row: int
    column: int
    name: str
    wide: int = 1


_KEYS = (
    _Place("MC", 0, 0, "Clear memory"), _Place("MR", 0, 1, "Recall memory"), _Place("M−", 0, 2, "Subtract from memory"),
    _Place("M+", 0, 3, "Add to memory"), _Place("C", 0, 4, "Clear"), _Place("⌫", 0, 5, "Delete last digit"),
    _Place("7", 1, 0, "7"), _Place("8", 1, 1, "8"), _Place("9", 1, 2, "9"),
    _Place("÷", 1, 3, "Divided by"), _Place("√", 1, 4, "Square root"), _Place("(", 1, 5, "Open bracket"),
    _Place("4", 2, 0, "4"), _Place("5", 2, 1, "5"), _Place("6", 2, 2, "6"),
    _Place("×", 2, 3, "Times"), _Place("x²", 2, 4, "Square"), _Place(")", 2, 5, "Close bracket"),
    _Place("1", 3, 0, "1"), _Place("2", 3, 1, "2"), _Place("3", 3, 2, "3"),
    _Place("−", 3, 3, "Minus"), _Place("%", 3, 4, "Percent"), _Place("±", 3, 5, "Change sign"),
    _Place("0", 4, 0, "0", 2), _Place(".", 4, 2, "Decimal point"),
    _Place("+", 4, 3, "Plus"), _Place("=", 4, 4, "Equals", 2),
)  # fmt: skip
_TYPED = {
    ",": ".", "*": "×", "/": "÷", ":": "÷", "-": "−", "r": "√", "q": "x²", "n": "±", "m": "MR",
} | {key: key for key in "0123456789.+−×÷=%()√±"}  # fmt: skip
_NAMED = {
    Qt.Key.Key_Return: "=", Qt.Key.Key_Enter: "=", Qt.Key.Key_Backspace: "⌫", Qt.Key.Key_Delete: "C",
}  # fmt: skip
_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Calculator(QWidget):
    """One Tab stop: digits and signs are typed, arrows and Space reach every key; other letters belong to the screen.

    Typed: digits . , + - * / ( ) %, Enter or =, Backspace, Delete for C, R for √, Q for x², N for ±, M for MR.
    Esc clears; on a clear calculator it belongs to the screen.
    """

    focus_ring = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.logic = DeskCalculator()
        self._pointed: _Place | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A keypad reads from left to right everywhere.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title, self._line = Label("Calculator", "strong"), _Line()
        self._display = _Display(self)
        self._keys = {place.key: _Key(place, self) for place in _KEYS}
        self._top, self._grid = QHBoxLayout(), QGridLayout()
        self._top.addWidget(self._title)
        self._top.addWidget(self._line, 1)
        for place in _KEYS:
            key = self._keys[place.key]
            key.clicked.connect(lambda _=False, name=place.key: self._click(name))
            self._grid.addWidget(key, place.row, place.column, 1, place.wide)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._display)
        self._column.addLayout(self._grid)
        theme().changed.connect(self._dress)
        self._dress()
        self._show()

    @property
    def display(self) -> str:
        """What the display shows."""
        return self.logic.display

    @property
    def line(self) -> str:
        """The calculation above the display."""
        return self._line.text()

    def press(self, key: str) -> None:
        """Press a key by its label, such as `7`, `÷` or `MR`."""
        self.logic.press(key)
        self._show()
        if key in ("=", "%", "√", "x²", "MR") or self.logic.failed:
            said = f"{self.display}. {self.logic.reason}" if self.logic.failed else self.display
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def key(self, label: str) -> Pressable:
        """The button with this label."""
        return self._keys[label]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, signs and the arrows; everything else belongs to the screen."""
        key = Qt.Key(event.key())
        label = _NAMED.get(key) or _TYPED.get(event.text().lower())
        if event.modifiers() & ~_PLAIN:
            event.ignore()
        elif key in _ARROWS:
            self._point(*_ARROWS[key])
        elif key == Qt.Key.Key_Space and self._pointed is not None:
            self.press(self._pointed.key)
        elif key == Qt.Key.Key_Escape and not self.logic.is_clear:
            self.press("C")
        elif label is not None:
            self._pointed = None
            self.press(label)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where typed digits go."""
        super().focusInEvent(event)
        self.update_marks()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the mark."""
        super().focusOutEvent(event)
        self._pointed = None
        self.update_marks()

    def is_pointed(self, key: str) -> bool:
        """Whether the arrows have come to this key."""
        return self._pointed is not None and self._pointed.key == key and self.hasFocus()

    def update_marks(self) -> None:
        """Draw anew what shows the focus."""
        self._display.update()
        for key in self._keys.values():
            key.update()

    def _click(self, label: str) -> None:
        # Digits typed after a click are meant for the calculator, not as an answer.
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.press(label)

    def _point(self, rows: int, columns: int) -> None:
        here = self._pointed
        if here is None:
            self._pointed = next(place for place in _KEYS if place.key == "5")
        else:
            row = min(max(here.row + rows, 0), _KEYS[-1].row)
            column = here.column + (here.wide if columns > 0 else columns)
            column = min(max(column, 0), _COLUMNS - 1)
            self._pointed = next(
                place for place in _KEYS if place.row == row and place.column <= column < place.column + place.wide
            )
        self.update_marks()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._pointed.name))

    def _show(self) -> None:
        self._line.setText(self.logic.line)
        self._display.show_number(self.display, memory=self.logic.has_memory)
        self.setToolTip(self.logic.reason)
        self.setAccessibleName("Calculator")
        memory = ", a number in memory" if self.logic.has_memory else ""
        self.setAccessibleDescription(f"{self.logic.line} {self.display}{memory}".strip())

    def _dress(self) -> None:
        look = theme()
        self._column.setSpacing(look.length(6))
        self._top.setSpacing(look.length(12))
        self._grid.setSpacing(look.length(6))


class _Line(Label):
    """The calculation, its end always in sight."""

    def __init__(self) -> None:
        super().__init__(style="label")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line; where it is too long, its start is left out."""
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideLeft, self.width())
        draw_text(
            smooth(self), self, QRectF(self.rect()), shown, self.font(), theme().colour("muted"), Align.AlignRight
        )


class _Display(Painted):
    """The number, and an M while the memory holds one."""

    def __init__(self, calculator: Calculator) -> None:
        super().__init__(calculator)
        self._calculator = calculator
        self._text, self._memory = "0", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, text: str, *, memory: bool) -> None:
        """Show another number."""
        self._text, self._memory = text, memory
        self.describe(f"Display: {text}")
        self.update()

    def sizeHint(self) -> QSize:
        """40 high."""
        return QSize(theme().length(200), theme().length(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sunken field; its edge shows that the keyboard types here."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        edge = look.colour("accent") if self._calculator.hasFocus() else None
        draw_box(painter, shape, look.length(8), look.colour("sunken"), edge, 2)
        inner = shape.adjusted(look.length(12), 0, -look.length(16), 0)
        if self._memory:
            draw_text(painter, self, inner, "M", look.font(12, 600), look.colour("muted"))
        failed = self._calculator.logic.failed
        size = 20 if text_width(self._text, look.font(20, 500, tabular=True)) < inner.width() - look.length(16) else 14
        font, colour = look.font(size, 500, tabular=True), look.colour("again" if failed else "text")
        draw_text(painter, self, inner, self._text, font, colour, Align.AlignRight)


class _Key(Pressable):
    """One key. It leaves the focus to the calculator."""

    def __init__(self, place: _Place, calculator: Calculator) -> None:
        super().__init__(place.key, calculator)
        self._calculator, self._label = calculator, place.key
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setAccessibleName(place.name)
        if not place.key.isdigit():
            self.setToolTip(place.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """28 high."""
        return QSize(theme().length(40), theme().length(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key; equals is tinted."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        equals, pointed = self._label == "=", self._calculator.is_pointed(self._label)
        fill = "hover" if self.isDown() or self.hovered() else "sel" if equals else "surface"
        edge = "accent" if equals or pointed else "border"
        draw_box(painter, shape, look.length(6), look.colour(fill), look.colour(edge), 2 if pointed else 1)
        token = "accent" if equals else "text"
        if self._label == "⌫":
            draw_icon(painter, self, shape, "delete", token, 16)
        else:
            font = look.font(14 if len(self._label) < 3 else 13, 600)
            draw_text(painter, self, shape, self._label, font, look.colour(token), Align.AlignHCenter)
