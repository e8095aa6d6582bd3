"""Traces items that changed, a few a transaction, so that releases are counted from little.

What a status means is in every trace: where that changed, all of a project is traced anew, in the
order of its rows. Until that is done nothing is counted: a part would raise false alarms.
"""

import json
from hashlib import sha256

from bot.domain.history import History
from bot.domain.statuses import Statuses
from bot.domain.trace import traced
from bot.models import ProjectSync
from bot.store.stores import Store
from bot.tracked import Issue

PART = 25


def step(project: str, store: Store) -> bool:
    """Trace the next items of a project; whether there may be more."""
    sync = store.syncs.of(project)
    known = _told_by(sync)
    if sync.traced_with != known:
        sync.traced_with, sync.traced_to = known, 0
    anew = sync.traced_to is not None
    taken, issues = _next(sync, store) if anew else _changed(project, store)
    statuses = Statuses(store.syncs.statuses(project))
    traces = [traced(History(issue, statuses)) for issue in issues]
    store.traces.keep(project, taken, traces)
    store.syncs.save(sync)
    return anew or len(taken) == PART


def _told_by(sync: ProjectSync) -> str:
    """What tells one meaning of the statuses from another."""
    return sha256(json.dumps(sorted(sync.statuses)).encode()).hexdigest()


def _changed(project: str, store: Store) -> tuple[list[str], list[Issue]]:
    """What changed since it was traced; what is gone, or elsewhere by now, leaves no trace."""
    taken = store.traces.take(project, PART)
    return taken, [issue for issue in store.work.there(taken) if issue.project == project]


def _next(sync: ProjectSync, store: Store) -> tuple[list[str], list[Issue]]:
    """The next of all, and how far that is."""
    row = sync.traced_to or 0
    issues, more = store.work.after(sync.project, row, PART)
    sync.traced_to = row + PART if more else None
    return [issue.id for issue in issues], issues
