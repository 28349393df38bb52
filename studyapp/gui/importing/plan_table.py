"""What a merge would do, note by note, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studyapp.collection import MergePlan
from studyapp.domain.cards import headline
from studyapp.domain.content import NoteSource, RefusedNote
from studyapp.gui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = ("Place", "Text", "Kind", "Leaf", "Result")
_MOST_WHOLE = 200
"""Refused rows whose reason is shown whole; measuring rows takes time."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A note or refused row, and what becomes of it."""

    note: NoteSource | None
    refused: RefusedNote | None
    key: str
    result: str
    icon: str
    token: str


class PlanModel(QAbstractTableModel):
    """Refused rows first, because they need a look; what each note says is worked out when it is shown."""

    def __init__(self, plan: MergePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self._all = _lines(plan)
        self._lines: Sequence[_Line] = self._all

    def show_only_refused(self, only: bool) -> None:
        """Show the refused rows alone, or all."""
        self.beginResetModel()
        self._lines = [line for line in self._all if line.refused] if only else self._all
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a note."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Place, text, kind, leaf and result."""
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, and colour and icon of the result; refused rows are tinted."""
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole and line.refused and column == len(_COLUMNS) - 1:
            from studyapp.gui.widgets.painting import plain_tip

            return plain_tip(line.result)
        if role == Qt.ItemDataRole.BackgroundRole and line.refused:
            return theme().colour("gap_bg")
        if column == len(_COLUMNS) - 1:
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme().colour(line.token)
            if role == Qt.ItemDataRole.DecorationRole:
                return theme().icon(line.icon, line.token, 16)
        return None

    @staticmethod
    def _text(line: _Line, column: int) -> str:
        note, refused = line.note, line.refused
        if column == 4:
            return line.result
        if refused is not None:
            return (refused.place, refused.text, "", "")[column]
        if note is None:
            return (line.key, "", "", "")[column]
        place = f"{note.place}, {note.key}" if note.place.endswith(".toml") else note.place or note.key
        return (place, headline(note.kind, note.fields), note.kind.value, note.leaf or "")[column]


def _lines(plan: MergePlan) -> list[_Line]:
    lines = [_Line(None, row, "", row.reason, "circle-alert", "again") for row in plan.refused]
    for notes, result, icon, token in (
        (plan.added, "new", "plus", "teal"),
        (plan.changed, "changed", "pencil", "accent"),
        (plan.kept, "your wording stays", "bookmark", "muted"),
    ):
        lines += [_Line(note, None, note.key, result, icon, token) for note in notes]
    return lines + [_Line(None, None, key, "retired", "archive", "muted") for key in plan.retired]


class PlanTable(QTableView):
    """The table: rows of 34, the text takes the room that is left."""

    focus_radius = 8

    def __init__(self, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = PlanModel(plan, self)
        self.setModel(self.lines)
        self.setAccessibleName("What would change")
        self.setShowGrid(False)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme().length(8)}px; }}")
        self.setWordWrap(bool(plan.refused))
        self.setIconSize(QSize(theme().length(16), theme().length(16)))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().length(34))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 150), (2, 80), (3, 70), (4, 330 if plan.refused else 160)):
            header.resizeSection(column, theme().length(width))
        for row in range(min(len(plan.refused), _MOST_WHOLE)):
            self.resizeRowToContents(row)
