"""From the key to the next question of a mock exam on the screen, with and without waiting for the disk.

python -m pytest tests/benchmarks/test_exam_window_speed.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.mock_exam import ExamKind
from studyapp.gui.practice.page import PracticePage
from tests.gui.mock_deck import mock_deck

Figure = Callable[..., None]
QUESTIONS = 120


class Paints(QObject):
    """Counts what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def key_to_question(qtbot: QtBot, collection: Collection) -> tuple[list[float], list[float]]:
    """Seconds from each pick to its mark, and from each Enter to the next question painted."""
    page = PracticePage(collection)
    qtbot.addWidget(page)
    page.resize(1280, 740)
    page.show()
    qtbot.waitExposed(page)
    page.start(ExamKind.FULL, strict=True)
    runner = page.runner
    assert runner is not None
    QApplication.processEvents()
    paints = Paints()
    for child in runner.findChildren(QObject):
        child.installEventFilter(paints)
    picks, steps = [], []
    for number in range(QUESTIONS):
        # What happens 60 ms after a question has come: the learner reads, the next one is made ready.
        runner.card.idle.emit()
        for key, seconds in ((Qt.Key.Key_1 + number % 4, picks), (Qt.Key.Key_Return, steps)):
            paints.count = 0
            begun = time.perf_counter()
            qtbot.keyClick(page, Qt.Key(key))
            QApplication.processEvents()
            seconds.append(time.perf_counter() - begun)
            assert paints.count > 0
    assert runner.sitting.counts().answered == QUESTIONS
    exam_id = runner.sitting.id
    page.close()
    collection.exams.discard(exam_id, clock.now())
    return picks, steps


def test_the_next_question_is_painted_within_a_frame(tmp_path: Path, qtbot: QtBot, figure: Figure) -> None:
    collection = Collection.open(tmp_path)
    collection.content.merge(collection.content.plan(mock_deck()), clock.now())
    _, with_disk = key_to_question(qtbot, collection)
    collection.journal.driver.execute("PRAGMA synchronous = OFF")
    picks, steps = key_to_question(qtbot, collection)
    collection.close()
    figure("question to question in a mock, synced to the disk", with_disk, "")
    figure("pick to its mark, without waiting for the disk", picks, "")
    figure("question to question, without waiting for the disk", steps, "limit: p99 16 ms")
    assert sorted(steps)[int(0.99 * QUESTIONS)] <= 0.016
