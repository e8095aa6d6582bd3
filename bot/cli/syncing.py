"""`jira sync`: a pass now, or what a pass would change."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.app import App
from bot.effects import ReadIssues, System
from bot.models import Delivery
from bot.ports import Port
from bot.services import drift, refresh
from bot.store.stores import Stores
from bot.tracked import Issue, IssuePage
from bot.views import drift as views
from bot.words import DeliveryState

OVERLAP = timedelta(minutes=5)
SHOWN = 20
PAUSE = 0.5
"""Seconds between two looks at what another worker reads."""
NO_PROJECT = "No product has a Jira project."


Begin = Callable[[Stores, int, App], None]


async def sync_now(app: App) -> list[str]:
    """Read every product's project to its end, beside the workers that may run; how it stands."""
    return await _drained(app, _begin, _standing)


async def count_now(app: App) -> list[str]:
    """Count every product's issues; what each count found."""
    return await _drained(app, _begin_count, _counts)


async def _drained(app: App, begin: Begin, told: Callable[[Stores, int], list[str]]) -> list[str]:
    tracker = app.tracker()
    assert tracker is not None
    workspace = app.workspace()
    try:
        await app.database.write(lambda stores: begin(stores, workspace, app))
        outbox = app.outbox({System.TRACKER: tracker}, "command line", _reads)
        await outbox.drain()
        while await app.database.read(lambda stores: _is_read_elsewhere(stores, workspace)):
            await asyncio.sleep(PAUSE)
            await outbox.drain()
    finally:
        await tracker.close()
    return await app.database.read(lambda stores: told(stores, workspace))


def _reads(kind: str) -> bool:
    return kind.startswith("jira.")


def _begin(stores: Stores, workspace: int, app: App) -> None:
    act = app.registry.jobs["jira_sync"].act
    assert act is not None
    act(app.surroundings.context(stores.of(workspace)))


def _begin_count(stores: Stores, workspace: int, app: App) -> None:
    context = app.surroundings.context(stores.of(workspace))
    for project in _projects(stores, workspace):
        refresh.census(project, context)


def _counts(stores: Stores, workspace: int) -> list[str]:
    found = []
    for project in _projects(stores, workspace):
        sync = stores.of(workspace).syncs.of(project)
        found.append(f"{project}: {sync.counted or 'not counted yet'}")
    return found or [NO_PROJECT]


def _is_read_elsewhere(stores: Stores, workspace: int) -> bool:
    """Whether a worker holds a page now; what waits after a fault is not waited for."""
    heads = [_head(stores, workspace, project) for project in _projects(stores, workspace)]
    return any(head is not None and head.state == DeliveryState.LEASED for head in heads)


def _head(stores: Stores, workspace: int, project: str) -> Delivery | None:
    return stores.deliveries.first_open(workspace, f"sync:{project}")


def _standing(stores: Stores, workspace: int) -> list[str]:
    projects = _projects(stores, workspace)
    return [f"{p}: {_state(stores, workspace, p)}" for p in projects] or [NO_PROJECT]


def _state(stores: Stores, workspace: int, project: str) -> str:
    sync, head = stores.of(workspace).syncs.of(project), _head(stores, workspace, project)
    if sync.error:
        return f"failed: {sync.error}"
    if head is not None:
        return f"waits: {head.last_error or 'its turn'}"
    return f"as of {sync.good_at:%Y-%m-%d %H:%M} UTC" if sync.good_at else "not read yet"


@dataclass(slots=True)
class Preview:
    """What a pass would change in one project."""

    project: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


async def preview(app: App) -> list[str]:
    """What a pass would store, without storing it. Raises Unavailable or Refused."""
    tracker = app.tracker()
    assert tracker is not None
    workspace = app.workspace()
    lines: list[str] = []
    try:
        for project in await app.database.read(lambda s: _projects(s, workspace)):
            found = await _preview(app, tracker, workspace, project)
            lines += _lines(found)
        lines += await app.database.read(lambda s: _apart(s, workspace, app))
    finally:
        await tracker.close()
    return lines or [NO_PROJECT]


def _apart(stores: Stores, workspace: int, app: App) -> list[str]:
    """What ideas and issues do not agree on, as last read."""
    context = app.surroundings.context(stores.of(workspace))
    products = context.store.products.all()
    apart = (drift.broken(p, context) + drift.differences(p, context) for p in products)
    return [views.plain(one) for found in apart for one in found]


def _projects(stores: Stores, workspace: int) -> list[str]:
    products = stores.of(workspace).products.all()
    return sorted({product.project for product in products if product.project})


async def _preview(app: App, tracker: Port, workspace: int, project: str) -> Preview:
    cursor = await app.database.read(lambda s: s.of(workspace).syncs.of(project).cursor)
    found, token = Preview(project), None
    while True:
        page = await tracker.perform(
            ReadIssues(project, cursor - OVERLAP if cursor else None, token), "preview"
        )
        assert isinstance(page, IssuePage)
        await app.database.read(_compare(workspace, page.issues, found))
        if page.next is None:
            return found
        token = page.next


def _compare(workspace: int, issues: tuple[Issue, ...], found: Preview) -> Callable[[Stores], None]:
    def compare(stores: Stores) -> None:
        known = stores.of(workspace).work.known([issue.id for issue in issues])
        for issue in issues:
            stored = known.get(issue.id)
            if stored is None:
                found.new.append(issue.key)
            elif stored.updated < issue.updated:
                found.changed.append(f"{issue.key}: {', '.join(_differences(stored, issue))}")

    return compare


def _differences(stored: Issue, read: Issue) -> list[str]:
    pairs = {
        "status": (stored.status.name, read.status.name),
        "priority": (stored.priority, read.priority),
        "assignee": (stored.assignee, read.assignee),
        "summary": (stored.summary, read.summary),
        "versions": (stored.versions, read.versions),
        "key": (stored.key, read.key),
    }
    return [f"{n} {a} -> {b}" for n, (a, b) in pairs.items() if a != b] or ["other fields"]


def _lines(found: Preview) -> list[str]:
    head = f"{found.project}: {len(found.new)} new, {len(found.changed)} changed"
    shown = [f"  {line}" for line in (found.new[:SHOWN] + found.changed[:SHOWN])]
    return [head, *shown]
