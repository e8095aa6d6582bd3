"""What is owed to the outside: claimed by one worker at a time, finished only by its holder."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.models import Delivery, RateGate
from bot.words import DeliveryState

OPEN = (DeliveryState.READY, DeliveryState.LEASED, DeliveryState.UNKNOWN)


class Deliveries:
    """The outbox's table, of all workspaces: one worker serves them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def owe(self, delivery: Delivery, *, replaces: bool = False) -> int | None:
        """Add a delivery; its id, or None when the same one was owed before.

        With `replaces`, older ones of its kind and key that nobody claimed yet are dropped: what
        they would show is drawn when sent, so the newest one shows it too.
        """
        insert = sqlite.insert if self._on_sqlite else postgresql.insert
        row = delivery.model_dump(exclude={"id"})
        added = self.session.execute(
            insert(Delivery)
            .values(row)
            .on_conflict_do_nothing(index_elements=["dedup"])
            .returning(col(Delivery.id))
        ).scalar()
        if replaces and added is not None:
            self._supersede(delivery.kind, delivery.key, added)
        return added

    def _supersede(self, kind: str, key: str, newest: int) -> None:
        self.session.execute(
            update(Delivery)
            .where(
                col(Delivery.kind) == kind,
                col(Delivery.key) == key,
                col(Delivery.state) == DeliveryState.READY,
                col(Delivery.first_sent_at).is_(None),
                col(Delivery.id) < newest,
            )
            .values(state=DeliveryState.DONE, last_error="superseded")
            .execution_options(synchronize_session=False)
        )

    def claim(
        self, owner: str, now: datetime, lease: timedelta, kinds: Collection[str]
    ) -> Delivery | None:
        """The next due delivery of these kinds, leased to `owner`; None when nothing is due.

        One whose lease ran out is due again. The caller commits before it sends.
        """
        due = or_(
            and_(
                col(Delivery.state).in_([DeliveryState.READY, DeliveryState.UNKNOWN]),
                col(Delivery.available_at) <= now,
            ),
            and_(col(Delivery.state) == DeliveryState.LEASED, col(Delivery.lease_until) < now),
        )
        earlier, awaited = aliased(Delivery), aliased(Delivery)
        rows = (
            select(Delivery)
            .where(col(Delivery.state).in_(OPEN), col(Delivery.kind).in_(kinds), due)
            .where(
                ~select(earlier.id)
                .where(
                    earlier.key == Delivery.key,
                    col(earlier.id) < Delivery.id,
                    col(earlier.state).in_(OPEN),
                )
                .exists(),
                ~select(awaited.id)
                .where(awaited.id == Delivery.after, col(awaited.state).in_(OPEN))
                .exists(),
            )
            .order_by(col(Delivery.id))
            .limit(1)
            .with_for_update(skip_locked=True, of=Delivery)
        )
        delivery = self.session.exec(rows).first()
        if delivery is None:
            return None
        delivery.state = DeliveryState.LEASED
        delivery.attempts += 1
        delivery.lease_owner, delivery.lease_until = owner, now + lease
        self.session.add(delivery)
        self.session.flush()
        return delivery

    def held(self, delivery: Delivery) -> Delivery | None:
        """The row as it stands, locked, if the lease under which it was claimed still holds."""
        rows = select(Delivery).where(
            Delivery.id == delivery.id,
            Delivery.state == DeliveryState.LEASED,
            Delivery.lease_owner == delivery.lease_owner,
            Delivery.attempts == delivery.attempts,
        )
        return self.session.exec(rows.with_for_update()).first()

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Keep the lease of a long send; False when it was lost."""
        held = self.held(delivery)
        if held is not None:
            held.lease_until = until
            self.session.add(held)
        return held is not None

    def save(self, delivery: Delivery) -> None:
        """Store a changed row."""
        self.session.add(delivery)
        self.session.flush()

    def by_id(self, delivery: int) -> Delivery | None:
        """The delivery with this id."""
        return self.session.get(Delivery, delivery)

    def gate(self, workspace: int, method: str) -> datetime | None:
        """Until when the other side asked the workspace not to call `method`."""
        gate = self.session.get(RateGate, (workspace, method))
        return gate.until if gate else None

    def shut(self, workspace: int, method: str, until: datetime) -> None:
        """Close a method for everybody in the workspace."""
        self.session.merge(RateGate(workspace_id=workspace, method=method, until=until))

    def is_open(self, workspace: int, key: str) -> bool:
        """Whether anything of this key is still owed."""
        rows = select(Delivery.id).where(
            Delivery.key == f"{workspace}:{key}", col(Delivery.state).in_(OPEN)
        )
        return self.session.exec(rows.limit(1)).first() is not None

    def counts(self) -> Mapping[DeliveryState, int]:
        """How many deliveries stand in each state."""
        rows = select(Delivery.state, func.count()).group_by(col(Delivery.state))
        return {DeliveryState(state): count for state, count in self.session.exec(rows)}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the longest waiting delivery has been due."""
        rows = select(Delivery.available_at).where(
            col(Delivery.state).in_(OPEN), Delivery.available_at <= now
        )
        return self.session.exec(rows.order_by(col(Delivery.available_at)).limit(1)).first()

    def dead(self, limit: int = 50) -> list[Delivery]:
        """Deliveries that were given up, newest first."""
        rows = select(Delivery).where(Delivery.state == DeliveryState.DEAD)
        return list(self.session.exec(rows.order_by(col(Delivery.id).desc()).limit(limit)))

    def revive(self, delivery: int, now: datetime) -> bool:
        """Make a dead delivery due again; False when it is not dead."""
        revived = self.session.execute(
            update(Delivery)
            .where(col(Delivery.id) == delivery, col(Delivery.state) == DeliveryState.DEAD)
            .values(state=DeliveryState.READY, attempts=0, looks=0, available_at=now)
        )
        return bool(revived.rowcount == 1)  # type: ignore[attr-defined]

    def revive_named(self, dedup: str, now: datetime) -> bool:
        """The same for the delivery of this name: somebody mended what killed it."""
        rows = select(Delivery.id).where(Delivery.dedup == dedup)
        found = self.session.exec(rows).first()
        return found is not None and self.revive(found, now)

    def forget_done_before(self, instant: datetime) -> None:
        """Drop what was delivered long ago."""
        self.session.execute(
            delete(Delivery).where(
                col(Delivery.state) == DeliveryState.DONE, col(Delivery.done_at) < instant
            )
        )

    @property
    def _on_sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"
