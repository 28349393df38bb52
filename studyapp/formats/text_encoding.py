"""Which encoding a table of unknown origin is in: certain ones first, a guess only where everything fits it."""

from __future__ import annotations

import re

# Western text has single letters and signs beyond ASCII, never long runs of them and few of the rare signs.
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{4,}")
_RARE_SIGN = re.compile(r"[^\x00-\x7fÀ-ÿŒœŠšŽžŸ‘’‚“”„…–—•€£¥§©®™°±²³µ·¼½¾×÷«»¿¡ªº\xa0]")


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; ValueError with a sentence if it is in none of them."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strict(content, encoding)
    if encoding := _unmarked_utf16(content):
        return _strict(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _western(content, line)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
        raise ValueError(f"it begins as {name} but is damaged; save it as UTF-8") from error


def _unmarked_utf16(content: bytes) -> str:
    start = content[:4096]
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.4 and start[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if half and start[::2].count(0) > half * 0.4 and start[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _western(content: bytes, line: int) -> str:
    advice = f"its encoding is not known (first seen in line {line}); save it as UTF-8"
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ValueError(advice) from error
    if "\x00" in text or _FOREIGN_RUN.search(text) or _RARE_SIGN.search(text):
        raise ValueError(advice)
    return text
