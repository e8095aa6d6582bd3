"""What an idea and its issue hold of each synced field, in our terms and in the tracker's."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.domain import priorities
from bot.domain.statuses import Statuses
from bot.feature import Context
from bot.models import Idea, IdeaIssue
from bot.tracked import Category, Issue
from bot.views.text import line
from bot.words import Status, SyncedField

DROPPED = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.DUPLICATE})
OPEN, CLOSED = "open", "closed"
LONGEST_SUMMARY = 255
"""Jira's own bound."""


class Pair(Struct, frozen=True):
    """An idea and its issue, with what a comparison needs to know of the site."""

    idea: Idea
    link: IdeaIssue
    item: Issue
    scheme: Sequence[str]
    closed: bool
    mark: str


def paired(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> Pair:
    """The idea and its issue as read."""
    store = context.store
    statuses = Statuses(store.syncs.statuses(item.project))
    category = statuses.category(item.status.id, item.status.name)
    scheme = store.syncs.of(item.project).priorities
    return Pair(idea, link, item, scheme, category is Category.DONE, mark(idea, context))


def mark(idea: Idea, context: Context) -> str:
    """The label by which the idea's issue is found again."""
    return f"shortlist-{context.store.members.team().lower()}-{idea.number}"


def sides_of(field: SyncedField, pair: Pair) -> tuple[str, str] | None:
    """What each side holds; None where it cannot be told."""
    idea, item = pair.idea, pair.item
    match field:
        case SyncedField.PRIORITY:
            band = priorities.to_band(item.priority, pair.scheme)
            known = band is not None or item.priority is None
            return (idea.priority or "", band or "") if known else None
        case SyncedField.SUMMARY:
            return line(idea.title)[:LONGEST_SUMMARY], line(item.summary)
        case SyncedField.LABEL:
            return pair.mark, pair.mark if pair.mark in item.labels else ""
        case SyncedField.VERSION:
            return pair.link.version, joined(item.versions)
        case SyncedField.STATUS:
            stands = CLOSED if pair.closed else OPEN
            return CLOSED if idea.status in DROPPED else stands, stands


def joined(versions: Iterable[str]) -> str:
    """Versions as a link keeps them."""
    return ",".join(sorted(versions))


def in_jira(field: SyncedField, pair: Pair) -> str:
    """What Jira holds, in its own words."""
    match field:
        case SyncedField.PRIORITY:
            return pair.item.priority or ""
        case SyncedField.SUMMARY:
            return pair.item.summary
        case SyncedField.LABEL:
            return pair.mark if pair.mark in pair.item.labels else ""
        case SyncedField.VERSION:
            return joined(pair.item.versions)
        case SyncedField.STATUS:
            return pair.item.status.id


def wanted(field: SyncedField, pair: Pair) -> str | None:
    """What Jira is to hold, in its own words; None where it has none for it."""
    match field:
        case SyncedField.PRIORITY:
            return (
                priorities.to_scheme(pair.idea.priority, pair.scheme)
                if pair.idea.priority
                else None
            )
        case SyncedField.SUMMARY:
            return line(pair.idea.title)[:LONGEST_SUMMARY]
        case SyncedField.LABEL:
            return pair.mark
        case SyncedField.VERSION:
            return pair.link.version
        case SyncedField.STATUS:
            return Category.DONE.value if pair.idea.status in DROPPED else None


def named(field: SyncedField, value: str, context: Context) -> str:
    """A value as people know it: releases by their names."""
    if field is not SyncedField.VERSION or not value:
        return value
    ids = value.split(",")
    known = context.store.releases.known(ids)
    return ", ".join(known[one].name if one in known else one for one in ids)
