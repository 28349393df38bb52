"""A sentence that stays for a while at the top of the window, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button, IconButton
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.painting import draw_box, smooth
from studyapp.gui.widgets.text import Label

_SECONDS = 8


class Toast(QFrame):
    """Says what happened without asking anything. An error stays until it is closed; Esc closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._action: Callable[[], None] | None = None
        self._error = False
        self._label = Label(wrap=True)
        self._button = Button("", "link")
        self._close = IconButton("x", "Close message", size=16)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._act)
        self._close.clicked.connect(self.hide)
        window.installEventFilter(self)
        theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, text: str, action_name: str = "", action: Callable[[], None] | None = None) -> None:
        """Show a sentence for some seconds, with a button such as “Undo” where there is a way back."""
        self._show(text, action_name, action, error=False)
        self._timer.start()

    def warn(self, text: str) -> None:
        """Show what went wrong and what to do, until it is closed."""
        self._timer.stop()
        self._show(text, "", None, error=True)

    def drop_offer(self) -> None:
        """Something else has happened since: a way back that is still offered would lead elsewhere."""
        if self._action is not None:
            self.hide()

    @property
    def text(self) -> str:
        """The sentence shown now."""
        return self._label.text()

    def _show(self, text: str, action_name: str, action: Callable[[], None] | None, error: bool) -> None:
        self._action, self._error = action, error
        self._label.setText(text)
        self._button.setText(action_name)
        self._button.setVisible(action is not None)
        self.setAccessibleName(f"{'Problem' if error else 'Message'}: {text}")
        self.show()
        self._place()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _act(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action:
            action()

    def _dress(self) -> None:
        set_spacing(self._row, (16, 6), 12)
        self._place()
        self.update()

    def _place(self) -> None:
        window, look = self.parentWidget(), theme()
        if window is None or self.isHidden():
            return
        width = min(look.length(640), window.width() - look.length(48))
        wanted = self._label.fontMetrics().horizontalAdvance(self.text) + look.length(96)
        if self._action is not None:
            wanted += self._button.sizeHint().width() + look.length(12)
        width = min(width, wanted)
        height = max(self._row.heightForWidth(width), look.length(48))
        left = (window.width() - width) // 2
        # At the top: at the foot it would lie on the grades.
        self.setGeometry(left, self._below_menus() + look.length(8), width, height)

    def _below_menus(self) -> int:
        window = self.parentWidget()
        bar = window.menuWidget() if isinstance(window, QMainWindow) else None
        return bar.height() if bar is not None else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the message."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; a problem has a colored edge and says so in words too."""
        look = theme()
        edge = look.colour("again" if self._error else "line")
        draw_box(smooth(self), QRectF(self.rect()), look.length(10), look.colour("surface"), edge)
