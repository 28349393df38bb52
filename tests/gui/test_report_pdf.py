from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QFileDialog, QProgressDialog
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.exam_values import ExamQuestion
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.plain_text import plain
from studyapp.domain.tasks import Calculate
from studyapp.gui.practice.paper import Block, Paper, PaperText
from studyapp.gui.practice.report import ReportView
from studyapp.gui.practice.report_pdf import ReportSource, report_pdf
from studyapp.gui.theme import theme
from studyapp.gui.worker import Cancelled
from tests.conftest import DRAWING, NOON, ClockAt
from tests.gui.taken_exams import exam_deck, take

A4 = QPageSize(QPageSize.PageSizeId.A4)


@pytest.fixture
def learner(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection with questions for every kind of exam."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(exam_deck()), clock.now())
    yield opened
    opened.close()


def source_of(collection: Collection, exam_id: int) -> ReportSource:
    """What the PDF of an exam is made of."""
    return ReportSource(
        collection.exams.report(exam_id), collection.outline, lambda position: collection.exams.question(exam_id, position),
        collection.media.read, collection.exams.brought_forward(exam_id, NOON), NOON,
    )  # fmt: skip


def nobody_listens(done: int, total: int) -> None:
    """Progress that is not looked at."""


def pages(content: bytes) -> list[str]:
    """The words of each page, read from the file itself: glyph by glyph through each font's table of characters."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)endobj", content, re.DOTALL)}
    fonts = {
        number: _characters(_stream(objects[int(table[1])]))
        for number, body in objects.items()
        if (table := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    found = []
    for body in objects.values():
        if b"/Type /Page\n" not in body:
            continue
        contents = re.search(rb"/Contents (\d+)", body)
        assert contents is not None
        words, font = "", 0
        for name, glyphs in re.findall(rb"/F(\d+) \S+ Tf|<([0-9A-Fa-f]+)> Tj", _stream(objects[int(contents[1])])):
            if name:
                font, words = int(name), words + " "
            else:
                codes = [int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4)]
                words += "".join(fonts[font].get(code, "\ufffd") for code in codes)
        found.append(re.sub(r"\s+", " ", words))
    return found


def drawings(content: bytes) -> list[bytes]:
    """What is drawn on each page: letters, lines and colours, without the date of the file."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)endobj", content, re.DOTALL)}
    return [
        _stream(objects[int(contents[1])])
        for body in objects.values()
        if b"/Type /Page\n" in body and (contents := re.search(rb"/Contents (\d+)", body))
    ]


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)endstream", body, re.DOTALL)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _characters(table: bytes) -> dict[int, str]:
    found = {}
    for first, codes in re.findall(rb"<([0-9A-F]+)> <[0-9A-F]+> \[(.*?)\]", table, re.DOTALL):
        for place, code in enumerate(re.findall(rb"<([0-9A-F]+)>", codes)):
            found[int(first, 16) + place] = chr(int(code, 16))
    return found


def squeezed(text: str) -> str:
    """Without spaces, which stand in no file where a line is broken."""
    return re.sub(r"\s", "", text)


def test_all_of_the_report_is_in_the_file_with_page_numbers(learner: Collection) -> None:
    take(learner, NOON - timedelta(days=9), wrong=range(9))
    exam_id = take(learner, NOON, wrong=range(5), sure={0, 9}, changed={4}, flagged={2})
    found = pages(report_pdf(source_of(learner, exam_id), A4, nobody_listens))
    for number, words in enumerate(found, 1):
        assert f"Page {number}" in words
        assert "not affiliated with ASQ" in words
    whole = squeezed(" ".join(found))
    for part in (
        "Mini mock exam", "Sunday 22 November 2026", "25 of 30", "By section", "Part IV", "Trend", "By topic", "Time",
        "First thoughts and certainty", "What happens now", "5 missed questions come back in Review", "550 of 750",
        "Printed on Sun 22 Nov 2026",
    ):  # fmt: skip
        assert squeezed(part) in whole
    report = learner.exams.report(exam_id)
    for item in report.items:
        asked = learner.exams.question(exam_id, item.position)
        assert squeezed(f"Question {item.position + 1}") in whole
        for option in asked.options:
            assert squeezed(plain(option.text)) in whole
            assert squeezed(option.rationale) in whole
        if isinstance(asked.face.task, Calculate):
            assert squeezed(asked.face.task.question.solution) in whole
            assert squeezed(plain(asked.face.question)) in whole
    assert "Ahandbook,firstedition,ch.3" in whole
    assert "Whythetemptingoneiswrong" in whole
    assert "fail" not in whole.lower()


