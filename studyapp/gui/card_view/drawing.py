"""Formulas and pictures as images, sharp on every screen and never wider than the text."""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_DECODED_MIB = 64
_LARGEST_DRAWING = 4000
_SHARPNESS = 2
"""Device pixels for each pixel of a drawing."""


@functools.lru_cache(maxsize=256)
def formula_image(latex: str, pixels: int, colour: str, widest: int) -> QImage | None:
    """A formula at a type size in a colour, at most `widest` pixels wide; None where it cannot be set."""
    from studyapp.formats.formula import is_quickly_set

    if not is_quickly_set(latex):
        return None
    from PySide6.QtSvg import QSvgRenderer

    latex_drawing = _latex_drawing()
    try:
        drawing: str = latex_drawing(latex, size=pixels, color=colour).svg()
    except Exception:  # noqa: BLE001 - the parser raises all kinds of errors for text that is no LaTeX
        return None
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    return _rendered(renderer, widest) if renderer.isValid() else None


@functools.cache
def _latex_drawing() -> Callable[..., Any]:
    """What sets formulas; loaded with the first one."""
    with warnings.catch_warnings():
        # It asks for its font in a way that Python advises against.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex
    # Qt's SVG renderer knows no <symbol>, which the newer form of the drawing is made of.
    config.svg2 = False
    return Latex


def picture(content: bytes, widest: int, wanted: int = 0) -> QImage | None:
    """A picture at most `widest` pixels wide, or `wanted` wide where that is not 0; None where it cannot be read."""
    from studyapp.formats.media import media_kind

    if media_kind(content) == "svg":
        from PySide6.QtSvg import QSvgRenderer

        renderer = QSvgRenderer(QByteArray(content))
        return _rendered(renderer, widest, wanted) if renderer.isValid() else None
    QImageReader.setAllocationLimit(_DECODED_MIB)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() * 4 > _DECODED_MIB * 2**20:
        return None
    if size.width() > widest * _SHARPNESS:
        reader.setScaledSize(size.scaled(widest * _SHARPNESS, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    width = wanted or min(image.width(), widest)
    image.setDevicePixelRatio(image.width() / width)
    return image


def _rendered(renderer: QSvgRenderer, widest: int, wanted: int = 0) -> QImage | None:
    view = renderer.viewBoxF().size()
    if view.isEmpty() or max(view.width(), view.height()) > _LARGEST_DRAWING:
        return None
    scale = wanted / view.width() if wanted else min(1.0, widest / view.width())
    width, height = view.width() * scale * _SHARPNESS, view.height() * scale * _SHARPNESS
    if width * height * 4 > _DECODED_MIB * 2**20:
        return None
    image = QImage(QSize(math.ceil(width), math.ceil(height)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.setDevicePixelRatio(_SHARPNESS)
    return image


def nothing() -> QImage:
    """A picture that shows nothing."""
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
