"""Asks owners before the digest how things look: one message a person and week."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.effects import Effect, PostMessage, UpdateMessage
from bot.feature import Context
from bot.job import Every, Job
from bot.message import MessageRef
from bot.services import checkins
from bot.views import checkins as views

job = Job(
    "Ask how releases and initiatives look", Every(timedelta(minutes=15)), act=checkins.ask_all
)


@job.effect("checkin.ask")
def ask(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The message; nothing where nothing is left to ask for."""
    checkin = context.store.checkins.by_id(payload["checkin"])
    found = checkins.asked(checkin, context)
    shown = views.question(found, context.links.jira)
    return PostMessage(checkin.user, shown) if checkin and found else None


@job.done("checkin.ask")
def asked(payload: Mapping[str, Any], result: MessageRef, context: Context) -> None:
    """Remember where it stands, to show what was answered."""
    checkin = context.store.checkins.by_id(payload["checkin"])
    if checkin is not None:
        checkin.channel, checkin.ts = result
        context.store.checkins.save(checkin)


@job.effect("checkin.draw")
def draw(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The last question of a person, with what they said since."""
    user = payload["user"]
    checkin = context.store.checkins.last(user)
    if checkin is None or checkin.channel is None or checkin.ts is None:
        return None
    at = MessageRef(checkin.channel, checkin.ts)
    return UpdateMessage(at, views.question(checkins.asked(checkin, context), context.links.jira))
