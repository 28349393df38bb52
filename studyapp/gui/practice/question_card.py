"""One question of an exam: stem, exhibit, options, how sure one is; and, where it was asked for, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studyapp.collection.exam_values import ExamQuestion, ItemState
from studyapp.domain.exhibits import Exhibit
from studyapp.domain.tasks import Calculate
from studyapp.gui.card_view import WIDEST_TEXT, CardView, Note, ReadMedia
from studyapp.gui.card_view.options import ConfidenceRow, OptionList
from studyapp.gui.card_view.reasons import option_remarks, tempting_option
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Divider, Inset, set_spacing
from studyapp.gui.widgets.painting import text_width
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import Label

if TYPE_CHECKING:
    from studyapp.gui.card_view.exhibit_view import ExhibitView

_GLANCE_MS = 60
"""After this the learner is reading, and the next question can be made ready."""
_BESIDE = 680
"""Design pixels of width from which, in a low window, the exhibit stands beside the options and not above them."""
_TABLE = "matrix"
"""The chart that gets higher, not lower, where it is narrow."""
_SEEN = 24
"""Design pixels of the first option that show that there are options."""
_KEYS = {0: "F2", 1: "F3", 2: "F4"}
"""From a guess to sure."""


class QuestionCard(Card):
    """Shows one question after another with the same widgets."""

    back_pressed = Signal()
    next_pressed = Signal()
    reveal_pressed = Signal()
    picked = Signal(int)
    """Index of the option that was picked."""
    confidence_chosen = Signal(object)
    """0 guess, 1 fairly, 2 sure, or None."""
    cut_changed = Signal()
    """All of the question is in view now, or not any more."""
    idle = Signal()
    """The learner is reading: time to make the next question ready."""

    def __init__(self, read_media: ReadMedia, *, relaxed: bool, remark: str) -> None:
        super().__init__(padding=(1, 1), spacing=0)
        self._question: ExamQuestion | None = None
        self._low = self._was_cut = self._last = False
        self.stem = CardView(read_media)
        self.exhibit: ExhibitView | None = None
        self.options, self.confidence = OptionList(read_media), _Confidence()
        self.explanation = CardView(read_media, size=14)
        self.back, self.next = _Back(), Button("Next", "primary")
        self.reveal = Button("Show answer")
        self._remark = Label(remark, "label")
        self._build()
        self.reveal.setVisible(relaxed)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._follow_layout)
        bar.valueChanged.connect(self._show_more_below)
        self._glance = QTimer(self, singleShot=True, interval=_GLANCE_MS)
        self._glance.timeout.connect(self.idle)
        self.options.chosen.connect(self.picked)
        self.confidence.chosen.connect(self.confidence_chosen)
        for button, signal in (
            (self.back, self.back_pressed),
            (self.next, self.next_pressed),
            (self.reveal, self.reveal_pressed),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        theme().changed.connect(self._set_lengths)
        self._set_lengths()

    def _build(self) -> None:
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._notes = Inset()
        self._notes.box.addWidget(self.explanation)
        self._notes.hide()
        self._exhibit_frame, self._answers = QWidget(), QWidget()
        self._exhibit_frame.hide()
        self._answers_column = QVBoxLayout(self._answers)
        self._answers_column.setContentsMargins(0, 0, 0, 0)
        self._answers_column.addWidget(self.options)
        self._answers_column.addWidget(self.confidence)
        self._answers_column.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for part in (self._exhibit_frame, self._answers):
            self._pair.addWidget(part, 1)
        self._body.addWidget(self.stem)
        self._body.addLayout(self._pair)
        self._body.addWidget(self._notes)
        self._body.addStretch(1)
        self.area = _Area()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        self.area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self.more_below = Button("Options below", key="PgDn", parent=self.area, height=32)
        self.more_below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more_below.hide()
        self.more_below.clicked.connect(self._show_options)
        self._foot, self._foot_column = QHBoxLayout(), QVBoxLayout()
        self._foot.addWidget(self.back)
        self._foot.addStretch(1)
        self._foot.addWidget(self._remark)
        self._foot.addStretch(1)
        self._foot.addWidget(self.reveal)
        self._foot.addWidget(self.next)
        self._foot_column.addWidget(Divider())
        self._foot_column.addLayout(self._foot)
        self.box.addWidget(self.area, 1)
        self.box.addLayout(self._foot_column)

    @property
    def revealed(self) -> bool:
        """Whether the answer is shown."""
        return self.options.locked

    def ask(self, question: ExamQuestion, item: ItemState, *, first: bool, last: bool) -> None:
        """Show a question with what has been answered so far; a settled one with its answer."""
        same = self._question is question
        self._question = question
        face = question.face
        title = f"**{face.title}**\n\n" if face.title else ""
        self.stem.show_text(f"{title}{face.question}", question.deck_id, "Question")
        self.options.ask([option.text for option in question.options], question.deck_id, item.picked)
        self.confidence.set_choice(item.confidence)
        self.confidence.setEnabled(not item.settled)
        self.confidence.setVisible(bool(question.options) and not (item.settled and item.confidence is None))
        self.back.setEnabled(not first)
        self._last = last
        self._fit_foot()
        self.reveal.setEnabled(not item.settled and bool(question.options))
        self._notes.hide()
        if item.settled and question.options:
            self.show_answer(item.picked)
        else:
            self._show_exhibit(face.exhibit)
        if not same:
            self.area.verticalScrollBar().setValue(0)
        self._follow_layout()
        self._glance.start()

    def show_answer(self, picked: int | None) -> None:
        """Mark the best option, and say why each option is right or wrong."""
        question = self._question
        if question is None:
            return
        face = question.face
        tempting = tempting_option(question.options, question.key, picked)
        remarks = option_remarks(question.options, question.key, tempting)
        self.options.show_result(question.key, picked, remarks)
        self.confidence.setEnabled(False)
        self.confidence.setVisible(self.confidence.choice is not None)
        self.reveal.setEnabled(False)
        self._show_exhibit(face.exhibit_answer or face.exhibit)
        solution = face.task.question.solution if isinstance(face.task, Calculate) else ""
        notes: list[Note] = [
            ("Worked solution", solution), ("Example", face.example), ("Remark", face.remark), ("Source", question.source),
        ]  # fmt: skip
        notes = [note for note in notes if note[1]]
        self.explanation.show_notes(notes, question.deck_id, "Explanation")
        self._notes.setVisible(bool(notes))
        if picked is not None:
            self.follow_pick(picked)

    def prepare(self, question: ExamQuestion) -> None:
        """Make the texts and formulas of a question ready, so that it comes without delay."""
        self.stem.prepare(question.face.question)
        for row, option in zip(self.options.rows, question.options, strict=False):
            row.view.prepare(option.text)

    def follow_pick(self, option: int) -> None:
        """Bring the option that was picked into sight; the focus goes with it, unless it is at another tool."""
        row = self.options.rows[option]
        focus = QApplication.focusWidget()
        if focus is not None and self.options.isAncestorOf(focus):
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._body.activate()
        self.area.ensureWidgetVisible(row, 0, theme().length(12))

    def set_low(self, low: bool) -> None:
        """Whether the window has little height."""
        if low != self._low:
            self._low = low
            self._set_lengths()

    def focus_answer(self) -> None:
        """Give the focus to the options, or to what leads on where nothing can be picked."""
        if self.options.count and not self.options.locked:
            self.options.focus_choice()
        else:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads, so nothing need be made ready; the collection may be about to close."""
        super().hideEvent(event)
        self._glance.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the foot where there is no room."""
        super().resizeEvent(event)
        self._fit_foot()
        self._follow_layout()

    @property
    def is_cut(self) -> bool:
        """Whether the question is higher than the room for it, so that it scrolls."""
        return self.area.verticalScrollBar().maximum() > 0

    def toggle_confidence(self, value: int) -> None:
        """Press the button that says how sure the learner is, if there is one."""
        if self.confidence.isVisible():
            self.confidence.buttons[value].click()

    def _follow_layout(self) -> None:
        """Give the exhibit its place and size, say whether options follow, and whether the question is cut."""
        self._place_exhibit()
        self._show_more_below()
        self._tell_cut()

    def _place_exhibit(self) -> None:
        """Beside the options in a low window that is wide enough, else above them, no higher than leaves the first in view."""
        look = theme()
        shown = self.exhibit is not None and self.exhibit.exhibit is not None
        # As if there were always a scroll bar, so that its coming changes nothing.
        width = self.width() - 2 * look.length(self._sides()) - self.area.verticalScrollBar().sizeHint().width()
        beside = self._low and shown and width >= look.length(_BESIDE)
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._pair.setStretch(0, 1 if beside else 0)
        if self.exhibit is None or self.exhibit.exhibit is None:
            return
        if beside:
            width = (width - self._pair.spacing()) // 2
        self._body.activate()
        first = self.options.rows[0].sizeHint().height() + self._pair.spacing() if self.options.count else 0
        room = self.area.viewport().height() - self.stem.geometry().bottom() - self._body.spacing()
        # So high a picture never is: a table is to be as wide as it can.
        limited = not beside and self.exhibit.exhibit.chart != _TABLE
        self.exhibit.fit(width, room - first if limited else 1_000_000)

    def _show_more_below(self) -> None:
        """Say that there are options where none is in view yet."""
        view, look = self.area.viewport(), theme()
        first = self.options.rows[0] if self.options.count else None
        below = first is not None and first.mapTo(view, QPoint(0, 0)).y() > view.height() - look.length(_SEEN)
        self.more_below.setVisible(below)
        if below:
            hint = self.more_below.sizeHint()
            x, y = (self.area.width() - hint.width()) // 2, self.area.height() - hint.height() - look.length(8)
            self.more_below.setGeometry(x, y, hint.width(), hint.height())
            self.more_below.raise_()

    def _show_options(self) -> None:
        bring_into_view(self._answers)

    def _tell_cut(self) -> None:
        if self.is_cut != self._was_cut:
            self._was_cut = self.is_cut
            self.cut_changed.emit()

    def _fit_foot(self) -> None:
        """First the sentence goes, then air, then the word beside the arrow back, then all but one word of each button."""
        look, relaxed = theme(), not self.reveal.isHidden()
        room = self.width() - 2 * look.length(self._sides()) - look.length(2)
        shown = [button for button in (self.back, self.reveal, self.next) if button is not self.reveal or relaxed]
        for level in range(5):
            self._remark.setVisible(level == 0)
            self._word(self.back, "" if level >= 3 else "Back")
            self._word(self.next, "Next" if not self._last else "Review" if level >= 4 else "Review answers")
            self._word(self.reveal, "Answer" if level >= 4 else "Show answer")
            for button in (self.back, self.next):
                button.setMinimumWidth(look.length(112) if level < 2 else 0)
            widths = [max(button.sizeHint().width(), button.minimumWidth()) for button in shown]
            if level == 0:
                widths.append(self._remark.sizeHint().width() + 2 * look.length(8))
            # The two stretches beside the sentence have a space each.
            if sum(widths) + look.length(8) * (len(shown) + 1) <= room:
                break
        # A layout inside a layout keeps the widths it knew, unless it is told.
        for layout in (self._foot, self._foot_column, self.box):
            layout.invalidate()
        self.box.activate()

    @staticmethod
    def _word(button: Button, text: str) -> None:
        if button.text() != text:
            button.setText(text)
            button.retheme()

    def _sides(self) -> int:
        return 20 if self._low else 32

    def _show_exhibit(self, exhibit: Exhibit | None) -> None:
        if exhibit is not None and self.exhibit is None:
            from studyapp.gui.card_view.exhibit_view import ExhibitView

            self.exhibit = ExhibitView()
            frame = QVBoxLayout(self._exhibit_frame)
            frame.setContentsMargins(0, 0, 0, 0)
            frame.addWidget(self.exhibit, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._exhibit_frame.setVisible(exhibit is not None)
        if self.exhibit is not None:
            self.exhibit.show_exhibit(exhibit)

    def _set_lengths(self) -> None:
        look = theme()
        sides, top = self._sides(), 16 if self._low else 28
        set_spacing(self._body, (sides, top), 12 if self._low else 20)
        self._foot_column.setContentsMargins(
            look.length(sides), 0, look.length(sides), look.length(12 if self._low else 20)
        )
        self._foot_column.setSpacing(look.length(10 if self._low else 14))
        self._foot.setSpacing(look.length(8))
        self.options.set_low(self._low)
        for layout in (self._pair, self._answers_column):
            layout.setSpacing(look.length(12 if self._low else 20))
        self._fit_foot()
        # The exhibit takes back its usual greatest width when the theme changes.
        QTimer.singleShot(0, self, self._follow_layout)
        self._notes.setMaximumWidth(look.length(WIDEST_TEXT + 32))


class _Area(QScrollArea):
    """Leaves all keys to the exam, which scrolls it where it should."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt would take the arrows, which lead to other questions."""
        event.ignore()


