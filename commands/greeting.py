"""What is said once a product is set up: to its channels, and to the one who set it up."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage
from bot.feature import Context, Feature
from bot.views import products as views

feature = Feature(
    "Say in a channel what it is used for", scopes=("chat:write", "chat:write.public", "im:write")
)


@feature.effect("greeting.post")
def post(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Say in a channel what it is used for from now on."""
    product = context.store.products.by_id(payload["product"])
    if product is None:
        return None
    return PostMessage(payload["channel"], views.greeting(product, payload["use"]))


@feature.dead("greeting.post")
def not_greeted(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Tell the one who set it up that the bot cannot post there, and what to do."""
    lost = {"channel": payload["channel"], "user": payload["user"], "error": error}
    context.owe("greeting.lost", f"product:{payload['product']}", lost)


@feature.effect("greeting.lost")
def lost(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about a channel the bot cannot post in."""
    bot = context.store.members.bot()
    return PostMessage(
        payload["user"], views.cannot_post(payload["channel"], bot, payload["error"])
    )


@feature.effect("greeting.saved")
def saved(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Confirm by DM what was set up."""
    product = context.store.products.by_id(payload["product"])
    if product is None or product.id is None:
        return None
    digests = [d for d in context.store.digests.own(product.id) if not d.paused]
    line = views.Line(product, context.store.products.managers(product.id))
    return PostMessage(payload["user"], views.set_up(line, digests[0] if digests else None))
