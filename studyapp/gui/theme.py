"""The look as data: colours, type, icons and lengths, in light and dark, following the system and the zoom.

Everything that is shown asks `theme()`, and listens to `changed` to ask again.
Colours are constants here and not a file: reading TOML would cost 4 ms before the first paint, these cost nothing.
"""

from __future__ import annotations

import sys
from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from studyapp.paths import shipped

Scheme = Literal["system", "light", "dark"]

LIGHT: dict[str, str] = {
    "bg": "#f5f7fa",
    "surface": "#ffffff",
    "sunken": "#eef2f7",
    "text": "#18212f",
    "muted": "#556274",
    "border": "#d7dde6",
    "line": "#8490a3",
    "track": "#e3e8ef",
    "accent": "#0b5cad",
    "onaccent": "#ffffff",
    "sel": "#e3eefb",
    "again": "#b3261e",
    "hard": "#8a5300",
    "good": "#1b6e3c",
    "easy": "#0b5cad",
    "teal": "#0f6f78",
    "strong_bg": "#dff1e5",
    "border_bg": "#fbeed5",
    "gap_bg": "#fbe2df",
    "h0": "#e6ebf1",
    "h1": "#c3daf3",
    "h2": "#84b3e3",
    "h3": "#3d85cb",
    "h4": "#0b5cad",
    "hover": "#eef2f7",
    "accent_hover": "#0a559f",
}
DARK: dict[str, str] = {
    "bg": "#14181f",
    "surface": "#1d232d",
    "sunken": "#181d26",
    "text": "#e8edf4",
    "muted": "#a3b0c2",
    "border": "#323b49",
    "line": "#6d7b90",
    "track": "#303947",
    "accent": "#7db7ff",
    "onaccent": "#0b1a2c",
    "sel": "#24364d",
    "again": "#ff8a80",
    "hard": "#ffb951",
    "good": "#7bd89b",
    "easy": "#7db7ff",
    "teal": "#62cdd3",
    "strong_bg": "#1d3a2b",
    "border_bg": "#3f3118",
    "gap_bg": "#46231f",
    "h0": "#2a323f",
    "h1": "#24466c",
    "h2": "#2f689f",
    "h3": "#4f93d8",
    "h4": "#8fc3ff",
    "hover": "#272f3b",
    "accent_hover": "#87bdff",
}

FAMILY = "Inter"
STYLE_ARGUMENTS = ("-style", "Fusion")
"""Arguments for QApplication: `setStyle` would bring QStyle and its 60 enumerations into Python."""
MIN_ZOOM, MAX_ZOOM = 1.0, 2.0
_FACES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
# Points of one pixel of the design: macOS counts 72 points to the logical inch, everyone else 96 pixels.
_POINTS = 1.0 if sys.platform == "darwin" else 0.75


