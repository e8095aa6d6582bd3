"""Gives an answer to an idea: the same whatever way it was entered."""

from bot import owed, response
from bot.domain import ideas
from bot.domain.decisions import Answer
from bot.errors import UserError
from bot.feature import Context
from bot.models import Decision, Idea, Product, Trigger
from bot.views.text import people
from bot.words import TriggerKind, Verdict


def must_decide(user: str, idea: Idea, product: Product | None, context: Context) -> None:
    """Raises UserError, which says who may, unless `user` answers this product's ideas."""
    if not context.decides_for(user, product):
        raise UserError(_who_may(idea, product, context))


def _who_may(idea: Idea, product: Product | None, context: Context) -> str:
    store = context.store
    managers = store.products.managers(product.id) if product and product.id else []
    if managers:
        return f"Only its PMs can answer #{idea.number}: ask {people(managers)}."
    admins = store.members.admins()
    who = people(admins) if admins else "whoever runs this bot"
    return f"#{idea.number} has no PM yet. An admin can name one with `/product`: ask {who}."


def decide(idea: Idea, answer: Answer, by: str, context: Context) -> Decision:
    """The decision, stored with what brings it back; the requester is told, the card drawn."""
    store, now = context.store, context.now
    assert idea.id is not None
    waited, late = response.reading(idea, context) or (None, None)
    idea.status = ideas.moved(idea.status, ideas.DECIDED[answer.verdict])
    idea.decisions, idea.updated_at, idea.snoozed_until = idea.decisions + 1, now, None
    decision = Decision(
        workspace_id=store.workspace,
        idea_id=idea.id,
        number=idea.decisions,
        verdict=answer.verdict,
        reason=answer.reason,
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
    context.record("decided", by, idea=idea.id, verdict=answer.verdict, reason=answer.reason)
    owed.answer(idea, decision, context)
    owed.card(idea, context)
    return decision


def _triggers(answer: Answer, workspace: int) -> list[Trigger]:
    if answer.return_on is None:
        return []
    day = answer.return_on.isoformat()
    return [Trigger(workspace_id=workspace, decision_id=0, kind=TriggerKind.DATE, value=day)]
