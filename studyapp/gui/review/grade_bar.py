"""The foot of the review screen: show the answer, then grade it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from studyapp.domain.scheduling import Outcome, Rating
from studyapp.gui.review.intervals import outcome_interval
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button, Pressable
from studyapp.gui.widgets.grade import GradeButton
from studyapp.gui.widgets.text import Label

_GAP, _HEIGHT, _PRIMARY_HEIGHT = 12, 56, 44
_LOW_GAP, _LOW_HEIGHT = 8, 36
"""The same in a low window."""
_REMARK_WIDTH = 240
"""Design pixels that a remark needs beside the buttons; with less it stands above them."""
HINT_WITH_PRICE = "Hint, then at most Hard"

_BESIDE, _ABOVE = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom

CALCULATOR_KEY = "Ctrl+K"
HINT_KEY, HINT_KEY_IN_FIELDS = "H", "Ctrl+T"
RATING_NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


class GradeBar(QStackedWidget):
    """One primary button before the answer is shown, four grades after it."""

    show_pressed = Signal()
    hint_pressed = Signal()
    calculator_pressed = Signal()
    skip_pressed = Signal()
    """Grades are wanted although something is left to do."""
    graded = Signal(object)
    """The Rating whose button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._low, self._objects, self._waits = False, False, False
        self._hint_text = "Hint"
        self.show_button = Button("Show answer", "primary", height=44, key="Space")
        self.hint_button = Button("Hint", "quiet", icon="lightbulb", key=HINT_KEY)
        self.calculator_button = Button("Calculator", "quiet", icon="calculator", key=CALCULATOR_KEY)
        self._button_keys = {
            self.calculator_button: CALCULATOR_KEY,
            self.hint_button: HINT_KEY,
            self.show_button: "Space",
        }
        self.skip_button = Button("Grade without marks", "quiet")
        self.skip_button.setAutoDefault(False)
        self.skip_button.hide()
        self._question_buttons = (self.calculator_button, self.hint_button, self.skip_button, self.show_button)
        self._remark = Label("", "note", wrap=True)
        self.grades = {
            rating: GradeButton(str(int(rating)), name, name.lower()) for rating, name in RATING_NAMES.items()
        }
        question, answer = QWidget(), QWidget()
        self._question_box, self._answer_grid = QBoxLayout(_BESIDE, question), QGridLayout(answer)
        self._question_box.addWidget(self._remark, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for part in self._question_buttons:
            self._buttons.addWidget(part)
        self._question_box.addLayout(self._buttons)
        for rating, button in self.grades.items():
            button.clicked.connect(lambda _=False, rating=rating: self.graded.emit(rating))
            button.installEventFilter(self)
        self.show_button.installEventFilter(self)
        self.show_button.clicked.connect(self.show_pressed)
        self.skip_button.clicked.connect(self.skip_pressed)
        self.hint_button.clicked.connect(self.hint_pressed)
        self.calculator_button.clicked.connect(self.calculator_pressed)
        self.addWidget(question)
        self.addWidget(answer)
        theme().changed.connect(self._set_lengths)
        self._set_lengths()

    def ask(self, *, hint: bool) -> None:
        """Offer to show the answer."""
        self._button_keys[self.hint_button] = HINT_KEY
        self._hint_text = "Hint"
        self._offer("Show answer", "Space", "", hint=hint, calculator=False)

    def ask_check(
        self, text: str, key: str, remark: str, *, hint: bool = False, calculator: bool = False, types: bool = False
    ) -> None:
        """Offer to check an exercise; `types` says that letters go into a field of it."""
        self._button_keys[self.hint_button] = HINT_KEY_IN_FIELDS if types else HINT_KEY
        self._hint_text = HINT_WITH_PRICE
        self._offer(text, key, remark, hint=hint, calculator=calculator)

    def _offer(self, text: str, key: str, remark: str, *, hint: bool, calculator: bool) -> None:
        self._waits = False
        self.skip_button.hide()
        self.show_button.show()
        self.show_button.setText(text)
        self._button_keys[self.show_button] = key
        self.hint_button.setVisible(hint)
        self.calculator_button.setVisible(calculator)
        self.remark(remark)
        self.setCurrentIndex(0)

    def remark(self, sentence: str, *, objection: bool = False) -> None:
        """Say something beside the button."""
        self._objects = objection
        self._remark.set_token("again" if objection else "muted")
        self._remark.setText(sentence)
        self._arrange()

    def wait(self, sentence: str) -> None:
        """Say what must be done before there are grades, and offer to leave it out."""
        self._waits = True
        self.skip_button.show()
        for part in (self.show_button, self.hint_button, self.calculator_button):
            part.hide()
        self.remark(sentence)
        self.setCurrentIndex(0)

    def offer(self, outcomes: Sequence[Outcome], proposed: Rating) -> None:
        """Offer the four grades, each with its next interval."""
        for outcome in outcomes:
            self.grades[outcome.rating].set_outcome(outcome_interval(outcome), outcome.rating == proposed)
        self._waits = False
        self.setCurrentIndex(1)
        self._arrange()

    def show_keys(self, shown: bool) -> None:
        """Whether digits are grades now."""
        for button in self.grades.values():
            button.show_key(shown)

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        self._low = low
        self._set_lengths()

    def main_button(self) -> Pressable:
        """The button that Space presses: show, or the proposed grade."""
        if self.currentIndex() == 0:
            return self.skip_button if self._waits else self.show_button
        return next(button for button in self.grades.values() if button.proposed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key held down must not run through the cards: Enter counts once."""
        if (
            isinstance(event, QKeyEvent)
            and event.isAutoRepeat()
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the grades into two rows, and the remark above the buttons, where one row is too narrow for their words."""
        super().resizeEvent(event)
        self._arrange()

    def _set_lengths(self) -> None:
        for layout in (self._question_box, self._buttons, self._answer_grid):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme().length(_LOW_GAP if self._low else _GAP))
        self._arrange()

    def _arrange(self) -> None:
        gap, height = self._answer_grid.spacing(), theme().length(_LOW_HEIGHT if self._low else _HEIGHT)
        # In one row as long as there is room for it, in a low window with the intervals below the names, or in two.
        for stacked in (False, True) if self._low else (False,):
            for button in self.grades.values():
                button.set_stacked(stacked)
            wanted = 4 * max(button.sizeHint().width() for button in self.grades.values()) + 3 * gap
            if wanted <= self.width():
                break
        columns = 4 if wanted <= self.width() else 2
        for place, button in enumerate(self.grades.values()):
            self._answer_grid.addWidget(button, place // columns, place % columns)
            button.setFixedHeight(height)
        for column in range(4):
            self._answer_grid.setColumnStretch(column, 1 if column < columns else 0)
        grades = height if columns == 4 else 2 * height + gap
        self.setFixedHeight(max(grades, self._arrange_question(height)))

    def _arrange_question(self, height: int) -> int:
        """Place remark and buttons, and give the height that they need; one row is `height` high."""
        gap, look = self._buttons.spacing(), theme()
        # Where there is no room, words that are said again later go first, then keys, which the foot of the window names.
        for hint, with_keys in ((self._hint_text, True), ("Hint", True), ("Hint", False)):
            self.hint_button.setText(hint)
            for button, key in self._button_keys.items():
                button.set_key(key if with_keys else "")
            if self._buttons_width() <= self.width():
                break
        narrow = self._buttons_width() + gap + look.length(_REMARK_WIDTH) > self.width()
        # In a low window a remark that would need a row of its own goes, but never what keeps the learner from going on.
        said = bool(self._remark.text()) and (not (narrow and self._low) or self._objects)
        self._remark.setVisible(said)
        above = said and narrow
        self.show_button.setFixedHeight(look.length(_LOW_HEIGHT if self._low else _PRIMARY_HEIGHT))
        self._question_box.setDirection(_ABOVE if above else _BESIDE)
        if not above:
            return height
        return self._remark.heightForWidth(self.width()) + gap + self.show_button.sizeHint().height()

    def _buttons_width(self) -> int:
        parts = [part for part in self._question_buttons if not part.isHidden()]
        return sum(part.sizeHint().width() for part in parts) + self._buttons.spacing() * (len(parts) - 1)
