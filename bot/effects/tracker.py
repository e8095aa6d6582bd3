"""What is done in Jira, and read from there."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import field

from bot.effects.effect import Effect, System
from bot.words import SyncedField


class CreateIssue(Effect, frozen=True):
    """Create an issue with what its create screen allows. Result: IssueRef.

    `label` is the mark by which it is found again; `property` holds the same for programs.
    `labels` are those it gets beside it, where the screen shows labels.
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
    labels: tuple[str, ...] = ()


class SetField(Effect, frozen=True):
    """Set one field of an issue, unless it changed since it was `seen`. Result: Issue, as it is.

    Both are in the tracker's own words: the name of a priority, a summary, a label. For a status
    the value is the key of the category to go to, by whatever step leads there.
    """

    system: ClassVar[System] = System.TRACKER
    issue: str
    field: SyncedField
    value: str
    seen: str


class RankIssue(Effect, frozen=True):
    """Put an issue right before or after another one. Result: bool, False where none has a rank."""

    system: ClassVar[System] = System.TRACKER
    issue: str
    other: str
    before: bool


class AddComment(Effect, frozen=True):
    """Add a comment that ends in its mark. Result: IssueRef."""

    system: ClassVar[System] = System.TRACKER
    repeatable: ClassVar[bool] = False
    looks: ClassVar[tuple[float, ...]] = (0.5,)
    issue: str
    text: str


class ReadIssue(Effect, frozen=True):
    """One issue with its history, by id or key, read after every write. Result: Issue."""

    system: ClassVar[System] = System.TRACKER
    issue: str


class TrackIssue(Effect, frozen=True):
    """Where an issue is that was known in `project`. Result: Issue, or Missing when nowhere."""

    system: ClassVar[System] = System.TRACKER
    issue: str
    project: str | None = None


class TrackIssues(Effect, frozen=True):
    """Where several are. Result: as many Issue or Missing, in the order asked for."""

    system: ClassVar[System] = System.TRACKER
    issues: tuple[str, ...]
    project: str


class ReadIds(Effect, frozen=True):
    """A page of the ids and keys of all of a project's issues, by key. Result: IdPage.

    The first page fails where the project cannot be seen: an empty one is empty indeed.
    """

    system: ClassVar[System] = System.TRACKER
    project: str
    token: str | None = None


class ReadOrder(Effect, frozen=True):
    """The first open issues of a project, by priority, then by rank. Result: tuple of their ids."""

    system: ClassVar[System] = System.TRACKER
    project: str
    most: int


class ReadIssues(Effect, frozen=True):
    """A page of a project's issues with histories, by `updated`. Result: IssuePage.

    `since` is the tracker's own `updated` less the overlap; None reads everything.
    """

    system: ClassVar[System] = System.TRACKER
    project: str
    since: datetime | None = None
    token: str | None = None


class ReadVersions(Effect, frozen=True):
    """All versions of a project. Result: tuple[Version, ...]."""

    system: ClassVar[System] = System.TRACKER
    project: str


class ReadSite(Effect, frozen=True):
    """The statuses, priorities and fields of a project's site. Result: Site."""

    system: ClassVar[System] = System.TRACKER
    project: str
