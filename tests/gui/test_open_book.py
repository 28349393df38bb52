from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.find_it import ROUND
from studyapp.domain.open_book import LeafReference, TermEntry
from studyapp.formats.binder import BinderContent, Part, binder
from studyapp.gui.practice import find_it_fast
from studyapp.gui.practice.binder_pdf import page_size, pdf
from studyapp.gui.practice.find_it_fast import Step, clock_text
from studyapp.gui.practice.open_book import OpenBookView
from studyapp.gui.practice.pagination import Strip, page_of, pages, strips
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import ScrollColumn
from studyapp.gui.worker import finish_all

Key = Qt.Key


@pytest.fixture
def view(qtbot: QtBot, collection: Collection) -> Iterator[OpenBookView]:
    """The view in a window, with the keyboard."""
    window = QMainWindow()
    shown = OpenBookView(collection)
    window.setCentralWidget(shown)
    qtbot.addWidget(window)
    window.resize(1072, 740)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    shown.setFocus()
    yield shown
    finish_all()


def fill(qtbot: QtBot, view: OpenBookView, work: str, place: str) -> None:
    """Type a reference as the learner does, Enter by Enter."""
    form = view.references.form
    form.work.selectAll()
    qtbot.keyClicks(form.work, work)
    qtbot.keyClick(form.work, Key.Key_Return)
    qtbot.keyClicks(form.place, place)
    qtbot.keyClick(form.place, Key.Key_Return)


# My references


def test_enter_leads_from_book_to_place_to_the_next_leaf(
    qtbot: QtBot, view: OpenBookView, collection: Collection
) -> None:
    references = view.references
    assert references.leaf == "I.A.1"
    assert references.form.work.hasFocus()
    fill(qtbot, view, "Handbook", "Tab 1")
    assert references.leaf == "I.A.2"
    assert references.form.work.hasFocus()
    assert references.form.work.text() == ""
    fill(qtbot, view, "Primer", "p. 9")
    assert collection.open_book.references() == {
        "I.A.1": LeafReference("I.A.1", "Handbook", "Tab 1"),
        "I.A.2": LeafReference("I.A.2", "Primer", "p. 9"),
    }
    assert references.count.text() == "2 of 4 leaves with a reference"
    assert references.progress.accessibleDescription() == "2 of 4"


def test_a_note_is_saved_when_the_keyboard_leaves_it(qtbot: QtBot, view: OpenBookView, collection: Collection) -> None:
    note = view.references.form.note
    note.setFocus()
    qtbot.keyClicks(note, "Mind the chart")
    assert collection.open_book.references() == {}
    qtbot.keyClick(note, Key.Key_Tab)
    assert collection.open_book.reference("I.A.1").note == "Mind the chart"
    assert view.references.count.text() == "0 of 4 leaves with a reference"


def test_ctrl_and_arrows_walk_over_the_leaves_and_keep_what_was_typed(
    qtbot: QtBot, view: OpenBookView, collection: Collection
) -> None:
    form = view.references.form
    qtbot.keyClicks(form.work, "Guide")
    qtbot.keyClick(form.work, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.references.leaf == "I.A.2"
    assert collection.open_book.reference("I.A.1").work == "Guide"
    qtbot.keyClick(form.work, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.work, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.references.leaf == "I.A.1"
    assert form.work.text() == "Guide"


def test_a_note_that_is_too_long_is_refused_beside_it_and_not_lost(
    qtbot: QtBot, view: OpenBookView, collection: Collection
) -> None:
    form = view.references.form
    form.note.setFocus()
    form.note.setPlainText("x" * 4001)
    form.next.click()
    assert form.problem.isVisible()
    assert form.problem.text() == "The note has 4,001 characters; at most 4,000 can be kept."
    assert view.references.leaf == "I.A.1"
    assert len(form.note.toPlainText()) == 4001
    form.note.setPlainText("short")
    form.next.click()
    assert collection.open_book.reference("I.A.1").note == "short"
    assert form.problem.isHidden()


def test_only_leaves_without_a_reference_can_be_listed(qtbot: QtBot, view: OpenBookView) -> None:
    fill(qtbot, view, "Handbook", "Tab 1")
    view.references.missing.click()
    listed = [item.text() for item in view.references._items() if not item.isHidden()]
    assert [text.split()[0] for text in listed] == ["I.A.2", "IV.B.1", "IV.C.7"]


def test_undo_shows_the_reference_as_it_was(qtbot: QtBot, view: OpenBookView, collection: Collection) -> None:
    collection.subscribe(view.on_change)
    fill(qtbot, view, "Handbook", "Tab 1")
    view.references.choose("I.A.1")
    collection.undo()
    assert (view.references.form.work.text(), view.references.form.place.text()) == ("Handbook", "")
    collection.undo()
    assert view.references.form.work.text() == ""
    assert view.references.count.text() == "0 of 4 leaves with a reference"


def test_the_list_says_in_words_what_its_icons_mean(qtbot: QtBot, view: OpenBookView) -> None:
    fill(qtbot, view, "Handbook", "Tab 1")
    words = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in view.references._items()]
    assert words[:2] == [
        "I.A.1  Kinds of leadership: Handbook, Tab 1",
        "I.A.2  Managing and leading: no reference yet",
    ]


def test_esc_keeps_what_is_being_typed_and_leads_back(qtbot: QtBot, view: OpenBookView, collection: Collection) -> None:
    qtbot.keyClicks(view.references.form.work, "Handbook")
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view.references.form.work, Key.Key_Escape)
    assert collection.open_book.reference("I.A.1").work == "Handbook"


