"""For which release an idea is planned, as its PM says; Jira follows."""

from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, IdeaIssue, Product
from bot.services import refresh
from bot.services.reconcile import rules
from bot.services.sides import joined
from bot.tracked import Issue
from bot.words import Direction, Status, SyncedField

TO_JIRA = frozenset({Direction.BOTH, Direction.TO_JIRA})
PLANNED = (Status.PLANNED, Status.IN_PROGRESS)
OFFERED = 100


def plannable(product: Product, context: Context) -> list[Idea]:
    """The product's ideas that have an issue and are not out, newest first."""
    tied = context.store.fields.of_product(product.id or 0, OFFERED)
    found = {idea.id: idea for idea, _ in tied if idea.status in PLANNED}
    return list(found.values())


def plan(
    idea: Idea, version: str, product: Product, by: str, context: Context, *, out: bool
) -> None:
    """Plan an idea for a release and no other that is to come, or take it `out` of it.

    Raises UserError where the product takes releases from Jira alone.
    """
    assert idea.id is not None
    if rules(product.id, context)[SyncedField.VERSION].direction not in TO_JIRA:
        raise UserError("Releases come from Jira here: plan it there, or see `/sync`.")
    coming = {one.version_id for one in context.store.releases.coming(product.project or "")}
    links = context.store.idea_issues.of(idea.id)
    items = context.store.work.known([link.issue_id for link in links])
    for link in links:
        item = items.get(link.issue_id)
        if item is None:
            continue
        _settled(link, item, context)
        left = {version} if out else coming
        kept = set(item.versions) - left
        link.version = joined(kept if out else kept | {version})
        refresh.issue(link.issue_id, context)
    context.record("planned", by, idea=idea.id, version=version, out=out)


def _settled(link: IdeaIssue, item: Issue, context: Context) -> None:
    """Where both sides never agreed, what Jira holds is where the choice began."""
    state = context.store.fields.states(link)[SyncedField.VERSION]
    if state.base is None:
        state.base = joined(item.versions)
        context.store.fields.save(state)
