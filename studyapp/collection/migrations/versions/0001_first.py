"""The first schema.

It is frozen here as statements: the tables of `schema.py` move on, this step does not.
"""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing came before: a new collection is created whole by `store.create`."""
