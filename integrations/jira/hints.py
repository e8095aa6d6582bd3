"""What a webhook's hint makes us read again."""

from collections.abc import Mapping

from bot.feature import Context, Surroundings
from bot.services import refresh
from bot.store.stores import Stores
from integrations.jira.webhook import Hint, hinted


def owe(payload: object, stores: Stores, surroundings: Surroundings) -> None:
    """Owe the reading a payload hints at; hints of one issue still waiting are one reading."""
    hint = hinted(payload) if isinstance(payload, Mapping) else None
    if hint is None:
        return
    for workspace in stores.workspaces.all():
        if workspace.id is not None:
            _owe(hint, surroundings.context(stores.of(workspace.id)))


def _owe(hint: Hint, context: Context) -> None:
    projects = {p.project for p in context.store.products.all() if p.project}
    for issue in hint.issues:
        if hint.project is None or hint.project in projects or context.store.work.by_issue(issue):
            refresh.issue(issue, context)
    if hint.versions:
        for project in sorted(projects):
            context.owe("jira.versions", f"sync:{project}", {"project": project}, replaces=True)