# Find it fast


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The reading of the stopwatch."""
    reading = [100.0]
    monkeypatch.setattr(find_it_fast, "monotonic", lambda: reading[0])
    return reading


def test_space_starts_and_stops_and_1_keeps_the_seconds(
    qtbot: QtBot, view: OpenBookView, collection: Collection, seconds: list[float]
) -> None:
    view.show_part(1)
    drill = view.drill
    qtbot.keyClick(view, Key.Key_Space)
    assert drill.step is Step.SEARCHING
    assert drill.prompt is not None
    assert drill.leaf.text() == f"{drill.prompt.leaf}  {drill.prompt.title}"
    assert not drill.reference.isVisible()
    collection.open_book.set_reference(drill.prompt.leaf, "Handbook", "Tab 1", "Mind it", clock.now())
    seconds[0] += 37.5
    qtbot.keyClick(view, Key.Key_Space)
    assert drill.step is Step.JUDGING
    assert drill.time.text() == "0:37"
    assert drill.reference.words.text() == "Your reference: Handbook, Tab 1"
    qtbot.keyClick(view, Key.Key_Space)
    assert drill.step is Step.JUDGING
    first = drill.prompt.leaf
    qtbot.keyClick(view, Key.Key_1)
    (kept,) = collection.open_book.lookups()
    assert (kept.leaf, kept.seconds, kept.found) == (first, 37.5, True)
    assert drill.step is Step.SEARCHING
    assert drill.prompt.leaf != first


def test_a_round_of_ten_ends_with_a_summary_that_leads_to_missing_references(
    qtbot: QtBot, view: OpenBookView, collection: Collection, seconds: list[float]
) -> None:
    view.show_part(1)
    drill = view.drill
    drill.start.click()
    for number in range(ROUND):
        assert drill.place.text() == f"{number + 1} of 10"
        seconds[0] += 10 * (number + 1)
        drill.stop.click()
        (drill.not_found if number == 9 else drill.found).click()
    assert drill.step is Step.DONE
    assert drill.place.text() == "10 of 10"
    assert len(collection.open_book.lookups()) == ROUND
    words = drill.summary.words
    assert "9 of 10 found" in words
    assert "50 s median time to find" in words
    assert "4 leaves without a reference" in words
    assert drill.again.hasFocus()
    drill.summary.offers["IV.C.7"].click()
    assert view.stack.currentWidget() is view.references
    assert view.references.leaf == "IV.C.7"
    view.show_part(1)
    qtbot.keyClick(view, Key.Key_Space)
    assert drill.step is Step.SEARCHING
    assert drill.place.text() == "1 of 10"


def test_a_search_that_is_left_does_not_count_and_its_topic_comes_again(
    view: OpenBookView, collection: Collection, seconds: list[float]
) -> None:
    view.show_part(1)
    view.drill.begin()
    before = view.drill.prompt
    seconds[0] += 500
    view.show_part(0)
    assert view.drill.step is Step.READY
    view.show_part(1)
    view.drill.begin()
    assert view.drill.prompt == before
    seconds[0] += 5
    view.drill.have_it()
    view.drill.judge(False)
    assert [(each.seconds, each.found) for each in collection.open_book.lookups()] == [(5, False)]


def test_a_look_up_that_is_undone_leaves_the_round(view: OpenBookView, collection: Collection) -> None:
    collection.subscribe(view.on_change)
    view.show_part(1)
    view.drill.begin()
    view.drill.have_it()
    view.drill.judge(True)
    assert len(view.drill.round) == 1
    collection.undo()
    assert view.drill.round == []
    assert view.drill.place.text() == "1 of 10"


def test_the_time_turns_color_when_half_of_a_question_s_time_is_over(view: OpenBookView, seconds: list[float]) -> None:
    view.show_part(1)
    view.drill.begin()
    seconds[0] += 43
    view.drill._show_time()
    assert view.drill.time._token == "text"
    seconds[0] += 1
    view.drill._show_time()
    assert view.drill.time._token == "hard"


@pytest.mark.parametrize(("length", "words"), [(0, "0:00"), (7.9, "0:07"), (155, "2:35"), (9000, "10:00")])
def test_seconds_read_like_a_stopwatch(length: float, words: str) -> None:
    assert clock_text(length) == words


def test_without_an_outline_there_is_nothing_to_look_up_and_it_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    empty = Collection.open(tmp_path / "empty")
    try:
        view = OpenBookView(empty)
        qtbot.addWidget(view)
        view.show_part(1)
        view.drill.begin()
        assert view.drill.step is Step.READY
        assert view.drill.start.isHidden()
        assert "No deck here brings an outline" in view.drill.intro.text()
        assert view.references.form.title.text() == "No deck here brings an outline of the exam"
        assert not view.references.form.isEnabled()
        view.references.save()
        view.show_part(2)
        assert view.export.chosen == {Part.FORMULAS}
    finally:
        empty.close()


# Binder


def test_parts_that_hold_nothing_cannot_be_chosen(qtbot: QtBot, view: OpenBookView) -> None:
    export = view.export
    view.show_part(2)
    assert export.chosen == {Part.GLOSSARY, Part.FORMULAS, Part.TABLES}
    assert export.counts[Part.GLOSSARY].text() == "3 terms with what each means"
    for part in (Part.GLOSSARY, Part.FORMULAS, Part.TABLES):
        export.parts[part].setChecked(False)
    assert not export.pdf.isEnabled()
    assert not export.order.isEnabled()


def test_a_pdf_is_written_beside_the_window_and_the_pages_are_told(
    qtbot: QtBot, view: OpenBookView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "my binder"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.show_part(2)
    view.export.pdf.click()
    assert view.export.job is not None
    qtbot.waitUntil(lambda: view.export.job is None, timeout=20_000)
    content = (tmp_path / "my binder.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    count = len(re.findall(rb"/Type\s*/Page\b", content))
    assert count > 5
    assert view.export.result.text() == f"Written to my binder.pdf, {count} pages."
    assert not view.export.open.isHidden()


def test_html_is_written_and_holds_no_question_of_the_deck(qtbot: QtBot, view: OpenBookView, tmp_path: Path) -> None:
    view.show_part(2)
    view.export.write(tmp_path / "binder.html")
    qtbot.waitUntil(lambda: view.export.job is None, timeout=20_000)
    html = (tmp_path / "binder.html").read_text("utf-8")
    assert "Giving direction and <em>steering</em> there." in html
    for asked in ("Who can lead", "What comes after Plan", "What does a promise need", "Why lead", "Manager or leader"):
        assert asked not in html
    assert view.export.result.text() == "Written to binder.html."


def test_what_was_written_and_the_way_to_it_come_into_view_in_a_low_window(
    qtbot: QtBot, view: OpenBookView, tmp_path: Path
) -> None:
    view.resize(836, 500)
    view.show_part(2)
    said: list[str] = []
    view.toast.connect(said.append)
    view.export.write(tmp_path / "binder.html")
    qtbot.waitUntil(lambda: view.export.job is None, timeout=20_000)
    qtbot.waitUntil(lambda: view.export.open.visibleRegion().boundingRect() == view.export.open.rect())
    assert not view.export.result.visibleRegion().isEmpty()
    assert said == ["Binder written to binder.html."]


def test_the_ring_around_a_part_of_the_binder_covers_no_line(view: OpenBookView) -> None:
    view.show_part(2)
    QApplication.processEvents()
    for part, box in view.export.parts.items():
        below = view.export.counts[part]
        assert below.y() - box.geometry().bottom() > 4
        assert box.width() < below.width()


def test_an_export_can_be_canceled_and_leaves_no_file(qtbot: QtBot, view: OpenBookView, tmp_path: Path) -> None:
    view.show_part(2)
    view.export.write(tmp_path / "binder.pdf")
    assert view.export.job is not None
    view.export.job.cancel()
    qtbot.waitUntil(lambda: view.export.job is None, timeout=20_000)
    assert view.export.result.text() == "Canceled. Nothing was written."
    assert list(tmp_path.glob("*binder*")) == []


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(qtbot: QtBot, view: OpenBookView, tmp_path: Path) -> None:
    view.show_part(2)
    view.export.write(tmp_path / "gone" / "binder.html")
    qtbot.waitUntil(lambda: view.export.job is None, timeout=20_000)
    assert view.export.result.text().startswith("binder.html was not written: its folder does not exist")
    assert view.export.open.isHidden()


def small_binder(terms: int = 60) -> BinderContent:
    entries = [TermEntry("I.A", f"Term {number:03}", "What it means. " * 12) for number in range(terms)]
    return BinderContent(None, entries, {}, "## Formulas\n\n$\\frac{a}{b}$\n", "")


def test_neither_colors_nor_zoom_of_the_window_change_the_pdf() -> None:
    made = binder(small_binder(), set(Part))

    def content() -> bytes:
        raw, _ = pdf(made, page_size(letter=False), lambda _done, _total: None)
        return re.sub(
            rb"D:\d{14}|\d{4}-\d\d-\d\dT[\d:.]+|/CreationDate[^\n]*|<xmp:\w+Date>.*?</xmp:\w+Date>|uuid:[\w-]+|/ID\s*\[.*?\]",
            b"",
            raw,
            flags=re.DOTALL,
        )

    light = content()
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    assert content() == light


def test_letter_paper_is_wider_and_shorter_than_a4() -> None:
    a4, letter = (page_size(letter).rectPoints().size() for letter in (False, True))
    assert (a4.width(), a4.height()) == (595, 842)
    assert (letter.width(), letter.height()) == (612, 792)


def test_progress_of_a_pdf_never_goes_back_and_comes_to_its_end() -> None:
    seen: list[tuple[int, int]] = []
    _, count = pdf(binder(small_binder(), set(Part)), page_size(letter=True), lambda *step: seen.append(step))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len({total for _, total in seen}) == 1
    assert seen[-1][0] == seen[-1][1]
    assert len(seen) > count


# Pages


def test_no_page_is_cut_inside_a_strip_and_none_is_lost() -> None:
    column = [Strip(30.0 * number, 30.0 * number + 24, False) for number in range(100)]
    cut = pages(column, 200)
    assert cut[0][0] == 0
    assert cut[-1][1] == column[-1].bottom
    assert all(bottom - top <= 200 for top, bottom in cut)
    for strip in column:
        assert sum(top <= strip.top and strip.bottom <= bottom for top, bottom in cut) == 1


def test_a_heading_goes_with_its_text() -> None:
    column = [Strip(0, 150, False), Strip(160, 180, True), Strip(180, 195, True), Strip(196, 220, False)]
    cut = pages(column, 200)
    assert cut == [(0, 155), (155, 220)]
    assert page_of(cut, 160) == page_of(cut, 180) == page_of(cut, 200) == 1


def test_what_is_higher_than_a_page_is_cut_and_all_of_it_shown() -> None:
    cut = pages([Strip(0, 50, True), Strip(50, 460, False), Strip(470, 480, False)], 200)
    assert cut[0][0] == 0
    assert cut[-1][1] == 480
    assert all(bottom - top <= 200 for top, bottom in cut)
    assert all(one[1] == other[0] for one, other in pairwise(cut))


def test_rows_and_headings_of_a_document_are_strips() -> None:
    document = QTextDocument()
    document.setHtml(
        "<h2>Title</h2><p>Text</p><table><tr><th>A</th><th>B</th></tr><tr><td>1<br>2</td><td>3</td></tr></table><p>End</p>"
    )
    document.setTextWidth(400)
    found = strips(document, 500)
    assert [strip.leads for strip in found] == [True, False, True, False, False]
    assert found[3].bottom - found[3].top > 1.5 * (found[2].bottom - found[2].top)
    assert all(one.bottom <= other.top + 1 for one, other in pairwise(found))


# Look


@pytest.mark.parametrize(
    ("zoom", "width", "height"), [(1.0, 1072, 740), (1.0, 836, 540), (2.0, 1216, 740), (2.0, 836, 540)]
)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_nothing_is_cut_at_any_size(
    view: OpenBookView, part: int, zoom: float, width: int, height: int, seconds: list[float]
) -> None:
    theme().set_zoom(zoom)
    view.window().resize(width, height)
    view.show_part(part)
    if part == 1:
        view.drill.begin()
        seconds[0] += 60
        view.drill.have_it()
    QApplication.processEvents()
    view.grab()
    shown = view.stack.currentWidget()
    area = shown if isinstance(shown, ScrollColumn) else shown.findChild(ScrollColumn)
    assert isinstance(area, ScrollColumn)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_the_keyboard_follows_to_each_part_and_space_belongs_to_its_button(qtbot: QtBot, view: OpenBookView) -> None:
    for part, wanted in ((1, view.drill.start), (2, view.export.pdf), (0, view.references.form.work)):
        view.show_part(part)
        view.setFocus()
        assert wanted.hasFocus()
    view.show_part(1)
    view.setFocus()
    qtbot.keyClick(view.drill.start, Key.Key_Space)
    assert view.drill.step is Step.SEARCHING
    assert view.drill.stop.hasFocus()
