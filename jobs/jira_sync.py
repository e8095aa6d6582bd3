"""Reads Jira: every project by polling, single issues on a hint, and what follows for ideas.

Polling is truth, webhooks are hints. A pass is a chain of deliveries, one page each: a page is
committed with the cursor and the delivery of the next, so a pass goes on wherever it was stopped.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ranking import MOST
from bot.effects import Effect, ReadIssues, ReadOrder, ReadSite, ReadVersions, TrackIssue
from bot.feature import Context
from bot.job import Every, Job
from bot.services import refresh, returning, tracking
from bot.tracked import Issue, IssuePage, Missing, Site, Version

OVERLAP = timedelta(minutes=5)
"""How far each pass reads back behind the cursor: Jira's index lags."""
SETTLED = timedelta(hours=1)
"""What Jira changed longer ago, by its own clock, its index surely knows: in a project where
nothing happens the cursor moves on by this, or its last minutes would be read for ever."""
PAUSE_AFTER_ERROR = timedelta(minutes=10)
SITE_EVERY = timedelta(days=1)
ORDER_EVERY = timedelta(hours=1)
"""A rank that moved is in no reading where Jira does not count it as a change."""


def act(context: Context) -> None:
    """Begin a pass over every product's project that is not being read already."""
    if context.links.jira is None:
        return
    projects = {p.project for p in context.store.products.all() if p.project}
    for project in sorted(projects):
        if context.store.deliveries.first_open(context.store.workspace, _key(project)) is None:
            begin(project, context)


def begin(project: str, context: Context) -> None:
    """Owe one pass over a project: its site, its versions, then its issues page by page."""
    sync = context.store.syncs.of(project)
    if sync.error and sync.tried_at and context.now - sync.tried_at < PAUSE_AFTER_ERROR:
        return
    sync.tried_at = context.now
    context.store.syncs.save(sync)
    if sync.site_at is None or context.now - sync.site_at >= SITE_EVERY:
        _owe("jira.site", project, {}, context)
    _owe("jira.versions", project, {}, context)
    order = context.store.syncs.order(project)
    if order is not None and context.now - order.read_at >= ORDER_EVERY:
        refresh.order(project, context)
    since = sync.cursor - OVERLAP if sync.cursor else None
    _owe("jira.page", project, {"since": since.isoformat() if since else None}, context)


def _key(project: str) -> str:
    return f"sync:{project}"


def _owe(kind: str, project: str, more: Mapping[str, Any], context: Context) -> None:
    context.owe(kind, _key(project), {"project": project, **more})


job = Job("Read Jira", Every(timedelta(minutes=1)), act=act)


# --- The site and its versions


@job.effect("jira.site")
def site(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """What the site defines."""
    return ReadSite(payload["project"])


@job.done("jira.site")
def learn_site(payload: Mapping[str, Any], result: Site, context: Context) -> None:
    """Remember its statuses and priorities; a project may be called otherwise by now."""
    if result.key and result.key != payload["project"]:
        _rename(payload["project"], result.key, context)
        return
    sync = context.store.syncs.of(payload["project"])
    sync.priorities, sync.site_at = list(result.priorities), context.now
    context.store.syncs.learn(sync, result.statuses)


@job.effect("jira.versions")
def read_versions(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The project's versions."""
    return ReadVersions(payload["project"])


@job.done("jira.versions")
def learn_versions(
    payload: Mapping[str, Any], result: tuple[Version, ...], context: Context
) -> None:
    """Store them; where one was released, its ideas have shipped."""
    known = context.store.releases.known([version.id for version in result])
    before = {release.as_version() for release in known.values()}
    released = context.store.releases.store(result, context.now)
    if set(result) != before:
        refresh.outlook(payload["project"], context)
    if released:
        tracking.follow(context.store.idea_issues.under_way(payload["project"]), context)
        returning.released([release.version_id for release in released], context)


def _rename(project: str, to: str, context: Context) -> None:
    """Its products go on under the new key, under which everything is read again."""
    for product in context.store.products.of_project(project):
        product.project = to
        context.record("project renamed", "jira", product=product.key, was=project, to=to)
    context.store.syncs.rename(project, to)
    refresh.jira(context)


# --- The order of what is to be done


@job.effect("jira.order")
def read_order(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The first open issues."""
    return ReadOrder(payload["project"], MOST)


@job.done("jira.order")
def learn_order(payload: Mapping[str, Any], result: tuple[str, ...], context: Context) -> None:
    """Remember it."""
    context.store.syncs.keep_order(payload["project"], result, context.now)


# --- Issues


@job.effect("jira.page")
def page(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The next page of what changed."""
    since = payload["since"]
    return ReadIssues(
        payload["project"], datetime.fromisoformat(since) if since else None, payload.get("token")
    )


@job.done("jira.page")
def learn_page(payload: Mapping[str, Any], result: IssuePage, context: Context) -> None:
    """Store the page, move the cursor, follow the ideas, and go on.

    A lagging index still shows what was deleted: only a reading by id brings it back.
    """
    project = payload["project"]
    sync = context.store.syncs.of(project)
    moved_to = {issue.project for issue in result.issues} - {project}
    if moved_to:
        _rename(project, moved_to.pop(), context)
        return
    news, lost = context.store.work.weighed(result.issues)
    for gone in lost:
        refresh.issue(gone, context)
    tracking.learn(news, sync, context)
    begun = payload.get("begun") or (result.at.isoformat() if result.at else None)
    newest = [issue.updated for issue in result.issues] + ([sync.cursor] if sync.cursor else [])
    if result.next is None and begun:
        newest.append(datetime.fromisoformat(begun) - SETTLED)
    sync.cursor = max(newest, default=None)
    if result.next is None:
        is_first, sync.first_at = sync.first_at is None, sync.first_at or context.now
        sync.good_at, sync.error = context.now, None
        if is_first:
            context.store.syncs.save(sync)
            refresh.outlook(project, context)
            refresh.order(project, context)
    else:
        _owe("jira.page", project, {**payload, "token": result.next, "begun": begun}, context)
    context.store.syncs.save(sync)


def _failed(payload: Mapping[str, Any], error: str, context: Context) -> None:
    sync = context.store.syncs.of(payload["project"])
    sync.error, sync.tried_at = error, context.now
    context.store.syncs.save(sync)


for _kind in ("jira.site", "jira.versions", "jira.page"):
    job.dead(_kind)(_failed)


@job.effect("jira.issue")
def issue(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """One issue, read after a write, on a webhook's hint, or because it is missed."""
    known = context.store.work.by_issue(payload["issue"])
    return TrackIssue(payload["issue"], known.project if known else None)


@job.done("jira.issue")
def learn_issue(payload: Mapping[str, Any], result: Issue | Missing, context: Context) -> None:
    """Store it and follow its idea, or mark it as gone."""
    if isinstance(result, Missing):
        tracking.lose(payload["issue"], result, context)
    else:
        tracking.learn_one(result, context)
