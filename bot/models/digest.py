"""Subscriptions to the weekly digests, and what was posted."""

from datetime import datetime, time
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.models.columns import Json, LongText, word
from bot.words import DigestKind


class Digest(SQLModel, table=True):
    """A kind of digest of one product, posted to a channel once a week."""

    __table_args__ = (UniqueConstraint("product_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    product_id: int = Field(foreign_key="product.id")
    kind: DigestKind = Field(sa_type=word(DigestKind))
    channel: str
    weekday: int
    """0 is Monday."""
    at: time
    """Local time of day."""
    zone: str
    paused: bool = False


class Post(SQLModel, table=True):
    """One digest for one period."""

    __table_args__ = (UniqueConstraint("digest_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    digest_id: int = Field(foreign_key="digest.id", index=True)
    period: str
    messages: list[Any] = Field(sa_type=Json)
    """What is posted: the root first, its thread after."""
    ts: str | None = None
    """The root's time stamp, once posted."""
    created_at: datetime


class PostChart(SQLModel, table=True):
    """The chart of one of a post's messages."""

    __tablename__ = "post_chart"

    post_id: int = Field(foreign_key="post.id", primary_key=True)
    place: int = Field(primary_key=True)
    """Which of the post's messages it belongs to."""
    title: str
    alt: str = Field(sa_type=LongText)
    png: bytes | None = None
    """None once it was uploaded, or where it could not be drawn."""
    file: str | None = None
    """Slack's id of it."""
