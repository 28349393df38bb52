"""The text view that shows cards, and what it lets a text load."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from html import escape, unescape

from PySide6.QtCore import Property, QPropertyAnimation, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFontInfo,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QSizePolicy, QStyle, QTextBrowser, QTextEdit, QWidget

from studyapp.domain.cards import Face
from studyapp.domain.plain_text import plain
from studyapp.gui.card_view.drawing import formula_image, nothing, picture
from studyapp.gui.card_view.html import (
    TITLE_SIZE,
    TITLE_START,
    Note,
    body_html,
    label_html,
    notes_html,
    remarks_html,
    style_sheet,
    title_html,
    with_wide_tables,
)
from studyapp.gui.theme import theme

ReadMedia = Callable[[int, str], bytes | None]
"""Gives a deck's picture by deck and bare name, as `collection.media.read` does."""

WIDEST_TEXT = 616
"""Design pixels, about 70 characters."""
FADE_MS = 120
_FORMULA_SCALE = 1.15
"""The letters of the formula font are smaller than those of the text."""

_IMAGE = re.compile(r"<img\b([^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*)>")
_ATTRIBUTE = re.compile(r"\b(src|alt|width)=\"([^\"]*)\"")
_NOTHING = nothing()
_READING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


def answer_notes(face: Face, source: str = "", *, hint: bool = True) -> list[Note]:
    """What stands beside an answer, with its heading; the hint only if it was asked for."""
    notes = [
        ("Hint", face.hint if hint else ""),
        ("Example", face.example),
        ("Remark", face.remark),
        ("Source", source),
    ]
    return [note for note in notes if note[1]]


