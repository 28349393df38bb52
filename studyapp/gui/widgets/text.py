"""Words on the page: labels in the styles of the design, keycaps, badges and chips. Always plain text."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_icon, draw_text, mirrored, smooth, text_width


class TextStyle(NamedTuple):
    """Size in design pixels, weight and colour token."""

    size: float
    weight: int
    token: str


Style = Literal[
    "number", "display", "stat", "title", "leaf", "question", "card_title", "subtitle", "lead", "strong", "body", "secondary",
    "note", "label", "label_strong", "axis",
]  # fmt: skip
STYLES: dict[Style, TextStyle] = {
    "number": TextStyle(40, 600, "text"),
    "display": TextStyle(28, 600, "text"),
    "stat": TextStyle(24, 600, "text"),
    "title": TextStyle(22, 600, "text"),
    "leaf": TextStyle(20, 600, "text"),
    "question": TextStyle(17, 400, "text"),
    "card_title": TextStyle(16, 600, "text"),
    "subtitle": TextStyle(15, 600, "text"),
    "lead": TextStyle(15, 400, "muted"),
    "strong": TextStyle(14, 600, "text"),
    "body": TextStyle(14, 400, "text"),
    "secondary": TextStyle(14, 400, "muted"),
    "note": TextStyle(13, 400, "muted"),
    "label": TextStyle(12, 400, "muted"),
    "label_strong": TextStyle(12, 600, "text"),
    "axis": TextStyle(11, 400, "muted"),
}


class Label(QLabel):
    """A line or paragraph in a style of the design. What it says is shown letter by letter, never as markup."""

    def __init__(
        self,
        text: str = "",
        style: Style = "body",
        parent: QWidget | None = None,
        *,
        token: str = "",
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self._style = STYLES[style]
        self._token = token or self._style.token
        self._wanted = Align.AlignLeft | Align.AlignVCenter
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self.setAlignment(self._wanted)
        self._dress()
        theme().changed.connect(self._dress)

    def set_token(self, token: str) -> None:
        """Show the text in another colour."""
        self._token = token
        self._dress()

    def setAlignment(self, alignment: Align) -> None:
        """Left stands for the start of the line. Qt would keep English text at the left of a window that runs from the right."""
        self._wanted = alignment
        if self.isRightToLeft():
            sides = {Align.AlignLeft: Align.AlignRight, Align.AlignRight: Align.AlignLeft}
            side = alignment & Align.AlignHorizontal_Mask
            alignment = (alignment & ~side) | sides.get(side, side) | Align.AlignAbsolute
        super().setAlignment(alignment)

    def changeEvent(self, event: QEvent) -> None:
        """Change sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._wanted)

    def _dress(self) -> None:
        self.setFont(theme().font(self._style.size, self._style.weight, tabular=True))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().colour(self._token))
        self.setPalette(palette)


class Keycap(Painted):
    """A key as it is printed on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.describe(f"Key {key}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the key's name."""
        return QSize(keycap_width(self._key), theme().length(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = smooth(self)
        draw_keycap(painter, self, QRectF(self.rect()), self._key)


def keycap_width(key: str) -> int:
    """The width of a key's cap in pixels of the window."""
    return max(theme().length(20), text_width(key, theme().font(12, 500)) + theme().length(14))


def draw_keycap(painter: QPainter, widget: QWidget, shape: QRectF, key: str) -> None:
    """A key's cap in a shape given left to right."""
    place = mirrored(widget, shape)
    draw_box(painter, place, theme().length(4), theme().colour("surface"), theme().colour("border"))
    draw_text(painter, widget, shape, key, theme().font(12, 500), theme().colour("muted"), Align.AlignHCenter)


Status = Literal["strong", "borderline", "gap", "unknown"]
STATUS: dict[Status, tuple[str, str, str, str]] = {
    "strong": ("circle-check", "good", "strong_bg", "Strong"),
    "borderline": ("circle-dot", "hard", "border_bg", "Borderline"),
    "gap": ("triangle-alert", "again", "gap_bg", "Gap"),
    "unknown": ("circle-dashed", "muted", "sunken", "Not enough evidence"),
}
"""Icon, colour token, background token and word of each status of readiness."""


class Badge(Painted):
    """A pill with icon and word: a status is never told by colour alone."""

    def __init__(self, status: Status, parent: QWidget | None = None, *, text: str = "") -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status, text)

    def set_status(self, status: Status, text: str = "") -> None:
        """Show another status, with its own word or with `text`."""
        self._icon, self._token, self._ground, word = STATUS[status]
        self._text = text or word
        self.describe(self._text)
        self.retheme()

    def sizeHint(self) -> QSize:
        """As wide as icon and word."""
        look = theme()
        return QSize(look.length(34) + text_width(self._text, look.font(12, 500)), look.length(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        look, painter, shape = theme(), smooth(self), QRectF(self.rect())
        draw_box(painter, shape, shape.height() / 2, look.colour(self._ground))
        icon = QRectF(look.length(8), 0, look.length(14), shape.height())
        draw_icon(painter, self, icon, self._icon, self._token, 14)
        text = shape.adjusted(look.length(26), 0, 0, 0)
        draw_text(painter, self, text, self._text, look.font(12, 500), look.colour(self._token))


class Chip(QAbstractButton):
    """A small removable word, such as a filter; pressing it removes it."""

    focus_radius = 6
    removed = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(f"Remove {text}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.removed.emit(self.text()))
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the word and the cross; the target is 32 high, the chip drawn 24."""
        look = theme()
        return QSize(text_width(self.text(), look.font(12)) + look.length(34), look.length(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look, painter = theme(), smooth(self)
        shape = QRectF(self.rect()).adjusted(0, look.length(4), 0, -look.length(4))
        outline = look.colour("accent") if self.underMouse() else None
        draw_box(painter, shape, look.length(6), look.colour("sel"), outline)
        text = shape.adjusted(look.length(8), 0, -look.length(24), 0)
        draw_text(painter, self, text, self.text(), look.font(12), look.colour("text"))
        cross = QRectF(shape.right() - look.length(22), shape.top(), look.length(14), shape.height())
        draw_icon(painter, self, cross, "x", "muted", 14)
