"""Pages of a PDF filled block by block: what belongs together stays together, and only what is longer than a page is cut.

All lengths are pixels of 1/96 inch, drawn to scale, so that neither the screen nor the zoom nor the dark colors change what
comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from studyapp.domain.exhibits import Exhibit
from studyapp.gui.card_view import ReadMedia
from studyapp.gui.card_view.drawing import formula_image, nothing, picture
from studyapp.gui.practice.chart import Chart, paper_font
from studyapp.gui.theme import LIGHT
from studyapp.gui.widgets.words import locale

_INCH, _RESOLUTION = 96.0, 300
_SIDE, _TOP, _BOTTOM = 62.0, 58.0, 72.0
_SHARPNESS = 2
"""Beyond what a drawing for the screen has."""
_TEXT = 12
_FORMULA = 14
_STYLE = f"""
p, li {{ line-height: 120%; margin-top: 0; margin-bottom: 6px; }}
h1 {{ font-size: 24px; font-weight: 600; margin-top: 0; margin-bottom: 2px; }}
h2 {{ font-size: 15px; font-weight: 600; margin-top: 14px; margin-bottom: 4px; }}
h3 {{ font-size: 13px; font-weight: 600; margin-top: 12px; margin-bottom: 4px; }}
.muted, .muted p {{ color: {LIGHT["muted"]}; }}
.small, .small p {{ font-size: 11px; }}
.good {{ color: {LIGHT["good"]}; font-weight: 600; }}
.again {{ color: {LIGHT["again"]}; font-weight: 600; }}
td {{ padding: 1px 8px 1px 0; }}
td p {{ margin-bottom: 1px; }}
th {{ padding: 1px 8px 1px 0; text-align: left; font-weight: 600; font-size: 11px; color: {LIGHT["muted"]}; }}
code, pre {{ background: {LIGHT["sunken"]}; }}
img {{ vertical-align: middle; }}
hr {{ background-color: {LIGHT["border"]}; }}
"""


@dataclass(slots=True)
class Block:
    """Something to draw at a width, and where it may be cut."""

    height: float
    draw: Callable[[QPainter], None]
    cuts: Sequence[float] = field(default=())
    long: bool = False
    """Whether it may begin on one page and end on the next though it would fit on one."""


class PaperText(QTextDocument):
    """Text in light colours with formulas and the deck's own pictures; nothing else is ever opened."""

    def __init__(self, html: str, width: float, read_media: ReadMedia, deck_id: int = 0) -> None:
        super().__init__()
        self._read_media, self._deck_id, self._width = read_media, deck_id, width
        font = paper_font(_TEXT)
        self.setDefaultFont(font)
        self.setDocumentMargin(0)
        self.setIndentWidth(20)
        self.setUndoRedoEnabled(False)
        self.setUseDesignMetrics(True)
        self.setDefaultStyleSheet(_STYLE)
        self.setHtml(html)
        self.setTextWidth(width)

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """A formula or picture as an image; for everything else an empty one, or Qt would try it as a file."""
        from studyapp.formats.markup import formula_of

        address = name if isinstance(name, str) else name.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        latex = formula_of(address)
        if latex is not None:
            return _formula(latex, self._width)
        return self._picture(address) or nothing()

    def block(self) -> Block:
        """The text as a block that may be cut between its lines."""
        return Block(self.size().height(), self._draw, _cuts(self))

    def _draw(self, painter: QPainter) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT["text"]))
        palette.setColor(QPalette.ColorRole.Link, QColor(LIGHT["accent"]))
        context.palette = palette
        self.documentLayout().draw(painter, context)

    def _picture(self, address: str) -> QImage | None:
        from studyapp.formats.media import check_medium, media_name

        name = media_name(address)
        content = self._read_media(self._deck_id, name) if name is not None else None
        if name is None or content is None or check_medium(name, content):
            return None
        return picture(content, round(self._width))


def _formula(latex: str, widest: float) -> QImage:
    """A formula, or its source where it cannot be set."""
    drawn = formula_image(latex, _FORMULA * _SHARPNESS, LIGHT["text"], round(widest * _SHARPNESS))
    if drawn is None:
        return _written(latex)
    image = QImage(drawn)
    image.setDevicePixelRatio(drawn.devicePixelRatio() * _SHARPNESS)
    return image


def prepare_formulas() -> None:
    """Load what sets formulas, which takes a moment the first time."""
    formula_image("x", _FORMULA, LIGHT["text"], 100)


