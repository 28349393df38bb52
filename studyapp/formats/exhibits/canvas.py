"""The sheet that exhibits are drawn on: shapes and text in the colors of the design, as SVG that Qt can draw.

Qt draws SVG Tiny 1.2: no style sheets, no markers, no broken lines. Nothing here refers to anything outside the picture.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from html import escape

from studyapp.formats.exhibits.lettering import CAP_HEIGHT, LEADING

Point = tuple[float, float]

LIGHT = {
    "surface": "#ffffff", "sunken": "#eef2f7", "text": "#18212f", "muted": "#556274", "border": "#d7dde6",
    "line": "#8490a3", "track": "#e3e8ef", "accent": "#0b5cad", "onaccent": "#ffffff", "sel": "#e3eefb", "again": "#b3261e",
    "hard": "#8a5300", "good": "#1b6e3c", "teal": "#0f6f78", "strong_bg": "#dff1e5", "border_bg": "#fbeed5",
    "gap_bg": "#fbe2df", "h1": "#c3daf3", "h2": "#84b3e3", "h3": "#3d85cb",
}  # fmt: skip
DARK = {
    "surface": "#1d232d", "sunken": "#181d26", "text": "#e8edf4", "muted": "#a3b0c2", "border": "#323b49",
    "line": "#6d7b90", "track": "#303947", "accent": "#7db7ff", "onaccent": "#0b1a2c", "sel": "#24364d", "again": "#ff8a80",
    "hard": "#ffb951", "good": "#7bd89b", "teal": "#62cdd3", "strong_bg": "#1d3a2b", "border_bg": "#3f3118",
    "gap_bg": "#46231f", "h1": "#24466c", "h2": "#2f689f", "h3": "#4f93d8",
}  # fmt: skip

_FAMILY = "Inter"
"""One name: Qt takes a list of families for a single one that it does not find. Without Inter it takes its own font."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Canvas:
    """Collects shapes; `svg` gives the picture. Lengths are pixels, colors are tokens of the design."""

    def __init__(self, width: float, dark: bool) -> None:
        self.width = width
        self._colours = DARK if dark else LIGHT
        self._parts: list[str] = []

    def line(self, start: Point, end: Point, token: str, width: float = 1, dash: str = "") -> None:
        """A straight line; `dash` such as `8 5`."""
        self._parts.append(
            f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
            f"{self._stroke(token, width, dash)}/>"
        )

    def polyline(self, points: Iterable[Point], token: str, width: float = 1.5, dash: str = "") -> None:
        """A line through points."""
        if dash:
            self._parts.append(
                f'<polyline points="{_points(points)}" fill="none"{self._stroke(token, width, dash)}/>'
            )  # fmt: skip
            return
        # Qt draws sixty short lines many times faster than one line through sixty points.
        stroke = f'{self._stroke(token, width)} stroke-linecap="round"'
        self._parts += [
            f'<line x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}"{stroke}/>'
            for (x0, y0), (x1, y1) in itertools.pairwise(points)
        ]

    def polygon(self, points: Iterable[Point], fill: str, stroke: str = "", width: float = 1) -> None:
        """A filled shape with straight sides."""
        self._parts.append(f'<polygon points="{_points(points)}"{self._fill(fill)}{self._stroke(stroke, width)}/>')

    def path(self, steps: str, token: str, width: float = 2, fill: str = "") -> None:
        """A curve by SVG path steps."""
        self._parts.append(f'<path d="{steps}"{self._fill(fill)} stroke-linecap="round"{self._stroke(token, width)}/>')

    def rect(
        self, corner: Point, size: Point, fill: str, stroke: str = "", radius: float = 0, width: float = 1
    ) -> None:
        """A rectangle by its top left corner, width and height."""
        self._parts.append(
            f'<rect x="{_n(corner[0])}" y="{_n(corner[1])}" width="{_n(max(0.0, size[0]))}" height="{_n(max(0.0, size[1]))}"'
            f' rx="{_n(radius)}"{self._fill(fill)}{self._stroke(stroke, width)}/>'
        )

    def circle(self, centre: Point, radius: float, fill: str, stroke: str = "", width: float = 1) -> None:
        """A circle, or a ring with no fill."""
        self._parts.append(
            f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}"{self._fill(fill)}{self._stroke(stroke, width)}/>'
        )

    def text(
        self, at: Point, text: str, token: str = "text", size: float = 11, weight: int = 400, anchor: str = "start",
        turn: float = 0,
    ) -> None:  # fmt: skip
        """A line of text on its base line; `anchor` is start, middle or end; `turn` is in degrees, clockwise."""
        if not text:
            return
        turned = f' transform="rotate({_n(turn)} {_n(at[0])} {_n(at[1])})"' if turn else ""
        self._parts.append(
            f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-family="{_FAMILY}" font-size="{_n(size)}"'
            f' font-weight="{weight}" text-anchor="{anchor}"{self._fill(token)}{turned}>{safe(text)}</text>'
        )

    def centred(
        self, middle: Point, lines: Sequence[str], token: str = "text", size: float = 11, weight: int = 400,
        anchor: str = "middle",
    ) -> None:  # fmt: skip
        """Lines of text around a middle height."""
        first = middle[1] - (len(lines) - 1) * size * LEADING / 2 + size * CAP_HEIGHT / 2
        for index, line in enumerate(lines):
            self.text((middle[0], first + index * size * LEADING), line, token, size, weight, anchor)

    def arrow(self, points: Sequence[Point], token: str, width: float = 1.5) -> None:
        """A line through points with a filled head at its end."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        head, half = 5 + 1.5 * width, 2.2 + 0.9 * width
        foot = (x1 - dx * head, y1 - dy * head)
        self.polyline([*points[:-1], foot], token, width)
        self.polygon(
            [(x1, y1), (foot[0] - dy * half, foot[1] + dx * half), (foot[0] + dy * half, foot[1] - dx * half)], token
        )

    def svg(self, height: float, title: str, description: str) -> str:
        """The picture on its sunken ground."""
        size = f'width="{_n(self.width)}" height="{_n(height)}" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        ground = f'<rect width="{_n(self.width)}" height="{_n(height)}" rx="8"{self._fill("sunken")}/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny" {size}><title>{safe(title)}</title>'
            f"<desc>{safe(description)}</desc>{ground}{''.join(self._parts)}</svg>"
        )

    def _fill(self, token: str) -> str:
        return f' fill="{self._colours[token]}"' if token else ' fill="none"'

    def _stroke(self, token: str, width: float, dash: str = "") -> str:
        if not token:
            return ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return f' stroke="{self._colours[token]}" stroke-width="{_n(width)}"{dashes}'


def safe(text: str) -> str:
    """Text that is only text in XML."""
    return escape(_NO_XML.sub("", text), quote=True)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
