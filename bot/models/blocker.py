"""What people do about blockers: put one off, ask whoever can end it."""

from datetime import date, datetime

from sqlmodel import Field, Index, UniqueConstraint

from bot.models.columns import LongText
from bot.models.table import Table


class Snooze(Table, table=True):
    """A blocker no digest tells of before a day."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    issue_id: str = Field(primary_key=True)
    """Jira's id, which stays when the key changes."""
    until: date
    reason: str = Field(sa_type=LongText)
    by: str
    at: datetime


class Question(Table, table=True):
    """Somebody asked about a blocker, once in each digest's thread; the answer goes there."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "thread", "issue_id"),
        Index("question_dm", "workspace_id", "dm_channel", "dm_ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    product_id: int = Field(foreign_key="product.id")
    issue_id: str
    channel: str
    thread: str
    """The digest's own message."""
    asked: str
    """The Slack user who is to answer."""
    by: str
    at: datetime
    dm_channel: str | None = None
    dm_ts: str | None = None
    """Where they were asked: a reply in that thread is the answer too."""
    answer: str = Field(default="", sa_type=LongText)
    answered_at: datetime | None = None
