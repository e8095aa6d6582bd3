"""Instants within histories and sprints as ISO 8601, which is read without a step between."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PART = 1000
ITEM = sa.table(
    "work_item",
    sa.column("id", sa.Integer),
    sa.column("history", sa.JSON),
    sa.column("sprints", sa.JSON),
)


def upgrade() -> None:
    """Write every item's anew, some at a time; they were microseconds since 1970."""
    connection = op.get_bind()
    rows = sa.select(ITEM).order_by(ITEM.c.id).limit(PART)
    last = 0
    while found := connection.execute(rows.where(ITEM.c.id > last)).all():
        last = found[-1].id
        connection.execute(
            ITEM.update().where(ITEM.c.id == sa.bindparam("row")),
            [_converted(row) for row in found],
        )


def _converted(row: Any) -> dict[str, Any]:  # noqa: ANN401 - rows of a bare table have no type
    history = [[_instant(at), *rest] for at, *rest in row.history]
    sprints = [[*sprint[:4], *map(_instant, sprint[4:])] for sprint in row.sprints]
    return {"row": row.id, "history": history, "sprints": sprints}


def _instant(micros: int | None) -> str | None:
    return None if micros is None else (EPOCH + timedelta(microseconds=micros)).isoformat()
