"""The workspace: its state, and the rules by which ids, timestamps and views come about."""

import hashlib
import sys
from collections.abc import Iterable

from bot.sandbox.slack.controls import kept, with_ids
from bot.sandbox.slack.installation import Installation
from bot.sandbox.slack.state import (
    Call,
    Channel,
    Clock,
    File,
    Json,
    Message,
    Person,
    ResponseUrl,
    Trigger,
    UserGroup,
    View,
)

SLACKBOT = "USLACKBOT"


class Workspace:
    """All that the stand-in knows. Plain dictionaries and lists, for tests to look into."""

    def __init__(self, installation: Installation, clock: Clock) -> None:
        self.installation = installation
        self.clock = clock
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.calls: list[Call] = []
        self.calls_kept = sys.maxsize
        """How many of the latest are remembered."""
        self.offered: dict[tuple[str, str], list[Json]] = {}
        """The options last offered by the app, by person and action_id."""
        self.base_url = ""
        """Where the stand-in listens, without the last slash."""
        self.file_seconds = 0.0
        """How long an upload is processed before a block may show it."""
        self._serial = 1
        self._last_ts = 0
        bot = installation.bot_name
        self.people[installation.bot_user] = Person(
            installation.bot_user, bot, bot.title(), "", is_bot=True
        )
        self.people[SLACKBOT] = Person(SLACKBOT, "slackbot", "Slackbot", "")

    def record(self, call: Call) -> None:
        """The app called."""
        self.calls.append(call)
        del self.calls[: -self.calls_kept]

    def new_id(self, prefix: str) -> str:
        """An id never given before."""
        self._serial += 1
        return f"{prefix}{self._serial:09d}"

    def next_ts(self) -> str:
        """A message timestamp: the clock's time, later than every one before."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_person(self, real_name: str, *, tz: str = "UTC", admin: bool = False) -> Person:
        """A new member; handle and address are made from the name."""
        handle = real_name.lower().replace(" ", ".")
        person = Person(self.new_id("U"), handle, real_name, f"{handle}@example.com", tz, admin)
        self.people[person.id] = person
        return person

    def add_stranger(self, real_name: str, channel: Channel) -> Person:
        """A person of another organisation, which shares the channel from now on."""
        person = self.add_person(real_name)
        person.team = "T000000009"
        channel.shared = True
        channel.members.append(person.id)
        return person

    def add_channel(
        self, name: str, members: Iterable[Person] = (), *, private: bool = False, bot: bool = True
    ) -> Channel:
        """A new channel with these members, and the bot unless told otherwise."""
        ids = [person.id for person in members]
        if bot:
            ids.append(self.installation.bot_user)
        created = int(self.clock())
        channel = Channel(self.new_id("G" if private else "C"), name, ids, private, created=created)
        self.channels[channel.id] = channel
        return channel

    def add_user_group(self, handle: str, members: Iterable[Person]) -> UserGroup:
        """A new user group of these people."""
        users = [person.id for person in members]
        group = UserGroup(self.new_id("S"), handle, handle.title(), users)
        self.user_groups[group.id] = group
        return group

    def add_file(self, person: Person, name: str, content: bytes) -> File:
        """A file a person put into a form."""
        file = File(self.new_id("F"), name, len(content), content=content, user=person.id)
        file.ready_at = self.clock()
        self.files[file.id] = file
        return file

    def direct_channel(self, user: str) -> Channel:
        """The conversation between the bot and `user`, opened on first use."""
        for channel in self.channels.values():
            if channel.user == user:
                return channel
        members = [user, self.installation.bot_user]
        channel = Channel(self.new_id("D"), "directmessage", members, user=user)
        self.channels[channel.id] = channel
        return channel

    def bot_in(self, channel: Channel) -> bool:
        """Whether the bot is a member."""
        return self.installation.bot_user in channel.members

    def post(self, channel: Channel, user: str, text: str, blocks: Iterable[Json] = ()) -> Message:
        """A new message in the channel."""
        by_bot = user == self.installation.bot_user
        message = Message(
            self.next_ts(), channel.id, user, text, with_ids(list(blocks)), by_bot=by_bot
        )
        self.messages.append(message)
        return message

    def message(self, channel: str, ts: str) -> Message | None:
        """The message of that channel and timestamp; ephemeral ones cannot be found."""
        for message in self.messages:
            if (message.channel, message.ts) == (channel, ts) and not message.ephemeral_for:
                return message
        return None

    def standing(self, copy: Message | None) -> Message | None:
        """The message as it stands now, ephemeral or not, that this is or once was."""
        for message in self.messages:
            if copy and (message.channel, message.ts) == (copy.channel, copy.ts):
                return message
        return None

    def replies(self, root: Message) -> list[Message]:
        """What was answered in the thread under `root`, oldest first."""
        return [
            message
            for message in self.messages
            if (message.channel, message.thread_ts) == (root.channel, root.ts)
            and message is not root
            and not message.ephemeral_for
        ]

    def new_trigger(self, user: str) -> Trigger:
        """Leave to open a modal for `user`, from now."""
        seal = hashlib.sha256(self.new_id("").encode()).hexdigest()[:32]
        trigger = Trigger(f"{self._serial}.98466.{seal}", user, self.clock())
        self.triggers[trigger.id] = trigger
        return trigger

    def new_response_url(self, user: str, channel: str, message: Message | None) -> ResponseUrl:
        """Leave to answer where `user` acted, from now."""
        url = ResponseUrl(self.new_id("R"), user, channel, self.clock(), message)
        self.response_urls[url.id] = url
        return url

    def view_hash(self, content: Json) -> str:
        """A hash for a view's new state, never the same twice."""
        seal = hashlib.sha256(f"{self.new_id('')}{content}".encode()).hexdigest()[:8]
        return f"{int(self.clock())}.{seal}"

    def new_view(self, user: str, content: Json, under: View | None = None) -> View:
        """A view not yet shown, on top of `under` or as a root."""
        content = {**content, "blocks": with_ids(content.get("blocks", []))}
        view_id = self.new_id("V")
        return View(
            view_id,
            user,
            content,
            self.view_hash(content),
            root=under.root if under else view_id,
            previous=under.id if under else None,
            external_id=str(content.get("external_id", "")),
        )

    def replace_view(self, view: View, content: Json) -> None:
        """Show other content in an open view: a new hash, and what was typed into controls
        that keep block_id, action_id and type stays."""
        blocks = with_ids(content.get("blocks", []), view.blocks)
        view.content = {**content, "blocks": blocks}
        view.hash = self.view_hash(view.content)
        view.external_id = str(content.get("external_id", view.external_id))
        view.typed = kept(view.typed, blocks)

    def open_views(self) -> list[View]:
        """Every view a person has open: modals and App Homes."""
        return [view for stack in self.modals.values() for view in stack] + [*self.homes.values()]
