"""The way between screens: names with keys, or icons only where the window is narrow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.frames import Divider
from studyapp.gui.widgets.painting import Align, Painted, draw_box, draw_icon, draw_text, smooth, text_width

WIDE, NARROW = 208, 64


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen as the sidebar names it: `name` in code, `title`, icon, key, and whether it stands at the foot."""

    name: str
    title: str
    icon: str
    key: str
    foot: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A small fact at the foot of the sidebar, such as “Exam in”, “41 days”, and “41 d” where it is narrow."""

    name: str
    value: str
    short: str


class SidebarItem(Pressable):
    """One screen in the sidebar."""

    def __init__(self, screen: Screen, parent: QWidget) -> None:
        super().__init__(screen.title, parent)
        self.entry = screen
        self._rail, self._current = False, False
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(f"Key {screen.key}")

    def set_look(self, rail: bool, current: bool) -> None:
        """Icon only or with its name; open now or not."""
        self._rail, self._current = rail, current
        self.setToolTip(f"{self.entry.title} ({self.entry.key})" if rail else "")
        state = "current screen, " if current else ""
        self.setAccessibleDescription(f"{state}key {self.entry.key}")
        self.update()

    def sizeHint(self) -> QSize:
        """36 high."""
        return QSize(theme().length(40), theme().length(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, name and key."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self._current or self.hovered():
            draw_box(painter, shape, look.length(8), look.colour("sel" if self._current else "hover"))
        token = "accent" if self._current else "text"
        if self._rail:
            draw_icon(painter, self, shape, self.entry.icon, token, 18)
            return
        icon = QRectF(look.length(12), 0, look.length(18), shape.height())
        draw_icon(painter, self, icon, self.entry.icon, token, 18)
        key_font = look.font(12)
        key_width = text_width(self.entry.key, key_font)
        key = QRectF(shape.width() - look.length(10) - key_width, 0, key_width, shape.height())
        name = QRectF(look.length(42), 0, key.left() - look.length(46), shape.height())
        font = look.font(14, 600 if self._current else 400)
        draw_text(painter, self, name, self.entry.title, font, look.colour(token))
        draw_text(painter, self, key, self.entry.key, key_font, look.colour("muted"), Align.AlignRight)


class SidebarFacts(Painted):
    """The facts at the foot of the sidebar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._rail = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self._facts = tuple(facts)
        sentence = ", ".join(f"{fact.name} {fact.value}" for fact in facts)
        self.describe(sentence)
        self.setToolTip(sentence)
        self.setVisible(bool(facts))
        self.retheme()

    def set_rail(self, rail: bool) -> None:
        """Short values only, or names too."""
        self._rail = rail
        self.update()

    def sizeHint(self) -> QSize:
        """A line for each fact."""
        return QSize(theme().length(40), theme().length(19 * len(self._facts)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names and values."""
        look, painter, line = theme(), smooth(self), theme().length(19)
        font = look.font(12, 600, tabular=True)
        for number, fact in enumerate(self._facts):
            row = QRectF(0, number * line, self.width(), line)
            if self._rail:
                draw_text(painter, self, row, fact.short, font, look.colour("muted"), Align.AlignHCenter)
                continue
            row = row.adjusted(look.length(12), 0, -look.length(10), 0)
            draw_text(painter, self, row, fact.name, look.font(12), look.colour("muted"))
            draw_text(painter, self, row, fact.value, font, look.colour("text"), Align.AlignRight)


class Sidebar(QWidget):
    """All screens; `chosen` carries the name of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, screens: Sequence[Screen], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rail, self._current = False, ""
        self._column = QVBoxLayout(self)
        self._items = [SidebarItem(screen, self) for screen in screens]
        self._facts = SidebarFacts(self)
        self._line = Divider(self)
        for item in self._items:
            item.clicked.connect(lambda _=False, name=item.entry.name: self.chosen.emit(name))
            if not item.entry.foot:
                self._column.addWidget(item)
        self._column.addStretch(1)
        for item in self._items:
            if item.entry.foot:
                self._column.addWidget(item)
        self._column.addWidget(self._line)
        self._column.addWidget(self._facts)
        self.set_facts(())
        self._dress()
        theme().changed.connect(self._dress)
        self.setAccessibleName("Screens")

    def set_current(self, name: str) -> None:
        """Mark the screen that is open."""
        self._current = name
        self._show_state()

    def set_rail(self, rail: bool) -> None:
        """Icons only, with names as tool tips, or names and keys."""
        self._rail = rail
        self._dress()

    @property
    def rail(self) -> bool:
        """Whether only icons are shown."""
        return self._rail

    def set_available(self, names: Collection[str]) -> None:
        """Only these screens can be opened now."""
        for item in self._items:
            item.setEnabled(item.entry.name in names)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """What stands at the foot, such as the days to the exam; nothing hides it."""
        self._facts.set_facts(facts)
        self._line.setVisible(bool(facts))

    def item(self, name: str) -> SidebarItem:
        """The item of a screen."""
        return next(item for item in self._items if item.entry.name == name)

    def _dress(self) -> None:
        look = theme()
        self._column.setContentsMargins(look.length(12), look.length(16), look.length(12), look.length(14))
        self._column.setSpacing(look.length(2))
        self.setFixedWidth(look.length(NARROW if self._rail else WIDE))
        self._show_state()
        self.update()

    def _show_state(self) -> None:
        for item in self._items:
            item.set_look(self._rail, item.entry.name == self._current)
        self._facts.set_rail(self._rail)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line beside the page."""
        look, painter = theme(), smooth(self)
        painter.fillRect(self.rect(), look.colour("surface"))
        edge = self.width() - 1 if self.isLeftToRight() else 0
        painter.fillRect(edge, 0, 1, self.height(), look.colour("border"))
