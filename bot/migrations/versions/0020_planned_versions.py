"""For which releases the issues of ideas are planned, as it was said here or taken from Jira."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; what Jira holds is taken over as issues are read."""
    op.execute("ALTER TABLE ideaissue ADD COLUMN version VARCHAR NOT NULL DEFAULT ''")
