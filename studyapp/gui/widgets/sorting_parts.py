"""The parts of a sorting board: the items that are sorted, and the boxes they go into."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_icon, draw_text, smooth, text_width
from studyapp.gui.widgets.text import draw_keycap, keycap_width
from studyapp.gui.widgets.wrapped import draw_wrapped, wrapped_height

_SIZE = 14
"""Design pixels of the type of an item and of the name of a box."""
_ITEM_HEIGHT, _ITEM_PADDING = 36, 8
_TEXT_LEFT, _TEXT_RIGHT = 32, 12
PADDING = 12
"""Design pixels between the edge of a box and what it holds."""


@dataclass(frozen=True, slots=True)
class Placing:
    """What became of an item."""

    right: bool
    belongs_in: str
    """The name of its box."""


class SortItem(Painted):
    """One item, as a chip with a grip. It belongs to a `SortBoard`, which moves it."""

    focus_radius = 8

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        self.placing: Placing | None = None
        self._dragged = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_text(self, text: str) -> None:
        """Be another item, of which nothing is told yet."""
        self.text = text
        self.show_placing(None)

    def show_placing(self, placing: Placing | None) -> None:
        """Tell whether the item lies in its box; None while that is not told."""
        self.placing = placing
        if placing is None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
        self.retheme()

    def set_dragged(self, dragged: bool) -> None:
        """Whether the item hangs on the pointer."""
        self._dragged = dragged
        self.setCursor(Qt.CursorShape.ClosedHandCursor if dragged else Qt.CursorShape.OpenHandCursor)
        self.update()

    def natural_width(self) -> int:
        """The width in which the text takes one line."""
        look = theme()
        longest = max(text_width(self.text, look.font(_SIZE, 500)), self._remark_width())
        return longest + look.length(_TEXT_LEFT) + look.length(_TEXT_RIGHT) + 1

    def height_for(self, width: int) -> int:
        """36 design pixels, or more where the text needs them."""
        look, room = theme(), self._text_width(width)
        height = wrapped_height(self.text, look.font(_SIZE, 500), room)
        if self._remark():
            height += wrapped_height(self._remark(), look.font(12, 600), room) + look.length(2)
        return max(look.length(_ITEM_HEIGHT), height + 2 * look.length(_ITEM_PADDING))

    def sizeHint(self) -> QSize:
        """As wide as the text on one line."""
        width = self.natural_width()
        return QSize(width, self.height_for(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip; the chosen one is tinted, and a checked one shows its mark."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        chosen = self._dragged or (self.hasFocus() and self.placing is None)
        hover = self.underMouse() and self.placing is None
        fill = "sel" if chosen else "hover" if hover else "surface"
        edge = "accent" if chosen else "border" if self.placing is None else "good" if self.placing.right else "again"
        draw_box(painter, shape, look.length(8), look.colour(fill), look.colour(edge))
        self._draw_icon(painter, chosen)
        self._draw_text(painter, shape, chosen)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be tinted while chosen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the tint."""
        super().focusOutEvent(event)
        self.update()

    def _draw_icon(self, painter: QPainter, chosen: bool) -> None:
        look = theme()
        place = QRectF(look.length(8), 0, look.length(18), self.height())
        if self.placing is None:
            draw_icon(painter, self, place, "grip-vertical", "accent" if chosen else "muted", 14)
        elif self.placing.right:
            draw_icon(painter, self, place, "circle-check", "good", 16)
        else:
            draw_icon(painter, self, place, "circle-x", "again", 16)

    def _draw_text(self, painter: QPainter, shape: QRectF, chosen: bool) -> None:
        look, room = theme(), self._text_width(self.width())
        font, remark, remark_font = look.font(_SIZE, 500 if chosen else 400), self._remark(), look.font(12, 600)
        # Measured in the weight of the chosen item, so that choosing it does not break its lines anew.
        height = wrapped_height(self.text, look.font(_SIZE, 500), room)
        whole = height + (wrapped_height(remark, remark_font, room) + look.length(2) if remark else 0)
        top = (shape.height() - whole) / 2
        text = QRectF(look.length(_TEXT_LEFT), top, room, height)
        draw_wrapped(painter, self, text, self.text, font, look.colour("text"))
        if remark:
            below = text.translated(0, height + look.length(2))
            draw_wrapped(painter, self, below, remark, remark_font, look.colour("again"))

    def _remark(self) -> str:
        if self.placing is None or self.placing.right:
            return ""
        return f"Belongs in {self.placing.belongs_in}"

    def _remark_width(self) -> int:
        remark = self._remark()
        return text_width(remark, theme().font(12, 600)) if remark else 0

    def _text_width(self, width: int) -> int:
        look = theme()
        return max(1, width - look.length(_TEXT_LEFT) - look.length(_TEXT_RIGHT))


class SortBox(Painted):
    """A box with its key and name, as high as the board makes it; without a name it is the tray of what is left."""

    def __init__(self, key: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key, self.name = key, name
        self._message, self._target = "", False

    def set_name(self, name: str) -> None:
        """Be a box with another name."""
        self.name = name
        self.retheme()

    def set_message(self, message: str) -> None:
        """What an empty tray says."""
        self._message = message
        self.update()

    def set_target(self, target: bool) -> None:
        """Whether the item on the pointer would land here."""
        if target != self._target:
            self._target = target
            self.update()

    def head_height(self, width: int) -> int:
        """The height of key and name in a box so wide, without the padding."""
        look = theme()
        if not self.name:
            return 0
        return max(look.length(20), wrapped_height(self.name, look.font(_SIZE, 600), self._name_width(width)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; a drop target has a frame of 2 px."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        fill = "sel" if self._target else "sunken" if self.name else ""
        edge = "accent" if self._target else "line"
        outline = look.colour(edge) if self._target or not self.name else None
        draw_box(
            painter, shape, look.length(10), look.colour(fill) if fill else None, outline,
            2 if self._target else 1, dashed=not self._target and not self.name,
        )  # fmt: skip
        padding = look.length(PADDING)
        if self._message:
            inside = shape.adjusted(padding, 0, -padding, 0)
            draw_text(painter, self, inside, self._message, look.font(13), look.colour("muted"), Align.AlignHCenter)
        if self.name:
            cap = keycap_width(self.key)
            draw_keycap(painter, self, QRectF(padding, padding, cap, look.length(20)), self.key)
            height = self.head_height(self.width())
            name_width = self._name_width(self.width())
            lines = wrapped_height(self.name, look.font(_SIZE, 600), name_width)
            top = padding + (height - lines) / 2 if lines < look.length(20) else padding
            name = QRectF(padding + cap + look.length(8), top, name_width, lines)
            draw_wrapped(painter, self, name, self.name, look.font(_SIZE, 600), look.colour("text"))

    def _name_width(self, width: int) -> int:
        look = theme()
        return max(1, width - 2 * look.length(PADDING) - keycap_width(self.key) - look.length(8))
