"""What happens when something goes wrong: a sentence where the learner can mend it, a report where it is our mistake.

Nothing is swallowed. Python's own hooks get every exception of slots, paint events, timers and threads; a UserError is
shown in the window, everything else goes to the log and into a dialog that blocks nothing. A fatal signal leaves a
stack in `logs/crash.log`, which is mentioned at the next start.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TextIO

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from studyapp.errors import UserError

if TYPE_CHECKING:
    from logging import Logger

    from PySide6.QtCore import QMessageLogContext
    from PySide6.QtWidgets import QDialog

_LOG_BYTES, _LOG_FILES = 512 * 1024, 3
_MOST_LOGGED = 100
# The levels of `logging`, which is imported when there is something to log.
_DEBUG, _INFO, _WARNING, _ERROR = 10, 20, 30, 40
_LEVELS = {QtMsgType.QtDebugMsg: _DEBUG, QtMsgType.QtInfoMsg: _INFO, QtMsgType.QtWarningMsg: _WARNING}


class Shell(Protocol):
    """What the window must offer."""

    def warn(self, text: str) -> None:
        """Show a sentence until it is closed."""


class Reporter(QObject):
    """Catches what nobody else has caught. Made by `install`."""

    _caught = Signal(object)

    def __init__(self, shell: Shell, folder: Path) -> None:
        super().__init__()
        self._shell = shell
        self._logs = folder / "logs"
        self._logger: Logger | None = None
        self._waiting: list[tuple[int, str]] = []
        self._opening = False
        self._stacks: TextIO | None = None
        self._dialog: QDialog | None = None
        self._count = 0
        self._caught.connect(self._show)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._exception
        threading.excepthook = self._thread_exception
        sys.unraisablehook = self._unraisable
        self._qt_before = qInstallMessageHandler(self._qt_message)
        self._watch_fatal_signals()

    @property
    def dialog(self) -> QDialog | None:
        """The report that is open now."""
        return self._dialog

    @property
    def log_folder(self) -> Path:
        """Where the logs are."""
        return self._logs

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)
        if self._stacks is not None:
            faulthandler.disable()
            self._stacks.close()
        if self._logger is not None:
            for handler in list(self._logger.handlers):
                self._logger.removeHandler(handler)
                handler.close()
        if self._dialog is not None:
            self._dialog.close()

    def write(self, level: int, text: str) -> None:
        """Write a line to the log, with a level of `logging`."""
        self._waiting.append((level, text))
        # Opening the log imports modules; what Qt says while that goes on comes back here and must wait.
        if self._opening:
            return
        self._opening = True
        try:
            logger = self._open_log()
        finally:
            self._opening = False
        while self._waiting:
            level, text = self._waiting.pop(0)
            logger.log(level, "%s", text)

    def _open_log(self) -> Logger:
        """Opened when there is first something to say: importing the handlers costs 10 ms that the start need not pay."""
        if self._logger is None:
            import logging.handlers

            self._logger = logging.getLogger("studyapp")
            self._logger.setLevel(logging.INFO)
            try:
                self._logs.mkdir(parents=True, exist_ok=True)
                handler: logging.Handler = logging.handlers.RotatingFileHandler(
                    self._logs / "studyapp.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
                )
            except OSError:
                # Where the folder cannot be written, the recovery page says so; the log goes to the terminal.
                handler = logging.StreamHandler()
            # On a full disk there is nobody to tell that the log cannot be written.
            logging.raiseExceptions = False
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            self._logger.addHandler(handler)
        return self._logger

    def _exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        self._caught.emit(error.with_traceback(trace))

    def _thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught.emit(args.exc_value.with_traceback(args.exc_traceback))

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._caught.emit(args.exc_value.with_traceback(args.exc_traceback))

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.write(_INFO, f"{type(error).__name__}: {error}")
            self._shell.warn(str(error))
            return
        self._count += 1
        if self._count > _MOST_LOGGED:
            # A fault in a paint event comes back with every frame; the log has seen enough of it.
            return
        details = described(error)
        self.write(_ERROR, details)
        if sys.stderr is not None:
            sys.stderr.write(details)
        if self._dialog is None:
            from studyapp.gui.widgets.report import CrashReport

            parent = self._shell if isinstance(self._shell, QWidget) else None
            self._dialog = CrashReport(details, self._logs, parent)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.show()

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        self.write(_LEVELS.get(kind, _ERROR), f"Qt: {message}")

    def _watch_fatal_signals(self) -> None:
        file = self._logs / "crash.log"
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size:
                os.replace(file, self._logs / "crash-before.log")
                self._shell.warn(
                    "studyapp ended unexpectedly last time. Your answers are safe. "
                    f"What happened is written in {self._logs / 'crash-before.log'}."
                )
            self._stacks = file.open("w", encoding="utf-8")
        except OSError:
            # Where the folder cannot be written, the recovery page says so.
            return
        faulthandler.enable(self._stacks)


def install(shell: Shell, folder: Path) -> Reporter:
    """Catch everything from now on; `folder` is the user's folder, in which the logs lie."""
    reporter = Reporter(shell, folder)
    _kept[:] = [reporter]
    return reporter


def described(error: BaseException) -> str:
    """The traceback with the versions that matter, to be copied into a report."""
    import platform
    import traceback

    from PySide6 import __version__ as qt_version

    from studyapp import __version__

    versions = (
        f"studyapp {__version__}, Python {platform.python_version()}, PySide6 {qt_version}, {platform.platform()}"
    )
    return f"{versions}\n{''.join(traceback.format_exception(error))}"


def watch_signals(application: QApplication) -> Callable[[], None]:
    """Close properly on Ctrl+C and at logout. Returns what puts back how it was before.

    A plain handler would wait for the next call of Python code, which an idle window does not make.
    """
    if sys.platform == "win32":
        return lambda: None
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    wakeup = signal.set_wakeup_fd(writing)
    handlers = {
        number: signal.signal(number, lambda _number, _frame: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, application)

    def wake() -> None:
        os.read(reading, 64)
        application.quit()

    def forget() -> None:
        notifier.setEnabled(False)
        notifier.deleteLater()
        signal.set_wakeup_fd(wakeup)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)

    notifier.activated.connect(wake)
    return forget


_kept: list[Reporter] = []
