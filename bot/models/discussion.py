"""The messages an idea was made of, and what was said about it in their thread."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import LongText
from bot.models.table import Table


class Comment(Table, table=True):
    """One reply in an idea's source thread. Like support, it stays with its own idea."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel", "ts"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id", index=True)
    channel: str
    ts: str
    author: str
    text: str = Field(sa_type=LongText)
    at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    """When its author took it back; its text is emptied then."""


class SourceMessage(Table, table=True):
    """A message an idea was made of: each is one idea, however often it is asked to become one."""

    __tablename__ = "source_message"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", index=True)
    author: str
    text: str = Field(default="", sa_type=LongText)
    """What it said when the idea was made of it."""
