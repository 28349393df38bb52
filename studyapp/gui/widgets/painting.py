"""The base of painted widgets: it follows the theme, mirrors for right-to-left, and says in words what it shows."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from studyapp.gui.theme import theme

Align = Qt.AlignmentFlag
NBSP = "\u00a0"


class Painted(QWidget):
    """A widget that paints itself from the theme's tokens."""

    focus_radius = 8
    """Corner radius of the control in design pixels, for the focus ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme().changed.connect(self.retheme)

    def retheme(self) -> None:
        """Take up new colours and sizes."""
        self.updateGeometry()
        self.update()

    def describe(self, name: str, description: str = "") -> None:
        """What a screen reader says: the name, and more if asked."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def parts(self) -> Sequence[tuple[QRectF, str]]:
        """The marks that explain themselves in a tool tip, as shapes with a sentence each."""
        return ()

    def part_at(self, position: QPoint) -> int | None:
        """The number of the mark under a point, if any."""
        for number, (shape, _) in enumerate(self.parts()):
            if shape.contains(position):
                return number
        return None

    def event(self, event: QEvent) -> bool:
        """Show the sentence of the mark under the pointer."""
        if event.type() == QEvent.Type.ToolTip and self._show_tip(event):
            return True
        return super().event(event)

    def _show_tip(self, event: QEvent) -> bool:
        from PySide6.QtGui import QHelpEvent
        from PySide6.QtWidgets import QToolTip

        number = self.part_at(event.pos()) if isinstance(event, QHelpEvent) else None
        if number is None or not isinstance(event, QHelpEvent):
            return False
        shape, sentence = self.parts()[number]
        QToolTip.showText(event.globalPos(), plain_tip(sentence), self, shape.toRect())
        return True


def plain_tip(sentence: str) -> str:
    """A tool tip that is shown as it is, even where a deck's name looks like markup."""
    from html import escape

    return f"<span>{escape(sentence)}</span>"


def mirrored(widget: QWidget, shape: QRectF) -> QRectF:
    """The shape where it belongs: as it is, or from the right where the script runs right to left."""
    if not widget.isRightToLeft():
        return shape
    return QRectF(widget.width() - shape.right(), shape.top(), shape.width(), shape.height())


def aligned(widget: QWidget, alignment: Align) -> Align:
    """Left or right as the script runs."""
    # As QStyle.visualAlignment does; but QStyle brings 60 enumerations, which would cost 7 ms before the first paint.
    if widget.isRightToLeft() and alignment == Align.AlignLeft:
        return Align.AlignRight
    if widget.isRightToLeft() and alignment == Align.AlignRight:
        return Align.AlignLeft
    return alignment


def smooth(widget: QWidget) -> QPainter:
    """A painter on the widget with round edges. One at a time: a second on the same widget crashes Qt."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # “19 days” stays “19 days” in a window that runs right to left: each text has the direction of its own letters.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return painter


def draw_box(
    painter: QPainter,
    shape: QRectF,
    radius: float,
    fill: QColor | None = None,
    outline: QColor | None = None,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A rounded box; its outline lies inside the shape, so that 1 px stays 1 px."""
    if outline is not None:
        half = width / 2
        shape = shape.adjusted(half, half, -half, -half)
        pen = QPen(outline, width)
        if dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, radius, radius)


def draw_text(
    painter: QPainter,
    widget: QWidget,
    shape: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    alignment: Align = Align.AlignLeft,
) -> None:
    """One line of text in a shape given left to right, cut with an ellipsis where it does not fit."""
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, shape.width() + 1)
    if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        # Isolated, so that its own words decide its direction: “3 of 12 met” would come out as “of 12 met 3”.
        shown = f"\u2068{shown}\u2069"
    flags = aligned(widget, alignment) | Align.AlignVCenter | Align.AlignAbsolute
    painter.drawText(mirrored(widget, shape), flags, shown)


def draw_icon(painter: QPainter, widget: QWidget, shape: QRectF, name: str, token: str, size: float) -> None:
    """An icon at the middle of a shape given left to right."""
    pixmap = theme().pixmap(name, token, size, widget.devicePixelRatioF())
    place = mirrored(widget, shape)
    side = theme().length(size)
    corner = QPoint(round(place.center().x() - side / 2), round(place.center().y() - side / 2))
    painter.drawPixmap(QRect(corner.x(), corner.y(), side, side), pixmap)


def text_width(text: str, font: QFont) -> int:
    """The room a line of text takes, in pixels of the window."""
    return _advance(text, font, theme().version)


@functools.lru_cache(maxsize=512)
def _advance(text: str, font: QFont, _version: int) -> int:
    return int(QFontMetricsF(font).horizontalAdvance(text)) + 1


def per_cent(share: float) -> str:
    """A share as a whole per cent with a no-break space."""
    return f"{round(share * 100)}{NBSP}%"
