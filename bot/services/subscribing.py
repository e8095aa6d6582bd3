"""Subscribes channels to digests: what is due when, who may say so, what is a product's own."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from bot.clock import weekly
from bot.domain import calendar
from bot.domain.digests import SHAPES
from bot.errors import UserError
from bot.feature import Context
from bot.message import Option
from bot.models import Digest, Product
from bot.models.digest import PREVIEW
from bot.services import refresh
from bot.services.naming import existing_product
from bot.views.subscription_form import initiative_option, no_such_shape
from bot.views.subscriptions import Subscription
from bot.views.text import escaped, people
from bot.words import DigestKind

LONG_AGO = timedelta(minutes=5)
"""Longer than a digest waits for a fresh reading."""


class Rhythm(NamedTuple):
    """Where and when a digest is posted."""

    channel: str
    weekday: int
    at: time
    zone: str


# --- Who may


def changeable(user: str, context: Context) -> list[Product]:
    """The products of which somebody may change what channels get: their own, all for admins."""
    store = context.store
    is_admin = store.members.is_admin(user)
    return store.products.all() if is_admin else store.products.managed_by(user)


def who_may(product: Product, context: Context) -> list[str]:
    """Who may change what channels get of a product: its PMs and admins."""
    store = context.store
    managers = store.products.managers(product.id or 0)
    return list(dict.fromkeys([*managers, *store.members.admins()]))


def must_change(user: str, product: Product, context: Context) -> None:
    """Raises UserError, which says who may, for anybody else."""
    able = who_may(product, context)
    if user not in able:
        who, name = people(able) or "whoever runs this bot", escaped(product.name)
        raise UserError(f"Only the PMs of {name} and admins choose who gets it: ask {who}.")


# --- One subscription


def must_hold(digest: Digest) -> None:
    """Raises UserError, which names the field, for what cannot be told."""
    if digest.shape not in SHAPES[digest.kind]:
        raise UserError(no_such_shape(digest.kind), "shape")
    if not calendar.is_zone(digest.zone):
        raise UserError("Choose a time zone, such as Europe/Berlin.", "zone")
    if digest.kind is DigestKind.CAPACITY and (digest.initiatives or digest.releases):
        field = "initiatives" if digest.initiatives else "releases"
        raise UserError("Capacity counts all that people have: leave both filters empty.", field)


def must_differ(digest: Digest, context: Context) -> None:
    """Raises UserError where the channel gets the very same already."""

    def what(one: Digest) -> tuple[object, ...]:
        parts = (frozenset(one.initiatives), frozenset(one.releases))
        return (one.product_id, one.kind, one.shape, *parts)

    others = context.store.digests.of_channel(digest.channel)
    if any(one is not digest and what(one) == what(digest) for one in others):
        raise UserError("This channel gets that already. Change it with `/digest`.", "shape")


def keep(digest: Digest, context: Context) -> Digest:
    """Store a subscription, new or changed, and make it due."""
    context.store.digests.subscribe(digest)
    if not digest.paused:
        due = weekly(digest).next_after(context.now)
        context.store.schedules.set(context.store.workspace, digest.kind, digest.id or 0, due)
    return digest


def pause(digest: Digest, context: Context) -> None:
    """Let it rest: what would have been due meanwhile is never posted."""
    digest.paused = True
    context.store.digests.subscribe(digest)
    _forget(digest, context)


def resume(digest: Digest, context: Context) -> None:
    """Let it go on with its next time."""
    digest.paused = False
    keep(digest, context)


def remove(digest: Digest, context: Context) -> None:
    """End it. Its posts stay, and nothing else ever has its slots."""
    digest.removed_at = context.now
    context.store.digests.subscribe(digest)
    _forget(digest, context)


def _forget(digest: Digest, context: Context) -> None:
    schedules = context.store.schedules
    found = schedules.of(context.store.workspace, digest.kind, digest.id or 0)
    if found is not None:
        schedules.drop(found)


def next_post(digest: Digest, context: Context) -> datetime:
    """When it is posted next: not in a week whose slot was taken, whatever was changed since."""
    rule, schedules = weekly(digest), context.store.schedules
    asked = (context.store.workspace, digest.kind, digest.id or 0)
    at = rule.next_after(context.now)
    while schedules.taken(*asked, rule.slot_of(at)):
        at = rule.next_after(at)
    return at


def send_now(digest: Digest, user: str, press: str, context: Context) -> None:
    """Post it out of turn, once for this press; its slots are not touched."""
    _run(digest, user, f"now:{press}", context.now, context)
    refresh.jira(context)


def preview(digest: Digest, user: str, press: str, context: Context) -> None:
    """Show it to one person in a DM, as it would be posted now, from what is known of Jira."""
    _run(digest, user, f"{PREVIEW}{press}", context.now - LONG_AGO, context)


def _run(digest: Digest, user: str, slot: str, taken: datetime, context: Context) -> None:
    run = {"job": digest.kind, "subject": digest.id, "slot": slot, "by": user}
    times = {"due": context.now.isoformat(), "taken": taken.isoformat()}
    context.owe("job.run", f"now:{digest.id}", {**run, **times}, dedup=f"{digest.id}:{slot}")


# --- As it is shown


def described(digest: Digest, context: Context, mine: Sequence[Product] = ()) -> Subscription:
    """A subscription with its names and next time. `mine` are products its reader may change."""
    product = existing_product(digest.product_id, context)
    only = [*initiatives(digest, context), *releases(digest, context)]
    return Subscription(
        digest,
        product,
        [option.label for option in only],
        next_post(digest, context),
        product.id in {one.id for one in mine},
    )


def initiatives(digest: Digest, context: Context) -> list[Option]:
    """The initiatives it is about alone."""
    known = context.store.work.known(digest.initiatives) if digest.initiatives else {}
    found = [known[issue] for issue in digest.initiatives if issue in known]
    return [initiative_option(one.id, one.key, one.summary) for one in found]


def releases(digest: Digest, context: Context) -> list[Option]:
    """The releases it is about alone."""
    known = context.store.releases.known(digest.releases) if digest.releases else {}
    return [Option(v, known[v].name) for v in digest.releases if v in known]


# --- A product's own


def keep_own(product: Product, rhythm: Rhythm, context: Context) -> None:
    """Bring a product's own subscriptions to what its settings say; without a channel they rest.

    What was changed in the settings is changed in each that runs. Where none runs, all do anew.
    """
    own = context.store.digests.own(product.id or 0)
    running = [digest for digest in own if not digest.paused]
    if not rhythm.channel:
        for digest in running:
            pause(digest, context)
    elif running:
        _change(running, rhythm, context)
    else:
        _begin(product, {digest.kind: digest for digest in own}, rhythm, context)


def _change(running: list[Digest], rhythm: Rhythm, context: Context) -> None:
    shown, wanted = running[0], rhythm._asdict()
    changed = {name: value for name, value in wanted.items() if getattr(shown, name) != value}
    for digest in running if changed else ():
        for name, value in changed.items():
            setattr(digest, name, value)
        keep(digest, context)


def _begin(
    product: Product, known: dict[DigestKind, Digest], rhythm: Rhythm, context: Context
) -> None:
    assert product.id is not None
    for kind in DigestKind:
        digest = known.get(kind) or Digest(
            workspace_id=context.store.workspace,
            product_id=product.id,
            kind=kind,
            own=True,
            **rhythm._asdict(),
        )
        digest.channel, digest.weekday, digest.at, digest.zone = rhythm
        resume(digest, context)
