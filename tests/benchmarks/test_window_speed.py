"""From the key to the next card on the screen, with 10,000 cards, with and without waiting for the disk.

python -m pytest tests/benchmarks/test_window_speed.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.gui.review.page import ReviewPage

Figure = Callable[..., None]
CARDS = 150


class Paints(QObject):
    """Counts what a widget paints."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def key_to_card(qtbot: QtBot, collection: Collection) -> list[float]:
    """Seconds from each grade to the next card painted."""
    page = ReviewPage(collection)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.start(Scope())
    qtbot.waitExposed(page)
    QApplication.processEvents()
    paints = Paints()
    for child in page.findChildren(QObject):
        child.installEventFilter(paints)
    seconds = []
    for number in range(CARDS):
        qtbot.keyClick(page, Qt.Key.Key_Space)
        QApplication.processEvents()
        paints.count = 0
        begun = time.perf_counter()
        qtbot.keyClick(page, Qt.Key.Key_3 if number % 6 else Qt.Key.Key_1)
        QApplication.processEvents()
        seconds.append(time.perf_counter() - begun)
        assert paints.count > 0
    return seconds


def test_the_next_card_is_painted_within_a_frame(medium_folder: Path, qtbot: QtBot, figure: Figure) -> None:
    collection = Collection.open(medium_folder)
    collection.settings.change(reviews_per_day=5000)
    with_disk = key_to_card(qtbot, collection)
    assert collection.history.day(clock.now()).answers == CARDS
    collection.journal.driver.execute("PRAGMA synchronous = OFF")
    without_disk = key_to_card(qtbot, collection)
    collection.close()
    figure("key to next card painted, synced to the disk", with_disk, "")
    figure("key to next card painted, without waiting for the disk", without_disk, "limit: p99 16 ms")
    assert sorted(without_disk)[int(0.99 * CARDS)] <= 0.016
