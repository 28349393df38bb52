from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp.errors import UserError
from studyapp.gui.worker import Cancelled, Progress, finish_all, run_in_background


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


def test_the_result_arrives_on_the_main_thread(owner: QObject, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    results: list[int] = []

    def work(progress: Progress) -> int:
        threads.append(threading.current_thread())
        return 42

    def take(result: int) -> None:
        threads.append(threading.current_thread())
        results.append(result)

    run_in_background(owner, work, take)
    qtbot.waitUntil(lambda: results == [42])
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_progress_is_reported_and_its_end_always(owner: QObject, qtbot: QtBot) -> None:
    reports: list[tuple[int, int, str]] = []
    go, done = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        go.wait()
        for number in range(1, 1001):
            progress(number, 1000, "Reading")

    job = run_in_background(owner, work, lambda _: done.set())
    job.progressed.connect(lambda *report: reports.append(report))
    go.set()
    qtbot.waitUntil(done.is_set)
    assert reports[-1] == (1000, 1000, "Reading")
    assert len(reports) < 100


def test_cancelled_work_stops_at_its_next_report(owner: QObject, qtbot: QtBot) -> None:
    told: list[str] = []
    started, go = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        go.wait()
        progress(1, 2)
        told.append("went on")

    job = run_in_background(
        owner, work, lambda _: told.append("result"), lambda _: told.append("error"), lambda: told.append("cancelled")
    )
    started.wait()
    with qtbot.waitSignal(job.ended):
        job.cancel()
        go.set()
    assert told == ["cancelled"]


def test_an_error_is_handed_to_the_one_who_asked(owner: QObject, qtbot: QtBot) -> None:
    errors: list[BaseException] = []

    def work(progress: Progress) -> None:
        raise UserError("The file is empty.")

    run_in_background(owner, work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "The file is empty."


def test_an_error_nobody_asked_for_reaches_the_crash_hook(owner: QObject, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError("a mistake of ours")

    with qtbot.captureExceptions() as caught:
        job = run_in_background(owner, work, lambda _: None)
        qtbot.waitSignal(job.ended).wait()
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_nothing_is_called_when_the_owner_is_gone(qtbot: QtBot) -> None:
    called: list[object] = []
    started, go = threading.Event(), threading.Event()
    seen: list[bool] = []

    def work(progress: Progress) -> None:
        started.set()
        go.wait()
        try:
            progress.check()
        except Cancelled:
            seen.append(True)
            raise

    owner = QObject()
    job = run_in_background(owner, work, called.append, called.append, lambda: called.append("cancelled"))
    started.wait()
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed).wait()
    with qtbot.waitSignal(job.ended):
        go.set()
    assert seen == [True]
    assert called == []


def test_all_work_has_stopped_before_the_window_closes(owner: QObject) -> None:
    started, stopped = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        try:
            while True:
                progress(0, 1)
        finally:
            stopped.set()

    run_in_background(owner, work, lambda _: None)
    started.wait()
    finish_all()
    assert stopped.is_set()
