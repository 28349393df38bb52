"""“My references”: for each leaf the learner's own book, tab or page, and a note."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCompleter,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.open_book import LONGEST_NOTE, LONGEST_PLACE, LONGEST_WORK
from studyapp.domain.open_book import LeafReference
from studyapp.errors import UserError
from studyapp.gui.theme import theme
from studyapp.gui.widgets.bars import ProgressLine
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.fields import TextField
from studyapp.gui.widgets.frames import Card, ScrollColumn, set_spacing
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number

_NARROW, _TIGHT, _LIST_WIDTH, _UNLIMITED = 720, 480, 340, 16_777_215
_LEAF = Qt.ItemDataRole.UserRole
_BESIDE, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class References(ScrollColumn):
    """All leaves at the left, the reference of the chosen one at the right. What is typed is saved when a field is left."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(0, 0))
        self._collection = collection
        self._noted: dict[str, LeafReference] = {}
        self._loading = False
        self.progress, self.count = ProgressLine(), Label(style="secondary")
        self.missing = Button("Only without a reference", "toggle", height=32)
        self.missing.setAutoDefault(False)
        self.list = _LeafList()
        self.list.setAccessibleName("Leaves of the outline")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.form = _Form()
        self._build()
        self.list.currentItemChanged.connect(self._show_leaf)
        self.missing.toggled.connect(self._filter)
        self.form.edited.connect(self.save)
        self.form.next_wanted.connect(lambda: self._step(1))
        self.form.previous_wanted.connect(lambda: self._step(-1))
        theme().changed.connect(self._dress_parts)
        self._fill()
        self._dress_parts()

    @property
    def leaf(self) -> str:
        """The id of the chosen leaf, or nothing."""
        item = self.list.currentItem()
        return str(item.data(_LEAF) or "") if item is not None else ""

    def choose(self, leaf: str) -> None:
        """Show a leaf and put the keyboard into its first field."""
        self.missing.setChecked(False)
        for item in self._items():
            if item.data(_LEAF) == leaf:
                self.list.setCurrentItem(item)
        self.form.work.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read again what is noted; a field that is being typed in keeps its text."""
        self._noted = self._collection.open_book.references()
        self.form.show_works(self._collection.open_book.works())
        for item in self._items():
            self._mark(item)
        self._count()
        if not self.form.is_typing:
            self._show_form()

    def save(self) -> None:
        """Keep what stands in the fields, as one step that can be undone."""
        leaf = self.leaf
        if not leaf or self._loading:
            return
        work, place, note = self.form.values()
        try:
            self._collection.open_book.set_reference(leaf, work, place, note, clock.now())
        except UserError as error:
            self.form.problem.setText(str(error))
            self.form.problem.show()
            return
        self.form.problem.hide()
        noted = self._collection.open_book.reference(leaf)
        if noted != self._noted.get(leaf, LeafReference(leaf)):
            self.form.set_typing(False)
            self.reload()

    def focus_first(self) -> None:
        """Put the keyboard where one begins."""
        (self.form.work if self.leaf else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        top = QVBoxLayout()
        self._top = QBoxLayout(_BESIDE)
        self._top.addWidget(self.count, 1)
        self._top.addWidget(self.missing, 0, Qt.AlignmentFlag.AlignLeft)
        top.addLayout(self._top)
        top.addWidget(self.progress)
        self._head = top
        self._list_card = Card(padding=(6, 6))
        self._list_card.box.addWidget(self.list)
        self._sides = QBoxLayout(_BESIDE)
        self._sides.addWidget(self._list_card)
        self._sides.addWidget(self.form, 1)
        self.box.addLayout(top)
        self.box.addLayout(self._sides, 1)

    def _fill(self) -> None:
        outline = self._collection.outline
        for section in outline.sections if outline else ():
            head = QListWidgetItem(f"{section.id}  {section.title}", self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(theme().font(13, 600))
            for leaf in section.leaves:
                item = QListWidgetItem(f"{leaf.id}  {leaf.title}", self.list)
                item.setData(_LEAF, leaf.id)
        self.reload()
        items = list(self._items())
        if items:
            self.list.setCurrentItem(next((item for item in items if not self._has_place(item)), items[0]))
        else:
            self._show_form()

    def _items(self) -> Iterator[QListWidgetItem]:
        """The rows of leaves, without those of sections."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return (item for item in items if item.data(_LEAF))

    def _has_place(self, item: QListWidgetItem) -> bool:
        noted = self._noted.get(item.data(_LEAF))
        return noted is not None and noted.leads_somewhere

    def _mark(self, item: QListWidgetItem) -> None:
        """Say with icon, tool tip and words whether there is a reference."""
        noted = self._noted.get(item.data(_LEAF))
        there = noted is not None and noted.leads_somewhere
        icon, token = ("circle-check", "good") if there else ("circle-dashed", "muted")
        item.setIcon(theme().icon(icon, token, 16))
        words = (
            ", ".join(filter(None, (noted.work, noted.place))) if noted is not None and there else "no reference yet"
        )
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}: {words}")

    def _count(self) -> None:
        items = list(self._items())
        done = sum(map(self._has_place, items))
        self.count.setText(f"{number(done)} of {counted(len(items), 'leaf', 'leaves')} with a reference")
        self.progress.set_progress(done, len(items), "Leaves with a reference")

    def _filter(self) -> None:
        only = self.missing.isChecked()
        for item in self._items():
            item.setHidden(only and self._has_place(item))

    def _show_leaf(self) -> None:
        self.form.set_typing(False)
        self.form.problem.hide()
        self._show_form()

    def _show_form(self) -> None:
        leaf = self.leaf
        outline = self._collection.outline
        found = outline.leaf(leaf) if outline is not None and leaf else None
        self._loading = True
        self.form.show_leaf(
            f"{leaf}  {found.title}" if found else "",
            ", ".join(found.topics) if found else "",
            self._noted.get(leaf, LeafReference(leaf)),
        )
        self._loading = False
        self.form.setEnabled(bool(leaf))

    def _step(self, by: int) -> None:
        """To the next or previous leaf that is shown; the keyboard goes to its first field."""
        self.save()
        if not self.form.problem.isHidden():
            return
        rows = [item for item in self._items() if not item.isHidden() or item is self.list.currentItem()]
        here = next((place for place, item in enumerate(rows) if item is self.list.currentItem()), 0)
        there = min(max(here + by, 0), len(rows) - 1)
        if rows:
            self.list.setCurrentItem(rows[there])
            self._filter()
            self.form.work.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.work.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list beside the form, or where there is no room above it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        look, narrow = theme(), self.width() < theme().length(_NARROW)
        self._top.setDirection(_DOWN if self.width() < look.length(_TIGHT) else _BESIDE)
        self._sides.setDirection(_DOWN if narrow else _BESIDE)
        self.form.set_padding(16 if narrow else 24, 18)
        self._list_card.setMinimumWidth(0 if narrow else look.length(_LIST_WIDTH))
        self._list_card.setMaximumWidth(_UNLIMITED if narrow else look.length(_LIST_WIDTH))
        self.list.updateGeometry()
        self._sides.setStretch(0, 1 if narrow else 0)

    def _dress_parts(self) -> None:
        look = theme()
        self.box.setSpacing(look.length(12))
        self._sides.setSpacing(look.length(16))
        self._head.setSpacing(look.length(6))
        self._top.setSpacing(look.length(12))
        self.list.setStyleSheet(
            f"QListWidget {{ background: transparent; border: none; }}"
            f"QListWidget::item {{ padding: {look.length(5)}px {look.length(6)}px; border-radius: {look.length(6)}px;"
            f" color: {look.colour('text').name()}; }}"
            f"QListWidget::item:disabled {{ color: {look.colour('muted').name()}; }}"
            f"QListWidget::item:selected {{ background: {look.colour('sel').name()}; color: {look.colour('accent').name()}; }}"
        )
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setFont(look.font(14 if item.data(_LEAF) else 13, 400 if item.data(_LEAF) else 600))
            if item.data(_LEAF):
                self._mark(item)
        self._fit()


