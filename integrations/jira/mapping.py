"""Jira's JSON as our values: issues, versions, statuses."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec import ValidationError, convert
from msgspec.structs import replace

from bot.tracked import Blocker, Change, Field, Issue, Status, Version
from integrations.jira import shapes
from integrations.jira.changes import HOURS_FIELD, changes_of, hours
from integrations.jira.instants import day_or_none, instant
from integrations.jira.shapes import Json
from integrations.jira.sprints import sprints_from_json

T = TypeVar("T")
UNDEFINED = "undefined"
"""The site's own key for a category it does not tell."""

ISSUE_FIELDS = (
    "summary",
    "issuetype",
    "status",
    "project",
    "created",
    "updated",
    "resolution",
    "priority",
    "assignee",
    "parent",
    "labels",
    "fixVersions",
    "issuelinks",
)
"""The fields an issue is asked for, beside those of the roles."""

_BLOCKED_BY = frozenset({"is blocked by", "blocked by"})


def issue_from_json(raw: Json, fields: Mapping[str, str]) -> Issue:
    """One issue with its history, from `GET issue?expand=changelog` or a line of an export.

    `fields` are the ids of the custom fields by role: estimate, sprint, flagged. Raises
    ValueError where it is not the JSON of an issue.
    """
    return issue_of(_converted(raw, shapes.issue(fields)), fields)


def _converted(raw: object, shape: type[T]) -> T:
    try:
        return convert(raw, shape)
    except ValidationError as error:
        raise ValueError(str(error)) from error


def issue_of(raw: shapes.Issue, roles: Mapping[str, str]) -> Issue:
    """One issue with its history. Raises ValueError for times and numbers that are none."""
    values, type_ = raw.fields, raw.fields.issuetype
    priority, resolution, assignee = values.priority, values.resolution, values.assignee
    return Issue(
        id=str(raw.id),
        key=raw.key,
        project=values.project.key if values.project else raw.key.rpartition("-")[0],
        summary=values.summary or "",
        type=type_.name,
        subtask=bool(type_.subtask),
        status=_status(values.status),
        created=instant(values.created),
        updated=instant(values.updated),
        resolution=resolution.name if resolution else None,
        priority=priority.name if priority else None,
        priority_id=str(priority.id) if priority else None,
        assignee=(assignee.account_id or assignee.name or None) if assignee else None,
        assignee_name=(assignee.display_name or "") if assignee else "",
        assignee_email=(assignee.email_address or "").lower() if assignee else "",
        parent=str(values.parent.id) if values.parent else None,
        labels=tuple(values.labels or ()),
        versions=tuple([str(version.id) for version in values.fix_versions or ()]),
        blockers=_blockers(values.issuelinks or ()),
        sprints=sprints_from_json(values.sprint),
        flagged=bool(values.flagged),
        estimate=_estimate(values.estimate, roles.get("estimate")),
        changes=_changes(raw, roles),
    )


def _changes(raw: shapes.Issue, roles: Mapping[str, str]) -> tuple[Change, ...]:
    """The issue's changes, assignees named as elsewhere in the issue.

    Data Center's changelogs name people by key, everything else by name.
    """
    histories = (raw.changelog.histories if raw.changelog else None) or ()
    changes = changes_of(histories, roles)
    if not any(change.field is Field.ASSIGNEE for change in changes):
        return changes
    names = _names(raw.fields, histories)
    return tuple([_renamed(change, names) for change in changes]) if names else changes


def _names(values: shapes.Fields, histories: Iterable[shapes.History]) -> dict[str, str]:
    """The names of everybody in the issue who has a key too, by it."""
    people = [values.assignee, values.reporter, values.creator]
    people += [history.author for history in histories]
    return {p.key: p.name for p in people if p and p.key and p.name}


def _renamed(change: Change, names: Mapping[str, str]) -> Change:
    if change.field is not Field.ASSIGNEE:
        return change
    before, after = (names.get(side or "", side) for side in (change.before, change.after))
    return replace(change, before=before, after=after)


def account(person: Json | None) -> str | None:
    """Who a person is to Jira: the account's id on Cloud, the name on Data Center."""
    return (person.get("accountId") or person.get("name") or None) if person else None


def status_from_json(raw: Json) -> Status:
    """A status with its category's key, `undefined` where the site tells none."""
    return _status(_converted(raw, shapes.Status))


def _status(raw: shapes.Status) -> Status:
    category = raw.status_category
    return Status(str(raw.id), raw.name, (category.key if category else None) or UNDEFINED)


def version_from_json(raw: Json, project: str) -> Version:
    """A version of the project with this key. Raises KeyError or ValueError."""
    return Version(
        id=str(raw["id"]),
        name=raw["name"],
        start_date=day_or_none(raw.get("startDate")),
        release_date=day_or_none(raw.get("releaseDate")),
        released=bool(raw.get("released")),
        archived=bool(raw.get("archived")),
        project=project,
        driver=raw.get("driver") or None,
    )


def _blockers(links: Iterable[shapes.Link]) -> tuple[Blocker, ...]:
    """What the issue's links say it is blocked by.

    A link shows the other end as `inwardIssue` where this side reads the inward text, as
    `outwardIssue` where it reads the outward one.
    """
    found = []
    for link in links:
        for end, text in (
            (link.inward_issue, link.type.inward),
            (link.outward_issue, link.type.outward),
        ):
            if end and (text or "").strip().lower() in _BLOCKED_BY:
                found.append(_blocker(end))
    return tuple(found)


def _blocker(raw: shapes.Far) -> Blocker:
    status = raw.fields.status if raw.fields else None
    return Blocker(str(raw.id), raw.key, _status(status).category if status else UNDEFINED)


def _estimate(value: Any, field: str | None) -> float | None:  # noqa: ANN401 - JSON
    if value is None:
        return None
    return hours(value) if field == HOURS_FIELD else float(value)
