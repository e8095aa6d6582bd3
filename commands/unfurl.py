"""Links to an idea unfold to its card: its own, or that of the Jira issue it became."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.domain.ideas import ISSUE_KEY
from bot.effects import Effect, Unfurl
from bot.feature import Context, Feature
from bot.message import SILENT, MessageRef, Reply
from bot.models import Idea
from bot.request import Request
from bot.services import refresh
from bot.services.dossier import dossier
from bot.views import cards

NUMBER = re.compile(r"/i/(\d{1,9})/?")
BROWSE = re.compile(r"/browse/([^/]+)/?")

feature = Feature("Unfold links to ideas", scopes=("links:read", "links:write"))


@feature.event("link_shared")
def shared(request: Request, context: Context) -> Reply:
    """Owe the cards of the ideas that are linked to; what leads to none stays a bare link."""
    found = {url: idea.number for url in request.links if (idea := _linked(url, context))}
    if found and request.message is not None:
        outside = request.shared or _is_stranger(request.user, context)
        place = {"channel": request.message.channel, "ts": request.message.ts}
        context.owe(
            "unfurl.links",
            f"unfurl:{request.message.channel}:{request.message.ts}",
            {**place, "links": found, "outside": outside},
        )
    return SILENT


def _is_stranger(user: str, context: Context) -> bool:
    refresh.person(user, context)
    known = context.store.people.known(user)
    return known is not None and known.stranger


def _linked(url: str, context: Context) -> Idea | None:
    """The idea an address leads to."""
    asked, links, store = urlsplit(url), context.links, context.store
    if links.public and (own := _below(url, links.public)):
        numbered = NUMBER.fullmatch(own)
        return store.ideas.numbered(int(numbered[1])) if numbered else None
    if links.jira and (path := _below(url, links.jira)):
        browsed = BROWSE.fullmatch(path)
        key = browsed[1] if browsed else parse_qs(asked.query).get("selectedIssue", [""])[0]
        return store.idea_issues.idea_of(key.upper()) if ISSUE_KEY.fullmatch(key.upper()) else None
    return None


def _below(url: str, base: str) -> str:
    """The path of an address below another one; empty when it is elsewhere."""
    asked, ours = urlsplit(url), urlsplit(base)
    if (asked.scheme, asked.netloc.lower()) != (ours.scheme, ours.netloc.lower()):
        return ""
    return asked.path.removeprefix(ours.path.rstrip("/")) if _starts(asked.path, ours.path) else ""


def _starts(path: str, base: str) -> bool:
    return path.startswith(f"{base.rstrip('/')}/")


@feature.effect("unfurl.links")
def unfold(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The cards as everybody in the channel may see them."""
    drawn = {}
    for url, number in payload["links"].items():
        idea = context.store.ideas.numbered(number)
        if idea is not None:
            known = dossier(idea, context)
            drawn[url] = cards.bare_card(idea) if payload["outside"] else cards.link_card(known)
    at = MessageRef(payload["channel"], payload["ts"])
    return Unfurl(at, drawn) if drawn else None
