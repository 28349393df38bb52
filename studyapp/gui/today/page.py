"""The Today page: loading at first, then the plan, a break, a rest, or the invitation to import.

It is part of the window's first paint, so what only the numbers need is imported when they come.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from studyapp.gui.page import Page
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import LoadingState, ScrollColumn, set_spacing

if TYPE_CHECKING:
    from studyapp.collection import Collection
    from studyapp.gui.today.exam_line import ExamLine
    from studyapp.gui.today.exam_strip import ExamStrip
    from studyapp.gui.today.header import TodayHeader
    from studyapp.gui.today.numbers import TodayNumbers
    from studyapp.gui.today.overview import Overview
    from studyapp.gui.today.rest import Rest

_NARROW_PAGE = 900
"""Page widths in design pixels below which margins and texts shrink."""
_LOOK_AGAIN_MS = 60_000


class TodayPage(Page):
    """What to study now. Made without a collection, so that the window can be painted before the file is open."""

    title = "Today"
    tables = frozenset({"cards", "decks", "exams", "notes", "plan", "reviews", "settings"})

    study_requested = Signal(object)
    """Study the cards of a `Scope`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection: Collection | None = None
        self._numbers: TodayNumbers | None = None
        self._header: TodayHeader | None = None
        self._strip: ExamStrip | None = None
        self._exam_line: ExamLine | None = None
        self._overview: Overview | None = None
        self._rest: Rest | None = None
        self._loading = LoadingState()
        self._scroll = ScrollColumn()
        # Large text in a small window: better a second bar than words that are cut off.
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.box.addWidget(self._loading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look_again)
        # Asking for an exam loads 25 ms of modules the first time; the numbers need not wait for it.
        self._exam_asker = QTimer(self, singleShot=True, interval=0)
        self._exam_asker.timeout.connect(self._show_exam_line)

    def set_collection(self, collection: Collection | None) -> None:
        """Show this collection from now on; None while there is none to show."""
        self._collection = collection
        self._stale = collection is not None
        if collection is None:
            self._show_loading()
        elif self.isVisible():
            self._stale = False
            self.reload()

    def show_progress(self, sentence: str) -> None:
        """Say what is being done before there are numbers."""
        self._loading.say(sentence)
        self.status_changed.emit()

    @property
    def numbers(self) -> TodayNumbers | None:
        """What is shown, or None while the collection is being opened."""
        return self._numbers

    def reload(self) -> None:
        """Read the numbers again and show what they call for."""
        if self._collection is None:
            return
        from studyapp import clock
        from studyapp.gui.today.numbers import read_numbers

        self._numbers = read_numbers(self._collection, clock.now())
        self._show_numbers()
        self._exam_asker.start()
        self._wake_later()
        self.status_changed.emit()

    def look_again(self) -> None:
        """Reload if a new study day has begun or a card has come back meanwhile."""
        if self._collection is None or self._numbers is None:
            return
        from studyapp import clock

        now, shown = clock.now(), self._numbers
        new_day = self._today() != shown.today
        if new_day or (shown.state == "waiting" and self._collection.review.next(now) is not None):
            self.reload()
        else:
            self._exam_asker.start()
            self._wake_later()

    def study(self) -> None:
        """Begin with today's plan, if there is one."""
        if self._numbers is not None and self._numbers.state == "study":
            self._study_section("")

    def keycaps(self) -> list[tuple[str, str]]:
        """Space studies; without a deck the way to one is named."""
        state = self._numbers.state if self._numbers else ""
        if state == "study":
            return [("Space", "Study")]
        return [("Ctrl+O", "Import")] if state == "no deck" else []

    def status_text(self) -> str:
        """Nothing is ever unsaved."""
        return "All changes saved" if self._numbers else self._loading.sentence

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space studies wherever the focus is not on something that wants it."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._numbers is not None:
            self.study()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up, and give Study the focus."""
        super().showEvent(event)
        self.look_again()
        if not self._is_in_use():
            self._focus_first()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would make Tab go in circles."""
        self._focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden page needs no waking."""
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit texts and columns to the width."""
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        """Columns, margins and the calm states are built for one zoom."""
        if self._rest is not None:
            self._drop_rest()
        if self._numbers is not None:
            self._show_numbers()

    def _show_loading(self) -> None:
        self._timer.stop()
        self._exam_asker.stop()
        self._numbers = None
        self._drop_rest()
        for part in (self._header, self._exam_line, self._strip, self._overview):
            if part is not None:
                part.hide()
        self._loading.show()

    def _show_numbers(self) -> None:
        numbers = self._numbers
        assert numbers is not None
        # Asked first: what is hidden below hands its focus on.
        in_use = self._is_in_use()
        self._loading.hide()
        self._show_header(numbers)
        if self._strip is None:
            # Its fields take 30 ms to load; the numbers need not wait for them.
            QTimer.singleShot(0, self._show_strip)
        else:
            self._show_strip()
        if numbers.state == "study":
            self._drop_rest()
            overview = self._shown_overview()
            overview.show_numbers(numbers, self._width())
            overview.show()
        else:
            if self._overview is not None:
                self._overview.hide()
            self._show_rest(numbers)
        self._set_tab_order()
        self._fit_margins()
        if not in_use:
            self._focus_first()

    def _show_header(self, numbers: TodayNumbers) -> None:
        if self._header is None:
            from studyapp.gui.today.header import TodayHeader

            self._header = TodayHeader()
            self._scroll.box.insertWidget(0, self._header)
        self._header.show_numbers(numbers)
        self._header.show()

    def _show_strip(self) -> None:
        numbers = self._numbers
        if numbers is None:
            return
        wanted = not numbers.settings.exam_asked and numbers.has_deck
        if wanted and self._strip is None:
            from studyapp.gui.today.exam_strip import ExamStrip

            self._strip = ExamStrip(self._today)
            self._strip.saved.connect(self._save_exam)
            self._strip.skipped.connect(self._skip_exam)
            self._scroll.box.insertWidget(2 if self._exam_line is not None else 1, self._strip)
            self._set_tab_order()
        if wanted and self._strip is not None:
            self._strip.show()
        elif not wanted and self._strip is not None:
            self._scroll.box.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None

    def _show_exam_line(self) -> None:
        assert self._collection is not None
        from studyapp import clock

        now = clock.now()
        exam_id = self._collection.exams.running(now)
        if exam_id is None:
            if self._exam_line is not None:
                self._exam_line.hide()
            return
        if self._exam_line is None:
            from studyapp.gui.today.exam_line import ExamLine

            self._exam_line = ExamLine()
            self._exam_line.wanted.connect(lambda: self.navigate.emit("practice"))
            self._scroll.box.insertWidget(1, self._exam_line)
        self._exam_line.show_exam(self._collection, exam_id, now)
        self._exam_line.show()

    @property
    def exam_line(self) -> ExamLine | None:
        """What says that an exam is running; None as long as none has been."""
        return self._exam_line

    def _shown_overview(self) -> Overview:
        if self._overview is None:
            from studyapp.gui.today.overview import Overview

            self._overview = Overview()
            self._overview.plan.study.clicked.connect(self.study)
            self._overview.section_chosen.connect(self._study_section)
            self._overview.date_wanted.connect(lambda: self.navigate.emit("settings"))
            self._scroll.box.addWidget(self._overview)
        return self._overview

    def _show_rest(self, numbers: TodayNumbers) -> None:
        from studyapp.gui.today.rest import Rest

        self._drop_rest()
        self._rest = Rest(numbers)
        self._rest.decks_wanted.connect(lambda: self.navigate.emit("decks"))
        self._rest.settings_wanted.connect(lambda: self.navigate.emit("settings"))
        self._rest.import_wanted.connect(lambda: self.command.emit("import"))
        self._scroll.box.addWidget(self._rest, 1)
        self._rest.show()

    def _drop_rest(self) -> None:
        if self._rest is not None:
            self._scroll.box.removeWidget(self._rest)
            self._rest.hide()
            self._rest.deleteLater()
            self._rest = None

    def _set_tab_order(self) -> None:
        """Study first, then the strip above it, then the rest in reading order."""
        if self._overview is None or self._strip is None:
            return
        order: list[QWidget] = [self._overview.plan.study, self._strip.exam, self._strip.minutes]
        order += [self._strip.save, self._strip.skip]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _first(self) -> QWidget | None:
        """What leads on: Study, or the way out of a rest."""
        return self._rest.button if self._rest else self._overview.plan.study if self._overview else None

    def _is_in_use(self) -> bool:
        """Whether the learner is at another part of the page than the one that leads on."""
        focused = QApplication.focusWidget()
        return focused not in (None, self, self._first()) and self.isAncestorOf(focused)

    def _focus_first(self) -> None:
        first = self._first()
        if first is not None and self.isVisible():
            first.setFocus()

    def _study_section(self, section: str) -> None:
        from studyapp.collection import Scope

        self.study_requested.emit(Scope(section=section))

    def _save_exam(self, exam: date | None, minutes: int | None) -> None:
        assert self._collection is not None
        self._collection.settings.change(exam_date=exam, minutes_per_day=minutes, exam_asked=True)
        # The strip is gone, and the focus with it.
        self._focus_first()

    def _skip_exam(self) -> None:
        assert self._collection is not None
        self._collection.settings.change(exam_asked=True)
        self._focus_first()

    def _today(self) -> date:
        assert self._collection is not None
        from studyapp import clock

        return date.fromordinal(self._collection.review.today(clock.now()))

    def _width(self) -> int:
        """Room for the cards in design pixels."""
        return round(self.width() / theme().length(1000) * 1000) - (48 if self._is_narrow() else 64)

    def _is_narrow(self) -> bool:
        return self.width() < theme().length(_NARROW_PAGE)

    def _fit(self) -> None:
        if self._numbers is not None:
            self._fit_margins()
            if self._overview is not None and self._numbers.state == "study":
                self._overview.show_numbers(self._numbers, self._width())

    def _fit_margins(self) -> None:
        set_spacing(self._scroll.box, (24, 24) if self._is_narrow() else (32, 20), 20)
        if self._header is not None:
            self._header.set_width(self._width())
        if self._strip is not None:
            self._strip.set_width(self._width())

    def _wake_later(self) -> None:
        """Every minute, and at the end of the study day: timers stand still while a computer sleeps."""
        assert self._collection is not None
        assert self._numbers is not None
        from studyapp import clock
        from studyapp.domain.day import day_end

        now, settings = self._numbers.now, self._numbers.settings
        assert now.tzinfo is not None
        end = day_end(self._numbers.today.toordinal(), now.tzinfo, settings.rollover_hour)
        left = round((end - clock.now()).total_seconds() * 1000) + 1
        self._timer.start(min(max(left, 1), _LOOK_AGAIN_MS))
