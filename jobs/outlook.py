"""Counts releases anew, and tells a product's PMs of those that slip, are overdue or at risk.

Each thing is told once, in one quiet message, on the day it shows: from nine in the morning on,
and at the end of a person's quiet hours.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.desk import Gather
from bot.domain import quiet
from bot.domain.calendar import local
from bot.effects import Effect, PostMessage, Proceed
from bot.feature import Context
from bot.job import Every, Job
from bot.models import Product
from bot.services import outlook, refresh, tracing
from bot.services.outlook import Count
from bot.views import outlook as views

MORNING = 9
"""The local hour from which people are told."""


def act(context: Context) -> None:
    """Count where a new day began, and tell what there is to tell."""
    for product in context.store.products.all():
        if product.project is None:
            continue
        now = local(context.now, product.zone)
        last = context.store.outlooks.count(product.id or 0)
        if last is None or last.day < now.date():
            refresh.outlook(product.project, context)
        outlook.note(product, context)
        if now.hour >= MORNING:
            _tell(product, context)


def _tell(product: Product, context: Context) -> None:
    managers = context.store.products.managers(product.id or 0)
    notices = context.store.outlooks.untold(product.id or 0) if managers else []
    if not notices:
        return
    context.store.outlooks.told(notices, context.now)
    known = context.store.people.all_known(managers)
    chosen = context.store.people.preferences(managers)
    told = {"product": product.id, "notices": [notice.id for notice in notices]}
    for user in managers:
        wait = timedelta()
        if user in chosen:
            zone = known[user].zone if user in known else product.zone
            hours = (chosen[user].quiet_from, chosen[user].quiet_to)
            wait = quiet.over(context.now, zone, *hours) - context.now
        context.owe("outlook.tell", f"outlook:{user}", {"user": user, **told}, wait=wait)


job = Job("Tell PMs of releases that slip", Every(timedelta(minutes=15)), act=act)


@job.effect("outlook.trace")
def trace(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """Trace what changed in a project."""
    return Proceed()


@job.done("outlook.trace")
def traced(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """A part of it, and go on; once all is traced, the releases are counted."""
    project = payload["project"]
    if tracing.step(project, context.store):
        refresh.traces(project, context)
        return
    for product in context.store.products.of_project(project):
        refresh.count(product, context)


@job.effect("outlook.count")
def count(payload: Mapping[str, Any], context: Context) -> Effect:
    """Count a product's releases."""
    now, product = context.now, payload["product"]
    reads, counts = outlook.reading(product, now), outlook.counting(now)
    return Gather(context.store.workspace, reads, counts)


@job.done("outlook.count")
def counted(payload: Mapping[str, Any], result: Count | None, context: Context) -> None:
    """Keep what was counted."""
    if result is not None:
        outlook.learn(payload["product"], result, context)


@job.effect("outlook.tell")
def tell(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM to a PM; nothing where all of it is mended by now."""
    product = context.store.products.by_id(payload["product"])
    if product is None:
        return None
    notices = context.store.outlooks.notices(payload["notices"])
    coming = {shown.release.version_id: shown for shown in outlook.coming(product, context)}
    found = [(one, coming[one.version_id]) for one in notices if one.version_id in coming]
    held = [(one, shown) for one, shown in found if views.still_holds(one, shown)]
    return PostMessage(payload["user"], views.concerns(product, held)) if held else None
