"""Choices: a backup to go back to, and a switch."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, draw_box, draw_text, mirrored, smooth, text_width


class BackupRow(QRadioButton):
    """A radio button as a card: when, what is in it, and at the right what is known about its state."""

    focus_radius = 10

    def __init__(
        self, title: str, detail: str, note: str = "", parent: QWidget | None = None, *, token: str = "muted"
    ) -> None:
        super().__init__(title, parent)
        self._title, self._detail, self._note, self._token = title, detail, note, token
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(filter(None, (detail, note))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """64 high."""
        return QSize(theme().length(320), theme().length(64))

    def hitButton(self, pos: QPoint) -> bool:
        """The whole card can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw card, circle and words."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        chosen = self.isChecked()
        fill = "sel" if chosen else "hover" if self.underMouse() else "surface"
        draw_box(painter, shape, look.length(10), look.colour(fill), look.colour("accent" if chosen else "border"))
        side = look.length(20)
        circle = mirrored(self, QRectF(look.length(17), (shape.height() - side) / 2, side, side))
        draw_box(painter, circle, side / 2, look.colour("surface"), look.colour("accent" if chosen else "line"), 2)
        if chosen:
            inner = side / 4
            draw_box(painter, circle.adjusted(inner, inner, -inner, -inner), inner, look.colour("accent"))
        font = look.font(12, 500)
        note_width = text_width(self._note, font)
        right = shape.width() - look.length(17)
        left, width = look.length(51), right - note_width - look.length(63)
        top = QRectF(left, look.length(11), width, look.length(22))
        draw_text(painter, self, top, self._title, look.font(14, 600), look.colour("text"))
        below = QRectF(left, look.length(32), width, look.length(20))
        draw_text(painter, self, below, self._detail, look.font(13), look.colour("muted"))
        note = QRectF(right - note_width, 0, note_width, shape.height())
        draw_text(painter, self, note, self._note, font, look.colour(self._token), Align.AlignRight)


class Switch(QCheckBox):
    """On or off, with its text beside it; a change counts at once."""

    focus_radius = 10

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """32 high, as wide as switch and text."""
        look = theme()
        return QSize(look.length(46) + text_width(self.text(), look.font(14)), look.length(32))

    def hitButton(self, pos: QPoint) -> bool:
        """Switch and text can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, knob and text."""
        look, painter, height = theme(), smooth(self), self.height()
        if not self.isEnabled():
            painter.setOpacity(0.45)
        on = self.isChecked()
        thick, wide, gap = look.length(20), look.length(36), look.length(3)
        track = QRectF(0, (height - thick) / 2, wide, thick)
        fill, edge = ("accent", None) if on else ("surface", look.colour("line"))
        draw_box(painter, mirrored(self, track), thick / 2, look.colour(fill), edge, 1.5)
        side = thick - 2 * gap
        knob = QRectF(wide - gap - side if on else gap, track.top() + gap, side, side)
        draw_box(painter, mirrored(self, knob), side / 2, look.colour("onaccent" if on else "line"))
        text = QRectF(wide + look.length(10), 0, self.width() - wide - look.length(10), height)
        draw_text(painter, self, text, self.text(), look.font(14), look.colour("text"))
