"""Asks where a report should be written, and writes it behind a dialog with progress and cancel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.exam_report import ExamReport
from studyapp.formats.files import write_whole
from studyapp.gui.practice import report_words as words
from studyapp.gui.practice.names import exam_name
from studyapp.gui.practice.paper import paper_size
from studyapp.gui.practice.report_pdf import ReportSource, report_pdf
from studyapp.gui.theme import theme
from studyapp.gui.worker import Cancelled, with_progress


def choose_file(parent: QWidget, report: ExamReport) -> Path | None:
    """The file that the learner names, or None."""
    day = words.day_of(report.finished, clock.now().tzinfo)
    proposed = Path.home() / f"{exam_name(report.kind, report.scope)} {day.isoformat()}.pdf"
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export report", str(proposed), "PDF (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == ".pdf" else path.with_name(f"{path.name}.pdf")


def write_report(parent: QWidget, collection: Collection, report: ExamReport, path: Path) -> bool:
    """Write the report to a file; False if it was cancelled. Raises UserError if the file cannot be written."""
    theme().load_reading_faces()
    exams, now = collection.exams, clock.now()
    source = ReportSource(
        report,
        collection.outline,
        lambda position: exams.question(report.exam_id, position),
        collection.media.read,
        exams.brought_forward(report.exam_id, now),
        now,
    )
    try:
        content = with_progress(
            parent.window(), "Writing the report…", lambda progress: report_pdf(source, paper_size(), progress)
        )
    except Cancelled:
        return False
    write_whole(path, content)
    return True
