"""Reads Jira: every project by polling, single issues on a hint, and what follows for ideas.

Polling is truth, webhooks are hints. A pass is a chain of deliveries, one page each: a page is
committed with the cursor and the delivery of the next, so a pass goes on wherever it was stopped.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot import owed, response
from bot.domain import following, ideas, priorities
from bot.domain.statuses import Statuses
from bot.dossier import versions
from bot.effects import Effect, ReadIssue, ReadIssues, ReadSite, ReadVersions
from bot.feature import Context
from bot.job import Every, Job
from bot.models import Idea, IdeaIssue, ProjectSync
from bot.tracked import Category, Issue, IssuePage, Site, Version
from bot.words import Status

OVERLAP = timedelta(minutes=5)
"""How far each pass reads back behind the cursor: Jira's index lags."""
PAUSE_AFTER_ERROR = timedelta(minutes=10)
SITE_EVERY = timedelta(days=1)


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
    sync.tried_at, sync.error = context.now, None
    context.store.syncs.save(sync)
    if sync.site_at is None or context.now - sync.site_at >= SITE_EVERY:
        _owe("jira.site", project, {}, context)
    _owe("jira.versions", project, {}, context)
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
    """Remember its statuses and priorities."""
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
    released = context.store.releases.store(result, context.now)
    if released:
        _follow(context.store.ideas.under_way(payload["project"]), context)


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
    """Store the page, move the cursor, follow the ideas, and go on."""
    project = payload["project"]
    sync = context.store.syncs.of(project)
    _learn(context.store.work.news(result.issues), sync, context)
    newest = [issue.updated for issue in result.issues] + ([sync.cursor] if sync.cursor else [])
    sync.cursor = max(newest, default=None)
    if result.next is None:
        sync.first_at = sync.first_at or context.now
        sync.good_at, sync.error = context.now, None
    else:
        _owe("jira.page", project, {**payload, "token": result.next}, context)
    context.store.syncs.save(sync)


def _learn(issues: Sequence[Issue], sync: ProjectSync, context: Context) -> None:
    context.store.syncs.learn(sync, [issue.status for issue in issues])
    statuses = Statuses(context.store.syncs.statuses(sync.project))
    seen = {(issue.status.id, issue.status.name) for issue in issues}
    done = frozenset(pair[0] for pair in seen if statuses.category(*pair) == Category.DONE)
    context.store.work.store(issues, done)
    _follow(context.store.ideas.linked_to([issue.id for issue in issues]), context)


def _failed(payload: Mapping[str, Any], error: str, context: Context) -> None:
    sync = context.store.syncs.of(payload["project"])
    sync.error, sync.tried_at = error, context.now
    context.store.syncs.save(sync)


for _kind in ("jira.site", "jira.versions", "jira.page"):
    job.dead(_kind)(_failed)


@job.effect("jira.issue")
def issue(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """One issue, read after a write or on a webhook's hint."""
    return ReadIssue(payload["issue"])


@job.done("jira.issue")
def learn_issue(payload: Mapping[str, Any], result: Issue, context: Context) -> None:  # noqa: ARG001
    """Store it and follow its idea."""
    _learn([result], context.store.syncs.of(result.project), context)


# --- What follows for ideas


def _follow(tied: Iterable[tuple[Idea, IdeaIssue]], context: Context) -> None:
    pairs = list(tied)
    issues = context.store.work.known([link.issue_id for _, link in pairs])
    for idea, link in pairs:
        item = issues.get(link.issue_id)
        if item is not None:
            _follow_one(idea, link, item, context)


def _follow_one(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    _take_priority(idea, link, item, context)
    link.key = item.key
    if idea.status in (Status.PLANNED, Status.IN_PROGRESS):
        _take_standing(idea, link, item, context)
    context.store.ideas.add(idea)
    owed.card(idea, context)


def _take_priority(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    """Jira's priority is taken when it changed there since both sides last agreed."""
    if item.priority == link.priority:
        return
    scheme = context.store.syncs.of(item.project).priorities
    band = priorities.to_band(item.priority, scheme)
    first = link.priority is None and idea.priority is not None
    link.priority = item.priority
    if band is not None and not first and idea.priority != band:
        context.record("prioritised", "jira", idea=idea.id, priority=band)
        idea.priority = band


def _take_standing(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    statuses = Statuses(context.store.syncs.statuses(item.project))
    stands = following.standing(
        item,
        statuses.category(item.status.id, item.status.name),
        delivered=statuses.delivered(item.resolution),
        versions=versions(item.versions, context),
    )
    if stands.status != idea.status:
        context.record("moved", "jira", idea=idea.id, was=idea.status, to=stands.status)
        idea.status, idea.updated_at = ideas.moved(idea.status, stands.status), context.now
        _tell_move(idea, item, stands, context)
    _tell_version(idea, link, stands, context)


def _tell_move(idea: Idea, item: Issue, stands: following.Standing, context: Context) -> None:
    match stands.status:
        case Status.IN_PROGRESS:
            owed.news(idea, "in_progress", context, key=item.key)
        case Status.SHIPPED:
            owed.news(idea, "shipped", context, version=stands.version.id if stands.version else "")
        case Status.UNDER_REVIEW:
            response.started(idea, context)
            why = f"{item.key} was closed without delivering it ({item.resolution})."
            owed.note(idea, "returned", why, context)


def _tell_version(
    idea: Idea, link: IdeaIssue, stands: following.Standing, context: Context
) -> None:
    planned = stands.version.id if stands.version else None
    if planned == link.planned_for or stands.status == Status.SHIPPED:
        return
    link.planned_for = planned
    if planned is not None:
        owed.news(idea, "planned", context, version=planned)
