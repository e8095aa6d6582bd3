"""What is done in Slack, and read from there."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from msgspec import Struct

from bot.effects.effect import Effect, System
from bot.message import Message, MessageRef, Page


class PostMessage(Effect, frozen=True):
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


class UpdateMessage(Effect, frozen=True):
    """Redraw a message of ours. Result: MessageRef."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef
    message: Message


class PublishHome(Effect, frozen=True):
    """Show a person their Home. Result: None."""

    system: ClassVar[System] = System.CHAT
    user: str
    page: Page


class Unfurl(Effect, frozen=True):
    """Show cards below the links of somebody's message, by address. Result: None."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef
    cards: Mapping[str, Message]


class ReadPermalink(Effect, frozen=True):
    """The address of a message. Result: str."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef


class Profile(Struct, frozen=True):
    """A person as Slack tells of them."""

    user: str
    name: str
    email: str = ""
    """Empty where we may not see it."""
    zone: str = "UTC"
    deactivated: bool = False
    teams: tuple[str, ...] = ()
    """The workspaces they belong to."""


class ReadPerson(Effect, frozen=True):
    """What Slack says of a person. Result: Profile, or None for nobody we can see."""

    system: ClassVar[System] = System.CHAT
    user: str


class FindPerson(Effect, frozen=True):
    """Who has an e-mail address in Slack. Result: Profile, or None for nobody."""

    system: ClassVar[System] = System.CHAT
    email: str


class ReadMessage(Effect, frozen=True):
    """What a message says now, with its reactions. Result: Said, None when it is gone."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef


class ReadCalendar(Effect, frozen=True):
    """The days away that an iCalendar file somebody uploaded tells, in [start, end).

    Result: a Reading of `bot.domain.calendar_file`, which says what is wrong with the file.
    """

    system: ClassVar[System] = System.CHAT
    file: str
    zone: str
    start: date
    end: date


class ReadGroup(Effect, frozen=True):
    """Who is in a user group. Result: tuple[str, ...], empty for one that is gone."""

    system: ClassVar[System] = System.CHAT
    group: str


class JoinChannel(Effect, frozen=True):
    """Become a member of a public channel. Result: bool, False where one must be invited."""

    system: ClassVar[System] = System.CHAT
    channel: str


class UploadFile(Effect, frozen=True):
    """Upload a file that messages may show, and wait until Slack has processed it.

    Result: its id; None when Slack did not take it or is not done in time. An upload that came to
    nothing is seen by nobody, so it may be repeated.
    """

    system: ClassVar[System] = System.CHAT
    name: str
    title: str
    alt: str
    content: bytes


class SendFile(Effect, frozen=True):
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
