"""What handlers return: data, never a call.

Blocks are made by `bot.views` alone; everything else passes them on unread.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from bot.picture import Picture

Block = Mapping[str, object]
"""One Block Kit block, JSON-serialisable."""


class MessageRef(NamedTuple):
    """A message in Slack: channel id and time stamp."""

    channel: str
    ts: str


class Fate(StrEnum):
    """What is told of a message."""

    SAID = "said"
    EDITED = "edited"
    DELETED = "deleted"


class Reaction(Struct, frozen=True):
    """An emoji under a message. Slack may list fewer people than the `count` it gives."""

    emoji: str
    users: tuple[str, ...]
    count: int


class Said(Struct, frozen=True):
    """What somebody said in Slack: a message as a payload or a reading has it."""

    at: MessageRef
    author: str
    """The person; empty where an app said it for nobody."""
    text: str
    thread: str | None = None
    """The time stamp of the thread's root, where it is a reply."""
    fate: Fate = Fate.SAID
    edited: str = ""
    """The time stamp of its last edit."""
    team: str = ""
    """The author's organisation, where it is told."""
    shared: bool = False
    """Whether another organisation reads along in its channel, where that is told."""
    by_app: bool = False
    files: tuple[str, ...] = ()
    """What is attached, by name."""
    reactions: tuple[Reaction, ...] = ()

    @property
    def root(self) -> str:
        """The time stamp under which its thread is found."""
        return self.thread or self.at.ts


class Message(Struct, frozen=True):
    """A message to post: `text` is the notification and the fallback for the blocks.

    A job's message may have a `picture`, which is drawn and uploaded before it is posted.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    picture: Picture | None = None


class Form(Struct, frozen=True):
    """A modal. `name` is the handler its submission reaches; `context` comes back with it.

    `remember` asks Slack to tell when the form is closed unsent. `again` is the button (its
    handler and value) that opens it anew where it could not be opened in time.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    submit: str | None = None
    close: str = "Cancel"
    context: Mapping[str, object] = field(default_factory=dict)
    remember: bool = False
    again: tuple[str, str] | None = None


class Page(Struct, frozen=True):
    """What a person sees when they open the bot's Home."""

    blocks: tuple[Block, ...]


class Option(Struct, frozen=True):
    """One choice offered while a person types in a select."""

    value: str
    label: str


class Place(StrEnum):
    """Where a form goes among those already open."""

    OPEN = "open"
    PUSH = "push"
    UPDATE = "update"


class Reply(Struct, frozen=True):
    """What one payload is answered with; all parts are optional.

    `message` is for the person alone; `replace` takes the place of the message that was clicked;
    `form` opens at `place`; `errors` refuse a submission by field; `options` answer a select;
    `beneath` redraws a view that is open below, by its id;
    `beside` names what is read after the acknowledgement, and its value: its message follows.
    """

    message: Message | None = None
    replace: Message | None = None
    form: Form | None = None
    place: Place = Place.OPEN
    errors: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[Option] | None = None
    beneath: tuple[str, Form] | None = None
    beside: tuple[str, str] | None = None


SILENT = Reply()
"""Acknowledged, nothing shown."""
