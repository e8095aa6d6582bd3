"""Where ideas and their Jira issues differ, and why."""

from bot.feature import Context
from bot.models import Product
from bot.services.reconcile import Standing, standings
from bot.services.sides import Pair, named, paired
from bot.views.drift import Broken, Cause, Difference
from bot.words import Direction, SyncedField

MOST = 500
"""Ideas looked at, the newest first."""


def pairs(product: Product, context: Context) -> list[Pair]:
    """The product's ideas with their issues, as last read."""
    tied = context.store.fields.of_product(product.id or 0, MOST)
    items = context.store.work.known([link.issue_id for _, link in tied])
    return [
        paired(idea, link, items[link.issue_id], context)
        for idea, link in tied
        if link.issue_id in items
    ]


def differences(product: Product, context: Context) -> list[Difference]:
    """Every field that is not the same on both sides, newest idea first."""
    return [
        _difference(stands, pair, context)
        for pair in pairs(product, context)
        for stands in standings(pair, context)
        if stands.local != stands.remote and not _is_unmarked(stands, pair)
    ]


def _is_unmarked(stands: Standing, pair: Pair) -> bool:
    """Whether it is about our label on an issue that was there before, and never got one."""
    once = stands.rule.direction is Direction.ONCE
    return stands.field is SyncedField.LABEL and once and not pair.link.made


def broken(product: Product, context: Context) -> list[Broken]:
    """Every idea whose issue is not where it is looked at, newest first."""
    projects = {p.project for p in context.store.products.all() if p.project}
    tied = context.store.fields.broken(product.id or 0, projects, MOST)
    found = {
        idea.id: Broken(
            idea.number, idea.title, link.key, link.id or 0, gone=link.gone_at is not None
        )
        for idea, link in reversed(tied)
    }
    return list(reversed(found.values()))


def _difference(stands: Standing, pair: Pair, context: Context) -> Difference:
    return Difference(
        pair.idea.number,
        pair.idea.title,
        pair.item.key,
        pair.link.id or 0,
        stands.field,
        named(stands.field, stands.local, context),
        named(stands.field, stands.remote, context),
        _cause(stands),
        stands.state.trouble,
    )


def _cause(stands: Standing) -> Cause:
    if stands.state.off:
        return Cause.STOPPED
    if stands.state.refused == stands.local:
        return Cause.REFUSED
    match stands.rule.direction:
        case Direction.ONCE:
            return Cause.ONCE
        case Direction.OFF:
            return Cause.OFF
        case Direction.FROM_JIRA if stands.field is SyncedField.STATUS:
            return Cause.FOLLOWED
        case _:
            return Cause.WAITING


def found(link: int, field: SyncedField, context: Context) -> tuple[Pair, Standing] | None:
    """One field of one link as it stands, its idea locked; None when either is gone."""
    tied = context.store.fields.tied(link)
    item = context.store.work.by_issue(tied[1].issue_id) if tied else None
    if tied is None or item is None:
        return None
    pair = paired(*tied, item, context)
    stands = next((s for s in standings(pair, context) if s.field is field), None)
    return (pair, stands) if stands is not None else None
