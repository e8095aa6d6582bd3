"""Field by field: how ideas and their issues are kept in step, and what they agreed on."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the rules and what is known of each field; what was agreed on is learnt anew."""
    op.create_table(
        "field_rule",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("product_id", "field"),
    )
    op.create_table(
        "field_state",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["ideaissue.id"]),
        sa.PrimaryKeyConstraint("link_id", "field"),
    )
    op.add_column(
        "ideaissue", sa.Column("made", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.drop_column("ideaissue", "priority")
