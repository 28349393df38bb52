"""The right column of an exam: all questions or the formula sheet, and the calculator below."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.practice.navigator import Navigator, NavigatorLegend
from studyapp.gui.practice.sheet import FormulaSheet
from studyapp.gui.practice.sitting import Counts
from studyapp.gui.theme import theme
from studyapp.gui.widgets.calculator import Calculator
from studyapp.gui.widgets.frames import Card, Divider
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

_LEAST_QUESTIONS, _LEAST_FORMULAS = 150, 280
"""Design pixels needed above the calculator; with less, only one of both is shown, that which was wanted last."""


class SidePanel(Card):
    """Shows what it is told to show, as far as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(16, 14), spacing=10)
        self.navigator, self.legend = Navigator(), NavigatorLegend()
        self.calculator = Calculator()
        self.sheet: FormulaSheet | None = None
        self._left = Label(style="label")
        self._wants_sheet = self._wants_calculator = self._sheet_is_newer = False
        self._build()
        self.navigator.cursor_moved.connect(self._follow_cursor)
        self._show_parts()

    def _build(self) -> None:
        top = QHBoxLayout()
        self._title = Label("Questions", "strong")
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._left)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.navigator)
        self.navigator.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        self._questions = QWidget()
        column = QVBoxLayout(self._questions)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().length(6))
        column.addLayout(top)
        column.addWidget(self.area, 1)
        column.addWidget(self.legend)
        self._line = Divider()
        self.box.addWidget(self._questions, 1)
        self.box.addWidget(self._line)
        self.box.addWidget(self.calculator)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @property
    def shows_sheet(self) -> bool:
        """Whether the formula sheet is asked for."""
        return self._wants_sheet

    @property
    def shows_calculator(self) -> bool:
        """Whether the calculator is asked for."""
        return self._wants_calculator

    def show_counts(self, counts: Counts) -> None:
        """Show how many questions are answered, skipped, flagged, and not seen yet."""
        self.legend.show_counts(counts.answered, counts.skipped, counts.flagged)
        self._left.setText(f"{number(counts.unseen)} to go" if counts.unseen else "")

    def set_calculator(self, on: bool) -> None:
        """Show the calculator, or hide it with what it holds."""
        if on and self.calculator.parentWidget() is not self:
            self.box.addWidget(self.calculator)
        self._wants_calculator = on
        self._sheet_is_newer = self._sheet_is_newer and not on
        self._show_parts()

    def set_sheet(self, on: bool) -> None:
        """Show the formulas in place of the questions, or the questions again."""
        if on and self.sheet is None:
            self.sheet = FormulaSheet()
            self.box.insertWidget(0, self.sheet, 1)
        self._wants_sheet = self._sheet_is_newer = on
        self._show_parts()

    def settle(self) -> None:
        """Where there is no room for both sheet and calculator, keep the one that was wanted last."""
        if self._wants_sheet and self._wants_calculator and not self._fits_both():
            self._wants_sheet = self._sheet_is_newer
            self._wants_calculator = not self._sheet_is_newer
            self._show_parts()

    def show_questions(self) -> None:
        """Make room for the questions and give them the focus."""
        self._wants_sheet = False
        if not self._fits_both():
            self._wants_calculator = False
        self._show_parts()
        self.navigator.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def follow(self, position: int) -> None:
        """Keep the tile of a question in sight."""
        self._bring_into_view(self.navigator.place(position))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.settle()
        self._show_parts()

    def _follow_cursor(self) -> None:
        self.follow(self.navigator.pointed)

    def _bring_into_view(self, tile: QRect) -> None:
        margin = theme().length(28)
        self.area.ensureVisible(tile.center().x(), tile.center().y(), 0, margin)

    def _fits_both(self) -> bool:
        least = _LEAST_FORMULAS if self._wants_sheet else _LEAST_QUESTIONS
        needed = self.calculator.sizeHint().height() + theme().length(least + 48)
        return self.height() >= needed

    def _show_parts(self) -> None:
        above = not self._wants_calculator or self._fits_both()
        self._questions.setVisible(above and not self._wants_sheet)
        if self.sheet is not None:
            self.sheet.setVisible(above and self._wants_sheet)
        self._line.setVisible(above and self._wants_calculator)
        if self.calculator.parentWidget() is self:
            self.calculator.setVisible(self._wants_calculator)
