"""The base of the report's charts: painted with the theme on the screen, and by the same code in light colors on paper."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studyapp.gui.theme import FAMILY, LIGHT, theme
from studyapp.gui.widgets.painting import Painted, plain_tip, smooth

_NONE = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Look(Protocol):
    """Colours, fonts and lengths that something is drawn with."""

    def colour(self, token: str) -> QColor:
        """The colour of a token."""

    def font(self, pixels: float, weight: int = 400, tabular: bool = False) -> QFont:
        """The font of a size of the design."""

    def length(self, pixels: float) -> int:
        """A length of the design."""


def paper_font(pixels: float) -> QFont:
    """The font of a PDF, in pixels of 1/96 inch."""
    font = QFont(FAMILY)
    font.setPixelSize(round(pixels))
    # Inter's other forms of digits and hyphens are no characters of their own: who copies or searches would not find them.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


class PaperLook:
    """Light colours and the sizes of the design, whatever the theme and the zoom of the window."""

    def colour(self, token: str) -> QColor:
        """The light colour of a token."""
        return QColor(LIGHT[token])

    def font(self, pixels: float, weight: int = 400, tabular: bool = False) -> QFont:
        """A font in pixels of 1/96 inch."""
        font = paper_font(pixels)
        font.setWeight(QFont.Weight(weight))
        return font

    def length(self, pixels: float) -> int:
        """The length as it is."""
        return round(pixels)


class Chart(Painted):
    """A chart: one Tab stop, arrows move from mark to mark and say each in words. `draw` paints it, on paper too."""

    focus_radius = 6

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent)
        self.look: Look = look or theme()
        self.chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def on_paper(self) -> bool:
        """Whether nothing can be pressed."""
        return isinstance(self.look, PaperLook)

    def draw(self, painter: QPainter) -> None:
        """Paint the chart into the widget's width and height."""
        raise NotImplementedError

    def steps(self) -> dict[Qt.Key, int]:
        """How many marks each arrow key moves."""
        return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

    def choose(self, place: int) -> None:
        """Go to a mark and say it."""
        marks = self.parts()
        if not marks:
            return
        self.chosen = min(len(marks) - 1, max(0, place))
        shape, sentence = marks[self.chosen]
        self.setAccessibleDescription(sentence)
        QToolTip.showText(self.mapToGlobal(shape.bottomLeft().toPoint() + QPoint(0, 4)), plain_tip(sentence), self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        self.draw(smooth(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the marks; all other keys belong to the page."""
        step = self.steps().get(Qt.Key(event.key())) if event.modifiers() in (_NONE, _KEYPAD) else None
        if step is None or not self.parts():
            event.ignore()
            return
        if self.isRightToLeft() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -step
        self.choose((0 if step > 0 else len(self.parts()) - 1) if self.chosen is None else self.chosen + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which mark is chosen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show none."""
        super().focusOutEvent(event)
        self.update()

    def is_chosen(self, place: int) -> bool:
        """Whether the keyboard is at this mark."""
        return place == self.chosen and self.hasFocus()
