"""Memory by section: how much of each part of the exam would be recalled today."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import SectionNumbers, TodayNumbers
from studyapp.gui.widgets.bars import draw_filled_track
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import NBSP, Align, Painted, draw_text, per_cent, smooth
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number


class SectionCard(Card):
    """One bar a section, as long as its share of the exam's questions and filled as far as it is remembered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._note = Label(style="label")
        title = QHBoxLayout()
        title.addWidget(Label("Memory by section", "card_title"), 1)
        title.addWidget(self._note)
        self.box.addLayout(title)
        self.box.addSpacing(theme().length(10))
        self._bars: list[MemoryBar] = []
        self.box.addStretch(1)

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the sections; a narrow card leaves their names to the tool tips."""
        weighted = any(section.questions for section in numbers.sections)
        long = "bar length and q: questions in the exam"
        self._note.setText(("length = weight" if narrow else long) if weighted else "")
        most = max((section.questions for section in numbers.sections), default=0)
        while len(self._bars) < len(numbers.sections):
            self._bars.append(MemoryBar())
            self.box.insertWidget(self.box.count() - 1, self._bars[-1])
            self._bars[-1].show()
        while len(self._bars) > len(numbers.sections):
            gone = self._bars.pop()
            self.box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for bar, section in zip(self._bars, numbers.sections, strict=True):
            bar.set_section(section, most, show_name=not narrow)


class MemoryBar(Painted):
    """Code, name, weighted bar, questions, recall and cards met of one section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = SectionNumbers("", "", 0, 0, 0, 0.0)
        self._most, self._show_name = 0, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_section(self, section: SectionNumbers, most: int, show_name: bool) -> None:
        """Show a section; `most` are the questions of the largest one."""
        self._section, self._most, self._show_name = section, most, show_name
        exam = f", {section.questions} questions in the exam" if section.questions else ""
        if section.seen:
            memory = f"{per_cent(section.recall)} remembered, {section.seen} of {section.cards} cards met"
        else:
            memory = f"not started, {section.cards} cards" if section.cards else "no cards yet"
        sentence = f"{section.name}: {memory}{exam}"
        self.describe(f"Section {section.code}, {sentence}" if section.code else sentence)
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """A row of 27."""
        return QSize(theme().length(360), theme().length(27))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        look, painter, height, section = theme(), smooth(self), self.height(), self._section
        muted, text, small = look.colour("muted"), look.colour("text"), look.font(12, 500, tabular=True)
        begin = look.length(26 if section.code else 0)
        draw_text(painter, self, QRectF(0, 0, begin, height), section.code, small, muted)
        start = look.length(206 if self._show_name else 46 if section.code else 100)
        if self._show_name or not section.code:
            name = QRectF(begin, 0, start - look.length(8) - begin, height)
            draw_text(painter, self, name, section.name, look.font(14), text)
        met_left = self.width() - look.length(82)
        end, thick = met_left - look.length(96), look.length(10)
        weight = section.questions / self._most if section.questions else 1.0
        bar = QRectF(start, (height - thick) / 2, max(thick, (end - start) * weight), thick)
        draw_filled_track(painter, self, bar, section.recall)
        if section.questions:
            questions = QRectF(end, 0, look.length(44), height)
            draw_text(painter, self, questions, f"{section.questions}{NBSP}q", small, muted, Align.AlignRight)
        if section.seen:
            recall = QRectF(end + look.length(44), 0, look.length(44), height)
            draw_text(
                painter,
                self,
                recall,
                per_cent(section.recall),
                look.font(14, 600, tabular=True),
                text,
                Align.AlignRight,
            )
            met = f"{number(section.seen)} of {number(section.cards)}"
        else:
            met = "not started" if section.cards else "no cards"
        draw_text(painter, self, QRectF(met_left, 0, look.length(82), height), met, small, muted, Align.AlignRight)
