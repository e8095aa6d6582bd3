"""Who was asked how things look, and what they said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.models import Assessment, CheckIn
from bot.store.statements import inserting

ASK, BEGIN = inserting(CheckIn, "id"), inserting(Assessment, "id")


class CheckIns:
    """The check-ins of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def ask(self, user: str, week: str, asked: Sequence[str], at: datetime) -> int | None:
        """Note that a person is asked in a week, and for what; None where they were."""
        row: dict[str, Any] = {"user": user, "week": week, "asked": list(asked), "asked_at": at}
        row["workspace_id"] = self.workspace
        found = self.session.execute(ASK[self.session.get_bind().dialect.name], row).first()
        return int(found[0]) if found else None

    def asked_since(self, at: datetime) -> list[str]:
        """All that anybody was asked for from an instant on, as controls name it."""
        rows = select(CheckIn.asked).where(
            CheckIn.workspace_id == self.workspace, col(CheckIn.asked_at) >= at
        )
        return [value for asked in self.session.exec(rows) for value in asked]

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
        """What a person says of something for a week, as it is stored, locked; new where it is."""
        row = said.model_dump(exclude={"id"})
        self.session.execute(BEGIN[self.session.get_bind().dialect.name], row)
        rows = select(Assessment).where(
            Assessment.workspace_id == self.workspace,
            Assessment.product_id == said.product_id,
            Assessment.subject == said.subject,
            Assessment.period == said.period,
            Assessment.user == said.user,
        )
        return self.session.exec(rows.with_for_update()).one()

    def said(self, product: int, period: str) -> list[Assessment]:
        """What was said of a product's things for a week, the newest of each first."""
        rows = select(Assessment).where(
            Assessment.workspace_id == self.workspace,
            Assessment.product_id == product,
            Assessment.period == period,
        )
        order = (col(Assessment.subject), col(Assessment.at).desc(), col(Assessment.user))
        return list(self.session.exec(rows.order_by(*order)))

    def by(self, user: str, product: int, period: str) -> dict[str, Assessment]:
        """What one person said of them, by what it is of."""
        return {a.subject: a for a in self.said(product, period) if a.user == user}
