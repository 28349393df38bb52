"""The report of an exam as a PDF: the figures and charts, then every question with its reasons and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from string import ascii_uppercase

from PySide6.QtGui import QPageSize

from studyapp.collection.exam_values import ExamQuestion
from studyapp.domain.blueprint import Outline
from studyapp.domain.exam_report import ExamReport, ReportItem
from studyapp.gui.card_view import ReadMedia
from studyapp.gui.card_view.html import body_html
from studyapp.gui.card_view.reasons import TEMPTING, tempting_option
from studyapp.gui.practice import report_words as words
from studyapp.gui.practice.chart import PaperLook
from studyapp.gui.practice.pace_chart import PaceChart
from studyapp.gui.practice.paper import Block, Paper, PaperText, chart_block, exhibit_block, prepare_formulas
from studyapp.gui.practice.question_details import explanation, picked_option, turn_words
from studyapp.gui.practice.question_row import Ask
from studyapp.gui.practice.report_parts import figures
from studyapp.gui.practice.result_chart import ResultChart
from studyapp.gui.practice.trend_chart import TrendChart, trend_marks
from studyapp.gui.widgets.painting import per_cent
from studyapp.gui.widgets.words import short_date

Progress = Callable[[int, int], None]
"""Told (done, total) between two questions; may raise to cancel."""


@dataclass(frozen=True, slots=True)
class ReportSource:
    """All that the PDF is made of."""

    report: ExamReport
    outline: Outline | None
    ask: Ask
    read_media: ReadMedia
    brought_forward: int
    """Recall cards."""
    now: datetime

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of leaves by id."""
        return {leaf.id: leaf.title for leaf in self.outline.leaves()} if self.outline else {}

    @property
    def short(self) -> Mapping[str, str]:
        """Short names of sections by id."""
        return {section.id: section.short_title for section in self.outline.sections} if self.outline else {}


def report_pdf(source: ReportSource, size: QPageSize, progress: Progress) -> bytes:
    """The bytes of the PDF. Belongs on the main thread, as it reads the collection; `progress` keeps the window alive."""
    report = source.report
    day = words.day_of(report.finished, source.now.tzinfo)
    title = words.title(report, source.outline)
    paper = Paper(title, f"{title}, {short_date(day)} · {words.NOT_AFFILIATED}", size)
    steps = len(report.items) + 1
    try:
        progress(0, steps)
        prepare_formulas()
        for blocks in _summary(source, paper):
            progress(0, steps)
            paper.add(blocks, gap=10)
        paper.new_page()
        paper.add([_text("<h2>Questions</h2>", source, paper)])
        titles = source.titles
        for done, item in enumerate([item for item in report.items if item.reached], 1):
            progress(done, steps)
            paper.add(_question(source, paper, item, titles), gap=14)
        if report.not_reached:
            paper.add([_text(_not_reached(report, titles), source, paper)], gap=14)
        progress(steps, steps)
        return paper.end()
    finally:
        paper.close()


def _text(html: str, source: ReportSource, paper: Paper, deck_id: int = 0, width: float = 0) -> Block:
    return PaperText(html, width or paper.width, source.read_media, deck_id).block()


def _summary(source: ReportSource, paper: Paper) -> Iterator[list[Block]]:
    """The parts of the first pages, each with what must not be torn apart."""
    report, look, zone = source.report, PaperLook(), source.now.tzinfo
    day = words.day_of(report.finished, zone)

    def text(html: str) -> Block:
        return _text(html, source, paper)

    head = f"<h1>{escape(words.title(report, source.outline))}</h1>{_p(words.subtitle(report, day), 'muted')}"
    made = f"Printed on {short_date(source.now.date())}. {words.NOT_OURS}"
    yield [text(f"{head}{_p(made, 'muted small')}{_diagnostic(report)}{_figures(report)}")]
    results = ResultChart("By section", look=look)
    results.show_results(report.sections, (), source.short)
    lowest = words.lowest_words(report.sections, source.short)
    yield [
        text(f"<h2>By section</h2>{_p(lowest, 'muted')}"),
        chart_block(results, paper.width, results.sizeHint().height()),
    ]
    if words.is_mock(report):
        trend = TrendChart(look=look)
        trend.show_marks(trend_marks(report, zone))
        said = words.trend_words(report, zone)
        key = "Filled marks are of the same kind." if report.earlier else ""
        yield [text(f"<h2>Trend</h2>{_p(f'{said} {key}', 'muted')}"), chart_block(trend, paper.width, 200)]
    topics = text(f"<h2>By topic</h2>{_leaves(report)}")
    topics.long = True
    yield [topics]
    pace = PaceChart(look=look)
    pace.show_pace(report.pace)
    yield [text(f"<h2>Time</h2>{_p(words.pace_words(report), 'muted')}"), chart_block(pace, paper.width, 124)]
    certainty = f"{words.calibration_words(report.calibration)} {words.first_answer_words(report.changed)}"
    blocks = [text(f"<h2>First thoughts and certainty</h2>{_p(certainty, 'muted')}")]
    if report.calibration:
        calibration = ResultChart("By how sure you were", look=look)
        calibration.show_results(report.calibration)
        blocks.append(chart_block(calibration, paper.width, calibration.sizeHint().height()))
    yield blocks
    again = words.missed_again_words(report, source.brought_forward)
    if again:
        yield [text(f"<h2>What happens now</h2>{_p(again)}")]
    yield [text("<h2>How to read this</h2>" + "".join(_p(note) for note in words.notes(report)))]


