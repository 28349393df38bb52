"""The list of decks: one Tab stop, arrows inside, F2 renames."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studyapp.collection import DeckRow
from studyapp.gui.theme import theme
from studyapp.gui.widgets.bars import draw_filled_track
from studyapp.gui.widgets.painting import Align, draw_box, draw_text, text_width
from studyapp.gui.widgets.words import counted, number

Index = QModelIndex | QPersistentModelIndex
_ROW, _GAP = 76, 8


def waiting_words(deck: DeckRow) -> str:
    """What waits in a deck: `12 new · 4 learning · 31 due`."""
    sorts = (("new", deck.new), ("learning", deck.learning), ("due", deck.due), ("suspended", deck.suspended))
    return " · ".join(f"{number(count)} {name}" for name, count in sorts if count) or "nothing waits"


class DeckModel(QAbstractListModel):
    """The decks as rows; the title can be edited."""

    renamed = Signal(int, str)
    """A deck's id and the title the learner has typed for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.decks: Sequence[DeckRow] = ()

    def show_decks(self, decks: Sequence[DeckRow]) -> None:
        """Show these decks."""
        self.beginResetModel()
        self.decks = tuple(decks)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a deck."""
        return 0 if parent is not None and parent.isValid() else len(self.decks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, and in words what else the row shows."""
        deck = self.decks[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return deck.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            met = deck.cards - deck.new
            return f"{deck.title}, {waiting_words(deck)}, {met} of {counted(deck.cards, 'card')} met"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand a typed title on; the row follows when it has been saved."""
        deck, title = self.decks[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not title or title == deck.title:
            return False
        self.renamed.emit(deck.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen and renamed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


class _DeckDelegate(QStyledItemDelegate):
    """Draws a deck as a card with title, what waits, and how much was met."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A card and the gap below it."""
        return QSize(theme().length(240), theme().length(_ROW + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        view = self.parent()
        assert isinstance(view, DeckList)
        deck = view.rows.decks[index.row()]
        look, shape = theme(), self._shape(option)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = "sel" if chosen else "hover" if hovered else "surface"
        focused = chosen and view.hasFocus()
        outline = look.colour("accent" if chosen else "border")
        draw_box(painter, shape, look.length(10), look.colour(fill), outline, 2.5 if focused else 1)
        inner = shape.adjusted(look.length(16), 0, -look.length(16), 0)
        self._draw_words(painter, view, inner, deck)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A text field for the title."""
        field = QLineEdit(parent)
        field.setAccessibleName("Title of the deck")
        field.setMaxLength(200)
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the title."""
        look, shape = theme(), self._shape(option)
        left = round(shape.left()) + look.length(6)
        editor.setGeometry(QRect(left, round(shape.top()) + look.length(4), round(shape.width()) - look.length(12),
                                 look.length(36)))  # fmt: skip

    def _shape(self, option: QStyleOptionViewItem) -> QRectF:
        rect = option.rect
        return QRectF(rect).adjusted(0, 0, 0, -theme().length(_GAP))

    def _draw_words(self, painter: QPainter, view: QListView, inner: QRectF, deck: DeckRow) -> None:
        look, met = theme(), deck.cards - deck.new
        muted, text = look.colour("muted"), look.colour("text")
        line = QRectF(inner.left(), inner.top() + look.length(10), inner.width(), look.length(22))
        count = f"{number(met)} of {number(deck.cards)} met"
        count_width = text_width(count, look.font(12, 500, tabular=True))
        version_width = text_width(deck.version, look.font(12)) if deck.version else 0
        room = inner.width() - count_width - look.length(16)
        title_width = min(text_width(deck.title, look.font(15, 600)), room - version_width - look.length(8))
        name = QRectF(line.left(), line.top(), title_width, line.height())
        draw_text(painter, view.viewport(), name, deck.title, look.font(15, 600), text)
        version = QRectF(name.right() + look.length(8), line.top(), version_width, line.height())
        draw_text(painter, view.viewport(), version, deck.version, look.font(12), muted)
        right = QRectF(inner.right() - count_width, line.top(), count_width, line.height())
        draw_text(painter, view.viewport(), right, count, look.font(12, 500, tabular=True), muted, Align.AlignRight)
        below = QRectF(inner.left(), inner.top() + look.length(32), inner.width(), look.length(20))
        draw_text(painter, view.viewport(), below, waiting_words(deck), look.font(13, tabular=True), muted)
        bar = QRectF(inner.left(), inner.bottom() - look.length(16), inner.width(), look.length(6))
        draw_filled_track(painter, view.viewport(), bar, met / deck.cards if deck.cards else 0.0)


class DeckList(QListView):
    """Decks one below the other; as high as they need."""

    focus_ring = False
    """The row with the focus has the thicker outline."""
    deck_chosen = Signal(object)
    """The `DeckRow` that is chosen now, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = DeckModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_DeckDelegate(self))
        self.setAccessibleName("Decks")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; border: none; }")
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.selectionModel().currentChanged.connect(lambda *_: self.deck_chosen.emit(self.deck()))
        theme().changed.connect(self._resize)

    def show_decks(self, decks: Sequence[DeckRow]) -> None:
        """Show these decks; the one that was chosen stays chosen, else the first is."""
        before = self.deck()
        self.rows.show_decks(decks)
        ids = [deck.id for deck in decks]
        row = ids.index(before.id) if before is not None and before.id in ids else 0
        self.setCurrentIndex(self.rows.index(row, 0))
        self._resize()
        self.deck_chosen.emit(self.deck())

    def deck(self) -> DeckRow | None:
        """The chosen deck, or None where there is none."""
        row = self.currentIndex().row()
        return self.rows.decks[row] if 0 <= row < len(self.rows.decks) else None

    def sizeHint(self) -> QSize:
        """All rows without scrolling."""
        return QSize(theme().length(320), self.rows.rowCount() * theme().length(_ROW + _GAP))

    def viewportEvent(self, event: QEvent) -> bool:
        """The rows tell nothing in tool tips, where a title could pose as markup."""
        return True if event.type() == QEvent.Type.ToolTip else super().viewportEvent(event)

    def _resize(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
