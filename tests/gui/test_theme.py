from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import studyapp
from studyapp.gui.theme import DARK, LIGHT, MAX_ZOOM, theme
from studyapp.paths import shipped

SCHEMES = {"light": LIGHT, "dark": DARK}
TEXT_ON_GROUND = [
    *((text, ground) for text in ("text", "muted") for ground in ("bg", "surface", "sunken", "sel", "hover")),
    *((text, "surface") for text in ("accent", "again", "hard", "good", "easy", "teal")),
    *((text, "sel") for text in ("accent", "again", "hard", "good")),
    ("onaccent", "accent"),
    ("onaccent", "accent_hover"),
    ("good", "strong_bg"),
    ("hard", "border_bg"),
    ("again", "gap_bg"),
    ("muted", "gap_bg"),
]
SHAPE_ON_GROUND = [("line", "surface"), ("line", "bg"), ("h3", "surface"), ("accent", "bg"), ("accent", "surface")]
ICONS = sorted(path.stem for path in (shipped("resources") / "icons").glob("*.svg"))
SOURCES = "\n".join(path.read_text("utf-8") for path in Path(studyapp.__file__).parent.rglob("*.py"))


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    rgb = QColor(colour)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][text], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_shapes_that_carry_meaning_stand_out(scheme: str, shape: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][shape], SCHEMES[scheme][ground]) >= 3


def test_light_and_dark_know_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_switching_the_scheme_changes_palette_and_tokens_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme().changed):
        theme().set_scheme("dark")
    assert theme().dark
    assert theme().colour("text").name() == DARK["text"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK["bg"]
    with qtbot.waitSignal(theme().changed):
        theme().set_scheme("light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT["bg"]


def test_the_system_is_followed_while_the_setting_says_so(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    theme().set_scheme("system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme().dark
    theme().set_scheme("light")
    assert not theme().dark
    theme().set_scheme("system")
    assert theme().dark
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme().dark


def test_a_system_that_turns_dark_does_not_override_a_fixed_scheme(qapp: QApplication) -> None:
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme().dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_each_weight_is_a_real_face_of_inter(weight: int) -> None:
    found = QFontInfo(theme().font(14, weight))
    assert found.family().startswith("Inter")
    assert found.weight() == weight


def test_italic_is_a_real_face_of_inter() -> None:
    assert QFontInfo(theme().font(14, italic=True)).italic()


def test_text_is_as_large_as_designed() -> None:
    assert QFontInfo(theme().font(14)).pixelSize() == 14


def test_tabular_digits_are_all_equally_wide() -> None:
    metrics = QFontMetricsF(theme().font(24, 600, tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")
    proportional = QFontMetricsF(theme().font(24, 600))
    assert proportional.horizontalAdvance("1111") < proportional.horizontalAdvance("8888")


def test_zoom_scales_text_and_lengths_together() -> None:
    theme().set_zoom(1.5)
    assert theme().length(36) == 54
    assert QFontInfo(theme().font(14)).pixelSize() == 21


@pytest.mark.parametrize(("wanted", "got"), [(0.2, 1.0), (1.3, 1.3), (9, MAX_ZOOM)])
def test_zoom_stays_between_actual_and_twice_the_size(wanted: float, got: float) -> None:
    theme().set_zoom(wanted)
    assert theme().zoom == got


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_draws_something(name: str) -> None:
    image = theme().pixmap(name, "again", 18, 1.0).toImage()
    alphas = [image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())]
    assert max(alphas) > 100
    assert min(alphas) == 0


def test_an_icon_takes_the_color_of_its_token() -> None:
    theme().set_scheme("dark")
    image = theme().pixmap("check", "good", 48, 1.0).toImage()
    solid = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {DARK["good"]}


def test_icons_are_sharp_on_a_dense_screen() -> None:
    pixmap = theme().pixmap("house", size=18, ratio=2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (36, 2.0)


def test_a_disabled_icon_is_paler() -> None:
    icon = theme().icon("house")
    normal = icon.pixmap(18, mode=icon.Mode.Normal).toImage()
    disabled = icon.pixmap(18, mode=icon.Mode.Disabled).toImage()
    points = [(x, y) for x in range(normal.width()) for y in range(normal.height())]
    assert sum(disabled.pixelColor(*p).alpha() for p in points) < 0.6 * sum(
        normal.pixelColor(*p).alpha() for p in points
    )


def test_only_icons_that_are_used_ship() -> None:
    sheet = (shipped("resources") / "theme.qss").read_text("utf-8")
    parts = [f"field-{name}" for name in re.findall(r'"((?:check|dot)-\w+)"', SOURCES)]
    used = [name for name in ICONS if f'"{name}"' in SOURCES or f"/{name}.svg" in sheet or name in parts]
    assert used == ICONS


def test_licenses_ship_with_fonts_and_icons() -> None:
    resources = shipped("resources")
    assert "SIL Open Font License" in (resources / "fonts" / "OFL.txt").read_text("utf-8")
    assert "ISC License" in (resources / "icons" / "LICENSE.txt").read_text("utf-8")
    assert "Inter" in (resources / "licences.md").read_text("utf-8")
