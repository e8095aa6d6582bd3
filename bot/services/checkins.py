"""Asks those who own releases and initiatives how they look, and keeps what they say.

A person is asked once a week, in one message, for all they own; what they were asked is kept, so
that nothing else stands there when they tap.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from functools import cached_property

from bot.domain import checkins as domain
from bot.domain import quiet
from bot.domain.calendar import instant, local, week_of
from bot.domain.checkins import FROM, MOVED_WITHIN, About, Owned, Subject, is_time, subject
from bot.domain.response import calendar_of
from bot.errors import UserError
from bot.feature import Context
from bot.models import Assessment, CheckIn, Product, Release
from bot.services import subscribing
from bot.tracked import Glance
from bot.views.checkins import MOST, Asked
from bot.words import Confidence, DigestKind

Weeks = dict[int, tuple[Product, str]]

RELEASES = 5
"""Of one product that are asked for: the next ones."""
INITIATIVES = 100
"""Of one product that are looked at: those that moved last."""
OVER = "That is out, done or gone, or no digest tells of it any more."


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
    return (dated or coming)[:RELEASES]


# --- Asking


def ask_all(context: Context) -> None:
    """Ask where it is time: each person once a week, for all they own."""
    everything = _Owned(context)
    for product in everything.products:
        due = next_digest(product, context)
        if due is None or not is_time(due, calendar_of(product), context.now):
            continue
        if _is_done(product, context):
            continue
        week = week_of(local(context.now, product.zone).date())
        for user in everything.of(product):
            _ask(user, week, everything.by(user), context)


def _is_done(product: Product, context: Context) -> bool:
    """Whether it was asked for today, since it was time: then nothing is looked up again."""
    today = local(context.now, product.zone).date()
    since = instant(today, product.zone, time(FROM))
    asked = context.store.checkins.asked_since(since)
    return any(value.startswith(f"{product.id}:") for value in asked)


class _Owned:
    """Who owns what of the products that ask; looked up once, where it is wanted."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: dict[int, dict[str, list[str]]] = {}

    @cached_property
    def products(self) -> list[Product]:
        """Those that ask, and tell their progress somewhere."""
        everything = self._context.store.products.all()
        return [one for one in everything if one.asks and period(one, self._context)]

    def by(self, user: str) -> list[str]:
        """All that a person owns, as controls name it."""
        return [value for product in self.products for value in self.of(product).get(user, ())]

    def of(self, product: Product) -> dict[str, list[str]]:
        """What is owned of one product, by who does."""
        number = product.id or 0
        if number not in self._found:
            found = _owned(product, self._context).items()
            values = {user: [f"{number}:{one}" for one in mine] for user, mine in found}
            self._found[number] = values
        return self._found[number]


def _owned(product: Product, context: Context) -> dict[str, list[domain.Subject]]:
    store, since = context.store, context.now - MOVED_WITHIN
    managers = store.products.managers(product.id or 0)
    things = [
        Owned(Subject(About.RELEASE, release.version_id), release.driver)
        for release in open_releases(product, context)
    ]
    things += store.work.under_way(product.project or "", since, INITIATIVES)
    accounts = {one.account for one in things if one.account}
    return domain.owners(managers, things, store.accounts.users(accounts))


def _ask(user: str, week: str, values: list[str], context: Context) -> None:
    checkin = context.store.checkins.ask(user, week, values[:MOST], context.now)
    if checkin is None:
        return
    people = context.store.people
    known, wish = people.known(user), people.preference(user)
    zone = known.zone if known else "UTC"
    begin = quiet.over(context.now, zone, wish.quiet_from, wish.quiet_to)
    name, wait = f"checkin:{checkin}", begin - context.now
    context.owe("checkin.ask", name, {"checkin": checkin}, dedup=name, wait=wait)


def asked(checkin: CheckIn | None, context: Context) -> list[Asked]:
    """What a person was asked, with what they said already; what is over is left out."""
    found = _shown(checkin.asked, checkin.user, context) if checkin else []
    return [one for one in found if one.product.asks]


def last(user: str, context: Context) -> list[Asked]:
    """The same of the last time."""
    return asked(context.store.checkins.last(user), context)


def _shown(values: Sequence[str], user: str, context: Context) -> list[Asked]:
    """What these values of controls stand for, in a few statements for any number of them."""
    parted = [value.partition(":") for value in values]
    named = [(int(number), subject(rest)) for number, _, rest in parted]
    things, weeks = _things({one for _, one in named}, context), _weeks(named, context)
    found = []
    for number, one in named:
        if one in things and number in weeks:
            product, week = weeks[number]
            said = context.store.checkins.by(user, number, week).get(str(one))
            found.append(Asked(product, str(one), things[one], said, week))
    return found


def _weeks(named: Sequence[tuple[int, Subject]], context: Context) -> Weeks:
    """The products that are told of, with the week in which they are next."""
    products = [context.store.products.by_id(number) for number in {n for n, _ in named}]
    found = [(one, period(one, context)) for one in products if one is not None]
    return {one.id or 0: (one, week) for one, week in found if week is not None}


def _things(wanted: Collection[Subject], context: Context) -> dict[Subject, Release | Glance]:
    """What is still open of what is asked for."""
    store = context.store
    ids = {about: [one.id for one in wanted if one.about is about] for about in About}
    found: dict[Subject, Release | Glance] = {}
    for version, release in store.releases.known(ids[About.RELEASE]).items():
        if not release.released:
            found[Subject(About.RELEASE, version)] = release
    for issue, item in store.work.glanced(ids[About.INITIATIVE]).items():
        if not item.done:
            found[Subject(About.INITIATIVE, issue)] = item
    return found


def redraw(user: str, context: Context) -> None:
    """Show in the last question what was said since."""
    context.owe("checkin.draw", f"checkin:{user}", {"user": user}, replaces=True)


# --- Answering


def about(user: str, value: str, context: Context) -> Asked:
    """What a control leads to, with what was said of it for the next digest.

    Raises UserError for whoever does not answer for it, and for what is over.
    """
    one = next(iter(_shown([value], user, context)), None)
    if one is None:
        raise UserError(OVER)
    who = one.account
    owner = context.store.accounts.users([who]).get(who) if who else None
    if user != owner and not context.store.products.is_manager(user, one.product.id or 0):
        raise UserError("You do not answer for this any more: its owner does, and the PMs.")
    return one


def look(user: str, value: str, confidence: Confidence, context: Context) -> None:
    """Keep how something looks to a person; the line beside it stays."""
    one = about(user, value, context)
    said = context.store.checkins.begun(
        Assessment(
            workspace_id=context.store.workspace,
            product_id=one.product.id or 0,
            subject=one.subject,
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
