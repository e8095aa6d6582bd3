"""The workspace's own reasons, where they differ from the shipped ones."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import LongText, word
from bot.models.table import Table
from bot.words import Verdict


class WorkspaceReason(Table, table=True):
    """A reason a workspace added, or a shipped one it reworded or retired."""

    __tablename__ = "reason"
    __table_args__ = (UniqueConstraint("workspace_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    code: str
    """What decisions hold; never changed."""
    verdict: Verdict = Field(sa_type=word(Verdict))
    label: str
    sentence: str = Field(sa_type=LongText)
    """What the requester is told, to start from."""
    note_required: bool = False
    retired_at: datetime | None = None
    """No new decision may use it; old ones keep it."""
