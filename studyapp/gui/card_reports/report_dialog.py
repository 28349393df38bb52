"""“Report this card”: what is the matter, and a comment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.card_reports import REASON_WORDS, Reason
from studyapp.domain.cards import question_headline
from studyapp.errors import UserError
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.fields import ChoiceField
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import Inset, ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted


class ReportCardDialog(QDialog):
    """Keeps a report about one card's note; nothing leaves the computer. Raises UserError if the note is gone.

    It can be opened before the answer is shown, so it names the card by its question.
    """

    reported = Signal(int)
    """The id of the report that was kept."""

    def __init__(self, collection: Collection, note_id: int, ordinal: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection, self._note_id = collection, note_id
        note = collection.cards.note(note_id)
        self.setWindowTitle("Report this card")
        size_dialog(self, 520, 480)
        self.reason = ChoiceField("What is the matter", {words: reason.value for reason, words in REASON_WORDS.items()})
        # A narrow dialog cuts the words of the field rather than its own edge.
        self.reason.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.setMinimumContentsLength(12)
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName("Comment")
        self.comment.setPlaceholderText("What is wrong, and how it should be. A source helps.")
        self.comment.setTabChangesFocus(True)
        self.comment.document().setDocumentMargin(theme().length(8))
        self.comment.setFixedHeight(theme().length(120))
        self.problem = Label(token="again", wrap=True)
        self.problem.hide()
        self.before = Label(style="note", wrap=True)
        self.keep, self.cancel = Button("Keep the report", "primary"), Button("Cancel")
        self._build(question_headline(note.kind, note.fields, ordinal))
        earlier = len(collection.card_reports.of_note(note_id))
        self.before.setText(f"You have reported this card before: {counted(earlier, 'report')}.")
        self.before.setVisible(earlier > 0)
        self.keep.clicked.connect(self.save)
        self.cancel.clicked.connect(self.reject)
        self._ring = FocusRing(self)
        self.reason.setFocus()

    def save(self) -> None:
        """Keep the report and close, or say what is missing."""
        try:
            report = self._collection.card_reports.report(
                self._note_id, Reason(self.reason.currentData()), self.comment.toPlainText(), clock.now()
            )
        except UserError as error:
            self.problem.setText(str(error))
            self.problem.show()
            self.comment.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reported.emit(report)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps the report from wherever the keyboard is."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def _build(self, title: str) -> None:
        card = Inset(padding=(16, 12))
        self.card_name = Label(title, "strong", wrap=True)
        card.box.addWidget(self.card_name)
        body = ScrollColumn(margins=(24, 16))
        body.box.setSpacing(theme().length(8))
        body.box.addWidget(Label("Report this card", "title"))
        body.box.addWidget(card)
        body.box.addWidget(self.before)
        for name, field in (("What is the matter", self.reason), ("Comment", self.comment)):
            label = Label(name, "label_strong")
            label.setBuddy(field)
            body.box.addWidget(label)
            body.box.addWidget(field)
        body.box.addWidget(self.problem)
        words = "The report stays on this computer. The list of reports can be saved as a file for the deck’s author."
        body.box.addWidget(Label(words, "note", wrap=True))
        body.box.addStretch(1)
        buttons = QHBoxLayout()
        set_spacing(buttons, (24, 8), 8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme().length(8))
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addLayout(buttons)
