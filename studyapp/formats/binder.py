"""The open-book binder as HTML: references, glossary, formulas and tables, and no questions.

The page loads nothing: formulas are drawings inside it, pictures are left out. Whoever lays it out elsewhere, such as for
printing, takes the chapters, in which a formula is still an image address of `markup`.
"""

from __future__ import annotations

import base64
import functools
import re
import unicodedata
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from studyapp.domain.blueprint import Outline, section_id
from studyapp.domain.open_book import Entry, LeafReference, StatementEntry, StepsEntry, TableEntry, TermEntry
from studyapp.domain.plain_text import plain
from studyapp.formats import Progress
from studyapp.formats.files import write_whole
from studyapp.formats.formula import is_quickly_set
from studyapp.formats.markup import formula_of, to_html

TITLE = "Open-book binder"
NO_QUESTIONS = (
    "This binder holds no questions and answers. Exam rooms refuse collections of questions and answers, printed flashcards "
    "among them, and allow references that are bound and stay bound."
)
NOTES = (
    NO_QUESTIONS,
    "Bind it before the exam, so that no sheet is loose, and put tabs in beforehand. Blank note pads are not allowed.",
    "It leads to your own books; it does not replace them. The staff of the test center decide what may come in: "
    "read the rules for open-book exams on asq.org shortly before your exam.",
)
NOT_AFFILIATED = "Made with studyapp in its own words. Not affiliated with ASQ."

FORMULA_SIZE = 17
"""Pixels of the letters of a formula in the page."""
_INK = "#18212f"
_MARGIN = 1.0
"""The empty edge that a formula's drawing has below its letters, in pixels."""
_IMAGE = re.compile(r"<img\b([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_LINK = re.compile(r"</?a\b[^>]*>")
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.DOTALL)
_PART = re.compile(r"^(?=## )", re.MULTILINE)
_FIRST_HEADING = re.compile(r"\A# .*\n")
_REFERENCES_HEAD = (
    '<table width="100%"><tr><th width="9%">Leaf</th><th width="37%">Topic</th><th width="34%">Book</th>'
    '<th width="20%">Tab or page</th></tr>'
)
_UNKNOWN = "Without a section"

_Leafed = TypeVar("_Leafed", bound=Entry)


class Part(StrEnum):
    """What a binder may hold."""

    REFERENCES = "references"
    NOTES = "notes"
    GLOSSARY = "glossary"
    FORMULAS = "formulas"
    TABLES = "tables"


PART_NAMES = {
    Part.REFERENCES: "Where I find it",
    Part.NOTES: "My notes",
    Part.GLOSSARY: "Glossary",
    Part.FORMULAS: "Formulas",
    Part.TABLES: "Lists, tables and statements",
}


