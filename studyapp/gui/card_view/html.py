"""The HTML of a card, and the style sheet that gives it the look of the theme."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape

from studyapp.gui.theme import theme

Note = tuple[str, str]
"""A heading, and text under it as CommonMark."""

TITLE_SIZE = 24
"""Design pixels of the title of a card."""
TITLE_START = '<div class="title">'


@functools.lru_cache(maxsize=512)
def _html(text: str) -> str:
    from studyapp.formats.markup import to_html

    # White space behind the last paragraph would show as a space.
    return to_html(text).strip()


def body_html(text: str) -> str:
    """A text of a card; nothing for an empty one."""
    return _html(text) if text else ""


def label_html(text: str) -> str:
    """What is asked, in small letters."""
    return f'<p class="label">{escape(text)}</p>'


def title_html(text: str) -> str:
    """One line in large letters; nothing for an empty one."""
    return f"{TITLE_START}{_html(text)}</div>" if text else ""


def notes_html(notes: Sequence[Note]) -> str:
    """Notes below one another, a thin line between them."""
    return "<hr>".join(f'<p class="heading">{escape(heading)}</p>{_html(text)}' for heading, text in notes)


def remarks_html(remarks: Sequence[Note]) -> str:
    """Remarks below one another in smaller letters; a heading may be empty."""
    parts = (
        (f'<p class="heading">{escape(heading)}</p>' if heading else "") + _html(text)
        for heading, text in remarks
        if text
    )
    return f'<div class="remarks">{"".join(parts)}</div>' if remarks else ""


def with_wide_tables(html: str) -> str:
    """Tables as wide as the text."""
    return html.replace("<table>", '<table width="100%">')


def style_sheet(size: float) -> str:
    """The style sheet of a text, from the tokens."""
    return _style_sheet(size, theme().version)


@functools.lru_cache(maxsize=16)
def _style_sheet(size: float, _version: int) -> str:
    look = theme()

    def points(pixels: float) -> str:
        return f"{look.font(pixels).pointSizeF():.2f}pt"

    def colour(token: str) -> str:
        return look.colour(token).name()

    gap, small, cell = look.length(8), look.length(4), look.length(9)
    rule = look.length(size - 9)
    return f"""
    p, li, dd, dt {{ line-height: 122%; margin-top: 0; margin-bottom: {gap}px; }}
    ul, ol {{ margin-top: 0; margin-bottom: {gap}px; }}
    li {{ margin-bottom: {small}px; }}
    hr {{ background-color: {colour("border")}; margin-top: {rule}px; margin-bottom: {2 * rule}px; }}
    h1, h2, h3, h4, h5, h6 {{ font-size: {points(size)}; font-weight: 600; margin-top: {gap}px; margin-bottom: {small}px; }}
    p.label {{ color: {colour("muted")}; font-size: {points(13)}; line-height: 100%; margin-bottom: {gap}px; }}
    div.title p {{ font-size: {points(TITLE_SIZE)}; font-weight: 600; line-height: 110%; margin-bottom: {gap + small}px; }}
    p.heading {{ color: {colour("text")}; font-size: {points(13)}; font-weight: 600; line-height: 100%;
                 margin-bottom: {small}px; }}
    div.remarks p, div.remarks li {{ font-size: {points(13)}; color: {colour("muted")}; margin-bottom: {small}px; }}
    div.remarks p.heading {{ color: {colour("text")}; }}
    code, pre {{ background: {colour("sunken")}; font-size: {points(size - 2)}; }}
    mark {{ background: {colour("sel")}; color: {colour("accent")}; font-weight: 600; }}
    table {{ border-collapse: collapse; margin-top: {gap}px; margin-bottom: {gap}px; }}
    th {{ background: {colour("sel")}; padding: {cell}px; font-weight: 600; text-align: left; font-size: {points(size - 2)}; }}
    td {{ border-bottom: 1px solid {colour("border")}; padding: {cell}px; font-size: {points(size - 2)}; }}
    img {{ vertical-align: middle; }}
    blockquote {{ color: {colour("muted")}; }}
    """
