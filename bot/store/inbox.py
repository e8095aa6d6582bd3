"""Payloads taken in: each once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.models import InboxEntry


class Inbox:
    """The inbox of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def take(self, keys: Sequence[str], now: datetime) -> bool:
        """Whether none of `keys` came before; they are taken from now on.

        A concurrent transaction with the same key is waited for.
        """
        if not keys:
            return True
        rows = [{"workspace_id": self.workspace, "key": key, "at": now} for key in keys]
        insert = sqlite.insert if self._on_sqlite else postgresql.insert
        statement = insert(InboxEntry).values(rows).on_conflict_do_nothing()
        taken = self.session.execute(statement.returning(col(InboxEntry.key)))
        return len(taken.all()) == len(rows)

    def forget_before(self, instant: datetime) -> None:
        """Drop entries nobody will send again: Slack's last retry comes within minutes."""
        self.session.execute(
            delete(InboxEntry).where(
                col(InboxEntry.workspace_id) == self.workspace, col(InboxEntry.at) < instant
            )
        )

    @property
    def _on_sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"
