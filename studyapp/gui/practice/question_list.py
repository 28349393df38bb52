"""The questions of a report: those that were missed first, by filter and section; each opens in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.domain.blueprint import section_id
from studyapp.domain.exam_report import ReportItem, Result
from studyapp.gui.card_view import ReadMedia
from studyapp.gui.practice.question_details import QuestionDetails
from studyapp.gui.practice.question_row import Ask, QuestionRow
from studyapp.gui.practice.report_words import NOT_REACHED, UNSCORED
from studyapp.gui.practice.wrapping_row import WrappingRow
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

FIRST_SHOWN = 5
"""Rows shown before “Show all”."""
FILTERS: Mapping[str, str] = {
    "missed": "Missed",
    "sure": "Sure but wrong",
    "late": "Out of time",
    "flagged": "Flagged",
    "unscored": "Unscored",
    "unreached": "Not reached",
    "every": "All questions",
}


_TITLES: Mapping[str, str] = {
    "missed": "Missed questions",
    "flagged": "Flagged questions",
    "unscored": "Unscored questions",
    "unreached": "Questions not reached",
}


_ABOUT: Mapping[str, str] = {"unscored": UNSCORED, "unreached": NOT_REACHED}


def chosen_items(items: Sequence[ReportItem], name: str) -> list[ReportItem]:
    """The questions that a filter lets through, in the order of the exam."""
    match name:
        case "sure":
            return [item for item in items if not item.right and item.picked is not None and item.confidence == 2]
        case "late":
            return [item for item in items if item.result is Result.OUT_OF_TIME]
        case "flagged":
            return [item for item in items if item.flagged]
        case "unscored":
            return [item for item in items if not item.scored]
        case "unreached":
            return [item for item in items if not item.reached]
        case "every":
            return list(items)
        case _:
            return [item for item in items if item.missed]


class Place(NamedTuple):
    """What of a list is shown."""

    filter: str
    section: str
    rows: int
    opened: tuple[int, ...]
    """Positions of the questions that are open."""
    focused: int | None
    """Position of the question that has the keyboard."""


class QuestionList(Card):
    """Rows with filters above them. ↑ and ↓ go from question to question."""

    edit_wanted = Signal(int)
    """Edit the note with this id."""
    report_wanted = Signal(int)
    """Report what is wrong with the note with this id."""
    current_changed = Signal()
    """Another row, or none, has the keyboard."""

    def __init__(self, read_media: ReadMedia, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 14), spacing=0)
        self._read_media, self._ask = read_media, ask
        self._items: Sequence[ReportItem] = ()
        self._titles: Mapping[str, str] = {}
        self._chosen: list[ReportItem] = []
        self.rows: list[QuestionRow] = []
        self._tab_stop: QuestionRow | None = None
        self.details: dict[int, QuestionDetails] = {}
        """What is open, by position."""
        self.title, self.beside = Label("Missed questions", "card_title"), Label("", "label")
        self.filters = {name: Button(words, "toggle", height=32) for name, words in FILTERS.items()}
        self.section = QComboBox()
        self.more = Button("", "quiet", height=32)
        self.calm = Label("", "body", wrap=True)
        self._build()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme().length(10))
        top.addWidget(self.title)
        top.addWidget(self.beside, 1)
        self.bar = WrappingRow()
        group = QButtonGroup(self)
        for name, button in self.filters.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name: self.show_filter(name))
            group.addButton(button)
            self.bar.add(button)
        self.section.setAccessibleName("Section")
        self.section.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.section.activated.connect(lambda _index: self._show(FIRST_SHOWN))
        self.bar.add(self.section)
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._show_all)
        self.box.addLayout(top)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self.bar)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self.calm)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.box.addWidget(self._body)
        self.box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_items(self, items: Sequence[ReportItem], titles: Mapping[str, str], sections: Mapping[str, str]) -> None:
        """List these questions; titles of leaves and short names of sections by id."""
        self._items, self._titles = items, titles
        for name, button in self.filters.items():
            button.setText(f"{FILTERS[name]} {number(len(chosen_items(items, name)))}")
            button.retheme()
        missed = chosen_items(items, "missed")
        self.section.clear()
        self.section.addItem("All sections", "")
        for code in dict.fromkeys(section_id(item.leaf) for item in items):
            wrong = sum(section_id(item.leaf) == code for item in missed)
            self.section.addItem(f"{sections.get(code, code) or 'No topic'} {number(wrong)}", code)
        self._sort_sections(list(sections))
        self.section.setVisible(self.section.count() > 2)
        for name in ("late", "unscored", "unreached"):
            self.filters[name].setVisible(bool(chosen_items(items, name)))
        self.bar.place()
        self.show_filter("missed" if missed else "every")

    @property
    def filter(self) -> str:
        """The filter that is on."""
        return next((name for name, button in self.filters.items() if button.isChecked()), "missed")

    def show_filter(self, name: str) -> None:
        """Show the questions of a filter."""
        self.filters[name].setChecked(True)
        self._show(FIRST_SHOWN)

    def step(self, by: int) -> None:
        """Give the focus to the next question, or to the one before; the first from elsewhere."""
        if not self.rows:
            return
        here = self._current()
        place = 0 if here is None else here + by
        if place >= len(self.rows) < len(self._chosen):
            self._add_rows(len(self._chosen))
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(self.rows[place])
            self.current_changed.emit()

    def can_open(self) -> bool:
        """Whether a row that opens has the keyboard."""
        return any(row.hasFocus() and row.item.reached for row in self.rows)

    def open(self, position: int, on: bool = True) -> None:
        """Show a question in full, or close it; nothing happens if it is not listed."""
        row = next((row for row in self.rows if row.item.position == position), None)
        if row is None or not row.item.reached:
            return
        row.setChecked(on)
        if on and position not in self.details:
            details = QuestionDetails(row.item, self._ask(position), self._read_media)
            note_id = row.item.note_id or 0
            details.edit_wanted.connect(lambda: self.edit_wanted.emit(note_id))
            details.report_wanted.connect(lambda: self.report_wanted.emit(note_id))
            self.details[position] = details
            self._column.insertWidget(self._column.indexOf(row) + 1, details)
            details.show()
            _follow_in_tab_order(row, details)
        elif not on and position in self.details:
            self._drop(self.details.pop(position))
        row.retheme()

    def reveal(self, position: int) -> None:
        """Bring a question into sight and open it, whatever the filter."""
        if not any(item.position == position for item in self._chosen):
            self.section.setCurrentIndex(0)
            self.show_filter("every")
        if not any(row.item.position == position for row in self.rows):
            self._add_rows(len(self._chosen))
        self.open(position)
        row = next(row for row in self.rows if row.item.position == position)
        row.setFocus(Qt.FocusReason.TabFocusReason)
        # The places below are known only once the list is laid out.
        self._column.activate()
        self.box.activate()
        bring_into_view(row)

    def place(self) -> Place:
        """Where the learner is in the list."""
        current = self._current()
        focused = self.rows[current].item.position if current is not None else None
        return Place(self.filter, self.section.currentData() or "", len(self.rows), tuple(self.details), focused)

    def go_back(self, place: Place) -> None:
        """Show the list as it was, as far as its questions are still there."""
        self.filters[place.filter].setChecked(True)
        self.section.setCurrentIndex(max(0, self.section.findData(place.section)))
        self._show(max(FIRST_SHOWN, place.rows))
        for position in place.opened:
            self.open(position)
        row = next((row for row in self.rows if row.item.position == place.focused), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> int | None:
        """The row that has the keyboard, or whose details have it."""
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            details = self.details.get(row.item.position)
            if row is focused or (details is not None and focused is not None and details.isAncestorOf(focused)):
                return place
        return None

    def _show(self, most: int) -> None:
        name, code = self.filter, self.section.currentData() or ""
        self._chosen = [item for item in chosen_items(self._items, name) if not code or section_id(item.leaf) == code]
        for details in self.details.values():
            self._drop(details)
        for row in self.rows:
            self._drop(row)
        self.details.clear()
        self.rows = []
        self._tab_stop = None
        self.title.setText(_TITLES.get(name, FILTERS[name]))
        self.calm.setText(self._calm_words(name) or _ABOUT.get(name, ""))
        self.calm.setVisible(bool(self.calm.text()))
        self._add_rows(most)

    def _add_rows(self, most: int) -> None:
        # Shown together, the rows are laid out once; one by one it would take as many times as there are rows.
        self._body.hide()
        for item in self._chosen[len(self.rows) : most]:
            row = QuestionRow(item, self._titles, self._ask, self._body)
            row.clicked.connect(lambda on, position=item.position: self.open(position, on))
            row.focused.connect(lambda row=row: self._make_tab_stop(row))
            self._column.addWidget(row)
            self.rows.append(row)
        self._body.show()
        if self._tab_stop is None and self.rows:
            self._make_tab_stop(self.rows[0])
        total = len(self._chosen)
        self.more.setVisible(total > len(self.rows))
        self.more.setText(f"Show all {number(total)}")
        shown = f"first {number(len(self.rows))} of {number(total)}" if total > len(self.rows) else number(total)
        self.beside.setText(shown if total else "")
        self.current_changed.emit()

    def _make_tab_stop(self, row: QuestionRow) -> None:
        """Tab reaches one row, the one that had the keyboard last, after the filters and before what is open below it."""
        if self._tab_stop is not None:
            self._tab_stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._tab_stop = row
        row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QWidget.setTabOrder(self.section, row)
        if row.item.position in self.details:
            _follow_in_tab_order(row, self.details[row.item.position])

    def _show_all(self) -> None:
        first = len(self.rows)
        self._add_rows(len(self._chosen))
        if first < len(self.rows):
            self.rows[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def _calm_words(self, name: str) -> str:
        if not chosen_items(self._items, "missed") and name in ("missed", "every"):
            return "Nothing was missed. You can still look at each question and the reasons behind its options."
        if self._chosen:
            return ""
        return {
            "sure": "No answer that you were sure of was wrong.",
            "flagged": "You flagged no question here.",
        }.get(name, "Nothing was missed here.")

    def _sort_sections(self, order: Sequence[str]) -> None:
        """The outline's order, whatever came first in the exam."""
        entries = [(self.section.itemText(n), self.section.itemData(n)) for n in range(1, self.section.count())]
        entries.sort(key=lambda entry: order.index(entry[1]) if entry[1] in order else len(order))
        for place, (words, code) in enumerate(entries, 1):
            self.section.setItemText(place, words)
            self.section.setItemData(place, code)

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def _follow_in_tab_order(row: QuestionRow, details: QuestionDetails) -> None:
    before: QWidget = row
    for part in (details.stem, details.notes, details.edit, details.report):
        QWidget.setTabOrder(before, part)
        before = part
