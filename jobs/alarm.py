"""Tells the admins once when Jira cannot be read, with the fix, and once when it can again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.effects import Effect, PostMessage
from bot.feature import Context
from bot.job import Every, Job
from bot.models import ProjectSync
from bot.services import owed
from bot.views import alarms as views

AWAY_AFTER = timedelta(hours=1)
"""A Jira that is down for less is nobody's business."""
LOGIN = "login"


def act(context: Context) -> None:
    """Look at every project in use, and tell of what changed since the admins were told."""
    if context.links.jira is None:
        return
    projects = {p.project for p in context.store.products.all() if p.project}
    syncs = [context.store.syncs.of(project) for project in sorted(projects)]
    known = {sync.alarm for sync in syncs}
    changed: dict[str, list[tuple[ProjectSync, str]]] = defaultdict(list)
    for sync in syncs:
        kind, why = _trouble(sync, context)
        if kind != sync.alarm:
            changed[kind].append((sync, why))
    for kind, found in changed.items():
        for sync, _ in found:
            sync.alarm = kind
            context.store.syncs.save(sync)
        if kind != LOGIN or LOGIN not in known:
            owed.alarm(kind, [sync.project for sync, _ in found], found[0][1], context)


def _trouble(sync: ProjectSync, context: Context) -> tuple[str, str]:
    """What is wrong with a project, and in which words; as before, while it is tried again."""
    if sync.error:
        return "project", sync.error
    head = context.store.deliveries.first_open(context.store.workspace, f"sync:{sync.project}")
    failing = head.last_error if head is not None else None
    if failing and failing.startswith("unauthorized"):
        return LOGIN, failing
    since = sync.good_at or sync.tried_at
    if failing and since and context.now - since >= AWAY_AFTER:
        return "away", failing
    return (sync.alarm if failing else "", "")


job = Job("Tell admins when Jira cannot be read", Every(timedelta(minutes=5)), act=act)


@job.effect("alarm.tell")
def tell(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The DM."""
    words = views.alarm(payload["kind"], payload["projects"], payload["why"])
    return PostMessage(payload["user"], words)