def _p(sentence: str, style: str = "") -> str:
    return f'<p class="{style}">{escape(sentence)}</p>' if sentence else ""


def _diagnostic(report: ExamReport) -> str:
    return f"<p><b>{escape(words.DIAGNOSTIC)}</b></p>" if report.diagnostic else ""


def _figures(report: ExamReport) -> str:
    cells = "".join(
        f'<td width="25%"><span style="font-size:20px;font-weight:600">{escape(value)}</span><br>{escape(name)}<br>'
        f'<span class="muted small">{escape(beside)}</span></td>'
        for value, name, beside in figures(report)
    )
    return f'<table width="100%"><tr>{cells}</tr></table>'


def _leaves(report: ExamReport) -> str:
    rows = "".join(
        f"<tr><td>{escape(leaf.id)}</td><td>{escape(leaf.title if leaf.title != leaf.id else '')}</td>"
        f'<td align="right">{leaf.right} of {leaf.total}</td><td align="right">{per_cent(leaf.share)}</td>'
        f'<td align="right" class="muted">{words.range_words(leaf)}</td></tr>'
        for leaf in report.leaves
    )
    head = '<tr><th></th><th>Topic</th><th align="right">Right</th><th></th><th align="right">Likely range</th></tr>'
    return f'<table width="100%">{head}{rows}</table>'


def _not_reached(report: ExamReport, titles: Mapping[str, str]) -> str:
    """Where the questions that are still new belong, and nothing else of them."""
    rows = "".join(
        f'<tr><td width="90">Question {item.position + 1}</td><td>{escape(words.leaf_words(item, titles))}</td></tr>'
        for item in report.items
        if not item.reached
    )
    return f'<h2>Not reached</h2>{_p(words.NOT_REACHED)}<table width="100%" class="small">{rows}</table>'


def _question(source: ReportSource, paper: Paper, item: ReportItem, titles: Mapping[str, str]) -> list[Block]:
    question = source.ask(item.position)
    face = question.face
    about = " · ".join(
        filter(None, (words.leaf_words(item, titles), turn_words(item), "flagged" if item.flagged else ""))
    )
    title = f"<p><b>{escape(face.title)}</b></p>" if face.title else ""
    head = f"<h3>Question {item.position + 1}</h3>{_p(about, 'muted small')}{title}{body_html(face.question)}"
    blocks = [_text(head, source, paper, question.deck_id)]
    exhibit = face.exhibit_answer or face.exhibit
    if exhibit is not None:
        blocks.append(exhibit_block(exhibit, paper.width, paper.height * 0.6))
    if not question.removed:
        blocks.append(_text(_options(item, question), source, paper, question.deck_id))
    return blocks


def _options(item: ReportItem, question: ExamQuestion) -> str:
    picked = picked_option(item, question.options)
    tempting = tempting_option(question.options, question.key, picked)
    rows = []
    for place, option in enumerate(question.options):
        marks = []
        if place == question.key:
            marks.append('<span class="good">Best</span>')
        if place == picked:
            marks.append(f'<span class="{"good" if place == question.key else "again"}">Your answer</span>')
        why = f"<p><b>{TEMPTING}</b></p>" if place == tempting and option.rationale else ""
        reason = f'<div class="muted small">{why}{body_html(option.rationale)}</div>' if option.rationale else ""
        rows.append(
            f'<tr><td width="22"><b>{ascii_uppercase[place]}</b></td><td>{body_html(option.text)}{reason}</td>'
            f'<td width="110" align="right" class="small">{" · ".join(marks)}</td></tr>'
        )
    notes = "".join(
        f'<div class="small"><p>{escape(heading)}: {escape(text)}</p></div>'
        if heading == "Source"
        else f'<div class="small"><p><b>{escape(heading)}</b></p>{body_html(text)}</div>'
        for heading, text in explanation(question)
    )
    then = "" if item.picked is None or picked is not None else _p(f"You picked: {item.picked_text}", "small")
    return f'<table width="100%">{"".join(rows)}</table>{then}{notes}'
