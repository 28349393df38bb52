"""The formula sheet: every formula can be set, its tables are right, and it asks nothing."""

from __future__ import annotations

import re
import statistics

import pytest

from studyapp import paths
from studyapp.domain.formula import formulas
from studyapp.formats.formula import is_quickly_set
from studyapp.formats.markup import TOO_LARGE, to_html
from tests.decks.numeric_oracles_1 import CONSTANTS

SHEET = (paths.shipped("resources") / "formula-sheet.md").read_text(encoding="utf-8")
PARTS = SHEET.split("\n## ")[1:]
FORMULAS = sorted({formula.latex for formula in formulas(SHEET)})


def rows(part: str) -> list[list[str]]:
    """The rows of numbers in the tables of a part."""
    text = next(each for each in PARTS if each.startswith(part))
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [line for line in lines if all(re.fullmatch(r"[\d.]+", cell) for cell in line)]


@pytest.mark.parametrize("latex", FORMULAS)
def test_a_formula_is_set_quickly(latex: str) -> None:
    assert is_quickly_set(latex)


def test_the_sheet_and_each_part_of_it_can_be_laid_out() -> None:
    for text in (SHEET, *PARTS):
        assert TOO_LARGE not in to_html(text)


def test_the_sheet_has_a_part_for_every_field_of_work() -> None:
    titles = " ".join(part.partition("\n")[0].casefold() for part in PARTS)
    for field in ("leadership", "strategy", "finance", "projects", "statistics", "capability", "lean", "reliability",
                  "customers", "supply", "training"):  # fmt: skip
        assert field in titles


def test_the_sheet_holds_no_questions_and_is_not_the_exam_board_s() -> None:
    assert "?" not in SHEET
    assert "not affiliated with ASQ" in SHEET


def test_the_constants_of_control_charts_are_those_of_the_published_tables() -> None:
    shown = {int(row[0]): tuple(map(float, row[1:])) for row in rows("Control charts")}
    assert shown == {n: (d2, c4, *rest) for n, (d2, _, c4, *rest) in CONSTANTS.items()}


def test_the_shares_of_the_normal_distribution_are_right() -> None:
    pairs = [(float(row[at]), row[at + 1]) for row in rows("Statistics") for at in (0, 2, 4)]
    assert len(pairs) == 24
    for z, share in pairs:
        digits = len(share.partition(".")[2])
        assert float(share) == round(1 - statistics.NormalDist().cdf(z), digits), z
