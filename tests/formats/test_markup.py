from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.markup import (
    LARGEST_TEXT,
    MOST_ELEMENTS,
    SHOWN_CHARACTERS,
    TOO_LARGE,
    formula_of,
    formula_source,
    to_html,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** *it* `code` ~~gone~~", "<p><strong>bold</strong> <em>it</em> <code>code</code> <s>gone</s></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("# H", "<h1>H</h1>\n"),
        ("H<sub>2</sub>O <mark>[…]</mark>", "<p>H<sub>2</sub>O <mark>[…]</mark></p>\n"),
        ("![chart](run.svg)", '<p><img src="run.svg" alt="chart"></p>\n'),
        ("![chart](a%20run.svg)", '<p><img src="a run.svg" alt="chart"></p>\n'),
        ("[site](https://example.org/x)", '<p><a href="https://example.org/x">site</a></p>\n'),
        ("<p dir='rtl'>x</p>", '<p dir="rtl">x</p>'),
        ('<td colspan="2" rowspan="3">x</td>', "x"),
        ("one.\ntwo.", "<p>one.\ntwo.</p>\n"),
    ],
)
def test_card_text_becomes_html(text: str, shown: str) -> None:
    assert to_html(text) == shown


def test_tables_keep_the_alignment_of_their_columns() -> None:
    shown = to_html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert "<th>a</th>" in shown
    assert '<td align="right">2</td>' in shown


def test_a_formula_becomes_a_picture_with_its_source_as_words() -> None:
    shown = to_html(r"so $C_p < \frac{a}{b}$ holds")

    source = re.search(r'src="([^"]*)"', shown)
    assert source is not None
    assert formula_of(source[1]) == r"C_p < \frac{a}{b}"
    assert r'alt="C_p &lt; \frac{a}{b}"' in shown


def test_a_display_formula_has_a_block_of_its_own() -> None:
    latex = "x\n= y"
    image = f'<img src="{formula_source(latex)}" alt="{latex}">'

    assert to_html("before\n$$\nx\n= y\n$$\nafter") == f"<p>before</p>\n<p>{image}</p>\n<p>after</p>\n"


def test_a_display_formula_in_a_quote_is_free_of_its_marks() -> None:
    latex = "x\n= y"

    assert f'<img src="{formula_source(latex)}"' in to_html("> so\n> $$\n> x\n> = y\n> $$\n> then")


def test_a_display_formula_inside_a_line_breaks_the_line() -> None:
    image = f'<img src="{formula_source("x")}" alt="x">'

    assert to_html("so $$x$$ then") == f"<p>so <br>\n{image}<br>\n then</p>\n"


@pytest.mark.parametrize(
    "text", ["costs $5 and $10", r"\$x\$", "`$x$`", "    $x$", "```\n$$x$$\n```", "$$\n\n$$", "a $ b $"]
)
def test_dollars_that_are_no_formula_stay_dollars(text: str) -> None:
    assert "<img" not in to_html(text)
    assert "$" in to_html(text)


def test_formulas_in_lists_and_cells_are_drawn() -> None:
    assert to_html("- a $x$\n- $$y$$").count("<img src=") == 2
    assert to_html("|a|\n|-|\n|$x$|").count("<img src=") == 1


ATTACKS = [
    "<script>alert(1)</script>",
    "<style>*{color:red}</style>",
    "<img src=x.png onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](data:text/html;base64,AA)",
    "<svg onload=alert(1)><image href='//h/x'/></svg>",
    "<math><mi xlink:href='javascript:x'>a</mi></math>",
    "<iframe src='https://x.y'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='https://x.y'><input name=a><button>go</button></form>",
    "<base href='https://x.y/'>",
    "<link rel=stylesheet href='https://x.y/z.css'>",
    "<meta http-equiv=refresh content='0;url=https://x.y'>",
    "<div style=\"background:url('https://x.y/z')\">x</div>",
    "<img src='file:///etc/passwd'>",
    "<img src='http://x.y/z.png'>",
    "<img src='//host/share/a.png'>",
    "<img src='\\\\host\\share\\a.png'>",
    "![x](//host/share/a.png)",
    "![x](\\\\\\\\host\\share\\a.png)",
    "![x](<\\\\host\\a.png>)",
    "![x](../../a.png)",
    "![x](/etc/a.png)",
    "![x](C:/a.png)",
    "![x](data:image/png;base64,AA)",
    "![x](%2e%2e%2fa.png)",
    "![x](formula:eA==)",
    "<img src='formula:eA=='>",
    "<img srcset='http://x.y/z.png 2x' background='http://x.y'>",
    "<table background='http://x.y/z.png'><tr><td background='x'>a</td></tr></table>",
    "<video src='http://x.y'></video><audio src='x'></audio>",
    "<a href='https://x.y' onclick='x()' target=_blank ping='https://x.y'>x</a>",
    "<p id=x class=y name=z>x</p>",
    "<td colspan=100000000>x</td><img width=99999999 height=99999999 src=a.png>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
]
TAGS = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
NUMBERS = {"width", "height", "start"}


