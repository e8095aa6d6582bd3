"""The triage channel's card: one message an idea, redrawn whenever something changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.effects import Effect, PostMessage, ReadPermalink, UpdateMessage
from bot.feature import Context, Feature
from bot.message import Message, MessageRef
from bot.models import Card, Idea
from bot.services import at_home, owed, similar
from bot.services.dossier import dossier
from bot.store.ideas import PMS_TURN
from bot.views import cards
from bot.views.decisions import remark, returned, trouble, waits_for_you
from bot.views.merges import pointer_card
from bot.views.similar import glance
from bot.words import Status

CALLS = ("returned", "answered")
"""The notes that call PMs: their idea waits for them again."""

feature = Feature(
    "One card an idea, always up to date",
    scopes=("chat:write", "im:write", "channels:history", "groups:history"),
)


@feature.effect("card.draw")
def draw(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Post the card in the product's triage channel, or redraw it where it is; what changed it
    changed Homes, too, and may change what it is like."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is not None:
        at_home.changed(idea, context)
        similar.keep_up(idea, context)
    product = context.store.products.by_id(idea.product_id) if idea else None
    if idea is None or product is None or product.triage_channel is None or idea.id is None:
        return None
    message = _card(idea, context)
    card = context.store.ideas.card(idea.id)
    if card is None or card.channel != product.triage_channel:
        return PostMessage(product.triage_channel, message)
    return UpdateMessage(MessageRef(card.channel, card.ts), message)


def _card(idea: Idea, context: Context) -> Message:
    """The card PMs decide on; of a duplicate, what leads to the idea it goes on as."""
    assert idea.id is not None
    store = context.store
    root = store.ideas.by_id(store.merges.root(idea.id))
    if idea.status is not Status.DUPLICATE or root is None or root.id is None:
        alike = similar.for_pm(idea, context) if idea.status in PMS_TURN else []
        known = replace(dossier(idea, context), address=context.links.idea(idea.number))
        return cards.triage_card(known, glance(alike))
    card = store.ideas.card(root.id)
    address = card.permalink if card else None
    return pointer_card(idea, root, store.merges.standing(idea.id), address)


@feature.done("card.draw")
def drawn(payload: Mapping[str, Any], result: MessageRef, context: Context) -> None:
    """Remember where the card is, and ask for its address once."""
    card = context.store.ideas.card(payload["idea"])
    if card is not None and (card.channel, card.ts) == result:
        return
    if card is not None:
        left = {**payload, "channel": card.channel, "ts": card.ts}
        context.owe("card.moved", f"moved:{payload['idea']}", left)
    context.store.ideas.place_card(Card(idea_id=payload["idea"], channel=result[0], ts=result[1]))
    context.owe("card.permalink", f"permalink:{payload['idea']}", payload)


@feature.effect("card.moved")
def moved(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """What is left where the card was: nobody shall decide on a card that is not redrawn."""
    idea = context.store.ideas.by_id(payload["idea"])
    card = context.store.ideas.card(payload["idea"])
    if idea is None or card is None:
        return None
    left = MessageRef(payload["channel"], payload["ts"])
    return UpdateMessage(left, cards.moved_card(idea, card.channel))


@feature.effect("card.permalink")
def permalink(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Ask for the card's address: what Jira links back to."""
    card = context.store.ideas.card(payload["idea"])
    return ReadPermalink(MessageRef(card.channel, card.ts)) if card else None


@feature.done("card.permalink")
def addressed(payload: Mapping[str, Any], result: str, context: Context) -> None:
    """Remember the card's address, and lead there from what is like it."""
    card = context.store.ideas.card(payload["idea"])
    idea = context.store.ideas.by_id(payload["idea"])
    if card is not None and idea is not None:
        card.permalink = result
        context.store.ideas.place_card(card)
        owed.beside(idea, context)


@feature.effect("card.note")
def note(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """A line in the card's thread: the channel itself stays quiet. Where there is no card, what
    calls its PMs is told to each of them."""
    idea = context.store.ideas.by_id(payload["idea"])
    card = context.store.ideas.card(payload["idea"])
    if idea is None:
        return None
    managers = _callable(idea, payload, context)
    if card is not None:
        return PostMessage(card.channel, _noted(idea, payload, managers), thread=card.ts)
    for user in managers:
        context.owe("card.private", owed.to_person(user), {**payload, "user": user})
    return None


def _callable(idea: Idea, payload: Mapping[str, Any], context: Context) -> list[str]:
    """The PMs a note calls; admins answer where no product is chosen."""
    if payload["kind"] not in CALLS:
        return []
    store = context.store
    return store.products.managers(idea.product_id) if idea.product_id else store.members.admins()


def _noted(idea: Idea, payload: Mapping[str, Any], managers: Sequence[str]) -> Message:
    why = payload["why"]
    match payload["kind"]:
        case "trouble":
            return trouble(idea, why)
        case "returned" | "answered":
            return returned(idea, why, managers)
        case _:
            return remark(idea, why)


@feature.effect("card.private")
def private(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The same by DM; nothing once it is answered."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None or idea.status not in PMS_TURN:
        return None
    return PostMessage(payload["user"], waits_for_you(idea, payload["why"]))


@feature.dead("card.draw")
def undrawable(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """A card that vanished from Slack is posted anew."""
    card = context.store.ideas.card(payload["idea"])
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is not None and card is not None and "message_not_found" in error:
        context.store.ideas.forget_card(payload["idea"])
        owed.card(idea, context)
