"""What every screen is: a title, the tables it shows, and what the footer says while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from studyapp.gui.theme import theme

if TYPE_CHECKING:
    from studyapp.collection import Changes


class Page(QWidget):
    """A screen. Subclasses set `title` and `tables` and override what they need.

    `reload` runs when the page is first shown, when a change touches its tables, and, if that happened while it was
    hidden, when it is shown again.
    Keys that belong to the page are handled in `keyPressEvent`; the window passes on those nobody else wanted, so a
    focused button or text field always keeps its own Space, Enter and letters.
    """

    title = ""
    tables: frozenset[str] = frozenset()
    focus_ring = False
    """The page takes the focus for its keys; a ring around all of it would say nothing."""

    status_changed = Signal()
    """The footer's sentence or keys, or the available commands, have changed."""
    toast = Signal(str)
    """A sentence to show for a while, such as “Imported 108 cards”."""
    toast_with_undo = Signal(str)
    """The same, with a button that takes the last step back."""
    navigate = Signal(str)
    """Open another screen by its name: `today`, `review`, `practice`, `readiness`, `decks`, `settings`, `help`."""
    command = Signal(str)
    """Ask the window for one of its actions by name: `import`, `export`, `backup`, `restore`, `undo`, `redo`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self.setAccessibleName(self.title)
        theme().changed.connect(self.retheme)

    def reload(self) -> None:
        """Read what is shown from the collection again."""

    def retheme(self) -> None:
        """Take up new colours and lengths where the parts do not do so themselves, such as layout margins."""

    def on_change(self, changes: Changes) -> None:
        """The collection has changed: reload now if the page is visible, else when it is shown next."""
        if not self.tables & changes.tables:
            return
        if self.isVisible():
            self._stale = False
            self.reload()
        else:
            self._stale = True

    def keycaps(self) -> list[tuple[str, str]]:
        """At most five keys for the footer, each with what it does: `("Space", "Study")`."""
        return []

    def status_text(self) -> str:
        """The sentence at the left of the footer."""
        return ""

    @property
    def full_window(self) -> bool:
        """Whether the page needs all of the window now, as an exam does; then the sidebar is hidden."""
        return False

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """The items of the Study and Edit menus that work now, by name.

        Names: `show`, `hint`, `again`, `hard`, `good`, `easy`, `flag`, `bury`, `suspend`, `info`, `learn`, `report`, `edit`.
        """
        return {}

    def can_leave(self) -> bool:
        """Whether the window may turn to another screen or close now; a page that must first ask says no."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()
