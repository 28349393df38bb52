from __future__ import annotations

import csv
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studyapp.domain.card_reports import CardReport, Reason
from studyapp.domain.content import Kind
from studyapp.errors import UserError
from studyapp.formats.card_reports import COLUMNS, SUFFIXES, write

TIME = round(datetime(2026, 11, 22, 11, 0, tzinfo=UTC).timestamp() * 1000)


def report(
    headline: str = "What comes after Plan?", comment: str = "It is Study.", reason: Reason = Reason.WRONG
) -> CardReport:
    return CardReport(
        7, 3, "small", "Small deck", "2026.1", "choice", Kind.CHOICE, "IV.B.1", headline, reason, comment, TIME, None
    )


def test_a_table_has_a_header_and_a_row_for_each_report(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    write([report(), report('Größe „x“, "y"\nzwei', "", Reason.TYPO)], file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(keepends=True)))
    assert rows == [
        list(COLUMNS),
        ["small", "2026.1", "choice", "choice", "IV.B.1", "What comes after Plan?", "What it says is wrong", "It is Study.", "2026-11-22"],
        ["small", "2026.1", "choice", "choice", "IV.B.1", "Größe „x“, \"y\"\nzwei", "Spelling, formula or picture", "", "2026-11-22"],
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path: Path, start: str) -> None:
    write([report(start, start)], tmp_path / "reports.csv")
    with (tmp_path / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(iter(csv.DictReader(file)))
    assert (row["headline"], row["comment"]) == (f"'{start}", f"'{start}")


def test_toml_holds_the_same_and_reads_back(tmp_path: Path) -> None:
    odd = 'He said """no""" \\ and\nleft\u0007'
    write([report(comment=odd), report(comment="")], tmp_path / "reports.toml")
    first, second = tomllib.loads((tmp_path / "reports.toml").read_text("utf-8"))["report"]
    assert (first["note"], first["comment"], first["date"]) == ("choice", odd, "2026-11-22")
    assert "comment" not in second


def test_text_reads_like_a_letter(tmp_path: Path) -> None:
    write([report(), report(comment="")], tmp_path / "reports.TXT")
    said = "What comes after Plan?\nsmall · 2026.1 · choice · choice · IV.B.1\n2026-11-22: What it says is wrong"
    assert (tmp_path / "reports.TXT").read_text("utf-8") == f"{said}\nIt is Study.\n\n{said}\n"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_reports_give_a_file_without_rows(tmp_path: Path, suffix: str) -> None:
    write([], tmp_path / f"reports{suffix}")
    assert "choice" not in (tmp_path / f"reports{suffix}").read_text("utf-8")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^reports\.xls was not written: its name must end in \.csv, \.toml, \.txt\.$"):
        write([report()], tmp_path / "reports.xls")
    assert list(tmp_path.iterdir()) == []
