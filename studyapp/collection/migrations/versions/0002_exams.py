"""Practice exams that resume, questions kept for them, own references, reported cards.

Frozen as it was written: the tables of `schema.py` move on, this step does not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEPT_FOR_EXAMS = 4


def upgrade() -> None:
    """Add the columns and tables, then keep the questions that were never met for practice exams."""
    op.add_column("exams", sa.Column("scope", sa.Text, nullable=False, server_default=""))
    for column in ("strict", "position", "elapsed", "clock", "spent", "paused"):
        op.add_column("exams", _number(column))
    for column in ("seed", "options"):
        op.add_column("exam_answers", _number(column))
    for column in ("picked", "first_picked", "first_correct"):
        op.add_column("exam_answers", sa.Column(column, sa.Integer))
    for column in ("seen", "settled"):
        op.add_column("exam_answers", _number(column))
    for column in ("leaf", "level"):
        op.add_column("exam_answers", sa.Column(column, sa.Text))
    op.create_index("exam_answers_by_card", "exam_answers", ["card_id"])
    _own_references()
    _learn_notes()
    _reported_cards()
    op.execute(
        f"UPDATE cards SET retired = retired | {KEPT_FOR_EXAMS} WHERE state = 0 AND note_id IN (SELECT n.id FROM notes n"
        " JOIN note_types t ON t.id = n.note_type_id WHERE n.mock_pool = 1 AND t.kind IN ('choice', 'numeric'))"
    )


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _own_references() -> None:
    op.create_table(
        "leaf_references",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("leaf", sa.Text, nullable=False, unique=True),
        sa.Column("work", sa.Text, nullable=False, server_default=""),
        sa.Column("place", sa.Text, nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("edited", sa.Integer, nullable=False),
    )
    op.create_table(
        "lookups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("time", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
    )
    op.create_index("lookups_by_leaf", "lookups", ["leaf", "time"])


def _learn_notes() -> None:
    op.create_table(
        "learn_notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("deck_id", sa.Integer, sa.ForeignKey("decks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.UniqueConstraint("deck_id", "leaf"),
    )


def _reported_cards() -> None:
    op.create_table(
        "card_reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("note_id", sa.Integer, sa.ForeignKey("notes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("time", sa.Integer, nullable=False),
        sa.Column("sent", sa.Integer),
    )
    op.create_index("card_reports_by_note", "card_reports", ["note_id"])
