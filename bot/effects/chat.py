"""What is done in Slack, and read from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.effects.effect import Effect, System
from bot.message import Message, MessageRef, Page


@dataclass(frozen=True, slots=True)
class PostMessage(Effect):
    """Post to a channel, or to a person's DM when `to` is a user id. Result: MessageRef."""

    system: ClassVar[System] = System.CHAT
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5,)
    to: str
    message: Message
    thread: str | None = None
    """The thread's root; a root that is gone makes it a message of its own."""
    otherwise: str | None = None
    """Who gets it by DM where nobody can be told in the channel any more."""


@dataclass(frozen=True, slots=True)
class UpdateMessage(Effect):
    """Redraw a message of ours. Result: MessageRef."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef
    message: Message


@dataclass(frozen=True, slots=True)
class PublishHome(Effect):
    """Show a person their Home. Result: None."""

    system: ClassVar[System] = System.CHAT
    user: str
    page: Page


@dataclass(frozen=True, slots=True)
class Unfurl(Effect):
    """Show cards below the links of somebody's message, by address. Result: None."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef
    cards: Mapping[str, Message]


@dataclass(frozen=True, slots=True)
class ReadPermalink(Effect):
    """The address of a message. Result: str."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as Slack tells of them."""

    user: str
    name: str
    email: str = ""
    """Empty where we may not see it."""
    zone: str = "UTC"
    deactivated: bool = False
    teams: tuple[str, ...] = ()
    """The workspaces they belong to."""


@dataclass(frozen=True, slots=True)
class ReadPerson(Effect):
    """What Slack says of a person. Result: Profile, or None for nobody we can see."""

    system: ClassVar[System] = System.CHAT
    user: str


@dataclass(frozen=True, slots=True)
class FindPerson(Effect):
    """Who has an e-mail address in Slack. Result: Profile, or None for nobody."""

    system: ClassVar[System] = System.CHAT
    email: str


@dataclass(frozen=True, slots=True)
class ReadMessage(Effect):
    """What a message says now, with its reactions. Result: Said, None when it is gone."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef


@dataclass(frozen=True, slots=True)
class ReadCalendar(Effect):
    """The days away that an iCalendar file somebody uploaded tells, in [start, end).

    Result: a Reading of `bot.domain.calendar_file`, which says what is wrong with the file.
    """

    system: ClassVar[System] = System.CHAT
    file: str
    zone: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ReadGroup(Effect):
    """Who is in a user group. Result: tuple[str, ...], empty for one that is gone."""

    system: ClassVar[System] = System.CHAT
    group: str


@dataclass(frozen=True, slots=True)
class JoinChannel(Effect):
    """Become a member of a public channel. Result: bool, False where one must be invited."""

    system: ClassVar[System] = System.CHAT
    channel: str


@dataclass(frozen=True, slots=True)
class UploadFile(Effect):
    """Upload a file that messages may show, and wait until Slack has processed it.

    Result: its id; None when Slack did not take it or is not done in time. An upload that came to
    nothing is seen by nobody, so it may be repeated.
    """

    system: ClassVar[System] = System.CHAT
    name: str
    title: str
    alt: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SendFile(Effect):
    """Send a file to a person's DM. Its name is like no other: by it the file is found again.

    Result: its id.
    """

    system: ClassVar[System] = System.CHAT
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5,)
    to: str
    name: str
    title: str
    content: bytes
