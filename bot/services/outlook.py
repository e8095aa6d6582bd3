"""How a product's releases stand, and what its PMs are told of them by themselves."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from bot.domain import outlook as domain
from bot.domain.calendar import local
from bot.domain.outlook import Outlook, Traces
from bot.domain.releases import Slip
from bot.feature import Context
from bot.models import Product, Release
from bot.services.planning import plannable
from bot.services.weekly import slips
from bot.store.outlooks import outlooks
from bot.store.stores import Store
from bot.views.outlook import Shown, value
from bot.views.release import LISTED, Details, listed


class Count(Struct, frozen=True):
    """What one count found. `at` is when it was begun."""

    outlooks: list[Outlook]
    items: int
    at: datetime
    day: date


def reading(product: int, now: datetime) -> Callable[[Store], Traces | None]:
    """Read what a product's releases are counted from; None where it is gone, or not traced."""

    def read(store: Store) -> Traces | None:
        found = store.products.by_id(product)
        project = found.project if found else None
        if found is None or project is None or store.syncs.of(project).traced_to is not None:
            return None
        day = local(now, found.zone).date()
        versions = [release.as_version() for release in store.releases.of_project(project)]
        counted = [version.id for version in domain.counted(versions)]
        since = domain.sampled(day, found.zone)[0].start
        stays = store.traces.stays(project, counted)
        return Traces(found.zone, day, versions, stays, store.traces.closings(project, since))

    return read


def counting(now: datetime) -> Callable[[Traces | None], Count | None]:
    """Count the releases from what was read."""

    def count(known: Traces | None) -> Count | None:
        if known is None:
            return None
        looked_at = len(known.stays) + len(known.closings)
        return Count(domain.outlooks(known, now), looked_at, now, known.as_of)

    return count


def learn(product: int, count: Count, context: Context) -> None:
    """Keep a count, and note what there is to tell."""
    store = context.store
    store.outlooks.keep(product, count.outlooks, count.items, count.at, count.day)
    found = store.products.by_id(product)
    if found is not None:
        note(found, context)


def note(product: Product, context: Context) -> None:
    """Note what there is to tell of a product's open releases, each thing once.

    Only from what Jira said today: nobody is alarmed by what may long be mended there.
    """
    sync = context.store.syncs.of(product.project or "")
    today = local(context.now, product.zone).date()
    if sync.first_at is None or sync.good_at is None:
        return
    if local(sync.good_at, product.zone).date() < today:
        return
    watched = local(sync.first_at, product.zone).date()
    news = [
        one
        for shown in coming(product, context)
        for one in domain.news(
            shown.release.as_version(),
            shown.outlook.dates.p85,
            shown.slips,
            context.now,
            watched,
            product.zone,
        )
    ]
    context.store.outlooks.notice(product.id or 0, news, context.now)


def coming(product: Product, context: Context) -> list[Shown]:
    """The releases that are not out, the next one first, as counted last."""
    rows = context.store.releases.coming(product.project or "")
    return _shown(product, rows, context)


def one(product: Product, version: str, context: Context) -> Shown | None:
    """One release, open or out; None where the product has none of that id."""
    release = context.store.releases.known([version]).get(version)
    if release is None or release.project != product.project:
        return None
    return _shown(product, [release], context)[0]


def _shown(product: Product, rows: list[Release], context: Context) -> list[Shown]:
    known = outlooks(context.store.outlooks.count(product.id or 0))
    moves: dict[str, list[Slip]] = defaultdict(list)
    for slip in slips(context.store, product.project or ""):
        moves[slip.version].append(slip)
    today = local(context.now, product.zone).date()
    return [
        Shown(row, known.get(row.version_id), moves[row.version_id], today, product.zone)
        for row in rows
    ]


def details(product: Product, shown: Shown, user: str, context: Context) -> Details:
    """What is in a release, of each list as many as are shown, with what `user` may do there."""
    found = shown.outlook
    held = [*found.in_progress, *found.to_do, *found.done]
    ideas = context.store.idea_issues.in_items(held, LISTED + 1)
    items = context.store.work.glances(listed(shown))
    assigned = {item.assignee for item in items.values() if item.assignee}
    decides = context.decides_for(user, product)
    return Details(
        shown,
        items,
        ideas[:LISTED],
        len(ideas) > LISTED,
        context.links.jira,
        plannable=plannable(product, context) if decides and not shown.release.released else (),
        asks=decides or context.store.members.is_admin(user),
        value=value(product, shown.release),
        people=context.store.accounts.users(assigned),
    )
