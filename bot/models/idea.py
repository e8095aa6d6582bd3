"""Ideas, where they are shown, what they became, and text kept for its writer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json, LongText, word
from bot.models.table import Table
from bot.words import Priority, Source, Status

MERGED: Any = text("duplicate_of IS NOT NULL")
"""Few are: an index of all would tell the store that it finds most of them."""


class Idea(Table, table=True):
    """One request, shown as `#142`."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "request"),
        Index("idea_thread", "channel", "thread"),
        Index("idea_waiting", "workspace_id", "product_id", "status", "due_on", "number"),
        Index(
            "ix_idea_duplicate_of",
            "duplicate_of",
            sqlite_where=MERGED,
            postgresql_where=MERGED,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    number: int
    request: str
    """The payload that filed it: a payload files one idea at most."""
    title: str = Field(sa_type=LongText)
    problem: str = Field(default="", sa_type=LongText)
    requester: str = Field(index=True)
    """The Slack user who asked."""
    filed_by: str = Field(index=True)
    """Who typed it: the requester, or a colleague on their behalf."""
    source: Source = Field(default=Source.COMMAND, sa_type=word(Source))
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    priority: Priority | None = Field(default=None, sa_type=word(Priority))
    status: Status = Field(default=Status.NEW, sa_type=word(Status), index=True)
    channel: str | None = None
    """Where it was filed."""
    thread: str | None = None
    """The message it came from: answers go to its thread."""
    permalink: str | None = None
    decisions: int = 0
    """The number of its latest decision; what a click must know to be fresh."""
    duplicate_of: int | None = Field(default=None, foreign_key="idea.id")
    """The idea it was merged into, which may itself be merged into another."""
    due_on: date | None = None
    """The day by which it must be answered; None once answered, or while the clock pauses."""
    snoozed_until: datetime | None = None
    """Its PM does not want to see it in the queue before."""
    created_at: datetime
    updated_at: datetime


class Card(Table, table=True):
    """The message that shows an idea to its PMs and redraws itself."""

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    channel: str
    ts: str
    permalink: str | None = None


class Alike(Table, table=True):
    """The ideas found to be like one; they are looked for again once what was sought changes."""

    __tablename__ = "idea_alike"

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    sought: str = Field(sa_type=LongText)
    """Its title then, and how often it had been answered."""
    found: list[int] = Field(sa_type=Json)
    """Their row ids, the likest first."""


class IdeaIssue(Table, table=True):
    """The Jira issue an idea became."""

    __table_args__ = (UniqueConstraint("idea_id", "issue_id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id", index=True)
    issue_id: str = Field(index=True)
    key: str
    made: bool = True
    """Created for the idea: what it holds at first is nobody's choice."""
    version: str = ""
    """Ids of the versions it is planned for here, by comma; Jira may hold others for a while."""
    planned_for: str | None = None
    """Id of the version its people were told it is planned for."""
    gone_at: datetime | None = None
    """When the issue was found to be deleted in Jira: the idea is free for another."""


class Draft(Table, table=True):
    """Text somebody typed that went nowhere yet."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    user: str = Field(index=True)
    form: str
    """The form or command it was meant for."""
    about: str = ""
    """What tells two drafts of one form apart: the view it was typed in."""
    content: dict[str, Any] = Field(sa_type=Json)
    at: datetime
