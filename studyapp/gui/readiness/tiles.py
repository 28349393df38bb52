"""The map: a tile for each leaf, as wide as its share of the exam, in the rows of its section."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.domain.readiness import LeafReadiness, Readiness, SectionReadiness
from studyapp.gui.readiness.flow import lines
from studyapp.gui.readiness.words import leaf_sentence, rule_of, section_sentence, share_words, status_word
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import (
    Align,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    mirrored,
    plain_tip,
    smooth,
    text_width,
)
from studyapp.gui.widgets.scrolling import bring_into_view
from studyapp.gui.widgets.text import STATUS

_GAP, _HEIGHT, _NARROWEST, _HEAD = 4, 60, 24, 24
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class LeafTile(Pressable):
    """One leaf: its code, the icon of its status, and a bar each for memory and application."""

    focus_radius = 5
    stepped = Signal(object)
    """An arrow key was pressed."""
    opened = Signal()
    """Enter was pressed: show its cards."""

    def __init__(self, leaf: LeafReadiness, when: str, parent: QWidget) -> None:
        super().__init__(leaf.leaf.id.partition(".")[2].replace(".", ""), parent)
        self.leaf, self._chosen = leaf, False
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_leaf(leaf, when)

    def show_leaf(self, leaf: LeafReadiness, when: str) -> None:
        """Show how the leaf stands now."""
        self.leaf = leaf
        sentence = leaf_sentence(leaf, when)
        self.setAccessibleName(sentence)
        self.setToolTip(plain_tip(f"{sentence}. {rule_of(leaf.status)}"))
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """The chosen tile is the map's one Tab stop."""
        self._chosen = chosen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        self.setAccessibleDescription("chosen" if chosen else "")
        self.update()

    def sizeHint(self) -> QSize:
        """60 high."""
        return QSize(theme().length(_NARROWEST), theme().length(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to other tiles, Enter opens the cards; all other keys belong to the page."""
        if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(Qt.Key(event.key()))
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.opened.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes here by Tab sees it."""
        super().focusInEvent(event)
        bring_into_view(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        leaf, radius = self.leaf, look.length(5)
        icon, token, ground, _ = STATUS[leaf.status]
        unknown = leaf.status == "unknown"
        fill = None if unknown else look.colour(ground)
        if self.hovered():
            draw_box(painter, shape, radius, look.colour("hover"))
        outline = look.colour("line") if unknown else look.colour(token) if self._chosen else None
        if self._chosen and unknown:
            outline = look.colour("text")
        draw_box(painter, shape, radius, fill, outline, 2 if self._chosen else 1, unknown and not self._chosen)
        code = QRectF(0, look.length(3), shape.width(), look.length(16))
        font = look.font(12 if text_width(self.text(), look.font(12, 600)) <= shape.width() - 4 else 10, 600)
        draw_text(painter, self, code, self.text(), font, look.colour("text"), Align.AlignHCenter)
        place = QRectF(0, look.length(20), shape.width(), look.length(14))
        draw_icon(painter, self, place, icon, token, 14)
        side, thick = min(look.length(4), shape.width() / 6), look.length(4)
        values = (leaf.memory.share, None if unknown else leaf.application.mean)
        for row, (share, bar) in enumerate(zip(values, ("accent", "teal"), strict=True)):
            track = QRectF(side, look.length(40 + 8 * row), shape.width() - 2 * side, thick)
            draw_box(painter, mirrored(self, track), thick / 2, look.colour("track" if unknown else "surface"))
            if share:
                filled = QRectF(track.left(), track.top(), max(thick, track.width() * share), thick)
                draw_box(painter, mirrored(self, filled), thick / 2, look.colour(bar))


class SectionHead(Painted):
    """The name of a section, what it is worth, and how it stands; what finds no room is left out, the tool tip says it all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._section: SectionReadiness | None = None

    def show_section(self, section: SectionReadiness, when: str) -> None:
        """Show this section."""
        self._section = section
        sentence = section_sentence(section, when)
        self.describe(sentence)
        self.setToolTip(plain_tip(f"{sentence}. {rule_of(section.status)}"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        if self._section is None:
            return
        look, painter, height, found = theme(), smooth(self), self.height(), self._section
        icon, token, _, _ = STATUS[found.status]
        small, strong, muted = look.font(12, tabular=True), look.font(13, 600, tabular=True), look.colour("muted")
        right = float(self.width())
        if found.value is not None:
            width = max(text_width(share_words(found.value), strong), look.length(40))
            right -= width
            draw_text(
                painter, self, QRectF(right, 0, width, height), share_words(found.value), strong, look.colour("text"),
                Align.AlignRight,
            )  # fmt: skip
        word = status_word(found.status) if self.width() > look.length(420) else ""
        room = max(text_width(word, look.font(12, 600)), look.length(66)) if word else 0
        right -= room + look.length(22)
        draw_icon(painter, self, QRectF(right, 0, look.length(14), height), icon, token, 14)
        draw_text(
            painter,
            self,
            QRectF(right + look.length(20), 0, room + 2, height),
            word,
            look.font(12, 600),
            look.colour(token),
        )
        right -= look.length(12)
        code = max(look.length(28), text_width(found.section.id, small) + look.length(6))
        draw_text(painter, self, QRectF(0, 0, code, height), found.section.id, look.font(12, 500), muted)
        name_width = text_width(found.section.title, strong)
        numbers = self._numbers()
        numbers_width = text_width(numbers, small)
        if code + name_width + look.length(20) + numbers_width < right:
            draw_text(painter, self, QRectF(right - numbers_width, 0, numbers_width, height), numbers, small, muted)
            right -= numbers_width + look.length(10)
        questions = f"{found.section.questions} questions"
        questions_width = text_width(questions, small)
        if code + name_width + look.length(20) + questions_width < right:
            place = QRectF(code + name_width + look.length(10), 0, questions_width, height)
            draw_text(painter, self, place, questions, small, muted)
        draw_text(
            painter, self, QRectF(code, 0, max(1.0, min(name_width, right - code)), height), found.section.title, strong,
            look.colour("text"),
        )  # fmt: skip

    def _numbers(self) -> str:
        assert self._section is not None
        memory = share_words(self._section.memory).replace("\u00a0%", "")
        known = self._section.status != "unknown"
        application = share_words(self._section.application.mean if known else None).replace("\u00a0%", "")
        return f"memory {memory}   application {application}"


class SectionTiles(QWidget):
    """A section's head, and below it its leaves in as many lines as they need."""

    def __init__(self, section: SectionReadiness, when: str, most: int, parent: QWidget | None = None) -> None:
        """`most` are the questions of the largest section, which fills the width."""
        super().__init__(parent)
        self.section, self._most = section, most
        self.head = SectionHead(self)
        self.tiles = [LeafTile(leaf, when, self) for leaf in section.leaves]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_section(section, when)

    def show_section(self, section: SectionReadiness, when: str) -> None:
        """Show how the section stands now."""
        self.section = section
        self.head.show_section(section, when)
        for tile, leaf in zip(self.tiles, section.leaves, strict=True):
            tile.show_leaf(leaf, when)

    def place(self) -> None:
        """Put head and tiles in their places, and be as high as they are."""
        look, room = theme(), self.width()
        gap, high, head = look.length(_GAP), look.length(_HEIGHT), look.length(_HEAD)
        questions = self.section.section.questions
        # The largest section fills a line with its gaps.
        whole = (room - gap * 10) * questions / self._most
        width = max(look.length(_NARROWEST), int(whole / max(1, len(self.tiles))) - gap)
        self.head.setGeometry(0, 0, room, head)
        places = lines([width] * len(self.tiles), gap, room)
        for tile, (x, line) in zip(self.tiles, places, strict=True):
            shape = QRect(round(x), head + line * (high + gap), width, high)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                shape.moveLeft(room - shape.right() - 1)
            tile.setGeometry(shape)
        rows = places[-1][1] + 1 if places else 0
        self.setFixedHeight(head + rows * (high + gap))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tiles anew."""
        super().resizeEvent(event)
        self.place()

    def changeEvent(self, event: QEvent) -> None:
        """Change sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.place()


class TileMap(Card):
    """All sections: one Tab stop, arrows go from tile to tile."""

    chosen = Signal(str)
    """Another leaf was chosen, by its id."""
    opened = Signal(str)
    """The cards of this leaf are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 8), spacing=4)
        self.sections: list[SectionTiles] = []
        self._tiles: dict[str, LeafTile] = {}
        self._current = ""
        self.setAccessibleName("Map of topics")
        theme().changed.connect(self._place)

    @property
    def current(self) -> str:
        """The id of the chosen leaf; nothing before there are any."""
        return self._current

    def show_readiness(self, readiness: Readiness, when: str) -> None:
        """Show these sections; tiles stay while the outline stays, so that the keyboard keeps its place."""
        ids = [leaf.leaf.id for leaf in readiness.leaves]
        if ids == list(self._tiles):
            for shown, section in zip(self.sections, readiness.sections, strict=True):
                shown.show_section(section, when)
            return
        for old in self.sections:
            self.box.removeWidget(old)
            old.hide()
            old.deleteLater()
        most = max((section.section.questions for section in readiness.sections), default=1)
        self.sections = [SectionTiles(section, when, max(1, most)) for section in readiness.sections]
        self._tiles = {tile.leaf.leaf.id: tile for section in self.sections for tile in section.tiles}
        for part in self.sections:
            self.box.addWidget(part)
        for leaf_id, tile in self._tiles.items():
            tile.clicked.connect(lambda _=False, name=leaf_id: self.choose(name))
            tile.stepped.connect(lambda key, name=leaf_id: self._step(name, key))
            tile.opened.connect(lambda name=leaf_id: self.opened.emit(name))
        self._current = ""

    def tile(self, leaf_id: str) -> LeafTile:
        """The tile of a leaf."""
        return self._tiles[leaf_id]

    def choose(self, leaf_id: str, *, focus: bool = False) -> None:
        """Choose a leaf; its section's place for the detail goes with it."""
        if leaf_id not in self._tiles:
            return
        if leaf_id != self._current:
            if self._current in self._tiles:
                self._tiles[self._current].set_chosen(False)
            self._current = leaf_id
            self._tiles[leaf_id].set_chosen(True)
            self.chosen.emit(leaf_id)
        if focus:
            self._tiles[leaf_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def put_below(self, part: QWidget | None) -> None:
        """Put a part below the chosen leaf's section."""
        if part is None:
            return
        self.box.removeWidget(part)
        section = self._tiles[self._current].parentWidget() if self._current in self._tiles else None
        place = self.sections.index(section) + 1 if isinstance(section, SectionTiles) else self.box.count()
        self.box.insertWidget(place, part)

    def take_out(self, part: QWidget) -> None:
        """Give back a part that was put below a section."""
        self.box.removeWidget(part)

    def _step(self, leaf_id: str, key: Qt.Key) -> None:
        ids = list(self._tiles)
        place = ids.index(leaf_id)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sideways = {Qt.Key.Key_Left: 1 if rtl else -1, Qt.Key.Key_Right: -1 if rtl else 1}
        if key in sideways:
            place = min(len(ids) - 1, max(0, place + sideways[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            place = 0 if key == Qt.Key.Key_Home else len(ids) - 1
        else:
            place = ids.index(self._beyond(leaf_id, down=key == Qt.Key.Key_Down))
        self.choose(ids[place], focus=True)
        # What is put below the section has moved the tile, and the focus may have been there before.
        bring_into_view(self._tiles[ids[place]])

    def _beyond(self, leaf_id: str, *, down: bool) -> str:
        """The nearest tile in the next line up or down, be it of the same section or another; the same where there is none."""
        here = self._middle(leaf_id)
        way = 1 if down else -1
        beyond = [(name, self._middle(name)) for name in self._tiles]
        beyond = [(name, at) for name, at in beyond if (at[1] - here[1]) * way > 1]
        if not beyond:
            return leaf_id
        line = min((at[1] for _, at in beyond), key=lambda y: abs(y - here[1]))
        return min((each for each in beyond if each[1][1] == line), key=lambda each: abs(each[1][0] - here[0]))[0]

    def _middle(self, leaf_id: str) -> tuple[float, float]:
        tile = self._tiles[leaf_id]
        at = tile.mapTo(self, tile.rect().center())
        return at.x(), at.y()

    def _place(self) -> None:
        for section in self.sections:
            section.place()