def test_the_file_gives_away_nothing_of_questions_that_were_not_reached(learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong={0}, unseen=range(2, 30), late=True)
    source = source_of(learner, exam_id)
    asked: list[int] = []

    def ask(position: int) -> ExamQuestion:
        asked.append(position)
        return learner.exams.question(exam_id, position)

    whole = squeezed(" ".join(pages(report_pdf(replace(source, ask=ask), A4, nobody_listens))))
    assert asked == [0, 1]
    assert squeezed("Not reached") in whole
    assert squeezed("They stay fresh for another exam") in whole
    last = source.report.items[-1]
    assert squeezed(f"Question 30{last.leaf}{source.titles[last.leaf or '']}") in whole
    assert squeezed("30 questions in 43 minutes (43 allowed), strict") in whole


def test_a_first_mock_is_called_diagnostic_on_paper_too(learner: Collection) -> None:
    exam_id = take(learner, NOON)
    words = pages(report_pdf(source_of(learner, exam_id), A4, nobody_listens))[0]
    assert squeezed("Diagnostic: your first practice exam.") in squeezed(words)


def test_paper_is_light_and_of_one_size_whatever_the_window_is(learner: Collection) -> None:
    exam_id = take(learner, NOON, wrong=range(3))

    def made() -> list[bytes]:
        return drawings(report_pdf(source_of(learner, exam_id), A4, nobody_listens))

    light = made()
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    assert made() == light


def test_progress_is_told_after_each_question_and_can_stop_the_work(learner: Collection) -> None:
    exam_id = take(learner, NOON, ExamKind.HALF)
    told: list[tuple[int, int]] = []

    def stop_at_twenty(done: int, total: int) -> None:
        told.append((done, total))
        if done == 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        report_pdf(source_of(learner, exam_id), A4, stop_at_twenty)
    assert sorted({done for done, _ in told}) == list(range(21))
    assert {total for _, total in told} == {91}


def exported(qtbot: QtBot, learner: Collection, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said after exporting to a file that the learner names."""
    view = ReportView(learner, take(learner, NOON, wrong={0}))
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.report is not None, timeout=30_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if path.name else "", ""))
    said: list[str] = []
    view.toast.connect(said.append)
    view.export_button.click()
    return said


def test_the_file_gets_its_ending(
    qtbot: QtBot, learner: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exported(qtbot, learner, tmp_path / "My report", monkeypatch) == ["Report written to My report.pdf."]
    assert (tmp_path / "My report.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_told(
    qtbot: QtBot, learner: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = exported(qtbot, learner, tmp_path / "nowhere" / "report.pdf", monkeypatch)
    assert len(said) == 1
    assert said[0].startswith("report.pdf was not written")


def test_nothing_is_written_without_a_name_or_after_cancel(
    qtbot: QtBot, learner: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(tmp_path.iterdir())
    assert exported(qtbot, learner, Path(), monkeypatch) == []
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda _dialog: True)
    assert exported(qtbot, learner, tmp_path / "report.pdf", monkeypatch) == []
    assert set(tmp_path.iterdir()) == before


def test_pictures_of_the_deck_are_drawn_and_no_file_is_ever_opened(qtbot: QtBot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(DRAWING)
    asked: list[tuple[int, str]] = []

    def read(deck_id: int, name: str) -> bytes | None:
        asked.append((deck_id, name))
        return DRAWING if name == "scale.svg" else None

    html = f'<p><img src="scale.svg"> <img src="{secret.as_uri()}"> <img src="{secret}"> <img src="gone.svg"></p>'
    text = PaperText(html, 500, read, 7)
    text.block()
    assert (7, "scale.svg") in asked
    assert text.resource(2, "scale.svg").width() > 100  # type: ignore[union-attr]
    assert text.loadResource(2, secret.as_uri()).width() == 1  # type: ignore[attr-defined]


def test_what_fits_on_a_page_is_not_torn_and_what_does_not_is_cut_between_lines(qtbot: QtBot) -> None:
    paper = Paper("Title", "Foot", A4)
    lines = "".join(f"<p>Line {number} of a text.</p>" for number in range(30))
    block = PaperText(lines, paper.width, lambda *_: None).block()
    most = int(paper.height // block.height)
    for _ in range(most):
        paper.add([block])
    assert paper.page == 1
    paper.add([block])
    assert paper.page == 2
    long = PaperText(lines * 6, paper.width, lambda *_: None).block()
    paper.add([long])
    found = pages(paper.end())
    assert len(found) == paper.page > 3
    counts = [words.count("Line ") for words in found]
    assert counts[0] == most * 30
    assert sum(words.count("of a text.") for words in found) == sum(counts)


def test_a_drawing_that_is_higher_than_a_page_takes_one_page_and_no_more(qtbot: QtBot) -> None:
    paper = Paper("Title", "Foot", A4)
    paper.add([Block(5000, lambda _painter: None)])
    assert paper.page == 1
    assert paper.end().startswith(b"%PDF")
