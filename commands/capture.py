"""A message becomes an idea: by a shortcut, by an emoji, by a mention. One message, one idea."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from bot.domain import capture as domain
from bot.domain import ideas
from bot.effects import Effect, PostMessage, ReadMessage
from bot.feature import Context, Feature
from bot.message import SILENT, MessageRef, Reaction, Reply, Said
from bot.models import Idea, Support
from bot.request import Request
from bot.services import entering, filing, owed
from bot.services.backing import counting, recounted, stands_behind
from bot.services.dossier import dossier
from bot.views import capture as views
from bot.views.cards import other_card
from bot.words import Source

feature = Feature(
    "Make any message an idea",
    scopes=(
        *("commands", "chat:write", "im:write", "reactions:read", "app_mentions:read"),
        *("channels:history", "groups:history"),
    ),
)


# --- By a shortcut


@feature.shortcut("capture.message", "Make it an idea")
def shortcut(request: Request, context: Context) -> Reply:
    """Open the form with what the message says; its text is kept until the form is sent."""
    said = request.said
    if said is None:
        return SILENT
    idea = context.store.capture.idea(said.at)
    if idea is not None:
        supports = stands_behind(idea, request.user, context)
        card = other_card(dossier(idea, context), views.already(idea), supports=supports)
        return Reply(message=card)
    drafts, about = context.store.drafts, f"{said.at.channel}:{said.at.ts}"
    draft = drafts.of(request.user, "capture.message", about)
    if draft is None:
        content = _begun(said, request.user, context)
        draft = drafts.keep(request.user, "capture.message", about, content, context.now)
    return Reply(form=entering.resumed(draft, context, ("draft.resume", str(draft.id))))


def _begun(said: Said, user: str, context: Context) -> dict[str, Any]:
    """What the form begins with: the message's words, its author and where it stands."""
    text = filing.words(said, context)
    begun: dict[str, Any] = entering.worded(text)
    product = context.store.products.taking(said.at.channel)
    if product is not None:
        begun["product"] = str(product.id)
    own = said.by_app or said.author == user or filing.is_stranger(said, context)
    if said.author and not own:
        begun["person"] = said.author
    return {**begun, entering.ABOUT: {"source": entering.as_source(said, text)}}


# --- By an emoji


@feature.event("reaction_added")
def reacted(request: Request, context: Context) -> Reply:
    """An emoji that makes ideas: what it stands under is read, then filed."""
    at, channel = request.message, request.channel
    if at is None or channel is None or request.user == context.store.members.bot():
        return SILENT
    if request.value == context.store.capture.settings(channel).emoji:
        _read(at, request.user, context, emoji=request.value, shared=request.shared)
    return SILENT


@feature.event("reaction_removed")
def unreacted(request: Request, context: Context) -> Reply:
    """An emoji was taken back: only the support it gave goes."""
    at = request.message
    if at is None or context.store.capture.idea(at) is None:
        return SILENT
    if request.value == context.store.capture.settings(at.channel).emoji:
        _read(at, "", context, emoji=request.value)
    return SILENT


def _read(
    at: MessageRef, by: str, context: Context, *, emoji: str = "", shared: bool = False
) -> None:
    """Read a message: events may come late or twice, so what stands there is what counts."""
    asked = {"channel": at.channel, "ts": at.ts, "by": by, "emoji": emoji, "shared": shared}
    known = context.store.capture.idea(at) is not None
    context.owe("capture.read", f"capture:{at.channel}:{at.ts}", asked, replaces=known)


