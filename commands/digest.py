"""`/digest`: what a channel gets each week of which product, for whom, and when."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.domain import calendar
from bot.effects import Effect, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Message, Option, Reply
from bot.models import Digest, Product
from bot.request import Request
from bot.services import owed, subscribing
from bot.services.naming import existing_product
from bot.services.subscribing import described
from bot.views import notices
from bot.views import subscriptions as views
from bot.views.subscription_form import Wish, initiative_option, subscription_form
from bot.words import DigestKind, DigestShape

POSTS = 10
"""Past posts that are shown."""
OFFERED = 100
GONE = "That digest was removed. `/digest` shows what this channel gets."

feature = Feature(
    "Choose what a channel gets each week: progress, blockers, capacity",
    scopes=("commands", "chat:write", "chat:write.public", "im:write"),
)


@feature.command("/digest", usage="[nothing: what this channel gets]")
def overview(request: Request, context: Context) -> Reply:
    """What the channel it is typed in gets."""
    channel = request.channel or ""
    if channel[:1] not in ("C", "G"):
        raise UserError("Type `/digest` in the channel that gets the digest, or shall get one.")
    return Reply(message=_overview(channel, request.user, context))


def _overview(channel: str, user: str, context: Context) -> Message:
    mine = subscribing.changeable(user, context)
    found = [described(one, context, mine) for one in context.store.digests.of_channel(channel)]
    asked = [one.product for one in found] or context.store.products.all()
    who = [] if mine else [pm for one in asked for pm in subscribing.who_may(one, context)]
    return views.overview(channel, found, mine, list(dict.fromkeys(who)))


# --- Looking


@feature.button("digest.preview")
def preview(request: Request, context: Context) -> Reply:
    """Show what would be posted now, with its chart and thread, in a DM."""
    digest = _digest(request, context)
    subscribing.preview(digest, request.user, request.id, context)
    return Reply(message=notices.told(views.PREVIEW_COMES))


@feature.button("digest.past")
def past(request: Request, context: Context) -> Reply:
    """The last posts, with their addresses."""
    digest = _digest(request, context)
    posts = context.store.digests.posts(digest.id or 0, POSTS)
    return Reply(form=views.past(described(digest, context), posts))


def _digest(request: Request, context: Context) -> Digest:
    digest = context.store.digests.by_id(int(request.value))
    if digest is None:
        raise UserError(GONE)
    return digest


# --- Changing


def _theirs(request: Request, context: Context) -> Digest:
    """A subscription this person may change. Raises UserError."""
    digest = _digest(request, context)
    subscribing.must_change(request.user, existing_product(digest.product_id, context), context)
    return digest


def _again(digest: Digest, request: Request, context: Context) -> Reply:
    return Reply(replace=_overview(digest.channel, request.user, context))


@feature.button("digest.send")
def send(request: Request, context: Context) -> Reply:
    """Post it now, out of turn: once for this press."""
    digest = _theirs(request, context)
    subscribing.send_now(digest, request.user, request.id, context)
    context.record("digest sent", request.user, digest=digest.id)
    return Reply(message=notices.told(views.ON_ITS_WAY))


@feature.button("digest.pause")
def pause(request: Request, context: Context) -> Reply:
    """Post nothing of it until it is resumed."""
    digest = _theirs(request, context)
    subscribing.pause(digest, context)
    context.record("digest paused", request.user, digest=digest.id)
    return _again(digest, request, context)


@feature.button("digest.resume")
def resume(request: Request, context: Context) -> Reply:
    """Go on with its next time."""
    digest = _theirs(request, context)
    subscribing.resume(digest, context)
    context.record("digest resumed", request.user, digest=digest.id)
    return _again(digest, request, context)


@feature.button("digest.remove")
def remove(request: Request, context: Context) -> Reply:
    """End a subscription."""
    digest = _theirs(request, context)
    subscribing.remove(digest, context)
    context.record("digest removed", request.user, digest=digest.id)
    return _again(digest, request, context)


@feature.button("digest.add")
def add(request: Request, context: Context) -> Reply:
    """Open the form of one more digest of a product, for the channel of the list."""
    product = existing_product(int(request.value), context)
    subscribing.must_change(request.user, product, context)
    return Reply(form=subscription_form(Wish(product, request.channel or "")))


@feature.button("digest.change")
def change(request: Request, context: Context) -> Reply:
    """Open the form of a digest there is."""
    digest = _theirs(request, context)
    wish = Wish(
        existing_product(digest.product_id, context),
        digest.channel,
        digest,
        subscribing.initiatives(digest, context),
        subscribing.releases(digest, context),
    )
    return Reply(form=subscription_form(wish))


@feature.options("digest.zone")
def zones(request: Request, context: Context) -> Reply:  # noqa: ARG001
    """Time zones whose names hold what was typed."""
    found = calendar.zones(request.text)[:OFFERED]
    return Reply(options=[Option(zone, zone) for zone in found])


@feature.options("digest.initiatives")
def initiatives(request: Request, context: Context) -> Reply:
    """The product's initiatives whose key or summary holds what was typed."""
    product = existing_product(int(request.context["product"]), context)
    found = context.store.work.parents(product.project or "", request.text.strip(), OFFERED)
    return Reply(options=[initiative_option(*one) for one in found])


