"""The line over Today: the date, and the days in a row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import TodayNumbers
from studyapp.gui.widgets.frames import PageHeader
from studyapp.gui.widgets.painting import Painted, draw_icon, draw_text, smooth, text_width
from studyapp.gui.widgets.words import counted, day_in_words

_BESIDE = 480
"""Width in design pixels from which title, date and streak fit in one line."""


class TodayHeader(PageHeader):
    """Title, date and streak."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Today", parent=parent)
        self._streak = StreakMark()
        self.end.addWidget(self._streak)
        self.end.setAlignment(self._streak, Qt.AlignmentFlag.AlignLeading)

    def set_width(self, width: int) -> None:
        """Put date and streak below the title where a width in design pixels has no room for them beside it."""
        row = self.layout()
        assert isinstance(row, QBoxLayout)
        beside = width >= _BESIDE
        row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        row.setSpacing(theme().length(18 if beside else 4))

    def show_numbers(self, numbers: TodayNumbers) -> None:
        """Show date and streak; a streak of nothing is not mentioned."""
        self.beside.setText(day_in_words(numbers.today))
        self._streak.set_days(numbers.streak.current)
        self._streak.setVisible(numbers.streak.current > 0)


class StreakMark(Painted):
    """A flame and the days in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_days(self, days: int) -> None:
        """So many days."""
        self._text = f"{counted(days, 'day')} in a row"
        self.describe(self._text)
        self.retheme()

    def sizeHint(self) -> QSize:
        """Icon and words."""
        return QSize(theme().length(24) + text_width(self._text, theme().font(14, 500)), theme().length(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw flame and words."""
        look, painter, height = theme(), smooth(self), self.height()
        draw_icon(painter, self, QRectF(0, 0, look.length(16), height), "flame", "hard", 16)
        text = QRectF(look.length(24), 0, self.width() - look.length(24), height)
        draw_text(painter, self, text, self._text, look.font(14, 500), look.colour("text"))
