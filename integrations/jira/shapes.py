"""What is read of Jira's JSON, as types: whatever else an answer holds is passed over unread.

Most of an issue is of no use here, and most of the time a reading takes went into it
(https://jcristharif.com/msgspec/perf-tips.html).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

import msgspec
from msgspec import Struct, defstruct
from msgspec.json import Decoder

T = TypeVar("T")
Json = dict[str, Any]
"""A JSON object as Jira sent it."""
Id = str | int


class Shape(Struct, rename="camel", gc=False):
    """A part of an answer, in Jira's order: the next field is looked for first.

    None ever holds itself, so the garbage collector need not look.
    """


class Person(Shape):
    """Somebody: by account on Cloud, by name and key on Data Center."""

    account_id: str | None = None
    name: str | None = None
    key: str | None = None
    email_address: str | None = None
    display_name: str | None = None


class Item(Shape):
    """What a history says of one field."""

    field: str
    field_id: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    from_string: str | None = None
    to: str | None = None
    to_string: str | None = None


class History(Shape, kw_only=True):
    """What was changed in one go."""

    id: Id | None = None
    author: Person | None = None
    created: str | int | float
    items: list[Item] | None = None


class Changelog(Shape):
    """An issue's histories."""

    histories: list[History] | None = None


class Category(Shape):
    """What a status comes to, by a key that is never translated."""

    key: str | None = None


class Status(Shape):
    """A status, as an issue or the site's list shows it."""

    id: Id
    name: str
    status_category: Category | None = None


class Kind(Shape):
    """An issue's type."""

    name: str
    subtask: bool | None = None


class Home(Shape):
    """An issue's project."""

    key: str


class Named(Shape, kw_only=True):
    """A priority or a resolution."""

    id: Id | None = None
    name: str


class Numbered(Shape):
    """A version or a parent."""

    id: Id


class FarFields(Shape):
    """What a link tells of its other end."""

    status: Status | None = None


class Far(Shape):
    """The other end of a link."""

    id: Id
    key: str
    fields: FarFields | None = None


class LinkType(Shape):
    """How each end reads."""

    inward: str | None = None
    outward: str | None = None


class Link(Shape):
    """A link: it shows one of its ends."""

    type: LinkType
    inward_issue: Far | None = None
    outward_issue: Far | None = None


class Fields(Shape):
    """An issue's fields. Those of roles have another name on each site."""

    issuetype: Kind
    status: Status
    created: str | int | float
    updated: str | int | float
    summary: str | None = None
    project: Home | None = None
    resolution: Named | None = None
    priority: Named | None = None
    assignee: Person | None = None
    reporter: Person | None = None
    creator: Person | None = None
    parent: Numbered | None = None
    labels: list[str] | None = None
    fix_versions: list[Numbered] | None = None
    issuelinks: list[Link] | None = None
    estimate: Any = None
    sprint: Any = None
    flagged: Any = None


class Issue(Shape):
    """An issue with its history."""

    id: Id
    key: str
    fields: Fields
    changelog: Changelog | None = None


class Paged(Shape):
    """A page of anything, by token."""

    next_page_token: str | None = None
    is_last: bool | None = None


class Found(Paged, Generic[T]):
    """A page of a search, by token on Cloud, by offset on Data Center."""

    issues: list[T] | None = None
    total: int | None = None


class IssueLog(Shape):
    """Some histories of one issue."""

    issue_id: Id
    change_histories: list[History] | None = None


class Logs(Paged):
    """A page of changelogs."""

    issue_change_logs: list[IssueLog] | None = None


LOGS = Decoder(Logs)
OBJECTS: Decoder[Found[Json]] = Decoder(Found[Json])
"""A page of issues of which everything is read."""


def issues(roles: Mapping[str, str]) -> Decoder[Found[Issue]]:
    """Reads a page of issues; `roles` are the ids of the fields by role."""
    return _issues(frozenset(roles.items()))


def issue(roles: Mapping[str, str]) -> type[Issue]:
    """The shape of an issue; `roles` are the ids of the fields by role."""
    return _issue(frozenset(roles.items()))


@lru_cache(maxsize=100)
def _issues(roles: frozenset[tuple[str, str]]) -> Decoder[Found[Issue]]:
    return Decoder(Found[_issue(roles)])  # type: ignore[misc]


@lru_cache(maxsize=100)
def _issue(roles: frozenset[tuple[str, str]]) -> type[Issue]:
    named = [(role, Any, msgspec.field(name=id_, default=None)) for role, id_ in _one_each(roles)]
    fields = defstruct("Fields", named, bases=(Fields,), gc=False)
    shape = defstruct("Issue", [("fields", fields)], bases=(Issue,), gc=False, kw_only=True)
    return cast("type[Issue]", shape)


def _one_each(roles: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Roles with their fields, where each has one of its own."""
    return [(role, id_) for id_, role in {id_: role for role, id_ in sorted(roles)}.items()]
