"""What became of an answer: a large icon and a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Painted, draw_icon, draw_text, smooth, text_width

_ICONS = {"right": ("circle-check", "good"), "partly": ("circle-dot", "hard"), "wrong": ("circle-x", "again")}


class Verdict(Painted):
    """Icon and words in the colour of right, partly right or wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token, self._text = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, text: str) -> None:
        """Show the words with the icon that a share of credit, 0 to 1, earns."""
        self._icon, self._token = _ICONS["right" if share >= 1 else "partly" if share > 0 else "wrong"]
        self._text = text
        self.describe(text)
        self.retheme()

    @property
    def text(self) -> str:
        """The words."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as icon and words."""
        look = theme()
        return QSize(look.length(28) + text_width(self._text, look.font(16, 600)), look.length(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and words."""
        if not self._text:
            return
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        draw_icon(painter, self, QRectF(0, 0, look.length(20), shape.height()), self._icon, self._token, 20)
        text = shape.adjusted(look.length(28), 0, 0, 0)
        draw_text(painter, self, text, self._text, look.font(16, 600), look.colour(self._token))
