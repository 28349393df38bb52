"""How many topics have which status, and what the two bars are; the words explain themselves in tool tips."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.domain.readiness import Status
from studyapp.gui.readiness.flow import lines
from studyapp.gui.readiness.words import RULES_WORDS, rule_of, status_word
from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Painted, draw_box, draw_icon, draw_text, mirrored, smooth, text_width
from studyapp.gui.widgets.text import STATUS
from studyapp.gui.widgets.words import number

_ORDER: tuple[Status, ...] = ("strong", "borderline", "gap", "unknown")
_BARS = (("accent", "memory"), ("teal", "application"))
_LINE = 24


class StatusKey(Painted):
    """Each status with its count, then the two bars; in as many lines as needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[Status, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[Status, int]) -> None:
        """Show so many topics of each status."""
        self._counts = dict(counts)
        said = ", ".join(f"{status_word(status)}: {counts.get(status, 0)}" for status in _ORDER)
        self.describe(f"Topics. {said}", RULES_WORDS)
        self._fit()
        self.update()

    def parts(self) -> list[tuple[QRectF, str]]:
        """Each status with its rule."""
        return [(mirrored(self, shape), rule_of(_ORDER[place])) for place, shape in enumerate(self._places()[:4])]

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().length(200), theme().length(_LINE))

    def retheme(self) -> None:
        """Take up new sizes."""
        super().retheme()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        look, painter, places = theme(), smooth(self), self._places()
        strong, plain = look.font(12, 600), look.font(12, tabular=True)
        for status, shape in zip(_ORDER, places, strict=False):
            icon, token, _, word = STATUS[status]
            draw_icon(
                painter, self, QRectF(shape.left(), shape.top(), look.length(14), shape.height()), icon, token, 14
            )
            width = text_width(word, strong)
            left = shape.left() + look.length(19)
            draw_text(
                painter, self, QRectF(left, shape.top(), width, shape.height()), word, strong, look.colour("text")
            )
            count = QRectF(left + width + look.length(6), shape.top(), look.length(40), shape.height())
            draw_text(painter, self, count, number(self._counts.get(status, 0)), plain, look.colour("muted"))
        for (token, word), shape in zip(_BARS, places[4:], strict=True):
            bar = QRectF(shape.left(), shape.center().y() - look.length(2), look.length(16), look.length(4))
            draw_box(painter, mirrored(self, bar), look.length(2), look.colour(token))
            left = shape.left() + look.length(21)
            draw_text(
                painter,
                self,
                QRectF(left, shape.top(), shape.right() - left, shape.height()),
                word,
                plain,
                look.colour("text"),
            )

    def _places(self) -> list[QRectF]:
        look = theme()
        strong, plain = look.font(12, 600), look.font(12, tabular=True)
        widths: list[float] = [
            look.length(25)
            + text_width(STATUS[status][3], strong)
            + text_width(number(self._counts.get(status, 0)), plain)
            for status in _ORDER
        ]
        widths += [look.length(22) + text_width(word, plain) for _, word in _BARS]
        line = look.length(_LINE)
        return [
            QRectF(x, row * line, width, line)
            for width, (x, row) in zip(widths, lines(widths, look.length(18), self.width()), strict=True)
        ]

    def _fit(self) -> None:
        height = round(self._places()[-1].bottom())
        if self.height() != height:
            self.setFixedHeight(height)
