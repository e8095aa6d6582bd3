"""Capture: the messages ideas were made of, and the support given by an emoji."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table, the column and the index by which a thread finds its idea."""
    op.add_column("support", sa.Column("reacted", sa.String(), nullable=True))
    op.create_index("idea_thread", "idea", ["channel", "thread"], unique=False)
    op.create_table(
        "source_message",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "ts"),
    )
    op.create_index("ix_source_message_idea_id", "source_message", ["idea_id"], unique=False)
