"""Issues that vanished at once: too many to be believed deleted before somebody says so."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from bot.models.columns import Json, word
from bot.models.table import Table
from bot.words import Belief


class Vanishing(Table, table=True):
    """What one count found nowhere; until somebody chose, nothing of it is changed."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    project: str = Field(index=True)
    issues: list[Any] = Field(default_factory=list, sa_type=Json)
    """Ids; those that are there again are taken out."""
    seen_at: datetime
    chosen: Belief | None = Field(default=None, sa_type=word(Belief))
    chosen_by: str | None = None
    chosen_at: datetime | None = None
