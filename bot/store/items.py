"""A work item as its row in the table, and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.tracked import Blocker, Change, Field, Issue, Sprint, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIELDS = {field.value: field for field in Field}


def as_row(issue: Issue, workspace: int, done: frozenset[str]) -> dict[str, Any]:
    """Its columns. `done` holds the ids of the statuses that count as done."""
    return {
        "workspace_id": workspace,
        "issue_id": issue.id,
        "key": issue.key,
        "project": issue.project,
        "summary": issue.summary,
        "type": issue.type,
        "subtask": issue.subtask,
        "status_id": issue.status.id,
        "status_name": issue.status.name,
        "status_category": issue.status.category,
        "done": issue.status.id in done,
        "resolution": issue.resolution,
        "priority": issue.priority,
        "priority_id": issue.priority_id,
        "assignee": issue.assignee,
        "assignee_name": issue.assignee_name,
        "parent": issue.parent,
        "flagged": issue.flagged,
        "estimate": issue.estimate,
        "labels": issue.labels,
        "versions": issue.versions,
        "blockers": [list(blocker) for blocker in issue.blockers],
        "sprints": [_sprint_row(sprint) for sprint in issue.sprints],
        "history": [_change_row(change) for change in issue.changes],
        "created_at": issue.created,
        "updated_at": issue.updated,
        "changed_at": issue.changes[-1].at if issue.changes else issue.created,
        "gone_at": None,
    }


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - EPOCH) // MICROSECOND


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + timedelta(microseconds=micros)


def _change_row(change: Change) -> list[Any]:
    kept = change[1:] if change.by_name else change[1:-2]
    return [_micros(change.at), *kept]


def _sprint_row(sprint: Sprint) -> list[Any]:
    return [*sprint[:4], *(_micros(instant) for instant in sprint[4:])]


def as_issue(row: Any) -> Issue:  # noqa: ANN401 - a WorkItem, or a bare row of its columns
    """The value it came as."""
    return Issue(
        id=row.issue_id,
        key=row.key,
        project=row.project,
        summary=row.summary,
        type=row.type,
        subtask=row.subtask,
        status=Status(row.status_id, row.status_name, row.status_category),
        created=row.created_at,
        updated=row.updated_at,
        resolution=row.resolution,
        priority=row.priority,
        priority_id=row.priority_id,
        assignee=row.assignee,
        assignee_name=row.assignee_name,
        parent=row.parent,
        labels=tuple(row.labels),
        versions=tuple(row.versions),
        blockers=tuple(Blocker(*blocker) for blocker in row.blockers),
        sprints=tuple(Sprint(*s[:4], *map(_instant, s[4:])) for s in row.sprints),
        flagged=row.flagged,
        estimate=row.estimate,
        changes=tuple(
            Change(EPOCH + timedelta(0, 0, at), history, position, FIELDS[name], *rest)
            for at, history, position, name, *rest in row.history
        ),
    )
