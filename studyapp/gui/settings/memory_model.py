"""The setting that tells which memory model is in force, with the way back to the standard one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from studyapp import clock
from studyapp.collection import Collection
from studyapp.gui.settings.row import SettingRow
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.words import counted, locale, number, qt_date
from studyapp.gui.worker import Cancelled, run_in_background, with_progress

if TYPE_CHECKING:
    from studyapp.collection.parameter_fits import MemoryModel, Restated


class MemoryModelRow(SettingRow):
    """Says what the parameters in force were fitted to, and why a later fit was not taken."""

    was_reset = Signal()
    was_standard = Signal()
    """A reset was asked for that had nothing to change."""

    def __init__(self, collection: Collection) -> None:
        self.button = Button("Reset to standard")
        super().__init__("Memory model", "", self.button)
        self._collection = collection
        self._at_work = False
        self.button.clicked.connect(self.reset)

    def show_model(self) -> None:
        """Show what is in force now."""
        model = self._collection.parameter_fits.model()
        self.button.setEnabled(not self._at_work)
        self.explain(in_words(model))

    def reset(self) -> None:
        """Go back to the standard values; memories are worked out in the background."""
        from studyapp.collection.parameter_fits import standard

        # Not disabled then: Tab would pass over the row, and nobody would hear what it says.
        if self._collection.parameter_fits.model().is_standard:
            self.was_standard.emit()
            return
        self._at_work = True
        self.show_model()
        file = self._collection.file
        job = run_in_background(self, lambda progress: standard(file, progress.check), self._put_in_force)
        job.ended.connect(self._end)

    def _end(self) -> None:
        self._at_work = False
        self.show_model()

    def _put_in_force(self, restated: Restated) -> None:
        fits, now = self._collection.parameter_fits, clock.now()
        try:
            with_progress(
                self.window(), "Resetting the memory model…", lambda report: fits.reset(restated, now, report)
            )
        except Cancelled:
            return
        self.was_reset.emit()


def in_words(model: MemoryModel) -> str:
    """What is in force and why, a line each."""
    from studyapp.collection.parameter_fits import FEWEST_REVIEWS

    lines = []
    facts = model.facts
    if model.is_standard:
        lines.append(
            "The standard values are in force; they suit most learners. They give way to values fitted to you when those"
            f" predict your reviews better, after more than {number(FEWEST_REVIEWS)} reviews on a later day than the card's"
            " one before."
        )
    elif facts is None:
        lines.append("Fitted to your reviews.")
    else:
        lines.append(
            f"Fitted to {counted(facts.reviews, 'review')} of yours on {_date(facts.day)}. The latest"
            f" {number(facts.held_out_reviews)} were predicted better than by what was in force before: log loss"
            f" {facts.log_loss_after:.3f}, before {facts.log_loss_before:.3f} (less is better)."
        )
    if model.refused and model.refused_day is not None:
        lines.append(f"Last tried on {_date(model.refused_day)}. {model.refused}")
    return "\n".join(lines)


def _date(day: int) -> str:
    return locale().toString(qt_date(date.fromordinal(day)), "d MMMM yyyy")
