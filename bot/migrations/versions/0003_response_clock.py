"""How long ideas have waited, and how long each answer took."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the clocks, and what each decision remembers of its own."""
    op.create_table(
        "response_clock",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("escalated_for", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("idea_id"),
    )
    op.add_column("decision", sa.Column("waited", sa.Integer(), nullable=True))
    op.add_column("decision", sa.Column("late", sa.Boolean(), nullable=True))
