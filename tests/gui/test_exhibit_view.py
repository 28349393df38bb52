from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studyapp.domain.exhibits import Exhibit, exhibit
from studyapp.formats.exhibits import svg
from studyapp.formats.exhibits.canvas import DARK, LIGHT
from studyapp.formats.exhibits.lettering import text_width
from studyapp.gui import theme as theme_module
from studyapp.gui.card_view import ExhibitView
from studyapp.gui.theme import theme

CONTROL = {
    "chart": "control", "title": "Shafts", "points": [24.5, 24.9, 24.3, 25.5], "center": 24.6, "upper": 25.29,
    "lower": 23.91, "limits": "answer",
}  # fmt: skip


def shafts(answered: bool = False, **fields: Any) -> Exhibit:
    return exhibit({**CONTROL, **fields}, {}, answered)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ExhibitView]:
    """A view in a window of 640 pixels."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    view = ExhibitView()
    column.addWidget(view)
    column.addStretch()
    qtbot.addWidget(window)
    window.resize(640, 700)
    window.show()
    qtbot.waitExposed(window)
    yield view
    window.close()


def colours(view: ExhibitView) -> set[str]:
    image = view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(image.height())}


def test_an_exhibit_fills_the_width_and_keeps_its_shape(view: ExhibitView) -> None:
    view.show_exhibit(shafts())
    assert view.width() == 640
    drawn = QSvgRenderer(QByteArray(svg(shafts(), False, 640).encode())).defaultSize()
    assert view.height() == drawn.height()
    window = view.window()
    window.resize(420, 700)
    assert view.width() == 420
    drawn = QSvgRenderer(QByteArray(svg(shafts(), False, 420).encode())).defaultSize()
    assert view.height() == drawn.height()


def test_without_an_exhibit_the_view_takes_no_room(view: ExhibitView) -> None:
    view.show_exhibit(shafts())
    assert view.isVisible()
    view.show_exhibit(None)
    assert not view.isVisible()
    assert view.exhibit is None
    assert view.accessibleDescription() == ""


def test_the_picture_is_drawn_in_the_colors_of_the_theme(view: ExhibitView) -> None:
    view.show_exhibit(shafts(answered=True))
    light = colours(view)
    assert {LIGHT["sunken"], LIGHT["again"]} <= light
    theme().set_scheme("dark")
    dark = colours(view)
    assert {DARK["sunken"], DARK["again"]} <= dark
    assert LIGHT["sunken"] not in dark


def test_limits_appear_with_the_answer_and_the_height_stays(view: ExhibitView) -> None:
    view.show_exhibit(shafts())
    height = view.height()
    assert LIGHT["again"] not in colours(view)
    view.show_exhibit(shafts(answered=True))
    assert LIGHT["again"] in colours(view)
    assert view.height() == height


def test_text_grows_with_the_zoom(view: ExhibitView) -> None:
    view.show_exhibit(shafts())
    height = view.height()
    theme().set_zoom(2.0)
    assert view.width() == 640
    # The picture is laid out for half the width, and drawn twice as large.
    drawn = QSvgRenderer(QByteArray(svg(shafts(), False, 320).encode())).defaultSize()
    assert view.height() == drawn.height() * 2
    assert view.height() > height


def test_a_table_that_is_too_wide_is_shown_smaller(view: ExhibitView) -> None:
    wide = exhibit(
        {"chart": "matrix", "title": "T", "columns": ["C"] * 12, "cells": [[1_234_567] * 12] * 2}, {}, answered=False
    )
    view.show_exhibit(wide)
    picture = QSvgRenderer(QByteArray(svg(wide, False, 640).encode())).defaultSize()
    assert picture.width() > 640
    assert view.width() == 640
    assert view.height() == round(picture.height() * 640 / picture.width())


def test_who_cannot_see_it_is_told_what_it_shows(view: ExhibitView) -> None:
    view.show_exhibit(shafts())
    assert view.accessibleName() == "Exhibit: Shafts"
    assert view.accessibleDescription() == shafts().alternative
    assert "25.29" not in view.accessibleDescription()
    view.show_exhibit(shafts(answered=True))
    assert "25.29" in view.accessibleDescription()


def test_exhibits_have_the_colors_of_the_design() -> None:
    assert {token: theme_module.LIGHT[token] for token in LIGHT} == LIGHT
    assert {token: theme_module.DARK[token] for token in DARK} == DARK


@pytest.mark.parametrize("weight", [400, 600])
def test_texts_are_never_wider_than_they_are_reckoned_to_be(weight: int, view: ExhibitView) -> None:
    theme().load_reading_faces()
    font = QFont("Inter")
    font.setPixelSize(100)
    font.setWeight(QFont.Weight(weight))
    metrics = QFontMetricsF(font)
    for text in ("Subgroup mean, mm", "1,234,567.89", "−0.05", "Damaged in transit", "WWW MMM", "Percent nonconforming",
                 "n = 50, c = 1", "Critical path A → B", "éüÄñ", "X̄ chart"):  # fmt: skip
        real, reckoned = metrics.horizontalAdvance(text), text_width(text, 100, weight)
        assert real <= reckoned, text
        assert reckoned <= real * 1.25, text
