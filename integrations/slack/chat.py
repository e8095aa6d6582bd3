"""The chat port over Slack's Web API, with one shared session."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from math import inf

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import (
    Effect,
    FindPerson,
    JoinChannel,
    PostMessage,
    PublishHome,
    ReadCalendar,
    ReadGroup,
    ReadMessage,
    ReadPermalink,
    ReadPerson,
    SendFile,
    Unfurl,
    UpdateMessage,
    UploadFile,
)
from bot.errors import CannotLook, Refused, Unavailable, Uncertain, Unreachable
from bot.message import Form, Message, MessageRef, Place, Said
from bot.ports import Finding
from bot.views.modals import modal
from integrations.slack.calendars import calendar_of
from integrations.slack.faults import as_our_errors
from integrations.slack.files import sent, uploaded
from integrations.slack.looking import marked, posted, shared
from integrations.slack.messages import said
from integrations.slack.people import members, owner_of, person
from integrations.slack.reply import message as arguments_of
from integrations.slack.response_url import answer_of, is_trusted, respond
from integrations.slack.surfaces import publish, unfurl

NOBODY = frozenset(
    {"user_disabled", "user_not_found", "channel_not_found", "cannot_dm_bot", "restricted_action"}
)
"""What Slack answers to a DM that nobody can get; most DMs to the deactivated it takes and drops
(https://github.com/slackapi/python-slack-sdk/issues/1156)."""
UNJOINABLE = frozenset({"method_not_supported_for_channel_type", "channel_not_found"})
"""What Slack answers where one must be invited: private channels."""
LOST = frozenset({"channel_not_found", "not_in_channel", "is_archived", "restricted_action"})
"""What it answers where a channel is closed to us."""
CLOCKS_APART = timedelta(seconds=60)
"""How far Slack's clock may be from ours when a post is looked for."""
LONGEST = 20.0
"""Seconds one effect may take in all, a third of a lease: the client leaves a shared session's
calls to the session, which would wait for minutes."""


class SlackChat:
    """Slack, as the outbox and the shell see it."""

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, longest: float = LONGEST
    ) -> None:
        self.client = client
        self.session = session
        self.longest = longest

    async def perform(self, effect: Effect, mark: str, within: float = inf) -> object:
        """Post, redraw or read; see `bot.ports.Port`."""
        async with _in_time(min(self.longest, within)):
            return await self._performed(effect, mark)

    async def _performed(self, effect: Effect, mark: str) -> object:
        match effect:
            case PostMessage():
                return await self._post(effect, mark)
            case UpdateMessage(at=at, message=shown):
                with as_our_errors():
                    await self.client.chat_update(
                        channel=at.channel, ts=at.ts, **arguments_of(shown)
                    )
                return at
            case PublishHome():
                await publish(self.client, effect)
                return None
            case Unfurl():
                await unfurl(self.client, effect)
                return None
            case ReadPermalink(at=at):
                with as_our_errors():
                    found = await self.client.chat_getPermalink(
                        channel=at.channel, message_ts=at.ts
                    )
                return str(found["permalink"])
            case ReadPerson(user=user):
                return await person(self.client, user)
            case FindPerson(email=email):
                return await owner_of(self.client, email)
            case JoinChannel(channel=channel):
                return await self._joined(channel)
            case ReadMessage(at=at):
                return await self._said(at)
            case ReadCalendar():
                return await calendar_of(self.client, self.session, effect)
            case ReadGroup(group=group):
                return await members(self.client, group)
            case UploadFile():
                return await uploaded(self.client, self.session, effect)
            case SendFile():
                channel = await self._channel(effect.to)
                return await sent(self.client, self.session, effect, channel)
        raise Refused("unknown_effect", type(effect).__name__)

    async def _post(self, effect: PostMessage, mark: str) -> MessageRef:
        try:
            return await self._sent(effect, mark, effect.thread)
        except Refused as error:
            if _is_person(effect.to) and error.code in NOBODY:
                raise Unreachable(error.code) from error
            otherwise = _otherwise(effect, error)
            if otherwise is not None:
                return await self._post(otherwise, mark)
            if error.code != "thread_not_found":
                raise
            return await self._sent(effect, mark, None)

    async def _joined(self, channel: str) -> bool:
        try:
            with as_our_errors():
                await self.client.conversations_join(channel=channel)
        except Refused as error:
            if error.code not in UNJOINABLE:
                raise
            return False
        return True

    async def _said(self, at: MessageRef) -> Said | None:
        """A message, whether it stands in its channel or in a thread: its root comes along."""
        try:
            with as_our_errors():
                found = await self.client.conversations_replies(
                    channel=at.channel, ts=at.ts, oldest=at.ts, latest=at.ts, inclusive=True
                )
        except Refused as error:
            if error.code != "thread_not_found":
                raise
            return None
        shown = (message for message in found["messages"] if message["ts"] == at.ts)
        return next((said(at.channel, m) for m in shown if m.get("subtype") != "tombstone"), None)

    async def _sent(self, effect: PostMessage, mark: str, thread: str | None) -> MessageRef:
        with as_our_errors():
            made = await self.client.chat_postMessage(
                channel=effect.to,
                thread_ts=thread,
                metadata=marked(mark),
                unfurl_links=False,
                unfurl_media=False,
                **arguments_of(effect.message),
            )
        return MessageRef(str(made["channel"]), str(made["ts"]))

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:
        """A post of ours by its mark, in the channel's history or the thread's replies."""
        if not isinstance(effect, PostMessage | SendFile):
            return None
        try:
            async with _in_time(self.longest):
                channel, oldest = await self._channel(effect.to), since - CLOCKS_APART
                if isinstance(effect, SendFile):
                    return await shared(self.client, channel, effect.name, oldest)
                return await posted(self.client, channel, effect.thread, mark, oldest)
        except Refused as error:
            otherwise = _otherwise(effect, error)
            if otherwise is not None:
                return await self.find(otherwise, mark, since)
            raise CannotLook(f"cannot look for it: {error}") from error
        except Uncertain as error:
            raise Unavailable(str(error)) from error

    async def _channel(self, to: str) -> str:
        if not _is_person(to):
            return to
        with as_our_errors():
            opened = await self.client.conversations_open(users=to)
        return str(opened["channel"]["id"])

    async def open_form(
        self, trigger: str, form: Form, view: str | None = None, place: Place = Place.OPEN
    ) -> None:
        """Open, push or redraw a form while its trigger lives."""
        shown = dict(modal(form))
        with as_our_errors():
            if place is Place.UPDATE and view is not None:
                await self.client.views_update(view_id=view, view=shown)
            elif place is Place.PUSH:
                await self.client.views_push(trigger_id=trigger, view=shown)
            else:
                await self.client.views_open(trigger_id=trigger, view=shown)

    async def answer(
        self, url: str, message: Message, *, replace: bool, thread: str | None = None
    ) -> None:
        """Post to a `response_url`, to Slack's own hosts only."""
        if not self.may_answer(url):
            raise Refused("foreign_response_url")
        await respond(self.session, url, answer_of(message, replace=replace, thread=thread))

    def may_answer(self, url: str) -> bool:
        """Whether an address is Slack's own, or of the host and port this client talks to."""
        return is_trusted(url, self.client.base_url)

    async def check(self) -> list[Finding]:
        """Whether the token works; `doctor` adds scopes and channels."""
        try:
            with as_our_errors():
                who = await self.client.auth_test()
        except (Refused, Unavailable, Uncertain) as error:
            fix = "Install the app again and copy its Bot User OAuth Token to SLACK_BOT_TOKEN."
            return [Finding("Slack", ok=False, detail=str(error), fix=fix)]
        return [Finding("Slack", ok=True, detail=f"{who['team']} as {who['user']}")]


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise Uncertain(f"Slack did not answer within {seconds:g} seconds") from error


def _otherwise(effect: Effect, error: Refused) -> PostMessage | None:
    """The same by DM, where its channel is closed to us and somebody gets it there."""
    if not isinstance(effect, PostMessage) or effect.otherwise is None or error.code not in LOST:
        return None
    return PostMessage(effect.otherwise, effect.message)


def _is_person(to: str) -> bool:
    return to[:1] in ("U", "W")
