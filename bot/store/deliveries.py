"""What is owed to the outside: claimed by one worker at a time, finished only by its holder."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.models import Delivery, RateGate
from bot.store.delivery_statements import (
    ADD,
    GATE,
    HELD,
    IS_OPEN,
    NEXT_DUE,
    QUEUE_ALL_UP,
    QUEUE_UP,
    WAITING,
)
from bot.words import DeliveryState

COLUMNS = tuple(name for name in Delivery.model_fields if name != "id")


class Deliveries:
    """The outbox's table, of all workspaces: one worker serves them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def owe(self, delivery: Delivery, *, replaces: bool = False) -> int | None:
        """Add a delivery; the id of the one that will do it, or None when it was owed before.

        With `replaces`, one of its kind and key that nobody has claimed yet does it, in its own
        place: what it shows is drawn when it is sent, so it shows the newest state too.
        """
        self._queue_up(delivery.key)
        waiting = self._waiting(delivery) if replaces else None
        if waiting is not None:
            delivery.state, delivery.done_at = DeliveryState.DONE, delivery.available_at
            delivery.last_error = f"done by {waiting.id}"
        added = self._added(delivery)
        if waiting is None or added is None:
            return added
        waiting.payload, waiting.request = delivery.payload, delivery.request
        self.save(waiting)
        return waiting.id

    def owe_each(self, like: Delivery, named: Sequence[tuple[str, Mapping[str, Any], str]]) -> None:
        """Add many deliveries that differ by (key, payload, dedup) in few statements; one that
        was owed before is left alone."""
        if not named:
            return
        if not self._on_sqlite:  # in order, so that two who owe to the same keys never lock up
            self.session.execute(QUEUE_ALL_UP, {"keys": sorted({key for key, _, _ in named})})
        row = _row(like)  # a model for each would take most of the time
        rows = [row | {"key": key, "payload": p, "dedup": dedup} for key, p, dedup in named]
        self.session.execute(ADD[self.session.get_bind().dialect.name], rows)

    def _queue_up(self, key: str) -> None:
        """Wait for who owes something of this key: ids are given before rows can be seen, so a
        later one could be claimed first. SQLite's only writer waits anyhow."""
        if not self._on_sqlite:
            self.session.execute(QUEUE_UP, {"key": key})

    def _waiting(self, delivery: Delivery) -> Delivery | None:
        named = {"kind": delivery.kind, "key": delivery.key}
        return self.session.exec(WAITING, params=named).first()

    def _added(self, delivery: Delivery) -> int | None:
        add = ADD[self.session.get_bind().dialect.name]
        return self.session.execute(add, _row(delivery)).scalar()

    def next_due(self, now: datetime, kinds: Collection[str]) -> Delivery | None:
        """The next due delivery of these kinds, locked; None when nothing is due.

        One whose lease ran out is due again. It must be the first of its key, and what it comes
        `after` must be done: of one that was given up, the rest waits until it is sent again.
        """
        asked = {"now": now, "kinds": list(kinds)}
        return self.session.exec(NEXT_DUE, params=asked).first()

    def held(self, delivery: Delivery) -> Delivery | None:
        """The row as it stands, locked, if the lease under which it was claimed still holds."""
        asked = {"id": delivery.id, "owner": delivery.lease_owner, "attempts": delivery.attempts}
        return self.session.exec(HELD, params=asked).first()

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Keep the lease of a long send; False when it was lost."""
        held = self.held(delivery)
        if held is not None:
            held.lease_until = until
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
        return self.session.exec(GATE, params={"workspace": workspace, "method": method}).first()

    def shut(self, workspace: int, method: str, until: datetime) -> None:
        """Close a method for everybody in the workspace, at least until then."""
        insert = sqlite.insert if self._on_sqlite else postgresql.insert
        row = insert(RateGate).values(workspace_id=workspace, method=method, until=until)
        self.session.execute(
            row.on_conflict_do_update(
                index_elements=["workspace_id", "method"],
                set_={"until": row.excluded.until},
                where=col(RateGate.until) < row.excluded.until,
            )
        )

    def first_open(self, workspace: int, key: str) -> Delivery | None:
        """What is owed next of this key; None when nothing is."""
        rows = select(Delivery).where(
            Delivery.key == f"{workspace}:{key}", col(Delivery.state).in_(IS_OPEN)
        )
        return self.session.exec(rows.order_by(col(Delivery.id)).limit(1)).first()

    def counts(self, workspace: int | None = None) -> Mapping[DeliveryState, int]:
        """How many deliveries stand in each state, of one workspace or of all."""
        rows = select(Delivery.state, func.count()).where(_of(workspace))
        counted = self.session.exec(rows.group_by(col(Delivery.state)))
        return {DeliveryState(state): count for state, count in counted}

    def oldest_due(self, now: datetime, workspace: int | None = None) -> datetime | None:
        """Since when the longest waiting delivery has been due."""
        rows = select(Delivery.available_at).where(
            _of(workspace), col(Delivery.state).in_(IS_OPEN), Delivery.available_at <= now
        )
        return self.session.exec(rows.order_by(col(Delivery.available_at)).limit(1)).first()

    def dead(self, limit: int = 50, workspace: int | None = None) -> list[Delivery]:
        """Deliveries that were given up, newest first."""
        rows = select(Delivery).where(_of(workspace), Delivery.state == DeliveryState.DEAD)
        return list(self.session.exec(rows.order_by(col(Delivery.id).desc()).limit(limit)))

    def revive(self, delivery: int, now: datetime) -> bool:
        """Make a dead delivery due again; False when it is not dead.

        One that may have been done is looked for first: `first_sent_at` stays.
        """
        fresh = {"attempts": 0, "looks": 0, "available_at": now, "done_at": None}
        revived = self.session.execute(
            update(Delivery)
            .where(col(Delivery.id) == delivery, col(Delivery.state) == DeliveryState.DEAD)
            .values(state=DeliveryState.READY, **fresh)
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


def _of(workspace: int | None) -> ColumnElement[bool]:
    """Of one workspace; of all, for who runs the installation."""
    return true() if workspace is None else col(Delivery.workspace_id) == workspace


def _row(delivery: Delivery) -> dict[str, Any]:
    """A delivery's columns; its id is given by the database."""
    return {name: getattr(delivery, name) for name in COLUMNS}
