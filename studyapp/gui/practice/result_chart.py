"""Results as dots with their likely ranges: a row a section that opens into its leaves, or a row a confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from studyapp.domain.blueprint import section_id
from studyapp.domain.exam_report import Tally
from studyapp.gui.practice.chart import Chart, Look
from studyapp.gui.practice.report_words import tally_sentence
from studyapp.gui.widgets.painting import NBSP, Align, draw_box, draw_icon, draw_text, mirrored, per_cent, text_width

_ROW, _COMPACT_ROW, _AXIS = 27, 46, 22
_COMPACT = 430
"""Width in design pixels below which the range stands under the name."""
_CHEVRON, _COUNT, _SHARE = 20, 66, 50
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: a section, one of its leaves, or a confidence."""

    code: str
    name: str
    tally: Tally
    is_leaf: bool = False


class ResultChart(Chart):
    """Rows of results. A section with more than one leaf opens and closes with a click, Space or → and ←."""

    def __init__(self, name: str, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self._sections: tuple[ResultRow, ...] = ()
        self._leaves: dict[str, list[ResultRow]] = {}
        self._open: set[str] = set()
        self._pressed: int | None = None
        self.describe(name)

    def show_results(
        self, parts: Sequence[Tally], leaves: Sequence[Tally] = (), names: Mapping[str, str] | None = None
    ) -> None:
        """Show these parts, those with leaves to open closed; `names` are short names by id, for parts with a code to show."""
        known = names or {}
        coded = names is not None
        self._sections = tuple(
            ResultRow(part.id if coded else "", known.get(part.id) or part.title or "No topic", part) for part in parts
        )
        self._leaves = {}
        for leaf in leaves:
            self._leaves.setdefault(section_id(leaf.id), []).append(
                ResultRow(leaf.id, leaf.title if leaf.title != leaf.id else "", leaf, is_leaf=True)
            )
        self._open.clear()
        self.chosen = None
        self.setAccessibleDescription("; ".join(self._sentence(row) for row in self._sections))
        self.retheme()

    def rows(self) -> list[ResultRow]:
        """The rows that are shown, from the top."""
        found: list[ResultRow] = []
        for section in self._sections:
            found.append(section)
            if section.tally.id in self._open:
                found += self._leaves[section.tally.id]
        return found

    def open(self, section: str, on: bool = True) -> None:
        """Show or hide the leaves of a section."""
        if section not in self._leaves or on == (section in self._open):
            return
        (self._open.add if on else self._open.discard)(section)
        self.retheme()

    def open_all(self) -> None:
        """Show all leaves."""
        for section in self._leaves:
            self.open(section)

    def sizeHint(self) -> QSize:
        """A row each, and the axis."""
        row = _COMPACT_ROW if self._compact else _ROW
        return QSize(self.look.length(240), self.look.length(row) * len(self.rows()) + self.look.length(_AXIS))

    def parts(self) -> list[tuple[QRectF, str]]:
        """Each row with its result in words."""
        height = self.look.length(_COMPACT_ROW if self._compact else _ROW)
        return [
            (QRectF(0, place * height, self.width(), height), self._sentence(row))
            for place, row in enumerate(self.rows())
        ]

    def steps(self) -> dict[Qt.Key, int]:
        """Up and down."""
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close, beside moving."""
        key = Qt.Key(event.key())
        row = self.rows()[self.chosen] if self.chosen is not None and self.chosen < len(self.rows()) else None
        opening = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        closing = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        if row is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Space, opening, closing):
            section = section_id(row.tally.id) if row.is_leaf else row.tally.id
            if row.is_leaf and key != opening:
                self.chosen = [each.tally.id for each in self.rows()].index(section)
            on = section not in self._open if key == Qt.Key.Key_Space else key == opening
            self.open(section, on)
            if self.chosen is not None:
                self.choose(self.chosen)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the row."""
        self._pressed = self.part_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close the section that was pressed."""
        place = self.part_at(event.position().toPoint())
        if place is not None and place == self._pressed and event.button() == Qt.MouseButton.LeftButton:
            row = self.rows()[place]
            self.chosen = place
            if not row.is_leaf:
                self.open(row.tally.id, row.tally.id not in self._open)
        self._pressed = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow chart has higher rows."""
        super().resizeEvent(event)
        self.updateGeometry()

    def draw(self, painter: QPainter) -> None:
        """Draw grid, axis and rows."""
        rows, parts = self.rows(), self.parts()
        plot = self._plot()
        bottom = parts[-1][0].bottom() if parts else 0.0
        for tick in _TICKS:
            x = plot.left() + plot.width() * tick / 100
            line = mirrored(self, QRectF(x, self.look.length(2), 1, bottom - self.look.length(2)))
            if not self._compact:
                painter.fillRect(line, self.look.colour("track"))
        for place, (row, (shape, _)) in enumerate(zip(rows, parts, strict=True)):
            self._draw_row(painter, row, shape, place)
        self._draw_axis(painter, plot, bottom)

    @property
    def _compact(self) -> bool:
        return self.width() < self.look.length(_COMPACT)

    def _sentence(self, row: ResultRow) -> str:
        name = f"{row.code} {row.name}".strip()
        sentence = tally_sentence(name, row.tally)
        if row.is_leaf or row.tally.id not in self._leaves:
            return sentence
        return f"{sentence}. Space {'hides' if row.tally.id in self._open else 'shows'} its topics"

    def _opens(self) -> bool:
        return bool(self._leaves) and not self.on_paper

    def _plot(self) -> QRectF:
        """Where 0 to 100 % lie, left to right."""
        look = self.look
        radius = look.length(8)
        if self._compact:
            return QRectF(radius, 0, max(20, self.width() - 2 * radius), 1)
        before = look.length(_CHEVRON) if self._opens() else 0
        widest = max((self._label_width(row) for row in self.rows()), default=0)
        left = before + min(widest, self.width() * 0.4) + look.length(10)
        right = self.width() - look.length(_COUNT + _SHARE + 14)
        return QRectF(left + radius, 0, max(20.0, right - left - 2 * radius), 1)

    def _label_width(self, row: ResultRow) -> int:
        code = self._code_width(row)
        return code + text_width(row.name, self.look.font(13)) + self.look.length(4)

    def _code_width(self, row: ResultRow) -> int:
        return self.look.length(52 if row.is_leaf else 28) if row.code else 0

    def _draw_row(self, painter: QPainter, row: ResultRow, shape: QRectF, place: int) -> None:
        look, plot = self.look, self._plot()
        if self.is_chosen(place):
            draw_box(painter, shape, look.length(6), look.colour("sel"))
        line = QRectF(0, shape.top(), self.width(), look.length(_ROW))
        x = 0.0
        if self._opens():
            if not row.is_leaf and row.tally.id in self._leaves:
                self._draw_chevron(painter, line, row.tally.id in self._open)
            x = look.length(_CHEVRON)
        code_width = self._code_width(row)
        code = QRectF(x, line.top(), code_width, line.height())
        draw_text(painter, self, code, row.code, look.font(12, 400 if row.is_leaf else 600), look.colour("muted"))
        numbers = self.width() - look.length(_COUNT + _SHARE)
        end = numbers if self._compact else plot.left() - look.length(14)
        name = QRectF(x + code_width, line.top(), max(0.0, end - x - code_width), line.height())
        draw_text(painter, self, name, row.name, look.font(13), look.colour("muted" if row.is_leaf else "text"))
        count = QRectF(numbers, line.top(), look.length(_COUNT), line.height())
        words = f"{row.tally.right} of {row.tally.total}"
        draw_text(painter, self, count, words, look.font(13, tabular=True), look.colour("muted"), Align.AlignRight)
        share = QRectF(count.right(), line.top(), look.length(_SHARE), line.height())
        font = look.font(13, 400 if row.is_leaf else 600, tabular=True)
        draw_text(painter, self, share, per_cent(row.tally.share), font, look.colour("text"), Align.AlignRight)
        middle = line.center().y() + (look.length(22) if self._compact else 0)
        self._draw_range(painter, plot, middle, row)

    def _draw_range(self, painter: QPainter, plot: QRectF, middle: float, row: ResultRow) -> None:
        look, thick = self.look, self.look.length(4)
        if self._compact:
            track = QRectF(plot.left(), middle - thick / 2, plot.width(), thick)
            draw_box(painter, mirrored(self, track), thick / 2, look.colour("track"))
        left = plot.left() + plot.width() * row.tally.low
        bar = QRectF(left, middle - thick / 2, max(thick, plot.width() * (row.tally.high - row.tally.low)), thick)
        draw_box(painter, mirrored(self, bar), thick / 2, look.colour("h2" if row.is_leaf else "h3"))
        radius = look.length(4 if row.is_leaf else 5)
        ring = radius + look.length(2)
        x = plot.left() + plot.width() * row.tally.share
        for reach, token in ((ring, "surface"), (radius, "h3" if row.is_leaf else "accent")):
            dot = QRectF(x - reach, middle - reach, 2 * reach, 2 * reach)
            draw_box(painter, mirrored(self, dot), reach, look.colour(token))

    def _draw_chevron(self, painter: QPainter, line: QRectF, is_open: bool) -> None:
        """A small triangle: to the right, or downwards while open."""
        place = QRectF(0, line.top(), self.look.length(16), line.height())
        if is_open:
            painter.save()
            center = mirrored(self, place).center()
            painter.translate(center)
            painter.rotate(90)
            painter.translate(-center)
            draw_icon(painter, self, place, "chevron-right", "muted", 14)
            painter.restore()
        else:
            draw_icon(painter, self, place, "chevron-left" if self.isRightToLeft() else "chevron-right", "muted", 14)

    def _draw_axis(self, painter: QPainter, plot: QRectF, bottom: float) -> None:
        look = self.look
        ticks = (0, 50, 100) if plot.width() < look.length(170) else _TICKS
        width = look.length(56)
        for tick in ticks:
            x = plot.left() + plot.width() * tick / 100
            left = min(max(0.0, x - width / 2), self.width() - width)
            align = Align.AlignHCenter if left == x - width / 2 else Align.AlignLeft if tick == 0 else Align.AlignRight
            place = QRectF(left, bottom, width, look.length(_AXIS))
            draw_text(painter, self, place, f"{tick}{NBSP}%", look.font(11), look.colour("muted"), align)
