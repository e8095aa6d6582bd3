"""Jira's JSON as our values: issues, versions, statuses."""

from collections.abc import Iterable, Mapping

from bot.tracked import Blocker, Change, Field, Issue, Status, Version
from integrations.jira.changes import HOURS_FIELD, Json, changes_from_json, hours
from integrations.jira.instants import day_or_none, instant
from integrations.jira.sprints import sprints_from_json

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
    KeyError, TypeError, ValueError or AttributeError where it is not the JSON of an issue.
    """
    values = raw["fields"]
    type_, project = values["issuetype"], values.get("project")
    priority, resolution = values.get("priority"), values.get("resolution")
    assignee, parent = values.get("assignee"), values.get("parent")
    return Issue(
        id=str(raw["id"]),
        key=raw["key"],
        project=project["key"] if project else raw["key"].rpartition("-")[0],
        summary=values.get("summary") or "",
        type=type_["name"],
        subtask=bool(type_.get("subtask")),
        status=status_from_json(values["status"]),
        created=instant(values["created"]),
        updated=instant(values["updated"]),
        resolution=resolution["name"] if resolution else None,
        priority=priority["name"] if priority else None,
        priority_id=str(priority["id"]) if priority else None,
        assignee=account(assignee),
        assignee_name=assignee.get("displayName") or "" if assignee else "",
        assignee_email=(assignee.get("emailAddress") or "").lower() if assignee else "",
        parent=str(parent["id"]) if parent else None,
        labels=tuple(values.get("labels") or ()),
        versions=tuple([str(version["id"]) for version in values.get("fixVersions") or ()]),
        blockers=blockers_from_json(values.get("issuelinks") or ()),
        sprints=sprints_from_json(values.get(fields.get("sprint", ""))),
        flagged=bool(values.get(fields.get("flagged", ""))),
        estimate=_estimate(values, fields.get("estimate")),
        changes=_changes(raw, fields),
    )


def _changes(raw: Json, fields: Mapping[str, str]) -> tuple[Change, ...]:
    """The issue's changes, assignees named as elsewhere in the issue.

    Data Center's changelogs name people by key, everything else by name.
    """
    histories = (raw.get("changelog") or {}).get("histories") or ()
    changes = changes_from_json(histories, fields)
    values = raw["fields"]
    people = [values.get("assignee"), values.get("reporter"), values.get("creator")]
    people += [history.get("author") for history in histories]
    names = {p["key"]: p["name"] for p in people if p and p.get("key") and p.get("name")}
    return tuple([_renamed(change, names) for change in changes]) if names else changes


def _renamed(change: Change, names: Mapping[str, str]) -> Change:
    if change.field is not Field.ASSIGNEE:
        return change
    before, after = (names.get(side or "", side) for side in (change.before, change.after))
    return change._replace(before=before, after=after)


def account(person: Json | None) -> str | None:
    """Who a person is to Jira: the account's id on Cloud, the name on Data Center."""
    return (person.get("accountId") or person.get("name") or None) if person else None


def status_from_json(raw: Json) -> Status:
    """A status with its category's key, `undefined` where the site tells none."""
    return Status(
        str(raw["id"]), raw["name"], (raw.get("statusCategory") or {}).get("key") or UNDEFINED
    )


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
    )


def blockers_from_json(links: Iterable[Json]) -> tuple[Blocker, ...]:
    """What the issue's links say it is blocked by.

    A link shows the other end as `inwardIssue` where this side reads the inward text, as
    `outwardIssue` where it reads the outward one.
    """
    found = []
    for link in links:
        for end, text in (("inwardIssue", "inward"), ("outwardIssue", "outward")):
            if end in link and link["type"].get(text, "").strip().lower() in _BLOCKED_BY:
                found.append(_blocker(link[end]))
    return tuple(found)


def _blocker(raw: Json) -> Blocker:
    status = raw.get("fields", {}).get("status")
    category = status_from_json(status).category if status else UNDEFINED
    return Blocker(str(raw["id"]), raw["key"], category)


def _estimate(values: Json, field: str | None) -> float | None:
    value = values.get(field) if field else None
    if value is None:
        return None
    return hours(value) if field == HOURS_FIELD else float(value)
