"""Card text → the HTML that is shown: CommonMark, tables and formulas, with only a small harmless set of tags left.

Qt's text view is no sanitizer: it would open local files and network shares, and deeply nested tables would freeze it. So
everything passes an allow-list, and what is too large or too deep is shown as plain text.
"""

from __future__ import annotations

import base64
import binascii
import html
import os
import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from studyapp.domain.formula import formula_at
from studyapp.formats.media import media_name

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LARGEST_TEXT = 200_000
"""Characters of card text, and of the HTML made of it."""
MOST_ELEMENTS = 3_000
DEEPEST_ELEMENT = 30
DEEPEST_TABLE = 3
MOST_ROWS = 500
MOST_BRACKETS = 2_000
MOST_SIGNS = 6_000
"""Brackets, backticks and other signs for which Markdown looks far ahead."""

MOST_LINES = 5_000

TOO_LARGE = "This text is too large or too deeply nested to be laid out, so its beginning is shown as it is written."
SHOWN_LINES = 500
SHOWN_CHARACTERS = 20_000

FORMULA_SCHEME = "formula:"

_TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "noscript", "template", "title", "textarea"}
_ATTRIBUTES = {
    "*": {"dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
_SMALL_NUMBER = re.compile(r"[0-9]{1,4}")
_LARGEST_NUMBERS = {"colspan": 50, "rowspan": 50, "width": 4000, "height": 4000, "start": 9999}
_WORDS = {"dir": ("ltr", "rtl", "auto"), "align": ("left", "right", "center")}
_LINK = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)

# html5ever writes every attribute in double quotes, so this finds whole tags in what nh3 gives.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>")
_EMPTY_ELEMENTS = {"br", "hr", "img"}
_AHEAD = re.compile(r"[\[`<!*_~$&\\]")

_NOTHING_TO_ESCAPE = re.compile(r"(?![ \t#+=>:-]|\d{1,9}[.)])[^\\`*_\[\]<&$~\n]*+")
_ALWAYS = re.compile(r"([\\`*_\[\]<])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,31};)")
_LINE_START = re.compile(r"^(?:([#+=>:-])|(\d{1,9})([.)]))", re.MULTILINE)
_LONE_BREAK = re.compile(r"(?<=[^\n])[ \t]*\n(?!\s*\n|\s*\Z)")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def to_html(text: str) -> str:
    """Card text as harmless HTML. It never raises, whatever the text."""
    if len(text) > LARGEST_TEXT or text.count("\n") > MOST_LINES or text.count("[") > MOST_BRACKETS:
        return _as_written(text)
    if len(_AHEAD.findall(text)) > MOST_SIGNS:
        return _as_written(text)
    shown = _cleaner()(_markdown().render(text.replace("\x00", "")))
    return shown if _is_small(shown) else _as_written(text)


def to_plain(text: str) -> str:
    """The words that `to_html` shows, on one line, with pictures and formulas as their alternative text."""
    shown = re.sub(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", r" \1 ", to_html(text))
    spaced = re.sub(r"</?(?:p|div|br|li|tr|td|th|h[1-6]|dt|dd|pre|blockquote|hr)\b[^>]*>", " ", shown)
    return " ".join(html.unescape(_TAG.sub("", spaced)).split())


def formula_source(latex: str) -> str:
    """The image address that stands for a formula."""
    return FORMULA_SCHEME + base64.urlsafe_b64encode(latex.encode("utf-8", "replace")).decode()


def formula_of(source: str) -> str | None:
    """The LaTeX that an image address stands for, or None if it is no formula."""
    if not source.startswith(FORMULA_SCHEME):
        return None
    try:
        return base64.b64decode(source.removeprefix(FORMULA_SCHEME), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def escape_markdown(text: str) -> str:
    """Plain text as CommonMark that shows exactly this text: no sign of it is markup, and its lines stay lines."""
    if _NOTHING_TO_ESCAPE.fullmatch(text):
        return text
    text = _ENTITY.sub(r"\\&", _ALWAYS.sub(r"\\\1", text))
    if text.count("$") > 1:
        text = text.replace("$", "\\$")
    text = _LINE_START.sub(_escape_line_start, _INDENT.sub("", text.replace("~~", "\\~\\~")))
    if "\n" in text:
        # A row of pipes could become a table, and a lone line break is only a space in CommonMark.
        text = _LONE_BREAK.sub("\\\\\n", text.replace("|", "\\|"))
    return text


def _escape_line_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _as_written(text: str) -> str:
    beginning = "\n".join(text[:SHOWN_CHARACTERS].replace("\x00", "").split("\n")[:SHOWN_LINES])
    return f"<p><em>{TOO_LARGE}</em></p><pre>{html.escape(beginning)}</pre>"


def _is_small(shown: str) -> bool:
    if len(shown) > LARGEST_TEXT:
        return False
    depth = tables = rows = elements = 0
    for closing, tag, _ in _TAG.findall(shown):
        if tag in _EMPTY_ELEMENTS:
            elements += 1
            continue
        step = -1 if closing else 1
        depth += step
        elements += not closing
        tables += step if tag == "table" else 0
        rows += tag == "tr" and not closing
        if depth > DEEPEST_ELEMENT or tables > DEEPEST_TABLE or rows > MOST_ROWS or elements > MOST_ELEMENTS:
            return False
    return elements <= MOST_ELEMENTS


@cache
def _cleaner() -> Callable[[str], str]:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed_value,
        url_schemes={"http", "https", _own_scheme()},
        link_rel=None,
    ).clean


@cache
def _own_scheme() -> str:
    """A scheme that no deck can guess: only a formula that was rendered here becomes a formula's picture."""
    return f"formula{os.urandom(12).hex()}"


def _allowed_value(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        own = f"{_own_scheme()}:"
        return FORMULA_SCHEME + value.removeprefix(own) if value.startswith(own) else media_name(value)
    if name in _LARGEST_NUMBERS:
        return value if _SMALL_NUMBER.fullmatch(value) and int(value) <= _LARGEST_NUMBERS[name] else None
    if name in _WORDS:
        return value if value in _WORDS[name] else None
    return value


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Addresses are judged by the attribute filter, which knows media from links; here they would only lose their text.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.inline.ruler.push("formula", _formula_in_line)
    markdown.block.ruler.before("fence", "formula", _formula_block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.core.ruler.push("align", _align_cells)
    markdown.add_render_rule("formula", _render_formula)
    markdown.add_render_rule("formula_block", _render_formula_block)
    return markdown


def _formula_in_line(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    formula = formula_at(state.src, state.pos)
    if formula is None or formula.end > state.posMax:
        return False
    if not silent:
        if formula.display and (state.tokens or state.pending):
            state.push("hardbreak", "br", 0)
        state.push("formula", "img", 0).content = formula.latex
        if formula.display and formula.end < state.posMax:
            state.push("hardbreak", "br", 0)
    state.pos = formula.end
    return True


def _formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A display formula that has its lines for itself; without this rule `=` or `-` below it would make a heading."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("$$", start) or state.is_code_block(start_line):
        return False
    formula = formula_at(state.src, start)
    if formula is None:
        return False
    last = next((line for line in range(start_line, end_line) if state.eMarks[line] >= formula.end), -1)
    if last < 0 or state.src[formula.end : state.eMarks[last]].strip():
        return False
    if not silent:
        token = state.push("formula_block", "img", 0)
        token.content, token.block, token.map = formula.latex, True, [start_line, last + 1]
        state.line = last + 1
    return True


def _align_cells(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if isinstance(style, str):
            token.attrs["align"] = style.removeprefix("text-align:")


def _render_formula(
    renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    latex = tokens[index].content
    source = formula_source(latex).removeprefix(FORMULA_SCHEME)
    return f'<img src="{_own_scheme()}:{source}" alt="{html.escape(latex)}">'


def _render_formula_block(
    renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return f"<p>{_render_formula(renderer, tokens, index, options, env)}</p>\n"
