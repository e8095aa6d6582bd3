"""Notices: each change told to each person once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.models import Notice
from bot.store.statements import inserting

ADD = inserting(Notice, "id")


class Notices:
    """The notices of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, notices: Sequence[Notice]) -> dict[int, str]:
        """Store notices; the new ones' ids and people. Who has one of the change is left out."""
        if not notices:
            return {}
        add = ADD[self.session.get_bind().dialect.name]
        added = self.session.execute(add, [one.model_dump(exclude={"id"}) for one in notices])
        return {found.id or 0: found.user for found in self.by_ids(list(added.scalars()))}

    def by_ids(self, notices: Sequence[int]) -> list[Notice]:
        """These notices, oldest first."""
        rows = select(Notice).where(
            Notice.workspace_id == self.workspace, col(Notice.id).in_(notices)
        )
        return list(self.session.exec(rows.order_by(col(Notice.id))))

    def waiting(self, users: Collection[str]) -> list[Notice]:
        """What these people are told later, the first due first."""
        rows = select(Notice).where(
            Notice.workspace_id == self.workspace,
            col(Notice.user).in_(users),
            col(Notice.owed_at).is_(None),
        )
        return list(self.session.exec(rows.order_by(col(Notice.due_at), col(Notice.id))))

    def due(self, now: datetime, limit: int) -> list[Notice]:
        """What can be told by now, the first due first."""
        rows = select(Notice).where(
            Notice.workspace_id == self.workspace,
            Notice.due_at <= now,
            col(Notice.owed_at).is_(None),
        )
        order = (col(Notice.due_at), col(Notice.user), col(Notice.id))
        return list(self.session.exec(rows.order_by(*order).limit(limit)))

    def save(self, notice: Notice) -> None:
        """Store a changed notice."""
        self.session.add(notice)
        self.session.flush()

    def forget_before(self, instant: datetime) -> None:
        """Drop what was told long ago."""
        self.session.execute(
            delete(Notice).where(
                col(Notice.workspace_id) == self.workspace, col(Notice.owed_at) < instant
            )
        )
