"""The whole at a glance: totals, map or table, the chosen topic, next steps and trend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QWidget

from studyapp.collection.readiness import Standing
from studyapp.domain.readiness import TrendPoint, next_steps
from studyapp.gui.readiness.detail import LeafDetail
from studyapp.gui.readiness.key import StatusKey
from studyapp.gui.readiness.steps import StepsCard
from studyapp.gui.readiness.table import ReadinessTable
from studyapp.gui.readiness.tiles import TileMap
from studyapp.gui.readiness.trend import TrendCard
from studyapp.gui.readiness.words import NO_PROMISE, certainty_words, section_sentence, share_words, summary, when_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import PageHeader, ScrollColumn, set_spacing
from studyapp.gui.widgets.painting import plain_tip
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted

_BESIDE, _TWO = 880, 720
"""Page widths in design pixels from which the detail stands beside the map, and the trend beside the steps."""
_NARROW = 600
_TABLE = 420


class Overview(ScrollColumn):
    """Shows a `Standing`; it knows which topic is chosen, in the map and in the table alike."""

    leaf_chosen = Signal(str)
    opened = Signal(str)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._standing: Standing | None = None
        self._whole = self._summary = ""
        self._beside: bool | None = None
        self.current = ""
        # Large text in a small window: better a second bar than words that are cut off.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._header = PageHeader("Readiness")
        self.total, self.summary = Label(style="title"), Label(style="secondary", wrap=True)
        self.map_button = Button("Map", "toggle", icon="layout-grid", height=32)
        self.table_button = Button("Table", "toggle", icon="list-checks", height=32)
        self.key, self.map, self.table = StatusKey(), TileMap(), ReadinessTable()
        self.detail, self.steps, self.trend = LeafDetail(), StepsCard(), TrendCard()
        self.note = Label(style="note", wrap=True)
        self._build()
        self.map.chosen.connect(self.choose)
        self.table.chosen.connect(self.choose)
        for part in (self.map, self.table):
            part.opened.connect(self.opened)
        self.map_button.clicked.connect(lambda: self.show_table(False))
        self.table_button.clicked.connect(lambda: self.show_table(True))

    @property
    def is_table(self) -> bool:
        """Whether the table is shown instead of the map."""
        return self.table_button.isChecked()

    def show_standing(self, standing: Standing) -> None:
        """Show where the learner stands; the chosen topic stays chosen, else it is that of the best next step."""
        self._standing = standing
        readiness, when = standing.readiness, when_words(standing.exam)
        steps = next_steps(readiness, standing.learn_notes)
        leaves, sections = readiness.leaves, readiness.sections
        self._header.beside.setText(f"{counted(len(leaves), 'topic')}, {counted(len(sections), 'section')}")
        self._whole = f"Overall {share_words(readiness.value)}" if readiness.value is not None else "Overall: too early"
        self.total.setText(self._whole)
        self.total.setToolTip(plain_tip(NO_PROMISE))
        judged = sum(section.status != "unknown" for section in sections)
        why = "" if judged == len(sections) else f" Enough evidence in {judged} of {len(sections)} sections so far."
        self._summary = f"{summary(standing)}. A wider tile carries more of the exam.{why}"
        self.key.show_counts(readiness.counts)
        self.map.show_readiness(readiness, when)
        self.steps.show_steps(steps)
        self.note.setText(certainty_words(standing))
        self.table.setAccessibleDescription("; ".join(section_sentence(section, when) for section in sections))
        if readiness.leaf(self.current) is None:
            self.current = steps[0].leaf.leaf.id if steps else leaves[0].leaf.id if leaves else ""
        chosen, self.current = self.current, ""
        self.table.show_leaves(leaves, when, chosen)
        self.choose(chosen)

    def show_trend(self, points: Sequence[TrendPoint]) -> None:
        """Show the weeks."""
        if self._standing is not None:
            self.trend.show_points(points, when_words(self._standing.exam))

    def choose(self, leaf_id: str) -> None:
        """Choose a topic, everywhere."""
        if leaf_id == self.current or not leaf_id:
            return
        self.current = leaf_id
        self.map.choose(leaf_id)
        self.table.choose(leaf_id)
        if self._beside is False:
            self._place_detail()
        self.leaf_chosen.emit(leaf_id)

    def show_table(self, wanted: bool) -> None:
        """Turn to the table or back to the map; the keyboard goes along."""
        (self.table_button if wanted else self.map_button).setChecked(True)
        self.map.setVisible(not wanted)
        self.table.setVisible(wanted)
        self._beside = None
        self.fit(self.width())
        self.focus_first()
        # Where it stands is known once the layout has been made.
        QTimer.singleShot(0, self, self._show_chosen)
        self.view_changed.emit()

    def focus_first(self) -> None:
        """Give the keyboard to the chosen topic."""
        if self.is_table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.current:
            self.map.choose(self.current, focus=True)

    def _show_chosen(self) -> None:
        if self.is_table:
            bring_into_view(self.table)
            self.table.scrollTo(self.table.currentIndex())
        elif self.current:
            bring_into_view(self.map.tile(self.current))

    def fit(self, width: int) -> None:
        """Put the parts beside or below one another for a page of this width in pixels."""
        look = theme()
        beside = width >= look.length(_BESIDE) and not self.is_table
        if beside != self._beside:
            self._beside = beside
            self._place_detail()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._below.setDirection(across if width >= look.length(_TWO) else down)
        narrow = width < look.length(_BESIDE)
        tight = width < look.length(_NARROW)
        self._header.beside.setVisible(not tight)
        self.total.setVisible(not tight)
        self.summary.setText(f"{self._whole}. {self._summary}" if tight else self._summary)
        set_spacing(self.box, (24 if narrow else 32, 16), 8)
        for row in (self._columns, self._below):
            row.setSpacing(look.length(20))
        self.table.setMinimumHeight(look.length(_TABLE))

    def _place_detail(self) -> None:
        self._columns.removeWidget(self.detail)
        self.map.take_out(self.detail)
        self.box.removeWidget(self.detail)
        self.detail.set_beside(bool(self._beside), self.width() < theme().length(_NARROW))
        if self._beside:
            self._columns.addWidget(self.detail)
        elif self.is_table:
            self._columns_below()
        else:
            self.map.put_below(self.detail)
        self.detail.show()

    def _columns_below(self) -> None:
        self.box.insertWidget(self.box.indexOf(self._columns) + 1, self.detail)

    def _build(self) -> None:
        modes = QButtonGroup(self)
        for button in (self.map_button, self.table_button):
            button.setAutoDefault(False)
            modes.addButton(button)
            self._header.end.addWidget(button)
        self.map_button.setChecked(True)
        self._header.end.insertWidget(0, self.total)
        self._header.end.insertSpacing(1, theme().length(12))
        self._header.end.setSpacing(theme().length(6))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self.map, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.table, 1)
        self.table.hide()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.addWidget(self.steps, 1)
        self._below.addWidget(self.trend, 1)
        for part in (self._header, self.summary, self.key):
            self.box.addWidget(part)
        self.box.addLayout(self._columns)
        self.box.addLayout(self._below)
        self.box.addWidget(self.note)
        self.box.addStretch(1)
