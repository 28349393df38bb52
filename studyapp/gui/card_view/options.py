"""The options of a question: pick one, see how it was; and how sure the learner is of it."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.domain.plain_text import plain
from studyapp.gui.card_view.html import Note
from studyapp.gui.card_view.view import CardView, ReadMedia
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.painting import Align, draw_box, draw_icon, draw_text, mirrored, smooth
from studyapp.gui.widgets.text import Label

CONFIDENCE = ("Guess", "Fairly", "Sure")
"""How sure one can be; the index is what is stored."""

_CIRCLE, _LEFT = 26, 16


class _Heights(NamedTuple):
    """Design pixels. A single line stands in the middle, and stays where it is when remarks come below it."""

    row: int
    top: int
    bottom: int
    gap: int


_USUAL, _LOW = _Heights(64, 21, 10, 10), _Heights(44, 11, 8, 6)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
# Fill, outline and icon by what an option turned out to be.
_LOOKS = {
    "key": ("strong_bg", "good", "circle-check"),
    "wrong": ("gap_bg", "again", "circle-x"),
    "tempting": ("border_bg", "hard", "triangle-alert"),
}


class OptionRow(QAbstractButton):
    """One option: a letter in a circle and its text. It belongs to an `OptionList`."""

    focus_radius = 10

    def __init__(self, place: int, read_media: ReadMedia, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.letter = ascii_uppercase[place]
        self.result = ""
        """`key`, `wrong` for a wrong one that was picked, `tempting`, `other`, or nothing before the result."""
        self._text, self._deck_id = "", 0
        self._heights = _USUAL
        self.view = CardView(read_media, self, size=15)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.view, 1, Qt.AlignmentFlag.AlignTop)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.toggled.connect(self._describe)
        self._dress()
        theme().changed.connect(self._dress)

    def ask(self, text: str, deck_id: int) -> None:
        """Show an option that is not picked."""
        self._text, self._deck_id, self.result = text, deck_id, ""
        # What is pressed is the option, not its text.
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.show_text(text, deck_id, "")
        self._describe()

    def show_result(self, result: str, remarks: Sequence[Note]) -> None:
        """Say what the option turned out to be, with remarks below its text."""
        self.result = result
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.view.show_remarked(self._text, remarks, self._deck_id, "")
        words = {"key": "the best answer", "wrong": "your answer, not the best one", "other": "not the best answer"}
        words["tempting"] = words["other"]
        said = ". ".join(filter(None, (f"{heading} {plain(text)}".strip() for heading, text in remarks)))
        self._describe()
        self.setAccessibleDescription(f"{words[result]}. {said}")

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        self._heights = _LOW if low else _USUAL
        self._dress()

    def sizeHint(self) -> QSize:
        """64 high, 44 in a low window, or more where the text needs it."""
        return QSize(theme().length(320), max(theme().length(self._heights.row), self._row.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the lines break."""
        return QSize(theme().length(160), self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """The whole row can be pressed until the result is shown."""
        return not self.result and self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space picks; all other keys belong to the list and its page."""
        if event.key() == Qt.Key.Key_Space and not self.isChecked() and not self.result:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, circle and letter, or the icon of the result."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        chosen = self.isChecked()
        fill, outline, icon = _LOOKS.get(self.result, ("surface", "border", ""))
        if not self.result:
            fill = "sel" if chosen else "hover" if self.underMouse() else "surface"
            outline = "accent" if chosen else "border"
        width = 2 if chosen or self.result in ("key", "wrong") else 1
        draw_box(painter, shape, look.length(10), look.colour(fill), look.colour(outline), width)
        side = look.length(_CIRCLE)
        # In the middle of a single line, and beside the first of several.
        top = (min(shape.height(), look.length(self._heights.row)) - side) / 2
        circle = QRectF(look.length(_LEFT), top, side, side)
        token = outline if self.result in _LOOKS else "accent" if chosen else "line"
        filled = look.colour(token) if chosen or icon else None
        draw_box(painter, mirrored(self, circle), side / 2, filled, look.colour(token), 1.5)
        colour = look.colour("onaccent" if filled else "muted")
        draw_text(painter, self, circle, self.letter, look.font(13, 600), colour, Align.AlignHCenter)
        if icon:
            place = QRectF(shape.width() - look.length(16 + 20), top, look.length(20), side)
            draw_icon(painter, self, place, icon, token, 20)

    def _describe(self) -> None:
        self.setAccessibleName(f"{self.letter}: {plain(self._text)}")
        self.setAccessibleDescription("Chosen" if self.isChecked() else "")

    def _dress(self) -> None:
        look = theme()
        left, right = look.length(_LEFT + _CIRCLE + 16), look.length(48)
        self._row.setContentsMargins(left, look.length(self._heights.top), right, look.length(self._heights.bottom))
        self.updateGeometry()
        self.update()


class OptionList(QWidget):
    """Options of which one is picked: with the mouse, with ↑ ↓ and Space, or by its letter through `choose`."""

    chosen = Signal(int)
    """Index of the option that has just been picked, also if it was picked before."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_media = read_media
        self._count = 0
        self._low = False
        self.rows: list[OptionRow] = []
        """The rows of the options that are shown come first; more may be kept for other questions."""
        self._column = QVBoxLayout(self)
        self.setAccessibleName("Options")
        self._dress()
        theme().changed.connect(self._dress)

    @property
    def count(self) -> int:
        """How many options are shown."""
        return self._count

    @property
    def choice(self) -> int | None:
        """Index of the option that is picked."""
        return next((place for place, row in enumerate(self.rows[: self._count]) if row.isChecked()), None)

    @property
    def locked(self) -> bool:
        """Whether the result is shown, so that nothing can be picked any more."""
        return any(row.result for row in self.rows[: self._count])

    def ask(self, options: Sequence[str], deck_id: int = 0, picked: int | None = None) -> None:
        """Offer these texts, CommonMark with formulas, in this order."""
        for place in range(len(self.rows), len(options)):
            row = OptionRow(place, self._read_media, self)
            row.set_low(self._low)
            row.clicked.connect(lambda _=False, place=place: self.choose(place))
            self.rows.append(row)
            self._column.addWidget(row)
        self._count = len(options)
        for place, row in enumerate(self.rows):
            row.setVisible(place < self._count)
            if place < self._count:
                row.ask(options[place], deck_id)
        self._check(picked)

    def set_low(self, low: bool) -> None:
        """Whether the window has little height, so that options are less high and closer to each other."""
        if low != self._low:
            self._low = low
            for row in self.rows:
                row.set_low(low)
            self._dress()

    def choose(self, index: int) -> None:
        """Pick an option; one that is not offered, or comes after the result, changes nothing."""
        if 0 <= index < self._count and not self.locked:
            self._check(index)
            self.chosen.emit(index)

    def clear(self) -> None:
        """Take the pick back."""
        if not self.locked:
            self._check(None)

    def show_result(
        self, key: int, picked: int | None, remarks: Sequence[Sequence[Note]] = (), *, tempting: int | None = None
    ) -> None:
        """Mark the key, a wrong pick, and the tempting option, with remarks below each. Nothing changes places.

        Each option has any number of remarks: headings, which may be empty, with a text each.
        """
        self._check(picked)
        for place, row in enumerate(self.rows[: self._count]):
            result = "key" if place == key else "wrong" if place == picked else "other"
            result = "tempting" if result == "other" and place == tempting else result
            row.show_result(result, remarks[place] if place < len(remarks) else ())
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focus_choice(self) -> None:
        """Give the focus to the option that is picked, or to the first."""
        if self._count and not self.locked:
            self.rows[self.choice or 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus between the options without picking; everything else belongs to the page."""
        step, focused = _STEPS.get(Qt.Key(event.key())), self._focused()
        if step is None or focused is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        place = min(self._count - 1, max(0, focused + step))
        self._make_tab_stop(place)
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _focused(self) -> int | None:
        return next((place for place, row in enumerate(self.rows[: self._count]) if row.hasFocus()), None)

    def _check(self, picked: int | None) -> None:
        for place, row in enumerate(self.rows):
            # Buttons that are exclusive cannot all be off.
            row.setAutoExclusive(False)
            row.setChecked(place == picked)
            row.setAutoExclusive(True)
        self._make_tab_stop(picked or 0)

    def _make_tab_stop(self, place: int) -> None:
        for number, row in enumerate(self.rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == place else Qt.FocusPolicy.ClickFocus)

    def _dress(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().length((_LOW if self._low else _USUAL).gap))


class ConfidenceRow(QWidget):
    """Asks how sure the learner is; not to answer is fine."""

    chosen = Signal(object)
    """0 guess, 1 fairly, 2 sure, or None when the choice is taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remark = Label("optional, for your calibration", "note")
        self.buttons = {value: Button(CONFIDENCE[value], "toggle", height=32) for value in (2, 1, 0)}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(Label("How sure are you?", "note"))
        for value, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda on, value=value: self._choose(value if on else None))
            self._row.addWidget(button)
        self._row.addWidget(self._remark)
        self._row.addStretch(1)
        self.setAccessibleName("How sure are you?")
        self._dress()
        theme().changed.connect(self._dress)

    @property
    def choice(self) -> int | None:
        """0 guess, 1 fairly, 2 sure, None for no answer."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def set_choice(self, choice: int | None) -> None:
        """Show what was chosen before."""
        for value, button in self.buttons.items():
            button.setChecked(value == choice)

    def _choose(self, value: int | None) -> None:
        self.set_choice(value)
        self.chosen.emit(value)

    def _dress(self) -> None:
        self._row.setSpacing(theme().length(8))
