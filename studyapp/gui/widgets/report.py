"""The dialog about a mistake of ours: says that nothing is lost, and lets the details be copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.text import Label


class CrashReport(QDialog):
    """Shown beside the window, which goes on working."""

    def __init__(self, details: str, log_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setModal(False)
        self.resize(theme().length(640), theme().length(420))
        self.details = QPlainTextEdit(details, readOnly=True)
        self.details.setAccessibleName("Details of the problem")
        self.copy = Button("&Copy details")
        self.folder = Button("Open &log folder")
        self.quit = Button("&Quit")
        self.go_on = Button("C&ontinue", "primary")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self.folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder))))
        self.quit.clicked.connect(QApplication.quit)
        self.go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        buttons.addWidget(self.quit)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        set_spacing(column, (24, 20), 12)
        column.addWidget(Label("Something went wrong in studyapp", "title"))
        sentence = "This is a mistake in the program. Answers you have given are saved. You can go on, or quit and start again."
        column.addWidget(Label(sentence, wrap=True))
        column.addWidget(self.details, 1)
        column.addLayout(buttons)
        self.go_on.setFocus()
