"""The editor: what a note says on one side, its cards as they will look on the other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection, EditableNote
from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.note_rules import check_note
from studyapp.errors import UserError
from studyapp.gui.editor.field_form import FieldForm
from studyapp.gui.editor.preview import Preview
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.text import Label

_PREVIEW_MS = 150
"""A pause in typing after which the preview follows."""


class EditorDialog(QDialog):
    """Edits one note. Raises UserError if it is gone."""

    def __init__(self, collection: Collection, note_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._note = collection.cards.note(note_id)
        self.form = FieldForm(self._note.kind, self._note.fields)
        self.tags = QLineEdit(", ".join(self._note.tags))
        self.preview = Preview(collection.media.read)
        self.problem = Label("", "note", token="again", wrap=True)
        self.save_button = Button("Save", "primary", key="Ctrl+Enter")
        self.cancel_button = Button("Cancel", key="Esc")
        self.gap_button = Button("Make a gap", icon="plus", key="Ctrl+Shift+C", height=32)
        self.setWindowTitle(f"Edit {self._note.kind}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._lay_out()
        self._connect()
        self._check()
        self._show_preview()
        self.resize(theme().length(940), theme().length(640))
        self.form.focus_on("text" if self._note.kind is Kind.CLOZE else "front")

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        note = self._edited()
        return note.fields != self._note.fields or note.tags != self._note.tags

    def save(self) -> None:
        """Save the note and close; a mistake keeps the editor open with the field in focus."""
        mistakes = self._mistakes()
        if mistakes:
            self.form.focus_on(next(iter(mistakes)))
            return
        if not self.is_changed:
            self.accept()
            return
        try:
            self._collection.cards.edit(self._edited(), clock.now())
        except UserError as error:
            # The text must not be lost with the window.
            self.problem.setText(str(error))
            return
        self.accept()

    def reject(self) -> None:
        """Close; unsaved text is asked about first."""
        if not self.is_changed:
            super().reject()
            return
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Unsaved text", "Save what you have changed?", parent=self)
        save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save.clicked.connect(self.save)
        discard.clicked.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        box.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves; plain Enter presses no button from within a field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        elif not enter:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look = theme()
        fields = QWidget()
        column = QVBoxLayout(fields)
        # Room for the focus ring.
        column.setContentsMargins(look.length(6), look.length(6), look.length(12), look.length(6))
        column.setSpacing(look.length(4))
        if self._note.kind is Kind.CLOZE:
            column.addWidget(self.gap_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        label = Label("Tags, with commas between them", "label_strong")
        label.setBuddy(self.tags)
        self.tags.setAccessibleName("Tags")
        column.addWidget(label)
        column.addWidget(self.tags)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fields.setAutoFillBackground(False)
        area.setWidget(fields)
        sides, foot, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        sides.setSpacing(look.length(16))
        sides.addWidget(area, 1)
        sides.addWidget(self.preview, 1)
        foot.setSpacing(look.length(12))
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        whole.setContentsMargins(look.length(24), look.length(20), look.length(24), look.length(20))
        whole.setSpacing(look.length(16))
        whole.addLayout(sides, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.form.changed.connect(self._timer.start)
        self.tags.textChanged.connect(self._check)
        self._timer.timeout.connect(self._show_preview)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self.gap_button.clicked.connect(self.form.make_gap)
        if self._note.kind is Kind.CLOZE:
            QShortcut(QKeySequence("Ctrl+Shift+C"), self, self.form.make_gap)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            # In a text box Ctrl+Enter would break the line.
            QShortcut(QKeySequence(keys), self, self.save)

    def _edited(self) -> EditableNote:
        tags = tuple(dict.fromkeys(tag for part in self.tags.text().split(",") if (tag := part.strip())))
        return replace(self._note, fields=self.form.fields(), tags=tags)

    def _mistakes(self) -> dict[str, str]:
        """The first mistake of each field that can be mended here."""
        note = self._edited()
        found: dict[str, str] = {}
        for field, sentence in check_note(NoteSource(note.key, note.kind, note.fields, tags=note.tags)):
            name = field.partition("[")[0].partition(".")[0]
            if name in {*note.fields, "tags"}:
                found.setdefault(name, sentence)
        return found

    def _check(self) -> None:
        mistakes = self._mistakes()
        self.form.show_mistakes(mistakes)
        self.problem.setText(mistakes.get("tags", ""))
        self.save_button.setEnabled(not mistakes)

    def _show_preview(self) -> None:
        if self._mistakes():
            self.preview.show_nothing()
        else:
            self.preview.show_note(self._note.kind, self._edited().fields, self._note.deck_id)
