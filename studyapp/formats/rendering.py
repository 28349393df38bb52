"""What a deck's texts look like when they are drawn: formulas that cannot be set, and pictures that say nothing to some."""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studyapp.domain.cloze import cloze_plain
from studyapp.domain.content import DeckSource, Kind
from studyapp.domain.findings import Finding, mistake
from studyapp.domain.formula import formulas
from studyapp.formats.formula import is_quickly_set

_IMAGE = re.compile(r"(?<!\\)!\[([^\]\n]*)\]\(|<img\b((?:[^<>\"]|\"[^\"]*\")*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"\s*[^\"\s]|'\s*[^'\s])", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"(?<![\\{}\w])\{[A-Za-z]\w*(?::\d+)?\}")


def check_rendering(deck: DeckSource) -> Iterator[Finding]:
    """Formulas that cannot be drawn and pictures without alternative text."""
    for note in deck.notes:
        for field, text in _texts("", note.fields):
            if "$" in text:
                yield from _check_formulas(note.key, field, text, note.kind)
            if "![" in text or "<" in text:
                yield from _check_images(note.key, field, text)


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """All texts in a field with where they stand, such as `options[2].text`."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _texts(f"{name}.{key}".removeprefix("."), entry)
    elif isinstance(value, (list, tuple)):
        for number, entry in enumerate(value, 1):
            yield from _texts(f"{name}[{number}]", entry)


def _check_formulas(key: str, field: str, text: str, kind: Kind) -> Iterator[Finding]:
    if kind is Kind.NUMERIC:
        # A drawn number stands here when the formula is set.
        text = _PLACEHOLDER.sub("12.5", text)
    for formula in formulas(cloze_plain(text) if kind is Kind.CLOZE else text):
        if wrong := _why_not_set(formula.latex):
            yield mistake("formula", key, field, f"The formula ${formula.latex[:80]}$ cannot be drawn: {wrong}")


def _why_not_set(latex: str) -> str:
    """Why a formula would be shown as its source, as the end of a sentence, or nothing."""
    if not is_quickly_set(latex):
        return "it is too long, too deep, or a bracket in it is never closed."
    try:
        drawing = _latex()(latex)
    except Exception:  # noqa: BLE001 - the parser raises all kinds of errors for text that is no LaTeX
        return "check the braces after its commands."
    unknown = next((part.text for part in drawing.element.iter() if (part.text or "").startswith("\\")), None)
    return f"there is no command {unknown}." if unknown else ""


@functools.cache
def _latex() -> Callable[[str], Any]:
    """What sets formulas; loaded with the first one."""
    with warnings.catch_warnings():
        # It asks for its font in a way that Python advises against.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.zmath import Latex
    return functools.cache(Latex)


def _check_images(key: str, field: str, text: str) -> Iterator[Finding]:
    for image in _IMAGE.finditer(text):
        said = bool(image[1].strip()) if image[1] is not None else bool(_ALT.search(image[2]))
        if not said:
            sentence = "The picture has no alternative text; say between ![ and ] what it shows."
            yield mistake("alternative-text", key, field, sentence)
