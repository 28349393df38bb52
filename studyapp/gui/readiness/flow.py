"""Parts side by side that go on in the next line where there is no room."""

from __future__ import annotations

from collections.abc import Sequence


def lines(widths: Sequence[float], gap: float, room: float) -> list[tuple[float, int]]:
    """For each width its start and its line, from 0."""
    found: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in widths:
        if x and x + width > room:
            x, line = 0.0, line + 1
        found.append((x, line))
        x += width + gap
    return found
