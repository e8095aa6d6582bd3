"""Deliveries owed under the names their features had before."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

RENAMED = {
    "blockers.slept": "snooze.told",
    "product.done": "greeting.saved",
    "product.greet": "greeting.post",
    "product.lost": "greeting.lost",
    "triage.part": "several.part",
    "triage.told": "several.told",
}


def upgrade() -> None:
    """A worker claims only the kinds it knows: under their old names they would never leave."""
    delivery = sa.table("delivery", sa.column("kind"))
    for was, now in RENAMED.items():
        op.execute(delivery.update().where(delivery.c.kind == was).values(kind=now))
