"""The picture of an exhibit: sharp, in the colors of the theme, laid out for the width that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.domain.exhibits import Exhibit
from studyapp.gui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_NARROWEST, _FITTED, _WIDEST = 240, 480, 960
"""Design pixels; the middle one is how narrow a picture gets to be seen as a whole."""


class ExhibitView(QWidget):
    """An exhibit, as high as it needs to be for its width; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exhibit: Exhibit | None = None
        self._renderer: QSvgRenderer | None = None
        self._drawn_width = 0
        self._needed: tuple[tuple[Exhibit | None, int, int], int] | None = None
        self._drawing = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._limit_width(theme().length(_WIDEST))
        self.hide()
        theme().changed.connect(self._follow_theme)

    @property
    def exhibit(self) -> Exhibit | None:
        """What is shown."""
        return self._exhibit

    def show_exhibit(self, exhibit: Exhibit | None) -> None:
        """Show an exhibit, as it is asked or with its answer; nothing for None."""
        self._exhibit = exhibit
        self.setAccessibleName(f"Exhibit: {exhibit.title}" if exhibit else "")
        self.setAccessibleDescription(exhibit.alternative if exhibit else "")
        self.setVisible(exhibit is not None)
        self._draw()

    def fit(self, width: int, height: int) -> None:
        """Be as wide as there is room for, but no wider than it can be seen as a whole, as far as it stays readable."""
        if self._exhibit is None or width <= 0:
            return
        look = theme()
        width = min(width, look.length(_WIDEST))
        needed = self._height_for(width)
        fitting = width * max(0, height) // needed if needed > height else width
        self._limit_width(min(width, max(fitting, look.length(_FITTED))))

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self.maximumWidth(), self.height() if self._exhibit else 0)

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the picture shrinks."""
        return QSize(theme().length(_NARROWEST), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew where the width has changed."""
        super().resizeEvent(event)
        if self.width() != self._drawn_width:
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the drawing, made once for this size and screen."""
        if self._renderer is None:
            return
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._drawing.size() != size:
            self._drawing = QPixmap(size)
            self._drawing.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._drawing)
            self._renderer.render(painter)
            painter.end()
            self._drawing.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawing)
        painter.end()

    def _limit_width(self, width: int) -> None:
        if width != self.maximumWidth():
            self.setMaximumWidth(width)
            self.updateGeometry()

    def _height_for(self, width: int) -> int:
        """The height of the picture laid out for a width; asked again and again while a layout settles."""
        key = (self._exhibit, width, theme().version)
        if self._needed is None or self._needed[0] != key:
            self._needed = key, self._picture(width)[1]
        return self._needed[1]

    def _follow_theme(self) -> None:
        self._limit_width(theme().length(_WIDEST))
        self._draw()

    def _draw(self) -> None:
        self._drawing = QPixmap()
        self._renderer = None
        if self._exhibit is None:
            return
        self._drawn_width = self.width()
        self._renderer, height = self._picture(self.width())
        self.setFixedHeight(height)
        self.updateGeometry()
        self.update()

    def _picture(self, width: int) -> tuple[QSvgRenderer, int]:
        """The picture for a width, and its height there."""
        assert self._exhibit is not None
        from PySide6.QtSvg import QSvgRenderer

        from studyapp.formats.exhibits import svg

        theme().load_reading_faces()
        # One length of the design is this many pixels, so text grows with the zoom.
        scale = theme().length(1000) / 1000
        renderer = QSvgRenderer(QByteArray(svg(self._exhibit, theme().dark, round(width / scale)).encode()))
        drawn = renderer.defaultSize()
        return renderer, max(1, round(drawn.height() * width / max(1, drawn.width())))