class Theme(QObject):
    """Colours, fonts, icons and lengths as they are now; `changed` when scheme or zoom have changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scheme: Scheme = "system"
        self._zoom = 1.0
        self._dark = False
        self._system_dark = False
        self._tokens = LIGHT
        self._colours: dict[str, QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._sources: dict[str, str] = {}
        self._fonts: dict[tuple[float, int, bool, bool], QFont] = {}
        self._loaded: set[str] = set()
        self._unit = 0.0
        self._version = 0
        self._app: QApplication | None = None
        self._following = False

    @property
    def scheme(self) -> Scheme:
        """The setting: follow the system, or always light, or always dark."""
        return self._scheme

    @property
    def dark(self) -> bool:
        """Whether dark colours are shown now."""
        return self._dark

    @property
    def zoom(self) -> float:
        """How much larger than designed text and controls are: 1.0 to 2.0."""
        return self._zoom

    @property
    def version(self) -> int:
        """Another number after each change of colours or sizes; what is made from them can be kept until then."""
        return self._version

    def set_scheme(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark; all windows change at once."""
        self._scheme = scheme
        if sys.platform in ("win32", "darwin"):
            # Elsewhere this does nothing; here the title bars follow.
            hint = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
            QGuiApplication.styleHints().setColorScheme(hint)
        self._refresh()

    def set_zoom(self, zoom: float) -> None:
        """Scale text and controls; clamped to 1.0–2.0."""
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self._refresh(zoomed=True)

    def apply(self, app: QApplication, scheme: Scheme = "system", zoom: float = 1.0, *, styled: bool = False) -> None:
        """Dress the application, and follow the system from now on. To be called before the first window.

        `styled` says that the application was made with STYLE_ARGUMENTS; setting the style here costs 7 ms more.
        """
        self._app = app
        self._scheme = scheme
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._loaded.clear()
        self._system_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if not styled:
            app.setStyle("Fusion")
        self._refresh(zoomed=True)
        if not self._following:
            self._following = True
            app.styleHints().colorSchemeChanged.connect(self._follow_system)
            app.primaryScreenChanged.connect(self._forget_sizes)

    def colour(self, token: str) -> QColor:
        """The colour of a token of the design, such as `accent`, as it is now."""
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(self._tokens[token])
        return colour

    def length(self, pixels: float) -> int:
        """A length of the design in pixels of this window: heights, paddings and widths grow with the zoom."""
        # This is asked thousands of times for each card that comes, the screen only once.
        self._unit = self._unit or self._zoom * self._text_scale()
        return round(pixels * self._unit)

    def font(self, pixels: float, weight: int = 400, tabular: bool = False, italic: bool = False) -> QFont:
        """Inter at a size of the design (pixels at 96 dpi); `tabular` gives all digits one width."""
        key = (pixels, weight, tabular, italic)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = self._made_font(*key)
        return QFont(font)

    def _made_font(self, pixels: float, weight: int, tabular: bool, italic: bool) -> QFont:
        self._load("Italic" if italic else _FACES[weight])
        font = QFont(FAMILY)
        font.setPointSizeF(pixels * _POINTS * self._zoom)
        font.setWeight(QFont.Weight(weight))
        font.setItalic(italic)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def load_reading_faces(self) -> None:
        """Load the faces that card text may ask for (bold, italic), which the first paint does without."""
        for face in (*_FACES.values(), "Italic"):
            self._load(face)

    def pixmap(self, name: str, token: str = "text", size: float = 18, ratio: float = 0) -> QPixmap:
        """A Lucide icon in a token's colour: `size` of the design, sharp at `ratio` device pixels a pixel."""
        ratio = ratio or (self._app.devicePixelRatio() if self._app else 1.0)
        side = self.length(size)
        key = (name, token, side, ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = self._draw(name, self.colour(token), side, ratio)
        return pixmap

    def icon(self, name: str, token: str = "text", size: float = 18) -> QIcon:
        """The same as a QIcon, for actions and tool buttons; paler where disabled."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            pixmap = self.pixmap(name, token, size, ratio)
            icon.addPixmap(pixmap)
            icon.addPixmap(_faded(pixmap), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, colour: QColor, side: int, ratio: float) -> QPixmap:
        from PySide6.QtCore import QByteArray
        from PySide6.QtSvg import QSvgRenderer

        source = self._sources.get(name)
        if source is None:
            source = self._sources[name] = (shipped("resources") / "icons" / f"{name}.svg").read_text("utf-8")
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour.name()).encode()))
        pixmap = QPixmap(QSize(side, side) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _load(self, face: str) -> None:
        if face not in self._loaded:
            self._loaded.add(face)
            # A missing file leaves the system's font, which is readable too.
            QFontDatabase.addApplicationFont(str(shipped("resources") / "fonts" / f"{FAMILY}-{face}.ttf"))

    def _text_scale(self) -> float:
        screen = QGuiApplication.primaryScreen()
        if screen is None:
            return 1.0
        screen.logicalDotsPerInchChanged.connect(self._forget_sizes, Qt.ConnectionType.UniqueConnection)
        return screen.logicalDotsPerInch() * _POINTS / 72

    def _forget_sizes(self) -> None:
        self._unit = 0.0
        self._fonts.clear()
        self._version += 1

    def _follow_system(self, system: Qt.ColorScheme) -> None:
        self._system_dark = system == Qt.ColorScheme.Dark
        self._refresh()

    def _refresh(self, zoomed: bool = False) -> None:
        self._forget_sizes()
        dark = self._system_dark if self._scheme == "system" else self._scheme == "dark"
        if self._app is None or (dark == self._dark and not zoomed):
            return
        self._dark = dark
        self._tokens = DARK if dark else LIGHT
        self._colours.clear()
        self._pixmaps.clear()
        self._app.setPalette(self._palette())
        if zoomed:
            self._app.setFont(self.font(14))
        self._app.setStyleSheet(self._sheet())
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for token, roles in {
            "bg": (role.Window,),
            "surface": (role.Base, role.Button, role.ToolTipBase),
            "sunken": (role.AlternateBase,),
            "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText),
            "muted": (role.PlaceholderText,),
            "accent": (role.Link, role.LinkVisited, role.Accent),
            "sel": (role.Highlight,),
        }.items():
            for each in roles:
                palette.setColor(each, self.colour(token))
        palette.setColor(role.HighlightedText, self.colour("text"))
        palette.setColor(role.BrightText, self.colour("onaccent"))
        for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, self.colour("line"))
        return palette

    def _sheet(self) -> str:
        resources = shipped("resources")
        values: dict[str, object] = dict(self._tokens)
        values["icons"] = (resources / "icons").as_posix()
        for pixels in (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 34, 64):
            values[f"px{pixels}"] = self.length(pixels)
        values["mark"], values["dot"] = ("check-dark", "dot-dark") if self._dark else ("check-light", "dot-light")
        values["pt12"], values["pt13"] = 12 * _POINTS * self._zoom, 13 * _POINTS * self._zoom
        return (resources / "theme.qss").read_text("utf-8") % values


def _faded(pixmap: QPixmap) -> QPixmap:
    faded = QPixmap(pixmap.size())
    faded.setDevicePixelRatio(pixmap.devicePixelRatio())
    faded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faded)
    painter.setOpacity(0.45)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return faded


_THEME: list[Theme] = []


def theme() -> Theme:
    """The one theme of the program."""
    if not _THEME:
        _THEME.append(Theme())
    return _THEME[0]


def read_scheme(value: object) -> Scheme:
    """A stored scheme setting; anything else than the three words follows the system."""
    return value if value in ("system", "light", "dark") else "system"
