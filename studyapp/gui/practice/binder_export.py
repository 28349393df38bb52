"""“Binder”: choose what goes into the binder, and write it as PDF or HTML beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.open_book import TermEntry
from studyapp.errors import UserError
from studyapp.formats.binder import NO_QUESTIONS, PART_NAMES, BinderContent, Part, binder, write_page
from studyapp.gui.practice.find_it_fast import TIGHT
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.fields import ChoiceField
from studyapp.gui.widgets.frames import Card, Inset, ScrollColumn
from studyapp.gui.widgets.progress import ProgressDialog
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, locale, short_date
from studyapp.gui.worker import Job, Progress, run_in_background
from studyapp.paths import shipped

_BESIDE, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
FILE_NAME = "open-book-binder"
_FILTERS = {".pdf": "PDF (*.pdf)", ".html": "Web page (*.html)"}


class BinderExport(QWidget):
    """Parts with how much each holds, which `reload` counts, and two buttons."""

    toast = Signal(str)
    """What has been written."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._folder = Path.home()
        self._written: Path | None = None
        self.job: Job | None = None
        """The export under way."""
        self.parts = {part: QCheckBox(PART_NAMES[part]) for part in Part}
        self.counts = {part: Label(style="note", wrap=True) for part in Part}
        self.order = ChoiceField("Order of the glossary", {"A to Z": False, "By section of the exam": True})
        self.pdf = Button("Save as PDF…", "primary", icon="printer", height=44)
        self.html = Button("Save as HTML…", icon="file-text", height=44)
        self.result, self.open = Label(wrap=True), Button("Open", "link")
        self._build()
        for box in self.parts.values():
            box.setChecked(True)
            box.toggled.connect(self._allow)
        self.pdf.clicked.connect(lambda: self.choose_file(".pdf"))
        self.html.clicked.connect(lambda: self.choose_file(".html"))
        self.open.clicked.connect(self._open_written)
        theme().changed.connect(self._dress)
        self._dress()

    def reload(self) -> None:
        """Count anew what there is; a part with nothing in it cannot be chosen."""
        book = self._collection.open_book
        noted = book.references().values()
        entries = book.entries()
        terms = sum(isinstance(entry, TermEntry) for entry in entries)
        places, notes = sum(each.leads_somewhere for each in noted), sum(bool(each.note) for each in noted)
        words = {
            Part.REFERENCES: (places, f"Your books with tab or page, {counted(places, 'leaf', 'leaves')} so far"),
            Part.NOTES: (notes, f"What you noted under “My references”: {counted(notes, 'note')}"),
            Part.GLOSSARY: (terms, f"{counted(terms, 'term')} with what each means"),
            Part.FORMULAS: (1, "The formula sheet of the exam’s topics"),
            Part.TABLES: (
                len(entries) - terms,
                f"{counted(len(entries) - terms, 'entry', 'entries')} made of sequences, groupings and sentences of your decks",
            ),
        }
        for part, (amount, sentence) in words.items():
            self.parts[part].setEnabled(amount > 0)
            self.parts[part].setAccessibleDescription(sentence)
            self.counts[part].setText(sentence)
        self._allow()

    @property
    def chosen(self) -> frozenset[Part]:
        """The parts that are wanted and have something in them."""
        return frozenset(part for part, box in self.parts.items() if box.isChecked() and box.isEnabled())

    def choose_file(self, suffix: str) -> None:
        """Ask where to, and write the binder there."""
        proposed = self._folder / (FILE_NAME + suffix)
        name, _ = QFileDialog.getSaveFileName(self.window(), "Save the binder", str(proposed), _FILTERS[suffix])
        if name:
            path = Path(name)
            self.write(path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix))

    def write(self, path: Path) -> None:
        """Write the binder, as a PDF or as HTML by the name's ending, behind a dialog with progress and cancel."""
        if self.job is not None:
            return
        self._folder = path.parent
        content, chosen, by_section = self._content(), self.chosen, bool(self.order.currentData())
        progress = ProgressDialog(self.window(), f"Writing {path.name}…")
        job = self.job = run_in_background(
            self,
            _work(content, chosen, by_section, path),
            lambda pages: self._have_written(path, pages),
            self._could_not_write,
            self._canceled,
        )
        job.progressed.connect(lambda done, total, _text: progress.show_progress(done, total))
        job.ended.connect(lambda: self._end(progress))
        progress.canceled.connect(job.cancel)

    def focus_first(self) -> None:
        """Put the keyboard on what leads on."""
        self.pdf.setFocus(Qt.FocusReason.OtherFocusReason)

    def _content(self) -> BinderContent:
        book = self._collection.open_book
        # Fonts are loaded here: the worker must not touch the theme.
        theme().load_reading_faces()
        return BinderContent(
            self._collection.outline,
            book.entries(),
            book.references(),
            (shipped("resources") / "formula-sheet.md").read_text("utf-8"),
            short_date(clock.now().date()),
        )

    def _end(self, progress: ProgressDialog) -> None:
        self.job = None
        progress.end()

    def _have_written(self, path: Path, pages: int) -> None:
        self._written = path
        self._tell(f"Written to {path.name}" + (f", {counted(pages, 'page')}." if pages else "."))
        self.open.setVisible(True)
        self.toast.emit(f"Binder written to {path.name}.")

    def _could_not_write(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._tell(str(error), token="again")

    def _canceled(self) -> None:
        self._tell("Canceled. Nothing was written.")

    def _tell(self, sentence: str, token: str = "text") -> None:
        self.result.set_token(token)
        self.result.setText(sentence)
        self.result.setVisible(True)
        self.open.setVisible(False)
        # It stands below the buttons, where a low window does not reach; its place is known once all is laid out.
        QTimer.singleShot(0, self, self._show_outcome)

    def _show_outcome(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _open_written(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _allow(self) -> None:
        for button in (self.pdf, self.html):
            button.setEnabled(bool(self.chosen))
        self.order.setEnabled(Part.GLOSSARY in self.chosen)

    def _build(self) -> None:
        card = self._card = Card(padding=(32, 24), spacing=7)
        card.box.addWidget(Label("Binder for the exam room", "card_title"))
        note = Inset(padding=(16, 12))
        note.box.addWidget(Label(NO_QUESTIONS, "note", wrap=True))
        card.box.addWidget(note)
        for part, box in self.parts.items():
            self.counts[part].setContentsMargins(theme().length(26), 0, 0, theme().length(2))
            lines = QVBoxLayout()
            # Room for the ring around the box that has the keyboard.
            lines.setSpacing(theme().length(4))
            lines.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
            lines.addWidget(self.counts[part])
            card.box.addLayout(lines)
        self._order_row = QBoxLayout(_BESIDE)
        self._order_row.addWidget(Label("Order of the glossary"))
        self._order_row.addWidget(self.order)
        self._order_row.addStretch(1)
        card.box.addLayout(self._order_row)
        self._buttons = QBoxLayout(_BESIDE)
        for button in (self.pdf, self.html):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        card.box.addSpacing(theme().length(6))
        card.box.addLayout(self._buttons)
        outcome = QHBoxLayout()
        outcome.addWidget(self.result, 1)
        outcome.addWidget(self.open)
        self.result.hide()
        self.open.hide()
        self.open.setAutoDefault(False)
        card.box.addLayout(outcome)
        scroll = self._scroll = ScrollColumn(widest=720, margins=(0, 0))
        scroll.box.addWidget(card)
        scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below one another where there is little room."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        tight = self.width() < theme().length(TIGHT)
        self._card.set_padding(16 if tight else 32, 24)
        for row in (self._buttons, self._order_row):
            row.setDirection(_DOWN if tight else _BESIDE)
        self._buttons.setSpacing(theme().length(8))
        self._order_row.setSpacing(theme().length(12))


def _work(content: BinderContent, chosen: frozenset[Part], by_section: bool, path: Path) -> Callable[[Progress], int]:
    """What the worker does; it gives the number of pages, 0 for a page without end."""
    letter = locale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem

    def work(report: Progress) -> int:
        made = binder(content, chosen, by_section=by_section)
        if path.suffix.casefold() == ".html":
            write_page(made, path, report)
            return 0
        from studyapp.gui.practice.binder_pdf import page_size, write_pdf

        return write_pdf(made, path, page_size(letter), report)

    return work
