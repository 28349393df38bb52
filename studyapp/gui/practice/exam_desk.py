"""The question and the tools beside it: navigator, formula sheet and calculator, as far as the window has room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from studyapp.gui.practice.calculator_window import CalculatorWindow
from studyapp.gui.practice.question_card import QuestionCard
from studyapp.gui.practice.side_panel import SidePanel
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import set_spacing

_WIDE = 1000
"""Design pixels of width from which the questions stand at the right all the time."""
_BOTH = 600
"""Below this the right column takes the place of the question."""
_LOW = 500
"""Design pixels of height below which there is less air."""


class ExamDesk(QWidget):
    """Puts the right column beside the question, away until it is wanted, or in the question's place."""

    changed = Signal()
    """Other tools are shown than before, or there is another amount of room."""
    key_unused = Signal(QKeyEvent)
    """A key was pressed in the calculator's own window, which has no use for it."""

    def __init__(self, card: QuestionCard, panel: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card, self.panel = card, panel
        self._panel_wanted = False
        self.calculator_window = CalculatorWindow(self)
        self.calculator_window.unused.connect(self.key_unused)
        self.calculator_window.rejected.connect(self._leave_calculator)
        self._row = QHBoxLayout(self)
        self._row.addWidget(card, 1)
        self._row.addWidget(panel)
        theme().changed.connect(self.fit)

    @property
    def is_wide(self) -> bool:
        """Whether the right column is always shown."""
        return self.width() >= theme().length(_WIDE)

    @property
    def is_low(self) -> bool:
        """Whether there is little height."""
        return self.height() < theme().length(_LOW)

    @property
    def shows_panel(self) -> bool:
        """Whether the right column is shown."""
        return self.is_wide or self._panel_wanted

    @property
    def shows_calculator(self) -> bool:
        """Whether the calculator is shown, in the right column or in its own window."""
        return self.calculator_window.isVisible() or (self.panel.shows_calculator and self.shows_panel)

    @property
    def _floats(self) -> bool:
        """Whether the calculator gets its own window: it would cover the question, or have no room for its keys."""
        needed = self.panel.calculator.sizeHint().height() + theme().length(2 * 14 + 2 * 12)
        return self.width() < theme().length(_BOTH) or self.height() < needed

    @property
    def is_at_tool(self) -> bool:
        """Whether the focus is in the right column."""
        focus = QApplication.focusWidget()
        return focus is not None and self.panel.isAncestorOf(focus)

    def toggle_calculator(self) -> None:
        """Show the calculator and type into it, or put it away."""
        if self.calculator_window.isVisible():
            self.calculator_window.reject()
            return
        on = not self.shows_calculator
        if on and self._floats:
            self.calculator_window.open_with(self.panel.calculator, self)
            self.changed.emit()
            return
        self.panel.set_calculator(on)
        self._open_or_close(on)
        if on:
            self.panel.calculator.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_sheet(self) -> None:
        """Show the formula sheet and search it, or put it away."""
        on = not (self.panel.shows_sheet and self.shows_panel)
        # It would lie over the formulas.
        self.calculator_window.hide()
        self.panel.set_sheet(on)
        self._open_or_close(on)
        self.window().activateWindow()
        if on and self.panel.sheet is not None:
            self.panel.sheet.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_panel(self) -> None:
        """Show the questions where they have no place of their own, or hide them."""
        if self.is_wide or not self._panel_wanted:
            self.go_to()
        else:
            self._panel_wanted = False
            self.fit()
            self.card.focus_answer()

    def go_to(self) -> None:
        """Bring the keys to the navigator."""
        self.window().activateWindow()
        self._panel_wanted = True
        self.fit()
        self.panel.show_questions()
        self.changed.emit()

    def back_to_question(self) -> None:
        """Bring the keys from a tool to the question; the tool stays if both have room."""
        self.uncover()
        self.card.focus_answer()

    def uncover(self) -> None:
        """Show the question where the right column has taken its place."""
        if self._panel_wanted and self.width() < theme().length(_BOTH):
            self._panel_wanted = False
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the column beside the question, or away."""
        super().resizeEvent(event)
        self.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """The calculator's own window goes with the question."""
        super().hideEvent(event)
        self.calculator_window.hide()

    def fit(self) -> None:
        """Lay out for the room there is."""
        look, wide = theme(), self.is_wide
        if self.isVisible() and self.panel.shows_calculator and self._floats:
            self._put_calculator_away()
        covered = self.width() < look.length(_BOTH)
        set_spacing(self._row, (32, 24) if wide and not self.is_low else (16, 12), 24 if wide else 12)
        self.panel.setVisible(self.shows_panel)
        self.card.setVisible(not (covered and self.shows_panel))
        width = look.length(368) if wide else max(look.length(290), min(look.length(368), self.width() // 3))
        self.panel.setFixedWidth(width if not covered else max(look.length(200), self.width() - look.length(32)))
        self.card.set_low(self.is_low)
        self.changed.emit()

    def _open_or_close(self, on: bool) -> None:
        if on:
            self._panel_wanted = True
        elif not self.panel.shows_calculator and not self.panel.shows_sheet:
            self._panel_wanted = False
        self.fit()
        # The sizes of now decide what has room.
        self._row.activate()
        self.panel.settle()
        self.changed.emit()
        if not on:
            self.card.focus_answer()

    def _put_calculator_away(self) -> None:
        had = self.panel.calculator.hasFocus()
        self.panel.set_calculator(False)
        self._panel_wanted = self._panel_wanted and self.panel.shows_sheet
        if had:
            self.card.focus_answer()

    def _leave_calculator(self) -> None:
        self.window().activateWindow()
        self.card.focus_answer()
        self.changed.emit()
