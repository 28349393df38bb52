"""What belongs to the window and not to the collection: its place, the theme, the zoom, the last folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studyapp.gui.theme import MAX_ZOOM, MIN_ZOOM, Scheme, read_scheme

_FIRST_SIZE = QSize(1280, 800)


class Preferences:
    """Kept in `window.ini` of the user's folder. A value that makes no sense counts as not set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stored = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> Scheme:
        """`system`, `light` or `dark`."""
        return read_scheme(self._stored.value("scheme"))

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._stored.setValue("scheme", scheme)

    @property
    def zoom(self) -> float:
        """Scale of text and controls, 1.0 to 2.0."""
        try:
            zoom = float(str(self._stored.value("zoom", 1.0)))
        except ValueError:
            return MIN_ZOOM
        return zoom if MIN_ZOOM <= zoom <= MAX_ZOOM else MIN_ZOOM

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._stored.setValue("zoom", f"{zoom:.2f}")

    @property
    def last_folder(self) -> Path:
        """Where the learner last opened or saved a file; the home folder at first or if it is gone."""
        folder = Path(str(self._stored.value("last_folder", "")))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._stored.setValue("last_folder", str(folder))

    def place(self, window: QWidget) -> None:
        """Put the window where it was, moved and shrunk so that all of it is on a screen that is there now."""
        window.resize(_FIRST_SIZE)
        geometry = self._stored.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        screen = window.screen() or QGuiApplication.primaryScreen()
        if screen is not None and not window.isMaximized():
            window.setGeometry(within(window.geometry(), screen.availableGeometry()))

    def keep_place(self, window: QWidget) -> None:
        """Remember where the window is."""
        self._stored.setValue("geometry", window.saveGeometry())
        self._stored.sync()


def within(wanted: QRect, area: QRect) -> QRect:
    """The rectangle moved, and only where it must be shrunk, so that it lies inside the area."""
    width, height = min(wanted.width(), area.width()), min(wanted.height(), area.height())
    left = min(max(wanted.left(), area.left()), area.left() + area.width() - width)
    top = min(max(wanted.top(), area.top()), area.top() + area.height() - height)
    return QRect(left, top, width, height)
