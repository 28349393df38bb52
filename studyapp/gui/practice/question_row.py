"""One question of a report in a line or three: number, stem, what was picked and what is best; it opens in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.collection.exam_values import ExamQuestion
from studyapp.domain.exam_report import ReportItem, Result
from studyapp.domain.plain_text import plain
from studyapp.gui.practice.report_words import item_facts, leaf_words, result_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.painting import Align, draw_box, draw_icon, draw_text, text_width

Ask = Callable[[int], ExamQuestion]
"""Gives a question of the exam by its position."""

_HEIGHT, _RIGHT_HEIGHT = 78, 56
_NUMBER, _LINE = 36, 19
_ROOM_FOR_LEAF = 640
"""Width in design pixels from which a leaf is shown with its title."""


UNREACHED = "Not reached; it stays fresh for another exam."
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Said(NamedTuple):
    """A question and its answers as plain text."""

    stem: str
    """With the numbers as they were asked."""
    picked: str
    best: str
    why: str


class QuestionRow(Pressable):
    """A row of the list. What was picked and why is read when the row is first painted or focused.

    Of a question that was not reached nothing is read: it says where it belongs, and does not open.
    """

    focus_radius = 8
    focused = Signal()

    def __init__(self, item: ReportItem, titles: Mapping[str, str], ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.item = item
        self._ask, self._leaf = ask, leaf_words(item, titles)
        self._said: Said | None = None
        self.setCheckable(item.reached)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._name(item.headline))

    @property
    def said(self) -> Said:
        """What the row says of the question as it was asked."""
        if self._said is None:
            item = self.item
            unread = Said(self._leaf or "No topic", "", "", "")
            self._said = _said(item, self._ask(item.position)) if item.reached else unread
        return self._said

    @property
    def words(self) -> str:
        """All that the row says of the answer, for screen readers."""
        if not self.item.reached:
            return f"{UNREACHED} {self._leaf}".rstrip()
        _, picked, best, why = self.said
        yours = f"You: {picked}" if picked else self._unanswered()
        facts = ", ".join([*item_facts(self.item), *(["flagged"] if self.item.flagged else [])])
        return ". ".join(
            part.rstrip(".") for part in (yours, f"Best: {best}" if best else "", why, self._leaf, facts) if part
        )

    def sizeHint(self) -> QSize:
        """Three lines, or two where nothing is to be explained here, at any width."""
        explains = self.item.missed and not self.isChecked()
        return QSize(theme().length(240), theme().length(_HEIGHT if explains else _RIGHT_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Now a screen reader wants to know all of it."""
        self.setAccessibleName(self._name(self.said.stem if self.item.reached else ""))
        self.setAccessibleDescription(self.words)
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """→ opens and ← closes; up and down belong to the list."""
        key = Qt.Key(event.key())
        opening = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        closing = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        if (
            self.item.reached
            and key in (opening, closing)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if self.isChecked() != (key == opening):
                self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) or (not self.item.reached and key in _PRESSES):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw number, stem, answers and reason, and a line below."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self.hovered() and self.item.reached:
            draw_box(painter, shape.adjusted(0, 1, 0, -1), look.length(8), look.colour("hover"))
        if not self.isChecked():
            painter.fillRect(QRectF(0, shape.height() - 1, shape.width(), 1), look.colour("border"))
        self._draw_first_line(painter)
        _, picked, best, why = self.said
        line = QRectF(
            look.length(_NUMBER), look.length(9 + _LINE), shape.width() - look.length(_NUMBER + 8), look.length(_LINE)
        )
        self._draw_answers(painter, line, picked, best)
        if self.item.missed and not self.isChecked():
            below = line.translated(0, look.length(_LINE))
            draw_text(painter, self, below, why, look.font(13), look.colour("muted"))

    def _draw_first_line(self, painter: QPainter) -> None:
        look, item = theme(), self.item
        top, height, muted = look.length(8), look.length(_LINE + 1), look.colour("muted")
        number = QRectF(look.length(4), top, look.length(_NUMBER - 6), height)
        draw_text(painter, self, number, str(item.position + 1), look.font(13, 600, tabular=True), muted)
        chevron = QRectF(self.width() - look.length(22), top, look.length(18), height)
        if item.reached:
            self._draw_chevron(painter, chevron)
        leaf = self._leaf if self.width() >= look.length(_ROOM_FOR_LEAF) else item.leaf or ""
        if not item.reached:
            leaf = ""
        font = look.font(12)
        width = min(text_width(leaf, font), round(self.width() * 0.35))
        end = chevron.left() - look.length(6)
        draw_text(painter, self, QRectF(end - width, top, width, height), leaf, font, muted, Align.AlignRight)
        end -= width + look.length(12)
        strong = look.font(14, 600)
        left, stem = look.length(_NUMBER), self.said.stem
        flag = look.length(22) if item.flagged else 0
        room = max(0.0, end - left - flag)
        draw_text(painter, self, QRectF(left, top, room, height), stem, strong, look.colour("text"))
        if item.flagged:
            x = left + min(room, text_width(stem, strong)) + look.length(6)
            draw_icon(painter, self, QRectF(x, top, look.length(14), height), "flag", "again", 14)

    def _draw_answers(self, painter: QPainter, line: QRectF, picked: str, best: str) -> None:
        look, item = theme(), self.item
        font, facts = look.font(13), " · ".join(item_facts(item))
        facts_width = text_width(facts, look.font(12, tabular=True)) if facts else 0
        if facts_width > line.width() * 0.45:
            facts_width = 0
        if facts_width:
            place = QRectF(line.right() - facts_width, line.top(), facts_width, line.height())
            draw_text(painter, self, place, facts, look.font(12, tabular=True), look.colour("muted"), Align.AlignRight)
        room = line.width() - facts_width - look.length(12 if facts_width else 0)
        if not item.reached:
            shown = [("eye-off", "muted", UNREACHED)]
        elif item.right:
            shown = [("circle-check", "good", picked)]
        else:
            yours = f"You: {picked}" if picked else self._unanswered()
            shown = [(_ICONS[item.result], "again", yours)]
            if best:
                shown.append(("circle-check", "good", f"Best: {best}"))
        icon, gap = look.length(20), look.length(16)
        wanted = [text_width(words, font) for _, _, words in shown]
        room -= len(shown) * icon + (len(shown) - 1) * gap
        widths = _shared(wanted, room)
        x = line.left()
        for (name, token, words), width in zip(shown, widths, strict=True):
            draw_icon(painter, self, QRectF(x, line.top(), look.length(14), line.height()), name, token, 14)
            text = QRectF(x + icon, line.top(), width, line.height())
            draw_text(painter, self, text, words, font, look.colour("text"))
            x += icon + width + gap

    def _draw_chevron(self, painter: QPainter, place: QRectF) -> None:
        if not self.isChecked():
            draw_icon(painter, self, place, "chevron-left" if self.isRightToLeft() else "chevron-right", "muted", 16)
            return
        center = (
            QRectF(place)
            if not self.isRightToLeft()
            else QRectF(self.width() - place.right(), place.top(), place.width(), place.height())
        )
        painter.save()
        painter.translate(center.center())
        painter.rotate(90)
        painter.translate(-center.center())
        draw_icon(painter, self, place, "chevron-right", "muted", 16)
        painter.restore()

    def _name(self, stem: str) -> str:
        return f"Question {self.item.position + 1}, {result_words(self.item)}" + (f": {stem}" if stem else "")

    def _unanswered(self) -> str:
        return "Time was up" if self.item.result is Result.OUT_OF_TIME else "No answer"


_ICONS = {Result.WRONG: "circle-x", Result.UNANSWERED: "circle-dashed", Result.OUT_OF_TIME: "clock"}


def _said(item: ReportItem, question: ExamQuestion) -> Said:
    picked = plain(item.picked_text) if item.picked is not None else ""
    if question.removed:
        return Said(item.headline, picked, "", question.face.question)
    key = question.options[question.key]
    # A worked-out number has no reason of its own; then the mistake behind the wrong one says most.
    why = key.rationale or next((each.rationale for each in question.options if each.text == item.picked_text), "")
    return Said(plain(question.face.question), picked, plain(key.text), plain(why))


def _shared(wanted: list[int], room: float) -> list[float]:
    """Widths for texts side by side: what they want, or, where there is too little room, no more than a fair share."""
    if sum(wanted) <= room or len(wanted) < 2:
        return [min(width, max(0.0, room)) for width in wanted]
    first, second = wanted
    half = room / 2
    if first <= half:
        return [first, max(0.0, room - first)]
    if second <= half:
        return [max(0.0, room - second), second]
    return [max(0.0, half), max(0.0, half)]
