"""What the parts of an SVG draw again and again: references within references multiply until nothing else runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_REFERENCES = 1_000
MOST_REPEATED = 50_000
"""Elements that are drawn by way of references."""

_MULTIPLYING = ("marker", "mask", "pattern")
_URL = re.compile(r"url\(\s*[\"']?#([^\"')]*)")


def check_references(content: bytes) -> str:
    """What makes the drawing of an SVG in UTF-8 explode, as a sentence, or nothing."""
    reading = _Reading()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return f"The SVG is broken in line {error.lineno}; save it again as plain SVG."
    return reading.verdict()


@dataclass(slots=True, eq=False)
class _Part:
    """An element that is referred to, refers to others, or draws others."""

    kind: str
    identifier: str
    around: _Part | None
    used: list[str]
    named: list[str]
    begin: int
    size: int = 0
    refers: bool = False
    """Whether it or anything in it refers to what is drawn again."""
    multiplies: bool = False
    """Whether there is a marker, mask or pattern in it."""


@dataclass(slots=True)
class _Reading:
    parts: list[_Part] = field(default_factory=list)
    open: list[_Part | None] = field(default_factory=list)
    elements: int = 0
    in_style: bool = False
    styled: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        kind = tag.rpartition(":")[2]
        self.in_style = kind == "style"
        around = self.open[-1] if self.open else None
        named = _URL.findall(" ".join(attributes.values()))
        used = [value.strip()[1:] for name, value in attributes.items() if kind == "use" and name.endswith("href")]
        identifier = attributes.get("id") or attributes.get("xml:id") or ""
        part = around
        if identifier or named or used or kind in _MULTIPLYING:
            part = _Part(kind, identifier, around, used, named, self.elements)
            self.parts.append(part)
        self.open.append(part)

    def end(self, _tag: str) -> None:
        part = self.open.pop()
        self.in_style = False
        if part is not None:
            # The outermost end comes last, so the size that stays is that of the whole element.
            part.size = self.elements - part.begin + 1

    def text(self, text: str) -> None:
        if self.in_style:
            self.styled += _URL.findall(text)

    def verdict(self) -> str:
        """A sentence on the first thing that multiplies, or nothing."""
        targets = {part.identifier: part for part in self.parts if part.identifier}
        multiplying = {name for name, part in targets.items() if part.kind in _MULTIPLYING}
        if multiplying.intersection(self.styled):
            return "The SVG's style sheet names a marker, mask or pattern; name it in the elements themselves."
        references = [(part, name) for part in self.parts for name in part.used]
        references += [(part, name) for part in self.parts for name in part.named if name in multiplying]
        if len(references) > MOST_REFERENCES:
            return f"The SVG draws parts of itself more than {MOST_REFERENCES:,} times; save it as a PNG picture."
        for part, _ in references:
            _mark(part, "refers")
        for part in self.parts:
            if part.kind in _MULTIPLYING:
                _mark(part.around, "multiplies")
        repeated = 0
        for part, name in references:
            target = targets.get(name)
            repeated += target.size if target else 0
            if (target and target.refers) or (part.multiplies and name in multiplying) or repeated > MOST_REPEATED:
                return "The SVG draws parts of itself within such parts, or too many; save it as a PNG picture."
        return ""


def _mark(part: _Part | None, what: str) -> None:
    while part is not None and not getattr(part, what):
        setattr(part, what, True)
        part = part.around
