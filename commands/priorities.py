"""`/priorities`: what is to be done first in a product, what moved since last week, and why."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from bot.domain.priorities import to_band, to_scheme
from bot.effects import Effect, PostMessage, SetField
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Message, Reply
from bot.models import Product
from bot.request import Request
from bot.services import ranking, tracking
from bot.services.naming import existing_product, product_here
from bot.tracked import Issue
from bot.views import priorities as views
from bot.views.dossier import PRIORITIES
from bot.views.priorities import Listing, Turned
from bot.views.text import escaped
from bot.words import Priority, SyncedField

feature = Feature("See what is to be done first, and what moved", scopes=("commands", "chat:write"))


@feature.command("/priorities", usage="[product key]")
def show(request: Request, context: Context) -> Reply:
    """The list of the product whose channel this is, or of the one that is named."""
    product = product_here(request.text, request.channel, context)
    if product.project is None:
        raise UserError(f"{escaped(product.name)} has no Jira project yet: see `/product`.")
    return Reply(message=_drawn(product, Turned(product.id or 0), request, context))


@feature.button("priorities.moved")
@feature.button("priorities.next")
@feature.button("priorities.back")
def turn(request: Request, context: Context) -> Reply:
    """Another part of it."""
    turned = Turned.of(request.value)
    product = existing_product(turned.product, context)
    return Reply(replace=_drawn(product, turned, request, context))


@feature.button("priorities.pick")
def pick(request: Request, context: Context) -> Reply:
    """Ask what an item's priority is to be."""
    turned = Turned.of(request.value)
    product = _decided(turned, request, context)
    issue = request.value.rpartition(":")[2]
    return Reply(replace=_drawn(product, turned, request, context, picked=issue))


@feature.button("priorities.set")
def choose(request: Request, context: Context) -> Reply:
    """Give an item another priority, which goes to Jira."""
    turned, (issue, band) = Turned.of(request.value), request.value.split(":")[3:]
    product = _decided(turned, request, context)
    item, chosen = context.store.work.by_issue(issue), Priority(band)
    if item is None or item.project != product.project:
        raise UserError("That item is gone from Jira, or moved to another project.")
    scheme = context.store.syncs.of(item.project).priorities
    if to_scheme(chosen, scheme) is None:
        raise UserError(f"{escaped(item.project)} has no priorities in Jira that I know of.")
    said = f"{escaped(item.key)} is *{PRIORITIES[chosen]}* already."
    if to_band(item.priority, scheme) != chosen:
        ranking.prioritise_item(issue, chosen, product, request.user, context)
        said = views.on_its_way(item.key, chosen)
    return Reply(replace=_drawn(product, turned, request, context, said=said))


def _decided(turned: Turned, request: Request, context: Context) -> Product:
    """The product, whose PM this must be. Raises UserError."""
    product = existing_product(turned.product, context)
    if not context.decides_for(request.user, product):
        managers = context.store.products.managers(product.id or 0)
        raise UserError(views.refused(product, managers))
    return product


def _drawn(
    product: Product,
    turned: Turned,
    request: Request,
    context: Context,
    *,
    picked: str = "",
    said: str = "",
) -> Message:
    found, store = ranking.ranking(product, context), context.store
    here = views.shown_items(found.items or [], turned)
    accounts = {one.item.assignee for one in here} | {m.by for one in here for m in one.moves}
    listing = Listing(
        product,
        turned,
        found.items,
        found.scheme,
        store.products.managers(product.id or 0),
        context.decides_for(request.user, product),
        drawn=request.id,
        more=found.more,
        said=said,
        base=context.links.jira,
        people=store.accounts.users([account for account in accounts if account]),
        good_at=store.syncs.of(product.project or "").good_at,
    )
    chosen = next((one for one in here if one.item.id == picked), None)
    return views.listing(replace(listing, picked=chosen))


# --- Items that no idea became


@feature.effect("priorities.send")
def send(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The priority to set; nothing where the item holds it by now."""
    item = context.store.work.by_issue(payload["issue"])
    scheme = context.store.syncs.of(item.project).priorities if item else []
    value = to_scheme(Priority(payload["band"]), scheme)
    if item is None or value is None or to_band(item.priority, scheme) == payload["band"]:
        return None
    return SetField(item.id, SyncedField.PRIORITY, value, item.priority or "")


@feature.done("priorities.send")
def sent(payload: Mapping[str, Any], result: Issue, context: Context) -> None:
    """What Jira holds now; where somebody changed it there meanwhile, that stays."""
    tracking.learn_one(result, context)
    scheme = context.store.syncs.of(result.project).priorities
    if to_band(result.priority, scheme) != payload["band"]:
        why = f"Somebody set it to {result.priority or 'none'} there in the meantime."
        context.owe("priorities.told", f"told:{payload['user']}", {**payload, "why": why})


@feature.dead("priorities.send")
def not_sent(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Tell who chose it that Jira did not take it."""
    why = f"Jira did not take it: {error[:300]}"
    context.owe("priorities.told", f"told:{payload['user']}", {**payload, "why": why})


@feature.effect("priorities.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about a priority that did not come about."""
    item = context.store.work.by_issue(payload["issue"])
    if item is None:
        return None
    return PostMessage(
        payload["user"], views.not_set(item.key, Priority(payload["band"]), payload["why"])
    )
