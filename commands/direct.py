"""What people write to the bot itself: answers are taken where they were asked for; the rest is not
read, and whoever wrote it is told so, once a day."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage
from bot.feature import Context, Feature
from bot.message import SILENT, Fate, MessageRef, Reply
from bot.request import Request
from bot.views import notices

feature = Feature(
    "Say that the bot does not read along", scopes=("chat:write", "im:write", "im:history")
)


@feature.event("message", "message.im")
def heard(request: Request, context: Context) -> Reply:
    """Somebody wrote to the bot: a hint, unless it is in the thread of a question."""
    said = request.said
    if said is None or not said.author or said.by_app or said.fate is not Fate.SAID:
        return SILENT
    if said.at.channel[:1] != "D":
        return SILENT
    if context.store.blockers.asked_in(MessageRef(said.at.channel, said.root)) is None:
        name = f"direct:{said.author}:{context.now.date()}"
        owed = {"channel": said.at.channel, "thread": said.root}
        context.owe("direct.hint", f"person:{said.author}", owed, dedup=name)
    return SILENT


@feature.effect("direct.hint")
def hint(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The hint, under what they wrote."""
    return PostMessage(payload["channel"], notices.unread(), thread=payload["thread"])
