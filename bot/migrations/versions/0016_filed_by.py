"""What somebody filed for others is listed with what they asked for themselves."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the index by which it is found."""
    op.create_index("ix_idea_filed_by", "idea", ["filed_by"], unique=False)
