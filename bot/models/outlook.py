"""How a product's releases stand, counted when something changed; and what its PMs were told."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json, word
from bot.models.table import Table
from bot.words import Concern


class ReleaseCount(Table, table=True):
    """The outlook of every release of a product, written whole by each count and read whole."""

    __tablename__ = "release_count"

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    at: datetime
    day: date
    """The product's own day it was counted on: forecasts are as of its start."""
    items: int
    """How many work items were looked at: what the next count costs."""
    outlooks: list[Any] = Field(default_factory=list, sa_type=Json)


class ReleaseNotice(Table, table=True):
    """Something about a release that a product's PMs are told once."""

    __tablename__ = "release_notice"
    __table_args__ = (UniqueConstraint("product_id", "version_id", "concern", "about"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    product_id: int = Field(foreign_key="product.id")
    version_id: str
    concern: Concern = Field(sa_type=word(Concern))
    about: str
    """The date, or the move of it, that is told of."""
    seen_at: datetime
    told_at: datetime | None = None
