"""What PMs are asked each week, and what they say of their releases."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import LongText, word
from bot.models.table import Table
from bot.words import Confidence


class CheckIn(Table, table=True):
    """A person was asked in a week: once, whatever they answer for."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("workspace_id", "user", "week"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    user: str
    week: str
    """The local week in which they were asked, such as 2026-W48."""
    asked_at: datetime
    channel: str | None = None
    ts: str | None = None
    """The message that asked, once it was sent."""


class Assessment(Table, table=True):
    """How a release looks to one person, as the digests of one week tell it."""

    __table_args__ = (UniqueConstraint("product_id", "version", "period", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    product_id: int = Field(foreign_key="product.id")
    version: str
    """The Jira version's id."""
    period: str
    """The local week whose digests tell it."""
    user: str
    confidence: Confidence = Field(sa_type=word(Confidence))
    line: str = Field(default="", sa_type=LongText)
    at: datetime
