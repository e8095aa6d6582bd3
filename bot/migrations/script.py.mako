"""${message}."""

import sqlalchemy as sa
from alembic import op
import sqlmodel

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Apply it."""
    ${upgrades if upgrades else "pass"}
