"""The button that grades an answer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.painting import Align, draw_box, draw_text, text_width
from studyapp.gui.widgets.text import draw_keycap, keycap_width


class GradeButton(Pressable):
    """Keycap, name in its colour, next interval; the proposed grade is tinted. `token` is again, hard, good or easy."""

    focus_radius = 10

    def __init__(self, key: str, name: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._key, self._token, self._interval, self._proposed = key, token, "", False
        self._stacked, self._key_shown = False, True
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_outcome(self, interval: str, proposed: bool = False) -> None:
        """The interval this grade gives, in words such as “8 days”, and whether Space gives this grade."""
        self._interval, self._proposed = interval, proposed
        self.setAccessibleName(f"{self.text()}, next in {interval}")
        proposal = ". Proposed: Space" if proposed else ""
        self.setAccessibleDescription(f"Key {self._key}{proposal}")
        self.update()

    @property
    def proposed(self) -> bool:
        """Whether this grade is the one proposed."""
        return self._proposed

    def set_stacked(self, stacked: bool) -> None:
        """Whether the interval stands below the name, and the key is left out, as little room wants it."""
        self._stacked = stacked
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        """Whether the key gives this grade now; nothing moves when it does not."""
        if shown != self._key_shown:
            self._key_shown = shown
            self.update()

    def sizeHint(self) -> QSize:
        """56 high, wide enough for its words; 36 where they are stacked."""
        look = theme()
        if self._stacked:
            name = text_width(self.text(), look.font(13, 600))
            below = text_width(self._interval, look.font(11, 500, tabular=True))
            return QSize(max(name, below) + look.length(12), look.length(36))
        words = text_width(self.text(), look.font(15, 600)) + text_width(self._interval, look.font(14, 500))
        return QSize(words + keycap_width(self._key) + look.length(60), look.length(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        fill = "sel" if self._proposed else "hover" if self.hovered() else "surface"
        outline = "accent" if self._proposed else "border"
        draw_box(painter, shape, look.length(10), look.colour(fill), look.colour(outline))
        if self._stacked:
            self._draw_stacked(painter)
            return
        cap, x = keycap_width(self._key), look.length(16)
        side = look.length(20)
        if self._key_shown:
            draw_keycap(painter, self, QRectF(x, (shape.height() - side) / 2, cap, side), self._key)
        x += cap + look.length(12)
        name = QRectF(x, 0, text_width(self.text(), look.font(15, 600)), shape.height())
        draw_text(painter, self, name, self.text(), look.font(15, 600), look.colour(self._token))
        rest = QRectF(name.right() + look.length(6), 0, shape.width() - name.right() - look.length(22), shape.height())
        font = look.font(14, 500, tabular=True)
        draw_text(painter, self, rest, self._interval, font, look.colour("text"), Align.AlignRight)

    def _draw_stacked(self, painter: QPainter) -> None:
        look, middle = theme(), self.height() / 2
        name = QRectF(0, middle - look.length(16), self.width(), look.length(18))
        draw_text(painter, self, name, self.text(), look.font(13, 600), look.colour(self._token), Align.AlignHCenter)
        below, font = (
            QRectF(0, middle + look.length(1), self.width(), look.length(15)),
            look.font(11, 500, tabular=True),
        )
        draw_text(painter, self, below, self._interval, font, look.colour("text"), Align.AlignHCenter)
