"""Keeping what has the keyboard in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from studyapp.gui.theme import theme

_MARGIN = 40
"""Design pixels around what is scrolled into view."""


def area_around(widget: QWidget) -> QScrollArea | None:
    """The area that scrolls a widget, if any."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def bring_into_view(widget: QWidget, part: QRect | None = None) -> None:
    """Scroll no further than needed to see all of a widget, or the part of it that is given."""
    area = area_around(widget)
    body = area.widget() if area is not None else None
    if area is None or body is None:
        return
    shape = part if part is not None else widget.rect()
    place = shape.translated(widget.mapTo(body, QPoint(0, 0)))
    margin = theme().length(_MARGIN)
    # The lower end first, so that of what is higher than the view the beginning is seen.
    area.ensureVisible(place.left(), place.bottom(), 0, margin)
    area.ensureVisible(place.left(), place.top(), 0, margin)


def scroll_by(area: QScrollArea, views: float) -> None:
    """Scroll by so many views, down or, if negative, up."""
    bar = area.verticalScrollBar()
    bar.setValue(bar.value() + round(views * bar.pageStep()))
