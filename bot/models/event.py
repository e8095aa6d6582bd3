"""What happened: the history of ideas and the audit trail, append-only."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from bot.models.columns import Json
from bot.models.table import Table


class Event(Table, table=True):
    """One act: by whom, when, on what. The database refuses to change or delete a row."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int | None = Field(default=None, foreign_key="idea.id", index=True)
    kind: str
    by: str
    """A Slack user id, or the name of the job."""
    at: datetime
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    request: str = ""
    """The id that runs from the payload through the log to the delivery."""
