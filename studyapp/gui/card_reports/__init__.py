"""Saying that a card is not as it should be, and the list of what has been said. Used by every screen that shows cards."""

from __future__ import annotations

from studyapp.gui.card_reports.list_dialog import CardReportsDialog
from studyapp.gui.card_reports.report_dialog import ReportCardDialog

__all__ = ["CardReportsDialog", "ReportCardDialog"]
