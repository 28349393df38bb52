"""A question of a report in full: as it was asked, what was picked, why each option is right or wrong, and its source."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.collection.exam_values import ExamQuestion
from studyapp.domain.exam_report import ReportItem
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Calculate, Option
from studyapp.gui.card_view import WIDEST_TEXT, CardView, ExhibitView, Note, ReadMedia
from studyapp.gui.card_view.options import OptionList
from studyapp.gui.card_view.reasons import option_remarks, tempting_option
from studyapp.gui.practice.report_words import UNSCORED, item_facts, result_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.text import Label

_NARROW = 600
EDITED = "The question has been edited since. Then you picked: "


def picked_option(item: ReportItem, options: Sequence[Option]) -> int | None:
    """Where the option that was picked stands now, if it still reads as it did."""
    texts = [option.text for option in options]
    if item.picked is None or item.picked_text not in texts:
        return None
    if item.picked < len(texts) and texts[item.picked] == item.picked_text:
        return item.picked
    return texts.index(item.picked_text)


def explanation(question: ExamQuestion) -> list[Note]:
    """What stands below the options: the worked solution, example, remark and source."""
    face = question.face
    solution = face.task.question.solution if isinstance(face.task, Calculate) else ""
    notes = [
        ("Worked solution", solution),
        ("Example", face.example),
        ("Remark", face.remark),
        ("Source", question.source),
    ]
    return [note for note in notes if note[1]]


def turn_words(item: ReportItem) -> str:
    """How it went, such as “Wrong after 1 min 40 s · sure · first C, then B”."""
    words = [
        f"{result_words(item).capitalize()} after {item_facts(item)[0]}"
        if item.seconds
        else result_words(item).capitalize()
    ]
    words += [fact for fact in item_facts(item)[1 if item.seconds else 0 :] if not fact.startswith("changed")]
    if item.changed and item.first_picked is not None and item.picked is not None:
        words.append(f"first {ascii_uppercase[item.first_picked]}, then {ascii_uppercase[item.picked]}")
    return " · ".join(words)


class QuestionDetails(QWidget):
    """What opens below a row of the list."""

    edit_wanted = Signal()
    report_wanted = Signal()
    """The learner has found something wrong with the question."""

    def __init__(
        self, item: ReportItem, question: ExamQuestion, read_media: ReadMedia, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.stem = CardView(read_media)
        self.exhibit: ExhibitView | None = None
        self.options = OptionList(read_media)
        self.notes = CardView(read_media, size=14)
        self.edit, self.report = (
            Button("Edit note", icon="pencil", height=32),
            Button("Report this card", icon="message-square-warning", height=32),
        )
        self._column = QVBoxLayout(self)
        face = question.face
        title = f"**{face.title}**\n\n" if face.title else ""
        self.stem.show_text(f"{title}{face.question}", question.deck_id, f"Question {item.position + 1}")
        self._column.addWidget(self.stem)
        exhibit = face.exhibit_answer or face.exhibit
        if exhibit is not None:
            self.exhibit = ExhibitView()
            self._column.addWidget(self.exhibit)
            self.exhibit.show_exhibit(exhibit)
        self._show_options(item, question)
        self._column.addWidget(Label(turn_words(item), "note", wrap=True))
        if not item.scored:
            self._column.addWidget(Label(UNSCORED, "note", wrap=True))
        self._add_buttons(question)
        theme().changed.connect(self._dress)
        self._dress()

    def _show_options(self, item: ReportItem, question: ExamQuestion) -> None:
        for part in (self.options, self.notes):
            self._column.addWidget(part)
        # Not before they are inside: they would be shown as windows.
        self.options.setVisible(not question.removed)
        self.notes.hide()
        if question.removed:
            return
        picked = picked_option(item, question.options)
        tempting = tempting_option(question.options, question.key, picked)
        self.options.ask([option.text for option in question.options], question.deck_id, picked)
        remarks = option_remarks(question.options, question.key, tempting)
        self.options.show_result(question.key, picked, remarks, tempting=tempting)
        if item.picked is not None and picked is None:
            self._column.insertWidget(
                self._column.indexOf(self.notes), Label(f"{EDITED}{plain(item.picked_text)}", "note", wrap=True)
            )
        notes = explanation(question)
        self.notes.show_notes(notes, question.deck_id, "Explanation")
        self.notes.setVisible(bool(notes))

    def _add_buttons(self, question: ExamQuestion) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().length(8))
        for button, signal in ((self.edit, self.edit_wanted), (self.report, self.report_wanted)):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        for button in (self.edit, self.report):
            button.setVisible(not question.removed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below the words of the row where there is room."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        look = theme()
        left = 8 if self.width() < look.length(_NARROW) else 36
        self._column.setContentsMargins(look.length(left), look.length(4), look.length(8), look.length(16))
        self._column.setSpacing(look.length(14))
        for part in (self.options, self.exhibit):
            if part is not None:
                part.setMaximumWidth(look.length(WIDEST_TEXT + 106))
