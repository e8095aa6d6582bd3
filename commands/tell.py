"""The requester hears back: in the thread the idea came from, else by DM."""

from collections.abc import Mapping
from typing import Any

from bot.dossier import return_date, versions
from bot.effects import Effect, PostMessage
from bot.feature import Context, Feature
from bot.message import Message
from bot.models import Idea
from bot.views import decisions as views

feature = Feature("Every requester hears back", scopes=("chat:write", "im:write", "im:history"))


@feature.effect("tell.decision")
def decision(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The answer, as it was given."""
    idea = context.store.ideas.by_id(payload["idea"])
    given = context.store.decisions.numbered(payload["idea"], payload["number"])
    if idea is None or given is None:
        return None
    return _to_requester(idea, views.told_decision(idea, given, return_date(given, context)))


@feature.effect("tell.news")
def news(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """It is in progress, planned for a version, or shipped."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None:
        return None
    version = versions((payload["version"],), context).get(payload["version"])
    match payload["what"]:
        case "in_progress":
            url = context.links.issue(payload["key"])
            message = views.told_progress(idea, payload["key"], url)
        case "planned" if version is not None:
            message = views.told_planned(idea, version)
        case "shipped":
            message = views.told_shipped(idea, version)
        case _:
            return None
    return _to_requester(idea, message)


def _to_requester(idea: Idea, message: Message) -> Effect:
    if idea.channel and idea.thread:
        return PostMessage(idea.channel, message, thread=idea.thread)
    return PostMessage(idea.requester, message)
