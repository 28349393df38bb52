"""What to understand about a leaf before memorizing its cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from studyapp.gui.card_view.view import CardView, ReadMedia
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Label


class LearnDialog(QDialog):
    """Shows one learn note; `title` names its leaf."""

    def __init__(self, title: str, text: str, deck_id: int, read_media: ReadMedia, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Learn: {title}")
        size_dialog(self, 700, 620)
        self.text = CardView(read_media, size=15)
        self.text.show_text(text, deck_id, "Learn note")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Learn note")
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, theme().length(12), 0)
        inside.addWidget(self.text)
        inside.addStretch(1)
        self.area.setWidget(body)
        self.area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        close = Button("&Close", "primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        set_spacing(column, (32, 24), 16)
        column.addWidget(Label(title, "title", wrap=True))
        column.addWidget(self.area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        self.area.setFocus()
