"""Today while there is something to study: the plan first, then what it is for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.countdown_card import CountdownCard
from studyapp.gui.today.numbers import TodayNumbers
from studyapp.gui.today.plan_card import PlanCard
from studyapp.gui.today.section_card import SectionCard
from studyapp.gui.today.steps_card import StepsCard
from studyapp.gui.today.time_cards import ForecastCard, YearCard
from studyapp.gui.widgets.frames import Card

WIDE, STACKED = 900, 720
"""Widths in design pixels from which the cards have their full text, and below which they stand in one column."""
TIGHT = 460
"""Width in design pixels below which Study stands under the plan."""


class Overview(QWidget):
    """Six cards in two columns: the right one keeps its width, the left one takes the rest."""

    section_chosen = Signal(str)
    date_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = PlanCard()
        self._countdown, self.steps = CountdownCard(), StepsCard()
        self._cards: tuple[PlanCard | CountdownCard | SectionCard | StepsCard | YearCard | ForecastCard, ...] = (
            self.plan, self._countdown, SectionCard(), self.steps, YearCard(), ForecastCard(),
        )  # fmt: skip
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arranged: tuple[bool, bool, float] | None = None
        self.steps.chosen.connect(self.section_chosen)
        self._countdown.date_wanted.connect(self.date_wanted)

    def show_numbers(self, numbers: TodayNumbers, width: int) -> None:
        """Show the numbers in a page that is `width` design pixels wide."""
        narrow, stacked = width < WIDE, width < STACKED
        self._arrange(narrow, stacked)
        self.plan.set_tight(width < TIGHT)
        for card in self._cards:
            card.show_numbers(numbers, narrow)

    def _arrange(self, narrow: bool, stacked: bool) -> None:
        look, grid = theme(), self._grid
        if self._arranged == (narrow, stacked, look.zoom):
            return
        self._arranged = (narrow, stacked, look.zoom)
        grid.setHorizontalSpacing(look.length(24))
        grid.setVerticalSpacing(look.length(20))
        side = look.length(264 if narrow else 348)
        for number, card in enumerate(self._cards):
            grid.addWidget(card, number if stacked else number // 2, 0 if stacked else number % 2)
            _set_side(card, side if number % 2 and not stacked else None)
            card.set_padding(20 if narrow else 24, 16)
        grid.setColumnStretch(0, 1)
        for row, height in enumerate((196, 256, 180)):
            grid.setRowMinimumHeight(row, 0 if stacked else look.length(height))
        # A tall window leaves its room below the cards.
        grid.setRowStretch(len(self._cards), 1)


def _set_side(card: Card, width: int | None) -> None:
    """Give a card a fixed width, or any."""
    if width is None:
        card.setMinimumWidth(0)
        card.setMaximumWidth(16777215)
    else:
        card.setFixedWidth(width)