@feature.options("digest.releases")
def releases(request: Request, context: Context) -> Reply:
    """The product's releases whose names hold what was typed, those to come first."""
    product = existing_product(int(request.context["product"]), context)
    typed = request.text.strip().lower()
    found = context.store.releases.of_project(product.project or "")
    named = sorted((r for r in found if typed in r.name.lower()), key=lambda r: r.released)
    return Reply(options=[Option(r.version_id, r.name) for r in named[:OFFERED]])


@feature.form("digest.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store it, make it due, and tell the channel."""
    product = existing_product(int(request.context["product"]), context)
    subscribing.must_change(request.user, product, context)
    number = request.context.get("digest")
    digest = context.store.digests.by_id(int(number)) if number else _new(product, request, context)
    if digest is None:
        raise UserError(GONE)
    _fill(digest, request)
    subscribing.must_hold(digest)
    subscribing.must_differ(digest, context)
    subscribing.keep(digest, context)
    told = {"digest": digest.id, "user": request.user, "new": not number}
    context.record("digest kept", request.user, digest=digest.id, channel=digest.channel)
    context.owe("digest.told", f"digest:{digest.id}", told)
    return SILENT


def _new(product: Product, request: Request, context: Context) -> Digest:
    return Digest(
        workspace_id=context.store.workspace,
        product_id=product.id or 0,
        kind=DigestKind(request.entered("kind") or DigestKind.PROGRESS),
        channel=str(request.context["channel"]),
        weekday=0,
        at=time(9),
        zone=product.zone,
    )


def _fill(digest: Digest, request: Request) -> None:
    digest.shape = DigestShape(request.entered("shape") or DigestShape.TEAM)
    digest.weekday = int(request.entered("weekday") or 0)
    digest.at = time.fromisoformat(request.entered("time") or "09:00")
    digest.zone = request.entered("zone") or digest.zone
    digest.initiatives = list(request.chosen("initiatives"))
    digest.releases = list(request.chosen("releases"))


# --- What is told


@feature.effect("digest.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Say in the channel what comes there from now on."""
    digest = context.store.digests.by_id(payload["digest"])
    if digest is None:
        return None
    said = views.announced(described(digest, context), payload["user"], new=payload["new"])
    return PostMessage(digest.channel, said)


@feature.dead("digest.told")
def not_told(payload: Mapping[str, Any], error: str, context: Context) -> None:  # noqa: ARG001
    """A channel the bot cannot post in: whoever subscribed it is told what to do."""
    context.owe("digest.lost", owed.to_person(payload["user"]), payload)


@feature.effect("digest.lost")
def lost(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about it."""
    digest = context.store.digests.by_id(payload["digest"])
    bot = context.store.members.bot()
    message = views.cannot_announce(digest.channel, bot) if digest else None
    return PostMessage(payload["user"], message) if message else None


@feature.effect("digest.quiet")
def quiet(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """To whoever sent it now: it had nothing to say, so nothing was posted."""
    digest = context.store.digests.by_id(payload["digest"])
    if digest is None:
        return None
    said = notices.told(views.nothing_to_say(described(digest, context)))
    return PostMessage(payload["user"], said)
