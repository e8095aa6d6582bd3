"""How fields are kept in step, and what both sides agreed on."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, delete, exists, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.models import Decision, FieldRule, FieldState, Idea, IdeaIssue, Product, WorkItem
from bot.words import Status, SyncedField, Verdict

UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS)


class Fields:
    """The synced fields of one workspace's products and issues."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def rules(self, product: int) -> list[FieldRule]:
        """The rules a product set for itself."""
        rows = (
            select(FieldRule)
            .join(Product, col(Product.id) == FieldRule.product_id)
            .where(Product.workspace_id == self.workspace, FieldRule.product_id == product)
        )
        return list(self.session.exec(rows))

    def set_rule(self, rule: FieldRule) -> None:
        """Store a rule in place of the one there was."""
        self.session.merge(rule)
        self.session.flush()

    def states(self, link: IdeaIssue) -> Mapping[SyncedField, FieldState]:
        """What is known of each field of a link of this workspace; fresh where nothing is."""
        assert link.id is not None
        assert link.workspace_id == self.workspace
        rows = select(FieldState).where(FieldState.link_id == link.id)
        known = {state.field: state for state in self.session.exec(rows)}
        fresh = {field: FieldState(link_id=link.id, field=field) for field in SyncedField}
        return {**fresh, **known}

    def save(self, state: FieldState) -> None:
        """Store what changed."""
        self.session.add(state)
        self.session.flush()

    def tied(self, link: int) -> tuple[Idea, IdeaIssue] | None:
        """A link and its idea, locked."""
        rows = (
            select(Idea, IdeaIssue)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(Idea.workspace_id == self.workspace, IdeaIssue.id == link)
            .with_for_update(of=Idea)
        )
        return self.session.exec(rows).first()

    def untie(self, link: IdeaIssue) -> None:
        """Forget a link of this workspace and all that was agreed on by it."""
        assert link.workspace_id == self.workspace
        self.session.execute(delete(FieldState).where(col(FieldState.link_id) == link.id))
        self.session.delete(link)
        self.session.flush()

    def broken(
        self, product: int, projects: Collection[str], limit: int
    ) -> list[tuple[Idea, IdeaIssue]]:
        """The ideas of a product, newest first, that were agreed to, but whose only issue is gone,
        or in none of these projects."""
        own, live = (col(Idea.workspace_id) == self.workspace, aliased(IdeaIssue))
        lives = exists().where(col(live.idea_id) == Idea.id, col(live.gone_at).is_(None))
        agreed = exists().where(
            col(Decision.idea_id) == Idea.id,
            col(Decision.number) == Idea.decisions,
            col(Decision.verdict) == Verdict.YES,
        )
        gone = and_(
            col(IdeaIssue.gone_at).is_not(None),
            col(Idea.status) == Status.UNDER_REVIEW,
            agreed,
            not_(lives),
        )
        away = and_(
            col(IdeaIssue.gone_at).is_(None),
            col(Idea.status).in_(UNDER_WAY),
            col(WorkItem.project).not_in(projects),
        )
        item = and_(
            col(WorkItem.issue_id) == IdeaIssue.issue_id,
            col(WorkItem.workspace_id) == self.workspace,
        )
        rows = (
            select(Idea, IdeaIssue)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .join(WorkItem, item, isouter=True)
            .where(own, Idea.product_id == product, or_(gone, away))
            .order_by(col(Idea.number).desc(), col(IdeaIssue.id).desc())
        )
        return list(self.session.exec(rows.limit(limit)))

    def of_product(self, product: int, limit: int) -> list[tuple[Idea, IdeaIssue]]:
        """The ideas of a product with the issues they became, newest first."""
        rows = (
            select(Idea, IdeaIssue)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                col(IdeaIssue.gone_at).is_(None),
            )
            .order_by(col(Idea.number).desc())
        )
        return list(self.session.exec(rows.limit(limit)))
