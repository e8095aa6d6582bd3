"""A work item as its row in the table, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from msgspec.json import Decoder
from sqlalchemy import ColumnElement, DateTime, Text, cast, type_coerce

from bot.models import WorkItem
from bot.store.statements import table
from bot.tracked import Blocker, Change, Issue, Sprint, Status

texts = Decoder(tuple[str, ...]).decode
blockers_of = Decoder(tuple[Blocker, ...]).decode
sprints_of = Decoder(tuple[Sprint, ...]).decode
status_of = lru_cache(Status)
"""Of few statuses many issues have each."""
changes_of = Decoder(tuple[Change, ...]).decode
LISTS = ("labels", "versions", "blockers", "sprints", "history")
OTHERS = ("id", "workspace_id", "done", "changed_at", "gone_at")
"""Columns no issue is made of."""
INSTANTS = ("created_at", "updated_at")


def _bare(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """A column as the driver gives it, where that is made into what it means here, and faster."""
    if name in LISTS:
        return cast(column, Text).label(name)
    return type_coerce(column, DateTime()).label(name) if name in INSTANTS else column


READ = [_bare(one, one.name) for one in table(WorkItem).columns if one.name not in OTHERS]
"""What an issue is made of."""


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
        "blockers": issue.blockers,
        "sprints": issue.sprints,
        "history": issue.changes,
        "created_at": issue.created,
        "updated_at": issue.updated,
        "changed_at": issue.changes[-1].at if issue.changes else issue.created,
        "gone_at": None,
    }


def read_issue(row: Sequence[Any]) -> Issue:
    """The value a row that begins with `READ` came as."""
    id_, key, project, summary, type_, subtask, status_id, status_name, category = row[:9]
    resolution, priority, priority_id, assignee, assignee_name, parent = row[9:15]
    flagged, estimate, labels, versions, blockers, sprints, history, created, updated = row[15:24]
    return Issue(
        id_,
        key,
        project,
        summary,
        type_,
        subtask,
        status_of(status_id, status_name, category),
        _utc(created),
        _utc(updated),
        resolution,
        priority,
        priority_id,
        assignee,
        assignee_name,
        "",
        parent,
        texts(labels),
        texts(versions),
        blockers_of(blockers),
        sprints_of(sprints),
        flagged,
        estimate,
        changes_of(history),
    )


def _utc(at: datetime) -> datetime:
    """SQLite knows no zones: what is stored is in UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
