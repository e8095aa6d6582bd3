"""Queues and places in them are read from an index alone, and duplicates from one of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

WAITING = ["workspace_id", "product_id", "status", "due_on", "number"]
MERGED = sa.text("duplicate_of IS NOT NULL")


def upgrade() -> None:
    """Add the one, and make the other of the few rows it is for."""
    op.create_index("idea_waiting", "idea", WAITING, unique=False)
    op.drop_index("ix_idea_duplicate_of", "idea")
    op.create_index(
        "ix_idea_duplicate_of",
        "idea",
        ["duplicate_of"],
        unique=False,
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    )
