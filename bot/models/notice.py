"""What people are to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json, word
from bot.models.table import Table
from bot.words import Change

WAITING: Any = text("owed_at IS NULL")


class Notice(Table, table=True):
    """One change to an idea that one person is told once: its row stays when it was."""

    __table_args__ = (
        UniqueConstraint("idea_id", "user", "name"),
        Index("notice_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("notice_waiting", "user", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id")
    user: str
    name: str
    """What tells this change from every other of the idea."""
    what: Change = Field(sa_type=word(Change))
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What it is told with: ids and numbers."""
    channel: str | None = None
    thread: str | None = None
    """The thread in which they hear it; by DM where there is none."""
    due_at: datetime
    """When it may be told, in the product's time."""
    owed_at: datetime | None = None
    """When it was handed to the outbox."""
