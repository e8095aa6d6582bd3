"""Brings an answer back by itself, once one of the things it waits for has happened.

`check` is called by whatever changes support, releases or items, in the same transaction; a job
checks everything again. Of several things that happened the first one brings the idea back, and
each does so once: it is noted by compare-and-set while the idea is locked.
"""

from collections.abc import Iterable

from bot.domain import ideas
from bot.domain.response import calendar_of
from bot.domain.triggers import Condition, Facts, holds
from bot.feature import Context
from bot.models import Decision, Idea, Trigger
from bot.services import owed, response
from bot.services.dossier import condition
from bot.store.decisions import PUT_OFF
from bot.views.triggers import happened
from bot.words import Status, TriggerKind

AT_ONCE = 50
"""How many ideas one event brings back in its own transaction; the job's next run takes more."""


def check(idea: Idea, context: Context) -> bool:
    """Bring the idea back if what its answer waits for has happened; whether it came back."""
    if idea.status not in PUT_OFF or not _waiting(idea, context):
        return False
    context.store.ideas.lock(idea)
    waiting = _waiting(idea, context) if idea.status in PUT_OFF else []
    decision = context.store.decisions.latest(idea.id or 0)
    if decision is None or not waiting:
        return False
    known = facts(idea, [one for _, one in waiting], context)
    for trigger, one in waiting:
        if holds(one, known) and context.store.decisions.fire(trigger.id or 0, context.now):
            _bring_back(idea, decision, trigger, happened(one, known), context)
            return True
    return False


def _waiting(idea: Idea, context: Context) -> list[tuple[Trigger, Condition]]:
    """What its ruling answer still waits for."""
    decision = context.store.decisions.latest(idea.id or 0)
    triggers = context.store.decisions.triggers(decision.id or 0) if decision else []
    return [(one, condition(one, context)) for one in triggers if one.fired_at is None]


def facts(idea: Idea, waited_for: Iterable[Condition], context: Context) -> Facts:
    """What is known of the things waited for, as of now."""
    store = context.store
    calendar = calendar_of(store.products.by_id(idea.product_id))
    values: dict[TriggerKind, list[str]] = {kind: [] for kind in TriggerKind}
    for one in waited_for:
        values[one.kind].append(one.value)
    behind = None
    if values[TriggerKind.SUPPORTERS] or values[TriggerKind.REVENUE]:
        behind = store.support.evidence(idea.id or 0)
    releases = store.releases.known(values[TriggerKind.RELEASE])
    return Facts(
        calendar.day(context.now),
        behind.people if behind else 0,
        behind.revenue if behind else {},
        frozenset(version for version, release in releases.items() if release.released),
        store.work.done(values[TriggerKind.ITEM]),
    )


def _bring_back(
    idea: Idea, decision: Decision, trigger: Trigger, why: str, context: Context
) -> None:
    idea.status = ideas.moved(idea.status, Status.UNDER_REVIEW)
    idea.updated_at, idea.snoozed_until = context.now, None
    response.started(idea, context)
    context.store.ideas.add(idea)
    told = {"trigger": trigger.id, "decision": decision.number, "why": why}
    context.record("returned", "returns", idea=idea.id, **told)
    owed.note(idea, "returned", why, context, f"trigger:{trigger.id}")
    owed.moved(idea, context)


def released(versions: Iterable[str], context: Context) -> None:
    """Releases are out: bring back what waited for them."""
    _happened(TriggerKind.RELEASE, versions, context)


def done(issues: Iterable[str], context: Context) -> None:
    """Items are done: bring back what waited for them."""
    _happened(TriggerKind.ITEM, issues, context)


def _happened(kind: TriggerKind, values: Iterable[str], context: Context) -> None:
    for idea in context.store.decisions.waiting_for(kind, list(values), AT_ONCE):
        check(idea, context)
