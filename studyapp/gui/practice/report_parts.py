"""Cards of a report: the four figures, a chart with its sentence, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studyapp.domain.exam_report import ExamReport
from studyapp.gui.practice.report_words import changed_words, range_words, time_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import Card, set_spacing
from studyapp.gui.widgets.painting import per_cent
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

Figure = tuple[str, str, str]
"""Number, name and comparison."""


def figures(report: ExamReport) -> list[Figure]:
    """The four figures at the head of a report."""
    whole, pace, changed = report.whole, report.pace, report.changed
    turns = changed.wrong_to_right + changed.right_to_wrong + changed.wrong_to_wrong
    return [
        (f"{number(whole.right)} of {number(whole.total)}", f"right, {per_cent(whole.share)}", f"likely range {range_words(whole)}"),
        (time_words(pace.mean) if pace.mean else "–", "on a question", f"pace is {time_words(pace.allowed)}"),
        (f"{number(turns)} changed", "answer" if turns == 1 else "answers", changed_words(changed) or "every first answer stood"),
        _confidence(report),
    ]  # fmt: skip


def _confidence(report: ExamReport) -> Figure:
    said = {part.id: part for part in report.calibration}
    sure, guess = said.get("2"), said.get("0")
    if sure is not None:
        beside = f"{per_cent(guess.share)} right when “guess”" if guess is not None else f"{sure.right} of {sure.total}"
        return per_cent(sure.share), "right when “sure”", beside
    if guess is not None:
        return per_cent(guess.share), "right when “guess”", f"{guess.right} of {guess.total}"
    fairly = said.get("1")
    if fairly is not None:
        return per_cent(fairly.share), "right when “fairly sure”", f"{fairly.right} of {fairly.total}"
    return "–", "how sure you were", "not said in this exam"


class FigureRow(QWidget):
    """Figures side by side, in two lines or below one another where there is less room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.stats: list[Stat] = []
        self._cards: list[Card] = []
        self._columns = 0

    def show_figures(self, shown: Sequence[Figure]) -> None:
        """Show these figures."""
        for values in shown[len(self.stats) :]:
            stat, card = Stat(*values), Card(padding=(20, 12), spacing=0)
            card.box.addWidget(stat)
            self.stats.append(stat)
            self._cards.append(card)
            self._columns = 0
        for stat, values in zip(self.stats, shown, strict=True):
            stat.set_values(*values)

    def arrange(self, columns: int) -> None:
        """So many in a line."""
        self._grid.setSpacing(theme().length(16))
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class ChartCard(Card):
    """Title, one plain sentence, and what it is about; a key at the end of the title's line."""

    def __init__(self, title: str, chart: QWidget, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 14), spacing=2)
        self.chart = chart
        self.sentence = Label("", "note", wrap=True)
        self.key = Label(key, "label")
        top = QHBoxLayout()
        top.addWidget(Label(title, "subtitle"), 1)
        top.addWidget(self.key)
        self.box.addLayout(top)
        self.box.addWidget(self.sentence)
        self.box.addSpacing(theme().length(6))
        self.box.addWidget(chart)
        self.box.addStretch(1)

    def say(self, sentence: str) -> None:
        """Show this sentence, or none."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))


class Paragraphs(QWidget):
    """Sentences below one another, each a label of its own so that a reader can stop at each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self.labels: list[Label] = []
        set_spacing(self._column, (0, 0), 6)

    def say(self, sentences: Sequence[str]) -> None:
        """Show these sentences."""
        for label in self.labels:
            self._column.removeWidget(label)
            label.hide()
            label.deleteLater()
        self.labels = [Label(sentence, "note", wrap=True) for sentence in sentences if sentence]
        for label in self.labels:
            self._column.addWidget(label)
        self.setVisible(bool(self.labels))
