"""Releases are counted from the traces of items, which are made anew when an item changes."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the tables; each project's items are traced when its releases are counted next."""
    op.create_table(
        "release_stay",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "version_id", "issue_id"),
    )
    op.create_index("release_stay_issue", "release_stay", ["workspace_id", "issue_id"])
    op.create_table(
        "closing",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "issue_id", "at"),
    )
    op.create_index("closing_day", "closing", ["workspace_id", "project", "at"])
    op.create_table(
        "trace_due",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "issue_id"),
    )
    op.create_index("trace_due_project", "trace_due", ["workspace_id", "project"])
    op.execute("ALTER TABLE project_sync ADD COLUMN traced_with VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE project_sync ADD COLUMN traced_to INTEGER")
