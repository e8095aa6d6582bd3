"""Ideas: the requests, their cards, their history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, not_, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.models import Card, Event, Idea
from bot.store.statements import append
from bot.words import Source, Status

PMS_TURN = (Status.NEW, Status.UNDER_REVIEW)
"""Where a PM, and nobody else, is waited for."""
CLOSED = (Status.SHIPPED, Status.DUPLICATE, Status.WITHDRAWN)


class Queued(NamedTuple):
    """An idea that waits, as far as its place in a queue depends on it."""

    id: int
    number: int
    title: str
    requester: str
    decisions: int
    created_at: datetime
    due_on: date | None
    product_id: int | None


QUEUED: Any = [getattr(Idea, name) for name in Queued._fields]


class Ideas:
    """The ideas of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, idea: Idea) -> Idea:
        """Store an idea, new or changed."""
        self.session.add(idea)
        self.session.flush()
        return idea

    def numbered(self, number: int, *, lock: bool = False) -> Idea | None:
        """Idea `#number`. With `lock`, others who want to change it wait."""
        return self._one(Idea.number == number, lock=lock)

    def by_id(self, idea: int, *, lock: bool = False) -> Idea | None:
        """The idea with this row id."""
        return self._one(Idea.id == idea, lock=lock)

    def of_ids(self, ideas: Sequence[int]) -> list[Idea]:
        """The ideas with these row ids, by number."""
        rows = select(Idea).where(Idea.workspace_id == self.workspace, col(Idea.id).in_(ideas))
        return list(self.session.exec(rows.order_by(col(Idea.number))))

    def lock(self, idea: Idea) -> None:
        """Wait for others who change it, and see what they made of it."""
        self.session.flush()
        self.session.refresh(idea, with_for_update=True)

    def of_request(self, request: str) -> Idea | None:
        """The idea a payload filed."""
        return self._one(Idea.request == request)

    def _one(self, condition: object, *, lock: bool = False) -> Idea | None:
        rows = select(Idea).where(Idea.workspace_id == self.workspace, condition)  # type: ignore[arg-type]
        return self.session.exec(rows.with_for_update() if lock else rows).first()

    def of_requester(self, user: str, limit: int) -> list[Idea]:
        """The newest ideas a person asked for, or filed for somebody else."""
        rows = select(Idea).where(
            Idea.workspace_id == self.workspace,
            or_(col(Idea.requester) == user, col(Idea.filed_by) == user),
        )
        return list(self.session.exec(rows.order_by(col(Idea.number).desc()).limit(limit)))

    def asked_by(self, person: str, ideas: Sequence[int]) -> set[int]:
        """Which of these ideas a person asked for."""
        rows = select(Idea.id).where(
            Idea.workspace_id == self.workspace,
            Idea.requester == person,
            col(Idea.id).in_(ideas),
        )
        return {idea for idea in self.session.exec(rows) if idea is not None}

    def queue(
        self, products: Sequence[int], homeless: bool, now: datetime, limit: int
    ) -> list[Queued]:
        """What waits for an answer of these products, and of none where `homeless`: what is due
        first. What was snoozed is left out until its time comes."""
        theirs = col(Idea.product_id).in_(products)
        rows = select_columns(*QUEUED).where(
            col(Idea.workspace_id) == self.workspace,
            or_(theirs, col(Idea.product_id).is_(None)) if homeless else theirs,
            col(Idea.status).in_(PMS_TURN),
            or_(col(Idea.snoozed_until).is_(None), col(Idea.snoozed_until) <= now),
        )
        order = (col(Idea.due_on).is_(None), col(Idea.due_on), col(Idea.created_at))
        return [Queued(*row) for row in self.session.execute(rows.order_by(*order).limit(limit))]

    def snoozed(self, products: Sequence[int], now: datetime) -> int:
        """How many ideas of these products wait until later."""
        rows = select(func.count()).where(
            Idea.workspace_id == self.workspace,
            col(Idea.product_id).in_(products),
            col(Idea.status).in_(PMS_TURN),
            col(Idea.snoozed_until) > now,
        )
        return self.session.exec(rows).one()

    def homeless(self) -> list[Idea]:
        """Ideas that wait for a product to be set up or chosen, oldest first."""
        rows = select(Idea).where(
            Idea.workspace_id == self.workspace,
            col(Idea.product_id).is_(None),
            Idea.status != Status.WITHDRAWN,
        )
        return list(self.session.exec(rows.order_by(col(Idea.number))))

    def card(self, idea: int) -> Card | None:
        """Where the idea's card is shown."""
        return self.session.get(Card, idea)

    def without_card(self, product: int, channel: str | None) -> list[Idea]:
        """A product's open ideas whose card is not in `channel`, oldest first.

        What came from a file gets its card when something happens to it, lest thousands come at
        once.
        """
        loaded = and_(col(Idea.source) == Source.IMPORT, col(Card.idea_id).is_(None))
        rows = (
            select(Idea)
            .join(Card, col(Card.idea_id) == Idea.id, isouter=True)
            .where(
                Idea.workspace_id == self.workspace,
                Idea.product_id == product,
                col(Idea.status).not_in(CLOSED),
                col(Card.channel).is_distinct_from(channel),
                not_(loaded),
            )
        )
        return list(self.session.exec(rows.order_by(col(Idea.number))))

    def place_card(self, card: Card) -> None:
        """Remember where the card is."""
        self.session.merge(card)

    def forget_card(self, idea: int) -> None:
        """The card's message is gone."""
        card = self.card(idea)
        if card is not None:
            self.session.delete(card)
            self.session.flush()

    def tell(self, event: Event) -> None:
        """Add to the history."""
        append(self.session, event)

    def history(self, idea: int) -> list[Event]:
        """What happened to an idea, oldest first."""
        rows = select(Event).where(Event.workspace_id == self.workspace, Event.idea_id == idea)
        return list(self.session.exec(rows.order_by(col(Event.id))))

    def trouble(self, idea: int) -> str:
        """What last went wrong outside and was not mended since; empty when all is well."""
        rows = select(Event).where(
            Event.workspace_id == self.workspace,
            Event.idea_id == idea,
            col(Event.kind).in_(["trouble", "mended"]),
        )
        last = self.session.exec(rows.order_by(col(Event.id).desc()).limit(1)).first()
        return str(last.detail["why"]) if last is not None and last.kind == "trouble" else ""

    def came_back(self, idea: int) -> str:
        """Why an idea is in the queue again; empty when it did not come back by itself."""
        rows = select(Event).where(
            Event.workspace_id == self.workspace,
            Event.idea_id == idea,
            col(Event.kind).in_(["returned", "decided", "moved"]),
        )
        last = self.session.exec(rows.order_by(col(Event.id).desc()).limit(1)).first()
        back = last is not None and last.kind == "returned"
        return str(last.detail.get("why", "")) if last is not None and back else ""

    def filed_between(self, product: int, start: datetime, end: datetime) -> int:
        """How many ideas came in for a product in [start, end)."""
        rows = select(Idea.id).where(
            Idea.workspace_id == self.workspace,
            Idea.product_id == product,
            Idea.created_at >= start,
            Idea.created_at < end,
        )
        return len(self.session.exec(rows).all())
