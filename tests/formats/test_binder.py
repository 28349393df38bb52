from __future__ import annotations

import base64
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.open_book import Entry, LeafReference, StatementEntry, StepsEntry, TableEntry, TermEntry
from studyapp.errors import UserError
from studyapp.formats.binder import NO_QUESTIONS, BinderContent, Part, binder, formulas_in, page, write_page

SHEET = """# Formula sheet

In our own words.

## Finance

| What | Formula |
|---|---|
| Return | $\\frac{g}{c}$ |

## Statistics

$\\bar{x}$ is the mean.
"""


def outline() -> Outline:
    one = Section("I", "Leading", "Leading", 20, (Leaf("I.A", "Structures"), Leaf("I.B", "Leaders & managers")))
    two = Section("II", "Planning", "Planning", 10, (Leaf("II.A", "Models"),))
    return Outline("Outline 2026", "2026-07-01", "own", "", 258, 15, (one, two))


def content(*entries: Entry, references: tuple[LeafReference, ...] = (), sheet: str = SHEET) -> BinderContent:
    return BinderContent(outline(), entries, {each.leaf: each for each in references}, sheet, "22 November 2026")


def chapter(made_of: BinderContent, part: Part, *, by_section: bool = False) -> str:
    (only,) = binder(made_of, {part}, by_section=by_section).chapters
    return only.html


def headings(html: str) -> list[str]:
    return [unescape(heading) for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]


TERMS = (
    TermEntry("II.A", "strategy", "How to *win*."),
    TermEntry("I.A", "Äquivalenz", "Sameness."),
    TermEntry("I.B", "5S", "Five steps.", "A tidy bench.", "Also 6S."),
    TermEntry("", "“Span” of control", "How many report."),
    TermEntry("I.A", "Agile", "In short rounds."),
)


def test_the_title_page_says_that_there_are_no_questions_and_who_made_it() -> None:
    title = binder(content(), {Part.FORMULAS}).title_html
    assert NO_QUESTIONS in title
    assert "Outline 2026 · 22 November 2026" in title
    assert "Not affiliated with ASQ" in title
    assert "your own books" in title


def test_parts_come_in_one_order_and_empty_ones_are_left_out() -> None:
    made = binder(content(*TERMS, references=(LeafReference("I.A", "Handbook", "p. 3", "Mine"),)), list(reversed(Part)))
    assert [each.title for each in made.chapters] == ["Where I find it", "My notes", "Glossary", "Formulas"]
    assert binder(content(sheet=""), set(Part)).chapters == ()


def test_the_glossary_runs_like_a_dictionary() -> None:
    html = chapter(content(*TERMS), Part.GLOSSARY)
    assert headings(html) == ["0–9", "A", "S"]
    assert re.findall(r"<b>(.*?)</b>", html) == ["5S", "Agile", "Äquivalenz", "“Span” of control", "strategy"]


def test_the_glossary_can_follow_the_sections_of_the_exam() -> None:
    html = chapter(content(*TERMS), Part.GLOSSARY, by_section=True)
    assert headings(html) == ["I Leading", "II Planning", "Without a section"]


def test_an_entry_shows_term_leaf_meaning_example_and_remark() -> None:
    html = chapter(content(TERMS[2]), Part.GLOSSARY)
    assert (
        '<p class="entry"><b>5S</b> <span class="leaf">I.B</span><br>Five steps.'
        '<br><span class="more">A tidy bench.</span><br><span class="more">Also 6S.</span></p>'
    ) in html


def test_a_meaning_with_a_list_stands_below_its_term_as_valid_html() -> None:
    html = chapter(
        content(TermEntry("I.A", "Ways", "There are:\n\n- one\n- two\n\nNo more.", remark="Two.")), Part.GLOSSARY
    )
    tree = ElementTree.fromstring(f"<r>{html}</r>")
    assert [element.tag for element in tree] == ["h2", "p", "p", "ul", "p", "p"]


def test_every_leaf_has_a_line_in_the_index_also_without_a_reference() -> None:
    html = chapter(content(references=(LeafReference("I.B", "Hand & book", "Tab 2"),)), Part.REFERENCES)
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", html)
    assert rows == [
        ("I.A", "Structures", "", ""),
        ("I.B", "Leaders &amp; managers", "Hand &amp; book", "Tab 2"),
        ("II.A", "Models", "", ""),
    ]


def test_leaves_that_the_outline_lacks_come_last() -> None:
    html = chapter(content(references=(LeafReference("IX.A", "Book", "p. 1"),)), Part.REFERENCES)
    assert headings(html) == ["I Leading", "II Planning", "Other leaves"]


