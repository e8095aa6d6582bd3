"""Counts the issues of each Jira project by id: what moved or was deleted tells nobody itself.

A count is a chain of deliveries, one page each, so it goes on wherever it was stopped. Pages come
in order of keys: what is stored between the last key of one page and that of the next, and is not
on it, is missed. What is missed is looked for by id, wherever it went. Where more than `MOST_LOST`
are nowhere, something else may be wrong: none of them is believed to be deleted until a PM or an
admin, who are asked once, says so.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.effects import Effect, ReadIds, TrackIssues
from bot.feature import Context
from bot.job import Every, Job
from bot.services import refresh, tracking, vanishing
from bot.tracked import IdPage, Issue, Missing
from bot.views.text import counted

COUNTED_EVERY = timedelta(days=7)
MOST_LOST = 10
"""So many may be deleted at once and be believed."""
MOST_MISSED = 2000
"""So many are looked for after one count; the rest are missed again by the next."""
PART = 10
MOST_NEW = 50
"""So many of a page are read one by one; more, and the project is read again from the start."""
MOST_STRAYS = 200


def act(context: Context) -> None:
    """Count the projects whose turn it is, and look at issues that left all of them."""
    if context.links.jira is None:
        return
    projects = sorted({p.project for p in context.store.products.all() if p.project})
    for project in projects:
        sync = context.store.syncs.of(project)
        due = sync.counted_at is None or context.now - sync.counted_at >= COUNTED_EVERY
        if due and sync.first_at is not None:
            refresh.census(project, context)
    for issue in context.store.idea_issues.strays(projects, MOST_STRAYS):
        refresh.issue(issue, context)


job = Job("Count Jira's issues", Every(timedelta(days=1)), act=act)


@job.effect("jira.census")
def page(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The next page of ids."""
    return ReadIds(payload["project"], payload.get("token"))


@job.done("jira.census")
def compare(payload: Mapping[str, Any], result: IdPage, context: Context) -> None:
    """Hold a page against what is stored, and go on; at the end, look for what is missed."""
    project, after = payload["project"], payload.get("after", 0)
    until = _last(result, after) if result.next else None
    ids = {issue.id for issue in result.issues}
    stored = context.store.work.between(project, after, until)
    found = [*payload.get("missed", ()), *(issue for issue in stored if issue not in ids)]
    so_far = {"missed": found[:MOST_MISSED], "seen": payload.get("seen", 0) + len(ids)}
    _read_unknown(project, sorted(ids), context)
    if result.next is None:
        _conclude(project, so_far, context)
        return
    onward = {"project": project, "token": result.next, "after": until, **so_far}
    context.owe("jira.census", f"census:{project}", onward)


def _last(page: IdPage, after: int) -> int:
    """The number of the last key of a page, which may be empty though more follow."""
    return int(page.issues[-1].key.rpartition("-")[2]) if page.issues else after


def _read_unknown(project: str, ids: list[str], context: Context) -> None:
    """What the polling never saw: the account may see more than it did."""
    unknown = sorted(context.store.work.absent(ids))
    if len(unknown) <= MOST_NEW:
        for issue in unknown:
            refresh.issue(issue, context)
        return
    sync = context.store.syncs.of(project)
    sync.cursor = None
    context.store.syncs.save(sync)


def _conclude(project: str, found: Mapping[str, Any], context: Context) -> None:
    sync, missed = context.store.syncs.of(project), found["missed"]
    sync.counted_at = context.now
    sync.counted = (
        f"{counted(found['seen'], 'issue')} in Jira, {len(missed)} of ours not among them"
    )
    context.store.syncs.save(sync)
    whole = len(missed) < MOST_MISSED
    if unasked := vanishing.unasked(project, missed, context, whole=whole):
        refresh.look_for(project, unasked, [], context)


# --- What is missed


@job.effect("jira.missed")
def look(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Where the next of them are now."""
    return TrackIssues(tuple(payload["missed"][:PART]), payload["project"])


@job.done("jira.missed")
def follow(
    payload: Mapping[str, Any], result: tuple[Issue | Missing, ...], context: Context
) -> None:
    """Follow those that moved; hold those that are nowhere until it is known how many they are."""
    project, missed, deleted = payload["project"], payload["missed"], list(payload["deleted"])
    for issue, found in zip(missed, result, strict=False):
        if isinstance(found, Issue):
            tracking.learn_one(found, context)
        elif found is Missing.DELETED:
            deleted.append(issue)
    rest, believed = missed[PART:], payload.get("believed", False)
    if believed or (not rest and len(deleted) <= MOST_LOST):
        for issue in deleted:
            tracking.lose(issue, Missing.DELETED, context)
        deleted = []
    if rest:
        refresh.look_for(project, rest, deleted, context, believed=believed)
    elif deleted:
        vanishing.ask(project, deleted, context)


@job.dead("jira.census")
@job.dead("jira.missed")
def not_counted(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Keep why it could not be counted."""
    sync = context.store.syncs.of(payload["project"])
    sync.counted = f"could not be counted: {error}"
    context.store.syncs.save(sync)
