"""Decks name their authors.

Frozen as it was written: the tables of `schema.py` move on, this step does not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; a deck tells its authors with its next edition."""
    op.add_column("decks", sa.Column("authors", sa.Text, nullable=False, server_default="[]"))
