"""The outside as the program sees it: two ports, and the frozen values that cross them.

Whatever leaves is an *effect*, a value that says what to do. The outbox hands it to the port of
its system with a mark, and gets a result or one of the errors in `bot.errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol

from bot.message import Form, Message, Place

# --- Values


class MessageRef(NamedTuple):
    """A message in Slack: channel id and time stamp."""

    channel: str
    ts: str


class IssueRef(NamedTuple):
    """An issue in the tracker: `id` stays for ever, `key` changes when it moves."""

    id: str
    key: str


class Category(StrEnum):
    """What a status means, whatever its name."""

    NEW = "new"
    IN_PROGRESS = "indeterminate"
    DONE = "done"


class Field(StrEnum):
    """The fields whose history is kept. A change of any other is dropped when read."""

    STATUS = "status"
    RESOLUTION = "resolution"
    VERSION = "version"
    ASSIGNEE = "assignee"
    PRIORITY = "priority"
    SUMMARY = "summary"
    FLAGGED = "flagged"
    BLOCKED_BY = "blocked_by"
    SPRINT = "sprint"
    ESTIMATE = "estimate"
    KEY = "key"


class Change(NamedTuple):
    """One item of an issue's history.

    `before` and `after` are ids for status, version, assignee, priority and sprint (a sprint
    change holds comma-separated ids), keys for blocked_by and key, names for resolution, "1" for
    flagged, a number for an estimate; None where nothing was set. `*_name` is what a person read.
    A set field (version, blocked_by) has one change for each element added or removed.
    """

    at: datetime
    history: int
    """The history's numeric id: the order among changes of one instant."""
    position: int
    """The item's place in its history."""
    field: Field
    before: str | None
    after: str | None
    before_name: str = ""
    after_name: str = ""


class Status(NamedTuple):
    """A status as the site defines it; `category` is the site's own key (may be `undefined`)."""

    id: str
    name: str
    category: str


class Blocker(NamedTuple):
    """What an issue is blocked by, as its own link says it now; `category` is the site's key."""

    id: str
    key: str
    category: str


class Sprint(NamedTuple):
    """A sprint of a board; `state` is future, active or closed."""

    id: int
    name: str
    state: str
    board: int | None
    start: datetime | None
    end: datetime | None
    completed: datetime | None


class Version(NamedTuple):
    """A release as the tracker holds it. Dates are the project's local days."""

    id: str
    name: str
    start_date: date | None
    release_date: date | None
    released: bool
    archived: bool
    project: str
    """The project's key."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue with its history, in our terms. All instants are aware and in UTC."""

    id: str
    key: str
    project: str
    summary: str
    type: str
    subtask: bool
    status: Status
    created: datetime
    updated: datetime
    resolution: str | None = None
    priority: str | None = None
    priority_id: str | None = None
    assignee: str | None = None
    """The account's id (Cloud) or name (Data Center)."""
    assignee_name: str = ""
    parent: str | None = None
    labels: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    """Ids of the fix versions."""
    blockers: tuple[Blocker, ...] = ()
    sprints: tuple[Sprint, ...] = ()
    flagged: bool = False
    estimate: float | None = None
    changes: tuple[Change, ...] = ()
    """Ordered by instant, then history, then position."""


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One page of a reading: `next` is the token of the next, None on the last."""

    issues: tuple[Issue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """What a project's site defines: statuses, priorities (highest first), fields found."""

    statuses: tuple[Status, ...]
    priorities: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    """Ids of the custom fields by role: estimate, sprint, flagged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `doctor`: what was looked at, whether it does, and the fix if not."""

    subject: str
    ok: bool
    detail: str = ""
    fix: str = ""


# --- Effects


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
class PostMessage(Effect):
    """Post to a channel, or to a person's DM when `to` is a user id. Result: MessageRef."""

    system: ClassVar[System] = System.CHAT
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5,)
    to: str
    message: Message
    thread: str | None = None
    """The thread's root; a root that is gone makes it a message of its own."""


@dataclass(frozen=True, slots=True)
class UpdateMessage(Effect):
    """Redraw a message of ours. Result: MessageRef."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef
    message: Message


@dataclass(frozen=True, slots=True)
class ReadPermalink(Effect):
    """The address of a message. Result: str."""

    system: ClassVar[System] = System.CHAT
    at: MessageRef


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
class SetPriority(Effect):
    """Set an issue's priority by name, if its scheme has it. Result: IssueRef."""

    system: ClassVar[System] = System.TRACKER
    issue: str
    priority: str


@dataclass(frozen=True, slots=True)
class ReadIssue(Effect):
    """One issue with its history, by id or key, read after every write. Result: Issue."""

    system: ClassVar[System] = System.TRACKER
    issue: str


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


# --- Ports


class Clock(Protocol):
    """The time, made in `bot.app` alone."""

    def now(self) -> datetime:
        """The product's time, in UTC; a demo may move it."""

    def real_now(self) -> datetime:
        """The machine's time, in UTC: for leases, retries and signatures."""


class Port(Protocol):
    """A system outside."""

    async def perform(self, effect: Effect, mark: str) -> object:
        """Do it once, leaving `mark` where it can be found; the result is named by the effect.

        Raises Unavailable, Refused or Uncertain.
        """

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:
        """The result of an earlier try that was begun at `since`, None when there is no trace.

        Raises Unavailable, or CannotLook when it can never be known.
        """

    async def check(self) -> list[Finding]:
        """What `doctor` says of this system."""


class Chat(Port, Protocol):
    """Slack, beyond its effects: what must happen while a person waits."""

    async def open_form(
        self, trigger: str, form: Form, view: str | None = None, place: Place = Place.OPEN
    ) -> None:
        """Open the form, push it over the open ones, or draw it in place of `view`.

        Raises Unavailable or Refused.
        """

    async def answer(self, url: str, message: Message, *, replace: bool) -> None:
        """Answer a payload once through its `response_url`. Best effort; raises Unavailable."""


class Tracker(Port, Protocol):
    """Jira."""
