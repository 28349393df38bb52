"""All reports about cards: look at them, remove them, write them to a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.card_reports import REASON_WORDS, CardReport
from studyapp.errors import UserError
from studyapp.formats.card_reports import SUFFIXES, write
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button, IconButton
from studyapp.gui.widgets.dialogs import size_dialog
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.frames import Card, EmptyState, ScrollColumn
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, moment_in_words

_FILTERS = {".csv": "Table (*.csv)", ".toml": "TOML (*.toml)", ".txt": "Text (*.txt)"}


class CardReportsDialog(QDialog):
    """Newest first."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.rows: list[ReportRow] = []
        self.setWindowTitle("Reported cards")
        size_dialog(self, 640, 560)
        self.title, self.outcome = Label(style="title"), Label(style="note", wrap=True)
        self.export = Button("Save as file…", icon="download")
        self.close_button = Button("Close")
        self.nothing = EmptyState(
            "message-square-warning",
            "No reports",
            "When a card is wrong or unclear, report it from the Study menu. Reports are listed here.",
        )
        self._build()
        self.export.clicked.connect(self.choose_file)
        self.close_button.clicked.connect(self.accept)
        self._ring = FocusRing(self)
        self.reload()
        (self.export if self.rows else self.close_button).setFocus()

    def reload(self) -> None:
        """Read the reports again."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        reports, now = self._collection.card_reports.all(), clock.now()
        self.rows = [ReportRow(report, now) for report in reports]
        for place, row in enumerate(self.rows):
            row.remove.clicked.connect(lambda _=False, row=row: self.remove(row.report.id))
            self.area.box.insertWidget(place, row)
        self.title.setText(counted(len(reports), "reported card"))
        self.title.setVisible(bool(reports))
        self.area.setVisible(bool(reports))
        self.nothing.setVisible(not reports)
        self.export.setEnabled(bool(reports))

    def remove(self, report_id: int) -> None:
        """Take a report away; undo in the window brings it back."""
        place = next((place for place, row in enumerate(self.rows) if row.report.id == report_id), 0)
        self._collection.card_reports.remove(report_id)
        self.reload()
        self.outcome.setText("Report removed. Ctrl+Z in the window brings it back.")
        beside = self.rows[min(place, len(self.rows) - 1)].remove if self.rows else self.close_button
        beside.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        """Ask where to, and write all reports there."""
        proposed = str(Path.home() / "reported-cards.csv")
        name, chosen = QFileDialog.getSaveFileName(self, "Save the reports", proposed, ";;".join(_FILTERS.values()))
        if name:
            path = Path(name)
            suffix = next((end for end, words in _FILTERS.items() if words == chosen), SUFFIXES[0])
            self.write(path if path.suffix.casefold() in SUFFIXES else path.with_name(path.name + suffix))

    def write(self, path: Path) -> None:
        """Write all reports to a file and say so."""
        reports = [row.report for row in self.rows]
        try:
            write(reports, path)
        except UserError as error:
            self.outcome.set_token("again")
            self.outcome.setText(str(error))
            return
        self._collection.card_reports.mark_exported([report.id for report in reports], clock.now())
        self.reload()
        self.outcome.set_token("muted")
        self.outcome.setText(
            f"{counted(len(reports), 'report')} written to {path.name}. Send the file to the deck’s author."
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the report whose button has the focus."""
        focused = next((row for row in self.rows if row.remove.hasFocus()), None)
        if event.key() == Qt.Key.Key_Delete and focused is not None:
            self.remove(focused.report.id)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.area = ScrollColumn(margins=(24, 4))
        self.area.box.setSpacing(theme().length(8))
        self.area.box.addStretch(1)
        side = theme().length(24)
        head, foot = QVBoxLayout(), QHBoxLayout()
        head.setContentsMargins(side, theme().length(20), side, 0)
        head.addWidget(self.title)
        foot.setContentsMargins(side, theme().length(8), side, theme().length(16))
        foot.setSpacing(theme().length(8))
        foot.addWidget(self.outcome, 1)
        foot.addWidget(self.export)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(foot)


class ReportRow(Card):
    """One report: the card, what is the matter, the comment, and where and when."""

    def __init__(self, report: CardReport, now: datetime) -> None:
        super().__init__(padding=(16, 12), spacing=8, horizontal=True)
        self.report = report
        self.remove = IconButton("x", f"Remove the report about {report.headline}")
        assert now.tzinfo is not None
        when = moment_in_words(datetime.fromtimestamp(report.time / 1000, now.tzinfo), now.date())
        saved = "saved to a file" if report.exported is not None else ""
        parts = filter(None, (report.deck_title, report.leaf, report.note_key, when, saved))
        self.words = (REASON_WORDS[report.reason], report.headline, report.comment, " · ".join(parts))
        lines = QVBoxLayout()
        lines.setSpacing(theme().length(2))
        lines.addWidget(Label(self.words[0], "strong", wrap=True))
        lines.addWidget(Label(self.words[1], wrap=True))
        if report.comment:
            lines.addWidget(Label(report.comment, "secondary", wrap=True))
        lines.addWidget(Label(self.words[3], "label", wrap=True))
        self.box.addLayout(lines, 1)
        self.box.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(". ".join(filter(None, self.words)))
