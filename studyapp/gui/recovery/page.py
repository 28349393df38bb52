"""The recovery page: what happened, the backups, and the ways on that make sense."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import BackupContent
from studyapp.collection.backup import backups, look_inside
from studyapp.collection.store import FILE_NAME
from studyapp.errors import UserError
from studyapp.gui.page import Page
from studyapp.gui.recovery.obstacle import obstacle
from studyapp.gui.theme import theme
from studyapp.gui.widgets.backup_list import BackupList
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Disc, Divider, PageHeader, ScrollColumn
from studyapp.gui.widgets.text import Label
from studyapp.gui.worker import Progress, run_in_background

_BESIDE = 740
"""Page width in design pixels from which the ways on stand side by side."""


class RecoveryPage(Page):
    """Shown in the place of Today when the collection cannot be opened."""

    title = "Today"

    restore_requested = Signal(object)
    """Go back to the backup at this path."""
    retry_requested = Signal()
    open_requested = Signal(object)
    """Open the collection in the folder at this path."""
    new_collection_requested = Signal()

    def __init__(self, error: UserError, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error, self._folder = error, folder
        self._obstacle = obstacle(error)
        self._backups = backups(folder) if self._obstacle.restores else []
        self.list: BackupList | None = None
        self.restore_button: Button | None = None
        self.buttons: list[Button] = []
        """The ways on, the most sensible one first."""
        self._card = Card(padding=(32, 28), spacing=16)
        self._build()
        scroll = ScrollColumn(widest=760 + 2 * 32)
        scroll.box.addWidget(PageHeader("Today"))
        scroll.box.addWidget(self._card)
        scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        for backup in self._backups:
            assert self.list is not None
            run_in_background(self, _look(backup.path), partial(self.list.show_content, backup.path))

    def status_text(self) -> str:
        """The state of things."""
        return "No collection is open"

    def keycaps(self) -> list[tuple[str, str]]:
        """What keys do here."""
        return [("Enter", self.buttons[0].shown_text().rstrip("…")), ("Tab", "Next")]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the ways on side by side, or below each other."""
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        """Lengths follow the zoom."""
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= theme().length(_BESIDE)
        self._ways.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the first way, or to the backups while they are being looked into."""
        first = self.buttons[0]
        if first.isEnabled() or self.list is None:
            first.setFocus()
        else:
            self.list.focus_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first way on, whichever backup has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[0].click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        box = self._card.box
        box.addLayout(self._head())
        if self._backups:
            self.list = BackupList(self._backups, clock.now().date())
            self.list.changed.connect(self._show_state)
            box.addWidget(Label("Go back to a backup", "subtitle"))
            box.addWidget(self.list)
        elif self._obstacle.restores:
            box.addWidget(Label("There is no backup in this folder.", "body", wrap=True))
        self._ways = self._ways_on()
        box.addLayout(self._ways)
        box.addWidget(Divider())
        box.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme().length(4))
        words.addWidget(Label(self._obstacle.title, "title", wrap=True))
        sentence = Label(f"{self._error} {self._obstacle.reassurance}".strip(), "body", wrap=True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(sentence)
        head = QHBoxLayout()
        head.setSpacing(theme().length(20))
        head.addWidget(Disc("file-exclamation-point", "hard", "border_bg", 56), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _ways_on(self) -> QBoxLayout:
        ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        ways.setSpacing(theme().length(12))
        if self._backups:
            self.restore_button = self._add_way("Restore this backup", self._restore, "history")
        if self._obstacle.retries:
            self._add_way("Try again", self.retry_requested.emit, "refresh-cw")
        self._add_way("Open another collection…", self.choose_folder)
        if self._obstacle.starts_anew:
            self._add_way("Start a new collection", self.new_collection_requested.emit)
        for button in self.buttons:
            ways.addWidget(button)
        ways.addStretch(1)
        self._show_state()
        return ways

    def _add_way(self, text: str, act: Callable[[], object], icon: str = "") -> Button:
        button = Button(text, "secondary" if self.buttons else "primary", icon=icon, height=44)
        button.clicked.connect(lambda: act())
        self.buttons.append(button)
        return button

    def _foot(self) -> QHBoxLayout:
        path = Label(str(self._folder / FILE_NAME), "label", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show, copy = Button("Show folder", "link", height=32), Button("Copy details", "link", height=32)
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        copy.clicked.connect(self._copy_details)
        foot = QHBoxLayout()
        foot.setSpacing(theme().length(16))
        foot.addWidget(path, 1)
        foot.addWidget(show)
        foot.addWidget(copy)
        return foot

    def choose_folder(self) -> None:
        """Ask for the folder of another collection."""
        chosen = QFileDialog.getExistingDirectory(self, "Open another collection", str(self._folder.parent))
        if chosen:
            self.open_requested.emit(Path(chosen))

    def _restore(self) -> None:
        path = self.list.chosen if self.list else None
        if path is not None:
            self.restore_requested.emit(path)

    def _show_state(self) -> None:
        if self.restore_button is not None and self.list is not None:
            path = self.list.chosen
            content = self.list.content(path) if path else None
            self.restore_button.setEnabled(content is not None and content.sound)

    def _copy_details(self) -> None:
        from studyapp import __version__

        lines = [
            f"studyapp {__version__}",
            str(self._folder / FILE_NAME),
            f"{type(self._error).__name__}: {self._error}",
        ]
        cause = self._error.__cause__
        lines += [f"Cause: {type(cause).__name__}: {cause}"] if cause else []
        lines += [f"Backup {backup.path.name}, {backup.size} bytes" for backup in self._backups]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.toast.emit("Details copied.")


def _look(path: Path) -> Callable[[Progress], BackupContent]:
    return lambda _progress: look_inside(path)
