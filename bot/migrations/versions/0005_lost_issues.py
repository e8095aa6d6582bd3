"""What became of issues that left Jira, and what was said of projects that cannot be read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the marks."""
    for table in ("work_item", "ideaissue"):
        gone_at = sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True)
        op.add_column(table, gone_at)
    counted_at = sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("project_sync", counted_at)
    for name, kind in (("alarm", sa.String()), ("counted", sa.Text())):
        op.add_column("project_sync", sa.Column(name, kind, nullable=False, server_default=""))
