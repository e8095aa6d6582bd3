"""Subscriptions: any channel to any digest, in a shape, of some initiatives or releases."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ONE_OF_A_KIND = "digest_product_id_kind_key"
"""What PostgreSQL calls the rule that goes."""
ADDED: tuple[sa.Column[Any], ...] = (
    sa.Column("shape", sa.String(40), nullable=False, server_default="team"),
    sa.Column("initiatives", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("releases", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
)
OWN = sa.text("own AND removed_at IS NULL")
SET_ASIDE = (
    "CREATE TEMPORARY TABLE kept_post AS SELECT * FROM post",
    "CREATE TEMPORARY TABLE kept_chart AS SELECT * FROM post_chart",
    "DELETE FROM post_chart",
    "DELETE FROM post",
)
PUT_BACK = (
    "INSERT INTO post SELECT * FROM kept_post",
    "INSERT INTO post_chart SELECT * FROM kept_chart",
    "DROP TABLE kept_post",
    "DROP TABLE kept_chart",
)
REBUILT = (
    "INSERT INTO digest_new SELECT id, workspace_id, product_id, kind, channel, weekday, at, zone, "
    "paused FROM digest",
    "DROP TABLE digest",
    "ALTER TABLE digest_new RENAME TO digest",
)
CHANNELS = "UPDATE post SET channel = (SELECT channel FROM digest WHERE digest.id = post.digest_id)"


def upgrade() -> None:
    """Let a product have several; those there are stay its own, with their slots and posts."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
    else:
        op.drop_constraint(ONE_OF_A_KIND, "digest", type_="unique")
    for column in ADDED:
        op.add_column("digest", column)
    op.execute("UPDATE digest SET own = true")
    op.create_index(
        "digest_own",
        "digest",
        ["product_id", "kind"],
        unique=True,
        sqlite_where=OWN,
        postgresql_where=OWN,
    )
    op.create_index("digest_channel", "digest", ["workspace_id", "channel"], unique=False)
    op.add_column("post", sa.Column("channel", sa.String(), nullable=False, server_default=""))
    op.add_column("post", sa.Column("by", sa.String(), nullable=True))
    op.add_column("post", sa.Column("permalink", sa.String(), nullable=True))
    op.execute(CHANNELS)


def _rebuild() -> None:
    """SQLite drops no rule of a table: it is made anew, while nothing refers to it."""
    for statement in SET_ASIDE:
        op.execute(statement)
    op.create_table(
        "digest_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.drop_index("ix_digest_workspace_id", table_name="digest")
    for statement in REBUILT:
        op.execute(statement)
    op.create_index("ix_digest_workspace_id", "digest", ["workspace_id"], unique=False)
    for statement in PUT_BACK:
        op.execute(statement)
