"""What holds other parts: cards, insets, dividers, page headers, and the calm states of an empty or loading page."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Painted, draw_box, draw_icon, smooth
from studyapp.gui.widgets.text import Label


class _Box(QFrame):
    """A painted box with a layout whose padding and spacing grow with the zoom."""

    _fill, _outline, _radius = "surface", "border", 12

    def __init__(self, padding: tuple[int, int], spacing: int, horizontal: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._padding, self._spacing = padding, spacing
        self.box: QBoxLayout = QHBoxLayout(self) if horizontal else QVBoxLayout(self)
        self._dress()
        theme().changed.connect(self._dress)

    def set_padding(self, sides: int, top: int) -> None:
        """Padding left and right, and top and bottom, in design pixels."""
        self._padding = (sides, top)
        self._dress()

    def _dress(self) -> None:
        set_spacing(self.box, self._padding, self._spacing)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme()
        outline = look.colour(self._outline) if self._outline else None
        draw_box(smooth(self), QRectF(self.rect()), look.length(self._radius), look.colour(self._fill), outline)


class Card(_Box):
    """A card of the page: put parts into `box`. `padding` is (sides, top and bottom) in design pixels."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        padding: tuple[int, int] = (24, 16),
        spacing: int = 8,
        horizontal: bool = False,
    ) -> None:
        super().__init__(padding, spacing, horizontal, parent)


class Inset(_Box):
    """A sunken part of a card, such as a remark: put parts into `box`."""

    _fill, _outline, _radius = "sunken", "", 8

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        padding: tuple[int, int] = (16, 16),
        spacing: int = 4,
        horizontal: bool = False,
    ) -> None:
        super().__init__(padding, spacing, horizontal, parent)


class Divider(Painted):
    """A thin line between two groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One pixel high."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        smooth(self).fillRect(self.rect(), theme().colour("border"))


class PageHeader(QWidget):
    """The title of a page, a muted word beside it, and room for parts at the right (`end`)."""

    def __init__(self, title: str, beside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = Label(title, "title")
        self.beside = Label(beside, "secondary")
        self.end = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().length(18))
        row.addWidget(self.title)
        row.addWidget(self.beside)
        row.addStretch(1)
        row.addLayout(self.end)


class Disc(Painted):
    """A large icon in a tinted circle; it says nothing that is not also written beside it."""

    def __init__(
        self, icon: str, token: str = "accent", ground: str = "sel", size: int = 56, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._token, self._ground, self._size = icon, token, ground, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        side = theme().length(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and icon."""
        painter, shape = smooth(self), QRectF(self.rect())
        draw_box(painter, shape, shape.height() / 2, theme().colour(self._ground))
        draw_icon(painter, self, shape, self._icon, self._token, self._size / 2)


class EmptyState(QWidget):
    """A page with nothing to do, said kindly: icon, title, sentence, and room for ways on (`box`)."""

    def __init__(self, icon: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, "display", wrap=True)
        self.sentence = Label(sentence, "lead", wrap=True)
        self.box = QVBoxLayout(self)
        self.box.setSpacing(theme().length(8))
        self.box.addWidget(Disc(icon, size=92), 0, Qt.AlignmentFlag.AlignHCenter)
        self.box.addSpacing(theme().length(8))
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.box.addWidget(label)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)


class LoadingState(QWidget):
    """What a page shows until its data are there: one quiet sentence, nothing that moves."""

    def __init__(self, sentence: str = "Opening your collection…", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        self._label = Label(sentence, "secondary")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._label)
        self.say(sentence)

    @property
    def sentence(self) -> str:
        """What is said now."""
        return self._label.text()

    def say(self, sentence: str) -> None:
        """Say how far it is."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)


class ScrollColumn(QScrollArea):
    """A page body that scrolls up and down only: put parts into `box`; it stays at most `widest` wide, centered."""

    def __init__(
        self, parent: QWidget | None = None, *, widest: int = 1240, margins: tuple[int, int] = (32, 20)
    ) -> None:
        super().__init__(parent)
        self._widest, self._margins = widest, margins
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QWidget()
        self._row = QHBoxLayout(outer)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column = QWidget()
        self.box = QVBoxLayout(self._column)
        self._row.addStretch(1)
        self._row.addWidget(self._column, 1000)
        self._row.addStretch(1)
        self.setWidget(outer)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        look = theme()
        self._column.setMaximumWidth(look.length(self._widest))
        set_spacing(self.box, self._margins, 24)


def set_spacing(box: QBoxLayout, padding: tuple[int, int], spacing: int) -> None:
    """Padding (sides, top and bottom) and spacing of a layout in design pixels."""
    sides, top = theme().length(padding[0]), theme().length(padding[1])
    box.setContentsMargins(QMargins(sides, top, sides, top))
    box.setSpacing(theme().length(spacing))
