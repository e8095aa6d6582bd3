"""People in Jira, and who they are in Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table; it is filled as issues are read."""
    op.create_table(
        "jira_account",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "account"),
    )
    op.create_index("ix_jira_account_email", "jira_account", ["email"], unique=False)
    op.create_index("ix_jira_account_user", "jira_account", ["user"], unique=False)
