"""What the outbox asks of its table, written once: which delivery is next, waits, is held."""

from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, String, and_, bindparam, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.models import Delivery, RateGate
from bot.store.statements import inserting
from bot.words import DeliveryState

OPEN = (DeliveryState.READY, DeliveryState.LEASED, DeliveryState.UNKNOWN)
IS_OPEN: BindParameter[Any] = bindparam("open", OPEN, expanding=True, literal_execute=True)
LEASED: BindParameter[Any] = bindparam("leased", DeliveryState.LEASED, literal_execute=True)
"""Written out in the statement: only then does SQLite use the indexes of what is open."""
ADD = inserting(Delivery, "id", conflict="dedup")
QUEUE_UP = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key"), 0)))
KEY = func.unnest(bindparam("keys", type_=ARRAY(String))).column_valued("key")
QUEUE_ALL_UP = select(func.pg_advisory_xact_lock(func.hashtextextended(KEY, 0)))
"""In the order the keys are given in."""
WAITING = (
    select(Delivery)
    .where(
        Delivery.kind == bindparam("kind"),
        Delivery.key == bindparam("key"),
        col(Delivery.state).in_(IS_OPEN),
        Delivery.state == DeliveryState.READY,
        col(Delivery.first_sent_at).is_(None),
    )
    .order_by(col(Delivery.id))
    .limit(1)
    .with_for_update()
)


def _due() -> ColumnElement[bool]:
    """Its time has come, or its lease ran out."""
    return or_(
        and_(
            col(Delivery.state).in_([DeliveryState.READY, DeliveryState.UNKNOWN]),
            col(Delivery.available_at) <= bindparam("now"),
        ),
        and_(
            col(Delivery.state) == DeliveryState.LEASED,
            col(Delivery.lease_until) < bindparam("now"),
        ),
    )


def _next_due() -> SelectOfScalar[Delivery]:
    earlier, beside, awaited = aliased(Delivery), aliased(Delivery), aliased(Delivery)
    return (
        select(Delivery)
        .where(
            col(Delivery.state).in_(IS_OPEN),
            col(Delivery.kind).in_(bindparam("kinds", expanding=True)),
            _due(),
        )
        .where(
            ~select(earlier.id)
            .where(
                earlier.key == Delivery.key,
                col(earlier.id) < Delivery.id,
                col(earlier.state).in_(IS_OPEN),
            )
            .exists(),
            ~select(beside.id)
            .where(
                beside.key == Delivery.key,
                beside.id != Delivery.id,
                col(beside.state) == LEASED,
            )
            .exists(),
            ~select(awaited.id)
            .where(awaited.id == Delivery.after, awaited.state != DeliveryState.DONE)
            .exists(),
        )
        .order_by(col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )


NEXT_DUE = _next_due()
HELD = (
    select(Delivery)
    .where(
        Delivery.id == bindparam("id"),
        Delivery.state == DeliveryState.LEASED,
        Delivery.lease_owner == bindparam("owner"),
        Delivery.attempts == bindparam("attempts"),
    )
    .with_for_update()
)
GATE = select(RateGate.until).where(
    RateGate.workspace_id == bindparam("workspace"), RateGate.method == bindparam("method")
)
