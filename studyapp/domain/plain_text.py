"""Card text without its markup, on one line: for the search index, for lists, and to recognise a note by."""

from __future__ import annotations

import html
import re

from studyapp.domain.cloze import cloze_plain

_FORMULA = re.compile(r"\\.|\$\$?(?![\s$])((?:[^$\\\n]|\\.)+)(?<!\s)\$\$?(?!\d)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_IMAGE_TAG = re.compile(r"<img\b[^<>]*?\balt=\"([^\"<>]*)\"[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|dt|dd|dl|hr|pre)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINE_START = re.compile(r"^[ \t]*(?:(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)|#{1,6}(?=\s))[ \t]*)+", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-=_*|:~`][ \t]*){3,}$|^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\\)(?:\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_]))")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PIPE = re.compile(r"(?<!\\)\|")
# Signs that must survive the steps above them are held as private characters meanwhile.
_KEPT = {sign: chr(0xE000 + number) for number, sign in enumerate("\\*_`|<&[~#>-+.")}
_HOLD = str.maketrans(_KEPT)
_RELEASE = {ord(held): sign for sign, held in _KEPT.items()}
_PLAIN_ENOUGH = re.compile(r"[\\$*_`~<&|\[\n\r\t#>+-]|\d[.)]\s|\{\{|  ")


def plain(text: str) -> str:
    """CommonMark, formulas, deletions and HTML as words on one line. It never raises, whatever the text."""
    if not _PLAIN_ENOUGH.search(text):
        return text.strip()
    text = _FORMULA.sub(_hold_formula, cloze_plain(text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "<" in text:
        text = _IMAGE_TAG.sub(r" \1 ", text)
        text = _TAG.sub("", _BLOCK_TAG.sub(" ", text))
    text = _LINE_START.sub("", _RULE.sub("", text))
    text = _PIPE.sub(" ", _EMPHASIS.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.translate(_RELEASE).split())


def shortened(text: str, length: int) -> str:
    """The text cut at a word, with an ellipsis, to at most `length` characters."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > length // 2 else cut).rstrip(" ,;:.") + "…"


def _hold_formula(match: re.Match[str]) -> str:
    """A formula's source, or the sign after a backslash, kept from being read as markup."""
    if match[1] is not None:
        return match[1].strip().translate(_HOLD)
    return _ESCAPE.sub(lambda escaped: escaped[1].translate(_HOLD), match[0])
