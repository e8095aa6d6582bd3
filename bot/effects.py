"""Whatever leaves is an *effect*: a value that says what to do.

The outbox hands it to the port of its system with a mark, and gets a result or one of the errors
in `bot.errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from bot.message import Message, MessageRef, Page
from bot.words import SyncedField


class System(StrEnum):
    """Who performs an effect."""

    CHAT = "chat"
    TRACKER = "tracker"
    DESK = "desk"
    """Ourselves: long reading work that ends in a short transaction."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to be done outside, or read from there.

    `repeatable`: doing it twice is as good as once, so an uncertain outcome is simply repeated.
    All others are looked for first, at `looks` (in leases since the send was begun), and done
    again only when the last look finds no trace.
    """

    system: ClassVar[System]
    repeatable: ClassVar[bool] = True
    looks: ClassVar[tuple[float, ...]] = ()

    @property
    def gate(self) -> str:
        """What a 429 closes for the whole workspace: a method of Slack's, all of the tracker."""
        if self.system is System.TRACKER:
            return self.system
        return f"{self.system}.{type(self).__name__}"


@dataclass(frozen=True, slots=True)
class Proceed(Effect):
    """Nothing outside: what is `done` for its kind is the work, in a transaction of its own.

    A long work is a chain of these: each does a part and owes the next, so that nobody's
    acknowledgement waits for the whole.
    """

    system: ClassVar[System] = System.DESK


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


@dataclass(frozen=True, slots=True)
class CreateIssue(Effect):
    """Create an issue with what its create screen allows. Result: IssueRef.

    `label` is the mark by which it is found again; `property` holds the same for programs.
    """

    system: ClassVar[System] = System.TRACKER
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5, 2, 5, 15)
    project: str
    type: str
    summary: str
    description: str
    label: str
    priority: str | None = None
    property: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetField(Effect):
    """Set one field of an issue, unless it changed since it was `seen`. Result: Issue, as it is.

    Both are in the tracker's own words: the name of a priority, a summary, a label. For a status
    the value is the key of the category to go to, by whatever step leads there.
    """

    system: ClassVar[System] = System.TRACKER
    issue: str
    field: SyncedField
    value: str
    seen: str


@dataclass(frozen=True, slots=True)
class RankIssue(Effect):
    """Put an issue right before or after another one. Result: bool, False where none has a rank."""

    system: ClassVar[System] = System.TRACKER
    issue: str
    other: str
    before: bool


@dataclass(frozen=True, slots=True)
class AddComment(Effect):
    """Add a comment that ends in its mark. Result: IssueRef."""

    system: ClassVar[System] = System.TRACKER
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5,)
    issue: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadIssue(Effect):
    """One issue with its history, by id or key, read after every write. Result: Issue."""

    system: ClassVar[System] = System.TRACKER
    issue: str


@dataclass(frozen=True, slots=True)
class TrackIssue(Effect):
    """Where an issue is that was known in `project`. Result: Issue, or Missing when nowhere."""

    system: ClassVar[System] = System.TRACKER
    issue: str
    project: str | None = None


@dataclass(frozen=True, slots=True)
class TrackIssues(Effect):
    """Where several are. Result: as many Issue or Missing, in the order asked for."""

    system: ClassVar[System] = System.TRACKER
    issues: tuple[str, ...]
    project: str


@dataclass(frozen=True, slots=True)
class ReadIds(Effect):
    """A page of the ids and keys of all of a project's issues, by key. Result: IdPage.

    The first page fails where the project cannot be seen: an empty one is empty indeed.
    """

    system: ClassVar[System] = System.TRACKER
    project: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOrder(Effect):
    """The first open issues of a project, by priority, then by rank. Result: tuple of their ids."""

    system: ClassVar[System] = System.TRACKER
    project: str
    most: int


@dataclass(frozen=True, slots=True)
class ReadIssues(Effect):
    """A page of a project's issues with histories, by `updated`. Result: IssuePage.

    `since` is the tracker's own `updated` less the overlap; None reads everything.
    """

    system: ClassVar[System] = System.TRACKER
    project: str
    since: datetime | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class ReadVersions(Effect):
    """All versions of a project. Result: tuple[Version, ...]."""

    system: ClassVar[System] = System.TRACKER
    project: str


@dataclass(frozen=True, slots=True)
class ReadSite(Effect):
    """The statuses, priorities and fields of a project's site. Result: Site."""

    system: ClassVar[System] = System.TRACKER
    project: str
