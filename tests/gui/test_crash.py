from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studyapp.errors import UserError
from studyapp.gui import crash
from studyapp.gui.widgets.report import CrashReport


class Window(QWidget):
    """A window that remembers its warnings."""

    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def reporter(window: Window, tmp_path: Path) -> Iterator[crash.Reporter]:
    reporter = crash.install(window, tmp_path)
    yield reporter
    reporter.remove()


def log(folder: Path) -> str:
    return (folder / "logs" / "studyapp.log").read_text("utf-8")


def fail(error: BaseException) -> None:
    raise error


def report_of(reporter: crash.Reporter) -> CrashReport:
    assert isinstance(reporter.dialog, CrashReport)
    return reporter.dialog


def test_a_user_error_becomes_a_message_in_the_window(
    reporter: crash.Reporter, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    QTimer.singleShot(0, lambda: fail(UserError("The disk is full.")))
    qtbot.waitUntil(lambda: window.warnings == ["The disk is full."])
    assert reporter.dialog is None
    assert "The disk is full." in log(tmp_path)


def test_a_mistake_of_ours_is_reported_and_logged_without_blocking(
    reporter: crash.Reporter, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    QTimer.singleShot(0, lambda: fail(ValueError("no such ordinal")))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = report_of(reporter)
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "ValueError: no such ordinal" in dialog.details.toPlainText()
    assert "ValueError: no such ordinal" in log(tmp_path)
    assert window.warnings == []


def test_an_exception_in_a_thread_is_reported_too(reporter: crash.Reporter, qtbot: QtBot) -> None:
    thread = threading.Thread(target=lambda: fail(KeyError("lost in a thread")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert "lost in a thread" in report_of(reporter).details.toPlainText()


def test_a_mistake_that_comes_back_opens_one_report(reporter: crash.Reporter, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(3):
        QTimer.singleShot(0, lambda number=number: fail(ValueError(f"frame {number}")))
    qtbot.waitUntil(lambda: "frame 2" in log(tmp_path) if reporter.dialog else False)
    assert "frame 0" in report_of(reporter).details.toPlainText()


def test_details_can_be_copied_and_the_report_closed(reporter: crash.Reporter, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: fail(ValueError("copied")))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = report_of(reporter)
    dialog.copy.click()
    assert "ValueError: copied" in QGuiApplication.clipboard().text()
    assert "studyapp 0." in QGuiApplication.clipboard().text()
    dialog.go_on.click()
    assert reporter.dialog is None


def test_what_qt_warns_about_is_in_the_log(reporter: crash.Reporter, tmp_path: Path) -> None:
    qWarning("a painter was not ended")
    assert "WARNING Qt: a painter was not ended" in log(tmp_path)


def test_hooks_are_put_back(window: Window, tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    reporter = crash.install(window, tmp_path)
    assert sys.excepthook != before[0]
    reporter.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_folder_that_cannot_be_written_loses_no_report(
    window: Window, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    reporter = crash.install(window, blocked)
    QTimer.singleShot(0, lambda: fail(ValueError("still told")))
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    reporter.remove()
    assert "ValueError: still told" in capsys.readouterr().err


def run_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


ABORTING = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from studyapp.gui import crash
class Shell:
    def warn(self, text): print(text)
application = QApplication([])
crash.install(Shell(), Path(sys.argv[1]))
os.abort()
"""


def test_a_fatal_signal_leaves_its_stack_and_is_mentioned_at_the_next_start(window: Window, tmp_path: Path) -> None:
    process = run_python(ABORTING, str(tmp_path))
    process.communicate()
    assert process.returncode != 0
    assert "Aborted" in (tmp_path / "logs" / "crash.log").read_text("utf-8")
    crash.install(window, tmp_path).remove()
    assert len(window.warnings) == 1
    assert "ended unexpectedly" in window.warnings[0]
    assert "Aborted" in (tmp_path / "logs" / "crash-before.log").read_text("utf-8")


IDLING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from studyapp.gui import crash
class Window(QWidget):
    def closeEvent(self, event):
        print("closed", flush=True)
application = QApplication([])
crash.watch_signals(application)
window = Window()
window.show()
QTimer.singleShot(0, lambda: print("ready", flush=True))
status = application.exec()
print("status", status, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_idle_window_closes_properly_on_a_signal(number: signal.Signals) -> None:
    process = run_python(IDLING)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    output, errors = process.communicate(timeout=20)
    assert output == "closed\nstatus 0\n", errors
    assert process.returncode == 0
