"""What a yes becomes in Jira: an issue, created once or linked, and kept in step with it."""

from collections.abc import Mapping
from typing import Any

from bot.domain import priorities
from bot.domain.ranking import neighbour
from bot.effects import AddComment, CreateIssue, Effect, RankIssue, ReadIssue, SetField
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.models import Idea, IdeaIssue
from bot.request import Request
from bot.services import owed, ranking, refresh, relinking, tracking
from bot.services.naming import existing_idea, whom_to_ask
from bot.services.reconcile import standings
from bot.services.sides import Pair, mark, paired, wanted
from bot.tracked import Issue, IssueRef
from bot.views.sync import NAMES
from bot.words import Priority, Status, SyncedField

feature = Feature("Plan an idea in Jira")

WANTED = frozenset({Status.PLANNED, Status.IN_PROGRESS})
"""An idea of any other status gets no issue."""
TYPE = "Story"
"""The issue type asked for; a project without it gets its own first type."""


@feature.button("plan.priority")
def prioritise(request: Request, context: Context) -> Reply:
    """Set the idea's priority here, and in Jira once it has an issue."""
    number, _, band = request.value.partition(":")
    idea = existing_idea(int(number), context, lock=True)
    product = context.store.products.by_id(idea.product_id)
    if not context.decides_for(request.user, product):
        who = whom_to_ask(product, context)
        raise UserError(f"Only its PMs set the priority of #{idea.number}: ask {who}.")
    ranking.prioritise(idea, Priority(band), request.user, context)
    return SILENT


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
    tied = bool(context.store.idea_issues.of(idea.id))
    if (tied or idea.status not in WANTED) and not context.doubtful:
        return None
    scheme = context.store.syncs.of(product.project).priorities
    return CreateIssue(
        product.project,
        TYPE,
        idea.title,
        _description(idea, context),
        label=mark(idea, context),
        priority=priorities.to_scheme(idea.priority, scheme) if idea.priority else None,
        property={"idea": idea.number, "team": context.store.members.team()},
        labels=tuple(product.labels) if product.labelled else (),
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
    _tie(payload["idea"], result, context, made=True)
    ranked = {"idea": payload["idea"], "issue": result.id}
    context.owe("issue.rank", f"issue:{payload['idea']}", ranked, dedup=f"rank:{result.id}")
    refresh.issue(result.id, context)
    if not _wanted(payload, context):
        why = f"{result.key} was created while the answer changed. Close it there if it is in vain."
        _trouble(payload, why, context)


@feature.effect("issue.rank")
def rank(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Put a new issue among those of its priority, once: from then on its rank is Jira's."""
    idea = context.store.ideas.by_id(payload["idea"])
    product = context.store.products.by_id(idea.product_id) if idea else None
    if idea is None or product is None or idea.priority is None:
        return None
    others = [
        one
        for one in ranking.ranking(product, context).items or []
        if one.item.id != payload["issue"]
    ]
    found = neighbour(others, idea.priority)
    return RankIssue(payload["issue"], found[0].id, found[1]) if found else None


@feature.done("issue.rank")
def was_ranked(payload: Mapping[str, Any], result: bool, context: Context) -> None:
    """Keep in its history whether it came about."""
    context.record("ranked" if result else "not ranked", "jira", idea=payload["idea"])


@feature.dead("issue.create")
def not_created(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say on the card that Jira refused."""
    _trouble(payload, f"Jira did not create the issue. {error}", context)


def _tie(idea_id: int, issue: IssueRef, context: Context, *, made: bool) -> None:
    context.store.idea_issues.link(
        IdeaIssue(
            workspace_id=context.store.workspace,
            idea_id=idea_id,
            issue_id=issue.id,
            key=issue.key,
            made=made,
        )
    )
    idea = context.store.ideas.by_id(idea_id)
    if idea is None:
        return
    context.record("linked", "jira", idea=idea_id, issue=issue.id, key=issue.key)
    context.record("mended", "jira", idea=idea_id)
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
    wanted = "instead" in payload or _wanted(payload, context)
    return ReadIssue(payload["key"]) if wanted else None


@feature.done("issue.link")
def linked(payload: Mapping[str, Any], result: Issue, context: Context) -> None:
    """Tie the idea to the issue that was found, and follow it from now on."""
    found = IssueRef(result.id, result.key)
    if "instead" in payload:
        try:
            relinking.make_room(payload, found, context)
        except UserError as error:
            _trouble(payload, str(error), context)
            return
    _tie(payload["idea"], found, context, made=False)
    refresh.issue(result.id, context)


@feature.dead("issue.link")
def not_linked(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say on the card that there is no such issue."""
    _trouble(payload, f"Jira has no issue {payload['key']} that I may see. {error}", context)


# --- Fields


@feature.effect("issue.field")
def set_field(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """One field as the idea holds it now; nothing when both sides came together meanwhile."""
    field, pair = SyncedField(payload["field"]), _pair(payload, context)
    if pair is None:
        return None
    stands = next((s for s in standings(pair, context) if s.field is field), None)
    value = wanted(field, pair)
    if stands is None or value is None or stands.local == stands.remote:
        return None
    stands.state.sent = sorted({*stands.state.sent, stands.local})
    context.store.fields.save(stands.state)
    return SetField(pair.link.issue_id, field, value, stands.state.seen)


def _pair(payload: Mapping[str, Any], context: Context) -> Pair | None:
    tied = context.store.fields.tied(payload["link"])
    if tied is None or tied[1].gone_at is not None:
        return None
    item = context.store.work.by_issue(tied[1].issue_id)
    return paired(*tied, item, context) if item is not None else None


@feature.done("issue.field")
def field_set(payload: Mapping[str, Any], result: Issue, context: Context) -> None:
    """What Jira holds now, read after the write, is what both sides agree on."""
    context.record("mended", "jira", idea=payload["idea"])
    tracking.learn_one(result, context)


@feature.dead("issue.field")
def field_refused(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Keep that Jira does not take this value, and say so on the card."""
    field, pair = SyncedField(payload["field"]), _pair(payload, context)
    if pair is None:
        return
    for stands in standings(pair, context):
        if stands.field is field:
            stands.state.refused, stands.state.trouble = stands.local, error[:500]
            context.store.fields.save(stands.state)
    _trouble(payload, f"Jira did not take the {NAMES[field].lower()}. {error}", context)


@feature.effect("issue.comment")
def comment(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """A note on the issue, for those who look there."""
    return AddComment(payload["issue"], payload["text"])
