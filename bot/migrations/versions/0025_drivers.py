"""Who sees a release out, where Jira tells."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column; the next reading of the versions fills it."""
    op.execute("ALTER TABLE release ADD COLUMN driver VARCHAR")
