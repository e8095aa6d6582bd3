"""What was said about ideas in the threads they came from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.message import MessageRef
from bot.models import Comment, Idea


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

    def count(self, ideas: Sequence[int]) -> int:
        """How many replies to any of these ideas stand."""
        rows = select(func.count()).where(*self._standing(ideas))
        return self.session.exec(rows).one()

    def newest(self, ideas: Sequence[int], limit: int) -> list[tuple[Comment, int]]:
        """The newest replies to any of these ideas that stand, oldest first, each with the number
        of its own."""
        rows = select(Comment, Idea.number).join(Idea, col(Idea.id) == Comment.idea_id)
        standing = rows.where(*self._standing(ideas))
        found = self.session.exec(standing.order_by(col(Comment.ts).desc()).limit(limit))
        return list(found)[::-1]

    def _standing(self, ideas: Sequence[int]) -> tuple[Any, ...]:
        return (
            Comment.workspace_id == self.workspace,
            col(Comment.idea_id).in_(ideas),
            col(Comment.deleted_at).is_(None),
        )
