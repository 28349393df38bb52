"""The head of the review screen: where the card belongs, how much is left, and what can be done with the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studyapp.collection import FLAGS
from studyapp.domain.blueprint import Outline, section_id
from studyapp.gui.review.flags import FLAG_NAMES, flag_token
from studyapp.gui.theme import theme
from studyapp.gui.widgets.bars import ProgressLine
from studyapp.gui.widgets.buttons import IconButton
from studyapp.gui.widgets.painting import draw_text, plain_tip
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import number

UNDO_KEY = "Ctrl+Z"


class _Line(Label):
    """One line that is cut with an ellipsis where there is no room; the tool tip has it whole."""

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(theme().length(48), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show another line."""
        super().setText(text)
        self.setToolTip(plain_tip(text) if text else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        draw_text(QPainter(self), self, QRectF(self.rect()), self.text(), self.font(), colour)


_BUTTON, _LOW_BUTTON = 36, 28
_ROOMY = 520
"""Width in design pixels from which the minutes left are named, too."""


class ReviewHeader(QWidget):
    """Section and leaf, cards and minutes left, four buttons, and the progress of the session."""

    undo_pressed = Signal()
    edit_pressed = Signal()
    flag_chosen = Signal(int)
    """The number of a flag, 0 to 7."""

    def __init__(self, more: Mapping[str, Callable[[], None]]) -> None:
        """`more` names the further commands of the menu by their text, such as `Bury until tomorrow\\t-`."""
        super().__init__()
        self._flag, self._low = 0, False
        self.section, self.leaf = _Line(style="card_title"), _Line(style="note")
        self._left, self._left_word = Label(style="strong"), Label("left", "note")
        self._minutes = Label(style="note")
        self.undo_button = IconButton("undo-2", "Undo", key=UNDO_KEY)
        self.edit_button = IconButton("pencil", "Edit card", key="E")
        self.flag_button = IconButton("flag", "Flag card", key="F")
        self.more_button = IconButton("ellipsis", "More")
        self.progress = ProgressLine()
        self._menu = self._build_menu(more)
        self._build()
        self.undo_button.clicked.connect(self.undo_pressed)
        self.edit_button.clicked.connect(self.edit_pressed)
        self.flag_button.clicked.connect(lambda: self.flag_chosen.emit(0 if self._flag else 1))
        self.more_button.clicked.connect(self._open_menu)
        theme().changed.connect(self._set_lengths)
        self._set_lengths()

    def _build(self) -> None:
        names, self._row, self._counts = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.section)
        names.addWidget(self.leaf)
        self._counts.addWidget(self._left)
        self._counts.addWidget(self._left_word)
        self._row.addLayout(names, 1)
        self._row.addLayout(self._counts)
        self._row.addWidget(self._minutes)
        for button in (self.undo_button, self.edit_button, self.flag_button, self.more_button):
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        self._column.addWidget(self.progress)

    def _build_menu(self, more: Mapping[str, Callable[[], None]]) -> QMenu:
        menu = QMenu(self)
        self.flag_menu = menu.addMenu("&Flag")
        for flag in range(FLAGS + 1):
            action = QAction(f"&{flag} {FLAG_NAMES[flag]}" + (f"\tAlt+{flag}" if flag else ""), self.flag_menu)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, flag=flag: self.flag_chosen.emit(flag))
            self.flag_menu.addAction(action)
        for text, command in more.items():
            menu.addAction(text, command)
        return menu

    @property
    def menu(self) -> QMenu:
        """The menu of the last button."""
        return self._menu

    def set_place(self, outline: Outline | None, leaf_id: str | None) -> None:
        """Name the section and the leaf of the card as the outline does; a leaf it does not know by its id."""
        section = outline.section_of(leaf_id) if outline else None
        leaf = outline.leaf(leaf_id) if outline else None
        self.section.setText(f"{section.id} · {section.title}" if section else section_id(leaf_id) or "Review")
        self.leaf.setText(f"{leaf.id}  {leaf.title}" if leaf else leaf_id or "")
        self._show_what_fits()

    def set_progress(self, done: int, left: int, minutes: int) -> None:
        """Cards done and left in this session, and minutes for those left."""
        self._left.setText(number(left))
        self._minutes.setText(f"about {number(minutes)} min")
        self._left.setAccessibleName(f"{number(left)} cards left")
        self.progress.set_progress(done, done + left, "Session")

    def set_undo(self, label: str | None) -> None:
        """What undo would take back, or None."""
        self.undo_button.setEnabled(label is not None)
        self.undo_button.set_name(f"Undo {label[:1].lower()}{label[1:]}" if label else "Undo", UNDO_KEY)

    def set_flag(self, flag: int) -> None:
        """Show the card's flag."""
        self._flag = flag
        self.flag_button.set_icon("flag", flag_token(flag))
        self.flag_button.set_name(f"Flag: {FLAG_NAMES[flag]}" if flag else "Flag card", "F")
        for number_, action in enumerate(self.flag_menu.actions()):
            action.setChecked(number_ == flag)

    def _open_menu(self) -> None:
        corner = self.more_button.rect().bottomRight()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = self.more_button.rect().bottomLeft()
        corner.setX(corner.x() - self._menu.sizeHint().width())
        self._menu.popup(self.more_button.mapToGlobal(corner))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the minutes out before the name of the section is cut to nothing."""
        super().resizeEvent(event)
        self._show_what_fits()

    def set_low(self, low: bool) -> None:
        """Whether the window has little height: then there is one line, with smaller buttons."""
        if low != self._low:
            self._low = low
            self._show_what_fits()
            self._set_lengths()

    def _show_what_fits(self) -> None:
        self.leaf.setVisible(bool(self.leaf.text()) and not self._low)
        self._minutes.setVisible(self.width() >= theme().length(_ROOMY) and not self._low)

    def _set_lengths(self) -> None:
        look = theme()
        self._row.setSpacing(look.length(4))
        self._counts.setSpacing(look.length(4))
        self._counts.setContentsMargins(0, 0, look.length(12), 0)
        self._minutes.setContentsMargins(0, 0, look.length(8), 0)
        self._column.setSpacing(look.length(4 if self._low else 8))
        side = look.length(_LOW_BUTTON if self._low else _BUTTON)
        for button in (self.undo_button, self.edit_button, self.flag_button, self.more_button):
            button.setFixedSize(side, side)
