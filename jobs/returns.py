"""A "not now" comes back by itself on its day: to the PM's queue, with the old answer shown."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import owed
from bot.domain import ideas
from bot.feature import Context
from bot.job import Every, Job
from bot.models import Decision, Idea, Trigger
from bot.views.text import day
from bot.words import Status


def act(context: Context) -> None:
    """Bring back every idea whose day has come where its product is."""
    tomorrow = context.now.date() + timedelta(days=1)
    for idea, decision, trigger in context.store.decisions.due(tomorrow):
        product = context.store.products.by_id(idea.product_id)
        today = context.now.astimezone(ZoneInfo(product.zone if product else "UTC")).date()
        if trigger.value <= today.isoformat():
            _bring_back(idea, decision, trigger, context)


def _bring_back(idea: Idea, decision: Decision, trigger: Trigger, context: Context) -> None:
    idea.status = ideas.moved(idea.status, Status.UNDER_REVIEW)
    idea.updated_at = trigger.fired_at = context.now
    context.store.ideas.add(idea)
    context.record("returned", "returns", idea=idea.id, trigger=trigger.id)
    why = f"it was answered on {day(decision.at.date())} to come back today."
    owed.note(idea, "returned", why, context, f"trigger:{trigger.id}")
    owed.card(idea, context)


job = Job("Bring back what was put off", Every(timedelta(minutes=15)), act=act)
