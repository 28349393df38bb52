"""The foot of the window: one plain sentence, and the keys that matter now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Painted, draw_text, smooth, text_width
from studyapp.gui.widgets.text import draw_keycap, keycap_width

MOST_KEYS = 5


class Footer(Painted):
    """33 high: the sentence at the start, at most five keys at the end; keys that find no room are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = ""
        self._keys: tuple[tuple[str, str], ...] = ()
        self.describe("Status")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def sentence(self) -> str:
        """The sentence shown now."""
        return self._sentence

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys shown now, each with what it does."""
        return self._keys

    def set_content(self, sentence: str, keys: Sequence[tuple[str, str]]) -> None:
        """The sentence, and the keys with what each does."""
        if (sentence, shown := tuple(keys[:MOST_KEYS])) == (self._sentence, self._keys):
            return
        self._sentence, self._keys = sentence, shown
        words = ", ".join(f"{key}: {does}" for key, does in self._keys)
        self.describe(sentence or "Status", f"Keys: {words}" if words else "")
        self.update()

    def sizeHint(self) -> QSize:
        """33 high."""
        return QSize(theme().length(300), theme().length(33))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, sentence and keys."""
        look, painter = theme(), smooth(self)
        painter.fillRect(self.rect(), look.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("border"))
        height, font = self.height() - 1, look.font(12)
        margin = look.length(24)
        sentence_width = text_width(self._sentence, font)
        free = self.width() - 2 * margin - sentence_width - look.length(24)
        x = float(self.width() - look.length(35))
        for key, does in reversed(self._fitting(free)):
            word = text_width(does, font)
            x -= word
            draw_text(painter, self, QRectF(x, 1, word, height), does, font, look.colour("muted"))
            cap = keycap_width(key)
            x -= cap + look.length(6)
            side = look.length(20)
            draw_keycap(painter, self, QRectF(x, 1 + (height - side) / 2, cap, side), key)
            x -= look.length(16)
        room = QRectF(margin, 1, max(0.0, x - margin), height)
        draw_text(painter, self, room, self._sentence, font, look.colour("muted"))

    def _fitting(self, free: float) -> list[tuple[str, str]]:
        look, font, fitting = theme(), theme().font(12), []
        for key, does in self._keys:
            free -= keycap_width(key) + text_width(does, font) + look.length(22)
            if free < 0:
                break
            fitting.append((key, does))
        return fitting
