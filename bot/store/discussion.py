"""What was said about ideas in the threads they came from."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.message import MessageRef
from bot.models import Comment


class Discussion:
    """The replies in one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, comment: Comment) -> Comment:
        """Store a reply, new or changed."""
        self.session.add(comment)
        self.session.flush()
        return comment

    def at(self, at: MessageRef) -> Comment | None:
        """The reply that stands there; others who want to change it wait."""
        rows = select(Comment).where(
            Comment.workspace_id == self.workspace,
            Comment.channel == at.channel,
            Comment.ts == at.ts,
        )
        return self.session.exec(rows.with_for_update()).first()

    def count(self, idea: int) -> int:
        """How many replies stand."""
        rows = select(func.count()).where(*self._standing(idea))
        return self.session.exec(rows).one()

    def newest(self, idea: int, limit: int) -> list[Comment]:
        """The newest replies that stand, oldest first."""
        rows = select(Comment).where(*self._standing(idea))
        found = self.session.exec(rows.order_by(col(Comment.ts).desc()).limit(limit))
        return list(found)[::-1]

    def _standing(self, idea: int) -> tuple[Any, ...]:
        return (
            Comment.workspace_id == self.workspace,
            Comment.idea_id == idea,
            col(Comment.deleted_at).is_(None),
        )
