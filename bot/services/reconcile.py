"""Brings an idea and its issue together, field by field, against a fresh reading of the issue.

Never against a result of search, which lags. What is to be written is owed; what was overridden
is kept in the history, and told once on both sides.
"""

from msgspec import Struct

from bot.domain import merge as merging
from bot.domain.merge import USUAL, Action, Merge, Rule
from bot.feature import Context
from bot.models import FieldState, IdeaIssue
from bot.services import owed
from bot.services.sides import Pair, in_jira, named, sides_of
from bot.views.sync import NAMES, overridden, stopped, value_shown
from bot.words import Direction, Priority, SyncedField


class Standing(Struct, frozen=True):
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
        sides = sides_of(field, pair)
        if sides is not None:
            found.append(Standing(field, *sides, ruled[field], states[field]))
    return found


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
        case SyncedField.VERSION:
            pair.link.version = value
        case SyncedField.STATUS | SyncedField.LABEL:
            stands.state.off = True
            owed.note(idea, "sync", stopped(stands.field, pair.item.key), context)
    idea.updated_at = context.now


def send(stands: Standing, pair: Pair, context: Context) -> None:
    """Jira is to hold what the idea holds, unless it changes there first."""
    state = stands.state
    state.base, state.refused, state.trouble = stands.remote, None, ""
    state.seen = in_jira(stands.field, pair)
    owed.field(pair.idea, pair.link, stands.field, context)


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
    kept, lost = named(field, kept, context), named(field, lost, context)
    owed.note(idea, "sync", overridden(field, item.key, kept, lost), context)
    words = f"{NAMES[field]} was changed here and in Slack (idea #{idea.number}). "
    words += f"Kept: {value_shown(field, kept)}. Overridden: {value_shown(field, lost)}."
    context.owe("issue.comment", f"comment:{item.id}", {"issue": item.id, "text": words})
