"""The message an idea was made of: its address, and the one reply that acknowledges it there."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage, ReadPermalink
from bot.feature import Context, Feature
from bot.message import MessageRef
from bot.services import owed, similar
from bot.services.dossier import dossier
from bot.views import capture as views

feature = Feature("Answer where something was asked", scopes=("chat:write",))


@feature.effect("source.permalink")
def permalink(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Ask for the address of the message."""
    return ReadPermalink(MessageRef(payload["channel"], payload["ts"]))


@feature.done("source.permalink")
def addressed(payload: Mapping[str, Any], result: str, context: Context) -> None:
    """Remember it, and show it on the card."""
    idea = context.store.ideas.by_id(payload["idea"], lock=True)
    if idea is not None:
        idea.permalink = result
        context.store.ideas.add(idea)
        owed.card(idea, context)


@feature.effect("source.filed")
def filed(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The acknowledgement: one short reply in the source thread."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None or idea.channel is None or idea.thread is None:
        return None
    known = dossier(idea, context)
    products = context.store.products.all() if idea.product_id is None else []
    own = not payload["stranger"]
    below = similar.offers(idea, context) if own and not payload["shared"] else []
    message = views.acknowledged(known, products, controls=own, below=below)
    return PostMessage(idea.channel, message, thread=idea.thread)


@feature.dead("source.filed")
def not_filed(payload: Mapping[str, Any], error: str, context: Context) -> None:  # noqa: ARG001
    """A thread the bot cannot write in: its people hear by DM, now and later."""
    idea = context.store.ideas.by_id(payload["idea"], lock=True)
    if idea is None:
        return
    idea.thread = None
    context.store.ideas.add(idea)
    if not payload["stranger"]:
        context.owe("idea.filed", f"tell:{idea.id}", {"idea": idea.id})
