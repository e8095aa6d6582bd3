"""Subscriptions to the weekly digests, and what was posted."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json, LongText, word
from bot.models.table import Table
from bot.words import DigestKind, DigestShape

PREVIEW = "preview:"
"""How the period of a post begins that one person alone sees, in a DM."""
OWN: Any = text("own AND removed_at IS NULL")


class Digest(Table, table=True):
    """A channel's subscription to a kind of digest of one product, posted once a week."""

    __table_args__ = (
        Index(
            "digest_own",
            "product_id",
            "kind",
            unique=True,
            sqlite_where=OWN,
            postgresql_where=OWN,
        ),
        Index("digest_channel", "workspace_id", "channel"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    product_id: int = Field(foreign_key="product.id")
    kind: DigestKind = Field(sa_type=word(DigestKind))
    shape: DigestShape = Field(default=DigestShape.TEAM, sa_type=word(DigestShape))
    channel: str
    weekday: int
    """0 is Monday."""
    at: time
    """Local time of day."""
    zone: str
    initiatives: list[Any] = Field(default_factory=list, sa_type=Json)
    """Ids of the Jira issues whose work alone it tells of; all where empty."""
    releases: list[Any] = Field(default_factory=list, sa_type=Json)
    """Ids of the versions whose work alone it tells of; all where empty."""
    own: bool = False
    """Whether it is one of the product's own, one of each kind, set up with the product."""
    paused: bool = False
    removed_at: datetime | None = None
    """It is kept for its posts and slots, so that neither is ever another's."""


class Post(Table, table=True):
    """One digest for one period."""

    __table_args__ = (UniqueConstraint("digest_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    digest_id: int = Field(foreign_key="digest.id", index=True)
    period: str
    """The slot it was due in; of one that was sent out of turn, or looked at, the press."""
    channel: str
    """Where it was posted, wherever its subscription goes since."""
    by: str | None = None
    """Who sent it out of turn, or looked at it."""
    messages: list[Any] = Field(sa_type=Json)
    """What is posted: the root first, its thread after."""
    ts: str | None = None
    """The root's time stamp, once posted."""
    permalink: str | None = None
    created_at: datetime

    @property
    def is_preview(self) -> bool:
        """Whether it is for one person's eyes."""
        return self.period.startswith(PREVIEW)


class PostChart(Table, table=True):
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
