"""What a tracker holds, in our terms: the frozen values that cross its port."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field


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
    RANK = "rank"
    """Its place among others; a change tells only whether it went up or down."""


class Change(Struct, frozen=True, array_like=True, gc=False):
    """One item of an issue's history.

    `before` and `after` are ids for status, version, assignee, priority and sprint (a sprint
    change holds comma-separated ids), keys for blocked_by and key, names for resolution, "1" for
    flagged, a number for an estimate; None where nothing was set. `*_name` is what a person read.
    A set field (version, blocked_by) has one change for each element added or removed.
    Who made it is kept of priorities and ranks alone: `by` is an account, `by_name` its name.
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
    by: str = ""
    by_name: str = ""


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
    driver: str | None = None
    """The account that sees it out, where one is told."""


class Issue(Struct, frozen=True, gc=False):
    """One issue with its history, in our terms. All instants are aware and in UTC.

    Issues and changes are made by the hundred thousand: as structs they take a fraction of what
    data classes do, and as they hold no cycles the garbage collector need not look at them
    (https://jcristharif.com/msgspec/structs.html#disabling-garbage-collection-advanced).
    """

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
    assignee_email: str = ""
    """In lower case, empty where it is not shown. It is kept with people, not with issues."""
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


class Glance(NamedTuple):
    """What a list shows of an issue."""

    id: str
    key: str
    summary: str
    assignee: str | None
    assignee_name: str
    priority: str | None
    subtask: bool
    done: bool
    changed_at: datetime


class IssuePage(Struct, frozen=True):
    """One page of a reading: `next` is the token of the next, None on the last.

    `at` is when the tracker answered, by its own clock; None where it did not say.
    """

    issues: tuple[Issue, ...]
    next: str | None
    at: datetime | None = None


class IdPage(Struct, frozen=True):
    """One page of a census: `next` is the token of the next, None on the last."""

    issues: tuple[IssueRef, ...]
    next: str | None


class Missing(StrEnum):
    """Why an issue that was there cannot be read any more."""

    DELETED = "deleted"
    """The account may see its project, and the issue is not there."""
    HIDDEN = "hidden"
    """The account sees too little to tell."""


class Site(Struct, frozen=True):
    """What a project's site defines: statuses, priorities (highest first), fields found.

    `key` is the project's key of today, whatever former one it was asked by.
    """

    statuses: tuple[Status, ...]
    priorities: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    """Ids of the custom fields by role: estimate, sprint, flagged."""
    key: str = ""
