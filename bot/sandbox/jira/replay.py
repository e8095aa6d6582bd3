"""An export lived through again: the site as it was at any instant, change by change."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sandbox.jira.changes import announce_update, event
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.seed import load
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.undo import before
from bot.sandbox.jira.wire import Json, instant

_ABSENT = object()
"""Stands for a field that an issue does not have."""


@dataclass(slots=True)
class _Step:
    at: datetime
    order: int
    """-1 for the creation, else the number of the history."""
    issue: Issue
    key: str
    values: Json
    history: Json | None = None
    last: bool = False


class Replay:
    """Takes the issues of an export off the site and brings them back in the order of time.

    Each field that histories tell of is as it was; the others are as in the export from the
    start, and so are sub-tasks. After the last step every issue equals the export.
    """

    def __init__(self, site: Site, path: Path | str) -> None:
        self._site = site
        issues = load(site, path)
        self._shown_at_end = {issue.id: deepcopy(site.stubs.all_of(issue.id)) for issue in issues}
        steps = [step for issue in issues for step in _steps(site, issue)]
        self._steps = sorted(steps, key=lambda step: (step.at, step.order, int(step.issue.id)))
        self._next = 0
        for issue in issues:
            issue.fields, issue.histories = {}, []
            del site.issues[issue.id]
        site.ids_by_key.clear()

    @property
    def begins(self) -> datetime:
        """The instant of the first creation."""
        return self._steps[0].at

    @property
    def ends(self) -> datetime:
        """The instant of the last change."""
        return self._steps[-1].at

    def advance_to(self, moment: datetime) -> int:
        """Let everything happen up to and including `moment`; how many changes that were."""
        first = self._next
        while self._next < len(self._steps) and self._steps[self._next].at <= moment:
            self._take(self._steps[self._next])
            self._next += 1
        return self._next - first

    def _take(self, step: _Step) -> None:
        site, issue = self._site, step.issue
        with site.at(step.at):
            site.remember(issue, issue.document if issue.fields else None)
            values = {**issue.fields, **step.values}.items()
            issue.fields = {name: value for name, value in values if value is not _ABSENT}
            issue.key = step.key
            site.issues[issue.id] = issue
            site.ids_by_key[issue.key] = issue.id
            if step.history:
                issue.histories.append(step.history)
            site.stubs.refresh(issue)
            if step.last:
                self._restore_stubs(issue)
            self._announce(step)

    def _restore_stubs(self, issue: Issue) -> None:
        for stub, shown in zip(
            self._site.stubs.all_of(issue.id), self._shown_at_end[issue.id], strict=False
        ):
            stub |= shown

    def _announce(self, step: _Step) -> None:
        user = step.issue.fields.get("reporter") or self._site.users[self._site.api_user]
        if step.order < 0:
            payload = event(self._site, step.issue, user, "issue_created")
            self._site.emit("jira:issue_created", payload)
        elif step.history:
            announce_update(self._site, step.issue, {"author": user, **step.history})


def _steps(site: Site, issue: Issue) -> Iterator[_Step]:
    """The steps of one issue, the last one first."""
    fields, key, updated = dict(issue.fields), issue.key, issue.fields["updated"]
    ordered = sorted(issue.histories, key=lambda h: (instant(h["created"]), int(h["id"])))
    latest = instant(ordered[-1]["created"]) if ordered else instant(fields["created"])
    touched = instant(updated) > latest
    if touched:
        yield _Step(instant(updated), 1 << 60, issue, key, {"updated": updated}, last=True)
    for place, history in enumerate(reversed(ordered)):
        final = place == 0 and not touched
        earlier = before(site, fields, history)
        values = {name: fields.get(name, _ABSENT) for name in earlier}
        values["updated"] = updated if final else history["created"]
        _date_resolution(values, history)
        at, number = instant(history["created"]), int(history["id"])
        yield _Step(at, number, issue, key, values, history, last=final)
        fields |= earlier
        key = _earlier_key(history, key)
        _adopt_key(site, fields, key)
    if ordered or touched:
        fields["updated"] = fields["created"]
    created = min([instant(fields["created"]), *(instant(h["created"]) for h in ordered[:1])])
    yield _Step(created, -1, issue, key, fields, last=not ordered and not touched)


def _date_resolution(values: Json, history: Json) -> None:
    if values.get("resolution") and "resolutiondate" in values:
        values["resolutiondate"] = values["resolutiondate"] or history["created"]


def _earlier_key(history: Json, key: str) -> str:
    former = [item["fromString"] for item in history["items"] if item["field"] == "Key"]
    return str(former[0]) if former else key


def _adopt_key(site: Site, fields: Json, key: str) -> None:
    project = site.projects[fields["project"]["id"]]
    if project.key == project.id:
        project.json["key"] = key.rpartition("-")[0]
