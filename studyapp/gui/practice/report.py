"""The report of a finished exam: what came out and how sure that is, what was missed and why, and what happens next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Changes, Collection
from studyapp.domain.exam_report import ExamReport
from studyapp.errors import UserError
from studyapp.gui.practice import report_words as words
from studyapp.gui.practice.pace_chart import PaceChart
from studyapp.gui.practice.question_list import QuestionList
from studyapp.gui.practice.report_parts import ChartCard, FigureRow, Paragraphs, figures
from studyapp.gui.practice.result_chart import ResultChart
from studyapp.gui.practice.trend_chart import TrendChart, trend_marks
from studyapp.gui.practice.wrapping_row import WrappingRow
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.focus import has_keyboard
from studyapp.gui.widgets.frames import Card, EmptyState, Inset, LoadingState, ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

_BESIDE = 860
"""Width in design pixels from which charts stand side by side."""
_FOUR, _TWO = 760, 420
"""Widths from which four or two figures stand in a line."""
_ROOM_FOR_STATUS, _ROOM_FOR_KEYS = 900, 620
"""Widths below which the foot of the window says less, so that keys have room."""
_TABLES = frozenset({"cards", "decks", "exams", "notes"})
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class ReportView(QWidget):
    """Shows one finished exam. It reads the report just after it is first painted."""

    focus_ring = False
    review_missed = Signal()
    """Ask the missed questions again."""
    closed = Signal()
    edit_requested = Signal(int)
    """Edit the note with this id."""
    report_card_requested = Signal(int)
    """Report what is wrong with the note with this id."""
    toast = Signal(str)
    status_changed = Signal()
    """The keys of the moment have changed."""

    def __init__(self, collection: Collection, exam_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection, self.exam_id = collection, exam_id
        self.report: ExamReport | None = None
        self._told_status = ""
        self.stack = QStackedWidget()
        self.title, self.subtitle = Label("", "title", wrap=True), Label("", "secondary", wrap=True)
        self.close_button = Button("Close", "quiet", icon="x")
        self.export_button = Button("Export", icon="download")
        self.review_button = Button("", "primary", icon="book-open")
        self.diagnostic = Label("", "strong", wrap=True)
        self.figures = FigureRow()
        self.results, self.trend = ResultChart("Result by section"), TrendChart()
        self.pace, self.calibration = PaceChart(), ResultChart("Right answers by how sure you were")
        self.list = QuestionList(collection.media.read, lambda position: collection.exams.question(exam_id, position))
        self.next_steps, self.more_about = Paragraphs(), Paragraphs()
        self._slowest = WrappingRow()
        self.slowest: list[Button] = []
        """Links to the questions that took longest."""
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Report")
        theme().changed.connect(self._fit)
        QTimer.singleShot(0, self, self.reload)

    # Reading

    def reload(self) -> None:
        """Read the report; a mistake is shown in its place."""
        exams = self._collection.exams
        try:
            report = exams.report(self.exam_id)
            brought = exams.brought_forward(self.exam_id, clock.now())
            missed = set(exams.missed(clock.now()))
        except UserError as error:
            self._show_error(str(error))
            return
        self.report = report
        self._show_report(report, brought, missed)

    def on_change(self, changes: Changes) -> None:
        """Something was edited elsewhere: read again, and keep the place in the list."""
        if self.report is None or not changes.tables & _TABLES:
            return
        place = self.list.place()
        self.reload()
        self.list.go_back(place)

    def _show_report(self, report: ExamReport, brought_forward: int, missed: set[int]) -> None:
        zone = clock.now().tzinfo
        outline = self._collection.outline
        titles = {leaf.id: leaf.title for leaf in outline.leaves()} if outline else {}
        short = {section.id: section.short_title for section in outline.sections} if outline else {}
        name = words.title(report, outline)
        self.title.setText(name)
        self.subtitle.setText(words.subtitle(report, words.day_of(report.finished, zone)))
        self.setAccessibleName(f"Report: {name}")
        self._show_buttons(report, missed)
        self.diagnostic.setText(words.DIAGNOSTIC)
        self._diagnostic_box.setVisible(report.diagnostic)
        self.figures.show_figures(figures(report))
        self.results.show_results(report.sections, report.leaves, short)
        self._results_card.say(words.lowest_words(report.sections, short))
        if len(report.sections) == 1:
            self.results.open_all()
        self._show_trend(report)
        self.pace.show_pace(report.pace)
        self._pace_card.say(words.pace_words(report))
        self.calibration.show_results(report.calibration)
        self.calibration.setVisible(bool(report.calibration))
        self._calibration_card.say(
            f"{words.calibration_words(report.calibration)} {words.first_answer_words(report.changed)}"
        )
        self._show_slowest(report)
        self.list.show_items(report.items, titles, short)
        self._show_sentences(report, brought_forward)
        self._show_body()

    def _show_buttons(self, report: ExamReport, missed: set[int]) -> None:
        again = sum(item.missed and item.card_id in missed for item in report.items)
        self.review_button.setVisible(bool(again))
        # Some may have been answered right since, so that they wait for another day or are done.
        some = f"{number(again)} of the " if again < report.missed else "the "
        self.review_button.setText(f"Review {some}{number(report.missed)} missed")
        self.review_button.retheme()
        self._buttons.place()
        self._buttons.updateGeometry()

    def _show_trend(self, report: ExamReport) -> None:
        self._trend_card.setVisible(words.is_mock(report))
        if not words.is_mock(report):
            return
        zone = clock.now().tzinfo
        self.trend.show_marks(trend_marks(report, zone))
        self._trend_card.say(words.trend_words(report, zone))
        self._trend_card.key.setVisible(any(mock.kind is not report.kind for mock in report.earlier))

    def _show_slowest(self, report: ExamReport) -> None:
        self._slowest.clear()
        self.slowest.clear()
        for position in report.pace.slowest:
            link = Button(f"{position + 1} ({words.time_words(report.items[position].seconds)})", "link", height=24)
            link.setAutoDefault(False)
            link.setAccessibleName(f"Question {position + 1}, {words.time_words(report.items[position].seconds)}")
            link.clicked.connect(lambda _=False, position=position: self.list.reveal(position))
            self.slowest.append(link)
            self._slowest.add(link)
        self._slowest.setVisible(bool(self.slowest))

    def _show_sentences(self, report: ExamReport, brought_forward: int) -> None:
        again = words.missed_again_words(report, brought_forward)
        self.next_steps.say([again] if again else [])
        self._next_box.setVisible(bool(again))
        self.more_about.say(words.notes(report))

    def _show_error(self, sentence: str) -> None:
        state = EmptyState("triangle-alert", "This report cannot be shown", sentence)
        back = Button("Back to Practice", "primary", height=44)
        back.clicked.connect(self.closed)
        state.box.addSpacing(theme().length(8))
        state.box.addWidget(back, 0, Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addStretch(1)
        column.addWidget(state)
        column.addStretch(2)
        self.stack.addWidget(holder)
        self.stack.setCurrentWidget(holder)
        if has_keyboard(self):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_body(self) -> None:
        self._fit()
        had = has_keyboard(self)
        self.stack.setCurrentWidget(self.body)
        if had:
            self.focus_first()
        self.status_changed.emit()

    # What the learner does

    def export(self) -> None:
        """Ask for a file, and write the report to it as a PDF."""
        if self.report is None:
            return
        from studyapp.gui.practice.report_export import choose_file, write_report

        path = choose_file(self, self.report)
        if path is None:
            return
        try:
            if write_report(self, self._collection, self.report, path):
                self.toast.emit(f"Report written to {path.name}.")
        except UserError as error:
            self.toast.emit(str(error))

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        if self.report is None:
            return [("Esc", "Back")]
        on_row = self.list.can_open()
        enter = [("Enter", "Open question" if on_row else "Review missed")] if on_row or self._can_review() else []
        return [*enter, ("↑ ↓", "Question"), ("Ctrl+E", "Export"), ("Esc", "Back")]

    def status_text(self) -> str:
        """What the footer says."""
        if self.width() < theme().length(_ROOM_FOR_KEYS):
            return words.STATUS_SHORTEST
        return words.STATUS if self.width() >= theme().length(_ROOM_FOR_STATUS) else words.STATUS_SHORT

    def focus_first(self) -> None:
        """Give the keyboard to what leads on."""
        target = self.review_button if self._can_review() else self.close_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Ctrl+E exports the report here, though elsewhere it is a menu's key."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_export(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑ and ↓ go to the questions from the buttons too, where Qt would go to the next button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._step(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the report, which no control with the focus has used."""
        if _is_export(event):
            self.export()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _ENTER and self._can_review():
            self.review_missed.emit()
        elif not self._step(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on, once there is something to press."""
        if self.report is not None:
            self.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for the width."""
        super().resizeEvent(event)
        self._fit()

    def _step(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or self.report is None or event.modifiers() & ~_KEYPAD:
            return False
        self.list.step(step)
        return True

    def _can_review(self) -> bool:
        return not self.review_button.isHidden() and self.report is not None

    def _see_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.status_changed.emit()

    # Layout

    def _build(self) -> None:
        self._results_card = ChartCard("By section", self.results, "dot: result, bar: likely range")
        self._trend_card = ChartCard("Trend", self.trend, "filled: same kind")
        self._pace_card = ChartCard("Time", self.pace)
        self._calibration_card = ChartCard("First thoughts and certainty", self.calibration)
        slow = QHBoxLayout()
        slow.setContentsMargins(0, theme().length(6), 0, 0)
        slow.setSpacing(theme().length(6))
        self._slow_label = Label("Longest:", "label")
        slow.addWidget(self._slow_label)
        slow.addWidget(self._slowest, 1)
        self._pace_card.box.insertLayout(4, slow)
        self._diagnostic_box, self._next_box = Inset(padding=(16, 10)), Inset(padding=(16, 12))
        self._diagnostic_box.box.addWidget(self.diagnostic)
        self._next_box.box.addWidget(Label("What happens now", "strong"))
        self._next_box.box.addWidget(self.next_steps)
        about = Card(padding=(20, 14), spacing=4)
        about.box.addWidget(Label("How to read this", "subtitle"))
        about.box.addWidget(self.more_about)
        self._charts, self._times = (QBoxLayout(QBoxLayout.Direction.LeftToRight) for _ in range(2))
        for row, left, right in (
            (self._charts, self._results_card, self._trend_card),
            (self._times, self._pace_card, self._calibration_card),
        ):
            row.addWidget(left, 3)
            row.addWidget(right, 2)
        self.body = _Body()
        self.body.box.addLayout(self._header())
        self.body.box.addWidget(self._diagnostic_box)
        self.body.box.addWidget(self.figures)
        self.body.box.addLayout(self._charts)
        self.body.box.addWidget(self._next_box)
        self.body.box.addWidget(self.list)
        self.body.box.addLayout(self._times)
        self.body.box.addWidget(about)
        self.body.box.addStretch(1)
        self.loading = LoadingState("Reading the report…")
        self.stack.addWidget(self.loading)
        self.stack.addWidget(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _header(self) -> QBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(theme().length(2))
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        self._buttons = WrappingRow(gap=8)
        self._buttons.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for button in (self.close_button, self.export_button, self.review_button):
            self._buttons.add(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addLayout(names, 1)
        self._head.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._head

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.closed)
        self.export_button.clicked.connect(self.export)
        self.review_button.clicked.connect(self.review_missed)
        self.list.edit_wanted.connect(self.edit_requested)
        self.list.report_wanted.connect(self.report_card_requested)
        self.list.current_changed.connect(self.status_changed)
        for button in (
            self.close_button,
            self.export_button,
            self.review_button,
            *self.list.filters.values(),
            self.list.more,
        ):
            button.setAutoDefault(False)
            button.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._see_focus)

    def _fit(self) -> None:
        look = theme()
        width = self.width()
        direction = (
            QBoxLayout.Direction.LeftToRight if width >= look.length(_BESIDE) else QBoxLayout.Direction.TopToBottom
        )
        for row in (self._charts, self._times):
            row.setDirection(direction)
            row.setSpacing(look.length(16))
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if width >= look.length(640) else QBoxLayout.Direction.TopToBottom
        )
        self._head.setSpacing(look.length(12))
        self.figures.arrange(4 if width >= look.length(_FOUR) else 2 if width >= look.length(_TWO) else 1)
        self._results_card.key.setVisible(width >= look.length(520))
        set_spacing(self.body.box, (32 if width >= look.length(_FOUR) else 20, 20), 16)
        if self._told_status != self.status_text():
            self._told_status = self.status_text()
            self.status_changed.emit()


class _Body(ScrollColumn):
    """Leaves the arrows to the report, where they go from question to question."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt would scroll."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _is_export(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    return event.key() == Qt.Key.Key_E and event.modifiers() & ~_KEYPAD == control
