"""Answers, and what brings them back."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.models import Decision, Idea, Trigger
from bot.store.among import among
from bot.words import Status, TriggerKind, Verdict

PUT_OFF = (Status.NOT_NOW, Status.DECLINED)
"""Where an answer may come back."""


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

    def fire(self, trigger: int, now: datetime) -> bool:
        """Note that a trigger fired; False when it had fired before."""
        fired = self.session.execute(
            update(Trigger)
            .where(
                col(Trigger.workspace_id) == self.workspace,
                col(Trigger.id) == trigger,
                col(Trigger.fired_at).is_(None),
            )
            .values(fired_at=now)
        )
        return bool(fired.rowcount == 1)  # type: ignore[attr-defined]

    def waiting(self, today: date, after: int, limit: int) -> list[Idea]:
        """Ideas that were put off, by id from `after` on, whose answer may come back by `today`."""
        due = or_(col(Trigger.kind) != TriggerKind.DATE, col(Trigger.value) <= today.isoformat())
        rows = self._put_off().where(due, col(Idea.id) > after)
        return list(self.session.exec(rows.order_by(col(Idea.id)).limit(limit)))

    def waiting_for(self, kind: TriggerKind, values: Collection[str], limit: int) -> list[Idea]:
        """Ideas whose answer waits for one of these releases, or of these issues."""
        if not values:
            return []
        rows = self._put_off().where(Trigger.kind == kind, among(col(Trigger.value), values))
        return list(self.session.exec(rows.order_by(col(Idea.id)).limit(limit)))

    def _put_off(self) -> SelectOfScalar[Idea]:
        """Ideas with a trigger of their ruling decision that has not fired, each once."""
        return (
            select(Idea)
            .join(Decision, col(Decision.idea_id) == Idea.id)
            .join(Trigger, col(Trigger.decision_id) == Decision.id)
            .where(
                Idea.workspace_id == self.workspace,
                Decision.number == Idea.decisions,
                col(Idea.status).in_(PUT_OFF),
                col(Trigger.fired_at).is_(None),
            )
            .distinct()
        )

    def ruling(
        self, products: Collection[int], since: datetime, limit: int
    ) -> list[tuple[Idea, Decision]]:
        """The answers since then that rule these products' ideas, newest first."""
        rows = (
            select(Idea, Decision)
            .join(Decision, col(Decision.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                col(Idea.product_id).in_(products),
                Decision.number == Idea.decisions,
                Decision.at >= since,
            )
            .order_by(col(Decision.id).desc())
            .limit(limit)
        )
        return list(self.session.exec(rows))

    def firsts(
        self, products: Collection[int], since: datetime, limit: int
    ) -> list[tuple[int, bool]]:
        """Of first answers since then to these products' ideas: business days waited, and whether
        that was late. A question back is no answer."""
        earlier = aliased(Decision)
        rows = (
            select(Decision.waited, Decision.late)
            .join(Idea, col(Decision.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                col(Idea.product_id).in_(products),
                Decision.verdict != Verdict.NEEDS_INFO,
                Decision.at >= since,
                col(Decision.waited).is_not(None),
                ~select(earlier.id)
                .where(
                    earlier.idea_id == Decision.idea_id,
                    col(earlier.number) < Decision.number,
                    earlier.verdict != Verdict.NEEDS_INFO,
                )
                .exists(),
            )
            .order_by(col(Decision.id).desc())
            .limit(limit)
        )
        return [(waited or 0, bool(late)) for waited, late in self.session.exec(rows)]

    def returned_between(self, product: int, start: datetime, end: datetime) -> int:
        """How many ideas of a product came back by themselves in [start, end)."""
        rows = (
            select(func.count())
            .select_from(Trigger)
            .join(Decision, col(Decision.id) == Trigger.decision_id)
            .join(Idea, col(Idea.id) == Decision.idea_id)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                col(Trigger.fired_at) >= start,
                col(Trigger.fired_at) < end,
            )
        )
        return self.session.exec(rows).one()

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
