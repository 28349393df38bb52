"""From the key to the next card on the screen, with 10,000 cards and for each kind, with and without waiting for the disk.

python -m pytest tests/benchmarks/test_window_speed.py
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.content import Kind
from studyapp.domain.scheduling import Rating
from studyapp.gui.main_window import MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from tests.benchmarks.kinds_deck import kind_deck

Figure = Callable[..., None]
CARDS = 150
WARM = 3
"""Cards of a kind before the clock runs: the first brings its module and its widgets."""


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


def grade_to_card(page: ReviewPage) -> tuple[list[float], list[float]]:
    """Seconds of the clock, and of the processor, from each grade to the next card painted."""
    paints = Paints()
    page.card.text.viewport().installEventFilter(paints)
    seconds, busy = [], []
    for number in range(CARDS):
        page.show_answer()
        QApplication.processEvents()
        paints.count = 0
        begun, busy_before = time.perf_counter(), time.process_time()
        page.answer(Rating.EASY)
        # What an event loop does before it paints.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        if number >= WARM:
            seconds.append(time.perf_counter() - begun)
            busy.append(time.process_time() - busy_before)
        assert paints.count > 0
    return seconds, busy


@pytest.fixture
def spared_garbage() -> Iterator[None]:
    """What is loaded by now stays, so the collector need not look at it again; the program does the same after its start."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("spared_garbage")
@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.CLASSIFY, Kind.NUMERIC, Kind.ESSAY, Kind.LIST])
def test_the_next_card_of_each_kind_is_painted_within_a_frame(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, figure: Figure, kind: Kind
) -> None:
    theme().apply(qapp, "light", 1.0)
    collection = Collection.open(tmp_path / "collection")
    collection.content.merge(collection.content.plan(kind_deck(kind, CARDS + 1)), clock.now())
    collection.settings.change(new_per_day=CARDS + 1)
    collection.journal.driver.execute("PRAGMA synchronous = OFF")
    window = MainWindow(Preferences(tmp_path / "user"))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.set_collection(collection)
    window.open_screen("review")
    assert isinstance(window.page, ReviewPage)
    seconds, busy = grade_to_card(window.page)
    window.set_collection(None)
    collection.close()
    figure(f"{kind}: grade to next card painted", seconds, "limit: p99 16 ms")
    figure(f"{kind}: the same, time of the processor", busy, "")
    assert sorted(seconds)[int(0.99 * len(seconds))] <= 0.016
