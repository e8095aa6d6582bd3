"""Subscriptions to digests, and the posts made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.message import MessageRef
from bot.models import Digest, Post, PostChart
from bot.models.digest import PREVIEW
from bot.words import DigestKind


class Digests:
    """The digests of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def by_id(self, digest: int) -> Digest | None:
        """The subscription with this id, unless it was removed."""
        return self.session.exec(self._rows().where(Digest.id == digest)).first()

    def of(self, product: int, kind: DigestKind) -> Digest | None:
        """A product's own subscription to one kind."""
        own = self._rows().where(Digest.product_id == product, col(Digest.own))
        return self.session.exec(own.where(Digest.kind == kind)).first()

    def own(self, product: int) -> list[Digest]:
        """A product's own subscriptions: one of each kind at most."""
        own = self._rows().where(Digest.product_id == product, col(Digest.own))
        return list(self.session.exec(own.order_by(col(Digest.id))))

    def of_product(self, product: int) -> list[Digest]:
        """Every channel's subscriptions to a product's digests."""
        rows = self._rows().where(Digest.product_id == product)
        return list(self.session.exec(rows.order_by(col(Digest.id))))

    def of_channel(self, channel: str) -> list[Digest]:
        """Everything a channel subscribes to."""
        rows = self._rows().where(Digest.channel == channel)
        return list(self.session.exec(rows.order_by(col(Digest.id))))

    def running(self, product: int, kind: DigestKind) -> list[Digest]:
        """Every subscription to one kind of a product's digests that is not paused."""
        rows = self._rows().where(Digest.product_id == product, Digest.kind == kind)
        return list(self.session.exec(rows.where(col(Digest.paused).is_(False))))

    def _rows(self) -> SelectOfScalar[Digest]:
        return select(Digest).where(
            Digest.workspace_id == self.workspace, col(Digest.removed_at).is_(None)
        )

    def subscribe(self, digest: Digest) -> Digest:
        """Store a subscription, new or changed."""
        self.session.add(digest)
        self.session.flush()
        return digest

    def post(self, post: Post) -> Post:
        """Store a post; the database refuses a second one for the period."""
        self.session.add(post)
        self.session.flush()
        return post

    def post_by_id(self, post: int) -> Post | None:
        """The post with this id."""
        rows = select(Post).where(Post.workspace_id == self.workspace, Post.id == post)
        return self.session.exec(rows).first()

    def post_of(self, digest: int, period: str) -> Post | None:
        """The post of a period."""
        rows = select(Post).where(
            Post.workspace_id == self.workspace, Post.digest_id == digest, Post.period == period
        )
        return self.session.exec(rows).first()

    def posted(self, post: int, at: MessageRef) -> None:
        """Remember where a post stands."""
        found: Any = self.post_by_id(post)
        found.channel, found.ts = at
        self.session.add(found)

    def linked(self, post: int, permalink: str) -> None:
        """Remember a post's address."""
        found: Any = self.post_by_id(post)
        found.permalink = permalink
        self.session.add(found)

    def posts(self, digest: int, limit: int) -> list[Post]:
        """The newest posts of a subscription that stand in its channel."""
        rows = select(Post).where(
            Post.workspace_id == self.workspace,
            Post.digest_id == digest,
            col(Post.ts).is_not(None),
            ~col(Post.period).startswith(PREVIEW),
        )
        return list(self.session.exec(rows.order_by(col(Post.id).desc()).limit(limit)))

    def forget_previews_before(self, at: datetime) -> None:
        """Drop what one person alone saw."""
        old = select(Post.id).where(
            Post.workspace_id == self.workspace,
            col(Post.period).startswith(PREVIEW),
            col(Post.created_at) < at,
        )
        self.session.execute(delete(PostChart).where(col(PostChart.post_id).in_(old)))
        self.session.execute(delete(Post).where(col(Post.id).in_(old)))

    def add_chart(self, chart: PostChart) -> None:
        """Store a chart of a post."""
        self.session.add(chart)

    def chart(self, post: int, place: int) -> PostChart | None:
        """The chart of one of a post's messages."""
        rows = (
            select(PostChart)
            .join(Post)
            .where(
                Post.workspace_id == self.workspace,
                PostChart.post_id == post,
                PostChart.place == place,
            )
        )
        return self.session.exec(rows).first()

    def uploaded(self, post: int, place: int, file: str | None) -> None:
        """Remember where a chart is, and keep its bytes no longer; None for nowhere."""
        found = self.chart(post, place)
        if found is not None:
            found.png, found.file = None, file
            self.session.add(found)
