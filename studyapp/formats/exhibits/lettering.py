"""How wide text is in Inter, so that labels neither overlap nor leave the picture. A little too wide on purpose."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

# Thousandths of the type size; the widths of the regular weight in steps of 25.
_WIDTHS = {
    250: "ijl’",
    275: " I",
    300: "!',.:;·",
    325: "`t|",
    350: "/\\",
    375: "()[]fr",
    400: "1",
    425: "{}",
    450: "-_²³°“”₂",
    475: '"^',
    500: "*?–",
    525: "s",
    550: "akvxyz•",
    575: "7JLceµμ",
    600: "25EFbdhnopquβ£",
    625: "#03689Zg√σ",
    650: "$&+4<=>BPRST~−×±≤≥λ",
    675: "KXYαΔ€",
    700: "AVΣ",
    725: "CD",
    750: "GHNU",
    775: "OQ",
    825: "w",
    875: "m…",
    900: "M",
    950: "→",
    975: "%@W",
    1000: "—",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_BOLD = 1.07
_CAUTION = 1.03
CAP_HEIGHT = 0.727
"""Of the type size."""
LEADING = 1.3
"""The distance of two lines, of the type size."""


def text_width(text: str, size: float, weight: int = 400) -> float:
    """The width of a text in pixels at most, set in Inter or a font of its kind."""
    return _pixels(_thousandths(text), size, weight)


def _pixels(thousandths: int, size: float, weight: int) -> float:
    return thousandths * size * _CAUTION * (_BOLD if weight >= 600 else 1.0) / 1000


@functools.lru_cache(maxsize=2048)
def _thousandths(text: str) -> int:
    return sum(_WIDTH.get(sign) or _unknown(sign) for sign in text)


def _unknown(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    plain = unicodedata.normalize("NFD", sign)[0]
    return _WIDTH.get(plain) or (1000 if unicodedata.east_asian_width(sign) in "WF" else 800)


def fitted(text: str, room: float, size: float, weight: int = 400) -> str:
    """The text, or as much of its start as there is room for, with an ellipsis."""
    if text_width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if text_width(text[:middle].rstrip() + "…", size, weight) <= room else (low, middle - 1)
        )
    return text[:low].rstrip() + "…" if low else ""


def wrapped(text: str, room: float, size: float, lines: int, weight: int = 400) -> list[str]:
    """The text broken into at most so many lines; what is too long ends in an ellipsis."""
    words, ends = _broken(text, room, size, lines, weight)
    return [fitted(" ".join(words[start:end]), room, size, weight) for start, end in pairwise([0, *ends])]


def fits_wrapped(text: str, room: float, size: float, lines: int, weight: int = 400) -> bool:
    """Whether the text can be broken into so many lines without losing anything."""
    words, ends = _broken(text, room, size, lines, weight)
    return all(_pixels(_line(words[start:end]), size, weight) <= room for start, end in pairwise([0, *ends]))


def _broken(text: str, room: float, size: float, lines: int, weight: int) -> tuple[list[str], list[int]]:
    """The words of a text, and behind which of them its lines end; the last line takes all that is left."""
    words = text.split()
    ends: list[int] = []
    end = 0
    while end < len(words) and len(ends) < lines - 1:
        end, width = end + 1, _thousandths(words[end])
        while end < len(words):
            width += _WIDTH[" "] + _thousandths(words[end])
            if _pixels(width, size, weight) > room:
                break
            end += 1
        ends.append(end)
    if end < len(words):
        ends.append(len(words))
    return words, ends


def _line(words: Sequence[str]) -> int:
    return sum(map(_thousandths, words)) + _WIDTH[" "] * (len(words) - 1)
