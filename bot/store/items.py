"""A work item as its row in the table, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Text, cast

from bot.models import WorkItem
from bot.store.statements import table
from bot.tracked import Blocker, Change, Field, Issue, Sprint, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIELDS = {field.value: field for field in Field}


LISTS = ("labels", "versions", "blockers", "sprints", "history")
NOTHING = "[]"
OTHERS = ("id", "workspace_id", "done", "changed_at", "gone_at")
"""Columns no issue is made of."""
READ = [
    cast(column, Text).label(column.name) if column.name in LISTS else column
    for column in table(WorkItem).columns
    if column.name not in OTHERS
]
"""What an issue is made of, as a reading of many takes the least time."""


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


def as_issue(row: WorkItem) -> Issue:
    """The value it came as."""
    return read_issue([getattr(row, column.name) for column in READ])


def read_issue(row: Sequence[Any]) -> Issue:
    """The value a row of `READ` came as."""
    id_, key, project, summary, type_, subtask, status_id, status_name, category = row[:9]
    resolution, priority, priority_id, assignee, assignee_name, parent = row[9:15]
    flagged, estimate, labels, versions, blockers, sprints, history, created, updated = row[15:]
    return Issue(
        id=id_,
        key=key,
        project=project,
        summary=summary,
        type=type_,
        subtask=subtask,
        status=Status(status_id, status_name, category),
        created=created,
        updated=updated,
        resolution=resolution,
        priority=priority,
        priority_id=priority_id,
        assignee=assignee,
        assignee_name=assignee_name,
        parent=parent,
        labels=tuple(_values(labels)),
        versions=tuple(_values(versions)),
        blockers=tuple([Blocker(*blocker) for blocker in _values(blockers)]),
        sprints=tuple([Sprint(*s[:4], *map(_instant, s[4:])) for s in _values(sprints)]),
        flagged=flagged,
        estimate=estimate,
        changes=tuple(
            [
                Change(EPOCH + timedelta(0, 0, at), number, position, FIELDS[field], *rest)
                for at, number, position, field, *rest in _values(history)
            ]
        ),
    )


def _values(column: str | list[Any]) -> Sequence[Any]:
    """A list, of a row read by `READ` as the text it is stored as."""
    if column == NOTHING:
        return ()
    return orjson.loads(column) if isinstance(column, str) else column
