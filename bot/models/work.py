"""What was read from Jira: work items with their histories, releases, and how far reading got."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, UniqueConstraint

from bot.models.columns import Json, LongText
from bot.models.table import Table
from bot.tracked import Version


class WorkItem(Table, table=True):
    """The snapshot of a Jira issue.

    The whole history is one column: it is written whole by each reading, read whole by the
    digests, and never searched by the database.
    """

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("workspace_id", "issue_id"),
        Index("work_item_open", "workspace_id", "project", "done"),
        Index("work_item_changed", "workspace_id", "project", "changed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    issue_id: str
    key: str = Field(index=True)
    project: str
    summary: str = Field(sa_type=LongText)
    type: str
    subtask: bool = False
    status_id: str
    status_name: str
    status_category: str
    done: bool = False
    resolution: str | None = None
    priority: str | None = None
    priority_id: str | None = None
    assignee: str | None = None
    assignee_name: str = ""
    parent: str | None = None
    flagged: bool = False
    estimate: float | None = None
    labels: list[Any] = Field(default_factory=list, sa_type=Json)
    versions: list[Any] = Field(default_factory=list, sa_type=Json)
    blockers: list[Any] = Field(default_factory=list, sa_type=Json)
    sprints: list[Any] = Field(default_factory=list, sa_type=Json)
    history: list[Any] = Field(default_factory=list, sa_type=Json)
    created_at: datetime
    updated_at: datetime
    changed_at: datetime
    """The last change in its history, or its creation."""
    gone_at: datetime | None = None
    """When it was found to be deleted in Jira: it counts nowhere, and is kept."""


class Release(Table, table=True):
    """A Jira version."""

    __table_args__ = (UniqueConstraint("workspace_id", "version_id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    version_id: str
    project: str = Field(index=True)
    name: str
    start_date: date | None = None
    release_date: date | None = None
    released: bool = False
    archived: bool = False
    driver: str | None = None
    """The Jira account that sees it out."""

    def as_version(self) -> Version:
        """The value the domain works on."""
        dates, state = (self.start_date, self.release_date), (self.released, self.archived)
        return Version(self.version_id, self.name, *dates, *state, self.project, self.driver)


class Slip(Table, table=True):
    """A release date that moved, as seen when it was read."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    release_id: int = Field(foreign_key="release.id", index=True)
    from_date: date | None = None
    to_date: date | None = None
    seen_at: datetime


class ProjectOrder(Table, table=True):
    """The open issues of a Jira project in its own order: by priority, then by rank."""

    __tablename__ = "project_order"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    project: str = Field(primary_key=True)
    issues: list[Any] = Field(default_factory=list, sa_type=Json)
    """The ids of the first ones."""
    read_at: datetime


class ProjectSync(Table, table=True):
    """How far a Jira project was read. The cursor is Jira's own `updated`."""

    __tablename__ = "project_sync"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    project: str = Field(primary_key=True)
    cursor: datetime | None = None
    """The newest `updated` that is stored."""
    tried_at: datetime | None = None
    """When the last pass was begun, or failed."""
    site_at: datetime | None = None
    """When statuses and priorities were read last."""
    first_at: datetime | None = None
    """The first finished pass: before it nothing is known of moved dates."""
    good_at: datetime | None = None
    """The last finished pass: digests are as of this."""
    statuses: list[Any] = Field(default_factory=list, sa_type=Json)
    priorities: list[Any] = Field(default_factory=list, sa_type=Json)
    error: str | None = Field(default=None, sa_type=LongText)
    alarm: str = ""
    """What admins were told is wrong with it; empty once it is well again."""
    counted_at: datetime | None = None
    """When all its issues were counted last."""
    counted: str = Field(default="", sa_type=LongText)
    """What the last count found, as a sentence."""
    traced_with: str = ""
    """What tells the meaning its statuses had when its items were traced."""
    traced_to: int | None = None
    """The row up to which all of them are traced anew; None while only what changed is."""
