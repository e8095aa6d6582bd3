"""Answers, and what brings them back."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.models import Decision, Idea, Trigger
from bot.words import Status, TriggerKind


class Decisions:
    """The decisions of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, decision: Decision, triggers: list[Trigger]) -> Decision:
        """Store a decision with its triggers."""
        self.session.add(decision)
        self.session.flush()
        assert decision.id is not None
        for trigger in triggers:
            trigger.decision_id = decision.id
            self.session.add(trigger)
        self.session.flush()
        return decision

    def latest(self, idea: int) -> Decision | None:
        """The decision that rules."""
        rows = select(Decision).where(
            Decision.workspace_id == self.workspace, Decision.idea_id == idea
        )
        return self.session.exec(rows.order_by(col(Decision.number).desc()).limit(1)).first()

    def numbered(self, idea: int, number: int) -> Decision | None:
        """One decision of an idea."""
        rows = select(Decision).where(
            Decision.workspace_id == self.workspace,
            Decision.idea_id == idea,
            Decision.number == number,
        )
        return self.session.exec(rows).first()

    def triggers(self, decision: int) -> list[Trigger]:
        """What brings a decision back."""
        rows = select(Trigger).where(
            Trigger.workspace_id == self.workspace, Trigger.decision_id == decision
        )
        return list(self.session.exec(rows.order_by(col(Trigger.id))))

    def due(self, today: date) -> list[tuple[Idea, Decision, Trigger]]:
        """Unfired date triggers of ruling decisions that are due by `today`, ideas locked."""
        rows = (
            select(Idea, Decision, Trigger)
            .join(Decision, col(Decision.idea_id) == Idea.id)
            .join(Trigger, col(Trigger.decision_id) == Decision.id)
            .where(
                Idea.workspace_id == self.workspace,
                Decision.number == Idea.decisions,
                col(Idea.status).in_([Status.NOT_NOW, Status.DECLINED]),
                Trigger.kind == TriggerKind.DATE,
                Trigger.value <= today.isoformat(),
                col(Trigger.fired_at).is_(None),
            )
            .order_by(col(Idea.number))
            .with_for_update(of=Idea)
        )
        return list(self.session.exec(rows))

    def between(self, product: int, start: datetime, end: datetime) -> list[tuple[Idea, Decision]]:
        """The answers given for a product in [start, end), oldest first."""
        rows = (
            select(Idea, Decision)
            .join(Decision, col(Decision.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                Decision.at >= start,
                Decision.at < end,
            )
            .order_by(col(Decision.id))
        )
        return list(self.session.exec(rows))
