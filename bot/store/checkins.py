"""Whom was asked how releases look, and what they said."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Assessment, CheckIn
from bot.store.statements import inserting

ASK, BEGIN = inserting(CheckIn, "id"), inserting(Assessment, "id")


class CheckIns:
    """The check-ins of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def ask(self, user: str, week: str, at: datetime) -> int | None:
        """Note that a person is asked in a week; None where they were."""
        row = {"workspace_id": self.workspace, "user": user, "week": week, "asked_at": at}
        asked = self.session.execute(ASK[self.session.get_bind().dialect.name], row).first()
        return int(asked[0]) if asked else None

    def by_id(self, checkin: int) -> CheckIn | None:
        """One check-in."""
        rows = select(CheckIn).where(CheckIn.workspace_id == self.workspace, CheckIn.id == checkin)
        return self.session.exec(rows).first()

    def last(self, user: str) -> CheckIn | None:
        """The last one of a person."""
        rows = select(CheckIn).where(CheckIn.workspace_id == self.workspace, CheckIn.user == user)
        return self.session.exec(rows.order_by(col(CheckIn.id).desc()).limit(1)).first()

    def save(self, row: CheckIn | Assessment) -> None:
        """Store a row, new or changed."""
        self.session.add(row)
        self.session.flush()

    def begun(self, said: Assessment) -> Assessment:
        """What a person says of a release for a week, as it is stored, locked; new where it is."""
        row = said.model_dump(exclude={"id"})
        self.session.execute(BEGIN[self.session.get_bind().dialect.name], row)
        rows = select(Assessment).where(
            Assessment.workspace_id == self.workspace,
            Assessment.product_id == said.product_id,
            Assessment.version == said.version,
            Assessment.period == said.period,
            Assessment.user == said.user,
        )
        return self.session.exec(rows.with_for_update()).one()

    def said(self, product: int, period: str) -> list[Assessment]:
        """What was said of a product's releases for a week, the newest of each release first."""
        rows = select(Assessment).where(
            Assessment.workspace_id == self.workspace,
            Assessment.product_id == product,
            Assessment.period == period,
        )
        order = (col(Assessment.version), col(Assessment.at).desc(), col(Assessment.user))
        return list(self.session.exec(rows.order_by(*order)))

    def by(self, user: str, product: int, period: str) -> dict[str, Assessment]:
        """What one person said of them, by version."""
        return {a.version: a for a in self.said(product, period) if a.user == user}
