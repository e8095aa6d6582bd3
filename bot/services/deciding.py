"""Gives an answer to an idea: the same whatever way it was entered."""

from collections.abc import Mapping
from typing import Any

from bot.domain import decisions as domain
from bot.domain import ideas, triggers
from bot.domain.response import calendar_of
from bot.domain.triggers import Condition, Facts
from bot.errors import UserError
from bot.feature import Context
from bot.models import Decision, Idea, Product, Trigger
from bot.request import Value
from bot.services import owed, refresh, response, returning
from bot.views import answer_form
from bot.views import decisions as views
from bot.views.text import people
from bot.words import Status, TriggerKind, Verdict


def must_decide(user: str, idea: Idea, product: Product | None, context: Context) -> None:
    """Raises UserError, which says who may, unless `user` answers this product's ideas."""
    if not context.decides_for(user, product):
        raise UserError(_who_may(idea, product, context))


def must_stand_alone(idea: Idea, context: Context) -> None:
    """Raises UserError for a duplicate, which leads to the idea that is answered instead."""
    root = context.store.merges.root(idea.id or 0) if idea.status is Status.DUPLICATE else None
    leads_to = context.store.ideas.by_id(root) if root else None
    if leads_to is not None:
        raise UserError(views.answered_with(idea, leads_to))


def _who_may(idea: Idea, product: Product | None, context: Context) -> str:
    store = context.store
    managers = store.products.managers(product.id) if product and product.id else []
    if managers:
        return f"Only its PMs can answer #{idea.number}: ask {people(managers)}."
    admins = store.members.admins()
    who = people(admins) if admins else "whoever runs this bot"
    return f"#{idea.number} has no PM yet. An admin can name one with `/product`: ask {who}."


# --- The form's parts


def setting(
    idea: Idea | None,
    product: Product | None,
    context: Context,
    origin: Mapping[str, object] | None = None,
) -> answer_form.Setting:
    """What the form of an answer depends on: of one idea, or of several where it is None."""
    store = context.store
    project = product.project if product else None
    people_behind = store.support.evidence(idea.id).people if idea and idea.id else 1
    return answer_form.Setting(
        store.reasons.all(),
        calendar_of(product).day(context.now),
        tracked=bool(context.links.jira and project),
        linked=bool(idea and idea.id and store.idea_issues.of(idea.id)),
        versions=[r.as_version() for r in store.releases.coming(project)] if project else (),
        others=max(0, people_behind - 1),
        origin=origin,
    )


def entered(values: Mapping[str, Value], verdict: Verdict, context: Context) -> dict[str, Any]:
    """What stands in a form of an answer; a suggested text gives way to another suggestion."""
    kept = {name: value for name, value in values.items() if value is not None}
    _, words = answer_form.entered_answer(values)
    suggested = context.store.reasons.all().is_suggested(words, verdict)
    return {**kept, "answer": "" if suggested else words}


def answer(
    verdict: Verdict, values: Mapping[str, Value], idea: Idea | None, context: Context
) -> domain.Answer:
    """The answer a form holds, for one idea or for several. Raises UserError with its field."""
    name, words = answer_form.entered_answer(values)
    try:
        return domain.checked(
            verdict,
            context.store.reasons.all().known(_text(values, "reason")),
            words,
            _text(values, "note"),
            _returns(values, idea, context),
        )
    except UserError as error:
        raise UserError(str(error), name if error.field == "answer" else error.field) from error


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _returns(
    values: Mapping[str, Value], idea: Idea | None, context: Context
) -> tuple[Condition, ...]:
    """What the answer waits for, none of which may have happened already."""
    chosen, found = values.get("returns") or (), []
    for kind in TriggerKind:
        field = f"return_{answer_form.FIELDS[kind]}"
        if kind.value not in chosen:
            continue
        if field not in values:
            raise UserError(f"{answer_form.NAMED[kind]} is missing. Choose it again.", "returns")
        try:
            found.append(_condition(kind, _text(values, field), idea, context))
        except UserError as error:
            raise UserError(str(error), field) from error
    return tuple(found)


def _condition(kind: TriggerKind, text: str, idea: Idea | None, context: Context) -> Condition:
    match kind:
        case TriggerKind.DATE:
            one = triggers.dated(text)
        case TriggerKind.SUPPORTERS:
            one = triggers.supported(text)
        case TriggerKind.REVENUE:
            one = triggers.paid(text)
        case TriggerKind.RELEASE:
            one = _release(text, context)
        case TriggerKind.ITEM:
            one = _item(text, context)
    several = Facts(context.now.date())
    known = returning.facts(idea, [one], context) if idea is not None else several
    triggers.must_wait(one, known)
    return one


def _release(version: str, context: Context) -> Condition:
    release = context.store.releases.known([version]).get(version)
    if release is None:
        raise UserError("Choose the release it waits for.")
    return Condition(TriggerKind.RELEASE, version, release.name)


def _item(text: str, context: Context) -> Condition:
    key = issue_key(text)
    item = context.store.work.keyed(key)
    if item is None:
        raise UserError(f"I have not read {key} from Jira. Is it in a product's project?")
    return Condition(TriggerKind.ITEM, item.id, item.key)


def issue_key(text: str) -> str:
    """The key in what was entered, which may be the issue's address. Raises UserError."""
    key = text.strip().upper().rsplit("/", 1)[-1]
    if not ideas.ISSUE_KEY.fullmatch(key):
        raise UserError("Enter the issue's key, such as ABC-123.")
    return key


# --- Storing it


def decide(idea: Idea, answer: domain.Answer, by: str, context: Context) -> Decision:
    """The decision, stored with what brings it back; the requester is told, the card drawn."""
    store, now, reason = context.store, context.now, answer.reason
    assert idea.id is not None
    waited, late = response.reading(idea, context) or (None, None)
    idea.status = ideas.moved(idea.status, ideas.DECIDED[answer.verdict])
    idea.decisions, idea.updated_at, idea.snoozed_until = idea.decisions + 1, now, None
    decision = Decision(
        workspace_id=store.workspace,
        idea_id=idea.id,
        number=idea.decisions,
        verdict=answer.verdict,
        reason=reason.code if reason else None,
        reason_label=reason.label if reason else None,
        answer=answer.answer,
        note=answer.note,
        by=by,
        at=now,
        waited=waited,
        late=late,
    )
    store.decisions.add(decision, _triggers(answer, store.workspace))
    turn = response.asked if answer.verdict is Verdict.NEEDS_INFO else response.stopped
    turn(idea, context)
    store.ideas.add(idea)
    context.record("decided", by, idea=idea.id, verdict=answer.verdict, reason=decision.reason)
    owed.answer(idea, decision, context)
    refresh.issues_of(idea, context)
    owed.moved(idea, context)
    return decision


def _triggers(answer: domain.Answer, workspace: int) -> list[Trigger]:
    return [
        Trigger(workspace_id=workspace, decision_id=0, kind=one.kind, value=one.value)
        for one in answer.returns
    ]
