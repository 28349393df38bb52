"""Fields for dates, numbers and choices. The wheel changes only the field that has the focus, never one scrolled over."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.words import locale, qt_date


class NumberField(QSpinBox):
    """A whole number in a range; `none_text` is shown for one below the range and stands for no number."""

    focus_radius = 8
    chosen = Signal(object)
    """The number, or None, when the learner has finished typing or has stepped."""

    def __init__(
        self, name: str, low: int, high: int, parent: QWidget | None = None, *, unit: str = "", none_text: str = ""
    ) -> None:
        super().__init__(parent)
        self._none_text = none_text
        self.setRange(low - 1 if none_text else low, high)
        self.setSpecialValueText(none_text)
        self.setSuffix(unit)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(lambda _: self.chosen.emit(self.number()))
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        # The style sheet's padding does not reach the text of a spin box.
        self.lineEdit().setTextMargins(theme().length(8), 0, 0, 0)

    def number(self) -> int | None:
        """The number, or None for no number."""
        return None if self._none_text and self.value() == self.minimum() else self.value()

    def set_number(self, number: int | None) -> None:
        """Show a number, or None, without `chosen`."""
        self.blockSignals(True)
        self.setValue(self.minimum() if number is None else number)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only with the focus; else the page scrolls."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class ChoiceField(QComboBox):
    """One of a few values, each with its words."""

    focus_radius = 8
    chosen = Signal(object)
    """The value the learner has picked."""

    def __init__(self, name: str, choices: dict[str, object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for text, value in choices.items():
            self.addItem(text, value)
        self.activated.connect(lambda _: self.chosen.emit(self.currentData()))

    def set_choice(self, value: object) -> None:
        """Show this value."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only with the focus; else the page scrolls."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class DateField(QDateEdit):
    """A day, or no day yet; the arrow opens a calendar."""

    focus_radius = 8
    chosen = Signal(object)
    """The day, or None, when the learner has finished typing or has picked one."""

    def __init__(self, name: str, none_text: str, first: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.setLocale(locale())
        self.setCalendarPopup(True)
        self.setDisplayFormat("d MMM yyyy")
        self.setSpecialValueText(none_text)
        # The day before the first stands for no day.
        self.setMinimumDate(qt_date(first - timedelta(days=1)))
        self.setDate(self.minimumDate())
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dateChanged.connect(lambda _: self.chosen.emit(self.day()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit begins a date also where there is none, which Qt alone would not take."""
        if self.day() is None and event.text().isdigit():
            self.blockSignals(True)
            self.setDate(self.minimumDate().addDays(1))
            self.blockSignals(False)
            self.setSelectedSection(QDateEdit.Section.DaySection)
        super().keyPressEvent(event)

    def day(self) -> date | None:
        """The day, or None."""
        shown = self.date()
        return None if shown == self.minimumDate() else date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date | None) -> None:
        """Show a day, or none, without `chosen`."""
        self.blockSignals(True)
        if day is not None and qt_date(day) <= self.minimumDate():
            self.setMinimumDate(qt_date(day - timedelta(days=1)))
        self.setDate(self.minimumDate() if day is None else qt_date(day))
        self.blockSignals(False)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab leaves the field; Qt would hold it here while no day is shown. Arrows move between day, month and year."""
        return QWidget.focusNextPrevChild(self, next)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only with the focus; else the page scrolls."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
