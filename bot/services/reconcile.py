"""Brings an idea and its issue together, field by field, against a fresh reading of the issue.

Never against a result of search, which lags. What is to be written is owed; what was overridden
is kept in the history, and told once on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import merge as merging
from bot.domain import priorities
from bot.domain.merge import USUAL, Action, Merge, Rule
from bot.domain.statuses import Statuses
from bot.feature import Context
from bot.models import FieldState, Idea, IdeaIssue
from bot.services import owed
from bot.tracked import Category, Issue
from bot.views.sync import NAMES, overridden, stopped, value_shown
from bot.views.text import line
from bot.words import Direction, Priority, Status, SyncedField

DROPPED = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.DUPLICATE})
OPEN, CLOSED = "open", "closed"
LONGEST_SUMMARY = 255
"""Jira's own bound."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An idea and its issue, with what a comparison needs to know of the site."""

    idea: Idea
    link: IdeaIssue
    item: Issue
    scheme: Sequence[str]
    closed: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One field on both sides, in our terms, and how it is kept."""

    field: SyncedField
    local: str
    remote: str
    rule: Rule
    state: FieldState

    @property
    def base(self) -> str | None:
        """What both sides agreed on; to find in Jira what we sent is to agree on it."""
        return self.remote if self.remote in self.state.sent else self.state.base


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


def rules(product: int | None, context: Context) -> dict[SyncedField, Rule]:
    """How a product keeps its fields."""
    own = context.store.fields.rules(product) if product is not None else []
    return USUAL | {rule.field: Rule(rule.direction, rule.owner) for rule in own}


def standings(pair: Pair, context: Context) -> list[Standing]:
    """Every field that can be compared."""
    ruled = rules(pair.idea.product_id, context)
    states = context.store.fields.states(pair.link)
    found = []
    for field in SyncedField:
        sides = _sides(field, pair)
        if sides is not None:
            found.append(Standing(field, *sides, ruled[field], states[field]))
    return found


def _sides(field: SyncedField, pair: Pair) -> tuple[str, str] | None:
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
        case SyncedField.STATUS:
            stands = CLOSED if pair.closed else OPEN
            return CLOSED if idea.status in DROPPED else stands, stands


def decided(stands: Standing, link: IdeaIssue) -> Merge:
    """What is to be done about one field."""
    rule, field = stands.rule, stands.field
    bound = field is SyncedField.STATUS and rule.direction is Direction.FROM_JIRA
    bound = bound or (field is SyncedField.LABEL and rule.direction is Direction.ONCE)
    if stands.local != stands.remote and (stands.state.off or bound):
        return Merge(Action.LEAVE)
    return merging.merge(stands.local, stands.remote, stands.base, rule, made=link.made)


def is_apart(pair: Pair, context: Context) -> bool:
    """Whether a fresh reading would change anything."""
    for stands in standings(pair, context):
        action = decided(stands, pair.link).action
        if action is Action.TAKE or (action is Action.WRITE and not _is_refused(stands)):
            return True
    return False


def reconcile(pair: Pair, context: Context) -> None:
    """Bring every field together; the idea is locked, and stored by the caller."""
    for stands in standings(pair, context):
        _apply(stands, decided(stands, pair.link), pair, context)
        context.store.fields.save(stands.state)


def _apply(stands: Standing, merge: Merge, pair: Pair, context: Context) -> None:
    match merge.action:
        case Action.LEAVE:
            return
        case Action.AGREED:
            _agree(stands, pair, context)
            return
        case Action.TAKE:
            take(stands, pair, context)
        case Action.WRITE if _is_refused(stands):
            return
        case Action.WRITE:
            send(stands, pair, context)
    if merge.conflict:
        _tell(stands, merge, pair, context)


def _is_refused(stands: Standing) -> bool:
    """Whether Jira refused this very value: it is not sent again by itself."""
    return stands.state.refused == stands.local


def _agree(stands: Standing, pair: Pair, context: Context) -> None:
    state = stands.state
    if state.base == stands.remote and not state.sent and state.refused is None:
        return
    if state.trouble:
        context.record("mended", "jira", idea=pair.idea.id)
        owed.card(pair.idea, context)
    _settle(stands, context)


def _settle(stands: Standing, context: Context) -> None:
    """What Jira holds is the base from now on."""
    state = stands.state
    state.base, state.sent, state.agreed_at = stands.remote, [], context.now
    state.refused, state.trouble = None, ""


def take(stands: Standing, pair: Pair, context: Context) -> None:
    """The idea takes what Jira holds, where it can; else the field is left alone from now on."""
    idea, value = pair.idea, stands.remote
    _settle(stands, context)
    match stands.field:
        case SyncedField.PRIORITY:
            idea.priority = Priority(value) if value else None
            context.record("prioritised", "jira", idea=idea.id, priority=value, was=stands.local)
        case SyncedField.SUMMARY:
            idea.title = value
            context.record("edited", "jira", idea=idea.id, before={"title": stands.local})
        case SyncedField.STATUS | SyncedField.LABEL:
            stands.state.off = True
            owed.note(idea, "sync", stopped(stands.field, pair.item.key), context)
    idea.updated_at = context.now


def send(stands: Standing, pair: Pair, context: Context) -> None:
    """Jira is to hold what the idea holds, unless it changes there first."""
    state = stands.state
    state.base, state.refused, state.trouble = stands.remote, None, ""
    state.seen = _raw(stands.field, pair)
    owed.field(pair.idea, pair.link, stands.field, context)


def _raw(field: SyncedField, pair: Pair) -> str:
    """What Jira holds, in its own words."""
    match field:
        case SyncedField.PRIORITY:
            return pair.item.priority or ""
        case SyncedField.SUMMARY:
            return pair.item.summary
        case SyncedField.LABEL:
            return pair.mark if pair.mark in pair.item.labels else ""
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
        case SyncedField.STATUS:
            return Category.DONE.value if pair.idea.status in DROPPED else None


def _tell(stands: Standing, merge: Merge, pair: Pair, context: Context) -> None:
    """Keep both values in the history, and leave a note on both sides, each once."""
    kept = stands.remote if merge.action is Action.TAKE else stands.local
    lost = stands.local if merge.action is Action.TAKE else stands.remote
    override(stands.field, pair, kept, lost, stands.base, context)


def override(
    field: SyncedField, pair: Pair, kept: str, lost: str, base: str | None, context: Context
) -> None:
    """Both sides changed a field, and one value stays: nothing is lost without a word."""
    idea, item = pair.idea, pair.item
    both = {"field": field.value, "kept": kept, "lost": lost, "base": base, "issue": item.key}
    context.record("overridden", "jira", idea=idea.id, **both)
    owed.note(idea, "sync", overridden(field, item.key, kept, lost), context)
    words = f"{NAMES[field]} was changed here and in Slack (idea #{idea.number}). "
    words += f"Kept: {value_shown(field, kept)}. Overridden: {value_shown(field, lost)}."
    context.owe("issue.comment", f"comment:{item.id}", {"issue": item.id, "text": words})
