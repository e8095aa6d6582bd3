"""What the workspace holds: plain values that tests may read and change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object, as it crosses the wire."""
Clock: TypeAlias = Callable[[], float]
"""The time now, in seconds since 1970."""
Values: TypeAlias = dict[str, dict[str, Json]]
"""What controls hold: block_id to action_id to value, as in `state.values`."""


@dataclass(slots=True)
class Person:
    """A member of the workspace, or a bot's user."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str = "UTC"
    admin: bool = False
    deactivated: bool = False
    is_bot: bool = False
    team: str = ""
    """Their own workspace, where it is another: a guest of a shared channel."""


@dataclass(slots=True)
class Channel:
    """A conversation: `C...` public, `G...` private, `D...` between the bot and `user`."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    private: bool = False
    archived: bool = False
    user: str | None = None
    created: int = 0
    shared: bool = False
    """Whether another organisation shares it (Slack Connect)."""

    @property
    def kind(self) -> str:
        """The type by which conversations.list filters it."""
        if self.user is not None:
            return "im"
        return "private_channel" if self.private else "public_channel"

    @property
    def scope_prefix(self) -> str:
        """The first word of the scopes that rule it: channels, groups or im."""
        return {"im": "im", "private_channel": "groups", "public_channel": "channels"}[self.kind]


@dataclass(slots=True)
class File:
    """An upload, usable once `ready_at` (seconds since 1970) has come."""

    id: str
    name: str
    size: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    channels: list[str] = field(default_factory=list)
    ready_at: float | None = None
    user: str = ""
    """Who uploaded it; the bot where empty."""


@dataclass(slots=True)
class Message:
    """A message, or with `ephemeral_for` one that only that person sees."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_bot: bool = False
    subtype: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    ephemeral_for: str | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    typed: dict[str, Values] = field(default_factory=dict)
    """What each person has chosen in the message's controls."""

    @property
    def is_root(self) -> bool:
        """Whether it stands in the channel itself, not in a thread."""
        return self.thread_ts in (None, self.ts)


@dataclass(slots=True)
class View:
    """A modal or an App Home as one person has it open."""

    id: str
    user: str
    content: Json
    """The view as the app sent it, with every block_id and action_id filled in."""
    hash: str
    root: str
    previous: str | None = None
    external_id: str = ""
    typed: Values = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.content.get("blocks", []))

    @property
    def callback_id(self) -> str:
        """Its callback_id, empty when none was given."""
        return str(self.content.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """Its private_metadata, empty when none was given."""
        return str(self.content.get("private_metadata", ""))


@dataclass(slots=True)
class UserGroup:
    """A user group (`@handle`)."""

    id: str
    handle: str
    name: str
    users: list[str]


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal, for three seconds."""

    id: str
    user: str
    issued_at: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer five times within thirty minutes where a person acted."""

    id: str
    user: str
    channel: str
    issued_at: float
    message: Message | None = None
    uses: int = 0


@dataclass(slots=True)
class Call:
    """One call of the Web API, of a response_url, or an upload."""

    method: str
    arguments: Json
    at: float
    answer: Json | None = None
    """What was answered; None while none was, as when the connection was cut."""
    status: int | None = None

    @property
    def ok(self) -> bool:
        """Whether Slack said yes, and the caller heard it."""
        return self.answer is not None and bool(self.answer.get("ok"))
