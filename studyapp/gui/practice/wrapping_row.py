"""Buttons side by side that go on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme


class WrappingRow(QWidget):
    """Children in lines from the start, each as wide as it wants to be."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self._gap = gap
        self._parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.place)

    def add(self, part: QWidget) -> None:
        """Put one more at the end."""
        part.setParent(self)
        part.show()
        self._parts.append(part)
        self.place()
        self.updateGeometry()

    def clear(self) -> None:
        """Take all parts out."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts.clear()

    def sizeHint(self) -> QSize:
        """All in one line."""
        gap = theme().length(self._gap)
        widths = [part.sizeHint().width() + gap for part in self._shown()]
        return QSize(max(0, sum(widths) - gap), self._height(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The widest part."""
        return QSize(max((part.minimumSizeHint().width() for part in self._shown()), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put each part in its place, and be as high as all of them."""
        for part, shape in zip(self._shown(), self._places(self.width()), strict=True):
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                shape.moveLeft(self.width() - shape.right() - 1)
            part.setGeometry(shape)
        # A height for a width would be forgotten by the area that scrolls the page.
        if self.height() != self._height(self.width()):
            self.setFixedHeight(self._height(self.width()))

    def _height(self, width: int) -> int:
        return max((shape.bottom() + 1 for shape in self._places(width)), default=0)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _places(self, width: int) -> list[QRect]:
        parts = self._shown()
        gap, x, top = theme().length(self._gap), 0, 0
        # Parts of different heights share the middle of their line.
        line = max((part.sizeHint().height() for part in parts), default=0)
        found = []
        for part in parts:
            size = part.sizeHint()
            wide = min(size.width(), max(width, part.minimumSizeHint().width()))
            if x and x + wide > width:
                x, top = 0, top + line + gap
            found.append(QRect(x, top + (line - size.height()) // 2, wide, size.height()))
            x += wide + gap
        return found
