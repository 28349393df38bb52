"""Buttons: primary, secondary, quiet, toggle and link, with icon and key; and the button that is an icon only."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import draw_box, draw_icon, draw_text, smooth, text_width

Kind = Literal["primary", "secondary", "quiet", "toggle", "link"]
_FADED = 0.45


class Pressable(QPushButton):
    """A push button that paints itself, and that Enter presses too."""

    focus_radius = 8

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.retheme)

    def retheme(self) -> None:
        """Take up new colours and sizes."""
        self.updateGeometry()
        self.update()

    def shown_text(self) -> str:
        """The text without the mark of its mnemonic."""
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def minimumSizeHint(self) -> QSize:
        """Never so narrow that the text is cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)

    def begin(self) -> QPainter:
        """A painter, paler while the button is disabled."""
        painter = smooth(self)
        if not self.isEnabled():
            painter.setOpacity(_FADED)
        return painter

    def hovered(self) -> bool:
        """Whether to show the hover colour."""
        return self.isEnabled() and self.underMouse()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Button(Pressable):
    """A button with optional icon and key inside: 36 high, 44 as the primary of a page, 32 in a toolbar."""

    def __init__(
        self,
        text: str,
        kind: Kind = "secondary",
        parent: QWidget | None = None,
        *,
        icon: str = "",
        key: str = "",
        height: int = 36,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._icon_name, self._key, self._height = kind, icon, key, height
        self.setCheckable(kind == "toggle")
        self.setAutoDefault(kind == "primary")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if key:
            self.setAccessibleDescription(f"Key {key}")

    def set_kind(self, kind: Kind) -> None:
        """Become primary, secondary and so on."""
        self._kind = kind
        self.setCheckable(kind == "toggle")
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self.retheme()

    def set_key(self, key: str) -> None:
        """Name another key inside the button."""
        self._key = key
        self.setAccessibleDescription(f"Key {key}" if key else "")
        self.retheme()

    def sizeHint(self) -> QSize:
        """Room for icon, text and key."""
        look = theme()
        padding = 0 if self._kind == "link" else 28 if self._height >= 44 else 16
        return QSize(self._content_width() + look.length(2 * padding), look.length(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, its content in the middle."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        fill, outline, token = self._colours()
        if fill or outline:
            draw_box(painter, shape, look.length(8), fill, outline)
        font = self._font()
        x = (shape.width() - self._content_width()) / 2
        if self._icon_name:
            side = look.length(self._icon_size())
            draw_icon(painter, self, QRectF(x, 0, side, shape.height()), self._icon_name, token, self._icon_size())
            x += side + look.length(8)
        width = text_width(self.shown_text(), font)
        draw_text(painter, self, QRectF(x, 0, width, shape.height()), self.shown_text(), font, look.colour(token))
        if self._key:
            x += width + look.length(12)
            key_font = look.font(12, 500)
            key_shape = QRectF(x, 0, text_width(self._key, key_font), shape.height())
            draw_text(painter, self, key_shape, self._key, key_font, look.colour(token))

    def _font(self) -> QFont:
        if self._kind == "primary":
            return theme().font(16 if self._height >= 44 else 14, 600)
        font = theme().font(13 if self._kind == "link" else 14, 500)
        font.setUnderline(self._kind == "link")
        return font

    def _icon_size(self) -> int:
        return 18 if self._kind == "primary" and self._height >= 44 else 16

    def _content_width(self) -> int:
        look = theme()
        width = text_width(self.shown_text(), self._font())
        if self._icon_name:
            width += look.length(self._icon_size()) + look.length(8)
        if self._key:
            width += look.length(12) + text_width(self._key, look.font(12, 500))
        return width

    def _colours(self) -> tuple[QColor | None, QColor | None, str]:
        look = theme()
        hover = look.colour("hover") if self.hovered() else None
        match self._kind:
            case "primary":
                return look.colour("accent_hover" if self.hovered() else "accent"), None, "onaccent"
            case "secondary":
                return hover or look.colour("surface"), look.colour("border"), "text"
            case "toggle" if self.isChecked():
                return look.colour("sel"), look.colour("accent"), "accent"
            case "toggle":
                return hover or look.colour("surface"), look.colour("border"), "text"
            case "quiet":
                return hover, None, "text"
            case "link":
                return None, None, "accent"


class IconButton(Pressable):
    """A button that shows an icon only; its name is read out and shown as a tool tip."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, *, key: str = "", size: int = 18) -> None:
        super().__init__("", parent)
        self._icon_name, self._size, self._token = icon, size, "text"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """What the button does, and its key."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)

    def set_icon(self, name: str, token: str = "text") -> None:
        """Show another icon or colour, for example a flag that is set."""
        self._icon_name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        """A square of 36."""
        side = theme().length(36)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, and a ground under the pointer or while checked."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self.isChecked() or self.hovered():
            draw_box(painter, shape, look.length(8), look.colour("sel" if self.isChecked() else "hover"))
        draw_icon(painter, self, shape, self._icon_name, self._token, self._size)
