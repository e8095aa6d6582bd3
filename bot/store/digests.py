"""Subscriptions to digests, and the posts made of them."""

from typing import Any

from sqlmodel import Session, col, select

from bot.models import Digest, Post, PostChart
from bot.words import DigestKind


class Digests:
    """The digests of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def by_id(self, digest: int) -> Digest | None:
        """The subscription with this id."""
        rows = select(Digest).where(Digest.workspace_id == self.workspace, Digest.id == digest)
        return self.session.exec(rows).first()

    def of(self, product: int, kind: DigestKind) -> Digest | None:
        """A product's subscription to one kind."""
        rows = select(Digest).where(
            Digest.workspace_id == self.workspace,
            Digest.product_id == product,
            Digest.kind == kind,
        )
        return self.session.exec(rows).first()

    def of_product(self, product: int) -> list[Digest]:
        """Everything a product subscribes to."""
        rows = select(Digest).where(
            Digest.workspace_id == self.workspace, Digest.product_id == product
        )
        return list(self.session.exec(rows.order_by(col(Digest.id))))

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

    def posted(self, post: int, ts: str) -> None:
        """Remember where a post stands."""
        found: Any = self.post_by_id(post)
        found.ts = ts
        self.session.add(found)

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
