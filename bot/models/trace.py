"""What is known of items for the counts of releases, so that their histories are read once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from bot.models.columns import Json, word
from bot.models.table import Table
from bot.tracked import Category


class ReleaseStay(Table, table=True):
    """A work item that is in a release, or ever was."""

    __tablename__ = "release_stay"
    __table_args__ = (Index("release_stay_issue", "workspace_id", "issue_id"),)

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    version_id: str = Field(primary_key=True)
    issue_id: str = Field(primary_key=True)
    project: str
    key: str
    category: Category = Field(sa_type=word(Category))
    inside: bool
    begun_at: datetime | None = None
    line: list[Any] = Field(default_factory=list, sa_type=Json)
    """Whether it was in it from the creation on, and the microseconds at which that changed, the
    creation first."""


class Closing(Table, table=True):
    """A stretch in which a work item was done, that began with an entry."""

    __table_args__ = (Index("closing_day", "workspace_id", "project", "at"),)

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    issue_id: str = Field(primary_key=True)
    at: datetime = Field(primary_key=True)
    project: str
    until: datetime | None = None


class TraceDue(Table, table=True):
    """A work item that changed since it was traced."""

    __tablename__ = "trace_due"
    __table_args__ = (Index("trace_due_project", "workspace_id", "project"),)

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    issue_id: str = Field(primary_key=True)
    project: str
