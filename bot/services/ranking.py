"""What is to be done first in a product, and how somebody changes that."""

from datetime import timedelta

from msgspec import Struct

from bot.domain import ranking as domain
from bot.domain.ranking import Ranked
from bot.feature import Context
from bot.models import Idea, Product
from bot.services import owed, refresh
from bot.services.reconcile import rules
from bot.words import Direction, Priority, SyncedField

LAST_WEEK = timedelta(days=7)
TO_JIRA = frozenset({Direction.BOTH, Direction.TO_JIRA})


class Ranking(Struct, frozen=True):
    """A product's open items in order, with what moved since last week; None before one is read."""

    items: list[Ranked] | None
    scheme: list[str]
    more: bool = False
    """Whether only the first are known."""


def ranking(product: Product, context: Context) -> Ranking:
    """The order as last read, brought up to what is known of its items."""
    store, project = context.store, product.project or ""
    order, scheme = store.syncs.order(project), store.syncs.of(project).priorities
    if order is None:
        return Ranking(None, scheme)
    known = store.work.ranked(order.issues)
    items = domain.ordered([known[i] for i in order.issues if i in known], scheme)
    since = context.now - LAST_WEEK
    fresh = [item.id for item in items if item.changed_at >= since]
    moves = {
        issue.id: domain.moves(issue, since, scheme) for issue in store.work.known(fresh).values()
    }
    more = len(order.issues) >= domain.MOST
    return Ranking(domain.ranked(items, scheme, moves), scheme, more)


def prioritise(idea: Idea, band: Priority, by: str, context: Context) -> None:
    """Give an idea a priority: here, and in Jira once it has an issue."""
    idea.priority, idea.updated_at = band, context.now
    context.store.ideas.add(idea)
    context.record("prioritised", by, idea=idea.id, priority=band)
    refresh.issues_of(idea, context)
    owed.card(idea, context)


def prioritise_item(
    issue: str, band: Priority, product: Product, by: str, context: Context
) -> None:
    """Give an item a priority: by way of the product's ideas that became it, where their
    priorities go to Jira; else in Jira itself, which they then take it from."""
    tied = context.store.idea_issues.linked_to([issue])
    own = [idea for idea, _ in tied if idea.product_id == product.id]
    if own and rules(product.id, context)[SyncedField.PRIORITY].direction in TO_JIRA:
        for idea in own:
            prioritise(idea, band, by, context)
        return
    context.record("prioritised in jira", by, issue=issue, priority=band)
    named = {"issue": issue, "band": band, "user": by}
    context.owe("priorities.send", f"read:{issue}", named)
