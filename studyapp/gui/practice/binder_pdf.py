"""The open-book binder as a PDF: title page, contents with page numbers, chapters with header and page number.

Each chapter is a document of its own, so that work can be canceled between them. All lengths are pixels of 1/96 inch; the
page is drawn in them and scaled, so that neither the screen nor the zoom changes what comes out. No part needs a window:
all of it can run beside one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from studyapp.formats.binder import STYLE, TITLE, Binder, with_images
from studyapp.formats.files import write_whole
from studyapp.gui.card_view.drawing import formula_image
from studyapp.gui.practice.pagination import blocks, page_of, pages, strips
from studyapp.gui.theme import FAMILY, LIGHT

Progress = Callable[[int, int], None]

_INCH = 96.0
_RESOLUTION = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 92.0, 60.0, 84.0, 76.0
"""Margins; the left one leaves room for the binding."""
_SHARPNESS = 2
"""Beyond what a drawing for the screen has: together some 380 dots an inch."""
_FORMULA_PIXELS = 16
_AIR = 2
"""Empty pixels above and below a formula."""
_LEVELS = (1, 2)
"""Headings that stand in the contents."""
_CONTENTS = "Contents"
_LETTER = 3
"""Headings of so few signs are those of a glossary; they share a line of the contents."""


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    page: int
    """From 0 in its chapter."""


@dataclass(slots=True)
class _Laid:
    """A chapter laid out as one column, and where its pages begin and end in it."""

    title: str
    document: QTextDocument
    cuts: Sequence[tuple[float, float]]
    headings: tuple[_Heading, ...] = ()
    first_page: int = 0

    @property
    def pages(self) -> int:
        return len(self.cuts)


def page_size(letter: bool) -> QPageSize:
    """Letter where it is usual, else A4."""
    return QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)


def write_pdf(binder: Binder, path: Path, size: QPageSize, progress: Progress) -> int:
    """Write the binder as a PDF, whole or not at all; gives its number of pages.

    `progress` takes (done, total) steps and may raise to cancel. Raises UserError if the file cannot be written.
    """
    content, pages = pdf(binder, size, progress)
    write_whole(path, content)
    return pages


def pdf(binder: Binder, size: QPageSize, progress: Progress) -> tuple[bytes, int]:
    """The bytes of the PDF and its number of pages; `progress` as in `write_pdf`."""
    sheet = size.rect(QPageSize.Unit.Inch)
    whole = QSizeF(sheet.width() * _INCH, sheet.height() * _INCH)
    body = QSizeF(whole.width() - _LEFT - _RIGHT, whole.height() - _TOP - _BOTTOM)
    steps = 2 * len(binder.chapters) + 2
    title = _lay_out("", f"<br><br><br>{binder.title_html}", body)
    chapters = []
    for number, chapter in enumerate(binder.chapters):
        progress(number, steps)
        html = f"<h1>{escape(chapter.title)}</h1>{chapter.html}"
        chapters.append(_lay_out(chapter.title, html, body, partial(progress, number, steps)))
    contents = _with_contents(title, chapters, body)
    laid = [title, *([contents] if chapters else []), *chapters]
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _draw(laid, buffer, size, whole, lambda done: progress(len(chapters) + done, steps))
    progress(steps, steps)
    return bytes(buffer.data().data()), sum(each.pages for each in laid)


def _lay_out(title: str, html: str, body: QSizeF, check: Callable[[], None] | None = None) -> _Laid:
    document = QTextDocument()
    font = QFont(FAMILY)
    font.setPixelSize(13)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    document.setDefaultStyleSheet(STYLE)
    document.setHtml(_drawn(html, document, body.width(), check))
    document.setTextWidth(body.width())
    cuts = pages(strips(document, body.height()), body.height())
    return _Laid(title, document, cuts, tuple(_headings(document, cuts)))


def _drawn(html: str, document: QTextDocument, widest: float, check: Callable[[], None] | None) -> str:
    """The HTML with its formulas as images of the document."""
    addresses: dict[str, str | None] = {}

    def image(latex: str) -> str | None:
        if check is not None:
            check()
        if latex not in addresses:
            addresses[latex] = _add_formula(latex, document, widest, len(addresses))
        return addresses[latex]

    return with_images(html, image)


def _add_formula(latex: str, document: QTextDocument, widest: float, number: int) -> str | None:
    image = formula_image(latex, _FORMULA_PIXELS * _SHARPNESS, LIGHT["text"], round(widest * _SHARPNESS))
    if image is None:
        return None
    dots = round(_SHARPNESS * image.devicePixelRatio())
    # Qt sets lines with high pictures a little too close, so that a sum would touch the words above it.
    plain = image.copy(QRect(0, -_AIR * dots, image.width(), image.height() + 2 * _AIR * dots))
    plain.setDevicePixelRatio(1)
    size = plain.size() / dots
    address = f"drawing:{number}"
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(address), plain)
    return f'<img src="{address}" width="{size.width()}" height="{size.height()}" style="vertical-align: middle">'


def _headings(document: QTextDocument, cuts: Sequence[tuple[float, float]]) -> Iterator[_Heading]:
    for block in blocks(document):
        level = block.blockFormat().headingLevel()
        if level in _LEVELS:
            top = document.documentLayout().blockBoundingRect(block).top()
            yield _Heading(level, block.text(), page_of(cuts, top))


def _with_contents(title: _Laid, chapters: list[_Laid], body: QSizeF) -> _Laid:
    """The contents, and the numbers of all pages: how long they are does not depend on the numbers in them."""
    length = _lay_out(_CONTENTS, _contents_html(chapters), body).pages
    title.first_page, page = 0, title.pages + length
    for chapter in chapters:
        chapter.first_page = page
        page += chapter.pages
    contents = _lay_out(_CONTENTS, _contents_html(chapters), body)
    contents.first_page = title.pages
    return contents


def _contents_html(chapters: list[_Laid]) -> str:
    rows = []
    for chapter in chapters:
        letters = []
        for heading in chapter.headings:
            page, text = chapter.first_page + heading.page + 1, escape(heading.text)
            if len(text) <= _LETTER:
                letters.append(f"{text}&nbsp;<b>{page}</b>")
                continue
            name = f"<b>{text}</b>" if heading.level == 1 else f"&nbsp;&nbsp;&nbsp;{text}"
            rows.append(f'<tr><td>{name}</td><td align="right" width="60">{page}</td></tr>')
        if letters:
            rows.append(f"<tr><td>&nbsp;&nbsp;&nbsp;{' &nbsp; '.join(letters)}</td><td></td></tr>")
    return f'<h1>{_CONTENTS}</h1><table width="100%">{"".join(rows)}</table>'


def _draw(laid: list[_Laid], buffer: QBuffer, size: QPageSize, whole: QSizeF, progress: Callable[[int], None]) -> None:
    writer = QPdfWriter(buffer)
    writer.setTitle(TITLE)
    writer.setCreator("studyapp")
    writer.setResolution(_RESOLUTION)
    writer.setPageSize(size)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    try:
        painter.scale(_RESOLUTION / _INCH, _RESOLUTION / _INCH)
        number = 0
        for done, each in enumerate(laid):
            for page in range(each.pages):
                progress(done)
                if number:
                    writer.newPage()
                _draw_page(painter, each, page)
                if number:
                    _draw_margins(painter, each.title, number + 1, whole)
                number += 1
    finally:
        painter.end()


def _draw_page(painter: QPainter, laid: _Laid, page: int) -> None:
    top, bottom = laid.cuts[page]
    shown = QRectF(0, top, laid.document.textWidth(), bottom - top)
    painter.save()
    painter.translate(_LEFT, _TOP - top)
    painter.setClipRect(shown)
    laid.document.drawContents(painter, shown)
    painter.restore()


def _draw_margins(painter: QPainter, title: str, number: int, whole: QSizeF) -> None:
    """Header, a thin line below it, and the number of the page."""
    font = QFont(FAMILY)
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT["muted"]))
    line = QRectF(_LEFT, 44, whole.width() - _LEFT - _RIGHT, 18)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, TITLE)
    foot = QRectF(line.left(), whole.height() - 54, line.width(), 18)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
    painter.fillRect(QRectF(line.left(), 66, line.width(), 0.75), QColor(LIGHT["border"]))
