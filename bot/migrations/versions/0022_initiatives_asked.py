"""Owners are asked for initiatives too: what was asked is kept, and what is said is of either."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Name what an assessment is of by its kind; what was asked before is not known."""
    asked: sa.Column[str] = sa.Column("asked", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("check_in", asked)
    op.execute("ALTER TABLE assessment RENAME COLUMN version TO subject")
    op.execute("UPDATE assessment SET subject = 'release:' || subject")
