"""Everybody behind an idea hears back: in the thread it came from, else by DM, once a change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.effects import Effect, PostMessage, Proceed
from bot.feature import Context, Feature
from bot.models import Idea, Notice
from bot.services import audience, similar
from bot.services.dossier import returns, versions
from bot.tracked import Version
from bot.views import told as views
from bot.views.similar import earlier
from bot.views.told import News
from bot.words import Change, Status

PACE = timedelta(seconds=15)
"""The pause between one hundred people and the next: what others are owed gets through between."""
SAID = 20
"""Replies that are looked at for news of a discussion."""
UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS)

feature = Feature(
    "Everybody behind an idea hears back", scopes=("chat:write", "im:write", "im:history")
)


@feature.effect("tell.part")
def part(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """One part of the people a change is told to."""
    return Proceed()


@feature.done("tell.part")
def spread(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Note it for these people, and owe the next part."""
    change = audience.telling(payload, context)
    if change is None:
        return
    listeners, last = audience.part(change, payload.get("after", ""), context)
    audience.notify(change, listeners, context)
    if last is not None:
        name = f"tell:{change.idea.id}"
        rest = {**payload, "after": last}
        context.owe("tell.part", name, rest, dedup=f"{name}:{change.name}:{last}", wait=PACE)


@feature.effect("tell.word")
def word(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """What one person is told, of one change or of several small ones."""
    notices = context.store.notices.by_ids(payload["notices"])
    news = [one for notice in notices if (one := _news(notice, context)) is not None]
    if not news:
        return None
    message = views.told(news[0]) if len(news) == 1 else views.together(news)
    place = notices[0]
    if place.channel and place.thread:
        return PostMessage(place.channel, message, place.thread, otherwise=place.user)
    return PostMessage(place.user, message)


def _news(notice: Notice, context: Context) -> News | None:
    """What there is to say of a change now; None when it was overtaken, or is wanted no more."""
    store = context.store
    person, preference = store.people.known(notice.user), store.people.preference(notice.user)
    idea = store.ideas.by_id(notice.idea_id)
    if idea is None or not audience.hears(notice, person, preference):
        return None
    return _said(idea, notice, context)


def _said(idea: Idea, notice: Notice, context: Context) -> News | None:
    reader, detail = views.Reader(notice.user, in_thread=notice.thread is not None), notice.detail
    version = versions((detail.get("version", ""),), context).get(detail.get("version", ""))
    given = context.store.decisions.numbered(notice.idea_id, detail.get("number", 0))
    match notice.what:
        case Change.DECIDED if given is not None:
            return views.decided(idea, reader, given, returns(given, context))
        case Change.IN_PROGRESS if idea.status is Status.IN_PROGRESS:
            return views.begun(idea, reader, detail["key"], context.links.issue(detail["key"]))
        case Change.PLANNED if version is not None and _planned_for(idea, version, context):
            return views.planned(idea, reader, version)
        case Change.SHIPPED:
            return views.shipped(idea, reader, version)
        case Change.MERGED if idea.status is Status.DUPLICATE:
            return views.merged(
                idea, reader, detail["into"], _earlier(detail["into"], reader, context)
            )
        case Change.UNMERGED:
            return views.unmerged(idea, reader, detail["out_of"])
        case Change.DISCUSSED:
            said = [one for one, _ in context.store.discussion.newest([notice.idea_id], SAID)]
            heard = [one for one in said if one.author != notice.user and one.at >= _since(notice)]
            return views.discussed(idea, reader, heard) if heard else None
        case _:
            return None


def _earlier(number: int, reader: views.Reader, context: Context) -> str:
    """The answer the idea has already that another one goes on as."""
    root = context.store.ideas.numbered(number)
    return earlier(similar.likeness(root, context, user=reader.user)) if root else ""


def _planned_for(idea: Idea, version: Version, context: Context) -> bool:
    """Whether it still is: a plan that changed before it was told is no news."""
    links = context.store.idea_issues.of(idea.id or 0)
    return idea.status in UNDER_WAY and any(link.planned_for == version.id for link in links)


def _since(notice: Notice) -> datetime:
    """From when on what was said is news: the reply that was told of first."""
    return datetime.fromisoformat(notice.detail["since"])
