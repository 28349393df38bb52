from __future__ import annotations

import pytest

from studyapp.domain.formula import formulas


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("$x$", ["x"]),
        ("$a$ and $b$", ["a", "b"]),
        ("$$x = 1$$", ["x = 1"]),
        (r"$\$5$", [r"\$5"]),
        ("$a\nb$", ["a\nb"]),
        ("costs $5 and $10", []),
        ("US$ 5 or $ 6", []),
        (r"\$x\$", []),
        ("$$", []),
        ("$ x $", []),
        ("$a\n\nb$", []),
        ("only one $", []),
        (r"\\$x$", ["x"]),
    ],
)
def test_formulas_are_told_from_prices(text: str, latex: list[str]) -> None:
    assert [formula.latex for formula in formulas(text)] == latex


def test_a_formula_knows_where_it_stands_and_whether_it_is_displayed() -> None:
    (formula,) = formulas("so $$x$$ it is")

    assert (formula.start, formula.end, formula.display) == (3, 8, True)
