"""The About box."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp import __version__
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Label


class AboutBox(QDialog):
    """Version, license, what the program is not, and where the data lie."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About studyapp")
        self.setMinimumWidth(theme().length(480))
        lines = (
            Label("Flashcards for the CMQ/OE exam, scheduled by memory.", wrap=True),
            Label("Not affiliated with ASQ. CMQ/OE is a certification of ASQ.", wrap=True),
            Label("Free software under the MIT license. It works offline and sends nothing anywhere.", wrap=True),
            Label(f"Your data: {folder}", "note", wrap=True),
        )
        self.copy = Button("&Copy version")
        self.folder = Button("Open &data folder")
        self.close_button = Button("C&lose", "primary")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"studyapp {__version__}"))
        self.folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        set_spacing(column, (24, 20), 12)
        column.addWidget(Label("studyapp", "display"))
        column.addWidget(Label(f"Version {__version__}", "secondary"))
        for line in lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        column.addSpacing(theme().length(8))
        column.addLayout(buttons)
        self.close_button.setFocus()
