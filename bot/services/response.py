"""Keeps the response clock of an idea in step with what happens to it, and its due day with that.

Each function is called by whatever changes the idea, in the same transaction, before it is stored.
"""

from datetime import date
from typing import NamedTuple

from bot.domain.response import Calendar, Clock, calendar_of
from bot.feature import Context
from bot.models import Idea, Product, ResponseClock
from bot.words import Status


class Begun(NamedTuple):
    """The clock of an idea that is being filed."""

    since: date | None
    due_on: date | None


def begun(product: Product | None, context: Context) -> Begun:
    """Begin for an idea that is not stored yet; see `started`."""
    if product is None:
        return Begun(None, None)
    calendar = calendar_of(product)
    clock = Clock(product.response_days).started(calendar.day(context.now))
    return Begun(clock.since, clock.due(calendar))


def keep(idea: Idea, begun: Begun, context: Context) -> None:
    """Store the clock of an idea that was just stored."""
    assert idea.id is not None
    context.store.clocks.begin(
        ResponseClock(idea_id=idea.id, workspace_id=idea.workspace_id, since=begun.since)
    )


def started(idea: Idea, context: Context) -> None:
    """Begin anew: it was filed, given to a product, or came back. Without a product nobody can
    answer, so no clock runs."""
    product = context.store.products.by_id(idea.product_id)
    kept, clock, calendar = _clock(idea, product, context)
    today = calendar.day(context.now)
    _keep(idea, kept, clock.started(today) if product else Clock(clock.target), calendar, context)


def asked(idea: Idea, context: Context) -> None:
    """The requester is asked: it pauses."""
    product = context.store.products.by_id(idea.product_id)
    kept, clock, calendar = _clock(idea, product, context)
    _keep(idea, kept, clock.paused(calendar.day(context.now), calendar), calendar, context)


def resumed(idea: Idea, context: Context) -> None:
    """The requester added to it: it runs on."""
    product = context.store.products.by_id(idea.product_id)
    kept, clock, calendar = _clock(idea, product, context)
    if product is not None:
        _keep(idea, kept, clock.resumed(calendar.day(context.now)), calendar, context)


def stopped(idea: Idea, context: Context) -> None:
    """It is answered, withdrawn or a duplicate: nobody waits any more."""
    product = context.store.products.by_id(idea.product_id)
    kept, clock, calendar = _clock(idea, product, context)
    _keep(idea, kept, Clock(clock.target), calendar, context)


def retimed(idea: Idea, context: Context) -> None:
    """Its product counts days in another way now."""
    product = context.store.products.by_id(idea.product_id)
    kept, clock, calendar = _clock(idea, product, context)
    _keep(idea, kept, clock, calendar, context)


def reading(idea: Idea, context: Context) -> tuple[int, bool] | None:
    """How many business days it has waited by now, and whether it is late; None where no clock
    runs or stands for a question."""
    product = context.store.products.by_id(idea.product_id)
    _, clock, calendar = _clock(idea, product, context)
    if clock.since is None and idea.status != Status.NEEDS_INFO:
        return None
    today = calendar.day(context.now)
    return clock.waited(today, calendar), idea.due_on is not None and today > idea.due_on


def _clock(
    idea: Idea, product: Product | None, context: Context
) -> tuple[ResponseClock, Clock, Calendar]:
    assert idea.id is not None
    kept = context.store.clocks.of(idea.id)
    target = product.response_days if product else 0
    return kept, Clock(target, kept.spent, kept.since), calendar_of(product)


def _keep(
    idea: Idea, kept: ResponseClock, clock: Clock, calendar: Calendar, context: Context
) -> None:
    kept.spent, kept.since = clock.spent, clock.since
    idea.due_on = clock.due(calendar)
    context.store.clocks.save(kept)
