"""The order of open issues, and who changed a priority or a rank."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the order; all issues are read again, for their histories name people now."""
    op.create_table(
        "project_order",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "project"),
    )
    op.execute("UPDATE project_sync SET cursor = NULL")
