"""Merges: which idea was made a duplicate of which, and what it was before."""

from datetime import datetime

from sqlmodel import Field

from bot.models.columns import word
from bot.models.table import Table
from bot.words import Status


class Merge(Table, table=True):
    """One merge, kept after it was undone."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id", index=True)
    """The duplicate."""
    into_id: int = Field(foreign_key="idea.id", index=True)
    was: Status = Field(sa_type=word(Status))
    """The duplicate's status before, given back when the merge is undone."""
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
