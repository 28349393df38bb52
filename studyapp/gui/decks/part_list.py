"""The parts of a deck in three groups: sections, competencies, leaves. Arrows go from part to part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studyapp.collection import Part, Parts
from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, draw_box, draw_text, text_width
from studyapp.gui.widgets.words import counted, number

Index = QModelIndex | QPersistentModelIndex
Groups = tuple[tuple[str, tuple[Part, ...]], ...]
"""Headings with their parts."""
_ROW, _HEADING = 52, 36


def waits(part: Part) -> bool:
    """Whether any card of a part can come, on this day or, where today has no room, on another."""
    return part.new + part.learning + part.due > 0


def part_words(part: Part) -> str:
    """How much there is and waits: `38 cards · 12 new · 3 due`."""
    if not part.cards:
        return "learn note only"
    sorts = (("new", part.new), ("learning", part.learning), ("due", part.due))
    waiting = [f"{number(count)} {name}" for name, count in sorts if count] or ["nothing waits"]
    return " · ".join((counted(part.cards, "card"), *waiting))


def matching(groups: Groups, typed: str) -> Groups:
    """The parts in which each typed word begins a word of id or title; where there are none, of what else they are about."""
    tests = [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in typed.split()]

    def found(words: Callable[[Part], str]) -> Groups:
        return tuple(
            (heading, tuple(part for part in parts if all(test.search(words(part)) for test in tests)))
            for heading, parts in groups
        )

    by_title = found(lambda part: f"{part.id} {part.title}")
    return by_title if any(parts for _, parts in by_title) else found(lambda part: f"{part.title} {part.about}")


class PartModel(QAbstractListModel):
    """Headings and parts as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[str | Part] = []

    def show_rows(self, rows: Sequence[str | Part]) -> None:
        """Show these rows; a heading is a string."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a heading or part."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the row says in words."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else ", ".join((f"{row.id} {row.title}".strip(), part_words(row)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Parts can be chosen, headings cannot; arrows go past what is not enabled."""
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _PartDelegate(QStyledItemDelegate):
    """Draws a part in two lines, a heading in one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row."""
        view = self.parent()
        assert isinstance(view, PartList)
        heading = isinstance(view.model().rows[index.row()], str)
        return QSize(theme().length(200), theme().length(_HEADING if heading else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        view = self.parent()
        assert isinstance(view, PartList)
        row, look = view.model().rows[index.row()], theme()
        rect, state = option.rect, option.state
        shape, port = QRectF(rect), view.viewport()
        inner = shape.adjusted(look.length(12), 0, -look.length(12), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            line = inner.adjusted(0, look.length(8), 0, 0)
            draw_text(painter, port, line, row, look.font(12, 600), look.colour("muted"))
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            if chosen or hovered:
                outline = look.colour("accent") if chosen else None
                fill = look.colour("sel" if chosen else "hover")
                draw_box(painter, shape, look.length(8), fill, outline, 2 if chosen and view.hasFocus() else 1)
            self._draw_part(painter, view, inner, row)
        painter.restore()

    def _draw_part(self, painter: QPainter, view: QListView, inner: QRectF, part: Part) -> None:
        look, port = theme(), view.viewport()
        line = QRectF(inner.left(), inner.top() + look.length(6), inner.width(), look.length(22))
        strong = look.font(14, 600, tabular=True)
        id_width = min(text_width(part.id, strong), inner.width())
        name = QRectF(line.left(), line.top(), id_width, line.height())
        draw_text(painter, port, name, part.id, strong, look.colour("text"))
        title = QRectF(
            name.right() + look.length(8), line.top(), line.right() - name.right() - look.length(8), line.height()
        )
        if title.width() > 0:
            draw_text(painter, port, title, part.title, look.font(14), look.colour("text"))
        below = QRectF(inner.left(), inner.top() + look.length(26), inner.width(), look.length(20))
        draw_text(
            painter, port, below, part_words(part), look.font(12, tabular=True), look.colour("muted"), Align.AlignLeft
        )


class PartList(QListView):
    """One Tab stop; a part is always chosen while there is one."""

    focus_ring = False
    """The row with the focus has the thicker outline."""
    part_chosen = Signal(object)
    """The `Part` that is chosen now, or None."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Groups = (
            ("Sections", parts.sections),
            ("Competencies", parts.competencies),
            ("Leaves", parts.leaves),
        )
        self._rows = PartModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_PartDelegate(self))
        self.setAccessibleName("Parts of the deck")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; border: none; }")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(lambda *_: self.part_chosen.emit(self.part()))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def model(self) -> PartModel:
        """The rows."""
        return self._rows

    def narrow(self, typed: str) -> None:
        """Show only the parts that match; the one that was chosen stays chosen, else the first is."""
        before = self.part()
        rows: list[str | Part] = []
        for heading, parts in matching(self._groups, typed):
            rows += [heading, *parts] if parts else []
        self._rows.show_rows(rows)
        keep = rows.index(before) if before in rows else 1
        if rows:
            self.setCurrentIndex(self._rows.index(keep, 0))
        self.part_chosen.emit(self.part())

    def part(self) -> Part | None:
        """The chosen part, or None where none matches."""
        row = self.currentIndex().row()
        found = self._rows.rows[row] if 0 <= row < len(self._rows.rows) else None
        return found if isinstance(found, Part) else None

    def step(self, by: int) -> None:
        """Choose the part so many parts further down, or the last or first."""
        places = [place for place, row in enumerate(self._rows.rows) if isinstance(row, Part)]
        if places:
            here = self.currentIndex().row()
            at = places.index(here) if here in places else 0
            there = places[min(max(at + by, 0), len(places) - 1)]
            self.selectionModel().setCurrentIndex(
                self._rows.index(there, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            if there == places[0]:
                # The heading above belongs to it.
                self.scrollToTop()

    def page(self) -> int:
        """Parts that fit into the height."""
        return max(1, self.viewport().height() // theme().length(_ROW) - 1)

    def viewportEvent(self, event: QEvent) -> bool:
        """The rows tell nothing in tool tips, where a title could pose as markup."""
        return True if event.type() == QEvent.Type.ToolTip else super().viewportEvent(event)
