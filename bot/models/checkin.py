"""What people are asked each week, and what they say of their releases and initiatives."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json, LongText, word
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
    asked: list[Any] = Field(default_factory=list, sa_type=Json)
    """What they were asked for, as the controls name it."""
    channel: str | None = None
    ts: str | None = None
    """The message that asked, once it was sent."""


class Assessment(Table, table=True):
    """How a release or an initiative looks to one person, as the digests of a week tell it."""

    __table_args__ = (UniqueConstraint("product_id", "subject", "period", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    product_id: int = Field(foreign_key="product.id")
    subject: str
    """What it is of: `release:` and a version's id, or `initiative:` and an issue's."""
    period: str
    """The local week whose digests tell it."""
    user: str
    confidence: Confidence = Field(sa_type=word(Confidence))
    line: str = Field(default="", sa_type=LongText)
    at: datetime
