"""What a reader sees of card text, read from its HTML."""

from __future__ import annotations

import html
import re

from studyapp.formats.markup import to_html


def shown_words(text: str) -> str:
    """The words that `to_html` shows, on one line, with pictures and formulas as their alternative text."""
    shown = re.sub(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", r" \1 ", to_html(text))
    spaced = re.sub(r"</?(?:p|div|br|li|tr|td|th|h[1-6]|dt|dd|pre|blockquote|hr)\b[^>]*>", " ", shown)
    return " ".join(html.unescape(re.sub(r"</?[a-z](?:[^<>\"]|\"[^\"]*\")*>", "", spaced)).split())