class CardView(QTextBrowser):
    """A text as high as it needs to be, at most 616 wide. `size` and `token` are its type size and colour."""

    def __init__(
        self, read_media: ReadMedia, parent: QWidget | None = None, *, size: float = 17, token: str = "text"
    ) -> None:
        super().__init__(parent)
        self._read_media, self._size, self._token = read_media, size, token
        self._parts: list[str] = []
        self._spoken = ""
        self._deck_id = 0
        self._media: dict[str, bytes | None] = {}
        self._images: dict[str, QImage] = {}
        self._answer_top = 0
        self._dressed = -1
        self._veil = _Veil(self.viewport())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._ask_to_open)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        theme().load_reading_faces()
        theme().changed.connect(self._render)

    @property
    def answer_top(self) -> int:
        """Where the answer begins, in pixels from the top of this view."""
        return self._answer_top

    def show_face(self, face: Face, deck_id: int, *, answer: bool) -> None:
        """Show a card's question, and below a line its answer."""
        parts = [label_html(face.label), title_html(face.title), body_html(face.question)]
        spoken = [face.label, plain(face.title), plain(face.question)]
        if answer:
            parts += ["<hr>", body_html(face.answer)]
            spoken.append(plain(face.answer))
        self._show(parts, spoken, deck_id, "Question and answer" if answer else "Question")

    def show_answer(self, face: Face, deck_id: int) -> None:
        """Show a line, and below it a card's answer, for a question that stands elsewhere."""
        self._show(["<hr>", body_html(face.answer)], [plain(face.answer)], deck_id, "Answer")

    def show_text(self, text: str, deck_id: int, name: str) -> None:
        """Show one text."""
        self._show([body_html(text)], [plain(text)], deck_id, name)

    def show_remarked(self, text: str, remarks: Sequence[Note], deck_id: int, name: str) -> None:
        """Show a text, and in smaller letters remarks to it, whose headings may be empty."""
        spoken = [plain(text), *(f"{heading} {plain(remark)}".strip() for heading, remark in remarks)]
        self._show([body_html(text), remarks_html(remarks)], spoken, deck_id, name)

    def prepare(self, text: str) -> None:
        """Draw the formulas of a text that will be shown here, so that it comes without delay."""
        from studyapp.formats.markup import formula_of

        for tag in _IMAGE.finditer(body_html(text)):
            source = unescape(dict(_ATTRIBUTE.findall(tag[1])).get("src", ""))
            if formula_of(source) is not None:
                self._drawn(source, self._size, "")

    def show_notes(self, notes: Sequence[Note], deck_id: int, name: str) -> None:
        """Show headings with a text each, a thin line between them."""
        self._show([notes_html(notes)], [f"{heading}: {plain(text)}" for heading, text in notes], deck_id, name)

    def fade_in_answer(self) -> None:
        """Let the answer appear over 120 ms, or at once where the system shows no animations."""
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0:
            self._veil.lift(self._answer_top)

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """The drawing or picture that was made for this text; for everything else an empty image.

        Nothing, as an answer, would make Qt try the address as a file of its own accord.
        """
        address = name if isinstance(name, str) else name.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        return self._images.get(address, _NOTHING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Links and the clipboard work here; all other keys belong to the screen."""
        key, on_link = Qt.Key(event.key()), self.textCursor().charFormat().isAnchor()
        copies = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
        if (copies and key in (Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_Insert)) or (key in _READING_KEYS and on_link):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The card around it scrolls, never the text in itself."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        old_column = self._column()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and (self._images or old_column != self._column()):
            self._render()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the lines break."""
        return QSize(theme().length(160), 0)

    def _show(self, parts: Sequence[str], spoken: Sequence[str], deck_id: int, name: str) -> None:
        self._parts, self._deck_id = [part for part in parts if part], deck_id
        self._spoken = " ".join(filter(None, spoken))
        self._media.clear()
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._spoken)
        self._render()

    def _dress(self) -> None:
        """Take up font, colours and style sheet, which cost more than laying out a short text."""
        look = theme()
        if self._dressed == look.version:
            return
        self._dressed = look.version
        self.setFont(look.font(self._size))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, look.colour(self._token))
        palette.setColor(QPalette.ColorRole.Link, look.colour("accent"))
        self.setPalette(palette)
        self.document().setDefaultStyleSheet(style_sheet(self._size))
        self.document().setIndentWidth(look.length(24))

    def _render(self) -> None:
        self._veil.hide()
        self._dress()
        self._images.clear()
        parts = [self._with_images(part) for part in self._parts]
        question = parts[: parts.index("<hr>")] if "<hr>" in parts else parts
        self._fit_width()
        if len(question) < len(parts):
            self.setHtml(with_wide_tables("".join(question)))
            self._answer_top = math.ceil(self.document().size().height())
        self.setHtml(with_wide_tables("".join(parts)))
        self._fit()

    def _fit(self) -> None:
        self._fit_width()
        self.setFixedHeight(max(1, math.ceil(self.document().size().height())))

    def _fit_width(self) -> None:
        # Setting the width lays the text out anew even if it is the same.
        if self.lineWrapColumnOrWidth() != self._column():
            self.setLineWrapColumnOrWidth(self._column())

    def _column(self) -> int:
        return max(40, min(theme().length(WIDEST_TEXT), self.viewport().width()))

    def _with_images(self, html: str) -> str:
        size = TITLE_SIZE if html.startswith(TITLE_START) else self._size
        return _IMAGE.sub(lambda match: self._image_tag(match, size), html) if "<img" in html else html

    def _image_tag(self, match: re.Match[str], size: float) -> str:
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
        source, alternative = attributes.get("src", ""), attributes.get("alt", "")
        from studyapp.formats.markup import formula_of

        image = self._drawn(source, size, attributes.get("width", "")) if source else None
        if image is None:
            if formula_of(source) is not None:
                return f"<code>{escape(alternative)}</code>"
            return f"<em>[{escape(alternative or 'Picture')}]</em>" if source or alternative else ""
        address = f"drawing:{len(self._images)}"
        self._images[address] = image
        return f'<img src="{address}" alt="{escape(alternative)}">'

    def _drawn(self, source: str, size: float, width: str) -> QImage | None:
        from studyapp.formats.markup import formula_of
        from studyapp.formats.media import check_medium, media_name

        latex = formula_of(source)
        if latex is not None:
            pixels = round(QFontInfo(theme().font(size)).pixelSize() * _FORMULA_SCALE)
            return formula_image(latex, pixels, theme().colour(self._token).name(), self._column())
        name = media_name(source)
        if name is None:
            return None
        if name not in self._media:
            content = self._read_media(self._deck_id, name)
            self._media[name] = content if content is not None and not check_medium(name, content) else None
        content = self._media[name]
        if content is None:
            return None
        wanted = min(self._column(), theme().length(int(width))) if width.isdigit() and int(width) else 0
        return picture(content, self._column(), wanted)

    def _ask_to_open(self, url: QUrl) -> None:
        if url.scheme() not in ("http", "https"):
            return
        box = QMessageBox(
            QMessageBox.Icon.Question, "Open link", "Open this page in your browser?", parent=self.window()
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(url.toDisplayString())
        opener = box.addButton("Open", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opener.clicked.connect(lambda: QDesktopServices.openUrl(url))
        box.open()


class _Veil(QWidget):
    """Covers the answer in the card's colour and fades away."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._strength = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._fade = QPropertyAnimation(self, b"strength", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.finished.connect(self.hide)
        self.hide()

    def lift(self, top: int) -> None:
        """Cover everything below `top`, and fade."""
        viewport = self.parentWidget()
        assert viewport is not None
        self.setGeometry(0, top, viewport.width(), max(0, viewport.height() - top))
        self.show()
        self._fade.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cover."""
        colour = QColor(theme().colour("surface"))
        colour.setAlphaF(self._strength)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour)

    def _get_strength(self) -> float:
        return self._strength

    def _set_strength(self, strength: float) -> None:
        self._strength = strength
        self.update()

    strength = Property(float, _get_strength, _set_strength)
