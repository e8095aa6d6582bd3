"""Everything known of one idea, gathered for whoever shows it."""

from datetime import date

from bot.feature import Context
from bot.models import Decision, Idea
from bot.tracked import Version
from bot.views.ideas import Dossier, WorkLine
from bot.words import Status, TriggerKind


def dossier(idea: Idea, context: Context) -> Dossier:
    """The idea with its product, ruling decision and work."""
    assert idea.id is not None
    decision = context.store.decisions.latest(idea.id)
    own = context.store.support.of_person(idea.id, idea.requester)
    answered = decision if idea.status not in (Status.NEW, Status.WITHDRAWN) else None
    return Dossier(
        idea,
        context.store.products.by_id(idea.product_id),
        answered,
        return_date(decision, context),
        work(idea, context),
        context.store.ideas.trouble(idea.id),
        own.importance if own else None,
    )


def return_date(decision: Decision | None, context: Context) -> date | None:
    """The day an answer comes back, while it has not."""
    if decision is None or decision.id is None:
        return None
    for trigger in context.store.decisions.triggers(decision.id):
        if trigger.kind == TriggerKind.DATE and trigger.fired_at is None:
            return date.fromisoformat(trigger.value)
    return None


def work(idea: Idea, context: Context) -> list[WorkLine]:
    """The Jira issues an idea became, as last read."""
    assert idea.id is not None
    links = context.store.ideas.issues(idea.id)
    if not links:
        return []
    issues = context.store.work.known([link.issue_id for link in links])
    releases = context.store.releases.known([v for i in issues.values() for v in i.versions])
    lines = []
    for link in links:
        issue = issues.get(link.issue_id)
        key = issue.key if issue else link.key
        names = [releases[v].name for v in issue.versions if v in releases] if issue else []
        status = issue.status.name if issue else "Created"
        lines.append(WorkLine(key, context.links.issue(key), status, ", ".join(names)))
    return lines


def versions(ids: tuple[str, ...], context: Context) -> dict[str, Version]:
    """Releases by id, as the values the domain works on."""
    known = context.store.releases.known(ids)
    return {key: release.as_version() for key, release in known.items()}
