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
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

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
    # Cells that span others make the layout explode, so none may.
    "td": {"align"},
    "th": {"align"},
}
_SMALL_NUMBER = r"[0-9]{1,4}"
_LARGEST_NUMBERS = {"width": 4000, "height": 4000, "start": 9999}
_WORDS = {"dir": ("ltr", "rtl", "auto"), "align": ("left", "right", "center")}
_LINK = r"(?i:https?)://[^\s\\]+"

# html5ever writes every attribute in double quotes, so this finds whole tags in what nh3 gives.
_TAG = r"<(/?)([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>"
_EMPTY_ELEMENTS = {"br", "hr", "img"}
_AHEAD = r"[\[`<!*_~$&\\]"


def to_html(text: str) -> str:
    """Card text as harmless HTML. It never raises, whatever the text."""
    if len(text) > LARGEST_TEXT or text.count("\n") > MOST_LINES or text.count("[") > MOST_BRACKETS:
        return _as_written(text)
    if len(re.findall(_AHEAD, text)) > MOST_SIGNS:
        return _as_written(text)
    shown = _cleaner()(_markdown().render(text.replace("\x00", "")))
    return shown if _is_small(shown) else _as_written(text)


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


def _as_written(text: str) -> str:
    beginning = "\n".join(text[:SHOWN_CHARACTERS].replace("\x00", "").split("\n")[:SHOWN_LINES])
    return f"<p><em>{TOO_LARGE}</em></p><pre>{html.escape(beginning)}</pre>"


def _is_small(shown: str) -> bool:
    if len(shown) > LARGEST_TEXT:
        return False
    depth = tables = rows = elements = 0
    for closing, tag, _ in re.findall(_TAG, shown):
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
        return value if re.fullmatch(_LINK, value) else None
    if name == "src":
        from studyapp.formats.media import media_name

        own = f"{_own_scheme()}:"
        return FORMULA_SCHEME + value.removeprefix(own) if value.startswith(own) else media_name(value)
    if name in _LARGEST_NUMBERS:
        return value if re.fullmatch(_SMALL_NUMBER, value) and int(value) <= _LARGEST_NUMBERS[name] else None
    if name in _WORDS:
        return value if value in _WORDS[name] else None
    return value


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from studyapp.formats import markdown_rules

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Addresses are judged by the attribute filter, which knows media from links; here they would only lose their text.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown.use(markdown_rules.formulas, picture=_formula_picture).use(markdown_rules.aligned_cells)


def _formula_picture(latex: str) -> str:
    source = formula_source(latex).removeprefix(FORMULA_SCHEME)
    return f'<img src="{_own_scheme()}:{source}" alt="{html.escape(latex)}">'
