"""`/capture`: how ideas are captured in a channel, and the mode in which every message is one."""

from collections.abc import Mapping
from typing import Any

from bot.domain import capture as domain
from bot.domain import ideas
from bot.effects import Effect, JoinChannel, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Fate, Reply, Said
from bot.models import CaptureChannel, Idea, Product
from bot.request import Request
from bot.services import filing, owed
from bot.views import capture as views
from bot.views.text import people
from bot.words import Source

feature = Feature(
    "Choose how ideas are captured in a channel",
    scopes=(
        "commands",
        "chat:write",
        "im:write",
        "channels:history",
        "groups:history",
        "channels:join",
    ),
)


# --- Settings


@feature.command("/capture", usage="[nothing: opens this channel's settings]")
def settings(request: Request, context: Context) -> Reply:
    """Open the settings of the channel it is typed in."""
    channel = request.channel or ""
    if channel[:1] not in ("C", "G"):
        raise UserError("Type `/capture` in the channel you want to set up.")
    _must_set_up(channel, request.user, context)
    known = context.store.capture.settings(channel)
    return Reply(form=views.channel_form(known, _offered(request.user, context)))


def _offered(user: str, context: Context) -> list[Product]:
    """The products somebody may give a channel to: their own; all of them for an admin."""
    products = context.store.products.all()
    if context.store.members.is_admin(user):
        return products
    return [p for p in products if p.id and context.store.products.is_manager(user, p.id)]


def _must_set_up(channel: str, user: str, context: Context) -> None:
    store, product = context.store, context.store.products.taking(channel)
    if store.members.is_admin(user):
        return
    managers = store.products.managers(product.id) if product and product.id else []
    if product and product.id and store.products.is_manager(user, product.id):
        return
    who = people([*managers, *store.members.admins()]) or "whoever runs this bot"
    raise UserError(f"Only the PMs of its product and admins set up a channel: ask {who}.")


@feature.form("channel.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the settings; the channel is told what they mean."""
    channel = str(request.context["channel"])
    _must_set_up(channel, request.user, context)
    known = context.store.capture.settings(channel)
    known.product_id = _product(request, known, context)
    known.emoji = domain.emoji_named(request.entered("emoji"), "emoji")
    known.skip = domain.emoji_named(request.entered("skip"), "skip")
    known.whole = request.entered("whole") == views.ON
    context.store.capture.set(known)
    context.record("capture set up", request.user, channel=channel, whole=known.whole)
    told = {"channel": channel, "by": request.user}
    context.owe("channel.join", f"channel:{channel}", told, replaces=True)
    return SILENT


def _product(request: Request, known: CaptureChannel, context: Context) -> int | None:
    """The product chosen, if it is theirs to choose; what they cannot see stays."""
    offered = {str(product.id): product.id for product in _offered(request.user, context)}
    chosen = request.entered("product")
    if chosen:
        if chosen not in offered:
            raise UserError("This product is gone or not yours. Choose another one.", "product")
        return offered[chosen]
    return None if str(known.product_id) in offered else known.product_id


@feature.effect("channel.join")
def join(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Become a member, where that needs no invitation: Slack tells members alone what is said."""
    return JoinChannel(payload["channel"])


@feature.done("channel.join")
def joined(payload: Mapping[str, Any], result: bool, context: Context) -> None:  # noqa: ARG001
    """Then say so; where the bot is no member yet, that finds it out."""
    context.owe("channel.told", f"channel:{payload['channel']}", payload)


@feature.effect("channel.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Say in the channel how ideas are captured there from now on."""
    channel = payload["channel"]
    known, product = context.store.capture.settings(channel), context.store.products.taking(channel)
    return PostMessage(channel, views.announced(known, product, payload["by"]))


@feature.dead("channel.told")
def not_told(payload: Mapping[str, Any], error: str, context: Context) -> None:  # noqa: ARG001
    """A channel the bot is not in: whoever set it up is told what to do."""
    context.owe("channel.lost", owed.to_person(payload["by"]), payload)


@feature.effect("channel.lost")
def lost(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about it."""
    bot = context.store.members.bot()
    return PostMessage(payload["by"], views.cannot_announce(payload["channel"], bot))


# --- Every message


@feature.event("message", "message.channels", "message.groups")
def heard(request: Request, context: Context) -> Reply:
    """Where every message is an idea, file what a person says, a burst of it as one."""
    said = request.said
    if said is not None and _is_idea(said, context):
        _capture(said, context)
    return SILENT


def _is_idea(said: Said, context: Context) -> bool:
    spoken = said.fate is Fate.SAID and said.thread is None and not said.by_app
    if not spoken or not said.author:
        return False
    known = context.store.capture.settings(said.at.channel)
    if not known.whole or domain.kept_out(said.text, known.skip):
        return False
    # A mention asks for more than to be kept: it has a handler of its own.
    return not domain.mentions(said.text, context.store.members.bot())


def _capture(said: Said, context: Context) -> None:
    text = filing.words(said, context)
    if not ideas.says_something(said.text) or filing.known(said.at, context) is not None:
        return
    said = Said(said.at, said.author, text, team=said.team, shared=said.shared)
    begun = _burst(said, context)
    if begun is not None:
        _extend(begun, said, context)
        return
    product = context.store.products.taking(said.at.channel)
    filing.file(
        filing.Filing(
            f"message:{said.at.channel}:{said.at.ts}",
            ideas.worded(text),
            said.author,
            said.author,
            Source.CHANNEL,
            product,
            said.at.channel,
            said,
        ),
        context,
    )


def _burst(said: Said, context: Context) -> Idea | None:
    """The idea this message goes on with, while it waits for its answer."""
    capture, channel = context.store.capture, said.at.channel
    last = capture.near(channel, said.author, domain.around(said.at.ts))
    if last is None:
        return None
    idea = context.store.ideas.by_id(last.idea_id, lock=True)
    if idea is None or idea.source != Source.CHANNEL or idea.status not in ideas.WAITING:
        return None
    stamps = [message.ts for message in capture.messages(last.idea_id)]
    return idea if domain.one_burst([*stamps, said.at.ts]) else None


def _extend(idea: Idea, said: Said, context: Context) -> None:
    """Word it anew with this message in its place; what was edited by hand is only added to."""
    assert idea.id is not None
    before = {message.ts: message.text for message in context.store.capture.messages(idea.id)}
    as_said = ideas.worded(domain.joined(before))
    if (idea.title, idea.problem) == (as_said.title, as_said.problem):
        wording = ideas.worded(domain.joined({**before, said.at.ts: said.text}))
        idea.title, idea.problem = wording.title, wording.problem
    else:
        idea.problem = f"{idea.problem}\n{said.text}".strip()
    idea.updated_at = context.now
    context.store.ideas.add(idea)
    filing.made_of(said, idea, context)
    context.record("edited", said.author, idea=idea.id, added=said.text)
    owed.card(idea, context)
