"""A share between 0 and 100 %: the range that it likely lies in, the best guess, and from where it is strong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.domain.readiness import STRONG
from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_text, mirrored, smooth, text_width


class RangeBar(Painted):
    """Track 6, range 6, dot 12 with a ring, a tick where strong begins."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._share: float | None = None
        self._range: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, name: str, share: float | None, likely: tuple[float, float] | None, sentence: str) -> None:
        """Show a share (0–1), with its range where there is one."""
        self._share, self._range = share, likely
        self.describe(name, sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """The bar over a line of small words."""
        return QSize(theme().length(140), theme().length(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        look, painter = theme(), smooth(self)
        thick, radius, middle = look.length(6), look.length(6), look.length(8)
        room = self.width() - 2 * radius
        top = middle - thick / 2

        def at(share: float) -> float:
            return radius + room * share

        draw_box(painter, mirrored(self, QRectF(0, top, self.width(), thick)), thick / 2, look.colour("track"))
        if self._range is not None:
            low, high = self._range
            shape = QRectF(at(low), top, max(thick, at(high) - at(low)), thick)
            painter.setOpacity(0.6)
            draw_box(painter, mirrored(self, shape), thick / 2, look.colour(self._token))
            painter.setOpacity(1.0)
        tick = QRectF(at(STRONG) - 1, 0, 2, 2 * middle)
        painter.fillRect(mirrored(self, tick), look.colour("text"))
        if self._share is not None:
            ring = QRectF(at(self._share) - radius - 2, middle - radius - 2, 2 * radius + 4, 2 * radius + 4)
            draw_box(painter, mirrored(self, ring), radius + 2, look.colour("surface"))
            dot = ring.adjusted(2, 2, -2, -2)
            draw_box(painter, mirrored(self, dot), radius, look.colour(self._token))
        font, words = look.font(11), f"strong from {round(100 * STRONG)}"
        line = QRectF(0, look.length(18), self.width(), look.length(16))
        draw_text(painter, self, line, "0", font, look.colour("muted"))
        width = text_width(words, font)
        left = min(self.width() - width, at(STRONG) - width / 2)
        draw_text(
            painter,
            self,
            QRectF(left, line.top(), width, line.height()),
            words,
            font,
            look.colour("muted"),
            Align.AlignLeft,
        )
