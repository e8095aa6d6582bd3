"""Payloads taken in: each once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from bot.models import InboxEntry
from bot.store.statements import inserting

TAKE = inserting(InboxEntry, "key")
"""Built once: every acknowledgement waits for it."""


class Inbox:
    """The inbox of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def take(self, keys: Sequence[str], now: datetime) -> bool:
        """Whether none of `keys` came before; they are taken from now on.

        A concurrent transaction with the same key is waited for.
        """
        take = TAKE[self.session.get_bind().dialect.name]
        taken = [
            self.session.execute(take, {"workspace_id": self.workspace, "key": key, "at": now})
            for key in keys
        ]
        return all(row.first() is not None for row in taken)

    def forget_before(self, instant: datetime) -> None:
        """Drop entries nobody will send again: Slack's last retry comes within minutes."""
        self.session.execute(
            delete(InboxEntry).where(
                col(InboxEntry.workspace_id) == self.workspace, col(InboxEntry.at) < instant
            )
        )
