"""The Jira issues that ideas became."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Event, Idea, IdeaIssue, WorkItem
from bot.store.among import among
from bot.words import Status


class IdeaIssues:
    """What the ideas of one workspace became in Jira."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of(self, idea: int) -> list[IdeaIssue]:
        """The Jira issues an idea became, but for those deleted there."""
        return [link for link in self._links(idea) if link.gone_at is None]

    def _links(self, idea: int) -> list[IdeaIssue]:
        rows = select(IdeaIssue).where(
            IdeaIssue.workspace_id == self.workspace, IdeaIssue.idea_id == idea
        )
        return list(self.session.exec(rows.order_by(col(IdeaIssue.id))))

    def link(self, link: IdeaIssue) -> IdeaIssue:
        """Tie an idea to an issue; a tie that exists is kept."""
        for known in self._links(link.idea_id):
            if known.issue_id == link.issue_id:
                known.gone_at = None
                return known
        self.session.add(link)
        self.session.flush()
        return link

    def linked_to(self, issues: Sequence[str]) -> list[tuple[Idea, IdeaIssue]]:
        """The ideas that became any of these issues, locked, in the order of their numbers."""
        if not issues:
            return []
        rows = (
            select(Idea, IdeaIssue)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(Idea.workspace_id == self.workspace, among(col(IdeaIssue.issue_id), issues))
            .order_by(col(Idea.number))
            .with_for_update(of=Idea)
        )
        return list(self.session.exec(rows))

    def tied_by_key(self, key: str) -> list[Idea]:
        """The ideas that became the issue with this key, which is there."""
        rows = (
            select(Idea)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                IdeaIssue.key == key,
                col(IdeaIssue.gone_at).is_(None),
            )
        )
        return list(self.session.exec(rows.order_by(col(Idea.number))))

    def in_items(self, keys: Collection[str], limit: int) -> list[Idea]:
        """The ideas that became any of these work items, in the order of their numbers."""
        rows = (
            select(Idea)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                among(col(IdeaIssue.key), keys),
                col(IdeaIssue.gone_at).is_(None),
            )
            .distinct()
        )
        return list(self.session.exec(rows.order_by(col(Idea.number)).limit(limit)))

    def strays(self, projects: Collection[str], limit: int) -> list[str]:
        """Ids of issues in other projects than these that ideas are being built in."""
        rows = (
            select(IdeaIssue.issue_id)
            .join(Idea, col(Idea.id) == IdeaIssue.idea_id)
            .join(WorkItem, col(WorkItem.issue_id) == IdeaIssue.issue_id)
            .where(
                Idea.workspace_id == self.workspace,
                WorkItem.workspace_id == self.workspace,
                col(WorkItem.project).not_in(projects),
                col(WorkItem.gone_at).is_(None),
                col(Idea.status).in_([Status.PLANNED, Status.IN_PROGRESS]),
            )
        )
        return list(self.session.exec(rows.distinct().limit(limit)))

    def idea_of(self, key: str) -> Idea | None:
        """The newest idea that became the issue with this key."""
        rows = (
            select(Idea)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(Idea.workspace_id == self.workspace, IdeaIssue.key == key)
        )
        return self.session.exec(rows.order_by(col(Idea.number).desc()).limit(1)).first()

    def promised(self, product: int) -> list[tuple[Idea, str]]:
        """A product's ideas whose people were told of a version that is not out for them yet.

        With the version's id, in the order of their numbers.
        """
        rows = (
            select(Idea, IdeaIssue.planned_for)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                col(Idea.status).in_([Status.PLANNED, Status.IN_PROGRESS]),
                col(IdeaIssue.planned_for).is_not(None),
            )
            .order_by(col(Idea.number))
        )
        return [(idea, version) for idea, version in self.session.exec(rows) if version]

    def shipped_between(
        self, product: int, start: datetime, end: datetime
    ) -> list[tuple[Idea, str]]:
        """A product's ideas that shipped in [start, end), in the order of their numbers.

        With the id of the version their people were told of, empty where of none.
        """
        rows = (
            select(Idea, Event.detail, IdeaIssue.planned_for)
            .join(Event, col(Event.idea_id) == Idea.id)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id, isouter=True)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                Idea.status == Status.SHIPPED,
                Idea.updated_at >= start,
                Event.kind == "moved",
                Event.at >= start,
                Event.at < end,
            )
            .order_by(col(Idea.number), col(IdeaIssue.id))
        )
        moved = self.session.exec(rows)
        found = {
            idea.number: (idea, version or "")
            for idea, detail, version in moved
            if detail.get("to") == Status.SHIPPED
        }
        return list(found.values())

    def under_way(self, project: str) -> list[tuple[Idea, IdeaIssue]]:
        """The ideas being built in a Jira project, locked, in the order of their numbers."""
        rows = (
            select(Idea, IdeaIssue)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .join(WorkItem, col(WorkItem.issue_id) == IdeaIssue.issue_id)
            .where(
                Idea.workspace_id == self.workspace,
                WorkItem.workspace_id == self.workspace,
                WorkItem.project == project,
                col(Idea.status).in_([Status.PLANNED, Status.IN_PROGRESS]),
            )
            .order_by(col(Idea.number))
            .with_for_update(of=Idea)
        )
        return list(self.session.exec(rows))
