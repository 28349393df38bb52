from __future__ import annotations

from typing import Any

import pytest

from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.domain.findings import Finding, Severity
from studyapp.formats.rendering import check_rendering


def check(kind: Kind = Kind.QUESTION, **fields: Any) -> list[Finding]:
    return list(check_rendering(DeckSource("d", "D", (NoteSource("n", kind, fields),))))


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\frac{1}", "check the braces"),
        (r"\sqrt{x", "a bracket in it is never closed"),
        (r"\fraq{a}{b}", r"no command \fraq"),
        ("x" * 401, "too long"),
    ],
)
def test_a_formula_that_cannot_be_drawn_is_named_with_the_reason(latex: str, reason: str) -> None:
    (finding,) = check(front="What?", back=f"So: ${latex}$.")
    assert (finding.key, finding.field, finding.rule, finding.severity) == ("n", "back", "formula", Severity.MISTAKE)
    assert reason in finding.sentence


def test_sound_formulas_prices_and_code_without_formulas_are_let_pass() -> None:
    assert check(front=r"$\bar{\bar{x}} \pm A_2\bar{R}$ costs $5 to $10", back=r"$$\frac{USL-\mu}{3\sigma}$$") == []
    assert check(Kind.CLOZE, text=r"It is $\frac{ {{c1::a::first}} }{ {{c2::\sqrt{b}}} }$") == []
    assert check(Kind.NUMERIC, front=r"$\frac{ {total:2} }{ {n} }$ is what?", solution="${total} = 3{n}$") == []


def test_formulas_and_pictures_in_options_and_boxes_are_found_where_they_stand() -> None:
    found = check(Kind.CHOICE, front="?", options=[{"text": "a"}, {"text": r"$\frac{1}$"}])
    assert [finding.field for finding in found] == ["options[2].text"]
    found = check(Kind.CLASSIFY, front="?", boxes=[{"name": "a", "items": ["x", "![](x.svg)"]}])
    assert [finding.field for finding in found] == ["boxes[1].items[2]"]


@pytest.mark.parametrize("image", ["![](a.svg)", "![ ](a.svg)", "<img src='a.svg'>", '<img src="a.svg" alt=" ">'])
def test_a_picture_without_words_is_a_mistake(image: str) -> None:
    (finding,) = check(front=f"What is shown? {image}", back="A chart")
    assert (finding.field, finding.rule, finding.severity) == ("front", "alternative-text", Severity.MISTAKE)


@pytest.mark.parametrize(
    "image", ["![A chart](a.svg)", '<img alt="A chart" src="a.svg">', r"\![](a.svg)", "a < b, ![]"]
)
def test_a_picture_with_words_and_what_is_no_picture_are_let_pass(image: str) -> None:
    assert check(front=f"What is shown? {image}", back="A chart") == []
