"""What a person's Home shows, gathered: each list in one query, each fact of a page in another."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.feature import Context
from bot.models import Home, Idea, Product, ProjectSync
from bot.services import owed
from bot.services.dossier import returns
from bot.store.decisions import PUT_OFF
from bot.views import home as views
from bot.views.bot_health import Dead, Health, Reading
from bot.views.home import Row, Section, Shown
from bot.views.ideas import on_behalf
from bot.views.text import day
from bot.words import DeliveryState, Status

SIZE = 8
"""Ideas on one page of a list."""
AHEAD = timedelta(weeks=4)
"""How far promises are shown ahead."""
MOST_PROMISES = 10
MOST_DEAD = 5
WAITING = (Status.NEW, Status.UNDER_REVIEW, Status.NEEDS_INFO)
OPEN = (DeliveryState.READY, DeliveryState.LEASED, DeliveryState.UNKNOWN)

EVERY = timedelta(minutes=1)
"""How often a Home is redrawn at most because something changed."""
LOOKED_AT = timedelta(days=7)
"""How long a Home that was opened is kept up to date unseen; opening it draws it anyhow."""
PART = 100

Listing = Callable[[int, int], list[Idea]]
"""Some ideas, so many skipped and so many shown at most."""


def changed(idea: Idea, context: Context, after: str = "") -> None:
    """Owe a new drawing to those behind an idea and its PMs who looked at their Home lately; to
    the first of them whose ids come after `after`, and then to the rest."""
    assert idea.id is not None
    store = context.store
    managers = store.products.managers(idea.product_id) if idea.product_id else []
    family, since = store.merges.family(idea.id), context.real_now - LOOKED_AT
    homes = store.homes.concerned(family, managers, since, after, PART)
    for home in homes:
        told = {"user": home.user, "changed": context.real_now.timestamp()}
        wait = home.drawn_at + EVERY - context.real_now if home.drawn_at else timedelta()
        context.owe(
            "home.redraw", f"redraw:{home.user}", told, replaces=True, wait=max(wait, timedelta())
        )
    if len(homes) == PART:
        owed.homes(idea, context, after=homes[-1].user)


def gathered(chosen: Home, context: Context) -> Shown:
    """All of one person's Home."""
    store, user = context.store, chosen.user
    products = store.products.all()
    if views.is_filtered(chosen):
        return Shown(chosen, products, [_found(chosen, context)])
    sections = [
        _listed("mine", "My requests", chosen, _mine(user, context), context, NOTHING_YET),
        _listed("support", "What I support", chosen, _supported(user, context), context),
    ]
    managed = store.products.managed_by(user)
    if managed:
        sections += [_queue(chosen, managed, context), _promises(managed, context)]
    health = _health(context) if store.members.is_admin(user) else None
    return Shown(chosen, products, sections, health)


NOTHING_YET = "You have not asked for anything yet. Press “New idea”, or type `/idea`."


def pages(chosen: Home) -> dict[str, int]:
    """The page each list was turned to."""
    turned = (part.rpartition(":") for part in chosen.pages.split())
    return {name: int(number) for name, _, number in turned}


def _mine(user: str, context: Context) -> Listing:
    return lambda skip, limit: context.store.homes.asked_by(user, skip, limit)


def _supported(user: str, context: Context) -> Listing:
    return lambda skip, limit: context.store.homes.supported_by(user, skip, limit)


def _found(chosen: Home, context: Context) -> Section:
    def listing(skip: int, limit: int) -> list[Idea]:
        return context.store.homes.found(chosen, skip, limit)

    nothing = "No idea matches. Try fewer words, or “Show everything”."
    return _listed("found", "Found", chosen, listing, context, nothing)


def _listed(
    name: str, title: str, chosen: Home, listing: Listing, context: Context, empty: str = ""
) -> Section:
    page = pages(chosen).get(name, 0)
    ideas = listing(page * SIZE, SIZE + 1)
    return Section(
        name, title, _rows(ideas[:SIZE], chosen.user, context), page, len(ideas) > SIZE, empty
    )


def _rows(ideas: Sequence[Idea], user: str, context: Context) -> list[Row]:
    ids, homes = [idea.id or 0 for idea in ideas], context.store.homes
    rulings, releases = homes.rulings(ids), homes.releases(ids)
    waiting = [idea for idea in ideas if idea.status in WAITING and idea.product_id]
    products = list({idea.product_id for idea in waiting if idea.product_id})
    turns = homes.turns([idea.id or 0 for idea in waiting], products) if waiting else {}
    rows = []
    for key, idea in zip(ids, ideas, strict=True):
        decision = rulings.get(key) if idea.status in PUT_OFF else None
        back = returns(decision, context)
        rows.append(
            Row(
                idea,
                decision,
                back,
                releases.get(key),
                turns.get(key),
                whom=on_behalf(idea, user),
            )
        )
    return rows


def _queue(chosen: Home, managed: Sequence[Product], context: Context) -> Section:
    def listing(skip: int, limit: int) -> list[Idea]:
        return context.store.homes.queue([p.id or 0 for p in managed], skip, limit)

    page = pages(chosen).get("queue", 0)
    ideas = listing(page * SIZE, SIZE + 1)
    rows = [Row(idea) for idea in ideas[:SIZE]]
    more, today = len(ideas) > SIZE, _today(managed[0], context)
    return Section("queue", "Waiting for your answer", rows, page, more, ALL_ANSWERED, today)


ALL_ANSWERED = "Everything is answered."


def _today(product: Product, context: Context) -> date:
    return context.now.astimezone(ZoneInfo(product.zone)).date()


def _promises(managed: Sequence[Product], context: Context) -> Section:
    """What comes back, and what is planned for a release, within four weeks."""
    today = _today(managed[0], context)
    products, until = [p.id or 0 for p in managed], today + AHEAD
    homes = context.store.homes
    due = [
        (back, idea, f":hourglass_flowing_sand: “Not now” until {day(date.fromisoformat(back))}")
        for idea, back in homes.returning(products, until, MOST_PROMISES)
    ]
    due += [
        (f"{planned.release_date}", idea, f":calendar: planned for {views.release(planned, today)}")
        for idea, planned in homes.promised(products, until, MOST_PROMISES)
    ]
    due.sort(key=lambda one: (one[0], one[1].number))
    rows = [Row(idea, promise=words) for _, idea, words in due[:MOST_PROMISES]]
    return Section("promises", "Due within four weeks", rows)


def _health(context: Context) -> Health:
    store, workspace, now = context.store, context.store.workspace, context.real_now
    counts = store.deliveries.counts(workspace)
    oldest = store.deliveries.oldest_due(now, workspace)
    dead = store.deliveries.dead(MOST_DEAD, workspace)
    return Health(
        owed=sum(counts.get(state, 0) for state in OPEN),
        lag=int((now - oldest).total_seconds()) if oldest else 0,
        dead=[Dead(d.id or 0, d.kind, d.last_error or "") for d in dead],
        dead_in_all=counts.get(DeliveryState.DEAD, 0),
        readings=[_reading(sync, context) for sync in store.syncs.all()],
        homeless=len(store.ideas.homeless()),
    )


def _reading(sync: ProjectSync, context: Context) -> Reading:
    lag = int((context.now - sync.good_at).total_seconds()) if sync.good_at else 0
    return Reading(sync.project, sync.good_at, lag, sync.error or "")