class _Back(Button):
    """Is its arrow alone where there is little room."""

    def __init__(self) -> None:
        super().__init__("Back", icon="chevron-left")
        self.setAccessibleName("Back")
        self.setToolTip("Question before (Backspace)")

    def _content_width(self) -> int:
        # No room for the gap before a word that is not there.
        return super()._content_width() if self.text() else theme().length(self._icon_size())


class _Confidence(ConfidenceRow):
    """Names the keys, and leaves them and its words out where there is room for the buttons alone."""

    def __init__(self) -> None:
        super().__init__()
        for value, button in self.buttons.items():
            button.setToolTip(f"{button.text()} ({_KEYS[value]})")

    def minimumSizeHint(self) -> QSize:
        """The buttons without their keys."""
        look = theme()
        widths = [look.length(32) + text_width(button.text(), look.font(14, 500)) for button in self.buttons.values()]
        return QSize(sum(widths) + look.length(4) * (len(widths) - 1), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits: first the keys, then the question, then the remark."""
        super().resizeEvent(event)
        look = theme()
        keys = sum(look.length(12) + text_width(key, look.font(12, 500)) for key in _KEYS.values())
        room = self.width() - self.minimumSizeHint().width() - look.length(8) - keys
        for value, button in self.buttons.items():
            button.set_key(_KEYS[value] if room >= 0 else "")
            button.setAccessibleDescription(f"Key {_KEYS[value]}")
        self._row.setSpacing(look.length(8 if room >= 0 else 4))
        for label in self.findChildren(Label):
            room -= label.sizeHint().width() + look.length(8)
            label.setVisible(room >= 0)
