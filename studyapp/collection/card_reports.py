"""Reports about cards: kept on this computer until the learner writes them to a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from studyapp.collection.changes import Journal
from studyapp.collection.moments import milliseconds
from studyapp.domain.card_reports import LONGEST_COMMENT, CardReport, Reason
from studyapp.domain.cards import headline
from studyapp.domain.content import Kind
from studyapp.errors import UserError

_FIELDS = (
    "SELECT r.id, n.id, d.key, d.title, d.version, n.key, t.kind, coalesce(n.leaf, ''), n.fields, r.reason, r.comment, r.time, r.sent"
    " FROM card_reports r JOIN notes n ON n.id = r.note_id JOIN decks d ON d.id = n.deck_id JOIN note_types t ON t.id = n.note_type_id"
)


class CardReports:
    """Takes, lists and removes reports."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def report(self, note_id: int, reason: Reason, comment: str, now: datetime) -> int:
        """Keep a report about a note; gives its id. Raises UserError if the note is gone or the comment too long or missing."""
        comment = comment.replace("\x00", "").strip()
        if len(comment) > LONGEST_COMMENT:
            raise UserError(f"The comment has {len(comment):,} characters; at most {LONGEST_COMMENT:,} can be kept.")
        if reason is Reason.OTHER and not comment:
            raise UserError("Say in a few words what is the matter with the card.")
        there = self._connection.exec_driver_sql("SELECT 1 FROM notes WHERE id = ?", (note_id,)).first()
        if there is None:
            raise UserError("This note is no longer in the collection.")
        with self._journal.change("Report card") as db:
            report_id: int = db.exec_driver_sql(
                "INSERT INTO card_reports(note_id, reason, comment, time) VALUES (?, ?, ?, ?)",
                (note_id, reason.value, comment, milliseconds(now)),
            ).lastrowid
        return report_id

    def all(self) -> tuple[CardReport, ...]:
        """All reports, newest first."""
        rows = self._connection.exec_driver_sql(f"{_FIELDS} ORDER BY r.time DESC, r.id DESC").all()
        return tuple(_report(*row) for row in rows)

    def of_note(self, note_id: int) -> tuple[CardReport, ...]:
        """The reports about one note, newest first."""
        rows = self._connection.exec_driver_sql(
            f"{_FIELDS} WHERE r.note_id = ? ORDER BY r.time DESC, r.id DESC", (note_id,)
        ).all()
        return tuple(_report(*row) for row in rows)

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.exec_driver_sql("SELECT count(*) FROM card_reports").scalar_one())

    def remove(self, report_id: int) -> None:
        """Take a report away; nothing happens if it is gone."""
        with self._journal.change("Remove report") as db:
            db.exec_driver_sql("DELETE FROM card_reports WHERE id = ?", (report_id,))

    def mark_exported(self, report_ids: Iterable[int], now: datetime) -> None:
        """Remember that these reports were written to a file. No undo step: undo would not take the file back."""
        marked = [(milliseconds(now), report_id) for report_id in report_ids]
        with self._journal.change("Export reports", undoable=False):
            self._journal.driver.executemany("UPDATE card_reports SET sent = ? WHERE id = ?", marked)


def _report(
    report_id: int, note_id: int, deck: str, title: str, version: str, key: str, kind: str, leaf: str, fields: str, reason: str,
    comment: str, time: int, sent: int | None,
) -> CardReport:  # fmt: skip
    known = reason if reason in list(Reason) else Reason.OTHER
    return CardReport(
        report_id, note_id, deck, title, version, key, Kind(kind), leaf, headline(Kind(kind), json.loads(fields)),
        Reason(known), comment, time, sent,
    )  # fmt: skip