@feature.effect("capture.read")
def read(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Read the message that shall become an idea."""
    return ReadMessage(_at(payload))


def _at(payload: Mapping[str, Any]) -> MessageRef:
    return MessageRef(payload["channel"], payload["ts"])


@feature.done("capture.read")
def capture(payload: Mapping[str, Any], result: Said | None, context: Context) -> None:
    """File it, unless it is an idea already; count who reacted as supporters."""
    at, by = _at(payload), payload["by"]
    if result is None:
        _tell_lost(at, by, views.GONE, context)
        return
    if result.author == context.store.members.bot():
        return
    found = next((r for r in result.reactions if r.emoji == payload["emoji"]), None)
    idea = filing.known(at, context)
    if idea is None and by and (found is not None or not payload["emoji"]):
        said = replace(result, shared=payload["shared"])
        _file_said(said, by, payload["emoji"], context)
    elif idea is not None and payload["emoji"]:
        _count(idea, at, found or Reaction(payload["emoji"], (), 0), context)


def _file_said(said: Said, by: str, emoji: str, context: Context) -> None:
    text = filing.words(said, context)
    if not ideas.says_something(text):
        _tell_lost(said.at, by, views.UNREADABLE, context)
        return
    source = Source.REACTION if emoji else Source.MENTION
    requester = by if said.by_app or not said.author else said.author
    _file(said, ideas.worded(text), requester, by, source, context)


def _file(
    said: Said,
    wording: ideas.Wording,
    requester: str,
    by: str,
    source: Source,
    context: Context,
) -> Idea:
    at = said.at
    product = context.store.products.taking(at.channel)
    name = f"message:{at.channel}:{at.ts}"
    return filing.file(
        filing.Filing(name, wording, requester, by, source, product, at.channel, said), context
    )


def _count(idea: Idea, at: MessageRef, found: Reaction, context: Context) -> None:
    """Who reacted supports it; who reacts no more does not, unless they said more."""
    assert idea.id is not None
    given = {
        support.person: support for support in context.store.support.by_reaction(idea.id, at.ts)
    }
    new = [user for user in found.users if user not in {*given, idea.requester, idea.filed_by}]
    for user in new:
        if not stands_behind(idea, user, context):
            context.store.support.add(_support(idea.id, user, at.ts, context))
            context.record("supported", user, idea=idea.id, person=user, customer=None)
    gone = set(given) - set(found.users) if found.count == len(found.users) else set()
    for user in gone:
        context.store.support.drop(given[user])
        context.record("support taken back", user, idea=idea.id, person=user, customer=None)
    if new or gone:
        recounted(counting(idea, context), context)


def _support(idea: int, user: str, ts: str, context: Context) -> Support:
    workspace = context.store.workspace
    return Support(
        workspace_id=workspace, idea_id=idea, person=user, by=user, at=context.now, reacted=ts
    )


@feature.dead("capture.read")
def unread(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """A message that cannot be read: whoever wanted it kept is told what to do."""
    _tell_lost(_at(payload), payload["by"], error, context)


def _tell_lost(at: MessageRef, by: str, why: str, context: Context) -> None:
    """Once a person and message, however often they try."""
    if by:
        lost = {"channel": at.channel, "ts": at.ts, "user": by, "why": why}
        name = f"lost:{at.channel}:{at.ts}:{by}"
        context.owe("capture.lost", owed.to_person(by), lost, dedup=name)


@feature.effect("capture.lost")
def lost(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about a message that is no idea; a stranger is told nothing in private."""
    person = context.store.people.known(payload["user"])
    if person is not None and person.stranger:
        return None
    bot = context.store.members.bot()
    return PostMessage(payload["user"], views.lost(_at(payload), payload["why"], bot))


# --- By a mention


@feature.event("app_mention")
def mentioned(request: Request, context: Context) -> Reply:
    """What follows the mention is the idea; in a thread, its source is the first message."""
    said = request.said
    if said is None or said.by_app or not said.author:
        return SILENT
    root = MessageRef(said.at.channel, said.root)
    words = domain.after_mention(said.text, context.store.members.bot())
    idea = filing.known(root, context)
    if idea is not None:
        if said.thread is not None:
            _reply("taken", said, context, idea=idea.id)
        return SILENT
    if words:
        source = Said(root, said.author, said.text, team=said.team, shared=said.shared)
        text = filing.words(said, context, words)
        new = _file(source, ideas.worded(text), said.author, said.author, Source.MENTION, context)
        if said.thread is not None:
            filing.made_of(said, new, context)
    elif said.thread is not None:
        _read(root, said.author, context, shared=said.shared)
    else:
        _reply("hint", said, context)
    return SILENT


def _reply(what: str, said: Said, context: Context, idea: int | None = None) -> None:
    place = {"channel": said.at.channel, "thread": said.root, "what": what, "idea": idea}
    context.owe("capture.reply", f"reply:{said.at.channel}:{said.root}", place)


@feature.effect("capture.reply")
def reply(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """A word under a mention that became no idea."""
    idea = context.store.ideas.by_id(payload["idea"] or 0)
    message = views.taken(idea) if idea is not None else views.hint()
    return PostMessage(payload["channel"], message, thread=payload["thread"])
