"""What came in once, and what is owed to the outside."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from bot.models.columns import Json, LongText, word
from bot.models.table import Table
from bot.words import DeliveryState


class InboxEntry(Table, table=True):
    """A payload that was taken in. Its row is written with what it caused, or not at all."""

    __tablename__ = "inbox"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Delivery(Table, table=True):
    """One effect owed. `at` columns are real time, not the demo's moved clock."""

    __table_args__ = (
        Index(
            "delivery_open",
            "id",
            postgresql_where=text("state IN ('ready','leased','unknown')"),
            sqlite_where=text("state IN ('ready','leased','unknown')"),
        ),
        Index(
            "delivery_open_key",
            "key",
            "id",
            postgresql_where=text("state IN ('ready','leased','unknown')"),
            sqlite_where=text("state IN ('ready','leased','unknown')"),
        ),
        Index(
            "delivery_one_lease",
            "key",
            unique=True,
            postgresql_where=text("state = 'leased'"),
            sqlite_where=text("state = 'leased'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    key: str
    """Deliveries of one key leave one after another, in the order they were owed."""
    after: int | None = None
    """The delivery this one waits for."""
    payload: dict[str, Any] = Field(sa_type=Json)
    dedup: str = Field(unique=True)
    state: DeliveryState = Field(default=DeliveryState.READY, sa_type=word(DeliveryState))
    attempts: int = 0
    looks: int = 0
    """How often an uncertain outcome was looked for."""
    available_at: datetime
    lease_until: datetime | None = None
    lease_owner: str | None = None
    first_sent_at: datetime | None = None
    """When the send that may have happened was begun."""
    remote_ref: str | None = Field(default=None, sa_type=LongText)
    last_error: str | None = Field(default=None, sa_type=LongText)
    request: str = ""
    done_at: datetime | None = None


class RateGate(Table, table=True):
    """Until when nobody in the workspace calls a method the other side closed."""

    __tablename__ = "rate_gate"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    method: str = Field(primary_key=True)
    until: datetime
