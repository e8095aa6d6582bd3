"""How a product's releases stand, as counted last, and what its PMs are told of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import asdict
from sqlmodel import Session, col, select

from bot.domain.forecast import Dates
from bot.domain.outlook import News, Outlook
from bot.models import ReleaseCount, ReleaseNotice
from bot.store.statements import inserting

ADD = inserting(ReleaseNotice, "id")


class Outlooks:
    """The counted releases of one workspace's products."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def count(self, product: int) -> ReleaseCount | None:
        """A product's last count; None before the first."""
        rows = select(ReleaseCount).where(
            ReleaseCount.workspace_id == self.workspace, ReleaseCount.product_id == product
        )
        return self.session.exec(rows).first()

    def keep(
        self, product: int, found: Sequence[Outlook], items: int, at: datetime, day: date
    ) -> None:
        """Store a count in place of the last one, unless that is the newer."""
        known = self.count(product)
        if known is not None and known.at > at:
            return
        count = known or ReleaseCount(
            product_id=product, workspace_id=self.workspace, at=at, day=day, items=0
        )
        count.at, count.day, count.items = at, day, items
        count.outlooks = [{**asdict(one), "dates": list(one.dates)} for one in found]
        self.session.add(count)
        self.session.flush()

    # --- What is told

    def notice(self, product: int, news: Sequence[News], at: datetime) -> None:
        """Note what is to be told; what was noted before, stays as it is."""
        if not news:
            return
        rows = [
            {
                "workspace_id": self.workspace,
                "product_id": product,
                "version_id": one.version,
                "concern": one.concern,
                "about": one.about,
                "seen_at": at,
                "told_at": None,
            }
            for one in news
        ]
        self.session.execute(ADD[self.session.get_bind().dialect.name], rows)

    def untold(self, product: int) -> list[ReleaseNotice]:
        """What a product's PMs were not told yet, oldest first, locked."""
        rows = (
            select(ReleaseNotice)
            .where(
                ReleaseNotice.workspace_id == self.workspace,
                ReleaseNotice.product_id == product,
                col(ReleaseNotice.told_at).is_(None),
            )
            .order_by(col(ReleaseNotice.id))
            .with_for_update()
        )
        return list(self.session.exec(rows))

    def told(self, notices: Sequence[ReleaseNotice], at: datetime) -> None:
        """They are told now."""
        for notice in notices:
            notice.told_at = at
            self.session.add(notice)
        self.session.flush()

    def notices(self, ids: Sequence[int]) -> list[ReleaseNotice]:
        """These notices, oldest first."""
        rows = select(ReleaseNotice).where(
            ReleaseNotice.workspace_id == self.workspace, col(ReleaseNotice.id).in_(ids)
        )
        return list(self.session.exec(rows.order_by(col(ReleaseNotice.id))))


def outlooks(count: ReleaseCount | None) -> dict[str, Outlook]:
    """The outlooks of a count by version; of none, none."""
    found = [_outlook(row) for row in count.outlooks] if count else []
    return {one.version: one for one in found}


def _outlook(row: dict[str, Any]) -> Outlook:
    plan, dates = row["plan"], row["dates"]
    return Outlook(
        **{
            **row,
            "plan": date.fromisoformat(plan) if plan else None,
            "dates": Dates(*(date.fromisoformat(day) if day else None for day in dates)),
        }
    )
