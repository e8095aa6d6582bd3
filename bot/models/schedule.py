"""When things are due, and the proof that each slot ran once."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from bot.models.table import Table


class Schedule(Table, table=True):
    """The next due instant of one job for one subject; moved on by compare-and-set."""

    __table_args__ = (UniqueConstraint("workspace_id", "job", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    job: str
    subject: int
    """What the job runs for: a digest, a product; 0 for the whole workspace."""
    next_at: datetime = Field(index=True)


class Run(Table, table=True):
    """A slot that was taken: unique, whatever the number of replicas, kills and restarts."""

    __table_args__ = (UniqueConstraint("workspace_id", "job", "subject", "slot"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    job: str
    subject: int
    slot: str
    """The local period, such as 2026-W44, never a UTC instant."""
    due_at: datetime
    taken_at: datetime