class _LeafList(QListWidget):
    """A list whose rows scroll rather than the page."""

    def sizeHint(self) -> QSize:
        """A few rows; it takes what room there is."""
        return QSize(theme().length(240), theme().length(140))

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return self.sizeHint()


class _NoteField(QPlainTextEdit):
    """A field of some lines that takes what room there is."""

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme().length(200), theme().length(52))

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return self.sizeHint()


class _Form(Card):
    """Book, tab or page, and note of one leaf. Enter leads on: from the book to the place, from there to the next leaf."""

    edited = Signal()
    next_wanted = Signal()
    previous_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(padding=(24, 18), spacing=6)
        self.title, self.topics = Label(style="leaf", wrap=True), Label(style="note", wrap=True)
        self.work, self.place = TextField("Book"), TextField("Tab or page")
        self.work.setMaxLength(LONGEST_WORK)
        self.place.setMaxLength(LONGEST_PLACE)
        self.work.setPlaceholderText("The book, in your words")
        self.place.setPlaceholderText("e.g. tab 4, p. 212")
        self.note = _NoteField()
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("What you want to have in the binder about this leaf")
        self.note.setTabChangesFocus(True)
        self.problem = Label(token="again", wrap=True)
        self.problem.hide()
        self.previous, self.next = Button("Previous leaf", "quiet"), Button("Next leaf", key="Enter")
        self._typing = False
        self._works = QStringListModel(self)
        completer = QCompleter(self._works, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.work.setCompleter(completer)
        self._build()
        for field in (self.work, self.place):
            field.textEdited.connect(lambda _: self.set_typing(True))
            field.editingFinished.connect(self._leave)
        self.note.textChanged.connect(self._type_note)
        self.work.returnPressed.connect(lambda: self.place.setFocus(Qt.FocusReason.TabFocusReason))
        self.place.returnPressed.connect(self.next_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.previous.clicked.connect(self.previous_wanted)
        for part in (self.work, self.place, self.note):
            part.installEventFilter(self)
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def is_typing(self) -> bool:
        """Whether a field holds what has not been saved yet."""
        return self._typing

    def set_typing(self, typing: bool) -> None:
        """Say whether the fields hold what has not been saved."""
        self._typing = typing

    def values(self) -> tuple[str, str, str]:
        """Book, place and note as they stand."""
        return self.work.text(), self.place.text(), self.note.toPlainText()[: LONGEST_NOTE + 1]

    def show_leaf(self, title: str, topics: str, reference: LeafReference) -> None:
        """Show a leaf and what is noted of it."""
        self.title.setText(title or "No deck here brings an outline of the exam")
        self.topics.setText(topics)
        self.topics.setVisible(bool(topics))
        for field, text in ((self.work, reference.work), (self.place, reference.place)):
            if field.text() != text:
                field.setText(text)
        if self.note.toPlainText() != reference.note:
            self.note.setPlainText(reference.note)
        self._typing = False

    def show_works(self, works: tuple[str, ...]) -> None:
        """The books to propose while one types."""
        self._works.setStringList(list(works))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and an arrow lead to another leaf; a note is saved when it is left."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                (self.next_wanted if event.key() == Qt.Key.Key_Down else self.previous_wanted).emit()
                return True
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self._leave()
        return super().eventFilter(watched, event)

    def _type_note(self) -> None:
        if self.note.hasFocus():
            self.set_typing(True)

    def _leave(self) -> None:
        if self._typing:
            self.edited.emit()

    def _build(self) -> None:
        self.box.addWidget(self.title)
        self.box.addWidget(self.topics)
        for name, field in (("Book", self.work), ("Tab or page", self.place), ("Note", self.note)):
            label = Label(name, "label_strong")
            label.setBuddy(field)
            label.setContentsMargins(0, theme().length(6), 0, 0)
            self.box.addWidget(label)
            self.box.addWidget(field, 1 if field is self.note else 0)
        self.box.addWidget(self.problem)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in (self.previous, self.next):
            button.setAutoDefault(False)
            self._buttons.addWidget(button)
        self.box.addLayout(self._buttons)

    def _fit(self) -> None:
        self.note.updateGeometry()
        self.note.document().setDocumentMargin(theme().length(8))
        set_spacing(self._buttons, (0, 6), 8)
