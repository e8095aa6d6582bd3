"""The stand-in Slack: one server on loopback, driven from the event loop that started it."""

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.faults import Faults
from bot.sandbox.slack import words
from bot.sandbox.slack.installation import Installation
from bot.sandbox.slack.payloads import file_json
from bot.sandbox.slack.signed_http import SignedHttp
from bot.sandbox.slack.socket_mode import SocketMode
from bot.sandbox.slack.speaking import Speaking
from bot.sandbox.slack.state import (
    Call,
    Channel,
    Clock,
    Json,
    Message,
    Person,
    UserGroup,
    View,
)
from bot.sandbox.slack.web_api import WebApi
from bot.sandbox.slack.workspace import Workspace

LARGEST_UPLOAD = 32 * 1024 * 1024


class SlackStandIn(Speaking):
    """A workspace with one app installed, served at `api_url` while the context is entered.

    `clock` (seconds since 1970) rules timestamps, triggers and response_urls; signatures are
    dated by `signing_clock`, since the app checks them against real time. `ack_seconds` is real
    time too.
    """

    def __init__(
        self,
        installation: Installation | None = None,
        *,
        clock: Clock = time.time,
        signing_clock: Clock = time.time,
        ack_seconds: float = 3.0,
        port: int = 0,
    ) -> None:
        super().__init__(Workspace(installation or Installation(), clock), ack_seconds)
        self.faults = Faults()
        self.sockets = SocketMode(self.workspace.installation.app_id)
        self.transport = self.sockets
        self._signing_clock = signing_clock
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=LARGEST_UPLOAD)
        application.add_routes(WebApi(self.workspace, self.faults, self.sockets).routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port = self._runner.addresses[0][:2]
        self.workspace.base_url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The `base_url` for Slack's clients."""
        return f"{self.workspace.base_url}/api/"

    @property
    def installation(self) -> Installation:
        """The workspace's and the app's names, ids and tokens."""
        return self.workspace.installation

    @property
    def calls(self) -> list[Call]:
        """Every call the app made, oldest first; the latest where no more are kept."""
        return self.workspace.calls

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def install(self, manifest: Json) -> None:
        """Install the app anew, with the scopes, events and domains its manifest declares."""
        self.workspace.installation = self.installation.declaring(manifest)

    def deliver_to(self, url: str, signing_secret: str) -> None:
        """From now on deliver over HTTP, signed."""
        self.transport = SignedHttp(url, signing_secret, self._signing_clock)

    async def refresh_connections(self) -> None:
        """Tell every Socket Mode connection to reconnect."""
        await self.sockets.refresh()

    def add_person(self, real_name: str, *, tz: str = "UTC", admin: bool = False) -> Person:
        """A new member of the workspace."""
        return self.workspace.add_person(real_name, tz=tz, admin=admin)

    def add_stranger(self, real_name: str, channel: Channel) -> Person:
        """A person of another organisation, which shares the channel from now on."""
        return self.workspace.add_stranger(real_name, channel)

    def add_channel(
        self, name: str, members: Iterable[Person] = (), *, private: bool = False, bot: bool = True
    ) -> Channel:
        """A new channel with these members, and the bot unless told otherwise."""
        return self.workspace.add_channel(name, members, private=private, bot=bot)

    def add_user_group(self, handle: str, members: Iterable[Person]) -> UserGroup:
        """A new user group of these people."""
        return self.workspace.add_user_group(handle, members)

    def upload(self, user: Person | str, name: str, content: bytes) -> Json:
        """A file as a person puts it into a form's field for one."""
        return file_json(self.workspace, self.workspace.add_file(self.person(user), name, content))

    def messages(
        self, channel: Channel | str, *, as_user: Person | str | None = None
    ) -> list[Message]:
        """What stands in a channel outside its threads, oldest first: to everyone, or to one
        person with what only they see."""
        place = self.channel(channel).id
        found = [m for m in self.workspace.messages if m.channel == place and m.is_root]
        if as_user is None:
            return [message for message in found if message.ephemeral_for is None]
        person = self.person(as_user)
        return [message for message in found if self.visible(person, message)]

    def thread(self, message: Message) -> list[Message]:
        """The replies under a message, oldest first."""
        return self.workspace.replies(message)

    def direct_messages(self, user: Person | str) -> list[Message]:
        """The conversation between a person and the bot, oldest first."""
        return self.messages(self.workspace.direct_channel(self.person(user).id), as_user=user)

    def ephemerals(self, user: Person | str) -> list[Message]:
        """What only this person was shown, oldest first."""
        user_id = self.person(user).id
        return [m for m in self.workspace.messages if m.ephemeral_for == user_id]

    def open_view(self, user: Person | str) -> View | None:
        """The modal in front of a person."""
        return self.top_view(self.person(user))

    def home(self, user: Person | str) -> View | None:
        """A person's App Home, None before one was published."""
        return self.workspace.homes.get(self.person(user).id)

    def shown(self, surface: Message | View, as_user: Person | str = "") -> str:
        """The words a person reads in it, with people's and channels' names."""
        names = {person.id: person.name for person in self.workspace.people.values()}
        names |= {channel.id: channel.name for channel in self.workspace.channels.values()}
        names |= {group.id: group.handle for group in self.workspace.user_groups.values()}
        user = as_user.id if isinstance(as_user, Person) else as_user
        return words.shown(surface, names, as_user=user)
