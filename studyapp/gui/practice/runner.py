"""A running exam: one question after another, the clock, and the way to handing in.

Every pick, flag and second is on disk before the screen changes; closing the window at any moment loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.errors import UserError
from studyapp.gui.practice.exam_bar import ExamBar
from studyapp.gui.practice.exam_desk import ExamDesk
from studyapp.gui.practice.exam_keys import CONFIDENCE_KEYS, LETTERS, command_of, option_of
from studyapp.gui.practice.hand_in import HandInView, StandStill
from studyapp.gui.practice.names import exam_name
from studyapp.gui.practice.pacing import clock_words
from studyapp.gui.practice.question_card import QuestionCard
from studyapp.gui.practice.side_panel import SidePanel
from studyapp.gui.practice.sitting import Sitting
from studyapp.gui.theme import theme
from studyapp.gui.widgets.scrolling import scroll_by
from studyapp.gui.widgets.words import number

_BEAT_MS = 1000
_NARROW, _MEDIUM = 640, 1000
"""Widths in design pixels below which the foot of the window says less, so that keys have room."""
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Runner(QWidget):
    """Takes the learner through one exam."""

    finished = Signal(int)
    """The exam with this id has been handed in, and its report is wanted."""
    left = Signal()
    """The learner leaves; the exam is kept."""
    gone = Signal()
    """The exam is not running any more, because of something that happened elsewhere."""
    toast = Signal(str)
    status_changed = Signal()

    def __init__(self, collection: Collection, exam_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = clock.now()
        self._collection = collection
        self.sitting = Sitting(collection, exam_id, now)
        exam = self.sitting.exam
        self.title = exam_name(exam.kind, exam.scope)
        self.bar = ExamBar(self.title)
        remark = (
            "Nothing is marked until you finish." if exam.strict else "Nothing is final until you look at the answer."
        )
        self.card = QuestionCard(collection.media.read, relaxed=not exam.strict, remark=remark)
        self.panel = SidePanel()
        self.hand_in_view = HandInView()
        self.desk = ExamDesk(self.card, self.panel)
        self._still: StandStill | None = None
        self._over = self._told_time = False
        self._told_status: tuple[object, ...] = ()
        self._build()
        self._connect()
        self.bar.pause.setVisible(not exam.strict and self.sitting.is_timed)
        self._clock = QTimer(self, interval=_BEAT_MS)
        self._clock.timeout.connect(self.tick)

    def _build(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.desk)
        self.stack.addWidget(self.hand_in_view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        # A click in the bar must not take the keys away from the question.
        bar = self.bar
        tools = (bar.flag, bar.pause, bar.sheet, bar.calculator, bar.panel, bar.finish)
        for button in (
            *tools,
            self.card.back,
            self.card.next,
            self.card.reveal,
            *self.card.confidence.buttons.values(),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _connect(self) -> None:
        bar, card = self.bar, self.card
        bar.flag_pressed.connect(self.toggle_flag)
        bar.pause_pressed.connect(self.pause)
        bar.sheet_pressed.connect(self.desk.toggle_sheet)
        bar.calculator_pressed.connect(self.desk.toggle_calculator)
        bar.panel_pressed.connect(self.desk.toggle_panel)
        self.desk.changed.connect(self._show_tools)
        self.desk.key_unused.connect(self.handle_key)
        self.stack.currentChanged.connect(self._show_tools)
        bar.finish_pressed.connect(self.review)
        card.back_pressed.connect(self.back)
        card.next_pressed.connect(self.next)
        card.reveal_pressed.connect(self.reveal)
        card.picked.connect(self._pick)
        card.confidence_chosen.connect(self._set_confidence)
        card.idle.connect(self._prepare_next)
        card.cut_changed.connect(self._tell_status)
        self.panel.navigator.chosen.connect(self._open_tile)
        self.hand_in_view.jumped.connect(self.open)
        self.hand_in_view.went_on.connect(self.go_on)
        self.hand_in_view.handed_in.connect(self.hand_in)

    def begin(self) -> None:
        """Show the question at which the exam was left, once the runner is in its window.

        Not before: Qt takes back the type size of a text that is moved into a window with a style sheet.
        """
        now = clock.now()
        self.sitting.go_to(self.sitting.position, now)
        self.panel.navigator.show_tiles(self.sitting.tiles(), self.sitting.position)
        self._ask()
        if self.sitting.paused:
            self._show_paused()
        self._show_time()
        self._tell_status()

    # What the learner does

    def choose(self, option: int) -> None:
        """Pick an option by its number, from 0."""
        if self._is_asking():
            self.card.options.choose(option)

    def next(self) -> None:
        """The next question; after the last the review before handing in."""
        if self.sitting.position + 1 < self.sitting.count:
            self.open(self.sitting.position + 1)
        else:
            self.review()

    def back(self) -> None:
        """The question before."""
        if self.sitting.position > 0:
            self.open(self.sitting.position - 1)

    def open(self, position: int) -> None:
        """Show the question with this position."""
        before = self.sitting.position
        if not self._try(lambda: self.sitting.go_to(position, clock.now())):
            return
        self.stack.setCurrentWidget(self.desk)
        self.desk.uncover()
        for changed in (before, position):
            self.panel.navigator.set_tile(changed, self.sitting.tile(changed))
        self.panel.navigator.set_current(position)
        self._ask()
        self._show_time()
        self._announce(f"{self.bar.place_words}. {self.card.stem.accessibleDescription()}")
        self._tell_status()

    def _open_tile(self, position: int) -> None:
        """Show a question chosen in the list of all; the keys go to it, so that Enter leads on from there."""
        self.open(position)
        if self._is_asking():
            self.card.focus_answer()

    def toggle_flag(self) -> None:
        """Flag the question to come back to, or take the flag away."""
        if self._try(lambda: self.sitting.toggle_flag(clock.now())):
            self._show_state()
            self._announce("Flagged" if self.sitting.item().flagged else "Flag removed")

    def reveal(self) -> None:
        """Show the answer of the open question, which makes its pick final; never in strict mode."""
        sitting = self.sitting
        if sitting.exam.strict or sitting.item().settled or not self._is_asking() or not sitting.question().options:
            return
        if self._try(lambda: sitting.settle(clock.now())):
            self.card.show_answer(sitting.item().picked)
            self.card.focus_answer()
            question = sitting.question()
            right = sitting.item().picked == question.key
            key = question.options[question.key]
            self._announce(
                f"{'Right' if right else 'Not the best answer'}. {LETTERS[question.key].upper()}: {key.rationale}"
            )
            self._tell_status()

    def pause(self) -> None:
        """Stop the time of a relaxed exam, and hide the question meanwhile."""
        sitting = self.sitting
        if not sitting.exam.strict and sitting.is_timed and not sitting.paused:
            sitting.pause(clock.now())
            self._show_paused()
            self._show_time()

    def resume(self) -> None:
        """Go on after a pause."""
        self.sitting.resume(clock.now())
        self._drop_still()
        self.stack.setCurrentWidget(self.desk)
        self.card.focus_answer()
        self._show_time()
        self._tell_status()

    def review(self) -> None:
        """Show what is answered and what is not, before handing in."""
        self.sitting.beat(clock.now())
        self.hand_in_view.show_sitting(self.sitting)
        self.stack.setCurrentWidget(self.hand_in_view)
        self._tell_status()

    def go_on(self) -> None:
        """Back from the review to the question."""
        self.open(self.sitting.position)

    def hand_in(self) -> None:
        """Finish; the report is next."""
        if self._finish():
            self.finished.emit(self.sitting.id)

    def ask_to_leave(self) -> None:
        """Say what becomes of the exam, and leave it if that is wanted."""
        box = QMessageBox(QMessageBox.Icon.Question, "Leave the exam", "Leave the exam for now?", parent=self.window())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.kept_words())
        leave = box.addButton("Leave", QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton("Go on", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave.clicked.connect(self.left)
        box.open()

    def kept_words(self) -> str:
        """What becomes of the exam when it is left."""
        left = self.sitting.seconds_left(clock.now())
        if self.sitting.exam.strict and left is not None:
            return f"Your answers are kept, but the clock runs on: {clock_words(left)} left. Practice brings you back."
        return "Your answers and your time are kept. Practice brings you back to this question."

    def tick(self) -> None:
        """Once a second: write the time, show what is left, and hand in when time is up."""
        if self._over:
            return
        if self._try(lambda: self.sitting.beat(clock.now())):
            self._show_time()

    # What the page asks of a running exam

    @property
    def is_over(self) -> bool:
        """Whether the exam has been handed in."""
        return self._over

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        if self.stack.currentWidget() is not self.desk:
            return [("Esc", "Go on")] if self.stack.currentWidget() is self.hand_in_view else []
        last = f"A–{LETTERS[max(0, self.card.options.count - 1)].upper()}"
        scroll = [("PgDn", "Scroll")] if self.card.is_cut else []
        keys = [(last, "Choose"), ("Enter", "Next"), *scroll]
        if self.width() < theme().length(_NARROW):
            keys = [*keys[1:], keys[0]]
        return [*keys, ("F", "Flag"), ("F2–F4", "How sure"), ("K", "Calculator")]

    def status_text(self) -> str:
        """That nothing can be lost, and what the clock does."""
        if self.width() < theme().length(_NARROW):
            return "Saved as you go."
        if self.width() < theme().length(_MEDIUM):
            return "Answers are saved as you go."
        if self.sitting.exam.strict:
            return "Answers are saved as you go. Strict: the clock runs on, whatever you do."
        if self.sitting.is_timed:
            return "Answers are saved as you go. When you pause or leave, the clock stops."
        return "Answers are saved as you go. There is no limit of time."

    def check(self) -> None:
        """After a change elsewhere: take up edited questions; say so if the exam is gone."""
        if self._over:
            return
        if self._collection.exams.running(clock.now()) != self.sitting.id:
            self._stop()
            self.gone.emit()
            return
        self.sitting.read_again()
        self._ask()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key means that no part with the focus wanted; whether it means something."""
        if self._over or event.modifiers() & ~_PLAIN:
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
            return True
        if not self._is_asking():
            return False
        if key in CONFIDENCE_KEYS:
            self.card.toggle_confidence(CONFIDENCE_KEYS[key])
            return True
        text, right_to_left = event.text().lower(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option, name = option_of(text), command_of(key, text, right_to_left=right_to_left)
        if option is None and not name:
            return False
        if option is not None:
            self.choose(option)
        elif not event.isAutoRepeat():
            self._commands()[name]()
        return True

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "next": self.next, "back": self.back, "flag": self.toggle_flag, "pause": self.pause, "reveal": self.reveal,
            "go to": self.desk.go_to, "calculator": self.desk.toggle_calculator, "sheet": self.desk.toggle_sheet,
            "down": lambda: scroll_by(self.card.area, 0.9), "up": lambda: scroll_by(self.card.area, -0.9),
        }  # fmt: skip

    def _escape(self) -> None:
        """One step back: from a tool to the question, from the review to the exam, from the exam to the dialog."""
        if self.stack.currentWidget() is self.hand_in_view:
            self.go_on()
        elif self._is_asking() and self.desk.is_at_tool:
            self.desk.back_to_question()
        else:
            self.ask_to_leave()

    # Time

    def showEvent(self, event: QShowEvent) -> None:
        """The learner is here: time counts."""
        super().showEvent(event)
        if not self._over:
            self.sitting.start_beating(clock.now())
            self._clock.start()
            self.tick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The foot of the window says what it has room for."""
        super().resizeEvent(event)
        if self._told_status:
            self._tell_status()

    def hideEvent(self, event: QHideEvent) -> None:
        """The learner is elsewhere: what was spent is written."""
        super().hideEvent(event)
        self._stop()

    def _stop(self) -> None:
        self._clock.stop()
        if not self._over:
            try:
                self.sitting.stop_beating(clock.now())
            except UserError as error:
                # The window may be closing because the disk is full; the exam itself is already there.
                self.toast.emit(str(error))

    def _show_time(self) -> None:
        now = clock.now()
        left = self.sitting.seconds_left(now)
        self.bar.show_time(left, self.sitting.seconds_spent(), self.sitting.pace(now), paused=self.sitting.paused)
        if not self.sitting.is_timed:
            self.bar.show_progress(self.sitting.counts().answered, self.sitting.count)
        if left is not None and left <= 0 and not self._over:
            if self.sitting.exam.strict:
                self._time_up()
            elif not self._told_time:
                self._told_time = True
                self.toast.emit("The time is used up. In relaxed mode you can go on, or finish when you like.")

    def _time_up(self) -> None:
        answered = self.sitting.counts().answered
        if not self._finish():
            return
        words = (
            f"Your exam was handed in as it was: {number(answered)} of {number(self.sitting.count)} questions answered. "
            "Everything you answered in time counts."
        )
        self._show_still("clock", "Time is up", words, "See the report", lambda: self.finished.emit(self.sitting.id))
        self._announce(f"Time is up. {words}")

    def _finish(self) -> bool:
        # Said first: finishing is a change of the collection, and the exam is not running any more when it is told.
        self._over = True
        try:
            self.sitting.finish(clock.now())
        except UserError as error:
            self._over = False
            self.toast.emit(str(error))
            return False
        self._clock.stop()
        return True

    # What is shown

    def _is_asking(self) -> bool:
        return self.stack.currentWidget() is self.desk and not self._over

    def _ask(self) -> None:
        sitting = self.sitting
        place, count = sitting.position, sitting.count
        self.card.ask(sitting.question(), sitting.item(), first=place == 0, last=place + 1 == count)
        self._show_state()
        self.panel.follow(place)
        if self.isVisible() and not self.desk.is_at_tool:
            self.card.focus_answer()

    def _show_state(self) -> None:
        sitting = self.sitting
        self.bar.show_place(sitting.position, sitting.count, flagged=sitting.item().flagged)
        self.panel.navigator.set_tile(sitting.position, sitting.tile(sitting.position))
        self.panel.show_counts(sitting.counts())

    def _pick(self, option: int) -> None:
        if self._try(lambda: self.sitting.pick(option, clock.now())):
            self._show_state()
            self._show_time()
            self.card.follow_pick(option)

    def _set_confidence(self, confidence: int | None) -> None:
        self._try(lambda: self.sitting.set_confidence(confidence, clock.now()))

    def _prepare_next(self) -> None:
        following = self.sitting.position + 1
        if following < self.sitting.count and not self._over:
            # An exam that has just been discarded elsewhere has no question to make ready; leaving it is under way.
            with suppress(UserError):
                self.card.prepare(self.sitting.question(following))

    def _try(self, write: Callable[[], None]) -> bool:
        """Write something; what cannot be written is said, and the question is shown as it is on disk."""
        try:
            write()
        except UserError as error:
            if self._collection.exams.running(clock.now()) != self.sitting.id:
                self._over = True
                self._clock.stop()
                self.gone.emit()
            else:
                self.card.options.ask(
                    [option.text for option in self.sitting.question().options],
                    self.sitting.question().deck_id,
                    self.sitting.item().picked,
                )
            self.toast.emit(str(error))
            return False
        return True

    def _show_paused(self) -> None:
        self._show_still(
            "pause", "Paused", "The clock stands still. The question is hidden until you go on.", "Go on", self.resume
        )

    def _show_still(self, icon: str, title: str, words: str, button: str, then: Callable[[], None]) -> None:
        self._drop_still()
        self._still = StandStill(icon, title, words, button)
        self._still.pressed.connect(then)
        self.stack.addWidget(self._still)
        self.stack.setCurrentWidget(self._still)
        self._still.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_tools()
        self._tell_status()

    @property
    def still(self) -> StandStill | None:
        """What is shown in place of the question while the exam is paused or over."""
        return self._still

    def _drop_still(self) -> None:
        if self._still is not None:
            self.stack.removeWidget(self._still)
            self._still.deleteLater()
            self._still = None

    def _show_tools(self) -> None:
        """Say in the bar which tools are shown, and which can be used."""
        bar, desk = self.bar, self.desk
        bar.set_low(desk.is_low)
        for button in (bar.flag, bar.pause, bar.sheet, bar.calculator, bar.panel):
            button.setEnabled(self._is_asking())
        bar.finish.setEnabled(not self._over)
        bar.panel.setVisible(not desk.is_wide)
        bar.panel.setChecked(desk.shows_panel and not desk.is_wide)
        bar.calculator.setChecked(desk.shows_calculator)
        bar.sheet.setChecked(self.panel.shows_sheet and desk.shows_panel)
        bar.fit()

    def _tell_status(self) -> None:
        """The footer is drawn anew only where it says something else."""
        status = (self.status_text(), *self.keycaps())
        if status != self._told_status:
            self._told_status = status
            self.status_changed.emit()

    def _announce(self, sentence: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
