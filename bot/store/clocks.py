"""The response clocks of ideas, and which of them run out."""

from datetime import date

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from bot.models import Idea, ResponseClock
from bot.store.ideas import PMS_TURN
from bot.store.statements import append


class Clocks:
    """The response clocks of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of(self, idea: int) -> ResponseClock:
        """An idea's clock; a fresh one that stands where it has none."""
        found = self.session.get(ResponseClock, idea)
        return found or ResponseClock(idea_id=idea, workspace_id=self.workspace)

    def begin(self, clock: ResponseClock) -> None:
        """Store the clock of a new idea."""
        append(self.session, clock)

    def save(self, clock: ResponseClock) -> None:
        """Store a changed clock."""
        self.session.add(clock)

    def due_by(self, day: date, limit: int) -> list[tuple[Idea, ResponseClock]]:
        """Ideas due by `day` whose PMs were not reminded, the longest due first, locked."""
        return self._unanswered(day, col(ResponseClock.reminded_for), limit)

    def late_by(self, day: date, limit: int) -> list[tuple[Idea, ResponseClock]]:
        """Ideas due by `day` whose lead was not told, the longest due first, locked."""
        return self._unanswered(day, col(ResponseClock.escalated_for), limit)

    def _unanswered(
        self, day: date, told: Mapped[date | None], limit: int
    ) -> list[tuple[Idea, ResponseClock]]:
        rows = (
            select(Idea, ResponseClock)
            .join(ResponseClock, col(ResponseClock.idea_id) == Idea.id)
            .where(
                Idea.workspace_id == self.workspace,
                col(Idea.status).in_(PMS_TURN),
                col(Idea.due_on) <= day,
                told.is_distinct_from(Idea.due_on),
            )
            .order_by(col(Idea.due_on), col(Idea.number))
            .limit(limit)
            .with_for_update(of=Idea)
        )
        return list(self.session.exec(rows))

    def unstarted(self, limit: int) -> list[Idea]:
        """Ideas that wait for a product's PMs though no clock runs, oldest first, locked."""
        rows = (
            select(Idea)
            .where(
                Idea.workspace_id == self.workspace,
                col(Idea.status).in_(PMS_TURN),
                col(Idea.product_id).is_not(None),
                col(Idea.due_on).is_(None),
            )
            .order_by(col(Idea.number))
            .limit(limit)
            .with_for_update()
        )
        return list(self.session.exec(rows))

    def running(self, product: int, after: int, limit: int) -> list[Idea]:
        """A product's ideas with a due day, those with ids over `after`, in order, locked."""
        rows = (
            select(Idea)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                col(Idea.due_on).is_not(None),
                col(Idea.id) > after,
            )
            .order_by(col(Idea.id))
            .limit(limit)
            .with_for_update()
        )
        return list(self.session.exec(rows))
