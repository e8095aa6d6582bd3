"""Speaking as a person: messages, mentions, emoji, the App Home, and events told as they are."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.slack import interactions
from bot.sandbox.slack.acting import Acting
from bot.sandbox.slack.answer import Answer
from bot.sandbox.slack.controls import CannotAct
from bot.sandbox.slack.payloads import message_json, view_json
from bot.sandbox.slack.state import Channel, File, Json, Message, Person
from bot.sandbox.slack.workspace import SLACKBOT

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
        self,
        user: Person | str,
        channel: Channel | str,
        text: str,
        thread: Message | None = None,
        *,
        files: Sequence[str] = (),
    ) -> Message:
        """Post a message; the app hears of it where it is a member, of mentions, and of links
        to its domains."""
        person, place = self.person(user), self.channel(channel)
        if person.id not in place.members and (place.kind != "public_channel" or person.team):
            raise CannotAct(f"{person.real_name} is not in {place.name}")
        written = interactions.escaped(self.workspace, text, labels=False)
        message = self.workspace.post(place, person.id, written)
        message.thread_ts = (thread.thread_ts or thread.ts) if thread else None
        message.files = [File(self.workspace.new_id("F"), name, 1) for name in files]
        await self._tell_of(message)
        await self._tell_links(message, place)
        return message

    async def _tell_of(self, message: Message) -> None:
        """A new message, and a mention of the app if it is one."""
        told = message_json(self.workspace, message)
        if message.files:
            told |= {"subtype": "file_share", "upload": False}
        await self._tell_message(message, told)
        bot, place = self.workspace.installation.bot_user, self.channel(message.channel)
        if f"<@{bot}>" in message.text and place.kind != "im" and self.workspace.bot_in(place):
            told |= {"type": "app_mention", "channel": place.id, "event_ts": message.ts}
            await self._tell("app_mention", told)

    async def _tell_message(self, message: Message, told: Json) -> Answer | None:
        """A message event of whatever subtype, where the app is a member."""
        place = self.channel(message.channel)
        if not self.workspace.bot_in(place):
            return None
        kind = CHANNEL_TYPES[place.kind]
        told = {"type": "message", "event_ts": told["ts"], **told, "channel": place.id}
        return await self._tell(MESSAGE_EVENTS[kind], {**told, "channel_type": kind})

    async def hear_itself(self, message: Message) -> Answer | None:
        """Tell the app of a message of its own, as Slack does."""
        return await self._tell_message(message, message_json(self.workspace, message))

    async def join(self, user: Person | str, channel: Channel | str) -> Message:
        """Join a channel, which says so."""
        person, place = self.person(user), self.channel(channel)
        place.members.append(person.id)
        words = f"<@{person.id}> has joined the channel"
        message = self.workspace.post(place, person.id, words)
        message.subtype = "channel_join"
        await self._tell_message(message, message_json(self.workspace, message))
        return message

    async def edit(self, user: Person | str, message: Message, text: str) -> Answer | None:
        """Change a message of one's own."""
        before = self._own(user, message)
        message.text = interactions.escaped(self.workspace, text, labels=False)
        message.edited = self.workspace.next_ts()
        return await self._tell_changed(message, before)

    async def delete(self, user: Person | str, message: Message) -> Answer | None:
        """Delete a message of one's own; the root of a thread leaves a gravestone."""
        before = self._own(user, message)
        if self.workspace.replies(message):
            message.user, message.text = SLACKBOT, "This message was deleted."
            message.subtype, message.files, message.reactions = "tombstone", [], {}
            return await self._tell_changed(message, before)
        self.workspace.messages.remove(message)
        told = {"subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
        told |= {"ts": self.workspace.next_ts(), "previous_message": before}
        return await self._tell_message(message, told)

    def _own(self, user: Person | str, message: Message) -> Json:
        """The message as it stands, if it is the person's to change."""
        person = self.person(user)
        self._must_see(person, message)
        if message.user != person.id or message.subtype:
            raise CannotAct(f"{person.real_name} did not write that")
        return message_json(self.workspace, message)

    async def _tell_changed(self, message: Message, before: Json) -> Answer | None:
        told: Json = {"subtype": "message_changed", "hidden": True, "previous_message": before}
        told |= {"ts": self.workspace.next_ts(), "message": message_json(self.workspace, message)}
        return await self._tell_message(message, told)

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
        return await self._tell_reaction("reaction_added", person, message, emoji)

    async def unreact(self, user: Person | str, message: Message, emoji: str) -> Answer | None:
        """Take an emoji back; None when the app is not told."""
        person = self.person(user)
        users = message.reactions.get(emoji, [])
        if person.id not in users:
            raise CannotAct(f"{person.real_name} has not reacted with {emoji}")
        users.remove(person.id)
        if not users:
            del message.reactions[emoji]
        return await self._tell_reaction("reaction_removed", person, message, emoji)

    async def _tell_reaction(
        self, kind: str, person: Person, message: Message, emoji: str
    ) -> Answer | None:
        if not self.workspace.bot_in(self.workspace.channels[message.channel]):
            return None
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        told: Json = {"type": kind, "user": person.id, "reaction": emoji, "item": item}
        return await self._tell(kind, {**told, "item_user": message.user})

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
