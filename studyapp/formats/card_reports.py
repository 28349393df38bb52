"""Reports about cards as a file to send to a deck's author: CSV for tables, TOML or text for reading. Nothing is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from studyapp.domain.card_reports import REASON_WORDS, CardReport
from studyapp.errors import UserError
from studyapp.formats.files import shown_name, write_whole
from studyapp.formats.toml_text import table_lines

COLUMNS = ("deck", "version", "note", "kind", "leaf", "headline", "reason", "comment", "date")
SUFFIXES = (".csv", ".toml", ".txt")
"""Endings of the name, which choose the format."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(reports: Sequence[CardReport], path: Path) -> None:
    """Write the reports in the format that the name's ending asks for. Raises UserError for another ending or a full disk."""
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UserError(f"{shown_name(path.name)} was not written: its name must end in {', '.join(SUFFIXES)}.")
    text = {".csv": _csv, ".toml": _toml, ".txt": _plain}[suffix](list(map(_row, reports)))
    # Spreadsheets take a table for UTF-8 only with a byte order mark.
    write_whole(path, text.encode("utf-8-sig" if suffix == ".csv" else "utf-8", "replace"))


def _row(report: CardReport) -> dict[str, str]:
    day = datetime.fromtimestamp(report.time / 1000, UTC).date().isoformat()
    values = (
        report.deck_key, report.deck_version, report.note_key, report.kind.value, report.leaf, report.headline,
        REASON_WORDS[report.reason], report.comment, day,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _csv(rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_harmless(row[column]) for column in COLUMNS])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def _toml(rows: Iterable[Mapping[str, str]]) -> str:
    parts = ["# Reports about cards, written by studyapp."]
    for row in rows:
        parts.append("\n[[report]]\n" + "\n".join(table_lines({k: v for k, v in row.items() if v}, "report")))
    return "\n".join(parts) + "\n"


def _plain(rows: Iterable[Mapping[str, str]]) -> str:
    parts = []
    for row in rows:
        where = " · ".join(filter(None, (row["deck"], row["version"], row["note"], row["kind"], row["leaf"])))
        lines = [row["headline"], where, f"{row['date']}: {row['reason']}", row["comment"]]
        parts.append("\n".join(filter(None, lines)))
    return "\n\n".join(parts) + "\n"
