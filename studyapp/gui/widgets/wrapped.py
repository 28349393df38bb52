"""Text on several lines in painted widgets: measured and drawn alike, and never wider than its place."""

from __future__ import annotations

import functools
import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, aligned, mirrored


def wrapped_height(text: str, font: QFont, width: float) -> int:
    """How high a text is in lines at most `width` pixels wide. A word that is longer than a line is broken."""
    return _measured(text, font, width, theme().version)


@functools.lru_cache(maxsize=512)
def _measured(text: str, font: QFont, width: float, _version: int) -> int:
    layout = QTextLayout(text, font)
    layout.setTextOption(_breaking())
    return math.ceil(_set(layout, width))


def draw_wrapped(painter: QPainter, widget: QWidget, shape: QRectF, text: str, font: QFont, colour: QColor) -> None:
    """A text in lines from the top of a shape given left to right."""
    place = mirrored(widget, shape)
    layout = QTextLayout(text, font)
    option = _breaking()
    # The side is the window's, whatever the direction of the words: Qt would swap it for right-to-left text.
    option.setAlignment(aligned(widget, Align.AlignLeft) | Align.AlignAbsolute)
    layout.setTextOption(option)
    _set(layout, place.width())
    painter.setPen(colour)
    layout.draw(painter, place.topLeft())


def _breaking() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def _set(layout: QTextLayout, width: float) -> float:
    """Break the text into lines, and give its height."""
    top = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return top