class Inspector(HTMLParser):
    """Collects whatever a card must not contain."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.feed(shown)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.harm.append(tag)
        for name, value in attrs:
            if not self.is_harmless(name, value or ""):
                self.harm.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.harm.append(data)

    @staticmethod
    def is_harmless(name: str, value: str) -> bool:
        if name == "src":
            return formula_of(value) is not None or not re.search(r"[:/\\%]", value)
        if name == "href":
            return value.startswith(("http://", "https://"))
        if name in NUMBERS:
            return bool(re.fullmatch(r"\d{1,4}", value))
        return name in ("alt", "title", "align", "dir")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through(attack: str) -> None:
    for text in (attack, f"text {attack} text", f"- {attack}", f"| a |\n|---|\n| {attack} |"):
        assert Inspector(to_html(text)).harm == []


@pytest.mark.parametrize("text", ["![x](formula:eA==)", "<img src='formula:eA=='>", "<img src='FORMULA:eA=='>"])
def test_a_deck_cannot_name_a_formula_picture_itself(text: str) -> None:
    assert "src" not in to_html(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<b>", "</p>", '"', "'", ">", "<", "`", "\n", "\n\n", "$", "$$", "|", "- "]),
        max_size=6,
    )
)
def test_no_mixture_of_attacks_gets_through(parts: list[str]) -> None:
    assert Inspector(to_html("".join(parts))).harm == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LARGEST_TEXT + 1),
        "<div>" * 31 + "x",
        "<table><tr><td>" * 4 + "x",
        "a|b\n-|-\n" + "1|2\n" * 600,
        "<br>" * (MOST_ELEMENTS + 1),
        "<div>" * 20_000,
        "[" * 60_000,
        "`a" * 30_000,
        "\n" * 100_000 + "a",
        "\\" * 60_000,
    ],
)
def test_what_is_too_large_or_too_deep_is_shown_as_it_is_written(text: str) -> None:
    shown = to_html(text)

    assert TOO_LARGE in shown
    assert shown.count("<") == 6
    assert len(shown) < 7 * SHOWN_CHARACTERS


@pytest.mark.parametrize(
    "text", [">" * 60_000, "> " * 30_000, "- " * 30_000, "1. " * 20_000, "*a " * 1_900, "$a " * 5_900]
)
def test_deep_markdown_ends_in_a_small_page(text: str) -> None:
    shown = to_html(text)

    assert TOO_LARGE in shown or shown.count("<") < 2 * MOST_ELEMENTS


@pytest.mark.parametrize("text", ["<table><tr><td>" * 3 + "x", "<div>" * 28 + "x"])
def test_what_is_just_small_enough_is_laid_out(text: str) -> None:
    assert TOO_LARGE not in to_html(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_html(text: str) -> None:
    assert isinstance(to_html(text), str)


@pytest.mark.parametrize("source", ["run.svg", "formula:%%%", "formula:/w=="])
def test_other_addresses_are_no_formula(source: str) -> None:
    assert formula_of(source) is None


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=50))
def test_a_formula_address_holds_the_formula(latex: str) -> None:
    assert formula_of(formula_source(latex)) == latex


def test_cells_span_no_others() -> None:
    shown = to_html('<table><tr><th colspan="2">a</th><td rowspan="3" align="right">b</td></tr></table>')

    assert "span" not in shown
    assert '<td align="right">b</td>' in shown
