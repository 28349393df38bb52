"""The Practice screen: home, the rules of a strict exam, the exam itself, its report, and open-book preparation."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Changes, Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.errors import UserError
from studyapp.gui.page import Page
from studyapp.gui.practice.home import PracticeHome
from studyapp.gui.practice.names import exam_name
from studyapp.gui.practice.rules import StrictRules
from studyapp.gui.practice.runner import Runner

_LOOK_AGAIN_MS = 1000


@runtime_checkable
class _FollowsChanges(Protocol):
    def on_change(self, changes: Changes) -> None: ...


@runtime_checkable
class _HasKeys(Protocol):
    def keycaps(self) -> list[tuple[str, str]]: ...


@runtime_checkable
class _SaysStatus(Protocol):
    def status_text(self) -> str: ...


class PracticePage(Page):
    """Stacks what practice shows; only home lives as long as the page."""

    title = "Practice"
    tables = frozenset({"cards", "decks", "exams", "notes", "settings"})

    edit_requested = Signal(int)
    """Open the editor for this note id."""
    report_card_requested = Signal(int)
    """Report what is wrong with the note with this id."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.home = PracticeHome(collection)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.home)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        home = self.home
        home.start_wanted.connect(self.ask_to_start)
        home.resume_wanted.connect(self.resume)
        home.discard_wanted.connect(self.discard)
        home.report_wanted.connect(self.show_report)
        home.statistics_wanted.connect(self.show_statistics)
        home.open_book_wanted.connect(self.show_open_book)
        home.import_wanted.connect(lambda: self.command.emit("import"))
        self._seconds = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._seconds.timeout.connect(home.refresh_time)

    @property
    def runner(self) -> Runner | None:
        """The exam that is on the screen, or None."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Runner) else None

    @property
    def shown(self) -> QWidget:
        """What the screen shows: home, or what stands in its place."""
        shown = self.stack.currentWidget()
        assert shown is not None
        return shown

    @property
    def full_window(self) -> bool:
        """An exam needs all of the window."""
        return self.runner is not None

    # What the learner does

    def ask_to_start(self, kind: ExamKind, strict: bool, scope: str = "", fresh_only: bool = False) -> None:
        """Start an exam; a strict one only after its rules have been stated."""
        if not strict:
            self.start(kind, strict, scope, fresh_only)
            return
        offer = self._collection.exams.offer(clock.now(), kind, scope, fresh_only)
        rules = StrictRules(kind, offer)
        rules.accepted.connect(lambda: self.start(kind, strict, scope, fresh_only))
        rules.refused.connect(self.show_home)
        self._show(rules)
        rules.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self, kind: ExamKind, strict: bool, scope: str = "", fresh_only: bool = False) -> None:
        """Put an exam together and show its first question."""
        try:
            exam_id = self._collection.exams.start(kind, strict, clock.now(), scope, fresh_only)
        except UserError as error:
            self.show_home()
            self.toast.emit(str(error))
            return
        self._run(exam_id)

    def resume(self, exam_id: int) -> None:
        """Go on with an exam where it was left; one whose time is over is handed in."""
        try:
            exam = self._collection.exams.exam(exam_id)
            left = self._collection.exams.seconds_left(exam_id, clock.now())
        except UserError as error:
            self.home.reload()
            self.toast.emit(str(error))
            return
        if exam.strict and left is not None and left <= 0:
            self._collection.exams.finish(exam_id, clock.now())
            self.toast.emit("Time was up. What you answered in time counts.")
            self.show_report(exam_id)
        else:
            self._run(exam_id)

    def discard(self, exam_id: int) -> None:
        """Throw an exam away; it can be undone."""
        self._collection.exams.discard(exam_id, clock.now())
        self.home.reload()
        self.home.focus_first()
        self.toast_with_undo.emit("Exam discarded.")

    def leave(self) -> None:
        """Back from a running exam to home; the exam is kept."""
        self.show_home()

    def show_home(self) -> None:
        """Show what can be practiced."""
        self._show(self.home)
        self.home.reload()
        self.home.focus_first()

    def show_report(self, exam_id: int) -> None:
        """Show what a finished exam has shown."""
        from studyapp.gui.practice.report import ReportView

        report = ReportView(self._collection, exam_id)
        report.closed.connect(self.show_home)
        report.review_missed.connect(lambda: self.start(ExamKind.MISSED, strict=False, scope=str(exam_id)))
        report.edit_requested.connect(self.edit_requested)
        report.report_card_requested.connect(self.report_card_requested)
        report.toast.connect(self.toast)
        report.status_changed.connect(self.status_changed)
        self._show(report)
        report.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_statistics(self) -> None:
        """Show what the learner's answers say of each question."""
        from studyapp.gui.practice.statistics import StatisticsView

        statistics = StatisticsView(self._collection)
        statistics.closed.connect(self.show_home)
        statistics.status_changed.connect(self.status_changed)
        statistics.edit_requested.connect(self.edit_requested)
        statistics.report_card_requested.connect(self.report_card_requested)
        self._show(statistics)
        statistics.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_open_book(self) -> None:
        """Prepare the books for the exam room."""
        from studyapp.gui.practice.open_book import OpenBookView

        book = OpenBookView(self._collection)
        book.closed.connect(self.show_home)
        book.toast.connect(self.toast)
        book.status_changed.connect(self.status_changed)
        self._show(book)
        book.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the window asks of a page

    def reload(self) -> None:
        """Read again what is shown."""
        runner = self.runner
        if runner is not None:
            runner.check()
        else:
            self.home.reload()

    def on_change(self, changes: Changes) -> None:
        """A step that was undone may have brought an exam back or taken it away; what an exam writes itself is shown already."""
        runner = self.runner
        if runner is not None and changes.kind == "do" and changes.tables <= {"exams", "exam_answers"}:
            return
        if changes.kind != "do" and "exams" in changes.tables and runner is None and self.shown is not self.home:
            # A report of an exam that is running again would be none.
            self.show_home()
            return
        if self.shown is self.home or runner is not None:
            super().on_change(changes)
        elif isinstance(self.shown, _FollowsChanges):
            self.shown.on_change(changes)

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        if isinstance(self.shown, _HasKeys):
            return self.shown.keycaps()
        return [] if self.shown is self.home else [("Esc", "Back")]

    def status_text(self) -> str:
        """What the footer says."""
        return (self.shown if isinstance(self.shown, _SaysStatus) else self.home).status_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of an exam, which no field or button with the focus has used; Esc leads back from elsewhere."""
        runner = self.runner
        if runner is not None:
            if not runner.handle_key(event):
                super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.shown is not self.home:
            self.show_home()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up, and give the focus to what leads on."""
        super().showEvent(event)
        self._seconds.start()
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another screen is opened: an exam is kept, and it is said what its clock does."""
        super().hideEvent(event)
        self._seconds.stop()
        runner = self.runner
        if runner is not None and not runner.is_over and not event.spontaneous():
            self.toast.emit(runner.kept_words())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        self._focus_first()

    def _focus_first(self) -> None:
        if self.runner is not None:
            self.runner.card.focus_answer()
        elif self.shown is self.home:
            self.home.focus_first()

    def _run(self, exam_id: int) -> None:
        try:
            runner = Runner(self._collection, exam_id)
        except UserError as error:
            self.show_home()
            self.toast.emit(str(error))
            return
        runner.finished.connect(self.show_report)
        runner.left.connect(self.leave)
        runner.gone.connect(self._exam_gone)
        runner.toast.connect(self.toast)
        runner.status_changed.connect(self.status_changed)
        self._show(runner)
        runner.begin()
        runner.card.focus_answer()
        runner_name = exam_name(runner.sitting.exam.kind, runner.sitting.exam.scope)
        self.setAccessibleName(f"Practice: {runner_name}")

    def _exam_gone(self) -> None:
        """The exam on the screen has been undone or discarded elsewhere."""
        QTimer.singleShot(0, self.show_home)

    def _show(self, widget: QWidget) -> None:
        """Put this in the place of what is shown, which goes, unless it is home."""
        before = self.shown
        if before is widget:
            return
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        self.setAccessibleName(self.title)
        if before is not self.home:
            self.stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.status_changed.emit()
