"""Plain text → card text: what a table says is shown as it is, whatever signs it holds."""

from __future__ import annotations

import re

_NOTHING_TO_ESCAPE = re.compile(r"(?![ \t#+=>:-]|\d{1,9}[.)])[^\\`*_\[\]<&$~\n]*+")
_ALWAYS = re.compile(r"([\\`*_\[\]<])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,31};)")
_LINE_START = re.compile(r"^(?:([#+=>:-])|(\d{1,9})([.)]))", re.MULTILINE)
_LONE_BREAK = re.compile(r"(?<=[^\n])[ \t]*\n(?!\s*\n|\s*\Z)")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


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
