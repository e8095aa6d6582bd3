"""What a yes becomes in Jira: an issue, created once or linked, and its priority."""

from collections.abc import Mapping
from typing import Any

from bot import owed
from bot.domain import priorities
from bot.effects import CreateIssue, Effect, ReadIssue, SetPriority
from bot.errors import UserError
from bot.feature import Context, Feature, Request
from bot.message import SILENT, Reply
from bot.models import Idea, IdeaIssue, Product
from bot.tracked import Issue, IssueRef
from bot.views.text import people
from bot.words import Priority, Status

feature = Feature("Plan an idea in Jira")

WANTED = frozenset({Status.PLANNED, Status.IN_PROGRESS})
"""An idea of any other status gets no issue."""
TYPE = "Story"
"""The issue type asked for; a project without it gets its own first type."""


@feature.button("plan.priority")
def prioritise(request: Request, context: Context) -> Reply:
    """Set the idea's priority here, and in Jira once it has an issue."""
    number, _, band = request.value.partition(":")
    idea = context.store.ideas.numbered(int(number), lock=True)
    if idea is None or idea.id is None:
        raise UserError(f"There is no idea #{number} any more.")
    product = context.store.products.by_id(idea.product_id)
    if not context.decides_for(request.user, product):
        raise UserError(_only_managers(idea, product, context))
    idea.priority, idea.updated_at = Priority(band), context.now
    context.store.ideas.add(idea)
    context.record("prioritised", request.user, idea=idea.id, priority=band)
    for link in context.store.ideas.issues(idea.id):
        owed.priority(idea, link, context)
    owed.card(idea, context)
    return SILENT


def _only_managers(idea: Idea, product: Product | None, context: Context) -> str:
    managers = context.store.products.managers(product.id) if product and product.id else []
    return f"Only its PMs set the priority of #{idea.number}: ask {people(managers) or 'an admin'}."


# --- Creating


@feature.effect("issue.create")
def create(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The issue to create; nothing once the idea has one or is wanted no more.

    One that may be there already is looked for even then: it must not be left alone in Jira.
    """
    idea = context.store.ideas.by_id(payload["idea"])
    product = context.store.products.by_id(idea.product_id) if idea else None
    if idea is None or product is None or product.project is None or idea.id is None:
        return None
    tied = bool(context.store.ideas.issues(idea.id))
    if (tied or idea.status not in WANTED) and not context.doubtful:
        return None
    scheme = context.store.syncs.of(product.project).priorities
    mark = f"shortlist-{context.store.members.team().lower()}-{idea.number}"
    return CreateIssue(
        product.project,
        TYPE,
        idea.title,
        _description(idea, context),
        label=mark,
        priority=priorities.to_scheme(idea.priority, scheme) if idea.priority else None,
        property={"idea": idea.number, "team": context.store.members.team()},
    )


def _wanted(payload: Mapping[str, Any], context: Context) -> Idea | None:
    idea = context.store.ideas.by_id(payload["idea"])
    return idea if idea is not None and idea.status in WANTED else None


def _description(idea: Idea, context: Context) -> str:
    assert idea.id is not None
    card = context.store.ideas.card(idea.id)
    public = f"{context.links.public}/i/{idea.number}" if context.links.public else None
    back = public or (card.permalink if card else None)
    source = f"From idea #{idea.number}" + (f": {back}" if back else "")
    return "\n\n".join(part for part in (idea.problem, source) if part)


@feature.done("issue.create")
def created(payload: Mapping[str, Any], result: IssueRef, context: Context) -> None:
    """Tie the idea to its new issue, and read it back."""
    _tie(payload["idea"], result, context)
    owed.reading(result.id, context)
    if not _wanted(payload, context):
        why = f"{result.key} was created while the answer changed. Close it there if it is in vain."
        _trouble(payload, why, context)


@feature.dead("issue.create")
def not_created(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say on the card that Jira refused."""
    _trouble(payload, f"Jira did not create the issue. {error}", context)


def _tie(idea_id: int, issue: IssueRef, context: Context) -> None:
    link = context.store.ideas.link(
        IdeaIssue(
            workspace_id=context.store.workspace,
            idea_id=idea_id,
            issue_id=issue.id,
            key=issue.key,
        )
    )
    idea = context.store.ideas.by_id(idea_id)
    if idea is None:
        return
    context.record("linked", "jira", idea=idea_id, issue=issue.id, key=issue.key)
    context.record("mended", "jira", idea=idea_id)
    if idea.priority is not None:
        owed.priority(idea, link, context)
    owed.card(idea, context)


def _trouble(payload: Mapping[str, Any], why: str, context: Context) -> None:
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None:
        return
    context.record("trouble", "jira", idea=idea.id, why=why[:500])
    owed.note(idea, "trouble", why[:500], context)
    owed.card(idea, context)


# --- Linking


@feature.effect("issue.link")
def link(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Look the issue up by its key."""
    return ReadIssue(payload["key"]) if _wanted(payload, context) else None


@feature.done("issue.link")
def linked(payload: Mapping[str, Any], result: Issue, context: Context) -> None:
    """Tie the idea to the issue that was found, and follow it from now on."""
    _tie(payload["idea"], IssueRef(result.id, result.key), context)
    owed.reading(result.id, context)


@feature.dead("issue.link")
def not_linked(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say on the card that there is no such issue."""
    _trouble(payload, f"Jira has no issue {payload['key']} that I may see. {error}", context)


# --- Priority


@feature.effect("issue.priority")
def set_priority(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The priority in the project's own words; nothing when Jira has it already."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None or idea.id is None or idea.priority is None:
        return None
    product = context.store.products.by_id(idea.product_id)
    scheme = context.store.syncs.of(product.project or "").priorities if product else []
    name = priorities.to_scheme(idea.priority, scheme)
    tied = next((t for t in context.store.ideas.issues(idea.id) if t.id == payload["link"]), None)
    if tied is None or name is None:
        return None
    if tied.priority is not None and priorities.to_band(tied.priority, scheme) == idea.priority:
        return None
    return SetPriority(tied.issue_id, name)


@feature.done("issue.priority")
def priority_set(payload: Mapping[str, Any], result: IssueRef, context: Context) -> None:
    """Read the issue back: what Jira holds is what both sides agree on."""
    context.record("mended", "jira", idea=payload["idea"])
    owed.reading(result.id, context)


@feature.dead("issue.priority")
def priority_refused(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say on the card that Jira kept its own priority."""
    _trouble(payload, f"Jira did not take the priority. {error}", context)
