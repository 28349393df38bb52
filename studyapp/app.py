"""Puts the rooms together: the window first, then the collection, then what may wait."""

from __future__ import annotations

import gc
import os
import sys
import time
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDir, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from studyapp import __version__
from studyapp.errors import CollectionInUse, UserError
from studyapp.gui import crash
from studyapp.gui.main_window import MainWindow
from studyapp.gui.preferences import Preferences
from studyapp.gui.theme import STYLE_ARGUMENTS, theme
from studyapp.paths import user_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

    from studyapp.collection import Collection
    from studyapp.domain.content import DeckSource

_SECONDS_BETWEEN_EVENTS = 0.03
"""During a merge: often enough for the eye, and painting costs time that the cards wait for."""

_NEEDED_BY_TODAY = tuple(f"studyapp.gui.today.{name}" for name in ("numbers", "header", "exam_strip", "overview"))
"""Loaded in the worker that reads the decks, so that the window does not stand still for it afterwards."""

Observer = Callable[[str], None]
"""Told `painted` at the first paint, then `opened` when Today shows its numbers or `refused` when it cannot; for measuring."""


def run(data: Path | None, files: list[Path], observe: Observer | None = None) -> int:
    """Open the window on the collection in `data` (or the user's own folder) and import `files`; returns the exit status."""
    folder = user_folder(data)
    application = Application([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setApplicationName("studyapp")
    application.setApplicationDisplayName("studyapp")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("io.github.studyapp.studyapp")
    if hand_over(folder, files):
        print(f"studyapp is already open with {folder}. Its window has been brought to the front.", file=sys.stderr)
        return 0
    program = Program(application, folder, files, observe)
    status = application.exec()
    program.close()
    return status


def collect_garbage() -> None:
    """Turn the garbage collector on after the start. What is loaded by now stays, so it need not look at it again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class Application(QApplication):
    """The application object, which also hears of files that are opened with a double click on macOS."""

    file_handed_over = Signal(Path)

    def event(self, event: QEvent) -> bool:
        """Pass a file on."""
        if isinstance(event, QFileOpenEvent):
            self.file_handed_over.emit(Path(event.file()))
            return True
        return super().event(event)


class Program(QObject):
    """The running program: one window, one collection, and the ways from one collection to the next."""

    def __init__(self, application: Application, folder: Path, files: list[Path], observe: Observer | None) -> None:
        super().__init__()
        self.application = application
        self._folder = folder
        self._files = files
        self._observe = observe or (lambda _moment: None)
        self._shown = False
        # The first start has seconds to go, in which the window lives; every other one is there sooner without a worker.
        self._loads_first = "studyapp.collection" not in sys.modules and not any(folder.glob("*.db"))
        self._alive_at = 0.0
        self._said_when_shown = ""
        self._server: QLocalServer | None = None
        self.collection: Collection | None = None
        self._forget_signals = crash.watch_signals(application)
        preferences = Preferences(folder)
        theme().apply(application, preferences.scheme, preferences.zoom, styled=True)
        self.window = MainWindow(preferences)
        self._reporter = crash.install(self.window, folder)
        self.window.restore_requested.connect(self.restore)
        self.window.retry_requested.connect(self.open)
        self.window.folder_requested.connect(self.change_folder)
        self.window.new_collection_requested.connect(self.start_anew)
        self.window.installEventFilter(self)
        application.file_handed_over.connect(lambda file: self.import_files([file]))
        self.window.show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go on after the window's first paint."""
        if event.type() == QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            # The paint itself comes after this filter; what follows it in the queue comes after the paint.
            QTimer.singleShot(0, self._after_first_paint)
        return False

    def _after_first_paint(self) -> None:
        self._observe("painted")
        self.open()

    def open(self) -> None:
        """Open the collection and show it, or say why not and what can be done."""
        if self._loads_first:
            from studyapp.gui.worker import run_in_background

            self._loads_first = False
            run_in_background(self, _load_database, lambda _nothing: self.open())
            return
        from studyapp.collection import Collection
        from studyapp.shipped_decks import awaited_decks

        try:
            self.collection = Collection.open(self._folder)
            awaited = awaited_decks(self.collection)
        except CollectionInUse as error:
            self._meet_other_window(error)
            return
        except UserError as error:
            self._give_up(error)
            return
        # With the lock in hand: whoever is refused it finds this window.
        self._listen()
        if awaited:
            self._read_shipped_decks(awaited)
        else:
            self._show_collection()

    def _meet_other_window(self, error: CollectionInUse, tries: int = 10) -> None:
        """Two starts at once: the one that came second hands its files over as soon as the first listens, and goes."""
        if hand_over(self._folder, self._files):
            self.application.quit()
        elif tries:
            QTimer.singleShot(100, lambda: self._meet_other_window(error, tries - 1))
        else:
            self._give_up(error)

    def _read_shipped_decks(self, folders: list[Path]) -> None:
        """Read decks in a worker and merge them while the window stays alive: at the first start, and after an upgrade."""
        from studyapp import clock
        from studyapp.gui.worker import Cancelled, run_in_background
        from studyapp.shipped_decks import merge_shipped_deck, read_shipped_deck

        def read(_progress: object) -> list[DeckSource]:
            for name in _NEEDED_BY_TODAY:
                import_module(name)
            return [read_shipped_deck(folder) for folder in folders]

        def merge(decks: list[DeckSource]) -> None:
            assert self.collection is not None
            try:
                for deck in decks:
                    merge_shipped_deck(self.collection, deck, clock.now(), self._show_share)
            except Cancelled:
                # The window is closed. Nothing of the deck is there, and the next start brings it in.
                return
            except UserError as error:
                self._give_up(error)
                return
            # What has come meanwhile goes first.
            QTimer.singleShot(0, self._show_collection)

        def failed(error: BaseException) -> None:
            if not isinstance(error, UserError):
                raise error
            self._give_up(error)

        self.window.show_progress("Reading the cards that come with studyapp…")
        run_in_background(self, read, merge, failed)

    def _show_share(self, share: float) -> None:
        """Say how far a merge is, and let the window do what waits.

        Keys and clicks come through, too: until there is a collection to show, nothing in the window reaches it.
        """
        from studyapp.gui.worker import Cancelled

        now = time.monotonic()
        if now - self._alive_at < _SECONDS_BETWEEN_EVENTS and share < 1:
            return
        self._alive_at = now
        self.window.show_progress(f"Preparing your cards… {share:.0%}")
        QCoreApplication.processEvents()
        if not self.window.isVisible():
            raise Cancelled

    def _show_collection(self) -> None:
        if self.collection is None or not self.window.isVisible():
            return
        self.window.set_collection(self.collection)
        self._observe("opened")
        collect_garbage()
        self._shown = True
        if self._said_when_shown:
            self.window.tell(self._said_when_shown)
            self._said_when_shown = ""
        self.import_files([])
        QTimer.singleShot(0, self._care_for_file)

    def import_files(self, files: list[Path]) -> None:
        """Offer these files for import, now or as soon as the collection is there."""
        self._files += files
        if self._shown and self._files:
            self.window.import_files(self._files)
            self._files = []

    def _give_up(self, error: UserError) -> None:
        self._close_collection()
        self.window.show_recovery(error, self._folder)
        self._observe("refused")
        collect_garbage()

    def _care_for_file(self) -> None:
        """Check a large file and make today's backup, in a worker."""
        from studyapp import clock
        from studyapp.collection import backup, check_file
        from studyapp.gui.worker import Progress, run_in_background

        collection = self.collection
        if collection is None:
            return
        now = clock.now()
        needs_check = collection.needs_check()
        needs_backup = backup.is_due(
            self._folder, collection.review.today(now), collection.settings.current.rollover_hour
        )
        if not (needs_check or needs_backup):
            return

        def care(progress: Progress) -> None:
            if needs_check:
                check_file(collection.file)
            # A damaged file must not push sound backups out.
            if needs_backup:
                backup.make(collection.folder, now, lambda _done, _total: progress.check())
                backup.rotate(collection.folder)

        run_in_background(self, care, lambda _nothing: None, self._file_trouble)

    def _file_trouble(self, error: BaseException) -> None:
        from studyapp.errors import DamagedCollection

        if isinstance(error, DamagedCollection):
            self._give_up(error)
        else:
            raise error

    def restore(self, backup_file: Path) -> None:
        """Go back to a backup and open it; what it replaces is kept beside the backups."""
        from studyapp import clock
        from studyapp.collection import FolderLock, backup

        self._close_collection()
        try:
            lock = FolderLock(self._folder)
            try:
                backup.restore(self._folder, backup_file, clock.now())
            finally:
                lock.release()
        except UserError as error:
            self._give_up(error)
            return
        self._said_when_shown = f"Gone back to the backup of {backup_file.name}."
        self.open()

    def change_folder(self, folder: Path) -> None:
        """Open the collection of another folder in this window."""
        self._close_collection()
        self._folder = folder
        self.open()

    def start_anew(self) -> None:
        """Make a new collection where the old file is gone."""
        from studyapp.collection import start_new_file

        try:
            start_new_file(self._folder)
        except UserError as error:
            self._give_up(error)
            return
        self.open()

    def close(self) -> None:
        """Close the window; give file, lock, server and logs free."""
        self.window.close()
        self._close_collection()
        if self._server is not None:
            self._server.close()
        self._reporter.remove()
        self._forget_signals()
        self._forget_signals = lambda: None

    def _close_collection(self) -> None:
        self._shown = False
        if self.collection is not None:
            self.window.set_collection(None)
            self.collection.close()
            self.collection = None

    @property
    def is_listening(self) -> bool:
        """Whether a second start would find this window."""
        return self._server is not None and self._server.isListening()

    def _listen(self) -> None:
        """Let a second start find this window."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            self._server.close()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = server_name(self._folder)
        if not self._server.listen(name):
            # The socket of a killed process; the collection's lock says that nobody is behind it.
            QLocalServer.removeServer(name)
            self._server.listen(name)
        self._server.newConnection.connect(self._second_start)

    def _second_start(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(lambda: self._take_over(bytes(socket.readAll().data())))

    def _take_over(self, message: bytes) -> None:
        self.window.bring_to_front()
        self.import_files([Path(os.fsdecode(name)) for name in message.split(b"\0") if name])


def _load_database(_progress: object) -> None:
    """Load in a worker what the main thread then finds ready."""
    import_module("studyapp.shipped_decks")


def server_name(folder: Path) -> str:
    """The name under which the window of a collection folder can be reached."""
    return f"studyapp-{zlib.crc32(str(folder.resolve()).encode()):08x}"


def hand_over(folder: Path, files: list[Path]) -> bool:
    """Pass the files to the window that already has this folder open, and have it come to the front; False if there is none."""
    name = server_name(folder)
    # On Unix the server is a file in the temporary folder; where there is none, loading QtNetwork can wait.
    if sys.platform != "win32" and not (Path(QDir.tempPath()) / name).exists():
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(200):
        return False
    socket.write(b"\0".join(os.fsencode(file) for file in files) + b"\0")
    socket.waitForBytesWritten(1000)
    socket.disconnectFromServer()
    return True
