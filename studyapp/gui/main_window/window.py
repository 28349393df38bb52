"""The window: sidebar, pages and footer, and the actions that belong to no single page.

It is shown before the collection is open. Only what the first paint needs is imported above; every page but Today is
built when it is first visited.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from studyapp.errors import UserError
from studyapp.gui.main_window.actions import WindowActions
from studyapp.gui.page import Page
from studyapp.gui.preferences import Preferences
from studyapp.gui.theme import theme
from studyapp.gui.today.page import TodayPage
from studyapp.gui.widgets.footer import MOST_KEYS, Footer
from studyapp.gui.widgets.menus import ALWAYS, MENUS, OF_PAGE, MenuBar
from studyapp.gui.widgets.sidebar import Fact, Screen, Sidebar
from studyapp.paths import shipped

if TYPE_CHECKING:
    from studyapp.collection import Changes, Collection, Scope
    from studyapp.gui.main_window.exam_planner import ExamPlanner
    from studyapp.gui.main_window.parameter_fitter import ParameterFitter
    from studyapp.gui.widgets.focus import FocusRing
    from studyapp.gui.widgets.toast import Toast

SCREENS = (
    Screen("today", "Today", "house", "Ctrl+1"),
    Screen("review", "Review", "book-open", "Ctrl+2"),
    Screen("practice", "Practice", "clipboard-check", "Ctrl+3"),
    Screen("readiness", "Readiness", "layout-grid", "Ctrl+4"),
    Screen("decks", "Decks", "library", "Ctrl+5"),
    Screen("settings", "Settings", "settings", "Ctrl+,", foot=True),
    Screen("help", "Help", "circle-help", "F1", foot=True),
)
_NAMES = frozenset(screen.name for screen in SCREENS)
_ACTIONS = frozenset(entry.name for entries in MENUS.values() for entry in entries) - OF_PAGE - {"undo", "redo"}
_ICON = "io.github.studyapp.studyapp.svg"
_NARROW = 1000
_SMALLEST = (900, 600)


class MainWindow(QMainWindow):
    """Joins the screens, which do not know each other."""

    restore_requested = Signal(object)
    """Go back to the backup at this path."""
    retry_requested = Signal()
    """Try again to open the collection."""
    folder_requested = Signal(object)
    """Open the collection of the folder at this path."""
    new_collection_requested = Signal()
    """Make a new collection where the old file is gone."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._collection: Collection | None = None
        self._pages: dict[str, Page] = {}
        self._open = ""
        self._toast: Toast | None = None
        self._actions = WindowActions(self, preferences)
        self._ring: FocusRing | None = None
        self._planner: ExamPlanner | None = None
        self._fitter: ParameterFitter | None = None
        self.menu = MenuBar(self)
        self.sidebar = Sidebar(SCREENS)
        self.stack = QStackedWidget()
        self.footer = Footer()
        self._lay_out()
        self.menu.chosen.connect(self.act)
        self.sidebar.chosen.connect(self.open_screen)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        preferences.place(self)
        self._start_over()

    @property
    def collection(self) -> Collection | None:
        """The collection that is shown, or None while none is open."""
        return self._collection

    @property
    def exam_planner(self) -> ExamPlanner | None:
        """What plans for the exam; None until the first numbers are shown."""
        return self._planner

    @property
    def parameter_fitter(self) -> ParameterFitter | None:
        """What fits the memory model to the learner; None until the first numbers are shown."""
        return self._fitter

    @property
    def page(self) -> Page:
        """The page that is open."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def set_collection(self, collection: Collection | None) -> None:
        """Show this collection from now on; None before it is closed."""
        self._collection = collection
        for worker in (self._planner, self._fitter):
            if worker is not None:
                worker.stop()
                worker.deleteLater()
        self._planner = self._fitter = None
        self._start_over()
        QTimer.singleShot(0, self._complete)
        if collection is not None:
            collection.subscribe(self._on_change)
            self._today().set_collection(collection)
            self._show_facts()
            self._show_undo()
            QTimer.singleShot(0, self._plan_for_exam)

    def show_progress(self, sentence: str) -> None:
        """Say on Today what is being done before there is a collection to show."""
        if not isinstance(self._pages["today"], TodayPage):
            # Nothing of a recovery can be chosen any more.
            self._start_over()
        self._today().show_progress(sentence)

    def show_recovery(self, error: UserError, folder: Path) -> None:
        """Say why the collection cannot be opened, and what can be done."""
        from studyapp.gui.recovery.page import RecoveryPage

        self._collection = None
        self._start_over()
        self._complete()
        page = RecoveryPage(error, folder)
        page.restore_requested.connect(self.restore_requested)
        page.retry_requested.connect(self.retry_requested)
        page.open_requested.connect(self.folder_requested)
        page.new_collection_requested.connect(self.new_collection_requested)
        self._replace("today", page)

    def open_screen(self, name: str) -> None:
        """Turn to a screen; it is built if this is the first visit."""
        if name == self._open or (self._open and not self.page.can_leave()):
            return
        if name not in self._pages:
            self._add(name, self._build(name))
        page = self._pages[name]
        self._open = name
        self.stack.setCurrentWidget(page)
        self.sidebar.set_current(name)
        self.setWindowTitle(page.title)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_status()

    def act(self, name: str) -> None:
        """Carry out an action of the menus by its name."""
        if name in _NAMES:
            self.open_screen(name)
        elif name in OF_PAGE:
            command = self.page.commands().get(name)
            if command:
                command()
        elif name == "study":
            self._study(None)
        elif name == "quit":
            self.close()
        else:
            self._actions[name]()

    def import_files(self, paths: Sequence[Path]) -> None:
        """Read these files and show what importing them would do."""
        self._actions.import_files(paths)

    def bring_to_front(self) -> None:
        """Show the window above all others."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def warn(self, text: str) -> None:
        """Say what went wrong, until the message is closed."""
        self._shown_toast().warn(text)

    def tell(self, text: str) -> None:
        """Say what happened, for some seconds."""
        self._shown_toast().say(text)

    def tell_with_undo(self, text: str) -> None:
        """Say what happened, with a way back."""
        self._shown_toast().say(text, "Undo", self._actions.undo)

    def _lay_out(self) -> None:
        self.setMenuBar(self.menu)
        center = QWidget()
        rows = QVBoxLayout(center)
        columns = QHBoxLayout()
        for box in (rows, columns):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        columns.addWidget(self.sidebar)
        columns.addWidget(self.stack, 1)
        rows.addLayout(columns, 1)
        rows.addWidget(self.footer)
        self.setCentralWidget(center)
        theme().changed.connect(self._fit)

    def _start_over(self) -> None:
        """No page but an empty Today; the screens and actions that work without a collection."""
        if not self._is_untouched():
            for page in self._pages.values():
                self.stack.removeWidget(page)
                page.hide()
                page.deleteLater()
            self._pages.clear()
            self._open = ""
            self._actions.forget_collection()
            self._add("today", TodayPage())
            self.open_screen("today")
        self.sidebar.set_facts(())
        opened = self._collection is not None
        self.sidebar.set_available(_NAMES if opened else {"today", "help"})
        self.menu.set_available(_ACTIONS if opened else ALWAYS)

    def _is_untouched(self) -> bool:
        """Whether there is nothing but the Today that the window began with."""
        today = self._pages.get("today")
        return len(self._pages) == 1 and isinstance(today, TodayPage) and today.numbers is None

    def _complete(self) -> None:
        """Focus ring and icon come with the first page that can be used: they would cost 20 ms before today's numbers."""
        if self._ring is None:
            from studyapp.gui.widgets.focus import FocusRing

            self._ring = FocusRing(self)
            QApplication.setWindowIcon(QIcon(str(shipped("resources") / "linux" / _ICON)))

    def _plan_for_exam(self) -> None:
        """After the first numbers: they need not wait for it."""
        if self._collection is not None and self._planner is None:
            from studyapp.gui.main_window.exam_planner import ExamPlanner
            from studyapp.gui.main_window.parameter_fitter import ParameterFitter

            self._planner = ExamPlanner(self._collection, self)
            self._fitter = ParameterFitter(self._collection, self._planner, self._is_answering, self)
            self._fitter.fitted.connect(self.tell_with_undo)

    def _is_answering(self) -> bool:
        return self._open in ("review", "practice")

    def _add(self, name: str, page: Page) -> None:
        self._pages[name] = page
        self.stack.addWidget(page)
        page.status_changed.connect(self._show_status)
        page.toast.connect(self.tell)
        page.toast_with_undo.connect(self.tell_with_undo)
        page.navigate.connect(self.open_screen)
        page.command.connect(self.act)
        if isinstance(page, TodayPage):
            page.study_requested.connect(self._study)

    def _replace(self, name: str, page: Page) -> None:
        old = self._pages.pop(name)
        self._open = ""
        self.stack.removeWidget(old)
        old.deleteLater()
        self._add(name, page)
        self.open_screen(name)

    def _today(self) -> TodayPage:
        page = self._pages["today"]
        assert isinstance(page, TodayPage)
        return page

    def _build(self, name: str) -> Page:
        if name == "help":
            from studyapp.gui.help.page import HelpPage

            return HelpPage()
        assert self._collection is not None
        if name == "review":
            from studyapp.gui.review.page import ReviewPage

            review = ReviewPage(self._collection)
            review.edit_requested.connect(self._actions.edit_note)
            review.info_requested.connect(self._actions.show_card_info)
            review.learn_requested.connect(self._actions.show_learn_note)
            review.report_requested.connect(self._actions.report_card)
            review.finished.connect(lambda: self.open_screen("today"))
            return review
        if name == "practice":
            from studyapp.gui.practice.page import PracticePage

            practice = PracticePage(self._collection)
            practice.edit_requested.connect(self._actions.edit_note)
            practice.report_card_requested.connect(self._actions.report_card)
            return practice
        if name == "readiness":
            from studyapp.gui.readiness.page import ReadinessPage

            readiness = ReadinessPage(self._collection)
            readiness.study_requested.connect(self._study)
            readiness.drill_requested.connect(self._drill)
            readiness.learn_requested.connect(self._actions.show_learn_note)
            readiness.info_requested.connect(self._actions.show_card_info)
            return readiness
        if name == "decks":
            from studyapp.gui.decks.page import DecksPage

            decks = DecksPage(self._collection)
            decks.study_requested.connect(self._study)
            decks.learn_requested.connect(self._actions.show_learn_note)
            return decks
        from studyapp.gui.settings.page import SettingsPage

        settings = SettingsPage(self._collection, self._preferences)
        settings.restore_requested.connect(self.restore_requested)
        return settings

    def _study(self, scope: Scope | None) -> None:
        from studyapp.collection import Scope
        from studyapp.gui.review.page import ReviewPage

        self.open_screen("review")
        if isinstance(self.page, ReviewPage):
            self.page.start(scope or Scope())

    def _drill(self, leaf: str) -> None:
        from studyapp.domain.mock_exam import ExamKind
        from studyapp.gui.practice.page import PracticePage

        self.open_screen("practice")
        if isinstance(self.page, PracticePage):
            if self.page.runner is not None:
                self.tell("An exam is in progress. Finish or leave it first, then practice the topic.")
            else:
                self.page.ask_to_start(ExamKind.LEAF, False, leaf)

    def _on_change(self, changes: Changes) -> None:
        if self._toast is not None:
            self._toast.drop_offer()
        if self._planner is not None:
            self._planner.on_change(changes)
        if self._fitter is not None:
            self._fitter.on_change(changes)
        for page in list(self._pages.values()):
            page.on_change(changes)
        self._show_undo()
        self._show_status()
        if "settings" in changes.tables:
            self._show_facts()
        if changes.kind == "undo":
            self._shown_toast().say(f"Undone: {changes.label}", "Redo", self._actions.redo)
        elif changes.kind == "redo":
            self._shown_toast().say(f"Done again: {changes.label}", "Undo", self._actions.undo)

    def _show_undo(self) -> None:
        if self._collection is not None:
            self.menu.set_undo(self._collection.journal.undo_label, self._collection.journal.redo_label)

    def _show_status(self) -> None:
        if not self._open:
            return
        page = self.page
        self.sidebar.setVisible(not page.full_window)
        self._show_undo()
        self.footer.set_content(page.status_text(), [*page.keycaps()[: MOST_KEYS - 1], ("?", "All keys")])
        commands = page.commands()
        for name in OF_PAGE:
            self.menu.action(name).setEnabled(name in commands)

    def _show_facts(self) -> None:
        from studyapp import clock

        if self._collection is None:
            return
        exam = self._collection.settings.current.exam_date
        days = exam.toordinal() - self._collection.review.today(clock.now()) if exam else -1
        words = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
        self.sidebar.set_facts([Fact("Exam in" if days else "Exam", words, f"{days} d")] if days >= 0 else [])

    def _shown_toast(self) -> Toast:
        if self._toast is None:
            from studyapp.gui.widgets.toast import Toast

            self._toast = Toast(self)
        return self._toast

    def _fit(self) -> None:
        rail = self.width() < theme().length(_NARROW)
        if rail != self.sidebar.rail:
            self.sidebar.set_rail(rail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show names or only icons in the sidebar."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass keys that nobody wanted to the page, wherever the focus is."""
        focused = QApplication.focusWidget()
        if focused is None or not (focused is self.page or self.page.isAncestorOf(focused)):
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere."""
        if self._collection is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.footer.set_content("Drop to import", ())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Back to what the footer said."""
        self._show_status()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files."""
        event.acceptProposedAction()
        self._show_status()
        self.import_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window is; work in the background is cancelled, which leaves nothing half done."""
        if not self.page.can_leave():
            event.ignore()
            return
        from studyapp.gui.worker import finish_all

        finish_all()
        self._preferences.keep_place(self)
        super().closeEvent(event)
