"""Asks PMs how their releases look, once a week, and keeps what they say."""

from datetime import datetime

from bot.domain import quiet
from bot.domain.calendar import local, week_of
from bot.domain.checkins import is_time
from bot.domain.response import calendar_of
from bot.errors import UserError
from bot.feature import Context
from bot.models import Assessment, Product, Release
from bot.services import subscribing
from bot.views.checkins import Asked
from bot.words import Confidence, DigestKind

MOST = 5
"""Releases of one product that are asked for: the next ones."""


def next_digest(product: Product, context: Context) -> datetime | None:
    """When the next progress of a product is told anywhere; None where it is not."""
    running = context.store.digests.running(product.id or 0, DigestKind.PROGRESS)
    return min((subscribing.next_post(digest, context) for digest in running), default=None)


def period(product: Product, context: Context) -> str | None:
    """The week whose digests tell what is said now."""
    due = next_digest(product, context)
    return week_of(local(due, product.zone).date()) if due else None


def open_releases(product: Product, context: Context) -> list[Release]:
    """What is asked for: releases to come that have a date; without any, those that have none."""
    coming = context.store.releases.coming(product.project) if product.project else []
    dated = [release for release in coming if release.release_date]
    return (dated or coming)[:MOST]


# --- Asking


def ask_all(context: Context) -> None:
    """Ask where it is time: each person once a week, for all they answer for."""
    for product in context.store.products.all():
        due = next_digest(product, context) if product.asks else None
        if due is None or not is_time(due, calendar_of(product), context.now):
            continue
        if open_releases(product, context):
            week = week_of(local(context.now, product.zone).date())
            for user in context.store.products.managers(product.id or 0):
                _ask(user, week, context)


def _ask(user: str, week: str, context: Context) -> None:
    checkin = context.store.checkins.ask(user, week, context.now)
    if checkin is None:
        return
    people = context.store.people
    known, wish = people.known(user), people.preference(user)
    zone = known.zone if known else "UTC"
    begin = quiet.over(context.now, zone, wish.quiet_from, wish.quiet_to)
    name, wait = f"checkin:{checkin}", begin - context.now
    context.owe("checkin.ask", name, {"checkin": checkin}, dedup=name, wait=wait)


def asked(user: str, context: Context) -> list[Asked]:
    """What a person is asked, with what they said already."""
    return [
        one
        for product in context.store.products.managed_by(user)
        if product.asks
        for one in _asked(user, product, context)
    ]


def _asked(user: str, product: Product, context: Context) -> list[Asked]:
    week = period(product, context)
    if week is None or product.id is None:
        return []
    said, found = context.store.checkins.by(user, product.id, week), open_releases(product, context)
    return [Asked(product, one, said.get(one.version_id), week) for one in found]


def redraw(user: str, context: Context) -> None:
    """Show in the last question what was said since."""
    context.owe("checkin.draw", f"checkin:{user}", {"user": user}, replaces=True)


# --- Answering


def about(user: str, value: str, context: Context) -> Asked:
    """The release a control leads to, with what was said of it for the next digest.

    Raises UserError for whoever does not answer for it, and for what is over.
    """
    number, _, version = value.partition(":")
    product = context.store.products.by_id(int(number))
    release = context.store.releases.known([version]).get(version)
    week = period(product, context) if product else None
    if product is None or release is None or release.released or week is None:
        raise UserError("That release is out or gone, or no digest tells of it any more.")
    if not context.store.products.is_manager(user, int(number)):
        raise UserError("You do not answer for this product any more.")
    said = context.store.checkins.by(user, int(number), week)
    return Asked(product, release, said.get(version), week)


def look(user: str, value: str, confidence: Confidence, context: Context) -> None:
    """Keep how a release looks to a person; the line beside it stays."""
    one = about(user, value, context)
    said = context.store.checkins.begun(
        Assessment(
            workspace_id=context.store.workspace,
            product_id=one.product.id or 0,
            version=one.release.version_id,
            period=one.period,
            user=user,
            confidence=confidence,
            at=context.now,
        )
    )
    said.confidence, said.at = confidence, context.now
    context.store.checkins.save(said)


def explain(user: str, value: str, line: str, context: Context) -> None:
    """Keep the line beside what a person said."""
    said = about(user, value, context).said
    if said is None:
        raise UserError("Say first how it looks: on track, at risk or off track.")
    said.line, said.at = line, context.now
    context.store.checkins.save(said)
