"""The learn note of a leaf, opened from the card that is studied."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import DeckSource
from studyapp.gui.card_view.learn_dialog import LearnDialog
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.page import ReviewPage


def study(window: MainWindow) -> ReviewPage:
    window.open_screen("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    page.start(Scope())
    return page


def test_l_shows_what_to_understand_about_the_leaf_of_the_card(
    open_window: MainWindow, collection: Collection, small_deck: DeckSource, qtbot: QtBot
) -> None:
    page = study(open_window)
    assert page.shown is not None
    leaf = page.shown.leaf
    assert leaf is not None
    deck = replace(small_deck, learn={leaf: "Tall structures are *slow*.\n\n### Traps\n\n- Span is not height."})
    collection.content.merge(collection.content.plan(deck, collection.outline), clock.now())

    qtbot.keyClick(page, Qt.Key.Key_L)

    dialog = open_window.findChild(LearnDialog)
    assert dialog is not None
    assert leaf in dialog.windowTitle()
    assert "Tall structures are slow." in dialog.text.toPlainText()
    dialog.accept()
    assert page.shown is not None


def test_a_leaf_without_a_learn_note_says_so(open_window: MainWindow, collection: Collection, qtbot: QtBot) -> None:
    page = study(open_window)
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert open_window.findChild(LearnDialog) is None
    assert page.revealed is False
