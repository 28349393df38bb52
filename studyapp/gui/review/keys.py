"""The keys of the review screen: what each of them does now, and which of them the footer names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from studyapp.collection import FLAGS
from studyapp.domain.scheduling import Rating
from studyapp.gui.review.grade_bar import RATING_NAMES
from studyapp.gui.review.header import UNDO_KEY
from studyapp.gui.widgets.scrolling import scroll_by

if TYPE_CHECKING:
    from studyapp.gui.review.page import ReviewPage

_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_SCROLLS = {
    Qt.Key.Key_Down: 0.1, Qt.Key.Key_Up: -0.1, Qt.Key.Key_PageDown: 0.9, Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_Home: -1000.0, Qt.Key.Key_End: 1000.0,
}  # fmt: skip


class ReviewKeys:
    """Reads keys for a review page, which does what they say."""

    def __init__(self, page: ReviewPage) -> None:
        self._page = page

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says that no button or field with the focus has used; whether it says anything."""
        page = self._page
        if page.shown is not None and page.card.handles(event):
            return True
        rating = self._rating_of(event)
        if rating is None:
            return self._do(event)
        page.answer(rating)
        return True

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment, at most five."""
        page, view = self._page, self._page.card.view
        if page.shown is None:
            return [(UNDO_KEY, "Undo")]
        rest = [(UNDO_KEY, "Undo"), ("E", "Edit"), ("I", "Card info")]
        take = ("Space", RATING_NAMES[page.proposed])
        if page.revealed and not page.digits_grade and view is not None:
            return [*view.keycaps()[:3], *rest[:2]]
        if page.revealed:
            return [take, ("1–4", "Grade"), *rest]
        if view is not None:
            return [*view.keycaps()[:3], (view.button_key, view.button_text), ("Esc", "Leave")]
        return [("Space", "Show answer"), *rest]

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What can be done with the card now, by the names of the menus."""
        page = self._page
        if page.shown is None:
            return {}
        named: dict[str, Callable[[], None]] = {
            "edit": page.edit, "info": page.show_info, "report": page.report, "bury": page.bury, "suspend": page.suspend,
            "flag": page.toggle_flag,
        }  # fmt: skip
        if page.shown.leaf is not None:
            named["learn"] = page.show_learn_note
        if not page.revealed:
            named["show"] = page.show_answer
            if page.card.has_hidden_hint:
                named["hint"] = page.show_hint
            return named
        if page.waits_for_marks:
            return named
        grades = {name.lower(): lambda rating=rating: page.answer(rating) for rating, name in RATING_NAMES.items()}
        return {**named, **grades}

    def _rating_of(self, event: QKeyEvent) -> Rating | None:
        page = self._page
        if not page.digits_grade or page.shown is None or event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
            return None
        if event.key() in _PRESSES:
            return page.proposed
        return Rating(int(event.text())) if event.text() in ("1", "2", "3", "4") else None

    def _do(self, event: QKeyEvent) -> bool:
        page, key = self._page, Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= key < Qt.Key.Key_1 + FLAGS:
            page.flag(key - Qt.Key.Key_0)
            return True
        if event.modifiers() & ~_PLAIN:
            return False
        if key in _SCROLLS and page.shown is not None:
            scroll_by(page.card.area, _SCROLLS[key])
            return True
        command = self._command_of(key, event.text().lower())
        if command is None or event.isAutoRepeat():
            return command is not None
        command()
        return True

    def _command_of(self, key: Qt.Key, text: str) -> Callable[[], None] | None:
        page = self._page
        if key == Qt.Key.Key_Escape:
            return page.finished.emit
        if page.shown is None:
            return None
        if key in _PRESSES:
            return page.show_answer
        return {
            "e": page.edit, "i": page.show_info, "l": page.show_learn_note, "r": page.report, "f": page.toggle_flag,
            "-": page.bury, "@": page.suspend, "h": page.show_hint, "c": page.show_calculator,
        }.get(text)  # fmt: skip