def _written(text: str) -> QImage:
    from PySide6.QtGui import QFontMetricsF

    font = paper_font(_TEXT)
    ratio = 4
    shape = QFontMetricsF(font).boundingRect(text)
    image = QImage(
        QSize(round(ratio * (shape.width() + 4)), round(ratio * 18)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT["text"]))
    painter.drawText(QRectF(0, 0, shape.width() + 4, 18), Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return image


def _cuts(document: QTextDocument) -> list[float]:
    """Heights at which no line is cut through, whether in a paragraph or in the cells of a table."""
    lines = []
    block = document.begin()
    while block.isValid():
        layout = block.layout()
        top = document.documentLayout().blockBoundingRect(block).top()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            lines.append((top + line.y(), top + line.y() + line.height()))
        block = block.next()
    return sorted({bottom for _, bottom in lines if not any(low + 0.5 < bottom < high - 0.5 for low, high in lines)})


def chart_block(chart: Chart, width: float, height: float) -> Block:
    """A chart that is drawn as lines and letters, not as an image."""
    chart.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    chart.resize(round(width), round(height))

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chart.draw(painter)

    return Block(height + 6, draw)


def exhibit_block(exhibit: Exhibit, width: float, most: float) -> Block:
    """An exhibit in light colours, smaller where it would be higher than a page."""
    from PySide6.QtSvg import QSvgRenderer

    from studyapp.formats.exhibits import svg

    renderer = QSvgRenderer(QByteArray(svg(exhibit, False, round(min(width, 560))).encode()))
    size = renderer.defaultSize()
    scale = min(1.0, most / max(1, size.height()))
    shape = QRectF(0, 2, size.width() * scale, size.height() * scale)
    return Block(shape.height() + 10, lambda painter: renderer.render(painter, shape))


def paper_size() -> QPageSize:
    """Letter where it is usual, else A4."""
    imperial = locale().measurementSystem() == locale().MeasurementSystem.ImperialUSSystem
    return QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4)


class Paper:
    """Pages that are filled from the top; each has a line at its foot and its number."""

    def __init__(self, title: str, foot: str, size: QPageSize) -> None:
        sheet = size.rect(QPageSize.Unit.Inch)
        self._width, self._height = sheet.width() * _INCH, sheet.height() * _INCH
        self._foot = foot
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setCreator("studyapp")
        self._writer.setResolution(_RESOLUTION)
        self._writer.setPageSize(size)
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._painter = QPainter(self._writer)
        self._painter.scale(_RESOLUTION / _INCH, _RESOLUTION / _INCH)
        self._y = 0.0
        self.page = 1
        self._draw_foot()

    @property
    def width(self) -> float:
        """Of what is between the margins."""
        return self._width - 2 * _SIDE

    @property
    def height(self) -> float:
        """Of what is between the margins."""
        return self._height - _TOP - _BOTTOM

    def add(self, blocks: Sequence[Block], gap: float = 0) -> None:
        """Put blocks below one another, on one page if they fit on one and are not long, after a gap where they do not begin a page."""
        total = sum(block.height for block in blocks)
        keep = not all(block.long for block in blocks)
        if keep and self._y and total + gap > self.height - self._y and total <= self.height:
            self.new_page()
        self._y += gap if self._y else 0
        for block in blocks:
            self._add(block)

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self._writer.newPage()
        self.page += 1
        self._y = 0
        self._draw_foot()

    def end(self) -> bytes:
        """The whole file."""
        self.close()
        return bytes(self._buffer.data().data())

    def close(self) -> None:
        """Stop drawing; also when the work has been cancelled."""
        if self._painter.isActive():
            self._painter.end()

    def _add(self, block: Block) -> None:
        start = 0.0
        while True:
            room = self.height - self._y
            if block.height - start <= room + 0.5:
                self._draw(block, start, block.height)
                return
            end = max((cut for cut in block.cuts if start < cut <= start + room), default=None)
            if end is None and not self._y:
                # A single line or drawing that is higher than a page: what fits is shown.
                self._draw(block, start, start + room)
                return
            if end is not None:
                self._draw(block, start, end)
                start = end
            self.new_page()

    def _draw(self, block: Block, start: float, end: float) -> None:
        self._painter.save()
        self._painter.translate(_SIDE, _TOP + self._y - start)
        if end - start < block.height:
            self._painter.setClipRect(QRectF(-2, start, self.width + 4, end - start))
        block.draw(self._painter)
        self._painter.restore()
        self._y += end - start

    def _draw_foot(self) -> None:
        font = paper_font(11)
        self._painter.setFont(font)
        self._painter.setPen(QColor(LIGHT["muted"]))
        line = QRectF(_SIDE, self._height - 52, self.width, 18)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, self._foot)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, f"Page {self.page}")
        self._painter.fillRect(QRectF(_SIDE, self._height - 58, self.width, 0.75), QColor(LIGHT["border"]))
