"""One start, measured from before the process began: `startup.py app|first|bare|sqlalchemy BEGAN FOLDER`. Prints JSON.

`BEGAN` is `time.monotonic()` of whoever started this process, which on Linux and macOS all processes share.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

BEGAN = float(sys.argv[2])


def app(folder: Path) -> dict[str, float]:
    """The program on a collection: first paint, numbers on Today, memory once it idles."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from studyapp.__main__ import quicken_start

    quicken_start()  # as the program does between Qt and everything else
    from studyapp.app import run

    seen: dict[str, float] = {}

    def leave() -> None:
        # Of Linux; a library to ask with would count itself.
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        seen["mebibytes"] = pages * resource.getpagesize() / 2**20
        QApplication.quit()

    def observe(moment: str) -> None:
        seen[moment] = time.monotonic() - BEGAN
        if moment == "opened":
            QTimer.singleShot(1500, leave)

    run(folder, [], observe)
    return seen


def first(folder: Path) -> dict[str, float]:
    """The first start, which brings the shipped deck in: first paint, first cards, the longest time without events."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from studyapp.__main__ import quicken_start

    quicken_start()
    from studyapp.app import run

    seen: dict[str, float] = {"longest": 0.0}
    beats: list[float] = []
    pulse: list[QTimer] = []

    def beat() -> None:
        now = time.monotonic()
        if beats and now - beats[-1] > seen["longest"]:
            seen["longest"], seen["longest_at"] = now - beats[-1], now - BEGAN
        beats.append(now)

    def observe(moment: str) -> None:
        seen[moment] = time.monotonic() - BEGAN
        beat()
        if moment == "painted":
            pulse.append(QTimer(interval=10))
            pulse[0].timeout.connect(beat)
            pulse[0].start()
        else:
            # Later, so that the backup of the day is not cut off.
            pulse[0].stop()
            QTimer.singleShot(1500, QApplication.quit)

    run(folder, [], observe)
    return seen


def bare(_folder: Path) -> dict[str, float]:
    """The least window that Qt can open: menu, status bar, a label."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    seen: dict[str, float] = {}

    class FirstPaint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "painted" not in seen:
                QTimer.singleShot(0, self.note)
            return False

        def note(self) -> None:
            seen["painted"] = time.monotonic() - BEGAN
            application.quit()

    window = QMainWindow()
    window.menuBar().addMenu("File").addAction("Quit")
    window.statusBar().showMessage("Ready")
    window.setCentralWidget(QLabel("Hello"))
    paint = FirstPaint()
    window.installEventFilter(paint)
    window.resize(1000, 700)
    window.show()
    application.exec()
    return seen


def sqlalchemy(_folder: Path) -> dict[str, float]:
    """What loading SQLAlchemy with its SQLite dialect costs."""
    start = time.perf_counter()
    import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

    return {"import": time.perf_counter() - start}


if __name__ == "__main__":
    print(
        json.dumps({"app": app, "first": first, "bare": bare, "sqlalchemy": sqlalchemy}[sys.argv[1]](Path(sys.argv[3])))
    )
