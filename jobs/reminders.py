"""Tells PMs what is due today, and their lead what is a day late: once each. It closes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.calendar import local
from bot.domain.response import calendar_of
from bot.effects import Effect, PostMessage
from bot.feature import Context
from bot.job import Every, Job
from bot.models import Idea, Product, ResponseClock
from bot.services import response
from bot.store.ideas import PMS_TURN
from bot.views import reminders as views

MORNING = 9
"""The local hour from which people are reminded."""
MOST = 200
"""Ideas looked at in one run; the next one takes the rest."""


def act(context: Context) -> None:
    """Remind and escalate where it is morning, and start clocks that nobody started."""
    for idea in context.store.clocks.unstarted(MOST):
        response.started(idea, context)
        context.store.ideas.add(idea)
    _remind(context)
    _escalate(context)


def _remind(context: Context) -> None:
    def told(clock: ResponseClock, day: date) -> None:
        clock.reminded_for = day

    found = context.store.clocks.due_by(_tomorrow(context), MOST)
    for product, ideas in _of_today(found, 0, told, context):
        _owe("reminders.due", context.store.products.managers(product.id or 0), ideas, context)


def _escalate(context: Context) -> None:
    def told(clock: ResponseClock, day: date) -> None:
        clock.escalated_for = day

    found = context.store.clocks.late_by(_tomorrow(context), MOST)
    for product, ideas in _of_today(found, 1, told, context):
        _owe("reminders.late", [product.lead] if product.lead else [], ideas, context)


def _tomorrow(context: Context) -> date:
    """The latest day it is anywhere."""
    return (context.now + timedelta(days=1)).date()


def _of_today(
    found: Iterable[tuple[Idea, ResponseClock]],
    days: int,
    told: Callable[[ResponseClock, date], None],
    context: Context,
) -> Iterator[tuple[Product, list[int]]]:
    """Of what is due, by product, what is told today: so many business days after the due day."""
    products, ideas = _at_work(context), defaultdict[int, list[int]](list)
    for idea, clock in found:
        product = products.get(idea.product_id or 0)
        if product is None or idea.due_on is None:
            continue
        calendar = calendar_of(product)
        if calendar.after(idea.due_on, days) <= calendar.day(context.now):
            told(clock, idea.due_on)
            context.store.clocks.save(clock)
            ideas[product.id or 0].append(idea.id or 0)
    for product_id, numbers in ideas.items():
        yield products[product_id], numbers


def _at_work(context: Context) -> dict[int, Product]:
    """The products where it is a business day, in the morning or later."""
    now, found = context.now, {}
    for product in context.store.products.all():
        calendar = calendar_of(product)
        is_morning = local(now, product.zone).hour >= MORNING
        if product.id is not None and is_morning and calendar.is_business(calendar.day(now)):
            found[product.id] = product
    return found


def _owe(kind: str, users: Iterable[str], ideas: list[int], context: Context) -> None:
    for user in users:
        context.owe(kind, f"remind:{user}", {"user": user, "ideas": ideas})


job = Job("Remind of answers that are due", Every(timedelta(minutes=15)), act=act)


@job.effect("reminders.due")
def due(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM to a PM; nothing once all of it is answered."""
    product, waiting = _waiting(payload, context)
    if product is None:
        return None
    return PostMessage(payload["user"], views.due(product, waiting))


@job.effect("reminders.late")
def late(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM to a product's lead; nothing once all of it is answered."""
    product, waiting = _waiting(payload, context)
    if product is None:
        return None
    managers = context.store.products.managers(product.id or 0)
    return PostMessage(payload["user"], views.late(product, waiting, managers))


def _waiting(
    payload: Mapping[str, Any], context: Context
) -> tuple[Product | None, list[tuple[Idea, str | None]]]:
    """What still waits of what somebody is reminded of, each with its card's address."""
    store = context.store
    found = [store.ideas.by_id(number) for number in payload["ideas"]]
    waiting = [idea for idea in found if idea is not None and idea.status in PMS_TURN]
    if not waiting:
        return None, []
    cards = [store.ideas.card(idea.id or 0) for idea in waiting]
    addresses = [card.permalink if card else None for card in cards]
    product = store.products.by_id(waiting[0].product_id)
    return product, list(zip(waiting, addresses, strict=True))