def test_own_notes_keep_their_lines_and_no_markup_of_theirs_counts() -> None:
    note = "First <script>alert(1)</script>\n**second** $x$"
    html = chapter(content(references=(LeafReference("I.A", note=note),)), Part.NOTES)
    assert "<p>First &lt;script&gt;alert(1)&lt;/script&gt;<br>**second** $x$</p>" in html
    assert headings(html) == ["I Leading"]


def test_steps_tables_and_statements_stand_under_their_section() -> None:
    html = chapter(
        content(
            StepsEntry("I.A", "The cycle", ("Plan", "Do")),
            TableEntry("II.A", "Herzberg", (("Hygiene", ("Salary", "Policy")), ("Motivator", ("Growth",))), "A model."),
            StatementEntry("I.B", "CPM", "It takes the latest."),
            StatementEntry("I.B", "", "Leaders set direction."),
        ),
        Part.TABLES,
    )
    assert headings(html) == ["I Leading", "II Planning"]
    assert "<ol><li>Plan</li><li>Do</li></ol>" in html
    assert '<td width="30%"><b>Hygiene</b></td><td>Salary<br>Policy</td>' in html
    assert '<b>CPM</b> <span class="leaf">I.B</span><br>It takes the latest.' in html
    assert 'Leaders set direction. <span class="leaf">I.B</span>' in html


def test_the_formula_sheet_keeps_its_groups_and_loses_its_title() -> None:
    html = chapter(content(), Part.FORMULAS)
    assert headings(html) == ["Finance", "Statistics"]
    assert "Formula sheet" not in html
    assert formulas_in(html) == [r"\frac{g}{c}", r"\bar{x}"]


def test_the_page_draws_its_formulas_inside_itself() -> None:
    html = page(binder(content(), {Part.FORMULAS}))
    drawings = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(drawings) == 2
    for drawing in drawings:
        assert ElementTree.fromstring(base64.b64decode(drawing)).tag.endswith("svg")
    assert "formula:" not in html


def test_a_formula_that_cannot_be_drawn_stands_as_its_source() -> None:
    html = page(binder(content(TermEntry("", "Odd", r"It is $\frac{a$ or so.")), {Part.GLOSSARY}))
    assert "<img" not in html
    assert r"<code>\frac{a</code>" in html


HOSTILE = (
    '<script>alert(1)</script><img src="https://evil.example/x.png" alt="seen"><img src="file:///etc/passwd">'
    '![pic](https://evil.example/y.png) [link](javascript:alert(1)) [web](https://evil.example) <a href="//evil/a">b</a>'
    '<style>p { background: url(https://evil.example/z) }</style><iframe src="https://evil.example"></iframe>'
)


def test_a_stranger_s_deck_loads_nothing_and_runs_nothing() -> None:
    entries = (
        TermEntry("I.A", HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        StatementEntry("<b>", HOSTILE, HOSTILE, HOSTILE),
        StepsEntry('"><script>', HOSTILE, (HOSTILE,)),
        TableEntry("I.A", HOSTILE, ((HOSTILE, (HOSTILE,)),)),
    )
    references = (
        LeafReference("I.A", HOSTILE, HOSTILE, HOSTILE),
        LeafReference('"><script>', HOSTILE, HOSTILE, HOSTILE),
    )
    html = page(binder(content(*entries, references=references), set(Part)))
    sources = re.findall(r'<[^>]*\b(?:src|href)\s*=\s*"([^"]*)"', html)
    assert all(source.startswith(("data:image/svg+xml;base64,", "#")) for source in sources)
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", html))
    assert not tags & {"script", "iframe", "object", "embed", "link", "base", "form"}
    assert html.count("<style>") == 1
    assert "url(" not in html.partition("</style>")[0]
    assert "default-src 'none'" in html


def test_the_contents_lead_to_each_chapter_and_heading() -> None:
    html = page(binder(content(*TERMS), {Part.GLOSSARY, Part.FORMULAS}))
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["c1", "c1-1", "c1-2", "c1-3", "c2", "c2-1", "c2-2"]
    assert all(f'id="{target}"' in html for target in targets)


def test_progress_counts_the_formulas_and_may_cancel(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    made = binder(content(), {Part.FORMULAS})
    write_page(made, tmp_path / "binder.html", lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert (tmp_path / "binder.html").read_text("utf-8") == page(made)

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_page(made, tmp_path / "other.html", cancel)
    assert [file.name for file in tmp_path.iterdir()] == ["binder.html"]


def test_a_folder_that_is_gone_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^binder\.html was not written: its folder does not exist"):
        write_page(binder(content(), {Part.FORMULAS}), tmp_path / "gone" / "binder.html")
