"""Who stands behind an idea, for whom, and how much it matters to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from bot.models.columns import LongText, word
from bot.models.table import Table
from bot.words import Importance

ALONE: Any = text("customer_id IS NULL")


class Support(Table, table=True):
    """One person behind an idea, or a customer through a person. Its requester is the first.

    Rows stay with the idea they were given to. What a merged idea brings along is found through
    its pointer, so merging moves nothing and taking a merge back loses nothing.
    """

    __table_args__ = (
        Index(
            "support_person",
            "idea_id",
            "person",
            unique=True,
            sqlite_where=ALONE,
            postgresql_where=ALONE,
        ),
        Index("support_customer", "idea_id", "person", "customer_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id", index=True)
    person: str = Field(index=True)
    """The Slack user who stands behind it."""
    by: str
    """Who said so: the person, or a colleague on their behalf."""
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    """The customer the person speaks for."""
    importance: Importance | None = Field(default=None, sa_type=word(Importance))
    quote: str = Field(default="", sa_type=LongText)
    """What was said, word for word."""
    at: datetime
    reacted: str | None = None
    """The message under which it was given by an emoji alone: it goes when the emoji goes."""
