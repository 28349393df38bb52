"""The Help screen: topics at the left, the page at the right, a search over all of them. Works offline."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from studyapp.gui.page import Page
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import Card, PageHeader, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.paths import shipped

TOPICS = (
    "getting-started",
    "keyboard",
    "how-scheduling-works",
    "practice",
    "readiness",
    "open-book",
    "exam-facts",
    "your-data",
    "decks-and-import",
    "writing-decks",
    "troubleshooting",
    "whats-new",
    "about",
    "licences",
)
"""Names of the pages, in the order of the list."""
_TOPIC = Qt.ItemDataRole.UserRole
_NARROW, _LIST_WIDTH, _UNLIMITED = 600, 216, 16_777_215
_BESIDE, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class HelpPage(Page):
    """All help pages; `show_topic` opens one by name."""

    title = "Help"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search help")
        self.search.setAccessibleName("Search help")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Help topics")
        self.picker = QComboBox()
        self.picker.setAccessibleName("Help topic")
        self.nothing = Label("No page has all these words.", "note", wrap=True)
        self.browser = _Browser()
        self._build()
        for topic in TOPICS:
            item = QListWidgetItem(title_of(topic), self.list)
            item.setData(_TOPIC, topic)
            self.picker.addItem(title_of(topic), topic)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(self._show_item)
        self.picker.activated.connect(self.list.setCurrentRow)
        self.browser.anchorClicked.connect(self._follow)
        self.retheme()
        self.show_topic("getting-started")

    @property
    def topic(self) -> str:
        """The name of the page that is open."""
        item = self.list.currentItem()
        return str(item.data(_TOPIC)) if item else ""

    def show_topic(self, name: str) -> None:
        """Open a page by name, such as `your-data`."""
        self.search.clear()
        self.list.setCurrentRow(TOPICS.index(name))

    def retheme(self) -> None:
        """Sizes and the colours of the page's text."""
        look = theme()
        self._fit()
        self.list.setStyleSheet(
            f"QListWidget {{ background: transparent; border: none; }}"
            f"QListWidget::item {{ padding: {look.length(8)}px {look.length(10)}px; border-radius: {look.length(8)}px;"
            f" color: {look.colour('text').name()}; }}"
            f"QListWidget::item:hover {{ background: {look.colour('hover').name()}; }}"
            f"QListWidget::item:selected {{ background: {look.colour('sel').name()};"
            f" color: {look.colour('accent').name()}; }}"
        )
        self._show_item()

    def keycaps(self) -> list[tuple[str, str]]:
        """The list and the keys sheet."""
        return [("↑ ↓", "Choose"), ("Ctrl+F", "Search")]

    def status_text(self) -> str:
        """What this is."""
        return "Help works without a network"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find goes to the search field."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.focus_search()
        else:
            super().keyPressEvent(event)

    def focus_search(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._header = PageHeader("Help")
        self._column.addWidget(self._header)
        self._row = QBoxLayout(_BESIDE)
        self._column.addLayout(self._row, 1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        fields = QHBoxLayout()
        fields.addWidget(self.search, 1)
        fields.addWidget(self.picker, 1)
        side.addLayout(fields)
        side.addWidget(self.list, 1)
        side.addWidget(self.nothing)
        self.nothing.hide()
        self._row.addWidget(self._side)
        self._card = Card(padding=(32, 24))
        self._card.box.addWidget(self.browser)
        self._row.addWidget(self._card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the topics beside the page, or where there is no room into a field above it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        look, narrow = theme(), self.width() < theme().length(_NARROW)
        set_spacing(self._column, (16, 12) if narrow else (32, 20), 8 if narrow else 16)
        self._row.setSpacing(look.length(8 if narrow else 24))
        self._row.setDirection(_DOWN if narrow else _BESIDE)
        self._side.setMinimumWidth(0 if narrow else look.length(_LIST_WIDTH))
        self._side.setMaximumWidth(_UNLIMITED if narrow else look.length(_LIST_WIDTH))
        self._card.set_padding(*((16, 12) if narrow else (32, 24)))
        self._header.setVisible(not narrow)
        self.list.setVisible(not narrow)
        self.picker.setVisible(narrow)

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        found = 0
        for row, topic in enumerate(TOPICS):
            fits = all(word in text_of(topic).casefold() for word in words)
            self.list.item(row).setHidden(not fits)
            found += fits
        self.nothing.setVisible(found == 0)

    def _open_first(self) -> None:
        words = self.search.text()
        for row in range(self.list.count()):
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                self.browser.moveCursor(QTextCursor.MoveOperation.Start)
                self.browser.find(words.split()[0] if words.split() else "", QTextDocument.FindFlag(0))
                return

    def _show_item(self) -> None:
        if self.topic:
            self.picker.setCurrentIndex(self.list.currentRow())
            self.browser.show_markdown(text_of(self.topic), title_of(self.topic))

    def _follow(self, link: QUrl) -> None:
        if link.isRelative() and link.path() in TOPICS:
            self.show_topic(link.path())
        elif link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)


class _Browser(QTextBrowser):
    """Shows Markdown in the type of the design; it loads nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Help pages have no pictures; nothing is read from anywhere."""
        return None

    def show_markdown(self, text: str, title: str) -> None:
        """Show a page and read its title out as its name."""
        self.setAccessibleName(f"Help: {title}")
        theme().load_reading_faces()
        document = self.document()
        document.setDefaultFont(theme().font(15))
        document.setDocumentMargin(0)
        self.setMarkdown(text)
        _space_out(document)
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _space_out(document: QTextDocument) -> None:
    """Give paragraphs air and headings their sizes; Markdown brings neither."""
    sizes = {1: 22, 2: 16, 3: 15}
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        style = block.blockFormat()
        level = style.headingLevel()
        style.setLineHeight(122, 1)
        style.setTopMargin(theme().length(14 if level > 1 else 0))
        style.setBottomMargin(theme().length(4 if block.textList() else 8))
        cursor.setBlockFormat(style)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = QTextCharFormat()
            letters.setFont(theme().font(sizes.get(level, 15), 600))
            cursor.setCharFormat(letters)
        block = block.next()


@cache
def text_of(topic: str) -> str:
    """The Markdown of a help page."""
    folder = shipped("resources")
    file: Path = folder / "licences.md" if topic == "licences" else folder / "help" / f"{topic}.md"
    return file.read_text("utf-8")


def title_of(topic: str) -> str:
    """The first heading of a help page."""
    return text_of(topic).partition("\n")[0].lstrip("# ").strip()
