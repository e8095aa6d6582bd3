"""The labels that new issues of a product get."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add them, none so far, and whether they are set."""
    op.execute("ALTER TABLE product ADD COLUMN labels JSON NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE product ADD COLUMN labelled BOOLEAN NOT NULL DEFAULT TRUE")
