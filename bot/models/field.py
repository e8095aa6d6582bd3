"""How the fields of ideas and their issues are kept in step, and what both sides agreed on."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from bot.models.columns import Json, LongText, word
from bot.models.table import Table
from bot.words import Direction, Side, SyncedField


class FieldRule(Table, table=True):
    """How a product keeps one field in step, where it is not the usual way."""

    __tablename__ = "field_rule"

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    field: SyncedField = Field(sa_type=word(SyncedField), primary_key=True)
    direction: Direction = Field(sa_type=word(Direction))
    owner: Side = Field(sa_type=word(Side))


class FieldState(Table, table=True):
    """What is known of one field of an idea's issue."""

    __tablename__ = "field_state"

    link_id: int = Field(foreign_key="ideaissue.id", primary_key=True)
    field: SyncedField = Field(sa_type=word(SyncedField), primary_key=True)
    base: str | None = Field(default=None, sa_type=LongText)
    """What both sides held when they last agreed; None when they never did."""
    seen: str = Field(default="", sa_type=LongText)
    """What Jira held when it was decided to write, in its own words."""
    sent: list[Any] = Field(default_factory=list, sa_type=Json)
    """What was sent since they last agreed: to find it in Jira is no change of anybody's."""
    refused: str | None = Field(default=None, sa_type=LongText)
    """The value Jira did not take: it is not sent again by itself."""
    trouble: str = Field(default="", sa_type=LongText)
    """Why not."""
    off: bool = False
    """Somebody stopped syncing it, or it cannot be followed any more."""
    agreed_at: datetime | None = None
