"""How wide text is in Inter, so that labels neither overlap nor leave the picture. A little too wide on purpose."""

from __future__ import annotations

import functools
import unicodedata

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
    return _thousandths(text) * size * _CAUTION * (_BOLD if weight >= 600 else 1.0) / 1000


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
    words = text.split()
    broken: list[str] = []
    while words and len(broken) < lines - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size, weight) <= room:
            line += f" {words.pop(0)}"
        broken.append(fitted(line, room, size, weight))
    if words:
        broken.append(fitted(" ".join(words), room, size, weight))
    return broken


def fits_wrapped(text: str, room: float, size: float, lines: int, weight: int = 400) -> bool:
    """Whether the text can be broken into so many lines without losing anything."""
    return " ".join(wrapped(text, room, size, lines, weight)) == " ".join(text.split())
