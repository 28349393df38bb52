"""A field for some paragraphs."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.scrolling import bring_into_view

_LOWEST, _HIGHEST = 160, 280
"""Design pixels of the text while it is written; a longer one scrolls, so that the line being written stays in view."""


class LongText(QPlainTextEdit):
    """Room for some paragraphs, which grows with them. Ctrl+Enter asks for the check, Tab leaves."""

    focus_radius = 8
    submitted = Signal()
    """Ctrl+Enter was pressed."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.fit)
        self.cursorPositionChanged.connect(self._show_cursor)

    def fit(self) -> None:
        """Be as high as the text; while it is written, neither very low nor very high."""
        look = theme()
        self.document().setDocumentMargin(look.length(10))
        paragraphs = [self.document().findBlockByNumber(number) for number in range(self.blockCount())]
        text = sum(self.blockBoundingRect(paragraph).height() for paragraph in paragraphs)
        height = math.ceil(text) + 2 * (self.frameWidth() + look.length(10)) + 2
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(never if self.isReadOnly() else needed)
        if not self.isReadOnly():
            height = min(look.length(_HIGHEST), max(look.length(_LOWEST), height))
        self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines, other height."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the window, but not Ctrl+Z and Ctrl+Y where there is no typing to take back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._asks_for_check(event):
                event.accept()
                return True
            undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
            document = self.document()
            if (undo and not document.isUndoAvailable()) or (redo and not document.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter asks for the check; a text that is only read leaves keys to the page."""
        if self._asks_for_check(event):
            if not event.isAutoRepeat():
                self.submitted.emit()
        elif self.isReadOnly() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _show_cursor(self) -> None:
        """Keep the line that is written in sight, in a card that scrolls as a whole."""
        if self.hasFocus():
            bring_into_view(self, self.cursorRect().translated(self.viewport().pos()))

    def _asks_for_check(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return enter and not self.isReadOnly() and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