@dataclass(frozen=True, slots=True)
class BinderContent:
    """All that a binder can be made of."""

    outline: Outline | None
    entries: Sequence[Entry]
    references: Mapping[str, LeafReference]
    formula_sheet: str
    """CommonMark; each second-level heading begins a group."""
    date: str = ""
    """The day it is made, in words."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a binder. Its headings are of level 2 and below; a formula is an image with a `formula:` address."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Binder:
    """A binder, ready to be laid out."""

    title_html: str
    chapters: tuple[Chapter, ...]


STYLE = f"""
h1 {{ font-size: 26px; font-weight: 600; color: {_INK}; }}
h2 {{ font-size: 18px; font-weight: 600; color: #0b5cad; margin-top: 18px; margin-bottom: 6px; }}
h3 {{ font-size: 14px; font-weight: 600; color: {_INK}; margin-top: 12px; margin-bottom: 3px; }}
p, li {{ font-size: 13px; color: {_INK}; margin-top: 0; margin-bottom: 6px; }}
li {{ margin-bottom: 2px; }}
p.title {{ font-size: 34px; font-weight: 600; margin-bottom: 4px; }}
p.lead {{ font-size: 16px; color: #556274; margin-bottom: 24px; }}
p.small, td.small {{ font-size: 11px; color: #556274; }}
p.entry {{ margin-bottom: 7px; }}
span.leaf {{ font-size: 11px; color: #556274; }}
span.more {{ font-size: 12px; color: #556274; }}
table {{ border-collapse: collapse; margin-top: 4px; margin-bottom: 10px; }}
th {{ background: #e3eefb; color: {_INK}; font-size: 12px; font-weight: 600; text-align: left; padding: 5px; }}
td {{ border-bottom: 1px solid #d7dde6; color: {_INK}; font-size: 13px; padding: 5px; vertical-align: top; }}
img {{ vertical-align: middle; }}
"""
"""The look of a binder: dark letters on white, whatever the program's colors are."""


def binder(content: BinderContent, parts: Collection[Part], *, by_section: bool = False) -> Binder:
    """Put these parts together; a part with nothing in it is left out. `by_section` orders the glossary by section."""
    chapters = []
    for part in Part:
        if part not in parts:
            continue
        html = "".join(_MAKERS[part](content, by_section))
        if html:
            chapters.append(Chapter(PART_NAMES[part], html))
    return Binder(_title_page(content), tuple(chapters))


def formulas_in(html: str) -> list[str]:
    """The LaTeX of each formula, in order."""
    found = (formula_of(_attributes(match[1]).get("src", "")) for match in _IMAGE.finditer(html))
    return [latex for latex in found if latex is not None]


def with_images(html: str, image: Callable[[str], str | None]) -> str:
    """The HTML with each formula replaced by what `image` gives for its LaTeX, or where that is None by its source."""

    def drawn(match: re.Match[str]) -> str:
        latex = formula_of(_attributes(match[1]).get("src", ""))
        shown = image(latex) if latex is not None else None
        return shown if shown is not None else f"<code>{escape(latex or '')}</code>"

    return _IMAGE.sub(drawn, html)


def page(made: Binder, progress: Progress | None = None) -> str:
    """A whole HTML page that needs nothing beside it."""
    chapters = []
    total = sum(len(formulas_in(chapter.html)) for chapter in made.chapters)
    done = 0

    def image(latex: str) -> str | None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)
        return _drawing(latex)

    contents = []
    for number, chapter in enumerate(made.chapters, 1):
        html = with_images(_with_anchors(chapter.html, number), image)
        chapters.append(f'<section><h1 id="c{number}">{escape(chapter.title)}</h1>\n{html}</section>\n')
        contents.append(_contents_entry(chapter, number))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}</title>\n<style>{_PAGE_STYLE}{STYLE}</style>\n</head>\n<body>\n<header>{made.title_html}</header>\n"
        f"<nav><h1>Contents</h1>\n<ul>{''.join(contents)}</ul></nav>\n{''.join(chapters)}</body>\n</html>\n"
    )


def write_page(made: Binder, path: Path, progress: Progress | None = None) -> None:
    """Write a binder as one HTML file, whole or not at all. Raises UserError if the file cannot be written."""
    write_whole(path, page(made, progress).encode("utf-8", "replace"))


_PAGE_STYLE = """
:root { color-scheme: light; }
body { font-family: Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; line-height: 1.4; color: #18212f; background: #fff;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
header { min-height: 20rem; }
nav ul ul { columns: 2; padding-left: 1.2rem; }
nav li { break-inside: avoid; }
p.entry, h3, li, tr { break-inside: avoid; }
h2, h3 { break-after: avoid; }
a { color: #0b5cad; text-decoration: none; }
@page { margin: 20mm 18mm 20mm 25mm; @bottom-right { content: counter(page); } }
@media print { body { margin: 0; max-width: none; padding: 0; } section, nav { break-before: page; } a { color: inherit; } }
"""


# Formulas inside the page


@functools.lru_cache(maxsize=1024)
def _drawing(latex: str) -> str | None:
    """A formula as an image that is part of the page; None where it cannot be set."""
    if not is_quickly_set(latex):
        return None
    try:
        formula = _latex()(latex, size=FORMULA_SIZE, color=_INK)
        drawing: str = formula.svg()
        below = float(formula.getyofst()) - _MARGIN
    except Exception:  # noqa: BLE001 - the parser raises all kinds of errors for text that is no LaTeX
        return None
    address = base64.b64encode(drawing.encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{address}" alt="{escape(latex)}" style="vertical-align: {below:.1f}px">'
    )


@functools.cache
def _latex() -> Callable[..., Any]:
    """What sets formulas; loaded with the first one."""
    with warnings.catch_warnings():
        # It asks for its font in a way that Python advises against.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.zmath import Latex
    return Latex


# Title page and contents


def _title_page(content: BinderContent) -> str:
    about = " · ".join(filter(None, (content.outline.name if content.outline else "", content.date)))
    notes = "".join(f"<p>{escape(note)}</p>" for note in NOTES)
    lead = f'<p class="lead">{escape(about)}</p>' if about else ""
    return f'<p class="title">{TITLE}</p>{lead}{notes}<p class="small">{NOT_AFFILIATED}</p>'


_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


def _with_anchors(html: str, chapter: int) -> str:
    numbers = iter(range(1, html.count("<h2>") + 1))
    return _HEADING.sub(lambda match: f'<h2 id="c{chapter}-{next(numbers)}">{match[1]}</h2>', html)


def _contents_entry(chapter: Chapter, number: int) -> str:
    below = "".join(
        f'<li><a href="#c{number}-{place}">{heading}</a></li>'
        for place, heading in enumerate(_HEADING.findall(chapter.html), 1)
    )
    below = f"<ul>{below}</ul>" if below else ""
    return f'<li><a href="#c{number}">{escape(chapter.title)}</a>{below}</li>'


# Chapters


def _references(content: BinderContent, _by_section: bool) -> Iterator[str]:
    """Every leaf with its place: what is not noted yet can be written in by hand."""
    if not any(reference.leads_somewhere for reference in content.references.values()):
        return
    for title, leaves in _leaves_by_section(content):
        yield f"<h2>{escape(title)}</h2>{_REFERENCES_HEAD}"
        for leaf, name in leaves:
            place = content.references.get(leaf, LeafReference(leaf))
            cells = (leaf, name, place.work, place.place)
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        yield "</table>"


def _own_notes(content: BinderContent, _by_section: bool) -> Iterator[str]:
    for title, leaves in _leaves_by_section(content):
        noted = [
            (leaf, name, content.references[leaf].note)
            for leaf, name in leaves
            if leaf in content.references and content.references[leaf].note
        ]
        if noted:
            yield f"<h2>{escape(title)}</h2>"
        for leaf, name, note in noted:
            yield f"<h3>{escape(f'{leaf}  {name}'.strip())}</h3><p>{escape(note).replace(chr(10), '<br>')}</p>"


def _leaves_by_section(content: BinderContent) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each section's title with its leaves, id and title; leaves that the outline does not have come last."""
    known: set[str] = set()
    for section in content.outline.sections if content.outline else ():
        known.update(leaf.id for leaf in section.leaves)
        yield f"{section.id} {section.title}", [(leaf.id, leaf.title) for leaf in section.leaves]
    others = sorted(leaf for leaf in content.references if leaf not in known)
    if others:
        yield "Other leaves", [(leaf, "") for leaf in others]


def _glossary(content: BinderContent, by_section: bool) -> Iterator[str]:
    terms = sorted(
        (entry for entry in content.entries if isinstance(entry, TermEntry)), key=lambda entry: _sort_key(entry.term)
    )
    groups = _by_section(content.outline, terms) if by_section else _by_letter(terms)
    for title, entries in groups:
        yield f"<h2>{escape(title)}</h2>"
        for entry in entries:
            head = f"<b>{_line(entry.term)}</b>{_leaf_mark(entry)}"
            yield _entry(head, entry.meaning, entry.example, entry.remark)


def _formulas(content: BinderContent, _by_section: bool) -> Iterator[str]:
    sheet = _FIRST_HEADING.sub("", content.formula_sheet.lstrip())
    for part in _PART.split(sheet):
        if part.strip():
            yield _shown(part).replace("<table>", '<table width="100%">')


def _tables(content: BinderContent, _by_section_wanted: bool) -> Iterator[str]:
    entries = [entry for entry in content.entries if not isinstance(entry, TermEntry)]
    for title, of_section in _by_section(content.outline, entries):
        yield f"<h2>{escape(title)}</h2>"
        for entry in of_section:
            yield _table_html(entry)


def _table_html(entry: Entry) -> str:
    leaf = _leaf_mark(entry)
    remark = f'<p class="small">{_line(entry.remark)}</p>' if entry.remark else ""
    match entry:
        case StepsEntry():
            items = "".join(f"<li>{_text(item)}</li>" for item in entry.items)
            return f"<h3>{_line(entry.title)}{leaf}</h3><ol>{items}</ol>{remark}"
        case TableEntry():
            rows = "".join(
                f'<tr><td width="30%"><b>{_line(name)}</b></td><td>{"<br>".join(map(_text, items))}</td></tr>'
                for name, items in entry.rows
            )
            return f'<h3>{_line(entry.title)}{leaf}</h3><table width="100%">{rows}</table>{remark}'
        case StatementEntry() if entry.topic:
            return _entry(f"<b>{_line(entry.topic)}</b>{leaf}", entry.text, entry.remark)
        case StatementEntry():
            return _entry("", entry.text, entry.remark, after=leaf)
    raise TypeError(f"{entry!r} belongs in the glossary")


_MAKERS: Mapping[Part, Callable[[BinderContent, bool], Iterator[str]]] = {
    Part.REFERENCES: _references,
    Part.NOTES: _own_notes,
    Part.GLOSSARY: _glossary,
    Part.FORMULAS: _formulas,
    Part.TABLES: _tables,
}


# Order and text


def _by_letter(terms: Sequence[TermEntry]) -> Iterator[tuple[str, list[TermEntry]]]:
    for letter, entries in groupby(terms, key=lambda entry: _letter(entry.term)):
        yield letter, list(entries)


def _by_section(outline: Outline | None, entries: Iterable[_Leafed]) -> Iterator[tuple[str, list[_Leafed]]]:
    groups: dict[str, list[_Leafed]] = {}
    for entry in entries:
        groups.setdefault(section_id(entry.leaf), []).append(entry)
    for section in outline.sections if outline else ():
        if section.id in groups:
            yield f"{section.id} {section.title}", groups.pop(section.id)
    for code in sorted(groups, key=lambda code: (not code, code)):
        yield code or _UNKNOWN, groups[code]


def _sort_key(term: str) -> tuple[bool, str, str]:
    """As in a dictionary: without accents, quotes and case; what begins with a number or sign stands first."""
    words = unicodedata.normalize("NFKD", plain(term)).casefold()
    letters = "".join(sign for sign in words if sign.isalnum() or sign.isspace()).strip()
    return letters[:1].isalpha(), letters, term


def _letter(term: str) -> str:
    is_letter, letters, _ = _sort_key(term)
    return letters[0].upper() if is_letter else "0–9"


def _shown(text: str) -> str:
    """Card text as HTML with formulas, but without pictures and links."""
    return _LINK.sub("", _IMAGE.sub(_only_formula, to_html(text))).strip()


def _only_formula(match: re.Match[str]) -> str:
    attributes = _attributes(match[1])
    if formula_of(attributes.get("src", "")) is not None:
        return match[0]
    alternative = attributes.get("alt", "")
    return f"<em>[{escape(alternative)}]</em>" if alternative else ""


def _entry(head: str, text: str, *more: str, after: str = "") -> str:
    """A paragraph of an entry: its head, what it says, `after` it, and below in smaller letters what there is more."""
    small = after + "".join(f'<br><span class="more">{_line(each)}</span>' for each in more if each)
    inside = _paragraphs(text)
    if inside is not None:
        return f'<p class="entry">{head}{"<br>" if head else ""}{inside}{small}</p>'
    # Lists and tables cannot stand in a paragraph.
    parts = (f'<p class="entry">{words.removeprefix("<br>")}</p>' if words else "" for words in (head, small))
    return _shown(text).join(parts)


def _leaf_mark(entry: Entry) -> str:
    return f' <span class="leaf">{escape(entry.leaf)}</span>' if entry.leaf else ""


def _paragraphs(text: str) -> str | None:
    """A text whose paragraphs become lines of one; None where it has lists, tables or other blocks."""
    html = _shown(text)
    if _ONE_PARAGRAPH.sub("", html).strip():
        return None
    return "<br>".join(match[1] for match in _ONE_PARAGRAPH.finditer(html))


def _text(text: str) -> str:
    """A text for a cell or a list item."""
    inside = _paragraphs(text)
    return inside if inside is not None else _shown(text)


def _line(text: str) -> str:
    """A text that must stand in a line; its words only where it has blocks."""
    inside = _paragraphs(text)
    return inside if inside is not None else escape(plain(text))


def _attributes(inside: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(inside)}
