"""Speaking as a person: messages, mentions, emoji, the App Home, and events told as they are."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.slack import interactions
from bot.sandbox.slack.acting import Acting
from bot.sandbox.slack.answer import Answer
from bot.sandbox.slack.controls import CannotAct
from bot.sandbox.slack.payloads import message_json, view_json
from bot.sandbox.slack.state import Channel, Json, Message, Person

CHANNEL_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}
MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Speaking(Acting):
    """What people say and do that reaches the app as an event, if it subscribed."""

    async def event(self, inner: dict[str, Any]) -> Answer:
        """Tell the app of an event, whether it subscribed or not."""
        envelope, ack = await self._send("events_api", interactions.event(self.workspace, inner))
        return Answer(envelope, ack)

    async def _tell(self, subscription: str, inner: Json) -> Answer | None:
        if not self.workspace.installation.subscribed(subscription):
            return None
        return await self.event(inner)

    async def say(
        self, user: Person | str, channel: Channel | str, text: str, thread: Message | None = None
    ) -> Message:
        """Post a message; the app hears of it where it is a member, of mentions, and of links
        to its domains."""
        person, place = self.person(user), self.channel(channel)
        if person.id not in place.members and place.kind != "public_channel":
            raise CannotAct(f"{person.real_name} is not in {place.name}")
        written = interactions.escaped(self.workspace, text, labels=False)
        message = self.workspace.post(place, person.id, written)
        message.thread_ts = (thread.thread_ts or thread.ts) if thread else None
        if self.workspace.bot_in(place):
            await self._tell_of(message, place)
        await self._tell_links(message, place)
        return message

    async def _tell_of(self, message: Message, place: Channel) -> None:
        kind = CHANNEL_TYPES[place.kind]
        told = message_json(self.workspace, message)
        told |= {"channel": place.id, "event_ts": message.ts}
        await self._tell(MESSAGE_EVENTS[kind], {**told, "channel_type": kind})
        bot = self.workspace.installation.bot_user
        if f"<@{bot}>" in message.text and kind != "im":
            await self._tell("app_mention", {**told, "type": "app_mention"})

    async def _tell_links(self, message: Message, place: Channel) -> None:
        domains = self.workspace.installation.unfurl_domains
        urls = re.findall(r"<(https?://[^|>]+)", message.text)
        links = [{"domain": urlsplit(url).hostname, "url": url} for url in urls]
        links = [link for link in links if link["domain"] in domains]
        if links:
            told: Json = {"type": "link_shared", "user": message.user, "channel": place.id}
            told |= {"message_ts": message.ts, "links": links, "source": "conversations_history"}
            told |= {"unfurl_id": f"{place.id}-{message.ts}", "event_ts": message.ts}
            told["is_bot_user_member"] = self.workspace.bot_in(place)
            if message.thread_ts:
                told["thread_ts"] = message.thread_ts
            await self._tell("link_shared", told)

    async def mention(
        self, user: Person | str, channel: Channel | str, text: str, thread: Message | None = None
    ) -> Message:
        """Post a message that begins with the bot's name."""
        name = self.workspace.installation.bot_name
        return await self.say(user, channel, f"@{name} {text}", thread)

    async def react(self, user: Person | str, message: Message, emoji: str) -> Answer | None:
        """React with an emoji; None when the app is not told."""
        person = self.person(user)
        self._must_see(person, message)
        users = message.reactions.setdefault(emoji, [])
        if person.id in users:
            raise CannotAct(f"{person.real_name} has reacted with {emoji} already")
        users.append(person.id)
        if not self.workspace.bot_in(self.workspace.channels[message.channel]):
            return None
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        told: Json = {"type": "reaction_added", "user": person.id, "reaction": emoji, "item": item}
        return await self._tell("reaction_added", {**told, "item_user": message.user})

    async def open_home(self, user: Person | str) -> Answer | None:
        """Look at the App Home; None when the app is not told."""
        person = self.person(user)
        channel = self.workspace.direct_channel(person.id)
        told: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id}
        told["tab"] = "home"
        home = self.workspace.homes.get(person.id)
        if home is not None:
            told["view"] = view_json(self.workspace, home)
        return await self._tell("app_home_opened", told)
