"""Fields for text, dates, numbers and choices.

The wheel changes only the field that has the focus, never one scrolled over. A field takes Ctrl+Z only while it holds
typing that can be taken back; otherwise the key belongs to the window.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QLineEdit, QSpinBox, QStyle, QWidget

from studyapp.errors import UserError
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.dates import date_in_words, read_date
from studyapp.gui.widgets.painting import draw_icon
from studyapp.gui.widgets.words import locale, qt_date

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class TextField(QLineEdit):
    """A line of text that leaves undo and redo to the window where it has no typing to take back."""

    focus_radius = 8

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z and Ctrl+Y, which Qt's own field would always keep."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo, redo = event.matches(_UNDO), event.matches(_REDO)
            if (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


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

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z and Ctrl+Y, unless a number is being typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            asked = event.matches(_UNDO) or event.matches(_REDO)
            if asked and not self._is_typing():
                event.ignore()
                return False
        return super().event(event)

    def _is_typing(self) -> bool:
        """Whether the text differs from the number it was taken for."""
        none = bool(self._none_text) and self.value() == self.minimum()
        taken = self._none_text if none else self.textFromValue(self.value()) + self.suffix()
        return self.lineEdit().text() != taken

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


class DateField(TextField):
    """A day, or no day yet. Any day from `first` on can be typed; the arrow, F4 and Alt+Down open a calendar.

    What is typed is taken on Enter, when the focus leaves, and by `take`. What is no such day stays as it was typed, and
    `refused` says why.
    """

    chosen = Signal(object)
    """The day, or None, when the learner has typed or picked another one."""
    refused = Signal(str)
    """Why the text was not taken; nothing as soon as it is."""

    def __init__(self, name: str, first: Callable[[], date], parent: QWidget | None = None) -> None:
        """`first` gives the earliest day that can be chosen."""
        super().__init__(name, parent)
        self._first = first
        self._day: date | None = None
        self._calendar: QCalendarWidget | None = None
        self.setPlaceholderText("e.g. 2 Jan 2027")
        self._arrow = _Arrow(self)
        self._arrow.clicked.connect(self.open_calendar)
        self.editingFinished.connect(self.take)
        theme().changed.connect(self._dress)
        self._dress()

    def day(self) -> date | None:
        """The day that was taken last, or None."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show a day, or none, without `chosen`."""
        self._day = day
        self.setText(_shown(day))

    def take(self) -> bool:
        """Read the text. Whether it is a day that can be chosen, or empty for no day."""
        if self.text() == _shown(self._day):
            self.refused.emit("")
            return True
        try:
            day = self._read()
        except UserError as error:
            self.refused.emit(str(error))
            return False
        self._choose(day)
        return True

    def open_calendar(self) -> None:
        """Show a calendar below the field to pick a day from."""
        calendar = self._calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setAccessibleName(self.accessibleName())
        calendar.setLocale(locale())
        calendar.setDateEditEnabled(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # Qt would write the days of a weekend in a red that is hard to read on dark.
        plain = QTextCharFormat()
        plain.setForeground(theme().colour("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        calendar.setMinimumDate(qt_date(self._first()))
        calendar.setSelectedDate(qt_date(self._typed_day() or self._first()))
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        calendar.resize(theme().length(320), theme().length(280))
        calendar.move(self._place_for(calendar.size()))
        calendar.show()
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step a day where there is one; Alt+Down and F4 open the calendar."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alone = held == Qt.KeyboardModifier.NoModifier
        alt_down = key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier
        if alt_down or (key == Qt.Key.Key_F4 and alone):
            self.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and alone:
            self._step(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrow at the end."""
        super().resizeEvent(event)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """The arrow changes sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._dress()

    def _dress(self) -> None:
        side = theme().length(28)
        end = QRect(self.width() - side, 0, side, self.height())
        self._arrow.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), end))
        right = self.isRightToLeft()
        room = theme().length(20)
        self.setTextMargins(room if right else 0, 0, 0 if right else room, 0)

    def _read(self) -> date | None:
        """The day in the text. Raises UserError for a text that is none that can be chosen."""
        if not self.text().strip():
            return None
        day = read_date(self.text())
        if day < self._first():
            raise UserError("This day is past. Type the day of your exam, or clear the field.")
        return day

    def _typed_day(self) -> date | None:
        try:
            return self._read()
        except UserError:
            return self._day

    def _choose(self, day: date | None) -> None:
        """Take a day and show it in its one form."""
        changed = day != self._day
        self.set_day(day)
        self.refused.emit("")
        if changed:
            self.chosen.emit(day)

    def _pick(self, picked: QDate) -> None:
        # A double click, or Enter on a chosen day, comes as both signals.
        if self._calendar is not None:
            self._calendar.close()
            self._calendar = None
            self._choose(date(picked.year(), picked.month(), picked.day()))
            self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _step(self, days: int) -> None:
        if self.take() and self._day is not None:
            wanted = max(self._day.toordinal() + days, self._first().toordinal())
            self._choose(date.fromordinal(min(wanted, date.max.toordinal())))

    def _place_for(self, size: QSize) -> QPoint:
        """Below the field, or above where the screen ends."""
        below, screen = self.mapToGlobal(QPoint(0, self.height())), self.screen().availableGeometry()
        x = max(screen.left(), min(below.x(), screen.right() - size.width()))
        fits = below.y() + size.height() <= screen.bottom()
        return QPoint(x, below.y() if fits else max(screen.top(), below.y() - self.height() - size.height()))


class _Arrow(Pressable):
    """The arrow at the end of a date field. The keyboard opens the calendar from the field itself."""

    def __init__(self, field: QWidget) -> None:
        super().__init__("", field)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Open the calendar")
        self.setToolTip("Open the calendar (F4)")
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow."""
        draw_icon(self.begin(), self, QRectF(self.rect()), "field-down", "muted", 12)


def _shown(day: date | None) -> str:
    return date_in_words(day) if day is not None else ""
